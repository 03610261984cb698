"""Tell how two words or phrases stand to each other: equal, opposite, another name, another force.

Opposites, near synonyms, derivations and irregular forms are WordNet's (Princeton University; see WORDNET.md), cut down
by `tests/training/wordnet.py`; our own lists go before them: `styles.csv` (equal), `labels.csv` (names for the same
people or things that differ in stance), `strengths.csv` (scales of force), `opposites.csv`. A phrase is its words
joined by "_".
"""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise, product
from types import MappingProxyType
from typing import NamedTuple

from mediakit.memory import once, remember

LONGEST = 5
"""The most words of a phrase."""
MOST_FORMS = 24
"""The most readings of a phrase that are looked up."""

# (ending, what stands instead)
_ENDINGS = (
    ("men", "man"), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"),
    ("ying", "ie"), ("ing", ""), ("ing", "e"),
)  # fmt: skip
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{2})is(?=(?:e|ed|es|ing|er|ers|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2}l)ys(?=(?:e|ed|es|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|ite|able|er|ers|al|ful)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{3}[bdt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{4}l)l(?=(?:ed|ing|er|ers)$)"), ""),
)
_MAY_DIFFER = re.compile("[iy]s|our|[bdt]re|ll")  # what some pattern asks for at least


class Relation(NamedTuple):
    """How a new phrase stands to an old: kind (style, label, strength, reversal), gravity, and the reason in words.

    `steps` is how many steps of a scale of force the new is above the old.
    """

    kind: str
    gravity: int
    reason: str
    steps: int = 0


class _Term(NamedTuple):
    """A phrase in one of our lists: which list, row and step, which graver kind it is of (0: none), whether a noun."""

    source: str
    row: int
    step: int
    grave: int
    noun: bool


class _Lists(NamedTuple):
    """Our own lists: phrase → its terms, (list, row) → reason, and pairs of phrases that are opposites or are not."""

    terms: Mapping[str, tuple[_Term, ...]]
    reasons: Mapping[tuple[str, int], str]
    converse: frozenset[int]
    not_opposites: frozenset[frozenset[str]]


class _WordNet(NamedTuple):
    """WordNet's part: word → the numbers of all lines it stands in; pairs of opposites by number; form → words.

    Lines of near synonyms come first, then from `derivations` on those of derivations, from `antonyms` on opposites.
    """

    lines: Mapping[str, Sequence[int]]
    derivations: int
    antonyms: int
    opposites: Sequence[str]
    forms: Mapping[str, str]


@remember()
def find_bases(word: str) -> tuple[str, ...]:
    """Return a word in lower case and the words that it may be a form of, the likeliest last."""
    known, forms = _known(), _wordnet().forms
    found = [word]
    for ending, instead in () if word in listed("no plural") else _ENDINGS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            bases = [stem + instead]
            if not instead and len(stem) > 3 and stem[-1] == stem[-2]:
                bases.append(stem[:-1])
            found += [base for base in bases if len(base) > 2 and base in known]
    found += forms.get(word, "").split()
    if len(found) == 1 and word not in known:
        found.append("~" + re.sub(r"(?:ing|ies|ed|es|ly|s|y|e)$", "", word) if len(word) > 4 else word)
    return tuple(dict.fromkeys(found))


@remember()
def spell(word: str) -> str:
    """Return a word in lower case in American spelling, if the dictionary knows it so."""
    for pattern, instead in _SPELLINGS if _MAY_DIFFER.search(word) else ():
        other = pattern.sub(instead, word)
        if other != word and not _known().isdisjoint(find_bases(other)):
            return other
    return word


@remember()
def normalise_word(word: str) -> tuple[str, ...]:
    """Return the words of the grammar that a written word stands for: isn't → is, not; U.S. → united, states."""
    known = _spellings()
    if word in known:
        return known[word]
    word = word.replace("’", "'").lower()
    if word in known:
        return known[word]
    for ending, instead in (("n't", "not"), ("'ll", "will"), ("'re", "are"), ("'ve", "have"), ("'m", "am")):
        if word.endswith(ending) and len(word) > len(ending):
            return *normalise_word(word.removesuffix(ending)), instead
    word = word.removesuffix("'s").removesuffix("'d").strip("'")
    if word[-1:] == "%" and len(word) > 1:
        return word[:-1].replace(",", ""), "%"
    if "-" in word and any(map(str.isalpha, word)):
        return tuple(part for piece in word.split("-") if piece for part in normalise_word(piece))
    if word[:1].isdigit():
        return (word.replace(",", ""),)
    return known.get(word) or ((spell(word),) if word else ())


