"""Learn the weights of claim strength: python -m tests.training.strength --data DIR.

Needs press_releases.jsonl (InSciOut; the exaggeration data of Wright & Augenstein) and scikit-learn (extra `train`).
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from tests.benchmarks.claim_strength import GRADES, describe_claim
from tests.benchmarks.figure import read_rows

TARGET = Path(__file__).parents[1] / "data" / "claim_strength" / "weights.json"
LEAN = 2.0  # a change counts twice: macro F1 of the label is best between 2 and 3, and flat there
SMOOTHING = 0.7


def learn(rows: Sequence[Mapping[str, Any]], lean: float = LEAN) -> dict[str, object]:
    """Return the weights learned from pairs of an abstract's and a release's sentence with their graded strengths."""
    described = [describe_claim(row["abstract"]) | {"release": 0.0} for row in rows]
    described += [describe_claim(row["press_release"]) | {"release": 1.0} for row in rows]
    grades = [row["abstract_strength"] for row in rows] + [row["release_strength"] for row in rows]
    vectors = DictVectorizer()
    model = LogisticRegression(C=0.3, max_iter=3000).fit(vectors.fit_transform(described), grades)
    together = np.full((len(GRADES), len(GRADES)), SMOOTHING)
    for row in rows:
        together[row["abstract_strength"], row["release_strength"]] += 1
    together /= together.sum()
    together /= together.sum(1, keepdims=True) * together.sum(0, keepdims=True)
    table = {
        str(name): weights.round(3).tolist()
        for name, weights in zip(vectors.feature_names_, model.coef_.T, strict=True)
    }
    return {
        "intercept": model.intercept_.round(3).tolist(),
        "together": together.round(3).tolist(),
        "lean": lean,
        "features": table,
    }


def main() -> None:
    """Write the weights learned from all rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    weights = learn(read_rows(parser.parse_args().data, "press_releases"))
    TARGET.write_text(json.dumps(weights, sort_keys=True, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
