"""Find who says what, quoted or not: the only finder of sources.

A sentence is read once and remembered (`find_sayings`); `find_statements` reads a document and knows the people behind
pronouns.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from mediakit.memory import SENTENCES, of_sentence, remember, remember_each
from mediakit.text.batch import Batch
from mediakit.text.document import Document, Quotation, Sentence
from mediakit.text.names import is_known_name
from mediakit.text.quotation_marks import Quoted
from mediakit.text.reporting_verbs import PHRASES, ReportingVerb, find_verb, force_of, inflect_verb
from mediakit.text.speech.beside_quotes import Attribution, is_inserted, read_inverted, read_sentence
from mediakit.text.speech.grammar import clause_start, find_subject, first_verb, phrase_end
from mediakit.text.speech.people import Cast, head_of
from mediakit.text.speech.reports import clause_follows, find_cue, find_openers, is_done, is_set_off, verb_forms
from mediakit.text.speech.tokens import (
    AUXILIARIES,
    CALENDAR,
    DETERMINERS,
    JOINERS,
    PARTICLES,
    PAUSES,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    is_adverb,
    is_name,
    is_passive,
    is_verb,
    starts_phrase,
    tokens_of,
    trim,
    without_insertion,
)
from mediakit.text.words import family

Span = tuple[int, int]


class Saying(NamedTuple):
    """One act of saying in a sentence, in numbers of its words (first, last exclusive).

    `source` is the phrase that names who says it, (0, 0) if nobody is named; `head` the part of it that is who, without
    what describes them; `cue` the words that report, empty for a name and a colon; `said` what is said. `direct`: it is
    a quotation. What is said inside quotation marks is the source's own telling and not looked at.
    """

    source: Span
    head: Span
    cue: Span
    said: Span
    verb: ReportingVerb | None
    direct: bool


class Statement(NamedTuple):
    """One statement that a text puts in somebody's mouth; all places are characters of the text as given.

    `source` is the phrase as it stands, a pronoun replaced by the name behind it; `name` the bare name in it; `cue` the
    words that report, "" if there are none; `start` and `end` what is said; `force` that of the cue's verb; `sentence`
    the number of the sentence, -1 for the title.
    """

    source: str
    name: str
    cue: str
    cue_start: int
    cue_end: int
    start: int
    end: int
    direct: bool
    force: str
    sentence: int
    source_place: Span = (-1, -1)
    """Where the words that name the source stand, be they a pronoun; (-1, -1) where that is not known."""


class _Found(NamedTuple):
    """A saying in places of the normalised sentence."""

    source: list[Token]
    cue: Span
    said: Span
    verb: ReportingVerb | None
    direct: bool


_LONGEST_LEAD = 5
_GOES_ON, _PLACES, _NO_END = JOINERS | AUXILIARIES, PREPOSITIONS - {"of"}, PREPOSITIONS | PARTICLES
# Of a sentence with more words only so many on either side of a cue are read.
_FARTHEST = 200
_MOST_SAYINGS = 100
"""No sentence that somebody wrote has more; what has is a list or damage, and its pairs would take for ever."""


def find_sayings(sentence: Sentence) -> tuple[Saying, ...]:
    """Return who is made to say something in a sentence, in order of the reporting words."""
    return find_all_sayings([sentence])[0]


@remember_each(SENTENCES, key=of_sentence)
def find_all_sayings(sentences: Sequence[Sentence]) -> list[tuple[Saying, ...]]:
    """Return the sayings of each sentence; one without a cue, a quotation or a colon near its beginning is not read."""
    batch = Batch.of_sentences(sentences)
    n_quoted = np.bincount(batch.of[batch.quoted], minlength=len(batch))
    openers = find_openers(batch, n_quoted > 0)
    cues = batch.group(openers)
    told = np.bincount(batch.of[verb_forms().begin(batch)], minlength=len(batch)) * n_quoted > 0
    told[batch.of[openers]] = told[batch.of[batch.gap_after["colon"] & (batch.place < _LONGEST_LEAD - 1)]] = True
    found: list[tuple[Saying, ...]] = [()] * len(batch)
    for number in np.flatnonzero(told & (n_quoted < batch.sizes)).tolist():
        found[number] = _find_in(batch.read[number], batch.edges_of(number), cues.get(number, ()))
    return found


def _find_in(sentence: Sentence, edges: list[int], cues: Iterable[int]) -> tuple[Saying, ...]:
    """Return the sayings of a sentence; `edges` are its words' starts and ends, `cues` the words that may report."""
    starts, ends = edges[1::2], edges[2::2]
    narrated, lasts = _narrate(sentence, edges)
    read = list(islice(_read(narrated, lasts, {ends[i] for i in cues}), _MOST_SAYINGS))
    found = [_in_words(each, starts, ends) for each in (_apart(read, narrated) if len(read) > 1 else read)]
    return tuple(sorted(found, key=_CUE))


