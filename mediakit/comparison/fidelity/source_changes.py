"""Find reporting verbs that became others, and narrators who became surer or less sure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from mediakit.comparison.alignment import Pair, diff_words
from mediakit.comparison.fidelity.annotated import Side, content, is_somebodys, same_source, side_of, stem
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.comparison.fidelity.sourcing import Told, follow_claims, is_done
from mediakit.text.reporting_verbs import find_verb, read_verbs
from mediakit.text.words import rarity

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.text.document import Document


COLUMNS = ("source", "old", "new", "direction", "sentence_old", "sentence_new")
DIRECTIONS = (
    "more doubtful", "less doubtful", "softer", "harder", "other", "no longer attributed", "more certain",
    "less certain",
)  # fmt: skip
_UNSURE = frozenset(("possibility", "probability", "appearance", "belief", "legal"))
_SURE = frozenset(("certainty", "evidence"))


_MOST_WORDS = 14


class Cue(NamedTuple):
    """Reporting words in their sentence: who speaks, the words, the verb's base form, its place in the pair, and the
    stems of what is said.
    """

    source: str
    shown: str
    verb: str
    sentence: int
    at: int
    said: frozenset[str]


def compare_attributions(old: "Document", new: "Document", pairs: "pd.DataFrame") -> "pd.DataFrame":
    """Return the attributing words that changed in sentences that have a counterpart, in reading order.

    Columns: source (who speaks, as named in the newer version if it names somebody; "" for the writer), old, new
    (the words),
    direction (more doubtful, less doubtful, softer, harder, other; no longer attributed; more certain or less
    certain where
    the writer's own hedges became assertions or the other way), sentence_old, sentence_new (numbers of sentences;
    -1 is the
    title). `pairs` is the table of `align(old, new)`.
    """
    import pandas as pd

    rows = [Pair(*row) for row in pairs[list(Pair._fields)].itertuples(index=False)]
    return pd.DataFrame(follow_attributions(old, new, rows, follow_claims(old, new, rows)), columns=list(COLUMNS))


def follow_attributions(
    old: "Document", new: "Document", pairs: Sequence[Pair], claims: Sequence[Told]
) -> list[tuple[str, str, str, str, int, int]]:
    """Return the attributing words that changed as the rows of `compare_attributions`; `claims` are those followed."""
    left, right = side_of(old), side_of(new)
    title = [((-1,), (-1,))] if -1 in left.sentences and -1 in right.sentences else []
    rows: list[tuple[str, str, str, str, int, int]] = []
    for i, j in [*title, *((pair.old, pair.new) for pair in pairs if pair.kind != "same")]:
        if i and j:
            rows += _verb_rows(_sayings(left, i), _sayings(right, j), _places(left, right, i, j))
            rows += _certainty_rows(left, right, i, j)
    rows += _unattributed(claims)
    rows.sort(key=lambda row: row[4])
    return rows


def _places(left: Side, right: Side, i: Sequence[int], j: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return word of the old sentences → range of words of the new ones that it became."""
    words = [
        [t.lower() for n in numbers for t in side.sentences[n].tokens] for side, numbers in ((left, i), (right, j))
    ]
    return {x: (k, m) for _, a, b, k, m in diff_words(*words) for x in range(a, b)}


def _sayings(side: Side, numbers: Sequence[int]) -> list[Cue]:
    """Return the reporting words outside quotation marks in some sentences; a passive without a source is none."""
    found, offset = [], 0
    for n in numbers:
        sentence = side.sentences[n]
        starts = [start for start, _ in sentence.spans]
        for each in side.statements.get(n, ()):
            nobody = not each.source and not each.direct or not is_somebodys(each)
            if nobody or not is_done(side.document, each):
                continue
            form = find_verb(each.cue.lower())
            at = offset + bisect_left(starts, each.cue_start)
            tokens = [t.lower() for t, (a, b) in zip(sentence.tokens, sentence.spans, strict=True)
                      if each.start <= a and b <= each.end]  # fmt: skip
            said = [stem(word) for word in tokens if content(word)][:_MOST_WORDS]
            verb = form.verb.verb if form else each.cue
            found.append(Cue(each.name or each.source, each.cue, verb, n, at, frozenset(said)))
        offset += len(starts)
    return found


def _shared(said: frozenset[str], other: frozenset[str]) -> float:
    """Return which share of what is said stands among other words, telling words weighing more."""
    weight = fsum(map(rarity, said))  # the same in whatever order a set is read
    return fsum(map(rarity, said & other)) / weight if weight else 0.0


