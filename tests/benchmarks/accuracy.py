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
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.figure import Figure

# Set → the module that measures it, and the file it needs ("" where it makes its own cases).
SETS = {
    "sentence_boundaries": "sentence_boundaries.jsonl",
    "boilerplate_pages": "",
    "polnear": "polnear.jsonl",
    "babe": "babe.jsonl",
    "basil": "basil.jsonl",
    "npov_pairs": "npov_pairs.jsonl",
    "neus": "neus.jsonl",
    "press_releases": "press_releases.jsonl",
    "clear": "clear.jsonl",
    "onestop": "onestop.jsonl",
    "nyt_sentiment": "nyt_sentiment.jsonl",
    "newsmtsc": "newsmtsc.jsonl",
    "aesop_alignment": "aesop_alignment.jsonl",
    "alignment_onestop": "onestop.jsonl",
    "npov_words": "npov_pairs.jsonl",
    "fidelity": "",
    "rewrites": "rewrites.jsonl",
    "revisions": "revisions.jsonl",
    "pages": "pages.jsonl.gz",
    "coverage": "onestop.jsonl",
}


def measure_sets(names: list[str], folder: Path | None) -> Iterator[Figure]:
    """Yield the figures of each named set; sets without data are named on standard error."""
    for name in names:
        if SETS[name] and not (folder and (folder / SETS[name]).is_file()):
            print(f"{name}: left out, no {SETS[name]} in {folder or 'MEDIAKIT_BENCHMARKS (not set)'}", file=sys.stderr)
            continue
        yield from importlib.import_module(f"tests.benchmarks.{name}").figures(folder)


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
    rows = []
    for figure in measure_sets(given.only or list(SETS), Path(given.data) if given.data else None):
        print_row(figure)
        rows.append(asdict(figure))
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1, allow_nan=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
