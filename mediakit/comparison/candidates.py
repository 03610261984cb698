"""Grade what the tables say: quotations, sources and facts.

A candidate is something seen, before one change is told once (`findings`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import NamedTuple

from mediakit.comparison.alignment import Pair
from mediakit.comparison.fidelity.annotated import can_speak, content, find_claim, same_source, stem
from mediakit.comparison.fidelity.certainty import guards_accused
from mediakit.comparison.fidelity.omissions import is_mentioned, is_somebody
from mediakit.comparison.fidelity.quotation_changes import Row as Followed
from mediakit.comparison.fidelity.quotation_changes import find_unmarked
from mediakit.comparison.fidelity.rows import WEIGHTS, Row
from mediakit.comparison.fidelity.sourcing import VERBS_OF_DENIAL, Told
from mediakit.comparison.fidelity.swaps import find_swaps
from mediakit.comparison.fidelity.thesaurus import are_equal, find_keys, listed
from mediakit.comparison.pair_words import (
    Span,
    Words,
    find_stretches,
    meets,
    normalise_words,
    words_between,
    words_of,
)
from mediakit.text.document import Document, Sentence
from mediakit.text.names import core
from mediakit.text.reporting_verbs import VerbForm, find_verb
from mediakit.text.speech.said_by import Statement, find_statements
from mediakit.text.words import family

OF_CLAIM = 12  # the most words of a claim that are shown where nobody is named for it


class Candidate(NamedTuple):
    """Something seen, before it is told: its grade, kind and words of either side, and what happened.

    `what` is one of the changes that `summary.SAYINGS` has words for, `detail` what goes with it. `source` is who is
    made to say it. `exact`: the words are shown as they are, without the words around.
    """

    gravity: int
    kind: str
    old: Span
    new: Span
    what: str
    detail: str = ""
    source: str = ""
    exact: bool = False


@dataclass(frozen=True, eq=False)
class Seen:
    """Two versions with what was found in them: their pairs of sentences, rows of quotations and facts, and claims."""

    old: Document
    new: Document
    pairs: Sequence[Pair]
    quotations: Sequence[Followed]
    facts: Sequence[Row]
    claims: Sequence[Told]

    def words_of(self, document: Document, group: tuple[int, ...]) -> Words:
        """Return the words of some sentences in a row of one of the versions, read once."""
        known, key = self._words, (document is self.old, group)
        if key not in known:
            known[key] = words_of(document, group)
        return known[key]

    def statements_in(self, document: Document, number: int) -> Sequence[Statement]:
        """Return the statements of a sentence of one of the versions."""
        return self._statements[document is self.old].get(number, ())

    @cached_property
    def _statements(self) -> tuple[dict[int, list[Statement]], ...]:
        """The statements of the newer and of the older version by their sentence."""
        found: tuple[dict[int, list[Statement]], ...] = ({}, {})
        for document, known in zip((self.new, self.old), found, strict=True):
            for statement in find_statements(document):
                known.setdefault(statement.sentence, []).append(statement)
        return found

    @cached_property
    def far(self) -> bool:
        """Whether they are no versions of one text but, say, stories of two outlets, alike by chance."""
        likeness = [pair.similarity for pair in self.pairs if pair.old and pair.new]
        return fsum(likeness) <= WEIGHTS["one story"] * len(likeness)

    @cached_property
    def changed(self) -> list[tuple[int, int]]:
        """The stretches of the older version's text that are told as a fact that changed."""
        return [(row.old_start, row.old_end) for row in self.facts if row.status == "changed"]

    @cached_property
    def texts(self) -> tuple[str, str]:
        """The older and the newer text with single blanks for all white space."""
        return " ".join(self.old.text.split()), " ".join(self.new.text.split())

    @cached_property
    def _words(self) -> dict[tuple[bool, tuple[int, ...]], Words]:
        return {}


def sentence_of(document: Document, number: int) -> Sentence:
    """Return a sentence by its number; -1 is the title."""
    found = document.title if number == -1 else document.sentences[number]
    assert found is not None
    return found


def span_at(document: Document, number: int, start: int, end: int) -> Span:
    """Return the words of a sentence between two characters of the text as given."""
    if number < -1 or number == -1 and document.title is None:
        return Span()
    sentence = sentence_of(document, number)
    if start < 0:
        return Span(number, 0, len(sentence.tokens))
    first = bisect_right(sentence.spans, start, key=lambda span: span[1])
    return Span(number, first, max(first, bisect_left(sentence.spans, (end,))))


