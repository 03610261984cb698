"""Say which count, and so which pair of sentences, moved a metric: the Aumann-Shapley attribution of a shift.

Along the straight line from the old totals T₀ to the new totals T₁ = T₀ + ΔT, a count column c contributes ΔT_c · A_c
with A_c = ∫₀¹ ∂f/∂T_c (T₀ + s·ΔT) ds, and a pair whose own change is ΔTᵢ contributes Σ_c ΔTᵢ_c · A_c. The contributions
sum to f(T₁) - f(T₀), nothing that is unchanged contributes, and swapping the versions negates all of them.
Aumann and Shapley 1974; Sundararajan et al. 2017.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediakit.comparison.alignment import diff_words
from mediakit.measures.counts import COLUMNS, count_words
from mediakit.measures.metrics import Metric
from mediakit.memory import once
from mediakit.text.document import Sentence

Array = NDArray[np.float64]
Index = NDArray[np.intp]

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


class Evidence(NamedTuple):
    """One row of what moved a metric; see the table of evidence in `mediakit.schema`."""

    metric: str
    pair: int
    old: str
    new: str
    word: str
    quoted: bool
    contribution: float


class Edits(NamedTuple):
    """The words that differ between the sides of pairs, and what each changes, shape (edits, columns asked for)."""

    labels: list[Label]
    changes: Array


class Compared:
    """One pair of sentence groups: the words of either side, one sentence after the other, and what became of them.

    `entries` are the numbers of the old and the new words that stand for each other, one for each pair of equal words
    and for each word that went or came; -1 where a side has none.
    """

    def __init__(self, number: int, sides: Sequence[Sequence[Sentence]]) -> None:
        self.number, self.sides = number, sides
        self.tokens = [[token for sentence in side for token in sentence.tokens] for side in sides]
        self.mask = [[quoted for sentence in side for quoted in sentence.mask] for side in sides]
        old: list[int] = []
        new: list[int] = []
        self._stretches: list[tuple[str, str] | None] = []
        for tag, i, j, k, m in diff_words(*self.tokens):
            equal = tag == "equal"
            old += range(i, j) if equal else (*range(i, j), *[-1] * (m - k))
            new += range(k, m) if equal else (*[-1] * (j - i), *range(k, m))
            words = None if equal else (" ".join(self.tokens[0][i:j]), " ".join(self.tokens[1][k:m]))
            self._stretches += [words] * (len(old) - len(self._stretches))
        self.entries = np.array([old, new], dtype=np.intp)

    @cached_property
    def labels(self) -> list[Label]:
        """The words of each entry."""
        found = []
        for old, new, stretch in zip(*self.entries.tolist(), self._stretches, strict=True):
            side, at = (0, old) if new < 0 else (1, new)
            word = self.tokens[side][at]
            gone, come = stretch or (self.tokens[0][old], word)
            found.append(Label(self.number, gone, come, word, self.mask[side][at]))
        return found


def find_edits(compared: Sequence[Compared], change: Array, columns: Sequence[str], voice: str) -> Edits:
    """Return the words behind the changes of some pairs in some columns, shape (pairs, columns), to which they sum."""
    pair = np.repeat(np.arange(len(compared)), [len(each.labels) for each in compared])
    old, new = (np.concatenate([each.entries[side] for each in compared]) for side in (0, 1))
    parts = _count(compared, 1, columns, voice)[_place(compared, 1, pair, new)]
    parts -= _count(compared, 0, columns, voice)[_place(compared, 0, pair, old)]
    changed = (old < 0) | (new < 0)
    kept = np.flatnonzero(changed | (np.abs(parts).max(axis=1, initial=0.0) > 1e-12))
    pair, parts = pair[kept], parts[kept]
    rest = _share(pair, parts, change, columns)
    nobody = np.flatnonzero(rest.any(axis=1) | (np.bincount(pair, minlength=len(compared)) == 0))
    every = [label for each in compared for label in each.labels]
    labels = [every[entry] for entry in kept.tolist()]
    labels += [Label(compared[n].number, "", "", "", False) for n in nobody.tolist()]
    order = np.argsort(np.concatenate([pair, nobody]), kind="stable")
    return Edits([labels[n] for n in order.tolist()], np.concatenate([parts, rest[nobody]])[order])


def _count(compared: Sequence[Compared], side: int, columns: Sequence[str], voice: str) -> Array:
    """Return what each word of a side of some pairs counts in some columns, and a last row for where there is none."""
    asked = [_WHOLE.get(column, column) or column for column in columns]
    rows = count_words([sentence for each in compared for sentence in each.sides[side]], set(asked))
    counts = np.concatenate([*rows, np.zeros((1, len(COLUMNS)))])[:, [COLUMNS.index(column) for column in asked]]
    if voice != "all":
        mask = [quoted for each in compared for quoted in each.mask[side]]
        counts[:-1][np.array(mask, dtype=bool) != (voice == "quoted")] = 0.0
    return np.asarray(counts)


def _place(compared: Sequence[Compared], side: int, pair: Index, words: Index) -> Index:
    """Return the numbers of words of a side among those of all pairs, from their numbers in each pair; -1 stays."""
    firsts = np.cumsum([0, *(len(each.tokens[side]) for each in compared)])
    return np.where(words < 0, -1, words + firsts[pair])


def _share(pair: Index, parts: Array, change: Array, columns: Sequence[str]) -> Array:
    """Share the scores of whole sentences among the words of their pairs, in place; return what belongs to no word.

    `pair` is the number of the pair of each row of `parts`, in order.
    """
    whole = np.array([column in _WHOLE for column in columns])
    total, size = _sum_by(pair, parts, len(change)), _sum_by(pair, np.abs(parts), len(change))
    # A sentence's score goes to its words in proportion to their own, unless those cancel out or point the other way.
    fits = whole & (np.abs(total) > _LEAST_AGREEMENT * size) & np.array([bool(_WHOLE.get(c, c)) for c in columns])
    with np.errstate(all="ignore"):
        parts *= np.where(fits, change / total, np.where(whole, 0.0, 1.0))[pair]
    rest = change - _sum_by(pair, parts, len(change))
    told = np.bincount(pair, minlength=len(change)) > 0
    rest[told[:, None] & (np.abs(rest) <= 1e-9 * (1.0 + size))] = 0.0
    return np.asarray(rest)


def _sum_by(pair: Index, parts: Array, n_pairs: int) -> Array:
    """Return the sum of the rows of each pair."""
    sums = np.zeros((n_pairs, parts.shape[1]))
    if len(pair):
        firsts = np.flatnonzero(np.diff(pair, prepend=-1))
        sums[pair[firsts]] = np.add.reduceat(parts, firsts, axis=0)
    return sums


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
    scale = max(abs(old[column]), abs(new[column])) or 1.0  # what came and went may add up to nothing in both
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
