"""The row of a fact: what became of it, and where its words stand in either version."""

import csv
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

from mediakit.comparison.fidelity.annotated import Place


class Row(NamedTuple):
    """What became of one fact: its words in either version, the status, and what differs, in words."""

    kind: str
    old: str
    new: str
    status: str
    sentence_old: int
    sentence_new: int
    changes: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    sure: bool


def make_row(kind: str, old: Place, new: Place, status: str, changes: str = "", *, sure: bool = True) -> Row:
    """Return the row of a fact by the places of its words; not `sure` if it may have gone with its clause."""
    places = (old.start, old.end, new.start, new.end)
    return Row(kind, old.text, new.text, status, old.sentence, new.sentence, changes, *places, sure)


class Group(NamedTuple):
    """Sentences of the old and of the new version that stand for each other, and how alike they are, 0 to 1."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float


Partners = Mapping[int, Mapping[int, float]]
"""Old sentence → its counterparts, and how alike they are."""


def _read_weights() -> dict[str, float]:
    with files(__package__).joinpath("weights.csv").open(encoding="utf-8") as rows:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(rows)}


WEIGHTS = _read_weights()
"""The weights and thresholds of fidelity by name; `weights.csv` says what each means and what it was fitted on."""
