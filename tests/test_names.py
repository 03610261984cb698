"""Names in sentences, and when two names are one."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.evidence.claims import find_all_names
from mediakit.evidence.lexicons import Hit
from mediakit.text.names import core, find_names, name_keys, same_name
from mediakit.text.parsing import parse
from tests.conftest import PACKAGE

DATA = Path(__file__).parent / "data"
TEXT = PACKAGE / "text"


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


WRITTEN = st.sampled_from(["Park", "Ann", "The", "Tenants", "May", "Fair", "a", "said", "I'm", "U.S.", "of"])


@given(st.lists(WRITTEN, max_size=6))
def test_a_batch_has_the_names_of_its_sentences(words: list[str]) -> None:
    sentences = parse(" ".join(words) + ". The city of Ann Arbor said so.", keep_boilerplate=True).sentences
    expected = [[Hit(*span, "name", name) for *span, name in find_names(s.tokens, s.gaps)] for s in sentences]
    assert list(map(list, find_all_names(sentences))) == expected


def test_core_drops_titles() -> None:
    assert core("Dr. Oona Farrelly") == "Oona Farrelly"
    assert core("Mayor Dolores Whitcombe") == "Dolores Whitcombe"


def test_every_family_of_words_says_why_it_is_listed() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (TEXT / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    families = {row["family"]: row for row in rows("word_families")}
    for name in ("grammar_words", "name_words"):
        assert {row["family"] for row in rows(name)} <= families.keys()
    assert all(row["reason"] and row["fires"] and row["silent"] for row in families.values())


@pytest.mark.parametrize("text", ["Tenants said no.", "Shares fell.", "Critics say so.", "IMF Warns Of New Risks"])
def test_a_frequent_word_that_opens_a_sentence_and_a_headline_name_nobody(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("name", ["Obama", "NASA", "Oona", "Theresa May", "April Jones", "New York"])
def test_a_name_by_habit_opens_a_sentence_as_a_name(name: str) -> None:
    assert names(f"{name} said no on Monday.") == [name]


_WORDS = "Ann Lee Park L. NHS National Health Service of the U.S. van Orr's Mr. A".split()
_NAME = st.lists(st.sampled_from(_WORDS), max_size=4)


@given(_NAME, _NAME)
def test_names_that_can_be_the_same_share_a_key(one: list[str], other: list[str]) -> None:
    a, b = " ".join(one), " ".join(other)
    assert not same_name(a, b) or name_keys(a).others & name_keys(b).kept
