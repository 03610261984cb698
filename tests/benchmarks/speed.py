"""Print how fast mediakit is, each figure beside what it shall reach and as a multiple of a peer timed in turn with it.

python -m tests.benchmarks.speed [--json FILE] [--only PART …] [--texts FOLDER] [--many N] [--rounds N]

Time is processor time, so that others on the machine disturb little; what two workers gain is wall clock. The texts are
real ones if `--texts` or MEDIAKIT_BENCHMARKS names the folder of labelled sets, else the bundled stories recombined by
a seed. "Cold": three bundled stories were met before; "met": all words were, no sentence was.
"""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from statistics import median

import mediakit as mk
from mediakit.comparison.alignment import pair_sentences
from mediakit.measures.metrics import CLASSIC
from mediakit.text.sentences import split_sentences
from mediakit.text.words import find_tokens
from tests.benchmarks.speed_fresh import remembering, sharing, starting
from tests.benchmarks.speed_growth import growing
from tests.benchmarks.speed_texts import Texts, read_texts
from tests.benchmarks.speed_timing import PEER, Peer, Speed, in_turn, meet_words, spend, start_anew

SAME_WORK = [*(metric.name for metric in CLASSIC), "vader_mean"]
_FASTER, _TIMES = "times as fast", "times the peer's time"
_REACH = {
    ("same work", "distinct"): (3.5, 6),
    ("same work", "chains"): (9, 15),
    ("everything", "distinct"): (1.2, 2),
    ("everything", "chains"): (3.5, 6),
}
"""How many times as fast as the peer each is to be, cold and met."""
N_PAIRS = 40
_Pair = tuple[str, str]


def splitting(texts: Texts, rounds: int) -> Iterator[Speed]:
    """Splitting into sentences, against a plain regular expression and nupunkt."""
    import re

    from nupunkt import sent_spans

    plain = re.compile(r"(?<=[.!?])\s+")
    paragraphs = [" ".join(paragraph) for cut in texts.cut for paragraph in cut]
    size = sum(map(len, paragraphs)) / 1e6
    ours, *peers = in_turn(
        rounds,
        lambda: [split_sentences(p) for p in paragraphs],
        lambda: [plain.split(p) for p in paragraphs],
        lambda: [sent_spans(p) for p in paragraphs],
    )
    for name, peer in zip(("one plain regex", "nupunkt"), peers, strict=True):
        detail = f"{size / ours:.1f} MB/s"
        yield Speed("splitting", f"split sentences, against {name}", peer / ours, _FASTER, peer=name, detail=detail)


def measuring(texts: Texts, rounds: int) -> Iterator[Speed]:
    """Measuring versions, the same work as the peer's and everything: distinct articles and chains, cold and met."""
    chains = [version for chain in texts.chains() for version in chain]
    for kind, versions in (("distinct", texts.articles), ("chains", chains)):
        peer = Peer(versions)
        for work, metrics in (("same work", SAME_WORK), ("everything", "all")):
            spent: list[tuple[float, float, float]] = []
            for round_ in range(rounds):
                start_anew(metrics)
                cold = spend(lambda versions=versions, metrics=metrics: mk.measure(versions, metrics=metrics))
                theirs = spend(peer)
                start_anew(metrics)
                meet_words(texts.articles, round_, metrics)
                met = spend(lambda versions=versions, metrics=metrics: mk.measure(versions, metrics=metrics))
                spent.append((cold, met, theirs))
            *ours, theirs = map(median, zip(*spent, strict=True))
            for known, seconds, target in zip(("cold", "met"), ours, _REACH[work, kind], strict=True):
                detail = f"{1000 * seconds / len(versions):.2f} ms a version, peer {1000 * theirs / len(versions):.2f}"
                what = f"{work}, {kind}, {known}"
                yield Speed("measuring", what, theirs / seconds, _FASTER, target, peer=PEER, detail=detail)


def counting(texts: Texts, rounds: int) -> Iterator[Speed]:
    """Counting everything in texts that are parsed, their words met."""
    documents = [mk.parse(text) for text in texts.articles]
    peer = Peer(texts.articles)
    spent = []
    for round_ in range(rounds):
        start_anew()
        meet_words(texts.articles, round_)
        spent.append((spend(lambda: mk.measure(documents, metrics="all")), spend(peer)))
    ours, theirs = map(median, zip(*spent, strict=True))
    yield Speed("counting", "counting alone, words met", ours / theirs, _TIMES, 0.35, False, PEER)


