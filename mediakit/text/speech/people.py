"""Know the people of a text: the name inside a phrase, and the name behind a pronoun."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from mediakit.memory import LONGEST, SENTENCES, TEXTS, of_paragraph, remember
from mediakit.text.names import JOBS, TITLES, core, is_group, kind_of, words_of
from mediakit.text.quotation_marks import Quoted
from mediakit.text.speech.tokens import (
    DETERMINERS,
    DOCUMENTS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Token,
    is_adverb,
    is_name,
    is_third,
    is_verb,
    name_runs,
    owns,
    reporting_verb,
    tokens_between,
)

_OFFICES, _WHO = JOBS | TITLES, RELATIVES - {"what"}
_AFTER_THIRD = (PREPOSITIONS | DETERMINERS | {"that"}) - {"of", "for", "in", "at"}


def without_job(tokens: list[Token], a: int, b: int) -> int:
    """Return where the name proper begins in a run of capitalised words: after "Meta CEO", at "President"."""
    for i in range(b - 2, a - 1, -1):
        word = tokens[i].lower
        if word == "general" and i > a and tokens[i - 1].lower in JOBS:  # Attorney General Ann Orr
            return i + 1
        if word in TITLES:
            while i > a and tokens[i - 1].lower in TITLES:
                i -= 1
            return i
        if word in JOBS or owns(tokens[i]):
            return i + 1
    return a


# Of a very long paragraph only so much is read for names: the work stays in proportion to the text.
_REACH = 6000
_PAUSE, _CLAUSE = re.compile(r"[,.;:!?\n]"), 300  # what ends a clause; characters of one that are read
_MOST_PARAGRAPHS = 300
_ROLE_REACH = 12  # paragraphs that are searched for the holder of a role
_THINGS = ("s", "ing", "tion", "ment", "ness", "ity", "ism", "ance", "ence")
Span = tuple[int, int]
_KINDS = {"he": "male", "she": "female", "it": "group"}
_SUBJECT_OF = {"his": "he", "her": "she", "its": "it", "their": "they"}


class Mention(NamedTuple):
    """A name in the writer's own words; `opens` a sentence; `acts`: it is probably the subject of a clause.

    `roles` are the jobs and titles that stand with it. `listed`: three or more stand in a row, and no "he" means one.
    """

    start: int
    name: str
    opens: bool
    acts: bool
    roles: frozenset[str] = frozenset()
    listed: bool = False


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
        phrase = self._text[start : min(end, start + _REACH)]
        pronoun, role, name = _read_phrase(phrase)
        if pronoun:
            return self._antecedent(pronoun, start, paragraph, last) or name
        return role and self._holder(role, start, paragraph) or name

    def _holder(self, role: str, at: int, paragraph: int) -> str:
        """Return who was last given a role before a place, here or in the paragraphs before: "Mayor Lee Ray"."""
        for number in range(paragraph, max(-1, paragraph - _ROLE_REACH), -1):
            for mention in reversed(self._mentions(number)):
                if mention.start < at and role in mention.roles:
                    return core(mention.name)
        return ""

    def _antecedent(self, pronoun: str, at: int, paragraph: int, last: str) -> str:
        """Return the last fitting name before `at`, here or a paragraph before; subjects and speakers go first."""
        many = pronoun == "they"
        here = [m for m in self._mentions(paragraph) if m.start < at and (many or not m.listed)]
        before = [m for m in self._mentions(paragraph - 1) if many or not m.listed] if paragraph else []
        other = self._named_by_it(pronoun, at, paragraph)
        here, before = ([m for m in some if core(m.name).split()[-1] not in other] for some in (here, before))
        said = [Mention(0, last, False, True)] if last and core(last).split()[-1] not in other else []
        acting = [m for m in here if m.acts], said, [m for m in before if m.acts]
        pools = acting if many else (*acting[:2], here, acting[2], before)
        for fits in (self._fits, self._may_fit):
            for pool in pools:
                name = next((m.name for m in reversed(pool) if fits(m, pronoun)), "")
                if name:
                    return name
        return ""

    def _named_by_it(self, pronoun: str, at: int, paragraph: int) -> frozenset[str]:
        """Return the last words of the names that follow a pronoun in its clause: in "he said Orr's plan" he is not
        Orr.
        """
        if self._text[at : at + len(pronoun)].lower() != pronoun:  # her lawyer says that Orr
            return frozenset()
        pause = _PAUSE.search(self._text, at, at + _CLAUSE)
        end = pause.start() if pause else at + _CLAUSE
        return frozenset(core(m.name).split()[-1] for m in self._mentions(paragraph) if at < m.start < end)

    def _fits(self, mention: Mention, pronoun: str) -> bool:
        """Return whether a name can stand behind a pronoun: its kind is right, or unknown but that of a full name."""
        last_word = _last_word(mention.name)
        kind = kind_of(mention.name) or self._genders.get(last_word, "")
        if pronoun == "they":
            return kind == "group" or " and " in mention.name or mention.name.split()[-1].endswith("s") and not kind
        if kind or pronoun == "it":
            return kind == _KINDS[pronoun]
        if last_word not in self._acting and mention.name[:1].isupper() and mention.name[:4] != "The ":
            return False
        return _is_proper(mention.name) and (" " in mention.name or last_word in self._surnames)

    def _may_fit(self, mention: Mention, pronoun: str) -> bool:
        """Return whether a single word of unknown kind can be a person: "Danilo", not "Emails"."""
        name = mention.name
        if pronoun == "they":
            return False
        if pronoun == "it":
            return not kind_of(name) and not mention.name[:1].isupper() or name[:4] == "The "
        acts = _last_word(name) in self._acting
        return acts and not kind_of(name) and name[:1].isupper() and not name.lower().endswith(_THINGS)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Return the last words of the names of several words in the text."""
        return frozenset().union(*(names.surnames for names in self._all_names))

    @cached_property
    def _acting(self) -> frozenset[str]:
        """Return the last words of the names that are somewhere the subject of a clause, or have an office."""
        return frozenset().union(*(names.acting for names in self._all_names))

    @cached_property
    def _genders(self) -> dict[str, str]:
        """Return surname → gender, as told by a title or first name anywhere in the text."""
        return {last: kind for names in reversed(self._all_names) for last, kind in names.genders.items()}

    @cached_property
    def _all_names(self) -> list["_Names"]:
        """The names of all stretches outside quotations, in order."""
        numbers = range(min(len(self._paragraphs), _MOST_PARAGRAPHS))
        return [names for number in numbers for _, names in self._names(number)]

    def _mentions(self, number: int) -> list[Mention]:
        """Return the names of a paragraph outside quotations."""
        if number not in self._known:
            found = ((a, mention) for a, names in self._names(number) for mention in names.mentions)
            self._known[number] = [mention._replace(start=a + mention.start) for a, mention in found]
        return self._known[number]

    def _names(self, number: int) -> Iterator[tuple[int, "_Names"]]:
        """Yield the stretches of a paragraph outside quotations: where each begins, and its names."""
        start, end = self._paragraphs[number]
        end = min(end, start + _REACH)
        edges = [start]
        for i in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
            edges += [max(start, self._starts[i]), min(end, self._ends[i])]
        edges.append(end)
        for a, b in zip(edges[::2], edges[1::2], strict=True):
            yield a, _find_names(self._text[a:b])


