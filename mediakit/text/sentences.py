"""Split a paragraph of news into sentences.

Every run of stops is looked at once, and what stands within a few words of it decides, so time grows with the length of
the text whatever the text is. The rules were written for news; `abbreviations.csv` says what may stand before a stop.
"""

import csv
import re
from pathlib import Path

from mediakit.memory import once
from mediakit.text.words import family

_STOP = re.compile(
    r"(?P<stop>[.!?…。！？][.!?…。！？]*+(?: \.++(?!\w))*+)"
    r"(?P<closing>[\"'”’»›)\]}*]*+(?:\[\d{1,3}\])*+(?: [»”])?(?: ?[\U0001F300-\U0001FAFF☀-➿\ufe0f\u200d])*+)"
    r"(?P<space>\s*+)"
)
_NEXT = re.compile(r"(?P<opening>[\"'“‘„‚«‹(\[¿¡*]{0,4}+\s?)(?P<word>\w(?:[\w'’.\-]{0,40}[\w'’])?)?")
_SIGN = re.compile(r"[$£€¥#@•]|-(?=[A-Z])")
_NOT_OF_A_WORD = re.compile(r"[\s\"“”‘«»()\[\]—–/,;:*]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_TELLING = (
    "said|says|joked|quipped|replied|responded|added|wondered|declared|insisted|admitted|explained|continued|remarked|"
    "recalled"
)
_CALLING = (
    "asked|asks|wrote|writes|tweeted|posted|shouted|yelled|"
    "screamed|cried|exclaimed|demanded|told|called|chanted|laughed"
)  # fmt: skip
# "Why?" Smith said on Monday. But: "Why?" Smith said the vote was over.
_SPEAKER_FOLLOWS = re.compile(
    rf"(?:[^\W\d_a-z][\w.'’\-]{{0,30}},? ){{1,4}}"
    rf"(?:(?:{_TELLING})\b(?! (?:he|she|they|it|the|there|his|her|its|their|a|an|no|not|this|these)\b)"
    rf"(?! (?!\w+day\b)[A-Z])"
    rf"|(?:{_CALLING})\b(?! whether\b| if\b))(?! that\b|[,:]? ?[\"“])"
)
_HOUR_OF_PLACE = re.compile(r"[A-Z]\w{1,20}(?: [A-Z]\w{1,20})? [Tt]ime\b")
_TIME_PHRASE = re.compile(r"(?:Last|Next) (?:week|weekend|month|year|night|spring|summer|autumn|fall|winter|time)\b")
_GLUED_BEFORE = re.compile(r"[^\W\d_]{2}|.?[\d)%]\Z")
_ADDRESS = re.compile(r"[@\\_=&#]|\.[a-z]")
_GOES_ON_SMALL = re.compile(r" [a-z]")
_SPACE = re.compile(r"\s*+")
_WORD_CHARACTER = re.compile(r"[^\W_]")
_WIDE = "。！？"
_GLUED_AFTER = re.compile(r"(?:[A-Z][^\W\dA-Z_]*|I|I['’][a-z]+)(?=[\s,'’;:\-]|\Z)")
_CASED_LATE = re.compile(r"[a-z]{1,3}[A-Z]|al-[A-Z]")

# Words that, written large after an abbreviation, mean that a new sentence has begun.
_STARTERS = family("begins a sentence")
_CONTRACTED = family("begins a sentence contracted")
# After a time of day these go on with it: "9 a.m. Monday", "9 a.m. Eastern".
_AFTER_TIME = family("after a time of day")
_DATES_FOLLOW = _AFTER_TIME - {"May"}
# "Vitamin C. It", "Plan B. Ministers": a letter that names a sort of thing, not the initial of a person.
_LETTERED = family("has a letter")
# Names that are written with a mark of their own.
_MARKED_NAMES = family("name with a mark")
_DOMAINS = family("end of an address")


@once
def _families() -> dict[str, str]:
    """Return the family of each abbreviation, by its written form without the last stop."""
    with Path(__file__).with_name("abbreviations.csv").open(encoding="utf-8", newline="") as rows:
        read = {row["abbreviation"]: row["family"] for row in csv.DictReader(rows)}
    words = [entry for entry in read if len(entry) > 1]
    upper = {form: read[entry] for entry in words for form in (entry.capitalize(), entry.upper())}
    return {**upper, **read}


