"""Find the entries of word lists in a sentence: several words, inflections, longest match, and traps."""

import csv
import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mediakit.errors import ReadError, unknown_choice
from mediakit.memory import Memory, remember
from mediakit.text.document import Sentence
from mediakit.text.names import GRAMMAR
from mediakit.text.reporting_verbs import read_verbs
from mediakit.text.words import inflect


class Hit(NamedTuple):
    """Something found at the words `first` up to, not including, `last` of a sentence.

    `kind` is the sort of evidence ("loaded", "hedge", "booster", "attribution", "negation", "number", …), `label` its
    family or normalised value, `weight` its strength (1.0 where there is none); `always` says of an entry of our lists
    that it reads as loaded whatever its sentence.
    """

    first: int
    last: int
    kind: str
    label: str = ""
    weight: float = 1.0
    always: bool = False


PARTS_OF_SPEECH = ("a", "n", "v", "x")
"""Adjective, noun (gets its plural), verb (gets its forms), and a phrase taken as it stands."""

FAMILIES = ("emotive", "hyperbole", "label", "intensifier", "attribution", "insinuation", "euphemism")
"""The families of mediakit's own lists, in the order of their count columns."""

_NO_VERB_AFTER = frozenset(
    "the a an this these those his her its their our my your no any some each every another".split()
    + "of in by from with at on for".split()
)
_NO_NOUN_AFTER = frozenset("to will would can could shall should may might must don't doesn't didn't not".split())
_OPENING = frozenset("?!:;\"'“‘([")
_ENDS_CLAUSE = frozenset(".?!:;")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a word list.

    `term` may have several words; `forms` are further ways to write it. It does not count directly after one of
    `not_after`,
    directly before one of `not_before`, or in a clause with one of `not_near`. `reason` says why it is listed; `always`
    that it reads as loaded whatever its sentence.
    """

    term: str
    family: str = ""
    pos: str = "x"
    forms: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    reason: str = ""
    weight: float = 1.0
    always: bool = False


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A named word list; read one with `read_lexicon`. Hits have its `kind`, and the entry's family as label.

    >>> mk.LEXICONS["emotive"].families
    ('emotive',)
    """

    name: str
    entries: tuple[Entry, ...]
    kind: str

    @cached_property
    def digest(self) -> str:
        """A short hash of all entries: two lists with the same hash find the same."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()[:12]

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of its entries, in order of appearance."""
        return tuple(dict.fromkeys(entry.family for entry in self.entries))


def read_lexicon(source: str | Path | Mapping[str, str | Iterable[str]], name: str = "") -> Lexicon:
    """Read a word list from a CSV file, or from a dict {term: family} or {family: [terms]}.

    A CSV needs the column term; family, pos (a, n, v or x), forms, not_after, not_before, not_near (several items
    separated by " | "), weight and reason are optional. An entry of one word with a capital is found with one inside
    a sentence, too; another is taken for a name there. Raises `ReadError` on a missing column, an empty list or an
    entry given twice.
    """
    if isinstance(source, Mapping):
        name = name or "own"
        entries = tuple(
            Entry(term.strip(), family)
            for key, value in source.items()
            for term, family in ([(key, value)] if isinstance(value, str) else [(term, key) for term in value])
        )
    else:
        path = Path(source)
        name = name or path.stem
        entries = _read_csv(path)
    _check(entries, name)
    return Lexicon(name, entries, kind="lexicon" if name in FAMILIES else name)


