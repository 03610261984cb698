"""Multiply small matrices without waking threads: on a busy machine these take a hundred times as long."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


Array = NDArray[np.float64]

_ALONE = 200_000  # multiplications up to which the linear algebra libraries stay on one thread


def multiply(left: Array, right: Array) -> Array:
    """Return the matrix product, reckoned a few rows at a time; it does not depend on the number of threads."""
    rows = max(1, _ALONE // max(1, right.size))
    result = np.empty((left.shape[0], right.shape[1]))
    for start in range(0, len(left), rows):
        np.matmul(left[start : start + rows], right, out=result[start : start + rows])
    return result
