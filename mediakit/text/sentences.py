"""Split a paragraph of news into sentences."""

import re

_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of a mended paragraph, in order, without the white space between them."""
    spans, start = [], 0
    for match in _END.finditer(paragraph):
        end = match.start() + len(match.group().rstrip())
        spans.append((start, end))
        start = match.end()
    if paragraph[start:].strip():
        spans.append((start, len(paragraph.rstrip())))
    return spans
