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
    negating = [not neutral[i] and _negates(lower, i) for i in range(len(lower))]
    but = lower.index("but") if "but" in lower else -1
    found = []
    for i, word in enumerate(lower):
        if neutral[i] or (names[i] and i not in terms):
            found.append(_NONE)
            continue
        kind, value = ("term", terms[i]) if i in terms else ("none", 0.0) if i in within else look_up(word)
        factor = _modify(lower, sentence.gaps, negating, i)
        if but >= 0 and i != but:
            factor *= BUT_BEFORE if i < but else BUT_AFTER
        found.append(Tone(kind, value, factor, word))
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


def _negates(lower: Sequence[str], i: int) -> bool:
    """Tell whether word `i` negates what follows; "not only" and "not just" do not."""
    word = lower[i]
    if word not in _NEGATIONS and word not in vader.rules().negations and not word.endswith("n't"):
        return False
    return not (i + 1 < len(lower) and lower[i + 1] in _NOT_NEGATED)


def _modify(lower: Sequence[str], gaps: Sequence[str], negating: Sequence[bool], i: int) -> float:
    """Return what the words before word `i` multiply its tone by; a comma, semicolon, colon or bracket ends their
    reach.

    "no one", "nobody", "none of them" and "not a single" reach further, up to a link such as "in" or "when".
    """
    factor, boosters = 1.0, vader.rules().boosters
    for distance in range(1, min(i, SUBJECT_REACH) + 1):
        j = i - distance
        if not _STOPS.isdisjoint(gaps[j + 1]):
            break
        if distance <= BOOSTER_REACH:
            factor *= 1 + boosters.get(lower[j], 0.0)
        if negating[j]:
            subject = lower[j] in _SUBJECTS or lower[j + 1 : j + 3] == ["a", "single"]
            subject = subject and _LINKS.isdisjoint(lower[j + 1 : i])
            if distance <= NEGATION_REACH or subject:
                return factor * NEGATED
    return factor


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
