"""Find the entries of word lists in a sentence: several words, inflections, longest match, and traps."""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mediakit.errors import ReadError, unknown_choice
from mediakit.memory import Memory, remember
from mediakit.text.batch import Batch, Openers
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
    return list(find_all_entries(Batch([sentence]), lexicons)[0])


def find_all_entries(batch: Batch, lexicons: Iterable[Lexicon] | None = None) -> list[Sequence[Hit]]:
    """Return the hits of each sentence of a batch, as `find_entries` does of one."""
    table = _table(tuple(LEXICONS.values() if lexicons is None else lexicons))
    found: dict[int, list[Hit]] = {}
    starts, firsts = table.openers.find(batch), batch.firsts.tolist()
    free = 0
    for token, number in zip(starts.tolist(), batch.of[starts].tolist(), strict=True):
        if token >= free and (match := table.find(batch, token, number)):
            rule, free = match
            entry, first = rule.entry, firsts[number]
            hit = Hit(token - first, free - first, rule.kind, entry.family, entry.weight, entry.always)
            found.setdefault(number, []).append(hit)
    return [found.get(number, ()) for number in range(len(batch))]


def opens_entry(word: str) -> bool:
    """Tell whether an entry of mediakit's own lists begins with a word."""
    return not _table(tuple(LEXICONS.values())).onward.keys().isdisjoint(_pieces(word)[:1])


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way to write an entry, ready to match: its words, and the traps.

    One that is made of words of grammar alone, such as a has-been, is `hyphened`: without a hyphen it means nothing.
    `plain`: it has no traps. `small`: with a capital it is a name.
    """

    words: tuple[str, ...]
    kind: str
    entry: Entry
    guarded: bool
    hyphened: bool
    plain: bool
    small: bool


class _Begun(NamedTuple):
    """The rules that begin with a word as written: those it is by itself, and those of more words by their second.

    Those of a compound, of which the first two parts stand in it, stand under "".
    """

    alone: tuple[_Rule, ...]
    onward: Mapping[str, tuple[_Rule, ...]]


class _Table:
    """The rules by their first word or two, the longest first, and which words may begin one."""

    def __init__(self, rules: Mapping[tuple[str, ...], tuple[_Rule, ...]]) -> None:
        self.rules = rules
        self.onward: dict[str, dict[str, tuple[_Rule, ...]]] = {}
        for words in rules:
            self.onward.setdefault(words[0], {}).update({words[1]: rules[words]} if len(words) > 1 else {})
        self.openers = Openers(rules, self._read)
        self.begun: Memory[str, _Begun] = Memory(self._begin, name="words that begin entries")

    def _read(self, token: str) -> tuple[bool, str, str]:
        """Return whether a word may be or begin an entry by itself, as a compound does, and its first part."""
        pieces = _pieces(token)
        first = pieces[0] if pieces else ""
        return pieces[:2] in self.rules, first if len(pieces) == 1 else "", first

    def _begin(self, token: str) -> _Begun:
        """Return the rules that begin with a word."""
        pieces = _pieces(token)
        if len(pieces) > 1:
            return _Begun((), {"": self.rules.get(pieces[:2], ())})
        return _Begun(self.rules.get(pieces, ()), self.onward.get(pieces[0], {}) if pieces else {})

    def find(self, batch: Batch, token: int, number: int) -> tuple[_Rule, int] | None:
        """Return the first rule that fits at a word of a batch, in sentence `number`, and the word after its match."""
        begun = self.begun[batch.tokens[token]]
        for rule, last in _find_longer(batch, token, number, begun.onward) if begun.onward else ():
            if _is_meant(rule, batch, token, last):
                return rule, last
        for rule in begun.alone:
            if _is_meant(rule, batch, token, token + 1):
                return rule, token + 1
        return None


def _find_longer(
    batch: Batch, token: int, number: int, onward: Mapping[str, tuple[_Rule, ...]]
) -> Iterator[tuple[_Rule, int]]:
    """Yield the rules of several words that stand at a word of a batch, each with the word after it."""
    sentence, first = batch.sentences[number], int(batch.firsts[number])
    end = first + len(sentence.tokens)
    second = "" if "" in onward else (*(_pieces(batch.tokens[token + 1]) if token + 1 < end else ()), "")[0]
    for rule in onward.get(second, ()):
        last = _last_of(rule.words, batch.tokens, token, end)
        if last == token + 1 or last and not rule.hyphened and _joined(sentence, token - first, last - first):
            yield rule, last


def _is_meant(rule: _Rule, batch: Batch, token: int, last: int) -> bool:
    """Tell whether the words that a rule matches are no name, nor in one of its traps."""
    if rule.small and last == token + 1 and batch.named[token]:
        return False
    return rule.plain or not _is_trapped(rule, batch, token, last)


def _last_of(words: Sequence[str], tokens: Sequence[str], token: int, end: int) -> int:
    """Return the word after those, from `token` on, that make up the words of a rule; 0 if they do not."""
    k = 0
    while k < len(words) and token < end:
        pieces = _pieces(tokens[token])
        if tuple(words[k : k + len(pieces)]) != pieces:
            return 0
        k, token = k + len(pieces), token + 1
    return token if k == len(words) else 0


def _cut_pieces(token: str) -> tuple[str, ...]:
    """Return the parts of a word or phrase in lower case, without a possessive ending."""
    words = token.lower().replace("’", "'").replace("-", " ").split()
    return tuple(word[:-2] if word.endswith("'s") and word != "let's" else word.strip("'") for word in words)


_pieces = Memory(_cut_pieces).__getitem__


def _joined(sentence: Sentence, token: int, end: int) -> bool:
    """Tell whether only blanks or hyphens stand between the words `token` to `end`."""
    return all(not gap.strip(" \n\r\t-‐‑\u00a0") for gap in sentence.gaps[token + 1 : end])


def _is_trapped(rule: _Rule, batch: Batch, token: int, last: int) -> bool:
    """Tell whether the words of the clause around a match say that something else is meant."""
    entry = rule.entry
    start, end = batch.clause_of(token)
    before = _all_pieces(batch, max(start, token - 3), token)
    if rule.guarded and before and before[-1] in (_NO_VERB_AFTER if entry.pos == "v" else _NO_NOUN_AFTER):
        return True
    left = " " + " ".join(before[-3:])
    if any(left.endswith(" " + word) for word in entry.not_after):
        return True
    if entry.not_before:
        right = " ".join(_all_pieces(batch, last, min(last + 4, end))[:4]) + " "
        if any(right.startswith(" ".join(_pieces(word)) + " ") for word in entry.not_before):
            return True
    return bool(entry.not_near) and not set(entry.not_near).isdisjoint(_all_pieces(batch, start, max(last, end)))


def _all_pieces(batch: Batch, start: int, end: int) -> list[str]:
    """Return the parts of the words of a batch from `start` to `end`."""
    return list(chain.from_iterable(map(_pieces, batch.tokens[start:end])))


@remember(64)
def _table(lexicons: tuple[Lexicon, ...]) -> _Table:
    """Return the rules of some word lists; of rules of one length those of the later list come first."""
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
                guarded = ambiguous and len(words) == 1
                hyphened = "-" in entry.term and GRAMMAR.issuperset(words)
                plain = not (guarded or entry.not_after or entry.not_before or entry.not_near)
                rule = _Rule(words, lexicon.kind, entry, guarded, hyphened, plain, entry.term.islower())
                rules.setdefault(words[:2], []).append(rule)
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
