"""The table of measures: shape, voices, parts, own metrics, and input that has nothing to measure."""

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from mediakit.errors import ChoiceError, TextError
from mediakit.measures.measuring import measure, total
from mediakit.measures.metrics import MAIN, METRICS, Metric
from mediakit.memory import forget, list_memories
from mediakit.text import parsing
from mediakit.text.parsing import parse

TEXT = "The mayor resigned on Monday. “I am very sorry,” he said. The council will meet again in May."
DEGENERATE = ["", "   ", "...", "“”", "🎉🎉", "2024 35 12", "\n\n\n"]


def test_one_row_for_each_version_and_metric():
    versions = [SimpleNamespace(text=TEXT, story="s", version=v, title="") for v in ("a", "b")]
    table = measure(versions, metrics="all")
    assert len(table) == 2 * len(METRICS)
    assert list(table["version"].unique()) == ["a", "b"] and set(table["story"]) == {"s"}
    assert table.loc[table["version"] == "a", "value"].tolist() == pytest.approx(
        table.loc[table["version"] == "b", "value"].tolist(), nan_ok=True
    )


def test_the_main_metrics_are_the_default_and_few():
    table = measure(TEXT)
    assert tuple(table["metric"]) == MAIN and len(MAIN) <= 12


def test_wide_has_a_column_for_each_metric():
    wide = measure([TEXT, "", TEXT], metrics="all", wide=True)
    assert len(wide) == 3 and set(METRICS) <= set(wide.columns)
    tidy = measure(TEXT, metrics="all")
    assert wide.loc[0, list(METRICS)].tolist() == pytest.approx(tidy["value"].tolist(), nan_ok=True)


@pytest.mark.parametrize("text", DEGENERATE, ids=repr)
def test_nothing_to_measure_is_nan_with_a_reason(text):
    table = measure(text, metrics="all")
    readability = table[table["metric"].isin(["flesch_reading_ease", "reading_ease_news", "smog_index", "lix"])]
    assert readability["value"].isna().all() and (readability["reason"] != "").all()
    assert table["too_short"].all() and len(table) == len(METRICS)
    missing = table[table["value"].isna()]
    assert (missing["reason"] != "").all()


def test_one_word_has_no_readability():
    table = measure("Disaster", metrics=["flesch_reading_ease", "vader_mean"]).set_index("metric")
    assert math.isnan(table.loc["flesch_reading_ease", "value"])
    assert "2 words" in table.loc["flesch_reading_ease", "reason"]
    assert table.loc["vader_mean", "value"] < -0.5


@pytest.mark.parametrize("value", [None, b"text", 3.5], ids=repr)
def test_what_is_not_text_is_refused(value):
    with pytest.raises(TextError, match=type(value).__name__):
        measure(value)


def test_short_texts_are_flagged_and_long_ones_are_not():
    assert measure(TEXT)["too_short"].all()
    assert not measure(TEXT + "\n\n" + " ".join(["The town has a new plan for its old school."] * 12))[
        "too_short"
    ].any()


def test_a_missing_share_says_why():
    row = measure("The cat sat on the mat.", metrics=["attribution_neutral_share"]).iloc[0]
    assert math.isnan(row["value"]) and "n_attributions" in row["reason"]


def test_voices_differ():
    quoted, narrator = (
        measure(TEXT, voice=v, metrics=["quoted_share"]).iloc[0]["value"] for v in ("quoted", "narrator")
    )
    assert quoted == 100 and narrator == 0


def test_the_title_is_a_part_of_its_own():
    version = SimpleNamespace(text=TEXT, title="Terrible disaster kills town", story="", version="")
    body, title, both = (
        measure(version, part=part, metrics=["sentiment_news"]).iloc[0]["value"] for part in ("body", "title", "all")
    )
    assert title < -0.4 and title < both < body


def test_own_metric():
    own = Metric("letters_per_word", lambda t: t["n_letters"] / t["n_words"], "letters", "longer words", "mine")
    table = measure(TEXT, metrics=["lix", own])
    assert list(table["metric"]) == ["lix", "letters_per_word"] and 3 < table["value"].iloc[1] < 6


