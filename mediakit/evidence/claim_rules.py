"""Tell what a word means here: the modal may from the month, sure from make sure, some from some 300."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from mediakit.evidence.lexicons import read_lexicon
from mediakit.evidence.numerals import NUMERAL_WORDS
from mediakit.memory import Memory, once
from mediakit.text.batch import Array, Openers, has_digit, tell
from mediakit.text.document import Sentence
from mediakit.text.speech.tokens import AUXILIARIES, DETERMINERS
from mediakit.text.words import family, inflect

_LISTS = {
    "hedge": "hedges", "booster": "boosters", "modal": "modals", "factive": "factives", "negation": "negation",
    "quantifier": "quantifiers",
}  # fmt: skip
AMOUNT, CAPITAL, DAYTIME = 1, 2, 4
"""What a word may begin, as flags: an amount or date, a name; or it ends one ("last night")."""


class Rule(NamedTuple):
    """What an entry looks like in a text: its words, its kind and family, and what must not stand beside it."""

    words: tuple[str, ...]
    kind: str
    label: str
    weight: float
    tense: str
    not_after: frozenset[str]
    not_before: frozenset[str]


class Branch(NamedTuple):
    """The rules that begin with one word: those of one word, and those of several by their second, the
    longest first.
    """

    alone: tuple[Rule, ...] = ()
    onward: Mapping[str, tuple[Rule, ...]] = MappingProxyType({})


@once
def rules() -> MappingProxyType[str, Branch]:
    """Return first word → rules of all lists."""
    alone: dict[str, list[Rule]] = {}
    onward: dict[str, dict[str, list[Rule]]] = {}
    for rule in _list_rules():
        first, *rest = rule.words
        (onward.setdefault(first, {}).setdefault(rest[0], []) if rest else alone.setdefault(first, [])).append(rule)
    return MappingProxyType(
        {
            word: Branch(
                tuple(alone.get(word, ())),
                {then: tuple(sorted(r, key=lambda rule: -len(rule.words))) for then, r in onward.get(word, {}).items()},
            )
            for word in {*alone, *onward}
        }
    )


def _list_rules() -> Iterator[Rule]:
    """Yield the rules of the word lists."""
    folder = Path(__file__).with_name("lexicons")
    for kind, name in _LISTS.items():
        for entry in read_lexicon(folder / f"claims_{name}.csv", kind).entries:
            beside = frozenset(entry.not_after), frozenset(entry.not_before)
            for form in dict.fromkeys(form for form, _ in inflect(entry.term, entry.pos, entry.forms)):
                tense = "base" if entry.pos == "v" and form == entry.term else ""
                yield Rule(tuple(form.split()), kind, entry.family, entry.weight, tense, *beside)


_NOTHING = Branch()
_NUMERALS = frozenset(NUMERAL_WORDS.split("|")) - {"a", "an", "third", "fifth", "tenth"}
_DAYS = family("amount or date")
_DAYTIMES = frozenset(("night", "morning", "afternoon", "evening"))


BRANCHES: Memory[str, Branch] = Memory(lambda token: _branch(token.lower()))
"""The rules that each word as written may begin."""


@once
def cue_openers() -> Openers:
    """Return which words may begin a rule."""
    entries = (rule.words for rule in _list_rules())
    return Openers(entries, lambda token: (bool(BRANCHES[token].alone), token.lower(), token.lower()))


def describe_flags(tokens: Sequence[str]) -> Array:
    """Return what words may begin besides, as flags: an amount or date (1), a name (2); or end (4)."""
    words = [token.lower().rstrip(".") for token in tokens]
    amount = tell(has_digit, tokens) | tell(_may_be_amount, words)
    capital = tell(str.isupper, (token[:1] for token in tokens)) & tell("I".__ne__, tokens)
    flags = amount * AMOUNT | capital * CAPITAL | tell(_DAYTIMES.__contains__, words) * DAYTIME
    return np.asarray(flags, dtype=np.int8)


def _may_be_amount(word: str) -> bool:
    """Tell whether a word (small letters, no stop) may begin an amount or date in words."""
    return word in _DAYS or word in _NUMERALS or "-" in word and not _NUMERALS.isdisjoint(word.split("-"))


def _branch(word: str) -> Branch:
    """Return the rules that a word begins; a contraction begins those of its ending too."""
    branch = rules().get(word, _NOTHING)
    for ending in ("n't", "'ll", "'d"):
        if word.endswith(ending) and len(word) > len(ending):
            branch = Branch((*branch.alone, *rules()[ending].alone), branch.onward)
    return branch


_PREPOSITIONS = family("preposition before a noun")
_PRONOUNS = family("subject")
_NUMERALS_AFTER = frozenset(NUMERAL_WORDS.split("|")) | frozenset(
    "dozens scores hundreds thousands millions billions".split()
)
# These words round an amount only if an amount follows.
_ROUNDERS = family("rounds an amount")
_LIST_VERBS_AS_NOUNS = family("verb or noun")
_MONTH_BEFORE = family("before a month")


def is_meant(rule: "Rule", sentence: Sentence, i: int) -> bool:
    """Tell whether the words at `i` of a sentence mean what the rule says."""
    tokens, last = sentence.tokens, i + len(rule.words)
    before = tokens[i - 1].lower() if i and not _cut(sentence.gaps[i]) else ""
    after = tokens[last].lower() if last < len(tokens) else ""
    if _is_ruled_out(rule, tokens, i, last, before, after):
        return False
    if rule.kind == "modal":
        return _is_modal(tokens, sentence.gaps, i, before, after)
    if rule.kind == "hedge" and rule.label == "approximation":
        return rule.words[0] not in _ROUNDERS or rule.words[-1] == "all" or _counts(after, sentence.gaps[last])
    return _is_plain(rule, sentence, i, last, before, after)


def _is_ruled_out(rule: "Rule", tokens: tuple[str, ...], i: int, last: int, before: str, after: str) -> bool:
    """Tell whether a word beside the entry is one of those its list names as traps."""
    if rule.not_after and (
        before in rule.not_after or (i > 1 and f"{tokens[i - 2].lower()} {before}" in rule.not_after)
    ):
        return True
    second = tokens[last + 1].lower() if last + 1 < len(tokens) else ""
    return bool(after) and (after in rule.not_before or f"{after} {second}" in rule.not_before)


def _is_plain(rule: "Rule", sentence: Sentence, i: int, last: int, before: str, after: str) -> bool:
    """Tell whether an entry of the other lists stands in its plain sense."""
    if rule.words == ("some",) and rule.kind == "quantifier":
        return not _counts(after, sentence.gaps[last])
    if rule.words == ("no",):
        return not after[:1].isdigit()
    if rule.label == "legal" and _like_past(rule):
        return before in DETERMINERS
    if rule.words in (("certain",), ("sure",)):
        felt = before in ("feel", "felt", "almost", "quite", "absolutely", "pretty")
        return felt or before in AUXILIARIES or after in ("that", "to")
    if rule.words[0] in _LIST_VERBS_AS_NOUNS and rule.tense == "base":
        return before not in DETERMINERS and before not in _PREPOSITIONS
    return True


def _like_past(rule: "Rule") -> bool:
    """Tell whether a legal hedge is written like a past tense: claimed, reported, accused."""
    return rule.words in (("claimed",), ("reported",), ("accused",), ("suspected",))


def _cut(gap: str) -> bool:
    """Tell whether a gap between two words ends a phrase."""
    return not gap.isspace()


def _counts(after: str, gap: str) -> bool:
    """Tell whether an amount follows."""
    return (
        bool(after)
        and (
            after[0] in "0123456789$£€¥"
            or gap.strip()[:1] in tuple("$£€¥")
            or not _NUMERALS_AFTER.isdisjoint(after.split("-"))
        )
        and after not in ("a", "an")
        or after in ("half",)
    )


def _is_modal(tokens: tuple[str, ...], gaps: tuple[str, ...], i: int, before: str, after: str) -> bool:
    """Tell the modal from the month, the name, the testament and the tin."""
    word = tokens[i]
    if word.lower() == "may":
        if after[:1].isdigit() or (word == "May" and before in _MONTH_BEFORE) or before[:1].isdigit():
            return False
        opening = i == 0 or gaps[i].strip()[-1:] in tuple('.?!:"“')
        if word == "May" and not opening:
            return sum(token[0].isupper() for token in tokens) > 0.7 * len(tokens)
        return word != "May" or after in _PRONOUNS | {"god", "the"}
    if word == "Will" and i and word.istitle():
        return sum(token[0].isupper() for token in tokens) > 0.7 * len(tokens)
    if word == "Will" and after[:1].isalpha() and i + 1 < len(tokens) and tokens[i + 1][0].isupper():
        return False
    return True
