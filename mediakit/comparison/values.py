"""Tell how one amount or date relates to another: the same, rounded, sharpened, or another value."""

from dataclasses import dataclass
from datetime import date
from math import floor, isnan, log10

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

    `shown` has its limiting words; `context` the stems of content words near it, `unit` what is counted (the stem
    of the next
    word) or measured.
    """

    kind: str
    label: str
    shown: str
    value: float
    unit: str
    limit: str
    sentence: int
    order: int
    context: frozenset[str]
    near: tuple[str, str]

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
