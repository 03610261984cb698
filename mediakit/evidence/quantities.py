"""Find numbers, percentages, money, dates and times in a text, each with one normalised value."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from math import isinf
from typing import Any, NamedTuple

from mediakit.evidence.dates import CALENDAR, Day, read_day
from mediakit.evidence.numerals import (
    FIGURES,
    FRACTION,
    MIXED,
    NUMERAL_WORDS,
    ORDINAL,
    SCALE,
    WORDS,
    read_figures,
    read_fraction,
    read_number,
    read_ordinal,
    read_scale,
)
from mediakit.evidence.units import pattern, read_unit
from mediakit.memory import remember
from mediakit.text.words import family

NAN = float("nan")


class Quantity(NamedTuple):
    """An amount or a point in time at `start` to `end` of a text.

    `kind` is number, percent, money, date or time; `label` the normalised value ("1000", "50 percent", "$4200000",
    "01-14", "article 50"); `value` the amount in `unit` (NaN where there is none, as for dates and ranks), `high` the
    upper end of a range or the other side of a score; `limit` is "" for an exact amount, or about, under, over, at
    most, at least. `shown_from` is where its limiting words ("about", "no more than") begin, `stop` where the words
    of its unit end. `part` and `way` are those of a `Day`; a `faint` quantity is no amount by itself ("a week", "the
    third man", "Article 50"): it counts only where another stands for it.
    """

    start: int
    end: int
    kind: str
    label: str
    value: float
    unit: str
    limit: str
    shown_from: int
    stop: int
    high: float = NAN
    scale: float = 1.0
    part: str = ""
    way: str = ""
    faint: bool = False


# Digits here are not amounts: addresses, telephone numbers, numbered things.
_SKIPPED = (
    r"(?:https?://|www\.)\S{1,500}|[\w.+-]{1,64}@[\w.-]{1,99}|[@#]\w{1,99}"
    r"|(?:\+|(?<=\+))\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,5}|\d{3,5}\) ?\d{3,4}[ -]?\d{3,4}"
    r"|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b|\d{3}-\d{4}\b|\d{3}[-.]\d{3}[-.]\d{4}\b"
)
# Names that hold digits: COVID-19, F-16, G20.
_NAMED = r"[A-Za-z]{1,30}\d[\w-]{0,30}|(?-i:[A-Z])[A-Za-z]{0,29}-\d[\w-]{0,30}"
_NUMBERED = family("known by a number")
_NUMBERED_SMALL = family("known by a number where it is small")
_SIGNS = {"US$": "$", "A": "A$"}
_CODES = re.compile(r"\b(?P<code>USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|HKD|SEK|NOK|DKK|RUB|ZAR|KRW|Rs\.?) ?$")
_MINUS = re.compile(r"(?:^|[\s(\"])-$|(?<!plus or )\bminus $", re.IGNORECASE)
_RANK = r"\d+(?:st|nd|rd|th)\b"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred"
_PAIR = (
    r"(?P<pair>(?P<coin>(?:US|A|C|NZ|HK)?[$£€¥₹])?(?<![\w.,/-])(?P<low>\d{1,3}(?:\.\d)?)[-–](?P<high>\d{1,3}(?:\.\d)?)(?P<third>-\d{1,3})?"
    rf"(?P<pairscale>{SCALE})?(?![\w/-])(?!,\d|\.\d))"
)
_AMOUNT = (
    r"(?P<amount>(?P<sign>(?:US|A|C|NZ|HK)?[$£€¥₹]\s?)?"
    rf"(?P<digits>{FIGURES})(?P<mixed>{MIXED})?(?P<scale>{SCALE}|(?(sign)\s?b\b))?(?P<odd>(?:-odd|s|\+)(?!\w))?)"
)
_TIMES = (
    r"(?P<times>(?:(?P<fold>\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|a hundred)(?: times"
    r"|-?fold)|twice|thrice"
    r"|doubl(?:e|ed|es|ing)|tripl(?:e|ed|es|ing)|quadrupl(?:e|ed|es|ing)|halv(?:ed|es|ing))\b)"
)
_VAGUE = (
    r"(?P<vague>(?:(?:tens|hundreds|dozens|scores) of (?:thousands|millions|billions)|dozens"
    r"|scores(?= of)|hundreds|thousands|millions|billions)"
    r"\b(?: of (?P<coins>dollars|pounds|euros))?|\ba couple(?= of (?!days ago))\b)"
)
_AGES = r"(?P<age>(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b)"
_RATIO = (
    rf"(?P<ratio>\b(?P<top>{_SMALL}|\d{{1,3}}) (?:out of|in) (?P<share>every |each )?(?P<base>\d{{1,4}}|{_SMALL})\b"
    r"(?! (?:second|minute|hour|day|week|month|year|decade|game|match|start|attempt)s?\b))"
)
_SPAN = r"(?:second|minute|hour|day|week|fortnight|month|year|decade|century)"
_SINGLE = (
    rf"(?P<single>\b(?:an? (?:full |whole )?(?P<one>{_SPAN})\b(?! (?:old|later)\b)(?P<and> and a (?:half|quarter)\b)?"
    rf"|(?P<ones>{_SPAN})-and-a-half\b))"
)
_MASTER = re.compile(
    rf"(?P<skip>{_SKIPPED})|(?P<named>{_NAMED})|{CALENDAR}|{_TIMES}|{_VAGUE}|{_AGES}|{_RATIO}|{_PAIR}|(?P<rank>{_RANK})"
    rf"|(?P<fraction>{FRACTION})|{_AMOUNT}|{_SINGLE}|(?P<ordinal>{ORDINAL})|(?P<words>{WORDS})",
    re.IGNORECASE,
)
_OPENERS = frozenset(re.findall("[a-z]+", f"{ORDINAL} {NUMERAL_WORDS} {_SPAN}")) | frozenset(
    """january jan february feb march mar april apr may june jun july jul august aug september sept sep october oct
    november nov december dec monday tuesday wednesday thursday friday saturday sunday noon midday midnight today
    tonight yesterday tomorrow last next this the spring summer autumn fall winter twice thrice double doubled doubles
    doubling triple tripled triples tripling quadruple quadrupled quadruples quadrupling halve halved halves halving
    tens dozens scores hundreds thousands millions billions twenties thirties forties fifties sixties seventies eighties
    nineties""".split()
)
"""The words of letters with which a quantity may begin; of others, digits and signs tell."""
_PLACE = re.compile(r"(?:(?:US|A|C|NZ|HK)?[$£€¥₹'@#+])?[\w.]*\w")
_AFTER = re.compile(
    r"\s?(?P<percent>%|per ?cent\b|percent\b|pc\b)(?P<points>[- ]points?\b)?"
    r"|\s?°? ?(?P<degree>(?-i:[CF]))(?![\w'])(?<![\d.] [CF])"
    rf"|[ -]?(?:degrees |an? |of an? )?(?P<unit>{pattern()})(?![\w%]|/h)(?! per ?cent)",
    re.IGNORECASE,
)
_HALF_MORE = re.compile(r" and a (?P<more>half|quarter)\b")
_LIMITS = {
    "about": "about|around|roughly|approximately|approx|circa|nearly|almost|some|an estimated|close to"
    "|just over|just under|"
    "in the region of|something like|more or less|getting on for|a little over|a little under|slightly"
    " more than|slightly less than|"
    "somewhere around|nearer|on the order of|an average of|an approximate",
    "over": "over|above|exceeding|more than|upwards of|in excess of|well over|greater than|older than"
    "|higher than|longer than|topping|"
    "beyond",
    "under": "under|below|less than|fewer than|lower than|younger than|well under",
    "at least": "at least|no fewer than|no less than|not less than|a minimum of",
    "at most": "at most|up to|as many as|as much as|no more than|not more than|a maximum of|maximum of"
    "|maximum term of|maximum sentence of|maximum fine of|no higher"
    " than|no longer than",
}
_LIMIT_OF = {phrase: limit for limit, row in _LIMITS.items() for phrase in row.split("|")}
_LIMIT_ENDS = frozenset(phrase.split()[-1] for phrase in _LIMIT_OF)
_LIMIT_AFTER = re.compile(
    r"(?:(?: [a-z]+)? |-)?(?:(?P<least>(?:or|and) (?:more|older|longer|over|above|up)\b|at least(?=[.,;:)]|$))"
    r"|(?P<most>(?:or|and) (?:less|fewer|younger|under)\b|at most(?=[.,;:)]|$))|(?P<about>or so\b))"
)
_LAST_WORDS = re.compile(r"\b[A-Za-z]+\b")
_SPANS = frozenset(("day", "week", "month", "year", "decade", "hour"))
_ARTICLES = ("the", "a", "an", "only", "just")
_LAST_OF_LIMITS = _LIMIT_ENDS.union(_ARTICLES)
_MOVES = family("moves up to a value")
_LIFE = re.compile(r"\b(?:his|her|their|its|the)(?: (?P<part>early|mid|late))?[ -]$", re.IGNORECASE)
_ERA = re.compile(r"\bthe(?: (?P<part>early|mid|late))?[ -]$", re.IGNORECASE)


def find_quantities(text: str, places: Iterable[int] | None = None, *, faint: bool = False) -> list[Quantity]:
    """Return the amounts, dates and times of a text with normalised typography, in order.

    Digits of addresses, telephone numbers, numbered things ("Route 9") and names ("COVID-19") are no amounts.
    `places` are the offsets at which one may begin (every word, if not given). With `faint=True` quantities that are
    no amounts by themselves are given too: numbered things, ranks in words, "a week", seasons, "last year".
    """
    found: list[Quantity] = []
    at = 0
    for place in places if places is not None else _find_openers(text):
        match = _MASTER.match(text, place) if place >= at else None
        if not match:
            continue
        quantity = _read(text, match)
        if quantity and not isinf(quantity.value):  # more digits than a number can have
            found.append(quantity)
        at = quantity.end if quantity else match.end()
    return [q for q in found if faint or not q.faint]


def _find_openers(text: str) -> Iterator[int]:
    """Yield where the words begin that may open a quantity, in a text with an address all words."""
    addressed = "@" in text or "://" in text
    for word in _PLACE.finditer(text):
        if addressed or _may_open(word.group()) or text[word.end() : word.end() + 1] == "-":
            yield word.start()


@remember()
def _may_open(word: str) -> bool:
    """Tell whether a quantity may begin with a word: only some words of letters can."""
    return not (word.isascii() and word.isalpha()) or word.lower().removesuffix("fold") in _OPENERS


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    """Return the quantity behind a match, or None if it is none."""
    start, end = match.span()
    if match.start("named") >= 0:
        return _faint(start, end, match.group().lower(), "numbered") if text[start].isupper() else None
    group = match.lastgroup or ""
    if group in _READERS:
        return _READERS[group](text, match)
    if group == "skip":
        return None
    day = read_day(text, match)
    if day is None:
        return _amount(text, start, end, float(match.group()), end, "") if match.group().isdecimal() else None
    return _dated(text, start, day, match)


def _dated(text: str, start: int, day: Day, match: re.Match[str]) -> Quantity:
    """Return the quantity of a date or time."""
    more = {"part": day.part, "way": day.way, "faint": match.lastgroup in ("period", "season", "spoken")}
    return _limited(text, start, day.end, day.kind, day.label, NAN, day.kind, stop=day.stop, **more)


def _faint(start: int, end: int, label: str, unit: str, value: float = NAN) -> Quantity:
    """Return a quantity that is no amount by itself."""
    return Quantity(start, end, "number", label, value, unit, "", start, end, faint=True)


def _is_numbered(text: str, start: int, end: int) -> str:
    """Return the name of a thing that a small number belongs to, as compared: "route" of Route 9, "no" of No. 10,
    "group" of the Group of Seven; "" if it is an amount.
    """
    if end - start > 5 or start < 2 or text[start - 1] not in " -":
        return ""
    before = text[max(0, start - 14) : start - 1].split(" ")
    word = before[-1]
    if word == "of":
        return "group" if len(before) > 1 and before[-2] == "Group" and text[start].isupper() else ""
    known = word.lower() in (_NUMBERED if word[:1].isupper() else _NUMBERED_SMALL)
    if not known or (word == "number" and not text[start].isdigit()):
        return ""
    return word.lower().rstrip(".").replace("number", "no").replace("nos", "no")


def _read_words(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    thing = _is_numbered(text, start, end) if match.group().istitle() else ""
    value, stop = read_number(text, start, end)
    if thing:
        return None if value is None else _faint(start, end, f"{thing} {_plain(value)}", "numbered", value)
    return _amount(text, start, end, value, stop, "")


def _read_amount(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    sign = (match["sign"] or "").strip()
    value = read_figures(match["digits"], match["mixed"] or "") * read_scale(match["scale"])
    thing = "" if sign or match["scale"] else _is_numbered(text, start, end)
    if thing:
        return _faint(start, end, f"{thing} {_plain(value)}", "numbered", value)
    decade = match["odd"] == "s" and value in range(10, 100, 10)
    if decade and _LIFE.search(text, max(0, start - 12), start):
        return _decade(text, start, end, value, ("early", "late"))  # highs in the 90s are none
    found = _amount(text, start, end, value, end, _SIGNS.get(sign, sign))
    return found._replace(scale=read_scale(match["scale"])) if found and match["scale"] else found


def _decade(text: str, start: int, end: int, tens: float, of_century: tuple[str, ...]) -> Quantity:
    """Return a decade of life (in his thirties, in her early 40s), or of a century, by the parts that tell that."""
    life, era = (found.search(text, max(0, start - 12), start) for found in (_LIFE, _ERA))
    part = (life["part"] or "").lower() if life else ""
    if era and tens >= _LEAST_DECADE and part in of_century:
        return Quantity(start, end, "date", f"19{_plain(tens)}s", NAN, "date", "", start, end, part=part)
    return Quantity(start, end, "number", f"{_plain(tens)}s", tens, "age", "", start, end, part=part)


_LEAST_DECADE = 50  # the sixties are rarely anybody's age, the thirties are


def _read_fraction(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    return _amount(text, start, end, read_fraction(match.group()), end, "")


def _read_pair(text: str, match: re.Match[str]) -> Quantity:
    """Return a result such as 5-4, or a range."""
    low, high = float(match["low"]), float(match["high"])
    scale = read_scale(match["pairscale"])
    if match["coin"] or match["pairscale"]:
        low, high = low * scale, high * scale
    found = _amount(text, match.start(), match.end(), high, match.end(), match["coin"] or "")
    return _spread(found, match.start(), low, match["third"] or "") if found else _faint(0, 0, "", "")


def _spread(top: Quantity, start: int, low: float, third: str = "") -> Quantity:
    """Return the range from `low` to an amount, or the score of two numbers."""
    unit = top.unit or "score"
    label = f"{_plain(low)}-{_plain(top.value)}{third}"
    label = f"{label} {unit}" if unit != "score" else label
    return top._replace(start=start, shown_from=start, label=label, value=low, high=top.value, unit=unit)


def _read_rank(text: str, match: re.Match[str]) -> Quantity:
    return _limited(text, *match.span(), "number", match.group().lower(), NAN, "rank")


_NO_RANK = re.compile(r"\b(?:an?|one|per|each|every|split|of a|last|for|at) $", re.IGNORECASE)


def _read_ordinal(text: str, match: re.Match[str]) -> Quantity | None:
    """Return a rank in words; "second" may be a span of time, "third" a part."""
    start, end = match.span()
    if match.group().lower() in ("second", "third", "fifth", "first") and _NO_RANK.search(
        text, max(0, start - 8), start
    ):
        return None
    place = read_ordinal(match.group())
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return _faint(start, end, f"{place}{ending}", "rank")


def _read_times(text: str, match: re.Match[str]) -> Quantity:
    word = match.group().lower()
    named = {"tw": 2.0, "do": 2.0, "th": 3.0, "tr": 3.0, "qu": 4.0, "ha": 0.5}
    fold = _value_of(match["fold"]) if match["fold"] else named[word[:2]]
    return _limited(text, *match.span(), "number", f"{_plain(fold)} times", fold, "times")


def _read_ratio(text: str, match: re.Match[str]) -> Quantity | None:
    """Return a share (one in ten, seven out of ten)."""
    top, base = _value_of(match["top"]), _value_of(match["base"])
    rated = match["top"].isdecimal() and not re.match(r" (?:of )?[a-z]", text[match.end() :])  # 2 out of 9, on a scale
    if (
        rated
        or not 0 < top < base
        or (top > 1 and base not in (3, 4, 5, 10, 20, 100, 1000) and "out of" not in match.group())
    ):
        return _amount(text, match.start(), match.end("top"), top, match.end("top"), "")
    percent = round(100 * top / base, 1)
    return _limited(text, *match.span(), "number", f"{_plain(percent)} percent", 100 * top / base, "percent")


def _read_age(text: str, match: re.Match[str]) -> Quantity:
    """Return a decade in words: of a life (in his thirties), or of a century (in the nineties)."""
    tens = 10.0 * (_DECADES.index(match.group().lower().removesuffix("ties")) + 2)
    return _decade(text, *match.span(), tens, ("", "early", "mid", "late"))


def _read_single(text: str, match: re.Match[str]) -> Quantity:
    """Return one span of time: a week, a year and a half."""
    unit = (match["one"] or match["ones"]).lower()
    more = 0.0 if match["one"] and not match["and"] else 0.25 if (match["and"] or "").endswith("quarter") else 0.5
    found = Quantity(*match.span(), "number", _plain(1 + more), 1 + more, unit, "", match.start(), match.end())
    return found._replace(faint=not more)


_DECADES = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")


def _value_of(word: str) -> float:
    """Return the value of a number in figures or one word, 0 if it is none."""
    if word.isdecimal():
        return float(word)
    return read_number(f"{'a ' * word.lower().startswith('hundred')}{word.lower()} people")[0] or 0.0


def _amount(text: str, start: int, end: int, value: float | None, stop: int, sign: str) -> Quantity | None:
    """Return an amount with the unit that follows it; None if the words are no amount."""
    if value is None:
        return None
    end = stop
    signed = text[max(0, start - 6) : start].lower().endswith(("-", "minus "))
    minus = _MINUS.search(text, max(0, start - 14), start) if signed else None
    if minus and value:
        start, value = minus.end() - len(minus.group().strip(' ("')) - minus.group().endswith(" "), -value
    code = _CODES.search(text, max(0, start - 5), start) if not sign else None
    if code:
        unit = read_unit(code["code"].rstrip("."))
        start, sign = code.start(), unit.name if unit else ""
    if sign:
        return _limited(text, start, end, "money", f"{sign}{_plain(value)}", value, sign)
    return _measured(text, start, end, value, _AFTER.match(text, end))


def _measured(text: str, start: int, end: int, value: float, after: re.Match[str] | None) -> Quantity:
    """Return an amount by the unit behind it: percent, a currency, a measure, or none."""
    if after and after["percent"]:
        unit = "percentage points" if after["points"] else "percent"
        return _limited(text, start, after.end(), "percent", f"{_plain(value)} {unit}", value, unit)
    if after and after["degree"]:
        unit = "celsius" if after["degree"] == "C" else "fahrenheit"
        return _limited(text, start, end, "number", _plain(value), value, unit, stop=after.end())
    unit_of = read_unit(after["unit"]) if after and after["unit"] else None
    if after and unit_of and unit_of.family == "money" and not _is_weight(text, start, value, after):
        if after["unit"].lower() != "p" or text[after.end() - 2].isdigit():
            value *= unit_of.factor
            label = f"{unit_of.name}{_plain(value)}"
            return _limited(text, start, after.end(), "money", label, value, unit_of.name)
    if after and unit_of and unit_of.family == "points":
        value *= unit_of.factor
        label = f"{_plain(value)} percentage points"
        return _limited(text, start, after.end(), "percent", label, value, "percentage points")
    if after and unit_of and after["unit"].lower() != "p":
        return _in_unit(text, start, end, value, after, unit_of.name if unit_of.family != "money" else "pound")
    if 0 < value < 1 and not text[start:end][:1].isdecimal():
        return _limited(text, start, end, "number", f"{_plain(round(100 * value, 1))} percent", 100 * value, "percent")
    return _limited(text, start, end, "number", _plain(value), value, "")


def _in_unit(text: str, start: int, end: int, value: float, after: re.Match[str], unit: str) -> Quantity:
    """Return an amount of a unit of measure, with the half that may follow it: three years and a half."""
    stop = after.end()
    more = _HALF_MORE.match(text, stop)
    if more:
        value, stop = value + (0.5 if more["more"] == "half" else 0.25), more.end()
    if unit == "hour" and value % 1:
        return _limited(text, start, stop, "number", _plain(value * 60), value * 60, "minute")
    return _limited(text, start, end, "number", _plain(value), value, unit, stop=stop)


_WEIGHED = re.compile(r"\b(?:weigh|lost|lose|losing|gain|shed|heav|lift|put on|dropp)", re.IGNORECASE)
_MONEYED = re.compile(
    r" of (?:\w+ )?(?:debt|aid|funding|funds|money|savings|damage|cuts|investment|profit|taxpayer|public|spending"
    r"|loans?|support|grants?|tax|cash|income|revenue|government|new)",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"-(?:note|fine|deal|bill|grant|fee|price|prize|bond|coin|contract)"
    r"| (?:note|fine|deal|bill|grant|fee|price|prize|bond|coin)"
)


def _is_weight(text: str, start: int, value: float, after: re.Match[str]) -> bool:
    """Tell pounds of weight from money: weighed 7 pounds, two 5-pound bags, 200 pounds of beef."""
    written = after["unit"].lower()
    if written not in ("pound", "pounds") or value >= 1e6:
        return False
    if _WEIGHED.search(text, max(0, start - 32), start):
        return True
    rest = text[after.end() : after.end() + 24]
    if rest.startswith(" of ") and not _MONEYED.match(rest):
        return True
    hyphened = text[after.start() : after.start() + 1] == "-"
    return (hyphened and not _PRICED.match(rest)) or rest.startswith(
        (" heavier", " lighter", " overweight", " per square")
    )


_SIZES = {"dozens": 12, "tens": 10, "scores": 20, "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9}


def _read_vague(text: str, match: re.Match[str]) -> Quantity:
    """Return an amount told only by its size: dozens, hundreds of thousands; a couple is two."""
    words = match.group().lower().split()
    if words[-1] == "couple":
        return _faint(*match.span(), "2", "", 2.0)
    size = 1.0
    for word in words:
        size *= _SIZES.get(word, 1)
    coin = match["coins"]
    sign = (read_unit(coin) or read_unit("usd")).name if coin else ""  # type: ignore[union-attr]
    sizes = " ".join(word for word in words if word in _SIZES or word == "of").removesuffix(" of")
    return _limited(text, *match.span(), "money" if coin else "number", f"{sign}{sizes}", size, "size")


_READERS = {
    "words": _read_words, "amount": _read_amount, "fraction": _read_fraction, "pair": _read_pair, "rank": _read_rank,
    "ordinal": _read_ordinal, "times": _read_times, "ratio": _read_ratio, "age": _read_age, "single": _read_single,
    "vague": _read_vague,
}  # fmt: skip


def _limited(text: str, start: int, end: int, kind: str, label: str, value: float, unit: str, **more: Any) -> Quantity:
    """Return the quantity with the words beside it that make it less exact."""
    limit, shown_from = _find_limit(text, start, end, kind, unit)
    return Quantity(start, end, kind, label, value, unit, limit, shown_from, **{"stop": end, **more})


def _find_limit(text: str, start: int, end: int, kind: str, unit: str) -> tuple[str, int]:
    """Return the limit of a quantity, "" if it is exact, and where its limiting words or else itself begin."""
    after = _LIMIT_AFTER.match(text, end)
    if after and kind not in ("date", "time"):
        return "at least" if after["least"] else "at most" if after["most"] else "about", start
    last = text[max(0, start - 32) : start - 1].rpartition(" ")[2]
    if last.isascii() and last.isalpha() and text[start - 1] == " " and last.lower() not in _LAST_OF_LIMITS:
        return "", start  # so it is nearly always: the words before need not be looked at
    found = list(_LAST_WORDS.finditer(text, max(0, start - 32), start))
    words = [word.group().lower() for word in found]
    while words and words[-1] in _ARTICLES:
        words.pop()
    if not words or words[-1] not in _LIMIT_ENDS:
        return "", start
    for count in range(min(4, len(words)), 0, -1):
        limit = _LIMIT_OF.get(" ".join(words[-count:]), "")
        if limit == "over" and unit in _SPANS and count == 1:
            return "", start
        if limit == "at most" and not _MOVES.isdisjoint(words[-count - 1 : -count]):
            return "", start  # went up to 5 percent
        if limit and text[found[len(words) - 1].end() : start].strip(" -") in ("", *_ARTICLES):
            return limit, found[len(words) - count].start()
    return "", start


def _plain(value: float) -> str:
    """Return a number without exponent, separators or idle zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def token_range(starts: list[int], ends: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the range of words that touch the characters `start` to `end`; `starts` and `ends` are those
    of the words.
    """
    first = bisect_left(ends, start + 1)
    return first, max(first + 1, bisect_left(starts, end))
