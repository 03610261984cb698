"""Score how loaded each word is and how biased a sentence reads: sums of named contributions of words.

Names are masked first, so that who is spoken of does not change a score. How the weights were learned, from what and
how well they do is in MODEL_CARD.md.
"""

import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mediakit.evidence.lexicons import FAMILIES, Hit, find_entries
from mediakit.evidence.senses import drop_literal
from mediakit.evidence.word_features import (
    END,
    START,
    STRONG,
    Described,
    describe_far_neighbour,
    describe_neighbour,
    describe_sentence,
    describe_text,
    describe_word,
    name_family,
    name_reason,
    weigh_strength,
)
from mediakit.memory import SENTENCES, Memory, of_sentence, once, remember
from mediakit.text.batch import Array, Batch, Kept
from mediakit.text.document import Sentence
from mediakit.text.reporting_verbs import find_verb

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
    _known: Memory[str, WordWeights] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Remember what its words weigh."""
        object.__setattr__(self, "_known", Memory(self._weigh))

    def weigh_word(self, word: str) -> WordWeights:
        """Return what a word weighs wherever it stands."""
        return self._known[word]

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


@once
def own_weights() -> Weights:
    """Return the weights that come with mediakit, read once."""
    return read_weights(Path(str(files(__package__).joinpath("loaded_weights.txt.gz"))))


MOST_WORDS = 4
"""Longer stretches between quotation marks are titles or speech."""

_NAMING = frozenset(
    "word words term terms phrase phrases slogan slogans statement statements pronoun name known called dubbed named"
    " titled entitled as chose means meaning spelled spelt".split()
)
"""After such words quotation marks only name what stands in them."""

_OPENING, _CLOSING = frozenset({'"', "“", "‘", "'"}), frozenset({'"', "”", "’", "'"})


def find_scare_quotes(sentence: Sentence) -> list[Hit]:
    """Return the stretches of up to `MOST_WORDS` words in quotation marks from which the writer keeps a distance.

    None has a capital, is speech, or stands after a verb that reports or a word that names it.
    """
    gaps, hits, free = sentence.gaps, [], 0
    for first, token in enumerate(sentence.tokens):
        if first < free or sentence.mask[first] or token[0].isupper() or gaps[first][-1:] not in _OPENING:
            continue
        if _names_or_reports([word.lower() for word in sentence.tokens[:first]]):
            continue
        for last in range(first + 1, min(first + MOST_WORDS, len(sentence.tokens)) + 1):
            if gaps[last][:1] in _CLOSING or gaps[last][:2] in {',"', ",”", '."', ".”"}:
                if not any(sentence.mask[first:last]) and not any(w[0].isupper() for w in sentence.tokens[first:last]):
                    hits.append(Hit(first, last, "lexicon", "scare_quotes"))
                    free = last
                break
    return hits


def _names_or_reports(before: Sequence[str]) -> bool:
    """Tell whether the words before a quotation mark say that it holds a name for a word, or somebody's words."""
    if before[-1:] == ["so-called"]:
        return False
    verbs = (find_verb(word) for word in before[-REACH:])
    return any(verb and verb[0].frame != "turn" and verb[1] != "base" for verb in verbs) or not _NAMING.isdisjoint(
        before[-3:]
    )


COLUMNS: tuple[str, ...] = (
    "n_loaded",
    "loaded_sum",
    "p_loaded_sum",
    "strength_sum",
    "n_biased_sentences",
    "p_biased_sum",
    *(f"n_{family}" for family in FAMILIES),
    "n_scare_quotes",
)


class Score(NamedTuple):
    """The score of a sentence.

    `p_loaded`, `loaded`, `contributions` and `strengths` have one entry a word: its probability of being marked as
    loaded by expert readers, whether it counts as loaded, what it adds to the sentence's `logit`, and how far its own
    rating lies above that of plain words; `rest` is what does not come from single words (length, marks, a constant).
    `p_biased`, the probability that experts call the sentence biased, is the logistic function of `logit`.
    """

    p_loaded: tuple[float, ...]
    loaded: tuple[bool, ...]
    contributions: tuple[float, ...]
    strengths: tuple[float, ...]
    rest: float
    logit: float
    p_biased: float


class Heads(NamedTuple):
    """The logits of each weighed word: that it is marked, that it makes a sentence biased, and what its kind adds."""

    marked: list[float]
    telling: list[float]
    kind: list[float]


