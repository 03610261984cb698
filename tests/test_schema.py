"""Every public table has exactly the columns that the schema documents."""

import pytest

import mediakit as mk
from mediakit.schema import TABLES

STORY = mk.load_example("data-breach")
COMPARISON = mk.compare(STORY["wire"], STORY["paraphrase"])
DOCUMENT = mk.parse(STORY["wire"])
MADE = {
    "marks": lambda: mk.find(DOCUMENT),
    "words": lambda: mk.score_words(DOCUMENT),
    "measures": lambda: mk.measure(DOCUMENT),
    "pairs": COMPARISON.pairs,
    "shifts": COMPARISON.table,
    "evidence": lambda: COMPARISON.evidence("flesch_reading_ease"),
    "quotations": COMPARISON.quotations,
    "facts": COMPARISON.facts,
    "attributions": COMPARISON.attributions,
}


@pytest.mark.parametrize("name", list(MADE))
def test_table_has_the_documented_columns(name: str) -> None:
    assert set(MADE[name]().columns) == set(TABLES[name])


def test_counts_have_the_documented_columns_and_only_additive_ones() -> None:
    columns = list(mk.count(DOCUMENT).columns)
    assert columns[:4] == ["story", "version", "sentence", "part"]
    assert all(name.startswith("n_") or name.endswith("_sum") for name in columns[4:])


def test_every_table_is_tested() -> None:
    assert set(MADE) | {"counts"} == set(TABLES)
