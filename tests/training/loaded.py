"""Learn the weights of the word model and write them.

python -m tests.training.loaded --data DIR [--out FILE]

DIR holds babe.jsonl (BABE, Spinde et al. 2021) and npov_pairs.jsonl (Wikipedia neutral-point-of-view edits). The
experts' marks are blended with a second reading of the same sentences (the shares are below); the stage of words and
its threshold go by the experts alone. The run is seeded and gives the same bytes each time. `train` is also what the
benchmarks call, to measure on sentences left out.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from mediakit.evidence.loaded import REACH, SHAPES, Triples, Weights, write_weights
from mediakit.evidence.word_features import (
    END,
    START,
    STRONG,
    TEXT_FEATURES,
    Described,
    describe_far_neighbour,
    describe_neighbour,
    describe_sentence,
    describe_word,
    name_family,
)
from tests.training.labelled import Marked, Pair, read_babe, read_pairs
from tests.training.logistic import Design, Log, Loss, Ranked, Summed, fit, starts_of
from tests.training.vectors import Vectors, read_vectors

OUT = Path(__file__).parents[2] / "mediakit" / "evidence" / "loaded_weights.txt.gz"
NEIGHBOUR = ("left ", "right ", "second left ", "second right ")
RATED = ("rated ", "left rated ", "right rated ")
SPELLED = ("word ", "stem ", "begins ", "ends ", "part ")
"""How features begin that name letters; the rest name a kind: family, place, rarity, valence."""
MOST_EDITED = 4
"""Pairs with more edited words than this tell too little about which word it was."""
N_INNER, STEPS = 3, 90
PAIR_WEIGHT, TELLING_PAIR_WEIGHT, STAGE_PAIR_WEIGHT, SENTENCE_WEIGHT = 0.3, 2.0, 0.8, 3.0
RIDGE_FEATURE, RIDGE_RATED, RIDGE_MEANING = 1.5, 0.1, 3.0
SHARE_MARKED, SHARE_TELLING, SHARE_BIASED, SHARE_STAGE = 0.3, 0.5, 0.5, 0.25
"""How much the second reading counts in each label, the experts counting for the rest."""
COMMON = 25
"""Words that stand at least so often in BABE and the pairs have a weight of their own in the sentence stage."""


@dataclass(frozen=True)
class Encoded:
    """Sentences as matrices: one row a weighed word.

    `of` is the sentence of each row, `clause` its clause, `strong` whether its family is one of `STRONG`, `label`
    whether it is marked.

    `read` is the label by the second reading.
    """

    design: Design
    of: np.ndarray
    clause: np.ndarray
    strong: np.ndarray
    label: np.ndarray
    read: np.ndarray
    text: np.ndarray

    def pick(self, chosen: np.ndarray) -> "Encoded":
        """Return the sentences with these numbers, numbered anew."""
        rows = np.flatnonzero(np.isin(self.of, chosen))
        of = np.searchsorted(chosen, self.of[rows])
        by_row = (column[rows] for column in (self.clause, self.strong, self.label, self.read))
        return Encoded(self.design[rows], of, *by_row, self.text[chosen])

    def blend(self, share: float) -> np.ndarray:
        """Return the labels, blended with a share of the second reading."""
        return (1 - share) * self.label + share * self.read


class Encoder:
    """Turns sentences into matrices; the features are those that two words of the first sentences share."""

    def __init__(self, described: Sequence[Described], vectors: Vectors) -> None:
        counted = Counter(name for item in described for row in _rows(item) for name, _ in row)
        self.names = [name for name, n in counted.items() if n > 1 or name.startswith(RATED)]
        self.number = {name: i for i, name in enumerate(self.names)}
        self.vectors = vectors
        self.is_neighbour = np.array([name.startswith(NEIGHBOUR) for name in self.names])
        self.ridge = np.array([RIDGE_RATED if name.startswith(RATED) else RIDGE_FEATURE for name in self.names])
        self.is_kind = np.array(
            [
                counted[name] >= COMMON if name.startswith("word ") else not name.startswith((*NEIGHBOUR, *SPELLED))
                for name in self.names
            ]
        )

    def encode(self, marked: Sequence[Marked], described: Sequence[Described]) -> Encoded:
        """Return the matrices of labelled sentences."""
        rows, columns, values, of, clause, strong, label, read, words = [], [], [], [], [], [], [], [], []
        for number, (item, found) in enumerate(zip(marked, described, strict=True)):
            clause += [len(of) + first for first, last in found.clauses for _ in range(first, last)]
            strong += [name_family(word, marks) in STRONG for word, marks in zip(found.words, found.marks, strict=True)]
            for place, word, row in zip(found.places, found.words, _rows(found), strict=True):
                known = [(self.number[name], value) for name, value in row if name in self.number]
                rows += [len(of)] * len(known)
                columns += [column for column, _ in known]
                values += [value for _, value in known]
                of.append(number)
                words.append(word)
                label.append(float(item.labels[place]))
                read.append(item.read_labels[place] if item.read_labels else label[-1])
        sparse = csr_matrix((values, (rows, columns)), (len(of), len(self.names)), dtype=np.float32)
        text = [found.text for found in described]
        design = Design(sparse, self.vectors.look_up(words))
        labels = np.array(strong), np.array(label), np.array(read)
        return Encoded(design, np.array(of), np.array(clause), *labels, np.array(text, dtype=np.float32))


def _rows(described: Described) -> list[list[tuple[str, float]]]:
    """Return the named features of each weighed word of a sentence."""
    rows = []
    for first, last in described.clauses:
        words = (START, START, *described.words[first:last], END, END)
        for i, marks in enumerate(described.marks[first:last], start=2):
            around = [
                *describe_neighbour(words[i - 1], "left"),
                *describe_neighbour(words[i + 1], "right"),
                *describe_far_neighbour(words[i - 2], "left"),
                *describe_far_neighbour(words[i + 2], "right"),
            ]
            rows.append([*describe_word(words[i]), *around, *((mark, 1.0) for mark in marks)])
    return rows


@dataclass(frozen=True)
class Trainer:
    """Everything encoded once, so that parts of it can be learned from many times."""

    encoder: Encoder
    babe: Encoded
    biased: np.ndarray
    read_biased: np.ndarray
    groups: np.ndarray
    before: Encoded
    n_edited: np.ndarray

    @classmethod
    def prepare(cls, babe: Sequence[Marked], pairs: Sequence[Pair], vectors: Vectors) -> "Trainer":
        """Encode the training sentences."""
        before = [pair.before for pair in pairs]
        found = [describe_sentence(item.sentence) for item in babe]
        found_before = [describe_sentence(item.sentence) for item in before]
        encoder = Encoder(found + found_before, vectors)
        return cls(
            encoder,
            encoder.encode(babe, found),
            np.array([item.biased for item in babe], dtype=float),
            np.array([item.read_biased for item in babe]),
            np.array([item.group for item in babe]),
            encoder.encode(before, found_before),
            np.array([sum(item.labels) for item in before]),
        )

    def train(self, babe: np.ndarray, pairs: np.ndarray) -> Weights:
        """Return the weights learned from the sentences of BABE and the pairs with these numbers."""
        few = pairs[(self.n_edited[pairs] >= 1) & (self.n_edited[pairs] <= MOST_EDITED)]
        edited = self.before.pick(few)
        picked, biased = self.babe.pick(babe), self._blend_biased(babe, SHARE_BIASED)
        inner = deal(self.groups[babe], N_INNER, seed=1)
        inner_edited = deal(np.arange(len(few)), N_INNER, seed=1)
        logits, logits_edited = np.zeros((2, len(picked.of))), np.zeros((2, len(edited.of)))
        for part in range(N_INNER):
            others = np.flatnonzero(inner != part)
            learned = self._fit_heads(
                picked.pick(others), biased[others], edited.pick(np.flatnonzero(inner_edited != part))
            )
            _fill(logits, picked, inner == part, learned)
            _fill(logits_edited, edited, inner_edited == part, learned)
        heads = self._fit_heads(picked, biased, edited)
        stages = _fit_word_stage(picked, logits, edited, logits_edited)
        return self._combine(heads, stages, picked, self._blend_biased(babe, SHARE_STAGE), logits)

    def _blend_biased(self, babe: np.ndarray, share: float) -> np.ndarray:
        """Return whether sentences are biased, blended with a share of the second reading."""
        return (1 - share) * self.biased[babe] + share * self.read_biased[babe]

    def _fit_heads(self, babe: Encoded, biased: np.ndarray, edited: Encoded) -> list[tuple[np.ndarray, float]]:
        """Return weights and constant of the heads "marked" and "telling"."""
        losses: list[Loss] = [
            Log(babe.design, babe.blend(SHARE_MARKED)),
            Ranked(edited.design, edited.of, edited.label, PAIR_WEIGHT),
        ]
        ridge = np.append(self.encoder.ridge, np.full(self.encoder.vectors.size, RIDGE_MEANING))
        marked = fit(losses, ridge, steps=STEPS)
        own = np.append(~self.encoder.is_neighbour, np.ones(self.encoder.vectors.size, dtype=bool))
        babe_own, edited_own = (part.design.keep(~self.encoder.is_neighbour) for part in (babe, edited))
        losses = [
            Log(babe_own, babe.blend(SHARE_TELLING)),
            Ranked(edited_own, edited.of, edited.label, TELLING_PAIR_WEIGHT),
            Summed(babe_own, babe.of, biased, SENTENCE_WEIGHT),
        ]
        weights, constant = fit(losses, ridge[own], steps=40)
        telling = np.zeros(len(own))
        telling[own] = weights
        return [marked, (telling, constant)]

    def _combine(
        self, heads: list[tuple[np.ndarray, float]], stages: dict[str, float], babe: Encoded, biased: np.ndarray,
        logits: np.ndarray,
    ) -> Weights:  # fmt: skip
        """Fit the stage that makes a sentence's logit, on logits of words that the heads had not seen."""
        mean, by_clause = sum_over_root(babe.clause, babe.of), average_clauses(babe.clause, babe.of)
        summed = mean @ np.stack([shape for head in logits for shape in bend(head)], axis=1)
        is_kind, n_all = self.encoder.is_kind, len(self.encoder.names)
        strongest = by_clause @ find_strongest(logits, babe.clause)
        rows = Design(mean @ babe.design.sparse[:, is_kind], np.hstack([summed, strongest, babe.text]))
        found, constant = fit([Log(rows, biased)], np.ones(rows.width), steps=150)
        columns = np.zeros((n_all + self.encoder.vectors.size, 3))
        columns[:, 0], columns[:, 1] = heads[0][0], heads[1][0]
        columns[:n_all, 2][is_kind] = found[: is_kind.sum()]
        names = [f"{head} {shape}" for head in ("marked", "telling") for shape in SHAPES]
        names += ["strongest marked", "strongest telling", *TEXT_FEATURES]
        stages = stages | dict(zip(names, map(float, found[is_kind.sum() :]), strict=True))
        stages |= {"constant": constant, "marked constant": heads[0][1], "telling constant": heads[1][1]}
        return self._named(columns, stages)

    def _named(self, columns: np.ndarray, stages: dict[str, float]) -> Weights:
        """Return learned columns (features, then dimensions of meaning) as named weights."""
        n = len(self.encoder.names)
        meanings = self.encoder.vectors.project(columns[n:])
        return Weights(
            Triples(self.encoder.names, columns[:n]), Triples(meanings, np.array(list(meanings.values()))), stages
        )


