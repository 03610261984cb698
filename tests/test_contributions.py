"""What the attribution of a shift promises, over random totals and over texts."""

from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mediakit.comparison.contributions import settle, slopes
from mediakit.comparison.shifts import Comparison, compare
from mediakit.errors import ChoiceError
from mediakit.measures.metrics import METRICS, Metric

SIGNED = {"vader_sum", "sentiment_sum", "loaded_sum"}


def totals(columns: tuple[str, ...]) -> st.SearchStrategy[list[float]]:
    """Totals as texts have them: words, sentences, and counts up to the number of words."""
    one = [
        st.floats(-40, 40, allow_subnormal=False) if c in SIGNED else st.integers(0, 900).map(float) for c in columns
    ]
    return st.tuples(*one).map(list)


@pytest.mark.parametrize("name", METRICS)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_columns_sum_to_the_shift(name: str, data: st.DataObject) -> None:
    metric = METRICS[name]
    old, new = (np.array(data.draw(totals(metric.columns))) for _ in range(2))
    shift = metric.formula(dict(zip(metric.columns, new.tolist(), strict=True))) - metric.formula(
        dict(zip(metric.columns, old.tolist(), strict=True))
    )
    if not np.isfinite(shift) or isinstance(shift, complex):
        return
    parts = slopes(metric, old, new) * (new - old)
    assert parts.sum() == pytest.approx(shift, rel=1e-4, abs=1e-4)
    assert settle(parts, shift).sum() == pytest.approx(shift, abs=1e-9)


def test_the_slope_of_a_line_is_its_coefficient() -> None:
    metric = Metric("sum", lambda t: 3 * t["a"] - 2 * t["b"], "points", "more", "plain count")
    assert slopes(metric, np.array([1.0, 5.0]), np.array([4.0, 1.0])) == pytest.approx([3, -2])


def test_a_sum_that_is_nothing_in_both_versions_has_its_slope() -> None:
    metric = Metric("sum", lambda t: 3 * t["a"] - 2 * t["b"], "points", "more", "plain count")
    ends = np.array([0.0, 1.0]), np.array([0.0, 4.0])
    assert slopes(metric, *ends, np.array([True, True])) == pytest.approx([3, -2])


def test_a_rate_is_shared_as_its_integral_says() -> None:
    metric = Metric("rate", lambda t: 1000 * t["a"] / t["b"], "points", "more", "plain count")
    (a, b), (c, d) = (4.0, 100.0), (10.0, 160.0)
    mean = 1000 * np.log(d / b) / (d - b)  # ∫ 1/b
    of_b = -1000 * ((c - a) / (d - b) * np.log(d / b) + (a - (c - a) * b / (d - b)) * (1 / b - 1 / d)) / (d - b)
    assert slopes(metric, np.array([a, b]), np.array([c, d])) == pytest.approx([mean, of_b], rel=1e-7)


def test_what_no_word_moved_but_the_totals_did_has_its_slope_and_the_rest_has_none() -> None:
    metric = Metric("sum", lambda t: 3 * t["a"] - 2 * t["b"], "points", "more", "plain count")
    nothing = np.array([False, False])
    assert slopes(metric, np.array([1.0, 5.0]), np.array([2.0, 5.0]), nothing) == pytest.approx([3, 0])
    assert slopes(metric, np.array([1.0, 5.0]), np.array([1.0, 6.0])).tolist() == pytest.approx([0, -2])
    assert slopes(metric, np.array([1.0, 5.0]), np.array([1.0, 5.0])).tolist() == [0, 0]


def test_two_steps_on_one_way_are_each_taken_where_they_stand() -> None:
    # 10 is added once a is above 4, 100 once b is above 6; a falls from 8 to 0 while b rises from 0 to 8.
    metric = Metric(
        "stairs", lambda t: t["a"] + 10 * (t["a"] > 4) + 100 * (t["b"] > 6), "points", "more", "plain count",
        steps=((lambda t: t["a"], 4.0), (lambda t: t["b"], 6.0)),
    )  # fmt: skip
    moved = slopes(metric, np.array([8.0, 0.0]), np.array([0.0, 8.0])) * np.array([-8.0, 8.0])
    assert moved == pytest.approx([-18, 100], abs=1e-5)


def test_a_slope_beside_a_step_is_read_on_its_own_side() -> None:
    metric = Metric(
        "kink", lambda t: np.where(t["a"] > 4, 5 * t["a"], t["a"] ** 2), "points", "more", "plain count",
        steps=((lambda t: t["a"], 4.0),),
    )  # fmt: skip
    # From 1 to 4 the square adds 15, the jump at 4 adds 4, and from 4 to 7 the line adds 15.
    moved = slopes(metric, np.array([1.0]), np.array([7.0])) * 6
    assert moved == pytest.approx([34], abs=1e-4)


def test_what_is_left_over_is_shared_by_size_and_nothing_is_where_nothing_moved() -> None:
    assert settle(np.array([1.0, -3.0]), 2.0).tolist() == [2.0, 0.0]
    assert settle(np.array([0.0, 0.0]), 2.0).tolist() == [0.0, 0.0]
    assert settle(np.array([1.0, 1.0]), 2.0).tolist() == [1.0, 1.0]


