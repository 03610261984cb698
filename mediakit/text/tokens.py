"""Find the words of a sentence: the one tokeniser for all counts."""

import re

_WORD = re.compile(
    r"[$£€]?\d[\d,.]*\d%?|[$£€]?\d%?|(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’\-][^\W_]+)*"
)


def find_tokens(sentence: str) -> list[tuple[int, int]]:
    """Return (start, end) of each word of a mended sentence, in order."""
    return [match.span() for match in _WORD.finditer(sentence)]
