"""Find the tone of each word of a sentence, and what the words before it do to that tone.

A word has the tone given by the first that knows it: a neutral phrase or a proper name (none), our own list of news
terms, VADER's lexicon, or the words of like meaning in it (`sentiment_spread.txt.gz`). Nothing here is learned from
texts with sentiment scores; the weights are, see `mediakit.evidence.sentiment`.
"""

import gzip
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from mediakit.evidence import vader
from mediakit.evidence.lexicons import Lexicon, find_entries, read_lexicon
from mediakit.text.parts import Sentence
from mediakit.text.vocabulary import mark_names

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
    names = mark_names(sentence.tokens)
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
    return found


@lru_cache(maxsize=200_000)
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
    for hit in find_entries(sentence, _lists()):
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
    }
    acting = negating | {i for i, word in enumerate(lower) if word in boosters}
    touched = {j for i in acting for j in range(i + 1, min(i + SUBJECT_REACH, len(lower) - 1) + 1)}
    for i in touched:
        factors[i] = _modify(lower, gaps, negating, i)
    if "but" in lower:
        but = lower.index("but")
        factors[:but] = [factor * BUT_BEFORE for factor in factors[:but]]
        factors[but + 1 :] = [factor * BUT_AFTER for factor in factors[but + 1 :]]
    return factors


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


@cache
def _negations() -> frozenset[str]:
    """Return VADER's negations and ours."""
    return _NEGATIONS | vader.rules().negations


@cache
def _lists() -> tuple[Lexicon, ...]:
    """Read our own lists: phrases without a tone in news, and news terms with one."""
    folder = Path(str(files("mediakit.evidence"))) / "lexicons"
    return tuple(read_lexicon(folder / f"sentiment_{name}.csv") for name in ("neutral", "terms"))


@cache
def _spread() -> dict[str, float]:
    """Read the tones that VADER's lexicon implies for words of like meaning: each line a tone, then its words."""
    data = files("mediakit.evidence").joinpath("sentiment_spread.txt.gz").read_bytes()
    table: dict[str, float] = {}
    for line in gzip.decompress(data).decode().splitlines():
        value, *words = line.split(" ")
        table |= dict.fromkeys(words, float(value))
    return table
