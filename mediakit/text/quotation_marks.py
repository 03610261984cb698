"""Pair the quotation marks of a text, whatever their style, and say which have no partner."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from mediakit.memory import LONGEST_PARAGRAPH, TEXTS, of_paragraph, remember
from mediakit.text.words import family

_SINGLE = re.compile("['‘’‚‹›]")
_BEFORE_OPEN = '([{—–-/“"«„'
_NO_APOSTROPHE = re.compile("[\"“”„‟«»`‘‚‹]")
_MAY_OPEN = re.compile(rf"(?<![^\s{re.escape(_BEFORE_OPEN)}])['’]")
# Words that lose their beginning: the mark before them is an apostrophe.
_CLIPPED = re.compile(
    r"(?:em|n|til|till|tis|twas|twere|twill|cause|cos|cuz|bout|round|neath|nother|nuff|s|d|ll|re|ve|\d0s|\d\ds?)\b(?!-)",
    re.IGNORECASE,
)
# A possessive needs a thing possessed; these words cannot begin one, so the mark before them closes.
_NO_THING = family("cannot be possessed")
_Span = tuple[int, int, bool]


def pair_singles(
    text: str, start: int, end: int, doubles: list[_Span], goes_on: bool
) -> tuple[list[_Span], list[str], str]:
    """Return the spans in single marks outside `doubles`, the problems, and the mark that runs on.

    `goes_on`: the next paragraph begins as one that goes on with a quotation does.
    """
    marks = _outside(text, start, end, doubles)
    spans: list[_Span] = []
    lost: list[str] = []
    i = 0
    while i < len(marks):
        at = marks[i]
        if not _opens(text, at, start, end):
            i += 1
            continue
        close, i = _closing(text, marks, i, start, end)
        if close >= 0:
            spans.append((at, close + 1, True))
        elif i >= len(marks) and goes_on and _is_introduced(text, start, at):
            return [*spans, (at, end, True)], lost, text[at]
        elif text[at] in "‘‚‹":
            words = " ".join(text[at : min(end, at + 40)].split())
            lost.append(f"An opening quotation mark has no closing mark: {words} …")
    return spans, lost, ""


def _outside(text: str, start: int, end: int, doubles: list[_Span]) -> list[int]:
    """Return where single marks stand outside the double-quoted spans."""
    edges = [start, *(edge for a, b, _ in doubles for edge in (a, b)), end]
    pieces = zip(edges[::2], edges[1::2], strict=True)
    return [match.start() for a, b in pieces for match in _find_marks(_SINGLE, text, a, b, 3)]


def _find_marks(pattern: re.Pattern[str], text: str, start: int, end: int, drawn: int) -> Iterator[re.Match[str]]:
    """Yield the marks of a stretch; a run of `drawn` or more of one mark is a line or damage, and no quotation."""
    after = start
    for match in pattern.finditer(text, start, end):
        at, mark = match.start(), match.group()
        if at < after:
            continue
        if len(mark) == 1 and text.startswith(mark * drawn, at, end):
            after = at + drawn
            while after < end and text[after] == mark:
                after += 1
        else:
            yield match


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Return whether the mark at `at` can open a quotation."""
    if text[at] == "›" or at + 1 >= end:
        return False
    before, after = text[at - 1] if at > start else " ", text[at + 1]
    if not (before.isspace() or before in _BEFORE_OPEN) or not (after.isalnum() or after in '“"«£$€[(….#@*'):
        return False
    if after == "." and not text[at + 2 : at + 3].isalnum() and text[at + 1 : at + 4] != "...":
        return False
    return not _CLIPPED.match(text, at + 1, min(end, at + 12))


def _is_introduced(text: str, start: int, at: int) -> bool:
    before = text[start:at].rstrip()
    return not before or before[-1] in ":,.?!"


def _opens_paragraph(text: str, paragraph: tuple[int, int]) -> bool:
    a, b = paragraph
    return b > a and text[a] in "'‘" and _opens(text, a, a, b)


