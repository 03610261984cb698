"""Amounts and dates are compared as things: number, unit, rate, role and what is counted."""

import csv
from math import isnan
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mediakit as mk
from mediakit.comparison.fidelity.amount_relations import relate
from mediakit.comparison.fidelity.amounts import Amount, are_near, collect_amounts, name_amount, read_amounts
from mediakit.comparison.fidelity.annotated import Side
from mediakit.evidence.quantities import find_quantities
from mediakit.evidence.units import all_units, convert, read_unit
from tests.conftest import misread

DATA = Path(__file__).parent / "data"
AMOUNTS = {"number", "percent", "money", "date", "time"}


def cases(name: str = "amount_pairs") -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def first_amount(text: str) -> Amount:
    """Return the first amount of a text that was published on a Wednesday."""
    return collect_amounts(Side(mk.parse(mk.Version(text, published="2025-01-15"), keep_boilerplate=True)))[0]


@pytest.mark.parametrize("part", range(3))
def test_how_two_amounts_stand_to_each_other_and_turned_round(part: int) -> None:
    mirrored = {"softened": "sharpened", "sharpened": "softened"}
    for case in cases("amounts_related")[part::3]:
        old, new = first_amount(case["old"]), first_amount(case["new"])
        relation, turned = relate(old, new), relate(new, old)
        assert relation == (float(case["kinship"]), case["status"], case["changes"]), case
        assert turned[:2] == (relation.kinship, mirrored.get(relation.status, relation.status)), case


def describe(a: Amount) -> str:
    """Return all that is known of an amount: its words, kind, label, value, day, setting, and the words around it."""
    value = "" if isnan(a.value) else f"{a.value:.10g}" if isnan(a.high) else f"{a.value:.10g} to {a.high:.10g}"
    of = a.setting
    setting = (("role", of.role), ("rate", of.rate), ("outcome", of.outcomes), ("counted", of.counted))
    cells = [a.shown, a.kind, a.label, f"{value} {a.unit}".strip(), a.limit, a.part, a.way, "faint" * a.faint,
             *sorted(a.days), *(f"{name}: {word}" for name, word in setting if word)]  # fmt: skip
    around = f"between {a.near[0]} and {a.near[1]} / among {' '.join(sorted(a.context))}"
    return " / ".join([*filter(None, cells), around])


def show_amounts(text: str) -> str:
    side = Side(mk.parse(mk.Version(text, published="2025-01-15"), keep_boilerplate=True))
    return " ;; ".join(map(describe, collect_amounts(side)))


def test_all_that_is_known_of_the_amounts_of_a_sentence() -> None:
    assert misread(((case["text"], case["amounts"]) for case in cases("amounts_read")), show_amounts) == {}


@pytest.mark.parametrize(
    ("kind", "value", "unit", "name"),
    [("money", 4200000.0, "$", "$4200000"), ("percent", 50.0, "percent", "50 percent"), ("number", 2.5, "mile", "2.5"),
     ("", 1000.0, "people", "1000")],
)  # fmt: skip
def test_an_amount_is_named_by_its_value_and_what_it_is_of(kind: str, value: float, unit: str, name: str) -> None:
    assert name_amount(kind, value, unit) == name


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [(5, 50, True), (5, 51, False), (-5, 50, True), (0, 10, True), (0, 11, False), (50, 5, True), (0, 0, True)],
)
def test_values_are_near_up_to_ten_times_each_other(one: float, other: float, near: bool) -> None:
    assert are_near(one, other) == near


def tell(old: mk.Version | str, new: mk.Version | str) -> set[str]:
    table = mk.compare(old, new, floors=False).facts()
    return {f"{r.kind} {r.status}" for r in table.itertuples() if r.kind in AMOUNTS and r.status != "kept"}


def test_amount_pairs_are_told_right() -> None:
    wrong = []
    for case in cases():
        told = tell(case["old"], case["new"])
        if told if case["expected"] == "silent" else not told & set(case["expected"].split("|")):
            wrong.append(f"{case['old']} | {case['new']} | {case['expected']}: {sorted(told)}")
    assert len(wrong) <= 0.02 * len(cases()), "\n".join(wrong)


def test_half_of_the_pairs_must_stay_silent() -> None:
    assert len(cases()) >= 300 and sum(case["expected"] == "silent" for case in cases()) >= 0.5 * len(cases())


def test_changes_say_what_differs() -> None:
    table = mk.compare("The fire burned 40 acres.", "The fire burned 40 hectares.", floors=False).facts()
    assert table["changes"].tolist() == ["unit: acre → hectare"]


@pytest.mark.parametrize(
    "old, new, told",
    [("on Tuesday", "on January 14", set()), ("yesterday", "on Tuesday", set()),
     ("on Tuesday", "on January 16", {"date changed"}), ("yesterday", "on Thursday", {"date changed"})],
)  # fmt: skip
def test_weekdays_are_counted_from_the_day_of_publication(old: str, new: str, told: set[str]) -> None:
    first = mk.Version(f"The council closed the bridge {old} in the town.", published="2025-01-15")
    second = mk.Version(f"The council closed the bridge {new} in the town.", published="2025-01-15T09:30:00")
    assert tell(first, second) == told


def test_units_convert_inside_their_family() -> None:
    assert len({unit.name for unit in all_units()}) == len(all_units())
    assert read_unit("KM/H").name == "kilometre per hour" and read_unit("bananas") is None
    assert round(convert(41, "celsius")) == round(convert(105.8, "fahrenheit")) == 41


@settings(deadline=None)
@given(st.integers(2, 900), st.sampled_from(["miles", "acres", "people", "percent", "years", "dollars"]))
def test_a_sentence_agrees_with_itself(number: int, unit: str) -> None:
    text = f"It came to {number} {unit} in the end."
    assert not tell(text, text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -–,.$£€½to andbetweenfrompercentmilesaday", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = read_amounts(text)
    assert all(0 <= q.start < q.end <= len(text) for q in [*found, *find_quantities(text, faint=True)])
