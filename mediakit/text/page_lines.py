"""Judge one line of a page by itself: is it part of a story, or furniture of the page it stood on?

`clutter.csv` holds the patterns, each with the reason given for a removal. Scope "line" matches a whole line, "section"
the heading of a part of the page that is not the story, "cue" adds its weight to a longer line.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from mediakit.memory import SENTENCES, TEXTS, once, remember
from mediakit.text.cleaning import normalise

# Longer lines are prose, whatever they hold.
LONGEST = 700
# Cues must add up to this, and to one more for each hundred characters past the first two hundred.
_ENOUGH = 4
# Prose longer than this is tried only against patterns that reach as far.
_LONG, _REACHES_FAR = 120, re.compile(r"\{\d*,[1-9]\d\d\}")
_BULLET = re.compile(r"^(?:[•·*▪◦‣>»→▶►|+-]+ )+|(?: [|•·»→>+])+$")
_STOP = re.compile(r"[.!?…][\"')\]]*\Z")
_SAID = re.compile(r"\"[^\"]{12,}\"")
_WORD = re.compile(r"[^\W_][\w'.&-]*")
_SMALL = frozenset("a an and as at but by de del der di for from in la le of on or the to van via von with y".split())
_DATE_WORDS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed
    weds thu thur thurs fri sat sun am pm a.m p.m a.m. p.m. noon midnight gmt utc bst est edt et cst cdt ct
    mst mdt mt pst pdt pt ist cet cest aest aedt eastern central pacific local time updated update published
    posted modified created issued last first on at date of and ago hours hour hrs hr minutes minute mins
    min days day weeks week months month years year today yesterday since released filed printed edition
    originally edited revised th st nd rd the from""".split()
)
_DATE_SIGN = re.compile(r"\d|\bago\b|\byesterday\b|\btoday\b")
_PART_BREAK = re.compile(r"\s*[|·•]\s*|\s+[/>»-]\s+")
_PART_SIGNS = ("|", "·", "•", " - ", " / ", " > ", " » ")
_PART_REASONS = frozenset({"date", "reading time", "byline"})
_DATE_BREAK = re.compile(r"[\s,|()•·@–-]+|(?<=[a-z]):")
_FIGURE = re.compile(r"\d{1,6}(?:st|nd|rd|th|am|pm|h|m|d|z)?(?:[-:/.T]\d{1,4}(?:am|pm|z)?)*\.?", re.IGNORECASE)

# What speaks to the reader does not tell what somebody said or did: "The offer ends on Friday, the minister told them."
_ADDRESSES = frozenset({"advertisement", "caption", "comments", "navigation", "newsletter", "related", "share"})
_DOER = r"(?:he|she|they|[A-Z][\w'-]+|(?:the|a|an|his|her|their|its) [\w'-]+(?: [\w'-]+){0,2})"
_TELLS = re.compile(
    rf"(?:\A|[.!?,;] |\" ?){_DOER}(?: [A-Z][\w'-]+)* (?:said|told|asked|wrote|added|warned|testified)\b"
    rf"|\bsaid (?:the|a|an|[A-Z][\w'-]+)\b|\S, (?:the|a|an|he|she|they) (?:[\w'-]+ )?[a-z]{{2,}}ed\b"
)


