"""Find the words that an edit exchanged, brought or took away, and class them: reversal, label, strength, tone, style.

The words of both sides are brought to one spelling and one base form and aligned. What stands in another place of the
other side was moved, not exchanged. A stretch that differs is searched for pairs of words or phrases that the
thesaurus knows; what is left is told as wording.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from rapidfuzz.distance import Indel

from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.comparison.fidelity.thesaurus import (
    Relation,
    are_equal,
    are_related,
    find_bases,
    find_codes,
    find_keys,
    find_kin,
    find_phrases,
    is_converse,
    listed,
    normalise_word,
    relate,
)
from mediakit.evidence.word_features import rate
from mediakit.memory import remember
from mediakit.text.spelling import spell

KINDS = ("reversal", "label", "strength", "tone", "wording", "style")
"""The kinds of a swap, the gravest first."""

REACH = 25
"""Within so many words on the other side a word counts as moved rather than gone."""
NEAR = 7
"""How many words on either side are asked whether a word's clause was kept."""
NEAR_NEGATOR = 4
"""How many words around two opposites are searched for negators."""
BESIDE = 3
"""How many content words before and after two opposites must be kept: else another thing is spoken of."""
MOST_CHANGED = 3
"""The most content words of a stretch in which two opposites are told as such: a longer one was written anew."""
MOST_SHOWN = 14
"""The most words of a swap on either side."""


UNEXPLAINED = Relation("wording", 1, "not explained")


class Swap(NamedTuple):
    """Words of an old sentence and what stands for them in the new; one side is "" if nothing does.

    `kind` is one of `KINDS`. `old_span` and `new_span` are the (start, end) of the words given; the side that is empty
    has the place where the words would stand. `gravity` is 3 (another claim), 2 (told otherwise), 1 (not explained)
    or 0 (equal). `reason` tells what it rests on.
    """

    kind: str
    old: str
    new: str
    old_span: tuple[int, int]
    new_span: tuple[int, int]
    gravity: int
    reason: str


_Block = tuple[int, int, int, int]  # old start, old end, new start, new end of a stretch that differs


class _Pair(NamedTuple):
    """A span of normalised words on either side, and how the new stands to the old."""

    old: tuple[int, int]
    new: tuple[int, int]
    relation: Relation


class _Unit(NamedTuple):
    """A word or phrase: its span, its keys, and all that it can share with another."""

    span: tuple[int, int]
    keys: frozenset[str]
    codes: frozenset[int | str | tuple[str, int]]


class _Side:
    """One side: its normalised words, where each stands among the words given, and what became of it."""

    def __init__(self, words: Sequence[str], loaded: Sequence[float] | None) -> None:
        self.given = words
        self.words: list[str] = []
        self.places: list[int] = []
        for place, word in enumerate(words):
            for part in normalise_word(word):
                if part == "cent" and self.words[-1:] == ["per"]:
                    self.words[-1] = "%"
                    continue
                self.words.append(part)
                self.places.append(place)
        self.bare = [word.removeprefix("un") for word in self.words]  # unsurprisingly, no surprise
        known = list(map(_know, self.words))
        self.aligned = [word.base for word in known]
        self.keys = [word.keys for word in known]
        self.kin = [word.kin for word in known]
        self.content = [word.content for word in known]
        self.loaded = loaded
        self.free = [False] * len(self.words)  # it stands in a stretch that differs and is not yet explained
        self.taken = [False] * len(self.words)  # it stands in a pair
        self.kept = [True] * len(self.words)  # the other side has it, or a word derived from it
        self.named = _mark_names(words, self.places)
        self.phrases = list(find_phrases(self.words))
        self.particles = {i for a, b in self.phrases for i in range(a + 1, b) if self.words[i] in listed("particle")}

    def rate(self, place: int) -> float:
        """Return how loaded a word is rated, 0 for one that may be a name."""
        return 0.0 if self._capitals[place] else _rated(self.given[self.places[place]])

    @cached_property
    def _capitals(self) -> list[bool]:
        return _mark_capitals(self.given, self.places)

    def is_counted(self, place: int) -> bool:
        """Tell whether the model counts a word as loaded."""
        return self.loaded is not None and self.loaded[self.places[place]] > 0

    def show(self, span: tuple[int, int]) -> tuple[str, tuple[int, int]]:
        """Return the words of a span as they were given, and where they stand there."""
        start, end = span
        if start == end:
            place = self.places[start] if start < len(self.places) else len(self.given)
            return "", (place, place)
        first, last = self.places[start], self.places[end - 1] + 1
        return " ".join(self.given[first:last]), (first, last)

    def share_kept(self, span: tuple[int, int], n_beside: int = NEAR) -> float:
        """Return the share of content words near a span that the other side has; 0 if there are none.

        At most `n_beside` content words are asked before the span and after it.
        """
        start, end = span
        before = [i for i in range(start - 1, max(-1, start - NEAR - 1), -1) if self.content[i]]
        after = [i for i in range(end, min(len(self.words), end + NEAR)) if self.content[i]]
        kept = [self.kept[i] for i in (*before[:n_beside], *after[:n_beside])]
        return sum(kept) / len(kept) if kept else 0.0

    def share_of_all_kept(self) -> float:
        """Return the share of all content words that the other side has."""
        kept = [kept for kept, content in zip(self.kept, self.content, strict=True) if content]
        return sum(kept) / len(kept) if kept else 0.0

    def count_negators(self, span: tuple[int, int]) -> int:
        """Return how many words near a span deny it."""
        start, end = span
        near = [*range(max(0, start - NEAR_NEGATOR), start), *range(end, min(len(self.words), end + NEAR_NEGATOR))]
        return sum(not (listed("negator") | listed("denying")).isdisjoint(self.keys[i]) for i in near)


