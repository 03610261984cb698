"""Amounts, dates and times, each with one normalised value."""

import csv
from math import isnan
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.evidence.quantities import Quantity, find_quantities
from mediakit.text.cleaning import normalise
from tests.conftest import misread

DATA = Path(__file__).parent / "data"


def cases(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def describe(quantity: Quantity, text: str) -> str:
    """Return all that is known of a quantity: what is shown before it | its words | those of its unit, and the rest."""
    start, end, kind, label, value, unit, limit, shown_from, stop, high, scale, part, way, faint = quantity
    words = " | ".join((text[shown_from:start], text[start:end], text[end:stop])).strip()
    amount = "" if isnan(value) else f"{value:.10g}" if isnan(high) else f"{value:.10g} to {high:.10g}"
    rest = (limit, part, way, f"scale {scale:g}" if scale != 1 else "", "faint" if faint else "")
    return " / ".join([words, kind, label, f"{amount} {unit}".strip(), *filter(None, rest)])


def show_quantities(text: str) -> str:
    text = normalise(text)
    return " ;; ".join(describe(quantity, text) for quantity in find_quantities(text, faint=True))


def test_all_that_is_known_of_the_quantities_of_a_text() -> None:
    assert misread(((case["text"], case["quantities"]) for case in cases("quantities_read")), show_quantities) == {}


def test_golden_quantities() -> None:
    for case in cases("quantities"):
        text = case["text"]
        found = [(text[q.start : q.end], q.kind, q.label, q.limit) for q in find_quantities(text)]
        known = [(case["words"], case["kind"], case["label"], case["limit"])] if case["words"] else []
        assert found == known, text


@settings(deadline=None)
@given(st.integers(min_value=1001, max_value=10**9))
def test_separators_do_not_matter(number: int) -> None:
    labels = {q.label for text in (f"it is {number} m", f"it is {number:,} m") for q in find_quantities(text)}
    assert len(labels) == 1 or number < 2100


@settings(deadline=None)
@given(st.text(max_size=200))
def test_spans_are_in_order_and_inside(text: str) -> None:
    at = 0
    for q in find_quantities(text):
        assert at <= q.start < q.end <= len(text)
        assert q.shown_from <= q.start
        at = q.end


@pytest.mark.parametrize(
    "piece", ["1", "a ", "one ", "1,", "half ", "May ", "(0", "1-", "$1 ", "+1 ", "a@", "0 1 ", "hundreds of "]
)
def test_long_repetition_is_read_to_its_end(piece: str) -> None:
    assert isinstance(find_quantities(piece * 20_000), list)


@pytest.mark.parametrize("text", ["a third of voters", "half of the voters", "seven in ten voters"])
def test_a_share_in_words_is_measured_in_percent(text: str) -> None:
    assert [(q.unit, q.value < 100) for q in find_quantities(text)] == [("percent", True)]


@pytest.mark.parametrize("text, way", [("next May", "next"), ("next May 3", ""), ("this 2025 budget", "")])
def test_only_a_bare_day_or_month_is_next_or_last(text: str, way: str) -> None:
    assert [q.way for q in find_quantities(text)] == [way]
