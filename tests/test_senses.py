"""Literal uses are read as such, in many beats and countries; slurs, camp words and new terms are found."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from mediakit.evidence.lexicons import LEXICONS
from mediakit.evidence.loaded import find_loaded
from mediakit.evidence.marks import find
from mediakit.evidence.senses import find_literal
from mediakit.text.batch import Batch
from mediakit.text.parsing import parse
from tests.conftest import DATA, PACKAGE


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


RULES = read_rows(PACKAGE / "evidence" / "lexicons" / "literal_senses.csv")
ALWAYS = read_rows(PACKAGE / "evidence" / "lexicons" / "always_loaded.csv")
BEATS = read_rows(DATA / "beats.csv")
PLAIN = [row for row in BEATS if row["expected"] == "neutral"]
LOADED = [row for row in BEATS if row["expected"] != "neutral"]


def literal(text: str) -> set[str]:
    batch = Batch(parse(text, keep_boilerplate=True).sentences)
    return {token for token, found in zip(batch.tokens, find_literal(batch), strict=True) if found}


def marked(text: str) -> set[str]:
    """Return the marked words, and the parts of compounds, in small letters."""
    found = set()
    for sentence in parse(text, keep_boilerplate=True).sentences:
        for hit in find_loaded(sentence):
            for token in sentence.tokens[hit.first : hit.last]:
                found |= {token.lower(), *token.lower().split("-")}
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["fires"][:40])
def test_a_rule_fires_and_stays_silent(rule: dict[str, str]) -> None:
    assert rule["reason"]
    assert literal(rule["fires"])
    assert not literal(rule["silent"])


def test_the_beats_are_many() -> None:
    assert len(PLAIN) == len(LOADED) == 100
    assert len({row["beat"] for row in PLAIN}) >= 10
    assert len({row["country"] for row in PLAIN}) >= 5


@pytest.mark.parametrize("held", ["", "yes"])
def test_plain_sentences_of_other_beats_carry_no_mark(held: str) -> None:
    rows = [row for row in PLAIN if row["held"] == held]
    flagged = [row["sentence"] for row in rows if marked(row["sentence"])]
    assert len(flagged) <= 0.08 * len(rows), flagged


@pytest.mark.parametrize("held", ["", "yes"])
def test_slurs_camp_words_and_new_terms_are_found(held: str) -> None:
    wanted = [(row["sentence"], term) for row in LOADED if row["held"] == held for term in row["expected"].split("|")]
    missed = [
        term for text, term in wanted if marked(text).isdisjoint({term.lower(), *_words(term)})
    ]  # fmt: skip
    assert len(missed) <= 0.2 * len(wanted), missed


def _words(term: str) -> Iterable[str]:
    return term.lower().replace("-", " ").split()


def test_every_entry_that_is_always_loaded_has_reason_and_direction() -> None:
    assert all(row["reason"] and row["direction"] and row["family"] in LEXICONS for row in ALWAYS)


def test_an_entry_of_several_words_is_one_mark() -> None:
    marks = find(parse("The offer is a far cry from what the mayor promised."))
    assert list(marks.loc[marks["kind"] == "loaded", "text"]) == ["far cry"]


def test_a_word_meant_literally_is_in_no_family() -> None:
    marks = find(parse("Storm Ciara battered the coast with vicious gusts of 97mph."))
    assert marks[marks["kind"].isin(["loaded", "lexicon"])].empty
    assert not find(parse("The vicious column mocked the minister.")).empty