_CUE = attrgetter("cue")


def _narrate(sentence: Sentence, edges: list[int]) -> tuple[list[Token], dict[int, str]]:
    """Return the writer's words, each quoted stretch as one token, and the last character inside each stretch."""
    words, gaps, mask = sentence.tokens, sentence.gaps, sentence.mask
    tokens: list[Token] = []
    lasts: dict[int, str] = {}
    at, gap, n = 0, gaps[0], len(words)
    while True:
        start = mask.index(True, at) if True in mask[at:] else n
        begun = edges[2 * at] + len(gaps[at]) - len(gap)
        places = (begun, *edges[2 * at + 1 : 2 * start + 1])
        tokens += tokens_of(words[at:start], (gap, *gaps[at + 1 : start + 1]), places)
        if start == n:
            return [t for t in tokens if t.text != '"'] if '"' in sentence.clean else tokens, lasts
        at = next((k for k in range(start + 1, n) if not mask[k] or '"' in gaps[k]), n)
        inside, _, gap = gaps[at].partition('"')
        marks = tokens_of((), (inside,), edges[2 * at : 2 * at + 1])
        end, last = (marks[-1].end, marks[-1].text) if marks else (edges[2 * at], words[at - 1])
        tokens.append(Token("“”", edges[2 * start + 1], end, len(lasts)))
        lasts[len(lasts)] = last[-1]


def _read(tokens: list[Token], lasts: dict[int, str], ends: set[int]) -> Iterator[_Found]:
    """Yield the sayings of a sentence: those of its quotations first, then those at words that end at `ends`."""
    known: dict[int, Span] = {}
    cues: set[int] = set()
    if lasts:
        said_by = read_sentence(tokens, lasts, known)
        for i in [i for i, token in enumerate(tokens) if token.quote >= 0]:
            said = said_by[tokens[i].quote]
            if said is None or not said.cue_end or said.cue_start in cues:
                continue
            near, _ = _near(tokens, i)
            if _is_said(near, said):
                cues.add(said.cue_start)
                yield _of_quotation(near, tokens[i], said)
    elif (lead := _lead(tokens)) is not None:
        yield lead
    for i in [i for i, token in enumerate(tokens) if token.end in ends and token.start not in cues]:
        near, at = _near(tokens, i)
        found = find_cue(near, at)
        each = _of_verb(near, at, *found, known) if found else None
        if each is not None:
            yield each


def _near(tokens: list[Token], i: int) -> tuple[list[Token], int]:
    """Return the words around the one at `i` and its place there: all of them but in an endless sentence."""
    if len(tokens) <= _FARTHEST:
        return tokens, i
    first = max(0, i - _FARTHEST)
    return tokens[first : i + _FARTHEST], i - first


def _is_said(tokens: list[Token], said: Attribution) -> bool:
    """Tell whether the words beside a quotation say that somebody did say it: not "they should expect"."""
    i = next((k for k, t in enumerate(tokens) if t.start == said.cue_start), 0)
    form = find_verb(tokens[i].lower)
    reports = said.place != "inside" or find_cue(tokens, i) is not None  # not: the signs are that the “official” one is
    return form is None or is_done(tokens, i, form.tense) and reports