def tells(text: str) -> bool:
    """Say whether a sentence tells what somebody said or did, as a story does and a page's furniture does not."""
    return _TELLS.search(text) is not None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one line looks like: `reason` if it is furniture, `section` if it may head a part of the page that is.

    `prose` lines end like sentences; `truncated` ones break off with dots, as teasers do; `n_words` is a rough count.
    """

    reason: str
    section: str
    prose: bool
    truncated: bool
    n_words: int


class _Rules:
    """The patterns that must match a whole line, each with its reason and condition.

    Those that need a word are looked up by it; one pattern says quickly whether any of the others matches.
    """

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.each = [(row["reason"], row["only"], row["pattern"]) for row in rows]
        free = [row["pattern"] for row in rows if not row["needs"]]
        self.any = re.compile("|".join(f"(?:{pattern})" for pattern in free), re.IGNORECASE)
        far = [pattern for pattern in free if _REACHES_FAR.search(pattern)]
        self.any_long = re.compile("|".join(f"(?:{pattern})" for pattern in far) or r"\b\B", re.IGNORECASE)
        self.free = [number for number, row in enumerate(rows) if not row["needs"]]
        self.by_word = _by_word(rows)

    def match(self, text: str, words: set[str], prose: bool = False) -> str:
        """Return the reason of the first pattern that the whole text matches, "" if none does."""
        some = self.any_long if prose and len(text) > _LONG else self.any
        numbers = {number for word in words & self.by_word.keys() for number in self.by_word[word]}
        for number in sorted(numbers.union(self.free if some.fullmatch(text) else ())):
            reason, only, pattern = self.each[number]
            if _compile(pattern).fullmatch(text) and _holds(only, text):
                return reason
        return ""


class _Cues:
    """The cues, looked up by the words one of which each of them needs."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.each = [(row["reason"], int(row["weight"]), row["pattern"]) for row in rows]
        self.by_word = _by_word(rows)

    def weigh(self, text: str, words: set[str], prose: bool) -> str:
        """Return the reason whose cues weigh most if all cues together are enough, "" otherwise."""
        numbers = {number for word in words & self.by_word.keys() for number in self.by_word[word]}
        weights: dict[str, int] = {}
        for number in sorted(numbers):
            reason, weight, pattern = self.each[number]
            if _compile(pattern).search(text):
                weights[reason] = weights.get(reason, 0) + weight
        enough = _ENOUGH + max(0, (len(text) - 200) // 100)
        if sum(weights.values()) < enough or prose and (text[0] == '"' or _SAID.search(text)):
            return ""
        return max(weights, key=lambda reason: weights[reason])


@remember(TEXTS)
def _compile(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the table compiled, when it is first needed: all of them together take a while."""
    return re.compile(pattern, re.IGNORECASE)


def _by_word(rows: list[dict[str, str]]) -> dict[str, list[int]]:
    """Return the numbers of the rows that need a word, by that word."""
    numbers: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for word in row["needs"].split():
            numbers.setdefault(word, []).append(number)
    return numbers


@once
def _rules() -> tuple[_Rules, _Rules, _Cues]:
    """Return the rules for lines, for section headings, and the cues."""
    with Path(__file__).with_name("clutter.csv").open(encoding="utf-8", newline="") as rows:
        read = list(csv.DictReader(rows))
    lines, sections, cues = ([row for row in read if row["scope"] == scope] for scope in ("line", "section", "cue"))
    return _Rules(lines), _Rules(sections), _Cues(cues)


def judge(line: str) -> Judgement:
    """Return what a line (without white space around it) looks like."""
    return _judge(line) if len(line) <= LONGEST else Judgement("", "", True, False, len(line) // 6)


@remember(SENTENCES)
def _judge(line: str) -> Judgement:
    plain = normalise(line)
    text = _BULLET.sub("", plain) or plain
    n_words, words = _words(text)
    prose = n_words > 3 and _STOP.search(text) is not None
    lines, sections, cues = _rules()
    reason = "date" if _is_date(text) else ""
    if not reason and len(text) <= 500:
        reason = lines.match(text, words, prose) or _match_parts(lines, text)
    section = sections.match(text, words) if n_words <= 14 and not prose else ""
    if not reason and (n_words >= 5 or "@" in text):
        reason = cues.weigh(text, words, prose)
    if prose and n_words >= 6 and reason in _ADDRESSES and tells(text):
        reason = ""
    return Judgement(reason, section, prose, text.endswith(("...", "[...]", "(...)")), n_words)


def _words(text: str) -> tuple[int, set[str]]:
    """Return the number of words, and the set of them in small letters with the signs that patterns ask for."""
    found = _WORD.findall(text)
    return len(found), {word.lower() for word in found}.union(sign for sign in "@©|" if sign in text)


def _match_parts(lines: _Rules, text: str) -> str:
    """Return a reason if a line is a row of short parts, one of them a date or the like: "Lena Abara | March 5"."""
    if len(text) > 200 or not any(sign in text for sign in _PART_SIGNS):
        return ""
    parts = [part for part in _PART_BREAK.split(text) if part]
    if not 2 <= len(parts) <= 8 or any(_STOP.search(part) for part in parts):
        return ""
    reasons = ["date" if _is_date(part) else lines.match(part, _words(part)[1]) for part in parts]
    unknown = [part for reason, part in zip(reasons, parts, strict=True) if not reason]
    if any(part.count(" ") > 4 or part[0].islower() for part in unknown):
        return ""
    if reasons[0] == "date" and unknown and "," in unknown[0] and "|" not in text:
        return ""  # an entry of a list: "June 17 - Town Hall, Vale"
    return next((reason for reason in reasons if reason in _PART_REASONS), "") or (reasons[0] if all(reasons) else "")


def _holds(only: str, text: str) -> bool:
    """Say whether a text meets the condition beside a pattern."""
    if only == "no stop":
        return not _STOP.search(text)
    if only == "credit":
        return len(_WORD.findall(text)) <= 24 and sum(word[0].isupper() for word in _WORD.findall(text)) >= 3
    if only == "names":
        words = _WORD.findall(text)
        named = [word for word in words[1:] if word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL]
        jobs = [word for word in words[1:] if word.lower() in _JOBS]
        return len(words) <= 16 and len(named) + len(jobs) >= len(words) - 1 and text.count(". ") <= 2
    return True


_JOBS = frozenset(
    """reporter correspondent editor writer staff columnist contributor bureau desk chief senior political city business
    sports health science crime education foreign digital news photographer producer team newsroom agency""".split()
)


def _is_date(text: str) -> bool:
    """Say whether a line holds nothing but a date or time: "Updated 7:42 a.m. | March 5, 2025"."""
    if len(text) > 120 or text.isdigit() or not _DATE_SIGN.search(text.lower()):
        return False
    words = [word for word in _DATE_BREAK.split(text) if word]
    return all(word.lower().strip(".:") in _DATE_WORDS or _FIGURE.fullmatch(word) for word in words)
