"""Who speaks: what a source is, which names are one, how much each says, and what became of it in a rewrite."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mediakit as mk
from mediakit.comparison.alignment import pair_sentences
from mediakit.comparison.fidelity.sourcing import follow_claims
from mediakit.comparison.voice_changes import STATUSES
from mediakit.measures.voices import COLUMNS, find_voices
from mediakit.text.speech.said_by import find_statements
from mediakit.text.speech.sources import _listed, source_kind
from tests.conftest import DATA, PACKAGE, misread

STORIES = [mk.load_example(name) for name in mk.list_examples()]
MIRROR = {"dropped": "new", "new": "dropped", "shortened": "grown", "grown": "shortened",
          "unnamed": "named", "named": "unnamed", "kept": "kept"}  # fmt: skip
CELLS = ("n_statements", "n_words", "n_quoted_words")


def rows(name: str) -> list[dict[str, str]]:
    """Return the golden rows of a file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def changes(old: object, new: object) -> pd.DataFrame:
    """Return what became of the voices."""
    return mk.compare(old, new, metrics="lix", floors=False).voices()


def test_a_phrase_tells_what_a_source_is() -> None:
    assert misread(((row["phrase"], row["kind"]) for row in rows("source_kinds")), source_kind) == {}


@pytest.mark.parametrize("row", rows("voices"), ids=lambda row: row["why"])
def test_the_names_of_one_source_are_joined_and_its_words_counted(row: dict[str, str]) -> None:
    table = mk.voices(mk.parse(row["text"]))
    if not row["kind"]:
        assert table.empty
        return
    assert len(table) == 1
    assert table.iloc[0][["source", "kind"]].tolist() == [row["source"], row["kind"]]
    assert table.iloc[0][list(CELLS)].tolist() == [int(row[column]) for column in CELLS]


@pytest.mark.parametrize("row", rows("voice_changes"), ids=lambda row: row["why"])
def test_what_became_of_a_voice(row: dict[str, str]) -> None:
    found = changes(row["old"], row["new"])
    told = found[["source_old", "source_new", "status"]].values.tolist()
    assert [row["source_old"], row["source_new"], row["status"]] in told, told


def test_every_listed_word_fires_and_says_why() -> None:
    with (PACKAGE / "text" / "speech" / "source_words.csv").open(encoding="utf-8") as lines:
        listed = list(csv.DictReader(lines))
    assert len({row["term"] for row in listed}) == len(listed)
    for row in listed:
        assert row["reason"] and row["silent"]
        assert (row["term"] in row["fires"].lower()) != (row["kind"] == "none")
        assert row["kind"] == _listed()[row["term"]]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_words_are_counted_once_and_shares_sum_to_all(story: mk.Story) -> None:
    for version in story:
        document = mk.parse(version)
        table = mk.voices(document)
        assert table["n_words"].sum() <= len(document.words)
        assert (table["n_quoted_words"] <= table["n_words"]).all()
        assert table["share"].sum() == pytest.approx(100)
        assert (table["first_sentence"] >= 0).all()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_every_statement_stands_in_one_row_and_swapped_versions_mirror(story: mk.Story) -> None:
    old = story["wire"]
    for new in story:
        table, back = changes(old, new), changes(new, old)
        for side, version in (("old", old), ("new", new)):
            for column in CELLS:
                assert table[f"{column}_{side}"].sum() == mk.voices(version)[column].sum()
        assert set(table["status"]) <= set(STATUSES)
        forth = table[["source_old", "source_new", "status"]].values.tolist()
        turned = [[b, a, MIRROR[status]] for a, b, status in back[["source_old", "source_new", "status"]].values]
        assert sorted(forth) == sorted(turned)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_the_same_version_keeps_all_its_voices(story: mk.Story) -> None:
    table = changes(story["wire"], story["wire"])
    assert set(table["status"]) == {"kept"}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_a_voice_that_is_left_out_is_found_as_dropped(story: mk.Story) -> None:
    document = mk.parse(story["wire"])
    people = [voice for voice in find_voices(document) if voice.kind == "person" and voice.n_words > 5]
    for voice in people:
        said = voice.statements
        heard = [*((s.start, s.end) for s in said), *((s.cue_start, s.cue_end) for s in said)]
        silent = [s.text for s in document.sentences if not any(s.start < b and a < s.end for a, b in heard)]
        table = changes(story["wire"].text, "\n\n".join(silent))
        dropped = table[table["status"] == "dropped"]
        assert voice.source in set(dropped["source_old"]), voice.source
        assert table["status"].iloc[0] == "dropped"


