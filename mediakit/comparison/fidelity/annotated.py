"""One version as fidelity sees it: its sentences with their claims, and what is told without quotation marks."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from mediakit.evidence.claims import find_claims
from mediakit.evidence.lexicons import Hit
from mediakit.memory import SENTENCES, remember
from mediakit.text.document import Document, Sentence
from mediakit.text.names import same_name
from mediakit.text.speech.quotations import find_quotations
from mediakit.text.speech.said_by import Statement, find_statements
from mediakit.text.words import facts, family

_GRAMMAR = family("carries no content")


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
    def statements(self) -> dict[int, list[Statement]]:
        """What is put in somebody's mouth by words that report, by the sentence these words stand in; each cue once."""
        found: dict[int, list[Statement]] = {}
        known: set[tuple[bool, int]] = set()
        starts = [sentence.start for sentence in self.document.sentences]
        for each in find_statements(self.document):
            if each.cue and each.cue_start >= 0 and (each.sentence < 0, each.cue_start) not in known:
                known.add((each.sentence < 0, each.cue_start))
                number = -1 if each.sentence < 0 else max(bisect_right(starts, each.cue_start) - 1, 0)
                found.setdefault(number, []).append(each)
        return {number: sorted(own, key=lambda each: each.cue_start) for number, own in found.items()}

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


@remember()
def stem(word: str) -> str:
    """Return the part of a word that its inflections share, roughly."""
    word = word.removesuffix("'s")
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
    if same_name(one, other):
        return True
    a, b = ({stem(w) for w in words_of(name) if content(w)} for name in (one, other))
    if a & b:
        return True
    return not (_names_somebody(one) and _names_somebody(other))


def _names_somebody(name: str) -> bool:
    """Tell whether a phrase holds a name."""
    return any(word[:1].isupper() for word in name.split()[1:]) or (name[:1].isupper() and " " not in name)
