"""Who is made to say what: golden sentences, places in the text, and named sources."""

import csv
from pathlib import Path

import pytest

import mediakit as mk
from mediakit.text.reporting_verbs import FORCES
from mediakit.text.speech.said_by import find_statements
from tests.conftest import misread

GOLDEN = (Path(__file__).parent / "data" / "statements.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(GOLDEN.splitlines()))


def show_statements(text: str) -> str:
    return " ;; ".join(
        f"{r.source} / {r.cue} / {'direct' if r.direct else 'indirect'} / {r.force} / {text[r.start : r.end]}"
        for r in mk.statements(mk.parse(text)).itertuples()
    )


@pytest.mark.parametrize("part", range(4))
def test_golden_cases_are_read_as_written(part: int) -> None:
    assert misread(((case["text"], case["statements"]) for case in CASES[part::4]), show_statements) == {}


with (Path(__file__).parent / "data" / "source_names.csv").open(encoding="utf-8", newline="") as lines:
    NAMED = list(csv.DictReader(lines))


def show_names(text: str) -> str:
    return " ;; ".join(said.name for said in find_statements(mk.parse(text)))


def test_the_bare_name_in_a_source_is_found() -> None:
    assert misread(((case["text"], case["names"]) for case in NAMED), show_names) == {}


@pytest.mark.parametrize("name", mk.list_examples())
def test_cue_is_what_stands_at_its_place(name: str) -> None:
    for version in mk.load_example(name):
        document = mk.parse(version)
        for row in mk.statements(document).itertuples():
            assert row.force in FORCES and row.start <= row.end
            if row.cue and row.sentence >= 0:
                assert document.text[row.cue_start : row.cue_end].lower() == row.cue.lower()


def count_of(text: str, column: str) -> int:
    return int(mk.count(mk.parse(text))[column].sum())


def test_a_plural_that_opens_a_sentence_is_no_named_source() -> None:
    assert count_of("Tenants said the roof leaks.", "n_named_sources") == 0
    assert count_of("Officials in Paris said the roof leaks.", "n_named_sources") == 0
    assert count_of("The mayor, Ann Orr, said the roof leaks.", "n_named_sources") == 1


def test_every_cue_is_an_attribution_mark_and_the_other_way() -> None:
    document = mk.parse("“No,” hooted the mayor. Officials said it fell, and the union warned of more.")
    marks = mk.find(document)
    cues = mk.statements(document)
    assert set(marks.loc[marks["kind"] == "attribution", "start"]) == set(cues["cue_start"])


def test_a_headline_in_title_case_names_nobody() -> None:
    marks = mk.find(mk.parse("IMF Warns Of New Risks\n\nThe fund met on Monday. It fell."))
    assert set(marks.loc[marks["sentence"] == -1, "kind"]).isdisjoint({"name"})


def test_what_is_reported_by_nobody_has_no_place_of_a_source() -> None:
    (statement,) = find_statements(mk.parse("It was reported that the dam had burst on Monday."))
    assert (statement.source, statement.source_place) == ("", (-1, -1))


def test_what_stands_behind_a_name_and_a_colon_has_no_place_of_a_cue() -> None:
    (statement,) = find_statements(mk.parse("Ann Orr: we are done here."))
    assert (statement.cue, statement.cue_start, statement.cue_end) == ("", -1, -1)
