"""Mend damaged text and normalise its typography, keeping the way back to the text as given."""

from bisect import bisect_right
from dataclasses import dataclass, field

from mediakit.text.parts import Removal


@dataclass(frozen=True)
class Cleaned:
    """A mended text and the map from its offsets to those of the text as given.

    `starts` and `shifts` run in parallel: from `starts[i]` on, given offset = offset + shifts[i].
    """

    given: str
    text: str
    changes: tuple[Removal, ...] = ()
    starts: tuple[int, ...] = field(default=(0,), repr=False)
    shifts: tuple[int, ...] = field(default=(0,), repr=False)

    def given_offset(self, offset: int) -> int:
        """Return where the character at `offset` of the mended text stands in the text as given."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as given behind the mended text from `start` to `end`."""
        return self.given_offset(start), self.given_offset(end - 1) + 1 if end > start else self.given_offset(end)


def clean(text: str) -> Cleaned:
    """Return `text` with damage mended; every change is recorded."""
    return Cleaned(given=text, text=text.replace("\u00a0", " "))


_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "…": "..."})


def normalise(text: str) -> str:
    """Return `text` with one form of quotation mark, apostrophe, dash and ellipsis, for counting."""
    text = text.translate(_STRAIGHT)
    for dash in (" — ", "—", " – ", "--"):
        text = text.replace(dash, " - ")
    return text
