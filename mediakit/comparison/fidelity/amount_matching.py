"""Match the amounts, dates and times of two versions: which became which, and what became of it."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from math import isnan
from typing import NamedTuple

from mediakit.comparison.fidelity.amount_relations import LOOSER, OTHERWISE, SAME, Relation, relate
from mediakit.comparison.fidelity.amounts import RELATIVE_DAYS, WEEKDAYS, Amount, Setting, are_near
from mediakit.comparison.fidelity.rows import WEIGHTS, Partners

MANY = 13
"""From this on no value becomes one more than twice as great in sentences that are little alike: 60, 240 seats."""
_SPANS = frozenset(("minute", "hour", "day", "week", "month", "year", "second"))


class Link(NamedTuple):
    """That amount `old` became amount `new` (both by number), the status that makes, and what differs, in words."""

    old: int
    new: int
    status: str
    changes: str


class _Fit(NamedTuple):
    """A possible link and how well it fits; better ones sort later."""

    score: float
    nearness: int
    old: int
    new: int
    relation: Relation
    similarity: float
    alike: float

    @property
    def together(self) -> bool:
        """Whether the two stand in sentences that stand for each other."""
        return self.similarity >= 0


def match_amounts(
    olds: Sequence[Amount],
    news: Sequence[Amount],
    partners: Partners,
    paired: tuple[frozenset[int], frozenset[int]],
    kept: Mapping[int, int],
) -> list[Link]:
    """Return which amount became which; `kept` are the sentences that are the same in both versions, old → new."""
    links = [Link(i, j, "kept", "") for i, j in _find_kept(olds, news, kept)]
    used_old, used_new = {link.old for link in links}, {link.new for link in links}
    free = [i for i in range(len(olds)) if i not in used_old], [j for j in range(len(news)) if j not in used_new]
    for fit in sorted(_fits(olds, news, partners, free), key=lambda fit: fit[:4], reverse=True):
        if fit.old in used_old or fit.new in used_new:
            continue
        used_old.add(fit.old)
        used_new.add(fit.new)
        status, changes = fit.relation.status, fit.relation.changes
        a, b = olds[fit.old], news[fit.new]
        strayed = not fit.together and not fit.alike and a.sentence in paired[0] and b.sentence in paired[1]
        if strayed and status == "kept" and not a.is_telling:
            status, changes = "moved", "stands with other words"
        links.append(Link(fit.old, fit.new, status, changes))
    links += _replaced(olds, news, used_old, used_new, partners)
    return _swapped(sorted(links), olds, news)


def _find_kept(olds: Sequence[Amount], news: Sequence[Amount], kept: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the amounts of sentences that were kept which nothing fits as well as themselves, old and new."""
    left, right = _by_sentence(olds), _by_sentence(news)
    for number in kept.keys() & left.keys():
        own, other = left[number], right[kept[number]]
        for at, (i, j) in enumerate(zip(own, other, strict=True)):
            rivals = [(olds[i], news[other[k]]) for k in range(len(own)) if k != at]
            rivals += [(olds[own[k]], news[j]) for k in range(len(own)) if k != at]
            same = relate(olds[i], news[j]) == Relation(SAME, "kept")
            if same and all(relate(a, b).kinship < SAME for a, b in rivals):
                yield i, j


def _by_sentence(amounts: Sequence[Amount]) -> dict[int, list[int]]:
    """Return the numbers of amounts by their sentence."""
    found: dict[int, list[int]] = {}
    for number, amount in enumerate(amounts):
        found.setdefault(amount.sentence, []).append(number)
    return found


def _fits(
    olds: Sequence[Amount], news: Sequence[Amount], partners: Partners, free: tuple[Sequence[int], Sequence[int]]
) -> list[_Fit]:
    """Return all links that can be of those that are free, by number."""
    found = []
    for i, j in _find_candidates(olds, news, partners, free):
        a, b = olds[i], news[j]
        similarity = partners.get(a.sentence, {}).get(b.sentence, -1)
        together = similarity >= 0
        relation = relate(a, b)
        if not relation.kinship:
            continue
        alike = a.alike(b)
        if not together and relation.status == "changed" and a.label == b.label:
            relation = relate(a._replace(setting=Setting()), b._replace(setting=Setting()))
        if not _acceptable(a, b, relation.status, similarity, alike):
            continue
        kinship = relation.kinship
        if kinship >= OTHERWISE and not together and not (a.is_telling and b.is_telling):
            kinship = LOOSER
        score = kinship + alike + _count_same(a, b) + WEIGHTS["amount together"] * together
        found.append(_Fit(score, -abs(a.order - b.order), i, j, relation, similarity, alike))
    return found


def _count_same(a: Amount, b: Amount) -> int:
    """Return in how many ways two amounts stand alike: unit, next word, role, and what became of those counted."""
    one, other = ((each.near[1], each.setting.role, each.setting.outcomes) for each in (a, b))
    return (a.unit == b.unit) + sum(x == y != "" for x, y in zip(one, other, strict=True))


