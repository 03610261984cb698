"""BASIL: words that annotators marked in news of three outlets, by weights that were learned without BASIL."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from mediakit.evidence.lexicons import find_entries
from mediakit.evidence.loaded import score_sentence
from tests.benchmarks import scoring
from tests.benchmarks.figure import Figure, read_rows
from tests.training.labelled import cut_whole


def figures(folder: Path) -> Iterator[Figure]:
    """Yield average precision of the narrator's marked words, for all outlets and each."""
    lexicon = SentimentIntensityAnalyzer().lexicon
    rows = []
    for article in read_rows(folder, "basil"):
        for row in article["sentences"]:
            sentence = cut_whole(row["text"])
            own = [(item["start"], item["end"]) for item in row["lexical"] if not item["in_quote"]]
            p_loaded = score_sentence(sentence).p_loaded
            listed = {i for hit in find_entries(sentence) for i in range(hit.first, hit.last)}
            for i, ((a, b), quoted) in enumerate(zip(sentence.spans, sentence.mask, strict=True)):
                if not quoted:
                    marked = any(a < end and start < b for start, end in own)
                    valence = abs(lexicon.get(sentence.tokens[i].lower(), 0.0))
                    rows.append((marked, p_loaded[i], i in listed, valence, article["outlet"]))
    label, p, listed_words, valence = (np.array([row[k] for row in rows], dtype=float) for k in range(4))
    outlet = np.array([row[4] for row in rows])
    parts = [scoring.average_precision(label[outlet == name], p[outlet == name]) for name in np.unique(outlet)]
    ours, spread = scoring.average_precision(label, p), f"outlets {min(parts):.3f}–{max(parts):.3f}"
    for name, peer in (("own word lists", listed_words), ("VADER", valence)):
        value = scoring.average_precision(label, peer)
        yield Figure("basil", "narrator words AP", ours, name, value, len(rows), spread)
