"""Findings against the notes of a careful reader: is what an editor wants to be told told first, and little else?

python -m tests.benchmarks.editor_notes --misses [--data DIR]

A finding answers a note when its kind is kin to the note's and one of its sides is short and holds at least half of the
content words that the note names on that side. Findings of kind wording or style answer for nothing.
"""

import argparse
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

import mediakit as mk
from tests.benchmarks.figure import Figure, read_rows

Row = dict[str, Any]
Find = Callable[[str, str], pd.DataFrame]

# Kind of a note → the kinds of findings that tell the same thing from another side; every kind is kin to itself.
KIN = {
    "omission": {"quotation", "sourcing", "speaker", "number", "date", "name", "certainty"},
    "addition": {"tone", "quotation", "sourcing", "strength"},
    "sourcing": {"omission", "quotation", "speaker", "verb", "certainty"},
    "speaker": {"sourcing", "quotation", "omission"},
    "quotation": {"omission", "speaker", "sourcing"},
    "verb": {"certainty", "tone", "sourcing", "strength"},
    "certainty": {"verb", "strength", "sourcing", "omission", "addition", "negation"},
    "negation": {"reversal", "certainty"},
    "reversal": {"strength", "negation", "omission", "addition", "number", "order", "agency"},
    "tone": {"label", "strength", "addition", "omission", "verb", "reversal", "certainty"},
    "label": {"tone", "strength", "addition", "omission", "name"},
    "agency": {"strength", "omission", "sourcing", "reversal"},
    "number": {"omission", "date", "strength"},
    "headline": {"omission"},
}
UNEXPLAINED = ("wording", "style")  # told so that nothing is passed over; they answer for nothing
FIRST = 10  # findings that an editor reads when she looks for what is grave
HEAD = 5  # findings that a summary holds
_WORD = re.compile(r"[\w’']+")
_GRAMMAR = set(
    "the a an of in to and or for on at by with from as is are was were be been has have had it its that this he she "
    "they his her their not who which said says".split()
)


@dataclass(frozen=True)
class Judged:
    """One pair of versions: its texts, the notes, the harmless rewordings, and the findings in order."""

    pair: str
    old: str
    new: str
    notes: list[Row]
    harmless: list[Row]
    findings: list[Row]


@cache
def content(text: str) -> frozenset[str]:
    """Return the distinct words of a text without those of grammar; all of them where nothing else is left."""
    words = frozenset(word.lower().replace("’", "'") for word in _WORD.findall(text))
    return words - _GRAMMAR or words


def answers(note: Row, finding: Row) -> bool:
    """Tell whether a finding tells what a note asks for: a kin kind, and a short side with half of its words."""
    if finding["kind"] != note["kind"] and finding["kind"] not in KIN.get(note["kind"], ()):
        return False
    return any(_holds(content(finding[side]), content(note[side])) for side in ("old", "new") if note[side])


def _holds(words: frozenset[str], wanted: frozenset[str]) -> bool:
    """Tell whether words hold half of the wanted ones and are at most twice as many and six more."""
    return 2 * len(words & wanted) >= len(wanted) and len(words) <= 2 * len(wanted) + 6


def tells(finding: Row, reworded: Row) -> bool:
    """Tell whether a finding is about one harmless rewording: it holds both sides of it and few other words."""
    sides = [(content(reworded[side]), content(finding[side])) for side in ("old", "new")]
    return all(inner <= outer for inner, outer in sides) and len(sides[0][1]) <= 2 * len(sides[0][0]) + 3


def find(old: str, new: str) -> pd.DataFrame:
    """Return mediakit's findings of a pair of texts, gravest first."""
    return mk.compare(old, new).findings()


def read_pair(folder: Path, pair: str) -> tuple[str, str]:
    """Return the texts of a pair named as file:row:field of the newer text; seeds stand beside the folder."""
    name, row, field = pair.split(":")
    if name == "seeds":
        old, new = (next((folder.parent / "seeds").glob(f"{number}_*.txt")) for number in ("000", "003"))
        return old.read_text(encoding="utf-8"), new.read_text(encoding="utf-8")
    record = read_rows(folder, name)[int(row)]
    if name == "neus":
        return record["neutral_text"], record["texts"][int(field)]
    return record["original" if name == "rewrites" else "old"], record[field]


def judge_all(folder: Path, find: Find = find) -> list[Judged]:
    """Return every pair with its notes and what was found, page furniture and unexplained wording left out."""
    return [judge_pair(folder, row, find) for row in read_rows(folder, "editor_notes")]


