"""Remember what was found in the sentences met last: versions of a story share most of theirs."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

Sentence = Any  # anything with the attributes `clean` (its text) and `mask` (which words are quoted)

Found = TypeVar("Found")
Tally = Callable[[Sentence, Sequence[bool] | None], Sequence[float]]

LIMIT = 20_000
"""A memory is emptied past so many sentences, so that it stays bounded: some 2 kB a sentence for scores, less for hits
and counts."""
LONGEST = 2_000
"""Sentences of more characters are not remembered."""


def remembered(look: Callable[[Sentence], Found]) -> Callable[[Sentence], Found]:
    """Remember what a function finds in a sentence, by the sentence's text and what of it is quoted."""
    known: dict[tuple[str, tuple[bool, ...]], Found] = {}

    @wraps(look)
    def recall(sentence: Sentence) -> Found:
        if len(sentence.clean) > LONGEST:
            return look(sentence)
        key = (sentence.clean, sentence.mask)
        found = known.get(key)
        if found is None:
            if len(known) >= LIMIT:
                known.clear()
            known[key] = found = look(sentence)
        return found

    return recall


def remembered_whole(tally: Tally) -> Tally:
    """Remember the counts of whole sentences, those with all words kept."""
    whole = remembered(lambda sentence: tuple(tally(sentence, None)))

    @wraps(tally)
    def recall(sentence: Sentence, keep: Sequence[bool] | None = None) -> Sequence[float]:
        return whole(sentence) if keep is None else tally(sentence, keep)

    return recall
