"""Fit the weights of fidelity to labelled pairs of texts: python -m tests.training.fidelity --data DIR [--write]

One weight after the other is set to each value of its grid, from `low` to `high` of weights.csv. The value is kept that
raises the mean of the figures on half a of the cases most, if by more than `LEAST_GAIN` and where no golden row falls.
Half b is only looked at: it shows whether what was learned holds. A weight under which no figure moves keeps its value.

What a weight is compared with is noted case by case, so that only those cases are judged again in which another value
decides otherwise; all are judged anew in the end, to prove it. Needs onestop, rewrites, polnear, revisions, neus and
editor_notes.jsonl; some minutes.
"""

import argparse
import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from math import inf
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

import mediakit as mk
from mediakit import memory
from mediakit.comparison.fidelity import rows
from mediakit.text.document import Document
from tests import mutations, test_amounts, test_fidelity, test_findings, test_swap_ledger, test_voices
from tests.benchmarks import editor_notes, fidelity, planted
from tests.benchmarks.figure import read_rows
from tests.benchmarks.stories import AMOUNTS, STORIES, TURNS

TABLE = Path(rows.__file__).with_name("weights.csv")
NEEDED = ("onestop", "rewrites", "polnear", "revisions", "neus", "editor_notes")
STEPS = 4
"""Steps of a grid."""
LEAST_GAIN = 0.001
"""Less than so much of the mean of the figures is one case or two: chance."""
EVERY = 6
"""One mutation in so many is judged."""
GOLDEN = "golden rows"
"""What an editor laid down, in both halves: not fitted to, but none may fall."""
Outcome = Mapping[str, tuple[float, float]]
"""Figure → how much was right, of how much."""


class Watched(float):
    """A weight, or its product with a number, that notes what it is compared with, in units of the weight.

    What else is done with it is noted as infinity on either side: any other value may decide otherwise.
    """

    name: str
    scale: float
    noted: dict[str, set[float]]

    def __new__(cls, value: float, name: str, noted: dict[str, set[float]], scale: float = 1.0) -> "Watched":
        made = super().__new__(cls, value * scale)
        made.name, made.scale, made.noted = name, scale, noted
        return made

    def _compared(self, other: float) -> float:
        found = {float(other) / self.scale} if self.scale > 0 and type(other) is not Watched else {-inf, inf}
        self.noted.setdefault(self.name, set()).update(found)
        return float(self)

    def _reckoned(self) -> float:
        self.noted.setdefault(self.name, set()).update((-inf, inf))
        return float(self)

    def __lt__(self, other: Any) -> bool:
        return self._compared(other) < other

    def __le__(self, other: Any) -> bool:
        return self._compared(other) <= other

    def __gt__(self, other: Any) -> bool:
        return self._compared(other) > other

    def __ge__(self, other: Any) -> bool:
        return self._compared(other) >= other

    def __eq__(self, other: object) -> bool:
        return self._reckoned() == other

    __hash__ = float.__hash__

    def __mul__(self, other: Any) -> float:
        return Watched(float(self) / self.scale, self.name, self.noted, self.scale * other) if self.scale else 0.0

    __rmul__ = __mul__

    def __add__(self, other: Any) -> float:
        return self._reckoned() + other

    __radd__ = __add__

    def __round__(self, ndigits: Any = None) -> Any:
        return round(self._reckoned(), ndigits)


@dataclass
class Case:
    """Something to judge, its half (a or b; "" for golden rows), how it was judged last, and what the weights met."""

    half: str
    judge: Callable[[], Outcome]
    outcome: Outcome = field(default_factory=dict)
    noted: dict[str, set[float]] = field(default_factory=dict)

    def hangs_on(self, name: str, old: float, new: float) -> bool:
        """Tell whether another value of a weight may be judged otherwise."""
        met = self.noted.get(name, ())
        return inf in met or any(min(old, new) <= value <= max(old, new) for value in met)

    def judge_watched(self, weights: Mapping[str, float]) -> Outcome:
        """Judge under some weights, and note what they are compared with."""
        self.noted, _ = {}, forget_compared()
        rows.WEIGHTS.update((name, Watched(value, name, self.noted)) for name, value in weights.items())
        try:
            return self.judge()
        finally:
            rows.WEIGHTS.update(weights)


