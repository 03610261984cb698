"""Score how likely a sentence of one version was made from a sentence of another."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

# Log-odds that a sentence pair is a link, learned by tests/training/alignment.py from human links.
WEIGHTS = {
    "one": -1.0,
    "root_cosine": 4.3,
    "distance": -6.4,
    "margin_more": 2.9,
    "margin_less": 5.8,
}
BIAS = 1.2  # added to every link, EXTEND to every further link of a group: chosen with the weights
EXTEND = -0.3
SAME = 20.0  # log-odds of two sentences that are equal word for word

# Words that hold a sentence together and say little about which one it is.
_COMMON = frozenset(
    "a an the and or but nor so yet of to in on at by for from with as into onto over under than then that this these "
    "those it its he him his she her hers they them their we us our you your i me my is are was were be been being am "
    "has have had do does did will would shall should can could may might must not no which who whom whose what when "
    "where while if there here very all any some such one up down out off about just only too also more most much many "
    "other another same own both each every once again said says say".split()
)
_COMMON_WEIGHT = 0.2
_PREFIX_WEIGHT = 0.3
# Endings taken off a word, longest first, so that inflected and derived forms meet.
_ENDINGS = (
    "ations", "ingly", "ation", "iest", "edly", "ings", "ness", "ies", "ied", "ers", "est", "ing",
    "ed", "er", "es", "ly", "s", "e", "y",
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return `word` in lower case without possessive and without its ending."""
    word = word.lower().removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls"
    return word[:-1] if doubled else word


@lru_cache(maxsize=1 << 15)
def _terms(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the stems and word beginnings of a sentence and how often each stands there, weighted."""
    found: dict[str, float] = {}
    for token in tokens:
        common = token.lower() in _COMMON
        root = stem(token)
        found[root] = found.get(root, 0.0) + (_COMMON_WEIGHT if common else 1.0)
        if len(token) >= 5 and not common:
            start = "^" + token[:4].lower()
            found[start] = found.get(start, 0.0) + _PREFIX_WEIGHT
    return tuple(found), tuple(found.values())


def cosines(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> tuple[Scores, Scores, Scores]:
    """Return the TF-IDF cosine of every old with every new sentence, and the length of the old and new vectors.

    Rarity is taken within the two versions together: a word of every sentence tells nothing about which one it is.
    """
    from scipy.sparse import csr_array

    vocabulary: dict[str, int] = {}
    columns: list[int] = []
    values: list[float] = []
    edges = [0]
    for tokens in (*old, *new):
        names, weights = _terms(tokens)
        columns.extend([vocabulary.setdefault(name, len(vocabulary)) for name in names])
        values.extend(weights)
        edges.append(len(columns))
    column, edge = np.array(columns, dtype=np.int64), np.array(edges)
    frequency = np.bincount(column, minlength=1)
    value = np.array(values) * np.log1p((len(edge) - 1) / np.maximum(frequency, 1))[column]
    row = np.repeat(np.arange(len(edge) - 1), np.diff(edge))
    norm = np.sqrt(np.bincount(row, weights=value * value, minlength=len(edge) - 1))
    value /= norm[row]
    cut, width = edge[len(old)], max(len(vocabulary), 1)
    left = csr_array((value[:cut], column[:cut], edge[: len(old) + 1]), shape=(len(old), width))
    right = csr_array((value[cut:], column[cut:], edge[len(old) :] - cut), shape=(len(new), width))
    return (left @ right.T).toarray(), norm[: len(old)], norm[len(old) :]


def _margin(cosine: Scores, axis: int) -> Scores:
    """Return how far each value stands above the best other one of its row (axis 1) or column (axis 0)."""
    if cosine.shape[axis] < 2:
        return cosine.copy()
    top = np.partition(cosine, -2, axis=axis)
    best, second = np.take(top, [-1], axis=axis), np.take(top, [-2], axis=axis)
    return cosine - np.where(cosine >= best, second, best)


def features(cosine: Scores) -> Iterator[tuple[str, Scores | float]]:
    """Yield what speaks for or against a link, by the names of `WEIGHTS`, from the cosines of all sentence pairs."""
    n_old, n_new = cosine.shape
    yield "one", 1.0
    yield "root_cosine", np.sqrt(cosine)
    where_old = (np.arange(n_old) + 0.5) / n_old
    where_new = (np.arange(n_new) + 0.5) / n_new
    yield "distance", np.abs(where_old[:, None] - where_new[None, :])
    in_row, in_column = _margin(cosine, 1), _margin(cosine, 0)
    yield "margin_more", np.maximum(in_row, in_column)
    yield "margin_less", np.minimum(in_row, in_column)


def score_links(cosine: Scores) -> Scores:
    """Return the log-odds of a link for every sentence pair."""
    total: Scores = np.zeros(cosine.shape)
    for name, feature in features(cosine):
        total += WEIGHTS[name] * feature
    return total
