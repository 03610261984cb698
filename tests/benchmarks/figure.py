"""One measured figure, and how the labelled sets are read and told apart."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One row of the benchmark: a figure of ours beside a named peer's, measured in the same run on `n` cases.

    `goal` is the value that would be perfect, 1 for most and 0 for errors; NaN for what describes the texts and not us.
    `slack` is by how much chance moves it, where it is simulated: a smaller move says nothing.
    `by` is the set of accuracy.SETS that measures it, `data` a hash of what it was measured on: accuracy fills them in.
    """

    set: str
    figure: str
    ours: float
    peer_name: str = ""
    peer: float = float("nan")
    n: int = 0
    spread: str = ""
    goal: float = 1.0
    slack: float = 0.0
    by: str = ""
    data: str = ""


def read_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of `name`.jsonl in `folder`."""
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def short_hash(parts: Iterable[bytes]) -> str:
    """Return the first 16 digits of the SHA-256 of some parts, each marked off from the next by its own."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]
