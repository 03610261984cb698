"""Link the sentences of two versions by what they share, in order and out of it."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from mediakit.measures.arithmetic import multiply
from mediakit.memory import SENTENCES, remember
from mediakit.text.words import family, stem

Scores = NDArray[np.float64]
Group = tuple[tuple[int, ...], tuple[int, ...]]


def best_groups(link: Scores, extend: float) -> list[Group]:
    """Return groups (old indices, new indices) in order that add up to the highest sum of link scores.

    `link[i, j]` is the gain of linking old i with new j, negative if they had better stay apart; every link of a group
    after the first gains `extend` besides. A group holds one sentence on at least one side. Dynamic programming, one
    vectorised step for each old sentence.
    """
    n_old, n_new = link.shape
    best = np.zeros((n_old + 1, n_new + 1))
    # Best paths that end with a link whose group grows on the old side.
    down = np.full((n_old + 1, n_new + 1), -np.inf)
    run = np.cumsum(link + extend, axis=1)
    first = link - run
    rows = zip(best[:-1, :-1], best[:-1, 1:], best[1:, 1:], down[:-1, 1:], down[1:, 1:], link, first, run, strict=True)
    for before, above, here, grown, grows, gain, begins, runs in rows:
        np.maximum(before, grown + extend, out=grows)
        grows += gain
        # Best paths that end with a link whose group grows on the new side: `first` is where it may begin.
        np.add(before, begins, out=here)
        np.maximum.accumulate(here, out=here)
        here += runs
        np.maximum(here, grows, out=here)
        np.maximum(here, above, out=here)
        np.maximum.accumulate(here, out=here)
    return _trace(first, extend, best, down)


def _trace(starts: Scores, extend: float, best: Scores, down: Scores) -> list[Group]:
    """Return the groups of the best path, walking back from its end."""
    groups: list[Group] = []
    i, j = starts.shape
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        elif down[i, j] >= best[i, j] - 1e-9:
            first = i
            while down[first - 1, j] + extend > best[first - 1, j - 1]:
                first -= 1
            groups.append((tuple(range(first - 1, i)), (j - 1,)))
            i, j = first - 1, j - 1
        else:
            first = int(np.argmax((best[i - 1, :-1] + starts[i - 1])[:j]))
            groups.append(((i - 1,), tuple(range(first, j))))
            i, j = i - 1, first
    return groups[::-1]


Index = NDArray[np.int64]

# Weights of the log-odds that a sentence pair is a link, learned by tests/training/alignment.py from human links:
# FIRST knows where a sentence stands in its version, SECOND where it stands between the sure links around it.
FIRST = {
    "one": -20.8526,
    "root_cosine": 5.7965,
    "margin_more": 7.2275,
    "margin_less": 4.7423,
    "size_less": 0.5991,
    "size_more": 1.7342,
    "contained": -2.4004,
    "neighbours": 3.3440,
    "kinship": 46.4368,
    "distance": -5.6816,
}
SECOND = {
    "one": -17.3247,
    "root_cosine": 6.1583,
    "margin_more": 5.9576,
    "margin_less": 4.5633,
    "size_less": 0.5764,
    "size_more": 1.3010,
    "contained": -2.4886,
    "neighbours": 3.1813,
    "kinship": 37.5490,
    "detour": -1.0003,
}
# BIAS is added to every link, EXTEND to every further link of a group: chosen with the weights.
BIAS = 2.1
EXTEND = -1.2
SURE = 2.0  # log-odds from which a link is a landmark for those around it
SAME = 20.0  # log-odds of two sentences that are equal word for word
LEAST_COSINE = 0.02  # order alone never makes a link
_CLEARLY = 1.2  # times as alike
_KIN = 0.35

# Words that hold a sentence together and say little about which one it is.
_COMMON = family("common to all sentences")
_DENSE = 200_000  # entries up to which a table of sentences and words is held in full
_COMMON_WEIGHT = 0.5
_START_WEIGHT = 0.6  # of the first three letters, which outlive most changes of form


def _number(name: str) -> int:
    """Return a number of 63 bits for a name, the same in every run."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") >> 1


@remember()
def _terms_of(token: str) -> tuple[tuple[int, float], ...]:
    """Return the stem and the beginning of a word, as numbers, with their weights."""
    common = token.lower() in _COMMON
    root = _number(stem(token)), _COMMON_WEIGHT if common else 1.0
    return (root, (_number("^" + token[:3].lower()), _START_WEIGHT)) if len(token) > 3 and not common else (root,)


