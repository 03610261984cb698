"""Measure versions: counts summed over a part and a voice, then every metric's formula, as a table."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.measures.counts import COLUMNS, count_paragraphs
from mediakit.measures.metrics import Metric, choose_metrics, columns_of
from mediakit.measures.voices import find_voices
from mediakit.memory import once, uncollected
from mediakit.schema import make_table
from mediakit.stories import Version
from mediakit.text.document import Document, Paragraph
from mediakit.text.parsing import parse

_PACKAGE = Path(__file__).parent.parent


@once
def describe_provenance() -> dict[str, str]:
    """Return what numbers depend on besides the text: mediakit (version), lexicons and model (hashes of contents)."""
    import mediakit

    lists = sorted(_PACKAGE.rglob("*.csv"))
    models = sorted(path for path in _PACKAGE.rglob("*") if path.suffix in {".gz", ".npz", ".json"})
    return {"mediakit": mediakit.__version__, "lexicons": _hash(lists), "model": _hash(models)}


def hash_text(document: Document) -> str:
    """Return a short hash of a document's text as given, to tell whether two numbers are about the same text."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


PARTS = ("body", "title", "all")
_TOGETHER = 100  # documents that are counted together
LEAST_WORDS, LEAST_SENTENCES = 100, 3


def measure(
    versions: Any,
    voice: str = "all",
    part: str = "body",
    metrics: str | Metric | Sequence[str | Metric] = "main",
    wide: bool = False,
    provenance: bool = False,
) -> pd.DataFrame:
    """Return the metrics of one or several versions, one row for each version and metric.

    `versions` is a text, Version, Document or Story, or several of them. `voice` is "all", "narrator" or "quoted";
    `part` is "body", "title" or "all". `metrics` is "main" (about a dozen), "all", or names and your own `Metric`
    objects. Columns: story, version, metric, value, too_short (fewer than 100 words or 3 sentences: do not rely on the
    value), reason (why a value is NaN). `wide=True` gives one row per version and a column per metric.
    `provenance=True` adds what the numbers depend on: mediakit (version), lexicons, model and text_hash (short hashes).
    Raises `ChoiceError` for an unknown voice, part or metric, `TextError` for what is not text.

    >>> mk.measure("The dam held. Nobody was hurt.", metrics=["words_per_sentence"])["value"].tolist()
    [3.0]
    """
    if part not in PARTS:
        raise unknown_choice("part", part, PARTS)
    chosen = choose_metrics(metrics)
    columns = columns_of(chosen)
    rows, hashes = [], []
    sources = _sources(versions)
    while some := list(islice(sources, _TOGETHER)):
        for document, totals in _measure_together(some, voice, part, columns):
            hashes.append(hash_text(document) if provenance else "")
            too_short = totals["n_words"] < LEAST_WORDS or totals["n_sentences"] < LEAST_SENTENCES
            for metric in chosen:
                value, reason = apply(metric, totals)
                rows.append((document.story, document.version, metric.name, value, too_short, reason))
    table = make_table("measures", rows)
    if wide:
        table = _widen(table, chosen)
    if provenance:
        n_rows = 1 if wide else len(chosen)
        table = table.assign(**describe_provenance(), text_hash=np.repeat(hashes, n_rows))
    return table


@uncollected()
def _measure_together(
    sources: Sequence[object], voice: str, part: str, columns: Collection[str]
) -> list[tuple[Document, "Sums"]]:
    """Return some documents with their sums, counted together."""
    documents = list(map(parse, sources))
    return list(zip(documents, total_each(documents, voice, part, columns), strict=True))


class Sums(dict[str, float]):
    """Sums of count columns over a part of a document in one voice; a column not yet counted is when it is read."""

    def __init__(self, document: Document, voice: str, part: str) -> None:
        super().__init__()
        self._asked = document, voice, part

    def __missing__(self, column: str) -> float:
        if column not in COLUMNS:
            raise unknown_choice("count column", column, COLUMNS)
        self.update(total(*self._asked, columns=(column,)))
        return self[column]


