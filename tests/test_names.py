"""Names in sentences, and when two names are one."""

import csv
from pathlib import Path

import pytest

from mediakit.text.names import core, find_names, same_name
from mediakit.text.parsing import parse

DATA = Path(__file__).parent / "data"


def names(text: str) -> list[str]:
    found = parse(text).sentences[0]
    return [name for _, _, name in find_names(found.tokens, found.gaps)]


def pairs() -> list[dict[str, str]]:
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair['one']} {pair['other']}")
def test_same_name(pair: dict[str, str]) -> None:
    assert same_name(pair["one"], pair["other"]) is same_name(pair["other"], pair["one"]) is (pair["same"] == "yes")


def test_names_of_people_and_bodies_are_found_whole() -> None:
    text = "The University of Calder Vale and the Bank of England said Oona Farrelly of the Civic League left."
    assert names(text) == ["University of Calder Vale", "Bank of England", "Oona Farrelly", "Civic League"]


def test_possessive_ending_is_no_part_of_a_name() -> None:
    assert names("They liked Park's plan and Ann Lee's idea.") == ["Park", "Ann Lee"]


def test_days_months_and_first_words_are_no_names() -> None:
    assert names("Yesterday the council met, and on Monday in March it will meet again.") == []


def test_headline_in_title_case_gives_no_names() -> None:
    assert names("Divided Council Votes Tonight Against Bridge Plan") == []


def test_core_drops_titles() -> None:
    assert core("Dr. Oona Farrelly") == "Oona Farrelly"
    assert core("Mayor Dolores Whitcombe") == "Dolores Whitcombe"
