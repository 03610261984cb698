"""Newsroom edits: most sentences stay, few come or go; the pairing must see it so."""

from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.fuzz import token_set_ratio

from mediakit.comparison.alignment import align
from mediakit.text.parsing import parse
from tests.benchmarks.figure import Figure, read_rows


def figures(folder: Path) -> Iterator[Figure]:
    """Yield how many sentences keep a counterpart, and how many counterparts look alike to token_set_ratio."""
    paired = whole = alike = groups = 0
    rows = read_rows(folder, "revisions")
    for row in rows:
        old, new = parse(row["old"]), parse(row["new"])
        for pair in align(old, new).itertuples():
            whole += len(pair.old)
            if not pair.old or not pair.new:
                continue
            paired += len(pair.old)
            sides = [" ".join(d.sentences[i].text for i in side) for d, side in ((old, pair.old), (new, pair.new))]
            groups, alike = groups + 1, alike + (token_set_ratio(*sides) >= 50)
    yield Figure("revisions", "old sentences with a counterpart", paired / whole, n=whole)
    yield Figure("revisions", "pairs that share half of their words", alike / groups, "token_set_ratio", 1.0, groups)
