r"""Find the words of a sentence: the one tokeniser for all counts.

| written | words |
|---|---|
| don't, don’t, O'Brien, the dogs' | one each; a mark at the edge does not belong to the word |
| well-known, 10-year-old, COVID-19, F-35 | one |
| word—word, word--word, word - word | two |
| and/or, he/she | two; 24/7, 9/11, 1/2: one |
| U.S., a.m., Ph.D., J.K., D-N.Y., U.S.-led | one, with its stops; Mr., No., J.: one, without |
| $4.2, €5, 3.5%, 1,000, 10:30, 5-4, 1990s, '90s, 20th | one |
| AT&T, R&D | one; a lone & is none |
| #hashtag, @handle, name@example.org, https://example.org/a | one |
| f***ing, b---- | one |
| 😀, •, — | none |
"""

import re
from itertools import accumulate

_L = r"[^\W\d_]"  # a letter of any script
_PART = r"(?:[^\W_]+(?:['’&][^\W_]+)*+)"
_WORD = re.compile(
    r"("
    # The common case first: letters with nothing beside them that could belong to the word.
    r"(?=[\w@#$£€¥.'’])(?:"
    r"[A-Za-z]++(?:['’][A-Za-z]++)?+(?![\w@&*$£€¥\-]|[.'’]\w|://)"
    r"|(?:https?://|www\.)[^\s<>\"“”]{0,2000}[\w/]"
    r"|(?<![\w.])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64})+"
    r"|[@#][^\W_]\w*"
    r"|(?<!\w)(?:[A-Z]{1,3})?[$£€¥]\d[\d,.]*+(?<![,.])(?:-?[^\W\d_]+)*+"
    rf"|(?:[^\W_]{{1,20}}-)?(?<![^\W\d_]{{2}})(?:{_L}\.){{2,12}}(?:{_L}\b(?!\.))?(?:['’]s\b|(?:-{_L}++)+)?"
    r"|(?<!\w)(?:[A-Za-z]{2,}-)?(?:Ph|Ed|Litt|Lib)\.D\."
    r"|(?:(?<![\w.])\.|(?<!\w)['’](?=\d0s))?\d+(?:[,.:/\-]\d+)*+(?:%|(?:[-'’]?[^\W_]++)*+)"
    rf"|(?<!\w){_L}\w{{0,30}}\*+\w*|\b[A-Za-z]-{{3,}}+[A-Za-z]*"
    rf"|(?<!\w)(?:[\w\-]{{1,40}}\.){{1,6}}(?:com|org|net|gov|edu|co|io|uk|eu|info|tv|ly)\b(?:/[^\s<>\"“”]{{0,2000}}[\w/])?"
    rf"|{_PART}(?:-(?:{_L}\.){{2,12}}|-{_PART}(?:/\d+)?)*+"
    r"))"
)


def find_tokens(sentence: str) -> list[tuple[int, int]]:
    """Return (start, end) of each word of a mended or normalised sentence, in order."""
    edges = list(accumulate(map(len, _WORD.split(sentence)), initial=0))
    return list(zip(edges[1:-1:2], edges[2::2], strict=True))


def cut_words(sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a normalised sentence and the characters between them, one gap more than words."""
    pieces = _WORD.split(sentence)
    return tuple(pieces[1::2]), tuple(pieces[::2])
