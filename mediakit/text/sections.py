"""Judge the lines of a page by where they stand: menus, bylines, and the parts of the page that are not the story."""

from collections import Counter
from dataclasses import dataclass

from mediakit.text.clutter import Judgement

# A part under one of these headings may go on to the end of the page.
_TO_THE_END = frozenset({"comments", "about"})
_SHORT_LINE, _MENU_LINES = 4, 3
# Comments give themselves away within so many lines: "2 hours ago", "Reply".
_SOON, _FAR = 6, 40
_LONGEST_LABEL, _LONGEST_SCRAP = 5, 8
_STOPS = (".", "!", "?", ".\"", ".”", "?”", "!”")
_NAME_FOLLOWS = frozenset({"by", "published by", "written by", "posted by", "author", "words by", "reporting by"})


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


def judge_places(lines: list[Line]) -> None:
    """Set the reason of every line that is furniture, from what it looks like and from its neighbours."""
    for line in lines:
        line.reason = line.seen.reason
    _find_names(lines)
    _find_repeats(lines)
    _find_sections(lines)
    _find_menus(lines)
    _find_remnants(lines)


def _find_names(lines: list[Line]) -> None:
    """Mark a short line after "By" or "Published by": it is a name."""
    for before, line in zip(lines, lines[1:], strict=False):
        if not line.reason and line.seen.n_words <= 5 and not line.seen.prose:
            if before.text.lower().strip(" :|") in _NAME_FOLLOWS:
                line.reason = "byline"


def _find_repeats(lines: list[Line]) -> None:
    """Mark short lines that are no sentences and come again and again."""
    counts = Counter(line.text for line in lines if line.seen.n_words <= 6)
    for line in lines:
        if not line.reason and not line.seen.prose and (
            counts[line.text] >= 3 or counts[line.text] == 2 and line.text.isalpha() and line.text.islower()
        ):
            line.reason = "repeated"


def _find_sections(lines: list[Line]) -> None:
    """Mark what stands under a heading such as "Recent posts", as far as it does not read like the story."""
    n_story = [0]
    for line in lines:
        n_story.append(n_story[-1] + (line.is_story and line.seen.n_words))
    i = 0
    while i < len(lines):
        heading = lines[i].seen.section
        if not heading or not n_story[i] and lines[i].seen.reason == "category":
            i += 1
            continue
        end = len(lines) if _runs_to_end(lines, i, n_story) else _section_end(lines, i)
        if end > i + 1 or heading not in _TO_THE_END:
            for line in lines[i:end]:
                line.reason = line.reason or heading
        i = max(end, i + 1)


def _runs_to_end(lines: list[Line], i: int, n_story: list[int]) -> bool:
    """Say whether comments, or notes to editors, fill the rest of the page."""
    heading = lines[i].seen.section
    if heading not in _TO_THE_END or n_story[i] < 60 or i + 1 == len(lines):
        return False
    if heading == "comments":
        signs = [
            number
            for number, line in enumerate(lines[i + 1 : i + 1 + _FAR])
            if line.seen.reason in ("comments", "date") or line.text.endswith((" ago", " says:", " wrote:", " said:"))
        ]
        return len(signs) > 1 and signs[0] < _SOON
    return n_story[-1] - n_story[i] < n_story[i]


def _section_end(lines: list[Line], i: int) -> int:
    """Return the number of the first line after the heading `i` that belongs to the story again."""
    j = i + 1
    while j < len(lines):
        line = lines[j]
        if line.seen.section or line.is_story and not _is_teaser(lines, j, i):
            break
        j += 1
    return j


def _is_teaser(lines: list[Line], j: int, heading: int) -> bool:
    """Say whether a line of prose under a heading only announces another story."""
    line = lines[j]
    after = lines[j + 1] if j + 1 < len(lines) else None
    before = lines[j - 1]
    under_headline = j - 1 > heading and not before.reason and not before.is_story
    dated = after is not None and after.seen.reason in ("date", "reading time", "related", "comments", "byline")
    if dated and line.seen.n_words <= 45:
        return True
    if not under_headline or line.seen.n_words > 40:
        follows = after is not None and not after.reason and not after.is_story
        return j - 1 == heading and line.seen.n_words <= 16 and follows
    # Headline and teaser take turns: another headline, or the end of the page, comes next.
    if after is None or after.reason:
        return heading > 0 and any(_is_teaser_pair(lines, k) for k in range(max(heading + 1, j - _FAR), j - 1))
    return not after.is_story


def _is_teaser_pair(lines: list[Line], k: int) -> bool:
    """Say whether a headline and its teaser begin at line `k`."""
    return not lines[k].is_story and not lines[k].reason and lines[k + 1].seen.prose


def _find_menus(lines: list[Line]) -> None:
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


def _find_remnants(lines: list[Line]) -> None:
    """Mark short lines among the furniture after the story, and labels above the title."""
    story = [number for number, line in enumerate(lines) if line.is_story]
    if not story:
        return
    for number in range(story[0] + 1, len(lines)):
        line = lines[number]
        before, after = lines[number - 1].reason != "", number + 1 < len(lines) and lines[number + 1].reason != ""
        if line.reason or line.text.endswith(_STOPS):
            continue
        scrap = line.seen.n_words <= _LONGEST_SCRAP
        if before and after and scrap or number > story[-1] and (before or after and scrap):
            line.reason = "remnant"
    head = lines[: story[0]]
    headline = _choose_headline(head)
    for number, line in reversed(list(enumerate(head))):
        if line.reason or line is headline or line.text.endswith(_STOPS) or line.text[0].islower():
            continue
        near = [other for other in head[max(0, number - 1) : number + 2] if other is not line]
        if line.seen.n_words <= _LONGEST_LABEL and any(other.reason or other is headline for other in near):
            line.reason = "category" if number + 1 < len(head) and head[number + 1] is headline else "remnant"


def _choose_headline(head: list[Line]) -> Line | None:
    """Return the line before the story that is most likely its title: the longest; a section never takes it."""
    unknown = [line for line in head if not line.reason and line.seen.n_words > 3]
    if unknown:
        return max(unknown, key=lambda line: min(line.seen.n_words, 8))
    swallowed = [line for line in head if not line.seen.reason and not line.seen.section and line.seen.n_words > 3]
    if not swallowed:
        return None
    swallowed[-1].reason = ""
    return swallowed[-1]
