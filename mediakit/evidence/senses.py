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
from mediakit.text.batch import Array, Batch, Openers
from mediakit.text.words import inflect

REACH = 12
"""How many words to either side count as near."""

Phrase = tuple[str, ...]
_FIGURES = (("<score>", re.compile(r"\d{1,3}[-–]\d{1,3}$")), ("<percent>", re.compile(r"\d[\d.,]*%$")))
_PLACE = "_"


class _Use(NamedTuple):
    """Where a word is meant literally: between the words before and after it, or near one of the phrases.

    What stands beside it is sorted by the first word after it, the phrases are told apart by their first words.
    """

    beside: Mapping[Phrase, Sequence[tuple[Phrase, Phrase]]]
    near: frozenset[Phrase]
    near_first: frozenset[str]


_Rules = Mapping[str, tuple[tuple[Phrase, _Use], ...]]


def find_literal(batch: Batch) -> Array:
    """Return which words of a batch are meant literally, as the words of their clause say."""
    rules = _rules()
    found = np.zeros(len(batch.of), dtype=bool)
    for token in _openers().find(batch).tolist():
        first, last = batch.clause_of(token)
        uses = [
            (len(term), use)
            for term, use in rules[_normalise(batch.tokens[token])]
            if tuple(map(_normalise, batch.tokens[token : min(token + len(term), last)])) == term
        ]
        clause = list(map(_normalise, batch.tokens[first:last])) if uses else []
        for n, use in uses:
            if _fits(clause, token - first, token - first + n, use):
                found[token : token + n] = True
    return found


@once
def _openers() -> Openers:
    """Return which words may begin a term."""
    terms = [term for uses in _rules().values() for term, _ in uses]
    alone = {term[0] for term in terms if len(term) == 1}
    return Openers(terms, lambda token: ((word := _normalise(token)) in alone, word, word))


def drop_literal(batch: Batch, hits: Sequence[Sequence[Hit]], literal: Array) -> list[Sequence[Hit]]:
    """Return the hits of each sentence without those of mediakit's own families on words that are `literal`."""
    told = literal.tolist()
    return [
        each and [hit for hit in each if hit.kind != "lexicon" or not any(told[first + hit.first : first + hit.last])]
        for first, each in zip(batch.firsts.tolist(), hits, strict=True)
    ]


def _fits(clause: Sequence[str], start: int, end: int, use: _Use) -> bool:
    """Tell whether the words of a clause around those from `start` to `end` are those of a use."""
    before, after = clause[max(0, start - REACH) : start], clause[end : end + REACH]
    for left, right in (*use.beside.get((), ()), *use.beside.get(tuple(after[:1]), ())):
        if tuple(after[: len(right)]) == right and (not left or tuple(before[-len(left) :]) == left):
            return True
    return any(
        tuple(words[i : i + n]) in use.near
        for words in (before, after)
        for i in range(len(words))
        if words[i] in use.near_first
        for n in (1, 2, 3)
    )


@once
def _rules() -> _Rules:
    """Return the uses of each word, by the first word of the terms."""
    text = files(__package__).joinpath("lexicons", "literal_senses.csv").read_text(encoding="utf-8")
    rules: dict[str, list[tuple[Phrase, _Use]]] = {}
    for row in csv.DictReader(text.splitlines()):
        beside = [item.partition(_PLACE) for item in _split(row["beside"])]
        near = frozenset(map(_phrase, _split(row["near"])))
        sides: dict[Phrase, list[tuple[Phrase, Phrase]]] = {}
        for left, _, right in beside:
            sides.setdefault(_phrase(right)[:1], []).append((_phrase(left), _phrase(right)))
        use = _Use(sides, near, frozenset(first for first, *_ in near))
        for term in _split(row["words"]):
            for phrase in {_phrase(form) for form, _ in inflect(term, row["pos"])}:
                rules.setdefault(phrase[0], []).append((phrase, use))
    return MappingProxyType({word: tuple(uses) for word, uses in rules.items()})


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
