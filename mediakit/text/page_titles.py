"""Find the title of a text: the headline that stands out on a page, or the first line if it looks like one."""

import re

from mediakit.text.cleaning import normalise
from mediakit.text.page_story import MUCH_SHARED, SHORT_LINE, TOGETHER, Line, rare_words
from mediakit.text.sentences import split_sentences

# What it counts for a headline that it comes again, and how many lines further up cost one.
_ECHO, _NEAR = 3, 40
# A byline, a date or buttons stand within so many lines below a headline.
_SIGNS, _NEXT = frozenset({"byline", "date", "share", "reading time"}), 5
_TITLE_WORD = re.compile(r"[^\W_][\w'’.&-]*")

_ENDS = re.compile(r"[.!?…][\"'”’)]*\Z")
_ABBREVIATION_ENDS = re.compile(r"(?:\b[A-Za-z]\.){2,}\Z|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No|vs)\.\Z")
_MOST_WORDS, _MOST_CHARACTERS = 28, 180
# Short words stay small in a title in title case; longer ones are written large.
_LONG = 4


def _find_echoed(lines: list[Line]) -> set[int]:
    """Return the starts of the lines with which another line begins: a title comes again with the outlet's name."""
    keys = sorted((_key(line.text), line.start) for line in lines if line.seen.n_words <= _MOST_WORDS)
    pairs = zip(keys, keys[1:], strict=False)
    echoed = {start for (key, start), (after, _) in pairs if key and after.startswith(key)}
    return echoed | {after for (key, _), (again, after) in zip(keys, keys[1:], strict=False) if key == again}


def choose_headline(head: list[Line], theme: set[str], lines: list[Line]) -> Line | None:
    """Return the line before the story that shares most words with it, comes again, and stands near it.

    If none shares any, the only long line, if little else is around.
    """
    echoed = _find_echoed(lines)
    best, most = None, 0.0
    signed = 0
    for away, line in enumerate(reversed(head)):
        signed = _NEXT if line.seen.reason in _SIGNS else signed - 1
        if line.seen.reason or not 2 < line.seen.n_words <= _MOST_WORDS:
            continue
        shared = len(rare_words(line.text) & theme)
        if shared <= (line.seen.n_words < SHORT_LINE):
            continue
        score = min(shared, MUCH_SHARED) + _ECHO * (line.start in echoed) + (signed > 0) - away / _NEAR
        score -= _ECHO * (line.seen.prose or line.text.startswith("By "))
        if best is None or score > most:
            best, most = line, score
    if best:
        return best
    long = [line for line in head if not line.reason and line.seen.n_words >= SHORT_LINE]
    return long[0] if len(long) == 1 and sum(line.reason != "" for line in head) < TOGETHER else None


def is_title_case(text: str) -> bool:
    """Say whether at least three words, and nine in ten of the longer ones, are written large."""
    words = [word for word in _TITLE_WORD.findall(text) if len(word) >= _LONG or not word.islower()]
    large = sum(not word[0].islower() for word in words)
    return large >= 3 and large >= 0.9 * len(words)


def find_title(lines: list[Line], known: str, headline: Line | None) -> Line | None:
    """Return the line that is the title, None if there is none.

    `lines` are those of the story, `headline` is the one that stands out on a page. A `known` title stays the title:
    only a line near the top that repeats it, with or without the outlet's name, is it. Otherwise it is the headline, or
    the first line, if prose follows it and it has no sentence punctuation or is in title case.
    """
    if wanted := _key(known):
        return next((line for line in lines[:6] if _repeats(_key(line.text), wanted)), None)
    if headline or len(lines) < 2:
        return headline
    first, after = lines[0], lines[1:4]
    follows = any(line.seen.prose and line.seen.n_words >= 8 for line in after) and not after[0].text[0].islower()
    return first if follows and _looks_like_title(first.text, first.seen.n_words) else None


def _repeats(key: str, wanted: str) -> bool:
    """Say whether one of two titles is the other with little added, such as the outlet's name."""
    short, long = sorted((key, wanted), key=len)
    return long.startswith(short) and 3 * len(short) >= 2 * len(long)


def _key(text: str) -> str:
    """Return the letters and figures of a title, by which two are compared."""
    return "".join(filter(str.isalnum, normalise(text).lower()))


def _looks_like_title(text: str, n_words: int) -> bool:
    """Say whether a first line is a title: short, and without sentence punctuation or in title case."""
    if not 1 < n_words <= _MOST_WORDS or len(text) > _MOST_CHARACTERS or text.endswith((":", ",", ";", "-", "—", "–")):
        return False
    if not (text.lstrip("\"'“‘«#*([ ")[:1].isalnum()) or text.lstrip("\"'“‘«#*([ ")[:1].islower():
        return False
    if not _ENDS.search(text) or _ABBREVIATION_ENDS.search(text):
        return len(split_sentences(text)) == 1 or is_title_case(text)
    return is_title_case(text)
