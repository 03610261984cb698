"""One measured figure, and how the labelled sets are read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One row of the benchmark: a figure of ours beside a named peer's, measured in the same run on `n` cases."""

    set: str
    figure: str
    ours: float
    peer_name: str = ""
    peer: float = float("nan")
    n: int = 0
    spread: str = ""


def read_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of `name`.jsonl in `folder`."""
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
