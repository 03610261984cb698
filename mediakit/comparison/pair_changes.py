"""Grade what an edit did inside a pair of sentences: exchanged words, names, doubt and certainty, and doers."""

from collections.abc import Iterator, Sequence

from mediakit.comparison.alignment import Pair
from mediakit.comparison.candidates import (
    CLOSE,
    Candidate,
    Seen,
    Span,
    Words,
    find_stretches,
    meets,
    sentence_of,
    span_at,
    words_of,
)
from mediakit.comparison.fidelity.agency import compare_agency
from mediakit.comparison.fidelity.annotated import content, stem
from mediakit.comparison.fidelity.swaps import find_swaps
from mediakit.evidence.claims import find_claims
from mediakit.text.document import Document
from mediakit.text.names import same_name

KEPT_NEAR, NEAR = 0.45, 7
"""The share of content words within so many words that must stand on the other side for a word to have been changed,
not gone with its clause."""


def from_swaps(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield the words that were exchanged, came or went in a pair of sentences."""
    left, right = words_of(seen.old, pair.old), words_of(seen.new, pair.new)
    close = pair.similarity >= CLOSE
    for swap in find_swaps(left.tokens, right.tokens, left.loaded, right.loaded):
        (i, j), (k, m) = swap.old_span, swap.new_span
        spans, gravity, kind = (left.span(i, j), right.span(k, m)), swap.gravity, swap.kind
        if kind != "style" and j > i and m > k and all(left.quoted[i:j]) and all(right.quoted[k:m]):
            gravity, kind = 3 if swap.gravity > 1 else 2, "quotation"
        elif kind not in ("wording", "style") and not close:
            gravity = min(gravity, 2)
        yield Candidate(gravity, kind, *spans, "altered" if kind == "quotation" else kind, swap.reason)
    if close:
        stretches = find_stretches(left.tokens, right.tokens, 0)
        yield from _changed_places(left, right, stretches)
        for i, j, k, m in stretches:
            if j > i and m > k and _is_name(left, i, j) and _is_name(right, k, m):
                yield from _names(seen, left.span(i, j), right.span(k, m))


def _changed_places(left: Words, right: Words, stretches: Sequence[tuple[int, int, int, int]]) -> Iterator[Candidate]:
    """Yield two who changed places in a sentence that is otherwise the same: who did it, and to whom."""
    if len(stretches) != 2:
        return
    (i, j, k, m), (a, b, c, d) = stretches
    between = [word.lower() for word in left.tokens[j:a]]
    sides = [
        [w.lower() for w in words]
        for words in (left.tokens[i:j], left.tokens[a:b], right.tokens[k:m], right.tokens[c:d])
    ]
    crossed = (
        sides[0] == sides[3] and sides[1] == sides[2] and all(map(any, (map(content, side) for side in sides[:2])))
    )
    if crossed and not set(between) <= _LISTING and not any(word[:1].isdigit() for side in sides for word in side):
        yield Candidate(3, "agency", left.span(i, b), right.span(k, d), "changed places", exact=True)


_LISTING = frozenset("and or nor to the a an , & both from in of with".split())


def _is_name(side: Words, first: int, last: int) -> bool:
    """Tell whether a stretch is a name: capitals, and none that only begins the sentence."""
    words = side.tokens[first:last]
    return last - first <= 4 and all(w[:1].isupper() or w in _IN_NAMES for w in words) and side.places[first][1] > 0


_IN_NAMES = frozenset("of the and de van von der al bin for".split())


def _names(seen: Seen, old: Span, new: Span) -> Iterator[Candidate]:
    """Yield a name that took the place of another; one that the other version has too may be the same by another name."""
    one, other = (
        " ".join(sentence_of(d, s.sentence).tokens[s.first : s.last]) for d, s in ((seen.old, old), (seen.new, new))
    )
    if same_name(one, other) or one.lower() == other.lower():
        return
    met = one in seen.new.text and other in seen.old.text
    yield Candidate(2 if met else 3, "name", old, new, "another name")


_LEGAL = "legal"

_TELLING_HEDGES = frozenset(("possibility", "probability", "appearance", "legal"))


def from_certainty(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield the hedges and boosters that came or went while the words around them stayed."""
    left, right = words_of(seen.old, pair.old), words_of(seen.new, pair.new)
    yield from _from_stances(seen, pair, left, right)
    stems = [{stem(token.lower()) for token in side.tokens} for side in (left, right)]
    labels = [
        [hit.label for n in group for hit in find_claims(d.sentences[n]) if hit.kind == "hedge"]
        for d, group in ((seen.old, pair.old), (seen.new, pair.new))
    ]
    for side, other, group, document, turned in (
        (left, stems[1], pair.old, seen.old, False),
        (right, stems[0], pair.new, seen.new, True),
    ):
        start = 0
        for n in group:
            sentence = document.sentences[n]
            for hit in find_claims(sentence):
                first, last = start + hit.first, start + hit.last
                if hit.kind != "hedge" or hit.label not in _TELLING_HEDGES or sentence.mask[hit.first]:
                    continue
                if labels[0].count(hit.label) == labels[1].count(hit.label):
                    continue
                if all(stem(t.lower()) in other for t in side.tokens[first:last] if content(t.lower())):
                    continue
                if _share_kept(side.tokens, first, last, other) < KEPT_NEAR:
                    continue
                gravity = 3 if hit.label == _LEGAL and not turned else 2
                there = _opposite(left, right, first, last, turned)
                spans = (there, side.span(first, last)) if turned else (side.span(first, last), there)
                yield Candidate(gravity, "certainty", *spans, "doubt added" if turned else "doubt dropped")
            start += len(sentence.tokens)


_SURE = frozenset(("certainty", "evidence"))


def _from_stances(seen: Seen, pair: Pair, left: Words, right: Words) -> Iterator[Candidate]:
    """Yield where a guess became a certainty, or the other way: a hedge on one side, a word that insists on the other."""
    stances: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]] = []
    for document, group in ((seen.old, pair.old), (seen.new, pair.new)):
        hedges, boosters, start = [], [], 0
        for n in group:
            sentence = document.sentences[n]
            for hit in find_claims(sentence):
                place = start + hit.first, start + hit.last
                if sentence.mask[hit.first]:
                    continue
                if hit.kind == "hedge" and hit.label in _TELLING_HEDGES:
                    hedges.append(place)
                elif hit.kind == "booster" and hit.label in _SURE:
                    boosters.append(place)
            start += len(sentence.tokens)
        stances.append((hedges, boosters))
    (hedged, sure), (hedges, boosts) = stances
    for gravity, what, one, other, plain in (
        (3, "guess made certain", hedged, boosts, not sure and not hedges),
        (2, "certainty made a guess", sure, hedges, not hedged and not boosts),
    ):
        beside = (
            (a, b)
            for a in one
            for b in other
            for i, j, k, m in find_stretches(left.tokens, right.tokens)
            if meets((i, j), a) and meets((k, m), b)
        )
        found = next(beside, (one[0], other[0]) if one and other and plain else None)
        if found:
            yield Candidate(gravity, "certainty", left.span(*found[0]), right.span(*found[1]), what)


