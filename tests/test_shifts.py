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
from mediakit.stories import Version
from mediakit.text.parsing import parse
from tests.test_contributions import NEW, OLD

WORDS = "council bridge said terrible vote park river the a of not money wonderful engineers infrastructure 12".split()
TEXT = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), max_size=7).map(
    lambda sentences: " ".join(" ".join(words).capitalize() + "." for words in sentences)
)


def test_columns_are_as_documented() -> None:
    assert list(compare(OLD, NEW, n_draws=50).table()) == list(TABLES["shifts"])
    assert list(compare(OLD, NEW, n_draws=50).evidence("lix")) == list(TABLES["evidence"])
    assert list(compare(OLD, NEW, n_draws=50).pairs()) == list(TABLES["pairs"])


def test_values_are_those_of_measure() -> None:
    table = compare(OLD, NEW, n_draws=50, metrics="all").table()
    for side, text in (("old", OLD), ("new", NEW)):
        pd.testing.assert_series_equal(table[side], measure(text, metrics="all")["value"], check_names=False)
    assert (table["shift"] == table["new"] - table["old"]).all()


@given(TEXT)
@settings(max_examples=15, deadline=None)
def test_identical_versions_shift_by_exactly_nothing(text: str) -> None:
    table = compare(text, text, n_draws=40, metrics="all").table()
    defined = table[table["old"].notna()]
    assert (defined[["shift", "low", "high"]] == 0).all(axis=None)
    assert (defined["reads_as"] == "no change").all()
    assert table.loc[table["old"].isna(), "shift"].isna().all()


@given(TEXT, TEXT)
@settings(max_examples=15, deadline=None)
def test_swapped_versions_shift_by_exactly_the_negative(old: str, new: str) -> None:
    there, back = (compare(*pair, n_draws=40, metrics="all").table() for pair in ((old, new), (new, old)))
    for one, other in (("shift", "shift"), ("low", "high"), ("high", "low")):
        np.testing.assert_array_equal(there[one], -back[other])
    for same in ("floor", "n_pairs", "n_changed"):
        np.testing.assert_array_equal(there[same], back[same])


def test_moving_a_sentence_moves_no_metric() -> None:
    sentences = [s.text for s in parse(OLD).sentences if not any(s.mask)]
    table = compare(" ".join(sentences), " ".join(sentences[::-1]), n_draws=50, metrics="all").table()
    assert (table.loc[table["old"].notna(), "shift"] == 0).all()


def test_the_interval_holds_the_shift_and_follows_the_seed() -> None:
    old, new = OLD + "\n\n" + NEW, NEW + "\n\n" + NEW.replace("bridge", "pier")
    one, two, other = (compare(old, new, seed=seed, n_draws=200).table() for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, two)
    assert not one["low"].equals(other["low"])
    known = one[one["low"].notna()]
    assert len(known) > 6
    assert ((known["low"] <= known["shift"]) & (known["shift"] <= known["high"])).all()


def test_few_changed_pairs_are_said_to_be_few() -> None:
    new = OLD.replace("terrible cracks", "considerable deterioration")
    row = compare(OLD, new, n_draws=50, metrics=["syllables_per_word"]).table().iloc[0]
    assert row["n_changed"] == 1 and row["verdict"] == "open" and row["p"] == 1.0
    assert row["reads_as"].startswith("longer words by") and row["reads_as"].endswith("it rests on 1 changed sentence")


def test_a_fall_reads_in_words() -> None:
    row = compare(NEW, OLD, n_draws=50).table().set_index("metric").loc["vader_mean"]
    assert row["shift"] < 0
    assert row["reads_as"].startswith("more negative by")


def test_a_shift_inside_the_floor_is_not_told_from_formatting() -> None:
    old = OLD + ' "It is a fine day," he said. They do not know; they cannot tell.'
    new = old.replace("do not", "don't")
    table = compare(old, new, n_draws=50, metrics="all").table()
    shifted = table[table["shift"] != 0]
    assert len(shifted)
    assert (shifted["verdict"] == "formatting").all()
    assert shifted["reads_as"].str.endswith("no more than formatting does").all()


