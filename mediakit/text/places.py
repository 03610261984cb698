"""Find the story among the lines of a page: its core, and what else shares its words.

The core is where paragraphs stand together. A line that stands apart, among page furniture, belongs to the story only
if it shares rare words with the core, quotes somebody, or speaks of persons rather than to the reader.
"""

import re
from collections import Counter

from mediakit.text.sections import Line, mark_names, mark_repeats, mark_sections
from mediakit.text.vocabulary import zipf

_TOGETHER = 3
_SHORT_LINE, _MENU_LINES, _LONGEST_SCRAP = 4, 3, 8
_STOPS = (".", "!", "?", '."', ".”", "?”", "!”")
_BULLETS = ("•", "-", "–", "*", "·", "▪")
_WORD = re.compile(r"[^\W_][\w'’-]*")
# Words no commoner than this (one in four thousand) tell what a story is about; six letters stand for a family.
_COMMON, _STEM = 5.4, 6
_QUOTED = re.compile(r"[\"“‘'«][^\"”»]{8,}[,.?!…][\"”’'»]")
_TO_READER = re.compile(r"\b(?:you|your|yours|you're|you’re|you'll|you've)\b", re.IGNORECASE)
_BY_SITE = re.compile(r"\b(?:we|our|us|we're|we’re|we've)\b", re.IGNORECASE)
_PERSONS = re.compile(r"\b(?:he|she|they|his|her|their|him|them|said|told|who)\b", re.IGNORECASE)
_ANY_QUOTED = re.compile(r"[\"“«][^\"“”«»]{0,400}[\"”»]")
_FAR = 12
# A page with so many pieces of furniture was scraped.
_SCRAPED = 4
# What a line apart from the core must score to be story: outside it, between two pieces of furniture, else within it.
_OUTSIDE, _ALONE, _WITHIN = 2, 1, -1


def judge_places(lines: list[Line]) -> None:
    """Set the reason of every line that is furniture, from what it looks like and from its neighbours."""
    for line in lines:
        line.reason = line.seen.reason
    mark_names(lines)
    mark_repeats(lines)
    if not any(line.reason or line.seen.section for line in lines):
        return
    core = _find_core(lines)
    rare = {number: _rare_words(lines[number].text) for number in core}
    counts = Counter(word for words in rare.values() for word in words)
    _trim_core(lines, core, rare, counts)
    theme = set(counts)
    scores = {n: _score(line, theme) for n, line in enumerate(lines) if line.is_story and n not in core}
    mark_sections(lines, core, {number for number, score in scores.items() if score >= _OUTSIDE})
    _mark_prose(lines, core, scores)
    _mark_menus(lines)
    _mark_scraps(lines)
    _mark_foreign(lines, theme)
    _mark_head(lines, theme)


def _find_core(lines: list[Line]) -> set[int]:
    """Return the numbers of the paragraphs that stand together, three or more, or else of the longest run."""
    runs: list[list[int]] = [[]]
    between = 0
    for number, line in enumerate(lines):
        between = 0 if line.is_story else between + 1
        if line.is_story:
            runs[-1].append(number)
        elif line.reason or line.seen.section or between > 1:
            runs.append([])
    long = [run for run in runs if len(run) >= _TOGETHER and sum(lines[n].seen.n_words for n in run) >= 15 * len(run)]
    if not long:
        long = [max(runs, key=lambda run: sum(lines[n].seen.n_words for n in run))]
    return {number for run in long for number in run}


def _trim_core(lines: list[Line], core: set[int], rare: dict[int, set[str]], counts: Counter[str]) -> None:
    """Take out of the core, and mark, what speaks to the reader and shares no rare word with the rest of it."""
    for number in sorted(core):
        if any(counts[word] > 1 for word in rare[number]):
            continue
        edge = number - 1 not in core or number + 1 not in core
        if _score(lines[number], set()) <= (-1 if edge else -2):
            core.discard(number)
            counts.subtract(rare[number])
            lines[number].reason = "remnant"


def _rare_words(text: str) -> set[str]:
    """Return the beginnings of the rarer words of a line."""
    words = (word.lower() for word in _WORD.findall(text) if len(word) > 3 or word.isupper())
    return {word[:_STEM] for word in words if zipf(word) <= _COMMON}


def _score(line: Line, theme: set[str]) -> int:
    """Return how much a line of prose speaks for the story (above 0) or for the page (below 0)."""
    unquoted = _ANY_QUOTED.sub(" ", line.text)
    shared = len(_rare_words(line.text) & theme)
    score = min(shared, 4) + 2 * bool(_QUOTED.search(line.text)) + bool(_PERSONS.search(unquoted))
    return score - 2 * bool(_TO_READER.search(unquoted)) - bool(_BY_SITE.search(unquoted))