@remember(SENTENCES)
def _terms(tokens: tuple[str, ...]) -> tuple[Index, Scores]:
    """Return the stems and word beginnings of a sentence, as numbers, and how often each stands there, weighted."""
    found: dict[int, float] = {}
    for token in tokens:
        for term, weight in _terms_of(token):
            found[term] = found.get(term, 0.0) + weight
    return np.array(list(found), dtype=np.int64), np.array(list(found.values()), dtype=np.float64)


def cosines(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> tuple[Scores, Scores, Scores]:
    """Return the TF-IDF cosine of every old with every new sentence, and the logarithm of their sizes, old and new.

    Rarity is taken within the two versions together: a word of every sentence tells nothing about which one it is.
    The size of a sentence is the length of its vector in units of a word that stands nowhere else.
    """
    terms = [_terms(tokens) for tokens in (*old, *new)]
    n = len(terms)
    if not n:
        return np.zeros((0, 0)), np.zeros(0), np.zeros(0)
    names, column = np.unique(np.concatenate([ids for ids, _ in terms]), return_inverse=True)
    value = np.concatenate([weights for _, weights in terms])
    lengths = np.array([len(ids) for ids, _ in terms])
    row = np.repeat(np.arange(n), lengths)
    value = value * (np.log1p(n / np.bincount(column, minlength=len(names))) / np.log1p(n))[column]
    norm = np.sqrt(np.bincount(row, weights=value * value, minlength=n))
    cosine = _products(value / norm[row], row, column, (n, len(names)), len(old))
    size = np.log(np.maximum(norm, 0.01))
    return cosine, size[: len(old)], size[len(old) :]


def _products(value: Scores, row: Index, column: Index, shape: tuple[int, int], cut: int) -> Scores:
    """Return the inner products of the rows before `cut` with those after it."""
    if shape[0] * shape[1] <= _DENSE:
        table = np.zeros(shape)
        table[row, column] = value
        return multiply(table[:cut], np.ascontiguousarray(table[cut:].T))
    from scipy.sparse import csr_array

    sparse = csr_array((value, (row, column)), shape=shape)
    return np.asarray((sparse[:cut] @ sparse[cut:].T).toarray())


def features(cosine: Scores, size_old: Scores, size_new: Scores) -> Iterator[tuple[str, Scores | float]]:
    """Yield what speaks for or against a link, by the names of the weights, but for where the sentences stand."""
    yield "one", 1.0
    yield "root_cosine", np.sqrt(cosine)
    in_row, in_column = _margin(cosine, 1), _margin(cosine, 0)
    yield "margin_more", np.maximum(in_row, in_column)
    yield "margin_less", np.minimum(in_row, in_column)
    less, more = np.minimum(size_old[:, None], size_new), np.maximum(size_old[:, None], size_new)
    yield "size_less", less
    yield "size_more", more
    yield "contained", cosine * np.exp(more - less)  # share of the shorter one that stands in the longer one
    diagonal = np.zeros_like(cosine)
    diagonal[1:, 1:] = cosine[:-1, :-1]
    diagonal[:-1, :-1] += cosine[1:, 1:]
    yield "neighbours", diagonal
    yield "kinship", np.full_like(cosine, _kinship(cosine))


def _kinship(cosine: Scores) -> float:
    """Return how much two versions have in common, up to what tells versions of one story from two stories.

    The root of the mean of what each sentence shares with the one most like it.
    """
    return min(_KIN, float(np.sqrt((cosine.max(axis=0).mean() + cosine.max(axis=1).mean()) / 2)))


def _margin(cosine: Scores, axis: int) -> Scores:
    """Return how far each value stands above the best other one of its row (axis 1) or column (axis 0)."""
    if cosine.shape[axis] < 2:
        return cosine.copy()
    top = np.partition(cosine, -2, axis=axis)
    best, second = np.take(top, [-1], axis=axis), np.take(top, [-2], axis=axis)
    return cosine - np.where(cosine >= best, second, best)


def distances(shape: tuple[int, ...]) -> Scores:
    """Return how far apart two sentences stand, each placed within its version from 0 to 1."""
    n_old, n_new = shape
    where_old, where_new = (np.arange(n_old) + 0.5) / n_old, (np.arange(n_new) + 0.5) / n_new
    return np.abs(where_old[:, None] - where_new)


def detours(shape: tuple[int, ...], groups: Sequence[Group], link: Scores) -> Scores:
    """Return how far off the straight way between the sure links around them two sentences stand (at most 8)."""
    n_old, n_new = shape
    at_old, at_new = [-0.5], [-0.5]
    for old, new in groups:
        if sum(link[i, j] for i in old for j in new) > SURE * len(old) * len(new):
            at_old.append((old[0] + old[-1]) / 2)
            at_new.append((new[0] + new[-1]) / 2)
    at_old.append(n_old - 0.5)
    at_new.append(n_new - 0.5)
    i, j = np.arange(n_old), np.arange(n_new)
    off_new = np.abs(j - np.interp(i, at_old, at_new)[:, None])
    off_old = np.abs(i[:, None] - np.interp(j, at_new, at_old))
    return np.minimum(np.minimum(off_new, off_old), 8.0)


def link_sentences(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], same: tuple[list[int], list[int]]
) -> tuple[list[Group], set[Group]]:
    """Return the groups of linked sentences in order, and the pairs out of it; `same` are the pairs of equal ones."""
    cosine, size_old, size_new = cosines(old, new)
    if not cosine.size:
        return [], set()
    first, second = np.zeros_like(cosine), np.zeros_like(cosine)
    for name, feature in features(cosine, size_old, size_new):
        first += FIRST.get(name, 0.0) * feature
        second += SECOND.get(name, 0.0) * feature
    first += FIRST["distance"] * distances(cosine.shape)
    groups = best_groups(_settled(first, cosine, same), EXTEND)
    detour = SECOND["detour"] * detours(cosine.shape, groups, first)
    ordered, loose = _settled(second + detour, cosine, same), _settled(second, cosine, same)
    groups = settle_borders(best_groups(ordered, EXTEND), cosine)
    return find_moves(groups, ordered, loose, cosine, ([len(s) for s in old], [len(s) for s in new]))


