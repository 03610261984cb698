"""Print finished tables on a terminal."""

import json
import shlex
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mediakit.memory import once
from mediakit.output.formatting import (
    GRAVITIES,
    SAME_QUOTATION,
    name_version,
    plain,
    read_verdict,
    signed,
    spell,
    title_of,
    visible,
)
from mediakit.stories import Story

if TYPE_CHECKING:
    from mediakit.comparison.shifts import Comparison


_MOST_A_STEP = 3  # findings told of each step where there are several
_MOST_QUOTATIONS, _SPEAKER = 6, 24  # quotations told, and characters of who speaks


@once
def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def _text(text: str, style: str = "") -> Text:
    """Return text of an article or a file as it stands: no markup, no control characters."""
    return Text(visible(text), style)


def say(text: str, style: str = "") -> None:
    """Print one line, as it stands but for its style."""
    _console().print(_text(text, style))


def print_comparison(comparison: "Comparison", all_metrics: bool = False) -> None:
    """Print a comparison on one screen: what was compared, the summary, the quotations that differ.

    `all_metrics` prints every metric of the comparison as a table too.
    """
    old, new = comparison.old, comparison.new
    say(title_of(old, new), "bold")
    say(f"{name_version(old, 'older')} → {name_version(new, 'newer')}", "dim")
    say("")
    grid = Table.grid(padding=(0, 1))
    for sentence in comparison.summary():
        grid.add_row("•", _text(sentence))
    _console().print(grid)
    _print_tally(comparison.findings())
    _print_quotations(comparison.quotations())
    if all_metrics:
        _print_shifts(comparison.table())
    for document in (old, new):
        for problem in document.problems:
            say(f"Note: {problem}")


def print_timeline(steps: Sequence["Comparison"]) -> None:
    """Print versions one after the other: what each step changed, the gravest first, and the measures of all."""
    say(title_of(steps[0].old, steps[-1].new), "bold")
    for step in steps:
        say("")
        say(f"{name_version(step.old, 'older')} → {name_version(step.new, 'newer')}", "bold")
        findings = step.findings()
        grid = Table.grid(padding=(0, 1))
        told = findings.loc[findings["gravity"] >= 2, "says"].head(_MOST_A_STEP)
        for sentence in told if len(told) else step.summary()[:1]:
            grid.add_row("•", _text(str(sentence)))
        _console().print(grid)
        _print_tally(findings)
    tables = [step.table().set_index("metric") for step in steps]
    grid = Table(show_edge=False, pad_edge=False, box=None)
    grid.add_column("measure")
    for document in (steps[0].old, *(step.new for step in steps)):
        grid.add_column(_text(document.version or "–"), justify="right")
    for metric in tables[0].index:
        values = [tables[0].loc[metric, "old"], *(table.loc[metric, "new"] for table in tables)]
        grid.add_row(_text(spell(metric)), *map(plain, values))
    say("")
    _console().print(grid)


def _print_tally(findings: pd.DataFrame) -> None:
    """Print how many findings there are of each gravity."""
    counts = findings["gravity"].value_counts()
    told = ", ".join(f"{counts[gravity]} × {name}" for gravity, name in GRAVITIES.items() if gravity in counts)
    if told:
        say(f"All findings: {told}.", "dim")


def _print_shifts(table: pd.DataFrame) -> None:
    """Print the table of shifts: measure, old, new, shift, what it reads as."""
    grid = Table(title="Measures", title_justify="left", show_edge=False, pad_edge=False, box=None)
    grid.add_column("measure", no_wrap=True)
    for name in ("old", "new", "shift"):
        grid.add_column(name, justify="right", no_wrap=True)
    grid.add_column("reads as")
    for row in table.to_dict("records"):
        numbers = [plain(row["old"]), plain(row["new"]), signed(row["shift"])]
        grid.add_row(_text(str(row["label"])), *numbers, _text(read_verdict(row)))
    say("")
    _console().print(grid)