def _apart(found: list[_Found], tokens: list[Token]) -> Iterator[_Found]:
    """Yield the sayings, each ending where its subject goes on to say something else: "praised it, but warned that"."""
    cues: dict[tuple[int, ...], list[int]] = {}
    for each in sorted(found, key=_CUE):
        cues.setdefault(tuple(token.start for token in each.source), []).append(each.cue[0])
    starts = [token.start for token in tokens]
    for each in found:
        start, end = each.said
        same = cues[tuple(token.start for token in each.source)]
        after = bisect_right(same, start)
        if after < len(same) and same[after] < end and not each.direct:
            own = tokens[bisect_left(starts, start) : bisect_left(starts, same[after])]
            while own and (own[-1].text in PAUSES or own[-1].lower in _GOES_ON or is_adverb(own[-1])):
                own.pop()
            each = each._replace(said=(start, own[-1].end if own else start))
        yield each


def _lead(tokens: list[Token]) -> _Found | None:
    """Read "Ann Orr: it fell" and "MR ORR: …": a name and a colon before what is said."""
    opening = [token.text for token in tokens[:_LONGEST_LEAD]]
    colon = opening.index(":") if ":" in opening else 0
    if not colon or colon + 2 >= len(tokens) or not all(is_name(t) for t in tokens[:colon]):
        return None
    if not any(is_known_name(t.text) for t in tokens[:colon]):
        return None
    mark = tokens[colon]
    return _Found(tokens[:colon], (mark.start, mark.end), _rest(tokens, colon + 1), None, False)


def _of_quotation(tokens: list[Token], quotation: Token, said: Attribution) -> _Found:
    """Return the saying of a quotation; inside a sentence of the writer's, all that is said belongs to it."""
    source = [t for t in tokens if said.start <= t.start < said.end] if said.end else []
    form = find_verb(said.cue.lower())
    span = (quotation.start, quotation.end)
    inside = said.place in ("inside", "before") and said.cue_end < quotation.start
    past = max(said.cue_end, said.end if form and form.verb.verb in PHRASES else 0)  # according to Ann Orr,
    between = [t for t in tokens if past <= t.start < quotation.start and t.quote < 0]
    direct = not inside or not any(t.text[0].isalnum() for t in between)
    if not direct:
        span = _rest(tokens, _past_occasion(tokens, next(i for i, t in enumerate(tokens) if t.start >= past)))
    return _Found(source, (said.cue_start, said.cue_end), span, form.verb if form else None, direct)


def _of_verb(
    tokens: list[Token], i: int, verb: ReportingVerb, tense: str, width: int, known: dict[int, Span]
) -> _Found | None:
    """Return the saying by the verb at `i`, None if nobody can be its subject."""
    cue = (tokens[i].start, tokens[i + width - 1].end)
    if verb.verb in PHRASES:
        source = _after_phrase(tokens, i + width)
        return _Found(source, cue, _around(tokens, i, i + width + len(source)), verb, False) if source else None
    inverted = _inverted(tokens, i, tense, width) if verb.frame != "label" else []  # the day, dubbed Lee Day, was
    if inverted:
        return _Found(inverted, cue, _before(tokens, i), verb, False)
    subject = find_subject(tokens, i, tense, known)
    if subject is None:
        passive = tense == "past" and is_passive(tokens, i)
        return _Found([], cue, _asked(tokens, i + width), verb, False) if passive else None
    subject = _as_named(tokens, without_insertion(subject)) if subject else []
    if not subject and tense != "participle" or subject and not _can_speak(subject):
        return None
    said = _before(tokens, i, subject) if _is_final(tokens, i, width, subject) else _rest(tokens, i + width)
    if verb.verb in _TO_HEARERS and said[0] >= cue[1]:
        said = _past_hearer(tokens, i + width, said)
    if tense == "participle" and subject and subject[0].start >= cue[1]:  # Asserting that it fell, Ann Orr left
        said = (said[0], max(said[0], max(t.end for t in tokens if t.end <= subject[0].start and t.text != ",")))
    return _Found(subject, cue, said, verb, False)


