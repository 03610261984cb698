"""Follow what sources are made to say from one version to the other: claims are aligned, not sentences.

For every statement of the old version outside quotation marks the sentence of the new version is looked for that holds
what it says. Told there by nobody, by somebody else, with another verb, or nowhere: these are the changes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import isclose
from typing import NamedTuple

from mediakit.comparison.alignment import Pair
from mediakit.comparison.fidelity.annotated import (
    can_speak,
    content,
    content_stems,
    find_head,
    is_somebodys,
    is_surely_same,
    may_be_same,
    share_name,
    stem,
    weigh,
)
from mediakit.comparison.fidelity.name_changes import may_be_one
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.comparison.fidelity.thesaurus import listed
from mediakit.memory import of_document, remember
from mediakit.text.document import Document
from mediakit.text.names import core, is_known_name
from mediakit.text.reporting_verbs import PHRASES, find_verb
from mediakit.text.speech.grammar import first_verb
from mediakit.text.speech.said_by import Statement, find_statements
from mediakit.text.speech.tokens import JOINERS, PAPERS, PREPOSITIONS, SUBORDINATORS, tokens_between
from mediakit.text.words import base_form, conjugate, family, rarity

LEAST_PLAIN = 3
"""How many of them must stand there at least."""
MOST_WORDS = 14  # of a claim that are looked for

_SHARES = ("%", "percent", "per cent")
"""Another 20% said: a figure of a poll, and no source."""
_HEARSAY = listed("hearsay")
_CLAIMS = family("names a claim")
_UNDONE = frozenset("not never will would may might".split())
_MAY_BE_UNDONE = re.compile("not|n['’]t|never|will|would|may|might", re.IGNORECASE)
_OF_THINGS = family("asserts a thing")
_OPEN = frozenset("expected possible possibly".split())  # told without saying by whom it is held to be so
_STUDIES = family("is or makes a study")
_IS = frozenset("is are was were be been 's".split())
_LEAST = ("least", "most")
_MANY = frozenset("dozens scores hundreds thousands millions".split())
_BEFORE = 30  # characters before a cue in which its auxiliaries stand
_PRONOUNS = frozenset("he she it they we i you who that this there these those which what".split())


class Told(NamedTuple):
    """One statement followed: `change` is kept, verb, other source, unattributed, attributed or gone.

    `old` and `new` are the statements (None where there is none); `sentence` is where the claim stands in the version
    that does not attribute it, -2 if it stands nowhere; `alike` how alike the two sentences are, 0 to 1; `claim` the
    stems of what is said.
    """

    change: str
    old: Statement | None
    new: Statement | None
    sentence: int
    alike: float
    claim: frozenset[str] = frozenset()


class _Version:
    """A version's statements, and the stems of its sentences."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._all_of: dict[Statement, frozenset[str]] = {}
        self.statements = [
            s
            for s in find_reports(document)
            if not s.source.endswith(_SHARES) and (s.direct or not document.text.startswith("to ", s.start, s.end))
        ]
        self.stems = list(map(content_stems, document.sentences))

    @cached_property
    def having(self) -> dict[str, list[int]]:
        """The sentences that have each stem."""
        found: dict[str, list[int]] = {}
        for number, stems in enumerate(self.stems):
            for each in stems:
                found.setdefault(each, []).append(number)
        return found

    @cached_property
    def charges(self) -> list[Statement]:
        """What somebody is called or accused of."""
        done = find_done(self.document)
        return [s for s in done if is_charge(s) and is_heard(self.document, s) and self.names(s)]

    @cached_property
    def at(self) -> dict[int, list[Statement]]:
        """The statements by their sentence."""
        return _by_sentence(self.statements)

    @cached_property
    def any(self) -> dict[int, list[Statement]]:
        """What anybody is made to say, think or judge, by its sentence."""
        return _by_sentence(s for s in find_done(self.document) if s.source)

    @cached_property
    def unnamed(self) -> frozenset[int]:
        """Sentences in which something is reported and nobody is named for it: it was said, is believed."""
        return frozenset(s.sentence for s in find_done(self.document) if not s.source)

    def said(self, statement: Statement) -> list[str]:
        """Return the words of content of what a statement says, without its source, as they stand."""
        sentence = self.document.sentences[statement.sentence]
        spans = sentence.spans
        within = slice(bisect_left(spans, (statement.start,)), bisect_left(spans, (statement.end,)))
        return [
            token
            for token, (_, end) in zip(sentence.tokens[within], spans[within], strict=True)
            if end <= statement.end and content(token.lower())
        ]

    def all_of(self, statement: Statement) -> frozenset[str]:
        """Return the stems of all that a statement says, looked for once."""
        if statement not in self._all_of:
            self._all_of[statement] = frozenset(stem(token.lower()) for token in self.said(statement))
        return self._all_of[statement]

    def claim(self, statement: Statement) -> "_Claim":
        """Return what is looked for of a statement: of many words those nearest to the cue."""
        said = self.said(statement)
        said = said[-MOST_WORDS:] if statement.end <= statement.cue_start else said[:MOST_WORDS]
        opening = self.document.sentences[statement.sentence].tokens[0]
        opening = "" if is_known_name(opening) else opening
        plain = frozenset(stem(t.lower()) for t in said if t.isalpha() and (t.islower() or t == opening))
        names = frozenset(stem(t.lower()) for t in said if t.isalpha() and not t.islower() and t != opening)
        return _Claim(frozenset(stem(token.lower()) for token in said), plain, names, _figures(said))

    def asserts(self, number: int, charge: Statement, own: Sequence[str]) -> bool:
        """Tell whether a sentence says plainly what somebody is called or accused of: it is so, they did it.

        `own` are the words of the sentence that names who calls or accuses them.
        """
        words = [token.lower() for token in self.document.sentences[number].tokens]
        named = not self.stems[number].isdisjoint(map(stem, charge.source.lower().split()[-1:]))  # they may think so
        open_still = named or number in self.any or self.is_hearsay(number)
        open_still = open_still or stem(charge.cue.lower()) in self.stems[number]
        if open_still or not _UNDONE.isdisjoint(words):
            return False
        if charge.force == "neutral":
            return sum(word in _IS for word in words) > sum(word in _IS for word in own)
        near = (word for i, of in enumerate(own) if of == "of" for word in own[i + 1 : i + 3])  # of often lying
        acts = (word for word in near if word.endswith("ing"))
        return any(not {*conjugate(base_form(verb)).past}.isdisjoint(words) for verb in acts)

    def may_tell(self, claim: frozenset[str]) -> set[int]:
        """Return the sentences that may hold enough of a claim to tell it: the others have none of its rarer words."""
        found: set[int] = set()
        rest = weigh(claim)
        least = WEIGHTS["told"] * rest
        for word in sorted(claim, key=lambda word: (len(self.having.get(word, ())), word)):
            if rest < least and not isclose(rest, least):
                break
            found.update(self.having.get(word, ()))
            rest -= rarity(word)
        return found

    def is_hearsay(self, number: int) -> bool:
        """Tell whether a sentence reports what it tells, and names nobody for it: reportedly, there are reports."""
        words = [token.lower() for token in self.document.sentences[number].tokens]
        claimed = any(noun in _CLAIMS and word in ("that", "of") for noun, word in pairwise(words))
        return number in self.unnamed or claimed or not _HEARSAY.isdisjoint(words)

    def names(self, statement: Statement) -> bool:
        """Tell whether the sentence itself names the source: it is no pronoun that was resolved."""
        return statement.source in self.document.sentences[statement.sentence].text

    def mentions(self, statement: Statement) -> bool:
        """Tell whether the version has the last word of a source's name: its quotation may be told on as its words."""
        words = core(statement.name or statement.source).lower().split()
        return not words or stem(words[-1]) in self.having

    def is_quoted(self, number: int) -> bool:
        """Tell whether much of a sentence stands in quotation marks."""
        mask = self.document.sentences[number].mask
        return sum(mask) >= WEIGHTS["quoted"] * max(1, len(mask))

    def quotes(self, statement: Statement) -> bool:
        """Tell whether most of what a statement says stands in quotation marks."""
        sentence = self.document.sentences[statement.sentence]
        inside = [
            quoted
            for quoted, (start, end) in zip(sentence.mask, sentence.spans, strict=True)
            if statement.start <= start and end <= statement.end
        ]
        return 2 * sum(inside) > len(inside)


