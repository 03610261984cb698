"""Boilerplate: pages composed of the stories in data/ and of clutter; tuned on one half, tested on the other.

A page template holds clutter, one line a piece, and {title}, {story} or {story part N} where the story goes. `tuning`
and `test` were written by different people; the rules were made looking at `tuning` only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mediakit as mk
from tests.benchmarks.figure import Figure
from tests.benchmarks.stories import NAMES, STORIES, frozen_texts, read_gold, read_text

PAGES = Path(__file__).parents[1] / "data" / "pages"
PART = re.compile(r"\{(title|story)(?: part (\d+))?\}")


@dataclass(frozen=True)
class Page:
    """One page and, line by line, whether the line belongs to the story."""

    name: str
    text: str
    lines: tuple[tuple[str, bool], ...]


def read_stories(folder: Path = STORIES) -> list[tuple[str, str, list[str]]]:
    """Return (name, title, paragraphs) of every version whose own lines are all story."""
    found = []
    for path in sorted(path for name in NAMES for path in (folder / name).glob("*.md")):
        title, text = read_text(path)
        clutter = {row["new"].strip() for row in read_gold(path.parent, ("boilerplate",))}
        paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
        if not clutter & set(paragraphs):
            found.append((f"{path.parent.name}/{path.stem}", title, paragraphs))
    return found


def compose(template: str, title: str, paragraphs: list[str], name: str = "") -> Page:
    """Return the page that a template and a story make; blank lines are kept as the template has them."""
    n_parts = max([int(number or 1) for kind, number in PART.findall(template) if kind == "story"], default=1)
    size = -(-len(paragraphs) // n_parts)
    parts = [paragraphs[i * size : (i + 1) * size] for i in range(n_parts)]
    text, lines = [], []
    for line in template.strip("\n").split("\n"):
        match = PART.fullmatch(line.strip())
        if not match:
            text.append(line)
            lines += [(line.strip(), False)] if line.strip() else []
        else:
            own = [title] if match.group(1) == "title" else parts[int(match.group(2) or 1) - 1]
            text.append("\n\n".join(own))
            lines += [(paragraph, True) for paragraph in own]
    return Page(name, "\n".join(text), tuple(lines))


def compose_pages(half: str, per_template: int = 4) -> list[Page]:
    """Return the pages of one half, each template with several stories in turn."""
    stories = read_stories()
    pages = []
    for number, path in enumerate(sorted((PAGES / half).glob("*.txt"))):
        for k in range(per_template):
            name, title, paragraphs = stories[(number * per_template + k) * 7 % len(stories)]
            template = path.read_text(encoding="utf-8")
            pages.append(compose(template, title, paragraphs, f"{path.stem} × {name}"))
    return pages


def judge_page(page: Page) -> tuple[list[str], list[str]]:
    """Return the clutter lines that were left in, and the story lines that were lost."""
    document = mk.parse(page.text)
    kept = [False] * (len(page.text) + 1)
    for _, sentence in document.parts:
        kept[sentence.start : sentence.end] = [True] * (sentence.end - sentence.start)
    left, lost, at = [], [], 0
    for line, is_story in page.lines:
        start = page.text.index(line, at)
        at = start + len(line)
        stays = any(kept[start:at])
        if any(map(str.isalnum, line)):
            (left if stays and not is_story else lost if is_story and not stays else []).append(line)
    return left, lost


def own_data() -> Iterator[bytes]:
    """Yield the pages' templates and the stories they are composed with."""
    yield from (path.read_bytes() for path in sorted(PAGES.glob("*/*.txt")))
    yield from frozen_texts()


def figures(folder: Path | None = None) -> Iterator[Figure]:
    """Yield the share of clutter lines removed and of story lines lost, for either half."""
    for half in ("tuning", "test"):
        pages = compose_pages(half)
        if not pages:
            continue
        results = [judge_page(page) for page in pages]
        n_clutter = sum(not is_story and any(map(str.isalnum, line)) for page in pages for line, is_story in page.lines)
        n_story = sum(is_story for page in pages for _, is_story in page.lines)
        left, lost = (sum(len(result[i]) for result in results) for i in (0, 1))
        yield Figure("boilerplate_pages", f"clutter lines removed, {half}", 1 - left / n_clutter, n=n_clutter)
        yield Figure("boilerplate_pages", f"story lines lost, {half}", lost / n_story, n=n_story, goal=0.0)
