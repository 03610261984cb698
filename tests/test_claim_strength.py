"""How strongly research news claims a cause."""

import numpy as np
import pytest

from tests.benchmarks.claim_strength import GRADES, SHIFTS, compare_claims, describe_claim, grade_claim


@pytest.mark.parametrize(
    "text, grade",
    [
        ("Coffee is associated with a lower risk of stroke.", "association"),
        ("Coffee may help to prevent strokes.", "possible cause"),
        ("Coffee prevents strokes.", "cause"),
    ],
)
def test_plain_claims_are_graded(text: str, grade: str) -> None:
    assert GRADES[int(np.argmax(grade_claim(text)))] == grade


@pytest.mark.parametrize("text", ["", "…", "word", "NO " * 1000])
def test_any_text_has_probabilities(text: str) -> None:
    chances = grade_claim(text)
    assert chances.shape == (4,) and chances.sum() == pytest.approx(1) and (chances >= 0).all()


def test_a_cause_from_an_association_exaggerates() -> None:
    old = "Coffee consumption was associated with a lower risk of stroke."
    assert compare_claims(old, "Coffee prevents strokes.") == "exaggerates"
    assert compare_claims(old, old) in SHIFTS


def test_features_do_not_depend_on_capitals() -> None:
    assert describe_claim("Coffee MAY prevent strokes") == describe_claim("coffee may prevent strokes")
