"""Learn the weights of the news sentiment score.

python -m tests.training.sentiment --data DIR [--vectors DIR] [--out DIR]

DIR holds nyt_sentiment.jsonl: 5,190 sentences of New York Times editorials, about half of them here, each scored by 20
readers from -4 to 4 (Hutto and Gilbert 2014, MIT). First stage, only with --vectors: what VADER's lexicon implies for
other words, by ridge regression of valence on word vectors (GloVe 6B, 50 numbers, public domain; MiniLM-L6-v2,
Apache-2.0). Second stage: a weight for each source of tones and a correction for each word met in three articles or
more, by ridge regression of the readers' mean score less the mean of all; no intercept is kept, so that a sentence
without a tone scores 0.
"""

import argparse
import csv
import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mediakit.evidence.sentiment import KINDS, Tone, Weights, find_tones
from mediakit.text.document import Sentence
from mediakit.text.parsing import parse
from tests.benchmarks.figure import read_rows

SHIPPED = Path(__file__).parents[2] / "mediakit" / "evidence"
LEAST_ARTICLES = 3
LEAST_TONE = 0.6  # a fainter tone by likeness is noise
MOST_FREQUENT = 1000  # words of grammar and the like, to which word vectors give a tone by accident
PENALTY = 3000.0  # chosen on five folds of articles, with the two scales below
KIND_SCALE, WORD_SCALE = 30.0, 35.0
STYLE = frozenset(
    (
        "a an the this that these those it its it's he she they them him her his hers their theirs i we you me us my "
        "our your who whom whose which what is are was were be been being am have has had having do does did done will "
        "would shall can and or of to in into on onto at by for from with as about over under between through during "
        "before after since until than then there here said says say saying mr mrs ms dr one two three four five six "
        "seven eight nine ten first second third monday tuesday wednesday thursday friday saturday sunday"
    ).split()
)
"""Words of grammar and reporting: a correction for them would score style, not tone."""


def cut(text: str) -> list[Sentence]:
    """Return the sentences of a labelled text, whatever it looks like."""
    return list(parse(text, keep_boilerplate=True).sentences)


def read_tones(rows: Sequence[dict[str, Any]]) -> list[list[list[Tone]]]:
    """Return for each text the tones of the words of its sentences."""
    return [[find_tones(sentence) for sentence in cut(row["text"])] for row in rows]


def choose_words(tones: Sequence[list[list[Tone]]], articles: Sequence[str]) -> list[str]:
    """Return the words that get a correction: met in several articles, but not in most sentences."""
    met: dict[str, set[str]] = defaultdict(set)
    n: Counter[str] = Counter()
    for text, article in zip(tones, articles, strict=True):
        words = {tone.word for sentence in text for tone in sentence if tone.word}
        n.update(words)
        for word in words:
            met[word].add(article)
    return sorted(w for w in met if len(met[w]) >= LEAST_ARTICLES and w not in STYLE and w[0].isalpha())


def lay_out(tones: Sequence[list[list[Tone]]], words: Sequence[str]) -> np.ndarray:
    """Return one row per text: summed tones by source, then by word, each sentence over the root of its length."""
    place = {word: len(KINDS) + i for i, word in enumerate(words)}
    table = np.zeros((len(tones), len(KINDS) + len(words)))
    for row, text in zip(table, tones, strict=True):
        for sentence in text:
            root = math.sqrt(len(sentence) or 1)
            for tone in sentence:
                row[KINDS.index(tone.kind)] += tone.factor * tone.value / root
                if tone.word in place:
                    row[place[tone.word]] += tone.factor / root
    scale = np.r_[np.full(len(KINDS), KIND_SCALE), np.full(len(words), WORD_SCALE)]
    return table * scale


def learn(tones: Sequence[list[list[Tone]]], scores: np.ndarray, articles: Sequence[str]) -> Weights:
    """Return the weights that fit how far the readers' scores lie from their mean, by ridge regression."""
    words = choose_words(tones, articles)
    table = lay_out(tones, words)
    # as many texts as unknowns: solve for the texts, which is the smaller system on most samples
    dual = np.linalg.solve(table @ table.T + PENALTY * np.eye(len(table)), scores - scores.mean())
    solution = table.T @ dual
    kinds = dict(zip(KINDS, (solution[: len(KINDS)] * KIND_SCALE).tolist(), strict=True))
    return Weights(kinds, dict(zip(words, (solution[len(KINDS) :] * WORD_SCALE).tolist(), strict=True)))


def learn_from(rows: Sequence[dict[str, Any]]) -> Weights:
    """Return the weights learned from rows with text, score and article."""
    scores = np.array([row["score"] for row in rows])
    return learn(read_tones(rows), scores, [row["article"] for row in rows])


def spread_lexicon(vectors: Path) -> str:
    """Return the tones implied for words outside VADER's lexicon: one line for each tone, then its words.

    `vectors` holds words.txt (one a line) and vectors.npy (a row for each).
    """
    from mediakit.evidence import vader

    words = (vectors / "words.txt").read_text(encoding="utf-8").split("\n")
    table = np.load(vectors / "vectors.npy").astype(float)
    known = vader.rules()
    place = {word: i for i, word in enumerate(words)}
    listed = sorted(word for word in known.lexicon if word in place and word not in known.boosters)
    # words that are frequent and yet not in the lexicon have, by and large, no tone
    others = [word for word in words[: len(words) // 2] if word not in known.lexicon]
    others = sorted(np.random.default_rng(0).choice(others, 4000, replace=False).tolist())
    chosen = [place[word] for word in listed + others]
    valence = np.r_[[known.lexicon[word] for word in listed], np.zeros(len(others))]
    centred = table - table[chosen].mean(0)
    x, target = centred[chosen], valence - valence.mean()
    solution = np.linalg.solve(x.T @ x + 100 * np.eye(x.shape[1]), x.T @ target)
    groups: dict[float, list[str]] = defaultdict(list)
    tones = (centred @ solution + valence.mean()).round(1).tolist()
    for word, value in zip(words[MOST_FREQUENT:], tones[MOST_FREQUENT:], strict=True):
        if abs(value) >= LEAST_TONE and word not in known.lexicon and len(word) > 2:
            groups[value].append(word)
    return "".join(f"{value} {' '.join(sorted(groups[value]))}\n" for value in sorted(groups))


def main() -> None:
    """Learn both stages and write what is shipped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, help="folder with words.txt (frequent words first) and vectors.npy")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    if arguments.vectors:
        text = spread_lexicon(arguments.vectors)
        (arguments.out / "sentiment_spread.txt.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    weights = learn_from(read_rows(arguments.data, "nyt_sentiment"))
    with (arguments.out / "lexicons" / "sentiment_weights.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(("term", "weight"))
        table.writerows((f"<{kind}>", f"{weight:.3f}") for kind, weight in weights.kinds.items())
        table.writerows(
            (word, f"{weight:.3f}") for word, weight in sorted(weights.words.items()) if abs(weight) >= 0.0005
        )


if __name__ == "__main__":
    main()
