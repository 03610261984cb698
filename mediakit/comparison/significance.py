"""Compare many stories, and test whether a kind of rewrite shifts a metric in general."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mediakit.comparison.shifts import Comparison, compare
from mediakit.comparison.summary import read_test
from mediakit.comparison.uncertainty import N_DRAWS, adjust, adjust_holm, draw, percentiles
from mediakit.errors import ChoiceError, ColumnError, ReadError, unknown_choice
from mediakit.measures.arithmetic import multiply
from mediakit.measures.metrics import METRICS, Metric
from mediakit.schema import TABLES, make_table
from mediakit.stories import ORIGINALS, Story, Version

Array = NDArray[np.float64]

AGAINST = ("original", "first", "previous", "all")
LABELS = ("version_old", "version_new", "source", "kind")
"""What the shifts of many stories have besides: the versions, and source and kind of the newer one."""
_FLIPS = 9999
_EXACT = 13  # clusters up to which every flip is tried
_WORK = 200_000_000  # signs drawn at most for one test,
_BLOCK = 2_000_000  # and at a time
_LEAST_FLIPS = 999


def compare_all(
    stories: Iterable[Story] | str | Path,
    against: str = "original",
    voice: str = "all",
    metrics: str | Metric | Sequence[str | Metric] = "main",
    seed: int = 0,
    n_draws: int = N_DRAWS,
    floors: bool = False,
    progress: bool = False,
) -> pd.DataFrame:
    """Compare the versions of every story and return the shifts of all, one row per comparison and metric.

    `against` says what each version is compared with: the story's "original" (the first of kind "wire" or "original",
    else the first), its "first" version, the "previous" one, or "all" before it. Columns: those of the table of shifts,
    and before them version_old, version_new, source, kind (of the newer version). `floors=True` adds the floor of
    formatting, for which every text is measured several times more; else it is NaN. Stories with one version have no
    row. `stories` may be the folder that `compare_corpus` wrote: its shifts are read, as they were made there. Raises
    `ChoiceError` for another `against`.

    >>> shifts = mk.compare_all([mk.load_example("junction-crash")], metrics=["lix"])
    >>> shifts["version_new"].tolist()
    ['paraphrase', 'release', 'tabloid']
    """
    if isinstance(stories, str | Path):
        if (against, voice, metrics, seed, n_draws, floors) != ("original", "all", "main", 0, N_DRAWS, False):
            raise ChoiceError(f"How to compare was settled when {stories} was written: ask for nothing else.", stories)
        return read_shifts(stories).drop(columns="problem")
    from tqdm.auto import tqdm

    check_against(against)
    how: dict[str, Any] = {"seed": seed, "n_draws": n_draws, "voice": voice, "metrics": metrics, "floors": floors}
    tables = [
        label_shifts(compare(old, new, **how), story.id, old, new)
        for story in tqdm(stories, unit=" stories", disable=not progress)
        for old, new in pick(story.versions, against)
    ]
    return pd.concat(tables, ignore_index=True) if tables else _empty()


def label_shifts(comparison: Comparison, story: str, old: Version, new: Version) -> pd.DataFrame:
    """Return the shifts of one of many comparisons: with its story, versions, and source and kind of the newer one."""
    table = comparison.table().assign(story=story)
    values = (old.version, new.version, new.source, new.kind)
    for place, (name, value) in enumerate(zip(LABELS, values, strict=True), start=1):
        table.insert(place, name, value)
    return table


def read_shifts(folder: str | Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the shifts, or some columns of them, in a folder that `compare_corpus` wrote; failed comparisons left out.

    Raises `ReadError` if there are none.
    """
    place = Path(folder) / "shifts"
    if not place.is_dir():
        raise ReadError(f"{folder} holds no shifts; mk.compare_corpus writes them there.", str(folder))
    known = pd.read_parquet(place, columns=None if columns is None else [*columns, "problem"])
    return known[known["problem"] == ""].reset_index(drop=True)


def check_against(against: str) -> None:
    """Raise `ChoiceError` if versions are not compared so."""
    if against not in AGAINST:
        raise unknown_choice("against", against, AGAINST)


