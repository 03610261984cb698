"""Mend damaged text, keeping a record of every change and the way back to the text as given.

Damage is what nobody wrote: wrongly decoded letters, HTML left-overs, soft hyphens, invisible and control characters,
ligatures, accents that stand apart from their letters. Spaces of other widths become plain ones and line ends become
newlines without a record. What a writer chose, such as the style of quotation marks, is not damage: see `typography`.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import ftfy

from mediakit.text.offsets import UNCHANGED, OffsetMap, replace_spans
from mediakit.text.parts import Removal
from mediakit.text.typography import normalise

__all__ = ["Cleaned", "clean", "normalise"]

_BLOCKS = "p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|section|article|blockquote|figure|figcaption|header|footer|hr"
_INLINE = "b|i|u|em|strong|a|span|small|sup|sub|font|cite|q|mark|abbr|time|img|iframe|strike|s|del|ins"
_RUN = r"[^\x00-\x7f]{1,64}(?:(?<=[ÃÂ]) )?"
_DAMAGE = (
    r"(?P<entity>&(?:amp;){0,3}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    rf"|(?P<block></?(?:{_BLOCKS})(?:\s[^<>]{{0,500}})?/?>)"
    rf"|(?P<inline></?(?:{_INLINE})(?:\s[^<>]{{0,500}})?/?>|<!--[^<>]{{0,500}}-->)"
    r"|(?P<line>\r\n?|[\x0b\x0c])"
    r"|(?P<control>[\x00-\x08\x0e-\x1f\x7f]+)"
)
_MARK = re.compile("[\u0300-\u036f]")
# Where a look is worth the while: anything but plain letters and the typographic marks of every printed text.
_SUSPECT = re.compile("[&<\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[^\x00-\x7f“”‘’–—…]")
_ANY = re.compile(f"{_DAMAGE}|(?P<run>{_RUN})", re.IGNORECASE)
_ACCENTED = re.compile(f"(?P<run>[A-Za-z]{_RUN})")
_WRONGLY_DECODED = re.compile("[ÂÃÄÅÎÏÐÑâäåæçèéêëìíîïðãØÙ×]|[\x80-\x9f]")
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]|(?<=[A-Za-zÀ-ÿ])[\u200c\u200d]"
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = str.maketrans(
    dict.fromkeys(["\u00a0", "\u1680", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f", "\u3000"], " ")
)
_LINES = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


@dataclass(frozen=True)
class Cleaned:
    """A mended text, the changes that made it, and the map from its offsets to those of the text as given."""

    given: str
    text: str
    changes: tuple[Removal, ...] = ()
    offsets: OffsetMap = field(default=UNCHANGED, repr=False)

    def given_offset(self, offset: int) -> int:
        """Return where the character at `offset` of the mended text stands in the text as given."""
        return self.offsets.old_start(offset)

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as given behind the mended text from `start` to `end`."""
        return self.offsets.old_span(start, end)


def clean(text: str) -> Cleaned:
    """Return `text` with damage mended; every change is recorded (reasons: mojibake, html, soft hyphen, invisible,
    control, ligature, accent).
    """
    changes: list[Removal] = []
    mended, offsets = replace_spans(text, _mend(text, changes))
    return Cleaned(text, mended, tuple(changes), offsets)


def _mend(text: str, changes: list[Removal]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, new) for each damaged span; what is worth a record is added to `changes`."""
    at = 0
    for suspect in _SUSPECT.finditer(text):
        start = suspect.start()
        if start < at:
            continue
        apart = start > at and _MARK.match(suspect.group()) is not None and text[start - 1].isascii()
        match = _ACCENTED.match(text, start - 1) if apart and text[start - 1].isalpha() else _ANY.match(text, start)
        if match is None:
            continue
        old, at = match.group(), match.end()
        match match.lastgroup:
            case "run":
                new, reason = _mend_run(old)
            case "entity":
                new, reason = _unescape(old), "html"
            case "block":
                new, reason = "\n", "html"
            case "inline":
                new, reason = "", "html"
            case "line":
                new, reason = "\n", ""
            case _:
                new, reason = "", "control"
        if new != old:
            if reason:
                changes.append(Removal(match.start(), match.end(), old, reason))
            yield match.start(), match.end(), new


def _unescape(entity: str) -> str:
    """Return the character behind an HTML entity, however often it was escaped."""
    for _ in range(4):
        plain = html.unescape(entity)
        if plain == entity:
            break
        entity = plain
    return _mend_run(entity)[0] if entity and not entity.isascii() else entity


@lru_cache(maxsize=1 << 12)
def _mend_run(run: str) -> tuple[str, str]:
    """Return a run of characters beyond ASCII with damage mended, and the reason ("" for spaces and line ends)."""
    reason, new = "", run
    if _MARK.search(new):
        composed = unicodedata.normalize("NFC", new)
        reason, new = reason or ("accent" if composed != new else ""), composed
    if _WRONGLY_DECODED.search(new):
        fixed = "”" if new == "â€" else ftfy.fix_encoding(new)
        if fixed != new and "\ufffd" not in fixed:
            reason, new = "mojibake", fixed
    if "\u00ad" in new:
        reason, new = reason or "soft hyphen", new.replace("\u00ad", "")
    if _INVISIBLE.search(new):
        reason, new = reason or "invisible", _INVISIBLE.sub("", new)
    if any(sign in new for sign in _LIGATURES):
        reason = reason or "ligature"
        for sign, letters in _LIGATURES.items():
            new = new.replace(sign, letters)
    return new.translate(_SPACES).translate(_LINES), reason
