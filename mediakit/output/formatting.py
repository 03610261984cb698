"""Numbers and names as readers see them: the same in the terminal, the figures and the report."""

from mediakit.measures.metrics import METRICS

SAME_QUOTATION = ("verbatim", "typography")
"""The states of a quotation whose words are the same."""


def plain(value: float) -> str:
    """Return a number with three significant digits, a true minus and no exponent; a dash if it is missing."""
    if value != value:
        return "–"
    text = f"{value:.3g}"
    if "e" in text:
        text = f"{value:.0f}" if abs(value) > 1 else f"{value:.4f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def signed(value: float) -> str:
    """Return a number as `plain` does, with a plus sign before what is above zero."""
    text = plain(value)
    return f"+{text}" if value > 0 and text != "0" else text


def spell(name: str) -> str:
    """Return the label of a metric, or the name of a status or column as words."""
    return METRICS[name].label if name in METRICS else name.replace("_", " ")
