"""Divide and choose so that a formula takes plain numbers and arrays alike, and undefined is NaN."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

Totals = Mapping[str, Any]
"""Totals of counts by column: floats, or arrays of one shape."""


def ratio(numerator: Any, denominator: Any) -> Any:
    """Return `numerator / denominator`; NaN where the denominator is 0 or NaN. Floats give a float, arrays an
    array.
    """
    if isinstance(denominator, np.ndarray) or isinstance(numerator, np.ndarray):
        denominator = np.asarray(denominator, dtype=float)
        return numerator / np.where(denominator == 0, np.nan, denominator)
    return float(numerator / denominator) if denominator else float("nan")


def choose(condition: Any, then: Any, otherwise: Any) -> Any:
    """Return `then` where `condition` holds, else `otherwise`."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, then, otherwise)
    return then if condition else otherwise


def logarithm(value: Any) -> Any:
    """Return the natural logarithm of `value`; NaN where it is not above 0."""
    if isinstance(value, np.ndarray):
        return np.log(np.where(value > 0, value, np.nan))
    return math.log(value) if value > 0 else float("nan")
