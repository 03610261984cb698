"""Score the sentiment of a sentence: VADER as published, and a score made fit for news."""

from collections.abc import Sequence

from mediakit.evidence import vader
from mediakit.text.parts import Sentence

COLUMNS = ("vader_sum", "n_positive", "n_negative")

THRESHOLD = 0.05
"""VADER's published limit: a compound of at least 0.05 is positive, of at most -0.05 negative."""


def tally(sentence: Sentence, keep: Sequence[bool] | None = None) -> tuple[float, ...]:
    """Return the sentiment counts of a sentence, in the order of `COLUMNS`.

    With `keep` (one bool a word) only the kept words are scored, as a text of their own, and the score counts by
    their share of the sentence's words, as the sentence itself does.
    """
    share = 1.0 if keep is None else sum(keep) / len(keep) if keep else 0.0
    compound = vader.compound(kept_text(sentence, keep)) if share else 0.0
    return compound * share, share * (compound >= THRESHOLD), share * (compound <= -THRESHOLD)


def kept_text(sentence: Sentence, keep: Sequence[bool] | None = None) -> str:
    """Return the normalised text of the kept words; a gap belongs to the word before it, the first one to the first
    word.
    """
    if keep is None or all(keep):
        return sentence.clean
    pieces = [sentence.gaps[0]] if keep[0] else []
    for token, gap, kept in zip(sentence.tokens, sentence.gaps[1:], keep, strict=True):
        if kept:
            pieces += (token, gap)
        elif pieces and not pieces[-1].endswith(" "):
            pieces.append(" ")
    return "".join(pieces).strip()