@remember()
def find_keys(words: tuple[str, ...]) -> frozenset[str]:
    """Return the keys of a phrase: its words and the words they are forms of, joined by "_"."""
    if len(words) == 1:
        return frozenset(find_bases(words[0]))
    readings = product(*(find_bases(word) for word in words))
    return frozenset("_".join(reading) for _, reading in zip(range(MOST_FORMS), readings, strict=False))


@remember()
def _find_onward(word: str) -> Mapping[str, set[int]]:
    """Return the second words of the phrases that begin with a word → of how many words these phrases are."""
    onward: dict[str, set[int]] = defaultdict(set)
    for base in find_bases(word):
        for second, sizes in _phrases()[0].get(base, {}).items():
            onward[second] |= sizes
    return onward


def find_phrases(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the phrases of two words or more that our lists or WordNet know, the longest first."""
    phrases = _phrases()[1]
    for start, (word, following) in enumerate(pairwise(words)):
        onward = _find_onward(word)
        if not onward or onward.keys().isdisjoint(bases := find_bases(following)):
            continue
        for n in sorted({n for base in bases for n in onward.get(base, ())}, reverse=True):
            if start + n <= len(words) and not phrases.isdisjoint(find_keys(tuple(words[start : start + n]))):
                yield start, start + n


@remember()
def find_kin(keys: frozenset[str]) -> frozenset[int | str]:
    """Return what words that are one word, inflected or derived, share: their keys, and WordNet's derivations."""
    tables = _wordnet()
    lines = (number for key in keys for number in tables.lines.get(key, ()))
    return frozenset((*keys, *(number for number in lines if tables.derivations <= number < tables.antonyms)))


@remember()
def find_codes(keys: frozenset[str]) -> frozenset[int | str | tuple[str, int]]:
    """Return all that a phrase can share with another: its keys, and the lines and rows that it stands in."""
    lines = _wordnet().lines
    rows = ((term.source, term.row) for term in _find_terms(keys))
    return frozenset((*keys, *(number for key in keys for number in lines.get(key, ())), *rows))


@remember()
def are_related(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two keyed words are one word, inflected or derived; accuser and accused are not."""
    if one & other:
        return True
    if find_kin(one).isdisjoint(find_kin(other)):
        return False
    found = _relate_own(one, other)
    return found is None or found.gravity == 0


@remember()
def relate(old: frozenset[str], new: frozenset[str]) -> Relation | None:
    """Return how a new phrase stands to an old, both as keys; None if nothing is known."""
    shared = find_codes(old) & find_codes(new)
    if not shared:
        return None
    found = _relate_own(old, new)
    if found is not None:
        return found
    tables, apart = _wordnet(), _lists().not_opposites
    if old & new or any(isinstance(code, int) and code < tables.antonyms for code in shared):
        return Relation("style", 0, "the same sense in WordNet")
    for code in sorted(code for code in shared if isinstance(code, int)):
        one, other = tables.opposites[code - tables.antonyms].split(" ")
        if frozenset((one, other)) not in apart:
            return Relation("reversal", 3, f"opposites: {one}, {other}")
    return None


def are_equal(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two keyed words say the same: one word in two forms, or two words of one sense."""
    found = relate(one, other)
    return bool(one & other) or (found is not None and found.kind == "style")


def is_converse(old: frozenset[str], new: frozenset[str]) -> bool:
    """Tell whether two opposites say the same when the sides of a sentence are turned: before and after."""
    lists = _lists()
    rows = [{t.row for k in side for t in lists.terms.get(k, ()) if t.source == "opposites"} for side in (old, new)]
    return not lists.converse.isdisjoint(rows[0] & rows[1])


def _relate_own(old: frozenset[str], new: frozenset[str]) -> Relation | None:
    """Return what our own lists say of two phrases: of several answers the one that says most."""
    lists, found = _lists(), []
    for one in _find_terms(old):
        for other in _find_terms(new):
            if (one.source, one.row) == (other.source, other.row):
                found.append(_judge(one, other, lists.reasons[one.source, one.row]))
    return min(found)[1] if found else None


@remember()
def _find_terms(keys: frozenset[str]) -> tuple[_Term, ...]:
    """Return the terms of our lists that a phrase is.

    The form of a verb (issued) is no noun (issue), and a compared word (better) has no place on a scale (good).
    """
    verbal, compared = ({key for key in keys if key.endswith(endings)} for endings in (_VERBAL, _COMPARED))
    found = []
    for key in keys:
        for term in _lists().terms.get(key, ()):
            barred = verbal if term.noun else compared if term.source == "strengths" else ()
            if not barred or key in barred:
                found.append(term)
    return tuple(found)


_VERBAL, _COMPARED = ("ed", "ing"), ("er", "est", "worse", "worst")


def _judge(one: _Term, other: _Term, reason: str) -> tuple[int, Relation]:
    """Return how two terms of one row stand to each other, and the rank of the answer, 0 for the one that says most."""
    if one.source == "styles":
        return 0, Relation("style", 0, reason)
    if one.step == other.step:
        # Words on one side of an opposition need not be equal: criticize, condemn.
        return 5 if one.source == "opposites" else 4, Relation("style", 0, reason)
    if one.source == "opposites":
        return 1, Relation("reversal", 3, f"opposites: {reason}")
    gravity = 3 if one.grave != other.grave else 2
    if one.source == "labels":
        return 2, Relation("label", gravity, f"another name: {reason}")
    steps = other.step - one.step
    return 3, Relation("strength", gravity, f"{'stronger' if steps > 0 else 'weaker'}: {reason}", steps)


@once
def _lists() -> _Lists:
    """Read our own lists."""
    terms: dict[str, list[_Term]] = defaultdict(list)
    reasons: dict[tuple[str, int], str] = {}
    converse = set()
    for source in ("styles", "labels", "strengths", "opposites"):
        for number, row in enumerate(read_rows(f"{source}.csv")):
            reasons[source, number] = row["reason"]
            groups = (row.get("charges") or row.get("claims") or "").split(" | ")
            grave = {phrase: n for n, group in enumerate(groups, 1) for phrase in split_terms(group, "/")}
            for step, phrases in enumerate(steps_of(source, row)):
                for phrase in phrases:
                    term = _Term(source, number, step, grave.get(phrase, 0), bool(row.get("noun")))
                    terms[key_of(phrase)].append(term)
            if row.get("converse"):
                converse.add(number)
    apart = frozenset(frozenset((row["one"], row["other"])) for row in read_rows("not_opposites.csv"))
    frozen = {key: tuple(found) for key, found in terms.items()}
    return _Lists(MappingProxyType(frozen), MappingProxyType(reasons), frozenset(converse), apart)


def steps_of(source: str, row: Mapping[str, str]) -> list[list[str]]:
    """Return the phrases of a row of one of our lists by step; phrases of one step are equal."""
    if source == "styles":
        return [split_terms(row["terms"], " | ")]
    if source == "opposites":
        return [split_terms(row["one"], " | "), split_terms(row["other"], " | ")]
    cells = row["stances"].split(" | ") if source == "labels" else row["terms"].split(" < ")
    return [split_terms(cell, "/") for cell in cells]


def split_terms(cell: str, mark: str) -> list[str]:
    """Return the phrases of a cell."""
    return [term.strip() for term in cell.split(mark) if term.strip()]


def key_of(phrase: str) -> str:
    """Return the key of a phrase of our lists, which are written with blanks and in the base form."""
    return phrase.lower().replace(" ", "_")


@once
def _wordnet() -> _WordNet:
    """Read WordNet's part."""
    synonyms, derivations, antonyms, forms = (
        _read_lines(f"wordnet_{name}.txt.gz") for name in ("synonyms", "derivations", "antonyms", "forms")
    )
    lines: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate([*synonyms, *derivations, *antonyms]):
        for word in line.split(" "):
            lines[word] = (*lines.get(word, ()), number)
    first = len(synonyms) + len(derivations)
    return _WordNet(MappingProxyType(lines), len(synonyms), first, antonyms, dict(line.split(" ", 1) for line in forms))


@once
def _known() -> frozenset[str]:
    """Return the words of WordNet's part and of our own lists."""
    return frozenset(_wordnet().lines) | {word for key in _lists().terms for word in key.split("_")}


@once
def _phrases() -> tuple[Mapping[str, Mapping[str, set[int]]], frozenset[str]]:
    """Return first word → second word → of how many words the phrases are that begin so, and the phrases."""
    phrases = frozenset(key for key in (*_lists().terms, *_wordnet().lines) if 0 < key.count("_") < LONGEST)
    sizes: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for key in phrases:
        first, second, *rest = key.split("_")
        sizes[first][second].add(2 + len(rest))
    return MappingProxyType(sizes), phrases


def _read_lines(name: str) -> list[str]:
    """Return the lines of a table of WordNet's after the first, which names the source."""
    return gzip.decompress(files(__package__).joinpath(name).read_bytes()).decode().splitlines()[1:]


@once
def _spellings() -> dict[str, tuple[str, ...]]:
    """Return the words that are written in several ways, and what each stands for."""
    return {row["written"]: tuple(row["stands_as"].split(" ")) for row in read_rows("spellings.csv")}


def listed(name: str) -> frozenset[str]:
    """Return the words of a family of `grammar.csv`."""
    return _listed()[name]


@once
def _listed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in read_rows("grammar.csv"):
        found.setdefault(row["family"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our lists."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
