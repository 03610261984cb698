"""Find the title among the first lines of a text."""

import re

from mediakit.text.sentences import split_sentences
from mediakit.text.typography import normalise

_WORD = re.compile(r"[^\W_][\w'’.&-]*")
_ENDS = re.compile(r"[.!?…][\"'”’)]*\Z")
_ABBREVIATION_ENDS = re.compile(r"(?:\b[A-Za-z]\.){2,}\Z|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No|vs)\.\Z")
_MOST_WORDS, _MOST_CHARACTERS = 28, 180
# Short words stay small in a title in title case; longer ones are written large.
_LONG = 4


def is_title_case(text: str) -> bool:
    """Say whether at least three words, and nine in ten of the longer ones, are written large."""
    words = [word for word in _WORD.findall(text) if len(word) >= _LONG or not word.islower()]
    large = sum(not word[0].islower() for word in words)
    return large >= 3 and large >= 0.9 * len(words)


def find_title(lines: list[tuple[str, bool, int]], known: str = "") -> int | None:
    """Return the number of the line that is the title, None if there is none.

    `lines` are the paragraphs of the story as (text, ends like a sentence, number of words). The title is a line near
    the top that repeats the `known` title; otherwise the first line, if prose follows it and it has no sentence
    punctuation or is in title case.
    """
    if len(lines) < 2:
        return None
    wanted = _key(known)
    for number, (text, _, _) in enumerate(lines[:6]):
        if wanted and _key(text) == wanted:
            return number
    text, _, n_words = lines[0]
    follows = any(prose and words >= 8 for _, prose, words in lines[1:4]) and not lines[1][0][0].islower()
    return 0 if follows and _looks_like_title(text, n_words) else None


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
