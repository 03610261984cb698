"""Tell the story from what the page put around it.

A line is judged by itself (`clutter`), then by where it stands: headings open parts of the page that are not the story
(related posts, comments, notes to editors), runs of very short lines are menus, a name after "By" is a byline.
"""

import re
from dataclasses import dataclass

from mediakit.text.clutter import judge
from mediakit.text.places import judge_places
from mediakit.text.sections import Line
from mediakit.text.titles import find_title

_Span = tuple[int, int]
# Where fewer words than this would be left, and less than this share of all, the page is taken as it is.
_FEWEST_WORDS, _SMALLEST_SHARE = 25, 0.12
# A line that somebody broke by hand: no longer than this, no shorter unless it is the last of its paragraph.
_SHORTEST_BROKEN, _LONGEST_BROKEN = 40, 100
_LINE = re.compile(r"[^\n]+")
_HEADING = re.compile(r"#{1,6} +(?=\S)")


@dataclass(frozen=True)
class Layout:
    """Where things stand in a mended text: spans of title and body paragraphs, and (start, end, reason) of the rest.

    `problem` is a plain sentence if nearly everything looked like furniture and was therefore left in.
    """

    title: _Span | None
    paragraphs: tuple[_Span, ...]
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
    judge_places(lines)
    kept = [line for line in lines if not line.reason]
    problem = ""
    n_kept, n_all = (sum(line.seen.n_words for line in part) for part in (kept, lines))
    if n_kept < _FEWEST_WORDS and n_kept < _SMALLEST_SHARE * n_all:
        problem = "Nearly every line looks like page furniture, so nothing was removed."
        kept = lines
    number = find_title([(line.text, line.seen.prose, line.seen.n_words) for line in kept], title)
    headline = kept[number] if number is not None else None
    if keep_boilerplate:
        kept, problem = lines, ""
    stays = {line.start for line in kept}
    return Layout(
        (headline.start, headline.end) if headline else None,
        tuple((line.start, line.end) for line in kept if line is not headline),
        tuple((line.start, line.end, line.reason) for line in lines if line.start not in stays),
        problem,
    )


def find_paragraphs(text: str) -> list[_Span]:
    """Return the paragraphs of a text: its lines, where lines that were broken by hand are joined again."""
    spans: list[_Span] = []
    block: list[_Span] = []
    last = 0
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        start = match.start() + line.index(stripped)
        if heading := _HEADING.match(text, start):
            start = heading.end()
        if block and text.count("\n", last, match.start()) > 1:
            spans += _joined(text, block)
            block = []
        block.append((start, match.start() + len(line.rstrip())))
        last = match.end()
    return spans + _joined(text, block)


def _joined(text: str, block: list[_Span]) -> list[_Span]:
    """Return the lines of a block as one paragraph if they were broken by hand, otherwise as they are."""
    lengths = [end - start for start, end in block]
    if len(block) < 2 or max(lengths) > _LONGEST_BROKEN or min(lengths[:-1]) < _SHORTEST_BROKEN:
        return block
    pairs = zip(block, block[1:], strict=False)
    runs_on = sum(text[start].islower() and text[end - 1] not in ".!?:;\"”" for (_, end), (start, _) in pairs)
    return [(block[0][0], block[-1][1])] if 3 * runs_on >= len(block) - 1 else block