def from_quotations(seen: Seen) -> Iterator[Candidate]:
    """Yield what became of quoted words and of who speaks them; of one voice the first quotation that went or came."""
    met: set[tuple[str, ...]] = set()
    rewritten = _are_rewritten([row.status for row in seen.quotations])
    unmarked = find_unmarked(seen.old, seen.new, seen.quotations)
    for row in seen.quotations:
        status, speaker = row.status, row.speaker_new or row.speaker_old
        speaker = speaker if can_speak(speaker, seen.new if row.speaker_new else seen.old) else ""
        old = span_at(seen.old, row.sentence_old, row.old_start, row.old_end)
        new = span_at(seen.new, row.sentence_new, row.new_start, row.new_end)
        broken = "“" in row.old or "“" in row.new  # a mark is missing: whose words these are is unsure
        speakers = (row.speaker_old, seen.old), (row.speaker_new, seen.new)
        known = not broken and all(name and can_speak(name, document) for name, document in speakers)
        if known and not same_source(row.speaker_old, row.speaker_new):
            spans = _name_beside(seen.old, row.old_start), _name_beside(seen.new, row.new_start)
            if all(span.sentence > -2 for span in spans):
                detail = f"{row.speaker_old} → {row.speaker_new}"
                yield Candidate(3, "speaker", *spans, "another speaker", detail, row.speaker_new)
        if status == "altered":
            left = words_between(seen.old, row.old_start, row.old_end, row.new)
            right = words_between(seen.new, row.new_start, row.new_end, row.old)
            yield from _altered(_by_sentence(seen, left, right), row.changes, speaker, rewritten)
        elif status in _GRAVITY_OF_QUOTATIONS and not _is_in_place(seen, row):
            words, voice = row.old or row.new, core(speaker).split()[-1:]
            again = status in ("dropped", "new") and (status, *voice) in met or len(words.split()) <= 4
            again = again or status == "dropped" and not is_mentioned(speaker, seen.new)  # a voice told as gone
            again = again or words in unmarked[1:]
            met.add((status, *voice))
            gravity, what = 1 if again else _GRAVITY_OF_QUOTATIONS[status], status
            if words in unmarked[:1]:
                what = "marks gone" if old.last else "marks come"
            yield Candidate(gravity, "quotation", old, new, what, "", speaker, True)


def _is_in_place(seen: Seen, row: Followed) -> bool:
    """Tell whether a quotation that went or came begins behind a mark in the other version too, where none ends it."""
    words = (row.old or row.new).split()[:OPENING]
    words = words[: next((i for i, word in enumerate(words, 1) if word[-1] in ".?!"), OPENING)]
    opens = (f"{mark}{' '.join(words)}" in seen.texts[bool(row.old)] for mark in "\"“")
    return row.status in ("dropped", "new") and len(words) > 1 and any(opens)


OPENING = 4  # words by which a quotation is known again
_GRAVITY_OF_QUOTATIONS = {"paraphrased": 2, "quoted": 2, "dropped": 2, "new": 2, "trimmed": 1}


def _name_beside(document: Document, start: int) -> Span:
    """Return the words that name the speaker beside the cue of a quotation; none where a pronoun or nobody stands."""
    for each in find_statements(document):
        if each.direct and each.start <= start + 1 <= each.end and each.sentence >= 0 and each.cue_start >= 0:
            span = _cue_span(document, each)
            cue = span_at(document, each.sentence, each.cue_start, each.cue_end)
            return span if span.last - span.first > cue.last - cue.first else Span()
    return Span()


def _by_sentence(seen: Seen, left: Words, right: Words) -> Iterator[tuple[Words, Words]]:
    """Yield the words of two quotations sentence by sentence, as these are paired; all of them if no two pairs are."""
    old, new = ({number for number, _ in side.places} for side in (left, right))
    pairs = [pair for pair in seen.pairs if old.intersection(pair.old) and new.intersection(pair.new)]
    if not pairs or len(old) == len(new) == 1:
        yield left, right
        return
    if len(old) == 1 or len(new) == 1:  # a part of a longer quotation: where that has its words
        one, other, numbers = (left, right, new) if len(old) == 1 else (right, left, old)
        parts = (other.within((number,)) for number in sorted(numbers))
        part = max(parts, key=lambda words: _share_kept(one.tokens, words.tokens))
        yield (left, part) if one is left else (part, right)
        return
    for pair in pairs:
        yield left.within(pair.old), right.within(pair.new)


