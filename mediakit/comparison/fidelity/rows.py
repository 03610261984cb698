"""The row of a fact: what became of it, and where its words stand in either version."""

import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from mediakit.comparison.fidelity.annotated import Place, Side


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


class Groups(NamedTuple):
    """All groups of two versions, the titles (-1) first: those that differ, and old → new of the sentences that do not.

    What is read of a sentence alone is the same in both versions of one that is `kept`.
    """

    all: list[Group]
    differing: list[Group]
    kept: dict[int, int]

    @classmethod
    def of(cls, left: Side, right: Side, groups: Sequence[Group]) -> "Groups":
        """Return the groups of two versions, parted."""
        texts = ({n: sentence.clean for n, sentence in side.sentences.items()} for side in (left, right))
        old, new = texts
        same = [len(group.old) == len(group.new) == 1 and old[group.old[0]] == new[group.new[0]] for group in groups]
        differing = [group for group, equal in zip(groups, same, strict=True) if not equal]
        return cls([*groups], differing, {g.old[0]: g.new[0] for g, equal in zip(groups, same, strict=True) if equal})


Partners = Mapping[int, Mapping[int, float]]
"""Old sentence → its counterparts, and how alike they are."""


def _read_weights() -> dict[str, float]:
    with files(__package__).joinpath("weights.csv").open(encoding="utf-8") as rows:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(rows)}


WEIGHTS = _read_weights()
"""The weights and thresholds of fidelity by name; `weights.csv` says what each means and what it was fitted on."""