class _Found(NamedTuple):
    """What is known of a sentence: its score, and the entries of our lists in it."""

    score: Score
    entries: tuple[Hit, ...]


def score_sentence(sentence: Sentence, weights: Weights | None = None) -> Score:
    """Return how loaded the words and how biased the sentence reads; contributions and `rest` sum to `logit`."""
    if weights is None:
        return _find(sentence).score
    return _score(sentence, weights, drop_literal(sentence, find_entries(sentence)))


@remember(SENTENCES, key=of_sentence)
def _find(sentence: Sentence) -> _Found:
    """Return score and entries by our own weights and lists."""
    entries = drop_literal(sentence, find_entries(sentence))
    return _Found(_score(sentence, own_weights(), entries), tuple(entries))


def _score(sentence: Sentence, weights: Weights, entries: Sequence[Hit]) -> Score:
    """Return the score of a sentence with the given weights."""
    described = describe_sentence(sentence, entries)
    stages = weights.stages
    p_loaded, contributions, strengths = ([0.0] * len(sentence.tokens) for _ in range(3))
    loaded = [False] * len(sentence.tokens)
    rest = stages["constant"] + sum(value * stages[name] for name, value in describe_text(sentence, described.clauses))
    least, least_mild = stages["threshold"], stages["threshold mild"]
    if described.words:
        combined = combine_heads(weigh_heads(described, weights), described.clauses, stages)
        for place, word, marks, p, contribution in zip(*described[:3], *combined, strict=True):
            p_loaded[place], contributions[place], strengths[place] = p, contribution, weigh_strength(word)
            loaded[place] = p >= least and (p >= least_mild or name_family(word, marks) in STRONG)
    for hit in filter(_is_always, entries):
        loaded[hit.first : hit.last] = [True] + [False] * (hit.last - hit.first - 1)
    logit = rest + sum(contributions)
    return Score(tuple(p_loaded), tuple(loaded), tuple(contributions), tuple(strengths), rest, logit, logistic(logit))


def _is_always(hit: Hit) -> bool:
    """Tell whether a hit of our lists counts as loaded whatever its sentence."""
    return hit.always


def weigh_heads(described: Described, weights: Weights) -> Heads:
    """Return the three logits of each weighed word, from itself, its neighbours in its clause and its place."""
    heads = Heads([], [], [])
    for first, last in described.clauses:
        known = [weights.weigh_word(word) for word in (START, START, *described.words[first:last], END, END)]
        for i, marks in enumerate(described.marks[first:last], start=2):
            _weigh_one(known, i, marks, weights, heads)
    return heads


def _weigh_one(known: Sequence[WordWeights], i: int, marks: Iterable[str], weights: Weights, heads: Heads) -> None:
    """Append the logits of one word of a clause."""
    word, stages = known[i], weights.stages
    marked = stages["marked constant"] + word.marked + known[i - 1].as_left + known[i + 1].as_right
    marked += known[i - 2].as_second_left + known[i + 2].as_second_right
    telling, kind = stages["telling constant"] + word.telling, word.kind
    for mark in marks:
        weight = weights.features.get(mark)
        if weight:
            marked, telling, kind = marked + weight[0], telling + weight[1], kind + weight[2]
    heads.marked.append(marked)
    heads.telling.append(telling)
    heads.kind.append(kind)


def combine_heads(
    heads: Heads, clauses: Sequence[tuple[int, int]], stages: Mapping[str, float]
) -> tuple[list[float], list[float]]:
    """Return each word's probability of being marked, and what it adds to the sentence's logit.

    A word counts the more, the more loaded the words around it in its clause are.
    """
    bent, bent_telling = ([bend(logit) for logit in head] for head in (heads.marked, heads.telling))
    around, around_telling = (sum_around([low for _, low, _ in shapes], clauses) for shapes in (bent, bent_telling))
    p_loaded = [
        logistic(
            stages["word constant"]
            + stages["word marked"] * marked
            + stages["word telling"] * telling
            + stages["word around"] * near
            + stages["word around telling"] * near_telling
        )
        for marked, telling, near, near_telling in zip(heads.marked, heads.telling, around, around_telling, strict=True)
    ]
    return p_loaded, _contribute(heads.kind, bent, bent_telling, clauses, stages)


Shapes = tuple[float, float, float]


