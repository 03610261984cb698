"""Lay sentences end to end, their words as numbers: what is summed over words becomes a sum over an array."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediakit.memory import Find, Vocabulary
from mediakit.text.document import Sentence

Array = NDArray[Any]

WORDS, GAPS = Vocabulary("words"), Vocabulary("gaps")
"""The words as written, and what stands between two words, by number."""

_PRONOUN = ("I", "I'm", "I've", "I'd", "I'll")
_HEADLINE = 0.6  # from this share of capitalised words on, a capital does not mark a name


class Batch:
    """Some sentences, their words laid end to end.

    `of` is the number of each word's sentence, `place` the word's own number in it, `sizes` are the words of each
    sentence, `firsts` the number of its first word. `words(find)`, `before(find)` and `after(find)` return what `find`
    answers for each word, for the gap before and the gap after it; it is asked once for each string.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.sizes = np.array([len(sentence.tokens) for sentence in sentences], dtype=np.intp)
        self.firsts = np.cumsum(self.sizes) - self.sizes
        self.of = np.repeat(np.arange(len(sentences)), self.sizes)
        self.place = np.arange(len(self.of)) - self.firsts[self.of]
        self.tokens = list(chain.from_iterable(sentence.tokens for sentence in sentences))
        self._words = WORDS.number(self.tokens)
        self._gaps = GAPS.number(list(chain.from_iterable(sentence.gaps for sentence in sentences if sentence.tokens)))
        self._gap = np.arange(len(self.of)) + np.cumsum(self.sizes > 0)[self.of] - 1  # a sentence has one gap more

    def words(self, find: Find) -> Array:
        """Return what `find` answers for each word."""
        return self._words.look_up(find)

    def before(self, find: Find) -> Array:
        """Return what `find` answers for the gap before each word."""
        return self._gaps.look_up(find)[self._gap]

    def after(self, find: Find) -> Array:
        """Return what `find` answers for the gap after each word."""
        return self._gaps.look_up(find)[self._gap + 1]

    @cached_property
    def quoted(self) -> Array:
        """Whether each word stands inside quotation marks."""
        return np.fromiter(chain.from_iterable(s.mask for s in self.sentences), dtype=bool, count=len(self.of))

    @cached_property
    def names(self) -> Array:
        """Which words look like parts of names: capitals inside a sentence, unless most of its words have one."""
        capital, pronoun = self.words(_describe_capital).T
        n_capital = np.bincount(self.of, capital, len(self.sizes))
        headline = (n_capital >= _HEADLINE * self.sizes)[self.of]
        return np.asarray(capital & ~pronoun & ~headline & (self.place > 0))


def _describe_capital(words: Sequence[str]) -> Array:
    """Return whether words begin with a capital, and whether they are the pronoun I."""
    rows = [(word[:1].isupper(), word in _PRONOUN) for word in words]
    return np.array(rows, dtype=bool).reshape(-1, 2)


class Kept(NamedTuple):
    """Which words are counted and where: `row` is the row of each word, -1 for none; `sentence` that of each row.

    `share` is the share of its sentence's words that a row has.
    """

    row: Array
    sentence: Array
    share: Array

    def sum(self, values: Array) -> Array:
        """Return the sums of what each word counts, one a row."""
        chosen = self.row >= 0
        return sum_by(values[chosen], self.row[chosen], len(self.sentence))

    def tally(self, words: Sequence[int], columns: Sequence[int], n_columns: int) -> Array:
        """Return how many of some found words, each with its column, fall into each row, shape (rows, columns)."""
        places = self.row[np.asarray(words, dtype=np.intp)] * n_columns + np.asarray(columns, dtype=np.intp)
        n = len(self.sentence) * n_columns
        return np.bincount(places[places >= 0], minlength=n).reshape(-1, n_columns).astype(float)


def keep_voice(batch: Batch, voice: str = "all") -> Kept:
    """Return the words of a voice ("all", "narrator", "quoted"), one row a sentence."""
    numbers = np.arange(len(batch.sizes))
    if voice == "all":
        return Kept(batch.of, numbers, (batch.sizes > 0).astype(float))
    row = np.where(batch.quoted == (voice == "quoted"), batch.of, -1)
    n_kept = np.bincount(row[row >= 0], minlength=len(numbers))
    return Kept(row, numbers, n_kept / np.maximum(batch.sizes, 1))


def keep_each(batch: Batch) -> Kept:
    """Return every word in a row of its own."""
    return Kept(np.arange(len(batch.of)), batch.of, 1 / batch.sizes[batch.of])


def sum_by(values: Array, rows: Array, n: int) -> Array:
    """Return the sums of values whose row is the same, shape (n, …); `rows` are in order."""
    found: Array = np.zeros((n, *values.shape[1:]), dtype=np.int64 if values.dtype.kind in "bi" else float)
    if len(rows):
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        found[rows[starts]] = np.add.reduceat(values, starts, axis=0, dtype=found.dtype)
    return found
