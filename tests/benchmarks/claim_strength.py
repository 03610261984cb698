"""Tell how strongly a sentence of research news claims a cause: not at all, by association, perhaps, or outright.

The cues are our own (`tests/data/claim_strength/cues.csv`); their weights were learned from abstracts and press
releases whose claims experts had graded (InSciOut and the exaggeration data made from it), by
`tests/training/strength.py`.
"""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

_DATA = Path(__file__).parents[1] / "data" / "claim_strength"

GRADES = ("none", "association", "possible cause", "cause")
"""The strengths of a claim, weakest first."""

SHIFTS = ("downplays", "same", "exaggerates")
"""What the newer sentence does to the claim of the older."""

_MODAL = re.compile(r"\b(?:may|might|could|can|would|helps?|likely to)\b[^.,;]{0,40}$")

_RISK = re.compile(r"\b(?:increased|reduced|greater|lower|higher|heightened) (?:risk|likelihood|odds|rate)")


@cache
def _cues() -> MappingProxyType[str, tuple[str, ...]]:
    """Return family → its cues."""
    source = _DATA.joinpath("cues.csv").read_text(encoding="utf-8")
    cues: dict[str, list[str]] = {}
    for row in csv.DictReader(source.splitlines()):
        cues.setdefault(row["family"], []).append(row["term"])
    return MappingProxyType({family: tuple(terms) for family, terms in cues.items()})


@cache
def _patterns() -> MappingProxyType[str, re.Pattern[str]]:
    """Return family → the pattern of its cues, the longest first."""
    return MappingProxyType(
        {
            family: re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, terms), key=len, reverse=True)) + r")\b")
            for family, terms in _cues().items()
        }
    )


def describe_claim(text: str) -> dict[str, float]:
    """Return the features of a sentence or two: which cues stand in it, how many of each family, and which together."""
    low = text.lower()
    places = {family: [m.start() for m in pattern.finditer(low)] for family, pattern in _patterns().items()}
    has = {family: bool(found) for family, found in places.items()}
    tied, unsure, acts = has["association"], has["condition"], has["effect"]
    features = {f"n {family}": min(len(found), 4) / 2 for family, found in places.items()}
    features |= {f"any {family}": float(found) for family, found in has.items()}
    features |= {
        "condition and effect": float(unsure and acts),
        "association alone": float(tied and not unsure),
        "effect alone": float(acts and not tied and not unsure),
        "association and effect": float(tied and acts),
        "neither association nor effect": float(not tied and not acts),
        "association and condition": float(tied and unsure),
        "length": len(low) / 300,
        "modal before an effect": float(any(_MODAL.search(low[max(0, at - 60) : at]) for at in places["effect"])),
        "changed risk": float(bool(_RISK.search(low))),
    }
    words = re.findall(r"[a-z]+", low)
    grams = {" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
    known = {cue for cues in _cues().values() for cue in cues}
    return features | {f"cue {gram}": 1.0 for gram in grams & known}


@cache
def _weights() -> Mapping[str, object]:
    """Return the learned weights."""
    source = _DATA.joinpath("weights.json").read_text(encoding="utf-8")
    weights: Mapping[str, object] = json.loads(source)
    return weights


def grade_claim(text: str, release: bool = False, weights: Mapping[str, object] | None = None) -> np.ndarray:
    """Return the probabilities of the `GRADES`, shape (4,), for a sentence or two of research news.

    `release` says that the text is a rewrite for the public rather than the study's own words; other `weights` than
    the learned ones may be given.
    """
    model = _weights() if weights is None else weights
    table: Mapping[str, Sequence[float]] = model["features"]  # type: ignore[assignment]
    logits = np.array(model["intercept"], dtype=float)
    for name, value in (describe_claim(text) | {"release": float(release)}).items():
        if name in table:
            logits += value * np.array(table[name])
    odds = np.exp(logits - logits.max())
    return np.asarray(odds / odds.sum())


def compare_claims(old: str, new: str, weights: Mapping[str, object] | None = None) -> str:
    """Return what `new` does to the claim of `old`: "downplays", "same" or "exaggerates".

    The two strengths are weighed together with how often each pair of strengths occurs.
    """
    model = _weights() if weights is None else weights
    joint = np.outer(grade_claim(old, False, model), grade_claim(new, True, model)) * np.array(model["together"])
    joint /= joint.sum()
    lean = float(model["lean"])  # type: ignore[arg-type]
    chances = (lean * np.tril(joint, -1).sum(), np.trace(joint), lean * np.triu(joint, 1).sum())
    return SHIFTS[int(np.argmax(chances))]
