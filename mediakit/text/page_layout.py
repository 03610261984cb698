"""Tell the story from what the page put around it.

A line is judged by itself (`clutter`), then by where it stands: headings open parts of the page that are not the story
(related posts, comments, notes to editors), runs of very short lines are menus, a name after "By" is a byline.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from mediakit.text.cleaning import normalise
from mediakit.text.page_lines import Judgement, judge, tells
from mediakit.text.paragraphs import Span, find_paragraphs
from mediakit.text.sentences import split_sentences
from mediakit.text.words import zipf


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


_TOGETHER = 3
_FURNITURE, _NO_PROSE, _MANY = 5.0, 1.3, 3
_AROUND, _LONG_PARAGRAPH, _SHARED = 20, 40, 4
_ABOVE, _LEAD = 8, 8
_THREAD, _REMARK_COST = 14, 40.0
_MUCH_SHARED, _ECHO, _NEAR = 5, 3, 40
_SIGNS, _NEXT = frozenset({"byline", "date", "share", "reading time"}), 5
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
# What a paragraph apart from the core must score to be story.
_OUTSIDE = 3


def judge_places(lines: list[Line]) -> Line | None:
    """Set the reason of every line that is furniture, from what it looks like and from its neighbours.

    Return the title if it is one of the lines before a story that stands among furniture.
    """
    for line in lines:
        line.reason = line.seen.reason
    mark_names(lines)
    mark_repeats(lines)
    if not any(line.reason or line.seen.section for line in lines):
        return None
    core = _find_core(lines)
    _leave_sections(lines, core)
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
    return _mark_head(lines, core, theme)


def _find_core(lines: list[Line]) -> set[int]:
    """Return the numbers of the paragraphs in the stretch of the page that holds most of one story.

    Each paragraph counts for it by its words, the less the fewer rare words it shares with the lines around; each other
    line against it, the more the more such lines stand together. The stretch is the one with the greatest sum.
    """
    rare = [_rare_words(line.text) if line.is_story else set() for line in lines]
    costs = _find_costs(lines)
    best, core = 0.0, (0, 0)
    sum_, first = 0.0, 0
    for number, line in enumerate(lines):
        if sum_ <= 0:
            sum_, first = 0.0, number
        sum_ += _weigh(lines, number, rare) if line.is_story else -costs[number]
        if sum_ > best:
            best, core = sum_, (first, number + 1)
    return {number for number in range(*core) if lines[number].is_story}


def _weigh(lines: list[Line], number: int, rare: list[set[str]]) -> float:
    """Return how much a paragraph speaks for a story around it: by its words, and if it takes up a headline above it."""
    above, below = rare[max(0, number - _AROUND) : number], rare[number + 1 : number + 1 + _AROUND]
    shared = len(rare[number] & set[str]().union(*above, *below))
    headed = max((len(rare[number] & _rare_words(line.text)) for line in _find_heads(lines, number)), default=0)
    lead = _LEAD * min(headed, _MUCH_SHARED) if headed > 1 else 0
    return min(lines[number].seen.n_words, _LONG_PARAGRAPH) * min(1.0, (1 + shared) / _SHARED) + lead


def _find_heads(lines: list[Line], number: int) -> list[Line]:
    """Return the lines above a paragraph that could be its headline."""
    above = lines[max(0, number - _ABOVE) : number]
    return [line for line in above if not line.is_story and not line.seen.reason and line.seen.n_words >= _SHORT_LINE]


def _find_costs(lines: list[Line]) -> list[float]:
    """Return how much each line that is no paragraph speaks against a story around it.

    Lines with dates or remarks that come again and again are those of comments or of a list of stories.
    """
    costs = [0.0] * len(lines)
    number = 0
    for is_story, run in groupby(lines, key=lambda line: line.is_story):
        length = len(list(run))
        for n in range(number, number + length):
            if not is_story:
                costs[n] = (_FURNITURE if lines[n].reason or lines[n].seen.section else _NO_PROSE) * min(length, _MANY)
        number += length
    # Few such lines, as in a text that somebody cleaned by hand, say little.
    scraped = min(1.0, sum(line.reason != "" for line in lines) / _SCRAPED)
    costs = [scraped * cost for cost in costs]
    dated = [number for number, line in enumerate(lines) if line.seen.reason in ("date", "comments")]
    for before, number, after in zip(dated, dated[1:], dated[2:], strict=False):
        if after - before <= _THREAD:
            costs[number] += _REMARK_COST
    return costs


def _leave_sections(lines: list[Line], core: set[int]) -> None:
    """Take out of the core the paragraphs under a heading such as "More from Vale" that do not go on with the story."""
    headings = [n for n in range(min(core, default=0), max(core, default=0)) if lines[n].seen.section == "related"]
    for heading, after in zip(headings, [*headings[1:], len(lines)], strict=False):
        theme = set[str]().union(*(_rare_words(lines[n].text) for n in core if n < heading))
        below = [n for n in core if heading < n < after]
        if all(_score(lines[n], theme) < _OUTSIDE - 1 for n in below):
            core.difference_update(below)


def _trim_core(lines: list[Line], core: set[int], rare: dict[int, set[str]], counts: Counter[str]) -> None:
    """Take out of the core, and mark, what speaks to the reader and shares no rare word with the rest of it.

    A review or a guide speaks to the reader all along, so nothing is taken out of it.
    """
    if 2 * sum(_TO_READER.search(lines[number].text) is not None for number in core) > len(core):
        return
    for number in sorted(core):
        if any(counts[word] > 1 for word in rare[number]) or tells(lines[number].text):
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
    """Mark paragraphs that stand apart from the core and do not speak of what it speaks of, nor do their neighbours."""
    for number, score in scores.items():
        near = [score] if score < 0 else [scores.get(n, score) for n in (number - 2, number - 1, number, number + 1, number + 2)]
        if max(near) < _OUTSIDE and not lines[number].reason and _is_apart(lines, number, core):
            lines[number].reason = "remnant"


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


def _mark_head(lines: list[Line], core: set[int], theme: set[str]) -> Line | None:
    """Mark what stands before the story and is neither its title nor a line that shares its words; return the title."""
    story = [number for number, line in enumerate(lines) if line.is_story]
    head = lines[: min(core, default=story[0])] if story else []
    if not any(line.reason for line in head):
        return None
    headline = _choose_headline(head, theme, _find_echoed(lines))
    below = False
    for line in head:
        if line is headline:
            line.reason, below = "", True
        elif not line.reason and not line.is_story:
            shared = len(_rare_words(line.text) & theme)
            if not (below and shared > (line.seen.n_words <= _LONGEST_SCRAP)):
                line.reason = "remnant" if below else "category"
    return headline


def _find_echoed(lines: list[Line]) -> set[int]:
    """Return the starts of the lines with which another line begins: a title comes again with the outlet's name."""
    keys = sorted((_key(line.text), line.start) for line in lines if line.seen.n_words <= _MOST_WORDS)
    pairs = zip(keys, keys[1:], strict=False)
    echoed = {start for (key, start), (after, _) in pairs if key and after.startswith(key)}
    return echoed | {after for (key, _), (again, after) in zip(keys, keys[1:], strict=False) if key == again}


