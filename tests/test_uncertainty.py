"""What redrawing promises."""

import numpy as np
import pytest

from mediakit.comparison.uncertainty import (
    contract,
    dash,
    draw,
    exchange,
    find_floors,
    find_intervals,
    percentiles,
    spell,
    split,
    straighten,
)
from mediakit.measures.arithmetic import multiply
from mediakit.measures.metrics import METRICS, Metric
from mediakit.text.parsing import parse

MEAN = Metric("mean", lambda t: t["a"] / t["n"], "points", "more", "plain mean")


def test_draws_have_as_many_units_as_there_are_and_follow_the_seed() -> None:
    assert (draw(7, 50, 0).sum(axis=1) == 7).all()
    assert (draw(7, 50, 0) == draw(7, 50, 0)).all()
    assert (draw(7, 50, 0) != draw(7, 50, 1)).any()


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(0)
    hits = 0
    for seed in range(400):
        old, new = (np.column_stack([generator.normal(m, 1.0, 25), np.ones(25)]) for m in (0.0, 0.5))
        low, high = find_intervals([MEAN], ("a", "n"), old, new, seed=seed, n_draws=300)
        hits += low[0] <= 0.5 <= high[0]
    assert 0.92 <= hits / 400 <= 0.98


def test_units_without_change_have_an_interval_of_zero() -> None:
    rows = np.column_stack([np.arange(9.0), np.ones(9)])
    low, high = find_intervals([MEAN], ("a", "n"), rows, rows)
    assert low[0] == high[0] == 0


def test_what_stands_in_no_pair_may_still_stand_in_the_next() -> None:
    rate = Metric("rate", lambda t: t["n_rare"] / t["n_words"], "share", "more", "plain share")
    old = np.column_stack([np.zeros(30), np.full(30, 20.0)])
    new = np.column_stack([np.zeros(30), np.full(30, 18.0)])
    low, high = find_intervals([rate], ("n_rare", "n_words"), old, new)
    assert low[0] == -high[0] < 0
    assert high[0] == pytest.approx(2.05 * 0.5 / (30 * 18), rel=0.01)


def test_one_unit_has_no_interval() -> None:
    low, high = find_intervals([MEAN], ("a", "n"), np.ones((1, 2)), np.ones((1, 2)))
    assert np.isnan([low[0], high[0]]).all()


def test_a_metric_undefined_in_many_draws_has_no_interval() -> None:
    rows = np.column_stack([np.ones(4), [1.0, 0, 0, 0]])
    low, _ = find_intervals([MEAN], ("a", "n"), rows, rows * 2)
    assert np.isnan(low[0])


def test_percentiles_are_those_of_numpy() -> None:
    draws = np.random.default_rng(1).normal(size=(3, 101))
    low, high = percentiles(draws, 0.033)
    assert low == pytest.approx(np.quantile(draws, 0.033, axis=1))
    assert high == pytest.approx(np.quantile(draws, 0.967, axis=1))


def test_products_are_those_of_numpy() -> None:
    left, right = np.arange(2000.0).reshape(500, 4), np.arange(12000.0).reshape(4, 3000)
    np.testing.assert_allclose(multiply(left, right), left @ right, rtol=1e-12)
    assert multiply(np.zeros((0, 4)), right).shape == (0, 3000)


TEXT = """“We don’t know,” she said — and left; nobody asked. Three men saw 4% of it.

The mayor can't say why."""


def test_formatting_keeps_the_meaning() -> None:
    assert straighten(TEXT).startswith('"We don\'t know," she')
    assert straighten('"No," he said.') == "“No,” he said."
    assert "We do not know" in contract(TEXT) and "cannot say" in contract(TEXT)
    assert "3 men saw 4 percent of it" in spell(TEXT)
    assert "said—and" in dash(TEXT)
    assert "and left. Nobody asked" in split(TEXT)
    assert spell("a score of 3-2 in 2013, $2 each, 2.5 and 2,000") == "a score of 3-2 in 2013, $2 each, 2.5 and 2,000"


def test_floors_are_never_negative_and_some_formatting_moves_some_metric() -> None:
    floors = find_floors(list(METRICS.values()), [parse(TEXT * 3)])
    assert (floors[np.isfinite(floors)] >= 0).all()
    assert floors.max() > 0


def test_the_same_text_has_the_same_floor_on_either_side() -> None:
    metrics = list(METRICS.values())
    one, two = parse(TEXT), parse(TEXT + " More words came later; they went.")
    np.testing.assert_array_equal(find_floors(metrics, [one, two]), find_floors(metrics, [two, one]))
    assert np.isnan(find_floors(metrics, [parse("")])).all()


@pytest.mark.parametrize("columns", [["n_words", "n_loaded"], ["n_loaded", "n_words"]])
def test_words_that_only_came_are_beyond_chance_in_whichever_column(columns: list[str]) -> None:
    old, new = ([[10.0 if column == "n_words" else n for column in columns]] * 4 for n in (0.0, 3.0))
    found = exchange([METRICS["loaded_rate"]], columns, np.array(old), np.array(new))
    assert found == pytest.approx([2 * 0.5**12])
