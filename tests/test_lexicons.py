import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.errors import ChoiceError, ReadError
from mediakit.evidence.lexicons import FAMILIES, LEXICONS, find_entries, read_lexicon
from mediakit.evidence.marks import find
from mediakit.text.batch import Batch, Phrases
from mediakit.text.document import Sentence
from mediakit.text.parsing import parse
from tests.conftest import ROOT

with (ROOT / "tests" / "data" / "lexicon_cases.csv").open(encoding="utf-8", newline="") as lines:
    CASES = [(row["text"], row["found"]) for row in csv.DictReader(lines)]


def read(text: str) -> Sentence:
    (sentence,) = parse(text, keep_boilerplate=True).sentences
    return sentence


@pytest.mark.parametrize(("text", "found"), CASES, ids=[text[:40] for text, _ in CASES])
def test_entries_fire_and_stay_silent(text: str, found: str) -> None:
    sentence = read(text)
    hits = [f"{' '.join(sentence.tokens[hit.first : hit.last])}={hit.label}" for hit in find_entries(sentence)]
    assert " | ".join(hits) == found


WORDS = st.sampled_from(["a", "B", "c", "a-b", "b-C-a"])


@given(
    st.sets(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple), max_size=6),
    st.lists(st.lists(WORDS, max_size=6), max_size=3),
    st.booleans(),
)
def test_all_phrases_of_a_batch_are_found(
    phrases: set[tuple[str, ...]], texts: list[list[str]], hyphened: bool
) -> None:
    batch = Batch([Sentence("", 0, 0, clean=" ".join(text)) for text in texts])
    expected = []
    for start, text in zip(batch.firsts.tolist(), texts, strict=True):
        for i in range(len(text)):
            for j in range(len(text), i, -1):
                words = tuple(" ".join(text[i:j]).lower().replace("-", " " if hyphened else "-").split())
                expected += [(start + i, start + j, words)] if words in phrases else []
    firsts, lasts, found = Phrases({phrase: phrase for phrase in phrases}, str.lower, hyphened=hyphened).find(
        batch, batch.joined
    )
    assert list(zip(firsts.tolist(), lasts.tolist(), found, strict=True)) == expected


def test_without_a_list_nothing_is_found() -> None:
    assert find_entries(read("Critics slammed the plan."), []) == []


def test_every_entry_has_a_reason_and_a_family() -> None:
    entries = [entry for lexicon in LEXICONS.values() for entry in lexicon.entries]
    assert len(entries) >= 400
    assert tuple(LEXICONS) == FAMILIES
    for family, lexicon in LEXICONS.items():
        assert lexicon.families == (family,)
        assert all(entry.reason for entry in lexicon.entries)


def test_no_entry_stands_in_two_families() -> None:
    terms: dict[str, str] = {}
    for family, lexicon in LEXICONS.items():
        for entry in lexicon.entries:
            term = entry.term.lower().replace("-", " ")
            assert terms.setdefault(term, family) == family, term


def test_a_legal_hedge_is_not_loaded() -> None:
    assert not find_entries(read("He allegedly took the money."))


@given(st.text(max_size=60))
def test_no_word_is_counted_twice(text: str) -> None:
    for sentence in parse(f"A text:\n{text}").sentences:
        hits = find_entries(sentence)
        assert all(a.last <= b.first for a, b in zip(hits, hits[1:], strict=False))


def test_a_user_gives_a_dict() -> None:
    mine = read_lexicon({"green": ["net zero", "climate"], "red": ["coal"]}, name="energy")
    marks = find(parse("Net-zero pledges ignore coal."), lexicons=[mine])
    own = marks[marks["kind"] == "energy"]
    assert list(own["text"]) == ["Net-zero", "coal"]
    assert list(own["label"]) == ["green", "red"]
    assert read_lexicon({"coal": "red"}).families == ("red",)


def test_the_longest_match_wins_over_lists() -> None:
    mine = read_lexicon({"smear campaign": "mine"}, name="mine")
    (hit,) = find_entries(read("It was a smear campaign in May."), [*LEXICONS.values(), mine])
    assert hit.kind == "mine"


def test_a_user_gives_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("term,family,pos,weight\npivot,jargon,v,2.5\n", encoding="utf-8")
    (hit,) = find_entries(read("The firm pivoted."), [read_lexicon(path)])
    assert (hit.kind, hit.label, hit.weight) == ("mine", "jargon", 2.5)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("word\npivot\n", ReadError),
        ("term\n", ReadError),
        ("term\npivot\npivot\n", ReadError),
        ("term,pos\npivot,z\n", ChoiceError),
        ("term,weight\npivot,much\n", ReadError),
    ],
)
def test_a_wrong_list_is_refused(tmp_path: Path, content: str, error: type[Exception]) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error):
        read_lexicon(path)


def test_equal_lists_have_equal_digests() -> None:
    one, other = read_lexicon({"coal": "red"}), read_lexicon({"coal": "red"})
    assert one.digest == other.digest != read_lexicon({"coal": "blue"}).digest
    assert all(lexicon.digest for lexicon in LEXICONS.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The “reform” failed in committee.", ["reform"]),
        ("The so-called ‘experts’ said no.", ["experts"]),
        ("She read “War and Peace” twice.", []),
        ("The plan failed.", []),
        ("They changed the name of the “reform” on Monday.", []),
        ("They changed the name of this new “reform” on Monday.", ["reform"]),
    ],
)
def test_scare_quotes_are_found(text: str, found: list[str]) -> None:
    marks = find(parse(text))
    assert list(marks.loc[(marks["kind"] == "lexicon") & (marks["label"] == "scare_quotes"), "text"]) == found
