"""Every metric: a formula on totals of counts, with its unit, direction and reference. Nothing here sees a text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mediakit.errors import unknown_choice
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


def linsear_write(t: Totals) -> Any:
    """Half the Linsear points; 1 less up to 20 points. Higher: harder to read. United States Air Force.

    On the whole text; textstat's own, `linsear_write_formula`, takes the first 100 words only.
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


@dataclass(frozen=True)
class PerThousand:
    """The formula of a count per 1,000 words; a class, so that metrics can be sent to other processes."""

    column: str

    def __post_init__(self) -> None:
        """Say what this one reckons, as the other formulas do."""
        object.__setattr__(self, "__doc__", f"1,000 {self.column} / words. Higher: more of them.")

    def __call__(self, t: Totals) -> Any:
        """Return the rate of totals."""
        return ratio(1000 * t[self.column], t["n_words"])


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

    Unlike `loaded_rate` it sees a word by itself, wherever it stands, and mild words too.
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


def attribution_neutral_share(t: Totals) -> Any:
    """100 neutral attributions ("said", "according to") / attributions. Higher: fewer verbs that judge the
    speaker.
    """
    return ratio(100 * t["n_attributions_neutral"], t["n_attributions"])


def quoted_share(t: Totals) -> Any:
    """100 words inside quotation marks / words. Higher: more is quoted."""
    return ratio(100 * t["n_quoted_words"], t["n_words"])


def named_share(t: Totals) -> Any:
    """100 attributed words with a named source / attributed words. Higher: more has a name behind it.

    Attributed are the words whose source stands in their own sentence.
    """
    return ratio(100 * t["n_named_words"], t["n_attributed_words"])


def unnamed_share(t: Totals) -> Any:
    """100 attributed words of people without name ("officials", "it is believed") / attributed words.

    Higher: more has nobody to answer for it. A role ("the mayor"), a body and a pronoun are neither named nor unnamed.
    """
    return ratio(100 * t["n_unnamed_words"], t["n_attributed_words"])


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
    undefined. `label` is what readers see (the name in words, if none is given); `higher_means` and `lower_means` say
    what a rise and a fall mean. `range` is where values usually lie (-inf or inf: open). `caution` says when not to
    trust it. `steps` lists what makes the formula jump: (formula of the switching quantity, threshold). On fewer than
    `least_words` words it is undefined.

    >>> mk.METRICS["lix"].formula({"n_words": 100, "n_sentences": 5, "n_long_words": 20, "n_chunks": 100})
    40.0
    """

    name: str
    formula: Formula
    unit: str
    higher_means: str
    lower_means: str = ""
    reference: str = ""
    label: str = ""
    range: tuple[float, float] = (float("-inf"), float("inf"))
    caution: str = ""
    steps: tuple[tuple[Formula, float], ...] = ()
    least_words: int = 1

    def __post_init__(self) -> None:
        """Fill in the label and the meaning of a fall where none is given."""
        object.__setattr__(self, "label", self.label or self.name.replace("_", " "))
        object.__setattr__(self, "lower_means", self.lower_means or f"the reverse of {self.higher_means}")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The count columns that the formula reads."""
        asked = _Asked()
        self.formula(asked)
        return tuple(asked)


SHORT = "Unstable below 100 words or 3 sentences."
LIST = SHORT + " A list of words: irony, quotation and other senses are not seen."
CLAIMS = SHORT + " Counts words that stand for doubt or firmness, not whether a claim is true."
SPOKEN = "Unstable below ten attributions; undefined without any. Seen is only a source in the words' own sentence."
MARKS = SHORT + " Of the words counted experts mark seven in ten; of those that experts mark a third is counted."
READERS = (
    SHORT + " Tells grim from pleasant words, not the tone of a report from the event: a sober report of a death is "
    "negative. Learned on editorials of one newspaper; irony and targets are not seen."
)
HUTTO = "Hutto and Gilbert 2014"
BABE = "Spinde et al. 2021"
OWN_LIST = "mediakit's own list"
COUNT = "plain count"
CLEAR = "learned from CLEAR, Crossley et al. 2022, and OneStopEnglish, Vajjala and Lučić 2018"
PER_1000 = "per 1,000 words"
SENTENCES = "percent of sentences"
SHARE = (0.0, 100.0)


