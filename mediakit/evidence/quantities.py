"""Find numbers, percentages, money, dates and times in a text, each with one normalised value."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from mediakit.evidence.dates import CALENDAR, read_day

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen "
        "nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixths": 6,
    "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
NUMERAL_WORDS = "|".join(sorted([*_UNITS, *_TENS, *_SCALES, *_PARTS, "a", "an"], key=len, reverse=True))
# "one" counts only before a thing that is counted; "the one", "no one", "one of them" do not.
_ONE_BEFORE = re.compile(
    r"\b(?:no|every|any|each|the|this|that|which|some|another|not|first|a|good|only|last)[ -]$", re.IGNORECASE
)
_ONE_AFTER = re.compile(
    r"[ -](?!(?:of|another|day|thing|way|who|that|which|to|or|and|in|on|at|is|was|has|can|could|would"
    r"|might|may|by|more|side|hand|after|"
    r"last|final|with|for|as|such|another's|party|point|moment)\b)[a-z]{3,}"
)
# A part counts as an amount only in such company: "half the staff", "a third of them", "three quarters",
# not "the second half".
_PART_BEFORE = re.compile(
    r"\b(?:first|second|the|other|opening|closing|last|better|next|each|this|that|final|every)[ -]$", re.IGNORECASE
)
_PART_AFTER = re.compile(
    r"(?: of\b| the\b| that\b| its\b| their\b| his\b| her\b| our\b| as\b| an?\b| what\b| said\b| were\b"
    r"| are\b|[.,;:!?)]| in\b|$)"
)

_ROUNDED_BEFORE = re.compile(r"\b(?:by|than|nearly|about|around|almost|over|roughly|least|some|under) $", re.IGNORECASE)


def read_number(text: str, start: int = 0, end: int | None = None) -> tuple[float | None, int]:
    """Return the value of the number words between `start` and `end`, and where they end; None if they are
    no amount.
    """
    end = len(text) if end is None else end
    words = [(m.group().lower(), m.end()) for m in re.finditer(r"[A-Za-z]+", text[start:end])]
    while words and words[-1][0] in ("a", "an", "and"):
        words.pop()
    stop = start + words[-1][1] if words else end
    names = [word for word, _ in words]
    if not names or not _is_amount(text, start, stop, names):
        return None, end
    return _value(names), stop


def _is_amount(text: str, start: int, stop: int, names: list[str]) -> bool:
    """Tell amounts from words that only look like them."""
    last = names[-1]
    before = text[max(0, start - 10) : start]
    if names == ["one"]:
        return not _ONE_BEFORE.search(before) and bool(_ONE_AFTER.match(text, stop))
    if last in _PARTS:
        if len(names) == 1 and last != "half":
            return False
        if last == "half" and (
            _PART_BEFORE.search(before)
            or text[stop : stop + 5] in ("-time", "-hear", " time", "-brot", "-sist", "-way ")
        ):
            return False
        if _ROUNDED_BEFORE.search(before):
            return True
        return len(names) > 2 or bool(_PART_AFTER.match(text, stop)) or (last != "half" and names[0] not in ("a", "an"))
    if names[0] in ("a", "an"):
        return len(names) > 1 and (last in _SCALES or last in _PARTS)
    return not (names[0] in _SCALES and names[0] != "dozen") or len(names) > 1


def _value(names: list[str]) -> float | None:
    """Return the value of number words in order."""
    total = current = 0.0
    part = 0.0
    for i, word in enumerate(names):
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _PARTS:
            counted = bool(current) and names[i - 1] not in ("a", "an", "and")
            part = (current if counted else 1.0) / _PARTS[word]
            current = 0.0 if counted else current
        elif word in _SCALES:
            if part:
                return part * _SCALES[word]
            current = (current or 1.0) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0.0
    return total + current + part


class Quantity(NamedTuple):
    """An amount or a point in time at `start` to `end` of a text.

    `kind` is number, percent, money, date or time; `label` the normalised value ("1000", "50 percent",
    "$4200000", "01-14");
    `value` the amount in `unit` (NaN where there is none, as for dates and scores); `limit` is "" for an exact
    amount, or about,
    under, over, at most, at least; `shown_from` is where its limiting words ("about", "no more than") begin.
    """

    start: int
    end: int
    kind: str
    label: str
    value: float
    unit: str
    limit: str
    shown_from: int


NAN = float("nan")
_CURRENCIES = {
    "dollar": "$", "dollars": "$", "usd": "$", "pound": "£", "pounds": "£", "gbp": "£", "sterling": "£", "quid": "£",
    "euro": "€", "euros": "€", "eur": "€", "yen": "¥", "yuan": "CN¥", "rupees": "₹", "crowns": "kr", "francs": "CHF",
    "cent": "$0.01", "cents": "$0.01", "pence": "£0.01", "p": "£0.01",
}  # fmt: skip
# Digits here are not amounts: addresses, telephone numbers, names that contain digits, numbered things.
_SKIPPED = (
    r"(?:https?://|www\.)\S{1,500}|[\w.+-]{1,64}@[\w.-]{1,99}|[@#]\w{1,99}"
    r"|(?:\+|(?<=\+))\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,5}|\d{3,5}\) ?\d{3,4}[ -]?\d{3,4}"
    r"|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b|\d{3}-\d{4}\b|\d{3}[-.]\d{3}[-.]\d{4}\b"
    r"|[A-Za-z]{1,30}\d[\w-]{0,30}|(?-i:[A-Z])[A-Za-z]{0,29}-\d[\w-]{0,30}"
)
_NUMBERED = frozenset(
    """route highway no. no nos. number section article boeing airbus channel room flight level phase type
    tier chapter terminal
    platform gate line unit ward district precinct windows title proposition prop. model pier building interstate
    junction
    radio formula class grade stage category page figure table apollo block bay berth lane""".split()
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = (
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion|dozen)\b(?! of (?:thousands|millions))"
    r"|\s?(?:m|mn|bn|k|tn|million)\b)"
)
_ORDINAL = r"\d+(?:st|nd|rd|th)\b"
_SMALL = "three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred"
_WORDS = rf"\b(?:{NUMERAL_WORDS})(?:[- ]+(?:and[- ]+(?:a[- ]+)?)?(?:{NUMERAL_WORDS})){{0,12}}\b"
_SCORE = (
    r"(?P<score>(?<![\w.,/-])\d{1,3}[-–]\d{1,3}(?:[-–]\d{1,3})?(?![\w/-])(?!,\d|\.\d))"
    rf"|(?P<rank>{_ORDINAL})"
)
_AMOUNT = (
    rf"(?P<amount>(?P<sign>(?:US|A|C|NZ"
    rf"|HK)?[$£€¥₹]\s?)?(?P<digits>{_DIGITS})(?P<scale>{_SCALE})?(?P<odd>(?:-odd|s|\+)(?!\w))?)"
)
_TIMES = (
    r"(?P<times>(?:(?P<fold>\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|a hundred)(?: times"
    r"|-?fold)|twice|thrice"
    r"|doubl(?:e|ed|es|ing)|tripl(?:e|ed|es|ing))\b)"
)
_VAGUE = (
    r"(?P<vague>(?:(?:tens|hundreds|dozens|scores) of (?:thousands|millions|billions)|dozens"
    r"|scores(?= of)|hundreds|thousands|millions|billions)"
    r"\b(?: of (?P<coin>dollars|pounds|euros))?)"
)
_AGES = r"(?P<age>(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b)"
_RATIO = rf"(?P<ratio>one (?:in|out of) (?P<share>every |each )?(?P<base>\d{{1,4}}|{_SMALL})\b)"
_MASTER = re.compile(
    rf"(?P<skip>{_SKIPPED})|{CALENDAR}|{_TIMES}|{_VAGUE}|{_AGES}|{_SCORE}|{_AMOUNT}|{_RATIO}|(?P<words>{_WORDS})",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:(?:US|A|C|NZ|HK)?[$£€¥₹'@#+])?[\w.]*\w")
_AFTER = re.compile(
    r"\s?(?P<percent>%|per ?cent\b|percent\b|pc\b|percentage[- ]points?\b)(?P<points>[- ]points?\b)?"
    r"|[ -]?(?P<currency>(?:U\.?S\.? |Canadian |Australian )?(?:dollars?|pounds?|euros?|cents?|pence|p"
    r"|yen|yuan|rupees|crowns"
    r"|francs|usd|gbp|eur|quid)\b(?! per cent))"
    r"|[ -](?:an?[ -]|of an? )?(?P<span>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?"
    r"|years?|yrs?|decades?)\b",
    re.IGNORECASE,
)
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
_LAST_WORDS = re.compile(r"\b[A-Za-z]+\b")
_SPANS = frozenset(("day", "week", "month", "year", "decade", "hour"))
_ARTICLES = ("the", "a", "an", "only", "just")


def find_quantities(text: str, places: Iterable[int] | None = None) -> list[Quantity]:
    """Return the amounts, dates and times of a text with normalised typography, in order.

    Digits of addresses, telephone numbers, numbered things ("Route 9") and names ("COVID-19") are no amounts.
    `places` are
    the offsets at which one may begin (every word, if not given).
    """
    found, at = [], 0
    for place in places if places is not None else (word.start() for word in _PLACE.finditer(text)):
        match = _MASTER.match(text, place) if place >= at else None
        if not match:
            continue
        at = match.end()
        quantity = _read(text, match)
        if quantity:
            found.append(quantity)
            at = max(at, quantity.end)
    return found


def _is_numbered(text: str, start: int, end: int) -> bool:
    """Tell whether a small number is the name of a thing: Route 9, No. 10, Group of Seven."""
    if end - start > 5 or start < 2 or text[start - 1] not in " -":
        return False
    before = text[max(0, start - 14) : start - 1].split(" ")
    word = before[-1]
    if word == "of":
        return len(before) > 1 and before[-2] == "Group" and text[start].isupper()
    return word[:1].isupper() and word.lower() in _NUMBERED


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    """Return the quantity behind a match, or None if it is none."""
    if match.lastgroup == "skip":
        return None
    start, end = match.span()
    if match.start("words") >= 0:
        if _is_numbered(text, start, end) and match.group().istitle():
            return None
        return _amount(text, start, end, *read_number(text, start, end), "")
    if match.start("amount") >= 0:
        if not match["sign"] and _is_numbered(text, start, end):
            return None
        value = float(match["digits"].replace(",", "")) * _scale(match["scale"])
        return _amount(text, start, end, value, end, (match["sign"] or "").strip())
    if match.start("score") >= 0:
        return _score(text, match)
    told = _told(match)
    if told:
        label, value, unit = told
        return _limited(text, start, end, "number", label, value, unit)
    if match.start("vague") >= 0:
        return _vague(text, match)
    day = read_day(text, match)
    if day is None:
        return _amount(text, start, end, float(match.group()), end, "") if match.group().isdecimal() else None
    kind, label, end = day
    return _limited(text, start, end, kind, label, NAN, kind)


_DECADES = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")


def _told(match: re.Match[str]) -> tuple[str, float, str] | None:
    """Return label, value and unit of a rank, a share (one in ten), a multiple (twice) or an age (in his thirties)."""
    word = match.group().lower()
    if match.start("rank") >= 0:
        return word, NAN, "rank"
    if match.start("ratio") >= 0:
        base = _value_of(match["base"])
        percent = 100 / base if base else NAN
        return f"{_plain(round(percent, 1))} percent", percent, "percent"
    if match.start("times") >= 0:
        fold = _value_of(match["fold"]) if match["fold"] else 2.0 if word[:2] in ("tw", "do") else 3.0
        return f"{_plain(fold)} times", fold, "times"
    if match.start("age") >= 0:
        tens = _DECADES.index(word.removesuffix("ties")) + 2
        return f"{10 * tens}s", 10.0 * tens, "decade"
    return None


def _value_of(word: str) -> float:
    """Return the value of a number in figures or one word, 0 if it is none."""
    return (
        float(word) if word.isdecimal() else read_number("a hundred" if word == "hundred" else word.lower())[0] or 0.0
    )


def _scale(word: str | None) -> float:
    """Return the factor that a word of scale stands for."""
    key = (word or "").strip(" -").lower()
    scales = {"": 1e0, "dozen": 12e0, "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6}
    return scales.get(key) or {"billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12}[key]


def _amount(text: str, start: int, end: int, value: float | None, stop: int, sign: str) -> Quantity | None:
    """Return an amount with the unit that follows it; None if the words are no amount."""
    if value is None:
        return None
    end = stop
    after = _AFTER.match(text, end)
    if sign:
        return _limited(text, start, end, "money", f"{sign}{_plain(value)}", value, sign)
    if after and after["percent"]:
        points = after["points"] or "points" in after["percent"].lower() or "point" in after["percent"].lower()
        unit = "percentage points" if points else "percent"
        return _limited(text, start, after.end(), "percent", f"{_plain(value)} {unit}", value, unit)
    if after and after["currency"]:
        name = after["currency"].lower().split()[-1]
        if name != "p" or text[after.end() - 2].isdigit():
            sign, small = _CURRENCIES[name][:1], _CURRENCIES[name].endswith("0.01")
            sign = _CURRENCIES[name] if not small else sign
            value = value / 100 if small else value
            return _limited(text, start, after.end(), "money", f"{sign}{_plain(value)}", value, sign)
    if after and after["span"]:
        unit = after["span"].lower().rstrip("s") or "s"
        if unit == "hour" and value % 1:
            return _limited(text, start, after.end(), "number", _plain(value * 60), value * 60, "minute")
        return _limited(text, start, end, "number", _plain(value), value, unit)
    if 0 < value < 1 and not text[start:end][:1].isdigit():
        return _limited(text, start, end, "number", f"{_plain(round(100 * value, 1))} percent", 100 * value, "percent")
    return _limited(text, start, end, "number", _plain(value), value, "")


_SIZES = {"dozens": 12, "tens": 10, "scores": 20, "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9}


def _vague(text: str, match: re.Match[str]) -> Quantity:
    """Return an amount told only by its size: dozens, hundreds of thousands."""
    words = match.group().lower().split()
    size = 1.0
    for word in words:
        size *= _SIZES.get(word, 1)
    coin = match["coin"]
    unit = _CURRENCIES[coin.lower()] if coin else "size"
    sizes = " ".join(word for word in words if word in _SIZES or word == "of").removesuffix(" of")
    label = f"{unit}{sizes}" if coin else sizes
    return _limited(text, *match.span(), "money" if coin else "number", label, size, "size")


def _score(text: str, match: re.Match[str]) -> Quantity:
    """Return a result such as 5-4, or a range before a unit."""
    after = _AFTER.match(text, match.end())
    label = match.group().replace("–", "-")
    if after and after["percent"]:
        return _limited(text, match.start(), after.end(), "percent", f"{label} percent", NAN, "percent")
    return _limited(text, match.start(), match.end(), "number", label, NAN, "score")


def _limited(text: str, start: int, end: int, kind: str, label: str, value: float, unit: str) -> Quantity:
    """Return the quantity with the words before it that make it less exact."""
    exact = Quantity(start, end, kind, label, value, unit, "", start)
    words = list(_LAST_WORDS.finditer(text, max(0, start - 32), start))
    while words and words[-1].group().lower() in _ARTICLES:
        words.pop()
    for count in range(min(4, len(words)), 0, -1):
        limit = _LIMIT_OF.get(" ".join(word.group().lower() for word in words[-count:]))
        if limit == "over" and unit in _SPANS and count == 1:
            return exact
        if limit and text[words[-1].end() : start].strip(" -") in ("", *_ARTICLES):
            return Quantity(start, end, kind, label, value, unit, limit, words[-count].start())
    return exact


def _plain(value: float) -> str:
    """Return a number without exponent, separators or idle zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def token_range(starts: list[int], ends: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the range of words that touch the characters `start` to `end`; `starts` and `ends` are those
    of the words.
    """
    first = bisect_left(ends, start + 1)
    return first, max(first + 1, bisect_left(starts, end))
