"""Fidelity against the gold files of the bundled stories."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import mediakit as mk
from mediakit.comparison.fidelity.facts import compare_facts
from mediakit.comparison.fidelity.quotation_changes import compare_quotations
from mediakit.comparison.fidelity.source_changes import compare_attributions
from mediakit.evidence.quantities import find_quantities
from mediakit.text.document import Document
from tests.benchmarks.figure import Figure
from tests.benchmarks.stories import AMOUNTS, NAMES, STORIES, TURNS, Row, frozen_gold, read_gold

_SAME_SORT = {"percent": "number", "title": "name"}


@cache
def compared(folder: Path) -> list[tuple[Document, Document, list[Row]]]:
    """Return the pairs of versions that have gold, each with its gold rows."""
    found = []
    for story in (folder / name for name in NAMES):
        documents = {version.version: mk.parse(version) for version in mk.read_story(story).versions}
        rows = read_gold(story)
        for pair in dict.fromkeys((row["old_version"], row["new_version"]) for row in rows):
            gold = [row for row in rows if (row["old_version"], row["new_version"]) == pair]
            found.append((documents[pair[0]], documents[pair[1]], gold))
    return found


def own_data() -> Iterator[bytes]:
    """Yield the gold of the stories and the texts that it is about."""
    yield from frozen_gold()


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the figures on quotations, facts and attributions; `folder` is not read."""
    right, n = measure_quotations(STORIES)
    yield Figure("fidelity", "quotation status, accuracy", right / n, "difflib ratio", measure_by_ratio(STORIES), n)
    for name, kinds in (
        ("amounts, dates and times", AMOUNTS),
        *((kind, (kind,)) for kind in TURNS),
        ("all", AMOUNTS + TURNS),
    ):
        yield Figure("fidelity", f"facts F1, {name}", measure_facts(STORIES, kinds), n=count_gold(STORIES, kinds))
    yield Figure("fidelity", "attributions F1", measure_attributions(STORIES), n=count_gold(STORIES, ("attribution",)))
    named = measure_attributions(STORIES, with_source=True)
    yield Figure("fidelity", "attributions F1 with source", named, n=count_gold(STORIES, ("attribution",)))


def measure_quotations(folder: Path) -> tuple[int, int]:
    """Return how many gold quotations have the right status, and how many there are."""
    counted = [count_quotations(*pair) for pair in compared(folder)]
    return sum(right for right, _ in counted), sum(n for _, n in counted)


def count_quotations(old: Document, new: Document, gold: list[Row]) -> tuple[int, int]:
    """Return how many gold quotations of a pair have the right status, and how many there are."""
    rows = compare_quotations(old, new, mk.align(old, new)).to_dict("records")
    wanted = [row for row in gold if row["kind"] == "quotation"]
    return sum(any(_is_same_quotation(row, want) for row in rows) for want in wanted), len(wanted)


def _is_same_quotation(row: Row, want: Row) -> bool:
    """Tell whether a row speaks of the wanted quotation and has its status."""
    old = want["status"] == "quoted" and not row["old"] or _overlap(row["old"], want["old"])
    new = want["status"] == "paraphrased" and not row["new"] or _overlap(row["new"], want["new"])
    return old and new and row["status"] == want["status"]


def _overlap(one: str, other: str) -> bool:
    """Tell whether two texts are the same, or one is a part of the other (merged and split quotations)."""
    return one == other or bool(one and other) and (one in other or other in one)


def measure_by_ratio(folder: Path) -> float:
    """Return the accuracy of a plain method: each quotation's most alike counterpart by difflib, and a threshold."""
    right = n = 0
    for _, new, gold in compared(folder):
        texts = [q.text[1:-1] for q in new.quotations]
        for want in (row for row in gold if row["kind"] == "quotation" and row["old"]):
            n += 1
            ratio = max(
                (SequenceMatcher(None, want["old"], text, autojunk=False).ratio() for text in texts), default=0.0
            )
            right += want["status"] == ("verbatim" if ratio == 1 else "altered" if ratio >= 0.6 else "dropped")
    return right / n


def count_gold(folder: Path, kinds: tuple[str, ...]) -> int:
    """Return how many gold rows there are of some kinds."""
    return sum(row["kind"] in kinds for _, _, gold in compared(folder) for row in gold)


