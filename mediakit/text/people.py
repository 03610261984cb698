"""Know the people of a text: the name inside a phrase, and the name behind a pronoun."""

from bisect import bisect_right
from functools import cached_property

from mediakit.text.clauses import (
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Token,
    is_name,
    name_runs,
    reporting_verb,
    tokens_between,
)
from mediakit.text.names import JOBS, gender, is_place, is_group, without_job

_REACH = 6000


class Cast:
    """The names of a text, found paragraph by paragraph when they are asked for."""

    def __init__(self, text: str, paragraphs: tuple[tuple[int, int], ...]) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._starts = [start for start, _ in paragraphs]
        self._known: dict[int, list[tuple[int, int, str, bool]]] = {}

    def name(self, start: int, end: int, paragraph: int, last: str) -> str:
        """Return the name in the phrase at `start` to `end`; a pronoun is resolved, with `last` the speaker before."""
        words = tokens_between(self._text, start, end)
        if not words:
            return ""
        first = words[0].lower
        if first in ("he", "she", "they", "it") and len(words) == 1:
            return self._antecedent(first, start, paragraph, last)
        if first in POSSESSIVES and not _has_person(words):
            owner = self._antecedent(
                {"his": "he", "her": "she", "its": "it"}.get(first, "they"), start, paragraph, last
            )
            return owner or self._text[start:end]
        if first in PRONOUNS and len(words) == 1:
            return "" if first in ("who", "i", "we", "you") else self._text[start:end]
        return name_in(self._text, words)

    def _antecedent(self, pronoun: str, at: int, paragraph: int, last: str) -> str:
        """Return the last fitting name before `at` in this paragraph or the one before; subjects and speakers go first."""
        best = ""
        for number in (paragraph, paragraph - 1):
            if number < 0:
                break
            fitting = [n for n in self._names(number) if n[0] < at and self._fits(n[2], pronoun)]
            subjects = [n for n in fitting if n[3]]
            if subjects or fitting:
                best = (subjects or fitting)[-1][2]
                break
        if last and self._fits(last, pronoun) and (not best or not self._is_fresh(at, paragraph, pronoun, last)):
            return last
        return best or (last if last and self._fits(last, pronoun) else "")

    def _is_fresh(self, at: int, paragraph: int, pronoun: str, last: str) -> bool:
        """Return whether another fitting name has become a subject in this paragraph since the last speaker."""
        return any(n[3] and n[0] < at and n[2] != last and self._fits(n[2], pronoun) for n in self._names(paragraph))

    def _fits(self, name: str, pronoun: str) -> bool:
        if pronoun == "they":
            return True
        kind = gender(name) or self._genders.get(name.split()[-1].removesuffix("’s").removesuffix("'s"), "")
        if pronoun == "it":
            return kind == "group" or (not kind and is_group(name))
        if kind:
            return kind == ("male" if pronoun == "he" else "female")
        return not is_group(name) and not is_place(name) and name[:1].isupper()

    @cached_property
    def _genders(self) -> dict[str, str]:
        """Return surname → gender, as told by titles and first names anywhere in the text."""
        told: dict[str, str] = {}
        for number in range(min(len(self._paragraphs), 400)):
            for _, _, name, _ in self._names(number):
                kind = gender(name)
                if kind and " " in name:
                    told.setdefault(name.split()[-1], kind)
        return told

    def _names(self, number: int) -> list[tuple[int, int, str, bool]]:
        """Return the names of a paragraph: start, end, name, whether it begins a clause (is probably its subject)."""
        if number not in self._known:
            start, end = self._paragraphs[number]
            self._known[number] = _names_of(self._text, start, min(end, start + _REACH))
        return self._known[number]


def _names_of(text: str, start: int, end: int) -> list[tuple[int, int, str, bool]]:
    tokens = tokens_between(text, start, end)
    names = []
    for a, b in name_runs(tokens):
        a = without_job(tokens, a, b)
        if a >= b:
            continue
        name = _bare(text[tokens[a].start : tokens[b - 1].end])
        possessive = tokens[b - 1].text.endswith(("'s", "’s"))
        opening = (
            a == 0 or tokens[a - 1].text in '.?!,“”"' or tokens[a - 1].text.islower() and tokens[a - 1].lower in JOBS
        )
        following = tokens[b] if b < len(tokens) else None
        acts = following is not None and (
            following.text == "," or following.text.islower() and following.lower not in PREPOSITIONS
        )
        names.append((tokens[a].start, tokens[b - 1].end, name, bool(not possessive and opening and acts)))
    return names


def _bare(name: str) -> str:
    for ending in ("'s", "’s"):
        name = name.removesuffix(ending)
    return name.rstrip(",'’")


def _has_person(words: list[Token]) -> bool:
    return any(b - a >= 2 for a, b in name_runs(words))


def name_in(text: str, words: list[Token]) -> str:
    """Return the name in a phrase ("psychologist Vaile Wright, who …" → "Vaile Wright"), or the phrase up to its first comma."""
    head = _head(words)
    if head[0].lower in DETERMINERS and head[0].lower not in POSSESSIVES or any(_owns(t) for t in head[:-1]):
        for a, b in name_runs(words):
            if (
                a > 0
                and words[a - 1].text == ","
                and b - a >= 2
                and len(head) <= a
                and (b == len(words) or words[b].text == ",")
            ):
                return _cut(text, words, without_job(words, a, b), b)
    runs = name_runs(head)
    if (
        runs
        and runs[-1][1] == len(head)
        and not (
            len(runs) == 1
            and runs[0][0] > 0
            and head[0].lower in ("the", "a", "an")
            and is_group(_cut(text, head, *runs[-1]))
        )
    ):
        a, b = runs[-1]
        if head[0].lower in ("the", "a", "an") and a > 1 and not _person_like(head, a, b):
            return _cut(text, head, 0, len(head))
        a = without_job(head, a, b)
        return _cut(text, head, a if a < b else runs[-1][0], b)
    return _cut(text, head, 0, len(head))


def _person_like(words: list[Token], a: int, b: int) -> bool:
    return b - a >= 2 or a > 0 and words[a - 1].lower in JOBS


def _owns(token: Token) -> bool:
    return token.text.endswith(("'s", "’s", "s'", "s’"))


def _head(words: list[Token]) -> list[Token]:
    """Return the phrase up to its first comma, relative clause or preposition after a name."""
    for i in range(1, len(words)):
        token = words[i]
        if token.text in ",(—–" or token.lower in RELATIVES or token.text == "-":
            return words[:i]
        if token.lower in PREPOSITIONS and is_name(words[i - 1]) and words[0].lower not in ("the", "a", "an"):
            return words[:i] if not is_group(words[i - 1].text) else words
    return words


def _cut(text: str, words: list[Token], a: int, b: int) -> str:
    return text[words[a].start : words[b - 1].end].rstrip(",")
