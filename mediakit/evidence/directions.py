"""Tell what rises, falls or is averted: less crime is good news, less employment is not, and a strike averted is none.

The words stand in lexicons/sentiment_directions.csv: bad and good quantities, words of rising, falling and averting.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from mediakit.evidence.lexicons import Hit, Lexicon, find_clauses, find_entries, read_lexicon
from mediakit.memory import once
from mediakit.text.document import Sentence

REACH_LEFT, REACH_RIGHT = 7, 6
"""How many words before and after a word of direction what it is about may stand."""
_QUANTITIES, _DIRECTIONS = ("bad", "good"), ("rises", "falls", "averts")
_BEFORE = frozenset("in of more fewer less lower rising growing increasing mounting falling declining shrinking".split())
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
    hits = find_entries(sentence, (_directions(),))
    directions = [hit for hit in hits if hit.label in _DIRECTIONS]
    if len(directions) in (0, len(hits)):
        return
    clauses = find_clauses(sentence)
    for hit in directions:
        first, last = next(clause for clause in clauses if clause[0] <= hit.first < clause[1])
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
    """Return what a word of direction is about: what follows "more", "a fall in" or a verb of averting, or a subject."""
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
def _directions() -> Lexicon:
    """Read the list."""
    return read_lexicon(Path(str(files(__package__).joinpath("lexicons", "sentiment_directions.csv"))))
