"""Kill a run over a corpus at random points, or start two at once, and see whether the rows are those of a quiet run.

python -m tests.benchmarks.kills [--kills 50] [--doubles 20] [--compare]
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, NamedTuple

import pandas as pd
import typer

from tests.conftest import ROOT

# The child says when it begins, so that it is killed at its work and not while words are loaded.
_CHILD = """
import sys
import mediakit as mk
mk.compare("The dam held.", "The dam broke.").findings()
print("begun", flush=True)
run = mk.compare_corpus if sys.argv[3] == "compare" else mk.measure_corpus
run(sys.argv[1], sys.argv[2], metrics=["lix", "loaded_rate"], batch=12, progress=False,
    tables=["shifts", "findings"] if sys.argv[3] == "compare" else ["measures", "marks"])
"""


_MOST_SECONDS = 600
"""Seconds after which a run that was to end is killed; its rows are then not those of a quiet run."""


class Outcome(NamedTuple):
    """How many tries there were, in how many the rows were equal, and what stood there when they were cut off."""

    tries: int
    equal: int
    n_parts: tuple[int, ...]


def write_source(folder: Path, n_stories: int) -> Path:
    """Write a corpus of invented stories, the versions of each apart, and return the file."""
    rows = [
        {
            "story": f"story {n}",
            "version": version,
            "text": f"“Nobody was hurt in street {n},” said Ann Orr, the mayor. {told}\n\n" * 3,
        }
        for version, told in (("wire", "The dam held."), ("late", "The dam burst, she claimed, in a brutal storm."))
        for n in range(n_stories)
    ]
    pd.DataFrame(rows).to_parquet(folder / "articles.parquet")
    return folder / "articles.parquet"


def start(source: Path, out: Path, kind: str) -> "subprocess.Popen[str]":
    """Start a run in a process of its own and return it when it has begun."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(source), str(out), kind], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None and child.stdout.readline() == "begun\n"
    return child


def finish(child: "subprocess.Popen[str]", seconds: float | None = None) -> None:
    """Wait for a run to end; kill it after so many seconds."""
    with child:
        try:
            child.wait(_MOST_SECONDS if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            child.kill()


def read_all(out: Path) -> dict[str, pd.DataFrame]:
    """Return the data sets of a folder as plain pandas reads them, in an order of their own."""
    tables = {place.name: pd.read_parquet(place) for place in sorted(out.iterdir()) if place.is_dir()}
    return {name: table.sort_values(list(table), ignore_index=True) for name, table in tables.items()}


def is_equal(out: Path, expected: dict[str, pd.DataFrame]) -> bool:
    """Tell whether a folder holds the rows of a quiet run, and nothing that a run has left."""
    found = read_all(out)
    left = [place for place in out.iterdir() if place.name.startswith(".")]
    return not left and found.keys() == expected.keys() and all(found[name].equals(expected[name]) for name in found)


def try_kills(n: int, kind: str = "measure", n_stories: int = 60, seed: int = 0) -> Outcome:
    """Kill `n` runs, each once, twice or three times, go on to the end, and compare."""
    points, equal, n_parts = random.Random(seed), 0, []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = write_source(folder, n_stories)
        finish(start(source, folder / "quiet", kind))
        child, begun = start(source, folder / "timed", kind), time.perf_counter()
        finish(child)
        seconds = time.perf_counter() - begun
        expected = read_all(folder / "quiet")
        for number in range(n):
            out = folder / f"out{number}"
            for _ in range(points.randint(1, 3)):
                finish(start(source, out, kind), points.uniform(0, seconds))
                n_parts.append(len(list(out.glob("*/*.parquet"))))
            finish(start(source, out, kind))
            equal += is_equal(out, expected)
    return Outcome(n, equal, tuple(n_parts))


def try_doubles(n: int, kind: str = "measure", n_stories: int = 60) -> Outcome:
    """Start two runs at once on one folder, `n` times, and compare."""
    equal = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = write_source(folder, n_stories)
        finish(start(source, folder / "quiet", kind))
        expected = read_all(folder / "quiet")
        for number in range(n):
            children = [start(source, folder / f"out{number}", kind) for _ in range(2)]
            for child in children:
                finish(child)
            ended_well = all(child.returncode == 0 for child in children)
            equal += ended_well and is_equal(folder / f"out{number}", expected)
    return Outcome(n, equal, ())


def main(
    kills: Annotated[int, typer.Option()] = 50,
    doubles: Annotated[int, typer.Option()] = 20,
    compare: Annotated[bool, typer.Option("--compare")] = False,
) -> None:
    """Print and keep how many of the runs that were killed or doubled gave the rows of a quiet run."""
    from tests.benchmarks.trust import keep

    kind, wrong = "compare" if compare else "measure", 0
    for part, tried, n in (("kills, then gone on with", try_kills, kills), ("two on one output", try_doubles, doubles)):
        began = time.monotonic()
        if n:
            found = tried(n, kind)
            keep(part, f"{kind}_corpus", found.tries, found.tries - found.equal, (time.monotonic() - began) / 60)
            wrong += found.tries - found.equal
            parts = f"; {min(found.n_parts)} to {max(found.n_parts)} parts stood there" if found.n_parts else ""
            print(f"{part}: {found.equal} of {found.tries} equal{parts}", flush=True)
    raise typer.Exit(int(wrong > 0))


if __name__ == "__main__":
    typer.run(main)
