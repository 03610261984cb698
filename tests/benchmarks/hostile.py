"""Hostile text: how the time of `parse` grows when a text without sense is made twice as long.

python -m tests.benchmarks.hostile [--megabytes 10]

A ratio of 2 is linear growth, 4 quadratic. Each case is one pattern repeated.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import mediakit as mk
from tests.benchmarks.figure import Figure

CASES = {
    "one letter": "a",
    "full stops": ".",
    "straight quotes": '"',
    "opening quotes": "“",
    "closing quotes": "”",
    "apostrophes": "'",
    "single quotes": "‘a’ ",
    "brackets": "(",
    "brackets, closed": "()",
    "square brackets": "[",
    "spaces": " ",
    "newlines": "\n",
    "hyphens": "-",
    "dashes": "—",
    "digits": "7",
    "ampersands": "&",
    "less-than signs": "<",
    "at signs": "@",
    "commas": ",",
    "emoji": "😀",
    "accents apart": "e\u0301",
    "wrongly decoded": "â€™",
    "entities": "&amp;",
    "tags": "<b>",
    "ellipses": "… ",
    "initials": "A. ",
    "glued stops": "x.A",
    "one endless sentence": "the mayor of the town and ",
    "words in quotes": '"no" ',
    "said": '"No," he said. ',
    "short lines": "a\n",
    "share lines": "Share\n",
    "headings": "Recent Posts\n",
    "addresses": "a.b@c.d-",
    "underscores": "a_",
}


def measure(pattern: str, length: int) -> float:
    """Return the seconds of processor time that `parse` takes for `length` characters of a repeated pattern."""
    text = (pattern * (length // len(pattern) + 1))[:length]
    began = process_time()
    mk.parse(text)
    return process_time() - began


def growth(pattern: str, length: int) -> tuple[float, float]:
    """Return time(2n) / time(n), the lower of two tries, and the seconds for 2n."""
    tries = []
    for _ in range(2):
        short, long = measure(pattern, length), measure(pattern, 2 * length)
        tries.append((long / max(short, 1e-3), long))
        if tries[-1][0] <= 2.2:
            break
    return min(tries)


def figures(folder: Path | None = None, megabytes: float = 1.0) -> Iterator[Figure]:
    """Yield the growth of each case up to a length in megabytes, then the worst."""
    measure("a word. ", 10_000)
    worst = 0.0
    for name, pattern in CASES.items():
        ratio, seconds = growth(pattern, int(megabytes * 500_000))
        worst = max(worst, ratio)
        spread = f"{seconds:.2f} s for {megabytes:g} MB"
        yield Figure("hostile", f"time(2n)/time(n), {name}", ratio, n=int(megabytes * 1e6), spread=spread)
    yield Figure("hostile", "time(2n)/time(n), the worst", worst, n=len(CASES))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=10)
    for figure in figures(megabytes=parser.parse_args().megabytes):
        print(f"{figure.figure:<45} {figure.ours:6.2f}  {figure.spread}", flush=True)
