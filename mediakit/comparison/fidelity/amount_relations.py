"""Tell how two amounts, dates or times stand to each other: the same, more or less exact, or changed, and how."""

from collections.abc import Iterator
from datetime import date
from math import floor, isclose, isnan, log10
from typing import NamedTuple

from mediakit.comparison.fidelity.amounts import RELATIVE_DAYS, WEEKDAYS, Amount, can_be_same
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.evidence.units import convert

_SHARES = frozenset(("percent", "percentage points"))
# How near two amounts are: the same, the same told otherwise, one less exact than the other, or another value.
SAME, OTHERWISE, LOOSER, OTHER = 4, 3, 2, 1


class Relation(NamedTuple):
    """How two amounts stand to each other: how near they are (0: not at all), the status, what differs, in words."""

    kinship: int
    status: str = ""
    changes: str = ""


STRANGERS = Relation(0)


def relate(a: Amount, b: Amount) -> Relation:
    """Return how two amounts stand to each other."""
    if a.kind == b.kind == "date":
        return _relate_dates(a, b)
    if a.kind == b.kind == "time":
        return _relate_times(a, b)
    if a.kind != b.kind and not {a.kind, b.kind} <= {"number", "percent"}:
        return STRANGERS
    if {"rank", "numbered"} & {a.unit, b.unit}:
        return _relate_places(a, b)
    if "size" in (a.unit, b.unit) or "age" in (a.unit, b.unit):
        return _relate_sizes(a, b)
    if not (isnan(a.high) and isnan(b.high)):
        return _relate_ranges(a, b)
    if (a.unit in _SHARES or b.unit in _SHARES or "times" in (a.unit, b.unit)) and a.unit != b.unit:
        return _relate_shares(a, b)
    if a.kind == "money" and a.unit != b.unit:
        return Relation(OTHERWISE, "changed", f"currency: {a.unit} → {b.unit}") if a.value == b.value else STRANGERS
    if a.family and b.family and a.unit != b.unit:
        return _relate_units(a, b)
    return _relate_values(a, b)


def _told(a: Amount, b: Amount) -> str:
    return f"{a.shown} → {b.shown}"


def _relate_values(a: Amount, b: Amount) -> Relation:
    """Return the relation of two amounts in one unit, or counted things."""
    if bool(a.family) != bool(b.family) and a.value != b.value:
        return STRANGERS
    if isclose(a.value, b.value):
        loose = not a.is_telling and a.unit != b.unit and a.near[1] != b.near[1]
        status, changes = _settle(a, b)
        return Relation(OTHER if loose or changes.startswith(_OTHER_THINGS) else SAME, status, changes)
    per_year = _per_year(a), _per_year(b)
    if a.setting.rate != b.setting.rate and _convert_alike(*per_year):
        return Relation(OTHERWISE, "kept", "the same at another rate")
    if a.unit == "percent" and round(a.value) == round(b.value) and _in_words(a) != _in_words(b):
        return Relation(OTHERWISE, "kept", "a fraction and its percentage")
    way = rounding(a, b)
    return Relation(LOOSER, way, _told(a, b)) if way else Relation(OTHER, "changed", _told(a, b))


def _convert_alike(one: float, other: float) -> bool:
    """Tell whether two values are one, the one converted and rounded."""
    return abs(one - other) <= WEIGHTS["amount converted"] * max(abs(one), abs(other))


def _in_words(a: Amount) -> bool:
    """Tell whether an amount is written without figures: a third, one in six."""
    return not any(map(str.isdecimal, a.shown))


