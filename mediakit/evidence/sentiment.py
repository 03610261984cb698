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
import math
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mediakit.evidence import vader
from mediakit.evidence.lexicons import Hit, Lexicon, find_entries, read_lexicon
from mediakit.memory import TEXTS, once, remember
from mediakit.text.batch import Array, Batch, Kept
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


_NONE = Tone("none", 0.0, 1.0, "")


def find_tones(sentence: Sentence) -> list[Tone]:
    """Return the tone of each word of a sentence, in order."""
    lower = [token.lower() for token in sentence.tokens]
    neutral, terms, within = _find_listed(sentence)
    names = _mark_names(sentence)
    factors = _find_factors(lower, sentence.gaps, neutral)
    found = []
    for i, word in enumerate(lower):
        if neutral[i] or (names[i] and i not in terms):
            found.append(_NONE)
        elif i in terms:
            found.append(Tone("term", terms[i], factors[i], word))
        else:
            kind, value = ("none", 0.0) if i in within else look_up(word)
            found.append(Tone(kind, value, factors[i], word))
    _turn(sentence, found)
    return found


def _mark_names(sentence: Sentence) -> list[bool]:
    """Return which words look like parts of names, a first name that opens the sentence too: Grace Park."""
    batch = Batch([sentence])
    names: list[bool] = batch.names.tolist()
    if names[1:2] == [True] and batch.opens_person[0]:
        names[0] = True
    return names


def _turn(sentence: Sentence, tones: list[Tone]) -> None:
    """Give words of rising, falling and averting the tone of the news they bring, and turn that of what they end."""
    for turn in find_turns(sentence):
        tones[turn.place] = Tone("term", turn.value, tones[turn.place].factor, "")
        if turn.turned:
            for i in range(turn.first, turn.last):
                tones[i] = tones[i]._replace(factor=tones[i].factor * NEGATED)


@remember()
def look_up(word: str) -> tuple[str, float]:
    """Return the kind and value of one word in small letters; of a hyphenated one the known parts are added up."""
    known = vader.rules()
    if word in known.boosters or word == "no":
        return "none", 0.0
    valence = known.lexicon.get(word)
    if valence is None and "-" in word:
        valence = sum(known.lexicon.get(part, 0.0) for part in word.split("-"))
    if valence:
        return ("positive" if valence > 0 else "negative"), valence
    spread = _spread().get(word, 0.0)
    return ("spread" if spread else "none"), spread


def _find_listed(sentence: Sentence) -> tuple[list[bool], dict[int, float], set[int]]:
    """Return which words stand in neutral phrases, the tones of listed terms by first word, and their other
    words.
    """
    neutral, terms, within = [False] * len(sentence.tokens), {}, set()
    for hit in find_entries(sentence, _lists()[:2]):
        if hit.weight == 0:
            neutral[hit.first : hit.last] = [True] * (hit.last - hit.first)
        else:
            terms[hit.first] = hit.weight
            within |= set(range(hit.first + 1, hit.last))
    return neutral, terms, within


def _find_factors(lower: Sequence[str], gaps: Sequence[str], neutral: Sequence[bool]) -> list[float]:
    """Return what the words before each word multiply its tone by, and "but" in a sentence."""
    factors = [1.0] * len(lower)
    negations, boosters = _negations(), vader.rules().boosters
    negating = {
        i
        for i, word in enumerate(lower)
        if (word in negations or word.endswith("n't"))
        and not neutral[i]
        and not (i + 1 < len(lower) and lower[i + 1] in _NOT_NEGATED)
        and not _heightens(lower, i)
    }
    negating |= {i for i, pair in enumerate(pairwise(lower)) if pair == _ANYTHING_BUT}
    acting = negating | {i for i, word in enumerate(lower) if word in boosters}
    touched = {j for i in acting for j in range(i + 1, min(i + SUBJECT_REACH, len(lower) - 1) + 1)}
    for i in touched:
        factors[i] = _modify(lower, gaps, negating, i)
    but = next((i for i, word in enumerate(lower) if word == "but" and i - 1 not in negating), None)
    if but is not None:
        factors[:but] = [factor * BUT_BEFORE for factor in factors[:but]]
        factors[but + 1 :] = [factor * BUT_AFTER for factor in factors[but + 1 :]]
    return factors


_ANYTHING_BUT = ("anything", "but")


def _heightens(lower: Sequence[str], i: int) -> bool:
    """Tell whether a negation says that nothing is more so: could not be happier."""
    following = lower[i + 2] if i + 2 < len(lower) else ""
    can = lower[i] == "couldn't" or (i > 0 and lower[i - 1] == "could")
    return can and lower[i + 1 : i + 2] == ["be"] and (following == "more" or following.endswith("er"))


