"""Tell what a word means here: the modal may from the month, sure from make sure, some from some 300."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from mediakit.evidence.lexicons import read_lexicon
from mediakit.evidence.numerals import NUMERAL_WORDS
from mediakit.memory import once
from mediakit.text.batch import Array, Phrases, has_digit, tell
from mediakit.text.document import Sentence
from mediakit.text.speech.tokens import AUXILIARIES, DETERMINERS
from mediakit.text.words import family, inflect

_LISTS = {
    "hedge": "hedges", "booster": "boosters", "modal": "modals", "factive": "factives", "negation": "negation",
    "quantifier": "quantifiers",
}  # fmt: skip
AMOUNT, DAYTIME = 1, 2
"""What a word may do, as flags: begin an amount or date; end one ("last night")."""


class Place(NamedTuple):
    """Where an entry stands: the words of its sentence and the gaps between them, its first word and the one after its
    last, and the words before it in its phrase and after it in small letters, "" if there is none.
    """

    tokens: Sequence[str]
    gaps: Sequence[str]
    first: int
    last: int
    before: str
    after: str


class Rule(NamedTuple):
    """What an entry looks like in a text: its words, its kind and family, what must not stand beside it, and what else
    must hold of its place, if anything.
    """

    words: tuple[str, ...]
    kind: str
    label: str
    weight: float
    not_after: frozenset[str]
    not_before: frozenset[str]
    holds: Callable[[Place], bool] | None


@once
def rules() -> Mapping[tuple[str, ...], tuple[Rule, ...]]:
    """Return words → rules of all lists."""
    found: dict[tuple[str, ...], tuple[Rule, ...]] = {}
    for rule in _list_rules():
        found[rule.words] = (*found.get(rule.words, ()), rule)
    return MappingProxyType(found)


def _list_rules() -> Iterator[Rule]:
    """Yield the rules of the word lists."""
    folder = Path(__file__).with_name("lexicons")
    for kind, name in _LISTS.items():
        for entry in read_lexicon(folder / f"claims_{name}.csv", kind).entries:
            beside = frozenset(entry.not_after), frozenset(entry.not_before)
            for form in dict.fromkeys(form for form, _ in inflect(entry.term, entry.pos, entry.forms)):
                words, base = tuple(form.split()), entry.pos == "v" and form == entry.term
                holds = _choose_test(words, kind, entry.family, base)
                yield Rule(words, kind, entry.family, entry.weight, *beside, holds)


_NUMERALS = frozenset(NUMERAL_WORDS.split("|")) - {"a", "an", "third", "fifth", "tenth"}
_DAYS = family("amount or date")
_DAYTIMES = frozenset(("night", "morning", "afternoon", "evening"))


@once
def cues() -> Phrases[tuple[Rule, ...]]:
    """Return the rules by the words they look for; a contraction stands for its ending, too."""
    found = dict(rules())
    listed = frozenset(chain.from_iterable(found))
    for word in filter(_ending, listed):
        found[word,] = (*found.get((word,), ()), *found[_ending(word),])
    return Phrases(found, lambda token: word if (word := token.lower()) in listed else _ending(word) or word)


def _ending(word: str) -> str:
    """Return the ending of a contraction, "" of another word."""
    return next((end for end in ("n't", "'ll", "'d") if word.endswith(end) and len(word) > len(end)), "")


def describe_flags(tokens: Sequence[str]) -> Array:
    """Return what words may do, as flags: begin an amount or date (1), or end one (2)."""
    words = [token.lower().rstrip(".") for token in tokens]
    amount = tell(has_digit, tokens) | tell(_may_be_amount, words)
    return np.asarray(amount * AMOUNT | tell(_DAYTIMES.__contains__, words) * DAYTIME, dtype=np.int8)


def _may_be_amount(word: str) -> bool:
    """Tell whether a word (small letters, no stop) may begin an amount or date in words."""
    return word in _DAYS or word in _NUMERALS or "-" in word and not _NUMERALS.isdisjoint(word.split("-"))




_PREPOSITIONS = family("preposition before a noun")
_PRONOUNS = family("subject")
_NUMERALS_AFTER = frozenset(NUMERAL_WORDS.split("|")) | frozenset(
    "dozens scores hundreds thousands millions billions".split()
)
# These words round an amount only if an amount follows.
_ROUNDERS = family("rounds an amount")
_LIST_VERBS_AS_NOUNS = family("verb or noun")
_MONTH_BEFORE = family("before a month")


def is_meant(rule: Rule, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the words from `first` up to `last` of a sentence mean what the rule says."""
    return not (rule.not_after and _is_after(sentence, first, rule.not_after)) and (
        not (rule.not_before and _is_before(sentence, last, rule.not_before))
        and (rule.holds is None or rule.holds(_place(sentence, first, last)))
    )


