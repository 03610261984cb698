"""How readers would take single words, whatever the sentence: ratings of some 15,000 words."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from mediakit.text.vocabulary import facts


class Rating(NamedTuple):
    """Of ten uses of a word, how many would strike a careful reader: one digit, 0 to 9, the mean of four readings.

    `loaded`: as slanted, in a news story's own voice; `struck`: as not neutral, by an editor of an encyclopedia;
    `camp`: as placing the writer in a political camp, whichever.
    """

    loaded: float
    struck: float
    camp: float


PLAIN = Rating(0.0, 0.0, 0.0)
PLAIN_UP_TO = 1.5
"""Words rated as loaded by no more than this count as plain in `weigh_strength`; of some twenty
forms this told outlets' texts from neutral ones best (NeuS, Lee et al. 2022)."""
RAREST_RATED = 6.0
"""Words up to this rarity were all before the readers."""


def rate(word: str) -> Rating:
    """Return the rating of a word in lower case: of an unknown compound the highest of its parts, else `PLAIN`."""
    known = _ratings()
    found = known.get(word)
    if found is not None or "-" not in word:
        return found or PLAIN
    parts = [known[part] for part in word.split("-") if part in known]
    return Rating(*map(max, zip(*parts, strict=True))) if parts else PLAIN


@lru_cache(maxsize=65_536)
def is_plain(word: str) -> bool:
    """Tell whether readers had nothing to remark on a word: it is frequent enough to have been rated, and was not."""
    return rate(word) is PLAIN and "@" not in word and facts(word).rarity <= RAREST_RATED


@lru_cache(maxsize=65_536)
def weigh_strength(word: str) -> float:
    """Return by how much a word is rated as loaded above `PLAIN_UP_TO`, 0 for a plain one."""
    return max(0.0, rate(word).loaded - PLAIN_UP_TO)


REASONS = ("strong word", "judgement", "camp talk")
"""What is said of a word whose highest rating is `loaded`, `struck` or `camp`."""
NO_REASON = "in context"
"""What is said of a word that is plain by itself."""


def name_reason(word: str) -> str:
    """Return why a word, in lower case, may read as loaded by itself: one of `REASONS`, or `NO_REASON`."""
    rating = rate(word)
    highest = max(rating)
    return REASONS[rating.index(highest)] if highest > PLAIN_UP_TO else NO_REASON


@lru_cache(maxsize=1)
def _ratings() -> Mapping[str, Rating]:
    """Return the ratings by word, read once."""
    text = files(__package__).joinpath("word_ratings.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return MappingProxyType({word: Rating(*map(float, numbers)) for word, *numbers in rows})
