"""Who is spoken of must not change how loaded a sentence is: the same sentence about one and about another."""

import csv

import pytest

from mediakit.evidence.loaded import find_loaded, score_sentence
from mediakit.text.document import Sentence
from mediakit.text.parsing import parse
from tests.conftest import PACKAGE, ROOT

with (ROOT / "tests" / "data" / "swaps.csv").open(encoding="utf-8") as lines:
    SWAPS = [(row["one"], row["other"]) for row in csv.DictReader(lines)]


def read(text: str) -> Sentence:
    (sentence,) = parse(text, keep_boilerplate=True).sentences
    return sentence


@pytest.mark.parametrize(("one", "other"), SWAPS, ids=[one[:40] for one, _ in SWAPS])
def test_a_swap_flips_no_label(one: str, other: str) -> None:
    first, second = read(one), read(other)
    scores = score_sentence(first), score_sentence(second)
    assert (scores[0].p_biased >= 0.5) == (scores[1].p_biased >= 0.5)
    loaded = [[sentence.tokens[hit.first].lower() for hit in find_loaded(sentence)] for sentence in (first, second)]
    common = {token.lower() for token in first.tokens} & {token.lower() for token in second.tokens}
    assert set(loaded[0]) & common == set(loaded[1]) & common


def test_swaps_change_no_score() -> None:
    changes = [abs(score_sentence(read(a)).p_biased - score_sentence(read(b)).p_biased) for a, b in SWAPS]
    assert len(SWAPS) >= 60
    assert max(changes) <= 1e-9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The anti-American mob cheered.", "The anti-Russian mob cheered."),
        ("A Trump-backed scheme failed.", "A Newsom-backed scheme failed."),
        ("The anti-gay rant went on.", "The anti-lesbian rant went on."),
        ("A Chinese-born tycoon fled.", "A French-born tycoon fled."),
    ],
)
def test_names_inside_compounds_weigh_the_same(one: str, other: str) -> None:
    assert score_sentence(read(one)).logit == score_sentence(read(other)).logit


def test_any_nation_weighs_the_same_at_the_beginning() -> None:
    with (PACKAGE / "evidence" / "masked_words.csv").open(encoding="utf-8") as lines:
        names = [row["term"].title() for row in csv.DictReader(lines) if row["stands_as"] == "@name"]
    scores = {name: score_sentence(read(f"{name} denied the reckless plan.")).p_biased for name in names}
    assert len(names) > 1_000
    assert {name for name, score in scores.items() if abs(score - scores["Kenya"]) > 1e-9} == set()