def _reading(
    formula: Formula,
    unit: str,
    reference: str,
    range: tuple[float, float],
    label: str = "",
    higher_means: str = "harder to read",
    lower_means: str = "easier to read",
    steps: tuple[tuple[Formula, float], ...] = (),
) -> Metric:
    """Return a readability metric named after its formula; it is not defined on fewer than two words."""
    name = formula.__name__
    return Metric(name, formula, unit, higher_means, lower_means, reference, label, range, SHORT, steps, 2)


def _easier(formula: Formula, reference: str, label: str) -> Metric:
    return _reading(formula, "points", reference, (0, 100), label, "easier to read", "harder to read")


GRADE = "US grade"
CLASSIC = (
    _easier(flesch_reading_ease, "Flesch 1948", "Flesch reading ease"),
    _reading(flesch_kincaid_grade, GRADE, "Kincaid et al. 1975", (0, 18), "school grade (Flesch-Kincaid)"),
    _reading(smog_index, GRADE, "McLaughlin 1969", (3, 18), "school grade (SMOG)"),
    _reading(gunning_fog, GRADE, "Gunning 1952", (0, 20), "school grade (Gunning fog)"),
    _reading(automated_readability_index, GRADE, "Smith and Senter 1967", (0, 18), "school grade (ARI)"),
    _reading(coleman_liau_index, GRADE, "Coleman and Liau 1975", (0, 18), "school grade (Coleman-Liau)"),
    _reading(dale_chall_readability_score, "points", "Dale and Chall 1948", (0, 12), "Dale-Chall score",
             steps=((percent_unfamiliar, 5.0),)),
    _reading(spache_readability, GRADE, "Spache 1953", (0, 12), "school grade (Spache)"),
    _reading(linsear_write, GRADE, "United States Air Force, in Klare 1974", (0, 20), "school grade (Linsear)",
             steps=((linsear_points, 20.0),)),
    _reading(lix, "points", "Björnsson 1968", (10, 80), "LIX"),
    _reading(rix, "long words per sentence", "Anderson 1983", (0, 12), "RIX"),
    _reading(mcalpine_eflaw, "points", "McAlpine 2006", (5, 45), "difficulty for learners (EFLAW)",
             "harder for learners of English", "easier for learners of English"),
)  # fmt: skip
"""The formulas that textstat has, under its names but for `linsear_write`."""

READABILITY = (
    _easier(reading_ease_news, CLEAR, "ease of reading"),
    *CLASSIC,
    _reading(words_per_sentence, "words", COUNT, (5, 40), "words per sentence", "longer sentences",
             "shorter sentences"),
    _reading(syllables_per_word, "syllables", COUNT, (1, 2), "syllables per word", "longer words", "shorter words"),
)  # fmt: skip

SENTIMENT = (
    Metric("sentiment_news", sentiment_news, "readers' points", "more positive", "more negative",
           "learned from the readers of Hutto and Gilbert 2014", "sentiment (grim or pleasant words)", (-2, 2),
           READERS),
    Metric("vader_mean", vader_mean, "compound", "more positive", "more negative", HUTTO, "sentiment (VADER)",
           (-1, 1), SHORT),
    Metric("positive_share", positive_share, SENTENCES, "more sentences are positive", "fewer sentences are positive",
           HUTTO, "positive sentences", SHARE, SHORT),
    Metric("negative_share", negative_share, SENTENCES, "more sentences are negative", "fewer sentences are negative",
           HUTTO, "negative sentences", SHARE, SHORT),
)  # fmt: skip

