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