_PER_YEAR = {"hour": 8766, "day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}


def _per_year(a: Amount) -> float:
    """Return an amount as one of a year, NaN if it has no such rate."""
    return a.value * _PER_YEAR.get(a.setting.rate, float("nan"))


_OTHER_THINGS = ("outcome", "counted")


def _settle(a: Amount, b: Amount) -> tuple[str, str]:
    """Return the status of two equal values by what else differs: rate, role, what is counted, limiting words."""
    differing = next(_differences(a, b), "")
    return ("changed", differing) if differing else _limits(a, b)


def _differences(a: Amount, b: Amount) -> Iterator[str]:
    """Yield what differs in the settings of two equal values."""
    one, other = a.setting, b.setting
    rates = {one.rate, other.rate}
    if "" not in rates and len(rates) == 2 and ("each" not in rates or rates & _PER_YEAR.keys()):
        yield f"rate: {one.rate} → {other.rate}"
    if one.role and other.role and one.role != other.role:
        yield f"role: {one.role} → {other.role}"
    if one.outcomes and other.outcomes and not can_be_same("outcome", one.outcomes, other.outcomes):
        yield f"outcome: {one.outcomes} → {other.outcomes}"
    if one.counted and other.counted and not can_be_same("noun", one.counted, other.counted):
        yield f"counted: {one.counted} → {other.counted}"


_BELOW = ("nearly", "almost", "close to", "just under", "a little under", "slightly less")
_ABOVE = ("just over", "a little over", "slightly more")


def _lies(a: Amount) -> str:
    """Return on which side of an amount the true one lies, under or over; "" if it may be either."""
    shown = a.shown.lower()
    if a.limit in ("under", "at most") or shown.startswith(_BELOW):
        return "under"
    return "over" if a.limit in ("over", "at least") or shown.startswith(_ABOVE) else ""


def _limits(a: Amount, b: Amount) -> tuple[str, str]:
    """Return the status of two equal values by the words that limit them."""
    if a.limit == b.limit or {a.limit, b.limit} <= {"over", "at least"} or {a.limit, b.limit} <= {"under", "at most"}:
        slight = a.setting.slight, b.setting.slight
        return "kept", {(False, True): "told as small", (True, False): "no longer told as small"}.get(slight, "")
    if "about" in (a.limit, b.limit) and {_lies(a), _lies(b)} == {"under", "over"}:
        return "changed", f"“{a.shown}” became “{b.shown}”"  # nearly half, more than half
    if not a.limit:
        return "softened", f"exact became “{b.limit}”"
    if not b.limit:
        return "sharpened", f"“{a.limit}” became exact"
    near = {"softened": b.limit == "about", "sharpened": a.limit == "about"}  # some 40, as many as 40: no other number
    return next((status for status, holds in near.items() if holds), "changed"), f"“{a.limit}” became “{b.limit}”"


def _relate_units(a: Amount, b: Amount) -> Relation:
    """Return the relation of two amounts in different units of measure."""
    one, other = convert(a.value, a.unit), convert(b.value, b.unit)
    if a.family != b.family:
        same = a.value == b.value
        return Relation(OTHER, "changed", f"unit: {a.unit} → {b.unit}") if same else STRANGERS
    if isnan(one) or isnan(other):  # "degrees" of either scale
        return _relate_values(a, b)
    if _convert_alike(one, other):
        return Relation(OTHERWISE, "kept", "the same in another unit")
    if a.value == b.value:
        return Relation(OTHERWISE, "changed", f"unit: {a.unit} → {b.unit}")
    return Relation(OTHER, "changed", _told(a, b))


def _relate_shares(a: Amount, b: Amount) -> Relation:
    """Return the relation of percent, percentage points and multiples, of which the two are not of one sort."""
    if {a.unit, b.unit} == _SHARES:
        return Relation(OTHERWISE, "changed", f"{a.unit} → {b.unit}") if a.value == b.value else STRANGERS
    percent, fold = (a, b) if b.unit == "times" else (b, a)
    if fold.unit != "times" or percent.unit != "percent" or not (percent.setting.role == "by" or fold.value < 1):
        return STRANGERS
    grown = 100 * abs(fold.value - 1)
    if _convert_alike(grown, percent.value):
        return Relation(OTHERWISE, "kept", "a multiple and its percentage")
    return Relation(OTHER, "changed", _told(a, b))


def _relate_ranges(a: Amount, b: Amount) -> Relation:
    """Return the relation of two amounts of which one at least is a range or a score."""
    if a.label == b.label or (a.value == b.value and a.high == b.high):
        units = {a.unit, b.unit} - {"score", a.near[1], b.near[1]}
        if a.unit == b.unit or len(units) < 2:
            return Relation(SAME, "kept")
        return Relation(OTHERWISE, "changed", _told(a, b))
    if isnan(a.high) == isnan(b.high):
        alike = a.unit == b.unit
        return Relation(OTHER, "changed", _told(a, b)) if alike else STRANGERS
    wide, point = (a, b) if isnan(b.high) else (b, a)
    inside = min(wide.value, wide.high) <= point.value <= max(wide.value, wide.high)
    if not inside or wide.unit != point.unit:
        return STRANGERS
    return Relation(LOOSER, "softened" if wide is b else "sharpened", _told(a, b))


def _relate_places(a: Amount, b: Amount) -> Relation:
    """Return the relation of two ranks or two numbered things: Article 50 and Article 51, third and second."""
    if a.label == b.label:
        return Relation(SAME if a.unit == "numbered" else OTHERWISE, "kept")
    if a.unit != b.unit:
        return STRANGERS
    if a.unit == "rank":
        return Relation(OTHER, "changed", _told(a, b))
    same_thing = _thing_of(a.label) == _thing_of(b.label)
    return Relation(OTHERWISE, "changed", _told(a, b)) if same_thing else STRANGERS


def _thing_of(label: str) -> str:
    """Return what is numbered, without the number: "article" of "article 50", "g" of "g20"."""
    return label.rstrip("0123456789.").rstrip(" -")


def _relate_sizes(a: Amount, b: Amount) -> Relation:
    """Return the relation of two amounts of which one gives only a size: hundreds, in his thirties."""
    if a.unit == b.unit:
        parts = bool(a.part and b.part and a.part != b.part)
        far = max(a.value, b.value) >= 3 * min(a.value, b.value) if a.unit == "size" else a.value != b.value or parts
        if far:
            return Relation(LOOSER, "changed", _told(a, b))
        return Relation(SAME if a.value == b.value else LOOSER, "kept")
    rough, fine = (a, b) if a.unit in ("size", "age") else (b, a)
    if isnan(fine.value) or fine.unit in _SHARES or fine.family not in ("", "time" if rough.unit == "age" else ""):
        return STRANGERS
    top = rough.value + 10 if rough.unit == "age" else 10 * rough.value
    fits = rough.value <= fine.value < top
    return Relation(LOOSER, "softened" if rough is b else "sharpened", _told(a, b)) if fits else STRANGERS


def rounding(a: Amount, b: Amount) -> str:
    """Return "softened" if `b` is `a` said less exactly, "sharpened" if more exactly, "" if it is another value."""
    if _is_rounded(a, b):
        return "softened"
    return "sharpened" if _is_rounded(b, a) else ""


def _is_rounded(fine: Amount, rough: Amount) -> bool:
    """Tell whether `rough` is `fine` with fewer figures, on the side that its limiting word says."""
    off = rough.value - fine.value
    if not (fine.value > 0 and rough.value > 0 and abs(off) <= WEIGHTS["amount rounded"] * fine.value):
        return False
    if rough.limit in ("over", "at least") and off > 0 or rough.limit in ("under", "at most") and off < 0:
        return False
    fewer, slight = figures(rough) < figures(fine), WEIGHTS["amount converted"] * fine.value
    step: float = 10 ** (floor(log10(rough.value)) - figures(rough) + 1)
    if not rough.limit:
        return fewer and abs(off) <= min(slight, step)
    if not fine.limit and abs(off) <= slight:
        return True
    if not fewer or (rough.limit == fine.limit and rough.limit != "about"):
        return False
    below = off > 0 and rough.shown.lower().startswith(("nearly", "almost", "close"))
    return abs(off) <= (step if below or rough.limit != "about" else step / 2)


def figures(a: Amount) -> int:
    """Return how many figures of an amount count, as it is written: 11,400 has three, 5.0 two."""
    whole, dot, part = f"{a.value:.4f}".rstrip("0").partition(".")
    written = a.shown.replace(",", "")
    if ".0" in written and not part:
        part = "0"
    digits = (whole + part).lstrip("0")
    return len(digits) if part else len(digits.rstrip("0")) or 1


def _relate_times(a: Amount, b: Amount) -> Relation:
    """Return the relation of two times of day; one that does not say which half of the day may be either."""
    hour, minute = ([int(part) for part in amount.label.split(":")] for amount in (a, b))
    either = "12 hours" in (a.part, b.part)
    if hour == minute or (either and hour[0] % 12 == minute[0] % 12 and hour[1] == minute[1]):
        return _in_role(a, b, Relation(SAME, *_limits(a, b)))
    return Relation(OTHER, "changed", _told(a, b))


def _in_role(a: Amount, b: Amount, found: Relation) -> Relation:
    """Return the relation of two dates or times, or that one is told as before what the other is told as after."""
    roles = a.setting.role, b.setting.role
    opposed = frozenset(roles) in _OPPOSED
    return Relation(found.kinship, "changed", f"role: {roles[0]} → {roles[1]}") if opposed else found


_OPPOSED = {
    frozenset(pair.split("-"))
    for pair in "before-on before-after after-on until-from until-on until-after from-before by-after from-by".split()
}


def _relate_dates(a: Amount, b: Amount) -> Relation:
    """Return the relation of two dates."""
    found = _relate_labels(a, b)
    if found.status not in ("kept", "softened", "sharpened"):
        return found
    if a.part and b.part and a.part != b.part:
        return Relation(found.kinship, "changed", f"part: {a.part} → {b.part}")
    if a.way and b.way and a.way != b.way:
        return Relation(found.kinship, "changed", f"{a.way} → {b.way}")
    return _in_role(a, b, found)


def _relate_labels(a: Amount, b: Amount) -> Relation:
    """Return the relation of two dates by their normalised forms."""
    if a.label == b.label:
        return Relation(SAME, *_limits(a, b))
    if " " in a.label and " " in b.label and a.label.split()[1] == b.label.split()[1] and a.faint and b.faint:
        return Relation(OTHERWISE, "changed", _told(a, b))
    if set(_readings(a.label)) & set(_readings(b.label)):
        return Relation(SAME, "kept")
    if a.days or b.days:
        return _relate_days(a, b)
    return _relate_parts(a, b)


def _readings(label: str) -> list[str]:
    """Return the dates that a label can be: two where the order of day and month is open."""
    return label.split() if label[:1].isdigit() else [label.split()[-1]] if "-" in label else [label]


def _relate_days(a: Amount, b: Amount) -> Relation:
    """Return the relation of a weekday or a word such as yesterday, counted from publication, to another day."""
    one, other = a.days or frozenset(_readings(a.label)), b.days or frozenset(_readings(b.label))
    if any(x.endswith(y) or y.endswith(x) for x in one for y in other):
        return Relation(OTHERWISE, "kept", "the same day")
    if all(amount.days or "-" in amount.label for amount in (a, b)):
        return Relation(OTHER, "changed", _told(a, b))
    return _relate_parts(a, b)


_SEASONS = {"spring", "summer", "autumn", "winter"}


def _relate_parts(a: Amount, b: Amount) -> Relation:
    """Return the relation of two dates by year, month, day and weekday."""
    one, other = _parts(a.label), _parts(b.label)
    if one & other and (one <= other or other <= one):
        keys_a, keys_b = {k for k, _ in one}, {k for k, _ in other}
        if "day" in keys_a - keys_b and "weekday" not in keys_b:
            return Relation(OTHERWISE, "softened", _told(a, b))
        if "day" in keys_b - keys_a and "weekday" not in keys_a:
            return Relation(OTHERWISE, "sharpened", _told(a, b))
        return Relation(OTHERWISE, "kept")
    weekday_a, weekday_b = a.label in WEEKDAYS, b.label in WEEKDAYS
    if (weekday_a and b.label.lower() in RELATIVE_DAYS) or (weekday_b and a.label.lower() in RELATIVE_DAYS):
        return Relation(OTHERWISE, "kept", "a weekday and a relative day")
    if _weekday_of(a.label) == b.label or _weekday_of(b.label) == a.label:
        return Relation(OTHERWISE, "kept")
    keys = {k for k, _ in one}, {k for k, _ in other}
    alike = keys[0] == keys[1] and (keys[0] != {"word"} or {a.label, b.label} <= _SEASONS)
    return Relation(OTHER, "changed", _told(a, b)) if alike else STRANGERS


def _parts(label: str) -> frozenset[tuple[str, str]]:
    """Return the parts of a date: weekday, year, month, day, or the words that it is told by."""
    parts: set[tuple[str, str]] = set()
    head, _, rest = label.partition(" ")
    if head in WEEKDAYS:
        parts.add(("weekday", head))
        label = rest
    fields = label.split("-") if label else []
    if label and not all(map(str.isdecimal, fields)):  # last month, told from the day of writing, is no month
        return frozenset({*parts, ("relative" if " " in label else "word", label)})
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
