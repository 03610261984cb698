"""Mend damaged text, keeping a record of every change and the way back to the text as given.

Damage is what nobody wrote: wrongly decoded letters, HTML left-overs, soft hyphens, invisible and control characters,
ligatures, accents that stand apart from their letters. Spaces of other widths become plain ones and line ends become
newlines without a record. What a writer chose, such as the style of quotation marks, is not damage: see `typography`.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from os.path import commonprefix

from mediakit.memory import LONGEST_PARAGRAPH, TEXTS, of_paragraph, remember
from mediakit.text.document import Removal
from mediakit.text.quotation_marks import pair_singles


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


# One character for one: which of “ and ” a mark is still matters for the spaces beside it, until the last step.
_ALIKE = tuple(
    (sign, plain)
    for plain, signs in {"“": "„‟«", "”": "»″", "'": "‘’‚‛`´′ʼ‹›", "—": "―⸺⸻", "-": "‐‑‒−", " ": "\u00a0\u202f"}.items()
    for sign in signs
)
_UNUSUAL = re.compile(f"[{''.join(sign for sign, _ in _ALIKE if sign != '’')}–]")
# Between figures, or before one, an en dash is a hyphen or a minus: 51–49, –5 degrees.
_FIGURE_DASH = re.compile(r"(?<=\d)–(?=\d)|(?<=\s)–(?=\d)")
_RESHAPED = re.compile(
    r"(?=[—\-.…“']| [ —\-.…”,;:!?)\]'])(?:(?P<dash> *+(?:—|(?<!-)(?<!\b[b-hj-zB-HJ-Z])--)[—\- ]*+)"
    r"|(?P<dots> *+(?:[.…](?: ?[.…])++|…))"
    r"|(?P<opening>(?<!\S)“ ++)"
    r"|(?P<closing> ++”(?!\w))"
    r"|(?P<glued>(?<=[a-z][.!?])“(?=[A-Z]))"
    r"|(?P<double>(?<!')''(?!'))"
    r"|(?P<apart> ++(?=[,.;:!?)\]]|'s\b))"
    r"|(?P<spaces>  ++))"
)
_RESHAPING = ("—", "…", "--", "..", ". .", "  ", "''", "“ ", " ”", ".“", "!“", "?“")
_SINGLE_OPENS = re.compile(r"'(?<!\w')(?=[\w\"$£€(\[.])")


def normalise(text: str) -> str:
    """Return `text` with one form of quotation mark, apostrophe, dash, ellipsis and space, for counting."""
    return set_type(text)[0]


@remember(TEXTS, key=of_paragraph)
def set_type(text: str) -> tuple[str, OffsetMap]:
    """Return the normalised text and the map from its offsets to those of `text`."""
    alike = _liken(text)
    offsets = UNCHANGED
    if any(map(alike.__contains__, _RESHAPING)) or "\n" in text:
        alike, offsets = replace_spans(alike, _reshape(alike, text))
    straight = alike.replace("“", '"').replace("”", '"')
    if "'" in straight and _SINGLE_OPENS.search(straight):
        straight = _double_singles(straight)
    return straight, offsets


def _liken(text: str) -> str:
    """Return the text, as long as before, with marks that mean the same made alike."""
    text = text.replace("\n", " ").replace("\t", " ")
    if text.isascii():
        return text.replace("`", "'")
    if not _UNUSUAL.search(text):
        return text.replace("’", "'")
    for sign, plain in _ALIKE:
        text = text.replace(sign, plain)
    return _FIGURE_DASH.sub("-", text).replace("–", "—") if "–" in text else text


def _reshape(text: str, given: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, new) where a dash, ellipsis or space takes another length; `given` still has its line ends."""
    for match in _RESHAPED.finditer(text):
        start, end = match.span()
        match match.lastgroup:
            case "dash":
                new = (" - " if start else "- ") if end < len(text) else " -"
            case "dots":
                dots = sum(3 if sign == "…" else sign == "." for sign in match.group())
                joined = text[end : end + 1].isalnum() or text[end : end + 1] in ("“", '"', "'", "$")
                new = "." * min(dots, 4) + (" " if joined and dots > 2 else "")
            case "opening":
                new = "“"
            case "closing":
                new = "”"
            case "glued":
                new = " “"
            case "double":
                new = '"'
            case "apart" if "\n" in given[start:end]:
                new = ""
            case _:
                new = " "
        if new != match.group():
            yield start, end, new


