"""Read the plain grammar around a quotation: words, families of words, verbs, names."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from mediakit.text.speech_verbs import ReportingVerb, find_verb

_TOKEN = re.compile(r"[^\W_]+(?:[.'’&/@-][^\W_]+)*(?:['’](?=\s))?|\.\.\.|[^\w\s]")
_INITIALS = re.compile(r"(?:\w\.){1,4}\w")


@cache
def family(*names: str) -> frozenset[str]:
    """Return the words of the grammar that belong to any of the named families of `grammar_words.csv`."""
    source = files("mediakit.text").joinpath("grammar_words.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(source.splitlines()) if row["family"] in names)


PRONOUNS = family("pronoun")
POSSESSIVES = family("possessive")
DETERMINERS = family("determiner", "possessive")
PREPOSITIONS = family("preposition")
SUBORDINATORS = family("subordinator")
JOINERS = family("joiner")
RELATIVES = family("relative")
BE = family("form of be")
AUXILIARIES = family("auxiliary", "form of be")
TIMES = family("calendar", "platform")
OCCASIONS = family("occasion")
DOCUMENTS = family("document")
PAUSES = frozenset(",—–-:;")
_ABBREVIATIONS = family("abbreviation")
_ADVERBS = family("adverb")
_NO_ADVERBS = family("no adverb")
_VERBS = AUXILIARIES | family("past form", "present form")
_NO_VERBS = family("no verb")
_LINKS = family("name link")
_NO_NAMES = (
    family("pronoun", "object pronoun", "contraction", "adverb", "calendar", "other")
    | DETERMINERS | PREPOSITIONS | SUBORDINATORS | JOINERS | RELATIVES | AUXILIARIES
)  # fmt: skip
_BEFORE_PLURAL_VERB = frozenset("they we i you who people others police".split())
_BEFORE_VERB = frozenset("this that which who it some all many most both another several one".split())


class Token(NamedTuple):
    """A word or mark of the text; `quote` is the number of the quotation it stands for, else -1."""

    text: str
    start: int
    end: int
    quote: int = -1
    lower: str = ""
    """The word in lower case, without a full stop at its end."""

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[:1].isupper()


def tokens_between(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of a stretch; the full stop of an abbreviation belongs to its word."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        if word == "." and tokens and tokens[-1].end == match.start() and _is_abbreviation(tokens[-1].text):
            last = tokens[-1]
            tokens[-1] = Token(last.text + ".", last.start, match.end(), -1, last.lower)
        else:
            tokens.append(Token(word, match.start(), match.end(), -1, word.lower()))
    return tokens


def _is_abbreviation(word: str) -> bool:
    return (
        (len(word) == 1 and word.isupper() and word != "I")
        or word.lower() in _ABBREVIATIONS
        or (len(word) < 10 and _INITIALS.fullmatch(word) is not None)
    )


def is_name(token: Token) -> bool:
    """Return whether a word may belong to a name: a capital, and no word of the grammar."""
    return token.is_capital and token.lower not in _NO_NAMES


def is_adverb(token: Token) -> bool:
    """Return whether a word can stand between a subject and its verb."""
    word = token.text
    if word.lower() in _ADVERBS:
        return True
    return word[0].islower() and len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS


def is_verb(token: Token, before: Token | None) -> bool:
    """Return whether a word outside the list of reporting verbs is probably a finite verb."""
    word = token.text
    if word in _VERBS:
        return True
    if (
        before is None
        or len(word) < 4
        or word in _NO_VERBS
        or not word.endswith("ed")
        or not word.isalpha()
        or not word.islower()
    ):
        return False
    if before.lower in _BEFORE_VERB or before.quote >= 0:
        return True
    return before.lower not in DETERMINERS and before.text[0].isalpha() and before.lower not in JOINERS


def reporting_verb(tokens: list[Token], i: int) -> tuple[ReportingVerb, str, int] | None:
    """Return the reporting verb at `i`, its tense, and how many words it has; nouns ("the claims") are none."""
    if tokens[i].quote >= 0 or not tokens[i].text[0].isalpha():
        return None
    word = tokens[i].text.lower()
    before = tokens[i - 1].lower if i else ""
    if i + 1 < len(tokens) and (phrasal := find_verb(f"{word} {tokens[i + 1].text}")):
        return (*phrasal, 2) if phrasal[1] != "base" or _takes_base(tokens, i) else None
    found = find_verb(word)
    if not found or (found[1] == "base" and not _takes_base(tokens, i)):
        return None
    if found[1] == "participle":
        noun = before in DETERMINERS - _BEFORE_VERB or (i > 0 and owns(tokens[i - 1]))
    else:
        noun = before in DETERMINERS - _BEFORE_VERB or before in ("of", "for", "whose")
        noun = noun or (found[1] == "present" and (before in PREPOSITIONS or before.endswith("ing")))
    if noun:
        return None
    return *found, 1


def _takes_base(tokens: list[Token], i: int) -> bool:
    """Return whether what stands before `i` wants a verb without ending: "to say", "they say", "officials say"."""
    before = next((t for t in reversed(tokens[max(0, i - 3) : i]) if not is_adverb(t)), None)
    if before is None:
        return False
    word = before.lower
    if word == "to" or word in AUXILIARIES or word in _BEFORE_PLURAL_VERB:
        return True
    return (
        word.endswith("s") and not word.endswith(("'s", "’s", "ss")) and word not in _NO_NAMES and not before.is_capital
    )


def name_runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the runs of capitalised words (first, last exclusive), with particles such as "van" inside."""
    runs, i = [], 0
    while i < len(tokens):
        if not is_name(tokens[i]):
            i += 1
            continue
        k = i + 1
        while k < len(tokens) and not owns(tokens[k - 1]):
            linked = tokens[k].text in _LINKS and k + 1 < len(tokens) and is_name(tokens[k + 1])
            if not linked and not is_name(tokens[k]):
                break
            k += 2 if linked else 1
        runs.append((i, k))
        i = k
    return runs


def owns(token: Token) -> bool:
    """Return whether a word is a possessive: "Ryan’s", "voters'"."""
    return token.text.endswith(("'s", "’s", "s'", "s’"))
