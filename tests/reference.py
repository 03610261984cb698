"""The JSON of every bundled comparison, and the ledgers of the golden pairs, as they were last agreed on.

python -m tests.reference           # what differs, to the last bit; exit code 1 if anything does
python -m tests.reference --renew   # take today's as the reference, and print what that changes

The reference is tests/data/reference.json.gz: story → pair of versions → the content of `Comparison.to_json()` with
seed 0, without the version of mediakit and the hashes of its word lists and models; and tests/data/ledgers.json.gz,
the same of the golden pairs (tests/data/amount_pairs.csv, …), a few rows apart in the table told as one story, and
all tables of some stories.
"""

import argparse
import csv
import gzip
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

import mediakit as mk

DATA = Path(__file__).parent / "data"
PATH, LEDGERS = DATA / "reference.json.gz", DATA / "ledgers.json.gz"
GOLDEN = ("agency", "amount_pairs", "facts_told", "findings", "voice_changes")
"""The tables whose rows are pairs; every 36th row of a table is told as one story, so that neighbours stay apart."""
APART = 36
IN_ALL_TABLES = ("bridge-vote", "junction-crash", "nap-study", "striker-doping")
TRACED = (
    "biased_share", "certainty", "flesch_kincaid_grade", "loaded_rate", "named_source_rate", "number_rate",
    "vader_mean",
)  # fmt: skip
"""The metrics whose evidence is kept."""
TOLD = ("summary", "findings", "facts", "quotations", "attributions", "voices", "families", "pairs")
RENEW = "python -m tests.reference --renew"
ROUNDING = 1e-9  # another processor adds in another order; a table that is off by more has changed
N_ROWS = 3  # differing rows shown of each table
_OF_THE_BUILD = ("mediakit", "lexicons", "model")
Content = dict[str, Any]


def choose_pairs(story: mk.Story) -> list[tuple[mk.Version, mk.Version]]:
    """Return the pairs: the first version and the wire's against each later one, and each revision and its next."""
    versions = list(story)
    hubs = [n for n, version in enumerate(versions) if n == 0 or version.kind == "wire"]
    pairs = [(versions[hub], new) for hub in hubs for new in versions[hub + 1 :]]
    return list(dict.fromkeys(pairs + list(pairwise(v for v in versions if v.kind == "revision"))))


def compare_story(name: str) -> dict[str, Content]:
    """Return "old → new" → the content of the JSON of that comparison, for the pairs of one bundled story."""
    found = {}
    for old, new in choose_pairs(mk.load_example(name)):
        content = json.loads(mk.compare(old, new, seed=0).to_json())
        content["provenance"] = {k: v for k, v in content["provenance"].items() if k not in _OF_THE_BUILD}
        found[f"{old.version} → {new.version}"] = content
    return found


