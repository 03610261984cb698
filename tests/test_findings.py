"""Golden findings: what is told of a change in a sentence or two, how gravely, and what is not told."""

import csv

import pytest

import mediakit as mk
from mediakit.comparison.findings import KINDS
from tests.conftest import ROOT


def read(name: str) -> list[tuple[str, ...]]:
    with (ROOT / "tests" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [tuple(row.values()) for row in csv.DictReader(lines)]


CASES = read("findings")


def show_findings(old: str, new: str) -> str:
    """Return all that is told between two sentences: gravity and kind, the sentence, what it rests on."""
    found = mk.compare(old, new, floors=False, n_draws=20).findings()
    return " ;; ".join(f"{row.gravity} {row.kind}: {row.says} ({row.why})" for row in found.itertuples())


@pytest.mark.parametrize("part", range(12))
def test_all_that_is_told_of_a_change_and_what_it_rests_on(part: int) -> None:
    for old, new, told in read("findings_told")[part::12]:
        assert show_findings(old, new) == told, (old, new)


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


STORIES = [(name, pair) for name in mk.list_examples() for pair in ((0, 1), (0, -1))]


@pytest.fixture(scope="module", params=STORIES[:8], ids=lambda case: f"{case[0]}{case[1]}")
def comparison(request: pytest.FixtureRequest) -> mk.Comparison:
    name, (first, last) = request.param
    story = mk.load_example(name)
    return mk.compare(story.versions[first], story.versions[last], floors=False, n_draws=20)


def test_words_of_a_finding_stand_where_it_says(comparison: mk.Comparison) -> None:
    for side, document in (("old", comparison.old), ("new", comparison.new)):
        for row in comparison.findings(0).itertuples():
            start, end, words = (getattr(row, f"{side}{part}") for part in ("_start", "_end", ""))
            if start >= 0:
                assert " ".join(document.text[start:end].split()) == words


def test_findings_are_ordered_graded_and_of_closed_kinds(comparison: mk.Comparison) -> None:
    found = comparison.findings(0)
    assert found["gravity"].is_monotonic_decreasing and set(found["gravity"]) <= {0, 1, 2, 3}
    assert set(found["kind"]) <= set(KINDS)
    assert (found["says"].str.endswith(".") & (found["why"] != "")).all()
    assert ((found["old"] != "") | (found["new"] != "")).all()


def test_no_kind_tells_three_before_another_of_its_gravity_tells_one(comparison: mk.Comparison) -> None:
    for _, found in comparison.findings(0).groupby("gravity"):
        kinds = found["kind"].tolist()
        firsts = [kinds.index(kind) for kind in set(kinds)]
        assert all(kinds[: max(firsts)].count(kind) <= 2 for kind in kinds)


def test_one_change_is_told_once(comparison: mk.Comparison) -> None:
    found = comparison.findings()
    assert not found.duplicated(["kind", "old_start", "old_end", "new_start", "new_end", "old", "new"]).any()


def test_style_is_listed_only_when_asked_for(comparison: mk.Comparison) -> None:
    assert (comparison.findings()["gravity"] >= 1).all()
    assert len(comparison.findings(0)) >= len(comparison.findings())


@pytest.mark.parametrize("name", mk.list_examples())
def test_equal_versions_have_no_finding(name: str) -> None:
    version = mk.load_example(name).versions[0]
    assert mk.compare(version, version, floors=False, n_draws=20).findings(0).empty


def test_a_check_fails_on_what_is_grave_and_not_allowed() -> None:
    old = "“We will not close the bridge,” Mayor Ann Reed said. The work will cost $12 million and take two years."
    new = "“We will close the bridge,” Mayor Ann Reed said. The work will cost $14 million and take two years."
    comparison = mk.compare(old, new, floors=False, n_draws=20)
    assert set(comparison.check()["kind"]) == {"quotation", "number"}
    assert set(comparison.check(allow=["quotation"])["kind"]) == {"number"}
    assert comparison.check(allow=["quotation", "number"]).empty
    with pytest.raises(mk.ChoiceError, match="quotation"):
        comparison.check(allow=["quotations"])
    with pytest.raises(mk.ChoiceError, match="gravity"):
        comparison.check(fail_at=9)


@pytest.mark.parametrize("version", ["release", "paraphrase", "tabloid"])
def test_words_of_a_quotation_that_differ_stand_in_quotations_that_were_followed(version: str) -> None:
    versions = {each.version: each for each in mk.load_example("river-flood")}
    comparison = mk.compare(versions["rev-1"], versions[version], floors=False)
    quotations, told = comparison.quotations(), comparison.findings().query("kind == 'quotation' and gravity > 1")
    assert len(told) > 3
    for row in told[(told["old_start"] >= 0) & (told["new_start"] >= 0)].itertuples():
        held = (quotations["old_start"] <= row.old_start) & (row.old_end <= quotations["old_end"])
        held &= (quotations["new_start"] <= row.new_start) & (row.new_end <= quotations["new_end"])
        assert held.any(), row.says


OIL = "The oil price fell on Tuesday. Its lowest level in three years worried traders. Nobody could say why it went on."
SHARES = (
    "Shares were hit in one more rough session of the exchange, sinking to their lowest level in 18 years. "
    "Mayor Ann Orr called for calm. The harbour stayed open, and ferries ran to the islands."
)


@pytest.mark.parametrize(("new", "gravity"), [(SHARES, 1), (OIL.replace("three years", "18 years"), 3)])
def test_a_number_of_another_story_is_a_detail(new: str, gravity: int) -> None:
    findings = mk.compare(OIL, new, floors=False).findings()
    assert set(findings.loc[findings["kind"] == "number", "gravity"]) == {gravity}
