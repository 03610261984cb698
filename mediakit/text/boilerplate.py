"""Tell the story from what the page put around it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """Where things stand in a mended text: spans of the title and of body paragraphs, and (start, end, reason) of the rest."""

    title: tuple[int, int] | None
    paragraphs: tuple[tuple[int, int], ...]
    removed: tuple[tuple[int, int, str], ...]


def lay_out(text: str, title: str = "", keep_boilerplate: bool = False) -> Layout:
    """Return title, body paragraphs and boilerplate of a mended text."""
    paragraphs, at = [], 0
    for line in text.split("\n"):
        if stripped := line.strip():
            start = at + line.index(stripped)
            paragraphs.append((start, start + len(stripped)))
        at += len(line) + 1
    return Layout(None, tuple(paragraphs), ())
