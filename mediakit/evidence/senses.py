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

from mediakit.evidence.lexicons import Hit, find_clauses
from mediakit.memory import SENTENCES, of_sentence, once, remember
from mediakit.text.document import Sentence
from mediakit.text.words import inflect

REACH = 12
"""How many words to either side count as near."""

Phrase = tuple[str, ...]
_FIGURES = (("<score>", re.compile(r"\d{1,3}[-–]\d{1,3}$")), ("<percent>", re.compile(r"\d[\d.,]*%$")))
_PLACE = "_"


class _Use(NamedTuple):
    """Where a word is meant literally: between the words before and after it, or near one of the phrases."""

    beside: tuple[tuple[Phrase, Phrase], ...]
    near: frozenset[Phrase]


_Rules = Mapping[str, tuple[tuple[Phrase, _Use], ...]]


@remember(SENTENCES, key=of_sentence)
def find_literal(sentence: Sentence) -> frozenset[int]:
    """Return the numbers of the words that are meant literally, as the words of their clause say."""
    rules = _rules()
    found: set[int] = set()
    words = [_normalise(token) for token in sentence.tokens]
    clauses = find_clauses(sentence) if any(word in rules for word in words) else []
    for first, last in clauses:
        clause = words[first:last]
        for start, word in enumerate(clause):
            for term, use in rules.get(word, ()):
                end = start + len(term)
                if tuple(clause[start:end]) == term and _fits(clause, start, end, use):
                    found.update(range(first + start, first + end))
    return frozenset(found)


def drop_literal(sentence: Sentence, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without those of mediakit's own families on words that are meant literally."""
    literal = find_literal(sentence) if any(hit.kind == "lexicon" for hit in hits) else frozenset()
    return [hit for hit in hits if hit.kind != "lexicon" or literal.isdisjoint(range(hit.first, hit.last))]


def _fits(clause: Sequence[str], start: int, end: int, use: _Use) -> bool:
    """Tell whether the words of a clause around those from `start` to `end` are those of a use."""
    before, after = clause[max(0, start - REACH) : start], clause[end : end + REACH]
    for left, right in use.beside:
        if tuple(after[: len(right)]) == right and (not left or tuple(before[-len(left) :]) == left):
            return True
    return any(
        tuple(words[i : i + n]) in use.near for words in (before, after) for i in range(len(words)) for n in (1, 2, 3)
    )


@once
def _rules() -> _Rules:
    """Return the uses of each word, by the first word of the terms."""
    text = files(__package__).joinpath("lexicons", "literal_senses.csv").read_text(encoding="utf-8")
    rules: dict[str, list[tuple[Phrase, _Use]]] = {}
    for row in csv.DictReader(text.splitlines()):
        beside = [item.partition(_PLACE) for item in _split(row["beside"])]
        use = _Use(
            tuple((_phrase(left), _phrase(right)) for left, _, right in beside),
            frozenset(map(_phrase, _split(row["near"]))),
        )
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


@remember()
def _normalise(token: str) -> str:
    """Return a word as it is compared: in small letters, without a possessive or plural ending, figures by kind."""
    word = token.lower().replace("’", "'").removesuffix("'s").strip("'")
    if word[:1].isdigit():
        return next((name for name, pattern in _FIGURES if pattern.match(word)), word)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