def measure_facts(folder: Path, kinds: tuple[str, ...]) -> float:
    """Return F1 of the facts of some kinds; of names, negations, modals and quantifiers only what is not
    kept counts.
    """
    counted = [count_facts(*pair, kinds) for pair in compared(folder)]
    return 2 * sum(hits for hits, _ in counted) / sum(n for _, n in counted)


def count_facts(old: Document, new: Document, gold: list[Row], kinds: tuple[str, ...]) -> tuple[int, int]:
    """Return how many facts of a pair are in the gold and in ours, and how many the two list together."""
    if not any(row["kind"] in AMOUNTS for row in gold):
        return 0, 0  # for this pair of versions the reader listed quotations only
    hits = n = 0
    rows = compare_facts(old, new, mk.align(old, new)).to_dict("records")
    for kind in dict.fromkeys(_SAME_SORT.get(kind, kind) for kind in kinds):
        ours = [row for row in rows if _SAME_SORT.get(row["kind"], row["kind"]) == kind]
        ours = [row for row in ours if kind in AMOUNTS or row["status"] != "kept"]
        wanted = [row for row in gold if _SAME_SORT.get(row["kind"], row["kind"]) == kind]
        used: list[int] = []
        for want in wanted:
            used += [k for k, row in enumerate(ours) if k not in used and _is_same_fact(row, want)][:1]
        said = {(ours[k]["old"], ours[k]["new"], ours[k]["status"]) for k in used}
        again = sum((r["old"], r["new"], r["status"]) in said for k, r in enumerate(ours) if k not in used)
        hits, n = hits + len(used), n + len(wanted) + len(ours) - again
    return hits, n


def _is_same_fact(row: Row, want: Row) -> bool:
    """Tell whether a row says what the gold row says.

    Where the gold calls a lost negation changed or the other way, both will do: readers differ on it.
    """
    if row["kind"] == "negation" and {row["status"], want["status"]} <= {"lost", "changed"}:
        return _same_words(row["old"], want["old"])
    status = row["status"] == want["status"] or row["kind"] == "title"
    return status and _same_words(row["old"], want["old"]) and _same_words(row["new"], want["new"])


def _same_words(one: str, other: str) -> bool:
    """Tell whether two cells show the same fact: one holds the other, or both hold the same amounts."""
    one, other = one.lower(), other.lower()
    if one == other or one and other and (one in other or other in one):
        return True
    labels = [q.label for q in find_quantities(one)]
    return bool(labels) and labels == [q.label for q in find_quantities(other)]


def measure_attributions(folder: Path, with_source: bool = False) -> float:
    """Return F1 of the attributing words that changed; `with_source`: a row must name the right source too."""
    counted = [count_attributions(*pair, with_source) for pair in compared(folder)]
    return 2 * sum(hits for hits, _ in counted) / sum(n for _, n in counted)


def count_attributions(old: Document, new: Document, gold: list[Row], with_source: bool) -> tuple[int, int]:
    """Return how many attributing words of a pair are in the gold and in ours, and how many the two list together."""
    wanted = [row for row in gold if row["kind"] == "attribution"]
    if not wanted:
        return 0, 0
    table = compare_attributions(old, new, mk.align(old, new)).to_dict("records")
    rows = [row for row in table if "certain" not in row["direction"]]
    used: list[int] = []
    for want in wanted:
        fits = (
            k
            for k, r in enumerate(rows)
            if k not in used
            and _holds(r["old"], want["old"])
            and _holds(r["new"], want["new"])
            and (not with_source or _is_source(r["source"], want["source"]))
        )
        used += [k for k in fits][:1]
    return len(used), len(wanted) + len(rows)


def _is_source(source: str, wanted: str) -> bool:
    """Tell whether a source is one of those wanted, separated by " | ": the last word of one is a word of the other."""
    ours = re.findall(r"\w+", source.lower())
    names = (re.findall(r"\w+", name.lower()) for name in wanted.split(" | "))
    return any(bool(ours and name) and (name[-1] in ours or ours[-1] in name) for name in names)


def _holds(one: str, other: str) -> bool:
    """Tell whether one cell holds the words of the other."""
    return (
        one == other
        or bool(one and other)
        and bool(re.search(rf"\b{re.escape(one)}\b", other, re.I) or other.lower() in one.lower())
    )
