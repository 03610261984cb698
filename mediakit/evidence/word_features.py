"""Describe the words of a sentence by named features: what the word model weighs."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise, repeat
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from mediakit.evidence.lexicons import FAMILIES, Hit, find_all_entries, opens_entry
from mediakit.evidence.senses import drop_literal, find_literal
from mediakit.evidence.vader import rules
from mediakit.memory import Numbered, once, remember
from mediakit.text.batch import Array, Batch, has_digit, tell
from mediakit.text.document import Sentence
from mediakit.text.names import is_first_name
from mediakit.text.words import rarities, rarity

NAME = "@name"
"""What any name is weighed as; a name of several words is weighed once."""
LITERAL = "@literal"
"""What a word that is meant literally is weighed as (crude oil, an aggressive tumour)."""
REST_OF_NAME = ""
"""What the second and later words of a name are weighed as: nothing."""

_UNKNOWN_RARITY = 5.9
_LEANING = "@leaning"


def mask_names(sentence: Sentence) -> list[str]:
    """Return the words of a sentence in lower case, names masked.

    A word inside a sentence that begins with a capital, is written in capitals, or is among the masked words (parties,
    peoples, faiths, nations, outlets, surnames) becomes `NAME`, in compounds too ("anti-@name"); words for one or the
    other gender or political side become one and the same. In a headline, and at the beginning, only masked and unknown
    words do.
    """
    return mask_all_names(Batch([sentence])).words.spell()


class Masked(NamedTuple):
    """The words of a batch with names masked, by number, and of each whether a part of it is masked, it is a name or
    the rest.
    """

    words: Numbered
    kind: Array


_WHOLE, _PART, _NAMED, _REST = range(4)


def mask_all_names(batch: Batch) -> Masked:
    """Return the words of a batch as `mask_names` does those of a sentence."""
    anew = ~batch.gap_before["blank"] & batch.begins_anew & ~batch.opens_person
    opens = np.flatnonzero(batch.in_title_case(4)[batch.of] | anew)
    readings, known = batch.stand_as(_read_masked)
    words = Numbered(readings[:, 0].copy(), known)
    words.numbers[opens] = readings[opens, 1]
    kind = words.look_up(_describe_kinds)
    after_name = np.roll(kind >= _NAMED, 1) & (batch.place > 0)
    rest = (kind == _NAMED) & after_name & batch.gap_before["empty"]
    words.numbers[rest], kind[rest] = known.number([REST_OF_NAME]), _REST
    return Masked(words, kind)


def _read_masked(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what words are weighed as inside a sentence, and where one begins."""
    small = {word: stands_as for word, (stands_as, capital) in _masked_words().items() if not capital} | {"an": "a"}
    inside = [small.get(word, word) if word.islower() and word.isalpha() else _mask(word, False) for word in words]
    opening = [_mask(word, True) if word != word.lower() else told for word, told in zip(words, inside, strict=True)]
    return inside, opening


def _describe_kinds(words: Sequence[str]) -> Array:
    """Return of words with names masked what of each is masked."""
    kinds = {NAME: _NAMED, REST_OF_NAME: _REST}
    return np.array([kinds.get(word, _PART if "@" in word else _WHOLE) for word in words], dtype=np.int8)


def _mask(token: str, opens: bool) -> str:
    """Return what one word is weighed as; `opens` says that a capital letter does not tell a name there."""
    word = token.lower()
    word = word[:-2] if word.endswith("'s") else word.rstrip("'")
    masked, plain = _masked_words(), token == token.lower()
    found = masked.get(word)
    if found and not (plain and found[1]):
        # The Conservative Party, the Liberal Democrats: a name; conservative voters: a leaning.
        return NAME if found[0] == _LEANING and not plain and not opens else found[0]
    if "-" in word:
        return _mask_parts(token, opens)
    if word == "an":  # which article stands there is decided by the name after it
        return "a"
    if plain or not token[:1].isupper():
        return word
    if len(token) > 1 and token.isupper():
        return NAME if len(token) < 5 or not opens else word
    if not opens or is_first_name(word) or (rarity(word) > _UNKNOWN_RARITY and not opens_entry(word)):
        return NAME
    return word


def _mask_parts(token: str, opens: bool) -> str:
    """Return a compound with its masked parts replaced ("anti-@name"); one of names alone is one name."""
    parts: list[str] = []
    for part in filter(None, token.split("-")):
        goes_on = part[0].isupper() and parts[-1:] == [NAME]  # Ocasio-Cortez
        letter = len(part) == 1  # X-ray
        parts.append(NAME if goes_on else part.lower() if letter else _mask(part, opens))
    return parts[0] if parts and all(part.startswith("@") for part in parts) else "-".join(filter(None, parts))