def _double_singles(text: str) -> str:
    """Return the text with single quotation marks made double; apostrophes stay."""
    spans, _, _ = pair_singles(text, 0, len(text), [], goes_on=False)
    places = {at for start, end, whole in spans for at in (start, end - 1 if whole else start)}
    # The opening mark is repeated where a quotation runs on into a new paragraph.
    if text.startswith("'") and text[1:2].isupper():
        places.add(0)
    parts: list[str] = []
    at = 0
    for place in sorted(places):
        parts += text[at:place], '"'
        at = place + 1
    return "".join([*parts, text[at:]])


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
_SUSPECT = re.compile("[^\t\n -%'-;=-~“”‘’–—…]")
_ANY = re.compile(f"{_DAMAGE}|(?P<run>{_RUN})", re.IGNORECASE)
_ACCENTED = re.compile(f"(?P<run>[A-Za-z]{_RUN})")
_WRONGLY_DECODED = re.compile("[ÂÃÄÅÎÏÐÑâäåæçèéêëìíîïðãØÙ×\x80-\x9f]")
_UNSEEN = "[\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]|(?<=[A-Za-zÀ-ÿ])[\u200c\u200d]"
_INVISIBLE = re.compile(_UNSEEN)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACES = str.maketrans({chr(code): " " for code in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)})
# What Windows writes where other machines have controls: … for \x85, ’ for \x92.
_MISREAD = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_SIGN = re.compile(
    f"(?P<ligature>[ﬀ-ﬆ])|(?P<accent>[A-Za-zÀ-ɏ][\u0300-\u036f]{{1,8}})|(?P<soft>\u00ad)|(?P<space>[{_WIDE}])"
    f"|(?P<line>[\u2028\u2029])|(?P<misread>[{''.join(map(chr, _MISREAD))}])|(?P<invisible>{_UNSEEN})"
)
# A run is decoded again without its ligatures, and without the marks and spaces of print that cannot be a later byte of
# the sign before: to some old encodings they look like damage too.
_PRINT = "\u00a0“”‘’–—…"
_DECODED_ALIKE = re.compile(
    f"(?:[^ﬀ-ﬆ{_PRINT}]|(?<=[Â-ô])[{_PRINT}]|(?<=[à-ô].)[{_PRINT}]|(?<=[ð-ô]..)[{_PRINT}])+", re.DOTALL
)

_Edit = tuple[int, int, str, str]


@dataclass(frozen=True)
class Cleaned:
    """A mended text, the changes that made it, and the map from its offsets to those of the text as given."""

    given: str
    text: str
    changes: tuple[Removal, ...] = ()
    offsets: OffsetMap = field(default=UNCHANGED, repr=False)

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as given behind the mended text from `start` to `end`."""
        return self.offsets.old_span(start, end)


def clean(text: str) -> Cleaned:
    """Return `text` with damage mended; every change is recorded (reasons: mojibake, html, soft hyphen, invisible,
    control, ligature, accent).
    """
    if all(map(_is_sound, text.split("\n"))):
        return Cleaned(text, text)
    changes: list[Removal] = []
    mended, offsets = replace_spans(text, _mend(text, changes))
    return Cleaned(text, mended, tuple(changes), offsets)


@remember(TEXTS, longest=LONGEST_PARAGRAPH)
def _is_sound(line: str) -> bool:
    """Say whether nothing in a line is damaged; what goes over the end of one begins with a sign that is suspect."""
    return next(_mend(line, []), None) is None and "<" not in line


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


def _fix_encoding(text: str) -> str:
    """Return text read from its bytes rightly; few texts need it, so ftfy is loaded only then."""
    import ftfy

    return ftfy.fix_encoding(text, fix_c1_controls=False)


@remember(TEXTS)
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
        fixed = "”" if wrong == "â€" else _fix_encoding(composed)
        if fixed != composed and "\ufffd" not in fixed:
            # What is alike at either end was sound: “é” beside a dash must not swallow the dash.
            alike = len(commonprefix([wrong, fixed]))
            same_end = len(commonprefix([wrong[alike:][::-1], fixed[alike:][::-1]]))
            start = part.start() + alike
            edits += _mend_signs(run, at, start)
            at = part.start() + len(wrong) - same_end
            edits += _by_sign(start, at, fixed[alike : len(fixed) - same_end])
    return (*edits, *_mend_signs(run, at, len(run)))


def _by_sign(start: int, end: int, fixed: str) -> Iterator[_Edit]:
    """Yield a change for each sign that was misread, so that a sentence may end between two; for all where unsure."""
    signs = [*fixed] if sum(len(sign.encode()) for sign in fixed) == end - start else [fixed]
    for sign in signs:
        last = start + len(sign.encode()) if len(signs) > 1 else end
        yield start, last, _INVISIBLE.sub("", sign).translate(_SPACES | _MISREAD), "mojibake"
        start = last


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
            case "misread":
                yield *match.span(), old.translate(_MISREAD), "mojibake"
            case _:
                yield *match.span(), "", "invisible"