def _contribute(
    kinds: Sequence[float], bent: Sequence[Shapes], bent_telling: Sequence[Shapes],
    clauses: Iterable[tuple[int, int]], stages: Mapping[str, float],
) -> list[float]:  # fmt: skip
    """Return what each word adds to the sentence's logit, which is the mean of its clauses', weighted by their words.

    So sentences that are joined read as they did apart. In a clause the sum over words is divided by the root of their
    number; the strongest word adds once more, whatever the length.
    """
    a, b, c, d, e, f = (stages[f"{head} {shape}"] for head in ("marked", "telling") for shape in SHAPES)
    found = [
        a * high + b * low + c * line + d * high_t + e * low_t + f * line_t + kind
        for kind, (high, low, line), (high_t, low_t, line_t) in zip(kinds, bent, bent_telling, strict=True)
    ]
    for first, last in clauses:
        share = (last - first) / len(found)
        root = math.sqrt(last - first)
        found[first:last] = [share / root * value for value in found[first:last]]
        for name, shapes in (("marked", bent), ("telling", bent_telling)):
            highest = max(shape[2] for shape in shapes[first:last]) - _ALIKE
            strongest = next(i for i in range(first, last) if shapes[i][2] >= highest)
            found[strongest] += share * stages[f"strongest {name}"] * shapes[strongest][2]
    return found


REACH = 8
"""How many words to either side count as around a word."""


def sum_around(values: Sequence[float], clauses: Iterable[tuple[int, int]]) -> list[float]:
    """Return for each word the sum of the values of the words within `REACH` of it in its clause, without its own."""
    found: list[float] = []
    for first, last in clauses:
        for i in range(first, last):
            found.append(sum(values[max(first, i - REACH) : min(last, i + REACH + 1)]) - values[i])
    return found


_ALIKE = 1e-9  # of words that are this close the first is the strongest: the last bits of a sum say nothing
SHAPES = ("high", "low", "line")
"""How a word's logit x enters a sentence's: logistic(x), logistic(x + 2), and x + 5 where that is positive."""
_E2 = math.exp(-2)


def bend(logit: float) -> tuple[float, float, float]:
    """Return the three `SHAPES` of a word's logit."""
    power = math.exp(-logit) if logit > -50 else math.exp(50)
    return 1 / (1 + power), 1 / (1 + power * _E2), logit + 5 if logit > -5 else 0.0


def find_loaded(sentence: Sentence) -> list[Hit]:
    """Return what counts as loaded: the probability as weight, as label the family or else how the word is rated.

    A phrase that our lists call loaded whatever its sentence is one hit, any other word one by itself.
    """
    known = _find(sentence)
    families = {i: hit for hit in known.entries for i in range(hit.first, hit.last)}
    found = []
    for i, loaded in enumerate(known.score.loaded):
        if loaded:
            hit = families.get(i)
            last = hit.last if hit and hit.always else i + 1
            label = hit.label if hit else name_reason(sentence.tokens[i].lower().removesuffix("'s"))
            found.append(Hit(i, last, "loaded", label, max(known.score.p_loaded[i:last])))
    return found


def tally(batch: Batch, kept: Kept) -> Array:
    """Return the counts in the order of `COLUMNS`; a sentence counts by the share of its words kept.

    `n_loaded` words are those that `find_loaded` finds; `loaded_sum` adds up what words contribute to the logit of
    being biased, `strength_sum` how far their own ratings lie above those of plain words. A word that the families list
    is counted by its first word.
    """
    found = [_find(sentence) for sentence in batch.sentences]
    words = np.array(
        [list(chain.from_iterable(getattr(each.score, name) for each in found)) for name in Score._fields[:4]],
        dtype=float,
    ).T
    places, columns = [], []
    for first, sentence, each in zip(batch.firsts.tolist(), batch.sentences, found, strict=True):
        places += [first + hit.first for hit in each.entries]
        columns += [FAMILIES.index(hit.label) for hit in each.entries]
        for hit in find_scare_quotes(sentence):
            places.append(first + hit.first)
            columns.append(len(FAMILIES))
    p_biased = np.array([each.score.p_biased for each in found])[kept.sentence]
    p_loaded, loaded, contributions, strengths = kept.sum(words).T
    return np.column_stack(
        [
            loaded, contributions, p_loaded, strengths, kept.share * (p_biased >= 0.5), kept.share * p_biased,
            kept.tally(places, columns, len(FAMILIES) + 1),
        ]
    )  # fmt: skip


def logistic(logit: float) -> float:
    """Return the probability of a logit."""
    if logit >= 0:
        return 1 / (1 + math.exp(-min(logit, 700.0)))
    power = math.exp(max(logit, -700.0))
    return power / (1 + power)