def _fill(logits: np.ndarray, encoded: Encoded, chosen: np.ndarray, heads: list[tuple[np.ndarray, float]]) -> None:
    """Fill in the logits of the rows whose sentences are chosen."""
    rows = np.flatnonzero(chosen[encoded.of])
    for head, (weights, constant) in enumerate(heads):
        logits[head, rows] = encoded.design[rows] @ weights + constant


def _fit_word_stage(babe: Encoded, logits: np.ndarray, edited: Encoded, logits_edited: np.ndarray) -> dict[str, float]:
    """Return the numbers that combine a word's own logits with how loaded the rest of its sentence is."""
    rows, rows_edited = _surround(logits, babe.clause), _surround(logits_edited, edited.clause)
    losses: list[Loss] = [
        Log(Design.dense_only(rows), babe.label),
        Ranked(Design.dense_only(rows_edited), edited.of, edited.label, STAGE_PAIR_WEIGHT),
    ]
    found, constant = fit(losses, np.full(4, 0.1), steps=100)
    names = ["word marked", "word telling", "word around", "word around telling"]
    p = 1 / (1 + np.exp(-(rows @ found + constant)))
    stages = dict(zip(names, map(float, found), strict=True))
    least = {
        name: find_threshold(babe.label[chosen], p[chosen])
        for name, chosen in (("threshold", babe.strong), ("threshold mild", ~babe.strong))
    }
    return stages | least | {"word constant": constant}