def judge_pair(folder: Path, row: Row, find: Find = find) -> Judged:
    """Return one pair with its notes and what was found, page furniture and unexplained wording left out."""
    old, new = read_pair(folder, row["pair"])
    table = find(old, new)
    told = table[(table["gravity"] >= 1) & ~table["kind"].isin(UNEXPLAINED)]
    notes = [note for note in row["notes"] if note["kind"] != "boilerplate"]
    return Judged(row["pair"], old, new, notes, row["harmless"], told.to_dict("records"))


def head(case: Judged) -> list[Row]:
    """Return the first findings of gravity 3 and 2, as many as a summary holds."""
    return [finding for finding in case.findings if finding["gravity"] >= 2][:HEAD]


def pair_head(case: Judged) -> list[Row | None]:
    """Return for each finding of the head the note that it answers, if any; a note is answered once."""
    free, paired = list(case.notes), []
    for finding in head(case):
        note = next((note for note in free if answers(note, finding)), None)
        paired.append(note)
        if note is not None:
            free.remove(note)
    return paired


def grave(case: Judged) -> list[tuple[Row, bool]]:
    """Return every note of gravity 3, and whether one of the first ten findings answers it."""
    first = case.findings[:FIRST]
    return [(note, any(answers(note, f) for f in first)) for note in case.notes if note["gravity"] == 3]


def told_loudly(case: Judged) -> list[tuple[Row, Row]]:
    """Return every harmless rewording that is told at gravity 3 or 2, with the finding that tells it."""
    loud = [finding for finding in case.findings if finding["gravity"] >= 2]
    found = ((h, next((finding for finding in loud if tells(finding, h)), None)) for h in case.harmless)
    return [(reworded, finding) for reworded, finding in found if finding is not None]


def figures(folder: Path, find: Find = find) -> Iterator[Figure]:
    """Yield recall and precision together, then what is told although it is harmless, then recall by kind."""
    cases = judge_all(folder, find)
    found = [pair for case in cases for pair in grave(case)]
    right = [note is not None for case in cases for note in pair_head(case)]
    yield _share(f"notes of gravity 3 in the first {FIRST}", [hit for _, hit in found])
    yield _share(f"first {HEAD} findings that answer a note", right)
    heavy = [any(answers(n, f) for f in case.findings) for case in cases for n in case.notes if n["gravity"] >= 2]
    yield _share("notes of gravity 3 and 2 in any finding", heavy)
    n_loud, n_calm = sum(len(told_loudly(case)) for case in cases), sum(len(case.harmless) for case in cases)
    yield Figure("editor_notes", "harmless rewordings told at gravity 3 or 2", n_loud, n=n_calm, goal=0.0)
    for kind in dict.fromkeys(note["kind"] for note, _ in found):
        yield _share(f"in the first {FIRST}, {kind}", [hit for note, hit in found if note["kind"] == kind])


def _share(title: str, hits: list[bool]) -> Figure:
    return Figure("editor_notes", title, sum(hits) / max(len(hits), 1), n=len(hits))


def print_misses(folder: Path, find: Find = find) -> None:
    """Print per pair the grave notes that nothing answers, the head with what it answers, and harmless ones told."""
    for case in judge_all(folder, find):
        print(f"\n== {case.pair}")
        for note, hit in grave(case):
            if not hit:
                late = next((k for k, f in enumerate(case.findings, 1) if answers(note, f)), 0)
                print(f"  missed {show(note)}  # {note['note']}" + (f" (told as number {late})" if late else ""))
        for finding, note in zip(head(case), pair_head(case), strict=True):
            print(f"  {'right ' if note else 'wrong '} {finding['gravity']} {show(finding)}")
        for _, finding in told_loudly(case):
            print(f"  loud   {finding['gravity']} {show(finding)}")


def show(row: Row) -> str:
    """Return a note or a finding in one line."""
    return f"{row['kind']}: {row['old'] or '–'} → {row['new'] or '–'}"


def main(arguments: list[str] | None = None) -> None:
    """Print the figures, or what is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.editor_notes", description=figures.__doc__)
    parser.add_argument("--misses", action="store_true", help="print what is missed and what is wrong, pair by pair")
    parser.add_argument("--data", type=Path, default=os.environ.get("MEDIAKIT_BENCHMARKS"), help="folder of the sets")
    given = parser.parse_args(arguments)
    if given.data is None:
        parser.error("name the folder of the labelled sets with --data or MEDIAKIT_BENCHMARKS")
    if given.misses:
        return print_misses(Path(given.data))
    for figure in figures(Path(given.data)):
        print(f"{figure.figure:<48} {figure.ours:8.3f} n={figure.n}")


if __name__ == "__main__":
    main()
