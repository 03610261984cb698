"""Do intervals cover and do tests keep their level? Simulated from real articles and their easier levels."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediakit.comparison.alignment import pair_sentences
from mediakit.comparison.significance import adjust_bh, flip_signs
from mediakit.comparison.uncertainty import draw, evaluate, find_intervals
from mediakit.measures.counts import COLUMNS, count_rows
from mediakit.measures.metrics import METRICS
from mediakit.text.parsing import parse
from tests.benchmarks.figure import Figure, read_rows

Array = NDArray[np.float64]
LEVELS = (("adv", "int"), ("adv", "ele"), ("int", "ele"))
METRIC_LIST = list(METRICS.values())


def pair_counts(old_text: str, new_text: str) -> tuple[Array, Array]:
    """Return the counts of either side of each sentence pair."""
    old, new = parse(old_text), parse(new_text)
    pairs = pair_sentences(old.sentences, new.sentences)
    counts = [count_rows(d)[1][1 if d.title else 0 :] for d in (old, new)]
    return (
        np.array([counts[0][list(pair.old)].sum(axis=0) for pair in pairs]),
        np.array([counts[1][list(pair.new)].sum(axis=0) for pair in pairs]),
    )


def shifts(old: Array, new: Array) -> Array:
    """Return the shift of every metric between the totals of two sides."""
    return np.asarray(
        evaluate(METRIC_LIST, COLUMNS, new.sum(axis=-2)) - evaluate(METRIC_LIST, COLUMNS, old.sum(axis=-2))
    )


def simulate(old: Array, new: Array, n_samples: int, seed: int) -> Iterator[tuple[Array, Array, Array]]:
    """Yield, for samples of pairs drawn from an article, which metrics' intervals, ours and plain, hold its true shift.

    The third array says for which metrics at least eight of the sampled pairs changed.
    """
    generator, n, truth = np.random.default_rng(seed), len(old), shifts(old, new)
    places = [[COLUMNS.index(c) for c in metric.columns] for metric in METRIC_LIST]
    for number in range(n_samples):
        sample = generator.integers(0, n, n)
        a, b = old[sample], new[sample]
        low, high = find_intervals(METRIC_LIST, COLUMNS, a, b, seed=number % 16, n_draws=1000)
        times = draw(n, 1000, number % 16)
        redrawn = evaluate(METRIC_LIST, COLUMNS, times @ b) - evaluate(METRIC_LIST, COLUMNS, times @ a)
        with np.errstate(all="ignore"):
            plain = np.nanquantile(np.where(np.isnan(redrawn).all(axis=1)[:, None], 0, redrawn), [0.025, 0.975], axis=1)
        many = np.array([(a != b)[:, p].any(axis=1).sum() >= 8 for p in places]) & np.isfinite(low) & np.isfinite(truth)
        yield (low <= truth) & (truth <= high), (plain[0] <= truth) & (truth <= plain[1]), many


def measure_coverage(articles: Sequence[tuple[Array, Array]], n_samples: int) -> tuple[Array, Array, int]:
    """Return per metric how often our interval and plain percentiles hold the true shift, and the number of samples."""
    hits, plain, known = (np.zeros(len(METRIC_LIST)) for _ in range(3))
    for seed, (old, new) in enumerate(articles):
        for ours, theirs, many in simulate(old, new, n_samples, seed):
            hits, plain, known = hits + (ours & many), plain + (theirs & many), known + many
    return hits / np.maximum(known, 1), plain / np.maximum(known, 1), int(known.max())


def measure_level(table: Array, n_stories: int, n_runs: int, seed: int = 0) -> tuple[float, float]:
    """Return how often a true null is rejected at 0.05, and the mean share of false discoveries by Benjamini-Hochberg.

    `table` holds real shifts, shape (metrics, stories). A null is made by relabelling old and new of each story at
    random; half of the metrics keep their labels when false discoveries are counted.
    """
    generator = np.random.default_rng(seed)
    rejected = tested = 0
    false_share = []
    for run in range(n_runs):
        chosen = table[:, generator.choice(table.shape[1], n_stories, replace=False)]
        null = chosen * generator.choice([-1.0, 1.0], size=n_stories)
        kept = generator.random(len(table)) < 0.5
        mixed = np.where(kept[:, None], chosen, null)
        p = np.array([flip_signs(row, np.arange(n_stories), run) for row in null])
        rejected, tested = rejected + int((p < 0.05).sum()), tested + len(p)
        p = np.where(kept, [flip_signs(row, np.arange(n_stories), run) for row in mixed], p)
        found = adjust_bh(p) < 0.05
        false_share.append((found & ~kept).sum() / max(1, found.sum()))
    return rejected / tested, float(np.mean(false_share))


def chance(share: float, n: int) -> float:
    """Return the standard error of a share of n cases: by how much another seed would move it."""
    return float(np.sqrt(share * (1 - share) / n))


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the coverage of 95 % intervals, and the level of the tests over stories."""
    rows = read_rows(folder, "onestop")
    pairs = {levels: [pair_counts(row[levels[0]], row[levels[1]]) for row in rows] for levels in LEVELS}
    for levels in LEVELS:
        ours, plain, n = measure_coverage(pairs[levels][::3], 40)
        named = sorted(zip(ours, METRICS, strict=True))
        spread = f"{named[0][0]:.3f} ({named[0][1]}) to {named[-1][0]:.3f} ({named[-1][1]})"
        title = f"95 % interval covers, {levels[0]} to {levels[1]}, mean of metrics"
        peer = ("plain percentiles", float(plain.mean()))
        yield Figure("coverage", title, float(ours.mean()), *peer, n, spread, goal=0.95, slack=chance(0.95, n))
        within = [float(((0.93 <= c.round(2)) & (c.round(2) <= 0.97)).mean()) for c in (ours, plain)]
        title, n = f"share of metrics covered 93 to 97 %, {levels[0]} to {levels[1]}", len(METRIC_LIST)
        yield Figure("coverage", title, within[0], "plain percentiles", within[1], n, slack=chance(within[0], n))
    table = np.array([shifts(*pair) for pair in pairs["adv", "int"]]).T
    table = table[np.isfinite(table).all(axis=1)]
    n, slack = 400, chance(0.05, 400)
    for n_stories in (8, 20, 60):
        level, false_share = measure_level(table, n_stories, n)
        title = f"true null rejected at 0.05, {n_stories} stories"
        yield Figure("coverage", title, level, "nominal", 0.05, n, goal=0.05, slack=slack)
        title = f"false discovery rate, {n_stories} stories"
        yield Figure("coverage", title, false_share, "nominal", 0.05, n, goal=0.0, slack=slack)
