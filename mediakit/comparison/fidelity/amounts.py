"""The amounts, dates and times of one version, each as a thing: number, unit or counted noun, rate, role, and place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isnan
from typing import NamedTuple

from mediakit.comparison.fidelity.annotated import NOWHERE, Place, Side, place_in, stem, stems_of
from mediakit.comparison.fidelity.thesaurus import read_rows
from mediakit.evidence.claims import place_words
from mediakit.evidence.quantities import NAN, Quantity, find_quantities, token_range
from mediakit.evidence.units import family_of
from mediakit.memory import SENTENCES, of_text, once, remember
from mediakit.text.document import Sentence
from mediakit.text.words import family

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RELATIVE_DAYS = (
    "today", "tonight", "yesterday", "tomorrow", "last night", "this morning", "this afternoon", "this evening",
)  # fmt: skip
_AWAY = {"yesterday": -1, "last night": -1, "tomorrow": 1}
_WINDOW = 7


@dataclass(frozen=True)
class Setting:
    """What the words around an amount make of it; "" or empty where they do not tell.

    `role`: to, by or from of a change; before, until, from … of a date. `rate`: year, day, each … `outcomes`: what
    became of those counted (dead, hurt, arrested …), `counted`: what is counted, each a group of
    `counted_things.csv`. `slight`: only, a mere.
    """

    role: str = ""
    rate: str = ""
    outcomes: str = ""
    counted: str = ""
    slight: bool = False


def are_near(one: float, other: float) -> bool:
    """Tell whether neither of two values is more than ten times the other; nought is taken as one."""
    small, large = sorted((abs(one) or 1, abs(other) or 1))
    return large <= 10 * small


class Amount(NamedTuple):
    """One amount, date or time as it stands in a sentence.

    `place` has its limiting words; `context` the stems of content words near it, `unit` what is counted (the stem
    of the next word) or measured; `high` is the upper end of a range, `near` the content words right before and after,
    `days` the days that a weekday or "yesterday" can be, where the day of publication is known.
    """

    kind: str
    label: str
    place: Place
    value: float
    high: float
    unit: str
    limit: str
    order: int
    context: frozenset[str]
    near: tuple[str, str]
    part: str
    way: str
    faint: bool
    setting: Setting
    days: frozenset[str]

    @property
    def shown(self) -> str:
        """The words as they stand."""
        return self.place.text

    @property
    def sentence(self) -> int:
        """The number of its sentence, -1 for the title."""
        return self.place.sentence

    @property
    def family(self) -> str:
        """What its unit measures, "" if it has none."""
        return family_of(self.unit)

    @property
    def is_telling(self) -> bool:
        """Whether the value is rare enough to be known again anywhere: no small whole number."""
        if self.kind == "number" and self.unit not in ("score", "percent"):
            return not isnan(self.value) and (self.value >= 13 or self.value % 1 > 0) and self.unit != "times"
        return self.label not in WEEKDAYS and self.label.lower() not in RELATIVE_DAYS

    @property
    def is_deictic(self) -> bool:
        """Whether it is a day told from the day of writing, such as today: a fact only beside a date."""
        return self.label.lower() in RELATIVE_DAYS

    def alike(self, other: "Amount") -> float:
        """Return how much the words around two amounts have in common, 0 to 1."""
        if not self.context or not other.context:
            return 0.0
        return len(self.context & other.context) / min(len(self.context), len(other.context), 6)


@remember(64)
def collect_amounts(side: Side) -> list[Amount]:
    """Return the amounts of a version in reading order, those of its title first."""
    found: list[Amount] = []
    for number, sentence in side.sentences.items():
        for first, last, lead, amount in _read_sentence(sentence, side.document.published):
            place = place_in(sentence, number, first, last, lead)
            found.append(amount._replace(place=place, order=len(found)))
    return found


def read_amounts(text: str) -> Sequence[Quantity]:
    """Return the quantities of a text as they are compared: ranges, and weekdays with their dates, are one."""
    return _joined_days(_share_units(_without_rates(find_quantities(text, faint=True), text), text), text)


def _without_rates(quantities: Sequence[Quantity], text: str) -> list[Quantity]:
    """Return the quantities without the spans of time that others are reckoned by: the year of "$5 a year"."""
    kept: list[Quantity] = []
    for q in quantities:
        rate = _patterns()["rate after"].match(text, max(kept[-1].stop, kept[-1].end)) if kept and q.faint else None
        if not rate or rate.end() < q.end or family_of(q.unit) != "time":
            kept.append(q)
    return kept


class _Placed(NamedTuple):
    """An amount that has no place in a text yet: the words it is shown from and to, and the characters before them."""

    first: int
    last: int
    lead: int
    amount: Amount


@remember(SENTENCES, key=of_text)
def _read_sentence(sentence: Sentence, published: str) -> tuple[_Placed, ...]:
    """Return the amounts of a sentence of a text of some day."""
    text, starts, ends = place_words(sentence)
    found = []
    for q in read_amounts(text):
        first, last = token_range(starts, ends, q.start, q.end)
        if first < len(starts):
            shown = token_range(starts, ends, q.shown_from, q.end)[0]
            sign = max(0, starts[shown] - q.shown_from)  # a currency sign that stands outside the word
            end = min(token_range(starts, ends, q.start, max(q.stop, q.end))[1], len(starts))
            amount = _amount(sentence, text, q, (first, min(last, len(starts))), _days(q, published))
            found.append(_Placed(shown, end, sign, amount))
    return tuple(found)


def _amount(sentence: Sentence, text: str, q: Quantity, span: tuple[int, int], days: frozenset[str]) -> Amount:
    """Return a quantity, which is a span of words of a sentence, with the words around it and the days that it can be;
    it has no place in a text yet.
    """
    first, last = span
    stems = stems_of(sentence)
    around = [
        s for s in (*stems[max(0, first - _WINDOW) : first], *stems[last : last + _WINDOW]) if s and not s[0].isdigit()
    ]
    after = next((s for s in stems[last : last + 3] if s), "")
    before = next((s for s in reversed(stems[max(0, first - 3) : first]) if s), "")
    if "-" in sentence.tokens[first] and q.unit == "":
        after = stem(sentence.tokens[first].rsplit("-", 1)[1].lower()) or after
    faint = q.faint or (text[q.start : q.end].lower() == "one" and not q.unit)
    return Amount(
        q.kind, q.label, NOWHERE, q.value, q.high, q.unit or after, q.limit, 0, frozenset(around), (before, after),
        q.part, q.way, faint, read_setting(text, q), days,
    )  # fmt: skip


def _days(q: Quantity, published: str) -> frozenset[str]:
    """Return the days that a weekday or a word such as yesterday can be, as ISO dates, counted from publication."""
    label = q.label.lower()
    if q.kind != "date" or not (label.title() in WEEKDAYS or label in RELATIVE_DAYS):
        return frozenset()
    try:
        today = date.fromisoformat(published[:10])
    except ValueError:
        return frozenset()
    if label in RELATIVE_DAYS:
        return frozenset({(today + timedelta(_AWAY.get(label, 0))).isoformat()})
    ahead = (WEEKDAYS.index(label.title()) - today.weekday()) % 7
    return frozenset((today + timedelta(away)).isoformat() for away in (ahead, ahead - 7))


_BETWEEN = re.compile(r"\b(?P<lead>between|from|aged|ages|some|about|of) (?:(?:the )?ages of )?$", re.IGNORECASE)


def _share_units(quantities: Sequence[Quantity], text: str) -> list[Quantity]:
    """Return the quantities with "2 to 4 percent" and "between 30 and 40" read as what they are.

    A number takes unit and scale of the number it leads up to; two that are no change from one to the other become one
    range.
    """
    joined: list[Quantity] = []
    for q in quantities:
        low = joined[-1] if joined else None
        link = text[max(low.end, low.stop) : q.start] if low else ""
        if low is None or link not in (" to ", "-", " and ", " or ", "-to-", " votes to ") or not _can_be_range(low, q):
            joined.append(q)
            continue
        lead = _BETWEEN.search(text, max(0, low.shown_from - 24), low.shown_from)
        word = lead["lead"].lower() if lead else ""
        if link == " and " and word != "between":
            joined.append(q)
            continue
        own_unit = bool(low.unit)
        low = _with_unit_of(low, q)
        changing = link == " to " and _patterns()["change"].search(text, max(0, low.start - 60), low.start)
        if (changing and (word == "from" or (own_unit and not text[: low.start].endswith(" of ")))) or not (
            low.value < q.value or q.unit in ("", "score")
        ):
            joined[-1:] = [low, q]
        else:
            joined[-1:] = [_range(low, q)]
    return joined


def split_lone_ranges(amounts: Sequence[Amount], others: Sequence[Amount]) -> list[Amount]:
    """Return the amounts with each range that the other version does not give as a range taken as its two ends."""
    ranged = {other.unit for other in others if not isnan(other.high)}
    found: list[Amount] = []
    for a in amounts:
        if isnan(a.high) or a.unit == "score" or a.unit in ranged:
            found.append(a)
        else:
            setting = replace(a.setting, role="")  # from $6 to $9: neither end alone is from it
            found += (
                a._replace(value=end, high=NAN, label=name_amount(a.kind, end, a.unit), setting=setting)
                for end in (a.value, a.high)
            )
    return [a if a.order == order else a._replace(order=order) for order, a in enumerate(found)]


def name_amount(kind: str, value: float, unit: str) -> str:
    """Return the normalised form of an amount: "1000", "50 percent", "$4200000"."""
    plain = f"{value:.6f}".rstrip("0").rstrip(".")
    return {"money": f"{unit}{plain}", "percent": f"{plain} {unit}"}.get(kind, plain)


def _can_be_range(low: Quantity, high: Quantity) -> bool:
    """Tell whether two amounts beside each other can be the ends of one range."""
    plain = all(not isnan(q.value) and isnan(q.high) and q.unit != "times" for q in (low, high))
    return plain and not low.faint and (low.unit == high.unit or (low.kind == "number" and not low.unit))


def _with_unit_of(low: Quantity, high: Quantity) -> Quantity:
    """Return the lower end of a range with the unit and scale that are written at its upper end only."""
    value = low.value
    if high.scale > 1 and low.scale == 1 and value < 1000 and are_near(value, high.value / high.scale):
        value *= high.scale
    if value == low.value and low.unit == high.unit:
        return low
    return low._replace(kind=high.kind, value=value, unit=high.unit, label=name_amount(high.kind, value, high.unit))


def _range(low: Quantity, high: Quantity) -> Quantity:
    """Return two amounts as one range."""
    unit = high.unit or "score"
    ends = f"{name_amount('', low.value, '')}-{name_amount('', high.value, '')}"
    label = ends if unit == "score" else f"{ends} {unit}"
    return high._replace(
        start=low.start,
        shown_from=low.shown_from,
        limit=low.limit,
        label=label,
        value=low.value,
        high=high.value,
        unit=unit,
    )


def _joined_days(quantities: Sequence[Quantity], text: str) -> list[Quantity]:
    """Return the quantities with a weekday and the date beside it taken as one."""
    joined: list[Quantity] = []
    for q in quantities:
        last = joined[-1] if joined else None
        if last and last.kind == q.kind == "date" and text[last.end : q.start] in (" ", ", ", " the ", " (") and (
            last.label in WEEKDAYS and "-" in q.label
        ):  # fmt: skip
            joined[-1] = last._replace(end=q.end, stop=q.stop, label=f"{last.label} {q.label}")
        else:
            joined.append(q)
    return joined


_ROLE = re.compile(r"\b(?P<role>to|by|from|of) (?:the |a |an |just |only )?$", re.IGNORECASE)
_REACHED = re.compile(r"\b(?:reach\w{0,3}|hit|hits|stands? at|stood at|is at|was at|now at) $", re.IGNORECASE)
_DATE_ROLE = re.compile(
    r"(?P<near>\b(?:just|shortly|soon|right|immediately|moments|minutes) )?"
    r"\b(?P<role>before|after|until|till|from|since|by|on|in|at|during|through|ahead of|prior to|following|as of"
    r"|starting|beginning) (?:the )?(?:(?:early|late|mid|end of|start of)[ -])?(?:last |next |this )?$",
    re.IGNORECASE,
)
_SLIGHT = family("makes an amount small")
_DENIED = re.compile(r"\b(?:not|never|no)\b|n't\b")
# "the June violence", "Tuesday's vote": the preposition belongs to what follows.
_MODIFIES = re.compile(
    r"'s|[ -](?!(?:and|or|at|in|on|to|for|by|when|as|with|after|before|because|that|but|from|until|of|if|while|during"
    r"|morning|afternoon|evening|night|following|over|amid|near|through|under|without|than|so|which|where)\b)[a-z]"
)
_DATE_ROLES = {
    "till": "until", "ahead of": "before", "prior to": "before", "following": "after", "since": "from", "as of": "from",
    "starting": "from", "beginning": "from", "in": "on", "at": "on", "during": "on",
}  # fmt: skip


def read_setting(text: str, q: Quantity) -> Setting:
    """Return what the words around a quantity of a text make of it."""
    before, after = text[max(0, q.shown_from - 60) : q.shown_from], text[max(q.stop, q.end) : q.end + 70]
    if q.kind in ("date", "time"):
        plain = not _MODIFIES.match(after) and not _DENIED.search(before[-40:])
        role = _DATE_ROLE.search(before) if plain else None
        named = role["role"].lower() if role and not role["near"] else ""  # just after nine is nine
        return Setting(role=_DATE_ROLES.get(named, named))
    word = before.lower().rsplit(None, 1)[-1:] if before.endswith(" ") else []
    slight = not _SLIGHT.isdisjoint(word) or before.lower().endswith(("as little as ", "as few as "))
    return Setting(_role(before, after), _rate(before, after), *_counted(before, after), slight)


def _role(before: str, after: str) -> str:
    """Return the part an amount plays in a change: to, by or from."""
    role = _ROLE.search(before)
    word = role["role"].lower() if role else ""
    lead = re.split("[.;]", before[: role.start()] if role else before)[-1]
    changes = list(_patterns()["change"].finditer(lead))
    near = bool(changes) and len(lead[changes[-1].end() :].split()) <= 5
    if word in ("to", "by", "from"):
        ranged = word == "to" and re.search(r"\bfrom\b", lead) is not None
        return word if near or ranged or word == "from" else ""
    if _REACHED.search(before):
        return "to"
    if near and (word == "of" or not lead[changes[-1].end() :].strip()):
        return "by"
    return "by" if not word and _patterns()["changed by"].match(after) else ""


def _rate(before: str, after: str) -> str:
    """Return what an amount is reckoned by: year, day, each, person."""
    found = _patterns()["rate after"].match(after) or _patterns()["rate before"].search(before)
    if not found:
        return ""
    word = (found["per"] or found["adverb"]).lower()
    return next(_things()[sort, word].group for sort in ("per", "rate") if (sort, word) in _things())


class Thing(NamedTuple):
    """A group of things that are counted, or of outcomes for them, and the groups that may name the same."""

    sort: str
    group: str
    beside: frozenset[str]


@once
def _things() -> dict[tuple[str, str], Thing]:
    """Return (sort, word) → the thing that it names, or what it counts as."""
    return {
        (row["sort"], term): Thing(row["sort"], row["group"], frozenset(filter(None, row["beside"].split("|"))))
        for row in read_rows("counted_things.csv")
        for term in row["term"].split("|")
    }


@once
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns that are made of the words of a sort, by what they find."""
    words: dict[str, str] = {}
    for sort in {sort for sort, _ in _things()}:
        terms = sorted((re.escape(term) for kind, term in _things() if kind == sort), key=len, reverse=True)
        words[sort] = "|".join(terms)
    per = words["per"]
    found = {
        "outcome": rf"(?<!\bthe )\b(?:{words['outcome']})\b",
        "noun": rf"(?<!\bthe )\b(?:{words['noun']})\b",
        "change": rf"\b(?:{words['change']})\b",
        "changed by": rf"(?: \w+)? (?:{words['changed by']})\b",
        "rate after": rf"(?:[ -][a-z]+){{0,2}}?(?: (?:an?|per|each|every) (?P<per>{per})\b"
        r"(?! (?:ago|earlier|later|before|after|old|and a half)\b)"
        r"|(?: [a-z]+){0,2}? (?P<adverb>annually|yearly|monthly|weekly|daily|hourly|nightly"
        rf"|each(?! {per})|apiece)\b)",
        "rate before": rf"(?:\b(?:each|every|per) (?P<per>{per})\b[^.;,:]{{0,30}}"
        r"|\b(?P<adverb>annual|yearly|monthly|weekly|daily|hourly) (?:[a-z]+ ){0,3})$",
    }
    small = ("changed by", "rate after")
    return {name: re.compile(pattern, 0 if name in small else re.IGNORECASE) for name, pattern in found.items()}


