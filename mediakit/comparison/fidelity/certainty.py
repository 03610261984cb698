"""Follow what makes a claim less or more certain: hedges, boosters, and links told as causes."""

import csv
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from mediakit.comparison.fidelity.annotated import NOWHERE, Place, Side, content, place_in, stem
from mediakit.comparison.fidelity.rows import Group, Row, make_row
from mediakit.evidence.lexicons import Hit
from mediakit.memory import once

_UNSURE = frozenset(("possibility", "probability", "appearance", "legal"))
_SURE = frozenset(("certainty", "evidence"))
_PRESUMED = frozenset("suspected presumed supposed purported".split())
# Words that are more often a verb of saying, a noun of chance or an intensifier than a hedge or booster of the claim.
_OPEN = frozenset(
    """doubt doubts risk risks chance chances potential assumption hypothesis caveat caveats suggest suggests suggested
    suggesting indicate indicates indicated indicating imply implies implied implying hint hints hinted possibility
    likelihood probability possible never always by seen unlikely questionable disputed contested
    tend tends tended tending look looks looked looking""".split()
)
# is set to, is expected to: followed as modals
_MODAL_LIKE = frozenset("set expected due poised likely".split())
_LINKS = frozenset("whether if that".split())
_ASKING = [[word] for word in "whether if what how why who when where which".split()]
_WINDOW = 7
_KEPT = 0.45  # share of the words around a hedge that must stand on the other side, or it went with its clause


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
    yield from _turned(olds, news)
    sides = [_Words.of(side, numbers) for side, numbers in ((left, group.old), (right, group.new))]
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


class _Words(NamedTuple):
    """The words of one side of a pair: as written in lower case, their stems, and whether speech is reported."""

    written: frozenset[str]
    stems: frozenset[str]
    reports: bool

    @classmethod
    def of(cls, side: Side, numbers: Sequence[int]) -> "_Words":
        """Return the words of some sentences."""
        written = frozenset(place.text.lower() for place in side.places(numbers))
        reports = any(hit.kind == "attribution" for n in numbers for hit in side.hits.get(n, ()))
        return cls(written, frozenset(map(stem, written)), reports)


@once
def _soft() -> dict[str, str]:
    """Return the words that leave a claim open as a hedge does → for which hedges (any, or unclear)."""
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


def _went_alone(stance: Stance, own: _Words, other: _Words) -> bool:
    """Tell whether what a hedge limits stands on the other side without it: not cut, and not hedged otherwise."""
    around, text = stance.around, stance.place.text.lower()
    if set(text.split()) <= other.written:  # inside quotation marks there, and no stance of the writer's
        return False
    if not around or stance.after not in other.stems or len(around & other.stems) < _KEPT * len(around):
        return False
    if stance.sort == "booster":
        return True
    if "report" in text and other.reports:  # a named source stands where "reportedly" stood
        return False
    unclear = "clear" in text
    soft = {word for word, which in _soft().items() if which == "any" or unclear}
    return not (other.written - own.written) & soft


def _turned(olds: Sequence[Stance], news: Sequence[Stance]) -> Iterator[Row]:
    """Yield the rows of links that became causes, and of causes that became links."""
    for sort, into, effect in (("link", "cause", "a link became a cause"), ("cause", "link", "a cause became a link")):
        gone = [s for s in olds if s.sort == sort] if not any(s.sort == sort for s in news) else []
        come = [s for s in news if s.sort == into] if not any(s.sort == into for s in olds) else []
        for a, b in zip(gone, come, strict=False):
            if len(a.around & b.around) >= 0.4 * min(len(a.around), len(b.around)):
                yield make_row("certainty", a.place, b.place, "changed", effect)


def _stances(side: Side, numbers: Sequence[int]) -> list[Stance]:
    """Return the hedges, boosters, links and causes of some sentences, outside quotation marks."""
    found: list[Stance] = []
    for n in numbers:
        sentence = side.sentences.get(n)
        if sentence is None:
            continue
        tokens = [token.lower() for token in sentence.tokens]
        hits = [(hit.first, hit.last, sort) for hit in side.hits[n] if (sort := _sort(hit, tokens))]
        for first, last, sort in (*hits, *_find_causal(tokens)):
            if sentence.mask[first]:
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
    if hit.kind == "hedge" and _MODAL_LIKE.isdisjoint(words) and words[0] not in _OPEN:
        return "hedge" if hit.label in _UNSURE or words[0] in _PRESUMED else ""
    return "booster" if hit.kind == "booster" and hit.label in _SURE and words[0] not in _OPEN else ""
