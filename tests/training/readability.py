"""Learn reading_ease_news: the ease of words, and the coefficients of the formula.

python -m tests.training.readability --data DIR [--out DIR]

DIR holds clear.jsonl (CLEAR, Crossley et al. 2022: 4,724 texts ordered by teachers for ease, about two in five here)
and onestop.jsonl (OneStopEnglish, Vajjala and Lučić 2018: articles at three levels). Ridge regression of the ease on
four counts of the text and the mean meaning of its content words (`tests.training.meanings`), together with the rule
that a lower level of an article is `STEP` easier than the next. What the meanings get becomes one number a word; what
the counts get becomes the formula. The scale is that of Flesch Reading Ease: same mean and spread on CLEAR. Prints the
coefficients for `mediakit.measures.readability.NEWS`.
"""

import argparse
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mediakit.measures.counts import COLUMNS, count_rows
from mediakit.measures.metrics import flesch_reading_ease, news_terms
from mediakit.text import words as vocabulary
from mediakit.text.batch import Batch
from mediakit.text.parsing import parse
from mediakit.text.words import EASE_STEP, EASE_ZERO, facts
from tests.benchmarks.figure import read_rows
from tests.training.meanings import read_meanings
from tests.training.sentiment import STYLE

SHIPPED = Path(__file__).parents[2] / "mediakit" / "text"
VECTOR_SCALE = 0.25  # weighs the meanings of words against the counts; chosen with the other three on five folds
PENALTY, STEP, STEP_WEIGHT = 30.0, 0.6, 12.0
N_WORDS = 100  # an article at three levels differs in length: its first words are compared


class Text(NamedTuple):
    """What is learned from of one text: the terms of the formula, its content words, its Flesch Reading Ease."""

    terms: np.ndarray
    words: list[str]
    flesch: float


class Model(NamedTuple):
    """Coefficients of the standardised terms, the ease of each word, and what maps the sum to points."""

    coefficients: np.ndarray
    ease: dict[str, float]
    intercept: float


def read_text(text: str) -> Text:
    """Return what is learned from of one text."""
    document = parse(text, keep_boilerplate=True)
    totals = dict(zip(COLUMNS, count_rows(document)[1].sum(axis=0).tolist(), strict=True))
    batch = Batch([sentence for _, sentence in document.parts])
    words = [t.lower() for t, name in zip(batch.tokens, batch.names, strict=True) if not name and not facts(t).number]
    return Text(np.array(news_terms(totals)[:-1]), [w for w in words if w not in STYLE], flesch_reading_ease(totals))


def mean_vectors(texts: Sequence[Text], vectors: dict[str, np.ndarray]) -> np.ndarray:
    """Return the mean vector of each text's content words."""
    known = [[vectors[word] for word in text.words if word in vectors] for text in texts]
    return np.array([np.mean(rows, 0) if rows else np.zeros(len(next(iter(vectors.values())))) for rows in known])


def learn(
    texts: Sequence[Text], ease: np.ndarray, levels: Sequence[Sequence[Text]], vectors: dict[str, np.ndarray]
) -> Model:
    """Return the model that fits teachers' `ease` of `texts` and the order of `levels` (hard to easy)."""
    terms, means = np.array([text.terms for text in texts]), mean_vectors(texts, vectors)
    spread, vector_spread = terms.std(0), means.std(0) / VECTOR_SCALE

    def rows(some: Sequence[Text]) -> np.ndarray:
        return np.hstack([np.array([t.terms for t in some]) / spread, mean_vectors(some, vectors) / vector_spread])

    table = rows(texts)
    steps = [rows(level)[1:] - rows(level)[:-1] for level in levels]
    weighed = np.vstack([table - table.mean(0), *(STEP_WEIGHT**0.5 * step for step in steps)])
    wanted = np.r_[ease - ease.mean(), np.full(len(weighed) - len(table), STEP * STEP_WEIGHT**0.5)]
    solution = np.linalg.solve(weighed.T @ weighed + PENALTY * np.eye(weighed.shape[1]), weighed.T @ wanted)
    n = terms.shape[1]
    per_vector = solution[n:] / vector_spread
    centre = means.mean(0)
    words = {word: float((vector - centre) @ per_vector) for word, vector in vectors.items() if word not in STYLE}
    return Model(solution[:n] / spread, words, float(ease.mean() - terms.mean(0) @ (solution[:n] / spread)))


def predict(model: Model, texts: Sequence[Text]) -> np.ndarray:
    """Return the ease of texts by a model."""
    found = []
    for text in texts:
        known = [model.ease[word] for word in text.words if word in model.ease]
        found.append(text.terms @ model.coefficients + (np.mean(known) if known else 0.0) + model.intercept)
    return np.array(found)


def ease_table(model: Model) -> str:
    """Return one letter for each word of the frequency table, a space for a word without ease."""
    letters = []
    for word in vocabulary.frequent_words().number:
        steps = round(model.ease[word] / EASE_STEP) if word in model.ease else None
        letters.append(" " if steps is None else chr(EASE_ZERO + max(-45, min(45, steps))))
    return "".join(letters) + "\n"


def read_sets(folder: Path) -> tuple[list[Text], np.ndarray, list[list[Text]]]:
    """Return the texts of CLEAR, their ease, and the levels of OneStop's articles from hard to easy."""
    rows = read_rows(folder, "clear")
    articles = read_rows(folder, "onestop")
    levels = [[read_text(first_words(article[level])) for level in ("adv", "int", "ele")] for article in articles]
    return [read_text(row["text"]) for row in rows], np.array([row["ease"] for row in rows]), levels


def first_words(text: str) -> str:
    """Return the first words of a text."""
    return " ".join(text.split()[:N_WORDS])


def main() -> None:
    """Learn on all texts, write the table of ease and print the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    texts, ease, levels = read_sets(arguments.data)
    model = learn(texts, ease, levels, read_meanings())
    (arguments.out / "ease.txt.gz").write_bytes(gzip.compress(ease_table(model).encode(), 9, mtime=0))
    predicted = predict(model, texts)
    flesch = np.array([text.flesch for text in texts])
    scale = flesch.std() / predicted.std()
    level = flesch.mean() + scale * (model.intercept - predicted.mean())
    print("NEWS =", tuple(round(float(x), 3) for x in (level, *(scale * model.coefficients), scale)))
    print("step of ease in points:", round(scale * EASE_STEP, 2))


if __name__ == "__main__":
    main()
