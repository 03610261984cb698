"""Claim strength: does a press release claim more than the abstract it reports? Cross-validated by release."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.claim_strength import compare_claims, grade_claim
from tests.benchmarks.figure import Figure, read_rows

FOLDS = 10
SEEDS = 4
_TIED = re.compile(r"\b(?:associat|correlat|link(?:ed|s)?\b|relat(?:ed|ionship)|predict|more likely|less likely|risk)")
_UNSURE = re.compile(r"\b(?:may|might|could|can|possibl|potential|suggest|appear|seem|likely to|probabl|would)\b")
_ACTS = re.compile(
    r"\b(?:caus|lead|led to|result|reduc|increas|improv|prevent|protect|affect|effect|impact|trigger|help)"
)


def figures(folder: Path) -> Iterator[Figure]:
    """Yield macro F1 of the label and of the strengths beside plain cue rules."""
    rows = read_rows(folder, "press_releases")
    labels = [row["label"] for row in rows]
    strengths = [row["abstract_strength"] for row in rows] + [row["release_strength"] for row in rows]
    rules = [_rule(row["abstract"]) for row in rows], [_rule(row["press_release"]) for row in rows]
    ruled = [("downplays", "same", "exaggerates")[int(np.sign(b - a)) + 1] for a, b in zip(*rules, strict=True)]
    runs = [_cross_validate(rows, seed) for seed in range(SEEDS)]
    for name, gold, ours, theirs in (
        ("claim shift, macro F1", labels, [shifts for shifts, _ in runs], ruled),
        ("strength of a claim, macro F1", strengths, [grades for _, grades in runs], [*rules[0], *rules[1]]),
    ):
        scores = [macro_f1(gold, run) for run in ours]
        spread = f"{min(scores):.3f} to {max(scores):.3f} over {SEEDS} foldings"
        yield Figure(
            "press_releases", name, float(np.mean(scores)), "cue rules", macro_f1(gold, theirs), len(gold), spread
        )


def _cross_validate(rows: Sequence[dict[str, Any]], seed: int) -> tuple[list[str], list[int]]:
    """Return the label of each pair and the strength of each text, each told by weights learned without it."""
    from tests.training.strength import learn

    order = np.random.default_rng(seed).permutation(len(rows))
    shifts, olds, news = [""] * len(rows), [0] * len(rows), [0] * len(rows)
    for fold in range(FOLDS):
        left_out = set(order[fold::FOLDS].tolist())
        weights = learn([row for k, row in enumerate(rows) if k not in left_out])
        for k in left_out:
            shifts[k] = compare_claims(rows[k]["abstract"], rows[k]["press_release"], weights)
            olds[k] = int(np.argmax(grade_claim(rows[k]["abstract"], False, weights)))
            news[k] = int(np.argmax(grade_claim(rows[k]["press_release"], True, weights)))
    return shifts, olds + news


def _rule(text: str) -> int:
    """Return the strength by plain rules: association words first, then modals beside verbs of effect."""
    low = text.lower()
    if _TIED.search(low):
        return 1
    return (2 if _UNSURE.search(low) else 3) if _ACTS.search(low) else 0


def macro_f1(gold: Sequence[object], told: Sequence[object]) -> float:
    """Return the mean over the labels of the harmonic mean of precision and recall."""
    scores = []
    for label in sorted(set(gold), key=str):
        hits = sum(g == t == label for g, t in zip(gold, told, strict=True))
        scores.append(2 * hits / max(sum(g == label for g in gold) + sum(t == label for t in told), 1))
    return float(np.mean(scores))