def _are_rewritten(statuses: Sequence[str]) -> bool:
    """Tell whether most of the quotations that are in both versions were put in other words, as in a simpler text."""
    kept = [status for status in statuses if status in ("verbatim", "typography", "trimmed", "altered")]
    return len(kept) >= LEAST_REWRITTEN and 2 * kept.count("altered") > len(kept)


LEAST_REWRITTEN = 5


def _altered(sides: Iterable[tuple[Words, Words]], changes: str, speaker: str, rewritten: bool) -> Iterator[Candidate]:
    """Yield what differs in a quotation, the gravest first: two are 3 where the sense differs, else 2, and the rest
    details. Where the quotations were `rewritten` throughout, only a sense that turned is 3.
    """
    found = [each for left, right in sides for each in _stretches_of(left, right)]
    found.sort(key=lambda each: (each.turned, each.sense, each.n_content), reverse=True)
    for place, each in enumerate(found):
        grave = each.turned if rewritten else each.sense
        gravity = 1 if place >= MOST_TOLD else 3 if grave else 1 if each.longer else 2
        cut, added = (span.last == span.first for span in (each.new, each.old))
        what = "cut out" if cut else "put in" if added else "altered"
        yield Candidate(gravity, "quotation", each.old, each.new, what, changes, speaker, each.whole)


class _Stretch(NamedTuple):
    """Words of a quotation that became others: whether the sense turned, or is another, and how many carry content.

    `whole`: the sentence was reworded as a whole; `longer`: only more words are quoted at an edge.
    """

    old: Span
    new: Span
    turned: bool
    sense: bool
    n_content: int
    whole: bool = False
    longer: bool = False


def _stretches_of(left: Words, right: Words) -> Iterator[_Stretch]:
    """Yield what differs in a sentence of a quotation, or all of it where little is left."""
    stretches = find_stretches(left.tokens, right.tokens)
    part = all(i == j and (not k or m == len(right.tokens)) for i, j, k, m in stretches)  # more of it is quoted
    if not part and _share_kept(left.tokens, right.tokens) < WEIGHTS["quotation alike"]:
        yield _Stretch(left.span(0, len(left.tokens)), right.span(0, len(right.tokens)), False, False, 0, True)
        return
    swaps = find_swaps(left.tokens, right.tokens)
    said = [normalise_words(side.tokens)[0] for side in (left, right)]
    scopes = _scopes_of(*said)
    denials = [sum(word in _NEGATORS for word in words) for words in said]
    texts = [f" {' '.join(side.tokens)} ".lower() for side in (left, right)]
    otherwise = any(f" {term} " in text for term in _DENYING for text in texts)
    for i, j, k, m in stretches:
        words = [set(normalise_words(side)[0]) for side in (left.tokens[i:j], right.tokens[k:m])]
        kinds = {s.kind for s in swaps if meets(s.old_span, (i, j)) or meets(s.new_span, (k, m))}
        before = {*left.tokens[max(0, i - 1) : i], *right.tokens[max(0, k - 1) : k]}
        contracted = any(word.endswith(("'d", "’d")) for word in before) and len(words[0] | words[1]) == 1
        if {*words[0], *words[1]} == {"and"} or contracted and words[0] | words[1] <= {"would", "had"}:
            continue  # a sign for it; we'd
        sides = ([w.lower() for w in side] for side in (left.tokens[i:j], right.tokens[k:m]))
        n_old, n_new = (sum(content(w) and w not in _NEGATORS for w in side) for side in sides)
        one_sided = _NEGATORS.isdisjoint(words[0]) != _NEGATORS.isdisjoint(words[1])
        alone = n_old + n_new <= MOST_OF_DENIAL and not (n_old and n_new)  # not having money may be being poor
        denied = one_sided and alone and denials[0] != denials[1] and not otherwise
        scope = scopes[0] != scopes[1] and _SCOPE & words[0] != _SCOPE & words[1] and n_old + n_new <= MOST_OF_SCOPE
        longer = i == j and (not k or m == len(right.tokens))
        turned = "reversal" in kinds or denied or scope and not one_sided  # always cherish, never forget
        turned = turned and not (longer and n_new >= LEAST_MORE)
        cut = n_old + n_new > LEAST_OF_CUT and n_new <= WEIGHTS["quotation left of a cut"] * (n_old + n_new)
        sense = turned or not longer and bool(kinds & _TELLING) or cut
        yield _Stretch(left.span(i, j), right.span(k, m), turned, sense, n_old + n_new, longer=longer)