def golden_pairs(table: str) -> dict[str, tuple[str, str]]:
    """Return "row n" → the older and the newer text of the pairs of a golden table that are told as one story."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [list(row.values()) for row in csv.DictReader(lines)]
    stories = {f"row {n + 2}": rows[n::APART] for n in range(min(APART, len(rows)))}
    return {name: ("\n\n".join(r[0] for r in own), "\n\n".join(r[1] for r in own)) for name, own in stories.items()}


def tell_pair(old: str, new: str) -> Content:
    """Return what is told of a golden pair, without the empty tables."""
    content = json.loads(mk.compare(old, new, seed=0, n_draws=20, floors=False).to_json())
    return {table: content[table] for table in TOLD if content[table]}


def tell_golden(table: str) -> dict[str, Content]:
    """Return "row n" → what is told of the pairs of a golden table."""
    return {name: tell_pair(*pair) for name, pair in golden_pairs(table).items()}


def tell_tables(name: str) -> Content:
    """Return the tables that the JSON of a comparison leaves out, of the first and last version of a bundled story."""
    story = mk.load_example(name)
    comparison = mk.compare(story.versions[0], story.versions[-1], metrics="all", n_draws=50, seed=0, floors=False)
    old, words = comparison.old, mk.score_words(comparison.new)
    tables = {
        "shifts": comparison.table(), "portrayal": comparison.portrayal(), "coverage": comparison.coverage(),
        "evidence": pd.concat(filter(len, map(comparison.evidence, TRACED))),
        "marks": mk.find(old), "statements": mk.statements(old), "counts": mk.count(old),
        "words": words[words["p_loaded"] > 0.1], "outlets": mk.compare_outlets(story),
    }  # fmt: skip
    return {table: json.loads(frame.to_json(orient="records")) for table, frame in tables.items()}


def tell_all() -> dict[str, dict[str, Content]]:
    """Return what is told of all golden pairs, and of some bundled stories in all tables."""
    ledgers = {table: tell_golden(table) for table in GOLDEN}
    return ledgers | {"all tables": {name: tell_tables(name) for name in IN_ALL_TABLES if name in mk.list_examples()}}


def read(path: Path = PATH) -> dict[str, dict[str, Content]]:
    """Return a reference: story → pair → content."""
    found: dict[str, dict[str, Content]] = json.loads(gzip.decompress(path.read_bytes()))
    return found


def write(reference: dict[str, dict[str, Content]], path: Path) -> None:
    """Write a reference, the same bytes for the same content."""
    text = json.dumps(reference, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def describe_changes(story: str, kept: dict[str, Content], now: dict[str, Content], rounding: float) -> Iterator[str]:
    """Yield, pair by pair and table by table, what differs between two contents of a story."""
    for pair in dict.fromkeys([*kept, *now]):
        if pair not in kept or pair not in now:
            yield f"{story}, {pair}: {'not compared any more' if pair in kept else 'not in the reference'}"
            continue
        for table in dict.fromkeys([*kept[pair], *now[pair]]):
            rows = [_as_rows(content[pair][table]) if table in content[pair] else [] for content in (kept, now)]
            lines = list(_describe_rows(*rows, rounding))
            if lines:
                yield f"{story}, {pair}, {table}: {len(rows[0])} rows, now {len(rows[1])}, {len(lines)} differ:"
                yield from lines[:N_ROWS]
                yield from ["  …"] * (len(lines) > N_ROWS)


def _as_rows(value: object) -> list[Any]:
    """Return a table or list as it is, and anything else as a table of one row."""
    return value if isinstance(value, list) else [value]


def _describe_rows(kept: list[Any], now: list[Any], rounding: float) -> Iterator[str]:
    """Yield a line for each position at which two tables differ; of a row, only the columns that do."""
    for n in range(max(len(kept), len(now))):
        if n >= len(kept) or n >= len(now):
            yield f"  row {n}: {'gone' if n < len(kept) else 'came'}: {_shown((kept if n < len(kept) else now)[n])}"
        elif isinstance(kept[n], dict) and isinstance(now[n], dict):
            columns = [
                f"{c} {_shown(kept[n].get(c, 'no such column'))} → {_shown(now[n].get(c, 'no such column'))}"
                for c in dict.fromkeys([*kept[n], *now[n]])
                if c not in kept[n] or c not in now[n] or not _is_same(kept[n][c], now[n][c], rounding)
            ]
            yield from [f"  row {n}: " + "; ".join(columns)] if columns else []
        elif not _is_same(kept[n], now[n], rounding):
            yield f"  row {n}: {_shown(kept[n])} → {_shown(now[n])}"


def _is_same(one: object, other: object, rounding: float) -> bool:
    """Tell whether two cells are equal, numbers up to `rounding`."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=rounding, abs_tol=rounding)
    return type(one) is type(other) and one == other


def _shown(value: object) -> str:
    """Return a cell as JSON, cut to a length that can be read."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:159] + "…"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 1 if something differs and is not taken over."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description="JSON of the bundled comparisons.")
    parser.add_argument("--renew", action="store_true", help="take today's as the reference")
    given = parser.parse_args(arguments)
    bundled = {name: compare_story(name) for name in mk.list_examples()}
    code = 0
    for path, now in ((PATH, bundled), (LEDGERS, tell_all())):
        kept = read(path) if path.exists() else {}
        stories = dict.fromkeys([*kept, *now])
        lines = [line for s in stories for line in describe_changes(s, kept.get(s, {}), now.get(s, {}), rounding=0)]
        print("\n".join(lines) or f"{path.name}: identical.")
        code |= bool(lines) and not given.renew
        if given.renew:
            write(now, path)
            print(f"{path.name} renewed: {sum(map(len, now.values()))} comparisons of {len(now)} stories.")
    return int(code)


if __name__ == "__main__":
    raise SystemExit(main())
