"""Sentiment: sentences of political news, as readers judged them toward a person; nothing is learned from them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.benchmarks.clear import rank_correlation
from tests.benchmarks.figure import Figure, read_rows
from tests.benchmarks.nyt_sentiment import score_text, vader_scores


def figures(folder: Path) -> Iterator[Figure]:
    """Measure the shipped `sentiment_news` against vaderSentiment."""
    rows = read_rows(folder, "newsmtsc")
    truth = np.array([row["polarity"] for row in rows])
    texts = [row["text"] for row in rows]
    ours = rank_correlation(np.array([score_text(text) for text in texts]), truth)
    peer = rank_correlation(vader_scores(texts), truth)
    yield Figure("newsmtsc", "Spearman, sentiment_news", ours, "vaderSentiment", peer, len(rows), "never learned from")
