"""Take the names out of a sentence before its words are weighed: who is spoken of must not change a score."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from mediakit.evidence.lexicons import begins_anew, in_title_case
from mediakit.text.names import is_first_name
from mediakit.text.parts import Sentence
from mediakit.text.vocabulary import facts

NAME = "@name"
"""What any name is weighed as; a name of several words is weighed once."""
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
    tokens, gaps = sentence.tokens, sentence.gaps
    headline = in_title_case(tokens, 4)
    keys: list[str] = []
    for i, token in enumerate(tokens):
        opens = headline or (gaps[i] != " " and begins_anew(sentence, i))
        key = _mask(token, opens)
        if key == NAME and keys and keys[-1] in (NAME, REST_OF_NAME) and not gaps[i].strip():
            key = REST_OF_NAME
        keys.append(key)
    return keys


@lru_cache(maxsize=131_072)
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
    if not opens or is_first_name(word) or facts(word).rarity > _UNKNOWN_RARITY:
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


@lru_cache(maxsize=1)
def _masked_words() -> Mapping[str, tuple[str, bool]]:
    """Return the masked words: what each stands as, and whether it must be capitalised to be one."""
    text = files(__package__).joinpath("masked_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["term"]: (row["stands_as"], row["case"] == "capital") for row in rows})