def forget_compared() -> None:
    """Empty the memories of what was compared; what was read of words and sentences stays."""
    for kept in list(memory._MEMORIES.values()):
        if kept.name.startswith("mediakit.comparison") and kept.limit < memory.WORDS:
            kept.clear()


@cache
def read_document(text: str) -> Document:
    """Return a text, parsed once."""
    return mk.parse(text)


def find(old: str, new: str) -> pd.DataFrame:
    """Return the findings of a pair of texts, gravest first."""
    return mk.compare(read_document(old), read_document(new), floors=False).findings()


def half_of(name: str) -> str:
    """Return the half that something belongs to by its name."""
    return "ab"[crc32(name.encode()) % 2]


def planted_cases(folder: Path) -> Iterator[Case]:
    """Yield real articles with a planted change, to be found, and with neutral edits, to be passed over."""
    articles = planted.read_articles(folder)
    for case in planted.plant_all(articles):
        for name, new in (("planted alone", case.alone), ("planted among eight", case.among)):
            yield Case(case.half, partial(_judge_planted, name, case, new))
    for calm in planted.edit_all(articles):
        yield Case(calm.half, lambda calm=calm: {"silence": (planted.judge_neutral(calm, find).right, 1)})


def _judge_planted(name: str, case: planted.Planted, new: str) -> Outcome:
    return {name: (planted.judge_planted(case, new, find).right, 1)}


def noted_cases(folder: Path) -> Iterator[Case]:
    """Yield pairs with the notes of a careful reader."""
    for row in read_rows(folder, "editor_notes"):
        yield Case(half_of(row["pair"]), partial(_judge_notes, folder, row))


def _judge_notes(folder: Path, row: dict[str, Any]) -> Outcome:
    case = editor_notes.judge_pair(folder, row, find)
    grave = [hit for _, hit in editor_notes.grave(case)]
    right = [note is not None for note in editor_notes.pair_head(case)]
    n_loud, n_calm = len(editor_notes.told_loudly(case)), len(case.harmless)
    return {
        "notes found": (sum(grave), len(grave)),
        "findings noted": (sum(right), len(right)),
        "harmless left alone": (n_calm - n_loud, n_calm),
    }


def gold_cases() -> Iterator[Case]:
    """Yield the pairs of the bundled stories that have gold; a story is in one half."""
    for old, new, gold in fidelity.compared(STORIES):
        half = half_of(old.text[:40])
        for kind in (*AMOUNTS, *TURNS):
            yield Case(half, partial(_judge_facts, old, new, gold, kind))
        yield Case(half, lambda a=old, b=new, gold=gold: {"gold quotations": fidelity.count_quotations(a, b, gold)})
        yield Case(half, partial(_judge_attributions, old, new, gold))


def _judge_facts(old: Document, new: Document, gold: list[dict[str, str]], kind: str) -> Outcome:
    hits, n = fidelity.count_facts(old, new, gold, (kind,))
    return {f"gold {'amounts' if kind in AMOUNTS else kind}": (2 * hits, n)}


def _judge_attributions(old: Document, new: Document, gold: list[dict[str, str]]) -> Outcome:
    hits, n = fidelity.count_attributions(old, new, gold, True)
    return {"gold attributions": (2 * hits, n)}


def mutated_cases() -> Iterator[Case]:
    """Yield known mutations of the bundled stories; a story is in one half."""
    for mutation in list(mutations.mutate_all())[::EVERY]:
        yield Case(half_of(mutation.story.split("/")[0]), partial(_judge_mutation, mutation))


def _judge_mutation(mutation: mutations.Mutation) -> Outcome:
    found, flagged, _ = mutations.judge(mutation)
    return {"mutations": (found and not flagged, 1)}


