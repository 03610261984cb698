"""Put a shift into words: its direction, its size, and how much it can bear."""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

import numpy as np

from mediakit.measures.metrics import Metric

FEW = 8  # changed pairs below which a shift rests on too little to give its interval weight

_OPPOSITES = {"harder": "easier", "easier": "harder", "longer": "shorter", "shorter": "longer", "less": "more",
              "stronger": "weaker"}  # fmt: skip
_COMPARED = re.compile(r"\b(?:harder|easier|longer|shorter|stronger|more|less|fewer)\b( [^,]*)?")
_VERBS = {"are", "is", "of", "read", "put", "than", "on"}
_UNITS = {"US grade": "grades"}


def name_direction(metric: Metric, rises: bool) -> str:
    """Return what a rise, or a fall, of a metric means, such as "harder to read"."""
    words = metric.higher_means
    found = _COMPARED.search(words)
    if rises or not found:
        return words if rises else f"the reverse of {words}"
    first, *rest = found[0].split()
    if first == "more":
        noun = list(takewhile(lambda word: word not in _VERBS, rest))
        opposite = "fewer" if noun and noun[-1].endswith("s") and not noun[-1].endswith("ss") else "less"
    else:
        opposite = _OPPOSITES.get(first, "more")
    return words[: found.start()] + opposite + words[found.start() + len(first) :]


def name_size(metric: Metric, shift: float) -> str:
    """Return the size of a shift with its unit."""
    size = f"{abs(shift):.2g}" if abs(shift) < 100 else f"{abs(shift):.0f}"
    # A share that goes from 94 to 38 percent falls by 56 percentage points.
    shares = metric.unit.startswith("percent")
    unit = "percentage points" if shares else _UNITS.get(metric.unit, metric.unit.split(", ")[0])
    return f"{size} {unit}".strip()


def read(metric: Metric, row: Mapping[Any, Any]) -> str:
    """Return a row of the shift table in words."""
    shift, floor, n_changed = row["shift"], row["floor"], int(row["n_changed"])
    if np.isnan(shift):
        return "undefined in " + " and ".join(
            f"the {age} version" for age, side in (("older", "old"), ("newer", "new")) if np.isnan(row[side])
        )
    if not n_changed:
        return "no change"
    if not shift:
        return "no shift"
    said = f"{name_direction(metric, shift > 0)} by {name_size(metric, shift)}"
    if np.isfinite(floor) and abs(shift) <= floor:
        return f"{said}; not distinguishable from formatting"
    if n_changed < FEW:
        few = "one changed pair" if n_changed == 1 else f"{n_changed} changed pairs"
        return f"{said}; rests on {few}, too few to judge"
    if not row["low"] <= 0 <= row["high"] and np.isfinite(row["low"]):
        return f"{said}; clear of formatting noise"
    return f"{said}; hangs on a few sentences"
