"""Follow a shift down to the words that came, went or changed within each pair of sentences."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediakit.comparison.alignment import diff_words
from mediakit.measures.counts import COLUMNS, count_words
from mediakit.text.parts import Sentence

Array = NDArray[np.float64]

# Columns that score a sentence as a whole, and the column whose words stand for them; "" if no word does.
_WHOLE = {
    "n_sentences": "",
    "vader_sum": "vader_sum",
    "n_positive": "vader_sum",
    "n_negative": "vader_sum",
    "n_biased_sentences": "loaded_sum",
    "p_biased_sum": "loaded_sum",
}
_LEAST_AGREEMENT = 0.2  # of the words' own changes must be left when they are added up, to share a sentence's change


class Edit(NamedTuple):
    """A word that differs between the sides of a pair, with the words around it that changed together.

    `old` and `new` are the stretches of either side; `word` is the word itself, "" for what belongs to no word;
    `changes` is its part of the pair's change in each column asked for.
    """

    pair: int
    old: str
    new: str
    word: str
    quoted: bool
    changes: Array

    def turned(self) -> "Edit":
        """Return the edit seen from the other version."""
        return self._replace(old=self.new, new=self.old, changes=-self.changes)


def find_edits(
    number: int,
    groups: Sequence[tuple[int, ...]],
    texts: Sequence[Sequence[Sentence]],
    change: Array,
    columns: Sequence[str],
    voice: str,
) -> list[Edit]:
    """Return the words behind the change of a pair of sentence groups in some count columns; parts sum to `change`.

    `groups` and `texts` hold the old side and the new: which sentences, and all sentences of that version.
    """
    left, right = (_Side([text[i] for i in group], columns, voice) for group, text in zip(groups, texts, strict=True))
    edits: list[Edit] = []
    for tag, i, j, k, m in diff_words(left.tokens, right.tokens):
        if tag == "equal":
            moves = right.counts[k:m] - left.counts[i:j]
            changed = np.flatnonzero(np.abs(moves).max(axis=1, initial=0.0) > 1e-12)
            edits += [
                Edit(number, left.tokens[i + n], right.tokens[k + n], right.tokens[k + n], right.mask[k + n], moves[n])
                for n in changed
            ]
            continue
        gone, come = " ".join(left.tokens[i:j]), " ".join(right.tokens[k:m])
        edits += [Edit(number, gone, come, left.tokens[n], left.mask[n], -left.counts[n]) for n in range(i, j)]
        edits += [Edit(number, gone, come, right.tokens[n], right.mask[n], right.counts[n]) for n in range(k, m)]
    return _completed(number, edits, change, columns)


def _completed(number: int, edits: list[Edit], change: Array, columns: Sequence[str]) -> list[Edit]:
    """Return the edits with scores of whole sentences shared among them, and one more for what belongs to no word."""
    if not edits:
        return [Edit(number, "", "", "", False, change)]
    parts = np.array([edit.changes for edit in edits])
    whole = np.array([column in _WHOLE for column in columns])
    total, size = parts.sum(axis=0), np.abs(parts).sum(axis=0)
    # A sentence's score goes to its words in proportion to their own, unless those cancel out or point the other way.
    fits = whole & (np.abs(total) > _LEAST_AGREEMENT * size) & np.array([bool(_WHOLE.get(c, c)) for c in columns])
    parts[:, fits] *= change[fits] / total[fits]
    parts[:, whole & ~fits] = 0.0
    rest = change - parts.sum(axis=0)
    rest[np.abs(rest) <= 1e-9 * (1.0 + size)] = 0.0
    words = [edit._replace(changes=part) for edit, part in zip(edits, parts, strict=True)]
    return [*words, Edit(number, "", "", "", False, rest)] if rest.any() else words


class _Side:
    """The words of one side of a pair, one sentence after the other, and what each counts in some columns."""

    def __init__(self, sentences: Sequence[Sentence], columns: Sequence[str], voice: str) -> None:
        self.tokens = [token for sentence in sentences for token in sentence.tokens]
        self.mask = [quoted for sentence in sentences for quoted in sentence.mask]
        places = [COLUMNS.index(_WHOLE.get(column, column) or column) for column in columns]
        rows = [_rows(sentence.clean, sentence.mask, _Hidden(sentence)) for sentence in sentences]
        self.counts = np.concatenate([np.zeros((0, len(COLUMNS))), *rows])[:, places]
        if voice != "all":
            self.counts[np.array(self.mask, dtype=bool) != (voice == "quoted")] = 0.0


class _Hidden:
    """A sentence that takes no part in a cache's key: its text and mask are the key."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hidden)


@lru_cache(maxsize=4096)
def _rows(clean: str, mask: tuple[bool, ...], hidden: _Hidden) -> Array:
    return count_words(hidden.sentence)