def _scopes_of(*sides: Sequence[str]) -> list[set[str]]:
    """Return the words of two sides that limit what is said: may, might and could are one, will is one beside these."""
    placed = (zip(("", *side), side, strict=False) for side in sides)
    old, new = ({_MAY.get(word, word) for before, word in side if (before, word) not in _DEGREES} for side in placed)
    return [own & _SCOPE - (set() if other & _WEAK else {"will"}) for own, other in ((old, new), (new, old))]


_DEGREES = {(before, "most") for before in ("is", "are", "was", "were", "be", "been")}  # are most unhappy
_MAY, _WEAK = {"might": "may", "could": "may"}, {"may", "should"}
LEAST_MORE = 2  # words of content at an edge from which on more is quoted, and nothing that was quoted turned
MOST_TOLD = 2  # stretches of one quotation that are more than details: its row of quotations has all
LEAST_OF_CUT = 5  # more words of content than these, and few of them left, are a thought cut from a quotation
MOST_OF_SCOPE = 5  # words of content of a stretch in which a word that limits what is said turns the sense
MOST_OF_DENIAL = 2
"""Words of content of a stretch in which a "not" that came or went turns the sense: not "left out", "not a part"."""


def _share_kept(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the share of the words of content that two sides have in common, of the side that has more."""
    sides = [{stem(word.lower()) for word in side if content(word.lower())} for side in (left, right)]
    return len(sides[0] & sides[1]) / max(1, *map(len, sides))


_TELLING = frozenset(("reversal", "label", "strength"))
_SCOPE = family("limits what is said")
_NEGATORS = listed("negator") | {"n't"}


def from_sources(seen: Seen) -> Iterator[Candidate]:
    """Yield whose claims are nobody's now, somebody else's, or told with another verb."""
    unmarked = bool(find_unmarked(seen.old, seen.new, seen.quotations))  # that all marks are lost is told once
    for told in seen.claims:
        if unmarked and told.change == "unattributed" and told.old and told.old.direct:
            continue
        yield from _graded_source(seen, told)


def _graded_source(seen: Seen, told: Told) -> Iterator[Candidate]:
    """Yield what became of one claim's source; where nobody is named the words of the claim are shown."""
    old, new = _cue_span(seen.old, told.old, told), _cue_span(seen.new, told.new, told)
    if told.change == "unattributed" and told.old:
        there = _claim_span(seen.new, told)
        yield Candidate(3, "sourcing", old, there, "unattributed", "", told.old.name or told.old.source, True)
    elif told.change == "unnamed" and told.old:
        there = _claim_span(seen.new, told)
        source = told.old.name or told.old.source
        gravity = 0 if not is_somebody(source) else 2 if is_mentioned(source, seen.new) else 3  # some say, reports
        yield Candidate(gravity, "sourcing", old, there, "unnamed", "", source, True)
    elif told.change == "attributed" and told.new:
        said = any(each.source for each in seen.statements_in(seen.old, told.sentence))  # it may be the same
        gravity, who = 1 if said or told.alike < WEIGHTS["edited"] else 2, told.new.name or told.new.source
        yield Candidate(gravity, "sourcing", _claim_span(seen.old, told), new, "attributed", "", who, True)
    elif told.change == "other source" and told.old and told.new and told.alike >= WEIGHTS["edited"]:
        detail = f"{told.old.source} → {told.new.source}"
        yield Candidate(3, "sourcing", old, new, "other source", detail, told.new.name, True)
    elif told.change == "verb" and told.old and told.new:
        if not (_has_cue(seen.old, told.old) and _has_cue(seen.new, told.new)):
            return  # a further sentence of a quotation: told where the verb stands
        before, after = find_verb(told.old.cue.lower()), find_verb(told.new.cue.lower())
        if before and after and not _say_the_same(seen, told, before, after):
            changed = before.verb.force != after.verb.force or abs(before.verb.strength - after.verb.strength) > 1
            spans = _cue_span(seen.old, told.old), _cue_span(seen.new, told.new)
            who, detail = told.new.name or told.new.source, f"{told.old.cue} → {told.new.cue}"
            yield Candidate(2 if changed else 0, "verb", *spans, "another verb", detail, who)


def _say_the_same(seen: Seen, told: Told, before: VerbForm, after: VerbForm) -> bool:
    """Tell whether two verbs are equal, or one version denies what the other says is not so."""
    if are_equal(*(find_keys(tuple(form.verb.verb.split())) for form in (before, after))):
        return True
    if (before.verb.verb in VERBS_OF_DENIAL) == (after.verb.verb in VERBS_OF_DENIAL) or not (told.old and told.new):
        return False
    sides = ((seen.old, told.old), (seen.new, told.new))
    denied = [_NEGATORS & set(normalise_words(d.sentences[each.sentence].tokens)[0]) for d, each in sides]
    return bool(denied[0]) != bool(denied[1])


def _has_cue(document: Document, statement: Statement) -> bool:
    """Tell whether the words that report a statement stand in its own sentence."""
    sentence = document.sentences[statement.sentence]
    return sentence.start <= statement.cue_start < sentence.end


def _claim_span(document: Document, told: Told) -> Span:
    """Return the words that tell a claim in the version that names nobody for it."""
    return Span(told.sentence, *find_claim(told.claim, document.sentences[told.sentence].tokens, OF_CLAIM))


def _cue_span(document: Document, statement: Statement | None, told: Told | None = None) -> Span:
    """Return the source and the cue of a statement as words of its sentence, with some of what is said for `told`."""
    if statement is None or not statement.source.split():
        return Span()
    cue = span_at(document, statement.sentence, statement.cue_start, statement.cue_end)
    named = _source_span(document, statement, cue)
    first, last = min(named.first, cue.first), max(named.last, cue.last)
    if told is not None:
        said = span_at(document, statement.sentence, statement.start, statement.end)
        room = max(0, OF_CLAIM - (last - first))
        if said.first >= cue.first:
            last = max(last, min(said.last, said.first + room))
        else:
            first = min(first, max(said.first, first - room))
    return Span(cue.sentence, first, last)


def _source_span(document: Document, statement: Statement, cue: Span) -> Span:
    """Return the words that name a source: where they are known to stand, or right before or behind its cue."""
    start, end = statement.source_place
    if start >= 0:
        span = span_at(document, statement.sentence, start, end)
        return span if span.last - span.first <= OF_CLAIM else span._replace(last=span.first + OF_CLAIM)
    words = [token.lower() for token in document.sentences[statement.sentence].tokens]
    n_source, head = len(statement.source.split()), statement.source.split()[-1].lower().strip(".,'’")
    before = next((i for i in range(cue.first - 1, max(-1, cue.first - 12), -1) if words[i].startswith(head)), None)
    after = next((i for i in range(cue.last, min(len(words), cue.last + 12)) if words[i].startswith(head)), None)
    first = max(0, before - n_source + 1) if before is not None else cue.first
    return Span(cue.sentence, first, after + 1 if after is not None and before is None else cue.last)


_FACT_KINDS = {
    "number": "number", "money": "number", "percent": "number", "date": "date", "time": "date", "name": "name",
    "title": "name", "negation": "negation", "modal": "certainty", "certainty": "certainty", "hedge": "certainty",
    "quantifier": "number",
}  # fmt: skip

_GRAVITY_OF_FACTS = {
    ("number", "changed"): 3, ("date", "changed"): 3, ("negation", "changed"): 2, ("certainty", "changed"): 2,
    ("certainty", "sharpened"): 2, ("certainty", "softened"): 2, ("certainty", "lost"): 2, ("certainty", "added"): 2,
    ("name", "changed"): 2,
}  # fmt: skip
_ASIDE = ("quantifier", "title")  # differ in most rewrites, and alone turn no sense


def from_facts(seen: Seen) -> Iterator[Candidate]:
    """Yield what became of numbers, dates, names, negations, modals and words of quantity."""
    edits = _Edits(seen)
    for row in seen.facts:
        kind = _FACT_KINDS.get(row.kind)
        if kind is None or row.status in ("kept", "moved") and row.changes not in _STANCES:
            continue
        old = span_at(seen.old, row.sentence_old, row.old_start, row.old_end) if row.old else Span()
        new = span_at(seen.new, row.sentence_new, row.new_start, row.new_end) if row.new else Span()
        gravity, what = _grade_fact(kind, row, edits, old, new)
        named = row.old if kind == "name" and row.status == "lost" else ""
        yield Candidate(gravity, kind, old, new, what, row.changes or named)


def _grade_fact(kind: str, row: Row, edits: "_Edits", old: Span, new: Span) -> tuple[int, str]:
    """Return the gravity of a fact that changed, and what happened to it.

    A negation, a modal, a name or when of a day is told at its gravity only in a pair that is lightly edited around it.
    """
    status, changes = row.status, row.changes
    gravity = 1 if row.kind in _ASIDE else _GRAVITY_OF_FACTS.get((kind, status), 1)
    light = edits.is_light(old, new) and row.sure
    if kind == "negation":
        gravity = 1 if not light or status != "changed" or edits.denies_otherwise(old, new) else 2
        return (3 if gravity > 1 and changes in _DENIALS else gravity), _DENIALS.get(changes, status)
    if kind == "name":
        unnamed = changes == "told unnamed"
        close = edits.is_close(row.sentence_old, row.sentence_new) and not unnamed
        return (gravity if close else 1), changes if unnamed else status
    if changes in _STANCES:
        return _STANCES[changes], changes
    if kind != "certainty":
        stayed = row.old.lower() == row.new.lower()
        close = kind != "date" or not stayed or edits.is_close(row.sentence_old, row.sentence_new)  # until it, on it
        what = "quantity" if row.kind == "quantifier" else "number stayed" if stayed and kind == "number" else status
        return gravity if close else 1, what
    first = (row.old or row.new).lower().split()[0]
    doubted = row.kind == "certainty" or first in _DOUBTING
    if not light or status in _DOUBTS and not doubted:  # when or that it must be, rather than how surely
        return 1, "plan" if status in _DOUBTS and first in _PLANNING else status
    legal = status == "lost" and guards_accused(sentence_of(edits.seen.old, old.sentence), old.first, old.last)
    assured = changes == _ASSURED.get(status)
    gravity = 3 if legal or changes == "a link became a cause" else gravity
    return gravity, _DOUBTS.get(status, status) if doubted and not assured else status


_DOUBTING = frozenset(("may", "might", "could"))
_PLANNING = frozenset(("will", "'ll", "shall", "won't"))
_DOUBTS = {"lost": "doubt dropped", "added": "doubt added"}
_ASSURED = {"lost": "less certain", "added": "more certain"}  # a word that insists went or came, no doubt
_DENIALS = {"negation dropped": "negation dropped", "negation added": "changed"}
_STANCES = {
    "guess made certain": 3, "certainty made a guess": 2, "told as done": 3, "told as ahead": 3, "told as so": 3,
    "told as expected": 2, "told as small": 2, "no longer told as small": 2,
}  # fmt: skip
_DENYING = family("denies without not")
_MOST_STRETCHES, _LONGEST_STRETCH = 3, 6  # of a lightly edited pair of sentences


class _Edits:
    """How the pairs of sentences were edited: how alike they are, and which stretches differ."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.old = {i: pair for pair in seen.pairs if pair.new for i in pair.old}
        self.new = {j: pair for pair in seen.pairs if pair.old for j in pair.new}

    def is_close(self, old: int, new: int) -> bool:
        """Tell whether two sentences, or the one that there is, belong to a pair that is alike."""
        pairs = [pair for pair in (self.old.get(old), self.new.get(new)) if pair]
        return any(pair.similarity >= WEIGHTS["edited"] for pair in pairs) or old == new == -1

    def denies_otherwise(self, old: Span, new: Span) -> bool:
        """Tell whether one version of a pair denies with a "not", the other by a word: is yet to open."""
        pair = self.old.get(old.sentence) or self.new.get(new.sentence)
        if pair is None:
            return False
        before, after = (
            " ".join(["", *self.seen.words_of(document, group).tokens, ""]).lower()
            for document, group in ((self.seen.old, pair.old), (self.seen.new, pair.new))
        )
        return any((f" {term} " in before) != (f" {term} " in after) for term in _DENYING)

    def is_light(self, old: Span, new: Span) -> bool:
        """Tell whether few and short stretches differ in the pair that some words belong to."""
        if not self.is_close(old.sentence, new.sentence):
            return False
        pair = self.old.get(old.sentence) or self.new.get(new.sentence)
        if pair is None:
            return old.sentence == new.sentence == -1
        seen = self.seen
        sides = seen.words_of(seen.old, pair.old).tokens, seen.words_of(seen.new, pair.new).tokens
        stretches = find_stretches(*sides, 0)
        longest = max((max(j - i, m - k) for i, j, k, m in stretches), default=0)
        return len(stretches) <= _MOST_STRETCHES and longest <= _LONGEST_STRETCH
