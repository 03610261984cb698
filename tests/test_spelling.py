"""British and American spelling, accents, ligatures and stops make no other word."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.text.spelling import fold, spell

with (Path(__file__).parent / "data" / "spellings.csv").open(encoding="utf-8", newline="") as rows:
    CASES = list(csv.DictReader(rows))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['one']} {case['other']}")
def test_spellings_of_one_word_are_told_from_other_words(case: dict[str, str]) -> None:
    assert (spell(case["one"]) == spell(case["other"])) == (case["same"] == "yes")


@given(st.text(max_size=30))
def test_any_word_has_a_spelling_without_accents(word: str) -> None:
    assert spell(word) == spell(fold(word))
