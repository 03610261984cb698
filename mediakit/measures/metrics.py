"""Every metric: a formula on totals of counts, with its unit, direction and reference. Nothing here sees a text."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mediakit.measures import readability as r
from mediakit.measures.arithmetic import Totals, ratio

Formula = Callable[[Totals], Any]


class _Asked(dict[str, float]):
    """Totals that note which columns are asked for."""

    def __missing__(self, column: str) -> float:
        self[column] = 1.0
        return 1.0


@dataclass(frozen=True)
class Metric:
    """A formula on totals of counts.

    `formula(totals)` takes any mapping from count column to float or array and returns the like, NaN where
    undefined. `higher_means` is read as "higher means …". `range` is where values usually lie (-inf or inf: open).
    `caution` says when not to trust it. `steps` lists what makes the formula jump: (formula of the switching
    quantity, threshold).
    """

    name: str
    formula: Formula
    unit: str
    higher_means: str
    reference: str
    range: tuple[float, float] = (float("-inf"), float("inf"))
    caution: str = ""
    steps: tuple[tuple[Formula, float], ...] = ()
    least_words: int = 1

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The count columns that the formula reads."""
        asked = _Asked()
        self.formula(asked)
        return tuple(asked)


SHORT = "Unstable below 100 words or 3 sentences."


def _classic(
    name: str,
    formula: Formula,
    unit: str,
    higher_means: str,
    reference: str,
    range: tuple[float, float],
    steps: tuple[tuple[Formula, float], ...] = (),
) -> Metric:
    """Return a readability metric: not defined on fewer than two words."""
    return Metric(name, formula, unit, higher_means, reference, range, SHORT, steps, least_words=2)


HARDER, EASIER = "harder to read", "easier to read"

TEXTSTAT_FORMULAS = (
    _classic("flesch_reading_ease", r.flesch_reading_ease, "points", EASIER, "Flesch 1948", (0, 100)),
    _classic("flesch_kincaid_grade", r.flesch_kincaid_grade, "US grade", HARDER, "Kincaid et al. 1975", (0, 18)),
    _classic("smog_index", r.smog_index, "US grade", HARDER, "McLaughlin 1969", (3, 18)),
    _classic("gunning_fog", r.gunning_fog, "US grade", HARDER, "Gunning 1952", (0, 20)),
    _classic(
        "automated_readability_index",
        r.automated_readability_index,
        "US grade",
        HARDER,
        "Smith and Senter 1967",
        (0, 18),
    ),
    _classic("coleman_liau_index", r.coleman_liau_index, "US grade", HARDER, "Coleman and Liau 1975", (0, 18)),
    _classic(
        "dale_chall_readability_score",
        r.dale_chall_readability_score,
        "points",
        HARDER,
        "Dale and Chall 1948",
        (0, 12),
        steps=((r.percent_unfamiliar, 5.0),),
    ),
    _classic("spache_readability", r.spache_readability, "US grade", HARDER, "Spache 1953", (0, 12)),
    _classic(
        "linsear_write_formula",
        r.linsear_write_formula,
        "US grade",
        HARDER,
        "United States Air Force, in Klare 1974",
        (0, 20),
        steps=((r.linsear_points, 20.0),),
    ),
    _classic("lix", r.lix, "points", HARDER, "Björnsson 1968", (10, 80)),
    _classic("rix", r.rix, "long words per sentence", HARDER, "Anderson 1983", (0, 12)),
    _classic("mcalpine_eflaw", r.mcalpine_eflaw, "points", "harder for learners of English", "McAlpine 2006", (5, 45)),
)

READABILITY = (
    *TEXTSTAT_FORMULAS,
    _classic("words_per_sentence", r.words_per_sentence, "words", "longer sentences", "plain count", (5, 40)),
    _classic("syllables_per_word", r.syllables_per_word, "syllables", "longer words", "plain count", (1, 2)),
)


def vader_mean(t: Totals) -> Any:
    """VADER's compound, averaged over the sentences."""
    return ratio(t["vader_sum"], t["n_sentences"])


def share_positive(t: Totals) -> Any:
    """Percent of sentences whose VADER compound is at least 0.05."""
    return ratio(100 * t["n_positive"], t["n_sentences"])


def share_negative(t: Totals) -> Any:
    """Percent of sentences whose VADER compound is at most -0.05."""
    return ratio(100 * t["n_negative"], t["n_sentences"])


HUTTO = "Hutto and Gilbert 2014"

SENTIMENT = (
    Metric("vader_mean", vader_mean, "compound, -1 to 1", "more positive", HUTTO, (-1, 1), SHORT),
    Metric(
        "share_positive", share_positive, "percent of sentences", "more sentences are positive", HUTTO, (0, 100), SHORT
    ),
    Metric(
        "share_negative", share_negative, "percent of sentences", "more sentences are negative", HUTTO, (0, 100), SHORT
    ),
)


def quoted_share(t: Totals) -> Any:
    """Percent of words inside quotation marks."""
    return ratio(100 * t["n_quoted_words"], t["n_words"])


SOURCES = (
    Metric("quoted_share", quoted_share, "percent of words", "more of the text is quoted", "plain count", (0, 100)),
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in (*READABILITY, *SENTIMENT, *SOURCES)}