@pytest.mark.parametrize("other", ["", "   ", "...", "“”", "12"])
def test_an_empty_side_is_undefined_and_says_which(other: str) -> None:
    table = compare(other, NEW, n_draws=50, metrics="all").table()
    row = table.set_index("metric").loc["smog_index"]
    assert math.isnan(row["shift"]) and math.isnan(row["low"])
    assert row["reads_as"] == "undefined in the older version"


def test_own_metrics_are_compared_like_ours() -> None:
    mine = Metric("words", lambda t: t["n_words"] * 1.0, "words", "more words", "fewer words")
    comparison = compare(OLD, NEW, metrics=[mine, "lix"], n_draws=50)
    assert comparison.table()["metric"].tolist() == ["words", "lix"]
    assert comparison.table()["reads_as"][0].startswith("fewer words by")
    assert comparison.evidence("words")["contribution"].sum() == pytest.approx(comparison.table()["shift"][0])


def test_voices_add_up() -> None:
    mine = Metric("words", lambda t: t["n_words"] * 1.0, "words", "more words", "fewer words")
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


def test_a_metric_without_a_word_for_a_fall_says_the_reverse() -> None:
    metric = Metric("m", lambda t: t["n_words"], "points", "more fun")
    assert name_direction(metric, True) == "more fun" and name_direction(metric, False) == "the reverse of more fun"


def test_joined_sentences_of_the_same_words_give_no_verdict() -> None:
    things = "bridge school market harbour library theatre hospital station museum stadium airport prison".split()
    told = ["The {} was closed on Monday.", "They said the {} was a disgrace and a danger to all who use it."]
    sentences = [sentence.format(thing) for thing in things for sentence in told]
    twos = zip(sentences[::2], sentences[1::2], strict=True)
    joined = [f"{one[:-1]}, and {two[0].lower()}{two[1:]}" for one, two in twos]
    table = compare("\n\n".join(sentences), "\n\n".join(joined), metrics="all", n_draws=50).table()
    assert set(table["verdict"]) <= {"formatting", "none", "undefined"}


def test_a_rate_that_rises_in_a_shorter_text_is_named_as_a_rate() -> None:
    old = "Critics slammed the shameful plan. " + "The council met on Tuesday at the town hall of the city. " * 9
    new = "Critics slammed the plan. The council met."
    row = compare(old, new, metrics=["loaded_rate"], n_draws=50).table().iloc[0]
    assert row["n_new"] < row["n_old"] and row["shift"] > 0
    assert row["reads_as"].startswith("a rate higher by") and "more" not in row["reads_as"].split(";")[0]


def test_metrics_read_together_are_corrected() -> None:
    table = compare(OLD * 3, NEW * 3, n_draws=50).table()
    known = table[table["p"].notna()]
    assert (known["p_holm"] >= known["p"]).all() and (known["p_holm"] > known["p"]).any()


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


@pytest.mark.parametrize(("old", "new"), [("dam", ""), ("", "dam"), ("dam", "dam"), ("quay", "dam")])
def test_a_shift_is_of_the_story_that_either_version_names(old: str, new: str) -> None:
    table = compare(Version("It fell.", story=old), Version("It held.", story=new), floors=False).table()
    assert set(table["story"]) == {"dam"}


def test_a_shift_is_told_in_the_direction_that_it_takes() -> None:
    old, new = "It fell. It broke. It sank.", "It fell, it broke, and after a long and terrible storm it sank."
    for one, other in ((old, new), (new, old)):
        table = compare(one, other, floors=False, metrics=["lix"]).table().iloc[0]
        assert table["direction"] == name_direction(METRICS["lix"], table["shift"] > 0) != ""
    assert compare(old, old, floors=False, metrics=["lix"]).table().iloc[0]["direction"] == ""
