"""Find how sure a sentence sounds, who is made to say it, and the facts it states.

Hedges, boosters, modals, factives, negations and quantifiers come from word lists; verbs of speech from the graded list
of reporting verbs; numbers, dates and names are read from the text.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mediakit.evidence.hits import Hit
from mediakit.evidence.inflections import inflect
from mediakit.evidence.lexicons import read_lexicon
from mediakit.evidence.names import find_names
from mediakit.evidence.numerals import NUMERAL_WORDS
from mediakit.evidence.quantities import find_quantities, token_range
from mediakit.evidence.readings import is_meant
from mediakit.text.parts import Sentence
from mediakit.text.speech_verbs import inflect as inflect_speech

GRADES = ("neutral", "approval", "doubt", "conflict", "soft")
"""What a reporting verb lends to the words it reports: nothing, truth, doubt, heat, gentleness."""

_LISTS = {
    "hedge": "hedges", "booster": "boosters", "modal": "modals", "factive": "factives", "negation": "negation",
    "quantifier": "quantifiers",
}  # fmt: skip
COLUMNS: tuple[str, ...] = (
    "n_hedges", "n_boosters", "n_modals", "n_factives", "n_negations", "n_quantifiers", "n_attributions",
    *(f"n_attributions_{grade}" for grade in GRADES),
    "n_numbers", "n_percents", "n_money", "n_dates", "n_times", "n_names", "n_named_sources", "n_possible",
)  # fmt: skip
_COLUMN_OF = {
    "hedge": 0, "booster": 1, "modal": 2, "factive": 3, "negation": 4, "quantifier": 5, "attribution": 6, "number": 12,
    "percent": 13, "money": 14, "date": 15, "time": 16, "name": 17,
}  # fmt: skip


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
    """A verb of speech: its `grade`, its `force` (1 plain to 4 violent), and what it `needs` beside it to
    report speech.
    """

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
def _rules() -> MappingProxyType[str, Branch]:
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


class _Triggers(dict[str, Branch]):
    """The rules that a word, as written, may begin; emptied past `LIMIT`, so that memory stays bounded."""

    LIMIT = 200_000

    def __missing__(self, token: str) -> Branch:
        if len(self) >= self.LIMIT:
            self.clear()
        word = token.lower()
        branch = _rules().get(word, _NOTHING)
        for ending in ("n't", "'ll", "'d"):
            if word.endswith(ending) and len(word) > len(ending):
                branch = Branch((*branch.alone, *_rules()[ending].alone), branch.onward)
        self[token] = branch
        return branch


class _Flags(dict[str, int]):
    """Whether a word may begin a quantity (1) or a name (2); emptied past `LIMIT`."""

    LIMIT = 200_000
    _NUMERALS = frozenset(NUMERAL_WORDS.split("|")) - {"a", "an", "third", "fifth", "tenth"}
    _DAYS = frozenset(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may june
        july august september
        october november december jan feb mar apr aug sept sep oct nov dec noon midday midnight today tonight
        yesterday tomorrow
        last this third quarter fifth tenth twice thrice double doubled doubles doubling triple tripled triples
        tripling dozens scores
        hundreds thousands millions billions tens twenties thirties forties fifties sixties seventies eighties
        nineties""".split()
    )

    def __missing__(self, token: str) -> int:
        if len(self) >= self.LIMIT:
            self.clear()
        word = token.lower().rstrip(".")
        numeral = any(map(str.isdigit, token)) or word in self._DAYS or not self._NUMERALS.isdisjoint(word.split("-"))
        self[token] = flag = numeral | (token[:1].isupper() and token != "I") << 1
        return flag


_TRIGGERS = _Triggers()
_FLAGS = _Flags()


