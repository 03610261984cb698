"""How far metrics move when the same text is set differently and means the same: the floor under every shift."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mediakit.comparison.resampling import evaluate
from mediakit.measures.counts import COLUMNS, count_rows
from mediakit.measures.metrics import Metric
from mediakit.text.document import parse
from mediakit.text.parts import Document

Array = NDArray[np.float64]

# Each contraction beside its full form; none where the short form has two readings ("he's": is or has).
_CONTRACTIONS = {
    "aren't": "are not", "can't": "cannot", "couldn't": "could not", "didn't": "did not", "doesn't": "does not",
    "don't": "do not", "hadn't": "had not", "hasn't": "has not", "haven't": "have not", "isn't": "is not",
    "shouldn't": "should not", "wasn't": "was not", "weren't": "were not", "won't": "will not",
    "wouldn't": "would not", "I'm": "I am", "I've": "I have", "I'll": "I will", "we're": "we are",
    "we've": "we have", "we'll": "we will", "they're": "they are", "they've": "they have", "they'll": "they will",
    "you're": "you are", "you've": "you have", "you'll": "you will",
}  # fmt: skip
# Numbers that newsrooms spell either way, by house style.
_NUMBERS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip


def _swaps(pairs: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of all words of a two-way table and what each becomes."""
    table = {**pairs, **{there: here for here, there in pairs.items()}}
    table |= {w[0].upper() + w[1:]: o[0].upper() + o[1:] for w, o in table.items() if w[0].isalpha()}
    words = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<![\w.,'$£€-])(?:{words})(?![\w'%-]|[.,:]\d| per ?cent)"), table


_CONTRACTED, _FULL = _swaps(_CONTRACTIONS)
_SPELT, _OTHER_NUMBER = _swaps(_NUMBERS)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_OPENING = re.compile(r"(^|[\s(\[—-])([\"'])(?=\w)", re.MULTILINE)
_PERCENT = re.compile(r"(?<=\d)(?:%| percent\b| per cent\b)")
_DASH = re.compile(r" ?[—–] ?")
_STOPPED = re.compile(r"[.!?][\"'”’)]*\Z")
_SEMICOLON = re.compile(r"; ([a-z])")


def straighten(text: str) -> str:
    """Return the text with straight quotation marks, or with curly ones if it has straight ones only."""
    if not set(text).isdisjoint("“”‘’"):
        return text.translate(_STRAIGHT)
    opened = _OPENING.sub(lambda m: m[1] + ("“" if m[2] == '"' else "‘"), text)
    return opened.replace('"', "”").replace("'", "’")


def contract(text: str) -> str:
    """Return the text with contractions written out, and full forms contracted."""
    return _CONTRACTED.sub(lambda m: _FULL[m[0]], text.replace("’", "'"))


def spell(text: str) -> str:
    """Return the text with small numbers in words for figures and the reverse, and percent for % and the reverse."""
    text = _PERCENT.sub(lambda m: " percent" if m[0] == "%" else "%", text)
    return _SPELT.sub(lambda m: _OTHER_NUMBER[m[0]], text)


def dash(text: str) -> str:
    """Return the text with dashes set close if they are spaced, spaced if they are close."""
    spaced = " — " in text or " – " in text
    return _DASH.sub("—" if spaced else " — ", text)


def split(text: str) -> str:
    """Return the text with a full stop for every semicolon before a clause."""
    return _SEMICOLON.sub(lambda m: ". " + m[1].upper(), text)


REWRITES: tuple[Callable[[str], str], ...] = (straighten, contract, spell, dash, split)


def vary(document: Document) -> Iterator[str]:
    """Yield the body of a document as it stands, then set otherwise, meaning the same."""
    paragraphs: dict[int, list[str]] = {}
    for sentence in document.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(" ".join(sentence.text.split()))
    joined = [" ".join(sentences) for sentences in paragraphs.values()]
    plain = "\n\n".join(joined)
    yield plain
    for rewrite in REWRITES:
        if (changed := rewrite(plain)) != plain:
            yield changed
    yield _joined(joined)
    yield "\n\n".join(sentence for sentences in paragraphs.values() for sentence in sentences)


def _joined(paragraphs: Sequence[str]) -> str:
    """Return the paragraphs run on; one that does not end as a sentence does keeps its own line."""
    pieces = [paragraph + (" " if _STOPPED.search(paragraph) else "\n\n") for paragraph in paragraphs]
    return "".join(pieces)


@lru_cache(maxsize=512)
def _totals(document: "_Kept", voice: str) -> Array:
    """Return the totals of the text as it stands and of every variant, shape (variants, columns)."""
    rows = [count_rows(parse(text, keep_boilerplate=True), voice)[1].sum(axis=0) for text in vary(document.document)]
    return np.array(rows)


class _Kept:
    """A document that equals another of the same body, so that its variants are counted once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.key = tuple(sentence.text for sentence in document.sentences)
        self.hash = hash(self.key)

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.key == other.key


def find_floors(metrics: Sequence[Metric], documents: Sequence[Document], voice: str = "all") -> Array:
    """Return for each metric the largest move that formatting alone makes in any of the documents.

    Formatting is: the style of quotation marks, dashes and paragraph breaks, contractions, the spelling of numbers, and
    a full stop for a semicolon. NaN if the metric is undefined on all of them.
    """
    floors = np.full(len(metrics), np.nan)
    if not documents:
        return floors
    totals = [_totals(_Kept(document), voice) for document in documents]
    values = evaluate(metrics, COLUMNS, np.concatenate(totals))
    start = 0
    for each in totals:
        own = values[:, start : start + len(each)]
        floors = np.fmax(floors, np.fmax.reduce(np.abs(own[:, 1:] - own[:, :1]), axis=1))
        start += len(each)
    return floors
