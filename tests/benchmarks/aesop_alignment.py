"""Sentence alignment of retold fables, against human links."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz.fuzz import token_set_ratio
from sklearn.feature_extraction.text import TfidfVectorizer

from mediakit.comparison.sentence_links import best_groups
from tests.benchmarks.figure import Figure, read_rows
from tests.training.alignment import Links, cross_validated, lesson_plan, link_f1


def plain_links(old: Sequence[str], new: Sequence[str], least: float = 0.1) -> Links:
    """Return the links of plain TF-IDF cosines and dynamic programming over their order."""
    table = TfidfVectorizer(stop_words="english").fit_transform([*old, *new]).toarray()
    cosine = table[: len(old)] @ table[len(old) :].T
    return {(i, j) for a, b in best_groups(cosine - least, 0.0) for i in a for j in b}


def fuzzy_links(old: Sequence[str], new: Sequence[str], least: float = 50.0) -> Links:
    """Return for every old sentence the new one of the highest token set ratio, if that is at least `least`."""
    table = np.array([[token_set_ratio(a, b) for b in new] for a in old])
    return {(i, int(row.argmax())) for i, row in enumerate(table) if row.max() >= least}


def f1(cases: Sequence[tuple[Links, Links]]) -> float:
    """Return the F1 of found and human links over all cases."""
    right = sum(len(found & human) for found, human in cases)
    return 2 * right / (2 * right + sum(len(found ^ human) for found, human in cases))


def figures(folder: Path) -> Iterator[Figure]:
    """Yield link F1, ours by cross-validation over fables."""
    rows = read_rows(folder, "aesop_alignment")
    told, lesson, strange = lesson_plan(folder)
    runs = [cross_validated([*told, *lesson, *strange], seed=seed) for seed in range(2)]
    scores = [link_f1(told, groups[: len(told)]) for groups in runs]
    human = [{(i, j) for i, j in row["links"]} for row in rows]
    for name, find in (("TF-IDF + dynamic programming", plain_links), ("token_set_ratio", fuzzy_links)):
        peer = f1([(find(row["a"], row["b"]), links) for row, links in zip(rows, human, strict=True)])
        spread = f"{min(scores):.3f} to {max(scores):.3f} over 2 splits"
        yield Figure("aesop_alignment", "link F1", float(np.mean(scores)), name, peer, len(rows), spread)
    linked = sum(len(old) * len(new) for groups in runs[0][len(told) + len(lesson) :] for old, new in groups)
    shortest = sum(min(len(case.old), len(case.new)) for case in strange)
    texts = [([" ".join(words) for words in case.old], [" ".join(words) for words in case.new]) for case in strange]
    peer = sum(len(plain_links(old, new)) for old, new in texts) / shortest
    title, peer_name = "sentences linked in two unrelated stories (less is better)", "TF-IDF + dynamic programming"
    yield Figure("aesop_alignment", title, linked / shortest, peer_name, peer, len(strange), goal=0.0)
