"""Read dates, days and times of day."""

import re

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
# One part of the master pattern of quantities: each group name says what was found.
CALENDAR = (
    r"(?P<clock>\b[0-2]?\d(?:[:.][0-5]\d)?\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b)|\b[0-2]?\d:[0-5]\d\b|\bnoon\b|\bmidday\b|\bmidnight\b"
    r"|\b[0-9]{1,2} o'clock)"
    r"|(?P<iso>\b\d{4}-[01]\d-[0-3]\d\b)"
    rf"|(?P<monthday>(?-i:\b{_MONTH}) {_DAY}\b(?!:)(?:,? {_YEAR}\b)?)"
    rf"|(?P<daymonth>\b(?:the )?{_DAY} (?:of )?(?-i:{_MONTH})(?!\w)(?:,? {_YEAR}\b)?)"
    rf"|(?P<monthyear>(?-i:\b{_MONTH}),? (?:of )?{_YEAR}\b)"
    rf"|(?P<month>(?-i:\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Mar\.|Apr\."
    rf"|Aug\.|Sept\.|Sep\.|Oct\.|Nov\.|Dec\.))(?!\w))"
    rf"|(?P<weekday>(?-i:\b{_DAYS}\b))"
    rf"|(?P<slashed>\b[0-3]?\d/[0-3]?\d/(?:20)?\d\d\b)"
    r"|(?P<decade>\b(?:1[5-9]|20)\d0s\b|'\d0s\b)"
    rf"|(?P<year>(?<![$£€.,\d-]){_YEAR}(?![\d,]*\d)(?!\.\d)(?!%|\s?(?:per ?cent|million|billion|thousand"
    rf"|dollars|pounds|euros))\b)"
    r"|(?P<relative>\b(?:today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening))\b)"
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


def read_day(text: str, match: re.Match[str]) -> tuple[str, str, int] | None:
    """Return (kind, label, end) of the date or time behind a match of `CALENDAR`, None if it is none.

    Labels are "06:00" for a time, "01-14", "2025-01-14", "2025", "01" (a month), "1990s", "Tuesday" or a word
    such as "today".
    """
    found, end = match.group(), match.end()
    group = next(name for name in _READERS if match.start(name) >= 0)
    if group == "clock":
        return "time", _clock(found.lower()), end
    if group == "month" and found in ("May", "March") and not _stands_as_month(text, match):
        return None
    if (
        group == "year"
        and _COUNTED.match(text, end)
        and not _YEAR_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
    ):
        return None
    return "date", _label(group, found), end


_READERS = (
    "clock",
    "iso",
    "monthday",
    "daymonth",
    "monthyear",
    "month",
    "weekday",
    "slashed",
    "decade",
    "year",
    "relative",
)


def _stands_as_month(text: str, match: re.Match[str]) -> bool:
    """Tell the months May and March from the modal, the verb and the name."""
    return bool(_MONTH_BEFORE.search(text[max(0, match.start() - 20) : match.start()]))


def _clock(found: str) -> str:
    """Return a time of day as HH:MM."""
    named = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
    if found in named:
        return named[found]
    hour, _, minute = re.sub(r"[^\d:.]", "", found).strip(".").replace(".", ":").partition(":")
    hours = int(hour)
    if "p" in found and hours < 12:
        hours += 12
    elif "a" in found and hours == 12:
        hours = 0
    return f"{hours:02d}:{minute or '00'}"


def _label(group: str, found: str) -> str:
    """Return the normalised form of a date."""
    if group in ("weekday", "relative", "iso"):
        return found
    if group in ("year", "decade"):
        return (
            found.lstrip("'").rjust(5, "?").replace("?", "19", 1).replace("?", "") if found.startswith("'") else found
        )
    if group == "slashed":
        return "/".join(part.lstrip("0") for part in found.split("/"))
    year = re.search(rf"{_YEAR}\b", found)
    name = next(word for word in re.findall(r"[a-z]+", found.lower()) if word in _MONTHS)
    month = f"{_MONTHS[name]:02d}"
    day = re.search(r"\b[0-3]?\d(?=(?:st|nd|rd|th)?\b)", found[: year.start()] if year else found)
    label = f"{month}-{int(day.group()):02d}" if day and group != "monthyear" else month
    return f"{year.group()}-{label}" if year else label