def pick(versions: Sequence[Version], against: str) -> Iterator[tuple[Version, Version]]:
    """Yield the (older, newer) versions to compare."""
    if against == "all":
        yield from combinations(versions, 2)
    elif against == "previous":
        yield from pairwise(versions)
    else:
        known = (version for version in versions if against == "original" and version.kind in ORIGINALS)
        original = next(known, versions[0] if versions else None)
        yield from ((original, version) for version in versions if original is not None and version is not original)


def _empty() -> pd.DataFrame:
    """Return a table of shifts of many stories without a row."""
    table = compare("", "", n_draws=1).table().iloc[:0]
    for place, name in enumerate(LABELS, start=1):
        table.insert(place, name, pd.Series(dtype="str"))
    return table


def test_shifts(
    shifts: pd.DataFrame | str | Path,
    cluster: str | Sequence[str] = "",
    family: Sequence[str] | None = None,
    seed: int = 0,
    n_draws: int = N_DRAWS,
    by: str | Sequence[str] = "",
) -> pd.DataFrame:
    """Test for each metric whether its shift over stories differs from none.

    `shifts` comes from `compare_all` (columns story, metric, shift), or is the folder that `compare_corpus` wrote;
    several comparisons of a story count as their mean, undefined shifts are left out. `cluster` names columns, such as
    "source", within which stories are not independent: these are then redrawn, and change sign, together. `family`
    names the metrics tested together, all by default. `by` names columns, such as "kind", whose values are tested
    apart; p is corrected for the tests of all of them.

    Returns one row per metric (and value of `by`, which come first): metric, n (stories), n_clusters, mean, median,
    low, high (95 % interval of the mean when stories are redrawn), p (sign-flip permutation, two-sided; exact if few
    stories, never 0; NaN for fewer than two), effect (mean over standard deviation), p_holm, p_bh (adjusted over the
    family by Holm 1979, Benjamini and Hochberg 1995), reads_as. Raises `ColumnError` for a missing column,
    `ChoiceError` for a metric that is not in the table.
    """
    clusters, parts = _as_list(cluster), _as_list(by)
    shifts = _take_columns(shifts, ["story", "metric", "shift", *clusters, *parts])
    names = list(dict.fromkeys(shifts["metric"]))
    for name in family or ():
        if name not in names:
            raise unknown_choice("metric", name, names)
    labels, rows = [], []
    for label, group in shifts.groupby(parts, sort=True) if parts else [((), shifts)]:
        for name in names if family is None else family:
            values, groups = _per_story(group[group["metric"] == name], clusters)
            labels.append(label)
            rows.append({"metric": name, **_test(values, groups, seed, n_draws)})
    table = make_table("tests", [[row[column] for column in TABLES["tests"]] for row in _adjust(rows)])
    for place, name in enumerate(parts):
        table.insert(place, name, [label[place] for label in labels])
    return table


def _take_columns(shifts: pd.DataFrame | str | Path, needed: list[str]) -> pd.DataFrame:
    """Return a table of shifts, read from its folder if it is one; raises `ColumnError` if a column is missing."""
    columns = list(dict.fromkeys(needed))
    if isinstance(shifts, str | Path):
        shifts = read_shifts(shifts, [name for name in columns if name in (*LABELS, *TABLES["shifts"])])
    if missing := [name for name in columns if name not in shifts]:
        raise ColumnError(f"The table of shifts lacks {missing}; it has {list(shifts)}.", list(shifts))
    return shifts


def _as_list(names: str | Sequence[str]) -> list[str]:
    return [names] if isinstance(names, str) and names else list(names)


