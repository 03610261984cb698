"""What redrawing promises."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from mediakit.comparison.uncertainty import (
    adjust_holm,
    contract,
    dash,
    draw,
    exchange,
    find_floors,
    find_intervals,
    judge,
    percentiles,
    spell,
    split,
    straighten,
    vary,
)
from mediakit.measures.arithmetic import multiply
from mediakit.measures.metrics import METRICS, Metric
from mediakit.text.parsing import parse

MEAN = Metric("mean", lambda t: t["a"] / t["n"], "points", "more", "plain mean")
INTERVALS = [-0.026256471600603515, -0.02459994634187332, 0.3390732872725285, 0.33820261689296494]


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


@pytest.mark.parametrize(
    ("rewrite", "text", "other"),
    [
        (straighten, "He (“no”) said: “it’s ‘odd’”.", 'He ("no") said: "it\'s \'odd\'".'),
        (straighten, '"It\'s \'odd\'" — "no" ["yes"]', "“It’s ‘odd’” — “no” [“yes”]"),
        (straighten, 'a line\n"and" a "line"', "a line\n“and” a “line”"),
        (straighten, "none", "none"),
        (contract, "I don't. I'm in. They are. Cannot we?", "I do not. I am in. They're. Can't we?"),
        (contract, "DON'T, didn't-do, cannot's", "DON'T, didn't-do, cannot's"),
        (contract, "It is not. Do not go. I will.", "It isn't. Don't go. I'll."),
        (spell, "Two of 12 men, 5% and 6 per cent; 2-3, 2.5, $4.", "2 of twelve men, 5 percent and 6%; 2-3, 2.5, $4."),
        (spell, "eleven at 9:30, No. 9, nine per cent", "11 at 9:30, No. nine, nine per cent"),
        (dash, "a — b – c", "a—b—c"),
        (dash, "a—b–c", "a — b — c"),
        (dash, "a-b", "a-b"),
        (split, "it fell; we left; A few stayed;no", "it fell. We left; A few stayed;no"),
    ],
)
def test_formatting_turns_one_way_and_leaves_the_rest(rewrite: Callable[[str], str], text: str, other: str) -> None:
    assert rewrite(text) == other


def test_a_text_is_varied_by_each_rewrite_that_changes_it_and_by_its_breaks() -> None:
    text = "It didn't rain. I left. Low won.\n\nThe dam held... It broke; we ran. A list\n\nNo stop here"
    plain = "It didn't rain. I left. Low won.\n\nThe dam held... It broke; we ran. A list\n\nNo stop here"
    assert list(vary(parse(text))) == [
        plain,
        plain.replace("'", "’"),
        plain.replace("didn't", "did not"),
        plain.replace("; we", ". We"),
        "It didn't rain. I left. Low won. The dam held... It broke; we ran. A list\n\nNo stop here\n\n",
        "It didn't rain.\n\nI left.\n\nLow won.\n\nThe dam held...\n\nIt broke; we ran.\n\nA list\n\nNo stop here",
        "It didn't rain, and I left. Low won.\n\nThe dam held... It broke; we ran, and a list\n\nNo stop here",
    ]


@pytest.mark.parametrize(
    ("shift", "floor", "p", "n_reworded", "verdict"),
    [
        (np.nan, 0.1, 0.01, 3, "undefined"), (0.0, 0.1, 0.01, 3, "none"), (0.2, 0.1, 0.01, 0, "formatting"),
        (0.1, 0.1, 0.01, 3, "formatting"), (-0.1, 0.1, 0.01, 3, "formatting"), (0.11, 0.1, 0.049, 3, "clear"),
        (-0.11, 0.1, 0.049, 3, "clear"), (0.11, 0.1, 0.05, 3, "open"), (0.01, np.nan, 0.01, 1, "clear"),
        (0.01, np.inf, 0.01, 1, "clear"), (0.11, 0.1, np.nan, 3, "open"),
    ],
)  # fmt: skip
def test_a_shift_is_judged_by_value_formatting_and_chance(
    shift: float, floor: float, p: float, n_reworded: int, verdict: str
) -> None:
    assert judge(shift, floor, p, n_reworded) == verdict


def test_chances_read_together_are_adjusted_in_order_and_none_above_one() -> None:
    found = adjust_holm(np.array([0.01, np.nan, 0.04, 0.03, 0.9]))
    np.testing.assert_allclose(found, [0.04, np.nan, 0.09, 0.09, 0.9])
    np.testing.assert_allclose(adjust_holm(np.array([0.6, 0.7])), [1.0, 1.0])
    np.testing.assert_allclose(adjust_holm(np.array([0.04, 0.01])), [0.04, 0.02])
    assert adjust_holm(np.array([])).size == 0


def test_percentiles_leave_out_what_is_undefined_up_to_a_tenth() -> None:
    draws = np.array([[*range(9), np.nan], [*range(8), np.nan, np.nan]], dtype=float)
    low, high = percentiles(draws, 0.25)
    np.testing.assert_allclose([low, high], [[2.0, np.nan], [6.0, np.nan]])
    low, high = percentiles(np.array([[3.0, 1.0, 2.0, 5.0]]), np.array([0.1]))
    np.testing.assert_allclose([low, high], [[1.3], [4.4]])
    low, high = percentiles(np.array([[7.0]]), 0.025)
    assert low[0] == high[0] == 7


def test_the_chance_of_a_shift_is_the_share_of_exchanges_that_move_as_far() -> None:
    old = np.array([[0.0, 1], [1.0, 1], [2.0, 1], [5.0, 1], [4.0, 1]])
    new = np.array([[1.0, 1], [3.0, 1], [1.0, 1], [8.0, 1], [4.0, 1]])
    changes = [1.0, 2.0, -1.0, 3.0]  # the last pair does not differ
    sums = [abs(sum(s * c for s, c in zip(signs, changes, strict=True))) for signs in product((1, -1), repeat=4)]
    share = sum(each >= 5 for each in sums) / 16
    assert exchange([MEAN], ("a", "n"), old, new) == pytest.approx([share])
    assert np.isnan(exchange([MEAN], ("a", "n"), old, old)).all()
    lots = np.column_stack([np.arange(40.0), np.ones(40)])
    more = lots + np.column_stack([np.tile([1.0, -0.4], 20), np.zeros(40)])
    ones = [exchange([MEAN], ("a", "n"), lots, more, seed=seed, n_draws=400)[0] for seed in (0, 0, 1)]
    assert ones[0] == ones[1] != ones[2] and all(0.0025 <= p < 0.05 for p in ones)


def test_words_that_came_are_weighed_against_those_that_went_by_how_long_the_sides_are() -> None:
    columns, rate = ("n_words", "n_loaded"), METRICS["loaded_rate"]

    def chance(old: list[list[float]], new: list[list[float]]) -> float:
        return float(exchange([rate], columns, np.array(old), np.array(new))[0])

    # Three came and one went, the sides are equally long: of four tosses three or more, either way.
    assert chance([[20, 0], [20, 1]], [[20, 3], [20, 0]]) == pytest.approx(2 * 5 / 16)
    # Two came and none went, and the new side is three times as long: both fall on it with a chance of 9 in 16.
    assert chance([[10, 0], [10, 0]], [[30, 1], [30, 1]]) == pytest.approx(1.0)
    assert chance([[30, 0], [30, 0]], [[10, 1], [10, 1]]) == pytest.approx(2 / 16)
    assert chance([[30, 1], [30, 1]], [[10, 0], [10, 0]]) == pytest.approx(1.0)
    assert np.isnan(chance([[30, 0], [30, 0]], [[10, 0], [10, 0]]))


def test_an_interval_is_the_same_again_to_the_last_bit_that_matters() -> None:
    old = np.column_stack([[1.0, 4, 2, 8, 5, 7], [10.0, 12, 9, 20, 11, 8]])
    new = np.column_stack([[2.0, 4, 3, 9, 9, 7], [11.0, 12, 10, 18, 10, 9]])
    rate = Metric("rate", lambda t: t["n_a"] / t["n_words"], "share", "more", "plain share")
    low, high = find_intervals([rate, MEAN], ("n_a", "n_words", "a", "n"), *(
        np.hstack([side, side]) for side in (old, new)), seed=3, n_draws=500)  # fmt: skip
    shift = new[:, 0].sum() / new[:, 1].sum() - old[:, 0].sum() / old[:, 1].sum()
    assert low[0] < 0 < shift < high[0]
    assert [*low, *high] == pytest.approx(INTERVALS, rel=1e-9)