def can_be_same(sort: str, one: str, other: str) -> bool:
    """Tell whether two groups of a sort can name the same."""
    if one == other:
        return True
    beside = {thing.group: thing.beside for thing in _things().values() if thing.sort == sort}
    return other in beside.get(one, ()) or one in beside.get(other, ())


_CLAUSE_END = re.compile(
    r"[,.;:()\"]|\d| (?:and|but|while|who|which|after|when|as|in|into|of|for|from|with|on|at|to|by|per|than) "
)
_APART = re.compile(r"[,.;:()\"]|\d| (?:and|or|but|while|who|which|whose|that|after|before|when|as|since) ")
_AVERTED = re.compile(r"\b(?:averted|prevented|avoided)\b")  # deaths that did not come
_REACH = 7


def _counted(before: str, after: str) -> tuple[str, str]:
    """Return what became of those counted, and what is counted."""
    things, patterns = _things(), _patterns()
    lead = _APART.split(before)[-1].rpartition(" with ")[2].split()  # eight dead with 30 others hurt
    led = list(patterns["outcome"].finditer(" ".join(lead[-4:])))
    clause = " ".join(_APART.split(after, maxsplit=1)[0].split()[:_REACH])
    outcome = led[-1] if led else patterns["outcome"].search(clause)
    group = things["outcome", outcome.group().lower()].group if outcome else ""
    nouns = list(patterns["noun"].finditer(" ".join(_CLAUSE_END.split(after, maxsplit=1)[0].split()[:4])))
    noun = nouns[-1] if nouns else None
    return (
        "saved" if group == "dead" and _AVERTED.search(clause) else group,
        things["noun", noun.group().lower()].group if noun else "",
    )
