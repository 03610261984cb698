"""Know what kind of thing a name names: a man, a woman, a group, a place."""

import csv
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from mediakit.text.clauses import Token, owns
from mediakit.text.vocabulary import facts


@cache
def _families() -> MappingProxyType[str, frozenset[str]]:
    source = files("mediakit.text").joinpath("name_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(source.splitlines()))
    names = {row["family"] for row in rows}
    return MappingProxyType({name: frozenset(r["word"] for r in rows if r["family"] == name) for name in names})


@cache
def _first_names() -> MappingProxyType[str, str]:
    source = files("mediakit.text").joinpath("first_names.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["name"].lower(): row["gender"] for row in csv.DictReader(source.splitlines())})


def is_first_name(word: str) -> bool:
    """Tell whether a word in lower case is a first name and no everyday word besides (Will, Rose, Mark)."""
    return word in _first_names() and not facts(word).easy and word not in _ALSO_WORDS


_ALSO_WORDS = frozenset("chuck frank grace grant lance randy sue wade".split())
_MALE, _FEMALE = _families()["male title"], _families()["female title"]
# Titles stay with a name ("President Obama"); jobs before it do not ("Meta CEO Mark Zuckerberg").
TITLES = _MALE | _FEMALE | _families()["title"]
JOBS = _families()["job"]


def words_of(name: str) -> list[str]:
    """Return the words of a name in lower case, without marks and possessive endings."""
    words = (word.strip(".,()'’“”\"").lower() for word in name.split())
    return [word.removesuffix("'s").removesuffix("’s") for word in words if word]


@lru_cache(maxsize=50_000)
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


def kind_of(name: str) -> str:
    """Return what a name names: "male", "female", "group", "place", "thing", or "" if its words do not tell."""
    return _kind(name) if len(name) < 200 else ""


def without_job(tokens: list[Token], a: int, b: int) -> int:
    """Return where the name proper begins in a run of capitalised words: after "Meta CEO", at "President"."""
    for i in range(b - 2, a - 1, -1):
        word = tokens[i].lower
        if word in TITLES:
            while i > a and tokens[i - 1].lower in TITLES:
                i -= 1
            return i
        if word in JOBS or owns(tokens[i]):
            return i + 1
    return a