def _by_sentence(statements: Iterable[Statement]) -> dict[int, list[Statement]]:
    """Return statements by their sentence."""
    found: dict[int, list[Statement]] = {}
    for statement in statements:
        found.setdefault(statement.sentence, []).append(statement)
    return found


class _Claim(NamedTuple):
    """What somebody is made to say: the stems of its words, of those in small letters, of names, and its figures."""

    stems: frozenset[str]
    plain: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]

    def is_told(self, words: frozenset[str], text: Sequence[str]) -> bool:
        """Tell whether a sentence that holds many of the words says the same: not its names only, or other figures.

        Of a claim about somebody or a place none of whom it names it must hold nearly all other words.
        """
        figures = _figures(text)
        there = self.plain.intersection(stem(t.lower()) for i, t in enumerate(text) if t.islower() or not i)
        n_told = len(there) + bool(self.figures & figures)
        least = WEIGHTS["told plainly"] * weigh(self.plain)
        named_only = n_told < min(LEAST_PLAIN, len(self.plain)) or weigh(there) < least
        others = self.names and not self.names & words
        unnamed = others and weigh(self.plain & words) < WEIGHTS["told without its names"] * weigh(self.plain)
        return not named_only and not unnamed and (not self.figures or not figures or bool(self.figures & figures))


