"""Bring the typography of a text into one form, so that style changes no count.

Every double or single quotation mark becomes ", every apostrophe ', every dash between words " - ", every ellipsis
"..." attached to the word before it; runs of spaces become one. What is shown stays as it was written.
"""

import re
from collections.abc import Iterator

from mediakit.text.offsets import UNCHANGED, OffsetMap, replace_spans
from mediakit.text.single_marks import pair_singles

# One character for one: which of “ and ” a mark is still matters for the spaces beside it, until the last step.
_ALIKE = tuple(
    (sign, plain)
    for plain, signs in {"“": "„‟«", "”": "»″", "'": "‘’‚‛`´′ʼ‹›", "—": "―⸺⸻", "-": "‐‑‒−", " ": "\u00a0\u202f"}.items()
    for sign in signs
)
# Between figures, or before one, an en dash is a hyphen or a minus: 51–49, –5 degrees.
_FIGURE_DASH = re.compile(r"(?<=\d)–(?=\d)|(?<=\s)–(?=\d)")
_RESHAPED = re.compile(
    r"(?=[ —\-.…“'])(?:(?P<dash> *+(?:—|(?<!-)(?<!\b[b-hj-zB-HJ-Z])--)[—\- ]*+)"
    r"|(?P<dots> *+(?:[.…](?: ?[.…])++|…))"
    r"|(?P<opening>(?<!\S)“ ++)"
    r"|(?P<closing> ++”(?!\w))"
    r"|(?P<glued>(?<=[a-z][.!?])“(?=[A-Z]))"
    r"|(?P<double>(?<!')''(?!'))"
    r"|(?P<spaces>  ++))"
)
_RESHAPING = ("—", "…", "--", "..", ". .", "  ", "''", "“ ", " ”", ".“", "!“", "?“")
_SINGLE_OPENS = re.compile(r"'(?<!\w')(?=[\w\"$£€(\[.])")


def normalise(text: str) -> str:
    """Return `text` with one form of quotation mark, apostrophe, dash, ellipsis and space, for counting."""
    return set_type(text)[0]


def set_type(text: str) -> tuple[str, OffsetMap]:
    """Return the normalised text and the map from its offsets to those of `text`."""
    alike = _liken(text)
    offsets = UNCHANGED
    if any(sign in alike for sign in _RESHAPING):
        alike, offsets = replace_spans(alike, _reshape(alike))
    straight = alike.replace("“", '"').replace("”", '"')
    if "'" in straight and _SINGLE_OPENS.search(straight):
        straight = _double_singles(straight)
    return straight, offsets


def _liken(text: str) -> str:
    """Return the text, as long as before, with marks that mean the same made alike."""
    text = text.replace("\n", " ").replace("\t", " ")
    if text.isascii():
        return text.replace("`", "'")
    for sign, plain in _ALIKE:
        text = text.replace(sign, plain)
    return _FIGURE_DASH.sub("-", text).replace("–", "—") if "–" in text else text


def _reshape(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, new) where a dash, ellipsis or space takes another length."""
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
            case _:
                new = " "
        if new != match.group():
            yield start, end, new


def _double_singles(text: str) -> str:
    """Return the text with single quotation marks made double; apostrophes stay."""
    spans, _, _ = pair_singles(text, 0, len(text), [], (len(text), len(text)))
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