def _surround(logits: np.ndarray, clause: np.ndarray) -> np.ndarray:
    """Return for each word its logits and how loaded the words around it in its clause are."""
    low = np.stack([bend(head)[1] for head in logits], axis=1)
    total = np.vstack([np.zeros(2), np.cumsum(low, axis=0)])
    starts = starts_of(clause)
    n = np.diff(np.append(starts, len(clause)))
    first, last = np.repeat(starts, n), np.repeat(starts + n, n)
    place = np.arange(len(clause))
    near = total[np.minimum(last, place + REACH + 1)] - total[np.maximum(first, place - REACH)] - low
    return np.column_stack([*logits, near])


def average_clauses(clause: np.ndarray, of: np.ndarray) -> csr_matrix:
    """Return the matrix that averages the clauses of each sentence, weighted by their words."""
    starts = starts_of(clause)
    n, place = np.diff(np.append(starts, len(clause))), np.arange(len(starts))
    sentence = of[starts]
    return csr_matrix((n / np.bincount(of)[sentence], (sentence, place)), (of[-1] + 1, len(starts)))


def sum_over_root(clause: np.ndarray, of: np.ndarray) -> csr_matrix:
    """Return the matrix that sums the words of each clause over the root of their number, and averages clauses."""
    starts = starts_of(clause)
    n = np.diff(np.append(starts, len(clause)))
    number = np.repeat(np.arange(len(starts)), n)
    summed = csr_matrix((1 / np.sqrt(n)[number], (number, np.arange(len(clause)))), (len(starts), len(clause)))
    return average_clauses(clause, of) @ summed


