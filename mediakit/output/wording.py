"""Numbers and names as readers see them: the same in the terminal, the figures and the report."""

from typing import TYPE_CHECKING

from mediakit.comparison.readings import FEW

if TYPE_CHECKING:
    import pandas as pd

MAIN_METRICS = ("reading_ease_news", "flesch_kincaid_grade", "words_per_sentence", "sentiment_news", "vader_mean",
                "negative_share", "loaded_rate", "p_biased_mean", "certainty", "hedge_rate",
                "attribution_neutral_share", "quoted_share")  # fmt: skip
"""What an editor looks at first; the rest is a click or a flag away."""

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


def spell(metric: str) -> str:
    """Return the name of a metric, status or column as words."""
    return metric.replace("_", " ")


def is_clear(table: "pd.DataFrame") -> "pd.Series[bool]":
    """Return which rows of a table of shifts are clear of zero and of the floor, and rest on enough pairs."""
    away = (table["low"] > 0) | (table["high"] < 0)
    return away & (table["shift"].abs() > table["floor"].fillna(0)) & (table["n_changed"] >= FEW)
