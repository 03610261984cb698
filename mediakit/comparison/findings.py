"""The ledger of findings: everything that a rewrite did, graded, gravest first; nothing else decides what matters.

Every room reports what it saw (quotations, sources, facts, certainty, exchanged words, doers, what went, came and
moved); here it is graded and one change is told once, under the gravest kind that fits.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mediakit.comparison.alignment import Pair
from mediakit.comparison.candidates import (
    Candidate,
    Seen,
    from_facts,
    from_quotations,
    from_sources,
    sentence_of,
    span_at,
)
from mediakit.comparison.fidelity.agency import compare_agency
from mediakit.comparison.fidelity.annotated import can_speak, content
from mediakit.comparison.fidelity.name_changes import is_made_of_name, may_be_one
from mediakit.comparison.fidelity.omissions import Passage, find_charged, find_denials, find_leads, find_lone
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.comparison.fidelity.swaps import find_swaps
from mediakit.comparison.pair_words import MOST_SHOWN, Span, Words, find_stretches
from mediakit.comparison.summary import word_finding
from mediakit.evidence.acts import mark_names
from mediakit.evidence.claims import find_claims
from mediakit.evidence.loaded import find_scores
from mediakit.memory import of_document, remember
from mediakit.text.document import Document
from mediakit.text.names import TITLES, kind_of, same_name
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.words import conjugate

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
    "label", "headline", "quotation", "verb", "tone", "strength", "agency", "addition", "certainty", "omission",
    "sourcing", "order", "speaker", "reversal", "negation", "number", "date", "name", "wording", "style",
)  # fmt: skip
"""The order of kinds of gravity 2."""

_LAST = ("label", "headline", "certainty", *(kind for kind in _NEXT[2:] if kind != "certainty"))
"""The order of details: what limits a claim is more often what an editor notes than what merely went."""

MOST_OF_PASSAGE = 22
"""The most words that are shown of a sentence that went, came or moved."""

BESIDE, RUN_ON = 3, 2
"""Words that are shown on either side of those that changed, and how many more until one carries content."""


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
    differing = [pair for pair in seen.pairs if pair.kind != "same"]
    sentences = [
        *(seen.old.sentences[i] for pair in differing for i in pair.old),
        *(seen.new.sentences[j] for pair in differing for j in pair.new),
    ]
    find_scores(sentences)  # at once, which is cheaper
    mark_names(sentences)
    edited = [pair for pair in differing if pair.old and pair.new]
    candidates = [
        *from_quotations(seen),
        *from_sources(seen),
        *from_facts(seen),
        *from_titles(seen),
        *from_passages(seen),
        *(each for pair in edited for each in from_doers(seen, pair)),
        *(each for pair in edited for each in from_swaps(seen, pair)),
    ]
    if seen.far:
        candidates = [c._replace(gravity=min(c.gravity, 1)) if c.kind in _BY_CHANCE else c for c in candidates]
    ranked = sorted(candidates, key=_rank)
    return [_tell(seen, each) for each in _in_turn(_once(ranked))]


_BY_CHANCE = frozenset(("sourcing", "number", "date"))
"""Kinds that are details between texts which are no versions of one: there the two often speak of other things."""


def _rank(candidate: Candidate) -> tuple[int, int, tuple[int, int]]:
    """Return what candidates are ordered by: gravity, how sure the kind is, and where it stands."""
    kinds = {3: _FIRST, 2: _NEXT}.get(candidate.gravity, _LAST)
    return -candidate.gravity, kinds.index(candidate.kind), _place(candidate)


def _place(candidate: Candidate) -> tuple[int, int]:
    """Return where a candidate stands, the title and the lead first; in the old version, or in the new."""
    span = candidate.old if candidate.old.last > candidate.old.first else candidate.new
    return span.sentence, span.first


_SMALL = ("negation", "certainty")


def _once(ranked: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of which most words were not told before, on one of the sides."""
    told: tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]] = ({}, {})
    voices: set[str] = set()
    for each in ranked:
        if each.what == "voice" and each.source in voices:  # what it said was told as nobody's
            continue
        if each.kind == "name" and each.what == "lost" and any(same_name(each.detail, voice) for voice in voices):
            continue
        turned = (kind for (n, _), kind in told[0].items() if n == each.old.sentence)
        if each.what == "number stayed" and "reversal" in turned:  # told by the opposites themselves
            continue
        spans = each.old, each.new
        sides = [{(span.sentence, i) for i in range(span.first, span.last)} for span in spans]
        if each.kind == "tone" and not all(sides) and any(map(_is_shown, spans, told)):
            continue
        shares = [len(own & known.keys()) / len(own) for own, known in zip(sides, told, strict=True) if own]
        small = each.kind in _SMALL or each.what == "speech"
        if small and any(shares):  # a "not" or "may" within words that were told, or a quotation of what was said
            continue
        if not shares or 2 * max(shares) < 1 or min(shares) == 0 and each.gravity >= 2 and max(shares) < 1:
            yield each
            voices |= {each.source} if each.what in ("voice", "unattributed", "unnamed") else set()
            for own, known in zip(sides, told, strict=True):
                known |= dict.fromkeys(own, each.kind)