def _adjust(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of tests that are read together with p adjusted for their number, and in words."""
    p = np.array([row["p"] for row in rows], dtype=float)
    n_tests = int((~np.isnan(p)).sum())
    known = [
        {**row, "p_holm": float(holm), "p_bh": float(bh)}
        for row, holm, bh in zip(rows, adjust_holm(p), adjust_bh(p), strict=True)
    ]
    return [{**row, "reads_as": read_test(METRICS.get(row["metric"]), row, n_tests)} for row in known]


test_shifts.__test__ = False  # type: ignore[attr-defined]  # the name is no test of its own


def _per_story(shifts: pd.DataFrame, clusters: list[str]) -> tuple[Array, NDArray[np.int64]]:
    """Return the mean shift of each story, in order of the stories' names, and the number of its cluster."""
    defined = shifts[shifts["shift"].notna()]
    units = defined.groupby([*clusters, "story"], sort=True)["shift"].mean()
    if not clusters:
        return units.to_numpy(dtype=float), np.arange(len(units))
    named = units.index.droplevel(-1)
    return units.to_numpy(dtype=float), np.asarray(pd.factorize(named, sort=True)[0], dtype=np.int64)


def _test(values: Array, groups: NDArray[np.int64], seed: int, n_draws: int) -> dict[str, float]:
    """Return the figures of one metric's shifts over stories."""
    n, n_clusters = len(values), int(groups.max(initial=-1)) + 1
    nan = float("nan")
    spread = float(values.std(ddof=1)) if n > 1 else nan
    mean = float(values.mean()) if n else nan
    low, high = _interval(values, groups, n_clusters, seed, n_draws)
    return {
        "n": n,
        "n_clusters": n_clusters,
        "mean": mean,
        "median": float(np.median(values)) if n else nan,
        "low": low,
        "high": high,
        "p": flip_signs(values, groups, seed),
        "effect": mean / spread if spread and spread > 1e-12 * abs(mean) else nan,
    }


def _interval(
    values: Array, groups: NDArray[np.int64], n_clusters: int, seed: int, n_draws: int
) -> tuple[float, float]:
    """Return the 95 % interval of the mean when clusters of stories are redrawn."""
    from scipy.special import ndtr, stdtrit

    if n_clusters < 2:
        return float("nan"), float("nan")
    sums = np.stack([np.bincount(groups, weights=values), np.bincount(groups).astype(float)], axis=1)
    drawn = np.concatenate([multiply(times, sums) for times in _draws(n_clusters, n_draws, seed)])
    tail = float(ndtr(np.sqrt(n_clusters / (n_clusters - 1)) * stdtrit(n_clusters - 1, 0.025)))
    low, high = percentiles((drawn[:, 0] / drawn[:, 1])[None, :], tail)
    return float(low[0]), float(high[0])


def _draws(n: int, n_draws: int, seed: int) -> Iterator[Array]:
    """Yield redraws in blocks that fit in memory."""
    block = max(1, min(n_draws, _BLOCK // n))
    for number, start in enumerate(range(0, n_draws, block)):
        yield draw(n, min(block, n_draws - start), seed + number)


def flip_signs(values: Array, groups: NDArray[np.int64], seed: int = 0) -> float:
    """Return the two-sided p-value of a mean of 0 when the signs of clusters are flipped; NaN for fewer than two.

    All flips are tried if there are at most 2¹³, else 9,999 random ones (fewer of very many clusters), the observed one
    among them: p is never 0. As `scipy.stats.permutation_test` of one sample, many times as fast.
    """
    sums: Array = np.bincount(groups, weights=values).astype(float)
    n = len(sums)
    if n < 2:
        return float("nan")
    least = abs(sums.sum()) - 1e-12 * np.abs(sums).sum()
    if n <= _EXACT:
        signs: Array = 1.0 - 2.0 * (np.arange(1 << n)[:, None] >> np.arange(n) & 1).astype(float)
        return float((np.abs(multiply(signs, sums[:, None])) >= least).mean())
    n_flips = max(_LEAST_FLIPS, min(_FLIPS, _WORK // n))
    block = max(1, _BLOCK // n)
    extreme = 0
    for start in range(0, n_flips, block):
        signs = _signs(min(block, n_flips - start), n, seed, start)
        extreme += int((np.abs(multiply(signs, sums[:, None])) >= least).sum())
    return (extreme + 1) / (n_flips + 1)


def _signs(n_flips: int, n: int, seed: int, start: int) -> Array:
    """Return random signs, shape (flips, units)."""
    generator = np.random.default_rng([seed, n, start])
    return 2.0 * generator.integers(0, 2, size=(n_flips, n), dtype=np.int8).astype(float) - 1.0


def adjust_bh(p: Array) -> Array:
    """Return p-values adjusted for the share of false discoveries (Benjamini and Hochberg 1995); NaN takes no part."""

    def rule(ordered: Array) -> Array:
        n = len(ordered)
        return np.asarray(np.minimum.accumulate((ordered * n / np.arange(1, n + 1))[::-1])[::-1])

    return adjust(p, rule)
