"""Learn the weights of sentence links from human links: python -m tests.training.alignment --data DIR."""

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from mediakit.comparison import sentence_links as links
from mediakit.comparison.alignment import _sentence
from mediakit.comparison.sentence_links import best_groups
from tests.benchmarks.alignment_onestop import read_marks
from tests.benchmarks.figure import read_rows

Matrix = np.ndarray
Links = set[tuple[int, int]]
BIASES = np.arange(0.0, 2.1, 0.3)
EXTENSIONS = np.arange(-1.2, 0.4, 0.3)


@dataclass
class Case:
    """Two versions, the human links between their sentences, and the features of every pair."""

    group: str
    old: list[tuple[str, ...]]
    new: list[tuple[str, ...]]
    gold: Links
    weight: float = 1.0

    def __post_init__(self) -> None:
        cosine, size_old, size_new = links.cosines(self.old, self.new)
        self.cosine = cosine
        self.plain = {name: f * np.ones_like(cosine) for name, f in links.features(cosine, size_old, size_new)}
        self.same = [], []
        self.target = np.zeros_like(cosine)
        for i, j in self.gold:
            if i < len(self.old) and j < len(self.new):
                self.target[i, j] = 1


def fables(folder: Path) -> Iterator[Case]:
    """Yield the retold fables, grouped by fable."""
    for row in read_rows(folder, "aesop_alignment"):
        name = re.split(r"[_\d]", row["story"])[0]
        a, b = ([_sentence(s).tokens for s in row[side]] for side in "ab")
        yield Case(row["story"] if name == "Sheet" else name, a, b, {(i, j) for i, j in row["links"]})


def lessons(folder: Path) -> Iterator[Case]:
    """Yield the levels of news lessons, grouped by article; they are long and easy, so each counts a tenth."""
    for mark in read_marks(folder):
        old, new = ([_sentence(s).tokens for s in side] for side in (mark.old, mark.new))
        yield Case(mark.article, old, new, mark.links, 0.1)


def strangers(cases: Sequence[Case], weight: float) -> Iterator[Case]:
    """Yield each older version beside the newer version of another story: nothing there is to be linked."""
    for number, case in enumerate(cases):
        other = cases[(number + 7) % len(cases)]
        if other.group != case.group:
            yield Case(case.group, case.old, other.new, set(), weight)


def lesson_plan(folder: Path) -> tuple[list[Case], list[Case], list[Case]]:
    """Return all cases to learn from: fables, news lessons, and pairs that have nothing to do with each other."""
    told, lesson = list(fables(folder)), list(lessons(folder))
    return told, lesson, [*strangers(told, 0.5), *strangers(lesson, 0.1)]


def weigh(cases: Sequence[Case], place: Sequence[Matrix], place_name: str) -> dict[str, float]:
    """Return the weights of a logistic regression over all sentence pairs of the cases."""
    names = [name for name in cases[0].plain if name != "one"]
    columns = [np.concatenate([case.plain[name].ravel() for case in cases]) for name in names]
    x = np.stack([*columns, np.concatenate([p.ravel() for p in place])], axis=1)
    y = np.concatenate([case.target.ravel() for case in cases])
    weight = np.concatenate([np.full(case.target.size, case.weight) for case in cases])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=5000).fit((x - mean) / spread, y, sample_weight=weight)
    slope = model.coef_[0] / spread
    return {
        "one": float(model.intercept_[0] - mean @ slope),
        **dict(zip([*names, place_name], map(float, slope), strict=True)),
    }


def scored(case: Case, weights: dict[str, float], place: Matrix, place_name: str) -> Matrix:
    """Return the link scores of a case."""
    return sum(weights[name] * feature for name, feature in case.plain.items()) + weights[place_name] * place


def found(link: Matrix, case: Case, bias: float, extend: float) -> list[links.Group]:
    """Return the groups that the link scores make."""
    return best_groups(np.where(case.cosine < links.LEAST_COSINE, -links.SAME, link + bias), extend)


def link_f1(cases: Iterable[Case], groups: Iterable[list[links.Group]]) -> float:
    """Return the F1 of the links in all groups, every case counting by its weight."""
    right = wrong = 0.0
    for case, made in zip(cases, groups, strict=True):
        pairs = {(i, j) for old, new in made for i in old for j in new}
        right += case.weight * len(pairs & case.gold)
        wrong += case.weight * len(pairs ^ case.gold)
    return 2 * right / (2 * right + wrong)


def tune(cases: Sequence[Case], scores: Sequence[Matrix]) -> tuple[float, float]:
    """Return bias and extension with the highest F1, smoothed over their neighbours on the grid."""
    grid = np.array(
        [
            [link_f1(cases, [found(s, c, b, e) for s, c in zip(scores, cases, strict=True)]) for e in EXTENSIONS]
            for b in BIASES
        ]
    )
    padded = np.pad(grid, 1, mode="edge")
    n, m = grid.shape
    smooth = sum(padded[i : i + n, j : j + m] for i, j in product(range(3), range(3)))
    b, e = np.unravel_index(np.argmax(smooth), grid.shape)
    return float(BIASES[b]), float(EXTENSIONS[e])


@dataclass(frozen=True)
class Model:
    """Everything that is learned."""

    first: dict[str, float]
    second: dict[str, float]
    bias: float
    extend: float

    def groups(self, case: Case) -> list[links.Group]:
        """Return the groups of a case."""
        return links.settle_borders(self._found(case), case.cosine)

    def _found(self, case: Case) -> list[links.Group]:
        """Return the groups of a case as the best path has them."""
        first = scored(case, self.first, links.distances(case.cosine.shape), "distance")
        rough = found(first, case, self.bias, self.extend)
        detour = links.detours(case.cosine.shape, rough, first)
        return found(scored(case, self.second, detour, "detour"), case, self.bias, self.extend)


def train(cases: Sequence[Case]) -> Model:
    """Return the model learned from the cases."""
    place = [links.distances(case.cosine.shape) for case in cases]
    first = weigh(cases, place, "distance")
    scores = [scored(case, first, p, "distance") for case, p in zip(cases, place, strict=True)]
    bias, extend = tune(cases, scores)
    place = [
        links.detours(case.cosine.shape, found(s, case, bias, extend), s) for case, s in zip(cases, scores, strict=True)
    ]
    second = weigh(cases, place, "detour")
    scores = [scored(case, second, p, "detour") for case, p in zip(cases, place, strict=True)]
    return Model(first, second, *tune(cases, scores))


def cross_validated(cases: Sequence[Case], folds: int = 10, seed: int = 0) -> list[list[links.Group]]:
    """Return the groups of every case from a model that never saw its group."""
    names = sorted({case.group for case in cases})
    order = np.random.default_rng(seed).permutation(len(names))
    fold = {names[k]: i % folds for i, k in enumerate(order)}
    models = [train([c for c in cases if fold[c.group] != f]) for f in range(folds)]
    return [models[fold[case.group]].groups(case) for case in cases]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    model = train([case for cases in lesson_plan(folder) for case in cases])
    for name, weights in (("FIRST", model.first), ("SECOND", model.second)):
        print(f"{name} = {{")
        print(*(f'    "{feature}": {weight:.4f},' for feature, weight in weights.items()), "}", sep="\n")
    print(f"BIAS = {model.bias:.1f}\nEXTEND = {model.extend:.1f}")


if __name__ == "__main__":
    main()