def _mark_prose(lines: list[Line], core: set[int], scores: dict[int, int]) -> None:
    """Mark paragraphs that stand apart from the core and do not speak of what it speaks of."""
    first, last = min(core, default=0), max(core, default=0)
    for number, score in scores.items():
        line = lines[number]
        if line.reason or not _is_apart(lines, number, core):
            continue
        alone = all(lines[n].reason for n in (number - 1, number + 1) if 0 <= n < len(lines))
        least = _OUTSIDE if not first < number < last else _ALONE if alone else _WITHIN
        if score < least:
            line.reason = "remnant"


def _is_apart(lines: list[Line], number: int, core: set[int]) -> bool:
    """Say whether page furniture, or two headlines, stand between a line and the core, whichever way one goes."""
    for step in (-1, 1):
        n, n_headlines = number + step, 0
        while 0 <= n < len(lines) and abs(n - number) < _FAR and n_headlines < 2:
            if n in core or lines[n].reason:
                break
            n_headlines += not lines[n].is_story
            n += step
        if n_headlines < 2 and (n in core or abs(n - number) == _FAR):
            return False
    return True


def _mark_menus(lines: list[Line]) -> None:
    """Mark runs of very short lines before or after the story: they are menus."""
    story = [number for number, line in enumerate(lines) if line.is_story]
    if not story:
        return
    run: list[Line] = []
    for number, line in enumerate([*lines, None]):
        outside = number < story[0] or number > story[-1]
        if line is not None and outside and (line.reason or line.seen.n_words <= _SHORT_LINE and not line.seen.prose):
            run.append(line)
            continue
        if sum(not member.reason for member in run) >= _MENU_LINES:
            for member in run:
                member.reason = member.reason or "navigation"
        run = []


def _mark_scraps(lines: list[Line]) -> None:
    """Mark short lines between two pieces of furniture, and what is left after the story ends among them."""
    story = [number for number, line in enumerate(lines) if line.is_story]
    if not story:
        return
    for number in range(len(lines) - 2, story[-1], -1):
        line = lines[number]
        listed = line.text.startswith(_BULLETS) or line.text.endswith(_STOPS)
        if not line.reason and not listed and lines[number + 1].reason and line.seen.n_words <= _LONGEST_SCRAP:
            line.reason = "remnant"
    for number in range(story[0] + 1, len(lines)):
        line = lines[number]
        before, after = lines[number - 1].reason != "", number + 1 < len(lines) and lines[number + 1].reason != ""
        scrap = line.seen.n_words <= _LONGEST_SCRAP
        if line.reason or line.is_story or line.text.endswith(_STOPS) and not (before and after):
            continue
        if before and after and scrap or number > story[-1] and (before or after and scrap):
            line.reason = "remnant"


def _mark_foreign(lines: list[Line], theme: set[str]) -> None:
    """Mark headlines amid the story that share no rare word with it: two or more together, or one beside furniture."""
    story = [number for number, line in enumerate(lines) if line.is_story]
    if not story or sum(line.reason != "" for line in lines) < _SCRAPED:
        return
    run: list[int] = []
    for number in range(story[0] + 1, len(lines)):
        line = lines[number]
        if not line.reason and not line.is_story and not line.text.startswith(_BULLETS):
            run.append(number)
            continue
        beside = run and (line.reason or lines[run[0] - 1].reason)
        if (len(run) > 1 or beside) and not any(_rare_words(lines[n].text) & theme for n in run):
            for n in run:
                lines[n].reason = "remnant"
        run = []


def _mark_head(lines: list[Line], theme: set[str]) -> None:
    """Mark what stands before the story and is neither its title nor a line that shares its words."""
    story = [number for number, line in enumerate(lines) if line.is_story]
    head = lines[: story[0]] if story else []
    if not any(line.reason for line in head):
        return
    shared = {line.start: len(_rare_words(line.text) & theme) for line in head if not line.seen.reason}
    candidates = [line for line in head if line.start in shared and line.seen.n_words > 2]
    headline = _choose_headline(candidates, shared, sum(line.reason != "" for line in head))
    below = False
    for line in head:
        if line is headline:
            line.reason, below = "", True
        elif not line.reason and not (below and shared[line.start] > (line.seen.n_words <= _LONGEST_SCRAP)):
            line.reason = "remnant" if below else "category"


def _choose_headline(candidates: list[Line], shared: dict[int, int], n_furniture: int) -> Line | None:
    """Return the line before the story that shares most words with it; else the only long one, if little is around."""
    best = max(candidates, key=lambda line: (shared[line.start], not line.reason), default=None)
    if best is not None and shared[best.start] > (best.seen.n_words < _SHORT_LINE):
        return best
    long = [line for line in candidates if not line.reason and line.seen.n_words >= _SHORT_LINE]
    return long[0] if len(long) == 1 and n_furniture < _TOGETHER else None