def _find_candidates(
    olds: Sequence[Amount], news: Sequence[Amount], partners: Partners, free: tuple[Sequence[int], Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Yield what may be one fact: in sentences that stand for each other, or by a shared handle, or a rare number."""
    sharing: dict[Hashable, list[int]] = {}
    for j, b in ((j, news[j]) for j in free[1]):
        rare = [("rare", _sort(b))] if b.value >= RARE else []
        for handle in (b.sentence, ("any", _sort(b)), *rare, *_handles(b)):
            sharing.setdefault(handle, []).append(j)
    for i, a in ((i, olds[i]) for i in free[0]):
        others = "any" if a.value >= RARE else "rare"
        handles = (*partners.get(a.sentence, ()), (others, _sort(a)), *_handles(a))
        yield from ((i, j) for j in sorted({j for handle in handles for j in sharing.get(handle, ())}))


def _sort(amount: Amount) -> str:
    """Return the kind of an amount, a share taken for a number: those of other kinds are never one fact."""
    return "number" if amount.kind == "percent" else amount.kind


def _handles(amount: Amount) -> Iterator[Hashable]:
    """Yield what amounts of other sentences that may be one fact share one of: their value, or a word near them."""
    yield "label", amount.label
    if not isnan(amount.value):
        yield "value", amount.value
    yield from (side for side in zip(("before", "after"), amount.near, strict=True) if side[1])
    yield from amount.context


RARE = 100  # from this value on an amount may be the same, rounded or converted, among other words


def _acceptable(a: Amount, b: Amount, status: str, similarity: float, alike: float) -> bool:
    """Tell whether two amounts can be the same fact."""
    together = similarity >= 0
    if status == "changed" and a.label != b.label and a.value != b.value:
        return _is_replaced(a, b, similarity, alike)
    same_thing = a.near[1] == b.near[1] != "" or a.near[0] == b.near[0] != ""
    if a.faint or b.faint:
        light = similarity >= WEIGHTS["edited"] and (alike >= WEIGHTS["amount alike"] or same_thing)
        return together and (status == "kept" or light or a.unit == "numbered")
    if a.label == b.label or (status == "changed" and a.value == b.value):
        if together or (a.is_telling and b.is_telling):
            return True
        if a.label in WEEKDAYS:
            return alike > 0
        return alike >= WEIGHTS["amount alike"] or (a.unit == b.unit != "" and (a.unit in _SPANS or alike > 0))
    if _is_relative(a, b):
        return together
    if status in ("softened", "sharpened", "kept"):
        return together or alike > 0 or same_thing or (max(a.value, b.value) >= RARE and a.kind != "date")
    return together and (alike >= WEIGHTS["amount alike"] or same_thing)


def _is_replaced(a: Amount, b: Amount, similarity: float, alike: float) -> bool:
    """Tell whether one value stands where another stood: what stands around them must be the same."""
    same_thing = a.near[1] == b.near[1] != "" or a.near[0] == b.near[0] != ""
    if similarity >= WEIGHTS["edited"]:
        return alike >= WEIGHTS["amount alike"] or same_thing or sorted(_figures(a)) == sorted(_figures(b))
    if a.faint or b.faint or (similarity < 0 and a.kind in ("date", "time")):
        return False
    near = a.near[1] == b.near[1] if a.kind != "number" or not a.family else a.unit == b.unit
    many = min(a.value, b.value) >= MANY and not a.setting.outcomes  # two shelters may be five now, and the dead more
    farthest = 2 if many else 10
    of_size = not max(a.value, b.value) > farthest * max(1, min(a.value, b.value))
    return alike >= WEIGHTS["amount replaced"] and near and of_size


def _figures(a: Amount) -> str:
    """Return the figures of a value, to know transposed ones."""
    return "".join(filter(str.isdigit, a.label)).strip("0")


def _is_relative(a: Amount, b: Amount) -> bool:
    """Tell whether one date is a weekday and the other a word such as yesterday."""
    return a.kind == "date" and (a.label.lower() in RELATIVE_DAYS) != (b.label.lower() in RELATIVE_DAYS)


def _replaced(
    olds: Sequence[Amount],
    news: Sequence[Amount],
    used_old: set[int],
    used_new: set[int],
    partners: Partners,
) -> list[Link]:
    """Return amounts left over that replace each other: the only ones of their sort in paired sentences."""
    fits = [
        (i, j)
        for i, a in enumerate(olds)
        if i not in used_old and a.kind not in ("date", "time") and not a.faint
        for j, b in enumerate(news)
        if j not in used_new and not b.faint and partners.get(a.sentence, {}).get(b.sentence, -1) >= WEIGHTS["edited"]
        and relate(a, b).status == "changed"
        and (isnan(a.value) or are_near(a.value, b.value))
        and (a.unit == b.unit or (a.kind == b.kind and not {a.unit, b.unit} & _SPANS))
    ]  # fmt: skip
    alone = [(i, j) for i, j in fits if sum(x == i for x, _ in fits) == 1 == sum(y == j for _, y in fits)]
    return [Link(i, j, "changed", f"{olds[i].shown} → {news[j].shown}") for i, j in alone]


def _swapped(links: list[Link], olds: Sequence[Amount], news: Sequence[Amount]) -> list[Link]:
    """Return the links with those called moved whose values changed places inside a sentence."""
    beside: dict[tuple[int, int], list[int]] = {}
    for n, link in enumerate(links):
        if link.status == "kept":
            beside.setdefault((olds[link.old].sentence, news[link.new].sentence), []).append(n)
    pairs = [pair for numbers in beside.values() for pair in combinations(numbers, 2)]
    moved = {x for n, m in pairs if _changed_places(links[m], links[n], olds, news) for x in (n, m)}
    return [
        link._replace(status="moved", changes="changed places") if n in moved else link for n, link in enumerate(links)
    ]


def _changed_places(one: Link, other: Link, olds: Sequence[Amount], news: Sequence[Amount]) -> bool:
    """Tell whether two amounts of one sentence in either version stand each where the other stood."""
    a, x, b, y = olds[one.old], olds[other.old], news[one.new], news[other.new]
    crossed = (one.old - other.old) * (one.new - other.new) < 0
    return a.label != x.label and crossed and _stands_like(a, y) and _stands_like(x, b)


def _stands_like(a: Amount, b: Amount) -> bool:
    """Tell whether two amounts stand between the same words."""
    return a.near == b.near or (a.near[1] == b.near[1] != "" and a.near[0] == b.near[0])
