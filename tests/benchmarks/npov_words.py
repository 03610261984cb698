"""Word diff inside a pair, against human word links: which words were left as they stood."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from mediakit.comparison.alignment import diff_words
from tests.benchmarks.figure import Figure, read_rows

Links = set[tuple[int, int]]


def ours(old: Sequence[str], new: Sequence[str]) -> Links:
    """Return the words that the word diff leaves unchanged."""
    return {(i + n, k + n) for tag, i, j, k, _ in diff_words(old, new) if tag == "equal" for n in range(j - i)}


def peer(old: Sequence[str], new: Sequence[str]) -> Links:
    """Return the words that difflib leaves unchanged."""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {(block.a + n, block.b + n) for block in blocks for n in range(block.size)}


def f1(rows: Sequence[dict[str, object]], find: Callable[[Sequence[str], Sequence[str]], Links]) -> float:
    """Return the F1 of the links between equal words, over all pairs."""
    right = wrong = 0
    for row in rows:
        old, new = str(row["before"]).split(), str(row["after"]).split()
        human = {tuple(map(int, link.split("-"))) for link in row["links"]}  # type: ignore[attr-defined]
        human = {(i, j) for i, j in human if i < len(old) and j < len(new) and old[i] == new[j]}
        found = find(old, new)
        right += len(found & human)
        wrong += len(found ^ human)
    return 2 * right / (2 * right + wrong)


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the F1 on unchanged words."""
    rows = [row for row in read_rows(folder, "npov_pairs") if row["links"]]
    yield Figure("npov_pairs", "unchanged words, link F1", f1(rows, ours), "difflib", f1(rows, peer), len(rows))
