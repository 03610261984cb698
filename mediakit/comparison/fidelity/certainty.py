"""Follow what makes a claim less or more certain: hedges, boosters, and links told as causes."""

import csv
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from mediakit.comparison.fidelity.annotated import NOWHERE, Place, Side, content, place_in, stem
from mediakit.comparison.fidelity.rows import WEIGHTS, Group, Row, make_row
from mediakit.comparison.fidelity.thesaurus import listed
from mediakit.evidence.claims import find_claims
from mediakit.evidence.lexicons import Hit
from mediakit.memory import once
from mediakit.text.document import Sentence
from mediakit.text.words import conjugate

_UNSURE = frozenset(("possibility", "probability", "appearance", "legal"))
_SURE = frozenset(("certainty", "evidence"))
_OPENING = ("hedge", "modal")
_SCOPE = 3  # words behind a "not" that it denies
_OF_CRIME = [["accused", "of"], ["suspected", "of"]]
_DENIED = listed("negator") | {"yet"}
_HEARSAY = ("alleg", "purport", "suppos")
_PRESUMED = frozenset("suspected presumed supposed purported".split())
# More often a verb of saying, a noun of chance or an intensifier than a hedge or booster of the claim.
_OPEN = listed("no hedge")
# is set to, is expected to: followed as modals
_MODAL_LIKE = frozenset("set expected due poised likely".split())
_LINKS = frozenset("whether if that".split())
_ASKING = [[word] for word in "whether if what how why who when where which".split()]
_WINDOW = 7


class Stance(NamedTuple):
    """Words that make a claim less sure (sort hedge or link) or surer (booster or cause), and the words around them."""

    sort: str
    place: Place
    around: frozenset[str]
    after: str


