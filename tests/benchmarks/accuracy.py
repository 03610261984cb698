"""Print one row per accuracy figure: set, figure, ours, the peer measured in the same run, n.

python -m tests.benchmarks.accuracy [--only SET] [--data DIR] [--json FILE]

DIR holds the labelled sets as .jsonl files; the default is the environment variable MEDIAKIT_BENCHMARKS. A set whose
file is not there is named and left out.
"""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from tests.benchmarks.figure import Figure, short_hash

# Set → the files of labelled data that its module reads; what it reads of this repository, its `own_data()` yields.
SETS: dict[str, tuple[str, ...]] = {
    "sentence_boundaries": ("sentence_boundaries.jsonl",),
    "boilerplate_pages": (),
    "polnear": ("polnear.jsonl",),
    "voices": ("polnear.jsonl",),
    "babe": ("babe.jsonl", "npov_pairs.jsonl"),
    "basil": ("basil.jsonl",),
    "npov_pairs": ("babe.jsonl", "npov_pairs.jsonl"),
    "npov_words": ("npov_pairs.jsonl",),
    "neus": ("neus.jsonl",),
    "press_releases": ("press_releases.jsonl",),
    "clear": ("clear.jsonl", "onestop.jsonl"),
    "onestop": ("onestop.jsonl",),
    "alignment_onestop": ("aesop_alignment.jsonl", "onestop.jsonl"),
    "nyt_sentiment": ("nyt_sentiment.jsonl",),
    "newsmtsc": ("newsmtsc.jsonl",),
    "aesop_alignment": ("aesop_alignment.jsonl", "onestop.jsonl"),
    "fidelity": (),
    "mutated_stories": (),
    "rewrites": ("rewrites.jsonl",),
    "revisions": ("revisions.jsonl",),
    "coverage": ("onestop.jsonl",),
    "editor_notes": ("editor_notes.jsonl", "rewrites.jsonl", "revisions.jsonl", "neus.jsonl"),
    "passives": ("passives.jsonl",),
    "null_verdicts": (),
    "planted": ("onestop.jsonl", "rewrites.jsonl", "polnear.jsonl"),
    "pages": ("pages.jsonl.gz",),
}


def find_missing(name: str, folder: Path | None) -> list[str]:
    """Return the files that a set needs and `folder` does not have."""
    return [file for file in SETS[name] if not (folder and (folder / file).is_file())]


def hash_data(name: str, folder: Path | None) -> str:
    """Return a short hash of all that a set is measured on; its files must be there."""
    own = getattr(importlib.import_module(f"tests.benchmarks.{name}"), "own_data", tuple)
    files = [(folder / file).read_bytes() for file in SETS[name]] if folder else []
    return short_hash([*files, *own()])


def measure_set(name: str, folder: Path | None) -> list[Figure]:
    """Return the figures of a set, with its name and the hash of its data."""
    figures, data = importlib.import_module(f"tests.benchmarks.{name}").figures(folder), hash_data(name, folder)
    return [replace(figure, by=name, data=data) for figure in figures]


def find_measurable(names: list[str], folder: Path | None) -> Iterator[str]:
    """Yield the sets whose data are there; the others are named on standard error."""
    for name in names:
        if missing := find_missing(name, folder):
            place = folder or "MEDIAKIT_BENCHMARKS (not set)"
            print(f"{name}: left out, no {', '.join(missing)} in {place}", file=sys.stderr)
        else:
            yield name


def write_figures(figures: Iterable[Figure], path: Path) -> None:
    """Write figures as JSON, one object each."""
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")


def print_row(figure: Figure) -> None:
    """Print one figure as a row of fixed-width columns."""
    peer = f"{figure.peer:8.3f} {figure.peer_name}" if figure.peer_name else ""
    spread = f"  ({figure.spread})" if figure.spread else ""
    print(f"{figure.set:<20} {figure.figure:<44} {figure.ours:8.3f} {peer:<36} n={figure.n}{spread}", flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.accuracy", description="Accuracy figures.")
    parser.add_argument("--only", choices=list(SETS), action="append", help="measure this set (may be repeated)")
    parser.add_argument("--data", type=Path, default=os.environ.get("MEDIAKIT_BENCHMARKS"), help="folder of the sets")
    parser.add_argument("--json", type=Path, help="write the rows to this file too")
    given = parser.parse_args(arguments)
    figures = []
    folder = Path(given.data) if given.data else None
    for name in find_measurable(given.only or list(SETS), folder):
        measured = measure_set(name, folder)
        figures += measured
        for figure in measured:
            print_row(figure)
    if given.json:
        write_figures(figures, given.json)


if __name__ == "__main__":
    main()