def _asked(tokens: list[Token], at: int) -> Span:
    """Return what follows a passive, up to the comma where it opens the sentence: "Asked about it, she left"."""
    start, end = _rest(tokens, at)
    comma = next((k for k in range(at, len(tokens)) if tokens[k].text == ","), 0)
    return (start, tokens[comma - 1].end) if at < _LONGEST_LEAD and comma > at else (start, end)


_TO_HEARERS = family("speaks to a hearer")
_TOLD = frozenset(form for verb in _TO_HEARERS for form, _ in inflect_verb(verb))


def _past_hearer(tokens: list[Token], at: int, said: Span) -> Span:
    """Return what is said without to whom: "told reporters that it fell"."""
    that = next((k for k in range(at, min(at + 6, len(tokens) - 1)) if tokens[k].lower == "that"), 0)
    return (tokens[that + 1].start, said[1]) if that and tokens[that + 1].start < said[1] else said


def _can_speak(subject: list[Token]) -> bool:
    """Tell whether a phrase can be a subject: "banking analysts", not "banking" or "last week"."""
    holds_verb = subject[-1].text.endswith(("'re", "’re", "'m", "’m")) or subject[-1].lower in _NO_END
    opener = len(subject) == 1 and subject[0].lower.endswith("ing") and not is_known_name(subject[0].text)
    if opener or holds_verb or CALENDAR.issuperset([t.lower for t in subject]) or subject[0].lower == "there":
        return False
    if len(subject) > 1 and subject[1].lower in DETERMINERS and find_verb(subject[0].text):  # wrote a letter
        return False
    described = len(subject) > 1 and (subject[0].text.endswith("ing") or subject[1].is_capital)
    counted = len(subject) > 1 and subject[0].text[0].isdigit()
    return starts_phrase(subject[0]) or described or counted


def _as_named(tokens: list[Token], subject: list[Token]) -> list[Token]:
    """Return the words behind a subject that is that of an earlier quotation."""
    if subject and subject[0].text == "“”":
        return [t for t in tokens if subject[0].start <= t.start < subject[0].end and t.quote < 0]
    return subject


def _after_phrase(tokens: list[Token], i: int) -> list[Token]:
    """Return the source behind "according to": at the start of a sentence it ends at the first comma."""
    rest = tokens[i:]
    end = phrase_end(rest)
    commas = [k for k, t in enumerate(rest) if t.text == ","]
    leads = i <= 3 or i > 3 and tokens[i - 3].text == "," and tokens[i - 4].lower in JOINERS
    if leads and commas and commas[0] < end and (len(commas) < 2 or first_verb(rest[: commas[1]]) > 0):
        end = commas[0]
    ends = (k for k in commas if k < end and k + 1 < len(rest) and is_verb(rest[k + 1], rest[k - 1]))
    return trim(rest[: next(ends, end)])  # the dam, according to Ann Orr, an engineer, will hold


def _is_told(clause: list[Token]) -> bool:
    """Tell whether a clause has a finite verb: "It fell", "It's late", not "The report, released on Monday"."""
    verb = first_verb(clause)
    contracted = bool(clause) and clause[0].lower[-2:] in ("'s", "’s") and clause[0].lower[:-2] in PRONOUNS
    return contracted or verb > 0 and (clause[verb - 1].text != "," or any(t.text == "," for t in clause[verb:]))


def _inverted(tokens: list[Token], i: int, tense: str, width: int) -> list[Token]:
    """Return the subject behind a verb in "It fell, said Ann Orr, a banker", [] if there is none."""
    other = tense not in ("past", "present") or tokens[i].lower in _TOLD
    if other or i < 2 or tokens[i - 1].text not in PAUSES:
        return []
    clause = tokens[clause_start(tokens[:i]) : i - 1]
    said = read_inverted(tokens[i:], width)
    if (
        said is None
        or not is_inserted(tokens, i, said)
        and (not _is_told(clause) or clause_follows(tokens, i + width))
    ):
        return []
    return [t for t in tokens[i:] if said.start <= t.start < said.end]


