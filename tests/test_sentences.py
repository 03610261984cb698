"""Sentences begin and end where a reader of news would say."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mediakit as mk
from mediakit.text.sentences import split_sentences

with (Path(__file__).parent / "data" / "sentences.csv").open(encoding="utf-8", newline="") as rows:
    GOLDEN = [(row["text"], row["sentences"].split(" | ") if row["sentences"] else []) for row in csv.DictReader(rows)]
NEWS_LIKE = st.text(st.sampled_from(list("aAbTU1 .!?…\"“”'’()—-@$\n")), max_size=80)


@pytest.mark.parametrize(("text", "sentences"), GOLDEN, ids=[text[:40] for text, _ in GOLDEN])
def test_paragraph_is_split_as_expected(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences
    assert [sentence.text for sentence in mk.parse(text).sentences] == sentences


def test_there_are_at_least_sixty_golden_paragraphs() -> None:
    assert len(GOLDEN) >= 60


@given(NEWS_LIKE)
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    spans = split_sentences(text)
    inside = "".join(text[start:end] for start, end in spans)
    assert list(filter(str.isalnum, inside)) == list(filter(str.isalnum, text))
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in zip(spans, spans[1:], strict=False))


@given(NEWS_LIKE)
def test_every_sentence_has_a_word_and_no_space_at_its_edges(text: str) -> None:
    for start, end in split_sentences(text):
        sentence = text[start:end]
        assert sentence == sentence.strip()
        assert any(map(str.isalnum, sentence))


def test_blank_line_parts_sentences_without_a_stop() -> None:
    document = mk.parse("Sentence one.\n\nSentence two.")
    assert [sentence.text for sentence in document.sentences] == ["Sentence one.", "Sentence two."]


def test_known_abbreviations_are_listed_once_each() -> None:
    path = Path(mk.__file__).parent / "text" / "abbreviations.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        entries = list(csv.DictReader(rows))
    forms = [entry["abbreviation"] for entry in entries]
    assert len(forms) == len(set(forms))
    assert all(entry["stands_for"] for entry in entries)
    assert {entry["family"] for entry in entries} == {"title", "inside", "number", "date", "time", "tail"}
