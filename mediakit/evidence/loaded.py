"""Score how loaded each word is and how biased a sentence reads: sums of named contributions of words."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from mediakit.evidence.hits import Hit
from mediakit.evidence.lexicons import FAMILIES, find_entries
from mediakit.text.parts import Sentence

THRESHOLD = 0.25
"""From this probability on a word counts as loaded."""

COLUMNS = (
    "n_loaded",
    "loaded_sum",
    "p_loaded_sum",
    "n_biased_sentences",
    "p_biased_sum",
    *(f"n_{family}" for family in FAMILIES),
)

_WORD, _SENTENCE, _PER_HIT = -3.5, -1.5, 1.0
_FAMILY = dict(zip(FAMILIES, (3.0, 2.5, 2.5, 1.5, 1.5, 2.0, 0.5), strict=True))


class Score(NamedTuple):
    """The score of a sentence.

    `p_loaded` and `contributions` have one entry a word: its probability of being marked as loaded, and what it adds to
    the sentence's `logit`; `rest` is what does not come from single words. `p_biased` is the logistic of `logit`.
    """

    p_loaded: tuple[float, ...]
    contributions: tuple[float, ...]
    rest: float
    logit: float
    p_biased: float


def score_sentence(sentence: Sentence) -> Score:
    """Return how loaded the words and how biased the sentence reads; contributions and rest sum to the logit."""
    logits = [_WORD] * len(sentence.tokens)
    contributions = [0.0] * len(sentence.tokens)
    for hit in find_entries(sentence):
        weight = _FAMILY[hit.label]
        for i in range(hit.first, hit.last):
            logits[i] += weight
            contributions[i] += _PER_HIT * weight / (hit.last - hit.first)
    logit = _SENTENCE + sum(contributions)
    return Score(tuple(map(_logistic, logits)), tuple(contributions), _SENTENCE, logit, _logistic(logit))


def find_loaded(sentence: Sentence) -> list[Hit]:
    """Return the words that score at least `THRESHOLD`: the probability as weight, the family or "other" as label."""
    families = {i: hit.label for hit in find_entries(sentence) for i in range(hit.first, hit.last)}
    p_loaded = score_sentence(sentence).p_loaded
    return [Hit(i, i + 1, "loaded", families.get(i, "other"), p) for i, p in enumerate(p_loaded) if p >= THRESHOLD]


def tally(sentence: Sentence, keep: Sequence[bool] | None = None) -> list[float]:
    """Return the counts of a sentence in the order of `COLUMNS`; a sentence counts by the share of its words kept.

    `n_loaded` words score at least `THRESHOLD`; `loaded_sum` adds up what words contribute to the logit of being biased.
    """
    score = score_sentence(sentence)
    kept = [True] * len(sentence.tokens) if keep is None else list(keep)
    share = sum(kept) / len(kept) if kept else float(keep is None)
    p_loaded = [p for p, word in zip(score.p_loaded, kept, strict=True) if word]
    families = dict.fromkeys(FAMILIES, 0.0)
    for hit in find_entries(sentence):
        families[hit.label] += kept[hit.first]
    return [
        float(sum(p >= THRESHOLD for p in p_loaded)),
        sum(c for c, word in zip(score.contributions, kept, strict=True) if word),
        sum(p_loaded),
        share * (score.p_biased >= 0.5),
        share * score.p_biased,
        *families.values(),
    ]


def _logistic(logit: float) -> float:
    """Return the probability of a logit."""
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else 1 - 1 / (1 + math.exp(logit))
