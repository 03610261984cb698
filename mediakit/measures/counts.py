"""Count what adds up: one row of plain numbers per sentence.

Readability is counted here, from the facts of words; all else by the modules of evidence, each of which names its
columns.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.evidence import claims, loaded, sentiment
from mediakit.measures import voices
from mediakit.memory import TEXTS, of_sentence, remember
from mediakit.text.document import Document, Sentence
from mediakit.text.words import facts, mark_names

VOICES = ("all", "narrator", "quoted")

SENTENCE_COLUMNS = ("n_sentences", "n_chunks", "n_chars", "n_quoted_words")

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
_IS_PLAIN = np.array([c in {"n_plain", "n_hard", "n_rated", "rare_sum", "ease_sum"} for c in WORD_COLUMNS], dtype=int)
_PARTS = np.array([10 if c.endswith("_sum") else 1 for c in WORD_COLUMNS])

RARE = 4.5
"""From this rarity on a word counts as rare, by how far it lies beyond."""

@remember()
def _count_word(word: str) -> bytes:
    """Return the counts of one word in the order of `WORD_COLUMNS`, as if it were no name.

    They are 32-bit integers, sums in tenths: a row of a table that needs no conversion.
    """
    known = facts(word)
    n = known.syllables
    rated = known.ease is not None and not known.number
    counts = {
        "n_words": 1,
        "n_letters": known.letters,
        "n_syllables": n,
        "n_voiced_words": n >= 1,
        "n_polysyllables": n >= 3,
        "n_unfamiliar": not known.easy,
        "n_difficult": known.difficult,
        "n_complex": not known.easy and n >= 3,
        "n_long_words": known.long,
        "n_short_words": known.short,
        "n_numerals": known.number,
        "n_plain": not known.number,
        "n_hard": known.hard,
        "n_rated": rated,
        "rarity_sum": round(10 * known.rarity),
        "rare_sum": 0 if known.number else max(0, round(10 * (known.rarity - RARE))),
        "ease_sum": round(10 * (known.ease or 0.0)) if rated else 0,
    }
    return np.array([counts[column] for column in WORD_COLUMNS], dtype=np.int32).tobytes()


def _tally_words(sentence: Sentence, keep: Sequence[bool] | None) -> Sequence[float]:
    """Return the counts of a sentence in the order of `SENTENCE_COLUMNS` and `WORD_COLUMNS`, of the words kept."""
    tokens, names = sentence.tokens, mark_names(sentence.tokens)
    if keep is not None:
        tokens, names = tuple(compress(tokens, keep)), list(compress(names, keep))
    words = (_sum_rows(tokens) - _IS_PLAIN * _sum_rows(compress(tokens, names))) / _PARTS
    return (*_count_shape(sentence, keep), *words)


def _sum_rows(words: Iterable[str]) -> np.ndarray:
    rows = np.frombuffer(b"".join(map(_count_word, words)), dtype=np.int32)
    return np.asarray(rows.reshape(-1, len(WORD_COLUMNS)).sum(axis=0, dtype=np.int64))


class Group(NamedTuple):
    """Columns that are counted together: `tally(sentence, keep)` returns those of the words kept (None: of all)."""

    columns: tuple[str, ...]
    tally: Callable[[Sentence, Sequence[bool] | None], Sequence[float]]


GROUPS: tuple[Group, ...] = (
    Group((*SENTENCE_COLUMNS, *WORD_COLUMNS), _tally_words),
    Group(sentiment.VADER_COLUMNS, sentiment.tally_vader),
    Group(sentiment.NEWS_COLUMNS, sentiment.tally_news),
    Group(loaded.COLUMNS, loaded.tally),
    Group(claims.COLUMNS, claims.tally),
    Group(voices.COLUMNS, voices.tally),
)

COLUMNS: tuple[str, ...] = tuple(column for group in GROUPS for column in group.columns)


def check_voice(voice: str) -> None:
    """Raise `ChoiceError` if nobody has such a voice."""
    if voice not in VOICES:
        raise unknown_choice("voice", voice, VOICES)


def count_rows(
    document: Document, voice: str = "all", columns: Iterable[str] = COLUMNS
) -> tuple[list[str], np.ndarray]:
    """Return the parts ("title", "body") and one row of counts per sentence, shape (sentences, `COLUMNS`), title
    first.

    `voice` is "all", "narrator" (outside quotation marks) or "quoted". A sentence counts for a voice by the share
    of its words in that voice, so the two voices sum to all. Only `columns` are sure to be counted; others may be NaN.
    Raises `ChoiceError` for another voice.
    """
    check_voice(voice)
    asked, parts = set(columns), document.parts
    rows = np.full((len(parts), len(COLUMNS)), np.nan)
    first = 0
    for number, group in enumerate(GROUPS):
        last = first + len(group.columns)
        if not asked.isdisjoint(group.columns):
            for i, (_, sentence) in enumerate(parts):
                rows[i, first:last] = _count_sentence(sentence, voice, number)
        first = last
    return [part for part, _ in parts], rows


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


@remember(TEXTS, key=of_sentence)
def count_words(sentence: Sentence) -> np.ndarray:
    """Return what each word of a sentence counts on its own, shape (words, `COLUMNS`).

    Counts of words sum to those of the sentence. A score of the whole sentence has no such parts: its column holds the
    share of the word, scored alone.
    """
    rows = np.zeros((len(sentence.tokens), len(COLUMNS)))
    keep = [False] * len(sentence.tokens)
    for i in range(len(sentence.tokens)):
        keep[i] = True
        rows[i] = list(chain.from_iterable(group.tally(sentence, keep) for group in GROUPS))
        keep[i] = False
    return rows


@remember(100_000, key=of_sentence)
def _count_sentence(sentence: Sentence, voice: str, group: int) -> np.ndarray:
    """Return the counts of one sentence in one voice, in the columns of a group."""
    keep = _kept(sentence.mask, voice)
    if not (sentence.tokens if keep is None else any(keep)):
        return np.zeros(len(GROUPS[group].columns))
    return np.array(GROUPS[group].tally(sentence, keep))


def _kept(mask: tuple[bool, ...], voice: str) -> tuple[bool, ...] | None:
    """Return which words belong to the voice, None for all of them."""
    if voice == "all":
        return None
    keep = mask if voice == "quoted" else tuple(not quoted for quoted in mask)
    return None if all(keep) else keep


def _count_shape(sentence: Sentence, keep: Sequence[bool] | None) -> tuple[float, ...]:
    """Return the counts in the order of `SENTENCE_COLUMNS`.

    Characters between two words belong to the word before; a chunk is a word after white space, as in textstat's
    own count.
    """
    tokens, gaps = sentence.tokens, sentence.gaps
    n_quoted = sum(sentence.mask) if keep is None else sum(compress(sentence.mask, keep))
    if keep is None:
        joined = "".join(gaps[1:-1])
        n_chunks = 1 + sum(any(map(str.isspace, gap)) for gap in gaps[1:-1])
        n_chars = sum(map(len, tokens)) + len("".join((gaps[0], joined, gaps[-1])).replace(" ", ""))
        return 1.0, n_chunks, n_chars, n_quoted
    n_chunks = n_chars = 0
    for i, (token, kept) in enumerate(zip(tokens, keep, strict=True)):
        if kept:
            before = gaps[0] if i == 0 else ""
            n_chunks += i == 0 or any(map(str.isspace, gaps[i]))
            n_chars += len(token) + len("".join((before + gaps[i + 1]).split()))
    return sum(keep) / len(keep), n_chunks, n_chars, n_quoted
