"""Saved news pages: how much of the story is read and how much else, from three ways of getting a page's text.

html: the saved file as `read_version` reads it; inner: what select-all and copy gives; soup: BeautifulSoup's
`get_text("\\n")`. Each page's F1 is of words as bags, the body against the labelled story; a page is lost below
.5; a title is exact by its letters and digits. trafilatura reads the same files in the same run.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import mediakit as mk
from tests.benchmarks.figure import Figure

WORD = re.compile(r"\w+")
LOST = 0.5
WAYS = ("html", "inner", "soup")


class Read(NamedTuple):
    """What was read from one page: its body and its title."""

    body: str
    title: str


def read_pages(folder: Path) -> list[dict[str, Any]]:
    """Return the labelled pages: set, name, html, inner, soup, gold, title."""
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_way(page: dict[str, Any], way: str, folder: Path) -> Read:
    """Return what mediakit reads from a page that came as `way`."""
    source: Any = page[way]
    if way == "html":
        path = folder / "page.html"
        path.write_text(page["html"], encoding="utf-8")
        try:
            source = mk.read_version(path)
        except mk.MediakitError:
            return Read("", "")
    document = mk.parse(source)
    return Read(" ".join(s.text for s in document.sentences), document.title.text if document.title else "")


def read_peer(page: dict[str, Any]) -> Read:
    """Return what trafilatura reads from a page's HTML."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(page["html"], include_comments=False, with_metadata=True)
    return Read((found.text or "") if found else "", (found.title or "") if found else "")


def word_f1(told: str, gold: str) -> float:
    """Return the F1 of the words of two texts, as bags."""
    ours, theirs = Counter(WORD.findall(told.lower())), Counter(WORD.findall(gold.lower()))
    return 2 * (ours & theirs).total() / max(ours.total() + theirs.total(), 1)


def bare(title: str) -> str:
    """Return a title's letters and digits."""
    return "".join(filter(str.isalnum, title.lower()))


def score(page: dict[str, Any], read: Read) -> tuple[float, bool]:
    """Return the F1 of the story and whether the title is exact."""
    return word_f1(read.body, page["gold"]), bare(read.title) == bare(page["title"])


def figures(folder: Path | None = None) -> Iterator[Figure]:
    """Yield F1, pages lost and exact titles for each way of getting a page's text."""
    assert folder is not None
    pages = read_pages(folder)
    peer = [score(page, read_peer(page)) for page in pages]
    titled = [page for page in pages if page["title"]]
    for way in WAYS:
        with TemporaryDirectory() as scratch:
            ours = [score(page, read_way(page, way, Path(scratch))) for page in pages]
        beside = peer if way == "html" else []
        name = "trafilatura" if beside else ""
        for what, value in (("F1", mean_f1), ("lost", count_lost)):
            theirs = value(beside) if beside else float("nan")
            yield Figure("pages", f"{way}, {what}", value(ours), name, theirs, n=len(pages), goal=float(what != "lost"))
        exact = [scored[1] for page, scored in zip(pages, ours, strict=True) if page["title"]]
        yield Figure("pages", f"{way}, titles exact", sum(exact) / len(exact), n=len(titled))


def mean_f1(scores: list[tuple[float, bool]]) -> float:
    """Return the mean F1 over pages."""
    return sum(f1 for f1, _ in scores) / max(len(scores), 1)


def count_lost(scores: list[tuple[float, bool]]) -> float:
    """Return how many pages are lost."""
    return float(sum(f1 < LOST for f1, _ in scores))
