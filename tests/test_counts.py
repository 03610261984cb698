"""Counts add up: over sentences, texts and voices; and formatting does not move them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.errors import ChoiceError
from mediakit.measures.counts import COLUMNS, VOICES, count, count_rows, count_sentences, count_words
from mediakit.measures.measuring import total
from mediakit.memory import forget
from mediakit.text.parsing import parse

STORY = (
    "The council voted 5-4 on Tuesday to close the plant.\n\n“We will fight this,” said Ann Lee, who leads the union. "
    "“It is a disgrace.”\n\nThe mayor, however, may have known of the plan; he declined to comment. "
    "No one was injured, but 3.5 percent of the 1,200 workers could lose their jobs in the U.S. city."
)
SENTENCES = st.lists(
    st.sampled_from(
        [
            "The council met on Tuesday.",
            "“It is a terrible plan,” the mayor said.",
            "Prices rose 3.5 percent in the U.S. last year.",
            "Critics slammed the shocking decision, and officials may resign.",
            "No one was hurt.",
            "She wasn't sure, but Bob Stone was.",
        ]
    ),
    min_size=1,
    max_size=5,
)
PER_SENTENCE = {"vader_sum", "n_positive", "n_negative", "p_biased_sum", "n_biased_sentences"}


def test_one_row_a_sentence_title_first():
    table = count(parse(STORY))
    assert list(table["sentence"]) == [0, 1, 2, 3, 4] and set(table["part"]) == {"body"}
    assert list(table.columns[:4]) == ["story", "version", "sentence", "part"]
    assert list(table.columns[4:]) == list(COLUMNS)


def test_count_columns_are_named_as_counts_or_sums():
    assert all(column.startswith("n_") or column.endswith("_sum") for column in COLUMNS)
    assert len(set(COLUMNS)) == len(COLUMNS)


@given(SENTENCES, SENTENCES)
@settings(max_examples=30, deadline=None)
def test_counts_of_a_text_are_the_sum_of_its_parts(one, other):
    a, b = "\n\n".join(one), "\n\n".join(other)
    both = total(parse(a + "\n\n" + b, keep_boilerplate=True))
    parts = [total(parse(text, keep_boilerplate=True)) for text in (a, b)]
    for column in COLUMNS:
        assert both[column] == pytest.approx(parts[0][column] + parts[1][column], abs=1e-9), column


def test_the_two_voices_sum_to_all():
    totals = {voice: total(parse(STORY), voice) for voice in VOICES}
    for column in COLUMNS:
        if column not in PER_SENTENCE:
            both = totals["narrator"][column] + totals["quoted"][column]
            assert both == pytest.approx(totals["all"][column], abs=1e-9), column


def test_words_sum_to_their_sentence():
    document = parse(STORY)
    for row, words in zip(count_rows(document)[1], count_words(document.sentences), strict=True):
        for column, whole, parts in zip(COLUMNS, row, words.sum(axis=0), strict=True):
            if column not in PER_SENTENCE and column not in ("p_loaded_sum", "loaded_sum"):
                assert parts == pytest.approx(whole, abs=1e-9), column


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text + "   \n",
        lambda text: text.replace(" said", "\u00a0said"),
        lambda text: text.replace("plan;", "plan\u200b;"),
    ],
    ids=["straight quotes", "line breaks", "white space at the end", "hard space", "zero-width space"],
)
def test_formatting_moves_nothing(change):
    before, after = total(parse(STORY)), total(parse(change(STORY)))
    assert {c: after[c] for c in COLUMNS} == pytest.approx({c: before[c] for c in COLUMNS}, abs=1e-12)


def test_order_and_repetition_of_sentences_move_no_mean():
    document = parse(STORY)
    rows = count_rows(document)[1]
    backwards = count_rows(parse("\n\n".join(s.text for s in reversed(parse(STORY).sentences)), keep_boilerplate=True))[
        1
    ]
    column = COLUMNS.index("n_words")
    assert rows[:, column].sum() == backwards[:, column].sum()
    twice = total(parse(STORY + "\n\n" + STORY, keep_boilerplate=True))
    once = total(parse(STORY, keep_boilerplate=True))
    for name in ("vader_sum", "sentiment_sum", "n_words"):
        assert twice[name] == pytest.approx(2 * once[name])


def test_counting_leaves_rows_kept_for_later_unchanged():
    first = count_rows(parse(STORY))[1]
    first[:] = -1
    assert count_rows(parse(STORY))[1].min() > -10 and not (count_rows(parse(STORY))[1] == -1).all()


@pytest.mark.parametrize("voice", VOICES)
def test_a_sentence_counts_the_same_in_any_company(voice):
    stories = sorted((Path(__file__).parents[1] / "data" / "stories").glob("*/*.md"))[:6]
    sentences = [s for path in stories for s in parse(path.read_text(encoding="utf-8")).sentences]
    forget()
    together = count_sentences(sentences, voice)
    forget()
    apart = np.concatenate([count_sentences([sentence], voice) for sentence in sentences])
    assert np.allclose(together, apart, rtol=0, atol=1e-12)


def test_unknown_voice_lists_the_choices():
    with pytest.raises(ChoiceError, match="narrator"):
        count_rows(parse(STORY), "editor")


def test_empty_text_has_no_rows():
    table = count(parse(""))
    assert isinstance(table, pd.DataFrame) and table.empty
    assert np.shape(count_rows(parse(""))[1]) == (0, len(COLUMNS))