def _is_final(tokens: list[Token], i: int, width: int, subject: list[Token]) -> bool:
    """Tell whether a subject and its verb are set off behind what is said: "It fell, officials said on Monday."."""
    if not subject or subject[0].start < tokens[0].end:
        return False
    first = next(k for k, t in enumerate(tokens) if t.start >= subject[0].start)
    return is_set_off(tokens, first, i + width, hearer=tokens[i].lower in _TOLD)


def _before(tokens: list[Token], i: int, subject: list[Token] | None = None) -> Span:
    """Return what stands before the subject, or the verb at `i`: from the sentence's start, or its last semicolon."""
    end = next((k for k, t in enumerate(tokens) if subject and t.start >= subject[0].start), i)
    while end and tokens[end - 1].text in PAUSES:
        end -= 1
    start = next((k + 1 for k in range(end - 1, -1, -1) if tokens[k].text == ";"), 0)
    return (tokens[start].start, tokens[end - 1].end) if end > start else (tokens[i].end, tokens[i].end)


def _rest(tokens: list[Token], at: int) -> Span:
    """Return what follows a cue, past "that", up to the end of the sentence or a semicolon."""
    while at < len(tokens) and (tokens[at].text in ",:—–" or tokens[at].lower == "that"):
        at += 1
    end = next((k for k in range(at, len(tokens)) if tokens[k].text == ";"), len(tokens))
    while end > at and tokens[end - 1].text in ".!?":
        end -= 1
    if end > at:
        return tokens[at].start, tokens[end - 1].end
    return (tokens[-1].end, tokens[-1].end)


def _around(tokens: list[Token], i: int, last: int) -> Span:
    """Return what stands before "according to X", or after it at the beginning of a sentence or of its second part."""
    leads = i <= 1 or tokens[i - 1].text == "," and tokens[i - 2].lower in JOINERS
    return _rest(tokens, _past_occasion(tokens, last)) if leads else _before(tokens, i)


def _past_occasion(tokens: list[Token], at: int) -> int:
    """Return where what is said begins after a source: past "in early March, "."""
    comma = next((k for k in range(at, min(at + 6, len(tokens))) if tokens[k].text == ","), at)
    return comma if at < len(tokens) and tokens[at].lower in PREPOSITIONS else at


def _in_words(found: _Found, starts: list[int], ends: list[int]) -> Saying:
    """Return a saying with its places as numbers of words."""

    def span(start: int, end: int) -> Span:
        first = bisect_right(ends, start)
        return first, max(first, bisect_left(starts, end))

    source, head = (0, 0), (0, 0)
    if found.source:
        source = span(found.source[0].start, found.source[-1].end)
        a, b = head_of(found.source)
        away = (k for k in range(a + 1, b) if found.source[k].lower in _PLACES)
        b = next(away, b)  # officials in Paris are officials
        head = span(found.source[a].start, found.source[b - 1].end) if (a, b) != (0, len(found.source)) else source
    return Saying(source, head, span(*found.cue), span(*found.said), found.verb, found.direct)


_LEANING = PRONOUNS | {"his", "her", "its", "their", "my", "our"}


@remember(64, key=lambda document: (document.text, document.title and document.title.text, len(document.sentences)))
def find_statements(document: Document) -> tuple[Statement, ...]:
    """Return every statement that a document puts in somebody's mouth, quoted or not, in order of place.

    A quotation in several parts has a row for each. What is said inside a quotation is not looked at.
    """
    return tuple(sorted(_Reader(document).statements(), key=lambda each: (each.sentence, each.start, each.cue_start)))


