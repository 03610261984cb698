"""The bundled stories that figures are measured on: these nine, and of their gold what the figures read.

A story, a column or a kind of row that comes later changes neither a figure nor the hash of what it was measured on;
another word in a text, or another verdict of the reader, changes both.
"""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

STORIES = Path(__file__).parents[2] / "data" / "stories"
NAMES = (
    "bridge-vote",
    "data-breach",
    "junction-crash",
    "nap-study",
    "plant-closure",
    "river-flood",
    "striker-doping",
    "treasurer-verdict",
    "ward-outbreak",
)
AMOUNTS = ("number", "percent", "money", "date", "time")
TURNS = ("name", "negation", "modal", "quantifier")
KINDS = ("quotation", *AMOUNTS, *TURNS, "attribution")
COLUMNS = ("kind", "old_version", "new_version", "old", "new", "status")
MORE = {"attribution": ("source",)}
"""The columns that figures on a kind of gold read besides."""
Row = dict[str, str]


def read_gold(folder: Path, kinds: tuple[str, ...] = KINDS) -> list[Row]:
    """Return the gold rows of some kinds of one story, in the order of the file, with the columns that figures read."""
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] in kinds]
    return [{column: row[column] for column in (*COLUMNS, *MORE.get(row["kind"], ()))} for row in rows]


def read_text(path: Path) -> tuple[str, str]:
    """Return title and text of one version, read without mediakit."""
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    title = re.search(r"^title: *(.+)$", head, re.MULTILINE)
    return (title[1].strip("\"'") if title else ""), text


def frozen_gold(stories: Path = STORIES) -> Iterator[bytes]:
    """Yield what figures against gold rest on: the gold rows, and the versions that they compare."""
    for name in NAMES:
        rows = read_gold(stories / name)
        versions = sorted({row[side] for row in rows for side in ("old_version", "new_version")})
        texts = [read_text(stories / name / f"{version}.md") for version in versions]
        yield json.dumps([name, rows, versions, texts]).encode()


def frozen_texts(stories: Path = STORIES) -> Iterator[bytes]:
    """Yield what figures on pages and mutations rest on: all versions, and which of their lines are clutter."""
    for name in NAMES:
        texts = [(path.stem, *read_text(path)) for path in sorted((stories / name).glob("*.md"))]
        yield json.dumps([name, texts, read_gold(stories / name, ("boilerplate",))]).encode()
