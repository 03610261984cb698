"""The ledger of findings: everything that a rewrite did, graded, gravest first; nothing else decides what matters.

Every room reports what it saw (quotations, sources, facts, certainty, exchanged words, doers, what went, came and
moved); here it is graded and one change is told once, under the gravest kind that fits.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

import pandas as pd

from mediakit.comparison.alignment import Pair, diff_words
from mediakit.comparison.fidelity.agency import compare_agency
from mediakit.comparison.fidelity.annotated import content, same_source, stem
from mediakit.comparison.fidelity.omissions import Passage, find_leads, find_lone
from mediakit.comparison.fidelity.sourcing import Told, find_claim, follow_claims
from mediakit.comparison.fidelity.swaps import find_swaps
from mediakit.comparison.fidelity.thesaurus import normalise_word
from mediakit.comparison.summary import word_finding
from mediakit.evidence.claims import find_claims
from mediakit.evidence.loaded import find_loaded
from mediakit.text.document import Document, Sentence
from mediakit.text.names import core, same_name
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.speech.said_by import Statement, find_statements

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

MOST_SHOWN, MOST_OF_PASSAGE = 14, 22
"""The most words of a side that a finding shows, and of a sentence that went, came or moved."""
OF_CLAIM = 12
"""The most words of a claim that are shown where nobody is named for it."""
BESIDE = 3
"""Words that are shown on either side of those that changed."""
CLOSE = 0.6
"""From this likeness on a pair of sentences was lightly edited: its single words can be told."""
KEPT_NEAR, NEAR = 0.45, 7
"""The share of content words within so many words that must stand on the other side for a word to have been changed,
not gone with its clause."""


class Span(NamedTuple):
    """Words of one version: their sentence (-1: the title, -2: none) and which words of it, the last exclusive."""

    sentence: int = -2
    first: int = 0
    last: int = 0


class Candidate(NamedTuple):
    """Something seen, before it is told: its grade, kind and words of either side, and what it rests on.

    `source` is who is made to say it. `exact`: the words are shown as they are, without the words around.
    """

    gravity: int
    kind: str
    old: Span
    new: Span
    why: str
    source: str = ""
    exact: bool = False


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


class Seen(NamedTuple):
    """Two versions with what was found in them: their pairs of sentences and the tables of quotations and facts."""

    old: Document
    new: Document
    pairs: Sequence[Pair]
    quotations: pd.DataFrame
    facts: pd.DataFrame


def find_findings(seen: Seen) -> list[Finding]:
    """Return all that a rewrite did, the gravest first; one change is one finding."""
    edited = [pair for pair in seen.pairs if pair.old and pair.new and pair.kind != "same"]
    candidates = [
        *_from_quotations(seen),
        *_from_sources(seen),
        *_from_facts(seen),
        *_from_titles(seen),
        *_from_passages(seen),
        *(each for pair in edited for each in (*_from_certainty(seen, pair), *_from_doers(seen, pair))),
        *(each for pair in edited for each in _from_swaps(seen, pair)),
    ]
    ranked = sorted(candidates, key=lambda c: (-c.gravity, (_FIRST if c.gravity > 2 else _NEXT).index(c.kind), _place(c)))
    return [_tell(seen, each) for each in _once(ranked)]


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


def _sentence(document: Document, number: int) -> Sentence:
    """Return a sentence by its number; -1 is the title."""
    found = document.title if number == -1 else document.sentences[number]
    assert found is not None
    return found


def _span_at(document: Document, number: int, start: int, end: int) -> Span:
    """Return the words of a sentence between two characters of the text as given."""
    if number < -1 or number == -1 and document.title is None:
        return Span()
    sentence = _sentence(document, number)
    if start < 0:
        return Span(number, 0, len(sentence.tokens))
    first = bisect_right([span[1] for span in sentence.spans], start)
    return Span(number, first, max(first, bisect_left([span[0] for span in sentence.spans], end)))


def _tell(seen: Seen, candidate: Candidate) -> Finding:
    """Return a candidate as a finding, with the words around it and a sentence that tells it."""
    old, new = (_shown(d, span, candidate) for d, span in ((seen.old, candidate.old), (seen.new, candidate.new)))
    source = candidate.source or _source_of(seen, candidate)
    says = word_finding(candidate.kind, old.text, new.text, source, candidate.why)
    return Finding(
        candidate.gravity, candidate.kind, source, old.text, new.text, candidate.old.sentence, candidate.new.sentence,
        old.start, old.end, new.start, new.end, says, candidate.why,
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
    sentence = _sentence(document, span.sentence)
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
        if span.sentence >= 0 and span.last > span.first:
            start, end = document.sentences[span.sentence].spans[span.first][0], 0
            end = document.sentences[span.sentence].spans[min(span.last, len(document.sentences[span.sentence].spans)) - 1][1]
            for each in find_statements(document):
                if each.sentence == span.sentence and each.start <= start and end <= each.end:
                    return each.name or each.source
    return ""


def _from_quotations(seen: Seen) -> Iterator[Candidate]:
    """Yield what became of the words inside quotation marks and of who speaks them; of one voice the first that went."""
    met: set[tuple[str, str]] = set()
    told = seen.new.text.lower()
    for row in seen.quotations.to_dict("records"):
        status, speaker = row["status"], row["speaker_new"] or row["speaker_old"]
        old = _span_at(seen.old, row["sentence_old"], row["old_start"], row["old_end"])
        new = _span_at(seen.new, row["sentence_new"], row["new_start"], row["new_end"])
        if row["speaker_old"] and row["speaker_new"] and not same_source(row["speaker_old"], row["speaker_new"]):
            spans = _name_beside(seen.old, row["old_start"]), _name_beside(seen.new, row["new_start"])
            if all(span.sentence > -2 for span in spans):
                yield Candidate(3, "speaker", *spans, f"{row['speaker_old']} → {row['speaker_new']}", row["speaker_new"])
        if status == "altered":
            sides = (
                _words_between(seen.old, row["old_start"], row["old_end"]),
                _words_between(seen.new, row["new_start"], row["new_end"]),
            )
            yield from _altered(*sides, row["changes"], speaker)
        elif status in _GRAVITY_OF_QUOTATIONS:
            again = status in ("dropped", "new") and (status, speaker) in met or len((row["old"] or row["new"]).split()) <= 4
            # A voice that is nowhere now is told as such.
            name = core(speaker).lower().split()
            again = again or status == "dropped" and bool(name) and name[-1] not in told
            met.add((status, speaker))
            yield Candidate(1 if again else _GRAVITY_OF_QUOTATIONS[status], "quotation", old, new, status, speaker, True)


_GRAVITY_OF_QUOTATIONS = {"paraphrased": 2, "quoted": 2, "dropped": 2, "new": 2, "trimmed": 1}
_FLIPS = ("negation", "certainty", "quantity", "legal hedge")


def _name_beside(document: Document, start: int) -> Span:
    """Return the words that name the speaker beside the cue of a quotation; none where a pronoun or nobody stands."""
    for each in find_statements(document):
        if each.direct and each.start <= start + 1 <= each.end and each.sentence >= 0 and each.cue_start >= 0:
            span = _cue_span(document, each)
            cue = _span_at(document, each.sentence, each.cue_start, each.cue_end)
            return span if span.last - span.first > cue.last - cue.first else Span()
    return Span()


def _altered(left: "_Words", right: "_Words", changes: str, speaker: str) -> Iterator[Candidate]:
    """Yield the stretches of a quotation that differ, the gravest first: 3 where the sense does, the rest 2."""
    swaps = find_swaps(left.tokens, right.tokens)
    graded = []
    for i, j, k, m in _stretches(left.tokens, right.tokens):
        words = [word.lower() for word in (*left.tokens[i:j], *right.tokens[k:m])]
        kinds = {s.kind for s in swaps if _meets(s.old_span, (i, j)) or _meets(s.new_span, (k, m))}
        turned = bool(kinds & {"reversal"}) or _NEGATORS.isdisjoint(words) is False
        n_content = sum(map(content, words))
        sense = turned or bool(kinds & _TELLING) or n_content > 3 or changes.startswith(_FLIPS)
        graded.append((turned, sense, n_content, Candidate(2, "quotation", left.span(i, j), right.span(k, m), changes, speaker)))
    graded.sort(key=lambda each: each[:3], reverse=True)
    for place, (_, sense, _, candidate) in enumerate(graded):
        yield candidate._replace(gravity=3 if sense and not place else 2)


_TELLING = frozenset(("reversal", "label", "strength", "tone"))


def _meets(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two ranges share a word."""
    return one[0] < other[1] and other[0] < one[1]