def golden_cases() -> Iterator[Case]:
    """Yield the golden rows of the tests that rest on the weights."""
    tests: list[tuple[Callable[..., None], Iterable[tuple[Any, ...]]]] = [
        (test_findings.test_a_change_is_told_as_an_editor_tells_it, test_findings.CASES),
        (test_fidelity.test_golden_wording, zip(test_fidelity.cases("quotations_compared"))),
        (test_fidelity.test_facts_are_followed, zip(test_fidelity.cases("facts_compared"))),
        (test_swap_ledger.test_golden_swaps, test_swap_ledger.CASES),
        (test_voices.test_what_became_of_a_voice, zip(test_voices.rows("voice_changes"))),
        (check_amounts, zip(test_amounts.cases())),
        (check_told, zip(test_fidelity.cases("facts_told"))),
    ]
    for check, given in tests:
        yield from (Case("", partial(_hold, check, each)) for each in given)


def check_amounts(case: dict[str, str]) -> None:
    """Fail where a pair of amounts is not told as expected."""
    told = test_amounts.tell(case["old"], case["new"])
    assert not told if case["expected"] == "silent" else told & set(case["expected"].split("|"))


def check_told(case: dict[str, str]) -> None:
    """Fail where a change of sense is not told, or equal wording is."""
    table = mk.compare(case["old"], case["new"], floors=False).facts()
    assert (not set(table["status"]) <= {"kept", "moved"}) == (case["told"] == "yes")


def _hold(check: Callable[..., None], given: tuple[Any, ...]) -> Outcome:
    try:
        check(*given)
    except AssertionError:
        return {GOLDEN: (0, 1)}
    return {GOLDEN: (1, 1)}


def reckon(outcomes: Iterable[tuple[str, Outcome]], half: str) -> dict[str, float]:
    """Return the figures of a half: the share that is right of all that was asked."""
    right, n = dict[str, float](), dict[str, float]()
    for own, outcome in outcomes:
        for name, (gained, most) in outcome.items() if own == half else ():
            right[name], n[name] = right.get(name, 0) + gained, n.get(name, 0) + most
    return {name: right[name] / n[name] for name in right if n[name]}


