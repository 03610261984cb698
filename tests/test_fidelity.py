"""What became of quotations, facts and attributions, on small cases, on mutated stories and on the gold files."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mediakit as mk
from mediakit.comparison.fidelity.amounts import _counted
from mediakit.comparison.fidelity.facts import compare_facts
from mediakit.comparison.fidelity.name_changes import may_be_one
from mediakit.comparison.fidelity.omissions import _voice
from mediakit.comparison.fidelity.quotation_changes import _find_likely, alikeness, compare_quotations
from mediakit.comparison.fidelity.quotation_wording import diff_to_edges, judge_wording
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.comparison.fidelity.source_changes import DIRECTIONS, compare_attributions, direction
from mediakit.comparison.fidelity.turns import read_turns
from mediakit.text.speech.said_by import find_statements
from tests.benchmarks.fidelity import measure_facts, measure_quotations
from tests.mutations import STORIES, judge, mutate_all

DATA = Path(__file__).parent / "data"


def cases(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def quotations(old: str, new: str) -> pd.DataFrame:
    a, b = mk.parse(old), mk.parse(new)
    return compare_quotations(a, b, mk.align(a, b))


def facts(old: str, new: str, kind: str) -> list[tuple[str, str, str]]:
    a, b = mk.parse(old), mk.parse(new)
    table = compare_facts(a, b, mk.align(a, b))
    return [(row.old, row.new, row.status) for row in table.itertuples() if row.kind == kind]


def attributions(old: str, new: str) -> list[tuple[str, str, str, str]]:
    a, b = mk.parse(old), mk.parse(new)
    return [(r.source, r.old, r.new, r.direction) for r in compare_attributions(a, b, mk.align(a, b)).itertuples()]


@pytest.mark.parametrize("case", cases("quotations_compared"), ids=lambda case: case["new"])
def test_golden_wording(case: dict[str, str]) -> None:
    wording = judge_wording(case["old"], case["new"])
    assert wording.status == case["status"]
    assert case["changes"] in "; ".join(wording.changes)


def test_all_that_differs_inside_the_marks_is_told() -> None:
    for case in cases("quotation_wordings"):
        wording = judge_wording(case["old"], case["new"])
        assert (wording.status, "; ".join(wording.changes)) == (case["status"], case["changes"]), case
        assert 0 <= wording.severity <= 10 and (wording.severity > 0) == (wording.status in ("trimmed", "altered"))


def test_identical_versions_keep_everything() -> None:
    text = 'The town will not pay $5 million, Mayor Lee Park said. "We have 3,000 homes," she added. "We are broke."'
    assert set(quotations(text, text)["status"]) == {"verbatim"}
    a = mk.parse(text)
    assert set(compare_facts(a, a, mk.align(a, a))["status"]) <= {"kept"}
    assert compare_attributions(a, a, mk.align(a, a)).empty


@pytest.mark.parametrize("old, new", [("", ""), ("A word.", ""), ("", "“Yes,” she said."), ("“”", "…")])
def test_empty_sides_give_tables(old: str, new: str) -> None:
    a, b = mk.parse(old), mk.parse(new)
    for compare in (compare_quotations, compare_facts, compare_attributions):
        assert isinstance(compare(a, b, mk.align(a, b)), pd.DataFrame)


@settings(deadline=None, max_examples=60)
@given(*[st.lists(st.sampled_from(
    ['"We will not go,"', "“", "”", "Lee Park said.", "He said", "4 million", "$5", "may", "On May 3", "…",
     "[the town]", "\n\n", "not"]
), max_size=14)] * 2)  # fmt: skip
def test_any_two_texts_give_tables(old: list[str], new: list[str]) -> None:
    a, b = mk.parse(" ".join(old)), mk.parse(" ".join(new))
    pairs = mk.align(a, b)
    statuses = set(compare_quotations(a, b, pairs)["status"])
    assert statuses <= {"verbatim", "typography", "trimmed", "altered", "dropped", "new", "paraphrased", "quoted"}
    assert set(compare_facts(a, b, pairs)["status"]) <= {
        "kept",
        "changed",
        "softened",
        "sharpened",
        "lost",
        "added",
        "moved",
    }
    assert set(compare_attributions(a, b, pairs)["direction"]) <= set(DIRECTIONS)


def test_split_quotation_keeps_both_parts() -> None:
    old = '"The wall held for years and then it failed in one night," Ann Lee said.'
    new = '"The wall held for years," Ann Lee said, "and then it failed in one night."'
    assert list(quotations(old, new)["status"]) in (
        ["verbatim", "typography"],
        ["typography", "verbatim"],
        ["typography"] * 2,
    )


def test_merged_quotations_keep_both_parts() -> None:
    old = '"The wall held for many years," Ann Lee said. "It failed in one bad night."'
    new = '"The wall held for many years. It failed in one bad night," Ann Lee said.'
    table = quotations(old, new)
    assert set(table["status"]) <= {"verbatim", "typography"} and len(table) == 2


def test_swapped_speaker_shows_whatever_the_status() -> None:
    old = '"The wall held for many years," Ann Lee said. Tom Barker, the mayor, did not speak.'
    new = '"The wall held for many years," Tom Barker said. Ann Lee, the engineer, did not speak.'
    row = quotations(old, new).iloc[0]
    assert row["status"] == "verbatim" and (row["speaker_old"], row["speaker_new"]) == ("Ann Lee", "Tom Barker")
    assert "another speaker" in row["changes"]


def test_quotation_told_indirectly_is_paraphrased_and_back() -> None:
    direct = '"The wall held for nineteen years before the flood," Ann Lee said on Monday.'
    told = "Ann Lee said on Monday that the wall had held for nineteen years before the flood."
    assert list(quotations(direct, told)["status"]) == ["paraphrased"]
    assert list(quotations(told, direct)["status"]) == ["quoted"]


def test_same_quotation_twice_is_matched_in_order() -> None:
    text = '"We will win this one," Ann Lee said. The crowd cheered loudly. "We will win this one," Ann Lee said again.'
    table = quotations(text, text)
    assert list(table["status"]) == ["verbatim", "verbatim"] and (table["old_start"] == table["new_start"]).all()


def test_offsets_show_the_quotation_in_place() -> None:
    old, new = '"We will not go," Ann Lee said.', 'Ann Lee said: "We will go."'
    row = quotations(old, new).iloc[0]
    assert old[row["old_start"] : row["old_end"]] == '"We will not go,"'
    assert new[row["new_start"] : row["new_end"]] == '"We will go."'


def test_changes_of_sense_are_told_and_equal_wordings_are_not() -> None:
    wrong = []
    for case in cases("facts_told"):
        table = mk.compare(case["old"], case["new"], floors=False).facts()
        told = not set(table["status"]) <= {"kept", "moved"}
        wrong += [f"{case['old']} | {case['new']}"] if told != (case["told"] == "yes") else []
    assert len(wrong) <= 0.05 * len(cases("facts_told")), "\n".join(wrong)


def test_a_title_that_one_version_was_never_given_is_no_loss() -> None:
    text = "Police came at once. Two students were killed and 17 were hurt at Vale High School on Tuesday."
    titled = mk.Version(text, title="School shooting in Vale: 2 dead, 17 wounded")
    table = mk.compare(titled, mk.Version(text), floors=False).facts()
    assert set(table["status"]) == {"kept"}


def test_a_quotation_in_a_title_has_no_counterpart_where_the_other_version_has_no_title() -> None:
    text = "The council met on Monday. The bridge is closed."
    titled, untitled = mk.Version(text, title="“We closed the bridge to save lives,” mayor says"), mk.Version(text)
    assert list(mk.compare(titled, untitled, floors=False).quotations()["status"]) == ["dropped"]
    assert list(mk.compare(untitled, titled, floors=False).quotations()["status"]) == ["new"]


def test_people_of_an_added_sentence_are_told_and_the_known_are_not() -> None:
    old = "The council met on the plan for the bridge. Ann Barker spoke."
    new = "The council met on the plan for the bridge. Ann Barker spoke. Later Jane Hollis praised the weather at sea."
    assert facts(old, new, "name") == [("", "Jane Hollis", "added")]


def test_offsets_show_the_facts_in_place() -> None:
    story = mk.load_example("bridge-vote")
    old, new = mk.parse(story["wire"]), mk.parse(story["paraphrase"])
    for row in compare_facts(old, new, mk.align(old, new)).itertuples():
        assert row.old == " ".join(old.text[row.old_start : row.old_end].split()) or row.old_start == -1
        assert row.new == " ".join(new.text[row.new_start : row.new_end].split()) or row.new_start == -1
        assert (row.sentence_old == -2) == (row.old == "") and (row.sentence_new == -2) == (row.new == "")


@pytest.mark.parametrize("part", range(4))
def test_facts_are_followed(part: int) -> None:
    for case in cases("facts_compared")[part::4]:
        found = facts(case["old_text"], case["new_text"], case["kind"])
        if case["status"] == "silent":
            assert {status for _, _, status in found} <= {"kept"}, case
        else:
            assert (case["old"], case["new"], case["status"]) in found, case


def test_negation_flip_is_flagged() -> None:
    found = facts(
        "The firm did not tell its customers about it.", "The firm did tell its customers about it.", "negation"
    )
    assert [status for _, _, status in found] == ["changed"]


def test_numbers_that_change_places_are_moved() -> None:
    found = facts(
        "It hit 12 homes in Ardale and 30 homes in Brin.", "It hit 30 homes in Ardale and 12 homes in Brin.", "number"
    )
    assert {status for _, _, status in found} == {"moved"}


def test_the_people_of_a_currency_are_no_lost_name() -> None:
    old, new = "The mayor bought it for 5 million Swiss francs.", "The mayor bought it for 5 million dollars."
    assert mk.compare(old, new).facts()["kind"].tolist() == ["money"]


def test_short_name_is_no_lost_name() -> None:
    old = "Mayor Lee Park closed the bridge. Lee Park said the council had agreed to the plan."
    new = "Mayor Lee Park closed the bridge. Park said the council had agreed to the plan."
    assert facts(old, new, "name") == []


def test_dropped_person_is_a_lost_name() -> None:
    old = "The council of the town agreed with Ann Barker to the plan for the bridge."
    new = "The council of the town agreed to the plan for the bridge."
    assert facts(old, new, "name") == [("Ann Barker", "", "lost")]


def test_said_became_claimed_is_reported_with_its_source() -> None:
    old, new = "Ann Lee said the bridge was safe for cars.", "Ann Lee claimed the bridge was safe for cars."
    assert attributions(old, new) == [("Ann Lee", "said", "claimed", "more doubtful")]


@pytest.mark.parametrize(
    "old, new, way",
    [("say", "claim", "more doubtful"), ("claim", "note", "less doubtful"), ("complain", "express concerns", "softer"),
     ("criticise", "denounce", "harder"), ("say", "slam", "harder"), ("slam", "say", "softer"),
     ("say", "state", "other")],
)  # fmt: skip
def test_direction_of_verbs(old: str, new: str, way: str) -> None:
    assert direction(old, new) == way


def test_writer_grown_certain_is_reported() -> None:
    old = "It's not a stretch to assume that Meta wants to use the music data."
    new = "It's evident that Meta wants to use the music data."
    assert attributions(old, new) == [("", "not a stretch to assume", "It's evident", "more certain")]


@pytest.mark.slow
def test_one_mutation_in_eight_is_found_and_the_rest_left_alone() -> None:
    sample = list(mutate_all())[::8]
    judged = [judge(mutation) for mutation in sample]
    assert sum(found for found, _, _ in judged) >= 0.97 * len(sample)
    assert sum(flagged for _, flagged, _ in judged) <= 0.005 * sum(untouched for _, _, untouched in judged)


def test_there_are_enough_mutations_of_every_sort() -> None:
    mutations = list(mutate_all())
    assert len(mutations) >= 400 and len({mutation.sort for mutation in mutations}) >= 12


def test_gold_quotations() -> None:
    right, n = measure_quotations(STORIES)
    assert right >= 0.97 * n


def test_gold_amounts_do_not_fall_back() -> None:
    assert measure_facts(STORIES, ("number", "percent", "money", "date", "time")) >= 0.92


def test_a_quotation_held_whole_in_another_is_not_quite_alike() -> None:
    assert alikeness("We will pay the men now", "He says we will pay the men now and go home to our town") == 0.9


def test_a_verb_that_stands_within_a_quotation_is_changed_once() -> None:
    changed = attributions("“We go,” said Ann Orr, “and we stay.”", "“We go,” claimed Ann Orr, “and we stay.”")
    assert changed == [("Ann Orr", "said", "claimed", "more doubtful")]


def test_what_was_said_twice_and_now_once_is_cut_at_the_end() -> None:
    assert diff_to_edges(["no"] * 4, ["no"] * 2) == [("delete", 2, 4, 2, 2)]


def test_two_names_can_be_one_or_cannot_either_way() -> None:
    for case in cases("names_told_apart"):
        told = {may_be_one(case["one"], case["other"]), may_be_one(case["other"], case["one"])}
        assert told == {case["same"] == "yes"}, case


def test_the_dead_that_stand_far_before_a_number_are_not_those_counted() -> None:
    assert _counted("The men killed in Ardale had left ", " homes") == ("", "home")


def test_a_source_is_found_where_a_sentence_writes_it_with_other_blanks() -> None:
    (statement,) = find_statements(mk.parse("On Monday Ann Orr said it fell."))
    (sentence,) = mk.parse("On Monday Ann  Orr said it fell.").sentences
    assert _voice(sentence, statement).first == 2


def show_facts(old: str, new: str) -> str:
    """Return all facts of two versions: kind, old and new words, status, what differs."""
    table = mk.compare(old, new, floors=False, n_draws=20).facts().itertuples()
    return " ;; ".join(f"{f.kind}: {f.old or '-'} → {f.new or '-'}: {f.status}{f.changes and ', ' + f.changes}"
                       for f in table)  # fmt: skip


@pytest.mark.parametrize("part", range(4))
def test_all_facts_of_two_versions_in_their_order(part: int) -> None:
    for case in cases("facts_read")[part::4]:
        assert show_facts(case["old"], case["new"]) == case["facts"], case


_WORDS = "we will not pay the men of Vale now said town".split()
WORDS_SAID = st.lists(st.sampled_from(_WORDS), max_size=8).map(" ".join)


@given(st.lists(WORDS_SAID, max_size=4), st.lists(WORDS_SAID, max_size=4))
def test_quotations_that_are_not_asked_about_are_not_alike(left: list[str], right: list[str]) -> None:
    likely = _find_likely(left, right)
    alike = [
        [j for j, other in enumerate(right) if alikeness(one, other) >= WEIGHTS["quotation alike in pair"]]
        for one in left
    ]
    assert all(set(found) <= set(asked) for found, asked in zip(alike, likely, strict=True))


def test_a_phrase_that_ends_its_sentence_ends_with_it() -> None:
    (turn,) = read_turns(mk.parse("They go the way they want to.").sentences[0])
    assert (turn.key, turn.at, turn.last) == ("should", 5, 7)
