"""Match the amounts, dates and times of two versions."""

from collections.abc import Mapping, Sequence
from math import isnan

from mediakit.comparison.sides import Side, content, stem
from mediakit.comparison.values import RELATIVE_DAYS, SPANS, WEEKDAYS, Amount, relate
from mediakit.evidence.claims import place_words
from mediakit.evidence.quantities import Quantity, find_quantities, token_range
from mediakit.text.parts import Sentence

_WINDOW = 7


def collect_amounts(side: Side) -> list[Amount]:
    """Return the amounts of a version in reading order, those of its title first."""
    found: list[Amount] = []
    for number, sentence in side.sentences.items():
        text, starts, ends = place_words(sentence)
        stems = [stem(token.lower()) if content(token.lower()) else "" for token in sentence.tokens]
        for quantity in _joined_days(find_quantities(text), text):
            first, last = token_range(starts, ends, quantity.start, quantity.end)
            if first >= len(starts):
                continue
            shown_first = token_range(starts, ends, quantity.shown_from, quantity.end)[0]
            sign = max(0, starts[shown_first] - quantity.shown_from)  # a currency sign that stands outside the word
            places = (shown_first, first, min(last, len(starts)), sign)
            found.append(_amount(sentence, number, quantity, stems, places, len(found)))
    return found


def _amount(
    sentence: Sentence, number: int, q: Quantity, stems: list[str], at: tuple[int, int, int, int], order: int
) -> Amount:
    """Return a quantity with its place and the words around it."""
    shown_first, first, last, sign = at
    base = max(sentence.start, 0)
    end = last + 1 if q.unit in SPANS and last < len(stems) and stems[last].startswith(q.unit[:3]) else last
    shown = sentence.text[sentence.spans[shown_first][0] - base - sign : sentence.spans[end - 1][1] - base]
    around = [
        s for s in (*stems[max(0, first - _WINDOW) : first], *stems[last : last + _WINDOW]) if s and not s[0].isdigit()
    ]
    after = next((s for s in stems[last : last + 3] if s), "")
    before = next((s for s in reversed(stems[max(0, first - 3) : first]) if s), "")
    if "-" in sentence.tokens[first] and q.unit == "":
        after = stem(sentence.tokens[first].rsplit("-", 1)[1].lower()) or after
    return Amount(
        q.kind, q.label, shown, q.value, q.unit or after, q.limit, number, order, frozenset(around), (before, after)
    )


def _joined_days(quantities: Sequence[Quantity], text: str) -> list[Quantity]:
    """Return the quantities with a weekday and the date beside it taken as one."""
    joined: list[Quantity] = []
    for q in quantities:
        last = joined[-1] if joined else None
        if last and last.kind == q.kind == "date" and text[last.end : q.start] in (" ", ", ", " the ", " (") and (
            last.label in WEEKDAYS and "-" in q.label
        ):  # fmt: skip
            joined[-1] = last._replace(end=q.end, label=f"{last.label} {q.label}")
        else:
            joined.append(q)
    return joined


def match_amounts(
    olds: Sequence[Amount],
    news: Sequence[Amount],
    partners: Mapping[int, frozenset[int]],
    paired: tuple[frozenset[int], frozenset[int]],
) -> list[tuple[int, int, str, str]]:
    """Return which amount became which, each with its status and what differs, in words."""
    scored = []
    for i, a in enumerate(olds):
        for j, b in enumerate(news):
            kinship, status, changes = relate(a, b)
            if not kinship:
                continue
            together = b.sentence in partners.get(a.sentence, ())
            alike = a.alike(b)
            if kinship >= 3 and not together and not (a.is_telling and b.is_telling):
                kinship -= 1.5
            score = kinship + 2 * together + alike + 0.5 * (a.unit == b.unit) + 0.3 * (a.near[1] == b.near[1] != "")
            if _acceptable(a, b, status, together, alike):
                scored.append((score, -abs(a.order - b.order), i, j, status, changes, together, alike))
    links, used_old, used_new = [], set(), set()
    for _, _, i, j, status, changes, together, alike in sorted(scored, key=lambda s: s[:4], reverse=True):
        if i in used_old or j in used_new:
            continue
        used_old.add(i)
        used_new.add(j)
        strayed = not together and alike < 0.15 and olds[i].sentence in paired[0] and news[j].sentence in paired[1]
        if strayed and status == "kept" and not olds[i].is_telling:
            status, changes = "moved", "stands with other words"
        links.append((i, j, status, changes))
    links += _replaced(olds, news, used_old, used_new, partners)
    return _swapped(links, olds, news)