class _Reader:
    """A document while its statements are read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        marked = (*document.quotations, *document.mentions)
        spans: list[Span] = []
        for _, group in groupby(document.sentences, key=lambda each: each.paragraph):
            own = list(group)
            spans.append((own[0].start, own[-1].end))
        self.starts = [start for start, _ in spans]
        quoted = [Quoted(q.start, q.end, self.paragraph(q.start), 0) for q in sorted(marked, key=lambda q: q.start)]
        self.cast = Cast(document.text, tuple(spans), quoted)
        self.last = ""

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph at a place."""
        return max(bisect_right(self.starts, at) - 1, 0)

    def statements(self) -> Iterator[Statement]:
        """Yield the statements: of each sentence those of its quotations, and then the others."""
        title = [self.document.title] if self.document.title is not None else []
        sentences, quotations, first = [*title, *self.document.sentences], self.document.quotations, 0
        told = zip(sentences, find_all_sayings(sentences), strict=True)
        for number, (sentence, sayings) in enumerate(told, -len(title)):
            last = first
            while number >= 0 and last < len(quotations) and quotations[last].start < sentence.end:
                last += 1
            yield from self._of_sentence(sentence, number, sayings, quotations[first:last])
            first = last

    def _of_sentence(
        self, sentence: Sentence, number: int, sayings: Iterable[Saying], quotations: Sequence[Quotation]
    ) -> Iterator[Statement]:
        """Yield the statements of one sentence: those without marks, and its quotations that are no part of them."""
        covered: set[int] = set()
        phrases: dict[int, str] = {}
        for saying in sayings:
            statement = self._statement(sentence, number, saying)
            own = [q for q in quotations if q.cue_start == statement.cue_start]
            if saying.direct and own:
                phrases[statement.cue_start] = statement.source
                continue
            inside = [q for q in quotations if statement.start <= q.start and q.end <= statement.end + 2]
            covered |= {q.start for q in inside if q.partial or q in own}
            yield statement
            self.last = statement.name or self.last
        for q in quotations:
            if q.start not in covered and (q.speaker or q.cue):
                source = q.speaker or phrases.get(q.cue_start, "")
                force = force_of(q.cue)
                yield Statement(source, q.name, q.cue, q.cue_start, q.cue_end, q.start, q.end, True, force, number)
                self.last = q.name or self.last

    def _statement(self, sentence: Sentence, number: int, saying: Saying) -> Statement:
        """Return what a sentence puts in somebody's mouth as a statement of the document."""
        text, base = (self.document.text, 0) if number >= 0 else (sentence.text, max(sentence.start, 0))
        cue_start, cue_end = _place(sentence, saying.cue)
        start, end = _place(sentence, saying.said)
        source, name = self._name(sentence, saying.source, text, base)
        cue = text[cue_start - base : cue_end - base]
        if saying.cue[0] == saying.cue[1]:
            cue, cue_start, cue_end = "", -1, -1
        at = _place(sentence, saying.source) if source else (-1, -1)
        return Statement(source, name, cue, cue_start, cue_end, start, end, saying.direct, force_of(cue), number, at)

    def _name(self, sentence: Sentence, source: Span, text: str, base: int) -> tuple[str, str]:
        """Return the source as it stands, and the bare name; the name for both where the phrase leans on one."""
        if source[0] == source[1]:
            return "", ""
        start, end = _place(sentence, source)
        phrase = text[start - base : end - base]
        if phrase.endswith(_CONTRACTED):
            phrase, end = phrase[:-3], end - 3
        if sentence.paragraph < 0:
            return phrase, phrase
        name = self.cast.name(start, end, self.paragraph(start), self.last)
        leans = phrase.split()[0].lower() in _LEANING
        return (name or phrase if leans else phrase), name


_CONTRACTED = ("'ve", "’ve", "'ll", "’ll")


def _place(sentence: Sentence, words: Span) -> Span:
    """Return where some words of a sentence begin and end in the text as given."""
    first, last = words
    spans = sentence.spans
    if first >= len(spans):
        return (sentence.end, sentence.end)
    return spans[first][0], spans[last - 1][1] if last > first else spans[first][0]
