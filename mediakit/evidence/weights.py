"""The learned weights of the word model, and what they say about one word."""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from mediakit.evidence.features import describe_far_neighbour, describe_neighbour, describe_word

HEADS = ("marked", "telling", "kind")
"""What a feature is weighed for: that experts mark the word; that it makes a sentence biased; what its family and
place add to the sentence besides."""

_SCALES = (50, 20)  # weights of features are stored as whole numbers of 1/50, those of meanings of 1/20
_LEAST = 0.06  # features that weigh less for every head are left out
_NOTHING = (0.0, 0.0, 0.0)
Triple = tuple[float, float, float]


class WordWeights(NamedTuple):
    """What one word weighs: by itself for the three heads, and on the word beside it for the first."""

    marked: float
    telling: float
    kind: float
    as_left: float
    as_right: float
    as_second_left: float
    as_second_right: float


@dataclass(frozen=True, eq=False)
class Weights:
    """The weights of features by name, of the meanings of frequent words, and of the stages that combine them.

    `features` and `meanings` hold one number for each of `HEADS`; `stages` the named numbers of the combining formulas.
    """

    features: Mapping[str, Triple]
    meanings: Mapping[str, Triple]
    stages: Mapping[str, float]
    _known: dict[str, WordWeights] = field(default_factory=dict, repr=False)

    def weigh_word(self, word: str) -> WordWeights:
        """Return what a word weighs wherever it stands; remembered, up to 100,000 words."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= 100_000:
                self._known.clear()
            self._known[word] = found = self._weigh(word)
        return found

    def sum_features(self, described: Iterable[tuple[str, float]], head: int) -> float:
        """Return the sum of weight times value of named features for one head."""
        return sum(value * self.features.get(name, _NOTHING)[head] for name, value in described)

    def _weigh(self, word: str) -> WordWeights:
        """Sum up the features of a word."""
        itself = describe_word(word)
        meaning = self.find_meaning(word)
        marked, telling, kind = (self.sum_features(itself, head) + meaning[head] for head in range(3))
        return WordWeights(
            marked,
            telling,
            kind,
            self.sum_features(describe_neighbour(word, "left"), 0),
            self.sum_features(describe_neighbour(word, "right"), 0),
            self.sum_features(describe_far_neighbour(word, "left"), 0),
            self.sum_features(describe_far_neighbour(word, "right"), 0),
        )

    def find_meaning(self, word: str) -> Triple:
        """Return the weights of a word's meaning; of a compound the mean of its known parts, of an unknown word 0."""
        found = self.meanings.get(word)
        if found is not None:
            return found
        parts = [self.meanings[part] for part in word.split("-") if part in self.meanings]
        if not parts or "-" not in word:
            return _NOTHING
        first, second, third = (sum(column) / len(parts) for column in zip(*parts, strict=True))
        return first, second, third


def write_weights(weights: Weights, path: Path) -> None:
    """Write weights as gzipped text, the same bytes for the same weights: stages as JSON, then one name a line."""
    lines = [json.dumps({key: round(value, 6) for key, value in weights.stages.items()}, sort_keys=True)]
    for table, scale, least in ((weights.features, _SCALES[0], _LEAST), (weights.meanings, _SCALES[1], 0.0)):
        for name in sorted(table):
            numbers = [round(value * scale) for value in table[name]]
            if any(numbers) and max(map(abs, table[name])) >= least:
                lines.append("\t".join([name, *(str(number) if number else "" for number in numbers)]))
        lines.append("")
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))


def read_weights(path: Path) -> Weights:
    """Read weights written by `write_weights`."""
    stages, *lines = gzip.decompress(path.read_bytes()).decode().split("\n")
    tables: list[dict[str, Triple]] = [{}]
    scale = _SCALES[0]
    for line in lines:
        if not line:
            tables.append({})
            scale = _SCALES[1]
            continue
        name, *numbers = line.split("\t")
        first, second, third = (int(number or 0) / scale for number in numbers)
        tables[-1][name] = (first, second, third)
    return Weights(tables[0], tables[1], json.loads(stages))


@lru_cache(maxsize=1)
def own_weights() -> Weights:
    """Return the weights that come with mediakit, read once."""
    return read_weights(Path(str(files(__package__).joinpath("loaded_weights.txt.gz"))))
