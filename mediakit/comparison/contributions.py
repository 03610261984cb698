"""Say which count, and so which pair of sentences, moved a metric: the Aumann-Shapley attribution of a shift.

Along the straight line from the old totals T₀ to the new totals T₁ = T₀ + ΔT, a count column c contributes ΔT_c · A_c
with A_c = ∫₀¹ ∂f/∂T_c (T₀ + s·ΔT) ds, and a pair whose own change is ΔTᵢ contributes Σ_c ΔTᵢ_c · A_c. The contributions
sum to f(T₁) - f(T₀), nothing that is unchanged contributes, and swapping the versions negates all of them.
Aumann and Shapley 1974; Sundararajan et al. 2017.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediakit.comparison.alignment import diff_words
from mediakit.measures.counts import COLUMNS, count_words
from mediakit.measures.metrics import Metric
from mediakit.memory import once
from mediakit.text.document import Sentence

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


class Label(NamedTuple):
    """A word that differs between the sides of a pair, with the words around it that changed together.

    `old` and `new` are the stretches of either side; `word` is the word itself, "" for what belongs to no word.
    """

    pair: int
    old: str
    new: str
    word: str
    quoted: bool


class Edits(NamedTuple):
    """The words that differ between the sides of pairs, and what each changes, shape (edits, columns asked for)."""

    labels: list[Label]
    changes: Array


class Compared:
    """One pair of sentence groups: the words of either side, one sentence after the other, and what became of them."""

    def __init__(self, number: int, sides: Sequence[Sequence[Sentence]]) -> None:
        self.number, self.sides = number, sides
        self.tokens = [[token for sentence in side for token in sentence.tokens] for side in sides]
        self.mask = [[quoted for sentence in side for quoted in sentence.mask] for side in sides]
        self.steps = diff_words(*self.tokens)

    def find_edits(self, change: Array, columns: Sequence[str], voice: str) -> Edits:
        """Return the words behind the change of the pair in some count columns; the parts sum to `change`."""
        left, right = (self._count(side, columns, voice) for side in (0, 1))
        (old, new), (old_mask, new_mask), number = self.tokens, self.mask, self.number
        labels: list[Label] = []
        parts = [np.zeros((0, len(columns)))]
        for tag, i, j, k, m in self.steps:
            if tag == "equal":
                moves = right[k:m] - left[i:j]
                changed = np.flatnonzero(np.abs(moves).max(axis=1, initial=0.0) > 1e-12).tolist()
                labels += [Label(number, old[i + n], new[k + n], new[k + n], new_mask[k + n]) for n in changed]
                parts.append(moves[changed])
                continue
            gone, come = " ".join(old[i:j]), " ".join(new[k:m])
            labels += [Label(number, gone, come, old[n], old_mask[n]) for n in range(i, j)]
            labels += [Label(number, gone, come, new[n], new_mask[n]) for n in range(k, m)]
            parts += [-left[i:j], right[k:m]]
        return _completed(number, Edits(labels, np.concatenate(parts)), change, columns)

    def _count(self, side: int, columns: Sequence[str], voice: str) -> Array:
        """Return what each word of a side counts in some columns."""
        rows = read_words(self.sides[side], columns)
        places = [COLUMNS.index(_WHOLE.get(column, column) or column) for column in columns]
        counts = np.concatenate([np.zeros((0, len(COLUMNS))), *rows])[:, places]
        if voice != "all":
            counts[np.array(self.mask[side], dtype=bool) != (voice == "quoted")] = 0.0
        return counts


def read_words(sentences: Sequence[Sentence], columns: Sequence[str]) -> list[Array]:
    """Return what each word of some sentences counts on its own, as far as the parts of some columns ask for it."""
    return count_words(sentences, {_WHOLE.get(column, column) or column for column in columns})


def _completed(number: int, edits: Edits, change: Array, columns: Sequence[str]) -> Edits:
    """Return the edits with scores of whole sentences shared among them, and one more for what belongs to no word."""
    labels, parts = edits
    nobody = Label(number, "", "", "", False)
    if not labels:
        return Edits([nobody], change[None])
    whole = np.array([column in _WHOLE for column in columns])
    total, size = parts.sum(axis=0), np.abs(parts).sum(axis=0)
    # A sentence's score goes to its words in proportion to their own, unless those cancel out or point the other way.
    fits = whole & (np.abs(total) > _LEAST_AGREEMENT * size) & np.array([bool(_WHOLE.get(c, c)) for c in columns])
    parts[:, fits] *= change[fits] / total[fits]
    parts[:, whole & ~fits] = 0.0
    rest = change - parts.sum(axis=0)
    rest[np.abs(rest) <= 1e-9 * (1.0 + size)] = 0.0
    return Edits([*labels, nobody], np.vstack([parts, rest])) if rest.any() else Edits(labels, parts)


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


def slopes(metric: Metric, old: Array, new: Array, differs: NDArray[np.bool_] | None = None) -> Array:
    """Return A_c for every column of the metric: its mean slope on the way from the totals `old` to `new`.

    `differs` says which columns any word moved: a total can stay while words went and came, in one pair even. Without
    it these are the columns whose totals differ.
    """
    change = new - old
    moving = np.flatnonzero(change if differs is None else (change != 0) | differs)
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


@once
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
