"""Score the sentiment of a sentence: VADER as published, and a score made fit for news.

The news score is a sum over words, on the scale of its readers (-4 very negative, 4 very positive): the tone of a word
(`mediakit.evidence.tones`) times the weight of its source, plus a learned correction for the word, times what the words
before it do to it, over the root of the sentence's length. Weights and corrections are learned by ridge regression
from sentences of editorials that 20 readers scored (Hutto and Gilbert 2014), see tests/training/sentiment.py.

What each step brings: Pearson's r with those readers, by sentence and by article, and Spearman's with the readers of
NewsMTSC (Hamborg and Donnay 2021), of which nothing was learned. The last two by five folds of articles.

    vaderSentiment                                                              .497  .625  .370
    curly apostrophes and marks made straight                                   .497  .625  .379
    own rules: root of the length, "but" by place, "No," ends at its comma      .517  .662  .410
    proper names have no tone                                                   .516  .660  .419
    fixed phrases and words without a tone in news have none                    .526  .680  .419
    news terms that VADER lacks                                                 .549  .701  .439
    words of like meaning share in the lexicon's tone                           .583  .735  .467
    the weight of each source is learned                                        .589  .743  .470
    a correction for words met in three articles or more is learned             .615  .766  .491
    what rises, falls or is averted: less crime is good news, less work is not  .612  .760  .496

The last row was measured later, on about half of the editorials (without it .610, .757 and .494 there). The score tells
grim from pleasant words. It does not tell an event from the tone it is told in: a sober report of a death is negative.
"""

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mediakit.evidence import vader
from mediakit.evidence.lexicons import Hit, Lexicon, find_all_entries, read_lexicon
from mediakit.memory import once
from mediakit.text.batch import Array, Batch, Kept, beside, tell
from mediakit.text.document import Sentence

KINDS = ("positive", "negative", "term", "spread", "none")
"""Where a tone comes from: VADER's lexicon (two signs), our list of terms, words of like meaning, nowhere."""

NEGATED = -0.5  # VADER's -0.74 and a plain 0 agree less with readers
NEGATION_REACH, SUBJECT_REACH, BOOSTER_REACH = 3, 6, 2
BUT_BEFORE, BUT_AFTER = 0.5, 1.5
_SUBJECTS = frozenset(("no", "nobody", "none", "neither"))
_NEGATIONS = _SUBJECTS | {"hardly", "barely", "scarcely", "unable"}
_NOT_NEGATED = frozenset(("only", "just", "merely", "simply", "surprisingly"))
_STOPS = frozenset(",;:()")
_LINKS = frozenset(
    (
        "in",
        "at",
        "on",
        "by",
        "after",
        "before",
        "during",
        "when",
        "while",
        "as",
        "because",
        "since",
        "for",
        "from",
        "with",
    )
)


class Tone(NamedTuple):
    """One word's tone: where it comes from, its value, and what negations, boosters and "but" multiply it by.

    `word` is the word in small letters, "" if it stands in a name or a neutral phrase.
    """

    kind: str
    value: float
    factor: float
    word: str


class Tones(NamedTuple):
    """The tones of the words of a batch, in the fields of `Tone`; a kind is its number in `KINDS`.

    `own` says of which words a correction counts: not in a name, a neutral phrase, or where a word brings news.
    """

    kind: Array
    value: Array
    factor: Array
    own: Array


_POSITIVE, _NEGATIVE, _TERM, _SPREAD, _NO_KIND = range(len(KINDS))


def find_tones(sentence: Sentence) -> list[Tone]:
    """Return the tone of each word of a sentence, in order."""
    found = zip(*(column.tolist() for column in find_all_tones(Batch([sentence]))), sentence.tokens, strict=True)
    return [Tone(KINDS[kind], value, factor, word.lower() if own else "") for kind, value, factor, own, word in found]


def find_all_tones(batch: Batch) -> Tones:
    """Return the tone of each word of a batch."""
    known, (neutral, term) = batch.words(_describe_tones), np.zeros((2, len(batch.of)), dtype=bool)
    hits = find_all_entries(batch, _lists()[:2])
    neutral[[word for hit in hits if hit.weight == 0 for word in range(hit.first, hit.last)]] = True
    kind, value = known["kind"].copy(), known["value"].copy()
    terms = {hit.first: hit.weight for hit in hits if hit.weight != 0}
    within = [word for hit in hits if hit.weight != 0 for word in range(hit.first, hit.last)]
    kind[within], value[within] = _NO_KIND, 0.0
    first = list(terms)
    kind[first], value[first], term[first] = _TERM, list(terms.values()), True
    silent = neutral | (batch.names | _opening_names(batch)) & ~term
    tones = Tones(kind, value, _find_factors(batch, known, neutral), ~silent)
    for column, nothing in zip(tones, (_NO_KIND, 0.0, 1.0), strict=False):
        column[silent] = nothing
    _turn(batch, tones)
    return tones


