"""The formulas of tone: sentiment, loaded language, certainty and sources, on totals of counts."""

from collections.abc import Callable
from typing import Any

from mediakit.measures.arithmetic import Totals, ratio

FAMILIES = {
    "emotive": "emotive words",
    "hyperbole": "exaggerations",
    "label": "labels put on people and ideas",
    "intensifier": "intensifiers",
    "attribution": "loaded verbs of attribution",
    "insinuation": "insinuations",
    "euphemism": "euphemisms",
}
"""The families of loaded words, and how the words of each are called."""


def per_thousand(column: str) -> Callable[[Totals], Any]:
    """Return the formula of a count per 1,000 words."""

    def rate(t: Totals) -> Any:
        return ratio(1000 * t[column], t["n_words"])

    rate.__doc__ = f"1,000 {column} / words. Higher: more of them."
    return rate


def sentiment_news(t: Totals) -> Any:
    """Average of the sentences' news scores, in readers' points. Higher: more positive. See evidence/sentiment.py."""
    return ratio(t["sentiment_sum"], t["n_sentences"])


def vader_mean(t: Totals) -> Any:
    """VADER's compound of each sentence, averaged. Higher: more positive. Hutto and Gilbert 2014."""
    return ratio(t["vader_sum"], t["n_sentences"])


def positive_share(t: Totals) -> Any:
    """100 sentences with a compound of at least 0.05 / sentences. Higher: more of them positive."""
    return ratio(100 * t["n_positive"], t["n_sentences"])


def negative_share(t: Totals) -> Any:
    """100 sentences with a compound of at most -0.05 / sentences. Higher: more of them negative."""
    return ratio(100 * t["n_negative"], t["n_sentences"])


def loaded_rate(t: Totals) -> Any:
    """1,000 words that the word model finds loaded / words. Higher: more loaded words."""
    return ratio(1000 * t["n_loaded"], t["n_words"])


def p_loaded_mean(t: Totals) -> Any:
    """100 × the sum of the words' probabilities of being loaded / words. Higher: more loaded."""
    return ratio(100 * t["p_loaded_sum"], t["n_words"])


def loaded_strength(t: Totals) -> Any:
    """Sum of the words' ratings above that of plain words (1.5 of 9) per 1,000 words. Higher: stronger words.

    Unlike `loaded_rate` it sees a word by itself, wherever it stands, and mild words too. See evidence/ratings.py.
    """
    return ratio(1000 * t["strength_sum"], t["n_words"])


def p_biased_mean(t: Totals) -> Any:
    """100 × the sum of the sentences' probabilities of reading as biased / sentences. Higher: more biased."""
    return ratio(100 * t["p_biased_sum"], t["n_sentences"])


def biased_share(t: Totals) -> Any:
    """100 sentences that more likely than not read as biased / sentences. Higher: more of them."""
    return ratio(100 * t["n_biased_sentences"], t["n_sentences"])


def certainty(t: Totals) -> Any:
    """1,000 (boosters - hedges - may, might, could) / words. Higher: claims are made more firmly."""
    return ratio(1000 * (t["n_boosters"] - t["n_hedges"] - t["n_possible"]), t["n_words"])


def hedge_rate(t: Totals) -> Any:
    """1,000 (hedges + may, might, could) / words. Higher: more is left open."""
    return ratio(1000 * (t["n_hedges"] + t["n_possible"]), t["n_words"])


def attribution_neutral_share(t: Totals) -> Any:
    """100 neutral attributions ("said", "according to") / attributions. Higher: fewer verbs that judge the
    speaker.
    """
    return ratio(100 * t["n_attributions_neutral"], t["n_attributions"])


def quoted_share(t: Totals) -> Any:
    """100 words inside quotation marks / words. Higher: more is quoted."""
    return ratio(100 * t["n_quoted_words"], t["n_words"])


def number_rate(t: Totals) -> Any:
    """1,000 numbers, amounts of money and percentages / words. Higher: more figures."""
    return ratio(1000 * (t["n_numbers"] + t["n_money"] + t["n_percents"]), t["n_words"])
