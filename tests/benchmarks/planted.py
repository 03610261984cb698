"""Plant one change in real articles and ask for it first; make neutral edits in them and ask for silence.

python -m tests.benchmarks.planted [--misses KIND] [--half a|b] [--data DIR]

A change is found when one of the first three findings of gravity 3 or 2 is of a fitting kind, is short, and shows the
words that went or came. It is planted alone, and once more among eight rewordings of style. Silence is no finding of
gravity 3 or 2. Half a of lists and articles is to tune on, half b is held out. Recall without silence says nothing.
"""

import argparse
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from tests.benchmarks.editor_notes import Find, find, show
from tests.benchmarks.figure import Figure, read_rows
from tests.benchmarks.neutral_edits import NEUTRAL, STYLES
from tests.benchmarks.planted_changes import PLANTERS
from tests.benchmarks.planting import HALVES, Article, Edit, Plant, apply

# Planted kind → the kinds of findings that tell it.
FITTING = {
    "reversal": {"reversal", "negation"},
    "label": {"label", "tone", "strength", "certainty"},
    "negation": {"negation", "reversal"},
    "certainty": {"certainty", "strength", "sourcing"},
    "sourcing": {"sourcing", "omission", "speaker"},
    "verb": {"verb", "tone", "certainty"},
    "number": {"number"},
    "date": {"date", "number"},
    "name": {"name"},
    "speaker": {"speaker", "name", "sourcing"},
    "quoted": {"quotation", "reversal", "negation", "strength"},
    "agent": {"agency"},
    "strength": {"strength", "tone", "label"},
    "tone": {"tone", "label", "strength"},
    "opinion": {"addition", "tone"},
    "omission": {"omission", "speaker", "sourcing"},
    "order": {"order"},
}
WHOLE = ("opinion", "omission", "order")  # a whole sentence came, went or moved: a row shows its beginning
PER_HALF = 8  # articles per kind and half
HEAD = 3
SHORT, SHORT_OF_WHOLE = 14, 22  # words a side
HIDDEN_AMONG, AT_LEAST = 8, 5  # rewordings of style around the change; few articles have places for fewer
_WORD = re.compile(r"[\w’']+")
_PIECE = re.compile(r"\S+|\n+")
_GRAMMAR = set("a an the of in to and is are was were be been being has have had that it its".split())


@dataclass(frozen=True)
class Planted:
    """One article with one change, alone and among rewordings of style."""

    kind: str
    half: str
    plant: Plant
    old: str
    alone: str
    among: str


@dataclass(frozen=True)
class Neutral:
    """One article with one kind of edit that leaves the sense as it is, made wherever it can be."""

    kind: str
    half: str
    old: str
    new: str


@dataclass(frozen=True)
class Outcome:
    """What became of one text: the case, whether it was right, and the head of the findings."""

    case: Planted | Neutral
    new: str
    right: bool
    head: list[dict[str, Any]]


def read_articles(folder: Path) -> list[Article]:
    """Return the real articles: of 200 to 1,300 words, so that a change can hide."""
    texts = [(f"onestop:{row['article']}", row["adv"]) for row in read_rows(folder, "onestop")]
    texts += [(f"rewrites:{k}", row["original"]) for k, row in enumerate(read_rows(folder, "rewrites"))]
    texts += [(f"polnear:{row['article']}", row["text"]) for row in read_rows(folder, "polnear")]
    return [Article(name, text) for name, text in texts if 200 <= len(text.split()) <= 1300]


def plant_all(articles: Sequence[Article]) -> list[Planted]:
    """Return the cases of every kind and half, always the same ones."""
    return [case for kind in PLANTERS for half in HALVES for case in plant_kind(kind, half, articles)]