@once
def _causal() -> tuple[dict[tuple[str, ...], str], frozenset[str]]:
    """Return phrase in words → link or cause, and the words with which the phrases begin."""
    source = files("mediakit.comparison.fidelity").joinpath("causal_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(source.splitlines())
    phrases = {tuple(term.split()): row["sort"] for row in rows for term in row["term"].split("|")}
    return phrases, frozenset(phrase[0] for phrase in phrases)


def compare_certainty(left: Side, right: Side, group: Group) -> Iterator[Row]:
    """Yield the rows of hedges and boosters that came, went or gave way to another in a pair of groups of sentences."""
    olds, news = _stances(left, group.old), _stances(right, group.new)
    for a, b, effect in _find_turned(olds, news):
        yield make_row("certainty", a.place, b.place, "changed", effect)
        olds, news = [s for s in olds if s is not a], [s for s in news if s is not b]
    if not olds and not news:
        return
    sides = [Doubts.of(side, numbers) for side, numbers in ((left, group.old), (right, group.new))]
    for sort in ("hedge", "booster"):
        one, other = ([s for s in side if s.sort == sort] for side in (olds, news))
        gone, come = _unmatched(one, other), _unmatched(other, one)
        for a, b in zip(gone, come, strict=False):
            yield make_row("certainty", a.place, b.place, "kept", f"another {sort}")
        for a in gone[len(come) :]:
            if _went_alone(a, sides[0], sides[1]):
                yield make_row("certainty", a.place, NOWHERE, "lost", _effect(sort, lost=True))
        for b in come[len(gone) :]:
            if _went_alone(b, sides[1], sides[0]):
                yield make_row("certainty", NOWHERE, b.place, "added", _effect(sort, lost=False))


class Doubts(NamedTuple):
    """One side of a pair: its words in lower case, their stems, those that leave something open, what is reported."""

    written: frozenset[str]
    stems: frozenset[str]
    open: frozenset[str]
    reports: bool

    @classmethod
    def of(cls, side: Side, numbers: Sequence[int]) -> "Doubts":
        """Return the words of some sentences."""
        written = frozenset(place.text.lower() for place in side.places(numbers))
        reports = any(hit.kind == "attribution" for n in numbers for hit in side.hits.get(n, ()))
        unsure = frozenset(
            token.lower()
            for n in numbers
            for hit in side.hits.get(n, ())
            if hit.kind in _OPENING and hit.label in _UNSURE or hit.kind == "booster" and _is_denied(hit, side.hits[n])
            for token in side.sentences[n].tokens[hit.first : hit.last]
        )
        return cls(written, frozenset(map(stem, written)), unsure, reports)

    def tell_plainly(self, own: "Doubts", around: frozenset[str], after: str, sort: str = "") -> bool:
        """Tell whether a claim that the `own` side leaves open stands here, and nothing here leaves it open otherwise.

        `around` are the stems of the words of content near the doubt, `after` the first of them behind it; `sort` is
        unclear if it is said that the matter is not known, accused if somebody is accused of it.
        """
        if not around or after not in self.stems or len(around & self.stems) < WEIGHTS["kept around"] * len(around):
            return False
        soft = {word for word, which in _soft().items() if which in ("any", sort)}
        return not (self.written - own.written) & (soft | self.open)


def guards_accused(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a hedge, the words `first` to `last`, guards somebody who is accused: allegedly, suspected of."""
    if [token.lower() for token in sentence.tokens[last - 1 : last + 1]] in _OF_CRIME:
        return True
    return any(hit.label == "legal" and hit.first < last and first < hit.last for hit in find_claims(sentence))


def find_done(plan: tuple[int, int], own: Sequence[Place], other: Sequence[Place], guess: bool) -> tuple[Place, str]:
    """Return the verb that tells on the other side what a verb behind a plan (its words) may do, and how it tells it.

    That is done (will sign, signed) or, where the plan may be a `guess`, so (is expected to cost, costs).
    """
    verb = own[plan[1]].text.lower() if plan[1] < len(own) else ""
    words = [[word.text.lower() for word in side] for side in (own, other)]
    planned = {word for word in words[0][slice(*plan)] if content(word)}
    if not verb or verb in words[1] or not planned.isdisjoint(words[1]):  # costs an estimated $2 million
        return NOWHERE, ""
    forms = {"done": conjugate(verb).past, "so": conjugate(verb).third if guess else ()}
    for how, told in forms.items():
        found = frozenset(told) - {verb}
        done = next((k for k, word in enumerate(words[1]) if word in found), -1)
        denied = _DENIED.intersection(words[1][max(0, done - _SCOPE) : max(0, done)])
        if done >= 0 and not denied and found.isdisjoint(words[0]):
            return other[done], how
    return NOWHERE, ""


def _is_denied(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Tell whether a "not" stands right before some words: not guaranteed, not necessarily."""
    return any(
        other.kind == "negation" and other.label != "failure" and 0 <= hit.first - other.last < _SCOPE for other in hits
    )


@once
def _soft() -> dict[str, str]:
    """Return the words that leave a claim open as a hedge does → for which hedges (any, unclear or accused)."""
    source = files("mediakit.comparison.fidelity").joinpath("soft_words.csv").read_text(encoding="utf-8")
    return {row["term"]: row["for"] for row in csv.DictReader(source.splitlines())}


def _effect(sort: str, *, lost: bool) -> str:
    """Return what the coming or going of a hedge or booster makes of a claim, in words."""
    return "more certain" if (sort == "hedge") == lost else "less certain"


def _unmatched(some: Sequence[Stance], others: Sequence[Stance]) -> list[Stance]:
    """Return the stances whose words do not stand on the other side."""
    known = [other.place.text.lower() for other in others]
    found = []
    for stance in some:
        text = stance.place.text.lower()
        if text in known:
            known.remove(text)
        else:
            found.append(stance)
    return found


def _went_alone(stance: Stance, own: Doubts, other: Doubts) -> bool:
    """Tell whether what a hedge limits stands on the other side without it: not cut, and not hedged otherwise."""
    text = stance.place.text.lower()
    if set(text.split()) <= other.written:  # inside quotation marks there, and no stance of the writer's
        return False
    if other.reports and ("report" in text or not own.reports and text.startswith(_HEARSAY)):
        return False  # a named source stands where "reportedly" stood
    kept = len(stance.around & other.stems) >= WEIGHTS["kept around"] * len(stance.around)
    kept = kept and stance.after in other.stems
    sort = "unclear" if "clear" in text else "accused" if text in ("accused", "suspected") else ""
    return kept if stance.sort == "booster" else other.tell_plainly(own, stance.around, stance.after, sort)


_TURNS = (
    ("link", "cause", "a link became a cause"),
    ("cause", "link", "a cause became a link"),
    ("hedge", "booster", "guess made certain"),
    ("booster", "hedge", "certainty made a guess"),
)


def _find_turned(olds: Sequence[Stance], news: Sequence[Stance]) -> Iterator[tuple[Stance, Stance, str]]:
    """Yield the links that became causes, the guesses that became certainties, and the reverse, with what happened."""
    for sort, into, effect in _TURNS:
        gone = _unmatched([s for s in olds if s.sort == sort], news)
        come = _unmatched([s for s in news if s.sort == into], olds)
        alike = ((a, b) for a in gone for b in come if _share_around(a, b) >= WEIGHTS["kept around"])
        if pair := next(alike, None):
            yield *pair, effect


def _share_around(a: Stance, b: Stance) -> float:
    """Return the share of the words around two stances that they have in common, of the one that has fewer."""
    return len(a.around & b.around) / max(1, min(len(a.around), len(b.around)))


def _stances(side: Side, numbers: Sequence[int]) -> list[Stance]:
    """Return the hedges, boosters, links and causes of some sentences, outside quotation marks."""
    found: list[Stance] = []
    for n in numbers:
        sentence = side.sentences.get(n)
        if sentence is None:
            continue
        tokens = [token.lower() for token in sentence.tokens]
        hits = [
            (hit.first, hit.last, sort)
            for hit in side.hits[n]
            if (sort := _sort(hit, tokens)) and not (sort == "booster" and _is_denied(hit, side.hits[n]))
        ]
        for first, last, sort in (*hits, *_find_causal(tokens)):
            if sentence.mask[first] or (tokens[first] == "not" and last - first == 2):  # not always
                continue
            near = [*tokens[max(0, first - _WINDOW) : first], *tokens[last : last + _WINDOW]]
            around = frozenset(stem(token) for token in near if content(token))
            after = [stem(token) for token in tokens[last : last + 6] if content(token) and token not in _LINKS]
            found.append(Stance(sort, place_in(sentence, n, first, last), around, after[0] if after else ""))
    return found


def _find_causal(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the places of links and causes: (first word, last exclusive, sort)."""
    causal, openers = _causal()
    for k in (k for k, token in enumerate(tokens) if token in openers):
        for length in (3, 2, 1):
            sort = causal.get(tuple(tokens[k : k + length]), "")
            if sort:
                yield k, min(k + length, len(tokens)), sort
                break


def _sort(hit: Hit, tokens: Sequence[str]) -> str:
    """Return hedge or booster of what was found, "" if it makes no claim less or more certain."""
    words = tokens[hit.first : hit.last]
    unclear = "clear" in words or "unclear" in words
    if "seen" in words or (unclear and tokens[hit.last : hit.last + 1][0:1] not in _ASKING):
        return ""
    if [*words, *tokens[hit.last : hit.last + 1]] in _OF_CRIME:
        return "hedge"
    if hit.kind == "hedge" and (len(words) == 1 or _MODAL_LIKE.isdisjoint(words)) and words[0] not in _OPEN:
        return "hedge" if hit.label in _UNSURE or words[0] in _PRESUMED else ""
    return "booster" if hit.kind == "booster" and hit.label in _SURE and words[0] not in _OPEN else ""
