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
from os.path import commonprefix

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
_UNSEEN = "[\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]|(?<=[A-Za-zÀ-ÿ])[\u200c\u200d]"
_INVISIBLE = re.compile(_UNSEEN)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACES = str.maketrans({chr(code): " " for code in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)})
_SIGN = re.compile(
    f"(?P<ligature>[ﬀ-ﬆ])|(?P<accent>[A-Za-zÀ-ɏ][\u0300-\u036f]{{1,8}})|(?P<soft>\u00ad)|(?P<space>[{_WIDE}])"
    f"|(?P<line>[\u2028\u2029])|(?P<invisible>{_UNSEEN})"
)
# A run is decoded again without its ligatures: to some old encodings they look like damage too.
_DECODED_ALIKE = re.compile("[^ﬀ-ﬆ]+")


_Edit = tuple[int, int, str, str]


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
        start, at = match.span()
        for first, last, new, reason in _mend_match(match):
            old = text[start + first : start + last]
            if new != old:
                if reason:
                    changes.append(Removal(start + first, start + last, old, reason))
                yield start + first, start + last, new


def _mend_match(match: re.Match[str]) -> tuple[_Edit, ...]:
    """Return the changes to one damaged stretch, with offsets from its start."""
    old = match.group()
    match match.lastgroup:
        case "run":
            return _mend_run(old)
        case "entity":
            return ((0, len(old), _unescape(old), "html"),)
        case "block":
            return ((0, len(old), "\n", "html"),)
        case "inline":
            return ((0, len(old), "", "html"),)
        case "line":
            return ((0, len(old), "\n", ""),)
    return ((0, len(old), "", "control"),)


def _unescape(entity: str) -> str:
    """Return the character behind an HTML entity, however often it was escaped."""
    for _ in range(4):
        plain = html.unescape(entity)
        if plain == entity:
            break
        entity = plain
    return _INVISIBLE.sub("", entity).translate(_SPACES).replace("\u00ad", "")


@lru_cache(maxsize=1 << 12)
def _mend_run(run: str) -> tuple[_Edit, ...]:
    """Return (start, end, new, reason) of each change to a run of characters beyond ASCII.

    The reason is "" for spaces and line ends, which need no record.
    """
    edits: list[_Edit] = []
    at = 0
    for part in _DECODED_ALIKE.finditer(run) if _WRONGLY_DECODED.search(run) else ():
        wrong = part.group().rstrip("\u00a0 ")
        if wrong[-1:] in ("Ã", "Â"):
            wrong = part.group()
        composed = unicodedata.normalize("NFC", wrong)
        fixed = "”" if wrong == "â€" else ftfy.fix_encoding(composed)
        if fixed != composed and "\ufffd" not in fixed:
            # What is alike at either end was sound: “é” beside a dash must not swallow the dash.
            alike = len(commonprefix([wrong, fixed]))
            same_end = len(commonprefix([wrong[alike:][::-1], fixed[alike:][::-1]]))
            start = part.start() + alike
            edits += _mend_signs(run, at, start)
            at = part.start() + len(wrong) - same_end
            new = _INVISIBLE.sub("", fixed[alike : len(fixed) - same_end]).translate(_SPACES)
            edits.append((start, at, new, "mojibake"))
    return (*edits, *_mend_signs(run, at, len(run)))


def _mend_signs(run: str, start: int, end: int) -> Iterator[_Edit]:
    """Yield the changes to single signs of a run: ligatures, accents that stand apart, invisible signs, spaces."""
    for match in _SIGN.finditer(run, start, end):
        old = match.group()
        match match.lastgroup:
            case "ligature":
                yield *match.span(), _LIGATURES[old], "ligature"
            case "accent":
                yield *match.span(), unicodedata.normalize("NFC", old), "accent"
            case "soft":
                yield *match.span(), "", "soft hyphen"
            case "space":
                yield *match.span(), " ", ""
            case "line":
                yield *match.span(), "\n", ""
            case _:
                yield *match.span(), "", "invisible"