SENTENCES = (
    "Officials said the dam held.", "“It was late,” said Ann Orr.", "The mayor said it was safe.",
    "It is believed that the dam failed.", "Halvorn said it would close.", "The dam is old.",
)  # fmt: skip


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), st.lists(st.sampled_from(SENTENCES), max_size=5))
def test_counts_of_named_and_unnamed_words_add_up(one: list[str], other: list[str]) -> None:
    totals = [mk.count(mk.parse(" ".join(text)))[list(COLUMNS)].sum() for text in (one, other, one + other)]
    assert (totals[0] + totals[1] == totals[2]).all()
    assert totals[2]["n_named_words"] + totals[2]["n_unnamed_words"] <= totals[2]["n_attributed_words"]


def test_named_unnamed_and_other_sources_are_told_apart() -> None:
    counted = mk.count(mk.parse(" ".join(SENTENCES)))[list(COLUMNS)].astype(int).values.tolist()
    assert counted == [[3, 0, 3], [3, 3, 0], [3, 0, 0], [3, 0, 3], [3, 3, 0], [0, 0, 0]]


def test_the_two_voices_sum_to_all() -> None:
    document = mk.parse(STORIES[0]["wire"])
    parts = [mk.count(document, voice)[list(COLUMNS)] for voice in ("narrator", "quoted", "all")]
    assert (parts[0] + parts[1] == parts[2]).all(axis=None)


def test_the_story_without_a_loaded_word_tilts_by_its_voices() -> None:
    story = mk.load_example("market-clearance")
    c = mk.compare(story["wire"], story["paraphrase"], metrics=["loaded_rate", "named_share", "unnamed_share"])
    shifts = c.table().set_index("metric")
    assert shifts.loc["loaded_rate", ["n_old", "n_new"]].tolist() == [0, 0]
    assert shifts.loc["named_share", "shift"] < -10 and shifts.loc["unnamed_share", "shift"] > 10
    table = c.voices().set_index("source_old")
    assert table.loc["Nadia Ferrant", "status"] == "dropped"
    assert table.loc["Judge Edwin Moss", ["status", "source_new"]].tolist() == ["unnamed", "the court"]


def test_a_text_in_which_nobody_speaks_has_no_voice() -> None:
    assert mk.voices(mk.parse("The dam held.")).empty and mk.voices("").empty
    assert changes("The dam held.", "").empty


def show_sayings(text: str) -> str:
    """Return each statement of a text: the source as it stands, its name, the verb, and what is said."""
    document = mk.parse(text)
    said = [(s.source or "-", s.name or "-", s.cue or "-", text[s.start : s.end]) for s in find_statements(document)]
    return " ;; ".join(f"{source} = {name}: {cue} “{words}”" for source, name, cue, words in said)


def show_voices(text: str) -> str:
    """Return each voice of a text: its kind, statements, words, quoted words, first sentence and verbs."""
    table = mk.voices(mk.parse(text)).itertuples()
    return " ;; ".join(
        f"{v.source} ({v.kind}): {v.n_statements}, {v.n_words}, {v.n_quoted_words}, {v.first_sentence}, {v.cues}"
        for v in table
    )


def read_texts(column: str) -> list[tuple[str, str]]:
    """Return the golden texts of voices, with what is read of each."""
    return [(row["text"].replace("¶", "\n\n"), row[column]) for row in rows("voices_read")]


@pytest.mark.parametrize("part", range(3))
def test_who_says_what_in_a_text(part: int) -> None:
    assert misread(read_texts("statements")[part::3], show_sayings) == {}


@pytest.mark.parametrize("part", range(3))
def test_whose_voices_are_one_in_a_text(part: int) -> None:
    assert misread(read_texts("voices")[part::3], show_voices) == {}


def show_followed(c: mk.Comparison) -> str:
    """Return what became of each claim: the sources and verbs that tell it, and the sentence in which it is told."""
    found = follow_claims(c.old, c.new, pair_sentences(c.old.sentences, c.new.sentences))
    who = [[f"{s.source} {s.cue}" if s else "-" for s in (told.old, told.new)] for told in found]
    shown = zip(found, who, strict=True)
    return " ;; ".join(f"{told.change}: {old} → {new}, {told.sentence}" for told, (old, new) in shown)


def show_attributions(c: mk.Comparison) -> str:
    found = c.attributions().itertuples()
    return " ;; ".join(f"{a.source or '-'}: {a.old or '-'} → {a.new or '-'}, {a.direction}" for a in found)


def show_voice_changes(c: mk.Comparison) -> str:
    found = c.voices().itertuples()
    sides = [(v, f"{v.source_old or '-'} → {v.source_new or '-'}") for v in found]
    return " ;; ".join(f"{names}: {v.status}, {v.n_words_old} → {v.n_words_new}" for v, names in sides)


@pytest.mark.parametrize("part", range(4))
def test_what_became_of_claims_attributions_and_voices(part: int) -> None:
    for row in rows("sources_followed")[part::4]:
        c = mk.compare(row["old"], row["new"], floors=False, n_draws=20)
        found = {"claims": show_followed(c), "attributions": show_attributions(c), "voices": show_voice_changes(c)}
        assert found == {column: row[column] for column in found}, row
