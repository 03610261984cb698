"""Golden findings: what is told of a change in a sentence or two, how gravely, and what is not told."""

import csv

import pytest

import mediakit as mk
from tests.conftest import ROOT

with (ROOT / "tests" / "data" / "findings.csv").open(encoding="utf-8") as lines:
    CASES = [tuple(row.values()) for row in csv.DictReader(lines)]


@pytest.mark.parametrize(("old", "new", "kind", "gravity", "words"), CASES, ids=[case[1][:50] for case in CASES])
def test_a_change_is_told_as_an_editor_tells_it(old: str, new: str, kind: str, gravity: str, words: str) -> None:
    """The words stand in a finding's sentence; of kind "silent" no such finding is of that gravity or above."""
    found = mk.compare(old, new, floors=False).findings()
    told = found[found["says"].str.contains(words, regex=False)]
    if kind == "silent":
        assert not (told["gravity"] >= int(gravity)).any(), told[["kind", "gravity", "says"]].to_string()
    else:
        right = (told["kind"] == kind) & (told["gravity"] == int(gravity))
        assert right.any(), found[["kind", "gravity", "says"]].to_string()
