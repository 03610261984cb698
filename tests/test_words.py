"""The facts of one word: hard and easy, rare and frequent, names and numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.text.batch import Batch
from mediakit.text.document import Sentence
from mediakit.text.words import count_syllables, describe_facts, facts, find_facts, frequent_words, zipf


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("fire", 2), ("relived", 2), ("U.S.", 1), ("2024", 1), ("don't", 1), ("mayor's", 2), ("shh", 0), ("", 1)],
)
def test_syllables_are_textstats(word, syllables):
    assert facts(word).syllables == syllables if word else count_syllables("") == 0


@pytest.mark.parametrize("word", ["dogs", "walked", "happier", "stopping", "babies", "10", "$3.5", "COVID-19", "she'd"])
def test_inflections_of_easy_words_and_numbers_are_not_hard(word):
    assert not facts(word).hard


@pytest.mark.parametrize("word", ["heterogeneity", "tribunal", "retrospective", "zzyzzx"])
def test_words_beyond_the_list_are_hard(word):
    assert facts(word).hard


def test_words_of_easy_texts_are_easier():
    assert facts("dog").ease > facts("committee").ease > facts("methodology").ease
    assert math.isnan(facts("the").ease) and math.isnan(facts("zzyzzx").ease)


def test_curly_and_straight_give_one_answer_after_normalising():
    assert facts("isn't").easy


def test_the_rarest_part_of_a_compound_decides():
    assert zipf("well-platypus") == zipf("platypus") < zipf("well")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The mayor met Ann Lee in Paris", [False, False, False, True, True, False, True]),
        ("Yesterday I saw it", [False, False, False, False]),
        ("MAYOR MEETS COUNCIL", [False, False, False]),
        ("Mayor Meets Angry Council", [False, False, False, False]),
        ("", []),
    ],
)
def test_names_are_capitals_inside_a_sentence(sentence, names):
    batch = Batch([Sentence("", 0, 0, clean=sentence)])
    assert batch.names.tolist() == names


PIECES = st.sampled_from([" ", " ", " ", "dam", "It", "-", "—", "/", "...", "U.S.", "“", "3.5%", "’s", "\u2003"])


@given(st.lists((st.lists(PIECES, max_size=12).map("".join)) | st.text(max_size=12), max_size=4))
def test_a_batch_has_the_words_of_its_sentences(texts):
    sentences = [Sentence("", 0, 0, clean=text) for text in texts]
    batch = Batch(sentences)
    told = [sentence for sentence in sentences if sentence.tokens]
    assert batch.sizes.tolist() == [len(sentence.tokens) for sentence in sentences]
    assert batch.tokens == [token for sentence in sentences for token in sentence.tokens]
    assert batch.before(_as_read).tolist() == [gap for sentence in told for gap in sentence.gaps[:-1]]
    assert batch.after(_as_read).tolist() == [gap for sentence in told for gap in sentence.gaps[1:]]


def _as_read(strings):
    return np.array([*strings, None], dtype=object)[:-1]


@given(st.text(max_size=30))
def test_any_string_has_facts(word):
    known = facts(word)
    assert known.syllables >= 0 and known.letters <= len(word) and 1 <= known.rarity <= 6.9


def test_the_table_of_frequent_words_holds_what_is_found_of_each():
    known = frequent_words()
    for word, row in zip(known.number, known.facts.tolist(), strict=True):
        assert repr(row) == repr(tuple(find_facts(word))), word


@given(st.lists(st.text(max_size=12) | st.sampled_from(["The", "IT'S", "It's", "o'clock", "dogs'", "3.5", "Well-Off"])))
def test_many_words_are_described_as_one_is(words):
    assert repr(describe_facts(words).tolist()) == repr([tuple(find_facts(word)) for word in words])
    assert [repr(facts(word)) for word in words] == [repr(find_facts(word)) for word in words]