def _figures(words: Sequence[str]) -> frozenset[str]:
    """Return the figures among some words, without what hangs on them: 27 in 27m."""
    return frozenset(_NOT_DIGIT.sub("", word) for word in words if any(map(str.isdigit, word)))


_NOT_DIGIT = re.compile(r"\D+")


def is_report(document: Document, statement: Statement) -> bool:
    """Tell whether somebody is made to say something: not named, judged or called something."""
    form = find_verb(statement.cue.lower()) if statement.cue else None
    says = statement.direct or form is not None and form.verb.frame in ("say", "")
    return says and is_heard(document, statement)


def is_judgement(document: Document, statement: Statement) -> bool:
    """Tell whether somebody is heard through what they condemned or praised, called or dismissed, without a clause."""
    form = find_verb(statement.cue.lower()) if statement.cue else None
    judges = form is not None and form.verb.frame in ("label", "judge") and form.verb.force in HEATED
    return judges and is_heard(document, statement)


def denies(document: Document, statement: Statement) -> bool:
    """Tell whether somebody says that something is not so: denies the charges, not denies a request."""
    form = find_verb(statement.cue.lower()) if statement.cue else None
    if form is None or form.verb.verb not in _DENIALS or not is_heard(document, statement):
        return False
    words = [token.lower for token in tokens_between(document.text, statement.start, statement.end)][:_NEAR_DENIAL]
    that = document.text[statement.cue_end : statement.start].split()[-1:] == ["that"]
    clause = that or bool(words) and (words[0] in _PRONOUNS or words[0].endswith("ing"))
    return clause or not _DENIED.isdisjoint(words)


_DENIALS = frozenset(("deny", "refute", "dispute"))
VERBS_OF_DENIAL = _DENIALS | {"reject"}
_DENIED, _NEAR_DENIAL = family("is denied as untrue"), 5
HEATED = ("doubt", "approval", "conflict")
"""Forces of verbs by which somebody is heard without a clause: criticised the plan, not confirmed the date."""