def find_swaps(
    old_words: Sequence[str],
    new_words: Sequence[str],
    loaded_old: Sequence[float] | None = None,
    loaded_new: Sequence[float] | None = None,
) -> list[Swap]:
    """Return what was exchanged between the words of a sentence (or a group of sentences) and those of its rewrite.

    `loaded_old` and `loaded_new` have a score for each word: how loaded the model finds it, 0 for one that it does not
    count; without them only words rated as very loaded are told as tone. Swaps stand in the order of the old words.
    Swapping the sides swaps old and new in every swap and leaves kinds and gravities as they are.

    >>> [(s.kind, s.old, s.new) for s in find_swaps("Prices rose again".split(), "Prices fell again".split())]
    [('reversal', 'rose', 'fell')]
    """
    # The same two sides are always worked on in the same direction, so that swapping them mirrors every choice.
    turned = (len(old_words), list(old_words)) > (len(new_words), list(new_words))
    left, right = _Side(old_words, loaded_old), _Side(new_words, loaded_new)
    if turned:
        left, right = right, left
    swaps = [_shown(pair, left, right, turned) for pair in _find_pairs(left, right)]
    return sorted(swaps, key=lambda swap: (swap.old_span, swap.new_span))


class _Known(NamedTuple):
    """What is known of a normalised word: its base, its keys, what those of its kin share, whether it is of content."""

    base: str
    keys: frozenset[str]
    kin: frozenset[int | str]
    content: bool


@remember()
def _know(word: str) -> _Known:
    """Return what is known of a normalised word."""
    keys = find_keys((word,))
    return _Known(find_bases(word)[-1], keys, find_kin(keys), is_content(word))