def _opening_names(batch: Batch) -> Array:
    """Return which words are first names that open a sentence: Grace Park."""
    return np.asarray((batch.place == 0) & batch.opens_person & beside(batch.names, 1, batch.of, False))


def _turn(batch: Batch, tones: Tones) -> None:
    """Give words of rising, falling and averting the tone of the news they bring, and turn that of what they end."""
    for turn in find_turns(batch):
        tones.kind[turn.place], tones.value[turn.place], tones.own[turn.place] = _TERM, turn.value, False
        if turn.turned:
            tones.factor[turn.first : turn.last] *= NEGATED


_WATCHED = ("but", "anything", "a", "single", "be", "could", "couldn't")
_TONES = np.dtype(
    [("kind", np.int8), ("value", float), ("boost", float)]
    + [(name, bool) for name in ("negates", "spares", "subject", "link", "higher", *_WATCHED)]
)
"""Kind and value of a tone, what a booster adds; whether a word negates, is not negated itself, negates as a subject,
links phrases, ends as "happier" does, or is one of those watched for.
"""


def _describe_tones(words: Sequence[str]) -> Array:
    """Return what is known of the tone of words, in the fields of `_TONES`."""
    boosters, negations, lower = vader.rules().boosters, _negations(), list(map(str.lower, words))
    rows = np.zeros(len(words), dtype=_TONES)
    rows["kind"], rows["value"] = _look_up(lower)
    rows["boost"] = np.fromiter(map(boosters.get, lower, repeat(0.0)), dtype=float, count=len(words))
    rows["negates"] = [word in negations or word.endswith("n't") for word in lower]
    for name, listed in (("spares", _NOT_NEGATED), ("subject", _SUBJECTS), ("link", _LINKS)):
        rows[name] = tell(listed.__contains__, lower)
    rows["higher"] = [word == "more" or word.endswith("er") for word in lower]
    for place in np.flatnonzero(tell(_WATCHED.__contains__, lower)).tolist():
        rows[lower[place]][place] = True  # their fields are named after them
    return rows


def _look_up(words: Sequence[str]) -> tuple[Array, Array]:
    """Return the kind and value of each of some words in small letters; of a hyphenated one the known parts add up."""
    known, n = vader.rules(), len(words)
    values = np.fromiter(map(known.lexicon.get, words, repeat(0.0)), dtype=float, count=n)
    for place in [place for place, word in enumerate(words) if "-" in word and word not in known.lexicon]:
        values[place] = sum(known.lexicon.get(part, 0.0) for part in words[place].split("-"))
    kinds = np.select([values > 0, values < 0], [_POSITIVE, _NEGATIVE], _NO_KIND)
    spread = np.fromiter(map(_spread().get, words, repeat(0.0)), dtype=float, count=n) * (values == 0)
    kinds[spread != 0] = _SPREAD
    silent = tell(known.boosters.__contains__, words) | tell("no".__eq__, words)
    return np.where(silent, _NO_KIND, kinds), np.where(silent, 0.0, values + spread)


def _find_factors(batch: Batch, known: Array, neutral: Array) -> Array:
    """Return what the words before each word multiply its tone by, and "but" in a sentence."""
    negating = _find_negations(batch, known, neutral)
    acting, reached = negating | (known["boost"] != 0), np.zeros(len(batch.of), dtype=bool)
    for distance in range(1, SUBJECT_REACH + 1):
        reached[distance:] |= acting[:-distance]
    factors, touched = np.ones(len(batch.of)), np.flatnonzero(reached)
    factors[touched] = _modify(batch, known, negating, touched)
    buts = np.flatnonzero(known["but"] & ~beside(negating, -1, batch.of, False))
    sentences, first = np.unique(batch.of[buts], return_index=True)
    but = np.full(len(batch.sizes), -1)
    but[sentences] = batch.place[buts[first]]
    behind = np.where(but[batch.of] >= 0, np.sign(batch.place - but[batch.of]), 0)
    return np.asarray(factors * np.array([1.0, BUT_AFTER, BUT_BEFORE])[behind])


def _find_negations(batch: Batch, known: Array, neutral: Array) -> Array:
    """Return which words negate: not "not only", nor where nothing is more so ("could not be happier")."""

    def stands(name: str, distance: int) -> Array:
        return beside(known[name], distance, batch.of, False)

    can = known["couldn't"] | stands("could", -1)
    heightens = can & stands("be", 1) & stands("higher", 2)
    plain = known["negates"] & ~neutral & ~stands("spares", 1) & ~heightens
    return np.asarray(plain | known["anything"] & stands("but", 1))