def is_charge(statement: Statement) -> bool:
    """Tell whether somebody is called something, or accused of something, by somebody else."""
    form = find_verb(statement.cue.lower()) if statement.cue and not statement.direct else None
    calls = form is not None and (form.verb.frame, form.verb.force) == ("label", "neutral")
    return calls or form is not None and form.verb.verb == "accuse"


def is_heard(document: Document, statement: Statement) -> bool:
    """Tell whether a statement has a source that can speak."""
    who = statement.name or statement.source
    if who.lower() in _MANY:  # hundreds of transcripts
        who = statement.source.partition(" of ")[2] or who
    heard = statement.cue.lower() in PHRASES or can_speak(who, document)  # according to its filing
    return bool(who) and is_somebodys(statement) and heard


@remember(64, key=of_document)
def find_done(document: Document) -> list[Statement]:
    """Return the statements of a body that were made."""
    return [s for s in find_statements(document) if s.sentence >= 0 and is_done(document, s)]


@remember(64, key=of_document)
def find_reports(document: Document) -> list[Statement]:
    """Return the statements of a body in which somebody is made to say something."""
    return [s for s in find_done(document) if is_report(document, s)]


def is_done(document: Document, statement: Statement) -> bool:
    """Tell whether something was said: not "did not say", "will announce"."""
    start = statement.cue_start
    if start < 0 or statement.sentence < 0 or statement.cue.lower() in PHRASES:
        return True
    first = max(document.sentences[statement.sentence].start, start - _BEFORE)
    if not _MAY_BE_UNDONE.search(document.text, first, start):
        return True
    near = tokens_between(document.text, first, start)[-3:]
    words = [token.lower for token in near if token.text != "May"]
    return not any(word in _UNDONE or word.endswith(("n't", "n’t")) for word in words)


def makes_claim(document: Document, statement: Statement) -> bool:
    """Tell whether what is said is a clause that can be told as a fact: not a thing that was praised or spoken of."""
    words = tokens_between(document.text, statement.start, statement.end)
    cue = find_verb(statement.cue.lower())
    if cue is not None and cue.verb.verb in PHRASES or not words:
        return bool(words)
    that = document.text[statement.cue_end : statement.start].split()[-1:] == ["that"]
    aside = cue is not None and cue.tense == "participle"  # despite some disputing this, most have gone
    commas = (i for i in range(1, len(words)) if words[i - 1].text == ",")
    ends = (i for i in commas if aside or words[i].lower in SUBORDINATORS | JOINERS)
    clause = words[: next(ends, len(words))]
    if statement.start < statement.cue_start:  # cinema, she says, is a way
        return True
    counts = any(token.lower in _LEAST or token.text[0].isdigit() for token in clause[1:2])  # at least 40 died
    if clause[0].lower in PREPOSITIONS and not that and not counts and all(token.lower != "that" for token in clause):
        return False
    contracted = any(token.text.endswith(("'re", "’re", "'ve", "’ve", "'ll", "’ll")) for token in clause)
    asserted = cue is not None and cue.verb.verb in _OF_THINGS or clause[0].text.endswith("ing")
    return that or contracted or asserted or first_verb(clause) > 0


@remember(64, key=of_document)
def _version_of(document: Document) -> _Version:
    """Return a version as its statements are followed; it is kept for all that compare it."""
    return _Version(document)


def follow_claims(old: Document, new: Document, pairs: Sequence[Pair]) -> list[Told]:
    """Return what became of the statements of both versions, in the order of the old, then of the new."""
    left, right = _version_of(old), _version_of(new)
    there = {i: pair for pair in pairs for i in pair.old}
    back = {j: pair for pair in pairs for j in pair.new}
    found = [*_follow(left, right, there, False), *_follow_charges(left, right, there, False)]
    met = {told.new for told in found if told.new}
    turned = [*_follow(right, left, back, True), *_follow_charges(right, left, back, True)]
    return [*found, *(told for told in turned if told.new not in met and told.change == "attributed")]


