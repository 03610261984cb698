"""Find how sure a sentence sounds, who is made to say it, and the facts it states.

Hedges, boosters, modals, factives, negations and quantifiers come from word lists; attributions from the finder of who
says what; numbers, dates and names are read from the text.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from operator import attrgetter

import numpy as np

from mediakit.evidence.claim_rules import (
    AMOUNT,
    DAYTIME,
    cues,
    describe_flags,
    is_meant,
)
from mediakit.evidence.lexicons import Hit
from mediakit.evidence.quantities import find_quantities, token_range
from mediakit.memory import SENTENCES, of_sentence, of_text, remember_each
from mediakit.text.batch import Array, Batch, Kept, beside
from mediakit.text.document import Sentence
from mediakit.text.names import are_headlines, describe_written, find_names
from mediakit.text.reporting_verbs import FORCES, ReportingVerb
from mediakit.text.speech.said_by import Saying, find_all_sayings

COLUMNS: tuple[str, ...] = (
    "n_hedges", "n_boosters", "n_modals", "n_factives", "n_negations", "n_quantifiers", "n_attributions",
    *(f"n_attributions_{force}" for force in FORCES),
    "n_numbers", "n_percents", "n_money", "n_dates", "n_times", "n_names", "n_named_sources", "n_possible",
)  # fmt: skip
"""All columns in the order in which tables have them; below those that are counted together."""
LISTED = {
    "hedge": "n_hedges", "booster": "n_boosters", "modal": "n_modals", "factive": "n_factives",
    "negation": "n_negations", "quantifier": "n_quantifiers", "possibility": "n_possible",
}  # fmt: skip
AMOUNTS = {"number": "n_numbers", "percent": "n_percents", "money": "n_money", "date": "n_dates", "time": "n_times"}
LISTED_COLUMNS, AMOUNT_COLUMNS, NAME_COLUMNS = tuple(LISTED.values()), tuple(AMOUNTS.values()), ("n_names",)
ATTRIBUTION_COLUMNS = ("n_attributions", *(f"n_attributions_{force}" for force in FORCES), "n_named_sources")


def find_claims(sentence: Sentence) -> tuple[Hit, ...]:
    """Return what a sentence claims and how: hits in order of their first word.

    Kinds are hedge, booster, modal, factive, negation, quantifier (label: family), attribution (label: force of the
    verb, weight: its strength), number, percent, money, date, time (label: normalised value), name (label: the name).
    """
    return find_all_claims([sentence])[0]


@remember_each(SENTENCES, key=of_sentence)
def find_all_claims(sentences: Sequence[Sentence]) -> list[tuple[Hit, ...]]:
    """Return what each sentence claims, as `find_claims`."""
    found = (find(sentences) for find in (find_listed, find_attributions, find_amounts, find_all_names))
    return [tuple(sorted(chain.from_iterable(hits))) for hits in zip(*found, strict=True)]


@remember_each(SENTENCES, key=of_text)
def find_listed(sentences: Sequence[Sentence]) -> list[Sequence[Hit]]:
    """Return the hits of our lists in each sentence: hedges, boosters, modals, factives, negations, quantifiers."""
    batch = Batch.of_sentences(sentences)
    found: dict[int, list[Hit]] = {}
    free: dict[str, int] = {}  # kind → the word of the batch from which on another hit may begin
    words, lasts, ready = cues().find(batch, batch.joined)
    numbers, firsts, sizes = (column.tolist() for column in (batch.of[words], batch.place[words], lasts - words))
    for word, number, first, n, rules in zip(words.tolist(), numbers, firsts, sizes, ready, strict=True):
        for rule in rules:
            if free.get(rule.kind, 0) <= word and is_meant(rule, batch.read[number], first, first + n):
                free[rule.kind] = word + n
                found.setdefault(number, []).append(Hit(first, first + n, rule.kind, rule.label, rule.weight))
    return [found.get(number, ()) for number in range(len(sentences))]


def find_attributions(sentences: Sequence[Sentence]) -> list[Sequence[Hit]]:
    """Return the words in each sentence that attribute something to somebody, each once."""
    return [tuple(_attribution_hits(sayings)) if sayings else () for sayings in find_all_sayings(sentences)]


@remember_each(SENTENCES, key=of_text)
def find_amounts(sentences: Sequence[Sentence]) -> list[Sequence[Hit]]:
    """Return the numbers, percentages, sums of money, dates and times of each sentence."""
    batch = Batch.of_sentences(sentences)
    flags = batch.words(describe_flags)
    before_daytime = beside(flags & (DAYTIME | AMOUNT), 1, batch.of, 0) == DAYTIME
    words = batch.group((flags & AMOUNT != 0) | before_daytime)
    return [
        tuple(_amount_hits(sentence, batch.edges_of(number), words[number])) if number in words else ()
        for number, sentence in enumerate(sentences)
    ]


@remember_each(SENTENCES, key=of_text)
def find_all_names(sentences: Sequence[Sentence]) -> list[Sequence[Hit]]:
    """Return the names in each sentence."""
    batch = Batch.of_sentences(sentences)
    words = batch.group(_find_capitals(batch))
    return [
        tuple(Hit(a, b, "name", name) for a, b, name in find_names(sentence.tokens, sentence.gaps, words[number]))
        if number in words
        else ()
        for number, sentence in enumerate(batch.read)
    ]


def _find_capitals(batch: Batch) -> Array:
    """Return which words may begin a name: those with a capital that is due to no headline, nor to the beginning."""
    written, n = batch.words(describe_written), len(batch.sizes)
    capital, large, small = written["capital"], written["large"] & (batch.place > 0), written["small"]
    headline = are_headlines(*(np.bincount(batch.of[which], minlength=n) for which in (capital, large, small)))
    alone = ~beside(capital, 1, batch.of, False) & ~beside(capital, 2, batch.of, False)
    opens = written["silent"] & alone & (batch.place == 0)
    return np.asarray(capital & ~opens & ~headline[batch.of])


def _attribution_hits(sayings: Iterable[Saying]) -> Iterator[Hit]:
    """Yield the words that attribute something to somebody, each once."""
    for (first, last), verb in _cues(sayings).items():
        yield Hit(first, last, "attribution", verb.force if verb else "neutral", float(verb.strength if verb else 1))


def _cues(sayings: Iterable[Saying]) -> dict[tuple[int, int], ReportingVerb | None]:
    """Return the words that attribute something to somebody → their verb."""
    return {saying.cue: saying.verb for saying in sayings if saying.cue[0] < saying.cue[1]}


def _amount_hits(sentence: Sentence, edges: list[int], words: Sequence[int]) -> Iterator[Hit]:
    """Yield the amounts, dates and times that begin at some words of a sentence, whose words have these edges."""
    starts, ends = edges[1::2], edges[2::2]
    places = []
    for i in words:
        places.append(starts[i])
        if "-" in sentence.tokens[i]:  # over-50s, mid-1990s
            places += [starts[i] + k + 1 for k, letter in enumerate(sentence.tokens[i]) if letter == "-"]
    for quantity in find_quantities(sentence.clean, places):
        first, last = token_range(starts, ends, quantity.start, quantity.end)
        if first < len(starts):
            yield Hit(first, min(last, len(starts)), quantity.kind, quantity.label)


def place_words(sentence: Sentence) -> tuple[str, list[int], list[int]]:
    """Return the normalised text of a sentence, and where in it each word starts and ends."""
    pieces = [*chain.from_iterable(zip(sentence.gaps, sentence.tokens, strict=False)), *sentence.gaps[-1:]]
    edges = list(accumulate(map(len, pieces)))
    return "".join(pieces), edges[0:-1:2], edges[1:-1:2]


def tally_listed(batch: Batch, kept: Kept) -> Array:
    """Return the counts of the hits of our lists, in the order of `LISTED_COLUMNS`; a hit counts by its first word."""
    columns = {kind: n for n, kind in enumerate(LISTED)}
    counted = []
    for first, hits in zip(batch.firsts.tolist(), find_listed(batch), strict=True):
        for hit in hits:
            counted.append((first + hit.first, columns[hit.kind]))
            if hit.label == "possibility" and hit.kind == "modal":
                counted.append((first + hit.first, columns[hit.label]))
    return kept.tally(counted, len(columns))


def tally_attributions(batch: Batch, kept: Kept) -> Array:
    """Return the counts of attributions in the order of `ATTRIBUTION_COLUMNS`."""
    columns = {force: n for n, force in enumerate(FORCES, start=1)}
    counted: list[tuple[int, int]] = []
    told = zip(batch.firsts.tolist(), find_all_sayings(batch), find_all_names(batch), strict=True)
    for start, sayings, names in told:
        cues = _cues(sayings) if sayings else {}
        for (first, _), verb in cues.items():
            counted += (start + first, 0), (start + first, columns[verb.force if verb else "neutral"])
        if cues and names:
            counted += [(start + name.first, len(columns) + 1) for name in _named_sources(sayings, names)]
    return kept.tally(counted, len(columns) + 2)


def tally_amounts(batch: Batch, kept: Kept) -> Array:
    """Return the counts of amounts, dates and times in the order of `AMOUNT_COLUMNS`."""
    kinds = list(AMOUNTS)
    return kept.tally(_place(batch, find_amounts(batch), lambda hit: kinds.index(hit.kind)), len(kinds))


def tally_names(batch: Batch, kept: Kept) -> Array:
    """Return the number of names."""
    return kept.tally(_place(batch, find_all_names(batch), lambda hit: 0), 1)


def _place(batch: Batch, found: Iterable[Iterable[Hit]], column: Callable[[Hit], int]) -> list[tuple[int, int]]:
    """Return the first word, in the batch, and the column of each hit of its sentences."""
    firsts = batch.firsts.tolist()
    return [(first + hit.first, column(hit)) for first, hits in zip(firsts, found, strict=True) for hit in hits]


def _named_sources(sayings: Iterable[Saying], names: Sequence[Hit]) -> list[Hit]:
    """Return the names that are the source of something said in their sentence, each once."""
    found: dict[Hit, None] = {}
    for first, last in sorted({saying.head for saying in sayings}):
        at = bisect_left(names, first, key=_FIRST)
        if at < len(names) and names[at].first < last:
            found[names[at]] = None
    return list(found)


_FIRST = attrgetter("first")