def _is_after(sentence: Sentence, first: int, traps: frozenset[str]) -> bool:
    """Tell whether one or two words before a word, in its phrase, are among some."""
    if not first or _cut(sentence.gaps[first]):
        return False
    before = sentence.tokens[first - 1].lower()
    return before in traps or (first > 1 and f"{sentence.tokens[first - 2].lower()} {before}" in traps)


def _is_before(sentence: Sentence, last: int, traps: frozenset[str]) -> bool:
    """Tell whether one or two words from a word on are among some."""
    after = [token.lower() for token in sentence.tokens[last : last + 2]]
    return bool(after) and (after[0] in traps or " ".join(after) in traps)


def _place(sentence: Sentence, first: int, last: int) -> Place:
    """Return a place in a sentence."""
    tokens, gaps = sentence.tokens, sentence.gaps
    before = tokens[first - 1].lower() if first and not _cut(gaps[first]) else ""
    return Place(tokens, gaps, first, last, before, tokens[last].lower() if last < len(tokens) else "")


def _choose_test(words: tuple[str, ...], kind: str, label: str, base: bool) -> Callable[[Place], bool] | None:
    """Return what must hold where words stand, besides the traps their list names; `base`: the base form of a verb."""
    if kind == "modal":
        return _is_may if words == ("may",) else _is_will if words == ("will",) else None
    if kind == "hedge" and label == "approximation":
        return _counts if words[0] in _ROUNDERS and words[-1] != "all" else None
    if words == ("some",) and kind == "quantifier":
        return lambda place: not _counts(place)
    if words == ("no",):
        return lambda place: not place.after[:1].isdigit()
    if words in (("certain",), ("sure",)):
        return _is_sure
    if label == "legal" and words in (("claimed",), ("reported",), ("accused",), ("suspected",)):  # and no past tense
        return lambda place: place.before in DETERMINERS
    if words[0] in _LIST_VERBS_AS_NOUNS and base:
        return lambda place: place.before not in DETERMINERS and place.before not in _PREPOSITIONS
    return None


def _is_sure(place: Place) -> bool:
    """Tell whether somebody is certain or sure, not a certain matter."""
    felt = place.before in ("feel", "felt", "almost", "quite", "absolutely", "pretty")
    return felt or place.before in AUXILIARIES or place.after in ("that", "to")


def _cut(gap: str) -> bool:
    """Tell whether a gap between two words ends a phrase."""
    return not gap.isspace()


def _counts(place: Place) -> bool:
    """Tell whether an amount follows."""
    after = place.after
    signed = bool(after) and (after[0] in "0123456789$£€¥" or place.gaps[place.last].strip()[:1] in tuple("$£€¥"))
    return (
        after == "half" or after not in ("", "a", "an") and (signed or not _NUMERALS_AFTER.isdisjoint(after.split("-")))
    )


def _is_may(place: Place) -> bool:
    """Tell the modal from the month and the name."""
    tokens, first, before, after = place.tokens, place.first, place.before, place.after
    month = tokens[first] == "May"
    if after[:1].isdigit() or (month and before in _MONTH_BEFORE) or before[:1].isdigit():
        return False
    if month and first and place.gaps[first].strip()[-1:] not in tuple('.?!:"“'):
        return _is_large(tokens)
    return not month or after in _PRONOUNS | {"god", "the"}


def _is_will(place: Place) -> bool:
    """Tell the modal from the name and the testament."""
    tokens, first = place.tokens, place.first
    if tokens[first] != "Will":
        return True
    if first:
        return _is_large(tokens)
    return not (place.after[:1].isalpha() and first + 1 < len(tokens) and tokens[first + 1][0].isupper())


def _is_large(tokens: Sequence[str]) -> bool:
    """Tell whether most words of a sentence have a capital."""
    return sum(token[0].isupper() for token in tokens) > 0.7 * len(tokens)