def _modify(batch: Batch, known: Array, negating: Array, words: Array) -> Array:
    """Return what the words before some words multiply their tone by; a comma, semicolon, colon or bracket ends it.

    "no one", "nobody", "none of them" and "not a single" reach further, up to a link such as "in" or "when".
    """
    factors, reached, linked = np.ones(len(words)), np.ones(len(words), bool), np.zeros(len(words), bool)
    stops = batch.before(_stops)
    single = known["subject"] | np.roll(known["a"], -1) & np.roll(known["single"], -2)
    for distance in range(1, SUBJECT_REACH + 1):
        before = np.maximum(words - distance, 0)
        reached &= (batch.place[words] >= distance) & ~stops[before + 1]
        if distance <= BOOSTER_REACH:
            factors[reached] *= 1 + known["boost"][before[reached]]
        negated = reached & negating[before]
        if distance > NEGATION_REACH:
            negated &= single[before] & ~linked
        factors[negated] *= NEGATED
        reached &= ~negated
        linked |= known["link"][before]
    return factors


def _stops(gaps: Sequence[str]) -> Array:
    return np.array([not _STOPS.isdisjoint(gap) for gap in gaps], dtype=bool)


REACH_LEFT, REACH_RIGHT = 7, 6
"""How many words before and after a word of direction what it is about may stand."""
_QUANTITIES, _DIRECTIONS = ("bad", "good"), ("rises", "falls", "averts")
"""The families of sentiment_directions.csv."""
_BEFORE = frozenset(
    "in of more fewer less lower rising growing increasing mounting falling declining shrinking".split()
)
"""Words of direction that end so stand before what they are about."""
_FAILING = frozenset("not never fail fails failed unable couldn't didn't cannot without".split())


class Turn(NamedTuple):
    """A word of direction at `place`, worth `value` on readers' scale, about the words `first` up to `last`.

    `turned` says that these do not come to pass: their own tone is turned.
    """

    place: int
    first: int
    last: int
    value: float
    turned: bool


def find_turns(batch: Batch) -> Iterator[Turn]:
    """Yield the words of direction that stand with a quantity in their clause, as numbers of words of the batch."""
    hits = find_all_entries(batch, _lists()[2:])
    clauses = batch.clause[np.array([hit.first for hit in hits], dtype=np.intp)].tolist()
    things: dict[int, list[Hit]] = {}
    for hit, clause in zip(hits, clauses, strict=True):
        if hit.label in _QUANTITIES:
            things.setdefault(clause, []).append(hit)
    for hit, clause in zip(hits, clauses, strict=True):
        if hit.label in _DIRECTIONS and clause in things:
            thing = _find_thing(batch, hit, things[clause])
            if thing and not (hit.label == "averts" and _fails(batch, hit)):
                yield _weigh(hit, thing)


def _weigh(hit: Hit, thing: Hit) -> Turn:
    """Return what a direction means for a quantity."""
    good_news = (thing.label == "good") == (hit.label == "rises")
    if hit.label == "averts":
        good_news = thing.label == "bad"
    turned = hit.label != "rises"
    value = hit.weight if good_news else -hit.weight
    return Turn(hit.first, thing.first, thing.last, value, turned)


def _find_thing(batch: Batch, hit: Hit, things: Sequence[Hit]) -> Hit | None:
    """Return what a word of direction is about: what follows "more", "a fall in" or "averted", or else a subject."""
    left = [thing for thing in things if hit.first - REACH_LEFT <= thing.first < hit.first]
    right = [thing for thing in things if hit.last <= thing.first < hit.last + REACH_RIGHT]
    last_word = batch.tokens[hit.last - 1].lower()
    if last_word in _BEFORE:
        left = []
    elif hit.label == "averts" and not _is_passive(batch, hit):
        return next(iter(right + left), None)
    return next(iter(left + right), None)


def _is_passive(batch: Batch, hit: Hit) -> bool:
    """Tell whether a form of "be" stands before a verb."""
    return not {"is", "are", "was", "were", "been", "be", "being"}.isdisjoint(_list_before(batch, hit, 2))


def _fails(batch: Batch, hit: Hit) -> bool:
    """Tell whether the averting is denied."""
    return not _FAILING.isdisjoint(_list_before(batch, hit, 3))


def _list_before(batch: Batch, hit: Hit, most: int) -> list[str]:
    """Return up to so many words of its sentence before a hit, in small letters."""
    start = max(hit.first - most, hit.first - int(batch.place[hit.first]))
    return [token.lower() for token in batch.tokens[start : hit.first]]


