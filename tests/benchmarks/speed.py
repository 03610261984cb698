"""Print how fast mediakit is, each figure as a ratio to a named peer timed in turn with it in the same run.

python -m tests.benchmarks.speed [--json FILE]

The texts are the bundled stories, repeated and varied; nothing is downloaded. Machines drift, so trust the ratios.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter

import mediakit as mk
from mediakit.comparison.alignment import pair_sentences
from mediakit.measures import counts
from mediakit.text.batch import Batch, keep_voice
from mediakit.text.document import Sentence
from mediakit.text.sentences import split_sentences
from mediakit.text.words import find_tokens
from tests.training.labelled import cut_whole

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
    """Splitting into sentences, against a plain regular expression and nupunkt."""
    import re

    from nupunkt import sent_spans

    plain = re.compile(r"(?<=[.!?])\s+")
    paragraphs = [line for v in texts() for line in v.text.split("\n") if line.strip()] * 20
    size = sum(map(len, paragraphs)) / 1e6
    ours, *peers = time_in_turn(
        lambda: [split_sentences(p) for p in paragraphs],
        lambda: [plain.split(p) for p in paragraphs],
        lambda: [sent_spans(p) for p in paragraphs],
    )
    for name, peer in zip(("one plain regex", "nupunkt"), peers, strict=True):
        yield Speed("split sentences", size / ours, "MB/s", name, peer / ours)
    (parsing,) = time_in_turn(lambda: [mk.parse(v) for v in texts()])
    yield Speed("parse, whole", sum(len(v.text) for v in texts()) / 1e6 / parsing, "MB/s")


def measuring() -> Iterator[Speed]:
    """Measuring versions, against textstat's twelve formulas and VADER sentence by sentence."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    from mediakit.measures.textstat_offline import textstat_scores

    analyzer = SentimentIntensityAnalyzer()
    rounds = [_renew(texts(), step) for step in range(1, ROUNDS + 2)]
    new, new_to_peers = iter(rounds), iter(rounds)
    known = texts()

    def peers() -> None:
        for version in next(new_to_peers):
            textstat_scores(version.text)
            for line in version.text.split("\n"):
                analyzer.polarity_scores(line)

    cold, peer, warm = time_in_turn(lambda: mk.measure(next(new)), peers, lambda: mk.measure(known))
    name = "textstat's 12 formulas + VADER"
    yield Speed("measure, new sentences", 1000 * cold / len(known), "ms/version", name, peer / cold)
    yield Speed("measure, known sentences", 1000 * warm / len(known), "ms/version", name, peer / warm)


def _renew(versions: list[mk.Version], step: int) -> list[mk.Version]:
    """Return versions as long and of the same words, each line of a sentence that was not met before."""
    cut = [mk.parse(version).sentences for version in versions]
    new = iter(_recombine([sentence for sentences in cut for sentence in sentences], step))
    return [
        replace(version, text="\n".join(next(new).clean for _ in sentences))
        for version, sentences in zip(versions, cut, strict=True)
    ]


def finding() -> Iterator[Speed]:
    """The whole evidence room, against VADER: on sentences met before, and on new ones made of words met before."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    known = [sentence for v in texts() for sentence in mk.parse(v).sentences]
    new = iter([_recombine(known, step) for step in range(ROUNDS + 2, 2 * ROUNDS + 3)])  # measuring met the first
    ours, ours_new, peer = time_in_turn(
        lambda: _tally_all(known),
        lambda: _tally_all(next(new)),
        lambda: [analyzer.polarity_scores(s.clean) for s in known],
    )
    yield Speed("find, known sentences", len(known) / ours / 1000, "k sentences/s", "VADER alone", peer / ours)
    yield Speed("find, new sentences", len(known) / ours_new / 1000, "k sentences/s", "VADER alone", peer / ours_new)


def _tally_all(sentences: list[Sentence]) -> None:
    """Count all evidence in each sentence."""
    batch = Batch(sentences)
    for group in counts.GROUPS:
        group.tally(batch, keep_voice(batch))


def _recombine(sentences: list[Sentence], step: int) -> list[Sentence]:
    """Return as many new sentences: the first half of each, and the second half of one some steps on."""
    halves = [(words[: len(words) // 2], words[len(words) // 2 :]) for words in (s.clean.split() for s in sentences)]
    others = halves[7 * step :] + halves[: 7 * step]
    return [cut_whole(" ".join(a + b)) for (a, _), (_, b) in zip(halves, others, strict=True)]


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
