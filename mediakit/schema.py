"""The columns of every public table: what they mean, their unit and type; the tables are made from them."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd


class Column(NamedTuple):
    """What a column holds: its type (text, count, number, flag or indices), its meaning, and its unit, if any."""

    dtype: str
    meaning: str
    unit: str = ""


_STORY = {"story": Column("text", "name of the story"), "version": Column("text", "name of the version")}
_PLACE = {
    "sentence": Column("count", "number of the sentence within the body, from 0; -1 for the title"),
    "start": Column("count", "where it begins in the text as given", "characters"),
    "end": Column("count", "where it ends in the text as given", "characters"),
    "text": Column("text", "the words found"),
}
_QUOTED = {"quoted": Column("flag", "whether it stands inside quotation marks: the source's voice, not the writer's")}
_OLD_NEW = {
    "old": Column("number", "value in the older version"),
    "new": Column("number", "value in the newer version"),
}
_BOTH_PLACES = {
    **{
        f"{side}_{edge}": Column("count", f"where it {word} in the {age} version; -1 if it is not there", "characters")
        for side, age in (("old", "older"), ("new", "newer"))
        for edge, word in (("start", "begins"), ("end", "ends"))
    },
    "sentence_old": Column("count", "its sentence in the older version; -1 for the title, -2 if there is none"),
    "sentence_new": Column("count", "its sentence in the newer version; -1 for the title, -2 if there is none"),
}

_VOICE = {
    "source": Column("text", "the fullest name of who speaks; empty where it is only said that something is believed"),
    "kind": Column("text", "person, body, role (one person by office or trade) or unnamed (people, or nobody)"),
    "n_statements": Column("count", "statements put in this mouth"),
    "n_words": Column("count", "words said or reported; a word inside two statements counts for the inner one"),
    "n_quoted_words": Column("count", "those of them inside quotation marks"),
    "share": Column("number", "its part of all words that are attributed", "percent"),
    "first_sentence": Column("count", "the sentence in which it is first heard"),
    "cues": Column("text", "the words that report it, joined by commas"),
}

TABLES: dict[str, dict[str, Column]] = {
    "marks": {
        **_STORY,
        **_PLACE,
        "kind": Column("text", "sort of evidence: loaded, hedge, booster, attribution, negation, number, …"),
        "label": Column("text", "family or rating of a word, or the normalised value of a number, date or name"),
        "weight": Column("number", "strength of the evidence; 1 where it has none"),
        **_QUOTED,
    },
    "words": {
        **_STORY,
        **_PLACE,
        **_QUOTED,
        "p_loaded": Column("number", "probability that expert readers would mark the word as loaded", "0 to 1"),
    },
    "statements": {
        **_STORY,
        "source": Column("text", "who is made to say it, as it stands; a pronoun is resolved; empty if nobody is"),
        "name": Column("text", "the bare name in it"),
        "cue": Column("text", "the words that report: said, according to"),
        "cue_start": Column("count", "where the cue begins in the text as given; -1 if there is none", "characters"),
        "cue_end": Column("count", "where the cue ends", "characters"),
        "start": Column("count", "where what is said begins", "characters"),
        "end": Column("count", "where what is said ends", "characters"),
        "direct": Column("flag", "whether it is a quotation"),
        "force": Column("text", "what the cue lends to it: neutral, doubt, factive, approval, conflict or soft"),
        "sentence": _PLACE["sentence"],
    },
    "voices": {**_STORY, **_VOICE},
    "voice_changes": {
        **{
            f"{name}_{side}": column._replace(meaning=f"{column.meaning}; in the {age} version")
            for name, column in _VOICE.items()
            for side, age in (("old", "older"), ("new", "newer"))
        },
        "status": Column("text", "dropped, unnamed, shortened, new, grown, named (the reverse of unnamed) or kept"),
    },
    "portrayal": {
        "name": Column("text", "the person or body, by the fullest name"),
        "relation": Column("text", "called, described, does, suffers or speech verb"),
        "word": Column("text", "the word; verbs of acts in their base form"),
        "n_old": Column("count", "how often in the older version"),
        "n_new": Column("count", "how often in the newer version"),
        **_QUOTED,
    },
    # compare_outlets adds one column a version: its own words there.
    "outlets": {
        "kind": Column("text", "voice, number, name or label"),
        "item": Column("text", "the voice, number, name, or entry of mk.LEXICONS"),
        "n_versions": Column("count", "how many versions have it"),
        "first": Column("text", "the version that had it first: by date if all have one, else by order"),
    },
    "verdicts": {
        "group": Column("text", "the kind or gravity of the findings; all in the last row"),
        "n": Column("count", "findings with a reader's verdict"),
        "n_right": Column("count", "those that the reader called right"),
        "share_right": Column("number", "how many of them that is", "percent"),
        "low": Column("number", "lower end of its 95 % interval", "percent"),
        "high": Column("number", "upper end of its 95 % interval", "percent"),
    },
    "coverage": {
        "sentence": Column("count", "number of the sentence in the older version"),
        "text": Column("text", "the sentence"),
        "place": Column("text", "lead or last, if it stands in the first or last paragraph"),
        "status": Column("text", "kept, edited, moved or cut"),
        "new": Column("indices", "the sentences it became"),
        "voices": Column("text", "who speaks there, joined by semicolons"),
        "numbers": Column("text", "the amounts there, joined by commas"),
    },
    "counts": {
        **_STORY,
        "sentence": _PLACE["sentence"],
        "part": Column("text", "title or body"),
        "n_…": Column("count", "how many there are in the sentence; additive"),
        "…_sum": Column("number", "sum of a score over the sentence's words or of the sentence itself; additive"),
    },
    "measures": {
        **_STORY,
        "metric": Column("text", "name of the metric, one of mk.METRICS"),
        "value": Column("number", "the metric's value; missing where it is undefined", "the metric's"),
        "too_short": Column("flag", "fewer than 100 words or 3 sentences: not to be relied on"),
        "reason": Column("text", "why the value is missing, or empty"),
    },
    "pairs": {
        "old": Column("indices", "sentences of the older version, numbered within the body"),
        "new": Column("indices", "sentences of the newer version, numbered within the body"),
        "kind": Column("text", "same, edited, split, merged, moved, added or removed"),
        "similarity": Column("number", "how alike the two sides are", "0 to 1"),
    },
    # compare_all adds version_old, version_new, and the source and kind of the newer version.
    "shifts": {
        "story": _STORY["story"],
        "metric": Column("text", "name of the metric"),
        "label": Column("text", "the metric as readers know it"),
        **_OLD_NEW,
        "shift": Column("number", "new minus old", "the metric's"),
        "n_old": Column("number", "how many words it counts in the older version; missing where it counts none"),
        "n_new": Column("number", "how many words it counts in the newer version"),
        "low": Column("number", "lower end of the 95 % interval of the shift when the sentence pairs are redrawn"),
        "high": Column("number", "upper end of that interval"),
        "floor": Column("number", "largest shift made by formatting alone: quotes, dashes, paragraph breaks"),
        "p": Column("number", "share of exchanges of old and new sentences by chance that move it as far", "0 to 1"),
        "p_holm": Column("number", "p corrected by Holm for the metrics read together", "0 to 1"),
        "n_pairs": Column("count", "sentence pairs compared"),
        "n_changed": Column("count", "pairs that differ in any count the metric reads"),
        "unit": Column("text", "unit of the metric"),
        "verdict": Column("text", "clear, open, formatting (within the floor), none or undefined"),
        "direction": Column("text", "what the shift means, such as harder to read; empty where there is none"),
        "reads_as": Column("text", "the shift in words, with its direction and how sure it is"),
    },
    "families": {
        "family": Column("text", "family of loaded words, one of mk.LEXICONS, or scare_quotes"),
        "old": Column("count", "how many there are in the older version"),
        "new": Column("count", "how many there are in the newer version"),
        "went": Column("text", "the words that are gone, joined by commas"),
        "came": Column("text", "the words that came, joined by commas"),
    },
    "tests": {
        "metric": Column("text", "name of the metric"),
        "n": Column("count", "stories (or other pairs) with a shift in this metric"),
        "n_clusters": Column("count", "independent groups they belong to, such as stories or outlets"),
        "mean": Column("number", "mean shift", "the metric's"),
        "median": Column("number", "median shift", "the metric's"),
        "low": Column("number", "lower end of the 95 % interval of the mean when the clusters are redrawn"),
        "high": Column("number", "upper end of that interval"),
        "p": Column("number", "sign-flip permutation p-value; never 0; missing for a single cluster", "0 to 1"),
        "effect": Column("number", "mean shift over its standard deviation across clusters"),
        "p_holm": Column("number", "p corrected by Holm over the family of metrics", "0 to 1"),
        "p_bh": Column("number", "p corrected by Benjamini and Hochberg: bounds false discoveries", "0 to 1"),
        "reads_as": Column("text", "the result in words, and what can be claimed"),
    },
    "evidence": {
        "metric": Column("text", "name of the metric"),
        "pair": Column("count", "row of the pair in c.pairs(); -1 for the title"),
        "old": Column("text", "the words in the older version"),
        "new": Column("text", "the words in the newer version"),
        "word": Column("text", "the word whose coming or going contributed; empty for what belongs to no word"),
        **_QUOTED,
        "contribution": Column("number", "its part of the shift; all rows sum to the shift", "the metric's"),
    },
    "findings": {
        "gravity": Column("count", "3 changes what is claimed or by whom, 2 how it is told, 1 is detail, 0 is style"),
        "kind": Column("text", "one of mediakit.comparison.findings.KINDS"),
        "source": Column("text", "who is made to say it; empty for the writer"),
        "old": Column("text", "the words in the older version; empty if there are none"),
        "new": Column("text", "the words in the newer version; empty if there are none"),
        "sentence_old": Column("count", "its sentence in the older version; -1 for the title, -2 if there is none"),
        "sentence_new": Column("count", "its sentence in the newer version; -1 for the title, -2 if there is none"),
        **{name: column for name, column in _BOTH_PLACES.items() if not name.startswith("sentence")},
        "says": Column("text", "one plain sentence that tells it"),
        "why": Column("text", "what it rests on"),
    },
    "quotations": {
        "old": Column("text", "the words inside the marks in the older version"),
        "new": Column("text", "the words inside the marks in the newer version"),
        "status": Column("text", "verbatim, typography, trimmed, altered, dropped, new, paraphrased or quoted"),
        "speaker_old": Column("text", "whose words they are in the older version"),
        "speaker_new": Column("text", "whose words they are in the newer version"),
        "changes": Column("text", "what differs from the compared version, in words"),
        "severity": Column("number", "how grave the difference is; higher is graver, 0 is none"),
        **_BOTH_PLACES,
    },
    "facts": {
        "kind": Column(
            "text",
            "number, money, percent, date, time, name, title, negation, modal, quantifier, certainty, headline, …",
        ),
        "old": Column("text", "as it stands in the older version"),
        "new": Column("text", "as it stands in the newer version"),
        "status": Column("text", "kept, changed, softened, sharpened, lost, added or moved"),
        "changes": Column("text", "what differs, in words"),
        **_BOTH_PLACES,
        "sure": Column("flag", "whether the words around it are kept; else it may only have gone with its clause"),
    },
    "attributions": {
        "source": Column("text", "the person or body that speaks; empty for the writer"),
        "old": Column("text", "the attributing words in the older version"),
        "new": Column("text", "the attributing words in the newer version"),
        "direction": Column(
            "text",
            "more doubtful, less doubtful, softer, harder, other, no longer attributed, more certain or less certain",
        ),
        "sentence_old": Column("count", "their sentence in the older version; -1 for the title"),
        "sentence_new": Column("count", "their sentence in the newer version; -1 for the title, -2 if there is none"),
    },
}

_DTYPES = {"count": "int64", "number": "float64", "flag": "bool"}


def make_table(name: str, rows: Iterable[Sequence[Any]], **same: str) -> pd.DataFrame:
    """Return rows as the public table of that name, in the order of its columns and with their types.

    Columns named in `same`, such as the story, hold the same value in every row and are no part of the rows.
    """
    columns = [column for column in TABLES[name] if column not in same]
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    n = len(cells[0])
    held: dict[str, Any] = dict(zip(columns, cells, strict=True))
    held |= {column: [value] * n for column, value in same.items()}
    texts = [column for column, known in TABLES[name].items() if known.dtype == "text"]
    text = pd.array(list(chain.from_iterable(map(held.__getitem__, texts))), dtype=_TEXT)  # at once, which is cheaper
    made = {column: text[n * place : n * (place + 1)] for place, column in enumerate(texts)}
    return pd.DataFrame(
        {
            column: made[column] if known.dtype == "text" else _make_column(list(held[column]), known.dtype)
            for column, known in TABLES[name].items()
        },
        copy=False,
    )


def list_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by column, as plain values."""
    names = [str(name) for name in table.columns]
    cells = zip(*(table[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def _make_column(cells: list[Any], dtype: str) -> Any:
    """Return cells as an array of the type of a column."""
    return pd.Series(cells, dtype="object") if dtype == "indices" else np.array(cells, dtype=_DTYPES[dtype])


_TEXT = pd.Series([], dtype="str").dtype
