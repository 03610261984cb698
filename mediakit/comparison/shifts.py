"""Compare two versions: what shifted, by how much, how sure that is, and which words did it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mediakit.comparison import passages, readings, summary
from mediakit.comparison.alignment import Pair, pair_sentences
from mediakit.comparison.attribution import settle, slopes
from mediakit.comparison.edits import Edit, find_edits
from mediakit.comparison.resampling import N_DRAWS, find_intervals
from mediakit.comparison.variants import find_floors
from mediakit.errors import unknown_choice
from mediakit.measures.counts import COLUMNS, count_rows
from mediakit.measures.metrics import Metric
from mediakit.measures.provenance import describe_provenance
from mediakit.measures.table import apply, choose_metrics
from mediakit.text.document import parse
from mediakit.text.parts import Document

if TYPE_CHECKING:
    from mediakit.comparison.passages import Passage

Array = NDArray[np.float64]

# Columns that tell how long a text is; what a word adds to them alone is no finding about the word.
_LENGTHS = frozenset({"n_words", "n_sentences", "n_plain", "n_chunks"})


def compare(
    old: object,
    new: object,
    seed: int = 0,
    n_draws: int = N_DRAWS,
    voice: str = "all",
    metrics: Sequence[str | Metric] | None = None,
    floors: bool = True,
) -> "Comparison":
    """Compare two versions of a story, sentence by sentence.

    `old` and `new` are texts, Versions or Documents; titles are left out of the numbers. `voice` is "all", "narrator"
    (outside quotation marks) or "quoted"; `metrics` are names or own `Metric` objects, all by default. The sentence
    pairs are redrawn `n_draws` times, as `seed` has it. `floors=False` leaves out the floor of formatting, for which
    both texts are measured several times more. Identical versions shift by exactly 0; swapped versions have exactly
    negated shifts. Raises `TextError` for what is not text, `ChoiceError` for an unknown voice or metric.

    >>> mk.compare("The dam held.", "The old dam held.").pairs()["kind"].tolist()
    ['edited']
    """
    left, right = parse(old), parse(new)
    chosen = tuple(choose_metrics(metrics))
    counts_old, counts_new = _body(left, voice), _body(right, voice)
    return Comparison(
        old=left,
        new=right,
        voice=voice,
        seed=seed,
        n_draws=n_draws,
        metrics=chosen,
        floors=floors,
        _pairs=tuple(pair_sentences(left.sentences, right.sentences)),
        _counts=(counts_old, counts_new),
    )


def _body(document: Document, voice: str) -> Array:
    """Return the counts of the body's sentences."""
    return np.asarray(count_rows(document, voice)[1][1 if document.title else 0 :])


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two versions compared. All tables are made when first asked for, and never change.

    >>> mk.compare("The dam held.", "The dam held.").summary()
    ['The two versions are the same.']
    """

    old: Document
    new: Document
    voice: str
    seed: int
    n_draws: int
    metrics: tuple[Metric, ...] = field(repr=False)
    floors: bool = field(repr=False)
    _pairs: tuple[Pair, ...] = field(repr=False)
    _counts: tuple[Array, Array] = field(repr=False)

    def table(self) -> pd.DataFrame:
        """Return the shifts, one row per metric.

        Columns: story, metric, old, new, shift (new - old), low, high (95 % interval when the sentence pairs are
        redrawn: how much hangs on a few sentences, not a claim about other stories), floor (largest move by formatting
        alone), n_pairs, n_changed (pairs that differ in a count the metric reads), unit, reads_as (in words).
        """
        return self._table.copy()

    def pairs(self) -> pd.DataFrame:
        """Return which sentences became which: old, new (tuples of indices), kind, similarity; as `align`."""
        columns = {name: [getattr(pair, name) for pair in self._pairs] for name in Pair._fields}
        return pd.DataFrame(
            {
                "old": pd.Series(columns["old"], dtype=object),
                "new": pd.Series(columns["new"], dtype=object),
                "kind": pd.Series(columns["kind"], dtype="str"),
                "similarity": np.array(columns["similarity"], dtype=float),
            }
        )

    def evidence(self, metric: str) -> pd.DataFrame:
        """Return which words moved a metric, strongest first; the contributions sum to its shift.

        Columns: metric, pair (row of `pairs()`), old, new (the words that stood and stand there), word ("" for what
        belongs to no word: how long text and sentences are), quoted, contribution (in the metric's unit). Empty if
        nothing changed or the metric is undefined in a version. Raises `ChoiceError` for an unknown metric.
        """
        chosen = {m.name: m for m in self.metrics}
        if metric not in chosen:
            raise unknown_choice("metric", metric, chosen)
        edits, contributions = self._attribute(chosen[metric])
        order = np.argsort(-np.abs(contributions), kind="stable")
        # A word that only makes the text longer or shorter did not move the metric by what it says.
        telling = np.array([column not in _LENGTHS for column in chosen[metric].columns])
        lengths = [bool(telling.any()) and not edit.changes[telling].any() for edit in edits]
        named = [edit._replace(word="") if length else edit for edit, length in zip(edits, lengths, strict=True)]
        rows = [(metric, *named[i][:5], contributions[i]) for i in order if contributions[i]]
        names = ["metric", "pair", "old", "new", "word", "quoted", "contribution"]
        kinds: dict[str, Any] = dict.fromkeys(names, "str") | {"pair": int, "quoted": bool, "contribution": float}
        return pd.DataFrame(rows, columns=names).astype(kinds)

    def quotations(self) -> pd.DataFrame:
        """Return each quotation followed across the versions: old, new, status, speakers, changes; gravest first."""
        from mediakit.comparison.quotations import compare_quotations

        return compare_quotations(self.old, self.new, self.pairs())

    def facts(self) -> pd.DataFrame:
        """Return numbers, dates, names, negations and modals followed across the versions: kind, old, new, status."""
        from mediakit.comparison.facts import compare_facts

        return compare_facts(self.old, self.new, self.pairs())

    def attributions(self) -> pd.DataFrame:
        """Return the attributing words per source and sentence pair that changed, with the direction of the change."""
        from mediakit.comparison.attributions import compare_attributions

        return compare_attributions(self.old, self.new, self.pairs())

    def passages(self) -> "list[Passage]":
        """Return the two texts side by side, pair by pair, with what changed and what was found."""
        return passages.cut_passages(self.old, self.new, self.pairs())

    def summary(self) -> list[str]:
        """Return at most eight plain sentences for an editor, each backed by a row of a table."""
        return summary.summarise(self)

    def provenance(self) -> dict[str, object]:
        """Return what made the numbers: version of mediakit and of its parts, seed, draws, voice."""
        return {**describe_provenance(), "voice": self.voice, "seed": self.seed, "draws": self.n_draws}

    def to_json(self, path: str | Path | None = None) -> str:
        """Return all tables, the summary and the provenance as JSON, written to `path` if one is given."""
        tables = {
            "shifts": self.table(),
            "pairs": self.pairs(),
            "quotations": self.quotations(),
            "facts": self.facts(),
            "attributions": self.attributions(),
        }
        content: dict[str, Any] = {
            "story": self.new.story or self.old.story,
            "old": self.old.version,
            "new": self.new.version,
            "provenance": self.provenance(),
            "summary": self.summary(),
            **{
                name: json.loads(table.to_json(orient="records", double_precision=15)) for name, table in tables.items()
            },
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text

    def to_html(self, path: str | Path | None = None) -> str:
        """Return the report as one HTML page that needs no network, written to `path` if one is given."""
        from mediakit.output.report import render

        page = render(self)
        if path is not None:
            Path(path).write_text(page, encoding="utf-8")
        return page

    def _repr_html_(self) -> str:
        from mediakit.output.report import render_fragment

        return render_fragment(self)

    @cached_property
    def _table(self) -> pd.DataFrame:
        """The table of shifts."""
        return tabulate(self)

    @cached_property
    def _sides(self) -> tuple[Array, Array]:
        """The counts of either side of each pair, shape (pairs, columns)."""
        old, new = self._counts
        return (
            np.array([old[list(p.old)].sum(axis=0) for p in self._pairs]).reshape(-1, len(COLUMNS)),
            np.array([new[list(p.new)].sum(axis=0) for p in self._pairs]).reshape(-1, len(COLUMNS)),
        )

    @cached_property
    def _turned(self) -> bool:
        """Whether the newer version is taken first, so that swapped versions are reckoned in the same direction."""
        keys = [(len(d.sentences), [(s.clean, s.mask) for s in d.sentences]) for d in (self.old, self.new)]
        return keys[0] > keys[1]

    def _attribute(self, metric: Metric) -> tuple[list[Edit], Array]:
        """Return the edits behind a metric's shift and what each contributed."""
        row = self._table[self._table["metric"] == metric.name].iloc[0]
        if not row["shift"] or not np.isfinite(row["shift"]):
            return [], np.zeros(0)
        places = [COLUMNS.index(column) for column in metric.columns]
        order = -1 if self._turned else 1
        sides, counts = self._sides[::order], self._counts[::order]
        texts = [self.old.sentences, self.new.sentences][::order]
        changes = (sides[1] - sides[0])[:, places]
        edits: list[Edit] = []
        for i in np.flatnonzero(changes.any(axis=1)):
            groups = [self._pairs[i].old, self._pairs[i].new][::order]
            edits += find_edits(int(i), groups, texts, changes[i], metric.columns, self.voice)
        slope = slopes(metric, *(c.sum(axis=0)[places] for c in counts))
        parts = settle(np.array([(edit.changes * slope).sum() for edit in edits]), order * float(row["shift"]))
        return [edit.turned() for edit in edits] if self._turned else edits, order * parts


def tabulate(comparison: Comparison) -> pd.DataFrame:
    """Return the table of shifts of a comparison."""
    metrics, documents = comparison.metrics, (comparison.old, comparison.new)
    values = np.array([[apply(m, _named(counts))[0] for m in metrics] for counts in comparison._counts])
    changed = _count_changed(metrics, comparison._sides)
    shift = np.where(changed, values[1] - values[0], 0.0)
    shift[~np.isfinite(values).all(axis=0)] = np.nan
    low, high = _find_ends(comparison, np.flatnonzero((changed > 0) & np.isfinite(shift)), shift)
    columns: dict[str, Any] = {
        "old": values[0],
        "new": values[1],
        "shift": shift,
        "low": low,
        "high": high,
        "floor": find_floors(metrics, documents if comparison.floors else (), comparison.voice),
        "n_pairs": np.full(len(metrics), len(comparison._pairs)),
        "n_changed": changed,
    }
    rows = [
        dict(zip(columns, cells, strict=True)) for cells in zip(*(c.tolist() for c in columns.values()), strict=True)
    ]
    return pd.DataFrame(
        {
            "story": [comparison.new.story or comparison.old.story] * len(metrics),
            "metric": [m.name for m in metrics],
            **columns,
            "unit": [m.unit for m in metrics],
            "reads_as": [readings.read(m, row) for m, row in zip(metrics, rows, strict=True)],
        }
    )


def _count_changed(metrics: Sequence[Metric], sides: tuple[Array, Array]) -> NDArray[np.int64]:
    """Return in how many pairs a count differs that each metric reads."""
    differ = sides[0] != sides[1]
    return np.array([differ[:, [COLUMNS.index(c) for c in m.columns]].any(axis=1).sum() for m in metrics])


def _find_ends(comparison: Comparison, moving: NDArray[np.int64], shift: Array) -> tuple[Array, Array]:
    """Return the ends of all intervals: redrawn for the metrics that moved, no wider than the shift for the others."""
    low, high = (np.where(np.isnan(shift), np.nan, 0.0) for _ in range(2))
    used = sorted({COLUMNS.index(c) for i in moving for c in comparison.metrics[i].columns})
    first, second = (side[:, used] for side in comparison._sides[:: -1 if comparison._turned else 1])
    names = [COLUMNS[c] for c in used]
    ends = find_intervals(
        [comparison.metrics[i] for i in moving], names, first, second, comparison.seed, comparison.n_draws
    )
    low[moving], high[moving] = (-ends[1], -ends[0]) if comparison._turned else ends
    return low, high


def _named(counts: Array) -> dict[str, float]:
    """Return the totals of a body by column."""
    return dict(zip(COLUMNS, counts.sum(axis=0).tolist(), strict=True))
