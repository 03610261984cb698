"""Find the sentences that a rewrite took to another place."""

from collections.abc import Sequence

import numpy as np

from mediakit.comparison.paths import Group, Scores

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
    for old, new in groups:
        rows, columns = slice(old[0], old[-1] + 1), slice(new[0], new[-1] + 1)
        linked[rows, columns] = True
        block = ordered[rows, columns]
        held_old[rows] = np.maximum(block.max(axis=1), 0.0)
        held_new[columns] = np.maximum(block.max(axis=0), 0.0)
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
