"""Passives of sentences of Universal Dependencies (GUM, EWT), beside a rule of thirty lines."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

from mediakit.evidence.passives import find_passives
from tests.benchmarks.figure import Figure, read_rows
from tests.training.labelled import cut_whole

Found = list[tuple[int, int, set[str]]]
"""Participles of a text: start, end, and the words of the agent in lower case."""

_WORD = re.compile(r"[\w'’-]+")
_BE = frozenset("be am is are was were been being isn't aren't wasn't weren't".split())
_BETWEEN = frozenset("not never also been being often still already so".split())
_NO_AGENT = re.compile(r"\d|\w+ing\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|the (?:end|time)\b", re.IGNORECASE)


def find_ours(text: str) -> Found:
    """Return the finite passives that mediakit finds."""
    sentence = cut_whole(text)
    return [
        (*sentence.spans[p.start], {t.lower() for t in sentence.tokens[slice(*p.agent)]} if p.agent else set())
        for p in find_passives(sentence)
        if p.finite
    ]


def find_by_rule(text: str) -> Found:
    """Return what the peer finds: a form of be and, adverbs aside, the next word if it ends in -ed or -en."""
    words = list(_WORD.finditer(text))
    found: Found = []
    for i, word in enumerate(words):
        if word.group().lower().replace("’", "'") not in _BE:
            continue
        for after in words[i + 1 : i + 4]:
            plain = after.group().lower()
            if plain.endswith(("ed", "en")):
                rest = text[after.end() :]
                by = re.match(r"[^.;,:]{0,40}?\bby\s+([^.;,:]*)", rest)
                agent = set() if not by or _NO_AGENT.match(by[1]) else {w.lower() for w in _WORD.findall(by[1])[:6]}
                found.append((after.start(), after.end(), agent))
            if plain not in _BETWEEN and not plain.endswith("ly"):
                break
    return found


def score_rows(rows: list[dict[str, Any]], find: Callable[[str], Found]) -> dict[str, float]:
    """Return F1 of finite participles, the share of those found whose agent is told right, and F1 of named agents."""
    n: Counter[str] = Counter()
    for row in rows:
        gold = [passive for passive in row["passives"] if passive["finite"]]
        found = {(a, b): agent for a, b, agent in find(row["text"])}
        n["either"] += len(gold) + len(found)
        n["agents"] += sum(map(bool, found.values())) + sum(bool(passive["agent"]) for passive in gold)
        for passive in gold:
            place = next(((a, b) for a, b in found if passive["start"] < b and a < passive["end"]), None)
            if place is None:
                continue
            agent, wanted = found.pop(place), passive["agent"].lower().rstrip(".")
            right = wanted in {word.rstrip(".") for word in agent} if wanted else not agent
            n["both"] += 1
            n["right"] += right
            n["agents right"] += bool(wanted) and right
    return {
        "F1 of finite participles": 2 * n["both"] / n["either"],
        "agent told right": n["right"] / n["both"],
        "F1 of named agents": 2 * n["agents right"] / n["agents"],
    }


def figures(folder: Path) -> Iterator[Figure]:
    """Yield each figure; the spread is that of two halves by document."""
    rows = read_rows(folder, "passives")
    halves = [[row for row in rows if md5(row["doc"].encode()).digest()[0] % 2 == k] for k in (0, 1)]
    ours, peer = score_rows(rows, find_ours), score_rows(rows, find_by_rule)
    parts = [score_rows(half, find_ours) for half in halves]
    n = sum(passive["finite"] for row in rows for passive in row["passives"])
    for figure, value in ours.items():
        spread = "halves " + ", ".join(f"{part[figure]:.3f}" for part in parts)
        yield Figure("passives", figure, value, "be + word in -ed or -en", peer[figure], n, spread)
