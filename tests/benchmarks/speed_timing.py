"""How speed is timed: processor time, each call in turn with its peer, and what one row of the benchmark says."""

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Any

import mediakit as mk
from mediakit.memory import WORDS, shrink
from tests.benchmarks.speed_texts import MET, Texts

PEER = "textstat's 12 formulas one by one + vaderSentiment a sentence"


@dataclass(frozen=True)
class Speed:
    """One row: what was measured, the figure, its unit, and what it shall reach: at least, or at most.

    `peer` names what it is a multiple of; `target` is NaN where nothing is set.
    """

    part: str
    what: str
    figure: float
    unit: str
    target: float = float("nan")
    at_least: bool = True
    peer: str = ""
    detail: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the target is reached; None if there is none."""
        if self.target != self.target:
            return None
        return self.figure >= self.target if self.at_least else self.figure <= self.target

    def __str__(self) -> str:
        """Return the row as a line."""
        verdict = {None: "", True: "holds", False: "MISSED"}[self.holds]
        target = "" if self.holds is None else f"{'≥' if self.at_least else '≤'} {self.target:g}"
        return f"{self.what:<58} {self.figure:9.2f} {self.unit:<22} {target:>8} {verdict:<6} {self.detail}".rstrip()


def spend(call: Callable[[], object]) -> float:
    """Return the seconds of processor time that a call takes."""
    gc.collect()
    began = process_time()
    call()
    return process_time() - began


def in_turn(rounds: int, *calls: Callable[[], object]) -> list[float]:
    """Return the median seconds of processor time of each call over some rounds, taken in turn."""
    spent = [[spend(call) for call in calls] for _ in range(rounds)]
    return [median(seconds) for seconds in zip(*spent, strict=True)]


def start_anew(metrics: Any = "all") -> None:
    """Forget everything and measure three bundled stories, as a process that has just begun."""
    mk.forget()
    mk.measure([version for name in mk.list_examples()[:3] for version in mk.load_example(name)], metrics=metrics)


def meet_words(texts: Iterable[str], seed: int, metrics: Any = "all") -> None:
    """Measure texts of the same words, in which no sentence is one of theirs; only the words stay in memory."""
    mk.measure(Texts("", list(texts), []).recombined(MET + seed), metrics=metrics)
    shrink(WORDS)


class Peer:
    """textstat's twelve formulas one by one, and vaderSentiment sentence by sentence, on our sentences."""

    def __init__(self, texts: Sequence[str]) -> None:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        from mediakit.measures.textstat_offline import textstat_scores

        self.texts = texts
        self.sentences = [[s.clean for s in mk.parse(text).sentences] for text in texts]
        self.score, self.analyzer = textstat_scores, SentimentIntensityAnalyzer()
        self.score("The dam held.")
        kept = {name: module for name, module in sys.modules.items() if name.startswith("textstat.")}
        self.forget = {
            each.cache_clear
            for module in kept.values()
            for name, each in vars(module).items()
            if hasattr(each, "cache_clear") and not name.startswith("get_")  # its tables are read once
        }

    def __call__(self) -> None:
        """Measure all texts, none of which it remembers: textstat keeps the answers on its last 128."""
        for clear in self.forget:
            clear()
        for text, sentences in zip(self.texts, self.sentences, strict=True):
            self.score(text)
            for sentence in sentences:
                self.analyzer.polarity_scores(sentence)