def _read_csv(path: Path) -> tuple[Entry, ...]:
    """Return the entries of a CSV file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if "term" not in (rows.fieldnames or ()):
                raise ReadError(f"{path} has no column 'term'; it has: {', '.join(rows.fieldnames or ())}.", path)
            return tuple(_entry(row, path) for row in rows)
    except OSError as error:
        raise ReadError(f"Cannot read the word list {path}: {error}.", path) from error


def _entry(row: Mapping[str, str | None], path: Path) -> Entry:
    """Return the entry in one row of a CSV file."""
    cells = {key: (value or "").strip() for key, value in row.items() if key}
    forms, not_after, not_before, not_near = (
        tuple(item.strip() for item in cells.get(key, "").split("|") if item.strip())
        for key in ("forms", "not_after", "not_before", "not_near")
    )
    pos = cells.get("pos") or "x"
    if pos not in PARTS_OF_SPEECH:
        raise unknown_choice(f"part of speech of {cells['term']!r} in {path.name}", pos, PARTS_OF_SPEECH)
    try:
        weight = float(cells.get("weight") or 1.0)
    except ValueError as error:
        raise ReadError(f"Weight of {cells['term']!r} in {path} is not a number: {cells['weight']!r}.", path) from error
    family, reason = cells.get("family", ""), cells.get("reason", "")
    return Entry(cells["term"], family, pos, forms, not_after, not_before, not_near, reason, weight)


def _check(entries: Sequence[Entry], name: str) -> None:
    """Refuse an empty list, an empty term, and an entry given twice."""
    if not entries:
        raise ReadError(f"The word list {name!r} is empty.", entries)
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if not _pieces(entry.term):
            raise ReadError(f"The word list {name!r} has an entry without a word: {entry.term!r}.", entry)
        key = (" ".join(_pieces(entry.term)), entry.pos)
        if key in seen:
            raise ReadError(f"The word list {name!r} has {entry.term!r} twice.", entry)
        seen.add(key)


def find_entries(sentence: Sentence, lexicons: Iterable[Lexicon] | None = None) -> list[Hit]:
    """Return the entries of the word lists found in a sentence, as hits with the list's kind and the entry's family.

    The longest match wins and no word is counted twice; at equal length the list named later wins. Words may be joined
    by blanks, line breaks or hyphens. Without `lexicons` mediakit's own are used.
    """
    return _find(sentence, _table(tuple(LEXICONS.values() if lexicons is None else lexicons)))


def opens_entry(word: str) -> bool:
    """Tell whether an entry of mediakit's own lists begins with a word."""
    return _table(tuple(LEXICONS.values())).opens(word)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way to write an entry, ready to match: its words, and the traps.

    One that is made of words of grammar alone, such as a has-been, is `hyphened`: without a hyphen it means nothing.
    """

    words: tuple[str, ...]
    kind: str
    entry: Entry
    guarded: bool
    hyphened: bool


class _Table(dict[str, tuple[_Rule, ...]]):
    """First word → rules, the longest first; `opens` says of a word as written whether it may begin an entry."""

    def __init__(self, rules: Mapping[str, tuple[_Rule, ...]]) -> None:
        super().__init__(rules)
        self.opens = Memory(self._opens)

    def _opens(self, token: str) -> bool:
        return not self.keys().isdisjoint(_pieces(token)[:1])


def _find(sentence: Sentence, table: _Table) -> list[Hit]:
    """Return the hits of all rules, from left to right."""
    starts = [i for i, opens in enumerate(map(table.opens, sentence.tokens)) if opens]
    if not starts:
        return []
    stream, owner = _stream(sentence)
    headline = in_title_case(sentence.tokens, 2)
    hits: list[Hit] = []
    free = 0
    for token in starts:
        first = bisect_left(owner, token)
        if token < free:
            continue
        for rule in table[stream[first]]:
            last = first + len(rule.words)
            if tuple(stream[first:last]) != rule.words or (last < len(owner) and owner[last] == owner[last - 1]):
                continue
            end = owner[last - 1] + 1
            if (
                _joined(sentence, token, end)
                and not (rule.hyphened and end - token > 1)
                and not (end - token == 1 and rule.entry.term.islower() and _is_name(sentence, token, headline))
                and not _trapped(rule, *_clause_of(sentence, stream, owner, first, last))
            ):
                entry = rule.entry
                hits.append(Hit(token, end, rule.kind, entry.family, entry.weight, entry.always))
                free = end
                break
    return hits


def _stream(sentence: Sentence) -> tuple[list[str], list[int]]:
    """Return the words of a sentence cut at hyphens, in lower case, and which token each belongs to."""
    stream: list[str] = []
    owner: list[int] = []
    for i, token in enumerate(sentence.tokens):
        pieces = _pieces(token)
        stream.extend(pieces)
        owner.extend([i] * len(pieces))
    return stream, owner


@remember()
def _pieces(token: str) -> tuple[str, ...]:
    """Return the parts of a word or phrase in lower case, without a possessive ending."""
    words = token.lower().replace("’", "'").replace("-", " ").split()
    return tuple(word[:-2] if word.endswith("'s") and word != "let's" else word.strip("'") for word in words)


def _joined(sentence: Sentence, token: int, end: int) -> bool:
    """Tell whether only blanks or hyphens stand between the words `token` to `end`."""
    return all(not gap.strip(" \n\r\t-‐‑\u00a0") for gap in sentence.gaps[token + 1 : end])


def _clause_of(
    sentence: Sentence, stream: list[str], owner: list[int], first: int, last: int
) -> tuple[list[str], int, int]:
    """Return the words of the clause around a match, and where the match stands in it."""
    start, end = next(clause for clause in find_clauses(sentence) if clause[0] <= owner[first] < clause[1])
    start, end = bisect_left(owner, start), max(last, bisect_left(owner, end))
    return stream[start:end], first - start, last - start


def _trapped(rule: _Rule, stream: list[str], first: int, last: int) -> bool:
    """Tell whether the words around a match say that something else is meant."""
    entry = rule.entry
    before = " ".join(stream[max(0, first - 3) : first])
    if rule.guarded and first:
        left = stream[first - 1]
        if left in (_NO_VERB_AFTER if entry.pos == "v" else _NO_NOUN_AFTER):
            return True
    if entry.not_after and any(before == word or before.endswith(" " + word) for word in entry.not_after):
        return True
    if entry.not_before:
        after = " ".join(stream[last : last + 4]) + " "
        if any(after.startswith(" ".join(_pieces(word)) + " ") for word in entry.not_before):
            return True
    return bool(entry.not_near) and not set(entry.not_near).isdisjoint(stream)


def _is_name(sentence: Sentence, token: int, headline: bool) -> bool:
    """Tell whether a capitalised word looks like a name: inside a sentence that is not itself in title case."""
    word = sentence.tokens[token]
    if not (word[:1].isupper() and word[1:].islower()):
        return False
    tokens = sentence.tokens
    following = tokens[token + 1] if token + 1 < len(tokens) else ""
    if begins_anew(sentence, token):
        return following[:1].isupper() and following[1:].islower() and not headline
    return not headline


def begins_anew(sentence: Sentence, token: int) -> bool:
    """Tell whether a capital letter is due at a word whatever it is: at the beginning, after a mark or a quote mark."""
    if token == 0:
        return True
    mark = sentence.gaps[token].rstrip()[-1:]
    if mark == ".":  # after "Sen." or "J." a name goes on
        before = sentence.tokens[token - 1]
        return len(before) > 4 or not before[0].isupper()
    return mark in _OPENING


_COORDINATORS = frozenset("and but or nor so yet".split())


def find_clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the stretches of words (first, last exclusive) within which words speak to each other.

    A sentence ends one, as do a semicolon and a colon, and a coordinator after a comma, which is a stretch of its own:
    so the words of two sentences are read alike when ", and" joins them.
    """
    starts = {0, len(sentence.tokens)}
    for i, gap in enumerate(sentence.gaps[1:-1], start=1):
        if gap == " ":
            continue
        if not _ENDS_CLAUSE.isdisjoint(gap) and begins_anew(sentence, i):
            starts.add(i)
        elif "," in gap and sentence.tokens[i].lower() in _COORDINATORS:
            starts |= {i, i + 1}
    return list(pairwise(sorted(starts)))