@pytest.mark.parametrize("choice", [{"metrics": ["flesh"]}, {"voice": "editor"}, {"part": "footer"}])
def test_unknown_names_list_the_choices(choice):
    with pytest.raises(ChoiceError, match="Choose one of"):
        measure(TEXT, **choice)


def test_a_formula_may_read_other_columns_for_other_totals():
    own = Metric("own", lambda t: t["n_hedges"] if t["n_words"] > 1 else t["n_words"], "", "more", "less")
    assert own.columns == ("n_words",)
    assert measure("It may perhaps rain.", metrics=[own])["value"].tolist() == [1.0]


def test_what_is_asked_for_does_not_change_a_value():
    every = measure(TEXT, metrics="all").set_index("metric")["value"]
    for name in METRICS:
        alone = measure(TEXT, metrics=name)["value"].iloc[0]
        assert alone == every[name] or math.isnan(alone) and math.isnan(every[name])


def test_only_what_is_asked_is_counted():
    forget()
    measure(TEXT, metrics=["lix", "vader_mean"])
    found = " ".join(kept.name for kept in list_memories() if kept.n_kept)
    assert "loaded" not in found and "claims" not in found


def test_a_metric_of_unknown_columns_is_refused():
    with pytest.raises(ChoiceError, match="n_unicorns"):
        measure(TEXT, metrics=[Metric("own", lambda t: t["n_unicorns"], "", "", "")])


def test_result_does_not_depend_on_company():
    alone = measure(TEXT)["value"].tolist()
    measure(["Another text about war and peace.", TEXT])
    assert measure([TEXT, "x"])["value"].tolist()[: len(alone)] == pytest.approx(alone, nan_ok=True)


def test_a_document_is_measured_as_its_text():
    assert measure(parse(TEXT))["value"].tolist() == pytest.approx(measure(TEXT)["value"].tolist(), nan_ok=True)


@pytest.mark.parametrize("wide", [False, True])
def test_provenance_names_what_the_numbers_depend_on(wide):
    table = measure([TEXT, TEXT + " Yes."], wide=wide, provenance=True)
    assert {"mediakit", "lexicons", "model", "text_hash"} <= set(table.columns)
    assert table["text_hash"].nunique() == 2 and table["model"].nunique() == 1


def test_bare_texts_are_told_apart_by_their_place() -> None:
    table = measure(["The dam held.", "The dam broke."], metrics="lix")
    assert table["version"].tolist() == ["text 1", "text 2"]
    assert measure("The dam held.", metrics="lix")["version"].tolist() == [""]


STORY = "The mayor of Vale resigned on Monday.\n\n“I am very sorry,” he said. He will leave in May.\n\nThe council met."


def test_a_paragraph_that_was_counted_is_not_cut_again(monkeypatch):
    forget()
    again = measure(STORY, metrics="all")
    asked = []
    sentences = parsing._sentences

    def cut(cleaned, span, *rest):
        asked.append(cleaned.text[slice(*span)])
        return sentences(cleaned, span, *rest)

    monkeypatch.setattr(parsing, "_sentences", cut)
    assert measure(STORY, metrics="all").equals(again) and not asked
    measure(STORY.replace("met", "meets"), metrics="all")
    assert asked == ["The council meets."]


@pytest.mark.parametrize("voice", ["all", "narrator", "quoted"])
def test_a_known_paragraph_counts_as_its_own_marks_tell(voice):
    marked = [STORY, STORY.replace("“", "").replace("”", ""), STORY]
    together = [measure(text, voice=voice, metrics="all")["value"].tolist() for text in marked]
    for text, values in zip(marked, together, strict=True):
        forget()
        assert measure(text, voice=voice, metrics="all")["value"].tolist() == pytest.approx(values, nan_ok=True, abs=0)


def test_a_document_counts_the_sentences_that_it_was_given():
    document = parse(STORY)
    first = replace(document, sentences=document.sentences[:1])
    assert total(first, columns=("n_words",))["n_words"] == 7
    assert total(parse(STORY), columns=("n_words",))["n_words"] == sum(len(s.tokens) for s in document.sentences)
