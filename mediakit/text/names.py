"""Find names of people, organisations and places in a sentence, and tell whether two names are the same."""

import csv
import gzip
from collections.abc import Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediakit.memory import Memory, once, remember
from mediakit.text.words import facts, family, rarity


@once
def _families() -> MappingProxyType[str, frozenset[str]]:
    source = files("mediakit.text").joinpath("name_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(source.splitlines()))
    names = {row["family"] for row in rows}
    return MappingProxyType({name: frozenset(r["word"] for r in rows if r["family"] == name) for name in names})


@once
def _first_names() -> MappingProxyType[str, str]:
    source = files("mediakit.text").joinpath("first_names.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["name"].lower(): row["gender"] for row in csv.DictReader(source.splitlines())})


def is_first_name(word: str) -> bool:
    """Tell whether a word in lower case is a first name and no everyday word besides (Will, Rose, Mark)."""
    return word in _first_names() and not facts(word).easy and word not in _families()["first name and word"]


def opens_person(tokens: Sequence[str]) -> bool:
    """Tell whether some words begin with a first name and another capital, though the first be a word: Grace Park."""
    word = tokens[0].lower() if len(tokens) > 1 else ""
    if word not in _first_names() or word in GRAMMAR or not tokens[1][:1].isupper():
        return False
    return tokens[1].lower() not in GRAMMAR and tokens[1].lower() != word


_MALE, _FEMALE = _families()["male title"], _families()["female title"]
# Titles stay with a name ("President Obama"); jobs before it do not ("Meta CEO Mark Zuckerberg").
TITLES = _MALE | _FEMALE | _families()["title"]
JOBS = _families()["job"]


def words_of(name: str) -> list[str]:
    """Return the words of a name in lower case, without marks and possessive endings."""
    words = (word.strip(".,()'’“”\"").lower() for word in name.split())
    return [word.removesuffix("'s").removesuffix("’s") for word in words if word]


@remember()
def _kind(name: str) -> str:
    words = words_of(name)
    if not words:
        return ""
    if words[0] in _MALE or words[0] in _FEMALE:
        return "male" if words[0] in _MALE else "female"
    if words[-1] in _families()["thing"]:
        return "thing"
    if _names_group(name, words):
        return "group"
    if words[-1] in _families()["place"]:
        return "place"
    plain = [word for word in words if word not in TITLES]
    return _first_names().get(plain[0], "") if plain and (len(plain) > 1 or len(words) == 1) else ""


def _names_group(name: str, words: list[str]) -> bool:
    if len(words) == 1 and name.isupper() and len(name) > 1:
        return True
    return words[-1] in _families()["group name"] or any(word in _families()["group"] for word in words)


def is_group(word: str) -> bool:
    """Tell whether a word in lower case names a sort of body: union, council, firm."""
    return word in _families()["group"]


def kind_of(name: str) -> str:
    """Return what a name names: "male", "female", "group", "place", "thing", or "" if its words do not tell."""
    return _kind(name) if len(name) < 200 else ""


_DATES = _families()["date"]
_LINKS = family("name link")
# After such a word "of" goes on with the name: Bank of England, University of Calder Vale.
_HEADS = _families()["goes on with of"]
_GROUPS = _families()["goes on after and"]
_OPENING = frozenset('.?!:"“—–-')
COMMON_RARITY = 5.9
"""A capitalised word that is rarer than this is taken for a name wherever it stands."""
_SHORT = 5  # letters of an acronym at most
GRAMMAR = family(
    "pronoun", "object pronoun", "contraction", "adverb", "calendar", "other", "opener", "determiner", "possessive",
    "preposition", "subordinator", "joiner", "relative", "auxiliary", "form of be",
)  # fmt: skip
_LEAST_LARGE = 2  # ordinary words with a capital that make a headline at least
_MANY_LARGE = 8  # times as many with a capital as without


@once
def _written_large() -> frozenset[str]:
    """Read the frequent words that are written with a capital inside sentences, as counted in news."""
    packed = files("mediakit.text").joinpath("written_large.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().split())


@remember()
def is_known_name(token: str) -> bool:
    """Tell whether a word as written names somebody where a capital is due to any word: "Ann", "NASA", not "Tenants".

    It does if it is a first name, an acronym, written with a capital by habit (Trump, Congress), or rare.
    """
    word = token.lower().removesuffix("'s").rstrip("'.")
    if word in GRAMMAR or not token[:1].isupper():
        return False
    if word in _written_large() or is_first_name(word):
        return True
    if "-" in word:
        return any(is_known_name(part) for part in token.split("-"))
    if 1 < len(word) <= _SHORT and token[: len(word)].isupper():
        return True
    people = word.endswith(("ers", "ors", "ists", "ians"))  # campaigners: rare, and no name
    adverb = len(word) > _SHORT + 1 and word.endswith(("bly", "tly", "sly", "edly", "ingly", "cally", "fully"))
    return rarity(word) > COMMON_RARITY and not people and not adverb


def is_opening(gaps: Sequence[str], i: int) -> bool:
    """Tell whether a capital is due at a word whatever it is: at the beginning, after a mark or a quote mark."""
    return i == 0 or gaps[i] != " " and gaps[i].strip()[-1:] in _OPENING


def _is_headline(tokens: Sequence[str], n_capital: int) -> bool:
    """Tell whether words stand in title or capital letters, so that a capital marks no name."""
    if n_capital <= _LEAST_LARGE:
        return False
    cases = list(map(_CASE.__getitem__, tokens))
    return bool(are_headlines(n_capital, cases[1:].count("large"), cases.count("small")))


def are_headlines(n_capital: Any, n_large: Any, n_small: Any) -> Any:
    """Tell headlines by how many words may belong to a name, and how many ordinary ones have a capital or have none.

    Nearly all ordinary words, those that are no names by habit and no words of grammar, have a capital then; the first
    word does not count as one that has.
    """
    return (n_capital > _LEAST_LARGE) & (n_large >= _LEAST_LARGE) & (n_large >= _MANY_LARGE * n_small)


_LEAST_LETTERS = 3


def _case_of(token: str) -> str:
    """Return how an ordinary word is written: "large" or "small"; "" for a name or office, and a word of grammar."""
    if len(token) < _LEAST_LETTERS or not token[0].isalpha():
        return ""
    if token[0].islower():
        return "" if token in GRAMMAR else "small"
    return "" if is_known_name(token) or _is_office(token) else "large"


_CASE = Memory(_case_of)
_WRITTEN = np.dtype([(name, bool) for name in ("capital", "large", "small", "silent")])
"""Of a word: it may belong to a name by its letters, is an ordinary word with a capital, or without; names nobody where
it stands alone and opens a sentence.
"""


def describe_written(tokens: Sequence[str]) -> NDArray[Any]:
    """Return how words are written, in the fields of `_WRITTEN`."""
    rows = np.zeros(len(tokens), dtype=_WRITTEN)
    cases = list(map(_case_of, tokens))
    rows["large"], rows["small"] = ([each == case for each in cases] for case in ("large", "small"))
    rows["capital"] = capital = list(map(_is_capital, tokens))
    for place in np.flatnonzero(capital).tolist():
        token = tokens[place]
        rows["silent"][place] = _only_opens(token, 1) or token.lower() in _DATES or _is_common(token)
    return rows


def _is_office(token: str) -> bool:
    word = token.lower().rstrip(".")
    return word in TITLES or word in JOBS or word in _families()["group name"] or word in _families()["group"]


def find_names(
    tokens: Sequence[str], gaps: Sequence[str], capitals: Sequence[int] | None = None
) -> list[tuple[int, int, str]]:
    """Return (first, last exclusive, name) of each run of words that is probably a name.

    `tokens` and `gaps` are those of a sentence, `capitals` the numbers of its capitalised words, if it is known to be
    no headline. The name is given without possessive ending. A headline in title or capital letters gives none, since
    its capitals say nothing; at the beginning of a sentence a frequent word alone is none ("Tenants said").
    """
    if capitals is None:
        capitals = [i for i, token in enumerate(tokens) if _IS_CAPITAL[token]]
        if _is_headline(tokens, len(capitals)):
            return []
    found, last = [], 0
    for first in capitals:
        if first < last:
            continue
        last = _run_end(tokens, gaps, first)
        if last == first + 1 or not _begins_person(tokens, first, last):
            if is_opening(gaps, first) and _only_opens(tokens[first], last - first):
                first += 1
            while first < last and tokens[first].lower() in _DATES:
                first += 1
        if first < last and not (last - first == 1 and _is_common(tokens[first])) and (
            first or not _is_dateline(tokens, gaps, last)
        ):
            found.append((first, last, bare(" ".join(tokens[first:last]))))
    return found


def _is_dateline(tokens: Sequence[str], gaps: Sequence[str], last: int) -> bool:
    """Tell whether the words up to `last` only say from where a story was sent: "CARROW FALLS — The council voted"."""
    place = " ".join(tokens[:last])
    return gaps[last].strip()[:1] in ("—", "–") and place.isupper() and len(place) > _SHORT


def _only_opens(token: str, length: int) -> bool:
    """Tell whether the first of so many capitalised words has its capital from the beginning of the sentence."""
    word = token.lower()
    if word in GRAMMAR:
        return True
    if length == 1 or word.endswith(("ly", "ing", "ed")):
        return not is_known_name(token)
    return False


def _is_month_name(tokens: Sequence[str], i: int) -> bool:
    """Tell whether a month behind a first name is a surname: "Theresa May", not "in Paris May 5"."""
    following = tokens[i + 1] if i + 1 < len(tokens) else ""
    return is_first_name(tokens[i - 1].lower()) and not following[:1].isdigit() and tokens[i].lower() not in _WEEKDAYS


def _begins_person(tokens: Sequence[str], first: int, last: int) -> bool:
    """Tell whether a month is the first name of a person: "April Jones"."""
    if last - first < 2 or first and tokens[first - 1].lower() in GRAMMAR:  # in April Jones left
        return False
    month = tokens[first].lower() in _DATES and tokens[first].lower() in _first_names()
    return month and tokens[first + 1].lower() not in _DATES


_WEEKDAYS = frozenset(day + "day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))


def _run_end(tokens: Sequence[str], gaps: Sequence[str], first: int) -> int:
    """Return where the run of capitalised words that begins at `first` ends."""
    last, n = first + 1, len(tokens)
    while last < n and (not _owns(tokens[last - 1]) or _is_saint(tokens, first, last)):
        gap = gaps[last]
        if _IS_CAPITAL[tokens[last]] and (
            gap in (" ", " & ")
            or (gap == ". " and _abbreviates(tokens[last - 1]))
            or (gap == "' " and is_group(tokens[last].lower()))  # the Teachers' Union
        ):
            if tokens[last].lower() in _DATES and not _is_month_name(tokens, last):
                break
            last += 1
        elif gap == " " and last + 1 < n and _IS_CAPITAL[tokens[last + 1]] and gaps[last + 1] == " " and (
            tokens[last].lower() in _LINKS
            or (tokens[last] == "of" and tokens[last - 1].lower() in _HEADS)
            or (tokens[last] == "and" and _pairs(tokens, first, last))
        ):  # fmt: skip
            last += 2
        else:
            break
    return last


def _is_saint(tokens: Sequence[str], first: int, last: int) -> bool:
    """Tell whether a possessive is that of a saint, and the name goes on behind it: St. Brice's Hall."""
    return tokens[first] == "St" and last - first == 2 and not _is_office(tokens[last])


def _pairs(tokens: Sequence[str], first: int, last: int) -> bool:
    """Tell whether "and" belongs to a name such as "Courier and Logistics Federation"."""
    return last + 2 < len(tokens) and _IS_CAPITAL[tokens[last + 2]] and tokens[last + 2].lower() in _GROUPS


def _is_capital(token: str) -> bool:
    """Tell whether a word may belong to a name by its letters."""
    return token[:1].isupper() and token != "I" and not token.startswith("I'")


_IS_CAPITAL = Memory(_is_capital)


def _abbreviates(token: str) -> bool:
    """Tell whether a full stop after the word is its own."""
    return len(token) <= 2 or token.lower().rstrip(".") in TITLES


def _owns(token: str) -> bool:
    """Tell whether a word has a possessive ending."""
    return token.endswith(("'s", "'"))


@remember()
def _is_common(token: str) -> bool:
    """Tell whether a single capitalised word names nobody: a title alone, a grammar word."""
    word = token.lower().rstrip(".")
    return word in TITLES or word in GRAMMAR or word in JOBS or (len(token) == 1)


def bare(name: str) -> str:
    """Return a name without possessive ending and stops."""
    return name.removesuffix("'s").removesuffix("’s").rstrip("'’.,")


@remember()
def core(name: str) -> str:
    """Return a name without the titles and jobs before it: "Council member Ray Ostrander" → "Ray Ostrander"."""
    words = name.split()
    while len(words) > 1 and (words[0].lower().strip(".,") in TITLES or words[0].lower().strip(".,") in JOBS):
        words = words[1:]
    return bare(" ".join(words))


class NameKeys(NamedTuple):
    """Under what a name is `kept`, and under what those are kept that can be the same (`others`)."""

    kept: frozenset[str]
    others: frozenset[str]


@remember()
def name_keys(name: str) -> NameKeys:
    """Return the keys of a name: its last word, and, between a single word and a longer name, first word and initials.

    Only names that share a key need be asked of `same_name`.
    """
    words = _words(name)
    starts = {words[0], _initials(words)} if words else ()
    first, alone = {f"{each} first" for each in starts}, {f"{each} alone" for each in starts}
    kept, others = {*words[-1:], *first}, {*words[-1:], *alone}
    if len(words) == 1:
        kept.add(f"{words[0]} alone")
        others.add(f"{words[0]} first")
    return NameKeys(frozenset(kept), frozenset(others))


def same_name(one: str, other: str) -> bool:
    """Tell whether two names can be the same person or body: Lee Park, Park, Mr. Park, L. Park; initials too."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if long[-len(short) :] == short or (len(short) == 1 and short[0] in (long[0], _initials(long))):
        return True
    first_name = short[0][0] == long[0][0] and 1 in (len(short[0]), len(long[0]))
    return len(short) == len(long) > 1 and short[-1] == long[-1] and first_name


@remember()
def _words(name: str) -> list[str]:
    """Return the words of a name as they are compared."""
    return core(name).casefold().replace(".", "").split()


@remember()
def handles(name: str) -> frozenset[str]:
    """Return its first word, its last and its initials: names that are the same share one of these."""
    words = _words(name)
    return frozenset((words[0], words[-1], _initials(words))) if words else frozenset(("",))


def _initials(words: Sequence[str]) -> str:
    """Return the first letters of the heavy words of a name."""
    return "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "&"))
