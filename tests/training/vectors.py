"""The meanings of frequent words as short vectors: read by the training, never at run time.

They come from the hidden layers 2 and 6 of all-MiniLM-L6-v2 (Apache-2.0) on the word by itself, reduced to their
principal components over the words; `python -m tests.training.word_vectors` writes them.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("word_vectors.gz")


@dataclass(frozen=True)
class Vectors:
    """One row of `table` a word."""

    number: dict[str, int]
    table: np.ndarray

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return int(self.table.shape[1])

    def look_up(self, words: Sequence[str]) -> np.ndarray:
        """Return a row for each word: of a compound the mean of its known parts, zeros for an unknown word."""
        found = np.zeros((len(words), self.size), dtype=np.float32)
        for i, word in enumerate(words):
            parts = [word] if word in self.number else [part for part in word.split("-") if part in self.number]
            if parts and (word in self.number or "-" in word):
                found[i] = self.table[[self.number[part] for part in parts]].mean(axis=0)
        return found

    def project(self, weights: np.ndarray) -> dict[str, tuple[float, float, float]]:
        """Return what the weights (size, 3) make of each word."""
        values = self.table @ weights
        return {word: (float(a), float(b), float(c)) for word, (a, b, c) in zip(self.number, values, strict=True)}


def read_vectors(path: Path = PATH) -> Vectors:
    """Read the vectors: a line of words, a line with the scale, then one signed byte a number."""
    words, scale, numbers = gzip.decompress(path.read_bytes()).split(b"\n", 2)
    names = words.decode().split(" ")
    table = np.frombuffer(numbers, dtype=np.int8).reshape(len(names), -1) * np.float32(scale.decode())
    return Vectors({name: i for i, name in enumerate(names)}, table.astype(np.float32))