@once
def _masked_words() -> Mapping[str, tuple[str, bool]]:
    """Return the masked words: what each stands as, and whether it must be capitalised to be one."""
    text = files(__package__).joinpath("masked_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["term"]: (row["stands_as"], row["case"] == "capital") for row in rows})


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
"""Words rated as loaded by no more than this count as plain in `weigh_strengths`; of some twenty
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


@remember()
def is_plain(word: str) -> bool:
    """Tell whether readers had nothing to remark on a word: it is frequent enough to have been rated, and was not."""
    return rate(word) is PLAIN and "@" not in word and rarity(word) <= RAREST_RATED


def weigh_strengths(words: Sequence[str]) -> Array:
    """Return by how much each word is rated as loaded above `PLAIN_UP_TO`, 0 for a plain one."""
    loaded = np.fromiter((rate(word).loaded for word in words), dtype=float, count=len(words))
    return np.maximum(loaded - PLAIN_UP_TO, 0.0)


REASONS = ("strong word", "judgement", "camp talk")
"""What is said of a word whose highest rating is `loaded`, `struck` or `camp`."""
NO_REASON = "in context"
"""What is said of a word that is plain by itself."""


def name_reason(word: str) -> str:
    """Return why a word, in lower case, may read as loaded by itself: one of `REASONS`, or `NO_REASON`."""
    rating = rate(word)
    highest = max(rating)
    return REASONS[rating.index(highest)] if highest > PLAIN_UP_TO else NO_REASON


STRONG = frozenset({"emotive", "label", "attribution", REASONS[0]})
"""The families and reasons that experts agree with most; of the others a mark needs a higher probability."""


def name_family(word: str, marks: Iterable[str]) -> str:
    """Return the family of a described word, from its marks, or else the reason why it may read as loaded."""
    listed = (mark.removeprefix(_FAMILY) for mark in marks if mark.startswith(_FAMILY))
    return next(listed, "") or name_reason(word)


@once
def _ratings() -> Mapping[str, Rating]:
    """Return the ratings by word, read once."""
    text = files(__package__).joinpath("word_ratings.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:])
    make = cache(lambda *numbers: Rating(*map(float, numbers)))  # many words are rated alike
    return MappingProxyType({word: make(*numbers) for word, *numbers in rows})


Features = tuple[tuple[str, float], ...]
_FAMILY = "family "
START, END = "^", "$"
"""What stands as the neighbour of the first and of the last word."""

_SUFFIXES = frozenset((
    "ically ations ation ingly ously fully ments ness ment edly ities less ings ists able ible ing ity ers ism ist ive"
    " ous ful ies er ed ly es al s"
).split())
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
_EITHER = frozenset(("@he", "@him", "@himself"))
"""The lists have phrases with these words for every gender; with other masked words a phrase has no family here."""
class Described(NamedTuple):
    """The words of a sentence that are weighed.

    `places` are their token numbers; `words` what they are weighed as; `marks` the features each has from where it
    stands; `clauses` the stretches (first, last exclusive, of these words) beyond which none has a neighbour; `text`
    holds the `TEXT_FEATURES`.
    """

    places: tuple[int, ...]
    words: tuple[str, ...]
    marks: tuple[tuple[str, ...], ...]
    clauses: tuple[tuple[int, int], ...]
    text: tuple[float, ...]


def describe_sentence(sentence: Sentence) -> Described:
    """Return the words of a sentence that are weighed, names masked, with the features of their places."""
    batch = Batch([sentence])
    weighed = describe_batch(batch)
    marks = [tuple(name for name, holds in weighed.marks.items() if holds[i]) for i in range(len(weighed.places))]
    edges = [*weighed.starts.tolist(), len(weighed.places)]
    words, text = weighed.words.spell(), describe_texts(batch, weighed)[0]
    return Described(tuple(weighed.places), tuple(words), tuple(marks), tuple(pairwise(edges)), tuple(text))


class Weighed(NamedTuple):
    """The words of a batch that are weighed.

    `places` are their numbers in the batch, `words` what they are weighed as, `clause` the number of the stretch beyond
    which none has a neighbour, `starts` the first of each stretch; `marks` says by name of each feature of where a word
    stands which of them have it. `entries` are the hits of our lists in the batch, none meant literally.
    """

    places: Array
    words: Numbered
    clause: Array
    starts: Array
    marks: Mapping[str, Array]
    entries: Sequence[Hit]


def describe_batch(batch: Batch) -> Weighed:
    """Return the words of a batch that are weighed."""
    words, kind = mask_all_names(batch)
    literal = find_literal(batch)
    entries = drop_literal(find_all_entries(batch), literal)
    literal &= kind != _REST
    words.numbers[literal], kind[literal] = words.known.number([LITERAL]), _PART
    marks = _mark_families(batch, entries, words) | _mark_spelling(batch, words, kind)
    places = np.flatnonzero(kind != _REST)
    clause = batch.clause[places]
    kept = {name: holds[places] for name, holds in marks.items()}
    starts = np.flatnonzero(np.diff(clause, prepend=-1))
    return Weighed(places, Numbered(words.numbers[places], words.known), clause, starts, kept, entries)


def _mark_families(batch: Batch, entries: Sequence[Hit], words: Numbered) -> dict[str, Array]:
    """Return which words stand in an entry of our lists, of which family, and which beside one."""
    names = ["listed", "always listed", "beside listed", *(_FAMILY + family for family in FAMILIES)]
    places: dict[str, list[int]] = {name: [] for name in names}
    barred = words.look_up(_describe_barred).tolist()
    for hit in entries:
        if not any(barred[hit.first : hit.last]):
            for name in ("listed", _FAMILY + hit.label, *["always listed"] * hit.always):
                places[name] += range(hit.first, hit.last)
    marks = {name: np.zeros(len(batch.of), dtype=bool) for name in names}
    for name, where in places.items():
        marks[name][where] = True
    inside = batch.place[1:] > 0
    marks["beside listed"][1:] = marks["listed"][:-1] & inside
    marks["beside listed"][:-1] |= marks["listed"][1:] & inside
    return marks


def _describe_barred(words: Sequence[str]) -> Array:
    """Return of words with names masked whether a phrase with it has no family here."""
    return np.array(["@" in word and word not in _EITHER for word in words], dtype=bool)


def _mark_spelling(batch: Batch, words: Numbered, kind: Array) -> dict[str, Array]:
    """Return which words have a feature from how they are written and what stands around them."""
    before, after = batch.gap_before, batch.gap_after
    capital = batch.spelling["capital"] & (kind == _WHOLE) & (before["blank"] | ~batch.begins_anew)
    opened, closed = before["quote"], after["quote"]
    return {
        "all capitals": capital & batch.spelling["capitals"],
        "capital": capital & ~batch.spelling["capitals"],
        "quoted": batch.quoted,
        "one word in quotes": opened & closed,
        "after quote mark": opened & ~closed,
        "before quote mark": closed & ~opened,
        "after comma": before["comma"],
        "before stop": after["pause"] & (words.numbers != words.known.number(["@mr"])),
    }


class Column(NamedTuple):
    """One feature of some words: its name, or that for each of them ("" or None for none), and its value.

    Of a feature with one name the values are given word by word, 0 where a word lacks it.
    """

    names: str | Sequence[str | None]
    values: Array | float


class Told(NamedTuple):
    """Some words, and what the tables say of each: its rating, its rarity, VADER's valence, 0 where it has none."""

    words: Sequence[str]
    ratings: Array
    rarities: Array
    valences: Array


def consult(words: Sequence[str]) -> Told:
    """Return what the tables say of words, ratings in the fields of `Rating`."""
    ratings = np.fromiter(chain.from_iterable(map(rate, words)), dtype=float).reshape(-1, len(Rating._fields))
    valences = np.fromiter(map(rules().lexicon.get, words, repeat(0.0)), dtype=float, count=len(words))
    return Told(words, ratings, rarities(words), valences)


def describe_word(word: str) -> Features:
    """Return the features of a word by itself, as (name, value)."""
    return _list_features(describe_words(consult([word])))


def describe_words(told: Told) -> Iterator[Column]:
    """Yield the features of words by themselves.

    They are the word, its stem, beginnings and ends, how it is rated, its rarity and VADER's valence. Of a compound
    with a masked part ("anti-@name") only the other parts are looked at.
    """
    words = told.words
    plain = ["" if "@" in word or word in (START, END) else word for word in words]
    letters = [word if word[:1].isalpha() else "" for word in plain]
    holds = tell(bool, plain)
    yield Column(["word " + word for word in words], 1.0)
    yield from _list_parts([word if "@" in word else "" for word in words])
    yield Column([word and "stem " + stem(word) for word in plain], 1.0)
    yield from _list_ratings(told.ratings)
    for k in (3, 4, 5):
        yield Column(["begins " + word[:k] if len(word) > k else None for word in letters], 0.5)
    for k in (2, 3, 4):
        yield Column(["ends " + word[-k:] if len(word) > k else None for word in letters], 0.5)
    yield from _list_parts(letters)
    yield Column("rarity", holds * told.rarities / 4)
    yield _step("rarity ", told, holds, 1.0)
    yield Column("length", np.array(list(map(len, plain))) / 10)
    valences = holds * told.valences
    yield Column("positive", np.maximum(valences, 0) / 2)
    yield Column("negative", np.maximum(-valences, 0) / 2)
    yield Column("has valence", valences != 0)
    yield Column("digit", tell(has_digit, plain))


def _list_features(columns: Iterable[Column]) -> Features:
    """Return the features of the first of some words, as (name, value)."""
    firsts = ((names if isinstance(names, str) else names[0], float(np.ravel(values)[0])) for names, values in columns)
    return tuple((name, value) for name, value in firsts if name and value)


def _list_parts(words: Sequence[str]) -> Iterator[Column]:
    """Yield the parts of compounds."""
    parts = {place: word.split("-") for place, word in enumerate(words) if "-" in word}
    for k in range(max(map(len, parts.values()), default=0)):
        names: list[str | None] = [None] * len(words)
        for place, own in parts.items():
            names[place] = "part " + own[k] if k < len(own) else None
        yield Column(names, 0.7)


def _list_ratings(ratings: Array) -> Iterator[Column]:
    """Yield how words are rated: each rating above 0 as a share of 9, its square, and that there is one."""
    for name, shares in zip(Rating._fields, ratings.T / 9, strict=True):
        yield Column(f"rated {name}", shares)
        yield Column(f"rated {name} squared", shares**2)
        yield Column(f"rated {name} at all", (shares > 0) / 2)


def _step(name: str, told: Told, holds: Array, value: float) -> Column:
    """Return the whole step of rarity, up to 7, of the words for which it holds."""
    names = [*(f"{name}{step}" for step in range(8)), None]
    steps = np.where(holds, np.minimum(told.rarities, 7).astype(int), -1)
    return Column([names[step] for step in steps.tolist()], value)


def describe_neighbour(word: str, side: str) -> Features:
    """Return the features a word lends to the one beside it; `side` is "left" or "right" of that one."""
    return _list_features(describe_neighbours(consult([word]), side))


def describe_neighbours(told: Told, side: str) -> Iterator[Column]:
    """Yield the features that words lend to the ones beside them; `side` is "left" or "right" of these."""
    letters = [word if word[:1].isalpha() else "" for word in told.words]
    holds = tell(bool, letters)
    yield Column([f"{side} {word}" for word in told.words], 0.5)
    yield Column([word and f"{side} ends {word[-3:]}" for word in letters], 0.3)
    yield _step(f"{side} rarity ", told, holds, 0.3)
    yield Column(f"{side} has valence", holds * np.abs(told.valences) / 3)
    yield Column(f"{side} rated loaded", holds * told.ratings[:, 0] / 9)


def describe_far_neighbour(word: str, side: str) -> Features:
    """Return the feature a word lends to the one two places away."""
    return _list_features(describe_far_neighbours([word], side))


def describe_far_neighbours(words: Sequence[str], side: str) -> Iterator[Column]:
    """Yield the feature that words lend to the ones two places away."""
    yield Column([f"second {side} {word}" for word in words], 0.3)


TEXT_FEATURES = ("log length", "question mark", "exclamation mark", "share quoted", "has quote marks", "has digits")
"""The features of a sentence as a whole: its clauses' length, marks, how much is quoted, and digits."""


def describe_texts(batch: Batch, weighed: Weighed) -> Array:
    """Return the features of each sentence of a batch, shape (sentences, `TEXT_FEATURES`)."""
    n, of = len(batch.sizes), batch.of[weighed.places]
    sizes, sentence = np.diff(np.append(weighed.starts, len(of))), of[weighed.starts]
    share = sizes / np.bincount(of, minlength=n)[sentence]
    quoted, digits = (np.bincount(batch.of[which], minlength=n) for which in (batch.quoted, batch.spelling["digits"]))
    texts = [sentence.clean for sentence in batch.sentences]
    question, exclamation, quotes = (np.array([mark in text for text in texts], dtype=float) for mark in '?!"')
    logs = np.bincount(sentence, share * np.log(sizes), n)
    return np.column_stack([logs, question, exclamation, quoted / np.maximum(batch.sizes, 1), quotes, digits > 0])


def stem(word: str) -> str:
    """Return a word without its last common ending, so that its forms share a feature."""
    for n in range(min(_LONGEST_SUFFIX, len(word) - 4), 0, -1):
        if word[-n:] in _SUFFIXES:
            word = word[:-n]
            break
    return word.rstrip("ei") if len(word) > 4 else word
