"""Sentence splitting: where sentences begin, against hand-checked starts, and how fast."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import nupunkt

import mediakit as mk
from mediakit.text.sentences import split_sentences
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


def speed(split: Callable[[str], object], texts: list[str]) -> float:
    """Return megabytes a second, the best of five passes."""
    times = []
    for _ in range(5):
        began = perf_counter()
        for text in texts:
            split(text)
        times.append(perf_counter() - began)
    return sum(len(text.encode()) for text in texts) / 1e6 / min(times)


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the boundary F1 and the speed of splitting alone."""
    rows = read_rows(folder, "sentence_boundaries")
    n = sum(len(row["boundaries"]) for row in rows)
    ours = boundary_f1(our_starts, rows)
    yield Figure("sentence_boundaries", "boundary F1", ours, "nupunkt", boundary_f1(nupunkt_starts, rows), n)
    texts = [row["text"] for row in rows] * 10
    rate, peer = speed(split_sentences, texts), speed(nupunkt.sent_spans, texts)
    yield Figure("sentence_boundaries", "splitting, MB/s", rate, "nupunkt", peer, len(texts))
