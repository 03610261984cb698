"""Score how loaded each word is and how biased a sentence reads: sums of named contributions of words.

Names are masked first, so that who is spoken of does not change a score. How the weights were learned, from what and
how well they do is in MODEL_CARD.md.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise, repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mediakit.evidence.lexicons import FAMILIES, Hit, cut_hits
from mediakit.evidence.word_features import (
    END,
    START,
    STRONG,
    TEXT_FEATURES,
    Column,
    Weighed,
    consult,
    describe_batch,
    describe_far_neighbours,
    describe_neighbours,
    describe_texts,
    describe_words,
    name_family,
    name_reason,
    weigh_strengths,
)
from mediakit.memory import SENTENCES, of_sentence, once, remember, remember_each
from mediakit.text.batch import Array, Batch, Kept, beside, sum_by
from mediakit.text.document import Sentence
from mediakit.text.reporting_verbs import find_verb

HEADS = ("marked", "telling", "kind")
"""What a feature is weighed for: that experts mark the word; that it makes a sentence biased; what its family and
place add to the sentence besides."""

_SCALES = (50, 20)  # weights of features are stored as whole numbers of 1/50, those of meanings of 1/20
_ZERO = 1000  # the letter for 0
_LEAST = 0.06  # features that weigh less for every head are left out
_NOTHING = (0.0, 0.0, 0.0)
Triple = tuple[float, float, float]


_SIDES = ("left", "right")
_DISTANCES = (-1, 1, -2, 2)
"""Where the word stands that is weighed as a neighbour: "left" of the word is the one before."""


class Triples(Mapping[str, Triple]):
    """Triples by name, as rows of an array; the last row is that of a name which has none."""

    def __init__(self, names: Iterable[str], rows: Array) -> None:
        self.number = dict(zip(names, range(len(rows)), strict=True))
        self.rows: Array = np.zeros((len(rows) + 1, len(HEADS)))
        self.rows[:-1] = rows

    def __getitem__(self, name: str) -> Triple:
        first, second, third = self.rows[self.number[name]].tolist()
        return first, second, third

    def __iter__(self) -> Iterator[str]:
        return iter(self.number)

    def __len__(self) -> int:
        return len(self.number)

    def find(self, names: Sequence[str | None]) -> Array:
        """Return the triples of names, 0 for one that has none."""
        numbers = map(self.number.get, names, repeat(-1))  # type: ignore[arg-type]
        return self.rows.take(np.fromiter(numbers, dtype=np.intp, count=len(names)), axis=0)


@dataclass(frozen=True, eq=False)
class Weights:
    """The weights of features by name, of the meanings of frequent words, and of the stages that combine them.

    `features` and `meanings` hold one number for each of `HEADS`; `stages` the named numbers of the combining formulas.
    """

    features: Triples
    meanings: Triples
    stages: Mapping[str, float]

    def sum_features(self, columns: Iterable[Column], n: int) -> Array:
        """Return the sums of weight times value of the features of `n` words, shape (n, `HEADS`)."""
        sums = np.zeros((n, len(HEADS)))
        for names, values in columns:
            if isinstance(names, str):
                sums += np.outer(values, self.features.get(names, _NOTHING))
            else:
                sums += self.features.find(names) * values
        return sums

    def weigh(self, words: Sequence[str]) -> Array:
        """Return what words weigh: by themselves for each of `HEADS`, then for the first of these as neighbours.

        As neighbours they stand at one of `_DISTANCES`: left, right, second left, second right.
        """
        n, told = len(words), consult(words)
        beside = [describe_neighbours(told, side) for side in _SIDES]
        beside += [describe_far_neighbours(words, side) for side in _SIDES]
        own = self.sum_features(describe_words(told), n) + self.find_meanings(words)
        return np.column_stack([own, *(self.sum_features(columns, n)[:, 0] for columns in beside)])

    def find_meanings(self, words: Sequence[str]) -> Array:
        """Return the weights of words' meanings; of a compound the mean of its known parts, of an unknown word 0."""
        found, known = self.meanings.find(words), self.meanings.number
        for place in [place for place, word in enumerate(words) if "-" in word and word not in known]:
            if parts := [known[part] for part in words[place].split("-") if part in known]:
                found[place] = self.meanings.rows[parts].sum(axis=0) / len(parts)
        return found