def _verb_rows(
    olds: Sequence[Cue], news: Sequence[Cue], places: dict[int, tuple[int, int]]
) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Yield the verbs of one statement that differ in a pair; it is one if its source or what is said is the same."""
    scored = []
    for x, a in enumerate(olds):
        k, m = places.get(a.at, (-9, -9))
        for y, b in enumerate(news):
            source = bool(a.source and b.source) and same_source(a.source, b.source)
            near = 1.0 if k <= b.at < m else max(0.0, 1 - min(abs(b.at - k), abs(b.at - m)) / 12)
            same = max(_shared(a.said, b.said), _shared(b.said, a.said))
            if source or same >= WEIGHTS["same statement"]:
                scored.append((near + source + 2 * same, a.verb == b.verb, -x, -y))
    met: dict[int, int] = {}
    for *_, x, y in sorted(scored, reverse=True):
        if -x not in met and -y not in met.values():
            met[-x] = -y
    for x, a in enumerate(olds):
        if x in met:
            b = news[met[x]]
            if a.verb != b.verb:
                yield (b.source or a.source, a.shown, b.shown, direction(a.verb, b.verb), a.sentence, b.sentence)


def _unattributed(claims: Sequence[Told]) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Yield the rows of the claims that the newer version tells in nobody's name."""
    for told in claims:
        if told.old and told.change in ("unattributed", "unnamed"):
            yield (told.old.name or told.old.source, told.old.cue, "", "no longer attributed", told.old.sentence, -2)


def direction(old: str, new: str) -> str:
    """Return in which direction a reporting verb (base form) changed: more or less doubtful, softer, harder, other."""
    verbs = read_verbs()
    if old not in verbs or new not in verbs:
        return "other"
    a, b = verbs[old], verbs[new]
    if a.force == b.force:
        return "harder" if b.strength > a.strength else "softer" if b.strength < a.strength else "other"
    if b.force == "doubt":
        return "softer" if a.force == "conflict" else "more doubtful"
    if b.force == "conflict":
        return "harder"
    if b.strength == 0 or a.force == "conflict":
        return "softer"
    if a.force == "doubt" or b.force in ("approval", "factive"):
        return "less doubtful"
    return "harder" if a.strength == 0 else "other"


def _certainty_rows(
    left: Side, right: Side, i: Sequence[int], j: Sequence[int]
) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Yield the row of a pair whose writer became surer or less sure: hedges given up for assertions, or
    the other way.
    """
    unsure, sure = (
        (_stances(left, i, "hedge", _UNSURE), _stances(right, j, "hedge", _UNSURE)),
        (
            _stances(left, i, "booster", _SURE),
            _stances(right, j, "booster", _SURE),
        ),
    )
    (hedged, hedges), (boosted, boosts) = unsure, sure
    gave_up = [h for h in hedged if h[0].lower() not in {other[0].lower() for other in hedges}]
    took_up = [b for b in boosts if b[0].lower() not in {other[0].lower() for other in boosted}]
    if gave_up and took_up:
        yield ("", gave_up[0][0], took_up[0][0], "more certain", gave_up[0][1], took_up[0][1])
    legal = [h for h in gave_up if h[2] == "legal"]
    if legal and not took_up and not any(h[2] == "legal" for h in hedges):
        yield ("", legal[0][0], "", "more certain", legal[0][1], -2)
    new_hedges = [h for h in hedges if h[0].lower() not in {other[0].lower() for other in hedged}]
    lost_boosts = [b for b in boosted if b[0].lower() not in {other[0].lower() for other in boosts}]
    if new_hedges and lost_boosts:
        yield ("", lost_boosts[0][0], new_hedges[0][0], "less certain", lost_boosts[0][1], new_hedges[0][1])


def _stances(side: Side, numbers: Sequence[int], kind: str, families: frozenset[str]) -> list[tuple[str, int, str]]:
    """Return the writer's hedges or boosters of some families: (words, sentence, family); neighbours are
    taken together.
    """
    found: list[tuple[str, int, str]] = []
    for n in numbers:
        sentence, last = side.sentences[n], -9
        for hit in side.hits[n]:
            if hit.kind != kind or hit.label not in families or sentence.mask[hit.first]:
                continue
            first = hit.first - 1 if hit.first and sentence.tokens[hit.first - 1].lower() == "not" else hit.first
            if found and found[-1][1] == n and hit.first - last <= 1:
                joined = " ".join((found[-1][0], *sentence.tokens[last : hit.last]))
                found[-1] = (joined, n, hit.label)
            else:
                found.append((" ".join(sentence.tokens[first : hit.last]), n, hit.label))
            last = hit.last
    return found