LOADED = (
    Metric("loaded_rate", loaded_rate, PER_1000, "more loaded words", "fewer loaded words", BABE, "loaded words",
           (0, 150), MARKS),
    Metric("p_loaded_mean", p_loaded_mean, "percent, mean probability", "words are more loaded",
           "words are less loaded", BABE, "how loaded the words are", SHARE, SHORT),
    Metric("loaded_strength", loaded_strength, "points per 1,000 words", "stronger words", "milder words",
           "mediakit's own ratings", "strength of words", (0, 600),
           LIST + " News articles mostly lie between 20 and 180."),
    Metric("p_biased_mean", p_biased_mean, "percent, mean probability", "sentences read as more biased",
           "sentences read as less biased", BABE, "how biased sentences read", SHARE, SHORT),
    Metric("biased_share", biased_share, SENTENCES, "more sentences read as biased", "fewer sentences read as biased",
           BABE, "sentences read as biased", SHARE, SHORT),
)  # fmt: skip

CERTAINTY = (
    Metric("certainty", certainty, PER_1000, "claims are made more firmly", "claims are made less firmly", OWN_LIST,
           "firmness of claims", (-60, 30), CLAIMS),
    Metric("booster_rate", PerThousand("n_boosters"), PER_1000, "more boosters", "fewer boosters", OWN_LIST,
           "words that insist", (0, 30), CLAIMS),
    Metric("negation_rate", PerThousand("n_negations"), PER_1000, "more negations", "fewer negations", OWN_LIST,
           "negations", (0, 30), CLAIMS),
)  # fmt: skip

SOURCES = (
    Metric("attribution_neutral_share", attribution_neutral_share, "percent of attributions",
           'more attributions are neutral like "said"', 'fewer attributions are neutral like "said"', OWN_LIST,
           "neutral “said”", SHARE, "Unstable below ten attributions; undefined without any."),
    Metric("attribution_rate", PerThousand("n_attributions"), PER_1000, "more is attributed", "less is attributed",
           OWN_LIST, "attributions", (0, 60), LIST),
    Metric("named_source_rate", PerThousand("n_named_sources"), PER_1000, "more named sources",
           "fewer named sources", COUNT, "named sources", (0, 40), SHORT),
    Metric("quoted_share", quoted_share, "percent of words", "more of the text is quoted",
           "less of the text is quoted", COUNT, "quoted words", SHARE, SHORT),
    Metric("named_share", named_share, "percent of attributed words", "more of what is said has a name behind it",
           "less of what is said has a name behind it", COUNT, "words with a named source", SHARE, SPOKEN),
    Metric("unnamed_share", unnamed_share, "percent of attributed words", "more is said by people without name",
           "less is said by people without name", COUNT, "words without a named source", SHARE, SPOKEN),
    Metric("number_rate", number_rate, PER_1000, "more figures", "fewer figures", COUNT, "figures", (0, 80), SHORT),
)  # fmt: skip

METRICS: dict[str, Metric] = {
    metric.name: metric for metric in (*READABILITY, *SENTIMENT, *LOADED, *CERTAINTY, *SOURCES)
}

MAIN = ("reading_ease_news", "flesch_kincaid_grade", "words_per_sentence", "sentiment_news", "vader_mean",
        "loaded_rate", "loaded_strength", "p_biased_mean", "certainty", "attribution_neutral_share",
        "quoted_share")  # fmt: skip
"""What an editor looks at, named before looking: few enough that tests corrected for their number can hold."""


def choose_metrics(metrics: "str | Metric | Sequence[str | Metric] | None" = "main") -> list[Metric]:
    """Return the metrics named or given: "main" (the default, also for None), "all", names, own metrics.

    Raises `ChoiceError` for an unknown name.
    """
    if metrics is None or isinstance(metrics, str) and metrics == "main":
        metrics = MAIN
    elif isinstance(metrics, str) and metrics == "all":
        metrics = tuple(METRICS)
    elif isinstance(metrics, str | Metric):
        metrics = [metrics]
    for name in metrics:
        if not isinstance(name, Metric) and name not in METRICS:
            raise unknown_choice("metric", name, ("main", "all", *METRICS))
    return [metric if isinstance(metric, Metric) else METRICS[metric] for metric in metrics]


def columns_of(metrics: Sequence[Metric]) -> tuple[str, ...]:
    """Return the count columns that some metrics read, and those that tell how long a text is, in order."""
    return tuple(sorted({"n_words", "n_numerals", "n_sentences"}.union(*(metric.columns for metric in metrics))))