class _Phrase(NamedTuple):
    """What a phrase names: the `pronoun` or the `role` that stands for somebody else, and the name in it."""

    pronoun: str
    role: str
    name: str


@remember(SENTENCES, longest=LONGEST)
def _read_phrase(phrase: str) -> _Phrase:
    """Return what a phrase names by its own words; the name beside a pronoun or role is that where nobody is found."""
    words = tokens_between(phrase, 0, len(phrase))
    if not words:
        return _Phrase("", "", "")
    first = words[0].lower
    if len(words) == 1 and first in PRONOUNS:
        pronoun = first if first in ("he", "she", "they", "it") else ""
        return _Phrase(pronoun, "", phrase if first in ("one", "another") else "")
    if first in _SUBJECT_OF and _is_document(words):
        return _Phrase(_SUBJECT_OF[first], "", phrase)
    role = words[1].lower if len(words) == 2 and first == "the" and words[1].lower in _OFFICES else ""
    return _Phrase("", role, name_in(phrase, words))


def _is_document(words: list[Token]) -> bool:
    """Return whether a phrase such as "its blog post" stands for its owner: what speaks is something written."""
    return len(words) == 1 or (len(words) <= 4 and words[-1].lower in DOCUMENTS)


class _Names(NamedTuple):
    """The names of a stretch of narration, with their places in it, and what they tell by their last words.

    Which gender they have, which are surnames, which of them act somewhere or have an office.
    """

    mentions: list[Mention]
    genders: dict[str, str]
    surnames: frozenset[str]
    acting: frozenset[str]


@remember(TEXTS, key=of_paragraph)
def _find_names(text: str) -> _Names:
    """Return the names of a stretch of narration."""
    mentions = _find_mentions(text)
    full = [m.name for m in mentions if " " in m.name]
    told = {_last_word(name): kind_of(name) for name in reversed(full) if kind_of(name) in ("male", "female")}
    acting = frozenset(_last_word(m.name) for m in mentions if m.acts or m.roles)
    return _Names(mentions, told, frozenset(map(_last_word, full)), acting)


