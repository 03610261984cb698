"""The columns of every public table: what they mean, their unit and type."""

from typing import NamedTuple


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
        **_OLD_NEW,
        "shift": Column("number", "new minus old", "the metric's"),
        "low": Column("number", "lower end of the 95 % interval of the shift when the sentence pairs are redrawn"),
        "high": Column("number", "upper end of that interval"),
        "floor": Column("number", "largest shift made by formatting alone: quotes, dashes, paragraph breaks"),
        "n_pairs": Column("count", "sentence pairs compared"),
        "n_changed": Column("count", "pairs that differ in any count the metric reads"),
        "unit": Column("text", "unit of the metric"),
        "reads_as": Column("text", "the shift in words, with its direction and how sure it is"),
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
