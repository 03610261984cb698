"""Find words that the writer sets in quotation marks to keep a distance from them."""

from mediakit.evidence.hits import Hit
from mediakit.text.parts import Sentence

MOST_WORDS = 4
"""Longer stretches between quotation marks are titles or speech."""

_OPENING, _CLOSING = frozenset({'"', "“", "‘", "'"}), frozenset({'"', "”", "’", "'"})


def find_scare_quotes(sentence: Sentence) -> list[Hit]:
    """Return the stretches of up to `MOST_WORDS` words in quotation marks that are not speech, none with a capital."""
    gaps, hits, free = sentence.gaps, [], 0
    for first, token in enumerate(sentence.tokens):
        if first < free or sentence.mask[first] or token[0].isupper() or gaps[first][-1:] not in _OPENING:
            continue
        for last in range(first + 1, min(first + MOST_WORDS, len(sentence.tokens)) + 1):
            if gaps[last][:1] in _CLOSING or gaps[last][:2] in {',"', ',”', '."', ".”"}:
                if not any(sentence.mask[first:last]) and not any(w[0].isupper() for w in sentence.tokens[first:last]):
                    hits.append(Hit(first, last, "lexicon", "scare_quotes"))
                    free = last
                break
    return hits
