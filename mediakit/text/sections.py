"""Judge the lines of a page by where they stand: menus, bylines, and the parts of the page that are not the story."""

from collections import Counter
from dataclasses import dataclass

from mediakit.text.clutter import Judgement

# A part under one of these headings may go on to the end of the page.
_TO_THE_END = frozenset({"comments", "about"})
_NAME_FOLLOWS = frozenset({"by", "published by", "written by", "posted by", "author", "words by", "reporting by"})
# Comments give themselves away within so many lines: "2 hours ago", "Reply".
_SOON, _FAR = 8, 40
_REMARK = (" ago", " says:", " wrote:", " said:")
# So many words of story must stand before comments or notes that run to the end of the page.
_ENOUGH_STORY = 60


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
        if not line.reason and not line.seen.prose and (
            counts[line.text] >= 3 or counts[line.text] == 2 and line.text.isalpha() and line.text.islower()
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
            for number, line in enumerate(lines[i + 1 : i + 1 + _FAR])
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
