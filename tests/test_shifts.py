"""What a comparison of two versions promises."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.comparison.shifts import compare
from mediakit.comparison.summary import name_direction
from mediakit.errors import ChoiceError, TextError
from mediakit.measures.measuring import measure
from mediakit.measures.metrics import METRICS, Metric
from mediakit.schema import TABLES
from mediakit.text.parsing import parse
from tests.test_attribution import NEW, OLD

WORDS = "council bridge said terrible vote park river the a of not money wonderful engineers infrastructure 12".split()
TEXT = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), max_size=7).map(
    lambda sentences: " ".join(" ".join(words).capitalize() + "." for words in sentences)
)


def test_columns_are_as_documented() -> None:
    assert list(compare(OLD, NEW, n_draws=50).table()) == list(TABLES["shifts"])
    assert list(compare(OLD, NEW, n_draws=50).evidence("lix")) == list(TABLES["evidence"])
    assert list(compare(OLD, NEW, n_draws=50).pairs()) == list(TABLES["pairs"])


def test_values_are_those_of_measure() -> None:
    table = compare(OLD, NEW, n_draws=50).table()
    for side, text in (("old", OLD), ("new", NEW)):
        pd.testing.assert_series_equal(table[side], measure(text)["value"], check_names=False)
    assert (table["shift"] == table["new"] - table["old"]).all()


@given(TEXT)
@settings(max_examples=15, deadline=None)
def test_identical_versions_shift_by_exactly_nothing(text: str) -> None:
    table = compare(text, text, n_draws=40).table()
    defined = table[table["old"].notna()]
    assert (defined[["shift", "low", "high"]] == 0).all(axis=None)
    assert (defined["reads_as"] == "no change").all()
    assert table.loc[table["old"].isna(), "shift"].isna().all()


@given(TEXT, TEXT)
@settings(max_examples=15, deadline=None)
def test_swapped_versions_shift_by_exactly_the_negative(old: str, new: str) -> None:
    there, back = compare(old, new, n_draws=40).table(), compare(new, old, n_draws=40).table()
    for one, other in (("shift", "shift"), ("low", "high"), ("high", "low")):
        np.testing.assert_array_equal(there[one], -back[other])
    for same in ("floor", "n_pairs", "n_changed"):
        np.testing.assert_array_equal(there[same], back[same])


def test_moving_a_sentence_moves_no_metric() -> None:
    sentences = [s.text for s in parse(OLD).sentences if not any(s.mask)]
    table = compare(" ".join(sentences), " ".join(sentences[::-1]), n_draws=50).table()
    assert (table.loc[table["old"].notna(), "shift"] == 0).all()


def test_the_interval_holds_the_shift_and_follows_the_seed() -> None:
    old, new = OLD + "\n\n" + NEW, NEW + "\n\n" + NEW.replace("bridge", "pier")
    one, two, other = (compare(old, new, seed=seed, n_draws=200).table() for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, two)
    assert not one["low"].equals(other["low"])
    known = one[one["low"].notna()]
    assert len(known) > 20
    assert ((known["low"] <= known["shift"]) & (known["shift"] <= known["high"])).all()


def test_few_changed_pairs_are_said_to_be_few() -> None:
    table = compare(OLD, OLD.replace("terrible cracks", "considerable deterioration"), n_draws=50).table()
    row = table.set_index("metric").loc["syllables_per_word"]
    assert row["n_changed"] == 1
    assert row["reads_as"].startswith("longer words by") and "one changed pair, too few to judge" in row["reads_as"]


def test_a_fall_reads_in_words() -> None:
    row = compare(NEW, OLD, n_draws=50).table().set_index("metric").loc["vader_mean"]
    assert row["shift"] < 0
    assert row["reads_as"].startswith("less positive by")


def test_a_shift_inside_the_floor_is_not_told_from_formatting() -> None:
    old = OLD + ' "It is a fine day," he said. They do not know; they cannot tell.'
    new = old.replace("do not", "don't")
    table = compare(old, new, n_draws=50).table()
    shifted = table[table["shift"] != 0]
    assert len(shifted)
    assert shifted["reads_as"].str.endswith("not distinguishable from formatting").all()


@pytest.mark.parametrize("other", ["", "   ", "...", "“”", "12"])
def test_an_empty_side_is_undefined_and_says_which(other: str) -> None:
    table = compare(other, NEW, n_draws=50).table()
    row = table.set_index("metric").loc["smog_index"]
    assert math.isnan(row["shift"]) and math.isnan(row["low"])
    assert row["reads_as"] == "undefined in the older version"


def test_own_metrics_are_compared_like_ours() -> None:
    mine = Metric("words", lambda t: t["n_words"] * 1.0, "words", "more words", "plain count")
    comparison = compare(OLD, NEW, metrics=[mine, "lix"], n_draws=50)
    assert comparison.table()["metric"].tolist() == ["words", "lix"]
    assert comparison.table()["reads_as"][0].startswith("fewer words by")
    assert comparison.evidence("words")["contribution"].sum() == pytest.approx(comparison.table()["shift"][0])


def test_voices_add_up() -> None:
    mine = Metric("words", lambda t: t["n_words"] * 1.0, "words", "more words", "plain count")
    shifts = [
        compare(OLD, NEW, metrics=[mine], voice=v, n_draws=50).table()["shift"][0]
        for v in ("all", "narrator", "quoted")
    ]
    assert shifts[0] == shifts[1] + shifts[2]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(TextError):
        compare(None, NEW)
    with pytest.raises(ChoiceError, match="narrator"):
        compare(OLD, NEW, voice="writer")
    with pytest.raises(ChoiceError, match="lix"):
        compare(OLD, NEW, metrics=["licks"])


def test_tables_handed_out_are_copies() -> None:
    comparison = compare(OLD, NEW, n_draws=50)
    table = comparison.table()
    table["shift"] = 99.0
    assert (comparison.table()["shift"] != 99.0).all()


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("harder to read", "easier to read"),
        ("longer sentences", "shorter sentences"),
        ("more positive", "less positive"),
        ("more hedges", "fewer hedges"),
        ("more loaded verbs of attribution", "fewer loaded verbs of attribution"),
        ("more sentences read as biased", "fewer sentences read as biased"),
        ("more of the text is quoted", "less of the text is quoted"),
        ("more is attributed", "less is attributed"),
        ("claims are made more firmly", "claims are made less firmly"),
        ("words are more loaded", "words are less loaded"),
    ],
)
def test_directions_have_opposites(higher: str, lower: str) -> None:
    metric = Metric("m", lambda t: t["n_words"], "points", higher, "plain count")
    assert name_direction(metric, True) == higher
    assert name_direction(metric, False) == lower


def test_every_metric_has_a_direction_both_ways() -> None:
    for metric in METRICS.values():
        assert not name_direction(metric, False).startswith("the reverse"), metric.name
        assert name_direction(metric, False) != name_direction(metric, True)


def test_json_holds_every_table_and_what_made_it(tmp_path: Path) -> None:
    comparison = compare(OLD, NEW, n_draws=50)
    path = tmp_path / "comparison.json"
    text = comparison.to_json(path)
    content = json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda name: pytest.fail(name))
    assert json.loads(text) == content
    assert {"shifts", "pairs", "quotations", "facts", "attributions", "summary", "provenance"} <= set(content)
    assert content["provenance"]["seed"] == 0
    shifts = [row["shift"] for row in content["shifts"]]
    assert shifts == pytest.approx([None if np.isnan(v) else v for v in comparison.table()["shift"]])


def test_the_report_escapes_the_story(tmp_path: Path) -> None:
    page = compare(OLD, OLD + " <script>alert(1)</script> was said.", n_draws=50).to_html(tmp_path / "report.html")
    assert "<script>alert" not in page
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page