def _closing(text: str, marks: list[int], i: int, start: int, end: int) -> tuple[int, int]:
    """Return where the mark `marks[i]` is closed (-1: nowhere) and the index of the next mark to look at.

    A mark after punctuation or after a letter other than s closes. After s (or clipped -in) it may be an apostrophe:
    it closes if the next word cannot be a thing possessed, or if no better mark follows. A curly mark is closed by a
    straight one only if no curly one does it: in between, straight ones belong to an inner quotation.
    """
    weak = other = -1
    curly = text[marks[i]] == "‘"
    for k in range(i + 1, len(marks)):
        at = marks[k]
        if curly and text[at] == "'":
            if other < 0 and not text[at + 1 : min(at + 2, end)].isalnum() and not text[at - 1].isspace():
                other = k
            continue
        if _opens(text, at, start, end):
            break
        spaced = text[at - 1].isspace()
        if text[at] in "‘‚‹" or text[at + 1 : min(at + 2, end)].isalnum() or (spaced and text[at] == "'"):
            continue
        if not spaced and _is_sure(text, at, end):
            return at, k + 1
        weak = k
    else:
        k = len(marks)
    if weak >= 0:
        return marks[weak], k
    return (marks[other], other + 1) if other >= 0 else (-1, k)


def _is_sure(text: str, at: int, end: int) -> bool:
    """Return whether the mark at `at` closes a quotation and is no apostrophe."""
    before = text[at - 1]
    if before not in "sSnN" or (before in "nN" and text[at - 2 : at - 1] not in ("i", "I")):
        return True
    rest = re.match(r"\s+(\w+)", text[at + 1 : min(end, at + 16)])
    if before in "nN":
        return rest is None
    return rest is None or rest.group(1).lower() in _NO_THING


MOST_PROBLEMS = 20
_DEEPEST = 8
# A quotation without a mark at the start of each of its paragraphs may run over so many.
_FARTHEST = 4
# Two opening marks so near each other, without a report between, belong to two paragraphs that were joined.
_NEAR = 600

# All alternatives are literal, so that a stretch without any is passed over at once.
_DOUBLE = re.compile("\"|“|”|„|‟|«|»|''|‘‘|’’|``")
_OPENERS = "“„‟«`"
_BRACKETS = "([{—–-/|>*…"
_MARKS = "\"“”„‟«»'‘’‚‹›`"
_FEET = re.compile(r"\d\s?['’′]\s?\d{1,2}$")
_REPORTS = (
    r" (?:(?:he|she|they|it|I|we|(?:[A-Z][\w.’'-]{0,30} ){1,3}?)\s?(?:said|says|told|wrote|added|asked|tweeted)\b"
    r"|(?:said|says|added|asked|wrote) )"
)
_SAID = re.compile(r"(?<=[,?!])(?=" + _REPORTS + ")")
_SAYS_NEXT = re.compile(_REPORTS)


class Quoted(NamedTuple):
    """What stands between two marks (included), or on one side of a mark that lost its partner (`whole` is False).

    `paragraph` is the number of its paragraph; `chain` is shared where one quotation runs over several paragraphs.
    """

    start: int
    end: int
    paragraph: int
    chain: int
    whole: bool = True


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str
    opens: bool
    closes: bool
    digit: bool


