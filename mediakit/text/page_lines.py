"""Judge one line of a page by itself: is it part of a story, or furniture of the page it stood on?

`clutter.csv` holds the patterns, each with the reason given for a removal. Scope "line" matches a whole line, "section"
the heading of a part of the page that is not the story, "cue" adds its weight to a longer line. A pattern is only tried
on a line whose first word is one of its `opens`, or that holds one of its `needs`: words in small letters, or signs.
"""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from mediakit.memory import SENTENCES, Memory, once, remember
from mediakit.text.cleaning import normalise
from mediakit.text.words import family

# Longer lines are prose, whatever they hold.
LONGEST = 700
# Cues must add up to this, and to one more for each hundred characters past the first two hundred.
_ENOUGH = 4
# Prose longer than this is tried only against patterns that reach as far.
_LONG, _REACHES_FAR = 120, re.compile(r"\{\d*,[1-9]\d\d\}")
_BULLET = re.compile(r"^(?:[•·*▪◦‣>»→▶►|+-]+ )+|(?: [|•·»→>+])+$")
_BULLETS = frozenset("•·*▪◦‣>»→▶►|+-")
_SAID = re.compile(r"\"[^\"]{12,}\"")
_WORD = re.compile(r"[^\W_][\w'.&-]*")
_STOPS = frozenset(".!?…")
_MARKS_AFTER = '.,;?!"'
_PART, _SIGN = re.compile(r"\w+"), re.compile(r"[^\w\s]")
_SMALL = family("small in a byline")
_DATE_WORDS = family("in a line of dates")
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


class Judgement(NamedTuple):
    """What one line looks like: `reason` if it is furniture, `section` if it may head a part of the page that is.

    `prose` lines end like sentences; `truncated` ones break off with dots, as teasers do; `n_words` is a rough count.
    """

    reason: str
    section: str
    prose: bool
    truncated: bool
    n_words: int


class _Words(NamedTuple):
    """The words of a line, or of a part of it: how many, roughly, and the numbers of the rows that ask for any of them.

    A cue asks for a word with the stops and hyphens in it, so that none is met by the last word of a sentence.
    """

    number: int
    lines: frozenset[int] = frozenset()
    sections: frozenset[int] = frozenset()
    cues: frozenset[int] = frozenset()