class Fit:
    """The weights, and all cases as they are judged under them."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.weights, self.cases = dict(rows.WEIGHTS), cases
        for case in cases:
            case.outcome = case.judge_watched(self.weights)

    def figures(self, half: str, instead: Mapping[int, Outcome] = {}) -> dict[str, float]:
        """Return the figures of a half, some cases judged otherwise."""
        judged = ((case.half, instead.get(k, case.outcome)) for k, case in enumerate(self.cases))
        return reckon(judged, half)

    def goal(self, instead: Mapping[int, Outcome] = {}) -> float:
        """Return the mean of the figures of half a."""
        return float(np.mean(list(self.figures("a", instead).values())))

    def try_value(self, name: str, value: float) -> tuple[float, set[str]]:
        """Return the goal under another value of a weight, -inf where a golden row falls, and the figures that move."""
        golden = self.judge(name, value, ("",))
        if any(judged[GOLDEN] < self.cases[k].outcome[GOLDEN] for k, judged in golden.items()):
            return -inf, {GOLDEN}
        judged = self.judge(name, value, ("a",))
        moved = {figure for k, outcome in judged.items() for figure in outcome if outcome != self.cases[k].outcome}
        return self.goal(judged), moved

    def judge(self, name: str, value: float, halves: Sequence[str]) -> dict[int, Outcome]:
        """Return how the cases of some halves are judged that hang on another value of a weight, by their number."""
        weights = self.weights | {name: value}
        touched = [k for k, case in enumerate(self.cases) if case.half in halves]
        touched = [k for k in touched if self.cases[k].hangs_on(name, self.weights[name], value)]
        noted = {k: self.cases[k].noted for k in touched}
        judged = {k: self.cases[k].judge_watched(weights) for k in touched}
        for k in touched:
            self.cases[k].noted = noted[k]
        return {k: outcome for k, outcome in judged.items() if outcome != self.cases[k].outcome}

    def climb(self, name: str, grid: Sequence[float]) -> tuple[float, set[str]]:
        """Set a weight to its best value; return the most that the goal rises, and the figures that move."""
        tried = {value: self.try_value(name, value) for value in grid}
        best = max(grid, key=lambda value: (round(tried[value][0], 9), -abs(value - self.weights[name])))
        gain = tried[best][0] - self.goal()
        if gain > LEAST_GAIN:
            self.settle(name, best)
        return gain, set().union(*(moved for _, moved in tried.values()))

    def settle(self, name: str, value: float) -> None:
        """Give a weight another value."""
        touched = [case for case in self.cases if case.hangs_on(name, self.weights[name], value)]
        self.weights[name] = rows.WEIGHTS[name] = value
        for case in touched:
            case.outcome = case.judge_watched(self.weights)

    def is_sound(self) -> bool:
        """Tell whether every case, judged anew and unwatched, is as it was reckoned."""
        forget_compared()
        return all(case.judge() == case.outcome for case in self.cases)


def spread(row: Mapping[str, str]) -> list[float]:
    """Return the grid of a weight without the value that it has."""
    values = np.linspace(float(row["low"]), float(row["high"]), STEPS + 1).round(3)
    return [float(value) for value in values if value != float(row["value"])]


def print_figures(title: str, fit: Fit) -> None:
    """Print the figures of both halves, and how many golden rows hold."""
    a, b = fit.figures("a"), fit.figures("b")
    print(f"\n{title:<24}{'half a':>8}{'half b':>8}")
    for name in a:
        print(f"{name:<24}{a[name]:8.3f}{b.get(name, float('nan')):8.3f}")
    print(f"{'mean':<24}{np.mean(list(a.values())):8.4f}{np.mean(list(b.values())):8.4f}")
    print(f"{GOLDEN:<24}{fit.figures('')[GOLDEN]:8.3f}", flush=True)


def write_table(table: Sequence[dict[str, str]], weights: Mapping[str, float], moved: Mapping[str, set[str]]) -> None:
    """Write the fitted values, and what each was fitted on."""
    with TABLE.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(table[0]), lineterminator="\n")
        writer.writeheader()
        for row in table:
            on = " ; ".join(sorted(moved[row["name"]])) or "no figure moves"
            writer.writerow(row | {"value": f"{weights[row['name']]:g}", "fitted_on": on})


def climb_all(fit: Fit, table: Sequence[Mapping[str, str]]) -> dict[str, set[str]]:
    """Set every weight to its best value, and print what it rises; return the figures that each moves."""
    moved = {}
    for row in table:
        name, was = row["name"], fit.weights[row["name"]]
        gain, moved[name] = fit.climb(name, spread(row))
        print(f"{name:<26}{was:6g} → {fit.weights[name]:<6g}{gain:+.4f}  {' ; '.join(sorted(moved[name]))}", flush=True)
    print(sum(not figures for figures in moved.values()), f"of {len(moved)} weights move no figure on their grids")
    return moved


def main() -> None:
    """Fit the weights, print the figures before and after, and write the table if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("MEDIAKIT_BENCHMARKS"), help="folder of the sets")
    parser.add_argument("--write", action="store_true", help="write the fitted values to weights.csv")
    parser.add_argument("--rounds", type=int, default=2, help="how often every weight is tried")
    given = parser.parse_args()
    missing = [name for name in NEEDED if not given.data or not (Path(given.data) / f"{name}.jsonl").is_file()]
    if missing:
        parser.error(f"no {', '.join(missing)}.jsonl: name the folder of the labelled sets with --data")
    folder = Path(given.data)
    with TABLE.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    fit = Fit([*planted_cases(folder), *noted_cases(folder), *gold_cases(), *mutated_cases(), *golden_cases()])
    print_figures("before", fit)
    for _ in range(given.rounds):
        before, moved = dict(fit.weights), climb_all(fit, table)
        if fit.weights == before:
            break
    print_figures("after", fit)
    print("judged anew: " + ("the same" if fit.is_sound() else "NOT the same"))
    if given.write:
        write_table(table, fit.weights, moved)


if __name__ == "__main__":
    main()