def settle_borders(groups: Sequence[Group], cosine: Scores) -> list[Group]:
    """Return the groups with every sentence between two of them on the side that it resembles more."""
    sides = [(list(old), list(new)) for old, new in groups]
    for before, after in zip(sides, sides[1:], strict=False):
        for many, one, alike in ((1, 0, cosine.T), (0, 1, cosine)):
            if len(before[one]) > 1 or len(after[one]) > 1 or before[many][-1] + 1 < after[many][0]:
                continue
            left, right = before[one][0], after[one][0]
            while len(before[many]) > 1 and alike[before[many][-1], right] > _CLEARLY * alike[before[many][-1], left]:
                after[many].insert(0, before[many].pop())
            while len(after[many]) > 1 and alike[after[many][0], left] > _CLEARLY * alike[after[many][0], right]:
                before[many].append(after[many].pop(0))
    return [(tuple(old), tuple(new)) for old, new in sides]


def _settled(link: Scores, cosine: Scores, same: tuple[list[int], list[int]]) -> Scores:
    """Return the link scores with what is beyond doubt: equal sentences, and sentences that share nothing."""
    link = np.where(cosine < LEAST_COSINE, -SAME, link + BIAS)
    link[same] = SAME
    return link


_PENALTY = 1.5  # log-odds that a move must have above those of a link in order
_HOLD = 0.5  # share of the log-odds of its present links that a sentence must give up
_LEAST_COSINE = 0.25  # a sentence that left its place must still look like itself,
_LEAST_WORDS = 5  # and be long enough not to be a stock phrase


def find_moves(
    groups: Sequence[Group], ordered: Scores, loose: Scores, cosine: Scores, sizes: tuple[Sequence[int], Sequence[int]]
) -> tuple[list[Group], set[Group]]:
    """Return the groups in order without the sentences that moved, and the pairs that moved.

    `ordered` are the log-odds of links given their place, `loose` those of the wording alone, `sizes` the numbers of
    words of the old and the new sentences. A sentence moves to the one it is most alike, and which is most like it, if
    that is worth more than the links both of them have in order.
    """
    if not cosine.size:
        return list(groups), set()
    held_old, held_new = np.zeros(len(ordered)), np.zeros(ordered.shape[1])
    linked = np.zeros(ordered.shape, dtype=bool)
    if groups:
        i, j = np.array([(a, b) for old, new in groups for a in old for b in new]).T
        linked[i, j] = True
        np.maximum.at(held_old, i, ordered[i, j])
        np.maximum.at(held_new, j, ordered[i, j])
    best = loose.argmax(axis=1)
    i = np.flatnonzero(loose.argmax(axis=0)[best] == np.arange(len(loose)))
    j = best[i]
    gain = loose[i, j] - _PENALTY - _HOLD * (held_old[i] + held_new[j])
    long = np.minimum(np.array(sizes[0])[i], np.array(sizes[1])[j]) >= _LEAST_WORDS
    kept = (gain > 0) & ~linked[i, j] & (cosine[i, j] >= _LEAST_COSINE) & long
    moved: set[Group] = {((int(a),), (int(b),)) for a, b in zip(i[kept], j[kept], strict=True)}
    gone_old, gone_new = set(i[kept].tolist()), set(j[kept].tolist())
    rest = [
        (tuple(a for a in old if a not in gone_old), tuple(b for b in new if b not in gone_new)) for old, new in groups
    ]
    return [(old, new) for old, new in rest if old and new], moved