def plant_kind(kind: str, half: str, articles: Sequence[Article]) -> list[Planted]:
    """Return eight articles of a half, or all that can, with one change of a kind; words used before stand back."""
    random, cases, used = Random(f"{kind} {half}"), list[Planted](), set[tuple[str, str]]()
    own = [article for article in articles if article.half == half]
    for article in random.sample(own, len(own)):
        plants = list(PLANTERS[kind](half, article))
        plants = [p for p in plants if (p.old, p.new) not in used] or plants
        if not plants:
            continue
        plant = random.choice(plants)
        styles = choose_styles(half, article, plant.edits, random)
        if len(styles) >= AT_LEAST:
            among = apply(article.text, [*plant.edits, *styles])
            cases.append(Planted(kind, half, plant, article.text, apply(article.text, plant.edits), among))
            used.add((plant.old, plant.new))
        if len(cases) == PER_HALF:
            break
    return cases


def choose_styles(half: str, article: Article, planted: Sequence[Edit], random: Random) -> list[Edit]:
    """Return rewordings of style that touch neither the change nor each other, eight if there are as many."""
    edits = [edit for name in STYLES for edit in NEUTRAL[name](half, article)]
    random.shuffle(edits)
    return keep_apart(edits, planted)[:HIDDEN_AMONG]


def keep_apart(edits: Iterable[Edit], taken: Sequence[Edit] = ()) -> list[Edit]:
    """Return the edits that touch none before them and none of the taken ones."""
    kept: list[Edit] = []
    for edit in edits:
        if all(edit.end < other.start or other.end < edit.start for other in (*taken, *kept)):
            kept.append(edit)
    return kept


def edit_all(articles: Sequence[Article]) -> list[Neutral]:
    """Return the neutral cases of every kind and half, always the same ones."""
    cases = []
    for kind, rule in NEUTRAL.items():
        for half in HALVES:
            own = [article for article in articles if article.half == half]
            found: list[Neutral] = []
            for article in Random(f"{kind} {half}").sample(own, len(own)):
                edits = keep_apart(rule(half, article))
                if edits and len(found) < PER_HALF:
                    found.append(Neutral(kind, half, article.text, apply(article.text, edits)))
            cases += found
    return cases


def words(text: object) -> set[str]:
    """Return the words of a text that are not of grammar, small and with straight apostrophes."""
    return {word.lower().replace("’", "'") for word in _WORD.findall(str(text))} - _GRAMMAR


def tells(row: dict[str, Any], case: Planted) -> bool:
    """Tell whether a finding is of a fitting kind, is short, and shows the words that went and came."""
    most = SHORT_OF_WHOLE if case.kind in WHOLE else SHORT
    if row["kind"] not in FITTING[case.kind] or any(len(_WORD.findall(row[s])) > most for s in ("old", "new")):
        return False
    sides = ((words(case.plant.old), words(row["old"])), (words(case.plant.new), words(row["new"])))
    return all(not planted or _shows(shown, planted) for planted, shown in sides)


def _shows(shown: set[str], planted: set[str]) -> bool:
    """Tell whether words hold half of the planted ones, or are half planted themselves where they are fewer."""
    return bool(shown) and 2 * len(shown & planted) >= min(len(shown), len(planted))