def write_weights(weights: Weights, path: Path) -> None:
    """Write weights as gzipped text, the same bytes for the same weights.

    The first line holds the stages as JSON; of features and meanings one line holds the names, and one for each of
    `HEADS` a letter for each name, so many beyond `_ZERO` as it weighs.
    """
    lines = [json.dumps({key: round(value, 6) for key, value in weights.stages.items()}, sort_keys=True)]
    for table, scale, least in ((weights.features, _SCALES[0], _LEAST), (weights.meanings, _SCALES[1], 0.0)):
        told = {name: [round(value * scale) for value in table[name]] for name in sorted(table)}
        names = [name for name, numbers in told.items() if any(numbers) and max(map(abs, table[name])) >= least]
        heads = zip(*(told[name] for name in names), strict=True)
        lines += ["\t".join(names), *("".join(chr(_ZERO + number) for number in head) for head in heads)]
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))


def read_weights(path: Path) -> Weights:
    """Read weights written by `write_weights`."""
    stages, *lines = gzip.decompress(path.read_bytes()).decode().split("\n")
    tables = []
    for (names, *heads), scale in zip((lines[:4], lines[4:]), _SCALES, strict=True):
        letters = np.array([np.frombuffer(head.encode("utf-16-le"), dtype="<u2") for head in heads])
        tables.append(Triples(names.split("\t"), (letters.T.astype(int) - _ZERO) / scale))
    features, meanings = tables
    return Weights(features, meanings, json.loads(stages))


@once
def own_weights() -> Weights:
    """Return the weights that come with mediakit, read once."""
    return read_weights(Path(str(files(__package__).joinpath("loaded_weights.txt.gz"))))


_SCARE_QUOTES = "scare_quotes"
MOST_WORDS = 4
"""Longer stretches between quotation marks are titles or speech."""

_NAMING = frozenset(
    "word words term terms phrase phrases slogan slogans statement statements pronoun name known called dubbed named"
    " titled entitled as chose means meaning spelled spelt".split()
)
"""After such words quotation marks only name what stands in them."""

_CLOSING = frozenset({'"', "”", "’", "'"})


def find_scare_quotes(sentence: Sentence) -> list[Hit]:
    """Return the stretches of up to `MOST_WORDS` words in quotation marks from which the writer keeps a distance.

    None has a capital, is speech, or stands after a verb that reports or a word that names it.
    """
    return find_all_scare_quotes(Batch([sentence]))


def find_all_scare_quotes(batch: Batch) -> list[Hit]:
    """Return the scare quotes of a batch, as `find_scare_quotes` does; words are numbered as in the batch."""
    found: list[Hit] = []
    plain = ~batch.quoted & ~batch.spelling["capital"]
    for word in np.flatnonzero(plain & batch.gap_before["scare"]).tolist():
        sentence, first = batch.sentences[batch.of[word]], int(batch.place[word])
        last = word - first + _find_closing(sentence, first)
        if word >= (found[-1].last if found else 0) and last > word and plain[word:last].all():
            if not _names_or_reports([token.lower() for token in sentence.tokens[:first]]):
                found.append(Hit(word, last, "lexicon", _SCARE_QUOTES))
    return found


def _find_closing(sentence: Sentence, first: int) -> int:
    """Return the word after a stretch in quotation marks that begins at a word, 0 if it is not closed soon."""
    gaps = sentence.gaps
    for last in range(first + 1, min(first + MOST_WORDS, len(sentence.tokens)) + 1):
        if gaps[last][:1] in _CLOSING or gaps[last][:2] in {',"', ",”", '."', ".”"}:
            return last
    return 0


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


class Scored(NamedTuple):
    """The scores of the sentences of a batch, as in `Score`: arrays over all its words, or over its sentences.

    `families` says of the first word of each entry of our lists which of `FAMILIES` that is of, -1 of other words;
    `edges` are the first words of the sentences and how many words there are, `entries` the hits of our lists.
    """

    p_loaded: Array
    loaded: Array
    contributions: Array
    strengths: Array
    families: Array
    rest: Array
    logit: Array
    p_biased: Array
    edges: Sequence[int]
    entries: Sequence[Hit]


def score_sentence(sentence: Sentence, weights: Weights | None = None) -> Score:
    """Return how loaded the words and how biased the sentence reads; contributions and `rest` sum to `logit`."""
    if weights is None:
        return find_scores([sentence])[0].score
    return _split(score_batch(Batch([sentence]), weights))[0].score


class Found(NamedTuple):
    """What is known of a sentence: its number in a scored batch."""

    scored: Scored
    number: int

    @property
    def score(self) -> Score:
        """The sentence's score."""
        words = slice(*self.scored.edges[self.number : self.number + 2])
        p_loaded, loaded, contributions, strengths = (tuple(c[words].tolist()) for c in self.scored[:4])
        rest, logit, p_biased = (float(column[self.number]) for column in self.scored[5:8])
        return Score(p_loaded, loaded, contributions, strengths, rest, logit, p_biased)

    @property
    def entries(self) -> Sequence[Hit]:
        """The entries of our lists in the sentence."""
        return cut_hits(self.scored.entries, *self.scored.edges[self.number : self.number + 2])


