"""Sentence splitting: where sentences begin, against hand-checked starts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nupunkt

import mediakit as mk
from tests.benchmarks.figure import Figure, read_rows


def our_starts(text: str) -> set[int]:
    """Return the starts of all sentences but the first, through the whole of `parse`."""
    return {sentence.start for sentence in mk.parse(text).sentences[1:]}


def nupunkt_starts(text: str) -> set[int]:
    spans = nupunkt.sent_spans(text)[1:]
    return {start + len(text[start:end]) - len(text[start:end].lstrip()) for start, end in spans}


def boundary_f1(starts: Callable[[str], set[int]], rows: list[dict[str, Any]]) -> float:
    right = found = labelled = 0
    for row in rows:
        got, want = starts(row["text"]), set(row["boundaries"])
        right += len(got & want)
        found += len(got)
        labelled += len(want)
    return 2 * right / (found + labelled)


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the boundary F1; how fast text is split, tests.benchmarks.speed measures."""
    rows = read_rows(folder, "sentence_boundaries")
    n = sum(len(row["boundaries"]) for row in rows)
    ours = boundary_f1(our_starts, rows)
    yield Figure("sentence_boundaries", "boundary F1", ours, "nupunkt", boundary_f1(nupunkt_starts, rows), n)
