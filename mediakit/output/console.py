"""Print finished tables on a terminal."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from mediakit.measures.metrics import MAIN
from mediakit.memory import once
from mediakit.output.formatting import SAME_QUOTATION, plain, signed
from mediakit.stories import Story

if TYPE_CHECKING:
    from mediakit.comparison.shifts import Comparison
    from mediakit.comparison.side_by_side import Run
    from mediakit.text.document import Document


_MOST_SENTENCES = 5


@once
def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def say(text: str) -> None:
    """Print one plain line."""
    _console().print(Text(text))


def print_comparison(comparison: "Comparison", all_metrics: bool = False) -> None:
    """Print a comparison: summary, shifts, altered quotations, changed sentences, what was left out."""
    out = _console()
    out.rule(Text(f"{comparison.old.version or 'older'} → {comparison.new.version or 'newer'}"))
    for sentence in comparison.summary():
        out.print(Text(f" • {sentence}"))
    _print_shifts(comparison.table(), all_metrics)
    _print_quotations(comparison.quotations())
    _print_sentences(comparison)
    for name, document in (("older", comparison.old), ("newer", comparison.new)):
        _print_removed(name, document)


def _print_shifts(table: pd.DataFrame, all_metrics: bool) -> None:
    """Print the table of shifts: metric, old, new, shift, what it reads as."""
    shown = table if all_metrics else table[table["metric"].isin(MAIN)]
    grid = Table(title="Shifts", title_justify="left", show_edge=False, pad_edge=False)
    grid.add_column("metric", no_wrap=True)
    for name in ("old", "new", "shift"):
        grid.add_column(name, justify="right", no_wrap=True)
    grid.add_column("reads as", ratio=1)
    for row in shown.to_dict("records"):
        numbers = [plain(row["old"]), plain(row["new"]), signed(row["shift"])]
        grid.add_row(str(row["label"]), *numbers, escape(str(row["reads_as"])))
    _console().print(grid)
    if len(shown) < len(table):
        say(f"{len(table) - len(shown)} more metrics: --all")


def _print_quotations(table: pd.DataFrame) -> None:
    """Print the quotations that differ."""
    differing = table[~table["status"].isin(SAME_QUOTATION)]
    same = len(table) - len(differing)
    grid = Table(
        title=f"Quotations that differ ({same} are the same)", title_justify="left", show_edge=False, expand=True
    )
    for name in ("status", "old", "new", "changes"):
        grid.add_column(name, ratio=None if name == "status" else 1)
    for row in differing.to_dict("records"):
        grid.add_row(*(escape(str(row[name])) for name in ("status", "old", "new", "changes")))
    _console().print(grid if len(differing) else Text(f"All {same} quotations are the same."))


def _print_sentences(comparison: "Comparison") -> None:
    """Print the changed sentences side by side, what differs set off."""
    changed = [passage for passage in comparison.passages() if passage.kind != "same"]
    grid = Table(title=f"Changed sentences ({len(changed)})", title_justify="left", show_edge=False, expand=True,
                 show_lines=True)  # fmt: skip
    for name in ("kind", "older", "newer"):
        grid.add_column(name, ratio=None if name == "kind" else 1)
    for passage in changed[:_MOST_SENTENCES]:
        grid.add_row(passage.kind, _styled(passage.old, "red strike"), _styled(passage.new, "green underline"))
    if changed:
        _console().print(grid)
    if len(changed) > _MOST_SENTENCES:
        say(f"{len(changed) - _MOST_SENTENCES} more in the report: --report out.html")


def _styled(runs: Sequence["Run"], style: str) -> Text:
    text = Text()
    for run in runs:
        text.append(run.text, style if run.changed else "")
    return text


def _print_removed(name: str, document: "Document") -> None:
    """Print what was left out of a version and why."""
    if document.removed:
        say(f"Left out of the {name} version:")
    for removal in document.removed:
        say(f"  {removal.reason:<14} {' '.join(removal.text.split())[:90]!r}")
    for problem in document.problems:
        say(f"  note: {problem}")


def print_measures(table: pd.DataFrame) -> None:
    """Print a tidy table of measures with one column per version."""
    grid = Table(show_edge=False, pad_edge=False)
    grid.add_column("metric", no_wrap=True)
    versions = list(table[["story", "version"]].drop_duplicates().itertuples(index=False, name=None))
    for story, version in versions:
        grid.add_column(f"{story}/{version}", justify="right")
    for metric, rows in table.groupby("metric", sort=False):
        values = dict(zip(zip(rows["story"], rows["version"], strict=True), rows["value"], strict=True))
        grid.add_row(str(metric), *(plain(values[key]) for key in versions))
    _console().print(grid)
    if table["too_short"].any():
        short = table.loc[table["too_short"], "version"].unique()
        say(f"Too short to rely on (fewer than 100 words or 3 sentences): {', '.join(short)}")


def print_examples(stories: Sequence[Story]) -> None:
    """Print the bundled stories with their versions."""
    grid = Table(show_edge=False, pad_edge=False)
    for name in ("story", "title", "versions"):
        grid.add_column(name)
    for story in stories:
        grid.add_row(story.id, escape(story.versions[0].title), ", ".join(v.version for v in story))
    _console().print(grid)
    say("Compare two:  mediakit compare data/stories/STORY/wire.md data/stories/STORY/tabloid.md --report report.html")


def print_check(found: pd.DataFrame, old: str, new: str, json_lines: bool = False) -> None:
    """Print the findings against a rewrite, a line each with its place and what to restore."""
    if json_lines:
        for row in found.to_dict("records"):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    for row in found.to_dict("records"):
        text, start, age = (new, row["new_start"], "new") if row["new_start"] >= 0 else (old, row["old_start"], "old")
        line = text.count("\n", 0, max(start, 0)) + 1
        restore = f" Restore: “{row['old']}”." if row["old"] else f" Take out: “{row['new']}”."
        say(f"{age}:{line}: {row['kind']} ({row['gravity']}): {row['says']}{restore}")
    say("Nothing stands against the rewrite." if found.empty else f"{len(found)} findings stand against the rewrite.")
