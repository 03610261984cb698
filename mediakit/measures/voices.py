"""Reckon how much each source of a text speaks, and how much of what is attributed has a name behind it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from mediakit.memory import of_document, remember
from mediakit.text.batch import Array, Batch, Kept
from mediakit.text.document import Document, Sentence
from mediakit.text.speech.said_by import Saying, Statement, find_all_sayings, find_statements
from mediakit.text.speech.sources import Source, is_impersonal, is_named, join_sources, source_kind

COLUMNS = ("n_attributed_words", "n_named_words", "n_unnamed_words")


class Voice(NamedTuple):
    """One source of a text and what it is given to say; the fields up to `cues` are those of the table.

    `words` are the numbers of the words of each of its `statements`, each word of the text in one statement only.
    """

    source: str
    kind: str
    n_statements: int
    n_words: int
    n_quoted_words: int
    share: float
    first_sentence: int
    cues: str
    names: tuple[str, ...]
    statements: tuple[Statement, ...]
    words: tuple[tuple[int, int], ...]


@remember(64, key=of_document)
def find_voices(document: Document) -> tuple[Voice, ...]:
    """Return the voices of a document, the one with most words first; who is given nothing to say is none."""
    statements = [each for each in find_statements(document) if each.sentence >= 0 and each.end > each.start]
    sources = join_sources(document, statements)
    counted = _count_said(document, [n for source in sources for n in source.statements], statements)
    total = sum(words for words, _ in counted.values())
    found = [_voice(source, statements, counted, total) for source in sources]
    return tuple(sorted(found, key=lambda voice: (-voice.n_words, voice.first_sentence)))


def _count_said(
    document: Document, numbers: Iterable[int], statements: Sequence[Statement]
) -> dict[int, tuple[int, int]]:
    """Return number of a statement → its words and those inside quotation marks; a word counts for the shortest."""
    spans = [span for sentence in document.sentences for span in sentence.spans]
    quoted = np.array([flag for sentence in document.sentences for flag in sentence.mask], dtype=bool)
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    owner = np.full(len(spans), -1)
    longest_first = sorted(numbers, key=lambda n: (statements[n].start - statements[n].end, n))
    for n in longest_first:
        owner[bisect_left(starts, statements[n].start) : bisect_left(ends, statements[n].end + 1)] = n
    n_words, n_quoted = (
        np.bincount(owner[which], minlength=len(statements)).tolist() for which in (owner >= 0, (owner >= 0) & quoted)
    )
    return {n: (n_words[n], n_quoted[n]) for n in longest_first}


def _voice(
    source: Source, statements: Sequence[Statement], counted: dict[int, tuple[int, int]], total: int
) -> Voice:
    """Return the voice of a source."""
    own = tuple(statements[n] for n in source.statements)
    words = tuple(counted[n] for n in source.statements)
    n_words = sum(n for n, _ in words)
    cues = dict.fromkeys(each.cue.lower() for each in own if each.cue)
    return Voice(
        source.name, source.kind, len(own), n_words, sum(n for _, n in words), 100 * n_words / total if total else 0.0,
        min(each.sentence for each in own), ", ".join(cues), tuple(dict.fromkeys((source.name, *source.names))),
        own, words,
    )  # fmt: skip


def tally(batch: Batch, kept: Kept) -> Array:
    """Return the counts in the order of `COLUMNS`.

    Counted are words whose source stands in their own sentence: all, those of a named person or body, those of people
    without name ("officials", "it is believed"). A pronoun, a role ("the mayor") and a body without name are neither.
    """
    owners = np.zeros(len(batch.of), dtype=np.int8)
    told = zip(batch, find_all_sayings(batch), batch.firsts.tolist(), batch.sizes.tolist(), strict=True)
    for sentence, found, start, size in told:
        sayings = ((_sort(sentence, saying), saying.said) for saying in found)
        for sort, (first, last) in sorted(sayings, key=lambda pair: pair[1][0] - pair[1][1]) if found else ():
            if sort:
                owners[start + first : start + min(last, size)] = _SORTS.index(sort)
    return kept.sum(np.column_stack([owners > 0, owners == 1, owners == 2]))


_SORTS = ("", "named", "unnamed", "other")


def _sort(sentence: Sentence, saying: Saying) -> str:
    """Return which of `_SORTS` a source is, "" if it cannot speak."""
    first, last = saying.head
    if first == last:
        cue = " ".join(sentence.tokens[slice(*saying.cue)])
        return "unnamed" if is_impersonal(cue) else ""
    phrase = " ".join(sentence.tokens[first:last])
    kind = source_kind(phrase)
    if kind in ("person", "body"):
        return "named" if kind == "person" or is_named(phrase) else "other"
    return {"unnamed": "unnamed", "": ""}.get(kind, "other")
