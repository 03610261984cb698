"""Ratings of single words: what a reader would take each for, whatever the sentence."""

import csv
from collections import Counter

import pytest

from mediakit.evidence.word_features import (
    PLAIN,
    PLAIN_UP_TO,
    describe_sentence,
    describe_word,
    name_reason,
    rate,
    weigh_strengths,
)
from mediakit.text.parsing import parse
from tests.conftest import PACKAGE

with (PACKAGE / "evidence" / "word_ratings.csv").open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines))
with (PACKAGE / "evidence" / "masked_words.csv").open(encoding="utf-8") as lines:
    MASKED = {row["term"] for row in csv.DictReader(lines) if row["case"] == "any"}


def test_each_word_is_rated_once_from_0_to_9() -> None:
    assert max(Counter(row["term"] for row in ROWS).values()) == 1
    assert all(0 <= float(row[name]) <= 9 for row in ROWS for name in ("loaded", "struck", "camp"))
    assert [row["term"] for row in ROWS] == sorted(row["term"] for row in ROWS)


def test_no_word_that_is_always_masked_is_rated() -> None:
    assert not {row["term"] for row in ROWS} & MASKED


@pytest.mark.parametrize(
    ("plain", "stronger"),
    [("said", "claimed"), ("claimed", "bragged"), ("criticized", "slammed"), ("group", "mob"), ("plan", "scheme")],
)
def test_the_stronger_word_is_rated_higher(plain: str, stronger: str) -> None:
    assert rate(plain).loaded < rate(stronger).loaded


def test_an_unknown_word_is_plain() -> None:
    assert rate("qwxz") == rate("") == PLAIN
    assert weigh_strengths(["qwxz"]) == [0]


def test_a_compound_is_rated_by_its_strongest_part() -> None:
    assert rate("zebra-thugs") == rate("thugs")
    assert rate("anti-@name").loaded == rate("anti").loaded


def test_strength_is_what_lies_above_plain_words() -> None:
    assert weigh_strengths(["thugs"]) == [rate("thugs").loaded - PLAIN_UP_TO] != [0]
    assert weigh_strengths(["said"]) == [0]


@pytest.mark.parametrize(
    ("word", "reason"),
    [("skyrocketing", "strong word"), ("renowned", "judgement"), ("globalist", "camp talk"), ("machine", "in context")],
)
def test_the_highest_rating_gives_the_reason(word: str, reason: str) -> None:
    assert name_reason(word) == reason


def test_a_masked_part_of_a_compound_has_no_features_of_its_own() -> None:
    names = {name for name, _ in describe_word("anti-@name")}
    assert "part anti" in names and "word anti-@name" in names
    assert not any(name.startswith(("begins ", "ends ", "stem ", "rarity")) for name in names)


def test_a_capital_within_a_sentence_is_a_feature_of_its_word() -> None:
    seen = describe_sentence(parse("They praised His Majesty and Democracy.").sentences[0])
    assert dict(zip(seen.words, seen.marks, strict=True))["majesty"] == ("capital",)