def comparing(texts: Texts, rounds: int) -> Iterator[Speed]:
    """Comparing pairs and rendering their reports, words met, against the peer's time for one article.

    In a chain the older version was compared before, with the one before it; of a rewrite no sentence was met.
    """
    chains = list(texts.chains(N_PAIRS))
    step = max(1, len(texts.rewrites) // N_PAIRS)
    kinds = (
        ("chain pair", [(chain[1], chain[2]) for chain in chains], [(chain[0], chain[1]) for chain in chains], (2, 3)),
        ("real rewrite", texts.rewrites[::step], [], (5, 7)),
    )
    for kind, pairs, before, reach in kinds:
        peer = Peer([old for old, _ in pairs])
        spent = [[*_compare_anew(pairs, before, round_), spend(peer)] for round_ in range(rounds)]
        *ours, theirs = map(median, zip(*spent, strict=True))
        names = ("compare, findings in", "compare with floors, findings in", "report of a finished comparison")
        for name, seconds, target in zip(names, ours, (*reach, 3), strict=True):
            detail = f"{1000 * seconds / len(pairs):.1f} ms a pair, peer {1000 * theirs / len(pairs):.2f} an article"
            yield Speed("comparing", f"{name}, {kind}", seconds / theirs, _TIMES, target, False, PEER, detail)


def _compare_anew(pairs: list[_Pair], before: list[_Pair], round_: int) -> Iterator[float]:
    """Yield the seconds of comparing without floors, with them, and of the reports.

    Each in a process that compared the bundled stories and the pairs before, and met all words.
    """
    for floors in (False, True):
        start_anew()
        for wire, *others in map(mk.load_example, mk.list_examples()):
            for other in others:
                _finish(mk.compare(wire, other)).to_html()
        meet_words([text for pair in pairs for text in pair], round_)
        for pair in before:
            _finish(mk.compare(*pair))
        finished: list[mk.Comparison] = []
        yield spend(partial(_compare_all, pairs, floors, finished))
    yield spend(lambda: [comparison.to_html() for comparison in finished])


def _compare_all(pairs: list[_Pair], floors: bool, finished: list[mk.Comparison]) -> None:
    """Add each pair, compared, to `finished`."""
    finished.extend(_finish(mk.compare(*pair, floors=floors)) for pair in pairs)


def _finish(comparison: mk.Comparison) -> mk.Comparison:
    """Return a comparison with its shifts and findings made."""
    comparison.table()
    comparison.findings()
    return comparison


def aligning(texts: Texts, rounds: int) -> Iterator[Speed]:
    """Pairing sentences, against difflib on the words of thirty of them."""
    from difflib import SequenceMatcher

    sentences = [s for text in texts.articles[:30] for s in mk.parse(text).sentences]
    for n in (30, 300):
        old, new = sentences[:n], sentences[n // 3 : n // 3 + n]
        words = [[t for s in side[:30] for t in find_tokens(s.clean)] for side in (old, new)]
        ours, peer = in_turn(
            rounds + 2,
            lambda old=old, new=new: pair_sentences(old, new),
            lambda words=words: SequenceMatcher(None, *words, autojunk=False).get_opcodes(),
        )
        name, detail = "difflib on 30 x 30's words", f"{1000 * ours:.1f} ms"
        yield Speed("aligning", f"align {n} x {n} sentences", peer / ours, _FASTER, peer=name, detail=detail)


def choose_parts(many: int, rounds: int) -> dict[str, Callable[[Texts], Iterator[Speed]]]:
    """Return the parts of the benchmark by name."""
    return {
        "measuring": lambda texts: measuring(texts, rounds),
        "counting": lambda texts: counting(texts, rounds),
        "comparing": lambda texts: comparing(texts, rounds),
        "growth": growing,
        "memory": lambda texts: remembering(texts, many),
        "workers": lambda texts: sharing(texts, min(many, 2_000)),
        "start": lambda texts: starting(),
        "splitting": lambda texts: splitting(texts, rounds),
        "aligning": lambda texts: aligning(texts, rounds),
    }


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.speed", description="Speed figures.")
    parser.add_argument("--json", type=Path, help="keep the rows in this file too, in place of those of their parts")
    parser.add_argument("--only", nargs="+", choices=[*choose_parts(0, 0)], help="measure these parts")
    given = os.environ.get("MEDIAKIT_BENCHMARKS")
    parser.add_argument(
        "--texts", type=Path, default=Path(given) if given else None, help="the folder of labelled sets"
    )
    parser.add_argument("--many", type=int, default=2_000, help="versions of the run whose memory is measured")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed")
    asked = parser.parse_args()
    texts = read_texts(asked.texts)
    size = f"{len(texts.articles)} distinct texts of {texts.mean_words:.0f} words on average ({texts.origin})"
    print(f"{size}; {len(texts.rewrites)} rewrites", flush=True)
    rows = []
    for name, part in choose_parts(asked.many, asked.rounds).items():
        for row in part(texts) if not asked.only or name in asked.only else ():
            print(row, flush=True)
            told = {name: value if value == value else None for name, value in asdict(row).items()}
            rows.append(told | {"holds": row.holds, "texts": size})
    if asked.json:
        measured = {row["part"] for row in rows}
        kept = json.loads(asked.json.read_text(encoding="utf-8")) if asked.json.exists() else []
        rows = [*(row for row in kept if row["part"] not in measured), *rows]
        rows.sort(key=lambda row: [*choose_parts(0, 0)].index(row["part"]))
        asked.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
