"""Follow what sources are made to say from one version to the other: claims are aligned, not sentences.

For every statement of the old version outside quotation marks the sentence of the new version is looked for that holds
what it says. Told there by nobody, by somebody else, with another verb, or nowhere: these are the changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from mediakit.comparison.alignment import Pair
from mediakit.comparison.fidelity.annotated import content, rarity, same_source, stem
from mediakit.text.document import Document
from mediakit.text.names import core
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.speech.said_by import Statement, find_statements

HELD = 0.5
"""The share of a claim's weight that the sentence must hold that tells it in the other version."""
HELD_ELSEWHERE = 0.6
"""The same of a sentence that is not paired with the claim's own."""
OWN = 0.1
"""How much less the sentence needs to hold that is paired with the claim's own."""
ALIKE = 0.6
"""From this likeness of a pair of sentences on, a claim is looked for in its own pair only."""
MOST_WORDS = 14
"""Words of a claim that are looked for."""

_SHARES = ("%", "percent", "per cent")
"""Another 20% said: a figure of a poll, and no source."""
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
        self.statements = [
            s
            for s in find_statements(document)
            if s.sentence >= 0
            and is_report(s)
            and not s.source.endswith(_SHARES)
            and (s.direct or not document.text[s.start : s.end].startswith("to "))
        ]
        self.stems = [
            frozenset(stem(t.lower()) for t in sentence.tokens if content(t.lower())) for sentence in document.sentences
        ]
        self.quoted = [sum(sentence.mask) / max(1, len(sentence.mask)) for sentence in document.sentences]
        self.at: dict[int, list[Statement]] = {}
        for each in self.statements:
            self.at.setdefault(each.sentence, []).append(each)

    def claim(self, statement: Statement) -> frozenset[str]:
        """Return the stems of what a statement says, without its source: of many words those nearest to the cue."""
        sentence = self.document.sentences[statement.sentence]
        said = [
            stem(token.lower())
            for token, (start, end) in zip(sentence.tokens, sentence.spans, strict=True)
            if statement.start <= start and end <= statement.end and content(token.lower())
        ]
        before = statement.end <= statement.cue_start
        return frozenset(said[-MOST_WORDS:] if before else said[:MOST_WORDS])


def is_report(statement: Statement) -> bool:
    """Tell whether somebody is made to say something: not named, judged or called something."""
    form = find_verb(statement.cue.lower()) if statement.cue else None
    return bool(statement.source) and (statement.direct or form is not None and form.verb.frame in ("say", ""))


def weigh(words: frozenset[str]) -> float:
    """Return how telling some stems are together: the same to the last bit in any order, since ties are decided by it.

    Sets have another order in every run, and `sum` rounds otherwise from Python 3.12 on.
    """
    return fsum(map(rarity, words))


def follow_claims(old: Document, new: Document, pairs: Sequence[Pair]) -> list[Told]:
    """Return what became of the statements of both versions, in the order of the old, then of the new."""
    left, right = _Version(old), _Version(new)
    there = {i: pair for pair in pairs for i in pair.old}
    back = {j: pair for pair in pairs for j in pair.new}
    found = [*_follow(left, right, there, False)]
    met = {told.new for told in found if told.new}
    found += [told for told in _follow(right, left, back, True) if told.new not in met and told.change == "attributed"]
    return found


def _follow(left: _Version, right: _Version, pairs: Mapping[int, Pair], turned: bool) -> Iterator[Told]:
    for statement in left.statements:
        pair = pairs[statement.sentence]
        claim = left.claim(statement)
        least = 1 if pair.similarity >= ALIKE else 3  # in a lightly edited sentence little tells which claim it is
        if pair.kind == "same" or len(claim) < least or statement.source.lower() in _PRONOUNS and not statement.direct:
            continue
        own = pair.old if turned else pair.new
        alike = pair.similarity if own else 0.0
        near = own if own and alike >= ALIKE else range(len(right.stems))
        share, where = max(((_held(claim, right.stems[n]) + OWN * (n in own), n) for n in near), default=(0.0, -2))
        if share < HELD or where not in own and (len(claim) < 5 or share < HELD_ELSEWHERE):
            yield Told("gone", None if turned else statement, statement if turned else None, -2, alike, claim)
            continue
        other = _counterpart(statement, claim, left, right, where)
        first, second = (other, statement) if turned else (statement, other)
        if statement.direct or other and other.direct:
            changed = other and statement.cue and other.cue and statement.cue.lower() != other.cue.lower()
            change = "verb" if changed and other and may_be_same(statement, other) else "kept"
        elif other is None:
            silent = right.quoted[where] < 0.3 and not _still_speaks(statement, left, right, where)
            change = ("attributed" if turned else "unattributed") if silent else "kept"
        elif not may_be_same(statement, other):
            change = "other source"
        else:
            change = "verb" if statement.cue.lower() != other.cue.lower() else "kept"
        yield Told(change, first, second, where, alike, claim)


def _still_speaks(statement: Statement, left: _Version, right: _Version, where: int) -> bool:
    """Tell whether the other sentence names the source, and lets it speak as often as its own sentence does."""
    head = (core(statement.name) or statement.name).split(" of ")[0].split()[-1:]  # a poll of those asked is a poll
    if not head or head[0].lower() not in right.document.sentences[where].clean.lower():
        return False
    here, there = (
        sum(may_be_same(statement, s) for s in side.at.get(n, []))
        for side, n in ((left, statement.sentence), (right, where))
    )
    return not there or there >= here


def _counterpart(
    statement: Statement, claim: frozenset[str], left: _Version, right: _Version, where: int
) -> Statement | None:
    """Return the statement of the other version that tells a claim: of the same source if there is one.

    One that another statement of the same sentence fits better, by its source, is not taken from that.
    """
    fits = [s for s in right.at.get(where, []) if weigh(claim & right.claim(s)) >= 0.4 * weigh(claim)]
    rivals = [s for s in left.at[statement.sentence] if s is not statement]
    free = [
        s
        for s in fits
        if not any(may_be_same(rival, s) for rival in rivals if rival.cue == s.cue or not may_be_same(statement, s))
        or statement.cue == s.cue
    ]
    fit = [
        (s.cue == statement.cue, may_be_same(statement, s), weigh(claim & right.claim(s)), -n)
        for n, s in enumerate(free)
    ]
    return free[-max(fit)[3]] if fit else None


def find_claim(claim: frozenset[str], words: Sequence[str], most: int) -> tuple[int, int]:
    """Return the range of at most `most` words of a sentence that holds most of a claim; (0, 0) if it holds none."""
    marks = [rarity(s) if (s := stem(word.lower())) in claim else 0.0 for word in words]
    at = [i for i, mark in enumerate(marks) if mark]
    if not at:
        return 0, 0
    start = max(at, key=lambda i: fsum(marks[i : i + most]))
    return start, max(i for i in at if i < start + most) + 1


def _held(claim: frozenset[str], words: frozenset[str]) -> float:
    """Return the share of a claim's weight that a sentence holds."""
    return weigh(claim & words) / max(weigh(claim), 1e-9)


def may_be_same(one: Statement, other: Statement) -> bool:
    """Tell whether two statements can have one source."""
    return same_source(one.name or one.source, other.name or other.source)
