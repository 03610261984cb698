"""Readability: ease as teachers judge it (CLEAR), and articles rewritten at three levels (OneStopEnglish)."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mediakit.measures.counts import COLUMNS, count_rows
from mediakit.measures.metrics import METRICS
from mediakit.measures.textstat_offline import textstat_scores
from mediakit.text.parsing import parse
from tests.benchmarks.figure import Figure, read_rows
from tests.benchmarks.folds import fold, is_learned_from

N_WORDS = 100
NEAR = 5  # texts whose ids lie no further apart come from one source, as far as the ids tell


def figures(folder: Path) -> Iterator[Figure]:
    """Measure `reading_ease_news` against textstat's best formula, which is chosen in the same run."""
    rows = read_rows(folder, "clear")
    ease = np.array([row["ease"] for row in rows])
    peer, theirs = best_formula([row["text"] for row in rows], lambda values: abs(rank_correlation(values, ease)))
    shipped = np.array([reading_ease(row["text"]) for row in rows])
    note = "in sample" if is_learned_from(folder, "clear") else "unseen texts"
    label = "|Spearman|, reading_ease_news"
    yield Figure("clear", label, rank_correlation(shipped, ease), peer, theirs, len(rows), f"shipped, {note}")
    if (folder / "onestop.jsonl").is_file():
        ours, orders = cross_validate(folder)
        spread = f"five folds by source, {min(ours[1]):.3f} to {max(ours[1]):.3f}"
        yield Figure("clear", f"{label}, learned anew", ours[0], peer, theirs, len(rows), spread)
        yield Figure("onestop", "all three levels in order, learned anew", *orders)


def reading_ease(text: str, metric: str = "reading_ease_news") -> float:
    """Return the reading ease of a text, all of it counted."""
    totals = count_rows(parse(text, keep_boilerplate=True))[1].sum(axis=0)
    return float(METRICS[metric].formula(dict(zip(COLUMNS, totals.tolist(), strict=True))))


def best_formula(texts: Sequence[str], judge: Callable[[np.ndarray], float]) -> tuple[str, float]:
    """Return the name and figure of the formula of textstat that does best."""
    scores = [textstat_scores(text) for text in texts]
    found = {name: judge(np.array([score[name] for score in scores])) for name in scores[0]}
    name = max(found, key=lambda key: found[key])
    return f"textstat {name}", found[name]


def cross_validate(folder: Path) -> tuple[tuple[float, list[float]], tuple[Any, ...]]:
    """Learn five times without one fifth of the sources and articles; return the figures on what was left out."""
    from tests.training.meanings import read_meanings
    from tests.training.readability import learn, predict, read_sets

    texts, ease, levels = read_sets(folder)
    known = read_meanings()
    predicted, orders, folds = np.zeros(len(texts)), np.zeros(len(levels)), []
    sources = find_sources([int(row["id"]) for row in read_rows(folder, "clear")])
    for (train, test), (some, others) in zip(fold(sources), fold(range(len(levels))), strict=True):
        model = learn([texts[i] for i in train], ease[train], [levels[i] for i in some], known)
        predicted[test] = predict(model, [texts[i] for i in test])
        folds.append(rank_correlation(predicted[test], ease[test]))
        for i in others:
            hard, middle, easy = predict(model, levels[i])
            orders[i] = hard < middle < easy
    return (rank_correlation(predicted, ease), folds), (
        orders.mean(),
        "",
        float("nan"),
        len(levels),
        "five folds by article",
    )


def find_sources(ids: Sequence[int]) -> np.ndarray:
    """Return a number for each text: neighbours in the order of ids, up to `NEAR` apart, share it."""
    order = np.argsort(ids)
    starts = np.diff(np.asarray(ids)[order], prepend=ids[order[0]]) > NEAR
    sources = np.zeros(len(ids), int)
    sources[order] = np.cumsum(starts)
    return sources


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Return Spearman's rank correlation."""
    from scipy.stats import spearmanr

    return float(spearmanr(a, b).statistic)
