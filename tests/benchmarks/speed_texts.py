"""The texts that speed is measured on: distinct articles, chains of versions, real rewrites; made anew by a seed.

Real ones come from a folder of labelled sets; without one the sentences of the bundled stories are recombined.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, cycle, islice
from pathlib import Path

import mediakit as mk
from tests.benchmarks.figure import read_rows

N_TEXTS, LEAST_WORDS = 300, 150
N_CHAINS, N_VERSIONS, EDITED = 30, 10, 0.1
CHAINS, GROWTH, MET = 1, 2, 3
"""The seeds of what is made of the articles; from the last on of texts that only make the words known."""

Paragraphs = list[list[str]]
"""The sentences of each paragraph of a text."""


@dataclass(frozen=True)
class Texts:
    """The articles, where they come from in words, and pairs of an article and its rewrite."""

    origin: str
    articles: list[str]
    rewrites: list[tuple[str, str]]

    @cached_property
    def cut(self) -> list[Paragraphs]:
        """The articles as paragraphs of sentences."""
        return [_cut(text) for text in self.articles]

    @cached_property
    def sentences(self) -> list[str]:
        """All sentences of the articles."""
        return [sentence for paragraphs in self.cut for paragraph in paragraphs for sentence in paragraph]

    @property
    def mean_words(self) -> float:
        """How long the articles are on average."""
        return sum(len(text.split()) for text in self.articles) / len(self.articles)

    def recombined(self, seed: int) -> list[str]:
        """Return as many texts of the same words and paragraphs, in which each sentence is new."""
        other = _Halves(self.sentences, seed)
        return [_join([[other.new(s) for s in paragraph] for paragraph in paragraphs]) for paragraphs in self.cut]

    def chains(self, n: int = N_CHAINS, seed: int = CHAINS) -> Iterable[list[str]]:
        """Yield the first articles as chains of versions, each with a tenth of the sentences of the last edited."""
        other, chance = _Halves(self.sentences, seed), random.Random(seed)
        for number in range(n):
            versions = [self.cut[number % len(self.cut)]]
            while len(versions) < N_VERSIONS:
                versions.append([[other.new(s) if chance.random() < EDITED else s for s in p] for p in versions[-1]])
            yield [_join(version) for version in versions]

    def rewritten(self, n_words: int, skip: int) -> tuple[str, str]:
        """Return a text of so many words, made of new sentences from a paragraph on, and one in which half are edited.

        A tenth of the sentences of the newer one are left out.
        """
        other, chance = _Halves(self.sentences, GROWTH), random.Random(skip)
        paragraphs = islice(cycle(chain.from_iterable(self.cut)), skip, None)
        old: Paragraphs = []
        while n_words > 0:
            old.append([other.new(s) for s in next(paragraphs)])
            n_words -= sum(len(s.split()) for s in old[-1])
        new = [[other.new(s) if chance.random() < 0.5 else s for s in p if chance.random() > 0.1] for p in old]
        return _join(old), _join([p for p in new if p])


class _Halves:
    """New sentences: the first half of one, and the second half of another that a seed picks."""

    def __init__(self, sentences: Sequence[str], seed: int) -> None:
        self.chance = random.Random(seed)
        self.seconds = [words[len(words) // 2 :] for words in map(str.split, sentences)]

    def new(self, sentence: str) -> str:
        """Return the first half of a sentence with another's second half."""
        words = sentence.split()
        return " ".join([*words[: len(words) // 2], *self.chance.choice(self.seconds)])


def read_texts(folder: Path | None) -> Texts:
    """Return real articles and rewrites from a folder of labelled sets, or made ones without a folder."""
    bundled = [[version.text for version in mk.load_example(name)] for name in mk.list_examples()]
    if folder is None:
        pairs = [(story[0], version) for story in bundled for version in story[1:]]
        made = Texts("", [text for story in bundled for text in story], pairs)
        seeds = range(100, 101 + N_TEXTS // len(made.articles))
        articles = [text for seed in seeds for text in made.recombined(seed)][:N_TEXTS]
        return Texts("the bundled stories, recombined by a seed", articles, pairs)
    simplified, rewritten = read_rows(folder, "onestop"), read_rows(folder, "rewrites")
    found = [
        *(row["adv"] for row in simplified),
        *(row["original"] for row in rewritten),
        *("\n\n".join(sentence["text"] for sentence in row["sentences"]) for row in read_rows(folder, "basil")),
        *(row["text"] for row in read_rows(folder, "polnear")),
        *(text for row in read_rows(folder, "neus") for text in row["texts"]),
        *(row["int"] for row in simplified),
    ]
    long = [text for text in dict.fromkeys(found) if len(text.split()) >= LEAST_WORDS]
    pairs = [(row["original"], row["rephrased"]) for row in rewritten]
    pairs += [(row["adv"], row["ele"]) for row in simplified]
    return Texts("real articles of the labelled sets", long[:N_TEXTS], pairs)


def _cut(text: str) -> Paragraphs:
    """Return the sentences of a text by its paragraphs."""
    cut: dict[int, list[str]] = {}
    for sentence in mk.parse(text, keep_boilerplate=True).sentences:
        cut.setdefault(sentence.paragraph, []).append(" ".join(sentence.text.split()))
    return list(cut.values())


def _join(paragraphs: Paragraphs) -> str:
    return "\n\n".join(map(" ".join, paragraphs))
