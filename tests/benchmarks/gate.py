"""Measure the accuracy figures again and fail where one has fallen below its floor.

python -m tests.benchmarks.gate [--only SET] [--quick] [--data DIR] [--raise] [--allow-regression FIGURE] [--new-data]

The floors are the rows of results.json, which are also the table in mediakit/REFERENCE.md; each says by a hash what
it was measured on. A figure falls when it moves away from its goal: 1 for most, 0 for errors, the nominal level for
intervals. One that only describes the texts has no goal and may not move at all; a simulated one may move as chance
moves it. Floors change on purpose only: `--raise` takes over what rose or is new, `--allow-regression` what fell,
by its name as printed, `--new-data` whole sets whose data changed.

Exit code 0: all hold. 1: a figure fell or is gone. 2: a set's data are not those that its floors were measured on.
"""

import argparse
import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.accuracy import SETS, find_measurable, hash_data, measure_set, write_figures
from tests.benchmarks.figure import Figure

RESULTS = Path(__file__).parent / "results.json"
TOLERANCE = 1e-6  # what another order of adding may do to a figure
SLOW = ("babe", "npov_pairs", "clear", "aesop_alignment", "alignment_onestop", "mutated_stories", "coverage", "neus")
"""Sets that take more than ten seconds on one core."""


class Row(NamedTuple):
    """A floor and the figure as measured now; None where there is no such floor, or no such figure any more."""

    floor: Figure | None
    now: Figure | None

    @property
    def name(self) -> str:
        """The name under which the figure is printed and asked for."""
        figure = self.floor or self.now
        return f"{figure.set}: {figure.figure}" if figure else ""

    @property
    def verdict(self) -> str:
        """What became of the figure: ok, rose, fell, new or gone."""
        if self.floor is None or self.now is None:
            return "gone" if self.floor else "new"
        goal, least = self.floor.goal, max(TOLERANCE, self.floor.slack)
        if math.isnan(goal):
            return "ok" if abs(self.now.ours - self.floor.ours) <= least else "fell"
        nearer = abs(self.floor.ours - goal) - abs(self.now.ours - goal)
        return "rose" if nearer > least else "ok" if nearer >= -least else "fell"

    @property
    def is_red(self) -> bool:
        """Whether the figure does not hold."""
        return self.verdict in ("fell", "gone")


@dataclass(frozen=True)
class Wishes:
    """Which floors may change."""

    raises: bool = False
    allowed: tuple[str, ...] = ()
    new_data: bool = False

    def settle(self, row: Row) -> Figure | None:
        """Return the floor from now on; None if there is to be none."""
        takes = row.name in self.allowed if row.is_red else self.raises and row.verdict in ("rose", "new")
        return row.now if takes else row.floor


def read_floors(path: Path = RESULTS) -> list[Figure]:
    """Return the floors."""
    return [Figure(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def pair_up(floors: Sequence[Figure], now: Sequence[Figure]) -> list[Row]:
    """Return the floors beside the figures of the same name; one with several peers stands once for each, in order."""
    left, rows = list(floors), []
    for figure in now:
        fits = (floor for floor in left if (floor.set, floor.figure) == (figure.set, figure.figure))
        if floor := next(fits, None):
            left.remove(floor)
        rows.append(Row(floor, figure))
    return rows + [Row(floor, None) for floor in left]


def has_other_data(floors: Sequence[Figure], name: str, folder: Path | None) -> bool:
    """Tell whether a set's data are not those that its floors were measured on."""
    return bool({floor.data for floor in floors} - {hash_data(name, folder)})


def check_set(name: str, folder: Path | None, wishes: Wishes, path: Path = RESULTS) -> int:
    """Measure one set, print a row for each figure, write the floors that change, and return the exit code."""
    everything = read_floors(path)
    floors = [floor for floor in everything if floor.by == name]
    changed = has_other_data(floors, name, folder)
    if changed and not wishes.new_data:
        print(f"{name}: its data are not those that the floors were measured on ({floors[0].data}, now ", end="")
        print(f"{hash_data(name, folder)}): nothing can be said. Take the floors anew: --new-data --only {name}")
        return 2
    rows = pair_up(floors, measure_set(name, folder))
    settled = [row.now if changed else wishes.settle(row) for row in rows]
    for row, floor in zip(rows, settled, strict=True):
        print_row(row, floor)
    if any(floor is not row.floor for row, floor in zip(rows, settled, strict=True)):
        new = [floor for floor in everything if floor.by != name] + [floor for floor in settled if floor]
        write_figures(sorted(new, key=lambda floor: list(SETS).index(floor.by)), path)
    return int(any(row.is_red and floor is row.floor for row, floor in zip(rows, settled, strict=True)))


def print_row(row: Row, settled: Figure | None) -> None:
    """Print name, floor, now and verdict, and what happened to the floor."""
    cells = [f"{figure.ours:10.6f}" if figure else " " * 10 for figure in row]
    holds = not row.is_red or settled is not row.floor
    said = ("ok" if holds else "RED") + (f", {row.verdict}" if row.verdict != "ok" else "")
    if row.floor and row.now and row.floor.n != row.now.n:
        said += f", n {row.floor.n} → {row.now.n}"
    if settled is not row.floor:
        said += f"; floor now {settled.ours:.6f}" if settled else "; floor taken away"
    print(f"{row.name:<76} {cells[0]} {cells[1]}  {said}", flush=True)


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return what the command line asks for; a figure that has no floor is refused."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gate", description="Floors of the figures.")
    parser.add_argument("--only", choices=list(SETS), action="append", help="measure this set (may be repeated)")
    parser.add_argument("--quick", action="store_true", help=f"leave out the slow sets: {', '.join(SLOW)}")
    parser.add_argument("--data", type=Path, default=os.environ.get("MEDIAKIT_BENCHMARKS"), help="folder of the sets")
    parser.add_argument("--raise", action="store_true", dest="raises", help="raise the floors of figures that rose")
    parser.add_argument("--allow-regression", action="append", default=[], metavar="FIGURE", help="lower its floor")
    parser.add_argument("--new-data", action="store_true", help="take floors anew where a set's data have changed")
    given = parser.parse_args(arguments)
    names = {Row(floor, None).name for floor in read_floors()}
    if unknown := [name for name in given.allow_regression if name not in names]:
        parser.error(f"no floor is called {unknown[0]!r}; names are as printed, such as {min(names)!r}")
    return given


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the gravest exit code of any set."""
    given = parse_arguments(arguments)
    names = [name for name in given.only or SETS if not (given.quick and name in SLOW)]
    wishes = Wishes(given.raises, tuple(given.allow_regression), given.new_data)
    folder = Path(given.data) if given.data else None
    return max((check_set(name, folder, wishes) for name in find_measurable(names, folder)), default=0)


if __name__ == "__main__":
    raise SystemExit(main())
