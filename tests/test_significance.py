"""What the tests over stories promise."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import permutation_test

from mediakit.comparison.significance import adjust_bh, adjust_holm, compare_all, flip_signs, test_shifts
from mediakit.errors import ChoiceError, ColumnError
from mediakit.schema import TABLES
from mediakit.stories import Story, Version
from tests.test_contributions import NEW, OLD


def shifts(values: dict[str, list[float]], **columns: list[str]) -> pd.DataFrame:
    tables = [
        pd.DataFrame({"story": [f"s{i}" for i in range(len(v))], "metric": metric, "shift": v, **columns})
        for metric, v in values.items()
    ]
    return pd.concat(tables, ignore_index=True)


STORY = Story(
    "bridge",
    tuple(
        Version(text, "bridge", name, source="Echo", kind=name) for name, text in (("a", OLD), ("b", NEW), ("c", OLD))
    ),
)


@pytest.mark.parametrize(
    ("against", "pairs"),
    [("original", ["ab", "ac"]), ("first", ["ab", "ac"]), ("previous", ["ab", "bc"]), ("all", ["ab", "ac", "bc"])],
)
def test_versions_are_compared_with_what_was_asked_for(against: str, pairs: list[str]) -> None:
    table = compare_all([STORY], against=against, metrics=["lix"], n_draws=20)
    assert (table["version_old"] + table["version_new"]).tolist() == pairs
    assert set(TABLES["shifts"]) <= set(table)
    assert set(table["source"]) == {"Echo"} and table["kind"].tolist() == table["version_new"].tolist()


def test_a_running_story_is_compared_with_its_original_wherever_it_stands() -> None:
    kinds = {"a": "revision", "b": "wire", "c": "tabloid"}
    versions = [Version(OLD, "s", name, kind=kind) for name, kind in kinds.items()]
    table = compare_all([Story("s", tuple(versions))], metrics=["lix"], n_draws=20)
    assert (table["version_old"] + table["version_new"]).tolist() == ["ba", "bc"]
    table = compare_all([Story("s", tuple(versions))], against="first", metrics=["lix"], n_draws=20)
    assert (table["version_old"] + table["version_new"]).tolist() == ["ab", "ac"]


def test_no_stories_make_an_empty_table_with_all_columns() -> None:
    table = compare_all([], metrics=["lix"])
    assert table.empty
    assert list(table) == list(compare_all([STORY], metrics=["lix"], n_draws=20))
    assert test_shifts(table).empty


def test_an_unknown_way_to_compare_is_refused() -> None:
    with pytest.raises(ChoiceError, match="previous"):
        compare_all([STORY], against="last")


def test_one_story_has_no_p() -> None:
    row = test_shifts(shifts({"lix": [3.0]})).iloc[0]
    assert row["n"] == 1
    assert np.isnan(row[["p", "low", "high", "effect", "p_holm"]].astype(float)).all()
    assert row["reads_as"] == "1 story: too few to test"


@pytest.mark.parametrize("n", [2, 3, 6, 10])
def test_p_of_few_stories_is_exact(n: int) -> None:
    assert flip_signs(np.arange(1.0, n + 1), np.arange(n)) == pytest.approx(2 / 2**n)


@pytest.mark.parametrize("n", [9, 25])
def test_p_is_that_of_scipy(n: int) -> None:
    values = np.random.default_rng(n).normal(0.4, 1, n)
    theirs = permutation_test((values,), np.sum, permutation_type="samples", n_resamples=19_999, rng=1).pvalue
    assert flip_signs(values, np.arange(n)) == pytest.approx(theirs, abs=0.01)


def test_p_is_never_zero() -> None:
    assert flip_signs(np.ones(60) + 1e-3 * np.arange(60), np.arange(60)) >= 1e-4


def test_stories_without_shift_give_no_evidence() -> None:
    row = test_shifts(shifts({"lix": [0.0] * 8})).iloc[0]
    assert row["p"] == 1.0
    assert row["low"] == row["high"] == 0.0
    assert np.isnan(row["effect"])
    assert row["reads_as"].startswith("no shift on average")


def test_mirrored_shifts_are_tested_alike() -> None:
    values = np.random.default_rng(3).normal(0.3, 1, 15).tolist()
    one, other = (
        test_shifts(shifts({"lix": values})).iloc[0],
        test_shifts(shifts({"lix": [-v for v in values]})).iloc[0],
    )
    assert one["p"] == other["p"]
    assert one["mean"] == -other["mean"]


def test_several_comparisons_of_a_story_count_once() -> None:
    table = shifts({"lix": [1.0, 2.0, 4.0]})
    twice = pd.concat([table, table], ignore_index=True)
    pd.testing.assert_frame_equal(test_shifts(table), test_shifts(twice))


def test_undefined_shifts_are_left_out() -> None:
    assert test_shifts(shifts({"lix": [1.0, float("nan"), 4.0]}))["n"].tolist() == [2]


def test_one_huge_outlet_is_one_vote() -> None:
    values = [1.0, 1.1, 0.9, 1.2, 1.0, 1.05, -0.2, 0.1]
    table = shifts({"lix": values}, source=["big"] * 6 + ["one", "two"])
    assert test_shifts(table).iloc[0]["p"] < 0.05
    row = test_shifts(table, cluster="source").iloc[0]
    assert row["n"] == 8 and row["n_clusters"] == 3
    assert row["p"] > 0.2
    assert row["mean"] == pytest.approx(np.mean(values))


def test_the_family_is_what_was_declared() -> None:
    table = shifts(
        {"lix": [1.0, 2, 3, 4, 5, 6, 7], "rix": [1.0, 2, 3, 4, 5, 6, 7], "smog_index": [1.0, -1, 1, -1, 1, -1, 1]}
    )
    alone, three = test_shifts(table, family=["lix"]), test_shifts(table)
    assert alone["p_holm"].tolist() == alone["p"].tolist()
    assert three["p_holm"][0] == pytest.approx(3 * three["p"][0])
    with pytest.raises(ChoiceError, match="lix"):
        test_shifts(table, family=["licks"])


def test_adjustments_are_the_published_ones() -> None:
    p = np.array([0.01, 0.04, 0.03, np.nan, 0.005])
    assert adjust_holm(p) == pytest.approx([0.03, 0.06, 0.06, np.nan, 0.02], nan_ok=True)
    assert adjust_bh(p) == pytest.approx([0.02, 0.04, 0.04, np.nan, 0.02], nan_ok=True)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ColumnError, match="source"):
        test_shifts(shifts({"lix": [1.0, 2.0]}), cluster="source")


def test_seeds_decide_and_input_is_left_alone() -> None:
    table = shifts({"lix": np.random.default_rng(0).normal(size=30).tolist()})
    before = table.copy()
    one, two, other = test_shifts(table), test_shifts(table), test_shifts(table, seed=1)
    pd.testing.assert_frame_equal(one, two)
    pd.testing.assert_frame_equal(table, before)
    assert one["low"][0] != other["low"][0]


def test_groups_are_tested_apart_and_corrected_together() -> None:
    values = [1.0, 2, 3, 4, 5, 6, 7]
    table = pd.concat([shifts({"lix": values}).assign(kind=kind) for kind in ("tabloid", "wire")], ignore_index=True)
    both, alone = test_shifts(table, by="kind"), test_shifts(table[table["kind"] == "wire"])
    assert both["kind"].tolist() == ["tabloid", "wire"] and list(both)[1:] == list(alone)
    assert both["p"].tolist() == [alone["p"][0]] * 2 and both["p_holm"][0] == pytest.approx(2 * alone["p"][0])
    assert len(test_shifts(table.assign(outlet="x"), by=["kind", "outlet"])) == 2


@pytest.mark.parametrize(
    ("n", "n_tests", "told"),
    [
        (7, 1, "holds after correction"),
        (7, 3, "holds after correction"),  # 3 × 2 / 2⁷ is .047
        (7, 4, "too few stories for so many tests"),  # and 4 of them .0625
        (5, 1, "too few stories for so many tests"),
    ],
)
def test_too_few_stories_for_so_many_tests_is_said_where_none_could_hold(n: int, n_tests: int, told: str) -> None:
    other = {name: [(-1.0) ** i for i in range(n)] for name in "bcd"[: n_tests - 1]}
    assert test_shifts(shifts({"a": [1.0 + i for i in range(n)], **other})).iloc[0]["reads_as"].endswith(told)


def test_too_few_groups_of_stories_are_named_as_such() -> None:
    table = shifts({"lix": [1.0, 2, 3, 4, 5, 6, 7, 8]}, source=["one", "one", "two", "two", "six", "six", "ten", "ten"])
    assert "too few groups of stories" in test_shifts(table, cluster="source").iloc[0]["reads_as"]
    assert test_shifts(table).iloc[0]["reads_as"].endswith("holds after correction")


@pytest.mark.parametrize(
    ("values", "p"),
    [([1.0] * 3, 0.25), ([1.0, 2.0, 3.0, -1.0], 0.375), ([1.0] * 13, 2 / 2**13), ([1.0] * 40, 1 / 10_000)],
)
def test_the_smallest_p_is_that_of_all_signs_alike_or_of_all_flips_tried(values: list[float], p: float) -> None:
    assert flip_signs(np.array(values), np.arange(len(values))) == p


def test_the_interval_is_about_that_of_t_and_the_effect_the_mean_over_the_spread() -> None:
    from scipy import stats

    values = np.random.default_rng(3).normal(0.4, 1, 20).round(2)
    row = test_shifts(shifts({"lix": values.tolist()}), n_draws=4_000).iloc[0]
    low, high = stats.t.interval(0.95, 19, values.mean(), stats.sem(values))
    assert (row["n"], row["n_clusters"], row["mean"]) == (20, 20, pytest.approx(values.mean()))
    assert row["median"] == np.median(values) and row["effect"] == pytest.approx(values.mean() / values.std(ddof=1))
    assert (row["low"], row["high"]) == (pytest.approx(low, abs=0.08), pytest.approx(high, abs=0.08))


def test_stories_of_one_outlet_are_redrawn_together() -> None:
    table = shifts({"lix": [1.0, 1.0, 1.0, 3.0, 3.0, 3.0]}, source=["a", "a", "a", "b", "b", "b"])
    row = test_shifts(table, cluster="source", n_draws=400).iloc[0]
    assert (row["n"], row["n_clusters"], row["mean"], row["p"], row["low"], row["high"]) == (6, 2, 2.0, 0.5, 1.0, 3.0)


def test_figures_of_stories_alone_and_in_groups_are_what_they_were() -> None:
    table = shifts({"lix": [1.0, 2.0, -0.5, 3.0, 4.0, 2.5]}, source=["a", "a", "b", "b", "c", "c"])
    alone, grouped = test_shifts(table).iloc[0], test_shifts(table, cluster="source").iloc[0]
    for row, n_clusters in ((alone, 6), (grouped, 3)):
        assert (row["n"], row["n_clusters"], row["mean"], row["median"]) == (6, n_clusters, 2.0, 2.25)
        assert row["effect"] == pytest.approx(2 / 2.5**0.5)
    # Of 64 flips of signs none at all, that of the only story that fell, and their opposites move as far.
    assert alone["p"] == pytest.approx(4 / 64) and grouped["p"] == pytest.approx(2 / 8)
    figures = [alone["low"], alone["high"], grouped["low"], grouped["high"]]
    assert figures == pytest.approx([1 / 3, 3.5, 1.25, 3.25], rel=1e-9)
