"""The ledger of findings: everything that a rewrite did, graded, gravest first; nothing else decides what matters.

Every room reports what it saw (quotations, sources, facts, certainty, exchanged words, doers, what went, came and
moved); here it is graded and one change is told once, under the gravest kind that fits.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mediakit.comparison.candidates import (
    MOST_SHOWN,
    Candidate,
    Seen,
    Span,
    from_facts,
    from_passages,
    from_quotations,
    from_sources,
    from_titles,
    sentence_of,
)
from mediakit.comparison.pair_changes import from_certainty, from_doers, from_swaps
from mediakit.comparison.summary import word_finding
from mediakit.text.document import Document
from mediakit.text.speech.said_by import find_statements

KINDS = (
    "quotation", "speaker", "sourcing", "verb", "certainty", "negation", "number", "date", "name", "reversal",
    "strength", "label", "tone", "agency", "omission", "addition", "order", "headline", "wording", "style",
)  # fmt: skip
"""The closed list of kinds."""

_FIRST = (
    "reversal", "quotation", "negation", "number", "speaker", "agency", "date", "certainty", "sourcing", "headline",
    "omission", "addition", "name", "label", "tone", "strength", "verb", "order", "wording", "style",
)  # fmt: skip
"""The order in which kinds of gravity 3 are told: what is surest first."""

_NEXT = (
    "label", "headline", "tone", "strength", "agency", "quotation", "addition", "verb", "certainty", "omission",
    "sourcing", "order", "speaker", "reversal", "negation", "number", "date", "name", "wording", "style",
)  # fmt: skip
"""The order of kinds of less gravity."""

MOST_OF_PASSAGE = 22
"""The most words that are shown of a sentence that went, came or moved."""

BESIDE = 3
"""Words that are shown on either side of those that changed."""


class Finding(NamedTuple):
    """One row of the ledger; see the table of findings in `mediakit.schema`."""

    gravity: int
    kind: str
    source: str
    old: str
    new: str
    sentence_old: int
    sentence_new: int
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    says: str
    why: str


def find_findings(seen: Seen) -> list[Finding]:
    """Return all that a rewrite did, the gravest first; one change is one finding."""
    edited = [pair for pair in seen.pairs if pair.old and pair.new and pair.kind != "same"]
    candidates = [
        *from_quotations(seen),
        *from_sources(seen),
        *from_facts(seen),
        *from_titles(seen),
        *from_passages(seen),
        *(each for pair in edited for each in (*from_certainty(seen, pair), *from_doers(seen, pair))),
        *(each for pair in edited for each in from_swaps(seen, pair)),
    ]
    ranked = sorted(candidates, key=_rank)
    return [_tell(seen, each) for each in _once(ranked)]


def _rank(candidate: Candidate) -> tuple[int, int, tuple[int, int]]:
    """Return what candidates are ordered by: gravity, how sure the kind is, and where it stands."""
    kinds = _FIRST if candidate.gravity > 2 else _NEXT
    return -candidate.gravity, kinds.index(candidate.kind), _place(candidate)


def _place(candidate: Candidate) -> tuple[int, int]:
    """Return where a candidate stands, the title and the lead first; in the old version, or in the new."""
    span = candidate.old if candidate.old.last > candidate.old.first else candidate.new
    return span.sentence, span.first


def _once(ranked: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of which most words were not told before, on one of the sides."""
    told: tuple[set[tuple[int, int]], set[tuple[int, int]]] = (set(), set())
    for each in ranked:
        sides = [{(span.sentence, i) for i in range(span.first, span.last)} for span in (each.old, each.new)]
        shares = [len(own & known) / len(own) for own, known in zip(sides, told, strict=True) if own]
        if not shares or max(shares) < 0.5 or min(shares) == 0 and each.gravity >= 2 and max(shares) < 1:
            yield each
            for own, known in zip(sides, told, strict=True):
                known |= own


def _tell(seen: Seen, candidate: Candidate) -> Finding:
    """Return a candidate as a finding, with the words around it and a sentence that tells it."""
    old, new = (_shown(d, span, candidate) for d, span in ((seen.old, candidate.old), (seen.new, candidate.new)))
    source = candidate.source or _source_of(seen, candidate)
    words = word_finding(candidate.kind, candidate.what, candidate.detail, old.text, new.text, source)
    return Finding(
        candidate.gravity, candidate.kind, source, old.text, new.text, candidate.old.sentence, candidate.new.sentence,
        old.start, old.end, new.start, new.end, words.says, words.why,
    )  # fmt: skip


class _Shown(NamedTuple):
    """The words of one side as they are shown, and where they stand in the text as given."""

    text: str
    start: int
    end: int


def _shown(document: Document, span: Span, candidate: Candidate) -> _Shown:
    """Return the words of a span with some around, `MOST_SHOWN` at most."""
    if span.sentence < -1:
        return _Shown("", -1, -1)
    sentence = sentence_of(document, span.sentence)
    most = MOST_OF_PASSAGE if candidate.exact else MOST_SHOWN
    first, last = span.first, min(span.last, span.first + most)
    if not candidate.exact:
        beside = min(BESIDE, (most - (last - first)) // 2)
        first, last = max(0, first - beside), min(len(sentence.tokens), last + beside)
    if first >= last:
        return _Shown("", -1, -1)
    start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
    base = max(sentence.start, 0)
    text = " ".join(sentence.text[start - base : end - base].split())
    return _Shown(text, start, end) if sentence.start >= 0 else _Shown(text, -1, -1)


def _source_of(seen: Seen, candidate: Candidate) -> str:
    """Return who is made to say the words, in the new version or else in the old; "" for the writer."""
    for document, span in ((seen.new, candidate.new), (seen.old, candidate.old)):
        if span.sentence < 0 or span.last <= span.first:
            continue
        places = document.sentences[span.sentence].spans
        start, end = places[span.first][0], places[min(span.last, len(places)) - 1][1]
        for each in find_statements(document):
            if each.sentence == span.sentence and each.start <= start and end <= each.end:
                return each.name or each.source
    return ""
