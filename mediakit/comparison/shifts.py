"""Compare two versions: what shifted, by how much, how sure that is, and which words did it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mediakit.comparison.alignment import Pair, pair_sentences
from mediakit.comparison.candidates import Seen
from mediakit.comparison.contributions import Compared, Edits, Evidence, find_edits, settle, slopes
from mediakit.comparison.fidelity.facts import follow_facts
from mediakit.comparison.fidelity.quotation_changes import Row as Followed
from mediakit.comparison.fidelity.quotation_changes import follow_quotations
from mediakit.comparison.fidelity.rows import Row
from mediakit.comparison.fidelity.source_changes import follow_attributions
from mediakit.comparison.fidelity.sourcing import Told as Claim
from mediakit.comparison.fidelity.sourcing import follow_claims
from mediakit.comparison.findings import KINDS, Finding, find_findings
from mediakit.comparison.side_by_side import cover_sentences, cut_passages
from mediakit.comparison.summary import Told, name_direction, read_shift, summarise
from mediakit.comparison.uncertainty import N_DRAWS, adjust_holm, exchange, find_floors, find_intervals, judge
from mediakit.errors import ChoiceError, unknown_choice
from mediakit.evidence.lexicons import LEXICONS
from mediakit.evidence.marks import find
from mediakit.measures.counts import COLUMNS, check_voice, count_sentences
from mediakit.measures.measuring import apply, describe_provenance
from mediakit.measures.metrics import METRICS, PER_1000, Metric, choose_metrics, columns_of
from mediakit.memory import remember, uncollected
from mediakit.schema import make_table
from mediakit.stories import Version
from mediakit.text.document import Document
from mediakit.text.parsing import parse

if TYPE_CHECKING:
    from mediakit.comparison.side_by_side import Passage


Array = NDArray[np.float64]

# Columns that tell how long a text is; what a word adds to them alone is no finding about the word.
_LENGTHS = frozenset({"n_words", "n_sentences", "n_plain", "n_chunks"})


@remember(64, key=lambda source: source if isinstance(source, str | Version) else None)
def _parse(source: object) -> Document:
    """Return a version as a document, the same for all that it is compared with."""
    return parse(source)


@uncollected()
def compare(
    old: object,
    new: object,
    seed: int = 0,
    n_draws: int = N_DRAWS,
    voice: str = "all",
    metrics: str | Metric | Sequence[str | Metric] = "main",
    floors: bool = True,
) -> "Comparison":
    """Compare two versions of a story, sentence by sentence.

    `old` and `new` are texts, Versions or Documents; titles are left out of the numbers. `voice` is "all", "narrator"
    (outside quotation marks) or "quoted"; `metrics` is "main", "all", or names and own `Metric` objects. The sentence
    pairs are redrawn `n_draws` times, as `seed` has it. `floors=False` leaves out the floor of formatting, for which
    both texts are measured several times more. Identical versions shift by exactly 0; swapped versions have exactly
    negated shifts. Raises `TextError` for what is not text, `ChoiceError` for an unknown voice or metric, or a
    negative seed.

    >>> mk.compare("The dam held.", "The old dam held.").pairs()["kind"].tolist()
    ['edited']
    """
    left, right = _parse(old), _parse(new)
    chosen = tuple(choose_metrics(metrics))
    check_voice(voice)
    if seed < 0:
        raise ChoiceError(f"A seed is 0 or more, not {seed}.", seed)
    return Comparison(
        old=left,
        new=right,
        voice=voice,
        seed=seed,
        n_draws=n_draws,
        metrics=chosen,
        floors=floors,
        _pairs=tuple(pair_sentences(left.sentences, right.sentences)),
    )


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

    def __repr__(self) -> str:
        """Return what is compared in a line."""
        return f"<Comparison {self.old!r} → {self.new!r}>"

    def table(self) -> pd.DataFrame:
        """Return the shifts, one row per metric.

        Columns: story, metric, label, old, new, shift (new - old), n_old, n_new (words counted), low, high (95 %
        interval when the sentence pairs are redrawn: how much hangs on a few sentences, not a claim about other
        stories), floor (largest move by formatting alone), p and p_holm (exchanging the sides of pairs by chance, and
        corrected for all metrics of the table), n_pairs, n_changed (pairs that differ in a count the metric reads),
        unit, verdict (clear, open, formatting, none, undefined), reads_as (in words).
        """
        return make_table("shifts", (list(row.values()) for row in self._shifts))

    def pairs(self) -> pd.DataFrame:
        """Return which sentences became which: old, new (tuples of indices), kind, similarity; as `align`."""
        return make_table("pairs", self._pairs)

    def evidence(self, metric: str) -> pd.DataFrame:
        """Return which words moved a metric, strongest first; the contributions sum to its shift.

        Columns: metric, pair (row of `pairs()`), old, new (the words that stood and stand there), word ("" for what
        belongs to no word: how long text and sentences are), quoted, contribution (in the metric's unit). Empty if
        nothing changed or the metric is undefined in a version. Raises `ChoiceError` for an unknown metric.
        """
        return make_table("evidence", self._find_evidence(metric))

    def families(self) -> pd.DataFrame:
        """Return the families of loaded words: how many old and new, and which went and came; the writer's and quoted.

        Columns: family, old, new (counts), went, came (words joined by commas). The title takes no part.
        """
        return make_table("families", count_families(self.old, self.new))

    def findings(self, least: int = 1) -> pd.DataFrame:
        """Return everything that the rewrite did, one row a finding, gravest first; `least` gravity 0 lists style too.

        Columns: gravity (3 changes what is claimed or who claims or did it, 2 how it is told, 1 is detail, 0 style),
        kind, source (who is made to say it; "" for the writer), old, new (the words), sentence_old, sentence_new,
        old_start, old_end, new_start, new_end, says (in a sentence), why (what it rests on).
        """
        rows = self._findings
        return make_table("findings", [row for row in rows if row.gravity >= least])

    def check(self, fail_at: int = 3, allow: Sequence[str] = ()) -> pd.DataFrame:
        """Return the findings that stand against a rewrite: of gravity `fail_at` or more, but for kinds in `allow`.

        A rewrite that keeps quotations, facts and sources as they were has none. Columns as `findings()`. Raises
        `ChoiceError` for a kind or gravity that does not exist.
        """
        for kind in allow:
            if kind not in KINDS:
                raise unknown_choice("kind of finding", kind, KINDS)
        if fail_at not in (1, 2, 3):
            raise unknown_choice("gravity", fail_at, "123")
        found = self.findings(fail_at)
        return found[~found["kind"].isin(list(allow))].reset_index(drop=True)

    def quotations(self) -> pd.DataFrame:
        """Return each quotation followed across the versions: old, new, status, speakers, changes; gravest first."""
        return pd.DataFrame(self._quotations, columns=list(Followed._fields))

    def facts(self) -> pd.DataFrame:
        """Return numbers, dates, names, negations and modals followed across the versions: kind, old, new, status."""
        return pd.DataFrame(self._facts, columns=list(Row._fields))

    def attributions(self) -> pd.DataFrame:
        """Return the attributing words per source and sentence pair that changed, with the direction of the change."""
        return make_table("attributions", self._attributions)

    def voices(self) -> pd.DataFrame:
        """Return what became of each voice: its kind, words and verbs old and new, and status; those gone first."""
        return make_table("voice_changes", (list(row.values()) for row in self._voices))

    def portrayal(self, name: str | None = None) -> pd.DataFrame:
        """Return the words beside each person and body (or the one named): called, described, does, suffers, says."""
        from mediakit.comparison.portrayal import compare_portrayal

        return compare_portrayal(self.old, self.new, name)

    def coverage(self) -> pd.DataFrame:
        """Return what became of each sentence of the older version, and the voices and numbers that stood in it."""
        return cover_sentences(self.old, self._pairs)

    def passages(self) -> "list[Passage]":
        """Return the two texts side by side, pair by pair, with what changed and what was found."""
        return cut_passages(self.old, self.new, self._pairs)

    def summary(self) -> list[str]:
        """Return plain sentences for an editor: guards, at most five findings, a line of tone, what was left out."""
        return list(self._summary)

    def provenance(self) -> dict[str, object]:
        """Return what made the numbers: version of mediakit and of its parts, seed, draws, voice."""
        return {**describe_provenance(), "voice": self.voice, "seed": self.seed, "draws": self.n_draws}

    def to_json(self, path: str | Path | None = None) -> str:
        """Return all tables, the summary and the provenance as JSON, written to `path` if one is given.

        The key `shape` is the version of its shape: it rises when a key goes or changes its meaning.
        """
        from mediakit.output.exports import render_json
        from mediakit.output.files import hand_over

        return hand_over("JSON", path, lambda: render_json(self))

    def to_csv(self, folder: str | Path) -> list[Path]:
        """Write each table to a CSV file in `folder` and return the files; texts are kept from becoming formulas.

        The findings have an empty column verdict_of_reader; filled in, `mk.tally_verdicts` reads it.
        """
        from mediakit.output.exports import write_csv

        return write_csv(self, folder)

    def to_excel(self, path: str | Path) -> None:
        """Write a workbook with a sheet a table; raises `MediakitError` if the extra `excel` is not installed.

        The findings have an empty column verdict_of_reader; filled in, `mk.tally_verdicts` reads it.
        """
        from mediakit.output.exports import write_excel

        write_excel(self, path)

    def to_markdown(self, path: str | Path | None = None) -> str:
        """Return summary, findings, quotations and main measures as Markdown, written to `path` if one is given."""
        from mediakit.output.exports import render_markdown
        from mediakit.output.files import hand_over

        return hand_over("Markdown", path, lambda: render_markdown(self))

    def to_html(self, path: str | Path | None = None) -> str:
        """Return the report as one HTML page that needs no network, written to `path` if one is given."""
        from mediakit.output.files import hand_over
        from mediakit.output.report import render

        return hand_over("report", path, lambda: render(self))

    def _repr_html_(self) -> str:
        from mediakit.output.formatting import no_mathematics
        from mediakit.output.report import render_fragment

        return no_mathematics(render_fragment(self))

    @cached_property
    @uncollected()
    def _voices(self) -> list[dict[str, Any]]:
        from mediakit.comparison.voice_changes import follow_voices

        return follow_voices(self.old, self.new)

    @cached_property
    def _summary(self) -> list[str]:
        evidence = self._find_evidence("loaded_rate")
        return summarise(Told(self.old, self.new, self._findings, self._shifts, self._pairs, evidence))

    @cached_property
    @uncollected()
    def _findings(self) -> list[Finding]:
        """All findings."""
        return find_findings(Seen(self.old, self.new, self._pairs, self._quotations, self._facts, self._claims))

    @cached_property
    @uncollected()
    def _quotations(self) -> list[Followed]:
        return follow_quotations(self.old, self.new, self._pairs)

    @cached_property
    @uncollected()
    def _facts(self) -> list[Row]:
        return follow_facts(self.old, self.new, self._pairs)

    @cached_property
    @uncollected()
    def _attributions(self) -> list[tuple[str, str, str, str, int, int]]:
        return follow_attributions(self.old, self.new, self._pairs, self._claims)

    @cached_property
    @uncollected()
    def _claims(self) -> list[Claim]:
        """What became of the statements of both versions."""
        return follow_claims(self.old, self.new, self._pairs)

    @cached_property
    @uncollected()
    def _shifts(self) -> list[dict[str, Any]]:
        """The rows of the table of shifts."""
        return find_shifts(self)

    @cached_property
    def _counts(self) -> tuple[Array, Array]:
        """The counts of the sentences of either version."""
        return _count((self.old, self.new), self.metrics, self.voice)

    @cached_property
    def _sides(self) -> tuple[Array, Array]:
        """The counts of either side of each pair, shape (pairs, columns)."""
        return _sum_by_pair(self._counts, self._pairs)

    @cached_property
    def _turned(self) -> bool:
        """Whether the newer version is taken first, so that swapped versions are reckoned in the same direction."""
        keys = [(len(d.sentences), [(s.clean, s.mask) for s in d.sentences]) for d in (self.old, self.new)]
        return keys[0] > keys[1]

    @cached_property
    def _reworded(self) -> NDArray[np.bool_]:
        """Which pairs differ in more than where sentences end: in a word besides "and"."""
        differ = (p.kind != "same" and _words_of(self.old, p.old) != _words_of(self.new, p.new) for p in self._pairs)
        return np.fromiter(differ, dtype=bool, count=len(self._pairs))

    @cached_property
    def _compared(self) -> dict[int, Compared]:
        """The words of the pairs that differ in a word or a mark, by the number of the pair; turned as the counts."""
        found = {}
        for i, pair in enumerate(self._pairs):
            sides = [[self.old.sentences[n] for n in pair.old], [self.new.sentences[n] for n in pair.new]]
            old, new = ([(sentence.clean, sentence.mask) for sentence in side] for side in sides)
            if old != new:
                found[i] = Compared(i, sides[:: -1 if self._turned else 1])
        return found

    def _find_evidence(self, metric: str) -> list[Evidence]:
        """Return the rows of `evidence`."""
        known = {**METRICS, **{m.name: m for m in self.metrics}}
        if metric not in known:
            raise unknown_choice("metric", metric, known)
        (labels, changes), contributions = self._attribute(known[metric])
        order = np.argsort(-np.abs(contributions).round(9), kind="stable")  # what counts the same stands as in the text
        # A word that only makes the text longer or shorter did not move the metric by what it says.
        telling = np.array([column not in _LENGTHS for column in known[metric].columns])
        speaks = ((changes[:, telling] != 0).any(axis=1) | ~telling.any()).tolist()
        rows = []
        for i in order[contributions[order] != 0].tolist():
            pair, before, after, word, quoted = labels[i]
            sides = (after, before) if self._turned else (before, after)
            rows.append(Evidence(metric, pair, *sides, word if speaks[i] else "", quoted, float(contributions[i])))
        return rows

    def _attribute(self, metric: Metric) -> tuple[Edits, Array]:
        """Return the edits behind a metric's shift, turned as the counts are, and what each contributed."""
        known = metric in self.metrics
        counted = self._counts if known else _count((self.old, self.new), [metric], self.voice)
        old, new = (apply(metric, _named(counts))[0] for counts in counted)
        places = [COLUMNS.index(column) for column in metric.columns]
        order = -1 if self._turned else 1
        sides = (self._sides if known else _sum_by_pair(counted, self._pairs))[::order]
        counts = counted[::order]
        changes = (sides[1] - sides[0])[:, places]
        moved = np.flatnonzero(changes.any(axis=1)).tolist()
        if not np.isfinite(new - old) or not moved:
            return Edits([], np.zeros((0, len(places)))), np.zeros(0)
        found = find_edits([self._compared[i] for i in moved], changes[moved], metric.columns, self.voice)
        before, after = (count.sum(axis=0)[places] for count in counts)
        slope = slopes(metric, before, after, (found.changes != 0).any(axis=0))
        return found, order * settle((found.changes * slope).sum(axis=1), order * (new - old))


def _count(documents: tuple[Document, Document], metrics: Sequence[Metric], voice: str) -> tuple[Array, Array]:
    """Return the counts of the sentences of two versions, shape (sentences, `COLUMNS`), in the columns that are read.

    Those are the columns of some metrics and the number of words; others may be NaN.
    """
    old, new = documents
    counts = count_sentences([*old.sentences, *new.sentences], voice, columns_of(metrics))
    return counts[: len(old.sentences)], counts[len(old.sentences) :]


def _sum_by_pair(counts: tuple[Array, Array], pairs: Sequence[Pair]) -> tuple[Array, Array]:
    """Return the counts of either side of each pair, shape (pairs, `COLUMNS`)."""
    groups = ([pair.old for pair in pairs], [pair.new for pair in pairs])
    old, new = (_sum_groups(count, side) for count, side in zip(counts, groups, strict=True))
    return old, new


def _sum_groups(counts: Array, groups: Sequence[Sequence[int]]) -> Array:
    """Return the counts of some groups of sentences, shape (groups, `COLUMNS`)."""
    sums = np.zeros((len(groups), len(COLUMNS)))
    np.add.at(sums, np.repeat(np.arange(len(groups)), list(map(len, groups))), counts[list(chain(*groups))])
    return sums


def _words_of(document: Document, group: Sequence[int]) -> list[str]:
    """Return the words of some sentences in small letters, but for "and"."""
    words = [token.lower() for i in group for token in document.sentences[i].tokens]
    return [word for word in words if word != "and"]


def count_families(old: Document, newer: Document) -> list[tuple[str, int, int, str, str]]:
    """Return the rows of the families of loaded words of two versions."""
    found = []
    for document in (old, newer):
        marks = find(document)
        marks = marks[(marks["sentence"] >= 0) & marks["kind"].isin(["lexicon", "scare_quote"])]
        family = marks["label"].where(marks["kind"] == "lexicon", "scare_quotes")
        found.append({name: Counter(words.str.lower()) for name, words in marks["text"].groupby(family)})
    rows = []
    for name in (*LEXICONS, "scare_quotes"):
        went, came = (side.get(name, Counter()) for side in found)
        gone, new = ", ".join((went - came).elements()), ", ".join((came - went).elements())
        rows.append((name, went.total(), came.total(), gone, new))
    return rows


def find_shifts(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the rows of the table of shifts of a comparison."""
    metrics, documents = comparison.metrics, (comparison.old, comparison.new)
    # First of all: with the other ways to set a text its own sentences are counted, at once, which is cheaper.
    floor = find_floors(metrics, documents if comparison.floors else (), comparison.voice)
    totals = list(map(_named, comparison._counts))
    values = np.array([[apply(m, named)[0] for m in metrics] for named in totals])
    counted = [[_count_of(m, named) for m in metrics] for named in totals]
    changed = _count_changed(metrics, comparison._sides)
    shift = np.where(changed, values[1] - values[0], 0.0)
    shift[~np.isfinite(values).all(axis=0)] = np.nan
    moving = np.flatnonzero((changed > 0) & np.isfinite(shift))
    low, high, p = _find_ends(comparison, moving, shift)
    p_holm = adjust_holm(p)
    reworded = _count_changed(metrics, tuple(side[comparison._reworded] for side in comparison._sides))
    rows = []
    for i, metric in enumerate(metrics):
        row: dict[str, Any] = {
            "story": comparison.new.story or comparison.old.story,
            "metric": metric.name,
            "label": metric.label,
            "old": float(values[0][i]),
            "new": float(values[1][i]),
            "shift": float(shift[i]),
            "n_old": counted[0][i],
            "n_new": counted[1][i],
            "low": float(low[i]),
            "high": float(high[i]),
            "floor": float(floor[i]),
            "p": float(p[i]),
            "p_holm": float(p_holm[i]),
            "n_pairs": len(comparison._pairs),
            "n_changed": int(changed[i]),
            "unit": metric.unit,
            "verdict": judge(shift[i], floor[i], p_holm[i], int(reworded[i])),
            "direction": name_direction(metric, shift[i] > 0) if shift[i] else "",
        }
        rows.append(row | {"reads_as": read_shift(metric, row)})
    return rows


def _count_of(metric: Metric, totals: Mapping[str, float]) -> float:
    """Return how many words a metric of words per 1,000 counts; NaN for another."""
    if metric.unit != PER_1000:
        return float("nan")
    return float(metric.formula({**totals, "n_words": 1000.0}))


def _count_changed(metrics: Sequence[Metric], sides: tuple[Array, ...]) -> NDArray[np.int64]:
    """Return in how many pairs a count differs that each metric reads."""
    differ = sides[0] != sides[1]
    return np.array([differ[:, [COLUMNS.index(c) for c in m.columns]].any(axis=1).sum() for m in metrics])


def _find_ends(comparison: Comparison, moving: NDArray[np.int64], shift: Array) -> tuple[Array, Array, Array]:
    """Return the ends of all intervals, and p: redrawn for the metrics that moved, no wider than the shift otherwise.

    Pairs that only join or cut sentences take no part in p.
    """
    low, high = (np.where(np.isnan(shift), np.nan, 0.0) for _ in range(2))
    p = np.full(len(shift), np.nan)
    if not len(moving):
        return low, high, p
    used = sorted({COLUMNS.index(c) for i in moving for c in (*comparison.metrics[i].columns, "n_words")})
    first, second = (side[:, used] for side in comparison._sides[:: -1 if comparison._turned else 1])
    names, metrics = [COLUMNS[c] for c in used], [comparison.metrics[i] for i in moving]
    ends = find_intervals(metrics, names, first, second, comparison.seed, comparison.n_draws)
    low[moving], high[moving] = (-ends[1], -ends[0]) if comparison._turned else ends
    reworded = np.where(comparison._reworded[:, None], second, first)
    p[moving] = exchange(metrics, names, first, reworded, comparison.seed, comparison.n_draws)
    return low, high, p


def _named(counts: Array) -> dict[str, float]:
    """Return the totals of a body by column."""
    return dict(zip(COLUMNS, counts.sum(axis=0).tolist(), strict=True))
