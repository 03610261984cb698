"""BABE: do loaded words and biased sentences agree with experts? Learned anew for every fold and outlet left out."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from mediakit.evidence.lexicons import find_entries
from mediakit.evidence.loaded import score_sentence
from mediakit.evidence.word_features import mask_names, rate
from tests.benchmarks import scoring
from tests.benchmarks.figure import Figure
from tests.training.labelled import Marked, read_babe, read_pairs
from tests.training.loaded import Trainer, deal
from tests.training.vectors import read_vectors

N_FOLDS = 5
LEAST = 25
"""Outlets with fewer sentences are left out of the figures on unseen outlets."""


class Scored(NamedTuple):
    """Scores of sentences that the weights had not seen: of each word and of each sentence; `fold` of the latter."""

    p_loaded: list[np.ndarray]
    chosen: list[np.ndarray]
    p_biased: np.ndarray
    fold: np.ndarray


@lru_cache(maxsize=1)
def prepare(folder: Path) -> Trainer:
    """Encode the training sentences once for all benchmarks that learn from them."""
    return Trainer.prepare(read_babe(folder), read_pairs(folder), read_vectors())


def cross_score(folder: Path, babe: list[Marked], fold: np.ndarray) -> Scored:
    """Score each sentence with weights learned from the other folds and from all pairs."""
    trainer = prepare(folder)
    pairs = np.arange(len(trainer.n_edited))
    p_loaded = [np.zeros(0)] * len(babe)
    chosen = [np.zeros(0)] * len(babe)
    p_biased = np.full(len(babe), np.nan)
    for part in np.unique(fold[fold >= 0]):
        weights = trainer.train(np.flatnonzero(fold != part), pairs)
        for i in np.flatnonzero(fold == part):
            score = score_sentence(babe[i].sentence, weights)
            p_loaded[i], p_biased[i] = np.array(score.p_loaded), score.p_biased
            chosen[i] = np.array(score.loaded, dtype=float)
    return Scored(p_loaded, chosen, p_biased, fold)


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the figures for words and sentences, by article and on unseen outlets."""
    babe = read_babe(folder)
    yield from reader_figures(babe)
    by_article = cross_score(folder, babe, deal(np.array([item.group for item in babe]), N_FOLDS))
    yield from _word_figures(babe, by_article, "")
    yield from _sentence_figures(babe, by_article, "")
    yield _within_outlets(babe, by_article)
    names, number, n = np.unique([item.outlet for item in babe], return_inverse=True, return_counts=True)
    by_outlet = cross_score(folder, babe, np.where(n[number] >= LEAST, number, -1))
    yield from _word_figures(babe, by_outlet, ", unseen outlets")
    yield from _sentence_figures(babe, by_outlet, ", unseen outlets")
    for place, name in enumerate(names):
        if n[place] >= 100:
            label, p = _sentences(babe, by_outlet, by_outlet.fold == place)
            yield Figure("babe", f"biased sentences AUC, unseen {name}", scoring.roc_auc(label, p), n=len(p))


def reader_figures(babe: list[Marked]) -> Iterator[Figure]:
    """Yield what the ratings of words alone reach, and the second readings that are learned from beside the experts."""
    label = np.concatenate([np.array(item.labels, dtype=float) for item in babe])
    rated = np.concatenate([[rate(key).loaded for key in mask_names(item.sentence)] for item in babe])
    read = np.concatenate([np.array(item.read_labels) for item in babe])
    biased, read_biased = (np.array([float(value) for value in column]) for column in zip(
        *((item.biased, item.read_biased) for item in babe), strict=True
    ))  # fmt: skip
    ap = scoring.average_precision
    yield Figure("babe", "loaded words AP, ratings of words alone", ap(label, rated), n=len(label))
    yield Figure("babe", "loaded words AP, second reading", ap(label, read), n=len(label))
    yield Figure("babe", "biased sentences AUC, second reading", scoring.roc_auc(biased, read_biased), n=len(biased))


