"""Split labelled sets so that what belongs together stays together, and tell training texts from others."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

_LEARNED_FROM = Path(__file__).parents[1] / "training" / "learned_from.json"


def fold(groups: Sequence[object], n: int = 5, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the positions to learn from and to test on, `n` times; no group stands on both sides."""
    names = sorted(set(map(str, groups)))
    place = dict(zip(np.random.default_rng(seed).permutation(names).tolist(), range(len(names)), strict=True))
    parts = np.array([place[str(group)] % n for group in groups])
    for part in range(n):
        yield np.flatnonzero(parts != part), np.flatnonzero(parts == part)


def is_learned_from(folder: Path, name: str) -> bool:
    """Tell whether a file is the very one that the shipped weights were learned from."""
    known = json.loads(_LEARNED_FROM.read_text(encoding="utf-8"))
    return hashlib.sha256((folder / f"{name}.jsonl").read_bytes()).hexdigest()[:16] == known.get(name)
