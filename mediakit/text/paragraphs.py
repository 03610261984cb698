"""Find the paragraphs of a text: its lines, where lines that break off inside a sentence are joined again.

Lines break where somebody pressed return at the edge of a page, or where a program put every link on a line of its own.
"""

import re
from dataclasses import dataclass

from mediakit.memory import LONGEST_PARAGRAPH, TEXTS, remember
from mediakit.text.names import TITLES
from mediakit.text.page_lines import judge
from mediakit.text.words import family

Span = tuple[int, int]
# A line that somebody broke by hand: no longer than this, no shorter unless it is the last of its paragraph.
_SHORTEST_BROKEN, _LONGEST_BROKEN = 40, 100
_HEADING = re.compile(r"#{1,6} +(?=\S)")
_STOPPED = re.compile(r"[.!?…:|][\"”’'»)\]]*\Z")
_TAIL = re.compile(r"[,.;:!?)\]%”](?=\W|\Z)|[’']s\b")
_POSSESSIVE = ("’s", "'s", "s’")
_ARTICLES = frozenset("the a an".split())
# After these a sentence goes on.
_OPEN_ENDED = family("leaves a line open")
# So many lines must break off before any is joined: one may be a headline above a name written small.
_ENOUGH_BROKEN = 2
_FEW_WORDS = 3


def find_paragraphs(text: str) -> list[Span]:
    """Return the spans of the paragraphs of a text."""
    blocks: list[list[Span]] = []
    apart, at = True, 0
    for line in text.split("\n"):
        start, end = _trim(line)
        if end and apart:
            blocks.append([(at + start, at + end)])
        elif end:
            blocks[-1].append((at + start, at + end))
        apart = not end
        at += len(line) + 1
    if all(len(block) == 1 for block in blocks):
        return [block[0] for block in blocks]
    joined = [_join_wrapped(text, block) for block in blocks]
    n_broken = sum(_goes_on_small(text, *pair) for block in joined for pair in zip(block, block[1:], strict=False))
    if n_broken >= _ENOUGH_BROKEN:
        joined = [_join_broken(text, block) for block in joined]
    return [span for block in joined for span in block]


@remember(TEXTS, longest=LONGEST_PARAGRAPH)
def _trim(line: str) -> Span:
    """Return where in a line its words start, after white space and the signs of a heading, and end; 0, 0 for none."""
    end = len(line.rstrip())
    start = end - len(line.strip())
    heading = _HEADING.match(line, start)
    return (heading.end() if heading else start), end


def _join_wrapped(text: str, block: list[Span]) -> list[Span]:
    """Return the lines of a block as one paragraph if they were broken by hand, otherwise as they are."""
    lengths = [end - start for start, end in block]
    if len(block) < 2 or max(lengths) > _LONGEST_BROKEN or min(lengths[:-1]) < _SHORTEST_BROKEN:
        return block
    pairs = zip(block, block[1:], strict=False)
    runs_on = sum(text[start].islower() and text[end - 1] not in '.!?:;"”' for (_, end), (start, _) in pairs)
    return [(block[0][0], block[-1][1])] if 3 * runs_on >= len(block) - 1 else block


def _goes_on_small(text: str, before: Span, after: Span) -> bool:
    """Say whether a line that ends without a stop is followed by one that begins small or with a comma."""
    first = text[after[0]]
    return (first.islower() or first in ",;)") and text[before[1] - 1] not in '.!?:…|"”'


@dataclass(slots=True)
class _Piece:
    """One line, with the lines after it that were joined to it: where it starts and ends, its line, how many words."""

    start: int
    end: int
    line: str
    n_words: int
    joined: bool = False


def _join_broken(text: str, block: list[Span]) -> list[Span]:
    """Return the lines of a block, from the last to the first each joined to the next if its sentence goes on there."""
    pieces: list[_Piece] = []
    for start, end in reversed(block):
        line = text[start:end]
        piece = _Piece(start, end, line, line.count(" ") + 1)
        if pieces and _goes_on(piece, pieces[-1]):
            after = pieces.pop()
            piece = _Piece(start, after.end, line, piece.n_words + after.n_words, joined=True)
        pieces.append(piece)
    return [(piece.start, piece.end) for piece in reversed(pieces)]


def _goes_on(before: _Piece, after: _Piece) -> bool:
    """Say whether the sentence in which a line ends goes on in the next."""
    if _TAIL.match(after.line):
        return not _STOPPED.search(before.line) and not judge(before.line).reason
    if _STOPPED.search(before.line):
        return False
    if before.line[-1] in "([" and before.n_words > 1:
        return True
    last = before.line[before.line.rfind(" ") + 1 :].lower()
    first = after.line.partition(" ")[0]
    if first.islower() and first[-1] not in ".)":
        goes_on = max(before.n_words, after.n_words) >= _FEW_WORDS or first in _OPEN_ENDED
    elif last in _OPEN_ENDED:
        goes_on = before.n_words > 1 or last in _ARTICLES
    else:
        mid_sentence = before.line[0].islower() or before.line[0] in ",;"
        goes_on = mid_sentence and (after.joined or last.endswith(_POSSESSIVE)) or after.joined and last in TITLES
    return goes_on and not (judge(before.line).reason or judge(after.line).reason)
