"""How the time of every output grows with the length of a text: time(2n) / time(n) from 1,000 words to 16,000."""

import gc
from collections.abc import Iterator

import mediakit as mk
from tests.benchmarks.speed_texts import Texts
from tests.benchmarks.speed_timing import Speed, meet_words, spend, start_anew

WORDS = (1_000, 2_000, 4_000, 8_000, 16_000)
BEGINNINGS = (100, 1_100, 2_100)
"""The paragraphs at which the texts begin: one of 2n words goes on from one of n, so that only length differs."""
MOST = 2.3

Seconds = dict[str, float]
_NAMES = {"to_html": "report", "to_json": "json"}


def time_outputs(old: str, new: str) -> Iterator[tuple[str, float]]:
    """Yield each output of two texts and its processor time; each is timed alone, on what the ones before it made."""
    documents: list[mk.Document] = []
    made: list[mk.Comparison] = []
    yield "parse", spend(lambda: documents.extend([mk.parse(old), mk.parse(new)]))
    yield "find", spend(lambda: [mk.find(document) for document in documents])
    yield "measure", spend(lambda: mk.measure(documents, metrics="all"))
    yield "compare", spend(lambda: (made.append(mk.compare(*documents, floors=False)), made[0].table()))
    yield "compare, floors", spend(lambda: mk.compare(*documents).table())
    c = made[0]
    for table in (c.quotations, c.facts, c.attributions, c.voices, c.findings, c.summary, c.to_html, c.to_json):
        yield _NAMES.get(table.__name__, table.__name__), spend(table)


def growing(texts: Texts) -> Iterator[Speed]:
    """The worst time(2n) / time(n) of each output, on texts and ones in which half of their sentences are edited.

    Each length begins anew with words met and no sentence, and takes the time of all texts of that length together.
    """
    spent: list[Seconds] = []
    for n in WORDS:
        start_anew()
        meet_words(texts.articles, 9)
        dict(time_outputs(*texts.rewritten(WORDS[0], 0)))
        gc.disable()  # a collection among all words met would be time of one length alone
        each = [dict(time_outputs(*texts.rewritten(n, skip))) for skip in BEGINNINGS]
        spent.append({output: sum(seconds[output] for seconds in each) for output in each[0]})
        gc.enable()
    for output in spent[0]:
        times = [seconds[output] for seconds in spent]
        ratios = [after / max(before, 1e-3) for before, after in zip(times, times[1:], strict=False)]
        detail = f"{', '.join(f'{1000 * time:.0f}' for time in times)} ms"
        yield Speed("growth", f"time(2n) / time(n), {output}", max(ratios), "", MOST, False, detail=detail)
