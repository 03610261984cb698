"""Multiply small matrices without waking threads: on a busy machine these take a hundred times as long."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ALONE = 200_000  # multiplications up to which the linear algebra libraries stay on one thread


def multiply(left: Array, right: Array) -> Array:
    """Return the matrix product, reckoned a few rows at a time; it does not depend on the number of threads."""
    rows = max(1, _ALONE // max(1, right.size))
    result = np.empty((left.shape[0], right.shape[1]))
    for start in range(0, len(left), rows):
        np.matmul(left[start : start + rows], right, out=result[start : start + rows])
    return result
