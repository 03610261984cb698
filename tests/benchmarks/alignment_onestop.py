"""Sentence pairs between the levels of ten OneStopEnglish articles, marked by hand as indices of a fixed cut."""

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.figure import Figure, read_rows

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


def own_data() -> Iterator[bytes]:
    """Yield the marks."""
    yield MARKS.read_bytes()


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the F1 of sentence links; the sentences of the article judged take no part in the training."""
    from tests.benchmarks.aesop_alignment import f1, fuzzy_links, plain_links
    from tests.training.alignment import cross_validated, lesson_plan, link_f1

    marks = list(read_marks(folder))
    told, lesson, strange = lesson_plan(folder)
    groups = cross_validated([*told, *lesson, *strange])[len(told) : len(told) + len(lesson)]
    for levels, part in (("adv to int", slice(0, None, 2)), ("int to ele", slice(1, None, 2)), ("both", slice(None))):
        for name, find in (("TF-IDF + dynamic programming", plain_links), ("token_set_ratio", fuzzy_links)):
            peer = f1([(find(mark.old, mark.new), mark.links) for mark in marks[part]])
            score = link_f1(lesson[part], groups[part])
            yield Figure("onestop", f"sentence links {levels}, F1", score, name, peer, len(marks[part]))
