"""Write the parts of README.md and of the model card that a program knows better: printed examples, tables, figures.

python .ci/readme.py
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import mediakit as mk
from mediakit.schema import TABLES

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CARD = ROOT / "mediakit" / "evidence" / "MODEL_CARD.md"
CARD_SETS = ("babe", "basil", "neus", "npov_pairs")
WIDTH = "100"


def example() -> str:
    """Return what the README's first command prints after its set-up."""
    text = README.read_text(encoding="utf-8")
    command = re.search(r"\.venv/bin/mediakit (compare .*?)(?: --report \S+)?$", text, re.MULTILINE)[1]
    environment = {**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-m", "mediakit", *command.split()],
        cwd=ROOT, env=environment, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return "```text\n" + "\n".join(line.rstrip() for line in run.stdout.splitlines()) + "\n```"


def columns() -> str:
    """Return a Markdown table of the columns of each public table."""
    parts = []
    for name, table in TABLES.items():
        rows = [f"| {column} | {c.dtype} | {c.meaning} | {c.unit} |" for column, c in table.items()]
        parts.append("\n".join([f"**{name}**\n", "| column | type | meaning | unit |", "|---|---|---|---|", *rows]))
    return "\n\n".join(parts)


def metrics() -> str:
    """Return a Markdown table of all metrics."""
    rows = [f"| {m.name} | {m.unit} | {m.higher_means} | {m.reference} |" for m in mk.METRICS.values()]
    return "\n".join(["| metric | unit | higher means | reference |", "|---|---|---|---|", *rows])


def figures(sets: tuple[str, ...] = ()) -> str:
    """Return a Markdown table of the accuracy figures as last measured, of all sets or these."""
    rows = json.loads((ROOT / "tests" / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    lines = []
    for row in rows:
        if sets and row["set"] not in sets:
            continue
        peer = f"{row['peer']:.3f} ({row['peer_name']})" if row["peer_name"] else ""
        lines.append(f"| {row['set']} | {row['figure']} | {row['ours']:.3f} | {peer} | {row['n']} | {row['spread']} |")
    return "\n".join(["| set | figure | mediakit | peer | n | note |", "|---|---|---|---|---|---|", *lines])


BLOCKS = {"figures": figures, "example": example, "columns": columns, "metrics": metrics}
CARD_BLOCKS = {"model-figures": lambda: figures(CARD_SETS)}


def render(text: str) -> str:
    """Return a text with every block made anew."""
    for name, make in (BLOCKS | CARD_BLOCKS).items():
        block = re.compile(rf"(<!-- begin:{name} -->\n).*?(<!-- end:{name} -->)", re.DOTALL)
        if block.search(text):
            made = make()
            text = block.sub(lambda found, made=made: found[1] + made + "\n" + found[2], text)
    return text


if __name__ == "__main__":
    for path in (README, CARD):
        path.write_text(render(path.read_text(encoding="utf-8")), encoding="utf-8")
