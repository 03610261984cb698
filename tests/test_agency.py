"""What a rewrite does to who did it."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.comparison.fidelity.agency import AgencyChange, compare_agency
from mediakit.evidence.acts import find_acts
from mediakit.text.parsing import parse
from tests.conftest import PACKAGE, misread

ROOT = Path(__file__).parent.parent


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


CASES = rows(ROOT / "tests" / "data" / "agency.csv")
HARMS = rows(PACKAGE / "evidence" / "harms.csv")


def compare(old: str, new: str) -> list[AgencyChange]:
    return compare_agency(parse(old).sentences, parse(new).sentences)


@pytest.mark.parametrize("part", range(4))
def test_golden_pairs(part: int) -> None:
    for case in CASES[part::4]:
        found = [(change.change, str(change.gravity)) for change in compare(case["old"], case["new"])]
        assert found[:1] == ([(case["change"], case["gravity"])] if case["change"] else []), case


def show_acts(text: str) -> str:
    sentence = parse(text).sentences[0]
    found = [(a.verb, a.gravity, *(sentence.tokens[slice(*s)] if s else "-" for s in (a.doer, a.sufferer)))
             for a in find_acts(sentence)]  # fmt: skip
    shown = [f"{verb} ({gravity}): {' '.join(doer)} > {' '.join(sufferer)}" for verb, gravity, doer, sufferer in found]
    return " | ".join(shown)


def test_golden_acts() -> None:
    acts = rows(ROOT / "tests" / "data" / "acts.csv")
    assert misread(((case["sentence"], case["acts"]) for case in acts), show_acts) == {}


def test_equal_sentences_give_nothing() -> None:
    assert [case for case in CASES for text in (case["old"], case["new"]) if compare(text, text)] == []


def mirrored(changes: list[AgencyChange]) -> list[tuple[object, ...]]:
    """Return the changes as they read with the versions in each other's place."""
    other = {"agentless": "hidden", "agent dropped": "hidden", "agent named": "named", "roles swapped": "swapped"}
    back = {"hidden": "named", "named": "hidden", "swapped": "swapped"}
    return sorted((back[other[c.change]], c.new, c.old, c.new_span, c.old_span, c.verb, c.gravity) for c in changes)


def plain(changes: list[AgencyChange]) -> list[tuple[object, ...]]:
    """Return the changes as they stand, in the words of `mirrored`."""
    kind = {"agentless": "hidden", "agent dropped": "hidden", "agent named": "named", "roles swapped": "swapped"}
    return sorted((kind[c.change], c.old, c.new, c.old_span, c.new_span, c.verb, c.gravity) for c in changes)


@pytest.mark.parametrize("part", range(4))
def test_swapping_the_versions_mirrors_each_change(part: int) -> None:
    for case in CASES[part::4]:
        assert plain(compare(case["new"], case["old"])) == mirrored(compare(case["old"], case["new"])), case


WORDS = st.sampled_from(
    "police shot a man was by killed the guards and two women Lowe accused Hill of in Leeds died, fire. who".split()
)


@given(st.lists(WORDS, max_size=20), st.lists(WORDS, max_size=20))
def test_any_two_texts_mirror(old: list[str], new: list[str]) -> None:
    one, other = " ".join(old), " ".join(new)
    forward = compare(one, other)
    assert plain(compare(other, one)) == mirrored(forward)
    assert compare(one, one) == []
    for change in forward:
        assert one[slice(*change.old_span)] == change.old and other[slice(*change.new_span)] == change.new


def test_a_doer_named_in_the_sentences_beside_is_not_hidden() -> None:
    old, new = parse("Police shot a man.").sentences, parse("Police opened fire. The man was shot.").sentences
    assert compare_agency(old, new[1:])
    assert compare_agency(old, new[1:], (), new[:1]) == []


ACTS = {"violence": "shot", "custody": "arrested", "removal": "deported"}


@pytest.mark.parametrize("row", HARMS, ids=lambda row: f"{row['term']} {row['role']}")
def test_every_row_of_harms_fires_and_stays_silent(row: dict[str, str]) -> None:
    assert row["reason"] and (row["fires"] or row["silent"])
    doers = [act for sentence in parse(row["fires"]).sentences for act in find_acts(sentence) if act.doer]
    if row["role"] == "act":
        assert [(act.verb, act.family, act.gravity) for act in doers] == [
            (row["term"], row["family"], int(row["gravity"]))
        ]
    elif row["role"] in ("person", "actor", "weapon"):
        assert [act.gravity for act in doers] == [3]
    elif row["role"] == "account":
        changes = compare(f"Guards {ACTS[row['family']]} the man.", row["fires"])
        assert [change.change for change in changes] == ["agentless"]
    elif row["role"] == "force":
        assert compare("The guards shot the man.", f"{row['fires']} The man was shot.") == []
    assert not row["silent"] or not any(act.doer for act in find_acts(parse(row["silent"]).sentences[0]))
