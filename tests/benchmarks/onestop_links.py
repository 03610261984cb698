"""Sentence pairs between the levels of ten OneStopEnglish articles, marked by hand as indices of a fixed cut."""

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.figure import read_rows

MARKS = Path(__file__).parent.parent / "data" / "onestop_links.csv"
_CUT = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")


class Marked(NamedTuple):
    """Two levels of an article cut into sentences, and which sentences say the same."""

    article: str
    old: list[str]
    new: list[str]
    links: set[tuple[int, int]]


def cut(text: str) -> list[str]:
    """Return the sentences of a text: a fixed rule, so that the marks keep their meaning."""
    sentences = []
    for line in map(str.strip, text.split("\n")):
        at = 0
        for match in _CUT.finditer(line):
            sentences.append(line[at : match.end()].strip())
            at = match.end()
        sentences.append(line[at:].strip())
    return [sentence for sentence in sentences if sentence]


def read_marks(folder: Path) -> Iterator[Marked]:
    """Yield the marked pairs of levels whose texts are in `folder`; texts other than the marked ones raise."""
    articles = {row["article"]: row for row in read_rows(folder, "onestop")}
    with MARKS.open(encoding="utf-8", newline="") as lines:
        for mark in csv.DictReader(lines):
            if mark["article"] not in articles:
                continue
            old, new = (cut(articles[mark["article"]][mark[side]]) for side in ("old", "new"))
            found = hashlib.sha256("\n".join([*old, "", *new]).encode()).hexdigest()[:16]
            if found != mark["sha256"]:
                raise ValueError(f"The text of {mark['article']} is not the one that was marked.")
            links = {tuple(map(int, link.split("-"))) for link in mark["links"].split()}
            yield Marked(mark["article"], old, new, links)  # type: ignore[arg-type]
