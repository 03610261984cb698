"""Change a text in places and keep the way back to the offsets it had."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class OffsetMap:
    """The way from the offsets of a changed text to those of the text it was made from.

    The changed text is a row of pieces. Piece i begins at `starts[i]` and stands for the old text from `olds[i]` to
    `ends[i]`; a piece that was kept as it was (`kept[i]`) maps character by character, a replaced one as a whole.
    """

    starts: tuple[int, ...] = (0,)
    olds: tuple[int, ...] = (0,)
    ends: tuple[int, ...] = (0,)
    kept: tuple[bool, ...] = (True,)

    def __bool__(self) -> bool:
        """Say whether any offset differs."""
        return len(self.starts) > 1 or not self.kept[0] or self.olds[0] > 0

    def old_start(self, offset: int) -> int:
        """Return where the character at `offset` of the changed text begins in the old one."""
        i = bisect_right(self.starts, offset) - 1
        return self.olds[i] + (offset - self.starts[i] if self.kept[i] else 0)

    def old_end(self, offset: int) -> int:
        """Return where the character before `offset` of the changed text ends in the old one."""
        i = bisect_right(self.starts, offset - 1) - 1
        return self.olds[i] + offset - self.starts[i] if self.kept[i] else self.ends[i]

    def old_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the old text behind the changed text from `start` to `end`."""
        first = self.old_start(start)
        return first, (max(first, self.old_end(end)) if end > start else first)

    def shift(self, start: int, end: int) -> int | None:
        """Return what to add to every offset from `start` to `end`, None if that differs within them."""
        i = bisect_right(self.starts, start) - 1
        if not self.kept[i] or i + 1 < len(self.starts) and self.starts[i + 1] < end:
            return None
        return self.olds[i] - self.starts[i]


UNCHANGED = OffsetMap()


def replace_spans(text: str, replacements: Iterable[tuple[int, int, str]]) -> tuple[str, OffsetMap]:
    """Return the text with each (start, end) span replaced, in order, and the map back to the old offsets.

    A replacement as long as its span maps character by character.
    """
    parts: list[str] = []
    pieces: list[tuple[int, int, int, bool]] = []
    at = length = 0
    for start, end, new in replacements:
        if end - start == len(new):
            parts += text[at:start], new
            if not pieces or not pieces[-1][3] or pieces[-1][2] != at:
                pieces.append((length, at, end, True))
            else:
                pieces[-1] = (*pieces[-1][:2], end, True)
            length += end - at
        else:
            if start > at:
                parts.append(text[at:start])
                if not pieces or not pieces[-1][3] or pieces[-1][2] != at:
                    pieces.append((length, at, start, True))
                length += start - at
            if new:
                parts.append(new)
                pieces.append((length, start, end, False))
                length += len(new)
        at = end
    if not parts and not at:
        return text, UNCHANGED
    if at < len(text):
        parts.append(text[at:])
        if not pieces or not pieces[-1][3] or pieces[-1][2] != at:
            pieces.append((length, at, len(text), True))
    if not pieces:
        return "", OffsetMap((0,), (0,), (len(text),), (False,))
    starts, olds, ends, kept = zip(*pieces, strict=True)
    return "".join(parts), OffsetMap(starts, olds, ends, kept)