def read_head(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the first three findings of gravity 3 and 2."""
    return table[table["gravity"] >= 2].head(HEAD).to_dict("records")


def judge_planted(case: Planted, new: str, find: Find) -> Outcome:
    """Return whether the change is told in one of the two texts that hold it."""
    head = read_head(find(case.old, new))
    return Outcome(case, new, any(tells(row, case) for row in head), head)


def judge_neutral(case: Neutral, find: Find) -> Outcome:
    """Return whether nothing is told."""
    head = read_head(find(case.old, case.new))
    return Outcome(case, case.new, not head, head)


def judge_all(folder: Path, find: Find = find, kind: str = "", half: str = "") -> dict[str, list[Outcome]]:
    """Return the outcomes under "alone", "among eight" and "silence", of all cases or those of a kind or half."""
    articles = read_articles(folder)
    planted, neutral = plant_all(articles), edit_all(articles)
    asked = [c for c in planted if kind in ("", c.kind) and half in ("", c.half)]
    calm = [c for c in neutral if kind in ("", c.kind) and half in ("", c.half)]
    return {
        "alone": [judge_planted(case, case.alone, find) for case in asked],
        "among eight": [judge_planted(case, case.among, find) for case in asked],
        "silence": [judge_neutral(case, find) for case in calm],
    }


def figures(folder: Path, find: Find = find) -> Iterator[Figure]:
    """Yield the shares of changes found and of texts left silent, over all kinds and per kind, with each half."""
    outcomes = judge_all(folder, find)
    silence = f"silence {share(outcomes['silence']):.3f}"
    for name, told in outcomes.items():
        titled = name if name == "silence" else f"found {name}"
        for half in ("", *HALVES):
            some = [outcome for outcome in told if half in ("", outcome.case.half)]
            beside = silence if name != "silence" else f"found alone {share(outcomes['alone']):.3f}"
            title = f"{titled}, all kinds" + (f", half {half}" if half else "")
            yield Figure("planted", title, share(some), n=len(some), spread=beside)
    for name, told in outcomes.items():
        for kind in dict.fromkeys(outcome.case.kind for outcome in told):
            some = [outcome for outcome in told if outcome.case.kind == kind]
            halves = ", ".join(f"{h} {share([o for o in some if o.case.half == h]):.2f}" for h in HALVES)
            yield Figure("planted", f"{name}, {kind}", share(some), n=len(some), spread=halves)


def share(outcomes: Sequence[Outcome]) -> float:
    """Return the share of outcomes that are right; NaN of none."""
    return sum(outcome.right for outcome in outcomes) / len(outcomes) if outcomes else float("nan")


def print_misses(folder: Path, kind: str, half: str = "", find: Find = find) -> None:
    """Print the cases of a kind that went wrong: the change in both texts, and the head of the findings."""
    for name, outcomes in judge_all(folder, find, "" if kind == "all" else kind, half).items():
        wrong = [outcome for outcome in outcomes if not outcome.right]
        print(f"\n=== {name}: {len(wrong)} of {len(outcomes)} wrong")
        for outcome in wrong:
            case = outcome.case
            print(f"\n{case.kind} ({case.half})")
            for line in show_changes(case.old, case.alone if isinstance(case, Planted) else case.new):
                print(f"  {line}")
            for row in outcome.head:
                print(f"  {row['gravity']} {show(row)}")
            if not outcome.head:
                print("  nothing of gravity 3 or 2")


def show_changes(old: str, new: str, around: int = 14, most: int = 8) -> list[str]:
    """Return the first stretches that differ, as "before [old → new] after", each in one line."""
    one, other, lines = _PIECE.findall(old), _PIECE.findall(new), []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            gone, came = " ".join(one[start:end]), " ".join(other[new_start:new_end])
            before, after = " ".join(one[max(0, start - around) : start]), " ".join(one[end : end + around])
            lines.append(f"{before} [{gone or '–'} → {came or '–'}] {after}".replace("\n", "¶"))
    return lines[:most]


def main(arguments: list[str] | None = None) -> None:
    """Print the figures, or what is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.planted", description="Planted changes.")
    parser.add_argument("--misses", choices=["all", *PLANTERS, *NEUTRAL], help="print what is wrong of this kind")
    parser.add_argument("--half", choices=HALVES, default="", help="of one half only")
    parser.add_argument("--data", type=Path, default=os.environ.get("MEDIAKIT_BENCHMARKS"), help="folder of the sets")
    given = parser.parse_args(arguments)
    if given.data is None:
        parser.error("name the folder of the labelled sets with --data or MEDIAKIT_BENCHMARKS")
    if given.misses:
        return print_misses(Path(given.data), given.misses, given.half)
    for figure in figures(Path(given.data)):
        print(f"{figure.figure:<48} {figure.ours:8.3f} n={figure.n}  ({figure.spread})")


if __name__ == "__main__":
    main()
