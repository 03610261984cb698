"""Know the people of a text: the name inside a phrase, and the name behind a pronoun."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from mediakit.text.clauses import (
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Token,
    is_adverb,
    is_name,
    is_verb,
    name_runs,
    owns,
    tokens_between,
)
from mediakit.text.names import JOBS, kind_of, without_job, words_of
from mediakit.text.quotation_marks import Quoted

# Of a very long paragraph only so much is read for names: the work stays in proportion to the text.
_REACH = 6000
_MOST_PARAGRAPHS = 300
_KINDS = {"he": "male", "she": "female", "it": "group"}
_SUBJECT_OF = {"his": "he", "her": "she", "its": "it", "their": "they"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the writer's own words; `opens` a sentence; `acts`: it is probably the subject of a clause."""

    start: int
    name: str
    opens: bool
    acts: bool


class Cast:
    """The names of a text outside its quotations, read paragraph by paragraph when they are asked for."""

    def __init__(self, text: str, paragraphs: tuple[tuple[int, int], ...], quoted: list[Quoted]) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._starts = [q.start for q in quoted]
        self._ends = [q.end for q in quoted]
        self._known: dict[int, list[Mention]] = {}

    def name(self, start: int, end: int, paragraph: int, last: str) -> str:
        """Return the name in the phrase at `start` to `end`; a pronoun is resolved (`last`: the speaker before)."""
        words = tokens_between(self._text, start, min(end, start + _REACH))
        if not words:
            return ""
        first = words[0].lower
        if len(words) == 1 and first in PRONOUNS:
            if first in ("he", "she", "they", "it"):
                return self._antecedent(first, start, paragraph, last)
            return self._text[start:end] if first in ("one", "another") else ""
        if first in _SUBJECT_OF and not any(b - a >= 2 for a, b in name_runs(words)):
            return self._antecedent(_SUBJECT_OF[first], start, paragraph, last) or self._text[start:end]
        return name_in(self._text, words)

    def _antecedent(self, pronoun: str, at: int, paragraph: int, last: str) -> str:
        """Return the last fitting name before `at`, here or a paragraph before; subjects and speakers go first."""
        here = [m for m in self._mentions(paragraph) if m.start < at and self._fits(m.name, pronoun)]
        if any(m.acts for m in here):
            return next(m.name for m in reversed(here) if m.acts)
        if last and self._fits(last, pronoun):
            return last
        before = self._mentions(paragraph - 1) if paragraph else []
        fitting = [m for m in before if self._fits(m.name, pronoun)]
        for pool in (here, [m for m in fitting if m.acts], fitting):
            if pool:
                return pool[-1].name
        return ""

    def _fits(self, name: str, pronoun: str) -> bool:
        kind = kind_of(name) or self._genders.get((words_of(name) or [""])[-1], "")
        if pronoun == "they":
            return kind != "place"
        if kind or pronoun == "it":
            return kind == _KINDS[pronoun]
        return " " in name or words_of(name)[-1] in self._surnames

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Return the last words of the names in the text, without those that only begin sentences ("Emails")."""
        mentions = [m for n in range(min(len(self._paragraphs), _MOST_PARAGRAPHS)) for m in self._mentions(n)]
        return frozenset(words_of(m.name)[-1] for m in mentions if " " in m.name or not m.opens)

    @cached_property
    def _genders(self) -> dict[str, str]:
        """Return surname → gender, as told by a title or first name anywhere in the text."""
        told: dict[str, str] = {}
        for number in range(min(len(self._paragraphs), _MOST_PARAGRAPHS)):
            for mention in self._mentions(number):
                kind = kind_of(mention.name)
                if " " in mention.name and kind in ("male", "female"):
                    told.setdefault(words_of(mention.name)[-1], kind)
        return told

    def _mentions(self, number: int) -> list[Mention]:
        """Return the names of a paragraph outside quotations."""
        if number not in self._known:
            start, end = self._paragraphs[number]
            end = min(end, start + _REACH)
            edges = [start]
            for i in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
                edges += [max(start, self._starts[i]), min(end, self._ends[i])]
            edges.append(end)
            pieces = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
            self._known[number] = [m for a, b in pieces for m in _mentions_between(self._text, a, b)]
        return self._known[number]


def _mentions_between(text: str, start: int, end: int) -> list[Mention]:
    tokens = tokens_between(text, start, end)
    mentions = []
    for first, b in name_runs(tokens):
        a = without_job(tokens, first, b)
        if a >= b:
            continue
        name = text[tokens[a].start : tokens[b - 1].end]
        if owns(tokens[b - 1]):
            name = name.rstrip("s").rstrip("'’") if name.endswith(("'s", "’s")) else name.rstrip("'’")
        opening = first == 0 or tokens[first - 1].text in ".?!,;:—–" or tokens[first - 1].lower in JOBS
        following = tokens[b] if b < len(tokens) else None
        goes_on = following is None or following.text == "," or following.text[0].islower()
        acts = (
            opening
            and goes_on
            and not owns(tokens[b - 1])
            and (following is None or following.lower not in PREPOSITIONS | {"and"})
        )
        opens = first == 0 or tokens[first - 1].text in ".?!:"
        if words_of(name):
            mentions.append(Mention(tokens[a].start, name, opens, acts))
    return mentions


def name_in(text: str, words: list[Token]) -> str:
    """Return the name in a phrase ("psychologist Vaile Wright, who …" → "Vaile Wright"), or else its head."""
    head = _head(words)
    if head[0].lower in DETERMINERS or any(owns(t) for t in head[:-1]):
        for a, b in name_runs(words):
            ends = b == len(words) or words[b].text == ","
            if a >= len(head) and words[a - 1].text == "," and b - a >= 2 and ends:
                return _between(text, words, without_job(words, a, b), b)
    runs = name_runs(head)
    if not runs or runs[-1][1] != len(head):
        return _between(text, head, 0, len(head))
    a, b = runs[-1]
    whole = head[0].lower in DETERMINERS - POSSESSIVES and (
        a == 1
        and kind_of(_between(text, head, a, b)) in ("group", "place", "")
        and b - a < 3
        or not _is_person(head, a, b)
    )
    start = 0 if whole else without_job(head, a, b)
    return _between(text, head, start if start < b else a, b)


def _is_person(words: list[Token], a: int, b: int) -> bool:
    return b - a >= 2 or (a > 0 and words[a - 1].lower in JOBS)


def _head(words: list[Token]) -> list[Token]:
    """Return the phrase up to its first comma, verb or relative clause, or the preposition after a person's name."""
    for i in range(1, len(words)):
        token = words[i]
        if token.text in ",(—–-" or token.lower in RELATIVES or is_adverb(token) or is_verb(token, words[i - 1]):
            return words[:i]
        person = is_name(words[i - 1]) and words[0].lower not in ("the", "a", "an")
        if person and token.lower in PREPOSITIONS and kind_of(words[i - 1].text) != "group":
            return words[:i]
    return words


def _between(text: str, words: list[Token], a: int, b: int) -> str:
    return text[words[a].start : words[b - 1].end].rstrip(",")