def pair_marks(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[list[Quoted], list[str]]:
    """Return the outermost quoted stretches in order, and a plain sentence for each mark without a partner."""
    found: list[Quoted] = []
    problems: list[str] = []
    chain, carried = 0, ""
    for number, (start, end) in enumerate(paragraphs):
        paragraph = text[start:end]
        if carried and not _first_mark(paragraph) and _look_ahead(text, paragraphs, number).closes:
            found.append(Quoted(start, end, number, chain))
            continue
        paired = _pair_paragraph(paragraph, carried, None) if _has_quotation(paragraph) else _NOTHING
        if paired.hangs:
            paired = _pair_paragraph(paragraph, carried, _look_ahead(text, paragraphs, number))
        for i, (a, b, whole) in enumerate(paired.spans):
            chain += not (i == 0 and carried and paragraph[:a].strip() == "")
            found.append(Quoted(start + a, start + b, number, chain, whole))
        problems += paired.problems
        carried = paired.running
    if len(problems) > MOST_PROBLEMS:
        more = len(problems) - MOST_PROBLEMS
        problems = [*problems[:MOST_PROBLEMS], f"{more} more quotation marks have no partner."]
    return found, problems


_Paragraphs = tuple[tuple[int, int], ...]


class _Paired(NamedTuple):
    """The quoted spans of one paragraph, a sentence on each problem, and the mark that runs on into the next paragraph.

    `hangs`: that is so only as far as the paragraph tells; a mark is left open, and what follows decides.
    """

    spans: tuple[_Span, ...]
    problems: tuple[str, ...]
    running: str
    hangs: bool


_NOTHING = _Paired((), (), "", False)


class _Ahead(NamedTuple):
    """What the paragraphs after one say of a mark left open in it.

    `first` is the mark with which they begin, "" for none; `closes`: their first double mark closes it; `opens`: they
    begin with a single mark that opens.
    """

    first: str
    closes: bool
    opens: bool


def _look_ahead(text: str, paragraphs: _Paragraphs, number: int) -> _Ahead:
    """Return what the paragraphs after one say."""
    after = paragraphs[number + 1 : number + 1 + _FARTHEST]
    if not after:
        return _Ahead("", False, False)
    marks = filter(None, (_first_mark(text[start:end]) for start, end in after))
    first = text[after[0][0]]
    return _Ahead(first if first in _MARKS else "", next(marks, "") == "closes", _opens_paragraph(text, after[0]))


@remember(TEXTS, longest=LONGEST_PARAGRAPH)
def _first_mark(paragraph: str) -> str:
    """Return whether the first double mark of a paragraph "closes" what was opened before or "opens"; "" for none."""
    mark = next(_double_marks(paragraph, 0, len(paragraph)), None)
    if mark is None:
        return ""
    return "closes" if mark.kind in "\"”''’’" and mark.closes and not mark.opens else "opens"


@remember(TEXTS, longest=LONGEST_PARAGRAPH)
def _has_quotation(paragraph: str) -> bool:
    """Say whether any mark is more than an apostrophe: it is double, or what stands before lets it open a quotation."""
    if _NO_APOSTROPHE.search(paragraph) or "''" in paragraph or "’’" in paragraph:
        return True
    return ("'" in paragraph or "’" in paragraph) and _MAY_OPEN.search(paragraph) is not None


@remember(TEXTS, key=of_paragraph)
def _pair_paragraph(text: str, carried: str, ahead: _Ahead | None) -> _Paired:
    """Return what stands in marks in a paragraph into which a mark was `carried`; `ahead` is None if not looked at."""
    end = len(text)
    doubles, lost, opened, inner = _pair_doubles(text, list(_double_marks(text, 0, end)), carried)
    running = ""
    if opened:
        kept, running = _open_at_end(text, opened, inner, ahead)
        doubles += kept
        if not running:
            lost.append(_problem(text, opened.start, "opening"))
    singles, lost_singles, running_single = pair_singles(text, 0, end, doubles, ahead is None or ahead.opens)
    inside = [d for d in doubles if not any(s[0] < d[0] and d[1] <= s[1] for s in _around(singles, d))]
    hangs = ahead is None and bool(opened or running_single)
    return _Paired(tuple(sorted([*inside, *singles])), (*lost, *lost_singles), running or running_single, hangs)


def _around(spans: list[_Span], inner: _Span) -> list[_Span]:
    """Return the span that starts last before `inner`, as a list of at most one."""
    i = bisect_left(spans, inner) - 1
    return spans[i : i + 1] if i >= 0 else []


def _double_marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Yield the double marks of a paragraph, each with what it can do by what stands beside it."""
    for match in _find_marks(_DOUBLE, text, start, end, 4):
        a, b = match.span()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        opens = (before.isspace() or before in _BRACKETS or before in _MARKS) and not (
            after.isspace()
            or after in ",;:!?)]}"
            or (after == "." and not (text[b + 1 : b + 2].isalnum() or text[b : b + 2] == ".."))
        )
        closes = not before.isspace() and before not in "([{" and not after.isalnum()
        yield _Mark(a, b, match.group(), opens, closes, before.isdigit())


def _role(mark: _Mark, top: _Mark | None, following: _Mark | None, text: str) -> str:
    """Return whether a mark opens, closes or is none (a measurement), given the innermost open mark and the next."""
    kind = mark.kind
    if kind in ("“", "„", "‟", "``", "‘‘"):
        wrong_way = top is not None and top.kind in "„“‟" and kind == "“" and mark.closes and not mark.opens
        return "close" if wrong_way else "open"
    if kind in ("”", "’’"):
        if top is None and mark.digit and kind == "”":
            return "none"
        return "open" if top is None and mark.opens and not mark.closes else "close"
    if kind in "«»":
        if top is not None and top.kind in "«»" and (top.kind != kind or mark.closes):
            return "close"
        return "open" if mark.opens or kind == "«" else "close"
    if kind == '"' and mark.digit and not mark.opens and _is_measure(mark, top, following, text):
        return "none"
    if top is None:
        return "close" if mark.closes and not mark.opens else "open"
    return "open" if mark.opens and not mark.closes else "close"


def _is_measure(mark: _Mark, top: _Mark | None, following: _Mark | None, text: str) -> bool:
    """Return whether a straight mark after a digit means inches: 6'2" always, 5" unless it is needed to close."""
    if top is None or _FEET.search(text, max(0, mark.start - 7), mark.start):
        return True
    return following is not None and following.closes and not following.opens


def _matches(opened: _Mark, closing: _Mark) -> bool:
    """Return whether two marks can be partners; “ with a straight mark is accepted, a guillemet with “ is not."""
    return (opened.kind in "«»") == (closing.kind in "«»")


def _pair_doubles(
    text: str, marks: list[_Mark], carried: str
) -> tuple[list[_Span], list[str], _Mark | None, list[_Span]]:
    """Return the spans, the problems, and the outermost mark that is left open with the spans inside it."""
    spans: list[_Span] = []
    lost: list[str] = []
    stack: list[_Mark] = []
    inner: list[_Span] = []
    for i, mark in enumerate(marks):
        top = stack[-1] if stack else None
        role = _role(mark, top, marks[i + 1] if i + 1 < len(marks) else None, text)
        if role == "open":
            if len(stack) == _DEEPEST:
                lost.append(_problem(text, stack[0].start, "opening"))
                stack, inner = [], []
            stack.append(mark)
        elif role == "close":
            depth = next((d for d in (1, 2) if len(stack) >= d and _matches(stack[-d], mark)), 0)
            if depth == 0:
                spans += [] if stack else _close_alone(text, mark, spans, carried)
                if not (carried and len(spans) == 1):
                    lost.append(_problem(text, mark.start, "closing"))
                continue
            opened = stack[-depth]
            del stack[-depth:]
            if stack:
                while inner and inner[-1][0] > opened.start:
                    inner.pop()
                inner.append((opened.start, mark.end, True))
            else:
                if mark.start > opened.end:
                    spans.append((opened.start, mark.end, True))
                inner = []
    return spans, lost, stack[0] if stack else None, inner


def _close_alone(text: str, mark: _Mark, spans: list[_Span], carried: str) -> list[_Span]:
    """Return the quotation that a lone closing mark ends: from the paragraph's start, if a report follows."""
    before = text[mark.start - 1 : mark.start]
    if spans or not (carried or before and before in ",?!" and _SAYS_NEXT.match(text, mark.end, mark.end + 120)):
        return []
    return [(0, mark.end, bool(carried))]


def _open_at_end(
    text: str, opened: _Mark, inner: list[_Span], ahead: _Ahead | None
) -> tuple[list[_Span], str]:
    """Return what a mark still open at the end of its paragraph quotes, and the mark if it runs on."""
    end = len(text)
    before = text[: opened.start].rstrip()
    introduced = not before or before.endswith((":", ","))
    said = _SAID.search(text, opened.end, inner[0][0] if inner else end)
    if inner and text[opened.end : inner[0][0]].rstrip().endswith((".", "!", "?")):
        if said and introduced:
            return [(opened.start, said.start(), False), *inner], ""
        near = len(inner) == 1 and inner[0][0] - opened.start < _NEAR
        return ([(opened.start, inner[0][1], False)] if near and introduced and not said else inner), ""
    if ahead and (ahead.first and ahead.first in _OPENERS + opened.kind[0] or ahead.closes):
        return [(opened.start, end, True)], opened.kind
    if inner:
        return [(opened.start, inner[-1][1], False)], ""
    if said:
        return [(opened.start, said.start(), False)], ""
    return ([(opened.start, end, False)] if introduced else []), ""


def _problem(text: str, at: int, side: str) -> str:
    """Return the plain sentence about a mark without a partner, with the words of its paragraph next to it."""
    if side == "opening":
        return f"An opening quotation mark has no closing mark: {' '.join(text[at : at + 40].split())} …"
    return f"A closing quotation mark has no opening mark: … {' '.join(text[max(0, at - 39) : at + 1].split())}"
