"""Every metric: a formula on totals of counts, with its unit, direction and reference. Nothing here sees a text."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mediakit.measures import readability as r
from mediakit.measures import tone
from mediakit.measures.arithmetic import Totals

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

    >>> mk.METRICS["lix"].formula({"n_words": 100, "n_sentences": 5, "n_long_words": 20, "n_chunks": 100})
    40.0
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
LIST = SHORT + " A list of words: irony, quotation and other senses are not seen."
CLAIMS = SHORT + " Counts words that stand for doubt or firmness, not whether a claim is true."
HUTTO = "Hutto and Gilbert 2014"
BABE = "Spinde et al. 2021"
OWN_LIST = "mediakit's own list"
COUNT = "plain count"
PER_1000 = "per 1,000 words"
PERCENT_SENTENCES = "percent of sentences"
SHARE = (0.0, 100.0)
HARDER, EASIER = "harder to read", "easier to read"


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
    _classic(
        "reading_ease_news",
        r.reading_ease_news,
        "points",
        EASIER,
        "learned from CLEAR, Crossley et al. 2022, and OneStopEnglish, Vajjala and Lučić 2018",
        (0, 100),
    ),
    *TEXTSTAT_FORMULAS,
    _classic("words_per_sentence", r.words_per_sentence, "words", "longer sentences", "plain count", (5, 40)),
    _classic("syllables_per_word", r.syllables_per_word, "syllables", "longer words", "plain count", (1, 2)),
)


SENTIMENT = (
    Metric(
        "sentiment_news",
        tone.sentiment_news,
        "readers' points",
        "more positive",
        "learned from the readers of Hutto and Gilbert 2014",
        (-2, 2),
        SHORT + " Learned on editorials of one newspaper; irony and the target of a feeling are not seen.",
    ),
    Metric("vader_mean", tone.vader_mean, "compound", "more positive", HUTTO, (-1, 1), SHORT),
    Metric(
        "positive_share", tone.positive_share, PERCENT_SENTENCES, "more sentences are positive", HUTTO, SHARE, SHORT
    ),
    Metric(
        "negative_share", tone.negative_share, PERCENT_SENTENCES, "more sentences are negative", HUTTO, SHARE, SHORT
    ),
)

LOADED = (
    Metric("loaded_rate", tone.loaded_rate, PER_1000, "more loaded words", BABE, (0, 150), SHORT),
    Metric(
        "p_loaded_mean", tone.p_loaded_mean, "percent, mean probability", "words are more loaded", BABE, SHARE, SHORT
    ),
    Metric(
        "loaded_strength",
        tone.loaded_strength,
        "points per 1,000 words",
        "stronger words",
        "mediakit's own ratings",
        (0, 600),
        LIST + " News articles mostly lie between 20 and 180.",
    ),
    Metric(
        "p_biased_mean",
        tone.p_biased_mean,
        "percent, mean probability",
        "sentences read as more biased",
        BABE,
        SHARE,
        SHORT,
    ),
    Metric("biased_share", tone.biased_share, PERCENT_SENTENCES, "more sentences read as biased", BABE, SHARE, SHORT),
    *(
        Metric(
            "loaded_verb_rate" if family == "attribution" else f"{family}_rate",
            tone.per_thousand(f"n_{family}"),
            PER_1000,
            f"more {words}",
            OWN_LIST,
            (0, 60),
            LIST,
        )
        for family, words in tone.FAMILIES.items()
    ),
    Metric(
        "scare_quotes_rate",
        tone.per_thousand("n_scare_quotes"),
        PER_1000,
        "more scare quotes",
        COUNT,
        (0, 20),
        SHORT + " Up to four words in quotation marks that are no speech; those with a capital letter are left out.",
    ),
)

CERTAINTY = (
    Metric("certainty", tone.certainty, PER_1000, "claims are made more firmly", OWN_LIST, (-60, 30), CLAIMS),
    Metric("hedge_rate", tone.hedge_rate, PER_1000, "more hedges", OWN_LIST, (0, 60), CLAIMS),
    Metric("booster_rate", tone.per_thousand("n_boosters"), PER_1000, "more boosters", OWN_LIST, (0, 30), CLAIMS),
    Metric("negation_rate", tone.per_thousand("n_negations"), PER_1000, "more negations", OWN_LIST, (0, 30), CLAIMS),
)

SOURCES = (
    Metric(
        "attribution_neutral_share",
        tone.attribution_neutral_share,
        "percent of attributions",
        'more attributions are neutral like "said"',
        OWN_LIST,
        SHARE,
        "Unstable below ten attributions; undefined without any.",
    ),
    Metric(
        "attribution_rate", tone.per_thousand("n_attributions"), PER_1000, "more is attributed", OWN_LIST, (0, 60), LIST
    ),
    Metric(
        "named_source_rate", tone.per_thousand("n_named_sources"), PER_1000, "more named sources", COUNT, (0, 40), SHORT
    ),
    Metric("quoted_share", tone.quoted_share, "percent of words", "more of the text is quoted", COUNT, SHARE, SHORT),
    Metric("number_rate", tone.number_rate, PER_1000, "more figures", COUNT, (0, 80), SHORT),
)

METRICS: dict[str, Metric] = {
    metric.name: metric for metric in (*READABILITY, *SENTIMENT, *LOADED, *CERTAINTY, *SOURCES)
}
