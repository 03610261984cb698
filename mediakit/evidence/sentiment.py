"""Score the sentiment of a sentence: VADER as published, and a score made fit for news.

The news score is a sum over words, on the scale of its readers (-4 very negative, 4 very positive): the tone of a word
(`mediakit.evidence.tones`) times the weight of its source, plus a learned correction for the word, times what the words
before it do to it, over the root of the sentence's length. Weights and corrections are learned by ridge regression
from sentences of editorials that 20 readers scored (Hutto and Gilbert 2014), see tests/training/sentiment.py.

What each step brings: Pearson's r with those readers, by sentence and by article, and Spearman's with the readers of
NewsMTSC (Hamborg and Donnay 2021), of which nothing was learned. The last two by five folds of articles.

    vaderSentiment                                                              .497  .625  .370
    curly apostrophes and marks made straight                                   .497  .625  .379
    own rules: root of the length, "but" by place, "No," ends at its comma      .517  .662  .410
    proper names have no tone                                                   .516  .660  .419
    fixed phrases and words without a tone in news have none                    .526  .680  .419
    news terms that VADER lacks                                                 .549  .701  .439
    words of like meaning share in the lexicon's tone                           .583  .735  .467
    the weight of each source is learned                                        .589  .743  .470
    a correction for words met in three articles or more is learned             .615  .766  .491
"""

import csv
import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from mediakit.evidence import vader
from mediakit.evidence.memory import remembered_whole
from mediakit.evidence.tones import KINDS, find_tones
from mediakit.text.parts import Sentence

COLUMNS = ("vader_sum", "n_positive", "n_negative", "sentiment_sum")

THRESHOLD = 0.05
"""VADER's published limit: a compound of at least 0.05 is positive, of at most -0.05 negative."""


class Weights(NamedTuple):
    """What the news score learned: a weight for each source of tones, and a correction for each of some words."""

    kinds: Mapping[str, float]
    words: Mapping[str, float]


@remembered_whole
def tally(sentence: Sentence, keep: Sequence[bool] | None = None) -> tuple[float, ...]:
    """Return the sentiment counts of a sentence, in the order of `COLUMNS`.

    With `keep` (one bool a word), VADER scores the kept words as a text of their own, and its score counts by their
    share of the sentence's words, as the sentence itself does; of the news score the kept words' parts are summed.
    """
    share = 1.0 if keep is None else sum(keep) / len(keep) if keep else 0.0
    if not share:
        return 0.0, 0.0, 0.0, 0.0
    compound = vader.compound(kept_text(sentence, keep))
    parts = score_words(sentence)
    news = sum(parts) if keep is None else sum(part for part, kept in zip(parts, keep, strict=True) if kept)
    return compound * share, share * (compound >= THRESHOLD), share * (compound <= -THRESHOLD), news


def kept_text(sentence: Sentence, keep: Sequence[bool] | None = None) -> str:
    """Return the normalised text of the kept words; a gap belongs to the word before it, the first to the first
    word.
    """
    if keep is None or all(keep):
        return sentence.clean
    pieces = [sentence.gaps[0]] if keep[0] else []
    for token, gap, kept in zip(sentence.tokens, sentence.gaps[1:], keep, strict=True):
        if kept:
            pieces += (token, gap)
        elif pieces and not pieces[-1].endswith(" "):
            pieces.append(" ")
    return "".join(pieces).strip()


def score_words(sentence: Sentence, weights: Weights | None = None) -> tuple[float, ...]:
    """Return what each word of a sentence adds to its news score, in readers' points (-4 to 4); they sum to the
    score.
    """
    if weights is None:
        return _score_words(sentence.tokens, sentence.gaps)
    root = math.sqrt(len(sentence.tokens) or 1)
    return tuple(
        tone.factor * (weights.kinds[tone.kind] * tone.value + weights.words.get(tone.word, 0.0)) / root
        for tone in find_tones(sentence)
    )


@lru_cache(maxsize=4096)
def _score_words(tokens: tuple[str, ...], gaps: tuple[str, ...]) -> tuple[float, ...]:
    """Score by the shipped weights; kept, because each word of a changed sentence is asked for in turn."""
    return score_words(Sentence("", 0, 0, tokens=tokens, gaps=gaps), _shipped())


@cache
def _shipped() -> Weights:
    """Read the learned weights: rows of name and weight, a source of tones in angle brackets."""
    lines = files("mediakit.evidence").joinpath("lexicons", "sentiment_weights.csv").read_text(encoding="utf-8")
    rows = {row["term"]: float(row["weight"]) for row in csv.DictReader(lines.splitlines())}
    kinds = {kind: rows.pop(f"<{kind}>", 0.0) for kind in KINDS}
    return Weights(kinds, rows)
