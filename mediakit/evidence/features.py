"""Describe the words of a sentence by named features: what the word model weighs."""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mediakit.evidence.hits import Hit
from mediakit.evidence.lexicons import find_entries
from mediakit.evidence.masking import REST_OF_NAME, mask_names
from mediakit.evidence.ratings import rate
from mediakit.evidence.vader import rules
from mediakit.text.parts import Sentence
from mediakit.text.vocabulary import facts

Features = tuple[tuple[str, float], ...]
START, END = "^", "$"
"""What stands as the neighbour of the first and of the last word."""

_SUFFIXES = (
    "ically ations ation ingly ously fully ments ness ment edly ities less ings ists able ible ing ity ers ism ist ive"
    " ous ful ies er ed ly es al s"
).split()
_EITHER = frozenset(("@he", "@him", "@himself"))
"""The lists have phrases with these words for every gender; with other masked words a phrase has no family here."""
_QUOTES = frozenset("\"“”'‘’")


class Described(NamedTuple):
    """The words of a sentence that are weighed.

    `places` are their token numbers; `words` what they are weighed as; `marks` the features each has from where it
    stands.
    """

    places: tuple[int, ...]
    words: tuple[str, ...]
    marks: tuple[tuple[str, ...], ...]


def describe_sentence(sentence: Sentence, entries: Iterable[Hit] | None = None) -> Described:
    """Return the words of a sentence that are weighed, names masked, with the features of their places.

    `entries` are what `find_entries` finds in it, if that is known already.
    """
    keys = mask_names(sentence)
    families: dict[int, str] = {}
    for hit in find_entries(sentence) if entries is None else entries:
        if not any("@" in key and key not in _EITHER for key in keys[hit.first : hit.last]):
            families.update((i, hit.label) for i in range(hit.first, hit.last))
    places = tuple(i for i, key in enumerate(keys) if key != REST_OF_NAME)
    marks = tuple(
        tuple(_mark_place(sentence, i, keys[i], families)) if _is_marked(sentence, i, families) else () for i in places
    )
    return Described(places, tuple(keys[i] for i in places), marks)


def _is_marked(sentence: Sentence, i: int, families: dict[int, str]) -> bool:
    """Tell quickly whether a word has any feature from where it stands."""
    gaps = sentence.gaps
    if gaps[i] != " " or gaps[i + 1] != " " or sentence.mask[i] or sentence.tokens[i][0].isupper():
        return True
    return bool(families) and (i in families or i - 1 in families or i + 1 in families)


def _mark_place(sentence: Sentence, i: int, key: str, families: dict[int, str]) -> Iterator[str]:
    """Yield the features a word has from where it stands."""
    before, after, token = sentence.gaps[i], sentence.gaps[i + 1], sentence.tokens[i]
    if i in families:
        yield "listed"
        yield "family " + families[i]
    if "@" not in key and token[0].isupper():
        yield "all capitals" if token.isupper() and len(token) > 1 else "capital"
    if i - 1 in families or i + 1 in families:
        yield "beside listed"
    if sentence.mask[i]:
        yield "quoted"
    opened, closed = not _QUOTES.isdisjoint(before), not _QUOTES.isdisjoint(after)
    if opened and closed:
        yield "one word in quotes"
    elif opened or closed:
        yield "after quote mark" if opened else "before quote mark"
    if "," in before:
        yield "after comma"
    if ("," in after or "." in after) and key != "@mr":
        yield "before stop"


@lru_cache(maxsize=65_536)
def describe_word(word: str) -> Features:
    """Return the features of a word by itself, as (name, value).

    They are the word, its stem, beginnings and ends, how it is rated, its rarity and VADER's valence. Of a compound
    with a masked part ("anti-@name") only the other parts are looked at.
    """
    if not word or word in (START, END):
        return (("word " + word, 1.0),)
    if "@" in word:
        parts = [("part " + part, 0.7) for part in word.split("-")] if "-" in word else []
        return (("word " + word, 1.0), *parts, *_describe_rating(word))
    found = [("word " + word, 1.0), ("stem " + stem(word), 1.0), *_describe_rating(word)]
    if word[0].isalpha():
        found += [("begins " + word[:k], 0.5) for k in (3, 4, 5) if len(word) > k]
        found += [("ends " + word[-k:], 0.5) for k in (2, 3, 4) if len(word) > k]
        found += [("part " + part, 0.7) for part in word.split("-") if "-" in word]
    rarity = facts(word).rarity
    found += [("rarity", rarity / 4), (f"rarity {min(int(rarity), 7)}", 1.0), ("length", len(word) / 10)]
    valence = rules().lexicon.get(word, 0.0)
    if valence:
        found += [("positive" if valence > 0 else "negative", abs(valence) / 2), ("has valence", 1.0)]
    if any(letter.isdigit() for letter in word):
        found.append(("digit", 1.0))
    return tuple(found)


def _describe_rating(word: str) -> list[tuple[str, float]]:
    """Return how a word is rated: each rating above 0 as a share of 9, its square, and that there is one."""
    found = []
    for name, rating in rate(word)._asdict().items():
        if rating:
            share = rating / 9
            found += [(f"rated {name}", share), (f"rated {name} squared", share**2), (f"rated {name} at all", 0.5)]
    return found


@lru_cache(maxsize=65_536)
def describe_neighbour(word: str, side: str) -> Features:
    """Return the features a word lends to the one beside it; `side` is "left" or "right" of that one."""
    found = [(f"{side} {word}", 0.5)]
    if word[:1].isalpha():
        found += [(f"{side} ends {word[-3:]}", 0.3), (f"{side} rarity {min(int(facts(word).rarity), 7)}", 0.3)]
        valence = rules().lexicon.get(word, 0.0)
        if valence:
            found.append((f"{side} has valence", abs(valence) / 3))
        rating = rate(word).loaded
        if rating:
            found.append((f"{side} rated loaded", rating / 9))
    return tuple(found)


def describe_far_neighbour(word: str, side: str) -> Features:
    """Return the feature a word lends to the one two places away."""
    return ((f"second {side} {word}", 0.3),)


def describe_text(sentence: Sentence, n_words: int) -> list[tuple[str, float]]:
    """Return the features of a sentence as a whole: its length, marks, digits, and how much is quoted."""
    clean, mask = sentence.clean, sentence.mask
    return [
        ("log length", math.log(max(n_words, 1))),
        ("question mark", float("?" in clean)),
        ("exclamation mark", float("!" in clean)),
        ("share quoted", sum(mask) / len(mask) if mask else 0.0),
        ("has quote marks", float('"' in clean)),
        ("has digits", float(any(map(str.isdigit, clean)))),
    ]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return a word without its last common ending, so that its forms share a feature."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    return word.rstrip("ei") if len(word) > 4 else word
