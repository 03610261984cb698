"""Hold what betrays a claim: the word lists and the graded reporting verbs, by the words that begin them."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mediakit.evidence.inflections import inflect
from mediakit.evidence.lexicons import read_lexicon
from mediakit.evidence.numerals import NUMERAL_WORDS
from mediakit.text.speech_verbs import inflect as inflect_speech

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
    verb: str
    tense: str
    needs: str
    not_after: frozenset[str]
    not_before: frozenset[str]


class ReportingVerb(NamedTuple):
    """A verb of speech: its `grade`, its `force` (1 plain to 4 violent), and what must stand beside it (`needs`)."""

    verb: str
    grade: str
    force: int
    needs: str
    reason: str


@cache
def reporting_verbs() -> MappingProxyType[str, ReportingVerb]:
    """Return the graded reporting verbs by their base form."""
    source = files("mediakit.text").joinpath("reporting_verbs.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(source.splitlines())
    verbs = (ReportingVerb(r["verb"], r["grade"], int(r["force"]), r["needs"], r["reason"]) for r in rows)
    return MappingProxyType({verb.verb: verb for verb in verbs})


class Branch(NamedTuple):
    """The rules that begin with one word: those of one word, and those of several by their second, the
    longest first.
    """

    alone: tuple[Rule, ...] = ()
    onward: Mapping[str, tuple[Rule, ...]] = MappingProxyType({})


@cache
def rules() -> MappingProxyType[str, Branch]:
    """Return first word → rules of all lists."""
    alone: dict[str, list[Rule]] = {}
    onward: dict[str, dict[str, list[Rule]]] = {}
    for rule in (*_list_rules(), *_verb_rules()):
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
                yield Rule(tuple(form.split()), kind, entry.family, entry.weight, entry.term, tense, "", *beside)


def _verb_rules() -> Iterator[Rule]:
    """Yield the rules of the reporting verbs."""
    nothing: frozenset[str] = frozenset()
    for verb in reporting_verbs().values():
        phrase = verb.verb in ("according to", "in the words of")
        forms = [(verb.verb, "past")] if phrase else inflect_speech(verb.verb)
        if verb.verb.startswith("be "):
            forms = [(f"{be} {verb.verb[3:]}", "past") for be in ("is", "are", "was", "were")]
        for form, tense in dict(forms).items():
            yield Rule(
                tuple(form.split()),
                "attribution",
                verb.grade,
                float(verb.force),
                verb.verb,
                tense,
                verb.needs,
                nothing,
                nothing,
            )


_NOTHING = Branch()
_NUMERALS = frozenset(NUMERAL_WORDS.split("|")) - {"a", "an", "third", "fifth", "tenth"}
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr aug sept sep oct nov dec noon midday midnight today tonight
    yesterday tomorrow quarter twice thrice double doubled doubles doubling triple tripled triples tripling dozens
    scores hundreds thousands millions billions tens twenties thirties forties fifties sixties seventies eighties
    nineties""".split()
)


class Cue(NamedTuple):
    """What a word as written may begin: the rules of the lists, and flags."""

    branch: Branch
    flags: int


class _Cues(dict[str, Cue | None]):
    """The cues of the words met so far, None for most; emptied past `LIMIT`, so that memory stays bounded."""

    LIMIT = 200_000

    def __missing__(self, token: str) -> Cue | None:
        if len(self) >= self.LIMIT:
            self.clear()
        branch, flags = _branch(token.lower()), _flags(token)
        self[token] = cue = Cue(branch, flags) if flags or branch is not _NOTHING else None
        return cue


CUES = _Cues()


def _branch(word: str) -> Branch:
    """Return the rules that a word begins; a contraction begins those of its ending too."""
    branch = rules().get(word, _NOTHING)
    for ending in ("n't", "'ll", "'d"):
        if word.endswith(ending) and len(word) > len(ending):
            branch = Branch((*branch.alone, *rules()[ending].alone), branch.onward)
    return branch


def _flags(token: str) -> int:
    """Return what a word may begin besides: an amount or date (1), a name (2), or end: "last night" (4)."""
    word = token.lower().rstrip(".")
    amount = any(map(str.isdigit, token)) or word in _DAYS or not _NUMERALS.isdisjoint(word.split("-"))
    daytime = word in ("night", "morning", "afternoon", "evening")
    capital = token[:1].isupper() and token != "I"
    return amount * AMOUNT | capital * CAPITAL | daytime * DAYTIME
