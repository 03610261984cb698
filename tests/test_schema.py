"""Every public table has exactly the columns that the schema documents."""

import pytest

import mediakit as mk
from mediakit.schema import TABLES

STORY = mk.load_example("data-breach")
COMPARISON = mk.compare(STORY["wire"], STORY["paraphrase"])
DOCUMENT = mk.parse(STORY["wire"])
MADE = {
    "marks": lambda: mk.find(DOCUMENT),
    "statements": lambda: mk.statements(DOCUMENT),
    "words": lambda: mk.score_words(DOCUMENT),
    "measures": lambda: mk.measure(DOCUMENT),
    "pairs": COMPARISON.pairs,
    "families": COMPARISON.families,
    "shifts": COMPARISON.table,
    "tests": lambda: mk.test_shifts(mk.compare_all([STORY])),
    "evidence": lambda: COMPARISON.evidence("flesch_reading_ease"),
    "quotations": COMPARISON.quotations,
    "facts": COMPARISON.facts,
    "findings": COMPARISON.findings,
    "voices": lambda: mk.voices(DOCUMENT),
    "voice_changes": COMPARISON.voices,
    "portrayal": COMPARISON.portrayal,
    "verdicts": lambda: mk.tally_verdicts(COMPARISON.findings().assign(verdict_of_reader="right")),
    "coverage": COMPARISON.coverage,
    "outlets": lambda: mk.compare_outlets(STORY).drop(columns=[version.version for version in STORY]),
    "attributions": COMPARISON.attributions,
}


@pytest.mark.parametrize("name", list(MADE))
def test_table_has_the_documented_columns(name: str) -> None:
    assert set(MADE[name]().columns) == set(TABLES[name])


def test_counts_have_the_documented_columns_and_only_additive_ones() -> None:
    columns = list(mk.count(DOCUMENT).columns)
    assert columns[:4] == ["story", "version", "sentence", "part"]
    assert all(name.startswith("n_") or name.endswith("_sum") for name in columns[4:])


def test_shifts_of_many_stories_also_say_which_versions_they_compare() -> None:
    table = mk.compare_all([STORY])
    assert set(table.columns) == set(TABLES["shifts"]) | {"version_old", "version_new", "source", "kind"}


def test_every_table_is_tested() -> None:
    assert set(MADE) | {"counts"} == set(TABLES)
