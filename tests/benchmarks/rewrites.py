"""What an AI paraphrase of human news keeps: quotations and numerals, counted in every pair."""

import re
from collections.abc import Iterator
from pathlib import Path

from mediakit.comparison.shifts import compare
from tests.benchmarks.figure import Figure, read_rows

_QUOTED = re.compile(r"“([^”]{8,})”|\"([^\"]{8,})\"")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_NUMERIC = {"number", "money", "percent"}


def kept_literally(pattern: re.Pattern[str], old: str, new: str) -> tuple[int, int]:
    """Return how many matches in the old text stand letter by letter in the new one, and how many there are."""
    found = ["".join(group or "" for group in match.groups()) or match[0] for match in pattern.finditer(old)]
    return sum(text in new for text in found), len(found)


def count_kept(old: str, new: str) -> dict[str, tuple[int, int]]:
    """Return kept and all: quotations and numerals of the older version by us, and as literal strings."""
    comparison = compare(old, new, n_draws=2, floors=False)
    quotations, facts = comparison.quotations(), comparison.facts()
    quotations = quotations[quotations["status"] != "new"]
    quotations = quotations[quotations["status"] != "quoted"]
    facts = facts[facts["kind"].isin(_NUMERIC) & (facts["status"] != "added")]
    return {
        "quotations": (int(quotations["status"].isin(["verbatim", "typography"]).sum()), len(quotations)),
        "numerals": (int((facts["status"] == "kept").sum()), len(facts)),
        "literal quotations": kept_literally(_QUOTED, old, new),
        "literal numerals": kept_literally(_NUMERAL, old, new),
    }


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the share of quotations and of numerals that paraphrases keep; `print_pairs` gives them singly."""
    rows = read_rows(folder, "rewrites")
    for version in ("rephrased", "rephrased_expert"):
        counts = [count_kept(row["original"], row[version]) for row in rows]
        for kind in ("quotations", "numerals"):
            kept, whole = (sum(count[kind][k] for count in counts) for k in (0, 1))
            plain, plain_whole = (sum(count[f"literal {kind}"][k] for count in counts) for k in (0, 1))
            title = f"{kind} kept, {version}"
            share, peer = kept / max(whole, 1), plain / max(plain_whole, 1)
            yield Figure("rewrites", title, share, f"literal search of {plain_whole}", peer, whole, goal=float("nan"))


def print_pairs(folder: Path) -> None:
    """Print one line per paraphrase: quotations and numerals kept, of how many."""
    for number, row in enumerate(read_rows(folder, "rewrites")):
        for version in ("rephrased", "rephrased_expert"):
            count = count_kept(row["original"], row[version])
            kept = ", ".join(f"{kind} {count[kind][0]} of {count[kind][1]}" for kind in ("quotations", "numerals"))
            print(f"{number:2d} {version:16s} {kept}")