def _follow_charges(left: _Version, right: _Version, pairs: Mapping[int, Pair], turned: bool) -> Iterator[Told]:
    """Yield what somebody is called or accused of, where a lightly edited sentence tells it as a fact."""
    for charge in left.charges:
        pair, sentence = pairs[charge.sentence], left.document.sentences[charge.sentence]
        own = pair.old if turned else pair.new
        if pair.kind == "same" or not own or pair.similarity < WEIGHTS["edited"]:
            continue
        claim = left.claim(charge._replace(end=sentence.end)).stems
        where = max(own, key=lambda n: _held(claim, right.stems[n]))
        words = [token.lower() for token in sentence.tokens]
        if _held(claim, right.stems[where]) >= WEIGHTS["told elsewhere"] and right.asserts(where, charge, words):
            first, second = (None, charge) if turned else (charge, None)
            change = "attributed" if turned else "unattributed"
            yield Told(change, first, second, where, pair.similarity, claim)


def _follow(left: _Version, right: _Version, pairs: Mapping[int, Pair], turned: bool) -> Iterator[Told]:
    for statement in left.statements:
        pair = pairs[statement.sentence]
        if pair.kind == "same":
            continue
        claim = left.claim(statement)
        # In a lightly edited sentence little tells which claim it is.
        least = 1 if pair.similarity >= WEIGHTS["edited"] else 3
        pronoun = statement.source.lower() in _PRONOUNS and not statement.direct
        shown = left.document.text[slice(*statement.source_place)].lower() in ("they", "it")  # they revealed: or things
        pronoun = pronoun or shown and statement.force == "factive"
        if len(claim.stems) < least or pronoun:
            continue
        own = pair.old if turned else pair.new
        alike = pair.similarity if own else 0.0
        near = own if own and alike >= WEIGHTS["edited"] else {*own, *right.may_tell(claim.stems)}
        shares = ((_held(claim.stems, right.stems[n]) + WEIGHTS["told in its pair"] * (n in own), n) for n in near)
        share, where = max(shares, default=(0.0, -2))
        elsewhere = where not in own and (statement.direct or len(claim.stems) < 5 or share < WEIGHTS["told elsewhere"])
        if share < WEIGHTS["told"] or elsewhere:
            yield Told("gone", None if turned else statement, statement if turned else None, -2, alike, claim.stems)
            continue
        other = _counterpart(statement, claim.stems, left, right, where)
        change = _became(statement, other, claim, left, right, where, alike)
        beside = (s for n in own if where in own for s in right.at.get(n, ()) if s.cue == statement.cue)
        if change == "unattributed" and any(may_be_same(statement, s) for s in beside):  # in the next sentence, split
            change = "kept"
        change = "attributed" if turned and change == "unattributed" else change
        first, second = (other, statement) if turned else (statement, other)
        yield Told(change, first, second, where, alike, claim.stems)


def _became(
    statement: Statement, other: Statement | None, claim: _Claim, left: _Version, right: _Version, where: int,
    alike: float,
) -> str:  # fmt: skip
    """Return what became of a statement's source where the other version tells what it says."""
    if other is not None:
        if may_be_same(statement, other):
            changed = statement.cue and other.cue and statement.cue.lower() != other.cue.lower()
            changed = changed and is_surely_same(statement, other)
            return "verb" if changed else "kept"
        named = left.names(statement) and right.names(other) and not share_name(statement, other)
        cited = (statement, right.stems[where]), (other, left.stems[statement.sentence])
        paper = any((head := find_head(s.source)[0]) in PAPERS and stem(head) in stems for s, stems in cited)
        somebody = not statement.source.islower() or makes_claim(left.document, statement)
        surely = named and somebody and not (statement.direct or other.direct or paper or _are_alike(statement, other))
        return "other source" if surely and _fits_back(claim, other, right) else "kept"
    quoted = statement.direct or left.quotes(statement)
    if right.is_quoted(where) or quoted and right.mentions(statement) or not makes_claim(left.document, statement):
        return "kept"
    opening = _opening(left.document, statement)
    lost = weigh(opening & right.stems[where]) < WEIGHTS["told plainly"] * weigh(opening)  # the writer went on
    if lost or not claim.is_told(right.stems[where], right.document.sentences[where].tokens):
        return "kept"
    held = weigh(claim.stems & right.stems[where])
    if any(weigh(claim.stems & right.all_of(s)) >= WEIGHTS["told"] * held for s in right.any.get(where, [])):
        return "kept"
    if _still_speaks(statement, left, right, where, alike):
        return "kept"
    own, told = left.document.sentences[statement.sentence].tokens, right.document.sentences[where].tokens
    return "unnamed" if right.is_hearsay(where) or _OPEN & {*told} - {*own} else "unattributed"


