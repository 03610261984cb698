"""Print how fast mediakit is, each figure as a ratio to a named peer timed in turn with it in the same run.

python -m tests.benchmarks.speed [--json FILE]

The texts are the bundled stories, repeated and varied; nothing is downloaded. Machines drift, so trust the ratios.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import mediakit as mk
from mediakit.comparison.alignment import pair_sentences
from mediakit.measures import counts
from mediakit.text.sentences import split_sentences
from mediakit.text.tokens import find_tokens

ROUNDS = 5


@dataclass(frozen=True)
class Speed:
    """One row: what was timed, our figure in its unit, the peer, and how many times faster we are."""

    what: str
    ours: float
    unit: str
    peer_name: str = ""
    times_faster: float = float("nan")


def time_in_turn(*calls: Callable[[], object]) -> list[float]:
    """Return the median seconds of each call over some rounds, taken in turn after one warm-up."""
    spent: list[list[float]] = [[] for _ in calls]
    for round_ in range(ROUNDS + 1):
        for call, seconds in zip(calls, spent, strict=True):
            start = perf_counter()
            call()
            if round_:
                seconds.append(perf_counter() - start)
    return [median(seconds) for seconds in spent]


def texts() -> list[mk.Version]:
    """Return all bundled versions."""
    return [version for name in mk.list_examples() for version in mk.load_example(name)]


def splitting() -> Iterator[Speed]:
    """Splitting into sentences, against a plain regular expression."""
    import re

    plain = re.compile(r"(?<=[.!?])\s+")
    paragraphs = [line for v in texts() for line in v.text.split("\n") if line.strip()] * 20
    size = sum(map(len, paragraphs)) / 1e6
    ours, peer = time_in_turn(
        lambda: [split_sentences(p) for p in paragraphs], lambda: [plain.split(p) for p in paragraphs]
    )
    yield Speed("split sentences", size / ours, "MB/s", "one plain regex", peer / ours)
    (parsing,) = time_in_turn(lambda: [mk.parse(v) for v in texts()])
    yield Speed("parse, whole", sum(len(v.text) for v in texts()) / 1e6 / parsing, "MB/s")


def measuring() -> Iterator[Speed]:
    """Measuring versions, against textstat's twelve formulas and VADER sentence by sentence."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from mediakit.measures.textstat_offline import textstat_scores

    versions = texts()
    analyzer = SentimentIntensityAnalyzer()
    documents = [mk.parse(v) for v in versions]
    sentences = [[s.clean for s in d.sentences] for d in documents]

    def ours_cold() -> None:
        counts._ROWS.clear()
        mk.measure(versions)

    def peers() -> None:
        for version, cut in zip(versions, sentences, strict=True):
            # A trailing space tells textstat's caches that this text is new.
            textstat_scores(version.text + " " * int(perf_counter() * 1e6 % 97))
            for sentence in cut:
                analyzer.polarity_scores(sentence)

    cold, peer, warm = time_in_turn(ours_cold, peers, lambda: mk.measure(versions))
    name = "textstat's 12 formulas + VADER"
    yield Speed("measure, new sentences", 1000 * cold / len(versions), "ms/version", name, peer / cold)
    yield Speed("measure, known sentences", 1000 * warm / len(versions), "ms/version", name, peer / warm)


def finding() -> Iterator[Speed]:
    """The whole evidence room on sentences of repeated vocabulary, against VADER."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    sentences = [sentence for v in texts() for sentence in mk.parse(v).sentences]
    ours, peer = time_in_turn(
        lambda: [module.tally(s, None) for s in sentences for module in counts.CONTRIBUTORS],
        lambda: [analyzer.polarity_scores(s.clean) for s in sentences],
    )
    yield Speed("find evidence", len(sentences) / ours / 1000, "k sentences/s", "VADER alone", peer / ours)


def comparing() -> Iterator[Speed]:
    """Pairing sentences and comparing versions, against difflib on the words."""
    from difflib import SequenceMatcher

    sentences = [s for name in mk.list_examples() for v in mk.load_example(name) for s in mk.parse(v).sentences]
    for n in (30, 300):
        old, new = sentences[:n], sentences[n // 3 : n // 3 + n]
        words = [[t for s in side[:30] for t in s.tokens] for side in (old, new)]
        ours, peer = time_in_turn(
            lambda old=old, new=new: pair_sentences(old, new),
            lambda words=words: SequenceMatcher(None, *words, autojunk=False).get_opcodes(),
        )
        yield Speed(f"align {n} x {n} sentences", 1000 * ours, "ms", "difflib on 30 x 30's words", peer / ours)
    story = mk.load_example("data-breach")
    pair = story["wire"], story["paraphrase"]
    words = [[t for s in mk.parse(v).sentences for t in find_tokens(s.clean)] for v in pair]
    ours, peer = time_in_turn(
        lambda: mk.compare(*pair).table(), lambda: SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    )
    yield Speed("compare with intervals", 1000 * ours, "ms", "difflib on its words", peer / ours)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.speed", description="Speed figures.")
    parser.add_argument("--json", type=Path, help="write the rows to this file too")
    given = parser.parse_args()
    rows = []
    for part in (splitting, measuring, finding, comparing):
        for speed in part():
            against = f"{speed.times_faster:7.1f} x {speed.peer_name}" if speed.peer_name else ""
            print(f"{speed.what:<28} {speed.ours:9.2f} {speed.unit:<15} {against}", flush=True)
            rows.append(asdict(speed))
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
