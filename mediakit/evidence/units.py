"""Units of measure and currencies: how they are written, and what one is worth in another of its family."""

import csv
import re
from importlib.resources import files
from typing import NamedTuple

from mediakit.memory import once, remember


class Unit(NamedTuple):
    """A unit: `written` is a pattern of its forms; a value becomes that of the family as (value + offset) · factor."""

    name: str
    family: str
    written: str
    factor: float
    offset: float


def _rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of this room."""
    return list(csv.DictReader(files("mediakit.evidence").joinpath(name).read_text(encoding="utf-8").splitlines()))


@once
def all_units() -> tuple[Unit, ...]:
    """Return all units; a factor is NaN where the unit does not say enough ("degrees")."""
    return tuple(
        Unit(row["unit"], row["family"], row["form"], float(row["factor"] or "nan"), float(row["offset"] or 0))
        for row in _rows("units.csv")
    )


@once
def _by_name() -> dict[str, Unit]:
    return {unit.name: unit for unit in all_units()}


@once
def all_currencies() -> tuple[Unit, ...]:
    """Return all currencies; the name is the sign, the factor what the coin is worth (a cent is 0.01 dollars)."""
    return tuple(
        Unit(row["currency"], "money", row["form"], float(row["factor"]), 0) for row in _rows("currencies.csv")
    )


@remember()
def family_of(name: str) -> str:
    """Return what a unit measures (length, time, …), "" if it is no unit of measure."""
    unit = _by_name().get(name)
    return unit.family if unit else ""


def convert(value: float, name: str) -> float:
    """Return a value in the base unit of its family; NaN if the unit is unknown or does not say enough."""
    unit = _by_name().get(name)
    return (value + unit.offset) * unit.factor if unit else float("nan")


@once
def _readers() -> tuple[tuple[re.Pattern[str], Unit], ...]:
    found = []
    for unit in (*all_units(), *all_currencies()):
        found.append((re.compile(rf"(?:{unit.written})(?![\w%])", re.IGNORECASE), unit))
    return tuple(found)


@once
def pattern() -> str:
    """Return one pattern that matches any unit or currency as written, the longest forms first."""
    forms = [form for unit in (*all_units(), *all_currencies()) for form in _split(unit.written)]
    return "|".join(sorted(forms, key=len, reverse=True))


def _split(written: str) -> list[str]:
    """Return the forms of a pattern: what stands between its outer bars."""
    parts, depth, last = [], 0, 0
    for at, sign in enumerate(written):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append(written[last:at])
            last = at + 1
    return [*parts, written[last:]]


@remember()
def read_unit(written: str) -> Unit | None:
    """Return the unit or currency that some words name, None if they name none."""
    bare = " ".join(written.lower().split())
    return next((unit for reader, unit in _readers() if reader.fullmatch(bare)), None)