def _are_alike(one: Statement, other: Statement) -> bool:
    """Tell whether two sources may be one by what they are: sources and two sources, the study and its authors."""
    (head, own), (second, beside) = find_head(one.source), find_head(other.source)
    same = stem(head) == stem(second) and not (own and beside) or {head, second} <= _STUDIES
    return same or may_be_one(one.name or one.source, other.name or other.source)


def _opening(document: Document, statement: Statement) -> frozenset[str]:
    """Return the stems of what is said behind a cue up to the first comma: believing that it fell, and rain came."""
    said = document.text[statement.start : statement.end].lower()
    first = said.partition(",")[0] if statement.start > statement.cue_start else said
    return frozenset(stem(word) for word in first.split() if word.isalpha() and content(word))


def _fits_back(claim: _Claim, other: Statement, right: _Version) -> bool:
    """Tell whether two statements surely say the same: most of what either says stands in the other."""
    said = right.all_of(other)
    back = _held(right.claim(other).stems, claim.stems)
    return _held(claim.stems, said) >= WEIGHTS["told"] and back >= WEIGHTS["same statement"]


def _still_speaks(statement: Statement, left: _Version, right: _Version, where: int, alike: float) -> bool:
    """Tell whether the other sentence lets somebody speak who may be the source, as often as its own sentence does."""
    here, there = (
        sum(may_be_same(statement, s) for s in side.at.get(n, []))
        for side, n in ((left, statement.sentence), (right, where))
    )
    if there:
        return alike < WEIGHTS["edited"] or there >= here
    name = (core(statement.name) or statement.name).split(" of ")[0].split()  # a poll of those asked is a poll
    names = {word for word in name if word != word.lower()}
    words = [_OWNER.sub("", word) for word in right.document.sentences[where].tokens]
    return any(word in names if names else word.lower() in name[-1:] for word in words)


_OWNER = re.compile(r"['’]s$")


def _counterpart(
    statement: Statement, claim: frozenset[str], left: _Version, right: _Version, where: int
) -> Statement | None:
    """Return the statement of the other version that tells a claim: of the same source if there is one.

    One that another statement of the same sentence fits better, by its source, is not taken from that.
    """
    held = weigh(claim & right.stems[where])
    fits = [s for s in right.at.get(where, []) if weigh(claim & right.all_of(s)) >= WEIGHTS["told"] * held]
    rivals = [s for s in left.at[statement.sentence] if s is not statement]
    free = [
        s
        for s in fits
        if not any(may_be_same(rival, s) for rival in rivals if rival.cue == s.cue or not may_be_same(statement, s))
        or statement.cue == s.cue
    ]
    fit = [
        (s.cue == statement.cue, may_be_same(statement, s), weigh(claim & right.all_of(s)), -n)
        for n, s in enumerate(free)
    ]
    return free[-max(fit)[3]] if fit else None


def _held(claim: frozenset[str], words: frozenset[str]) -> float:
    """Return the share of a claim's weight that a sentence holds."""
    return weigh(claim & words) / (weigh(claim) or 1)