def _choose_headline(head: list[Line], theme: set[str], echoed: set[int]) -> Line | None:
    """Return the line before the story that shares most words with it, comes again, and stands near it.

    If none shares any, the only long line, if little else is around.
    """
    best, most = None, 0.0
    signed = 0
    for away, line in enumerate(reversed(head)):
        signed = _NEXT if line.seen.reason in _SIGNS else signed - 1
        if line.seen.reason or not 2 < line.seen.n_words <= _MOST_WORDS:
            continue
        shared = len(_rare_words(line.text) & theme)
        if shared <= (line.seen.n_words < _SHORT_LINE):
            continue
        score = min(shared, _MUCH_SHARED) + _ECHO * (line.start in echoed) + (signed > 0) - away / _NEAR
        score -= _ECHO * (line.seen.prose or line.text.startswith("By "))
        if best is None or score > most:
            best, most = line, score
    if best:
        return best
    long = [line for line in head if not line.reason and line.seen.n_words >= _SHORT_LINE]
    return long[0] if len(long) == 1 and sum(line.reason != "" for line in head) < _TOGETHER else None


# A part under one of these headings may go on to the end of the page.
_TO_THE_END = frozenset({"comments", "about"})
_NAME_FOLLOWS = frozenset({"by", "published by", "written by", "posted by", "author", "words by", "reporting by"})
# Comments give themselves away within so many lines: "2 hours ago", "Reply".
_SOON, _LATE = 8, 40

_REMARK = (" ago", " says:", " wrote:", " said:")
# So many words of story must stand before comments or notes that run to the end of the page.
_ENOUGH_STORY = 60


def mark_names(lines: list[Line]) -> None:
    """Mark a short line after "By" or "Published by": it is a name."""
    for before, line in zip(lines, lines[1:], strict=False):
        if not line.reason and line.seen.n_words <= 5 and not line.seen.prose:
            if before.text.lower().strip(" :|") in _NAME_FOLLOWS:
                line.reason = "byline"


def mark_repeats(lines: list[Line]) -> None:
    """Mark short lines that are no sentences and come again and again."""
    counts = Counter(line.text for line in lines if line.seen.n_words <= 6)
    for line in lines:
        if (
            not line.reason
            and not line.seen.prose
            and (counts[line.text] >= 3 or counts[line.text] == 2 and line.text.isalpha() and line.text.islower())
        ):
            line.reason = "repeated"


