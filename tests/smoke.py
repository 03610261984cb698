"""Compare and measure the bundled stories, and print one figure for all that was told: it is the same everywhere.

python tests/smoke.py [--threads 4]
"""

import argparse
import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import mediakit as mk


def digest(threads: int = 1) -> str:
    """Return a hash of what is told of the bundled stories; numbers count to the sixth digit."""
    with ThreadPoolExecutor(threads) as pool:
        told = list(pool.map(compare_story, mk.list_examples()))
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def compare_story(name: str) -> list[object]:
    """Return what is told of the versions of a story, each compared with the one before it."""
    told = []
    for older, newer in pairwise(mk.load_example(name)):
        content = json.loads(mk.compare(older, newer, seed=0, n_draws=50, floors=False).to_json())
        del content["provenance"]
        told.append(round_all(content))
    return told


def round_all(value: object) -> object:
    """Return what JSON holds with its numbers rounded."""
    if isinstance(value, float):
        return float(f"{value:.6g}") + 0.0
    if isinstance(value, list):
        return [round_all(part) for part in value]
    return {key: round_all(part) for key, part in value.items()} if isinstance(value, dict) else value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    print(digest(parser.parse_args().threads), Path(mk.__file__).parent, sys.version.split()[0])
