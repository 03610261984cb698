"""Tell the story from what the page put around it.

A line is judged by itself (`page_lines`), then by where it stands: the story is the stretch that holds most of it
(`page_story`), headings open parts of the page that are not the story (related posts, comments, notes to editors), runs
of very short lines are menus, a name after "By" is a byline.
"""

import re
from collections import Counter
from dataclasses import dataclass

from mediakit.text.cleaning import normalise
from mediakit.text.page_lines import judge
from mediakit.text.page_story import (
    MUCH_SHARED,
    OUTSIDE,
    SCRAPED,
    SHORT_LINE,
    TOGETHER,
    Line,
    find_core,
    find_threads,
    rare_words,
    score,
)
from mediakit.text.paragraphs import Span, find_paragraphs
from mediakit.text.sentences import split_sentences

_MENU_LINES, _LONGEST_SCRAP = 3, 8
_STOPS = (".", "!", "?", '."', ".”", "?”", "!”")
_BULLETS = ("•", "-", "–", "*", "·", "▪")
_FAR = 12
# What a program left of the furniture is short; captions, notes and dates it left may be the story's.
_LONGEST_LEFTOVER, _OF_STORY = 20, frozenset({"caption", "date", "note"})


def mark_leftovers(lines: list[Line]) -> None:
    """Set the reason of the short lines that are furniture by themselves, whatever stands around them."""
    for line in lines:
        if line.seen.n_words <= _LONGEST_LEFTOVER and line.seen.reason not in _OF_STORY:
            line.reason = line.seen.reason


def judge_places(lines: list[Line], title: str = "") -> Line | None:
    """Set the reason of every line that is furniture, from what it looks like and from its neighbours.

    A `title` that is known from elsewhere tells what the story is about. Return the title if it is one of the lines
    before a story that stands among furniture.
    """
    for line in lines:
        line.reason = line.seen.reason
    mark_names(lines)
    mark_repeats(lines)
    if not any(line.reason or line.seen.section for line in lines):
        return None
    core, theme = find_core(lines, title)
    threads = find_threads(lines)
    apart = [n for n, line in enumerate(lines) if line.is_story and n not in core]
    scores = {n: -1 if n in threads and n > max(core, default=0) else score(lines[n], theme) for n in apart}
    mark_sections(lines, core, {number for number, points in scores.items() if points >= OUTSIDE})
    _mark_prose(lines, core, scores)
    _mark_menus(lines)
    _mark_scraps(lines)
    _mark_foreign(lines, theme)
    return _mark_head(lines, core, theme)


def _mark_prose(lines: list[Line], core: set[int], scores: dict[int, int]) -> None:
    """Mark paragraphs that stand apart from the core and do not speak of what it speaks of, nor do their neighbours."""
    for number, points in scores.items():
        near = range(number - 2, number + 3) if points >= 0 else (number,)
        best = max(scores.get(n, points) for n in near)
        if best < OUTSIDE and not lines[number].reason and _is_apart(lines, number, core):
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
        if line is not None and outside and (line.reason or line.seen.n_words <= SHORT_LINE and not line.seen.prose):
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
    if not story or sum(line.reason != "" for line in lines) < SCRAPED:
        return
    run: list[int] = []
    for number in range(story[0] + 1, len(lines)):
        line = lines[number]
        if not line.reason and not line.is_story and not line.text.startswith(_BULLETS):
            run.append(number)
            continue
        beside = run and (line.reason or lines[run[0] - 1].reason)
        if (len(run) > 1 or beside) and not any(rare_words(lines[n].text) & theme for n in run):
            for n in run:
                lines[n].reason = "remnant"
        run = []


def _mark_head(lines: list[Line], core: set[int], theme: set[str]) -> Line | None:
    """Mark what stands before the story and is neither its title nor a line that shares its words; return the title."""
    story = [number for number, line in enumerate(lines) if line.is_story]
    head = lines[: min(core, default=story[0])] if story else []
    if not any(line.reason for line in head):
        return None
    headline = _choose_headline(head, theme, lines)
    below = False
    for line in head:
        if line is headline:
            line.reason, below = "", True
        elif not line.reason and not line.is_story:
            shared = len(rare_words(line.text) & theme)
            if not (below and shared > (line.seen.n_words <= _LONGEST_SCRAP)):
                line.reason = "remnant" if below else "category"
    return headline


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


def _choose_headline(head: list[Line], theme: set[str], lines: list[Line]) -> Line | None:
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


def lay_out(text: str, title: str = "", keep_boilerplate: bool = False, extracted: bool = False) -> Layout:
    """Return title, body paragraphs and boilerplate of a mended text.

    `title` is a title known from elsewhere: a line that repeats it is the title. From an `extracted` text, out of which
    another program took the furniture, only short lines go that are it by themselves. With `keep_boilerplate` nothing
    is removed. A text of one paragraph has no title.
    """
    spans = find_paragraphs(text)
    if len(spans) < 2:
        return Layout(None, tuple(spans), ())
    lines = [Line(a, b, line := text[a:b], judge(line)) for a, b in spans]
    headline = None
    if extracted:
        mark_leftovers(lines)
    else:
        headline = judge_places(lines, title)
    kept = [line for line in lines if not line.reason]
    if len(kept) == len(lines):
        return _divide(lines, find_title(lines, title, headline), ())
    problem = ""
    n_kept, n_all = (sum(line.seen.n_words for line in part) for part in (kept, lines))
    if n_kept < _FEWEST_WORDS and n_kept < _SMALLEST_SHARE * n_all:
        problem = "Nearly every line looks like page furniture, so nothing was removed."
        kept = lines
    headline = find_title(kept, title, headline)
    if keep_boilerplate:
        kept, problem = lines, ""
    stays = {line.start for line in kept}
    left_out = [line for line in lines if line.start not in stays]
    n_prose, n_left_out = (sum(line.seen.n_words for line in part if line.seen.prose) for part in (lines, left_out))
    if 2 * n_left_out > n_prose:
        problem = (
            f"Of {n_prose} words of running text {n_left_out} were left out as page furniture; see `removed`. "
            "keep_boilerplate=True keeps them."
        )
    return _divide(kept, headline, tuple((line.start, line.end, line.reason) for line in left_out), problem)


_Removed = tuple[tuple[int, int, str], ...]


def _divide(lines: list[Line], title: Line | None, removed: _Removed, problem: str = "") -> Layout:
    """Return lines that stay, one of which may be the title, as a layout."""
    paragraphs = tuple((line.start, line.end) for line in lines if line is not title)
    return Layout((title.start, title.end) if title else None, paragraphs, removed, problem)
