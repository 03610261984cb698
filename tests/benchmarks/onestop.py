"""Readability: one article at three levels, its first 100 words each, must come out in order."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mediakit.measures.textstat_offline import textstat_scores
from tests.benchmarks.clear import N_WORDS, reading_ease
from tests.benchmarks.figure import Figure, read_rows
from tests.benchmarks.folds import is_learned_from

LEVELS = ("adv", "int", "ele")


def figures(folder: Path) -> Iterator[Figure]:
    """Measure the shipped `reading_ease_news`; learned anew, it is measured with CLEAR."""
    texts = [[" ".join(row[level].split()[:N_WORDS]) for level in LEVELS] for row in read_rows(folder, "onestop")]
    ours = in_order(np.array([[reading_ease(text) for text in article] for article in texts]))
    scores = [[textstat_scores(text) for text in article] for article in texts]
    shares = {}
    for name in scores[0][0]:
        values = np.array([[score[name] for score in article] for article in scores])
        shares[name] = max(in_order(values), in_order(-values))
    best = max(shares, key=lambda name: shares[name])
    note = "in sample" if is_learned_from(folder, "onestop") else "unseen articles"
    label = f"all three levels in order, first {N_WORDS} words"
    yield Figure("onestop", label, ours, f"textstat {best}", shares[best], len(texts), f"shipped, {note}")


def in_order(values: np.ndarray) -> float:
    """Return the share of articles whose levels rise, hard to easy."""
    return float(np.mean((np.diff(values, axis=1) > 0).all(axis=1)))
