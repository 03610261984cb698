"""Hostile text: how the time of every output grows when a text without sense is made twice as long.

python -m tests.benchmarks.hostile [--only OUTPUT …] [--cases CASE …] [--kilobytes 40]

A ratio of 2 is linear growth, 4 quadratic. Each case is one pattern repeated; it is compared with the same, in which
every fifth pattern is another word. The outputs that grow most are printed again at the end.
"""

import argparse
import signal
from collections.abc import Iterator
from itertools import cycle, islice
from typing import NamedTuple

from tests.benchmarks.speed_growth import MOST, time_outputs

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


ENOUGH = 0.02
"""Seconds below which a ratio says nothing."""
PATIENCE = 10
"""Seconds of processor time that one output may take."""
N_WORST = 20


class Growth(NamedTuple):
    """How the time of one output grows on one pattern: time(2n) / time(n), and the seconds for 2n."""

    ratio: float
    seconds: float
    case: str
    output: str

    def __str__(self) -> str:
        """Return it as a line."""
        told = "" if self.ratio <= MOST else f"over {MOST}"
        return f"{self.case:<22} {self.output:<16} {self.ratio:6.2f} {self.seconds:8.3f} s  {told}".rstrip()


def repeat(pattern: str, length: int) -> tuple[str, str]:
    """Return a pattern repeated up to a length, and the same with every fifth one replaced by a word."""
    n = length // len(pattern) + 1
    return (pattern * n)[:length], "".join(islice(cycle([pattern] * 4 + [" other "]), n))[:length]


def grow(case: str, length: int, last: str = "json") -> Iterator[Growth]:
    """Yield the growth of each output up to `last` on a pattern, the lower of two tries; one too long ends it."""
    ratios: dict[str, Growth] = {}
    for _ in range(2):
        output = "parse"
        try:
            outputs = zip(*(within_patience(*repeat(CASES[case], n)) for n in (length, 2 * length)), strict=True)
            for (output, short), (_, long) in outputs:
                ratio = long / max(short, 1e-3) if long >= ENOUGH else 0.0
                found = Growth(ratio, long, case, output)
                ratios[output] = min(ratios.get(output, found), found)
                if output == last:
                    break
        except TimeoutError:
            yield from ratios.values()
            yield Growth(float("inf"), float("inf"), case, f"after {output}")
            return
        if all(found.ratio <= MOST for found in ratios.values()):
            break
    yield from ratios.values()


def within_patience(old: str, new: str) -> Iterator[tuple[str, float]]:
    """Yield each output and its time as `time_outputs`; raises `TimeoutError` where one takes too long."""
    timed = time_outputs(old, new)
    while True:
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        try:
            found = next(timed, None)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if found is None:
            return
        yield found


def give_up(*_: object) -> None:
    """End what has taken too long."""
    raise TimeoutError


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.hostile", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], help="print these outputs; none after the last is timed")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES), help="these patterns")
    parser.add_argument("--kilobytes", type=float, default=40, help="length of the longer text")
    asked = parser.parse_args()
    signal.signal(signal.SIGVTALRM, give_up)
    dict(time_outputs(*repeat("A word. ", 4_000)))
    outputs = [output for output, _ in time_outputs("A word.", "Another word.")]
    last = max(asked.only or outputs, key=outputs.index)
    found: list[Growth] = []
    for case in asked.cases:
        for growth in grow(case, int(asked.kilobytes * 500), last):
            if not asked.only or growth.output in asked.only or growth.ratio == float("inf"):
                found.append(growth)
                print(growth, flush=True)
    print(f"\nThe worst of {len(found)}, {sum(growth.ratio > MOST for growth in found)} over {MOST}:")
    for growth in sorted(found, reverse=True)[:N_WORST]:
        print(growth)


if __name__ == "__main__":
    main()
