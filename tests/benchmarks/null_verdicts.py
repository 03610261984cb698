"""How often a comparison of equal versions has a clear verdict: pairs of sentences exchanged by chance.

For every bundled story's first version against each other one, the counts of paired sentences are dealt to an older
and a newer side at random, many times. No metric shifts then but by chance: the share of comparisons with any clear
verdict among the main metrics is the rate of false alarms that a reader of the whole table meets.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

import mediakit as mk
from mediakit.comparison.uncertainty import SURE, adjust_holm, exchange
from mediakit.measures.counts import COLUMNS
from mediakit.measures.metrics import choose_metrics
from tests.benchmarks.figure import Figure

N_DEALS = 40  # a comparison
N_DRAWS = 999


def figures(folder: Path | None) -> Iterator[Figure]:
    """Yield the share of comparisons with any clear verdict; `folder` is not read."""
    hits = n = 0
    for old, new in pairs():
        for deal in range(N_DEALS):
            n += 1
            hits += has_clear(old, new, deal)
    yield Figure("null_verdicts", "comparisons with a clear verdict by chance", hits / n, n=n, goal=0.0, slack=0.01)


def pairs() -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the counts of either side of the pairs of sentences, shape (pairs, columns), for each comparison."""
    for name in mk.list_examples():
        versions = mk.load_example(name).versions
        for newer in versions[1:]:
            yield mk.compare(versions[0], newer, metrics="all", floors=False, n_draws=20)._sides


def has_clear(old: np.ndarray, new: np.ndarray, seed: int) -> bool:
    """Tell whether any main metric is clear when the sides are dealt by chance."""
    turned = np.random.default_rng(seed).integers(0, 2, size=len(old), dtype=bool)[:, None]
    left, right = np.where(turned, new, old), np.where(turned, old, new)
    p = exchange(choose_metrics("main"), COLUMNS, left, right, seed, N_DRAWS)
    return bool((adjust_holm(p) < SURE).any())
