"""Pair single quotation marks, which look like apostrophes."""

import re

_SINGLE = re.compile(r"(['‘’‚‹›])\1{2,}|['‘’‚‹›]")
_BEFORE_OPEN = '([{—–-/“"«„'
# Words that lose their beginning: the mark before them is an apostrophe.
_CLIPPED = re.compile(
    r"(?:em|n|til|till|tis|twas|twere|twill|cause|cos|cuz|bout|round|neath|nother|nuff|s|d|ll|re|ve|\d0s|\d\ds?)\b(?!-)",
    re.IGNORECASE,
)
# A possessive needs a thing possessed; these words cannot begin one, so the mark before them closes.
_NO_THING = frozenset(
    """a an the and or but nor so yet of in on at by for from to with without into over under after before during about
    against between among as than that which who whom whose when where while if because although though is are was were
    be been being has have had do does did will would can could may might must shall should not he she it they we you i
    his her its their our my your this these those said says told asked added wrote""".split()
)
_Span = tuple[int, int, bool]


def pair_singles(
    text: str, start: int, end: int, doubles: list[_Span], following: tuple[int, int]
) -> tuple[list[_Span], list[str], str]:
    """Return the spans in single marks outside `doubles`, the problems, and the mark that runs on."""
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
        elif i >= len(marks) and _is_introduced(text, start, at) and _opens_paragraph(text, following):
            return [*spans, (at, end, True)], lost, text[at]
        elif text[at] in "‘‚‹":
            words = " ".join(text[at : min(end, at + 40)].split())
            lost.append(f"An opening quotation mark has no closing mark: {words} …")
    return spans, lost, ""


def _outside(text: str, start: int, end: int, doubles: list[_Span]) -> list[int]:
    """Return where single marks stand outside the double-quoted spans."""
    edges = [start, *(edge for a, b, _ in doubles for edge in (a, b)), end]
    return [
        match.start()
        for i in range(0, len(edges), 2)
        for match in _SINGLE.finditer(text, edges[i], edges[i + 1])
        if not match.group(1)
    ]


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
