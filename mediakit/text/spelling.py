"""Tell whether two words are one word in other spelling: British and American, with accents, ligatures or stops."""

import csv
import re
import unicodedata
from importlib.resources import files

from mediakit.memory import once, remember

# What British spelling writes otherwise, as American spelling has it.
_RULES = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|able|ably|ful|ite|ites|hood|hoods|less|y|ism|ist|ists|al|er|ers)?$)", "or"),
        (r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)", "iz"),
        (r"(?<=[a-z]{2})ys(?=(?:e|ed|es|er|ers|ing)$)", "yz"),
        (r"(?<=[a-z][bcdt])re(?=s?$)", "er"),
        (r"(?<=[a-z][bt])r(?=ed$)", "er"),
        (r"(?<=[a-z])ogue(?=s?$)", "og"),
        (r"(?<=[aeiouy][bcdfghjklmnpqrstvwxz][aeiou])ll(?=(?:s|ed|ing|er|ers|or|ors|ment|ments|ous)?$)", "l"),
        (r"(?<=[aeiouy][bcdfghjklmnpqrstvwxz]{2}[aeiou])ll(?=(?:s|ed|ing|er|ers|or|ors|ment|ments|ous)?$)", "l"),
    )
)
_MAY_DIFFER = re.compile("our|[iy]s|[bcdt]re|[bt]red|ogue|ll")  # what some rule asks for at least
_ACRONYM = re.compile(r"(?:\w\.)+\w?\.?")


@once
def _listed() -> dict[str, str]:
    """Return British word → American word for what no rule covers."""
    source = files("mediakit.text").joinpath("regional_spellings.csv").read_text(encoding="utf-8")
    return {row["british"]: row["american"] for row in csv.DictReader(source.splitlines())}


@remember()
def spell(word: str) -> str:
    """Return the one form that stands for all spellings of a word, in lower case: labour and labor, José and Jose.

    >>> spell("Organised"), spell("U.S."), spell("diﬃcult")
    ('organized', 'us', 'difficult')
    """
    plain = fold(word).casefold().replace("’", "'")
    if _ACRONYM.fullmatch(plain):
        return plain.replace(".", "")
    plain, owns, _ = plain.replace("-", "").partition("'s")
    base, ending = (plain[:-1], "s") if plain.endswith("s") and plain[:-1] in _listed() else (plain, "")
    if base in _listed():
        return _listed()[base] + ending + owns
    for rule, american in _RULES if _MAY_DIFFER.search(plain) else ():
        plain = rule.sub(american, plain)
    return plain + owns


def fold(text: str) -> str:
    """Return a text without accents and ligatures."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))
