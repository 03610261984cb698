"""Find the entries of word lists in a sentence: several words, inflections, longest match, and traps."""

import csv
import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mediakit.errors import ReadError, unknown_choice
from mediakit.memory import Memory, once
from mediakit.text.batch import Batch, Phrases
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
    return find_all_entries(Batch([sentence]), lexicons)


def find_all_entries(batch: Batch, lexicons: Iterable[Lexicon] | None = None) -> list[Hit]:
    """Return the hits in a batch, as `find_entries` does those in a sentence; words are numbered as in the batch."""
    found: list[Hit] = []
    free = 0
    table = _table(tuple(LEXICONS.values() if lexicons is None else lexicons))
    firsts, lasts, ready = table.find(batch, batch.joined)
    for first, last, rules in zip(firsts.tolist(), lasts.tolist(), ready, strict=True):
        for rule in rules if first >= free else ():
            if _is_meant(rule, batch, first, last):
                entry, free = rule.entry, last
                found.append(Hit(first, last, rule.kind, entry.family, entry.weight, entry.always))
                break
    return found


def cut_hits(hits: Sequence[Hit], first: int, last: int) -> list[Hit]:
    """Return those of the hits of a batch that begin at its words `first` up to `last`, numbered from `first` on."""
    found = hits[bisect_left(hits, (first,)) : bisect_left(hits, (last,))]
    return [hit._replace(first=hit.first - first, last=hit.last - first) for hit in found]


def opens_entry(word: str) -> bool:
    """Tell whether an entry of mediakit's own lists begins with a word."""
    return _table(tuple(LEXICONS.values())).opens(word)


class _Rule(NamedTuple):
    """One way to write an entry, ready to match: its kind, and the traps.

    It does not count after `after`, phrases by their last word, each with a blank before it; before `before`, phrases
    by their first word, each with a blank behind it; or in a clause with a word of `near`. One that is made of words of
    grammar alone, such as a has-been, is `hyphened`: without a hyphen it means nothing. `small`: with a capital it is a
    name.
    """

    kind: str
    entry: Entry
    after: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]
    near: frozenset[str]
    hyphened: bool
    small: bool


def _is_meant(rule: _Rule, batch: Batch, first: int, last: int) -> bool:
    """Tell whether the words that a rule matches are no name, nor in one of its traps."""
    if last == first + 1:
        if rule.small and batch.named[first]:
            return False
    elif rule.hyphened:
        return False
    return not (rule.after or rule.before or rule.near) or not _is_trapped(rule, batch, first, last)


def _cut_pieces(token: str) -> tuple[str, ...]:
    """Return the parts of a word or phrase in lower case, without a possessive ending."""
    words = token.lower().replace("’", "'").replace("-", " ").split()
    return tuple(word[:-2] if word.endswith("'s") and word != "let's" else word.strip("'") for word in words)


_pieces = Memory(_cut_pieces).__getitem__


def _as_listed(token: str) -> str:
    """Return a word as it stands in a table: its parts, joined by hyphens."""
    return "-".join(_pieces(token))


def _is_trapped(rule: _Rule, batch: Batch, first: int, last: int) -> bool:
    """Tell whether the words of the clause around a match say that something else is meant."""
    start, end = batch.clause_of(first)
    after = rule.after.get(_pieces(batch.tokens[first - 1])[-1]) if rule.after and first > start else None
    if after and " ".join(["", *list(_all_pieces(batch, max(start, first - 3), first))[-3:]]).endswith(after):
        return True
    before = rule.before.get(_pieces(batch.tokens[last])[0]) if rule.before and last < end else None
    if before and " ".join([*islice(_all_pieces(batch, last, min(last + 4, end)), 4), ""]).startswith(before):
        return True
    return bool(rule.near) and not rule.near.isdisjoint(_all_pieces(batch, start, max(last, end)))


def _all_pieces(batch: Batch, start: int, end: int) -> Iterator[str]:
    """Return the parts of the words of a batch from `start` to `end`."""
    return chain.from_iterable(map(_pieces, batch.tokens[start:end]))


@once
def _table(lexicons: tuple[Lexicon, ...]) -> Phrases[list[_Rule]]:
    """Return the rules of some word lists by their words; those of the later list come first."""
    rules: dict[tuple[str, ...], list[_Rule]] = {}
    for lexicon in reversed(lexicons):
        for entry in lexicon.entries:
            written: dict[tuple[str, ...], bool] = {}
            for form, ambiguous in inflect(entry.term, entry.pos, entry.forms):
                words = _pieces(form)
                written.setdefault(words, ambiguous)
                if "-" in form and len(words) == 2:
                    written.setdefault(("".join(words),), ambiguous)
            for words, ambiguous in written.items():
                rules.setdefault(words, []).append(_ready(entry, lexicon.kind, words, ambiguous))
    return Phrases(rules, _as_listed, hyphened=True)


def _ready(entry: Entry, kind: str, words: tuple[str, ...], ambiguous: bool) -> _Rule:
    """Return the rule for one way to write an entry; `ambiguous`: as one word it may be another part of speech."""
    guards = _NO_VERB_AFTER if entry.pos == "v" else _NO_NOUN_AFTER
    after: dict[str, tuple[str, ...]] = {word: (" " + word,) for word in guards if ambiguous and len(words) == 1}
    for phrase in entry.not_after:
        after[phrase.split(" ")[-1]] = (*after.get(phrase.split(" ")[-1], ()), " " + phrase)
    before: dict[str, tuple[str, ...]] = {}
    for pieces in filter(None, map(_pieces, entry.not_before)):
        before[pieces[0]] = (*before.get(pieces[0], ()), " ".join([*pieces, ""]))
    hyphened = "-" in entry.term and GRAMMAR.issuperset(words)
    return _Rule(kind, entry, after, before, frozenset(entry.not_near), hyphened, entry.term.islower())


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