@once
def _negations() -> frozenset[str]:
    """Return VADER's negations and ours."""
    return _NEGATIONS | vader.rules().negations


@once
def _lists() -> tuple[Lexicon, ...]:
    """Read our own lists: phrases without a tone in news, news terms with one, and what rises, falls or is averted."""
    folder = Path(str(files("mediakit.evidence"))) / "lexicons"
    return tuple(read_lexicon(folder / f"sentiment_{name}.csv") for name in ("neutral", "terms", "directions"))


@once
def _spread() -> dict[str, float]:
    """Read the tones that VADER's lexicon implies for words of like meaning: each line a tone, then its words."""
    data = files("mediakit.evidence").joinpath("sentiment_spread.txt.gz").read_bytes()
    table: dict[str, float] = {}
    for line in gzip.decompress(data).decode().splitlines():
        value, *words = line.split(" ")
        table |= dict.fromkeys(words, float(value))
    return table


VADER_COLUMNS, NEWS_COLUMNS = ("vader_sum", "n_positive", "n_negative"), ("sentiment_sum",)

THRESHOLD = 0.05
"""VADER's published limit: a compound of at least 0.05 is positive, of at most -0.05 negative."""


class Weights(NamedTuple):
    """What the news score learned: a weight for each source of tones, and a correction for each of some words."""

    kinds: Mapping[str, float]
    words: Mapping[str, float]

    def correct(self, words: Sequence[str]) -> Array:
        """Return the corrections for words as written, 0 for most."""
        return np.array([self.words.get(word.lower(), 0.0) for word in words], dtype=float)


def tally_vader(batch: Batch, kept: Kept) -> Array:
    """Return VADER's counts in the order of `VADER_COLUMNS`.

    The kept words of a sentence are scored as a text of their own, and the score counts by their share of its words.
    """
    texts = [batch.sentences[place].clean for place in kept.sentence.tolist()]
    parts = np.flatnonzero((kept.share < 1) & (batch.sizes[kept.sentence] > 0)).tolist()
    for number in parts:
        place = kept.sentence[number]
        words = slice(batch.firsts[place], batch.firsts[place] + batch.sizes[place])
        keep = (kept.row[words] == number).tolist()
        texts[number] = kept_text(batch.sentences[place], keep) if any(keep) else ""
    whole = not parts and len(texts) == len(batch)
    compound = np.array(vader.compounds(texts, batch.chunks if whole else None))
    positive, negative = compound >= THRESHOLD, compound <= -THRESHOLD
    return np.column_stack([compound, positive, negative]) * kept.share[:, None]


def tally_news(batch: Batch, kept: Kept) -> Array:
    """Return the news score, the sum over the words kept."""
    return kept.sum(score_all_words(batch, _shipped()))[:, None]


def kept_text(sentence: Sentence, keep: Sequence[bool] | None = None) -> str:
    """Return the normalised text of the kept words; a gap belongs to the word before it, the first to the first
    word.
    """
    if keep is None or all(keep):
        return sentence.clean
    pieces = [sentence.gaps[0]] if keep[0] else []
    for token, gap, kept in zip(sentence.tokens, sentence.gaps[1:], keep, strict=True):
        if kept:
            pieces += (token, gap)
        elif pieces and not pieces[-1].endswith(" "):
            pieces.append(" ")
    return "".join(pieces).strip()


def score_words(sentence: Sentence, weights: Weights | None = None) -> tuple[float, ...]:
    """Return what each word of a sentence adds to its news score, in readers' points (-4 to 4); they sum to the
    score.
    """
    return tuple(score_all_words(Batch([sentence]), weights or _shipped()).tolist())


def score_all_words(batch: Batch, weights: Weights) -> Array:
    """Return what each word of a batch adds to the news score of its sentence."""
    tones = find_all_tones(batch)
    corrections = np.where(tones.own, batch.words(weights.correct), 0.0)
    values = np.array([weights.kinds[kind] for kind in KINDS])[tones.kind] * tones.value
    return np.asarray(tones.factor * (values + corrections) / np.sqrt(batch.sizes)[batch.of])


@once
def _shipped() -> Weights:
    """Read the learned weights: rows of name and weight, a source of tones in angle brackets."""
    lines = files("mediakit.evidence").joinpath("lexicons", "sentiment_weights.csv").read_text(encoding="utf-8")
    rows = {row["term"]: float(row["weight"]) for row in csv.DictReader(lines.splitlines())}
    kinds = {kind: rows.pop(f"<{kind}>", 0.0) for kind in KINDS}
    return Weights(kinds, rows)
