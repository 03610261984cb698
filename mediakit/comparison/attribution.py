"""Say which count, and so which pair of sentences, moved a metric: the Aumann-Shapley attribution of a shift.

Along the straight line from the old totals T₀ to the new totals T₁ = T₀ + ΔT, a count column c contributes ΔT_c · A_c
with A_c = ∫₀¹ ∂f/∂T_c (T₀ + s·ΔT) ds, and a pair whose own change is ΔTᵢ contributes Σ_c ΔTᵢ_c · A_c. The contributions
sum to f(T₁) - f(T₀), nothing that is unchanged contributes, and swapping the versions negates all of them.
Aumann and Shapley 1974; Sundararajan et al. 2017.
"""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mediakit.measures.metrics import Metric

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]

_NODES = 64
_STEP = 1e-3  # of a count's own size, for its derivative
_CENTRAL = ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12))
_FORWARD = ((0, -25 / 12), (1, 4.0), (2, -3.0), (3, 4 / 3), (4, -1 / 4))
_SCAN = 257  # points at which a line is looked at for crossings of a metric's step
_BESIDE = 1e-9  # how far to either side of a crossing a jump is read


def settle(contributions: Array, total: float) -> Array:
    """Return the contributions with what rounding and quadrature left over shared out in proportion to their size."""
    weight = np.abs(contributions).sum()
    rest = total - contributions.sum()
    if not weight or not rest:
        return contributions
    return np.asarray(contributions + np.abs(contributions) * (rest / weight))


def slopes(metric: Metric, old: Array, new: Array) -> Array:
    """Return A_c for every column of the metric: its mean slope on the way from the totals `old` to `new`."""
    change = new - old
    moving = np.flatnonzero(change)
    result = np.zeros(len(old))
    if not moving.size:
        return result

    def on_line(s: Array) -> Array:
        return np.asarray(old[:, None] + change[:, None] * s)

    switches = [_curve(metric, formula, limit) for formula, limit in metric.steps]
    crossings = sorted((s, k) for k, switch in enumerate(switches) for s in _crossings(switch, on_line))
    cuts = [0.0, *(s for s, _ in crossings), 1.0]
    formula = _curve(metric, metric.formula)
    for start, end in zip(cuts, cuts[1:], strict=False):
        if end > start:
            result[moving] += _integral(formula, switches, on_line, start, end, moving, old, new)
    for s, k in crossings:
        result[moving] += _jump(formula, switches[k], on_line, s, moving, change)
    return result


def _curve(metric: Metric, formula: Callable[..., object], limit: float = 0.0) -> Curve:
    """Return a formula as a function of an array whose first axis is the metric's columns, less `limit`."""

    def evaluate(totals: Array) -> Array:
        columns = dict(zip(metric.columns, totals, strict=True))
        with np.errstate(all="ignore"):
            return np.asarray(formula(columns), dtype=float) - limit

    return evaluate


def _crossings(switch: Curve, on_line: Curve) -> list[float]:
    """Return where on the line from 0 to 1 the switching quantity passes 0, found by halving."""
    s = np.linspace(0.0, 1.0, _SCAN)
    above = switch(on_line(s)) > 0
    found = []
    for k in np.flatnonzero(above[1:] != above[:-1]):
        low, high = s[k], s[k + 1]
        for _ in range(60):
            middle = (low + high) / 2
            if (switch(on_line(np.array([middle])))[0] > 0) == above[k]:
                low = middle
            else:
                high = middle
        found.append(float(high))
    return found


def _integral(
    formula: Curve,
    switches: Sequence[Curve],
    on_line: Curve,
    start: float,
    end: float,
    moving: NDArray[np.int64],
    old: Array,
    new: Array,
) -> Array:
    """Return the integral of the slopes of the moving columns from `start` to `end`."""
    place, weight = _quadrature()
    points = on_line(start + (end - start) * place)
    weight = weight * (end - start)
    return np.array([gradient(formula, switches, points, c, old, new) @ weight for c in moving])


@cache
def _quadrature() -> tuple[Array, Array]:
    """Return places and weights on the way from 0 to 1: Gauss-Legendre in u, at u²(3 - 2u).

    There the slope of a root is smooth even where a count starts from 0.
    """
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    u = (nodes + 1) / 2
    return u * u * (3 - 2 * u), weights / 2 * 6 * u * (1 - u)


def gradient(formula: Curve, switches: Sequence[Curve], points: Array, column: int, old: Array, new: Array) -> Array:
    """Return the slope of a formula in one column at some points, from differences on one side of its steps."""
    step = np.abs(points[column]) * _STEP
    scale = max(abs(old[column]), abs(new[column]))
    if min(old[column], new[column]) < 0:  # a sum of signed scores passes 0, which is no edge for it
        step = np.full_like(step, scale * _STEP)
    step = np.where(step > 0, step, scale * 1e-9)
    reach = 2 if not switches else 4
    offsets = np.arange(-reach, reach + 1)
    spread = np.repeat(points[:, :, None], len(offsets), axis=2)
    spread[column] += step[:, None] * offsets
    flat = spread.reshape(len(points), -1)
    values = formula(flat).reshape(spread.shape[1:])
    slope = sum(weight * values[:, reach + k] for k, weight in _CENTRAL)
    if switches:
        sides = [(switch(flat) > 0).reshape(values.shape) for switch in switches]
        level = np.all([side == side[:, [reach]] for side in sides], axis=0)
        forward = sum(weight * values[:, reach + k] for k, weight in _FORWARD)
        backward = -sum(weight * values[:, reach - k] for k, weight in _FORWARD)
        central = level[:, reach - 2 : reach + 3].all(axis=1)
        slope = np.where(central, slope, np.where(level[:, reach:].all(axis=1), forward, backward))
    return np.asarray(slope / step)


def _jump(formula: Curve, switch: Curve, on_line: Curve, s: float, moving: NDArray[np.int64], change: Array) -> Array:
    """Return the slopes that share out a jump at `s`: each column by how far it moves the switching quantity."""
    beside = np.array([max(s - _BESIDE, 0.0), min(s + _BESIDE, 1.0)])
    before, after = formula(on_line(beside))
    here = on_line(np.array([s]))
    push = np.array([gradient(switch, (), here, c, here[:, 0], here[:, 0])[0] for c in moving])
    total = push @ change[moving]
    return push * ((after - before) / total) if total else np.zeros(len(moving))