class _Rows:
    """Rows of the table, looked up by what a line must hold or begin with so that its pattern can match."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows
        self.by_word, self.by_first = _index(rows, "needs"), _index(rows, "opens")

    def asking(self, words: list[str]) -> frozenset[int]:
        """Return the numbers of the rows that need one of some words."""
        return frozenset(number for word in words for number in self.by_word.get(word, ()))

    def opened(self, text: str) -> set[int]:
        """Return the numbers of the rows that match only what begins with the word with which a text does."""
        first = _PART.search(text)
        return set(self.by_first.get(first.group().lower(), ())) if first else set()


class _Rules(_Rows):
    """The patterns that must match a whole line. One pattern tells whether any matches that no word stands for.

    `far` are the rows whose patterns reach over a long line of prose; of a line's, those all ask for a word.
    """

    def __init__(self, rows: list[dict[str, str]]) -> None:
        super().__init__(rows)
        self.free = [number for number, row in enumerate(rows) if not row["needs"] and not row["opens"]]
        self.far = {number for number, row in enumerate(rows) if row["needs"] or _REACHES_FAR.search(row["pattern"])}
        patterns = "|".join(f"(?:{rows[number]['pattern']})" for number in self.free)
        self.any = re.compile(patterns, re.IGNORECASE)

    def match(self, text: str, asking: frozenset[int], prose: bool = False) -> str:
        """Return the reason of the first pattern that the whole text matches, "" if none does."""
        numbers = self.opened(text) | asking
        if prose and len(text) > _LONG:
            numbers &= self.far
        elif self.any.fullmatch(text):
            numbers.update(self.free)
        for number in sorted(numbers):
            row = self.rows[number]
            if _compile(row["pattern"]).fullmatch(text) and _holds(row["only"], text):
                return row["reason"]
        return ""


class _Cues(_Rows):
    """The patterns that may stand anywhere in a line, each with a weight."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        super().__init__(rows)
        self.weights = [int(row["weight"]) for row in rows]

    def weigh(self, text: str, asking: frozenset[int], prose: bool) -> str:
        """Return the reason whose cues weigh most if all cues together are enough, "" otherwise.

        It is looked for as long as the cues that are left can still make up enough.
        """
        enough = _ENOUGH + max(0, (len(text) - 200) // 100)
        left = sum(map(self.weights.__getitem__, asking))
        if left < enough or prose and (text[0] == '"' or _SAID.search(text)):
            return ""
        weights: dict[str, int] = {}
        for number in sorted(asking):
            row, weight = self.rows[number], self.weights[number]
            if _compile(row["pattern"]).search(text):
                weights[row["reason"]] = weights.get(row["reason"], 0) + weight
            elif (left := left - weight) < enough:
                return ""
        return max(weights, key=lambda reason: weights[reason])


@remember()
def _compile(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the table compiled, when it is first needed: all of them together take a while."""
    return re.compile(pattern, re.IGNORECASE)


def _index(rows: list[dict[str, str]], column: str) -> dict[str, list[int]]:
    """Return the numbers of the rows by each word in a column."""
    numbers: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for word in row[column].split():
            numbers.setdefault(word, []).append(number)
    return numbers


@once
def _rules() -> tuple[_Rules, _Rules, _Cues]:
    """Return the rules for lines, for section headings, and the cues."""
    with Path(__file__).with_name("clutter.csv").open(encoding="utf-8", newline="") as rows:
        read = list(csv.DictReader(rows))
    lines, sections, cues = ([row for row in read if row["scope"] == scope] for scope in ("line", "section", "cue"))
    return _Rules(lines), _Rules(sections), _Cues(cues)


@remember(SENTENCES, longest=LONGEST)
def judge(line: str) -> Judgement:
    """Return what a line (without white space around it) looks like."""
    if len(line) > LONGEST:
        return Judgement("", "", True, False, len(line) // 6)
    plain = normalise(line)
    text = (_BULLET.sub("", plain) or plain) if plain[:1] in _BULLETS or plain[-1:] in _BULLETS else plain
    words = _words(text)
    prose = words.number > 3 and _is_stopped(text)
    lines, sections, cues = _rules()
    reason = "date" if _is_date(text) else ""
    if not reason and len(text) <= 500:
        reason = lines.match(text, words.lines, prose) or _match_parts(lines, text)
    section = sections.match(text, words.sections) if words.number <= 14 and not prose else ""
    if not reason and (words.number >= 5 or "@" in text):
        reason = cues.weigh(text, words.cues, prose)
    if prose and words.number >= 6 and reason in _ADDRESSES and tells(text):
        reason = ""
    return Judgement(reason, section, prose, text.endswith(("...", "[...]", "(...)")), words.number)


@once
def _asked() -> frozenset[str]:
    """Return the words and signs that any row asks for."""
    return frozenset().union(*(rows.by_word for rows in _rules()))


def _read_chunk(chunk: str) -> _Words | None:
    """Return what stands between two spaces; None for one word that nothing asks for, as most are."""
    small = chunk.lower()
    letters = small.rstrip(_MARKS_AFTER)
    if letters.isalpha() and letters not in _asked():
        return None
    words, parts, signs = _WORD.findall(small), _PART.findall(small), _SIGN.findall(small)
    lines, sections, cues = _rules()
    found = _Words(
        len(words), lines.asking(parts + signs), sections.asking(parts + signs), cues.asking(words + signs)
    )
    return None if found == _Words(1) else found


_CHUNKS = Memory(_read_chunk)


def _words(text: str) -> _Words:
    """Return the words of a line."""
    chunks = text.split()
    told = list(filter(None, map(_CHUNKS.__getitem__, chunks)))
    if not told:
        return _Words(len(chunks))
    numbers, *asking = zip(*told, strict=True)
    return _Words(len(chunks) - len(told) + sum(numbers), *(frozenset().union(*rows) for rows in asking))


def _match_parts(lines: _Rules, text: str) -> str:
    """Return a reason if a line is a row of short parts, one of them a date or the like: "Lena Abara | March 5"."""
    if len(text) > 200 or not any(sign in text for sign in _PART_SIGNS):
        return ""
    parts = [part for part in _PART_BREAK.split(text) if part]
    if not 2 <= len(parts) <= 8 or any(map(_is_stopped, parts)):
        return ""
    reasons = ["date" if _is_date(part) else lines.match(part, _words(part).lines) for part in parts]
    unknown = [part for reason, part in zip(reasons, parts, strict=True) if not reason]
    if any(part.count(" ") > 4 or part[0].islower() for part in unknown):
        return ""
    if reasons[0] == "date" and unknown and "," in unknown[0] and "|" not in text:
        return ""  # an entry of a list: "June 17 - Town Hall, Vale"
    return next((reason for reason in reasons if reason in _PART_REASONS), "") or (reasons[0] if all(reasons) else "")


def _holds(only: str, text: str) -> bool:
    """Say whether a text meets the condition beside a pattern."""
    if only == "no stop":
        return not _is_stopped(text)
    if only == "credit":
        return len(_WORD.findall(text)) <= 24 and sum(word[0].isupper() for word in _WORD.findall(text)) >= 3
    if only == "names":
        words = _WORD.findall(text)
        named = [word for word in words[1:] if word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL]
        jobs = [word for word in words[1:] if word.lower() in _JOBS]
        return len(words) <= 16 and len(named) + len(jobs) >= len(words) - 1 and text.count(". ") <= 2
    return True


_JOBS = family("job in a byline")


def _is_stopped(text: str) -> bool:
    """Say whether a text ends as a sentence does, with a stop or with one inside marks."""
    return text.rstrip("\"')]")[-1:] in _STOPS


def _is_date(text: str) -> bool:
    """Say whether a line holds nothing but a date or time: "Updated 7:42 a.m. | March 5, 2025"."""
    if len(text) > 120 or text.isdigit() or not _DATE_SIGN.search(text.lower()):
        return False
    words = [word for word in _DATE_BREAK.split(text) if word]
    return all(word.lower().strip(".:") in _DATE_WORDS or _FIGURE.fullmatch(word) for word in words)