def _opposite(left: Words, right: Words, first: int, last: int, turned: bool) -> Span:
    """Return what stands for some words on the other side: the stretch that replaced theirs, or the place of none."""
    for i, j, k, m in find_stretches(left.tokens, right.tokens, 0):
        own, other = ((k, m), (i, j)) if turned else ((i, j), (k, m))
        if meets(own, (first, last)):
            side = left if turned else right
            short = other[1] - other[0] <= 4
            return side.span(*other) if short else side.span(other[0], other[0])
    return Span()


def _share_kept(words: Sequence[str], first: int, last: int, other: set[str]) -> float:
    """Return the share of content words near some words that the other side has."""
    near = [*words[max(0, first - NEAR) : first], *words[last : last + NEAR]]
    kept = [stem(word.lower()) in other for word in near if content(word.lower())]
    return sum(kept) / len(kept) if kept else 0.0


def from_doers(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield where a doer was hidden or named, or changed places with whom it was done to."""
    old, new = ([d.sentences[n] for n in group] for d, group in ((seen.old, pair.old), (seen.new, pair.new)))
    beside = [
        [d.sentences[n] for n in (group[0] - 1, group[-1] + 1) if 0 <= n < len(d.sentences)]
        for d, group in ((seen.old, pair.old), (seen.new, pair.new))
    ]
    for change in compare_agency(old, new, *beside):
        spans = (
            span_at(seen.old, _sentence_at(seen.old, change.old_span[0], pair.old), *change.old_span),
            span_at(seen.new, _sentence_at(seen.new, change.new_span[0], pair.new), *change.new_span),
        )
        gravity = change.gravity if change.change != "agent named" else min(change.gravity, 2)
        if change.change in ("agentless", "agent dropped") and pair.similarity >= CLOSE:
            gravity = max(gravity, 2)
        yield Candidate(gravity, "agency", *spans, change.change, change.doer)


def _sentence_at(document: Document, start: int, group: Sequence[int]) -> int:
    """Return the sentence of a group in which a character stands."""
    return next((n for n in group if document.sentences[n].start <= start < document.sentences[n].end), group[0])