_NEGATORS = frozenset("not no never n't none nobody nothing neither nor without cannot".split())


def _stretches(left: Sequence[str], right: Sequence[str], apart: int = 2) -> list[tuple[int, int, int, int]]:
    """Return the stretches (old start, old end, new start, new end) that differ in more than spelling, near ones as one."""
    (a, in_a), (b, in_b) = (_normalised(side) for side in (left, right))
    found: list[tuple[int, int, int, int]] = []
    for tag, i, j, k, m in diff_words(a, b):
        if tag == "equal":
            continue
        i, j, k, m = in_a[i], in_a[j - 1] + 1 if j > i else in_a[i], in_b[k], in_b[m - 1] + 1 if m > k else in_b[k]
        near = found and i - found[-1][1] <= apart and max(j - found[-1][0], m - found[-1][2]) <= MOST_SHOWN
        if near:
            found[-1] = (found[-1][0], j, found[-1][2], m)
        else:
            found.append((i, j, k, m))
    return found


def _normalised(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return words in one spelling, and which word each belongs to; one place more, for what stands behind the last."""
    parts: list[str] = []
    places: list[int] = []
    for place, word in enumerate(words):
        for part in normalise_word(word):
            if part == "cent" and parts[-1:] == ["per"]:
                parts[-1] = "%"
                continue
            parts.append("%" if part == "percent" else part)
            places.append(place)
    return parts, [*places, len(words)]


def _from_sources(seen: Seen) -> Iterator[Candidate]:
    """Yield whose claims are nobody's now, somebody else's, or told with another verb."""
    for told in follow_claims(seen.old, seen.new, seen.pairs):
        yield from _graded_source(seen, told)


def _graded_source(seen: Seen, told: Told) -> Iterator[Candidate]:
    """Yield what became of one claim's source; where nobody is named the words of the claim are shown."""
    old, new = _cue_span(seen.old, told.old, told), _cue_span(seen.new, told.new, told)
    if told.change == "unattributed" and told.old:
        there = _claim_span(seen.new, told)
        yield Candidate(3, "sourcing", old, there, "nobody is named for it now", told.old.name or told.old.source, True)
    elif told.change == "attributed" and told.new:
        there = _claim_span(seen.old, told)
        yield Candidate(2, "sourcing", there, new, "nobody was named for it", told.new.name or told.new.source, True)
    elif told.change == "other source" and told.old and told.new and told.alike >= 0.4:
        yield Candidate(3, "sourcing", old, new, f"{told.old.source} → {told.new.source}", told.new.name, True)
    elif told.change == "verb" and told.old and told.new:
        before, after = find_verb(told.old.cue.lower()), find_verb(told.new.cue.lower())
        if before and after and before.verb.verb != after.verb.verb:
            changed = before.verb.force != after.verb.force or abs(before.verb.strength - after.verb.strength) > 1
            source = told.new.name or told.new.source
            why = f"{told.old.cue} → {told.new.cue}"
            yield Candidate(2 if changed else 0, "verb", _cue_span(seen.old, told.old), _cue_span(seen.new, told.new), why, source)


def _claim_span(document: Document, told: Told) -> Span:
    """Return the words that tell a claim in the version that names nobody for it."""
    return Span(told.sentence, *find_claim(told.claim, document.sentences[told.sentence].tokens, OF_CLAIM))


def _cue_span(document: Document, statement: Statement | None, told: Told | None = None) -> Span:
    """Return the source and the cue of a statement as words of its sentence, with some of what is said for `told`."""
    if statement is None or not statement.source.split():
        return Span()
    cue = _span_at(document, statement.sentence, statement.cue_start, statement.cue_end)
    sentence = document.sentences[statement.sentence]
    n_source = len(statement.source.split())
    # The source stands right before the cue, or right behind it.
    words = [token.lower() for token in sentence.tokens]
    head = statement.source.split()[-1].lower().strip(".,'’")
    before = next((i for i in range(cue.first - 1, max(-1, cue.first - 12), -1) if words[i].startswith(head)), None)
    after = next((i for i in range(cue.last, min(len(words), cue.last + 12)) if words[i].startswith(head)), None)
    first = max(0, before - n_source + 1) if before is not None else cue.first
    last = after + 1 if after is not None and before is None else cue.last
    first, last = min(first, cue.first), max(last, cue.last)
    if told is not None:
        said = _span_at(document, statement.sentence, statement.start, statement.end)
        room = max(0, OF_CLAIM - (last - first))
        if said.first >= cue.first:
            last = max(last, min(said.last, said.first + room))
        else:
            first = min(first, max(said.first, first - room))
    return Span(cue.sentence, first, last)


_FACT_KINDS = {
    "number": "number", "money": "number", "percent": "number", "date": "date", "time": "date", "name": "name",
    "title": "name", "negation": "negation", "modal": "certainty", "certainty": "certainty", "hedge": "certainty",
    "quantifier": "number",
}  # fmt: skip
_GRAVITY_OF_FACTS = {
    ("number", "changed"): 3, ("date", "changed"): 3, ("negation", "lost"): 3, ("negation", "added"): 3,
    ("negation", "changed"): 2, ("certainty", "changed"): 2, ("certainty", "sharpened"): 2,
    ("certainty", "softened"): 2, ("certainty", "lost"): 2, ("certainty", "added"): 2, ("name", "changed"): 2,
}  # fmt: skip


def _from_facts(seen: Seen) -> Iterator[Candidate]:
    """Yield what became of numbers, dates, names, negations, modals and words of quantity."""
    left = {i: pair.similarity for pair in seen.pairs if pair.new for i in pair.old}
    right = {j: pair.similarity for pair in seen.pairs if pair.old for j in pair.new}
    for row in seen.facts.to_dict("records"):
        kind = _FACT_KINDS.get(row["kind"])
        if kind is None or row["status"] in ("kept", "moved"):
            continue
        gravity = _GRAVITY_OF_FACTS.get((kind, row["status"]), 1)
        alike = max(left.get(row["sentence_old"], 0.0), right.get(row["sentence_new"], 0.0))
        close = alike >= CLOSE or row["sentence_old"] == row["sentence_new"] == -1
        if row["kind"] in ("negation", "modal", "quantifier") and not close or row["kind"] == "quantifier":
            gravity = min(gravity, 1)
        old = _span_at(seen.old, row["sentence_old"], row["old_start"], row["old_end"]) if row["old"] else Span()
        new = _span_at(seen.new, row["sentence_new"], row["new_start"], row["new_end"]) if row["new"] else Span()
        yield Candidate(gravity, kind, old, new, row["changes"] or row["status"])


def _from_titles(seen: Seen) -> Iterator[Candidate]:
    """Yield a headline that went, or became another."""
    old, new = seen.old.title, seen.new.title
    if old is None or old.clean == (new.clean if new else ""):
        return
    span = Span(-1, 0, len(old.tokens))
    if new is None:
        yield Candidate(2, "headline", span, Span(), "the headline is gone", exact=True)
        return
    yield Candidate(1, "headline", span, Span(-1, 0, len(new.tokens)), "another headline", exact=True)


def _from_passages(seen: Seen) -> Iterator[Candidate]:
    """Yield the sentences that went, came and moved, voices first."""
    gone = [i for pair in seen.pairs if pair.kind == "removed" for i in pair.old]
    come = [j for pair in seen.pairs if pair.kind == "added" for j in pair.new]
    for passage in find_lone(seen.old, seen.new, gone):
        gravity = {"voice": 3, "speech": 2}.get(passage.what, 1)
        yield Candidate(gravity, "omission", _passage(passage), Span(), passage.what, passage.source, True)
    for passage in find_lone(seen.new, seen.old, come):
        gravity = {"voice": 2, "speech": 2, "opinion": 2}.get(passage.what, 1)
        yield Candidate(gravity, "addition", Span(), _passage(passage), passage.what, passage.source, True)
    for what, i, j in find_leads(seen.old, seen.new, seen.pairs):
        spans = (Span(i, 0, len(seen.old.sentences[i].tokens)), Span(j, 0, len(seen.new.sentences[j].tokens)))
        yield Candidate(2, "order", *spans, f"lead {what}", exact=True)


def _passage(passage: Passage) -> Span:
    return Span(passage.sentence, passage.first, passage.last)


class _Words(NamedTuple):
    """The words of one side of a pair of sentences, each with its sentence, its number there, and whether quoted."""

    tokens: list[str]
    places: list[tuple[int, int]]
    quoted: list[bool]
    loaded: list[float]

    def span(self, first: int, last: int) -> Span:
        """Return a range of words as a span of the sentence in which it begins."""
        if not self.places:
            return Span()
        if first >= last:
            number, i = self.places[min(first, len(self.places) - 1)]
            return Span(number, i + (first >= len(self.places)), i + (first >= len(self.places)))
        number, start = self.places[first]
        end = max(i for n, i in self.places[first:last] if n == number)
        return Span(number, start, end + 1)


def _words_between(document: Document, start: int, end: int) -> _Words:
    """Return the words between two characters of the text as given."""
    group = [n for n, s in enumerate(document.sentences) if s.start < end and start < s.end]
    words = _words_of(document, group)
    inside = [start <= a and b <= end for n in group for a, b in document.sentences[n].spans]
    return _Words(
        list(compress(words.tokens, inside)),
        list(compress(words.places, inside)),
        list(compress(words.quoted, inside)),
        list(compress(words.loaded, inside)),
    )


def _words_of(document: Document, group: Sequence[int]) -> _Words:
    """Return the words of some sentences in a row."""
    tokens: list[str] = []
    places: list[tuple[int, int]] = []
    quoted: list[bool] = []
    loaded: list[float] = []
    for n in group:
        sentence = document.sentences[n]
        scores = {hit.first: hit.weight for hit in find_loaded(sentence)}
        tokens += sentence.tokens
        places += [(n, i) for i in range(len(sentence.tokens))]
        quoted += sentence.mask
        loaded += [scores.get(i, 0.0) for i in range(len(sentence.tokens))]
    return _Words(tokens, places, quoted, loaded)


def _from_swaps(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield the words that were exchanged, came or went in a pair of sentences."""
    left, right = _words_of(seen.old, pair.old), _words_of(seen.new, pair.new)
    close = pair.similarity >= CLOSE
    for swap in find_swaps(left.tokens, right.tokens, left.loaded, right.loaded):
        (i, j), (k, m) = swap.old_span, swap.new_span
        spans, gravity, kind = (left.span(i, j), right.span(k, m)), swap.gravity, swap.kind
        if kind != "style" and j > i and m > k and all(left.quoted[i:j]) and all(right.quoted[k:m]):
            gravity, kind = 2 if kind == "wording" else 3, "quotation"
        elif kind not in ("wording", "style") and not close:
            gravity = min(gravity, 2)
        yield Candidate(gravity, kind, *spans, swap.reason)
    if close:
        stretches = _stretches(left.tokens, right.tokens, 0)
        yield from _changed_places(left, right, stretches)
        for i, j, k, m in stretches:
            if j > i and m > k and _is_name(left, i, j) and _is_name(right, k, m):
                yield from _names(seen, left.span(i, j), right.span(k, m))


def _changed_places(left: _Words, right: _Words, stretches: Sequence[tuple[int, int, int, int]]) -> Iterator[Candidate]:
    """Yield two who changed places in a sentence that is otherwise the same: who did it, and to whom."""
    if len(stretches) != 2:
        return
    (i, j, k, m), (a, b, c, d) = stretches
    between = [word.lower() for word in left.tokens[j:a]]
    sides = [[w.lower() for w in words] for words in (left.tokens[i:j], left.tokens[a:b], right.tokens[k:m], right.tokens[c:d])]
    crossed = sides[0] == sides[3] and sides[1] == sides[2] and all(map(any, (map(content, side) for side in sides[:2])))
    if crossed and not set(between) <= _LISTING and not any(word[:1].isdigit() for side in sides for word in side):
        yield Candidate(3, "agency", left.span(i, b), right.span(k, d), "changed places", exact=True)


_LISTING = frozenset("and or nor to the a an , & both from in of with".split())


def _is_name(side: _Words, first: int, last: int) -> bool:
    """Tell whether a stretch is a name: capitals, and none that only begins the sentence."""
    words = side.tokens[first:last]
    return last - first <= 4 and all(w[:1].isupper() or w in _IN_NAMES for w in words) and side.places[first][1] > 0


_IN_NAMES = frozenset("of the and de van von der al bin for".split())


def _names(seen: Seen, old: Span, new: Span) -> Iterator[Candidate]:
    """Yield a name that took the place of another; one that the other version has too may be the same by another name."""
    one, other = (
        " ".join(_sentence(d, s.sentence).tokens[s.first : s.last]) for d, s in ((seen.old, old), (seen.new, new))
    )
    if same_name(one, other) or one.lower() == other.lower():
        return
    met = one in seen.new.text and other in seen.old.text
    yield Candidate(2 if met else 3, "name", old, new, "another name")


_LEGAL = "legal"
_TELLING_HEDGES = frozenset(("possibility", "probability", "appearance", "legal"))


def _from_certainty(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield the hedges and boosters that came or went while the words around them stayed."""
    left, right = _words_of(seen.old, pair.old), _words_of(seen.new, pair.new)
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
                yield Candidate(gravity, "certainty", *spans, "hedge added" if turned else "hedge dropped")
            start += len(sentence.tokens)


_SURE = frozenset(("certainty", "evidence"))


def _from_stances(seen: Seen, pair: Pair, left: _Words, right: _Words) -> Iterator[Candidate]:
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
    if hedged and not sure and boosts and not hedges:
        yield Candidate(3, "certainty", left.span(*hedged[0]), right.span(*boosts[0]), "a guess became a certainty")
    if sure and not hedged and hedges and not boosts:
        yield Candidate(2, "certainty", left.span(*sure[0]), right.span(*hedges[0]), "a certainty became a guess")


def _opposite(left: _Words, right: _Words, first: int, last: int, turned: bool) -> Span:
    """Return what stands for some words on the other side: the stretch that replaced theirs, or the place of none."""
    for i, j, k, m in _stretches(left.tokens, right.tokens, 0):
        own, other = ((k, m), (i, j)) if turned else ((i, j), (k, m))
        if _meets(own, (first, last)):
            side = left if turned else right
            short = other[1] - other[0] <= 4
            return side.span(*other) if short else side.span(other[0], other[0])
    return Span()


def _share_kept(words: Sequence[str], first: int, last: int, other: set[str]) -> float:
    """Return the share of content words near some words that the other side has."""
    near = [*words[max(0, first - NEAR) : first], *words[last : last + NEAR]]
    kept = [stem(word.lower()) in other for word in near if content(word.lower())]
    return sum(kept) / len(kept) if kept else 0.0


def _from_doers(seen: Seen, pair: Pair) -> Iterator[Candidate]:
    """Yield where a doer was hidden or named, or changed places with whom it was done to."""
    old, new = ([d.sentences[n] for n in group] for d, group in ((seen.old, pair.old), (seen.new, pair.new)))
    beside = [
        [d.sentences[n] for n in (group[0] - 1, group[-1] + 1) if 0 <= n < len(d.sentences)]
        for d, group in ((seen.old, pair.old), (seen.new, pair.new))
    ]
    for change in compare_agency(old, new, *beside):
        spans = (
            _span_at(seen.old, _sentence_at(seen.old, change.old_span[0], pair.old), *change.old_span),
            _span_at(seen.new, _sentence_at(seen.new, change.new_span[0], pair.new), *change.new_span),
        )
        gravity = change.gravity if change.change != "agent named" else min(change.gravity, 2)
        if change.change in ("agentless", "agent dropped") and pair.similarity >= CLOSE:
            gravity = max(gravity, 2)
        yield Candidate(gravity, "agency", *spans, f"{change.change}: {change.doer}")


def _sentence_at(document: Document, start: int, group: Sequence[int]) -> int:
    """Return the sentence of a group in which a character stands."""
    return next((n for n in group if document.sentences[n].start <= start < document.sentences[n].end), group[0])
