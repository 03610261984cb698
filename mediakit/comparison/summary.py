"""Say in a few plain sentences what a rewrite did."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediakit.comparison.shifts import Comparison


def summarise(comparison: "Comparison") -> list[str]:
    """Return at most eight plain sentences for an editor, each backed by a row of a table."""
    return []
