"""Tell what became of each sentence of the older version, and what stood in it: voices, numbers, lead and end."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mediakit.evidence.claims import find_claims
from mediakit.measures.voices import find_voices
from mediakit.schema import make_table

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.comparison.alignment import Pair
    from mediakit.text.document import Document

_STATUS = {"same": "kept", "removed": "cut", "moved": "moved"}
_FIGURES = frozenset(("number", "money", "percent"))


def cover_sentences(old: "Document", pairs: Iterable["Pair"]) -> "pd.DataFrame":
    """Return the sentences of the older version in order, one row each.

    Columns: sentence, text, place (lead, last or "": the paragraph it stands in), status (kept, edited, moved, cut), new
    (its counterparts), voices (who speaks there, joined by "; "), numbers (the amounts there, joined by commas).
    """
    became = {number: pair for pair in pairs for number in pair.old}
    speaking: dict[int, dict[str, None]] = {}
    starts = [sentence.start for sentence in old.sentences]
    for voice in find_voices(old):
        for each in voice.statements if voice.source else ():
            there = range(each.sentence, max(each.sentence + 1, bisect_left(starts, each.end)))
            for number in there:
                speaking.setdefault(number, {}).setdefault(voice.source)
    last = max((sentence.paragraph for sentence in old.sentences), default=0)
    rows = []
    for number, sentence in enumerate(old.sentences):
        place = "lead" if sentence.paragraph == 0 else "last" if sentence.paragraph == last else ""
        amounts = [" ".join(sentence.tokens[h.first : h.last]) for h in find_claims(sentence) if h.kind in _FIGURES]
        pair = became[number]
        rows.append((
            number, " ".join(sentence.text.split()), place, _STATUS.get(pair.kind, "edited"), pair.new,
            "; ".join(speaking.get(number, ())), ", ".join(amounts),
        ))  # fmt: skip
    return make_table("coverage", rows)