@remember()
def _last_word(name: str) -> str:
    """Return the last word of a name in small letters."""
    return (words_of(name) or [""])[-1]


def _find_mentions(text: str) -> list[Mention]:
    """Return the names of a stretch of narration, with their places in it."""
    tokens = tokens_between(text, 0, len(text))
    mentions: list[Mention] = []
    done, fresh = 0, True  # fresh: no verb and no subject yet in this clause
    runs = name_runs(tokens)
    listed = _find_lists(tokens, runs)
    for first, b in runs:
        for i in range(max(done, 1), first):
            fresh = fresh and not is_verb(tokens[i], tokens[i - 1]) or tokens[i].text in ".?!;:"
        done = b
        a = without_job(tokens, first, b)
        name = _plain(text[tokens[a].start : tokens[b - 1].end], tokens[b - 1]) if a < b else ""
        if not words_of(name) or all(word in JOBS for word in words_of(name)):
            continue
        before, after = tokens[first - 1] if first else None, tokens[b] if b < len(tokens) else None
        opens = before is None or before.text in ".?!:"
        inside = before is not None and (before.lower in PREPOSITIONS or owns(before))
        acts = (
            fresh
            and not inside
            and not owns(tokens[b - 1])
            and (
                after is None
                or after.text == ","
                or is_adverb(after)
                or after.lower in RELATIVES
                or _looks_verb(tokens, b)
            )
        )
        fresh = fresh and not acts
        at = max(0, first - 2 if before is not None and (before.text == "," or _is_role(before)) else first)
        roles = frozenset(t.lower for k, t in enumerate(tokens[at:b], at) if _is_role(t) and not _is_second(tokens, k))
        mentions.append(Mention(tokens[a].start, name, opens, acts, roles, first in listed))
    groups = [_group_at(text, tokens, i) for i, t in enumerate(tokens) if t.lower == "the"]
    return sorted([*mentions, *filter(None, groups)], key=lambda mention: mention.start)


def _find_lists(tokens: list[Token], runs: list[Span]) -> set[int]:
    """Return where the names begin that stand in a row of three or more: Madonna, Bob Dylan and the Who."""
    listed: set[int] = set()
    row: list[int] = []
    for k, (first, _) in enumerate(runs):
        between = {t.lower for t in tokens[runs[k - 1][1] : first]} if k else set()
        row = [*row, first] if between and between <= _JOINS_A_LIST else [first]
        if len(row) > 2:
            listed.update(row)
    return listed


_JOINS_A_LIST = frozenset((",", "and", "&", "the"))


def _is_second(tokens: list[Token], i: int) -> bool:
    """Return whether a role is that of a deputy or of the past: "Vice President", "former governor"."""
    return i > 0 and tokens[i - 1].lower in ("vice", "deputy", "former", "ex")


def _is_role(token: Token) -> bool:
    """Return whether a word is a job or a title."""
    return token.lower in JOBS or token.lower in TITLES


def _group_at(text: str, tokens: list[Token], i: int) -> Mention | None:
    """Return a body without a name as the subject of a clause: "The union met", "The relief group met"."""
    end = next((k + 1 for k in (i + 1, i + 2) if k < len(tokens) - 1 and is_group(tokens[k].lower)), 0)
    if not end or any(token.is_capital for token in tokens[i + 1 : end]) or i and tokens[i - 1].text not in ".?!:;,":
        return None
    acts = _looks_verb(tokens, end) or tokens[end].text == ","
    return Mention(tokens[i].start, _between(text, tokens, i, end), i == 0, True) if acts else None


def _is_proper(name: str) -> bool:
    """Return whether all words of a name are capitalised, particles such as "van" and "al-" aside."""
    bare = (word.removeprefix("al-").removeprefix("el-") for word in name.split())
    return all(word[:1].isupper() or len(word) <= 3 for word in bare) and name[:1].isupper()


def _plain(name: str, last: Token) -> str:
    """Return a name without its possessive ending."""
    if not owns(last):
        return name
    return name[:-2] if name.endswith(("'s", "’s")) else name[:-1]


def _looks_verb(tokens: list[Token], i: int) -> bool:
    """Return whether the word at `i` is a verb after a name: "Spotify points to", "Orr said"."""
    if is_verb(tokens[i], tokens[i - 1]) or reporting_verb(tokens, i) is not None or is_third(tokens, i):
        return True
    word, following = tokens[i].text, tokens[i + 1].lower if i + 1 < len(tokens) else ""
    third = word.islower() and word.endswith("s") and not word.endswith("ss")
    return third and following in _AFTER_THIRD