@remember()
def _rated(word: str) -> float:
    """Return how loaded readers rate a written word, 0 to 9."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    return rate(plain).loaded or rate(spell(plain)).loaded


def is_content(word: str) -> bool:
    """Tell whether a normalised word carries content: it is no word of the grammar, no number and no sign."""
    return word.isalpha() and word not in listed("grammar")


def _mark_capitals(given: Sequence[str], places: Sequence[int]) -> list[bool]:
    """Return which normalised words are capitalised inside a sentence that is no headline."""
    capital = [place > 0 and word[:1].isupper() for place, word in enumerate(given)]
    headline = 2 * sum(capital) >= len(given)
    return [not headline and capital[place] for place in places]


def _mark_names(given: Sequence[str], places: Sequence[int]) -> list[bool]:
    """Return which normalised words stand in a name of several words: U.S., the Insurrection Act, House Democrats."""
    capital = [word[:1].isupper() for word in given]
    if 2 * sum(capital) >= len(given):
        return [False] * len(places)
    within = [False] * len(given)
    for i in range(1, len(given)):
        if capital[i] and (i > 1 and capital[i - 1] or capital[i + 1 : i + 2] == [True]):
            within[i] = True
    return [within[place] or (given[place].isupper() and places.count(place) > 1) for place in places]


def _find_pairs(left: _Side, right: _Side) -> list[_Pair]:
    """Return the pairs of all stretches that differ."""
    blocks = _find_blocks(left.aligned, right.aligned)
    for i, j, k, m in blocks:
        left.free[i:j] = [True] * (j - i)
        right.free[k:m] = [True] * (m - k)
    _set_moved(left, right, blocks)
    known = [pair for block in blocks for pair in _known_pairs(left, right, block)]
    _set_reworded(left, right, blocks)
    told = [_graded(pair, left, right) for pair in known if not _is_denied(pair, left, right, known)]
    return [*told, *(pair for block in blocks for pair in _rest(left, right, block))]


def _find_blocks(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """Return the stretches (old start, old end, new start, new end) that differ."""
    blocks: list[_Block] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            continue
        i, j, k, m = step.src_start, step.src_end, step.dest_start, step.dest_end
        if blocks and blocks[-1][1] == i and blocks[-1][3] == k:
            i, k = blocks[-1][0], blocks[-1][2]
            blocks.pop()
        blocks.append((i, j, k, m))
    return blocks


def _set_moved(left: _Side, right: _Side, blocks: Sequence[_Block]) -> None:
    """Free no longer the words that stand, inflected or derived, in a stretch nearby; set which words are kept."""
    for i, j, k, m in blocks:
        at = (k + m) // 2
        for a in (a for a in range(i, j) if left.content[a]):
            near = [b for b in _find_related(left, a, right, at) if right.free[b]]
            if near:
                b = min(near, key=lambda b: (abs(b - at), b))
                left.free[a] = right.free[b] = False
    for side, other in ((left, right), (right, left)):
        for a, free in enumerate(side.free):
            side.kept[a] = not (free and side.content[a]) or next(_find_related(side, a, other, a), None) is not None


def _find_related(side: _Side, place: int, other: _Side, at: int) -> Iterator[int]:
    """Yield where a word stands on the other side within reach of a place there, inflected or derived."""
    keys, kin = side.keys[place], side.kin[place]
    for b in range(max(0, at - REACH), min(len(other.words), at + REACH + 1)):
        if other.content[b] and not kin.isdisjoint(other.kin[b]) and are_related(keys, other.keys[b]):
            yield b


def _known_pairs(left: _Side, right: _Side, block: _Block) -> Iterator[_Pair]:
    """Yield the pairs of one stretch that the thesaurus knows, equal ones first; each word in one of them."""
    i, j, k, m = block
    found: list[tuple[int, bool, int, _Pair]] = []
    news = [*_units(right, k, m)]
    for one in _units(left, i, j):
        for other in news:
            relation = None if one.codes.isdisjoint(other.codes) else relate(one.keys, other.keys)
            if relation is not None and _is_exchange(left, right, one, other, relation):
                old, new = one.span, other.span
                n_words = old[1] - old[0] + new[1] - new[0]
                apart = abs((old[0] - i) - (new[0] - k))
                found.append((-n_words, relation.gravity > 0, apart, _Pair(old, new, relation)))
    anew = max(sum(left.content[i:j]), sum(right.content[k:m])) > MOST_CHANGED
    for *_, pair in sorted(found, key=lambda item: item[:3]):
        kind = pair.relation.kind
        if not (anew and kind == "reversal") and _take(left, right, pair.old, pair.new, kind == "style"):
            yield pair


def _units(side: _Side, start: int, end: int) -> Iterator[_Unit]:
    """Yield the words of a stretch and the phrases that touch it."""
    # Where nothing stands, a word beside the place can still answer a phrase: attack, terrorist attack.
    beside = [i for i in (start - 1, start) if 0 <= i < len(side.words)]
    singles = [i for i in range(start, end) if side.free[i]] if start < end else beside
    singles = [i for i in singles if side.words[i].isalpha() and i not in side.particles and not side.named[i]]
    yield from (_Unit((i, i + 1), side.keys[i], find_codes(side.keys[i])) for i in singles)
    for i, j in side.phrases:
        if i < end and j > start if start < end else i <= start <= j:
            keys = _keys(side, (i, j))
            yield _Unit((i, j), keys, find_codes(keys))


def _keys(side: _Side, span: tuple[int, int]) -> frozenset[str]:
    """Return the keys of a span."""
    return side.keys[span[0]] if span[1] - span[0] == 1 else find_keys(tuple(side.words[slice(*span)]))


def _is_exchange(left: _Side, right: _Side, one: _Unit, other: _Unit, relation: Relation) -> bool:
    """Tell whether a pair holds words that differ, and not only two words of the grammar in one sense."""
    old, new = one.span, other.span
    changed = any(left.free[slice(*old)]), any(right.free[slice(*new)])
    if not any(changed) or one.keys & other.keys:
        return False
    if not all(changed):
        (same, at), (longer, span) = ((right, new), (left, old)) if changed[0] else ((left, old), (right, new))
        shared = any(same.keys[at[0]] & longer.keys[i] for i in range(*span))
        return shared or (relation.kind == "style" and not same.content[at[0]])
    lone = old[1] - old[0] == new[1] - new[0] == 1
    plain = lone and not left.content[old[0]] and not right.content[new[0]]
    return not (plain and relation.kind == "style")


def _take(left: _Side, right: _Side, old: tuple[int, int], new: tuple[int, int], same: bool) -> bool:
    """Mark the words of a pair as explained, if none is yet, and if it says the `same` as kept; tell whether it did."""
    sides = (left, slice(*old)), (right, slice(*new))
    if any(any(side.taken[words]) for side, words in sides):
        return False
    for side, words in sides:
        n_words = words.stop - words.start
        side.free[words], side.taken[words] = [False] * n_words, [True] * n_words
        side.kept[words] = [True] * n_words if same else side.kept[words]
    return True


def _set_reworded(left: _Side, right: _Side, blocks: Sequence[_Block]) -> None:
    """Take the words and phrases that stand in equal wording in another stretch nearby: also, in addition."""
    olds, news = (
        [unit for block in blocks for unit in _units(side, *block[at : at + 2])] for side, at in ((left, 0), (right, 2))
    )
    found, shared = set(), frozenset[object]().union(*(unit.codes for unit in news))
    for one in (unit for unit in olds if not shared.isdisjoint(unit.codes)):
        for other in (unit for unit in news if not unit.codes.isdisjoint(one.codes)):
            apart, relation = abs(one.span[0] - other.span[0]), relate(one.keys, other.keys)
            if relation is not None and relation.kind == "style" and apart <= REACH:
                if _is_exchange(left, right, one, other, relation):
                    found.add((apart, one.span, other.span))
    for _, old, new in sorted(found):
        _take(left, right, old, new, same=True)


def _is_denied(pair: _Pair, left: _Side, right: _Side, known: Sequence[_Pair]) -> bool:
    """Tell whether two opposites say the same: beside a negator, another reversal, or with the order turned."""
    if pair.relation.kind != "reversal":
        return False
    if (left.count_negators(pair.old) + right.count_negators(pair.new)) % 2 or _is_balanced(pair, known):
        return True
    turned = is_converse(_keys(left, pair.old), _keys(right, pair.new))
    return turned and min(left.share_kept(pair.old), right.share_kept(pair.new)) < 1


def _graded(pair: _Pair, left: _Side, right: _Side) -> _Pair:
    """Return a pair as it is if its clause was kept, else as not explained; grade a strength down in a rewrite."""
    kind = pair.relation.kind
    kept = min(left.share_kept(pair.old), right.share_kept(pair.new))
    beside = min(left.share_kept(pair.old, BESIDE), right.share_kept(pair.new, BESIDE))
    astray = kind == "reversal" and (beside < WEIGHTS["kept beside"] or not _goes_on(pair, left, right))
    if kind != "style" and kept < WEIGHTS["kept around"] or astray:
        return pair._replace(relation=UNEXPLAINED)
    if kind == "strength" and _is_amplified(pair, left, right):
        return pair._replace(relation=Relation("style", 0, "a weaker word made stronger"))
    if kind == "strength" and min(left.share_of_all_kept(), right.share_of_all_kept()) < WEIGHTS["kept of all"]:
        return pair._replace(relation=pair.relation._replace(gravity=1))
    return pair


def _is_amplified(pair: _Pair, left: _Side, right: _Side) -> bool:
    """Tell whether one side makes up for its weaker word by a word that amplifies: jubilant, extremely happy."""
    before = [side.words[max(0, span[0] - 1)] for side, span in ((left, pair.old), (right, pair.new))]
    return before[pair.relation.steps < 0] in listed("amplifier") and before[0] != before[1]


def _goes_on(pair: _Pair, left: _Side, right: _Side) -> bool:
    """Tell whether what follows two opposites is the same thing: an advocate of peace, an opponent of war."""
    old, new = (
        [i for i in range(end, len(side.words)) if side.content[i]][:BESIDE]
        for side, end in ((left, pair.old[1]), (right, pair.new[1]))
    )
    ways = [*((old[0], b) for b in new), *((a, new[0]) for a in old)] if old and new else []
    return not ways or any(are_equal(left.keys[a], right.keys[b]) for a, b in ways)


def _is_balanced(pair: _Pair, known: Sequence[_Pair]) -> bool:
    """Tell whether another reversal beside a reversal takes it back: more difficult, less easy."""
    beside = [
        other
        for other in known
        if other is not pair
        and other.relation.kind == "reversal"
        and abs(other.old[0] - pair.old[0]) <= 2
        and abs(other.new[0] - pair.new[0]) <= 2
    ]
    return len(beside) == 1


def _rest(left: _Side, right: _Side, block: _Block) -> Iterator[_Pair]:
    """Yield what no list explains in a stretch: loaded words that came or went, else one pair of kind wording."""
    i, j, k, m = block
    old = [a for a in range(i, j) if _is_left_over(left, right, a)]
    new = [b for b in range(k, m) if _is_left_over(right, left, b)]
    tones = [*_tones(left, right, block, old, new)]
    yield from tones
    if (old or new) and not tones:
        yield _Pair(_span(old, i), _span(new, k), UNEXPLAINED)


def _tones(left: _Side, right: _Side, block: _Block, old: list[int], new: list[int]) -> Iterator[_Pair]:
    """Yield the loaded words among those left over in a stretch, if one side is clearly more loaded than the other."""
    heights = [max(map(side.rate, words), default=0.0) for side, words in ((left, old), (right, new))]
    if abs(heights[0] - heights[1]) < WEIGHTS["loaded apart"]:
        return
    went = heights[0] > heights[1]
    # Where more was written anew its plain words do not stand for the loaded one.
    single = max(len(old), len(new)) <= 1
    kept = min(left.share_of_all_kept(), right.share_of_all_kept())
    light, anew = len(old) + len(new) == 1 and kept >= WEIGHTS["kept beside"], kept < WEIGHTS["kept of all"]
    for run in _loaded_runs(left, old) if went else _loaded_runs(right, new):
        side = left if went else right
        rated, counted = max(map(side.rate, range(*run))), any(map(side.is_counted, range(*run)))
        sure = rated >= WEIGHTS["loaded" if counted or light else "loaded alone"]
        if not sure and anew:
            continue
        spans = (run, _span(new * single, block[2])) if went else (_span(old * single, block[0]), run)
        yield _Pair(*spans, Relation("tone", 2 if sure else 1, f"loaded: {side.show(run)[0].lower()}"))


def _loaded_runs(side: _Side, places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of loaded words among some places whose clause was kept."""
    runs: list[tuple[int, int]] = []
    for place in (a for a in places if side.rate(a) >= WEIGHTS["loaded at all"]):
        if runs and place <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], place + 1
        else:
            runs.append((place, place + 1))
    return [run for run in runs if side.share_kept(run) >= WEIGHTS["kept around"]]


