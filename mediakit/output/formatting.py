"""Numbers and names as readers see them: the same in the terminal, the figures and the report."""

import re
from collections.abc import Mapping
from typing import Any

from mediakit.measures.metrics import METRICS
from mediakit.text.document import Document

SAME_QUOTATION = ("verbatim", "typography")
"""The states of a quotation whose words are the same."""

GRAVITIES = {3: "changes what is claimed", 2: "changes how it is told", 1: "detail", 0: "style"}
"""What the gravities of findings are called."""

_VERDICTS = {"open": "not sure", "formatting": "no more than formatting", "none": "no shift", "undefined": "undefined"}
_KINDS = {"verb": "verb of saying", "sourcing": "source", "agency": "who did it", "strength": "strength of a word"}
_STATUSES = {"dropped": "gone", "unnamed": "no longer named", "named": "now named"}


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """Return a text whose control characters are written out, so that none reaches a terminal."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def plain(value: float) -> str:
    """Return a number with three significant digits, a true minus and no exponent; a dash if it is missing."""
    if value != value:
        return "–"
    text = f"{value:.3g}"
    if "e" in text:
        text = f"{value:.0f}" if abs(value) > 1 else f"{value:.4f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def signed(value: float) -> str:
    """Return a number as `plain` does, with a plus sign before what is above zero."""
    text = plain(value)
    return f"+{text}" if value > 0 and text != "0" else text


def no_mathematics(html: str) -> str:
    """Return HTML for a notebook, which takes what stands between two dollar signs of one stretch for a formula."""
    return html.replace("$", "<span>$</span>")


def spell(name: str) -> str:
    """Return the label of a metric, or the name of a status or column as words."""
    return METRICS[name].label if name in METRICS else _STATUSES.get(name, name.replace("_", " "))


def name_kind(kind: str) -> str:
    """Return what readers call a kind of finding."""
    return _KINDS.get(kind, kind)


def read_verdict(row: Mapping[Any, Any]) -> str:
    """Return a row of shifts in two or three words: what a clear shift means, or why it means nothing."""
    return str(row["direction"]) if row["verdict"] == "clear" else _VERDICTS[row["verdict"]]


def name_version(document: Document, age: str) -> str:
    """Return what is known of a version in a line: its name (or its age), who wrote it, where and when it appeared."""
    known = (document.author, document.source, document.published[:10])
    about = ", ".join(filter(None, known))
    name = document.version or f"{age} version"
    return f"{name} ({about})" if about else name


def title_of(old: Document, new: Document) -> str:
    """Return the newest title there is, else the names of the versions."""
    title = new.title or old.title
    return title.text if title else f"{old.version or 'first text'} → {new.version or 'second text'}"
