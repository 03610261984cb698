"""What the bundled comparisons and the golden pairs say is what they said when the reference was last renewed."""

import copy
import gzip

import pytest

import mediakit as mk
from tests import reference

KEPT = reference.read()
LEDGERS = reference.read(reference.LEDGERS)
PAIRS = {f"{table}, {name}": pair for table in reference.GOLDEN
         for name, pair in reference.golden_pairs(table).items()}  # fmt: skip


@pytest.mark.parametrize("story", mk.list_examples())
def test_comparisons_of_the_bundled_stories_say_what_they_said(story: str) -> None:
    now = reference.compare_story(story)
    lines = list(reference.describe_changes(story, KEPT.get(story, {}), now, reference.ROUNDING))
    assert not lines, "\n".join([*lines, f"If this is meant: {reference.RENEW}"])


@pytest.mark.parametrize("name", PAIRS)
def test_golden_pairs_are_told_as_they_were(name: str) -> None:
    table, _, row = name.partition(", ")
    kept, now = LEDGERS.get(table, {}).get(row, {}), reference.tell_pair(*PAIRS[name])
    lines = list(reference.describe_changes(table, {row: kept}, {row: now}, reference.ROUNDING))
    assert not lines, "\n".join([*lines, f"If this is meant: {reference.RENEW}"])


@pytest.mark.parametrize("name", [name for name in reference.IN_ALL_TABLES if name in mk.list_examples()])
def test_all_tables_of_a_story_hold_what_they_held(name: str) -> None:
    kept, now = LEDGERS["all tables"][name], reference.tell_tables(name)
    lines = list(reference.describe_changes(name, {"all tables": kept}, {"all tables": now}, reference.ROUNDING))
    assert not lines, "\n".join([*lines, f"If this is meant: {reference.RENEW}"])


def test_reference_holds_no_story_that_is_gone() -> None:
    assert sorted(KEPT) == sorted(mk.list_examples()), f"renew it: {reference.RENEW}"
    assert {f"{table}, {row}" for table, rows in LEDGERS.items() for row in rows if table != "all tables"} == set(PAIRS)


def test_reference_is_small_and_written_as_the_same_content_without_a_time(tmp_path) -> None:
    stored = reference.PATH.read_bytes()
    assert len(stored) < 1_000_000 and stored[4:8] == bytes(4)  # the header's time of writing
    reference.write(KEPT, tmp_path / "reference.json.gz")
    written = (tmp_path / "reference.json.gz").read_bytes()
    assert gzip.decompress(written) == gzip.decompress(stored)  # packers differ by version


def test_a_change_is_told_by_story_pair_table_row_and_column() -> None:
    kept = {"wire → tabloid": {"facts": [{"kind": "number", "old": "3", "new": "4"}] * 2, "summary": ["One.", "Two."]}}
    now = copy.deepcopy(kept)
    now["wire → tabloid"]["facts"] = [kept["wire → tabloid"]["facts"][0], {"kind": "number", "old": "3", "new": "5"}]
    now["wire → tabloid"]["summary"] = ["One."]
    assert list(reference.describe_changes("dam", kept, now, 0)) == [
        "dam, wire → tabloid, facts: 2 rows, now 2, 1 differ:",
        '  row 1: new "4" → "5"',
        "dam, wire → tabloid, summary: 2 rows, now 1, 1 differ:",
        '  row 1: gone: "Two."',
    ]


def test_a_number_may_differ_by_rounding_only_and_a_word_never() -> None:
    def changes(one: object, other: object) -> list[str]:
        return list(reference.describe_changes("s", {"p": {"t": [one]}}, {"p": {"t": [other]}}, reference.ROUNDING))

    assert not changes({"shift": 1.0}, {"shift": 1.0 + 1e-12}) and not changes({"shift": None}, {"shift": None})
    assert changes({"shift": 1.0}, {"shift": 1.00001}) and changes({"shift": 1.0}, {"shift": None})
    assert changes({"n": 1}, {"n": 2}) and changes({"old": "a"}, {"old": "b"})
    assert changes({"a": 1}, {"a": 1, "b": None})
