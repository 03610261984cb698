"""Find the best way through two versions in order: which sentences are linked, one to one, one to many, many to one."""

import numpy as np
from numpy.typing import NDArray

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
    for i in range(n_old):
        before, here = best[i, :-1], best[i + 1, 1:]
        np.maximum(before, down[i, 1:] + extend, out=here)
        np.add(here, link[i], out=down[i + 1, 1:])
        # Best paths that end with a link whose group grows on the new side: `first` is where it may begin.
        np.add(before, first[i], out=here)
        np.maximum.accumulate(here, out=here)
        here += run[i]
        np.maximum(here, down[i + 1, 1:], out=here)
        np.maximum(here, best[i, 1:], out=here)
        np.maximum.accumulate(here, out=here)
        np.maximum(here, 0.0, out=here)
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
