"""Words are counted the same way everywhere."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mediakit as mk
from mediakit.text.cleaning import normalise
from mediakit.text.words import cut_words, find_tokens

with (Path(__file__).parent / "data" / "words.csv").open(encoding="utf-8", newline="") as rows:
    GOLDEN = [(row["text"], row["words"].split()) for row in csv.DictReader(rows)]


@pytest.mark.parametrize(("text", "words"), GOLDEN, ids=[ascii(text[:40]) for text, _ in GOLDEN])
def test_words_are_cut_as_expected(text: str, words: list[str]) -> None:
    assert [word.text for word in mk.parse(text).words] == words


def test_there_are_at_least_sixty_golden_texts() -> None:
    assert len(GOLDEN) >= 60


@given(st.text(st.sampled_from(list("aAé1.,'’\"-—&@#$%/*_ :")), max_size=60))
def test_words_and_gaps_together_are_the_sentence(sentence: str) -> None:
    tokens, gaps = cut_words(sentence)
    assert len(gaps) == len(tokens) + 1
    assert "".join(gap + token for gap, token in zip(gaps, (*tokens, ""), strict=True)) == sentence
    assert [sentence[start:end] for start, end in find_tokens(sentence)] == list(tokens)


@given(st.text(st.sampled_from(list("aé1.'- ")), max_size=60))
def test_every_letter_and_figure_stands_in_a_word(sentence: str) -> None:
    tokens, gaps = cut_words(sentence)
    assert not any(map(str.isalnum, "".join(gaps)))
    assert all(any(map(str.isalnum, token)) for token in tokens)


@pytest.mark.parametrize("style", ["don't", "don’t", "don‘t", "donʼt"])
def test_style_of_an_apostrophe_does_not_change_a_word(style: str) -> None:
    assert [word.text for word in mk.parse(f"They {style} go.").words] == ["They", "don't", "go"]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\t", "\u2009", "\u202f", "  "])
def test_every_kind_of_space_parts_words(space: str) -> None:
    assert [word.text for word in mk.parse(f"two{space}words").words] == ["two", "words"]


def test_decomposed_accents_count_as_composed_ones() -> None:
    composed = "The café and the naïve élan."
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert [word.text for word in mk.parse(decomposed).words] == [word.text for word in mk.parse(composed).words]


def test_tokeniser_gives_the_same_words_on_mended_and_on_normalised_text() -> None:
    sentence = "The dogs’ owner didn’t say “no” to Park’s plan."
    words = [normalise(sentence[start:end]) for start, end in find_tokens(sentence)]
    assert words == list(cut_words(normalise(sentence))[0])
