"""Exchanged words are found and classed; equal wording is silent; turned round, every swap is mirrored."""

import csv
import gzip
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.comparison.fidelity.swaps import KINDS, Swap, find_swaps
from mediakit.comparison.fidelity.thesaurus import (
    are_equal,
    are_related,
    find_bases,
    find_keys,
    is_converse,
    normalise_word,
    read_rows,
    relate,
    spell,
    steps_of,
)
from mediakit.evidence.syntax import past_verb, verb_of
from mediakit.evidence.word_features import rate
from mediakit.text.words import cut_words
from tests.conftest import PACKAGE, ROOT

with (ROOT / "tests" / "data" / "swap_ledger.csv").open(encoding="utf-8") as lines:
    CASES = [tuple(row.values()) for row in csv.DictReader(lines)]
FRAME = "Yesterday officials in town {} near the river bridge"
WORDS = sorted({word for _, old, new, _, _ in CASES for word in cut_words(f"{old} {new}")[0]})


def swap(old: str, new: str) -> list[Swap]:
    """Return the swaps between two sentences."""
    return find_swaps(cut_words(old)[0], cut_words(new)[0])


def told(old: str, new: str) -> list[str]:
    """Return the kinds of the swaps that are told, within a frame that is kept."""
    return [found.kind for found in swap(FRAME.format(old), FRAME.format(new)) if found.gravity]