def _print_quotations(table: pd.DataFrame) -> None:
    """Print the quotations that differ, a line each: what became of it, whose it is, what differs."""
    differing = table[~table["status"].isin(SAME_QUOTATION)]
    same = len(table) - len(differing)
    if table.empty:
        return
    say("")
    if differing.empty:
        say("Every quotation has the same words." if same > 1 else "The one quotation has the same words.")
        return
    say(f"Quotations that differ ({same} {'has' if same == 1 else 'have'} the same words)", "bold")
    wide = max(map(len, differing["status"]))
    for row in differing.head(_MOST_QUOTATIONS).to_dict("records"):
        what = row["changes"] or f"“{row['old'] or row['new']}”"
        who = textwrap.shorten(row["speaker_new"] or row["speaker_old"], _SPEAKER, placeholder=" …")
        line = f"{row['status']:<{wide}}  {who:<{_SPEAKER}}  {' '.join(what.split())}"
        _console().print(_text(line), no_wrap=True, overflow="ellipsis")
    if len(differing) > _MOST_QUOTATIONS:
        say(f"{len(differing) - _MOST_QUOTATIONS} more in the report: --report out.html", "dim")


def print_measures(table: pd.DataFrame) -> None:
    """Print a tidy table of measures with one column per version."""
    grid = Table(show_edge=False, pad_edge=False)
    grid.add_column("metric", no_wrap=True)
    versions = list(table[["story", "version"]].drop_duplicates().itertuples(index=False, name=None))
    for story, version in versions:
        grid.add_column(f"{story}/{version}", justify="right")
    for metric, rows in table.groupby("metric", sort=False):
        values = dict(zip(zip(rows["story"], rows["version"], strict=True), rows["value"], strict=True))
        grid.add_row(_text(spell(str(metric))), *(plain(values[key]) for key in versions))
    _console().print(grid)
    if table["too_short"].any():
        short = table.loc[table["too_short"], "version"].unique()
        say(f"Too short to rely on (fewer than 100 words or 3 sentences): {', '.join(short)}")


def print_examples(stories: Sequence[Story], folder: Path) -> None:
    """Print the bundled stories with their versions, and how to compare two in the folder where they stand."""
    grid = Table(show_edge=False, pad_edge=False)
    for name in ("story", "title", "versions"):
        grid.add_column(name)
    for story in stories:
        grid.add_row(_text(story.id), _text(story.versions[0].title), _text(", ".join(v.version for v in story)))
    _console().print(grid)
    command = f"mediakit compare {shlex.quote(str(folder / stories[0].id))} --report report.html"
    _console().print(_text(f"Compare the versions of one:  {command}"), soft_wrap=True)


def print_check(found: pd.DataFrame, old: tuple[str, str], new: tuple[str, str], json_lines: bool = False) -> None:
    """Print the findings against a rewrite, a line each with its place and what to restore; a side is text and file."""
    for row in found.to_dict("records"):
        if json_lines:
            sys.stdout.write(json.dumps({"file_old": old[1], "file_new": new[1], **row}, ensure_ascii=False) + "\n")
            continue
        (text, file), start = (new, row["new_start"]) if row["new_start"] >= 0 else (old, row["old_start"])
        line = text.count("\n", 0, max(start, 0)) + 1
        restore = f" Restore: “{row['old']}”." if row["old"] else f" Take out: “{row['new']}”."
        told = f"{file}:{line}: {row['kind']} ({row['gravity']}): {row['says']}{restore}"
        _console().print(_text(told), soft_wrap=True)  # one line, however wide, for what reads it


def print_check_tally(n_found: int) -> None:
    """Print how many findings stand against what was checked."""
    told = "1 finding stands" if n_found == 1 else f"{n_found} findings stand"
    say(f"{told} against the rewrite." if n_found else "Nothing stands against the rewrite.")