@remember_each(SENTENCES, key=of_sentence)
def find_scores(sentences: Sequence[Sentence]) -> list[Found]:
    """Return score and entries of sentences by our own weights and lists."""
    return _split(score_batch(Batch.of_sentences(sentences), own_weights()))


def _split(scored: Scored) -> list[Found]:
    """Return the scores of a batch by sentence."""
    return [Found(scored, number) for number in range(len(scored.logit))]


def score_batch(batch: Batch, weights: Weights) -> Scored:
    """Return the scores of the sentences of a batch with the given weights."""
    weighed, stages = describe_batch(batch), weights.stages
    p_loaded, contributions, strengths = np.zeros((3, len(batch.of)))
    loaded = np.zeros(len(batch.of), dtype=bool)
    p, contribution = combine_heads(weigh_heads(weighed, weights), weighed, batch, stages)
    p_loaded[weighed.places], contributions[weighed.places] = p, contribution
    strengths[weighed.places] = weighed.words.look_up(weigh_strengths)
    likely = p >= stages["threshold"]
    mild = np.flatnonzero(likely & (p < stages["threshold mild"]))
    for i, word in zip(mild.tolist(), weighed.words.known.spell(weighed.words.numbers[mild]), strict=True):
        likely[i] = name_family(word, (name for name, holds in weighed.marks.items() if holds[i])) in STRONG
    loaded[weighed.places] = likely
    families = np.full(len(batch.of), -1, dtype=np.int8)
    for hit in weighed.entries:
        families[hit.first] = FAMILIES.index(hit.label)
        if hit.always:
            loaded[hit.first : hit.last] = [True] + [False] * (hit.last - hit.first - 1)
    rest = describe_texts(batch, weighed) @ [stages[name] for name in TEXT_FEATURES] + stages["constant"]
    logit = rest + sum_by(contributions, batch.of, len(batch.sizes))
    edges = [*batch.firsts.tolist(), len(batch.of)]
    p_biased = logistic(logit)
    return Scored(p_loaded, loaded, contributions, strengths, families, rest, logit, p_biased, edges, weighed.entries)


def weigh_heads(weighed: Weighed, weights: Weights) -> Array:
    """Return the three logits of each weighed word, from itself, its neighbours in its clause and its place."""
    known = weighed.words.known
    words, (start, end) = (known.look_up(weights.weigh, n) for n in (weighed.words.numbers, known.number((START, END))))
    heads = words[:, : len(HEADS)] + [weights.stages["marked constant"], weights.stages["telling constant"], 0.0]
    for column, distance in enumerate(_DISTANCES, start=len(HEADS)):
        heads[:, 0] += beside(words[:, column], distance, weighed.clause, (start if distance < 0 else end)[column])
    for mark, holds in weighed.marks.items():
        if mark in weights.features:
            heads[np.flatnonzero(holds)] += weights.features[mark]
    return heads


def combine_heads(heads: Array, weighed: Weighed, batch: Batch, stages: Mapping[str, float]) -> tuple[Array, Array]:
    """Return each word's probability of being marked, and what it adds to the sentence's logit.

    A word counts the more, the more loaded the words around it in its clause are.
    """
    marked, telling, kinds = heads.T
    shapes = {"marked": bend(marked), "telling": bend(telling)}
    p_loaded = logistic(
        stages["word constant"]
        + stages["word marked"] * marked
        + stages["word telling"] * telling
        + stages["word around"] * sum_around(shapes["marked"].low, weighed.clause)
        + stages["word around telling"] * sum_around(shapes["telling"].low, weighed.clause)
    )
    return p_loaded, _contribute(kinds, shapes, weighed, batch, stages)


def _contribute(
    kinds: Array, shapes: Mapping[str, "Shapes"], weighed: Weighed, batch: Batch, stages: Mapping[str, float]
) -> Array:
    """Return what each word adds to the sentence's logit, which is the mean of its clauses', weighted by their words.

    So sentences that are joined read as they did apart. In a clause the sum over words is divided by the root of their
    number; the strongest word adds once more, whatever the length.
    """
    if not len(kinds):
        return kinds
    of = batch.of[weighed.places]
    sizes = np.diff(np.append(weighed.starts, len(of)))
    share = sizes / np.bincount(of)[of[weighed.starts]]
    found = kinds.copy()
    for head, bent in shapes.items():
        for shape, values in bent._asdict().items():
            found += stages[f"{head} {shape}"] * values
    found *= np.repeat(share / np.sqrt(sizes), sizes)
    for head, bent in shapes.items():
        highest = np.maximum.reduceat(bent.line, weighed.starts) - _ALIKE
        near = np.flatnonzero(bent.line >= np.repeat(highest, sizes))
        strongest = near[np.searchsorted(near, weighed.starts)]  # the first of each clause
        found[strongest] += share * stages[f"strongest {head}"] * bent.line[strongest]
    return found


