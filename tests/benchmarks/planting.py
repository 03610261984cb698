"""Real articles, edits of them, and word lists of known changes: what planted and neutral edits are made with.

The lists are tests/data/planted_*.csv: half (a: to tune on, b: held out), old, new, and next (endings of which the
following word must have one; empty: any word). Articles are of a half too, so rules without words are halved as well.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from zlib import crc32

import mediakit as mk

DATA = Path(__file__).parents[1] / "data"
HALVES = ("a", "b")
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# May is a verb as well, and left out.
MONTHS = "January February March April June July August September October November December".split()
DATED = "|".join(WEEKDAYS + MONTHS)
_QUOTED = re.compile(r"“[^”\n]*”?|\"[^\"\n]*\"?|''(?:[^'\n]|'(?!'))*(?:'')?")


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` of a text become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Plant:
    """One planted change: its edits, and the words that went and came; an empty side may show anything."""

    edits: tuple[Edit, ...]
    old: str
    new: str


@dataclass(frozen=True)
class Swap:
    """One row of a word list: `old` becomes `new` where the following word has one of the endings `next`."""

    old: str
    new: str
    next: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """A real article, named by where it stands, with the spans of its sentences and of its quotations."""

    name: str
    text: str

    @property
    def half(self) -> str:
        """Return the half that the article belongs to."""
        return HALVES[crc32(self.name.encode()) % 2]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return the spans of the sentences of the body, page furniture left out."""
        return [(s.start, s.end) for s in mk.parse(self.text).sentences]

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Return the spans between quotation marks; a paragraph whose last mark is missing is quoted to its end."""
        return [match.span() for match in _QUOTED.finditer(self.text)]

    def is_told(self, start: int, end: int) -> bool:
        """Tell whether a span stands in one sentence of the body and touches no quotation."""
        return any(a <= start and end <= b for a, b in self.sentences) and not self.touches_quotation(start, end)

    def touches_quotation(self, start: int, end: int) -> bool:
        """Tell whether a span overlaps a quotation."""
        return any(a < end and start < b for a, b in self.quoted)


def apply(text: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    """Return a text with edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


@cache
def read_swaps(name: str, half: str) -> dict[str, list[Swap]]:
    """Return the rows of one half of a word list under their old words."""
    swaps: dict[str, list[Swap]] = {}
    with (DATA / f"planted_{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["half"] == half:
                swap = Swap(row["old"], row["new"], tuple(row["next"].split()))
                swaps.setdefault(swap.old, []).append(swap)
    return swaps


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of any of some phrases as whole words, the longest first; a straight apostrophe will do."""
    phrases = (re.escape(w).replace("’", "[’']") for w in sorted(words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(phrases)})(?![\w’'-])")


def find_swaps(name: str, half: str, article: Article, quoted: bool = False) -> Iterator[Plant]:
    """Yield every place where a row of a list fits, outside quotation marks or inside them."""
    swaps = read_swaps(name, half)
    for match in _any_of(tuple(swaps)).finditer(article.text):
        inside = any(a < match.start() and match.end() < b for a, b in article.quoted)
        if inside if quoted else article.is_told(*match.span()):
            for swap in swaps[match.group().replace("'", "’")]:
                if _fits_before(article.text[match.end() :], swap.next):
                    yield Plant((replace(article.text, match.start(), match.end(), swap.new),), swap.old, swap.new)


def _fits_before(rest: str, endings: tuple[str, ...]) -> bool:
    """Tell whether the next word of a text has one of some endings; a sentence's end never fits where one is asked."""
    following = re.match(r" ([\w’'-]+)", rest)
    return not endings or following is not None and following[1].endswith(endings)


def replace(text: str, start: int, end: int, new: str) -> Edit:
    """Return an edit that puts words in the place of others, with the article before them and the blank they need."""
    if not new:
        return Edit(start, end + text[end : end + 1].isspace(), "")
    article = re.search(r"\b([Aa])n? $", text[max(0, start - 4) : start])
    if article and new[0].isalpha():
        right = article[1] + ("n " if re.match(r"[aeio]|u(?!ni[a-z]|s[aeiu]|t[ie]|r[aeiou])", new) else " ")
        return Edit(start - len(article[0]), end, right + new)
    return Edit(start, end, new)
