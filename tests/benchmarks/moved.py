"""Tell which numbers moved since an earlier revision, on the versions of the bundled stories that it has too.

python -m tests.benchmarks.moved REVISION      # such as a tag: prints the table for CHANGELOG.md

A metric that moved in no version has no row. Needs git, and the history of this repository.
"""

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
STEP = 1e-9  # less is rounding
MEASURE = """
import json, sys
import mediakit as mk
tables = [mk.measure(mk.load_example(name), metrics=list(mk.METRICS)) for name in json.loads(sys.argv[1])]
rows = [row for table in tables for row in table[["story", "version", "metric", "value"]].values.tolist()]
print(json.dumps({"/".join(names): value for *names, value in rows}))
"""
Values = dict[str, float]


def measure(root: Path, stories: list[str]) -> Values:
    """Return story/version/metric → value, of bundled stories, as the mediakit in a folder measures them."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, json.dumps(stories)],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    found: Values = json.loads(run.stdout)
    return found


def compare(before: Values, after: Values) -> list[str]:
    """Return a row of a Markdown table for each metric that moved: mean before and after, and in how many versions."""
    sides: dict[str, list[tuple[float, float]]] = {}
    for name in before.keys() & after.keys():
        sides.setdefault(name.rpartition("/")[2], []).append((before[name], after[name]))
    rows = []
    for metric in dict.fromkeys(name.rpartition("/")[2] for name in after):
        old, new = np.array(sides.get(metric, [(0.0, 0.0)])).T
        if n := int((abs(new - old) > STEP).sum()):
            rows.append(f"| {metric} | {np.nanmean(old):.3g} | {np.nanmean(new):.3g} | {n} of {len(old)} |")
    return rows


def main(revision: str) -> None:
    """Print the table."""
    packed = subprocess.run(["git", "archive", revision, "mediakit", "data"], cwd=ROOT, capture_output=True, check=True)
    with tempfile.TemporaryDirectory() as folder:
        tarfile.open(fileobj=io.BytesIO(packed.stdout)).extractall(folder, filter="data")
        stories = sorted(path.name for path in (Path(folder) / "data" / "stories").iterdir())
        before = measure(Path(folder), stories)
    print("| metric | before | after | moved in |\n|---|---|---|---|")
    print("\n".join(compare(before, measure(ROOT, stories))))


if __name__ == "__main__":
    main(sys.argv[1])
