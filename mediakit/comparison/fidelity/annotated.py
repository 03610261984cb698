"""One version as fidelity sees it: its sentences with their claims, and what is told without quotation marks."""

import csv
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from typing import NamedTuple

from mediakit.evidence.claims import find_claims
from mediakit.evidence.lexicons import Hit
from mediakit.memory import SENTENCES, once, remember
from mediakit.text.document import Document, Sentence
from mediakit.text.names import same_name
from mediakit.text.speech.quotations import find_quotations
from mediakit.text.spelling import fold
from mediakit.text.words import facts

_GRAMMAR = frozenset(
    """a an the and or but nor so if of in on at by for from to with into over after before as than that
    this these those is are
    was were be been being am has have had having do does did will would can could may might must shall should not
    no it its he
    she they them his her their him we us our you your i me my who which what when where there here how why s t
    also just very
    more most some any all one said says say""".split()
)


class Place(NamedTuple):
    """Words of one version as they stand there: their sentence (-1: the title, -2: none) and their characters.

    `start` and `end` refer to the text as given; both are -1 where there is none and in a title from metadata.
    """

    text: str
    sentence: int
    start: int
    end: int


NOWHERE = Place("", -2, -1, -1)


def place_in(sentence: Sentence, number: int, first: int, last: int, lead: int = 0) -> Place:
    """Return the place of the words `first` to `last` (exclusive) of a sentence, `lead` characters before them too."""
    base = max(sentence.start, 0)
    start, end = sentence.spans[first][0] - lead, sentence.spans[last - 1][1]
    text = sentence.text[start - base : end - base]
    return Place(text, number, start, end) if sentence.start >= 0 else Place(text, number, -1, -1)


class Side:
    """One of the two versions compared."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def sentences(self) -> dict[int, Sentence]:
        """The sentences by number, the title as -1."""
        title = {-1: self.document.title} if self.document.title else {}
        return {**title, **dict(enumerate(self.document.sentences))}

    def sentences_at(self, start: int, end: int) -> tuple[int, ...]:
        """Return the numbers of the sentences that touch a stretch of the text as given."""
        return tuple(n for n, s in self.sentences.items() if n >= 0 and s.start < end and start < s.end)

    def places(self, numbers: Sequence[int]) -> list[Place]:
        """Return the words of some sentences as they are counted, each with its place."""
        return [place for n in numbers for place in self._places.get(n, ())]

    @cached_property
    def _places(self) -> dict[int, list[Place]]:
        """The words of each sentence with their places."""
        return {
            n: [
                Place(token, n, *(span if s.start >= 0 else (-1, -1)))
                for token, span in zip(s.tokens, s.spans, strict=True)
            ]
            for n, s in self.sentences.items()
        }

    def title_quotations(self) -> list[tuple[str, int, int]]:
        """Return the quoted words of the title as (words, start, end); start and end are -1 if it came with
        the text.
        """
        title = self.document.title
        if title is None or title.start >= 0:
            return []
        found, _ = find_quotations(title.text, ((0, len(title.text)),))
        return [(q.text[1:-1], -1, -1) for q in found if q.kind == "speech" or len(q.text.split()) > 1]

    @cached_property
    def hits(self) -> dict[int, tuple[Hit, ...]]:
        """What each sentence claims."""
        return {n: find_claims(sentence) for n, sentence in self.sentences.items()}

    @cached_property
    def inner_capitals(self) -> frozenset[str]:
        """The capitalised words that stand inside sentences: a single one at a sentence's start is a name
        if it is among them.
        """
        return frozenset(
            token.removesuffix("'s")
            for n, s in self.sentences.items()
            if n >= 0
            for token in s.tokens[1:]
            if token[:1].isupper()
        )

    def retelling(self, text: str, near: Sequence[int], share: float, anywhere: float) -> str:
        """Return the words outside quotation marks that tell what a quotation says, "" if nobody does.

        `near` are the sentences that pair with its own; they need `share` of its content, other sentences `anywhere`.
        """
        wanted = {stem(word) for word in words_of(text) if content(word)}
        if not wanted:
            return ""
        best, found = 0.0, ""
        for n, sentence in self.sentences.items():
            told = {stem(t.lower()) for t, quoted in zip(sentence.tokens, sentence.mask, strict=True) if not quoted}
            value = sum(rarity(w) for w in wanted & told) / sum(map(rarity, wanted)) - (
                share if n in near else anywhere
            )
            if value >= 0 and value >= best and (len(wanted) > 2 or n in near):
                best, found = value, " ".join(sentence.text.split())
        return found


def content(word: str) -> bool:
    """Tell whether a word carries content: it is no word of the grammar."""
    return word not in _GRAMMAR


@once
def _irregular() -> dict[str, str]:
    """Return irregular form of a verb → its base form."""
    source = files("mediakit.text").joinpath("irregular_verbs.csv").read_text(encoding="utf-8")
    return {row["form"]: row["base"] for row in csv.DictReader(source.splitlines())}


@remember()
def stem(word: str) -> str:
    """Return the part of a word that its inflections share, roughly."""
    word = word.removesuffix("'s")
    word = _irregular().get(word, word)
    for ending in ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@remember()
def rarity(word: str) -> float:
    """Return how telling a word is, 0.5 to 3."""
    return min(3.0, max(0.5, facts(word).rarity - 2.5))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    from mediakit.comparison.fidelity.quotation_wording import plain_words

    return plain_words(text)


@remember(SENTENCES)
def same_source(one: str, other: str) -> bool:
    """Tell whether two speakers can be the same: the same name, or words in common where one is no name."""
    one, other = fold(one), fold(other)
    if same_name(one, other):
        return True
    a, b = ({stem(w) for w in words_of(name) if content(w)} for name in (one, other))
    if a & b:
        return True
    return not (_names_somebody(one) and _names_somebody(other))


def _names_somebody(name: str) -> bool:
    """Tell whether a phrase holds a name."""
    return any(word[:1].isupper() for word in name.split()[1:]) or (name[:1].isupper() and " " not in name)