_PLACING = PREPOSITIONS - {"of"}


def name_in(text: str, words: list[Token]) -> str:
    """Return the name in a phrase ("psychologist Vaile Wright, who …" → "Vaile Wright"), or else its head."""
    a, b = head_of(words)
    if a:
        return _between(text, words, without_job(words, a, b), b)
    head = words[:b]
    determined = head[0].lower in DETERMINERS
    runs = name_runs(head)
    if not runs or runs[-1][1] != len(head):
        return _between(text, head, 0, len(head))
    a, b = _with_of(head, runs)
    placed = len(head) > 1 and head[1].text in _PLACING and (head[0].lower.endswith("s") or head[0].lower == "police")
    if placed or not is_name(head[0]) and any(t.lower in PREPOSITIONS for t in head[1:a]):  # officials in Texas
        return _between(text, head, 0, len(head))
    if b == 1 and head[0].lower in _OFFICES and len(words) > 1 and words[1].lower == "of":
        return _between(text, words, 0, next((i for i, t in enumerate(words) if t.text == ","), len(words)))
    if len(runs) > 1 and a == runs[-2][1] + 1 and head[a - 1].lower in ("and", "&"):
        return _between(text, head, runs[-2][0] if not determined else 0, b)
    kind = kind_of(_between(text, head, a, b))
    if determined and head[0].lower not in POSSESSIVES and (kind in ("group", "place") or not _is_person(head, a, b)):
        return _between(text, head, 0, len(head))
    start = without_job(head, a, b)
    return _between(text, head, start if start < b else a, b)


def _with_of(head: list[Token], runs: list[Span]) -> Span:
    """Return the last name of a phrase: with what stands before "of" in a body's, without a person's office there."""
    a, b = runs[-1]
    if len(runs) < 2 or head[a - 1].lower != "of" or runs[-2][1] != a - 1:
        return a, b
    if head[a - 2].lower in _OFFICES:  # Secretary of State Ann Orr
        return (a + (b - a > 2), b) if b - a > 1 else (runs[-2][0], b)
    return runs[-2][0], b  # National Institute of Statistics


def head_of(words: list[Token]) -> Span:
    """Return which words of a phrase are who it names (first, last exclusive): "Ann Orr" in "the mayor, Ann Orr"."""
    head = _head(words)
    if len(head) == len(words):
        return 0, len(head)
    office = any(t.lower in JOBS for t in head) and any(t.lower == "of" for t in head)
    if head[0].lower in DETERMINERS or not name_runs(head) or office or any(owns(t) for t in head[:-1]):
        for a, b in name_runs(words):
            ends = b == len(words) or words[b].text == ","
            if a >= len(head) and b - a >= 2 and ends and _is_apposed(words, len(head), a):
                return a, b
    return 0, len(head)


def _is_apposed(words: list[Token], comma: int, a: int) -> bool:
    """Return whether a name at `a` names the head before `comma`: ", Susan Ibarra", ", the judge Sir Anselm Greer"."""
    between = words[comma + 1 : a]
    return len(between) <= 4 and not any(t.text == "," or t.lower in PREPOSITIONS for t in between)


def _is_person(words: list[Token], a: int, b: int) -> bool:
    """Return whether a run of capitals after an article is a person: "the Rev. Al Sharpton", "a defiant Whitcombe"."""
    return b - a >= 2 or words[a - 1].lower in JOBS or (a == 2 and words[0].lower in ("a", "an"))


def _head(words: list[Token]) -> list[Token]:
    """Return the phrase up to its first comma, verb or relative clause, or the preposition after a person's name."""
    for i in range(1, len(words)):
        token = words[i]
        opens = words[0].lower in DETERMINERS and all(map(is_adverb, words[1:i]))
        if opens and (is_adverb(token) or token.text.endswith("ed")):  # a previously unnamed source
            continue
        verb = is_verb(token, words[i - 1]) and words[i - 1].lower != "what"  # familiar with what happened
        if verb or token.text in ",(—–" or token.text in _WHO or is_adverb(token):
            return words[: i - (i > 1 and words[i - 1].lower in PREPOSITIONS)]
        held = token.lower == "of" and words[i - 1].lower in JOBS  # Chief of Staff, Ann Orr
        person = token.lower in PREPOSITIONS and not held and is_name(words[i - 1])
        if person and words[0].lower not in ("the", "a", "an") and kind_of(words[i - 1].text) != "group":
            return words[:i]
    return words


def _between(text: str, words: list[Token], a: int, b: int) -> str:
    return text[words[a].start : words[b - 1].end].rstrip(",")