REACH = 8
"""How many words to either side count as around a word."""


def sum_around(values: Array, clause: Array) -> Array:
    """Return for each word the sum of the values of the words within `REACH` of it in its clause, without its own."""
    starts = np.diff(clause, prepend=clause[:1]) > 0
    places = np.arange(len(values)) + REACH * np.cumsum(starts)  # clauses lie apart: no sum reaches into another
    laid, found = np.zeros((2, len(values) + REACH * int(starts.sum())))
    laid[places] = values
    for distance in range(1, REACH + 1):
        found[distance:] += laid[:-distance]
        found[:-distance] += laid[distance:]
    return np.asarray(found[places])


_ALIKE = 1e-9  # of words that are this close the first is the strongest: the last bits of a sum say nothing


class Shapes(NamedTuple):
    """How a word's logit x enters a sentence's: logistic(x), logistic(x + 2), and x + 5 where that is positive."""

    high: Array
    low: Array
    line: Array


SHAPES = Shapes._fields


def bend(logits: Array) -> Shapes:
    """Return the three shapes of words' logits."""
    return Shapes(logistic(logits), logistic(logits + 2), np.maximum(logits + 5, 0.0))


@remember(SENTENCES, key=of_sentence)
def find_loaded(sentence: Sentence) -> list[Hit]:
    """Return what counts as loaded: the probability as weight, as label the family or else how the word is rated.

    A phrase that our lists call loaded whatever its sentence is one hit, any other word one by itself.
    """
    (known,) = find_scores([sentence])
    score = known.score
    families = {i: hit for hit in known.entries for i in range(hit.first, hit.last)}
    found = []
    for i in (i for i, loaded in enumerate(score.loaded) if loaded):
        hit = families.get(i)
        last = hit.last if hit and hit.always else i + 1
        label = hit.label if hit else name_reason(sentence.tokens[i].lower().removesuffix("'s"))
        found.append(Hit(i, last, "loaded", label, max(score.p_loaded[i:last])))
    return found


def tally(batch: Batch, kept: Kept) -> Array:
    """Return the counts in the order of `COLUMNS`; a sentence counts by the share of its words kept.

    `n_loaded` words are those that `find_loaded` finds; `loaded_sum` adds up what words contribute to the logit of
    being biased, `strength_sum` how far their own ratings lie above those of plain words. A word that the families list
    is counted by its first word.
    """
    found = find_scores(batch)
    families, *columns = _gather(found, ("families", "loaded", "contributions", "p_loaded", "strengths"), of_words=True)
    listed = np.flatnonzero(families >= 0)
    scare_quotes = [(hit.first, len(FAMILIES)) for hit in find_all_scare_quotes(batch)]
    counted = [*zip(listed.tolist(), families[listed].tolist(), strict=True), *scare_quotes]
    p_biased = _gather(found, ("p_biased",))[0][kept.sentence]
    sentences = kept.share[:, None] * np.column_stack([p_biased >= 0.5, p_biased])
    return np.column_stack([kept.sum(np.column_stack(columns)), sentences, kept.tally(counted, len(FAMILIES) + 1)])


def _gather(found: Sequence[Found], columns: Sequence[str], *, of_words: bool = False) -> list[Array]:
    """Return columns of `Scored` for some sentences; those that follow each other in one batch are taken at once."""
    runs = [
        i
        for i, (scored, number) in enumerate(found)
        if not i or found[i - 1].scored is not scored or found[i - 1].number + 1 != number
    ]
    pieces: list[list[Array]] = [[] for _ in columns]
    for start, end in pairwise([*runs, len(found)]):
        scored, first, last = found[start].scored, found[start].number, found[end - 1].number + 1
        edges = (scored.edges[first], scored.edges[last]) if of_words else (first, last)
        for column, of_column in zip(columns, pieces, strict=True):
            of_column.append(getattr(scored, column)[slice(*edges)])
    return list(map(np.concatenate, pieces))


def logistic(logit: Array) -> Array:
    """Return the probability of logits."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -700.0, 700.0))))