def find_claims(sentence: Sentence) -> list[Hit]:
    """Return what a sentence claims and how: hits in order of their first word.

    Kinds are hedge, booster, modal, factive, negation, quantifier (label: family), attribution (label: grade of
    the verb,
    weight: its force), number, percent, money, date, time (label: normalised value) and name (label: the name).
    """
    tokens = sentence.tokens
    hits: list[Hit] = []
    free: dict[str, int] = {}
    end = len(tokens) - 1
    for i, branch in enumerate(map(_TRIGGERS.__getitem__, tokens)):
        if branch is _NOTHING:
            continue
        rules = branch.alone
        if branch.onward and i < end and (longer := branch.onward.get(tokens[i + 1].lower())):
            rules = (*longer, *rules)
        for rule in rules:
            if free.get(rule.kind, 0) <= i and _matches(rule, tokens, sentence.gaps, i) and is_meant(rule, sentence, i):
                last = i + len(rule.words)
                free[rule.kind] = last
                hits.append(Hit(i, last, rule.kind, rule.label, rule.weight))
    flags = 0
    for flag in map(_FLAGS.__getitem__, tokens):
        flags |= flag
    if flags & 1:
        hits.extend(_quantity_hits(sentence))
    if flags & 2:
        hits.extend(Hit(first, last, "name", name) for first, last, name in find_names(tokens, sentence.gaps))
    hits.sort()
    return hits


def _matches(rule: Rule, tokens: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether the further words of a rule follow, with nothing but blanks or hyphens between."""
    n = len(rule.words)
    if n == 1:
        return True
    if i + n > len(tokens):
        return False
    return all(tokens[i + k].lower() == rule.words[k] and not gaps[i + k].strip(" -") for k in range(1, n))


def verb_of(sentence: Sentence, hit: Hit) -> str:
    """Return the base form of the reporting verb behind an attribution hit, "" for another hit."""
    words = tuple(token.lower() for token in sentence.tokens[hit.first : hit.last])
    branch = _rules().get(words[0], _NOTHING)
    rules = branch.onward.get(words[1], ()) if len(words) > 1 else branch.alone
    return next((rule.verb for rule in rules if rule.kind == hit.kind == "attribution" and rule.words == words), "")


def _quantity_hits(sentence: Sentence) -> Iterator[Hit]:
    """Yield the amounts, dates and times of a sentence as hits."""
    text, starts, ends = place_words(sentence)
    places = []
    for start, token in zip(starts, sentence.tokens, strict=True):
        if _FLAGS[token] & 1:
            places.append(start)
            if "-" in token:  # over-50s, mid-1990s
                places += [start + k + 1 for k, letter in enumerate(token) if letter == "-"]
    for quantity in find_quantities(text, places):
        first, last = token_range(starts, ends, quantity.start, quantity.end)
        if first < len(starts):
            yield Hit(first, min(last, len(starts)), quantity.kind, quantity.label)


def place_words(sentence: Sentence) -> tuple[str, list[int], list[int]]:
    """Return the normalised text of a sentence, and where in it each word starts and ends."""
    parts, starts, ends, at = [sentence.gaps[0] if sentence.gaps else ""], [], [], 0
    at = len(parts[0])
    for token, gap in zip(sentence.tokens, sentence.gaps[1:], strict=False):
        starts.append(at)
        ends.append(at + len(token))
        at += len(token) + len(gap)
        parts += token, gap
    return "".join(parts), starts, ends


def tally(sentence: Sentence, keep: Sequence[bool] | None) -> Sequence[float]:
    """Return the counts of a sentence in the order of `COLUMNS`, of the words kept (all for None).

    A hit counts if its first word is kept.
    """
    counts = [0.0] * len(COLUMNS)
    hits = find_claims(sentence)
    for hit in hits:
        if keep is None or keep[hit.first]:
            counts[_COLUMN_OF[hit.kind]] += 1
            if hit.kind == "attribution":
                counts[7 + GRADES.index(hit.label)] += 1
            counts[19] += hit.kind == "modal" and hit.label == "possibility"
    counts[18] = float(sum(1 for hit in named_sources(hits) if keep is None or keep[hit.first]))
    return counts


def named_sources(hits: Sequence[Hit]) -> list[Hit]:
    """Return the names that stand as the source of an attribution: just before its verb, or right behind it."""
    names = [hit for hit in hits if hit.kind == "name"]
    found = []
    for verb in (hit for hit in hits if hit.kind == "attribution"):
        after = next((name for name in names if name.first == verb.last), None)
        before = [name for name in names if name.last <= verb.first and verb.first - name.last <= 8]
        source = before[-1] if before else after
        if source is not None and source not in found:
            found.append(source)
    return found
