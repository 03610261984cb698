"""Ratings of single words: what a reader would take each for, whatever the sentence."""

import csv
from collections import Counter

import pytest

from mediakit.evidence.word_features import (
    PLAIN,
    PLAIN_UP_TO,
    describe_neighbour,
    describe_sentence,
    describe_word,
    is_plain,
    name_reason,
    rate,
    stem,
    weigh_strengths,
)
from mediakit.text.parsing import parse
from tests.conftest import DATA, PACKAGE, misread

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


def read_cases(name: str) -> list[tuple[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [(text, read) for text, read in list(csv.reader(lines))[1:]]


def show_features(word: str) -> str:
    found = (f"{name} {value:.4g}" for name, value in describe_word(word) if not name.startswith("rated"))
    return " ; ".join(found)


def test_all_features_of_a_word_but_its_ratings() -> None:
    assert misread(read_cases("words_described"), show_features) == {}


def show_described(text: str) -> str:
    """Return the words that are weighed, each with the features of its place, cut by clauses, and those of the text."""
    shown = []
    for sentence in parse(text, keep_boilerplate=True).sentences:
        seen = describe_sentence(sentence)
        words = [word + f"[{', '.join(marks)}]" * bool(marks)
                 for word, marks in zip(seen.words, seen.marks, strict=True)]  # fmt: skip
        clauses = " | ".join(" ".join(words[first:last]) for first, last in seen.clauses)
        shown.append(f"{clauses} / {' '.join(f'{number:.4g}' for number in seen.text)}")
    return " ;; ".join(shown)


def test_what_is_weighed_of_a_sentence() -> None:
    assert misread(read_cases("sentences_described"), show_described) == {}


def test_a_rating_is_weighed_as_a_share_of_nine_its_square_and_that_there_is_one() -> None:
    share = rate("slammed").loaded / 9
    rated = [value for name, value in describe_word("slammed") if name.startswith("rated loaded")]
    assert rated == [share, share**2, 0.5]


@pytest.mark.parametrize(
    ("word", "side", "features"),
    [("no", "left", {"left no": 0.5, "left ends no": 0.3, "left rarity 2": 0.3, "left has valence": 0.4}),
     ("council", "right", {"right council": 0.5, "right ends cil": 0.3, "right rarity 3": 0.3}),
     ("^", "left", {"left ^": 0.5}), ("@name", "right", {"right @name": 0.5}), ("", "left", {"left ": 0.5})],
)  # fmt: skip
def test_what_a_word_lends_to_the_one_beside_it(word: str, side: str, features: dict[str, float]) -> None:
    assert dict(describe_neighbour(word, side)) == pytest.approx(features)


def test_a_rated_neighbour_lends_its_rating() -> None:
    assert dict(describe_neighbour("thugs", "left"))["left rated loaded"] == rate("thugs").loaded / 9


@pytest.mark.parametrize(
    ("word", "root"),
    [("nationalists", "national"), ("rapidly", "rapid"), ("radically", "radical"), ("taxes", "taxe"), ("used", "used"),
     ("using", "using"), ("movie", "mov"), ("plea", "plea"), ("houses", "hous"), ("aided", "aided"), ("able", "able"),
     ("fears", "fear"), ("fear", "fear")],
)  # fmt: skip
def test_a_word_loses_its_ending_if_four_letters_stay(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize("word", ["minister", "qwxz", "@name", "thugs"])
def test_a_word_is_plain_if_readers_knew_it_and_had_nothing_to_remark(word: str) -> None:
    assert is_plain(word) == (word == "minister")
