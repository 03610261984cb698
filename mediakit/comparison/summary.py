"""Say in a few plain sentences what a rewrite did, for an editor; each sentence is backed by a row of a table."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mediakit.comparison.fidelity.annotated import same_source
from mediakit.measures.measuring import measure
from mediakit.measures.metrics import PER_1000, Metric
from mediakit.stories import Version
from mediakit.text.document import Document
from mediakit.text.parsing import parse

_SURE = 0.05  # below this chance, corrected, a shift holds
_UNITS = {"US grade": "grades"}


def name_direction(metric: Metric, rises: bool) -> str:
    """Return what a rise, or a fall, of a metric means, such as "harder to read"."""
    return metric.higher_means if rises else metric.lower_means


def name_size(metric: Metric, shift: float) -> str:
    """Return the size of a shift with its unit."""
    size = f"{abs(shift):.2g}" if abs(shift) < 100 else f"{abs(shift):.0f}"
    # A share that goes from 94 to 38 percent falls by 56 percentage points.
    shares = metric.unit.startswith("percent")
    unit = "percentage points" if shares else _UNITS.get(metric.unit, metric.unit.split(", ")[0])
    return f"{size} {unit}".strip()


def read_shift(metric: Metric, row: Mapping[str, Any]) -> str:
    """Return a row of the shift table in words: its direction, its size, and how much it can bear."""
    verdict, shift, n_changed = row["verdict"], row["shift"], int(row["n_changed"])
    if verdict == "undefined":
        return "undefined in " + " and ".join(
            f"the {age} version" for age, side in (("older", "old"), ("newer", "new")) if np.isnan(row[side])
        )
    if verdict == "none":
        return "no shift" if n_changed else "no change"
    said = f"{name_direction(metric, shift > 0)} by {name_size(metric, shift)}"
    if metric.unit == PER_1000 and (row["n_new"] - row["n_old"]) * shift <= 0:
        length = "shorter" if shift > 0 else "longer"
        said = f"a rate {'higher' if shift > 0 else 'lower'} by {name_size(metric, shift)}, in a {length} text"
    changed = f"{n_changed} changed {'sentence' if n_changed == 1 else 'sentences'}"
    told = {"clear": "clear", "formatting": "no more than formatting does", "open": f"not sure: it rests on {changed}"}
    return f"{said}; {told[verdict]}"


def read_test(metric: Metric | None, row: Mapping[str, Any]) -> str:
    """Return a row of the tests over stories in words; `metric` is None for one that is not known here."""
    n = int(row["n"])
    if n < 2 or np.isnan(row["p"]):
        return "no story" if not n else f"{n} {'story' if n == 1 else 'stories'}: too few to test"
    if not row["mean"]:
        said = "no shift on average"
    elif metric is None:
        said = f"{row['metric']} {'higher' if row['mean'] > 0 else 'lower'} by {abs(row['mean']):.2g} on average"
    else:
        said = f"{name_direction(metric, row['mean'] > 0)} by {name_size(metric, row['mean'])} on average"
    sure = "holds after correction" if row["p_holm"] < _SURE else "may be chance"
    if row["p_holm"] >= _SURE > row["p_bh"]:
        sure = "a candidate, not proof"
    return f"{said} over {n} stories; {sure}"


MOST = 8
_READING = "flesch_kincaid_grade"

# What an editor asks about, in this order, and the metric that answers; the first that is measured counts.
_QUESTIONS = (
    ("loaded words", ("loaded_rate",)),
    ("sentiment", ("sentiment_news", "vader_mean")),
    ("certainty", ("certainty",)),
    ("ease of reading", (_READING,)),
    ("quoted words", ("quoted_share",)),
)
_QUOTATIONS = ("altered", "dropped", "trimmed", "paraphrased", "quoted", "new")
_TURNS = ("more doubtful", "harder", "softer", "less doubtful")
_FACTS = ("changed", "lost", "sharpened", "softened", "moved", "added")


class Ledgers(NamedTuple):
    """What is known of two versions: their documents and the finished tables; `loaded_words` did most of that shift."""

    old: Document
    new: Document
    quotations: pd.DataFrame
    facts: pd.DataFrame
    attributions: pd.DataFrame
    shifts: pd.DataFrame
    pairs: pd.DataFrame
    loaded_words: list[str]


def summarise(ledgers: Ledgers) -> list[str]:
    """Return at most eight plain sentences on two versions, the gravest first."""
    if ledgers.old.text == ledgers.new.text:
        return ["The two versions are the same."]
    sentences = [
        *_on_quotations(ledgers.quotations),
        *_on_facts(ledgers.facts),
        *_on_attributions(ledgers.attributions),
        *_on_titles(ledgers.old, ledgers.new),
        *_on_shifts(ledgers.shifts, ledgers.loaded_words),
        *_on_sentences(ledgers.pairs),
    ]
    left_out = list(_on_left_out(ledgers.old, ledgers.new))
    return [*sentences[: MOST - len(left_out)], *left_out]


def _on_quotations(table: pd.DataFrame) -> Iterator[str]:
    """Yield what became of the quotations."""
    if table.empty:
        return
    counts = Counter(table["status"])
    parts = [f"{counts[status]} {status}" for status in _QUOTATIONS if counts[status]]
    kept = counts["verbatim"] + counts["typography"]
    if not parts:
        yield f"All {kept} quotations stand word for word." if kept > 1 else "The one quotation stands word for word."
        return
    gravest = min(table.to_dict("records"), key=lambda row: (*_QUOTATIONS, row["status"]).index(row["status"]))
    shown = _quote(gravest["old"] or gravest["new"])
    change = f" ({_cut(gravest['changes'], 90)})" if gravest["changes"] else ""
    yield f"Quotations: {_listed(parts)}, {kept} word for word; {gravest['status']} is {shown}{change}."
    for row in table.to_dict("records"):
        older, newer = row["speaker_old"], row["speaker_new"]
        if older and newer and not same_source(older, newer):
            yield f"{_quote(row['old'])} is said by {older} in the older version, by {newer} in the newer."
            return


def _on_facts(table: pd.DataFrame) -> Iterator[str]:
    """Yield what became of numbers, dates, names, negations and modals."""
    counts = Counter(table["status"])
    parts = [f"{counts[status]} {status}" for status in _FACTS if counts[status]]
    if not parts:
        return
    rows = sorted(
        (row for row in table.to_dict("records") if row["status"] in _FACTS),
        key=lambda row: _FACTS.index(row["status"]),
    )
    shown = "; ".join(_fact(row) for row in rows[:2])
    yield f"Facts: {_listed(parts)}, such as {shown}."


def _fact(row: dict[Any, Any]) -> str:
    """Return one fact with what became of it."""
    old, new = _cut(row["old"], 40), _cut(row["new"], 40)
    both = f"{old} → {new}" if old and new else old or new
    return f"{row['kind']} {both} ({row['status']})"


def _on_attributions(table: pd.DataFrame) -> Iterator[str]:
    """Yield how the words that attribute changed, the most telling first."""
    rows = [row for row in table.to_dict("records") if row["direction"] in _TURNS]
    rows.sort(key=lambda row: _TURNS.index(row["direction"]))
    shown = []
    for row in rows[:3]:
        source = f" of {_cut(row['source'], 40)}" if row["source"] else ""
        shown.append(f"“{row['old']}” became “{row['new']}”{source} ({row['direction']})")
    if shown:
        more = f"; {len(rows) - 3} more" if len(rows) > 3 else ""
        yield f"Words that attribute: {'; '.join(shown)}{more}."


def _on_titles(old: Document, new: Document) -> Iterator[str]:
    """Yield what became of the title."""
    if old.title and not new.title:
        yield f"The title {_quote(old.title.text)} is gone."
    elif new.title and not old.title:
        yield f"The title {_quote(new.title.text)} is new."
    elif old.title and new.title and old.title.clean != new.title.clean:
        yield f"The title was {_quote(old.title.text)} and is {_quote(new.title.text)}."


def _on_shifts(table: pd.DataFrame, loaded_words: Sequence[str]) -> Iterator[str]:
    """Yield the shifts that are clear of formatting noise, and in one sentence those that are not."""
    rows = {row["metric"]: row for row in table.to_dict("records")}
    unclear = []
    for question, names in _QUESTIONS:
        row = next((rows[name] for name in names if name in rows), None)
        if row is None or pd.isna(row["shift"]):
            continue
        reading = str(row["reads_as"]).split(";")[0]
        if row["verdict"] == "clear":
            words = _name_words(loaded_words) if row["metric"] == "loaded_rate" else ""
            values = f"{row['metric']} {row['old']:.3g} → {row['new']:.3g}".replace("-", "−")
            yield f"{reading[0].upper()}{reading[1:]} ({values}){words}."
        else:
            unclear.append(question)
    if unclear:
        yield f"No clear shift in {_listed(unclear, 'or')}."


def _name_words(words: Sequence[str]) -> str:
    """Return the words that did most of a shift as the end of its sentence."""
    return f", most of all by {_listed([_quote(word) for word in words])}" if words else ""


def _on_sentences(pairs: pd.DataFrame) -> Iterator[str]:
    """Yield how many sentences stayed, changed, came and went."""
    counts = Counter(pairs["kind"])
    names = {"same": "unchanged"}
    parts = [f"{n} {names.get(kind, kind)}" for kind, n in counts.most_common()]
    if parts:
        yield f"Sentences: {_listed(parts)}."


def _on_left_out(old: Document, new: Document) -> Iterator[str]:
    """Yield what was left out as page furniture, and what the ease of reading would be with it."""
    documents = (old, new)
    whole = [_whole(document) for document in documents]
    more = [len(w.sentences) - len(d.sentences) for w, d in zip(whole, documents, strict=True)]
    if not any(more):
        return
    counts = [f"{n} of the {age} version" for n, age in zip(more, ("older", "newer"), strict=True) if n]
    with_it, without = (measure(side, metrics=[_READING])["value"] for side in (whole, documents))
    told = " → ".join(f"{value:.3g}" for value in with_it)
    yield (
        f"Left out as page furniture: {_listed(counts)} (lines or sentences); {_READING} is "
        f"{' → '.join(f'{value:.3g}' for value in without)}, with them it would be {told}."
    )


def _whole(document: Document) -> Document:
    """Return the document with everything that its text holds."""
    if not document.removed:
        return document
    return parse(Version(document.text, title=document.title.text if document.title else ""), keep_boilerplate=True)


def _listed(parts: Sequence[str], word: str = "and") -> str:
    """Return the parts as a list in prose."""
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _quote(text: str) -> str:
    """Return a short text in quotation marks."""
    return f"“{_cut(str(text).strip(' “”' + chr(34)), 80)}”"


def _cut(text: object, most: int) -> str:
    """Return a text of at most `most` characters, cut between words."""
    words = " ".join(str(text).split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def word_finding(kind: str, old: str, new: str, source: str, why: str) -> str:
    """Return one plain sentence that tells a finding with the words before and after."""
    before, after = (f"“{text}”" for text in (old, new))
    if kind == "omission":
        return f"Left out: {before}."
    if kind == "addition":
        return f"Added: {after}."
    if old and new:
        return f"{kind.capitalize()}: {before} became {after}."
    return f"{kind.capitalize()}: {before} is gone." if old else f"{kind.capitalize()}: {after} is new."
