"""Versions side by side: which voices, facts and labels each has; and what became of each sentence."""

from dataclasses import replace

import pytest

import mediakit as mk

STORY = mk.load_example("market-clearance")
TABLE = mk.compare_outlets(STORY)
VERSIONS = [version.version for version in STORY]


def row(kind: str, item: str) -> dict[str, object]:
    """Return one row of the matrix."""
    return TABLE[(TABLE["kind"] == kind) & (TABLE["item"] == item)].iloc[0].to_dict()


def test_cells_hold_the_words_of_the_version_or_nothing() -> None:
    ferrant = row("voice", "Nadia Ferrant")
    assert str(ferrant["wire"]).startswith("said: “They did not ask us to leave.")
    assert str(ferrant["tabloid"]).startswith("sobbed: ")
    assert ferrant["release"] == ferrant["paraphrase"] == "" and ferrant["n_versions"] == 2
    assert row("number", "$9.4 million")["tabloid"] == "… a whopping $9.4 million for the land"
    assert row("label", "beloved")["n_versions"] == 1


def test_n_versions_counts_the_filled_cells() -> None:
    assert ((TABLE[VERSIONS] != "").sum(axis=1) == TABLE["n_versions"]).all()


def test_the_first_is_the_one_published_first() -> None:
    assert row("number", "64")["first"] == "release"  # a day before the wire
    undated = [replace(version, published="") for version in (STORY["wire"], STORY["release"])]
    assert mk.compare_outlets(undated).query("item == '64'")["first"].tolist() == ["wire"]


def test_one_version_has_nothing_beside_it() -> None:
    with pytest.raises(mk.TextError, match="two or more"):
        mk.compare_outlets([STORY["wire"]])


def test_coverage_has_every_sentence_once_with_its_voices_and_numbers() -> None:
    c = mk.compare(STORY["wire"], STORY["paraphrase"], metrics="lix", floors=False)
    table = c.coverage()
    assert table["sentence"].tolist() == list(range(len(c.old.sentences)))
    assert set(table["status"]) == {"kept", "edited", "moved", "cut"}
    assert (table.loc[table["status"] == "cut", "new"].map(len) == 0).all()
    judge = table[table["voices"] == "Judge Edwin Moss; court records"].iloc[0]
    assert judge["status"] == "moved" and judge["new"] == (len(c.new.sentences) - 1,)
    assert table["place"].iloc[0] == "lead" and table["place"].iloc[-1] == "last"


def test_what_nobody_is_named_for_has_no_voice() -> None:
    text = "“The dam held,” said Ann Orr, and it was reported that the bridge fell."
    assert mk.compare(text, text, metrics="lix", floors=False).coverage()["voices"].tolist() == ["Ann Orr"]


def test_a_quotation_of_several_sentences_is_heard_in_each() -> None:
    text = "“They came at night. They told nobody,” said Ann Orr."
    assert mk.compare(text, text, metrics="lix", floors=False).coverage()["voices"].tolist() == ["Ann Orr", "Ann Orr"]
