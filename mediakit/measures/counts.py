"""Count what adds up: one row of plain numbers per sentence.

Readability is counted here, from the facts of words; all else by the modules of evidence, each of which names its
columns.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.evidence import claims, loaded, sentiment
from mediakit.measures import voices
from mediakit.memory import SENTENCES, TEXTS, of_paragraph, of_sentence, of_text, remember_each
from mediakit.text.batch import Array, Batch, Kept, keep_each, keep_voice
from mediakit.text.document import Document, Paragraph, Sentence
from mediakit.text.words import describe_facts

VOICES = ("all", "narrator", "quoted")

SENTENCE_COLUMNS = ("n_sentences", "n_chunks", "n_chars")

WORD_COLUMNS = (
    "n_words",
    "n_letters",
    "n_syllables",
    "n_voiced_words",
    "n_polysyllables",
    "n_unfamiliar",
    "n_difficult",
    "n_complex",
    "n_long_words",
    "n_short_words",
    "n_numerals",
    "n_plain",
    "n_hard",
    "n_rated",
    "rarity_sum",
    "rare_sum",
    "ease_sum",
)
# What a name does not count for, and the columns that are kept in tenths.
_NOT_OF_NAMES = np.isin(WORD_COLUMNS, ["n_plain", "n_hard", "n_rated", "rare_sum", "ease_sum"])
_PARTS = np.array([10 if c.endswith("_sum") else 1 for c in WORD_COLUMNS])

RARE = 4.5
"""From this rarity on a word counts as rare, by how far it lies beyond."""


def _describe_words(words: Sequence[str]) -> Array:
    """Return the counts of words in the order of `WORD_COLUMNS`, as if none was a name; sums in tenths."""
    known = describe_facts(words)
    letters, n, number = known["letters"], known["syllables"], known["number"]
    rated, rarity = ~np.isnan(known["ease"]) & ~number, np.rint(10 * known["rarity"])
    counts = (
        np.ones(len(words)),
        letters,
        n,
        n >= 1,
        n >= 3,
        ~known["easy"],
        ~known["easy"] & (n >= 2),
        ~known["easy"] & (n >= 3),
        letters > 6,
        letters <= 3,
        number,
        ~number,
        known["hard"],
        rated,
        rarity,
        np.where(number, 0, np.maximum(rarity - 10 * RARE, 0)),
        np.where(rated, np.rint(10 * known["ease"]), 0),
    )
    return np.column_stack(counts).astype(np.int32)


def _describe_lengths(words: Sequence[str]) -> Array:
    """Return the characters of words, or of the gaps between them, without blanks; and whether there are blanks."""
    rows = [(len(word) - word.count(" "), not word.isalnum() and any(map(str.isspace, word))) for word in words]
    return np.array(rows, dtype=np.int32).reshape(-1, 2)


def _tally_sentences(batch: Batch, kept: Kept) -> Array:
    """Return the counts in the order of `SENTENCE_COLUMNS`.

    Characters between two words belong to the word before; a chunk is a word after white space, as in textstat's
    own count.
    """
    (before, blank), (after, _) = batch.before(_describe_lengths).T, batch.after(_describe_lengths).T
    first = batch.place == 0
    n_chars = batch.words(_describe_lengths)[:, 0] + after + before * first
    return np.column_stack([kept.share, kept.sum(np.column_stack([blank | first, n_chars]))])


def _tally_quoted(batch: Batch, kept: Kept) -> Array:
    """Return how many words stand inside quotation marks."""
    return kept.sum(batch.quoted[:, None])


def _tally_words(batch: Batch, kept: Kept) -> Array:
    """Return the counts of words in the order of `WORD_COLUMNS`."""
    words = batch.words(_describe_words)
    words[np.ix_(batch.names, _NOT_OF_NAMES)] = 0
    return np.asarray(kept.sum(words) / _PARTS)


class Group(NamedTuple):
    """Columns that are counted together: `tally(batch, kept)` returns them, one row for each of `kept`.

    `of_marks`: they hang on which words stand inside quotation marks.
    """

    columns: tuple[str, ...]
    tally: Callable[[Batch, Kept], Array]
    of_marks: bool


GROUPS: tuple[Group, ...] = (
    Group(SENTENCE_COLUMNS, _tally_sentences, False),
    Group(("n_quoted_words",), _tally_quoted, True),
    Group(WORD_COLUMNS, _tally_words, False),
    Group(sentiment.VADER_COLUMNS, sentiment.tally_vader, False),
    Group(sentiment.NEWS_COLUMNS, sentiment.tally_news, False),
    Group(loaded.COLUMNS, loaded.tally, True),
    Group(claims.LISTED_COLUMNS, claims.tally_listed, False),
    Group(claims.ATTRIBUTION_COLUMNS, claims.tally_attributions, True),
    Group(claims.AMOUNT_COLUMNS, claims.tally_amounts, False),
    Group(claims.NAME_COLUMNS, claims.tally_names, False),
    Group(voices.COLUMNS, voices.tally, True),
)

_OF_MARKS = frozenset(number for number, group in enumerate(GROUPS) if group.of_marks)

COLUMNS: tuple[str, ...] = (
    *SENTENCE_COLUMNS, "n_quoted_words", *WORD_COLUMNS, *sentiment.VADER_COLUMNS, *sentiment.NEWS_COLUMNS,
    *loaded.COLUMNS, *claims.COLUMNS, *voices.COLUMNS,
)  # fmt: skip


def check_voice(voice: str) -> None:
    """Raise `ChoiceError` if nobody has such a voice."""
    if voice not in VOICES:
        raise unknown_choice("voice", voice, VOICES)


def count_sentences(sentences: Sequence[Sentence], voice: str = "all", columns: Collection[str] = COLUMNS) -> Array:
    """Return one row of counts per sentence, shape (sentences, `COLUMNS`).

    `voice` is "all", "narrator" (outside quotation marks) or "quoted". A sentence counts for a voice by the share
    of its words in that voice, so the two voices sum to all. Only `columns` are sure to be counted; others may be NaN.
    Raises `ChoiceError` for another voice.
    """
    check_voice(voice)
    asked = _asked(columns)
    rows = np.full((len(sentences), len(COLUMNS)), np.nan)
    if sentences:
        rows[:, _places_of(asked)] = _count(sentences, voice, asked)
    return rows


def count_paragraphs(
    paragraphs: Sequence[Paragraph], voice: str = "all", columns: Collection[str] = COLUMNS
) -> list[Array]:
    """Return the rows that `count_sentences` does of each of some paragraphs; one met before is not cut again."""
    check_voice(voice)
    return _count_paragraphs(paragraphs, voice, _asked(columns))


def _of_paragraph(paragraph: Paragraph, voice: str, groups: tuple[int, ...]) -> Hashable:
    """Return the key of the counts of a paragraph."""
    if paragraph.text is None:
        return None
    return of_paragraph(paragraph.text, paragraph.find_quoted() if _tells(voice, groups) else (), voice, groups)


@remember_each(SENTENCES, key=_of_paragraph)
def _count_paragraphs(paragraphs: Sequence[Paragraph], voice: str, groups: tuple[int, ...]) -> list[Array]:
    """Return the rows of counts of paragraphs in one voice; only the columns of some groups are sure to be counted."""
    cut = [paragraph.cut() for paragraph in paragraphs]
    rows = np.full((sum(map(len, cut)), len(COLUMNS)), np.nan)
    if len(rows):
        rows[:, _places_of(groups)] = _count(list(chain.from_iterable(cut)), voice, groups)
    edges = accumulate(map(len, cut), initial=0)
    return [rows[first:last] for first, last in pairwise(edges)]


def _tells(voice: str, groups: tuple[int, ...]) -> bool:
    """Say whether it makes a difference to the counts what stands inside quotation marks."""
    return voice != "all" or not _OF_MARKS.isdisjoint(groups)


def _of_counts(sentence: Sentence, voice: str, groups: tuple[int, ...]) -> Hashable:
    """Return the key of the counts of a sentence; its quotation marks are not read where they make no difference."""
    return (of_sentence if _tells(voice, groups) else of_text)(sentence, voice, groups)


@remember_each(100_000, key=_of_counts)
def _count(sentences: Sequence[Sentence], voice: str, groups: tuple[int, ...]) -> Array:
    """Return the counts of sentences in one voice, in the columns of some groups."""
    batch = Batch(sentences)
    kept = keep_voice(batch, voice)
    return np.column_stack([GROUPS[number].tally(batch, kept) for number in groups])


def count_rows(document: Document, voice: str = "all", columns: Collection[str] = COLUMNS) -> tuple[list[str], Array]:
    """Return the parts ("title", "body") and the rows of `count_sentences` of a document, title first."""
    parts, sentences = zip(*document.parts, strict=True) if document.parts else ((), ())
    return list(parts), count_sentences(sentences, voice, columns)


def count(document: Document, voice: str = "all") -> pd.DataFrame:
    """Return the counts of a document, one row per sentence; all count columns add up.

    Columns: story, version, sentence (0 is the body's first, -1 the title), part ("title" or "body"), then
    `COLUMNS`.

    >>> mk.count(mk.parse("The dam held. Nobody was hurt."))["n_words"].tolist()
    [3.0, 3.0]
    """
    parts, rows = count_rows(document, voice)
    n_titles = parts.count("title")
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.insert(0, "part", parts)
    table.insert(0, "sentence", np.arange(len(parts)) - n_titles)
    table.insert(0, "version", document.version)
    table.insert(0, "story", document.story)
    return table


def count_words(sentences: Sequence[Sentence], columns: Collection[str] = COLUMNS) -> list[Array]:
    """Return what each word of some sentences counts on its own, each sentence's of shape (words, `COLUMNS`).

    Counts of words sum to those of the sentence. A score of the whole sentence has no such parts: its column holds the
    share of the word, scored alone. Only `columns` are sure to be counted; others may be NaN.
    """
    return _count_words(sentences, _asked(columns))


@remember_each(TEXTS, key=of_sentence)
def _count_words(sentences: Sequence[Sentence], groups: tuple[int, ...]) -> list[Array]:
    """Return what each word of some sentences counts on its own, in the columns of some groups."""
    batch = Batch(sentences)
    kept = keep_each(batch)
    rows = np.full((len(batch.of), len(COLUMNS)), np.nan)
    rows[:, _places_of(groups)] = np.column_stack([GROUPS[number].tally(batch, kept) for number in groups])
    return np.split(rows, batch.firsts[1:])


def _asked(columns: Collection[str]) -> tuple[int, ...]:
    """Return the groups that have some columns."""
    return tuple(number for number, group in enumerate(GROUPS) if not set(group.columns).isdisjoint(columns))


def _places_of(groups: Sequence[int]) -> list[int]:
    """Return where the columns of some groups stand."""
    return [COLUMNS.index(column) for number in groups for column in GROUPS[number].columns]