def total(document: Document, voice: str = "all", part: str = "body", columns: Collection[str] = COLUMNS) -> Sums:
    """Return the sums of count columns over a part of a document in one voice; others are counted when read."""
    return total_each([document], voice, part, columns)[0]


def total_each(documents: Sequence[Document], voice: str, part: str, columns: Collection[str]) -> list[Sums]:
    """Return the sums of each of some documents, as `total` does for one: all sentences are counted together."""
    chosen = [_choose(document, part) for document in documents]
    asked = [column for column in COLUMNS if column in columns]
    places = [COLUMNS.index(column) for column in asked]
    rows = iter(count_paragraphs(list(chain.from_iterable(chosen)), voice, columns))
    found = []
    for document, paragraphs in zip(documents, chosen, strict=True):
        counts = np.concatenate(list(islice(rows, len(paragraphs))))
        totals = Sums(document, voice, part)
        totals.update(zip(asked, counts.sum(axis=0)[places].tolist(), strict=True))
        found.append(totals)
    return found


def _choose(document: Document, part: str) -> list[Paragraph]:
    """Return the paragraphs of a part of a document; the title is one."""
    title = [] if part == "body" else [Paragraph.of_sentences((document.title,) if document.title else ())]
    return title if part == "title" else [*title, *document.paragraphs]


def apply(metric: Metric, totals: Mapping[str, float]) -> tuple[float, str]:
    """Return the value of a metric and, where it is NaN, the reason in plain words ("" otherwise)."""
    n = totals["n_words"] - totals["n_numerals"]
    if not totals["n_words"]:
        return float("nan"), "no words"
    if n < metric.least_words:
        return float("nan"), "no words but numbers" if not n else f"fewer than {metric.least_words} words"
    value = float(metric.formula(totals))
    if isfinite(value):
        return value, ""
    zeros = [column for column in metric.columns if not totals[column]]
    return float("nan"), "not defined when " + " and ".join(f"{column} is 0" for column in zeros)


def _sources(versions: Any) -> Iterator[object]:
    """Yield what is a document each: a text, version or document, the versions of a story, or those of several."""
    if isinstance(versions, str | bytes) or hasattr(versions, "text") or not isinstance(versions, Iterable):
        yield versions  # parsing raises the error for what is not text
        return
    for number, version in enumerate(versions, 1):
        # Bare texts are told apart by their place in the list.
        yield from _sources(Version(version, version=f"text {number}") if isinstance(version, str) else version)


def _widen(table: pd.DataFrame, metrics: Sequence[Metric]) -> pd.DataFrame:
    """Return one row per version, metrics side by side."""
    names = [metric.name for metric in metrics]
    rows = []
    for start in range(0, len(table), len(names)):
        block = table.iloc[start : start + len(names)]
        first = block.iloc[0]
        values = dict(zip(block["metric"], block["value"], strict=True))
        rows.append({"story": first["story"], "version": first["version"], "too_short": first["too_short"]} | values)
    return pd.DataFrame(rows, columns=["story", "version", "too_short", *names])


def voices(source: object) -> pd.DataFrame:
    """Return who speaks in a text and how much, one row a source, the one with most words first.

    Columns: story, version, source (its fullest name; "" where it is only said that something is believed), kind
    (person, body, role: one person by office or trade, unnamed: people in the plural or nobody), n_statements, n_words
    (said or reported; a word inside two statements counts for the inner one), n_quoted_words (those inside quotation
    marks), share (percent of all words that are attributed), first_sentence, cues (verbs it is given, by commas). The
    title is left out.

    >>> mk.voices(mk.parse("The dam held, said Mayor Ann Orr. The mayor said it was new."))["n_statements"].tolist()
    [2]
    """
    document = parse(source)
    rows = [voice[:8] for voice in find_voices(document)]
    return make_table("voices", rows, story=document.story, version=document.version)