def in_title_case(tokens: tuple[str, ...], least: int) -> bool:
    """Tell whether most of the longer words, at least so many, are capitalised, as in a headline."""
    longer = [token for token in tokens if len(token) > 3 and token[0].isalpha()]
    return len(longer) >= least and sum(token[0].isupper() for token in longer) > 0.7 * len(longer)


@remember(64)
def _table(lexicons: tuple[Lexicon, ...]) -> _Table:
    """Return first word → rules, the longest first, the later list first among equals."""
    rules: dict[str, list[_Rule]] = {}
    for lexicon in reversed(lexicons):
        for entry in lexicon.entries:
            written: dict[tuple[str, ...], bool] = {}
            for form, ambiguous in inflect(entry.term, entry.pos, entry.forms):
                words = _pieces(form)
                written.setdefault(words, ambiguous)
                if "-" in form and len(words) == 2:
                    written.setdefault(("".join(words),), ambiguous)
            for words, ambiguous in written.items():
                guarded = ambiguous and len(words) == 1
                hyphened = "-" in entry.term and GRAMMAR.issuperset(words)
                rules.setdefault(words[0], []).append(_Rule(words, lexicon.kind, entry, guarded, hyphened))
    return _Table({word: tuple(sorted(found, key=lambda rule: -len(rule.words))) for word, found in rules.items()})


def _own() -> Mapping[str, Lexicon]:
    """Return mediakit's own lists by family: each its own file, and its part of always_loaded.csv."""
    folder = Path(__file__).with_name("lexicons")
    always = [replace(entry, always=True) for entry in _read_csv(folder / "always_loaded.csv")]
    lists = {}
    for family in FAMILIES:
        own = tuple(_tilting_verbs()) if family == "attribution" else _read_csv(folder / f"{family}.csv")
        sure = [entry for entry in always if entry.family == family]
        known = {entry.term for entry in sure}
        entries = (*(entry for entry in own if entry.term not in known), *sure)
        _check(entries, family)
        lists[family] = Lexicon(family, entries, kind="lexicon")
    return MappingProxyType(lists)


def _tilting_verbs() -> Iterator[Entry]:
    """Yield the reporting verbs that readers may take as slanted."""
    for verb in read_verbs().values():
        if verb.tilts:
            after, before, near = (tuple(sorted(trap)) for trap in (verb.not_after, verb.not_before, verb.not_near))
            yield Entry(verb.verb, "attribution", "v", (), after, before, near, verb.reason)


LEXICONS: Mapping[str, Lexicon] = _own()
"""mediakit's own word lists by family."""