def _is_left_over(side: _Side, other: _Side, place: int) -> bool:
    """Tell whether a word is free, of content, and not said in a like word nearby on the other side."""
    if not (side.free[place] and side.content[place]) or side.kept[place]:
        return False
    reach, word = slice(max(0, place - REACH), place + REACH), side.bare[place]
    others = compress(other.bare[reach], other.free[reach])
    return not any(_begin_alike(word, each) for each in others if each.startswith(word[:4]))


def _begin_alike(one: str, other: str) -> bool:
    """Tell whether two words share most of their letters from the first on: comedienne, comedian."""
    if one[:4] != other[:4]:
        return False
    n_shared = max(4, round(WEIGHTS["word begins alike"] * max(len(one), len(other))))
    return one[:n_shared] == other[:n_shared] and n_shared <= min(len(one), len(other))


def _span(places: Sequence[int], start: int) -> tuple[int, int]:
    """Return the span from the first to the last of some places, `MOST_SHOWN` words at most."""
    if not places:
        return start, start
    return places[0], min(places[-1] + 1, places[0] + MOST_SHOWN)


def _shown(pair: _Pair, left: _Side, right: _Side, turned: bool) -> Swap:
    """Return a pair as a swap, in the words given."""
    old, old_span = left.show(pair.old)
    new, new_span = right.show(pair.new)
    kind, gravity, reason, _ = pair.relation
    if turned:
        old, new, old_span, new_span = new, old, new_span, old_span
        known = relate(_keys(right, pair.new), _keys(left, pair.old)) if kind not in ("tone", "wording") else None
        reason = known.reason if known else reason
    return Swap(kind, old, new, old_span, new_span, gravity, reason)
