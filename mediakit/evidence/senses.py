"""Tell literal uses of words that elsewhere read as loaded: crude oil, an aggressive tumour, a radical in chemistry.

The rules stand in lexicons/literal_senses.csv, one kind of use a row: the words, what stands beside them or near them
in their clause, the reason, a sentence in which the rule fires and one in which it stays silent.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from mediakit.evidence.lexicons import Hit
from mediakit.memory import Memory, once
from mediakit.text.batch import Array, Batch, Phrases
from mediakit.text.words import inflect

REACH = 12
"""How many words to either side count as near."""

Phrase = tuple[str, ...]
_FIGURES = (("<score>", re.compile(r"\d{1,3}[-–]\d{1,3}$")), ("<percent>", re.compile(r"\d[\d.,]*%$")))
_PLACE = "_"
_FLAGS = 63


class _Use(NamedTuple):
    """Where a word is meant literally: between the words before and after it, or near one of the phrases.

    What stands beside it is sorted by the first word after it, the phrases are told apart by their first words. In a
    clause without a word of its `flag`, which some uses share, it is none.
    """

    beside: Mapping[Phrase, Sequence[tuple[Phrase, Phrase]]]
    near: frozenset[Phrase]
    near_first: frozenset[str]
    flag: int


def find_literal(batch: Batch) -> Array:
    """Return which words of a batch are meant literally, as the words of their clause say."""
    found = np.zeros(len(batch.of), dtype=bool)
    firsts, lasts, uses = _terms().find(batch, np.diff(batch.clause, prepend=-1) == 0)
    told = _gather_flags(batch, firsts, lasts).tolist()
    for first, last, flags, each in zip(firsts.tolist(), lasts.tolist(), told, uses, strict=True):
        likely = [use for use in each if use.flag & flags]
        if likely:
            start, end = batch.clause_of(first)
            before = list(map(_normalise, batch.tokens[max(start, first - REACH) : first]))
            after = list(map(_normalise, batch.tokens[last : min(last + REACH, end)]))
            if any(_fits(before, after, use) for use in likely):
                found[first:last] = True
    return found


def _gather_flags(batch: Batch, firsts: Array, lasts: Array) -> Array:
    """Return the flags of the uses that the words of its clause near each term tell, put together."""
    near = np.hstack([firsts[:, None] - np.arange(1, REACH + 1), lasts[:, None] + np.arange(REACH)])
    near = np.clip(near, 0, max(len(batch.of) - 1, 0))
    within = batch.clause[near] == batch.clause[firsts][:, None]
    return np.asarray(np.bitwise_or.reduce(np.where(within, batch.words(_describe_flags)[near], 0), axis=1))


def _describe_flags(words: Sequence[str]) -> Array:
    """Return the flags of the uses that words tell, put together."""
    flags = _flags()
    told = (flags.get(word.lower() if word.isalpha() else _normalise(word), 0) for word in words)
    return np.fromiter(told, dtype=np.int64, count=len(words))


@once
def _flags() -> Mapping[str, int]:
    """Return the flags of the uses that each word tells, its plural too: one of every phrase beside or near a term."""
    flags: dict[str, int] = {}
    for _, use in _read_uses():
        beside = {left + right for sides in use.beside.values() for left, right in sides}
        for phrase in beside | use.near:
            word = max(phrase, key=len)  # the others, such as "the", stand everywhere
            flags[word] = flags.get(word, 0) | use.flag
    return MappingProxyType(flags | {word + "s": flag for word, flag in flags.items() if _compared(word + "s") == word})


def drop_literal(hits: Sequence[Hit], literal: Array) -> list[Hit]:
    """Return the hits in a batch without those of mediakit's own families on words that are `literal`."""
    told = literal.tolist()
    return [hit for hit in hits if hit.kind != "lexicon" or not any(told[hit.first : hit.last])]


def _fits(before: Sequence[str], after: Sequence[str], use: _Use) -> bool:
    """Tell whether the words of its clause before and after a term are those of a use."""
    for left, right in (*use.beside.get((), ()), *use.beside.get(tuple(after[:1]), ())):
        if tuple(after[: len(right)]) == right and (not left or tuple(before[-len(left) :]) == left):
            return True
    return any(
        tuple(words[i : i + n]) in use.near
        for words in (before, after)
        if not use.near_first.isdisjoint(words)
        for i in range(len(words))
        if words[i] in use.near_first
        for n in (1, 2, 3)
    )


@once
def _terms() -> Phrases[list[_Use]]:
    """Return the uses of each term."""
    uses: dict[Phrase, list[_Use]] = {}
    for terms, use in _read_uses():
        for term in terms:
            uses.setdefault(term, []).append(use)
    return Phrases(uses, _normalise, plurals=True)


@once
def _read_uses() -> tuple[tuple[frozenset[Phrase], _Use], ...]:
    """Return the terms and the use of each row."""
    text, found = files(__package__).joinpath("lexicons", "literal_senses.csv").read_text(encoding="utf-8"), []
    for number, row in enumerate(csv.DictReader(text.splitlines())):
        near = frozenset(map(_phrase, _split(row["near"])))
        sides: dict[Phrase, list[tuple[Phrase, Phrase]]] = {}
        for left, _, right in (item.partition(_PLACE) for item in _split(row["beside"])):
            sides.setdefault(_phrase(right)[:1], []).append((_phrase(left), _phrase(right)))
        use = _Use(sides, near, frozenset(first for first, *_ in near), 1 << number % _FLAGS)
        forms = (form for term in _split(row["words"]) for form, _ in inflect(term, row["pos"]))
        found.append((frozenset(map(_phrase, forms)), use))
    return tuple(found)


def _split(cell: str) -> Iterable[str]:
    """Yield the items of a cell."""
    return (item.strip() for item in cell.split("|") if item.strip())


def _phrase(text: str) -> Phrase:
    """Return the words of a phrase as they are compared."""
    return tuple(map(_normalise, text.split()))


def _compared(token: str) -> str:
    """Return a word as it is compared: in small letters, without a possessive or plural ending, figures by kind."""
    word = token.lower().replace("’", "'").removesuffix("'s").strip("'")
    if word[:1].isdigit():
        return next((name for name, pattern in _FIGURES if pattern.match(word)), word)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


_normalise = Memory(_compared).__getitem__
