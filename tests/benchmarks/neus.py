"""NeuS: is an outlet's text on an event more loaded than the neutral roundup of the same event?"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from mediakit.evidence.loaded import COLUMNS, tally
from mediakit.text.batch import Batch, keep_voice
from mediakit.text.parsing import parse
from tests.benchmarks.figure import Figure, read_rows


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the share of outlets' texts above the neutral text, for each way to add up."""
    wins: dict[str, list[float]] = {}
    for row in read_rows(folder, "neus"):
        if not row["neutral_text"].strip():
            continue
        neutral = measure_text(row["neutral_text"])
        for text in filter(str.strip, row["texts"]):
            for name, value in measure_text(text).items():
                wins.setdefault(name, []).append(float(value > neutral[name]) + 0.5 * (value == neutral[name]))
    peer = float(np.mean(wins.pop("VADER")))
    for name, values in wins.items():
        yield Figure("neus", f"outlet above neutral, {name}", float(np.mean(values)), "VADER", peer, len(values))


def measure_text(text: str) -> dict[str, float]:
    """Return how loaded a text is by each measure."""
    sentences = parse(text, keep_boilerplate=True).sentences
    batch = Batch(sentences)
    n_words = max(sum(len(sentence.tokens) for sentence in sentences), 1)
    totals = dict(zip(COLUMNS, tally(batch, keep_voice(batch)).sum(axis=0), strict=True))
    return {
        "loaded rate": totals["n_loaded"] / n_words,
        "mean p_loaded": totals["p_loaded_sum"] / n_words,
        "mean p_biased": totals["p_biased_sum"] / len(sentences),
        "loaded strength": totals["strength_sum"] / n_words,
        "loaded strength per sentence": totals["strength_sum"] / len(sentences),
        "words per sentence": n_words / len(sentences),
        "loaded sum per sentence": totals["loaded_sum"] / len(sentences),
        "VADER": abs(SentimentIntensityAnalyzer().polarity_scores(text)["compound"]),
    }