def mark_sections(lines: list[Line], core: set[int], supported: set[int]) -> None:
    """Mark what stands under a heading such as "Recent posts", as far as it does not read like the story.

    `core` and `supported` are the numbers of lines that surely, or by their words, belong to the story.
    """
    n_story = [0]
    for line in lines:
        n_story.append(n_story[-1] + (line.is_story and line.seen.n_words))
    i = 0
    while i < len(lines):
        heading = lines[i].seen.section
        if not heading or not n_story[i] and lines[i].seen.reason == "category":
            i += 1
            continue
        end = len(lines) if _runs_to_end(lines, i, n_story) else _section_end(lines, i, core, supported)
        if end > i + 1 or heading not in _TO_THE_END:
            for line in lines[i:end]:
                line.reason = line.reason or heading
        i = max(end, i + 1)


def _runs_to_end(lines: list[Line], i: int, n_story: list[int]) -> bool:
    """Say whether comments, or notes to editors, fill the rest of the page."""
    heading = lines[i].seen.section
    if heading not in _TO_THE_END or n_story[i] < _ENOUGH_STORY or i + 1 == len(lines):
        return False
    if heading == "comments":
        signs = [
            number
            for number, line in enumerate(lines[i + 1 : i + 1 + _LATE])
            if line.seen.reason in ("comments", "date") or line.text.endswith(_REMARK)
        ]
        return len(signs) > 1 and signs[0] < _SOON
    return n_story[-1] - n_story[i] < n_story[i]


def _section_end(lines: list[Line], i: int, core: set[int], supported: set[int]) -> int:
    """Return the number of the first line after the heading `i` that belongs to the story again."""
    for j in range(i + 1, len(lines)):
        line = lines[j]
        if line.seen.section or j in core or line.is_story and j in supported and not _is_dated(lines, j):
            return j
    return len(lines)


def _is_dated(lines: list[Line], j: int) -> bool:
    """Say whether a date, a byline or the like follows a line, as it follows a teaser."""
    after = lines[j + 1] if j + 1 < len(lines) else None
    return after is not None and after.seen.reason in ("date", "reading time", "byline") and lines[j].seen.n_words <= 45


_TITLE_WORD = re.compile(r"[^\W_][\w'’.&-]*")

_ENDS = re.compile(r"[.!?…][\"'”’)]*\Z")
_ABBREVIATION_ENDS = re.compile(r"(?:\b[A-Za-z]\.){2,}\Z|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St|No|vs)\.\Z")
_MOST_WORDS, _MOST_CHARACTERS = 28, 180
# Short words stay small in a title in title case; longer ones are written large.
_LONG = 4


def is_title_case(text: str) -> bool:
    """Say whether at least three words, and nine in ten of the longer ones, are written large."""
    words = [word for word in _TITLE_WORD.findall(text) if len(word) >= _LONG or not word.islower()]
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


# Where fewer words than this would be left, and less than this share of all, the page is taken as it is.
_FEWEST_WORDS, _SMALLEST_SHARE = 25, 0.12


@dataclass(frozen=True)
class Layout:
    """Where things stand in a mended text: spans of title and body paragraphs, and (start, end, reason) of the rest.

    `problem` is a plain sentence if nearly everything looked like furniture and was therefore left in.
    """

    title: Span | None
    paragraphs: tuple[Span, ...]
    removed: tuple[tuple[int, int, str], ...]
    problem: str = ""


def lay_out(text: str, title: str = "", keep_boilerplate: bool = False) -> Layout:
    """Return title, body paragraphs and boilerplate of a mended text.

    `title` is a title known from elsewhere: a line that repeats it is the title. With `keep_boilerplate` nothing is
    removed. A text of one paragraph has no title.
    """
    spans = find_paragraphs(text)
    if len(spans) < 2:
        return Layout(None, tuple(spans), ())
    lines = [Line(a, b, text[a:b], judge(text[a:b])) for a, b in spans]
    headline = judge_places(lines)
    kept = [line for line in lines if not line.reason]
    problem = ""
    n_kept, n_all = (sum(line.seen.n_words for line in part) for part in (kept, lines))
    if n_kept < _FEWEST_WORDS and n_kept < _SMALLEST_SHARE * n_all:
        problem = "Nearly every line looks like page furniture, so nothing was removed."
        kept = lines
    number = find_title([(line.text, line.seen.prose, line.seen.n_words) for line in kept], title)
    if number is not None:
        headline = kept[number] if headline is None or title else headline
    if keep_boilerplate:
        kept, problem = lines, ""
    stays = {line.start for line in kept}
    n_prose, n_left_out = (sum(line.seen.n_words for line in lines if line.seen.prose and (all_ or line.start not in stays)) for all_ in (True, False))
    if 2 * n_left_out > n_prose:
        problem = f"Of {n_prose} words of running text {n_left_out} were left out as page furniture; keep_boilerplate=True keeps them."
    return Layout(
        (headline.start, headline.end) if headline else None,
        tuple((line.start, line.end) for line in kept if line is not headline),
        tuple((line.start, line.end, line.reason) for line in lines if line.start not in stays),
        problem,
    )
