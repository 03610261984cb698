"""What a rewrite does to who did it."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.comparison.fidelity.agency import AgencyChange, compare_agency, find_acts
from mediakit.text.document import parse

ROOT = Path(__file__).parent.parent


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


CASES = rows(ROOT / "tests" / "data" / "agency.csv")
HARMS = rows(ROOT / "mediakit" / "comparison" / "fidelity" / "harms.csv")


def compare(old: str, new: str) -> list[AgencyChange]:
    return compare_agency(parse(old).sentences, parse(new).sentences)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['old']} → {case['new']}")
def test_golden_pairs(case: dict[str, str]) -> None:
    found = [(change.change, str(change.gravity)) for change in compare(case["old"], case["new"])]
    assert found[:1] == ([(case["change"], case["gravity"])] if case["change"] else [])
