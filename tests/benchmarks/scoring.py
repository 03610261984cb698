"""Figures of agreement that several benchmarks share, in plain numpy."""

import numpy as np


def average_precision(label: np.ndarray, score: np.ndarray) -> float:
    """Return the mean precision over the ranks of the labelled rows; rows of equal score share a rank."""
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    hits = np.cumsum(label[order])[ends]
    return float(np.sum(np.diff(hits, prepend=0.0) * hits / (ends + 1)) / hits[-1])


def roc_auc(label: np.ndarray, score: np.ndarray) -> float:
    """Return the share of pairs of a labelled and an unlabelled row in the right order, ties half."""
    values, place = np.unique(score, return_inverse=True)
    n_low = np.bincount(place, 1 - label, len(values))
    below = np.cumsum(n_low) - n_low
    wins = np.sum(label * (below + 0.5 * n_low)[place])
    return float(wins / (label.sum() * (len(label) - label.sum())))


def binary_f1(label: np.ndarray, chosen: np.ndarray) -> float:
    """Return F1 of the chosen rows against the labelled ones."""
    total = chosen.sum() + label.sum()
    return float(2 * np.sum(chosen * label) / total) if total else float("nan")


def macro_f1(label: np.ndarray, chosen: np.ndarray) -> float:
    """Return the mean of F1 for both classes."""
    return (binary_f1(label, chosen) + binary_f1(1 - label, 1 - chosen)) / 2


def calibration_error(label: np.ndarray, p: np.ndarray, bins: int = 10) -> float:
    """Return the mean gap between probability and share in bins of equal width, weighted by their rows."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    gaps = np.bincount(place, label - p, bins)
    return float(np.abs(gaps).sum() / len(p))


def show_spread(values: list[float]) -> str:
    """Return the smallest and largest value over folds."""
    return f"folds {min(values):.3f}–{max(values):.3f}"
