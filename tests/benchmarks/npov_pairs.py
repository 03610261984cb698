"""Wikipedia edits for a neutral point of view: does the older side score higher, and which word was it?"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mediakit.evidence.lexicons import find_entries
from mediakit.evidence.loaded import Score, score_sentence
from tests.benchmarks import scoring
from tests.benchmarks.babe import N_FOLDS, prepare
from tests.benchmarks.figure import Figure
from tests.training.labelled import Marked, read_pairs
from tests.training.loaded import deal


def figures(folder: Path) -> Iterator[Figure]:
    """Yield direction on pairs of the same length and the rank of the edited word, learned from the other pairs."""
    trainer, pairs = prepare(folder), read_pairs(folder)
    fold = deal(np.arange(len(pairs)), N_FOLDS)
    scores: list[tuple[Score, Score]] = [None] * len(pairs)  # type: ignore[list-item]
    for part in range(N_FOLDS):
        weights = trainer.train(np.arange(len(trainer.biased)), np.flatnonzero(fold != part))
        for i in np.flatnonzero(fold == part):
            pair = pairs[i]
            scores[i] = score_sentence(pair.before.sentence, weights), score_sentence(pair.after.sentence, weights)
    same = [i for i, pair in enumerate(pairs) if pair.same_length]
    listed = np.array([_wins(_n_listed(pairs[i].before), _n_listed(pairs[i].after)) for i in same])
    for name, value in (("p_biased", lambda s: s.p_biased), ("sum of p_loaded", lambda s: sum(s.p_loaded))):
        wins = np.array([_wins(value(scores[i][0]), value(scores[i][1])) for i in same])
        spread = scoring.show_spread([wins[fold[same] == part].mean() for part in range(N_FOLDS)])
        title = f"direction, same length, {name}"
        yield Figure("npov_pairs", title, wins.mean(), "own word lists", listed.mean(), len(same), spread)
    one = [i for i, pair in enumerate(pairs) if sum(pair.before.labels) == 1]
    hits = np.array([pairs[i].before.labels[int(np.argmax(scores[i][0].p_loaded))] for i in one], dtype=float)
    peer = np.mean([1 / len(pairs[i].before.labels) for i in one])
    spread = scoring.show_spread([hits[fold[one] == part].mean() for part in range(N_FOLDS)])
    yield Figure("npov_pairs", "edited word top-1 (one word edited)", hits.mean(), "chance", peer, len(one), spread)


def _wins(before: float, after: float) -> float:
    """Return 1 if the older side scores higher, ½ for a tie."""
    return float(before > after) + 0.5 * (before == after)


def _n_listed(item: Marked) -> int:
    """Return how many entries of the own word lists stand in a sentence."""
    return len(find_entries(item.sentence))
