"""Find the stretch of a page that holds its story: paragraphs that share their rarer words, little else between."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from mediakit.memory import LONGEST, SENTENCES, remember
from mediakit.text.page_lines import Judgement, tells
from mediakit.text.words import zipf

# A page with so many pieces of furniture was scraped.
SCRAPED = 4
# What a paragraph apart from the core must score to be story.
OUTSIDE = 3
# So many paragraphs together are a story; a line of so many words may be a headline.
TOGETHER, SHORT_LINE = 3, 4
# What a line of furniture, and another that is no paragraph, counts against a story: times their number, up to three.
_FURNITURE, _NO_PROSE, _MANY = 5.0, 1.3, 3
# A paragraph counts by its words, up to forty; in full if it shares three rare words with the twenty lines either way.
_LONG_PARAGRAPH, _AROUND, _SHARED = 40, 20, 4
# Each rare word, up to five, that it shares with a headline in the eight lines above it.
_LEAD, MUCH_SHARED, _ABOVE = 8, 5, 8
# Three dates or remarks within fourteen lines are a thread of comments, or a list of stories.
_REMARK_COST, _THREAD, _REMARKS = 40.0, 14, frozenset({"date", "comments"})
_WORD = re.compile(r"[^\W_][\w'’-]*")
# Words no commoner than this (one in four thousand) tell what a story is about; six letters stand for a family.
_COMMON, _STEM = 5.4, 6
_QUOTED = re.compile(r"[\"“‘'«][^\"”»]{8,}[,.?!…][\"”’'»]")
_TO_READER = re.compile(r"\b(?:you|your|yours|you're|you’re|you'll|you've)\b", re.IGNORECASE)
_BY_SITE = re.compile(r"\b(?:we|our|us|we're|we’re|we've)\b", re.IGNORECASE)
_PERSONS = re.compile(r"\b(?:he|she|they|his|her|their|him|them|said|told|who)\b", re.IGNORECASE)
_ANY_QUOTED = re.compile(r"[\"“«][^\"“”«»]{0,400}[\"”»]")


@dataclass(slots=True)
class Line:
    """One paragraph of a page: where it stands, what it looks like by itself, and why it goes ("" while it stays)."""

    start: int
    end: int
    text: str
    seen: Judgement
    reason: str = ""

    @property
    def is_story(self) -> bool:
        """Whether the line reads like a paragraph of the story."""
        return not self.reason and self.seen.prose and self.seen.n_words >= 4 and not self.seen.truncated


def find_core(lines: list[Line], title: str) -> tuple[set[int], set[str]]:
    """Return the numbers of the paragraphs that are surely the story's, and the rare words that tell what it is about.

    `title` is one known from elsewhere, or "". Paragraphs that speak to the reader are marked.
    """
    core = _find_stretch(lines, title)
    _leave_sections(lines, core)
    rare = {number: rare_words(lines[number].text) for number in core}
    counts = Counter(word for words in rare.values() for word in words)
    _trim_core(lines, core, rare, counts)
    return core, set(counts)


def _find_stretch(lines: list[Line], title: str) -> set[int]:
    """Return the numbers of the paragraphs in the stretch of the page that holds most of one story.

    Each paragraph counts for it by its words, the less the fewer rare words it shares with the lines around; each other
    line against it, the more the more such lines stand together. The stretch is the one with the greatest sum.
    """
    rare = [rare_words(line.text) if line.is_story else frozenset() for line in lines]
    shared, headed = _count_shared(rare), _count_headed(lines, rare, title)
    costs = _find_costs(lines)
    best, core = 0.0, (0, 0)
    sum_, first = 0.0, 0
    for number, line in enumerate(lines):
        if sum_ <= 0:
            sum_, first = 0.0, number
        sum_ += _weigh(line, shared[number], headed[number]) if line.is_story else -costs[number]
        if sum_ > best:
            best, core = sum_, (first, number + 1)
    return {number for number in range(*core) if lines[number].is_story}


def _weigh(line: Line, shared: int, headed: int) -> float:
    """Return how much a paragraph speaks for a story around it: by its words, and by a headline that it takes up."""
    lead = _LEAD * min(headed, MUCH_SHARED) if headed > 1 else 0
    return min(line.seen.n_words, _LONG_PARAGRAPH) * min(1.0, (1 + shared) / _SHARED) + lead


def _count_shared(rare: list[frozenset[str]]) -> list[int]:
    """Return how many of its rare words each paragraph shares with those around it."""
    shared: list[set[str]] = [set() for _ in rare]
    last: dict[str, int] = {}
    for number, words in enumerate(rare):
        for word in words:
            before = last.get(word, -1)
            if 0 <= before and number - before <= _AROUND:
                shared[before].add(word)
                shared[number].add(word)
            last[word] = number
    return list(map(len, shared))


def _count_headed(lines: list[Line], rare: list[frozenset[str]], title: str) -> list[int]:
    """Return how many rare words each paragraph shares with the title, or with one of the lines above it that could be
    its headline: the most with any.
    """
    known = rare_words(title)
    heads = [(number, rare_words(line.text)) for number, line in enumerate(lines) if _may_head(line)]
    headed = [len(words & known) for words in rare]
    for number, head in heads:
        for below in range(number + 1, min(number + 1 + _ABOVE, len(lines))):
            headed[below] = max(headed[below], len(rare[below] & head))
    return headed


def _may_head(line: Line) -> bool:
    """Say whether a line could be a headline."""
    return not line.is_story and not line.seen.reason and line.seen.n_words >= SHORT_LINE


def _find_costs(lines: list[Line]) -> list[float]:
    """Return how much each line that is no paragraph speaks against a story around it."""
    costs = [0.0] * len(lines)
    number = 0
    for is_story, run in groupby(lines, key=lambda line: line.is_story):
        length = len(list(run))
        for n in range(number, number + length):
            if not is_story:
                costs[n] = (_FURNITURE if lines[n].reason or lines[n].seen.section else _NO_PROSE) * min(length, _MANY)
        number += length
    # Few such lines, as in a text that somebody cleaned by hand, say little.
    scraped = min(1.0, sum(line.reason != "" for line in lines) / SCRAPED)
    costs = [scraped * cost for cost in costs]
    for number, _ in _find_remarks(lines):
        costs[number] += _REMARK_COST
    return costs


def _find_remarks(lines: list[Line]) -> list[tuple[int, int]]:
    """Return the numbers of the dates and remarks that come again and again, each with that of the next."""
    dated = [number for number, line in enumerate(lines) if line.seen.reason in _REMARKS]
    threes = zip(dated, dated[1:], dated[2:], strict=False)
    return [(number, after) for before, number, after in threes if after - before <= _THREAD]


def find_threads(lines: list[Line]) -> set[int]:
    """Return the numbers of the lines among dates or remarks that come again and again: comments, lists of stories."""
    threads: set[int] = set()
    for number, after in _find_remarks(lines):
        # One paragraph after the last date is its remark; two are the story, which goes on.
        goes_on = after + 2 < len(lines) and lines[after + 2].is_story
        threads.update(range(number, after if goes_on else min(after + 2, len(lines))))
    return threads


def _leave_sections(lines: list[Line], core: set[int]) -> None:
    """Take out of the core the paragraphs under a heading such as "More from Vale" that do not go on with the story."""
    theme: set[str] = set()
    below: list[int] = []
    goes_on = True
    first, last = min(core, default=0), max(core, default=-1)
    for number in range(first, last + 1):
        if lines[number].seen.section == "related" or number == last:
            below += [number] if number in core else []
            if not goes_on and not _speaks_of([lines[n] for n in below], theme):
                core.difference_update(below)
            theme.update(*(rare_words(lines[n].text) for n in below))
            below, goes_on = [], not theme
        elif number in core:
            below.append(number)


def _speaks_of(lines: list[Line], theme: set[str]) -> bool:
    """Say whether one of some paragraphs speaks plainly for the story, or all of them nearly do."""
    points = [score(line, theme) for line in lines]
    return max(points, default=0) >= OUTSIDE or sum(points) >= (OUTSIDE - 1) * len(points)


def _trim_core(lines: list[Line], core: set[int], rare: dict[int, frozenset[str]], counts: Counter[str]) -> None:
    """Take out of the core, and mark, what speaks to the reader and shares no rare word with the rest of it.

    A review or a guide speaks to the reader all along, so nothing is taken out of it.
    """
    if 2 * sum(_addresses_reader(lines[number].text) for number in core) > len(core):
        return
    for number in sorted(core):
        if any(counts[word] > 1 for word in rare[number]) or tells(lines[number].text):
            continue
        edge = number - 1 not in core or number + 1 not in core
        if score(lines[number], set()) <= (-1 if edge else -2):
            core.discard(number)
            counts.subtract(rare[number])
            lines[number].reason = "remnant"


def _addresses_reader(text: str) -> bool:
    """Say whether a text says "you"."""
    return "you" in text.lower() and _TO_READER.search(text) is not None


@remember(SENTENCES, longest=LONGEST)
def rare_words(text: str) -> frozenset[str]:
    """Return the beginnings of the rarer words of a line."""
    return frozenset(map(_stem, _WORD.findall(text))) - {""}


@remember()
def _stem(word: str) -> str:
    """Return the beginning of a rare word, "" for a common one."""
    told = (len(word) > 3 or word.isupper()) and zipf(word.lower()) <= _COMMON
    return word.lower()[:_STEM] if told else ""


def score(line: Line, theme: set[str]) -> int:
    """Return how much a line of prose speaks for the story (above 0) or for the page (below 0)."""
    unquoted = _ANY_QUOTED.sub(" ", line.text)
    shared = len(rare_words(line.text) & theme)
    score = min(shared, 4) + 2 * bool(_QUOTED.search(line.text)) + bool(_PERSONS.search(unquoted))
    return score - 2 * _addresses_reader(unquoted) - bool(_BY_SITE.search(unquoted))
