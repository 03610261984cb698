"""Count what adds up: one row of plain numbers per sentence.

Readability is counted here, from the facts of words; all else by the modules of evidence, each of which names its
columns.
"""

from collections.abc import Iterable, Sequence
from itertools import compress
from types import ModuleType

import numpy as np
import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.evidence import claims, loaded, sentiment
from mediakit.text.document import Document, Sentence
from mediakit.text.words import facts, mark_names

VOICES = ("all", "narrator", "quoted")

CONTRIBUTORS: tuple[ModuleType, ...] = (sentiment, loaded, claims)
"""The modules of evidence that are counted; each has `COLUMNS` and `tally(sentence, keep)`."""

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
_RARITY, _RARE, _EASE, _RATED = (WORD_COLUMNS.index(c) for c in ("rarity_sum", "rare_sum", "ease_sum", "n_rated"))
_PLAIN = frozenset(("n_plain", "n_hard", "n_rated", "rare_sum", "ease_sum"))

RARE = 4.5
"""From this rarity on a word counts as rare, by how far it lies beyond."""

COLUMNS: tuple[str, ...] = (
    *SENTENCE_COLUMNS,
    *WORD_COLUMNS,
    *(column for module in CONTRIBUTORS for column in module.COLUMNS),
)
_FIELD = 4  # bytes that each sum of a sentence takes in a packed number

_ZERO = 100  # added to the ease of a word, in tenths, so that packed numbers are never negative


class _Packed(dict[str, int]):
    """Words and some of their counts, packed into one number so that a sentence is one sum; emptied past `LIMIT`."""

    LIMIT = 200_000

    def __init__(self, columns: frozenset[str]) -> None:
        self.columns = columns

    def __missing__(self, word: str) -> int:
        if len(self) >= self.LIMIT:
            self.clear()
        number = 0
        for column, value in zip(reversed(WORD_COLUMNS), reversed(_count_word(word)), strict=True):
            number = number << 8 * _FIELD | (value if column in self.columns else 0)
        self[word] = number
        return number


_PACKED = _Packed(frozenset(WORD_COLUMNS))
_PACKED_PLAIN = _Packed(_PLAIN)


def _count_word(word: str) -> tuple[int, ...]:
    """Return the counts of one word in the order of `WORD_COLUMNS`, sums in tenths, as if it were no name."""
    known = facts(word)
    n = known.syllables
    rated = known.ease is not None and not known.number
    return (
        1,
        known.letters,
        n,
        n >= 1,
        n >= 3,
        not known.easy,
        known.difficult,
        not known.easy and n >= 3,
        known.long,
        known.short,
        known.number,
        not known.number,
        known.hard,
        rated,
        round(10 * known.rarity),
        0 if known.number else max(0, round(10 * (known.rarity - RARE))),
        round(10 * (known.ease or 0.0)) + _ZERO if rated else 0,
    )


def _sum_words(tokens: Iterable[str], names: Iterable[str]) -> np.ndarray:
    """Return the summed counts of words, in the order of `WORD_COLUMNS`; `names` are those of them that are names."""
    packed = sum(map(_PACKED.__getitem__, tokens)) - sum(map(_PACKED_PLAIN.__getitem__, names))
    sums = np.frombuffer(packed.to_bytes(_FIELD * len(WORD_COLUMNS), "little"), "<u4").astype(float)
    sums[_EASE] -= _ZERO * sums[_RATED]
    sums[[_RARITY, _RARE, _EASE]] /= 10
    return sums


class _Rows(dict[tuple[str, tuple[bool, ...], str], np.ndarray]):
    """Rows of sentences counted before; emptied past `LIMIT`, so that memory stays bounded."""

    LIMIT = 100_000


_ROWS = _Rows()


def count_rows(document: Document, voice: str = "all") -> tuple[list[str], np.ndarray]:
    """Return the parts ("title", "body") and one row of counts per sentence, shape (sentences, `COLUMNS`), title
    first.

    `voice` is "all", "narrator" (outside quotation marks) or "quoted". A sentence counts for a voice by the share
    of its words in that voice, so the two voices sum to all. Raises `ChoiceError` for another voice.
    """
    if voice not in VOICES:
        raise unknown_choice("voice", voice, VOICES)
    parts = document.parts
    rows = np.empty((len(parts), len(COLUMNS)))
    for i, (_, sentence) in enumerate(parts):
        key = (sentence.clean, sentence.mask, voice)
        row = _ROWS.get(key)
        if row is None:
            if len(_ROWS) >= _Rows.LIMIT:
                _ROWS.clear()
            _ROWS[key] = row = _count_sentence(sentence, voice)
        rows[i] = row
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


def count_words(sentence: Sentence) -> np.ndarray:
    """Return what each word of a sentence counts on its own, shape (words, `COLUMNS`).

    Counts of words sum to those of the sentence. A score of the whole sentence has no such parts: its column holds the
    share of the word, scored alone.
    """
    rows = np.zeros((len(sentence.tokens), len(COLUMNS)))
    names = mark_names(sentence.tokens)
    keep = [False] * len(sentence.tokens)
    for i, token in enumerate(sentence.tokens):
        keep[i] = True
        evidence = [value for module in CONTRIBUTORS for value in module.tally(sentence, keep)]
        words = _sum_words([token], [token] if names[i] else [])
        rows[i] = (*_count_shape(sentence, keep), *words, *evidence)
        keep[i] = False
    return rows


def _count_sentence(sentence: Sentence, voice: str) -> np.ndarray:
    """Return the counts of one sentence in one voice."""
    keep = _kept(sentence.mask, voice)
    tokens, names = sentence.tokens, mark_names(sentence.tokens)
    if keep is not None:
        tokens, names = tuple(compress(tokens, keep)), list(compress(names, keep))
    if not tokens:
        return np.zeros(len(COLUMNS))
    words = _sum_words(tokens, compress(tokens, names))
    evidence = [value for module in CONTRIBUTORS for value in module.tally(sentence, keep)]
    return np.concatenate([_count_shape(sentence, keep), words, evidence])


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