def bend(logits: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the three `SHAPES` of logits, as `mediakit.evidence.loaded.bend` does for one."""
    return 1 / (1 + np.exp(-logits)), 1 / (1 + np.exp(-logits - 2)), np.maximum(logits + 5, 0)


def find_strongest(logits: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Return for each group the highest third shape of a word's logits, by head."""
    return np.stack([np.maximum.reduceat(bend(head)[2], starts_of(of)) for head in logits], axis=1)


RIGHT = 0.69
"""How many of the words that count as loaded experts should have marked: a reader forgives three wrong in ten."""


def find_threshold(label: np.ndarray, p: np.ndarray) -> float:
    """Return the lowest probability, to two places, from which on a share `RIGHT` of the words is marked."""
    order = np.argsort(-p, kind="stable")
    right = np.cumsum(label[order]) / np.arange(1, len(p) + 1)
    return round(float(p[order[np.flatnonzero(right >= RIGHT)[-1]]]), 2)


def deal(groups: np.ndarray, n: int, seed: int = 0) -> np.ndarray:
    """Return the fold (0 to n − 1) of each row, so that rows of one group share a fold."""
    names = np.unique(groups)
    fold = dict(zip(np.random.default_rng(seed).permutation(names), np.arange(len(names)) % n, strict=True))
    return np.array([fold[group] for group in groups])


def main() -> None:
    """Learn from all of the data and write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=OUT)
    options = arguments.parse_args()
    babe, pairs = read_babe(options.data), read_pairs(options.data)
    trainer = Trainer.prepare(babe, pairs, read_vectors())
    with threadpool_limits(1):  # the order of additions, and so the last digits, would depend on the number of cores
        weights = trainer.train(np.arange(len(babe)), np.arange(len(pairs)))
    write_weights(weights, options.out)


if __name__ == "__main__":
    main()
