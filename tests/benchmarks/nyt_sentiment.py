"""Sentiment: sentences of editorials and whole editorials, as 20 readers each scored them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from mediakit.evidence.sentiment import Weights, score_words
from mediakit.text.parsing import parse
from tests.benchmarks.figure import Figure, read_rows
from tests.benchmarks.folds import fold, is_learned_from


def figures(folder: Path) -> Iterator[Figure]:
    """Measure `sentiment_news` against vaderSentiment on each sentence; both are averaged for an article."""
    rows = read_rows(folder, "nyt_sentiment")
    texts, articles = [row["text"] for row in rows], [row["article"] for row in rows]
    scores = np.array([row["score"] for row in rows])
    shipped, peer = [score_text(text) for text in texts], vader_scores(texts)
    learned, folds = learn_anew(rows)
    note = "in sample" if is_learned_from(folder, "nyt_sentiment") else "unseen articles"
    for unit, groups in (("sentences", list(range(len(rows)))), ("articles", articles)):
        truth, theirs = averages(scores, groups), correlation(averages(peer, groups), averages(scores, groups))
        for ours, how in ((shipped, f"shipped, {note}"), (learned, "five folds by article")):
            label = f"Pearson, {unit}, sentiment_news" + (", learned anew" if ours is learned else "")
            figure = correlation(averages(ours, groups), truth)
            if ours is learned and unit == "sentences":
                how += f", {min(folds):.3f} to {max(folds):.3f}"
            yield Figure("nyt_sentiment", label, figure, "vaderSentiment", theirs, len(truth), how)


def learn_anew(rows: Sequence[dict]) -> tuple[np.ndarray, list[float]]:
    """Return the score of each row by weights learned from the other articles' folds, and the figure of each fold."""
    from tests.training.sentiment import learn_from

    scores, truth, folds = np.zeros(len(rows)), np.array([row["score"] for row in rows]), []
    for train, test in fold([row["article"] for row in rows]):
        weights = learn_from([rows[i] for i in train])
        scores[test] = [score_text(rows[i]["text"], weights) for i in test]
        folds.append(correlation(scores[test], truth[test]))
    return scores, folds


def score_text(text: str, weights: Weights | None = None) -> float:
    """Return the news score of a text: the mean over its sentences."""
    sentences = parse(text, keep_boilerplate=True).sentences
    return float(np.mean([sum(score_words(sentence, weights)) for sentence in sentences])) if sentences else 0.0


def vader_scores(texts: Sequence[str]) -> np.ndarray:
    """Return vaderSentiment's own compound of each text as given."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return np.array([analyzer.polarity_scores(text)["compound"] for text in texts])


def averages(values: Sequence[float], groups: Sequence[object]) -> np.ndarray:
    """Return the mean of each group, in order of appearance."""
    collected: dict[object, list[float]] = defaultdict(list)
    for value, group in zip(values, groups, strict=True):
        collected[group].append(value)
    return np.array([np.mean(some) for some in collected.values()])


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Return Pearson's correlation."""
    return float(np.corrcoef(a, b)[0, 1])
