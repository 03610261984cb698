"""Redraw the sentence pairs, to see how much of a shift hangs on a few of them."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mediakit.comparison.products import multiply
from mediakit.measures.metrics import Metric

Array = NDArray[np.float64]

N_DRAWS = 2000
_LEAST_DEFINED = 0.9  # share of draws in which a metric must be defined for its interval to be given


def evaluate(metrics: Sequence[Metric], columns: Sequence[str], totals: Array) -> Array:
    """Return the metrics of totals: shape (..., columns) gives (metrics, ...), NaN where undefined."""
    named = dict(zip(columns, np.moveaxis(totals, -1, 0), strict=True))
    with np.errstate(all="ignore"):
        values = [np.broadcast_to(np.asarray(m.formula(named), dtype=float), totals.shape[:-1]) for m in metrics]
    result = np.array(values).reshape(len(metrics), *totals.shape[:-1])
    result[~np.isfinite(result)] = np.nan
    return result


def find_intervals(
    metrics: Sequence[Metric],
    columns: Sequence[str],
    old: Array,
    new: Array,
    seed: int = 0,
    n_draws: int = N_DRAWS,
    level: float = 0.95,
) -> tuple[Array, Array]:
    """Return the lower and upper end of each metric's interval when the pairs are redrawn with replacement.

    `old` and `new` hold the counts of either side of each pair, shape (pairs, columns). The ends are percentiles of the
    redrawn shifts, set apart as far as Student's t asks for so few pairs (Hesterberg 2015), for fewer still if a few
    pairs hold most of the variance. Redrawing cannot bring up what no pair holds, so each end also allows for half a
    count more in every count column. NaN for fewer than two pairs, or if the metric is undefined in a tenth of the
    draws.
    """
    from scipy.special import ndtr, stdtrit

    n = len(old)
    if n < 2 or not metrics:
        return np.full(len(metrics), np.nan), np.full(len(metrics), np.nan)
    times = draw(n, n_draws, seed)
    shifts = evaluate(metrics, columns, multiply(times, new)) - evaluate(metrics, columns, multiply(times, old))
    (value_old, without_old, more_old), (value_new, without_new, more_new) = (
        _neighbours(metrics, columns, side) for side in (old, new)
    )
    shift = value_new - value_old
    spread = without_new - without_old - shift[:, None]
    spread = np.nan_to_num(spread - np.nan_to_num(spread).mean(axis=1, keepdims=True))
    squares = spread**2
    bearing = 3 * squares.sum(axis=1) ** 2 / np.maximum((squares**2).sum(axis=1), 1e-300)  # n for a normal spread
    freedom = np.clip(np.minimum(n, bearing) - 1, 1.5, None)
    low, high = percentiles(shifts, ndtr(np.sqrt(n / (n - 1)) * stdtrit(freedom, (1 - level) / 2)))
    half_counts = np.sqrt(np.maximum(np.nan_to_num(more_old) ** 2, np.nan_to_num(more_new) ** 2).sum(axis=1))
    slack = stdtrit(n - 1, (1 + level) / 2) * half_counts
    return shift - np.hypot(shift - low, slack), shift + np.hypot(high - shift, slack)


def _neighbours(metrics: Sequence[Metric], columns: Sequence[str], side: Array) -> tuple[Array, Array, Array]:
    """Return the metrics of a side's total, those without each pair, and by how much half a count more moves them.

    Shapes: (metrics), (metrics, pairs), (metrics, count columns).
    """
    total, n = side.sum(axis=0), len(side)
    counted = [i for i, column in enumerate(columns) if column.startswith("n_") and column != "n_sentences"]
    points = np.concatenate([total[None], total - side, total + 0.5 * np.eye(len(columns))[counted]])
    values = evaluate(metrics, columns, points)
    return values[:, 0], values[:, 1 : n + 1], values[:, n + 1 :] - values[:, :1]


def percentiles(draws: Array, tail: Array | float) -> tuple[Array, Array]:
    """Return the percentiles `tail` and 1 - `tail` of each row of draws; undefined draws are left out."""
    ordered = np.sort(draws, axis=1)  # NaN goes last
    n = np.isfinite(draws).sum(axis=1)
    place = tail * (np.maximum(n, 1) - 1)
    low, high = _at(ordered, place), _at(ordered, np.maximum(n, 1) - 1 - place)
    enough = n >= _LEAST_DEFINED * draws.shape[1]
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def _at(ordered: Array, place: Array) -> Array:
    """Return the value at a fractional place of each sorted row."""
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    row = np.arange(len(ordered))
    lower, upper = ordered[row, below], ordered[row, above]
    part = place - below
    return np.asarray(np.where(part > 0, lower + (upper - lower) * part, lower))


@lru_cache(maxsize=16)
def draw(n: int, n_draws: int, seed: int) -> Array:
    """Return how often each of `n` units is drawn in each of `n_draws` redraws, shape (draws, units); read only."""
    generator = np.random.default_rng([seed, n])
    chosen = generator.integers(0, n, size=(n_draws, n)) + n * np.arange(n_draws)[:, None]
    times = np.bincount(chosen.ravel(), minlength=n * n_draws).reshape(n_draws, n).astype(float)
    times.setflags(write=False)
    return times
