"""Read dates, days and times of day."""

import re
from typing import NamedTuple

from mediakit.evidence.numerals import ORDINAL, read_ordinal
from mediakit.text.names import is_first_name

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sept sep,october oct,"
        "november nov,december dec".split(","),
        1,
    )
    for name in names.split()
}
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_HOUR = rf"(?:{'|'.join(_HOURS)})"
_PAST = {"quarter": 15, "half": 30, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HALF_OF_DAY = (
    r"(?:\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b)| (?:in the|this|that|yesterday|tomorrow)"
    r" (?:morning|afternoon|evening)| at night)"
)
_ZONE = r"(?:GMT|UTC|BST|CET|CEST|E[SD]T|C[SD]T|M[SD]T|P[SD]T|hrs|local time)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
# One part of the master pattern of quantities: each group name says what was found.
CALENDAR = (
    rf"(?P<clock>\b[0-2]?\d(?:\s?[:.][0-5]\d)?\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b)|\b[0-2]?\d\s?:[0-5]\d\b|\bnoon\b|\bmidday\b|\bmidnight\b"
    rf"|\b(?:[0-9]{{1,2}}|{_HOUR}) o'clock{_HALF_OF_DAY}?|\b(?:[01]\d|2[0-3])[0-5]\d(?= ?{_ZONE}\b))"
    rf"|(?P<spoken>\b(?:(?:a )?quarter (?:past|to|after|before)|(?:half|five|ten|twenty(?:-five)?) past)"
    rf" {_HOUR}\b{_HALF_OF_DAY}?)"
    r"|(?P<iso>\b\d{4}-[01]\d-[0-3]\d\b)"
    r"|(?P<dotted>\b[0-3]?\d\.[01]?\d\.(?:19|20)\d\d\b)"
    rf"|(?P<monthday>(?-i:\b{_MONTH}) (?:(?:the )?{_DAY}\b|the {ORDINAL})(?!:)(?:,? {_YEAR}\b)?)"
    rf"|(?P<daymonth>\b(?:the )?(?:{_DAY} (?:of )?|{ORDINAL} of )(?-i:{_MONTH})(?!\w)(?:,? {_YEAR}\b)?)"
    rf"|(?P<monthyear>(?-i:\b{_MONTH}),? (?:of )?{_YEAR}\b)"
    rf"|(?P<month>(?-i:\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Mar\.|Apr\."
    rf"|Aug\.|Sept\.|Sep\.|Oct\.|Nov\.|Dec\.))(?!\w))"
    rf"|(?P<weekday>(?-i:\b{_DAYS}\b))"
    rf"|(?P<slashed>\b[0-3]?\d/[0-3]?\d/(?:(?:19|20)\d\d|\d\d)\b)"
    r"|(?P<decade>\b(?:1[5-9]|20)\d0s\b|'\d0s\b)"
    rf"|(?P<year>(?<![$£€.,\d-]){_YEAR}(?![\d,]*\d)(?!\.\d)(?!%|\s?(?:per ?cent|million|billion|thousand"
    rf"|dollars|pounds|euros))\b)"
    r"|(?P<relative>\b(?:today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening))\b)"
    rf"|(?P<period>\b(?:last|next|this) (?:week|weekend|month|year|{_SEASON})\b)"
    rf"|(?P<season>\b{_SEASON}\b)"
)
# "May" and "March" are months only beside such words, or with a number.
_MONTH_BEFORE = re.compile(
    r"(?:\b(?:in|on|of|since|by|until|till|before|after|from|to|last|next|this|early|late|mid|between|and|through|during|for|around|every|each|"
    r"the end of|beginning of)[\s-]+|,\s*)$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|of|from|until|till|to|before|after|during|around|the|early|late|mid|and|through|for|between|summer|winter|spring|"
    r"autumn|fall|circa|year|a|its|his|her|their|our|last|or)[\s(-]+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?!(?:was|is|as|has|this|his|its|us|plus|versus|across|unless|perhaps|was|elections?|games|olympics)\b)(?:[a-z]{1,30}s|people|men|women|children)\b"
)
_SEASON_BEFORE = re.compile(
    r"\b(?:in|during|by|of|since|until|before|after|early|late|mid)[ -](?:the )?$", re.IGNORECASE
)
_GIVEN_NAMES = frozenset(("April", "May", "June", "August"))
_MONTH_NAMES = frozenset(name.title() for name in _MONTHS)
_NAME_AFTER = re.compile(r" (?P<next>[A-Z][a-z]+)\b")
_NAME_BEFORE = re.compile(r"(?P<name>[A-Z][a-z]+) $")
_PART_BEFORE = re.compile(
    r"\b(?P<part>early|late|mid|middle of|beginning of|start of|end of)[ -](?:the )?(?:in |on )?$", re.IGNORECASE
)
_PART_AFTER = re.compile(r" (?P<part>morning|afternoon|evening|night)\b")
_PARTS = {
    "beginning of": "early", "start of": "early", "early": "early", "mid": "mid", "middle of": "mid", "late": "late",
    "end of": "late", "morning": "morning", "afternoon": "afternoon", "evening": "night", "night": "night",
}  # fmt: skip
_PARTS_OF_DAY = {"early": "morning", "late": "night", "mid": ""}
_WAY_BEFORE = re.compile(r"\b(?P<way>last|next|this) $", re.IGNORECASE)


class Day(NamedTuple):
    """A date or time: its kind (date or time), label, where it ends, where the words that belong to it end, which part
    (early, mid, late; morning, afternoon, night; "12 hours" for a time that does not say which half of the day), and
    which way it points (last, next, this).
    """

    kind: str
    label: str
    end: int
    stop: int
    part: str = ""
    way: str = ""


def read_day(text: str, match: re.Match[str]) -> Day | None:
    """Return the date or time behind a match of `CALENDAR`, None if it is none.

    Labels are "06:00" for a time, "01-14", "2025-01-14", "2025", "01" (a month), "1990s", "Tuesday", or words
    such as "today", "last year", "spring". A date whose order of day and month is open ("5/6/2016") keeps both:
    "2016-06-05 2016-05-06".
    """
    found, start, end = match.group(), match.start(), match.end()
    group = match.lastgroup or ""
    if not _is_meant(group, text, match):
        return None
    if group in ("clock", "spoken"):
        label, part = _clock(found.lower())
        return Day("time", label, end, end, part)
    before = text[max(0, start - 24) : start]
    after = _PART_AFTER.match(text, end) if group in ("weekday", "monthday", "daymonth") else None
    early = _PART_BEFORE.search(before)
    part = _PARTS[(after or early)["part"].lower()] if after or early else ""  # type: ignore[index]
    part = _PARTS_OF_DAY.get(part, part) if group in ("weekday", "monthday", "daymonth") else part
    way = _WAY_BEFORE.search(before) if group in ("weekday", "month") else None
    return Day(
        "date", _label(group, found), end, after.end() if after else end, part, way["way"].lower() if way else ""
    )


def _is_meant(group: str, text: str, match: re.Match[str]) -> bool:
    """Tell a date from a name, a verb or a number that looks alike."""
    start, end = match.span()
    before = text[max(0, start - 20) : start]
    if group == "month":
        in_time = bool(_MONTH_BEFORE.search(before))
        return not _is_named(text, match, in_time) and (match.group() not in ("May", "March") or in_time)
    if group == "year":
        return not _COUNTED.match(text, end) or bool(_YEAR_BEFORE.search(before[-12:]))
    if group == "period":
        return not re.search(r"\bthe $", before, re.IGNORECASE)
    if group == "season":
        return bool(_SEASON_BEFORE.search(before))
    return True


def _is_named(text: str, match: re.Match[str], in_time: bool) -> bool:
    """Tell whether a month's word is part of a person's name: April Jones, Theresa May, Juan March."""
    before = _NAME_BEFORE.search(text[max(0, match.start() - 30) : match.start()])
    if before and is_first_name(before["name"].lower()) and not match.group().endswith("."):
        return True
    after = _NAME_AFTER.match(text, match.end())
    return after is not None and not in_time and match.group() in _GIVEN_NAMES and after["next"] not in _MONTH_NAMES


def _clock(found: str) -> tuple[str, str]:
    """Return a time of day as HH:MM, and "12 hours" if it does not say which half of the day."""
    named = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
    if found in named:
        return named[found], ""
    minutes = _spoken(found) if re.search(r"\b(?:past|to|after|before|o'clock)\b", found) else _figured(found)
    late = bool(re.search(r"p\.?m|afternoon|evening|night", found))
    early = bool(re.search(r"a\.?m|morning", found))
    if late and minutes < 720:
        minutes += 720
    elif early and minutes >= 720:
        minutes -= 720
    open_half = minutes < 780 and not (late or early or found.startswith("0") or found.isdecimal())
    return f"{minutes // 60:02d}:{minutes % 60:02d}", "12 hours" if open_half else ""


def _spoken(found: str) -> int:
    """Return the minutes since midnight of a time in words: half past seven, quarter to six, seven o'clock."""
    words = found.removeprefix("a ").split()
    if words[1] == "o'clock":
        return 60 * (int(words[0]) if words[0].isdecimal() else _HOURS.index(words[0]) + 1)
    hour, away = 60 * (_HOURS.index(words[2]) + 1), _PAST[words[0]]
    return hour - away if words[1] in ("to", "before") else hour + away


def _figured(found: str) -> int:
    """Return the minutes since midnight of a time in figures: 7.30pm, 19:30, 1930."""
    digits = re.sub(r"[^\d:.]", "", found).strip(".").replace(".", ":")
    if ":" not in digits and len(digits) == 4:
        digits = f"{digits[:2]}:{digits[2:]}"
    hour, _, minute = digits.partition(":")
    return 60 * int(hour) + int(minute or 0)


def _label(group: str, found: str) -> str:
    """Return the normalised form of a date."""
    if group in ("weekday", "iso"):
        return found
    if group in ("relative", "period", "season"):
        return found.lower().replace("fall", "autumn")
    if group in ("year", "decade"):
        return (
            found.lstrip("'").rjust(5, "?").replace("?", "19", 1).replace("?", "") if found.startswith("'") else found
        )
    if group in ("slashed", "dotted"):
        return _numeric(re.split("[./]", found), group == "dotted")
    year = re.search(rf"{_YEAR}\b", found)
    name = next(word for word in re.findall(r"[a-z]+", found.lower()) if word in _MONTHS)
    month = f"{_MONTHS[name]:02d}"
    rest = found[: year.start()] if year else found
    day = re.search(r"\b[0-3]?\d(?=(?:st|nd|rd|th)?\b)", rest)
    ordinal = re.search(ORDINAL, rest, re.IGNORECASE)
    number = int(day.group()) if day else read_ordinal(ordinal.group()) if ordinal else 0
    label = f"{month}-{number:02d}" if number and group != "monthyear" else month
    return f"{year.group()}-{label}" if year else label


def _numeric(parts: list[str], day_first: bool) -> str:
    """Return a date of figures as ISO; where day and month may change places, both readings."""
    first, second, year = map(int, parts)
    year += (1900 if year > 50 else 2000) if year < 100 else 0
    readings = [(second, first)] if day_first or first == second else [(second, first), (first, second)]
    return " ".join(f"{year}-{month:02d}-{day:02d}" for month, day in readings if 0 < month < 13 and 0 < day < 32)