def _is_shown(span: Span, told: Mapping[tuple[int, int], str]) -> bool:
    """Tell whether some words are shown beside those of their sentence that were told: a quotation shows itself."""
    near = range(span.first - BESIDE, span.last + BESIDE)
    return span.last > span.first and any(told.get((span.sentence, i), "quotation") != "quotation" for i in near)


_IN_A_ROW = 2


def _in_turn(told: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates so that of one gravity each kind tells two before any tells more, and of one kind each source
    one.
    """
    met: Counter[tuple[int, str]] = Counter()
    heard: Counter[tuple[str, str]] = Counter()
    again: list[tuple[int, Candidate]] = []
    for each in told:
        again.append((heard[each.kind, each.source] if each.source else 0, each))
        heard[each.kind, each.source] += 1
    again.sort(key=lambda pair: (*_rank(pair[1])[:2], pair[0]))
    turns: list[tuple[int, int, int, Candidate]] = []
    for _, each in again:
        turns.append((-each.gravity, met[each.gravity, each.kind] // _IN_A_ROW, len(turns), each))
        met[each.gravity, each.kind] += 1
    return [turn[-1] for turn in sorted(turns, key=lambda turn: turn[:3])]


def _tell(seen: Seen, candidate: Candidate) -> Finding:
    """Return a candidate as a finding, with the words around it and a sentence that tells it."""
    spans = candidate.old, candidate.new
    beside = 0 if candidate.exact else min((BESIDE, *((MOST_SHOWN - (s.last - s.first)) // 2 for s in spans)))
    most = MOST_OF_PASSAGE if candidate.exact else MOST_SHOWN
    sides = tuple(zip((seen.old, seen.new), spans, strict=True))
    quoted = any(_is_quoted(document, span) for document, span in sides)
    old, new = (_shown(document, span, most, max(beside, 0), quoted) for document, span in sides)
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


def _shown(document: Document, span: Span, most: int, beside: int, quoted: bool) -> _Shown:
    """Return the first words of a span, `most` at most, with those `beside` them that no quotation mark parts off.

    Where the span is empty, those are shown that are `quoted`, or those that are not.
    """
    if span.sentence < -1:
        return _Shown("", -1, -1)
    sentence = sentence_of(document, span.sentence)
    first, last = span.first, min(span.last, span.first + most)
    quoted = any(sentence.mask[first:last]) if last > first else quoted
    while beside and first and span.first - first < beside and sentence.mask[first - 1] == quoted:
        first -= 1
    goes_on = beside + RUN_ON  # “being told the” says less than “being told the truth”
    while beside and last < len(sentence.tokens) and last - span.last < goes_on and sentence.mask[last] == quoted:
        if last - span.last >= beside and content(sentence.tokens[last - 1].lower()):
            break
        last += 1
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
        for each in seen.statements_in(document, span.sentence):
            source = each.name or each.source
            if each.start <= start and end <= each.end and can_speak(source, document):
                return source
    return ""


def from_titles(seen: Seen) -> Iterator[Candidate]:
    """Yield a headline that went, or became another."""
    old, new = seen.old.title, seen.new.title
    if old is None or old.clean == (new.clean if new else ""):
        return
    span = Span(-1, 0, len(old.tokens))
    if new is None:
        yield Candidate(2, "headline", span, Span(), "headline gone", exact=True)
        return
    yield Candidate(1, "headline", span, Span(-1, 0, len(new.tokens)), "another headline", exact=True)


def from_passages(seen: Seen) -> Iterator[Candidate]:
    """Yield the sentences that went, came and moved, voices first."""
    gone = [i for pair in seen.pairs if pair.kind == "removed" for i in pair.old]
    rewritten = [i for pair in seen.pairs if pair.new and pair.kind != "same" for i in pair.old]
    come = [j for pair in seen.pairs if pair.kind == "added" for j in pair.new]
    for passage in find_lone(seen.old, seen.new, gone, rewritten):
        gravity = {"voice": 3, "speech": 2}.get(passage.what, 1)
        yield Candidate(gravity, "omission", _passage(passage), Span(), passage.what, "", passage.source, True)
    for passage in find_lone(seen.new, seen.old, come):
        gravity = {"voice": 2, "speech": 2, "opinion": 2}.get(passage.what, 1)
        yield Candidate(gravity, "addition", Span(), _passage(passage), passage.what, "", passage.source, True)
    yield from _from_denials(seen)
    anew = [pair for pair in seen.pairs if pair.similarity < WEIGHTS["edited"]]
    for passage in find_charged(seen.old, seen.new, anew):
        yield Candidate(2, "tone", Span(), _passage(passage), "tone")
    for what, pair in find_leads(seen.old, seen.new, seen.pairs):
        i, j = min(pair.old), min(pair.new)
        spans = (Span(i, 0, len(seen.old.sentences[i].tokens)), Span(j, 0, len(seen.new.sentences[j].tokens)))
        told_anew = len(pair.old) + len(pair.new) > 2 or pair.similarity < WEIGHTS["edited"]
        yield Candidate(1 if told_anew else 2, "order", *spans, f"lead {what}", exact=True)


def _from_denials(seen: Seen) -> Iterator[Candidate]:
    """Yield the denials that went and came, with their sentence or from it."""
    differing = [pair for pair in seen.pairs if pair.kind != "same"]
    for passage in find_denials(seen.old, seen.new, [i for pair in differing for i in pair.old]):
        yield Candidate(3, "omission", _passage(passage), Span(), "denial", "", passage.source, True)
    for passage in find_denials(seen.new, seen.old, [j for pair in differing for j in pair.new]):
        yield Candidate(2, "addition", Span(), _passage(passage), "denial", "", passage.source, True)


def _passage(passage: Passage) -> Span:
    return Span(passage.sentence, passage.first, passage.last)


def from_swaps(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield the words that were exchanged, came or went in a pair of sentences.

    What no rule explains is told once where the sentence was written anew, by its longest stretch.
    """
    left, right = seen.words_of(seen.old, pair.old), seen.words_of(seen.new, pair.new)
    if left.tokens == right.tokens:  # it moved
        return
    found = [*_exchanged(seen, pair, left, right)]
    reworded = [each for each in found if each.kind == "wording"]
    longest = max(reworded, key=_size, default=None)
    anew = pair.similarity < WEIGHTS["edited"]
    yield from (each for each in found if each.kind != "wording" or not anew or each is longest)
    yield from _changed_places(left, right)
    if anew:
        return
    for i, j, k, m in find_stretches(left.tokens, right.tokens, 0):
        if j > i and m > k and _is_name(left, i, j) and _is_name(right, k, m):
            yield from _names(seen, (left, i, j), (right, k, m))


def _size(candidate: Candidate) -> int:
    """Return how many words a candidate is about."""
    return sum(span.last - span.first for span in (candidate.old, candidate.new))


def _exchanged(seen: Seen, pair: Pair, left: Words, right: Words) -> Iterator[Candidate]:
    """Yield the words exchanged in a pair of sentences, graded."""
    close = pair.similarity >= WEIGHTS["edited"]
    swaps = find_swaps(left.tokens, right.tokens, left.loaded, right.loaded)
    toned = any(swap.kind == "tone" for swap in swaps)
    stances = [_stances(d, group) if toned else {} for d, group in ((seen.old, pair.old), (seen.new, pair.new))]
    for swap in swaps:
        (i, j), (k, m) = swap.old_span, swap.new_span
        stance = {*map(stances[0].get, left.places[i:j]), *map(stances[1].get, right.places[k:m])}
        if swap.kind == "tone" and "hedge" in stance:
            continue  # supposedly: how sure it is, and told as that
        if swap.kind == "tone" and _are_as_many(seen, {*left.tokens[i:j], *right.tokens[k:m]}):
            continue  # it stands elsewhere
        if swap.kind == "tone" and (any(left.quoted[i:j]) or any(right.quoted[k:m])) and (i == j or k == m):
            continue  # a source's word: told with the quotation
        spans, gravity, kind = (left.span(i, j), right.span(k, m)), swap.gravity, swap.kind
        if kind == "tone" and not close:  # what stands there is another clause
            spans = (spans[0] if j > i else Span(), spans[1] if m > k else Span())
        if kind != "style" and j > i and m > k and all(left.quoted[i:j]) and all(right.quoted[k:m]):
            if not close or _is_lone(seen, left.places[i]):
                continue  # of two quotations: told as gone and as new
            gravity, kind = 3 if swap.gravity > 1 else 2, "quotation"
        elif kind == "tone" and "booster" in stance:
            gravity = 1  # actually: it insists, and charges nothing
        elif kind not in ("wording", "style") and not close:
            gravity = min(gravity, 2)
        elif kind == "reversal" and _has_number(seen.old, left.places[j : j + 2], seen.changed):
            gravity = 1  # before 7, after 10: the time is told as changed
        yield Candidate(gravity, kind, *spans, "altered" if kind == "quotation" else kind, swap.reason)


def _are_as_many(seen: Seen, words: set[str]) -> bool:
    """Tell whether each of some words stands in both versions equally often."""
    old, new = map(_count_tokens, (seen.old, seen.new))
    return all(old[word] == new[word] for word in words)


@remember(64, key=of_document)
def _count_tokens(document: Document) -> Counter[str]:
    """Return how often each word stands in a document, as written."""
    return Counter(token for sentence in document.sentences for token in sentence.tokens)


def _stances(document: Document, group: Sequence[int]) -> dict[tuple[int, int], str]:
    """Return hedge or booster of the words of some sentences that limit a claim or insist that it is true."""
    return {
        (n, i): hit.kind
        for n in group
        for hit in find_claims(document.sentences[n])
        if (hit.kind == "hedge" and hit.label in _TELLING_HEDGES) or (hit.kind, hit.label) == ("booster", "truth")
        for i in range(hit.first, hit.last)
    }


def _is_lone(seen: Seen, place: tuple[int, int]) -> bool:
    """Tell whether a word of the older version stands in a quotation that is told as gone."""
    start = seen.old.sentences[place[0]].spans[place[1]][0]
    return any(row.old_start <= start < row.old_end for row in seen.quotations if not row.new)


def _has_number(document: Document, places: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one of some words is a figure that stands in one of some stretches of the text."""
    words = [(document.sentences[n].tokens[i], document.sentences[n].spans[i]) for n, i in places]
    figures = [place for word, place in words if word[:1].isdigit()]
    return any(start < last and first < end for first, last in figures for start, end in spans)


def _changed_places(left: Words, right: Words) -> Iterator[Candidate]:
    """Yield two who changed places in a sentence that is otherwise the same: who did it, or who said it of whom."""
    old, new = ([token.lower() for token in side.tokens] for side in (left, right))
    differ = [i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    if len(old) != len(new) or len(differ) < 2 or len(differ) % 2:
        return
    half = len(differ) // 2
    first, second = differ[:half], differ[half:]
    if any(run[-1] - run[0] != half - 1 for run in (first, second)):
        return
    (a, b), (c, d) = (first[0], first[-1] + 1), (second[0], second[-1] + 1)
    crossed = old[a:b] == new[c:d] and old[c:d] == new[a:b] and any(map(content, old[a:b]))
    if not crossed or set(old[b:c]) <= _LISTING or any(word[:1].isdigit() for word in old[a:d]):
        return
    said = any(find_verb(word) for word in old[b:c])
    yield Candidate(
        3, "sourcing" if said else "agency", left.span(a, d), right.span(a, d), "changed places", exact=True
    )


_LISTING = frozenset("and or nor to the a an , & both from in of with".split())


def _is_name(side: Words, first: int, last: int) -> bool:
    """Tell whether a stretch is a name: capitals, and none that only begins the sentence."""
    words = side.tokens[first:last]
    capital = [word[:1].isupper() for word in words]
    named = any(capital) and all(large or word in _IN_NAMES for large, word in zip(capital, words, strict=True))
    return last - first <= 4 and named and not is_made_of_name(" ".join(words)) and side.places[first][1] > 0


_IN_NAMES = frozenset("of the and de van von der al bin for".split())


def _names(seen: Seen, old: tuple[Words, int, int], new: tuple[Words, int, int]) -> Iterator[Candidate]:
    """Yield a name that took another's place; one that both versions have may be the same by another name.

    So may a place by the larger one that it lies in. A name that the sentence had too took nobody's place.
    """
    (left, i, j), (right, k, m) = old, new
    one, other = " ".join(left.tokens[i:j]), " ".join(right.tokens[k:m])
    if may_be_one(one, other) or any(word.lower().strip(".") in TITLES for word in (one, other)):
        return  # President, Mr.: what somebody is called, and no name
    if set(left.tokens[i:j]) & set(right.tokens) or set(right.tokens[k:m]) & set(left.tokens):
        return
    met = other in seen.old.text and (one in seen.new.text or kind_of(other) == "place")
    quoted = all(left.quoted[i:j]) and all(right.quoted[k:m])
    kind, what = ("quotation", "altered") if quoted else ("name", "another name")
    yield Candidate(2 if met else 3, kind, left.span(i, j), right.span(k, m), what)


_TELLING_HEDGES = frozenset(("possibility", "probability", "appearance", "legal"))


def from_doers(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield where a doer was hidden or named, or changed places with whom it was done to."""
    old, new = ([d.sentences[n] for n in group] for d, group in ((seen.old, pair.old), (seen.new, pair.new)))
    beside = [
        [d.sentences[n] for n in (group[0] - 1, group[-1] + 1) if 0 <= n < len(d.sentences)]
        for d, group in ((seen.old, pair.old), (seen.new, pair.new))
    ]
    for change in compare_agency(old, new, *beside):
        old_span, new_span = (
            _from_verb(d, span_at(d, _sentence_at(d, place[0], group), *place), change.verb)
            for d, group, place in ((seen.old, pair.old, change.old_span), (seen.new, pair.new, change.new_span))
        )
        gravity = change.gravity if change.change != "agent named" else min(change.gravity, 2)
        if change.change in ("agentless", "agent dropped") and pair.similarity >= WEIGHTS["edited"]:
            gravity = max(gravity, 2)
        if _is_quoted(seen.old, old_span) and _is_quoted(seen.new, new_span):  # words put in a mouth
            if _is_lone(seen, (old_span.sentence, old_span.first)):
                continue
            detail = f"{change.change}: {change.doer}"
            yield Candidate(3, "quotation", old_span, new_span, "altered", detail, exact=True)
            continue
        yield Candidate(gravity, "agency", old_span, new_span, change.change, change.doer, exact=True)


def _is_quoted(document: Document, span: Span) -> bool:
    """Tell whether words stand inside quotation marks."""
    mask = sentence_of(document, span.sentence).mask[span.first : span.last] if span.sentence >= 0 else []
    return bool(len(mask)) and all(mask)


def _from_verb(document: Document, span: Span, verb: str) -> Span:
    """Return a span that is too long to be shown from a little before its verb on, so that the doer behind it shows."""
    made = conjugate(verb)
    forms = {verb, *made.past, *made.third, made.ing}
    words = document.sentences[span.sentence].tokens[span.first : span.last] if span.sentence >= 0 else []
    at = next((i for i, word in enumerate(words) if word.lower() in forms), 0)
    return span._replace(first=span.first + max(0, at - BESIDE)) if len(words) > MOST_OF_PASSAGE else span


def _sentence_at(document: Document, start: int, group: Sequence[int]) -> int:
    """Return the sentence of a group in which a character stands."""
    return next((n for n in group if document.sentences[n].start <= start < document.sentences[n].end), group[0])
