"""Match the amounts, dates and times of two versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, isnan, log10

from mediakit.comparison.fidelity.annotated import Place, Side, content, place_in, stem
from mediakit.evidence.claims import place_words
from mediakit.evidence.quantities import Quantity, find_quantities, token_range
from mediakit.text.document import Sentence

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RELATIVE_DAYS = (
    "today",
    "tonight",
    "yesterday",
    "tomorrow",
    "last night",
    "this morning",
    "this afternoon",
    "this evening",
)
SPANS = frozenset(("minute", "hour", "day", "week", "month", "year", "second"))


@dataclass(frozen=True)
class Amount:
    """One amount, date or time as it stands in a sentence.

    `place` has its limiting words; `context` the stems of content words near it, `unit` what is counted (the stem
    of the next word) or measured.
    """

    kind: str
    label: str
    place: Place
    value: float
    unit: str
    limit: str
    order: int
    context: frozenset[str]
    near: tuple[str, str]

    @property
    def shown(self) -> str:
        """The words as they stand."""
        return self.place.text

    @property
    def sentence(self) -> int:
        """The number of its sentence, -1 for the title."""
        return self.place.sentence

    @property
    def is_telling(self) -> bool:
        """Whether the value is rare enough to be known again anywhere: no small whole number."""
        if self.kind == "number" and self.unit not in ("score", "percent"):
            return not isnan(self.value) and (self.value >= 13 or self.value % 1 > 0) and self.unit != "times"
        return self.label not in WEEKDAYS and self.label.lower() not in RELATIVE_DAYS

    @property
    def is_deictic(self) -> bool:
        """Whether it is a day told from the day of writing, such as today: a fact only beside a date."""
        return self.label.lower() in RELATIVE_DAYS

    def alike(self, other: "Amount") -> float:
        """Return how much the words around two amounts have in common, 0 to 1."""
        if not self.context or not other.context:
            return 0.0
        return len(self.context & other.context) / min(len(self.context), len(other.context), 6)


def relate(a: Amount, b: Amount) -> tuple[float, str, str]:
    """Return how near two amounts are (0: not at all), the status that makes, and what differs, in words."""
    if a.kind == b.kind == "date":
        return _relate_dates(a, b)
    numeric = {"number", "percent"}
    if a.kind != b.kind and not {a.kind, b.kind} <= numeric:
        return 0.0, "", ""
    if a.label == b.label:
        if a.unit != b.unit and {a.unit, b.unit} <= SPANS:
            return 1.0, "changed", f"{a.unit}s → {b.unit}s"
        loose = not a.is_telling and a.unit != b.unit and a.near[1] != b.near[1]
        return (1.4 if loose else 4.0, *_limits(a, b))
    if a.kind == "time":
        return 1.0, "changed", f"{a.shown} → {b.shown}"
    if "size" in (a.unit, b.unit) or "decade" in (a.unit, b.unit):
        return _relate_sizes(a, b)
    if isnan(a.value) or isnan(b.value):
        same = isnan(a.value) and isnan(b.value) and a.unit == b.unit
        return (1.0 if same else 0.0), "changed", f"{a.shown} → {b.shown}"
    if a.kind == "money" and a.unit != b.unit:
        return 3.0 if a.value == b.value else 0.0, "changed", f"currency: {a.unit} → {b.unit}"
    shares = {"percent", "percentage points"}
    if a.unit != b.unit and {a.unit, b.unit} == shares:
        return (3.0 if a.value == b.value else 0.0), "changed", f"{a.unit} → {b.unit}"
    if (a.unit in shares) != (b.unit in shares) or (a.unit == "times") != (b.unit == "times"):
        return 0.0, "", ""
    way = rounding(a, b)
    if way:
        return 2.5, way, f"{a.shown} → {b.shown}"
    return 1.0, "changed", f"{a.shown} → {b.shown}"


def _limits(a: Amount, b: Amount) -> tuple[str, str]:
    """Return the status of two equal values by the words that limit them."""
    if a.limit == b.limit or {a.limit, b.limit} <= {"over", "at least"} or {a.limit, b.limit} <= {"under", "at most"}:
        return "kept", ""
    if not a.limit:
        return "softened", f"exact became “{b.limit}”"
    if not b.limit:
        return "sharpened", f"“{a.limit}” became exact"
    return "changed", f"“{a.limit}” became “{b.limit}”"


def _relate_sizes(a: Amount, b: Amount) -> tuple[float, str, str]:
    """Return how near two amounts are of which one gives only a size: hundreds, in his thirties."""
    rough, fine = (a, b) if a.unit in ("size", "decade") else (b, a)
    if rough.unit == fine.unit or isnan(fine.value):
        return 0.0, "", ""
    top = rough.value + 10 if rough.unit == "decade" else 10 * rough.value
    fits = rough.value <= fine.value < top
    return (2.5 if fits else 0.0), "softened" if rough is b else "sharpened", f"{a.shown} → {b.shown}"


def rounding(a: Amount, b: Amount) -> str:
    """Return "softened" if `b` is `a` said less exactly, "sharpened" if more exactly, "" if it is another value."""
    if _is_rounded(a, b):
        return "softened"
    return "sharpened" if _is_rounded(b, a) else ""


def _is_rounded(fine: Amount, rough: Amount) -> bool:
    """Tell whether `rough` is `fine` with fewer figures, on the side that its limiting word says."""
    if fine.value <= 0 or rough.value <= 0:
        return False
    off = rough.value - fine.value
    if rough.limit in ("over", "at least") and off > 0 or rough.limit in ("under", "at most") and off < 0:
        return False
    fewer = figures(rough) < figures(fine)
    if not rough.limit:
        return fewer and abs(off) <= 0.03 * fine.value
    if not fine.limit and abs(off) <= 0.03 * fine.value:
        return True
    if not fewer or (rough.limit == fine.limit and rough.limit != "about"):
        return False
    step = 10.0 ** (floor(log10(rough.value)) - figures(rough) + 1)
    below = off > 0 and rough.shown.lower().startswith(("nearly", "almost", "close"))
    return abs(off) <= (step if below or rough.limit != "about" else 0.5 * step) and abs(off) <= 0.2 * fine.value


def figures(a: Amount) -> int:
    """Return how many figures of an amount count, as it is written: 11,400 has three, 5.0 two."""
    whole, dot, part = f"{a.value:.4f}".rstrip("0").partition(".")
    written = a.shown.replace(",", "")
    if ".0" in written and not part:
        part = "0"
    digits = (whole + part).lstrip("0")
    return len(digits) if part else len(digits.rstrip("0")) or 1


def _relate_dates(a: Amount, b: Amount) -> tuple[float, str, str]:
    """Return how near two dates are."""
    if a.label == b.label:
        return (4.0, *_limits(a, b))
    one, other = _parts(a.label), _parts(b.label)
    if one & other and (one <= other or other <= one):
        keys_a, keys_b = {k for k, _ in one}, {k for k, _ in other}
        if "day" in keys_a - keys_b and "weekday" not in keys_b:
            return 3.0, "softened", f"{a.shown} → {b.shown}"
        if "day" in keys_b - keys_a and "weekday" not in keys_a:
            return 3.0, "sharpened", f"{a.shown} → {b.shown}"
        return 3.2, "kept", ""
    weekday_a, weekday_b = a.label in WEEKDAYS, b.label in WEEKDAYS
    if (weekday_a and b.label.lower() in RELATIVE_DAYS) or (weekday_b and a.label.lower() in RELATIVE_DAYS):
        return 3.0, "kept", "a weekday and a relative day"
    if _weekday_of(a.label) == b.label or _weekday_of(b.label) == a.label:
        return 3.0, "kept", ""
    alike = {k for k, _ in one} == {k for k, _ in other}
    return (1.0 if alike else 0.0), "changed", f"{a.shown} → {b.shown}"


def _parts(label: str) -> frozenset[tuple[str, str]]:
    """Return the parts of a date: weekday, year, month, day."""
    parts: set[tuple[str, str]] = set()
    head, _, rest = label.partition(" ")
    if head in WEEKDAYS:
        parts.add(("weekday", head))
        label = rest
    fields = label.split("-") if label else []
    if fields and len(fields[0]) >= 4:
        parts.add(("year", fields.pop(0)))
    parts.update(zip(("month", "day"), fields, strict=False))
    return frozenset(parts) or frozenset({("word", label)})


def _weekday_of(label: str) -> str:
    """Return the weekday of a full date, "" if it is none."""
    try:
        return WEEKDAYS[date.fromisoformat(label).weekday()]
    except ValueError:
        return ""


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
    end = last + 1 if q.unit in SPANS and last < len(stems) and stems[last].startswith(q.unit[:3]) else last
    place = place_in(sentence, number, shown_first, end, sign)
    around = [
        s for s in (*stems[max(0, first - _WINDOW) : first], *stems[last : last + _WINDOW]) if s and not s[0].isdigit()
    ]
    after = next((s for s in stems[last : last + 3] if s), "")
    before = next((s for s in reversed(stems[max(0, first - 3) : first]) if s), "")
    if "-" in sentence.tokens[first] and q.unit == "":
        after = stem(sentence.tokens[first].rsplit("-", 1)[1].lower()) or after
    return Amount(
        q.kind, q.label, place, q.value, q.unit or after, q.limit, order, frozenset(around), (before, after)
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
