"""The readability formulas of textstat, on totals of counts, and one learned for news.

Each of textstat's keeps its order of operations, so that equal counts give equal values to the last bit. Where textstat
returns 0.0 for a text without words, these return NaN. All coefficients stand in the formulas as published.
"""

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
