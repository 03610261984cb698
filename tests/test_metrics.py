"""Every metric: worked examples, direction, columns, and what is undefined."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from mediakit.measures.counts import COLUMNS
from mediakit.measures.measuring import total
from mediakit.measures.metrics import METRICS, NEWS, READABILITY, Metric, news_terms
from mediakit.text.parsing import parse

EASY = (
    "The dog ran home. It was cold. Mom gave him food. Then he went to sleep. The cat sat by the door. "
    "She saw a bird. The bird flew away. We all laughed. It was a good day. Now we can rest."
)
HARD = (
    "Notwithstanding considerable methodological heterogeneity, the committee's preliminary investigation established "
    "that institutional accountability mechanisms, having deteriorated progressively since the legislature's "
    "reorganization, systematically disadvantaged geographically isolated populations, whose representatives "
    "consequently petitioned the administrative tribunal for comprehensive retrospective compensation."
)


def read_golden():
    with (Path(__file__).parent / "data" / "metrics_golden.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def counts_of(row):
    return {name: float(value) for name, value in (pair.split("=") for pair in row["counts"].split())}


GOLDEN = read_golden()


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['metric']}-{row['counts']}")
def test_worked_example(row):
    assert METRICS[row["metric"]].formula(counts_of(row)) == pytest.approx(float(row["value"]), abs=1e-4)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['metric']}-{row['counts']}")
def test_arrays_give_what_floats_give(row):
    counts = counts_of(row)
    formula = METRICS[row["metric"]].formula
    arrays = {name: np.array([value, 0.0, value]) for name, value in counts.items()}
    values = formula(arrays)
    assert values.shape == (3,) and values[0] == pytest.approx(formula(counts), rel=1e-14)
    assert math.isnan(values[1])


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
class TestEveryMetric:
    def test_is_described(self, metric):
        assert metric.unit and metric.higher_means and metric.reference and metric.caution
        assert metric.range[0] < metric.range[1]
        assert metric.formula.__doc__

    def test_reads_counts_that_exist(self, metric):
        assert metric.columns and set(metric.columns) <= set(COLUMNS)

    def test_is_undefined_without_words(self, metric):
        assert math.isnan(metric.formula(dict.fromkeys(COLUMNS, 0.0)))

    def test_has_a_worked_example(self, metric):
        assert metric.name in {row["metric"] for row in GOLDEN} | {"reading_ease_news"}


@pytest.mark.parametrize("metric", READABILITY, ids=lambda metric: metric.name)
def test_points_the_right_way(metric):
    easy, hard = (metric.formula(total(parse(text))) for text in (EASY, HARD))
    if metric.higher_means.startswith("easier"):
        assert easy > hard
    else:
        assert easy < hard


def test_reading_ease_news_is_the_sum_of_its_terms():
    totals = total(parse(EASY))
    by_hand = NEWS[0] + sum(a * b for a, b in zip(NEWS[1:], news_terms(totals), strict=True))
    assert METRICS["reading_ease_news"].formula(totals) == pytest.approx(by_hand)
    assert NEWS[1] < 0 and NEWS[2] < 0 and NEWS[3] < 0 and NEWS[5] > 0


def test_steps_name_what_makes_a_formula_jump():
    for name, below, above in (
        ("dale_chall_readability_score", {"n_unfamiliar": 5.0}, {"n_unfamiliar": 5.0 + 1e-9}),
        ("linsear_write", {"n_voiced_words": 100.0}, {"n_voiced_words": 100.0 + 1e-7}),
    ):
        metric = METRICS[name]
        base = {"n_words": 100.0, "n_sentences": 5.0, "n_polysyllables": 0.0}
        (switch, threshold), before, after = metric.steps[0], base | below, base | above
        assert switch(before) <= threshold < switch(after)
        assert abs(metric.formula(after) - metric.formula(before)) > 0.9


def test_own_metric_finds_its_columns():
    own = Metric("own", lambda t: t["n_letters"] / t["n_words"], "letters", "longer words", "mine")
    assert own.columns == ("n_letters", "n_words")


def test_the_american_economy_is_one_sentence():
    totals = total(parse("The U.S. economy grew 3.5 percent in the first quarter of the year."))
    assert totals["n_sentences"] == 1 and totals["n_words"] == 13
