"""Quotations: every style of mark, what is no quotation, speech and mentions, and texts without mercy."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.text.quotation_marks import Quoted
from mediakit.text.speech.beside_quotes import read_final
from mediakit.text.speech.quotations import find_quotations
from mediakit.text.speech.speakers import begin_sentences
from mediakit.text.speech.tokens import tokens_between
from tests.conftest import misread

GOLDEN = (Path(__file__).parent / "data" / "quotations.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(GOLDEN.splitlines()))


def paragraphs_of(text: str) -> tuple[tuple[int, int], ...]:
    spans, at = [], 0
    for line in text.split("\n"):
        if stripped := line.strip():
            start = at + line.index(stripped)
            spans.append((start, start + len(stripped)))
        at += len(line) + 1
    return tuple(spans)


def show_quotations(text: str) -> str:
    """Return the quotations of a text, and how many problems it has."""
    text = text.replace("¶", "\n")
    found, problems = find_quotations(text, paragraphs_of(text))
    return " ;; ".join(f"{q.group} {q.kind} {q.name}/{q.cue} {q.text}" for q in found) + f" | {len(problems)}"


@pytest.mark.parametrize("part", range(3))
def test_golden_cases_are_read_as_written(part: int) -> None:
    rows = ((case["text"], f"{case['quotations']} | {case['problems']}") for case in CASES[part::3])
    assert misread(rows, show_quotations) == {}


def test_golden_cases_are_many_and_named_once() -> None:
    assert len(CASES) >= 60
    assert len({case["case"] for case in CASES}) == len(CASES)


def test_text_of_a_quotation_is_what_stands_at_its_offsets() -> None:
    for text in (case["text"].replace("¶", "\n") for case in CASES):
        for quotation in find_quotations(text, paragraphs_of(text))[0]:
            assert quotation.text == text[quotation.start : quotation.end]


@given(st.text(alphabet="“”\"'‘’„«»ab.,! \n", max_size=80))
def test_any_text_gives_ordered_quotations_that_do_not_overlap(text: str) -> None:
    found, _ = find_quotations(text, paragraphs_of(text))
    edges = [edge for q in found for edge in (q.start, q.end)]
    assert edges == sorted(edges)
    assert all(q.start < q.end and q.kind in ("speech", "scare", "title") for q in found)


@pytest.mark.parametrize("pair", [("“", "”"), ('"', '"'), ("‘", "’"), ("''", "''")])
def test_style_of_the_marks_changes_neither_kind_nor_speaker(pair: tuple[str, str]) -> None:
    opened, closed = pair
    text = f"{opened}We tried,{closed} Nora Beale said. {opened}We failed.{closed} She called it {opened}sad{closed}."
    found, problems = find_quotations(text, paragraphs_of(text))
    assert [(q.kind, q.name, q.group) for q in found] == [
        ("speech", "Nora Beale", 0),
        ("speech", "Nora Beale", 0),
        ("speech", "Nora Beale", 1),
    ]
    assert problems == []


@pytest.mark.parametrize(
    "unit", ['"', "“", "”", "'", "‘", "’", "«", "''", '" ', "“ ", "'a ", '"a" ', "“a ", "(", "a “b” "]
)
def test_hostile_text_is_read_without_error(unit: str) -> None:
    text = unit * 3000
    found, problems = find_quotations(text, ((0, len(text)),))
    assert len(problems) <= 21
    assert all(q.text == text[q.start : q.end] for q in found)


def test_paragraph_that_was_removed_is_not_read() -> None:
    text = "“We tried,” Beale said.\n“Buy now!”"
    assert len(find_quotations(text, paragraphs_of(text)[:1])[0]) == 1


@pytest.mark.parametrize("n, n_sentences", [(11, 1), (12, 2)])
def test_a_verb_more_than_twenty_words_behind_a_quotation_is_of_another_sentence(n: int, n_sentences: int) -> None:
    text = f"“What now …” Tom Hale, a man of{' old' * n} towns, asked."
    assert len(begin_sentences(text, (0, len(text)), [Quoted(0, 12, 0, 0)])) == n_sentences


def test_a_comma_typed_twice_before_the_verb_is_read_over() -> None:
    text = "Money won, Sheila Krumholz,, said"
    found = read_final(tokens_between(text, 0, len(text)))
    assert found and text[found.start : found.end] == "Sheila Krumholz"