@once
def _openers() -> frozenset[str]:
    """Return the plural nouns that open a sentence without an article: Owners want, Critics said."""
    with Path(__file__).with_name("sentence_openers.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["word"] for row in csv.DictReader(rows))


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of a mended paragraph, in order, without the white space between them.

    A paragraph without any letter or digit has no sentence; marks alone join the sentence before them.
    """
    spans: list[tuple[int, int]] = []
    start, length = _SPACE.match(paragraph).end(), len(paragraph)  # type: ignore[union-attr]
    for match in _STOP.finditer(paragraph):
        following = match.end()
        if following < length and _ends(paragraph, match, start):
            _add(spans, paragraph, start, match.start("space"))
            start = following
    _add(spans, paragraph, start, len(paragraph.rstrip()))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence to `spans`; a piece without any word belongs to the sentence before it."""
    if _WORD_CHARACTER.search(text, start, end):
        spans.append((start, end))
    elif spans and end > start:
        spans[-1] = (spans[-1][0], end)


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    """Say whether the sentence that began at `start` ends with the stop matched."""
    stop, closing, space = match.groups()
    at = match.end()
    if not space:
        return _is_glued(text, match)
    if text[at].islower() and not _CASED_LATE.match(text, at):
        return stop[0] in _WIDE
    following = _NEXT.match(text, at)
    word = following["word"] if following else None
    if following is None or not word:
        return _SIGN.match(text, at) is not None
    opening = following["opening"]
    small = word[0].islower() and not _CASED_LATE.match(word)
    if stop == "." or stop.replace(" ", "") == "....":
        return (not small or "“" in opening) and not _may_go_on(text, match, following, start)
    if stop[0] in _WIDE:
        return True
    if "!" in stop or "?" in stop:
        return not small and not _is_asked(text, match, following)
    # An ellipsis: within the sentence unless what follows looks like a beginning.
    spaced = text[match.start() - 1 : match.start()].isspace()
    return not small and (not spaced or word in _STARTERS and word != "I" or bool(closing or opening))


def _is_asked(text: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """Say whether a question or exclamation is only part of the sentence: “Why?” Smith asked; Yahoo! News."""
    word = following["word"]
    if match["closing"].strip("*)]}"):
        first = word.replace("’", "'").partition("'")[0]
        return (first not in _STARTERS or first == "I") and bool(_SPEAKER_FOLLOWS.match(text, following.start()))
    return match["stop"] == "!" and word not in _STARTERS and _word_before(text, 0, match.start()) in _MARKED_NAMES


def _word_before(text: str, start: int, end: int) -> str:
    """Return what stands before `end` up to a space or bracket: at most thirty characters."""
    before = text[max(start, end - 30) : end].rpartition(" ")[2]
    return before if before.isalpha() else _NOT_OF_A_WORD.split(before)[-1]


def _may_go_on(text: str, match: re.Match[str], following: re.Match[str], start: int) -> bool:
    """Say whether a full stop belongs to an abbreviation, an initial or a list number, and the sentence goes on."""
    at, word, closing = match.start(), following["word"], match["closing"]
    before = _word_before(text, start, at)
    if at - len(before) == start and not closing and (before.isdigit() and len(before) <= 3 or len(before) == 1):
        return not (before == "I" and word in _STARTERS)
    family = _family(before)
    if not family:
        return False
    if family in ("title", "inside"):
        return not closing
    figure = word[0].isdigit()
    if family == "number":
        return figure and not closing
    starts = _is_starter(word, text, following)
    if family == "date":
        return (figure or word.rstrip(".") in _DATES_FOLLOW) and not starts
    if family == "time":
        place = _HOUR_OF_PLACE.match(text, following.start())
        return figure or word.rstrip(".") in _AFTER_TIME or place is not None
    return not (starts or family == "initial" and _is_lettered(text, at - 1))


def _is_starter(word: str, text: str, following: re.Match[str]) -> bool:
    """Say whether a word is one that begins sentences, not an initial ("A. Smith") or a number ("No. 1")."""
    if following["opening"].strip(" (["):
        return True
    stem, mark, _ = word.replace("’", "'").partition("'")
    if len(word) == 1 and text[following.end() : following.end() + 1] == ".":
        return False
    if word in _STARTERS or mark and stem in _CONTRACTED:
        return True
    if word.lower() in _openers() and _GOES_ON_SMALL.match(text, following.end()):
        return True
    return _TIME_PHRASE.match(text, following.start("word")) is not None


def _family(before: str) -> str:
    """Return the family of the word before a full stop, "" if it is no abbreviation."""
    families = _families()
    last = before.rpartition("-")[2]
    family = families.get(before) or families.get(last)
    if family or not last:
        return family or ""
    if last.islower() and "." not in last:
        return ""
    if len(last) == 1 and last.isupper():
        return "initial"
    # Letters with stops (U.S.S), or a capitalised word without a vowel: abbreviations that the table does not know.
    unknown = 1 < len(last) <= 4 and last.isascii() and last.istitle() and not set(last.lower()) & set("aeiouy")
    return "tail" if unknown or _ACRONYM.match(last) else ""


def _is_lettered(text: str, at: int) -> bool:
    """Say whether the single letter at `at` names a sort of thing: vitamin C, plan B."""
    before = text[max(0, at - 12) : at].split()
    return bool(before) and before[-1].lower() in _LETTERED


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """Say whether two sentences stand together without a space: "said.He", "left.“We"."""
    at = match.end()
    if not (text[at].isupper() or text[at] in "“«"):
        return False
    if not _GLUED_BEFORE.match(text[max(0, match.start() - 2) : match.start()]):
        return False
    if text[at] in "“«" and match["stop"] in ".!?":
        return text[at + 1 : at + 2].isalpha()
    following = _GLUED_AFTER.match(text, at)
    if following is None or following.group() in _DOMAINS:
        return False
    before = text[max(0, match.start() - 60) : match.start()].split()[-1]
    return not _ADDRESS.search(before) and (following.group() in _STARTERS or not before[:1].isupper())