def _modify(lower: Sequence[str], gaps: Sequence[str], negating: set[int], i: int) -> float:
    """Return what the words before word `i` multiply its tone by; a comma, semicolon, colon or bracket ends it.

    "no one", "nobody", "none of them" and "not a single" reach further, up to a link such as "in" or "when".
    """
    factor, boosters = 1.0, vader.rules().boosters
    for j in range(i - 1, max(i - SUBJECT_REACH, 0) - 1, -1):
        if not _STOPS.isdisjoint(gaps[j + 1]):
            break
        if i - j <= BOOSTER_REACH:
            factor *= 1 + boosters.get(lower[j], 0.0)
        if j in negating:
            subject = lower[j] in _SUBJECTS or lower[j + 1 : j + 3] == ["a", "single"]
            if i - j <= NEGATION_REACH or (subject and _LINKS.isdisjoint(lower[j + 1 : i])):
                return factor * NEGATED
    return factor


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


def find_turns(sentence: Sentence) -> Iterator[Turn]:
    """Yield the words of direction that stand with a quantity in their clause."""
    hits = find_entries(sentence, _lists()[2:])
    directions = [hit for hit in hits if hit.label in _DIRECTIONS]
    if len(directions) in (0, len(hits)):
        return
    batch = Batch([sentence])
    for hit in directions:
        first, last = batch.clause_of(hit.first)
        things = [thing for thing in hits if thing.label in _QUANTITIES and first <= thing.first < last]
        thing = _find_thing(sentence, hit, things)
        if thing and not (hit.label == "averts" and _fails(sentence, hit)):
            yield _weigh(hit, thing)


def _weigh(hit: Hit, thing: Hit) -> Turn:
    """Return what a direction means for a quantity."""
    good_news = (thing.label == "good") == (hit.label == "rises")
    if hit.label == "averts":
        good_news = thing.label == "bad"
    turned = hit.label != "rises"
    return Turn(hit.first, thing.first, thing.last, hit.weight if good_news else -hit.weight, turned)


def _find_thing(sentence: Sentence, hit: Hit, things: Sequence[Hit]) -> Hit | None:
    """Return what a word of direction is about: what follows "more", "a fall in" or "averted", or else a subject."""
    left = [thing for thing in things if hit.first - REACH_LEFT <= thing.first < hit.first]
    right = [thing for thing in things if hit.last <= thing.first < hit.last + REACH_RIGHT]
    last_word = sentence.tokens[hit.last - 1].lower()
    if last_word in _BEFORE:
        left = []
    elif hit.label == "averts" and not _is_passive(sentence, hit):
        return next(iter(right + left), None)
    return next(iter(left + right), None)


def _is_passive(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a form of "be" stands before a verb."""
    before = [token.lower() for token in sentence.tokens[max(0, hit.first - 2) : hit.first]]
    return not {"is", "are", "was", "were", "been", "be", "being"}.isdisjoint(before)


def _fails(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the averting is denied."""
    return not _FAILING.isdisjoint(token.lower() for token in sentence.tokens[max(0, hit.first - 3) : hit.first])


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


def tally_vader(batch: Batch, kept: Kept) -> Array:
    """Return VADER's counts in the order of `VADER_COLUMNS`.

    The kept words of a sentence are scored as a text of their own, and the score counts by their share of its words.
    """
    texts = []
    for number, (place, share) in enumerate(zip(kept.sentence.tolist(), kept.share.tolist(), strict=True)):
        sentence = batch.sentences[place]
        if 0 < share < 1:
            first = batch.firsts[place]
            texts.append(kept_text(sentence, (kept.row[first : first + batch.sizes[place]] == number).tolist()))
        else:
            texts.append(sentence.clean if share else "")
    compound = np.array(vader.compounds(texts))
    positive, negative = compound >= THRESHOLD, compound <= -THRESHOLD
    return np.column_stack([compound, positive, negative]) * kept.share[:, None]


def tally_news(batch: Batch, kept: Kept) -> Array:
    """Return the news score, the sum over the words kept."""
    parts = [part for sentence in batch.sentences for part in score_words(sentence)]
    return kept.sum(np.array(parts))


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
    if weights is None:
        return _score_words(sentence.tokens, sentence.gaps)
    root = math.sqrt(len(sentence.tokens) or 1)
    return tuple(
        tone.factor * (weights.kinds[tone.kind] * tone.value + weights.words.get(tone.word, 0.0)) / root
        for tone in find_tones(sentence)
    )


@remember(TEXTS)
def _score_words(tokens: tuple[str, ...], gaps: tuple[str, ...]) -> tuple[float, ...]:
    """Score by the shipped weights; kept, because each word of a changed sentence is asked for in turn."""
    return score_words(Sentence("", 0, 0, tokens=tokens, gaps=gaps), _shipped())


@once
def _shipped() -> Weights:
    """Read the learned weights: rows of name and weight, a source of tones in angle brackets."""
    lines = files("mediakit.evidence").joinpath("lexicons", "sentiment_weights.csv").read_text(encoding="utf-8")
    rows = {row["term"]: float(row["weight"]) for row in csv.DictReader(lines.splitlines())}
    kinds = {kind: rows.pop(f"<{kind}>", 0.0) for kind in KINDS}
    return Weights(kinds, rows)
