"""The words of a pair of sentences side by side, and the stretches of them that differ."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from functools import partial
from itertools import compress
from typing import NamedTuple

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.thesaurus import normalise_word
from mediakit.evidence.loaded import find_loaded
from mediakit.memory import SENTENCES, remember
from mediakit.text.document import Document

MOST_SHOWN = 14
"""The most words of a side that a finding shows."""


class Span(NamedTuple):
    """Words of one version: their sentence (-1: the title, -2: none) and which words of it, the last exclusive."""

    sentence: int = -2
    first: int = 0
    last: int = 0


class Words(NamedTuple):
    """The words of one side of a pair of sentences, each with its sentence, its number there, and whether quoted."""

    tokens: list[str]
    places: list[tuple[int, int]]
    quoted: list[bool]
    loaded: list[float]

    def within(self, numbers: Sequence[int]) -> "Words":
        """Return those of the words that stand in some sentences."""
        return self.only([number in numbers for number, _ in self.places])

    def only(self, kept: Sequence[bool]) -> "Words":
        """Return the words that are marked."""
        return Words(
            list(compress(self.tokens, kept)),
            list(compress(self.places, kept)),
            list(compress(self.quoted, kept)),
            list(compress(self.loaded, kept)),
        )

    def span(self, first: int, last: int) -> Span:
        """Return a range of words as a span of the sentence in which it begins."""
        if not self.places:
            return Span()
        if first >= last:
            number, i = self.places[min(first, len(self.places) - 1)]
            return Span(number, i + (first >= len(self.places)), i + (first >= len(self.places)))
        number, start = self.places[first]
        end = max(i for n, i in self.places[first:last] if n == number)
        return Span(number, start, end + 1)


def words_between(document: Document, start: int, end: int, other: str) -> Words:
    """Return the words between two characters of the text as given.

    Those that an editor put in, in square brackets, are left out if the `other` version's words have them not.
    """
    sentences = document.sentences
    first = bisect_right(sentences, start, key=lambda sentence: sentence.end)
    group = range(first, bisect_left(sentences, end, key=lambda sentence: sentence.start))
    put_in = [(start + m.start(), start + m.end()) for m in _BRACKETED.finditer(document.text[start:end])]
    put_in = [(a, b) for a, b in put_in if document.text[a + 1 : b - 1] not in other]
    words = words_of(document, group)
    spans = (span for n in group for span in sentences[n].spans)
    return words.only([start <= a and b <= end and not any(map(partial(meets, (a, b)), put_in)) for a, b in spans])


_BRACKETED = re.compile(r"(?<!\w)\[[^\[\]]{1,80}\](?!\w)")


def words_of(document: Document, group: Sequence[int]) -> Words:
    """Return the words of some sentences in a row."""
    tokens: list[str] = []
    places: list[tuple[int, int]] = []
    quoted: list[bool] = []
    loaded: list[float] = []
    for n in group:
        sentence = document.sentences[n]
        scores = {hit.first: hit.weight for hit in find_loaded(sentence)}
        tokens += sentence.tokens
        places += [(n, i) for i in range(len(sentence.tokens))]
        quoted += sentence.mask
        loaded += [scores.get(i, 0.0) for i in range(len(sentence.tokens))]
    return Words(tokens, places, quoted, loaded)


def meets(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two ranges share a word."""
    return one[0] < other[1] and other[0] < one[1]


def _of_words(left: Sequence[str], right: Sequence[str], apart: int = 2) -> Hashable:
    return (*left, None, *right, apart) if len(left) + len(right) <= _MOST_KEPT else None


_MOST_KEPT = 400  # words of both sides whose stretches are remembered


@remember(SENTENCES, key=_of_words)
def find_stretches(left: Sequence[str], right: Sequence[str], apart: int = 2) -> list[tuple[int, int, int, int]]:
    """Return the stretches (old start, old end, new start, new end) that differ in more than spelling."""
    (a, in_a), (b, in_b) = (normalise_words(side) for side in (left, right))
    found: list[tuple[int, int, int, int]] = []
    for tag, i, j, k, m in diff_words(a, b):
        if tag == "equal":
            continue
        i, j, k, m = in_a[i], in_a[j - 1] + 1 if j > i else in_a[i], in_b[k], in_b[m - 1] + 1 if m > k else in_b[k]
        near = found and i - found[-1][1] <= apart and max(j - found[-1][0], m - found[-1][2]) <= MOST_SHOWN
        if near:
            found[-1] = (found[-1][0], j, found[-1][2], m)
        else:
            found.append((i, j, k, m))
    return found


def normalise_words(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return words in one spelling, and which word each belongs to; one place more, for what stands behind the last."""
    parts: list[str] = []
    places: list[int] = []
    for place, word in enumerate(words):
        for part in normalise_word(word):
            if part == "cent" and parts[-1:] == ["per"]:
                parts[-1] = "%"
                continue
            parts.append("%" if part == "percent" else part)
            places.append(place)
    return parts, [*places, len(words)]