def test_a_root_that_starts_from_zero_is_shared_exactly() -> None:
    metric = METRICS["smog_index"]
    old, new = {"n_polysyllables": 0.0, "n_sentences": 10.0}, {"n_polysyllables": 20.0, "n_sentences": 20.0}
    ends = [np.array([side[c] for c in metric.columns]) for side in (old, new)]
    parts = slopes(metric, *ends) * (ends[1] - ends[0])
    assert parts.sum() == pytest.approx(metric.formula(new) - metric.formula(old), abs=1e-9)
    assert dict(zip(metric.columns, parts > 0, strict=True)) == {"n_polysyllables": True, "n_sentences": False}


def test_a_jump_goes_to_the_counts_that_made_it() -> None:
    metric = METRICS["dale_chall_readability_score"]
    old = {"n_unfamiliar": 4.0, "n_words": 100.0, "n_sentences": 5.0}
    new = {"n_unfamiliar": 6.0, "n_words": 100.0, "n_sentences": 10.0}
    ends = [np.array([side[c] for c in metric.columns]) for side in (old, new)]
    parts = dict(zip(metric.columns, slopes(metric, *ends) * (ends[1] - ends[0]), strict=True))
    assert parts["n_unfamiliar"] == pytest.approx(0.1579 * 2 + 3.6365, abs=1e-6)
    assert parts["n_sentences"] == pytest.approx(0.0496 * (10 - 20), abs=1e-6)


OLD = """The council voted on Tuesday to close the Harbour Bridge. Engineers found terrible cracks in four supports.

"We will not gamble with lives," said Mayor Ann Reed. The work will cost $12 million. Shop owners fear a disaster."""
NEW = """The council voted on Tuesday to close the Harbour Bridge. Engineers identified considerable
deterioration in four supports. The work will cost $12 million. Shop owners expect inconvenience.

"We will not gamble with lives," said Mayor Ann Reed."""


@cache
def compared(old: str, new: str, voice: str = "all") -> Comparison:
    return compare(old, new, n_draws=50, voice=voice, floors=False, metrics="all")


@pytest.mark.parametrize("voice", ["all", "narrator", "quoted"])
@pytest.mark.parametrize("name", METRICS)
def test_words_sum_to_the_shift(name: str, voice: str) -> None:
    comparison = compared(OLD, NEW, voice)
    shift = comparison.table().set_index("metric")["shift"][name]
    total = comparison.evidence(name)["contribution"].sum()
    assert total == pytest.approx(0.0 if np.isnan(shift) else shift, abs=1e-9)


@pytest.mark.parametrize("name", METRICS)
def test_swapping_the_versions_negates_every_contribution(name: str) -> None:
    there, back = compared(OLD, NEW).evidence(name), compared(NEW, OLD).evidence(name)
    columns = ["pair", "word", "quoted", "contribution"]
    left = sorted(map(tuple, there.assign(contribution=-there["contribution"])[columns].to_numpy().tolist()))
    assert left == sorted(map(tuple, back[columns].to_numpy().tolist()))


@pytest.mark.parametrize("name", METRICS)
def test_an_unchanged_pair_contributes_nothing(name: str) -> None:
    comparison = compared(OLD, NEW)
    pairs = comparison.pairs()
    unchanged = {
        i
        for i, (o, n) in enumerate(zip(pairs["old"], pairs["new"], strict=True))
        if [comparison.old.sentences[k].clean for k in o] == [comparison.new.sentences[k].clean for k in n]
    }
    assert unchanged
    assert unchanged.isdisjoint(comparison.evidence(name)["pair"])


def test_the_word_that_moved_the_tone_comes_first() -> None:
    words = compared(OLD, NEW).evidence("vader_mean")["word"].tolist()
    assert "disaster" in words[:2]


def test_identical_versions_have_no_evidence() -> None:
    assert compared(OLD, OLD).evidence("lix").empty


def test_an_empty_side_has_no_evidence() -> None:
    assert compared("", NEW).evidence("smog_index").empty


def test_an_unknown_metric_is_refused_with_the_choices() -> None:
    with pytest.raises(ChoiceError, match="smog_index"):
        compared(OLD, NEW).evidence("smog")


def test_each_word_has_the_sign_of_its_going_or_coming_though_the_count_stays() -> None:
    # One loaded word went and one came: the total stays, and each moved the rate its way.
    old = "Critics slammed the plan. The council met on Tuesday to hear the shop owners of the street."
    new = "Critics opposed the plan. The council met on Tuesday to hear the disgrace of the street."
    words = compare(old, new, n_draws=20, floors=False).evidence("loaded_rate").set_index("word")["contribution"]
    assert words["slammed"] < 0 < words["disgrace"]
    assert abs(words["slammed"]) > 0.5 * 1000 / 20


@given(
    went=st.lists(st.sampled_from(["slammed", "shameful", "disgrace"]), max_size=3),
    came=st.lists(st.sampled_from(["brutal", "thug", "outrageous"]), max_size=3),
)
@example(went=["slammed", "shameful"], came=["brutal"])
@settings(max_examples=25, deadline=None)
def test_words_that_came_push_up_and_words_that_went_push_down(went: list[str], came: list[str]) -> None:
    base = "The council met on Tuesday to hear about the bridge and the mayor spoke of the"
    old, new = (f"{base} {' plan and the '.join([*words, 'road'])}." for words in (went, came))
    evidence = compare(old, new, n_draws=10, floors=False).evidence("loaded_rate")
    signs = dict(zip(evidence["word"], np.sign(evidence["contribution"]), strict=True))
    assert all(sign < 0 for word, sign in signs.items() if word in {"slammed", "shameful", "disgrace"})
    assert all(sign > 0 for word, sign in signs.items() if word in {"brutal", "thug", "outrageous"})