def _word_figures(babe: list[Marked], scored: Scored, where: str) -> Iterator[Figure]:
    """Yield average precision and F1 of words; the peers are VADER's valence and the word lists alone."""
    used = np.flatnonzero(~np.isnan(scored.p_biased))
    label = np.concatenate([np.array(babe[i].labels, dtype=float) for i in used])
    p, chosen = (np.concatenate([part[i] for i in used]) for part in (scored.p_loaded, scored.chosen))
    of = np.repeat(scored.fold[used], [len(babe[i].labels) for i in used])
    peer = np.concatenate([_vader_words(babe[i]) for i in used])
    listed = np.concatenate([_listed_words(babe[i]) for i in used])
    parts = [of == part for part in np.unique(of)]
    spread = scoring.show_spread(
        [scoring.average_precision(label[part], p[part]) for part in parts if label[part].any()]
    )
    ap = scoring.average_precision
    yield Figure("babe", "loaded words AP" + where, ap(label, p), "VADER", ap(label, peer), len(p), spread)
    spread = scoring.show_spread([scoring.binary_f1(label[part], chosen[part]) for part in parts])
    f1, peer_f1 = scoring.binary_f1(label, chosen), scoring.binary_f1(label, listed)
    yield Figure("babe", "loaded words F1" + where, f1, "own word lists", peer_f1, len(p), spread)
    right, right_peer = (float(np.sum(label * found) / np.sum(found)) for found in (chosen, listed))
    n_marks = int(chosen.sum())
    yield Figure("babe", "marks that experts marked too" + where, right, "own word lists", right_peer, n_marks)
    found, found_peer = (float(np.sum(label * found) / np.sum(label)) for found in (chosen, listed))
    yield Figure("babe", "words of experts that are marked" + where, found, "own word lists", found_peer, len(p))
    plain = [i for i in used if not babe[i].biased]
    clean = float(np.mean([not scored.chosen[i].any() for i in plain]))
    clean_peer = float(np.mean([not _listed_words(babe[i]).any() for i in plain]))
    title = "plain sentences without a mark" + where
    yield Figure("babe", title, clean, "own word lists", clean_peer, len(plain))


def _sentence_figures(babe: list[Marked], scored: Scored, where: str) -> Iterator[Figure]:
    """Yield macro F1, AUC and calibration of sentences; the peer is VADER's strength."""
    used = ~np.isnan(scored.p_biased)
    label, p = _sentences(babe, scored, used)
    vader = SentimentIntensityAnalyzer()
    peer = np.array([abs(vader.polarity_scores(babe[i].sentence.clean)["compound"]) for i in np.flatnonzero(used)])
    fold = scored.fold[used]
    parts = [part for part in (fold == k for k in np.unique(fold)) if 0 < label[part].mean() < 1]
    for name, ours, theirs, measure in (
        ("macro F1", (p >= 0.5) * 1.0, (peer >= 0.5) * 1.0, scoring.macro_f1),
        ("AUC", p, peer, scoring.roc_auc),
    ):
        spread = scoring.show_spread([measure(label[part], ours[part]) for part in parts])
        title = f"biased sentences {name}{where}"
        yield Figure("babe", title, measure(label, ours), "VADER", measure(label, theirs), len(p), spread)
    yield Figure("babe", "p_biased calibration error" + where, scoring.calibration_error(label, p), n=len(p), goal=0.0)


def _within_outlets(babe: list[Marked], scored: Scored) -> Figure:
    """Return the mean AUC among the sentences of one outlet, weighted by their number."""
    outlet = np.array([item.outlet for item in babe])
    sizes, aucs = [], []
    for name in np.unique(outlet):
        label, p = _sentences(babe, scored, outlet == name)
        if len(p) >= LEAST and 0 < label.mean() < 1:
            sizes.append(len(p))
            aucs.append(scoring.roc_auc(label, p))
    mean = float(np.average(aucs, weights=sizes))
    return Figure("babe", "biased sentences AUC within outlets", mean, n=sum(sizes), spread=scoring.show_spread(aucs))


def _sentences(babe: list[Marked], scored: Scored, used: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and probabilities of the used sentences."""
    used = used & ~np.isnan(scored.p_biased)
    return np.array([float(babe[i].biased) for i in np.flatnonzero(used)]), scored.p_biased[used]


def _vader_words(item: Marked) -> np.ndarray:
    """Return the strength of each word's valence in VADER."""
    lexicon = _vader_lexicon()
    return np.array([abs(lexicon.get(token.lower(), 0.0)) for token in item.sentence.tokens])


@lru_cache(maxsize=1)
def _vader_lexicon() -> dict[str, float]:
    """Return VADER's lexicon."""
    lexicon: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    return lexicon


def _listed_words(item: Marked) -> np.ndarray:
    """Return 1 for the words that mediakit's own lists have."""
    found = np.zeros(len(item.labels))
    for hit in find_entries(item.sentence):
        found[hit.first : hit.last] = 1.0
    return found