def examples(name: str, column: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of words in a column of one of the lists, both ways."""
    for row in read_rows(f"{name}.csv"):
        for pair in row[column].split(" ; "):
            old, new = pair.split(" → ")
            yield old, new
            yield new, old


@pytest.mark.parametrize("part", range(4))
def test_golden_swaps(part: int) -> None:
    for kind, old, new, gone, came in CASES[part::4]:
        found = [(s.kind, s.old.lower(), s.new.lower()) for s in swap(old, new) if s.gravity]
        assert found == ([] if kind == "silent" else [(kind, gone.lower(), came.lower())]), (old, new)


def test_the_golden_table_is_wide() -> None:
    kinds = [kind for kind, *_ in CASES]
    assert len(CASES) >= 150
    assert kinds.count("silent") >= 60
    assert {kind: kinds.count(kind) >= 10 for kind in ("reversal", "label", "strength", "tone")} == dict.fromkeys(
        ("reversal", "label", "strength", "tone"), True
    )


@pytest.mark.parametrize(("name", "kind"), [("labels", "label"), ("strengths", "strength")])
def test_every_row_fires_and_stays_silent_where_it_says(name: str, kind: str) -> None:
    assert {pair: told(*pair) for pair in examples(name, "fires") if told(*pair) != [kind]} == {}
    assert {pair: told(*pair) for pair in examples(name, "silent") if told(*pair)} == {}


def test_every_pair_of_opposites_is_a_reversal() -> None:
    pairs = [
        (one, other)
        for row in read_rows("opposites.csv")
        for one in steps_of("opposites", row)[0]
        for other in steps_of("opposites", row)[1]
    ]
    assert {pair: told(*pair) for pair in pairs if told(*pair) != ["reversal"]} == {}
    assert len(pairs) > 1_000


@pytest.mark.slow
def test_every_pair_of_equal_words_is_silent() -> None:
    pairs = [
        (one, other)
        for row in read_rows("styles.csv")
        for one in steps_of("styles", row)[0]
        for other in steps_of("styles", row)[0]
    ]
    assert {pair: told(*pair) for pair in pairs if told(*pair)} == {}


@pytest.mark.parametrize("name", ["labels", "strengths", "opposites", "styles", "not_opposites", "spellings"])
def test_every_row_has_a_reason(name: str) -> None:
    assert [row for row in read_rows(f"{name}.csv") if not row["reason"]] == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20), st.lists(st.sampled_from(WORDS), max_size=20))
def test_turned_round_every_swap_is_mirrored(old: list[str], new: list[str]) -> None:
    there, back = find_swaps(old, new), find_swaps(new, old)
    mirrored = {(s.kind, s.new, s.old, s.new_span, s.old_span, s.gravity) for s in back}
    assert {s[:6] for s in there} == mirrored
    assert len(there) == len(back)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20), st.lists(st.sampled_from(WORDS), max_size=20))
def test_spans_hold_the_words_shown(old: list[str], new: list[str]) -> None:
    for found in find_swaps(old, new):
        assert found.kind in KINDS
        assert " ".join(old[slice(*found.old_span)]) == found.old
        assert " ".join(new[slice(*found.new_span)]) == found.new
        assert found.old or found.new


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_equal_sentences_give_none(words: list[str]) -> None:
    assert find_swaps(words, words) == []


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "The dam held."), ("The dam held.", ""), ("— …", "• 😀")])
def test_empty_sides_are_no_error(old: str, new: str) -> None:
    assert all(found.gravity <= 1 for found in swap(old, new))


def test_scores_of_the_caller_lower_the_bar_for_tone() -> None:
    old, new = "The storm hit the coast at night".split(), "The chaotic storm hit the coast at night".split()
    old[3], new[4] = "harbor", "valley"
    scores = [0.0, 0.8, *[0.0] * 6]
    for loaded, gravity in ((None, 1), (scores, 2)):
        found = [s for s in find_swaps(old, new, [0.0] * 7, loaded) if s.kind == "tone"]
        assert [(s.new, s.gravity) for s in found] == [("chaotic", gravity)]


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("isn't", ["is", "not"]), ("can’t", ["can", "not"]), ("U.S.", ["united", "states"]),
        ("US", ["united", "states"]),
        ("us", ["us"]), ("3.5%", ["3.5", "%"]), ("organised", ["organized"]), ("labour", ["labor"]),
        ("raised", ["raised"]), ("Trump's", ["trump"]), ("well-known", ["well", "known"]), ("1,000", ["1000"]),
        ("Jan", ["january"]), ("eleven", ["11"]),
    ],
)  # fmt: skip
def test_words_are_brought_to_one_spelling(word: str, words: list[str]) -> None:
    assert list(normalise_word(word)) == words


@pytest.mark.parametrize(
    ("word", "base"),
    [("rose", "rise"), ("fell", "fall"), ("stifled", "stifle"), ("policemen", "policeman"), ("allies", "ally"),
     ("stronger", "strong"), ("killer", "killer"), ("news", "news"), ("shrank", "shrink")],
)  # fmt: skip
def test_words_are_brought_to_their_base(word: str, base: str) -> None:
    assert find_bases(word)[-1] == base


def test_long_sentences_take_little_time() -> None:
    old = [WORDS[i % len(WORDS)] for i in range(400)]
    new = [WORDS[(7 * i) % len(WORDS)] for i in range(400)]
    find_swaps(old, new)
    start = time.perf_counter()
    find_swaps(old, new)
    assert time.perf_counter() - start < 5


def test_tables_of_wordnet_are_small_and_name_their_source() -> None:
    tables = sorted((PACKAGE / "comparison" / "fidelity").glob("wordnet_*.txt.gz"))
    assert len(tables) == 4
    assert sum(path.stat().st_size for path in tables) < 120_000
    assert all("Princeton" in gzip.decompress(path.read_bytes()).decode().splitlines()[0] for path in tables)


def test_near_synonyms_are_about_equally_loaded() -> None:
    table = PACKAGE / "comparison" / "fidelity" / "wordnet_synonyms.txt.gz"
    sets = [line.split(" ") for line in gzip.decompress(table.read_bytes()).decode().splitlines()[1:]]
    ratings = [[rate(word).loaded for word in words if "_" not in word] for words in sets]
    assert len(sets) > 5_000
    assert max(max(loaded) - min(loaded) for loaded in ratings if loaded) < 2


def test_words_of_our_lists_stand_in_their_normal_spelling() -> None:
    terms = [
        term
        for source in ("styles", "labels", "strengths", "opposites")
        for row in read_rows(f"{source}.csv")
        for step in steps_of(source, row)
        for term in step
    ]
    spelt = {term: " ".join(part for word in term.split() for part in normalise_word(word)) for term in terms}
    assert {term: found for term, found in spelt.items() if found != term.lower()} == {}


with (ROOT / "tests" / "data" / "word_forms.csv").open(encoding="utf-8", newline="") as lines:
    FORMS = list(csv.DictReader(lines))


def test_all_that_a_word_may_be_a_form_of() -> None:
    for row in FORMS:
        word = row["word"].lower()
        assert [verb_of(word), past_verb(word)] == [row["of_passive"], row["of_past"]], word
        assert " ".join(find_bases(word)) == row["bases"]
        assert [" ".join(normalise_word(row["word"])), spell(word)] == [row["normal"], row["spelling"]]


with (ROOT / "tests" / "data" / "phrases_related.csv").open(encoding="utf-8", newline="") as lines:
    RELATED = [tuple(row.values()) for row in csv.DictReader(lines)]


def test_how_two_phrases_stand_to_each_other() -> None:
    for one, other, there, back in RELATED:
        assert (show_relation(one, other), show_relation(other, one)) == (there, back), (one, other)


def show_relation(one: str, other: str) -> str:
    """Return how a phrase stands to another: kind, gravity, steps and reason, one word in two forms, or the reverse."""
    keys = [find_keys(tuple(words.split(" "))) for words in (one, other)]
    found = relate(*keys)
    told = {"related": are_related(*keys), "equal": are_equal(*keys), "converse": is_converse(*keys)}
    relation = f"{found.kind} {found.gravity} {found.steps} {found.reason}" if found else "nothing"
    return ", ".join([relation, *(name for name, holds in told.items() if holds)])
