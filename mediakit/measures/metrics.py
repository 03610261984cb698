"""Every metric: a formula on totals of counts, with its unit, direction and reference. Nothing here sees a text."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mediakit.measures.arithmetic import Totals, choose, logarithm, ratio

NEWS = (125.751, -13.132, -59.708, -77.256, -52.724, 23.771)
"""Coefficients of `reading_ease_news`: constant, then those of `news_terms`; from tests/training/readability.py."""


def words_per_sentence(t: Totals) -> Any:
    """Words per sentence. Higher: longer sentences."""
    return ratio(t["n_words"], t["n_sentences"])


def syllables_per_word(t: Totals) -> Any:
    """Syllables per word. Higher: longer words."""
    return ratio(t["n_syllables"], t["n_words"])


def flesch_reading_ease(t: Totals) -> Any:
    """206.835 - 1.015 (words / sentences) - 84.6 (syllables / words). Higher: easier to read. Flesch 1948."""
    return 206.835 - 1.015 * words_per_sentence(t) - 84.6 * syllables_per_word(t)


def flesch_kincaid_grade(t: Totals) -> Any:
    """0.39 (words / sentences) + 11.8 (syllables / words) - 15.59. Higher: harder to read. Kincaid et al. 1975."""
    return 0.39 * words_per_sentence(t) + 11.8 * syllables_per_word(t) - 15.59


def smog_index(t: Totals) -> Any:
    """1.043 √(30 polysyllables / sentences) + 3.1291. Higher: harder to read. McLaughlin 1969."""
    return 1.043 * (30 * ratio(t["n_polysyllables"], t["n_sentences"])) ** 0.5 + 3.1291


def gunning_fog(t: Totals) -> Any:
    """0.4 (words / sentences + 100 complex words / words). Higher: harder to read. Gunning 1952."""
    return 0.4 * (words_per_sentence(t) + ratio(100 * t["n_complex"], t["n_words"]))


def automated_readability_index(t: Totals) -> Any:
    """4.71 (characters / chunks) + 0.5 (words / sentences) - 21.43. Higher: harder to read. Smith and Senter
    1967.
    """
    return 4.71 * ratio(t["n_chars"], t["n_chunks"]) + 0.5 * words_per_sentence(t) - 21.43


def coleman_liau_index(t: Totals) -> Any:
    """5.8 letters / words - 29.6 sentences / words - 15.8. Higher: harder to read. Coleman and Liau 1975."""
    letters = ratio(t["n_letters"], t["n_words"]) * 100
    sentences = ratio(t["n_sentences"], t["n_words"]) * 100
    return 0.058 * letters - 0.296 * sentences - 15.8


def percent_unfamiliar(t: Totals) -> Any:
    """Percent of words outside the list of easy words. Above 5, Dale and Chall add 3.6365."""
    return ratio(100 * t["n_unfamiliar"], t["n_words"])


def dale_chall_readability_score(t: Totals) -> Any:
    """0.1579 percent unfamiliar + 0.0496 words / sentences, + 3.6365 above 5 percent. Higher: harder. Dale and
    Chall 1948.
    """
    percent = percent_unfamiliar(t)
    score = 0.1579 * percent + 0.0496 * words_per_sentence(t)
    return choose(percent > 5, score + 3.6365, score)


def spache_readability(t: Totals) -> Any:
    """0.141 words / sentences + 8.6 difficult words / words + 0.839. Higher: harder to read. Spache 1953."""
    return 0.141 * words_per_sentence(t) + 0.086 * ratio(100 * t["n_difficult"], t["n_words"]) + 0.839


def linsear_points(t: Totals) -> Any:
    """One point for each word of one or two syllables, three for a longer one, per sentence. Up to 20, 2 are taken
    off.
    """
    easy = t["n_voiced_words"] - t["n_polysyllables"]
    return ratio(easy * 1 + t["n_polysyllables"] * 3, t["n_sentences"])


def linsear_write_formula(t: Totals) -> Any:
    """Half the Linsear points; 1 less up to 20 points. Higher: harder to read. United States Air Force.

    On the whole text; textstat takes the first 100 words only.
    """
    points = linsear_points(t)
    return choose(points <= 20, points - 2, points) / 2


def lix(t: Totals) -> Any:
    """Words per sentence + percent of words with more than six letters. Higher: harder to read. Björnsson 1968."""
    return words_per_sentence(t) + ratio(100 * t["n_long_words"], t["n_words"])


def rix(t: Totals) -> Any:
    """Words with more than six letters per sentence. Higher: harder to read. Anderson 1983."""
    return ratio(t["n_long_words"], t["n_sentences"])


def mcalpine_eflaw(t: Totals) -> Any:
    """(words + words of up to three letters) / sentences. Higher: harder for learners of English. McAlpine 2006."""
    return ratio(t["n_words"] + t["n_short_words"], t["n_sentences"])


def news_terms(t: Totals) -> tuple[Any, ...]:
    """Return what `reading_ease_news` adds up, before its coefficients.

    The natural logarithm of words per sentence; hard words (no easy word, even without its ending) per plain word;
    how far words lie beyond a rarity of 4.5, per plain word; names per word; the mean ease of content words. Plain
    words are neither names nor numbers.
    """
    return (
        logarithm(words_per_sentence(t)),
        ratio(t["n_hard"], t["n_plain"]),
        ratio(t["rare_sum"], t["n_plain"]),
        ratio(t["n_words"] - t["n_plain"] - t["n_numerals"], t["n_words"]),
        ratio(t["ease_sum"], t["n_rated"]),
    )


def reading_ease_news(t: Totals) -> Any:
    """Sum of `NEWS` coefficients times `news_terms`, on the scale of Flesch Reading Ease. Higher: easier to read."""
    constant, *coefficients = NEWS
    return constant + sum(weight * term for weight, term in zip(coefficients, news_terms(t), strict=True))


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
    _classic("flesch_reading_ease", flesch_reading_ease, "points", EASIER, "Flesch 1948", (0, 100)),
    _classic("flesch_kincaid_grade", flesch_kincaid_grade, "US grade", HARDER, "Kincaid et al. 1975", (0, 18)),
    _classic("smog_index", smog_index, "US grade", HARDER, "McLaughlin 1969", (3, 18)),
    _classic("gunning_fog", gunning_fog, "US grade", HARDER, "Gunning 1952", (0, 20)),
    _classic(
        "automated_readability_index",
        automated_readability_index,
        "US grade",
        HARDER,
        "Smith and Senter 1967",
        (0, 18),
    ),
    _classic("coleman_liau_index", coleman_liau_index, "US grade", HARDER, "Coleman and Liau 1975", (0, 18)),
    _classic(
        "dale_chall_readability_score",
        dale_chall_readability_score,
        "points",
        HARDER,
        "Dale and Chall 1948",
        (0, 12),
        steps=((percent_unfamiliar, 5.0),),
    ),
    _classic("spache_readability", spache_readability, "US grade", HARDER, "Spache 1953", (0, 12)),
    _classic(
        "linsear_write_formula",
        linsear_write_formula,
        "US grade",
        HARDER,
        "United States Air Force, in Klare 1974",
        (0, 20),
        steps=((linsear_points, 20.0),),
    ),
    _classic("lix", lix, "points", HARDER, "Björnsson 1968", (10, 80)),
    _classic("rix", rix, "long words per sentence", HARDER, "Anderson 1983", (0, 12)),
    _classic("mcalpine_eflaw", mcalpine_eflaw, "points", "harder for learners of English", "McAlpine 2006", (5, 45)),
)

READABILITY = (
    _classic(
        "reading_ease_news",
        reading_ease_news,
        "points",
        EASIER,
        "learned from CLEAR, Crossley et al. 2022, and OneStopEnglish, Vajjala and Lučić 2018",
        (0, 100),
    ),
    *TEXTSTAT_FORMULAS,
    _classic("words_per_sentence", words_per_sentence, "words", "longer sentences", "plain count", (5, 40)),
    _classic("syllables_per_word", syllables_per_word, "syllables", "longer words", "plain count", (1, 2)),
)

SENTIMENT = (
    Metric(
        "sentiment_news",
        sentiment_news,
        "readers' points",
        "more positive",
        "learned from the readers of Hutto and Gilbert 2014",
        (-2, 2),
        SHORT + " Tells grim from pleasant words, not the tone of a report from the event: a sober "
        "report of a death is negative. Learned on editorials of one newspaper; irony and targets are not seen.",
    ),
    Metric("vader_mean", vader_mean, "compound", "more positive", HUTTO, (-1, 1), SHORT),
    Metric("positive_share", positive_share, PERCENT_SENTENCES, "more sentences are positive", HUTTO, SHARE, SHORT),
    Metric("negative_share", negative_share, PERCENT_SENTENCES, "more sentences are negative", HUTTO, SHARE, SHORT),
)

LOADED = (
    Metric(
        "loaded_rate",
        loaded_rate,
        PER_1000,
        "more loaded words",
        BABE,
        (0, 150),
        SHORT + " Of the words counted experts mark seven in ten; of those that experts mark a third is counted.",
    ),
    Metric("p_loaded_mean", p_loaded_mean, "percent, mean probability", "words are more loaded", BABE, SHARE, SHORT),
    Metric(
        "loaded_strength",
        loaded_strength,
        "points per 1,000 words",
        "stronger words",
        "mediakit's own ratings",
        (0, 600),
        LIST + " News articles mostly lie between 20 and 180.",
    ),
    Metric(
        "p_biased_mean",
        p_biased_mean,
        "percent, mean probability",
        "sentences read as more biased",
        BABE,
        SHARE,
        SHORT,
    ),
    Metric("biased_share", biased_share, PERCENT_SENTENCES, "more sentences read as biased", BABE, SHARE, SHORT),
    *(
        Metric(
            "loaded_verb_rate" if family == "attribution" else f"{family}_rate",
            per_thousand(f"n_{family}"),
            PER_1000,
            f"more {words}",
            OWN_LIST,
            (0, 60),
            LIST,
        )
        for family, words in FAMILIES.items()
    ),
    Metric(
        "scare_quotes_rate",
        per_thousand("n_scare_quotes"),
        PER_1000,
        "more scare quotes",
        COUNT,
        (0, 20),
        SHORT + " Up to four words in quotation marks that are no speech; those with a capital letter are left out.",
    ),
)

CERTAINTY = (
    Metric("certainty", certainty, PER_1000, "claims are made more firmly", OWN_LIST, (-60, 30), CLAIMS),
    Metric("hedge_rate", hedge_rate, PER_1000, "more hedges", OWN_LIST, (0, 60), CLAIMS),
    Metric("booster_rate", per_thousand("n_boosters"), PER_1000, "more boosters", OWN_LIST, (0, 30), CLAIMS),
    Metric("negation_rate", per_thousand("n_negations"), PER_1000, "more negations", OWN_LIST, (0, 30), CLAIMS),
)

SOURCES = (
    Metric(
        "attribution_neutral_share",
        attribution_neutral_share,
        "percent of attributions",
        'more attributions are neutral like "said"',
        OWN_LIST,
        SHARE,
        "Unstable below ten attributions; undefined without any.",
    ),
    Metric("attribution_rate", per_thousand("n_attributions"), PER_1000, "more is attributed", OWN_LIST, (0, 60), LIST),
    Metric("named_source_rate", per_thousand("n_named_sources"), PER_1000, "more named sources", COUNT, (0, 40), SHORT),
    Metric("quoted_share", quoted_share, "percent of words", "more of the text is quoted", COUNT, SHARE, SHORT),
    Metric("number_rate", number_rate, PER_1000, "more figures", COUNT, (0, 80), SHORT),
)

METRICS: dict[str, Metric] = {
    metric.name: metric for metric in (*READABILITY, *SENTIMENT, *LOADED, *CERTAINTY, *SOURCES)
}

MAIN_METRICS = ("reading_ease_news", "flesch_kincaid_grade", "words_per_sentence", "sentiment_news", "vader_mean",
                "negative_share", "loaded_rate", "p_biased_mean", "certainty", "hedge_rate",
                "attribution_neutral_share", "quoted_share")  # fmt: skip
"""What an editor looks at first; the rest is a click or a flag away."""