def _replaced(
    olds: Sequence[Amount],
    news: Sequence[Amount],
    used_old: set[int],
    used_new: set[int],
    partners: Mapping[int, frozenset[int]],
) -> list[tuple[int, int, str, str]]:
    """Return amounts left over that replace each other: the only ones of their sort in paired sentences."""
    fits = [
        (i, j)
        for i, a in enumerate(olds)
        if i not in used_old and a.kind not in ("date", "time")
        for j, b in enumerate(news)
        if j not in used_new and b.sentence in partners.get(a.sentence, ()) and relate(a, b)[1] == "changed"
        and (isnan(a.value) or 0.1 <= a.value / (b.value or 1) <= 10)
        and (a.unit == b.unit or (a.kind == b.kind and not {a.unit, b.unit} & SPANS))
    ]  # fmt: skip
    alone = [(i, j) for i, j in fits if sum(x == i for x, _ in fits) == 1 == sum(y == j for _, y in fits)]
    return [(i, j, "changed", f"{olds[i].shown} → {news[j].shown}") for i, j in alone]


def _acceptable(a: Amount, b: Amount, status: str, together: bool, alike: float) -> bool:
    """Tell whether two amounts can be the same fact."""
    same_thing = a.near[1] == b.near[1] != "" or a.near[0] == b.near[0] != ""
    if a.label == b.label or (status == "changed" and a.value == b.value):
        if together or (a.is_telling and b.is_telling):
            return True
        if a.label in WEEKDAYS:
            return alike >= 0.15
        return alike >= 0.3 or (a.unit == b.unit != "" and (a.unit in SPANS or alike > 0))
    if _is_relative(a, b):
        return together
    if status in ("softened", "sharpened", "kept"):
        return together or alike >= 0.15 or same_thing or (max(a.value, b.value) >= 100 and a.kind != "date")
    if a.kind in ("date", "time"):
        return together and (alike >= 0.34 or same_thing)
    return (together and (alike >= 0.34 or same_thing or sorted(_figures(a)) == sorted(_figures(b)))) or alike >= 0.6


def _figures(a: Amount) -> str:
    """Return the figures of a value, to know transposed ones."""
    return "".join(filter(str.isdigit, a.label)).strip("0")


def _is_relative(a: Amount, b: Amount) -> bool:
    """Tell whether one date is a weekday and the other a word such as yesterday."""
    return a.kind == "date" and (a.label.lower() in RELATIVE_DAYS) != (b.label.lower() in RELATIVE_DAYS)


def _swapped(
    links: list[tuple[int, int, str, str]], olds: Sequence[Amount], news: Sequence[Amount]
) -> list[tuple[int, int, str, str]]:
    """Return the links with those called moved whose values changed places inside a sentence."""
    moved: set[int] = set()
    for n, (i, j, status, _) in enumerate(links):
        for m, (x, y, other, _) in enumerate(links[:n]):
            if (
                status == other == "kept"
                and olds[i].sentence == olds[x].sentence
                and news[j].sentence == news[y].sentence
            ):
                crossed = (i - x) * (j - y) < 0
                if (
                    crossed
                    and olds[i].label != olds[x].label
                    and _stands_like(olds[i], news[y])
                    and _stands_like(olds[x], news[j])
                ):
                    moved |= {n, m}
    return [(i, j, "moved", "changed places") if n in moved else (i, j, s, c) for n, (i, j, s, c) in enumerate(links)]


def _stands_like(a: Amount, b: Amount) -> bool:
    """Tell whether two amounts stand between the same words."""
    return a.near == b.near or (a.near[1] == b.near[1] != "" and a.near[0] == b.near[0])
