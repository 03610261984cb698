"""Redraw the sentence pairs, to see how much of a shift hangs on a few of them."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from mediakit.measures.arithmetic import multiply
from mediakit.measures.counts import COLUMNS, count_paragraphs
from mediakit.measures.metrics import PER_1000, READABILITY, Metric, columns_of
from mediakit.memory import LONGEST_PARAGRAPH, TEXTS, remember, remember_each
from mediakit.text.document import Document
from mediakit.text.parsing import cut_body
from mediakit.text.words import facts

Array = NDArray[np.float64]

# Each contraction beside its full form; none where the short form has two readings ("he's": is or has).
_CONTRACTIONS = {
    "aren't": "are not", "can't": "cannot", "couldn't": "could not", "didn't": "did not", "doesn't": "does not",
    "don't": "do not", "hadn't": "had not", "hasn't": "has not", "haven't": "have not", "isn't": "is not",
    "shouldn't": "should not", "wasn't": "was not", "weren't": "were not", "won't": "will not",
    "wouldn't": "would not", "I'm": "I am", "I've": "I have", "I'll": "I will", "we're": "we are",
    "we've": "we have", "we'll": "we will", "they're": "they are", "they've": "they have", "they'll": "they will",
    "you're": "you are", "you've": "you have", "you'll": "you will",
}  # fmt: skip
# Numbers that newsrooms spell either way, by house style.
_NUMBERS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip


def _swaps(pairs: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of all words of a two-way table and what each becomes."""
    table = {**pairs, **{there: here for here, there in pairs.items()}}
    table |= {w[0].upper() + w[1:]: o[0].upper() + o[1:] for w, o in table.items() if w[0].isalpha()}
    words = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<![\w.,'$£€-])(?:{words})(?![\w'%-]|[.,:]\d| per ?cent)"), table


_CONTRACTED, _FULL = _swaps(_CONTRACTIONS)
_SPELT, _OTHER_NUMBER = _swaps(_NUMBERS)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_OPENING = re.compile(r"(^|[\s(\[—-])([\"'])(?=\w)", re.MULTILINE)
_PERCENT = re.compile(r"(?<=\d)(?:%| percent\b| per cent\b)")
_DASH = re.compile(r" ?[—–] ?")
_STOPPED = re.compile(r"[.!?][\"'”’)]*\Z")
_SEMICOLON = re.compile(r"; ([a-z])")


def straighten(text: str) -> str:
    """Return the text with straight quotation marks, or with curly ones if it has straight ones only."""
    if not set(text).isdisjoint("“”‘’"):
        return text.translate(_STRAIGHT)
    opened = _OPENING.sub(lambda m: m[1] + ("“" if m[2] == '"' else "‘"), text)
    return opened.replace('"', "”").replace("'", "’")


def contract(text: str) -> str:
    """Return the text with contractions written out, and full forms contracted."""
    return "\n\n".join(map(_contract, text.split("\n\n")))


@remember(TEXTS, longest=LONGEST_PARAGRAPH)
def _contract(text: str) -> str:
    """Return a paragraph as `contract` does."""
    return _CONTRACTED.sub(lambda m: _FULL[m[0]], text.replace("’", "'"))


def spell(text: str) -> str:
    """Return the text with small numbers in words for figures and the reverse, and percent for % and the reverse."""
    return "\n\n".join(map(_spell, text.split("\n\n")))


@remember(TEXTS, longest=LONGEST_PARAGRAPH)
def _spell(text: str) -> str:
    """Return a paragraph as `spell` does."""
    text = _PERCENT.sub(lambda m: " percent" if m[0] == "%" else "%", text)
    return _SPELT.sub(lambda m: _OTHER_NUMBER[m[0]], text)


def dash(text: str) -> str:
    """Return the text with dashes set close if they are spaced, spaced if they are close."""
    spaced = " — " in text or " – " in text
    return _DASH.sub("—" if spaced else " — ", text)


def split(text: str) -> str:
    """Return the text with a full stop for every semicolon before a clause."""
    return _SEMICOLON.sub(lambda m: ". " + m[1].upper(), text)


REWRITES: tuple[Callable[[str], str], ...] = (straighten, contract, spell, dash, split)


def vary(document: Document) -> Iterator[str]:
    """Yield the body of a document as it stands, then set otherwise, meaning the same."""
    paragraphs: dict[int, list[str]] = {}
    for sentence in document.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(" ".join(sentence.text.split()))
    joined = [" ".join(sentences) for sentences in paragraphs.values()]
    plain = "\n\n".join(joined)
    yield plain
    for rewrite in REWRITES:
        if (changed := rewrite(plain)) != plain:
            yield changed
    yield _run_on(joined)
    yield "\n\n".join(sentence for sentences in paragraphs.values() for sentence in sentences)
    yield "\n\n".join(" ".join(_in_twos(sentences)) for sentences in paragraphs.values())


def _in_twos(sentences: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of a paragraph, two that are plain statements made one by ", and"."""
    waiting = ""
    for sentence in sentences:
        first = sentence.split(" ", 1)[0]
        plain = first.isalpha() and (first == "I" or facts(first.lower()).easy)
        if waiting.endswith(".") and not waiting.endswith("..") and plain:
            yield f"{waiting[:-1]}, and {sentence if first == 'I' else sentence[0].lower() + sentence[1:]}"
            waiting = ""
        else:
            yield from [waiting] if waiting else []
            waiting = sentence
    yield from [waiting] if waiting else []


def _run_on(paragraphs: Sequence[str]) -> str:
    """Return the paragraphs run on; one that does not end as a sentence does keeps its own line."""
    pieces = [paragraph + (" " if _STOPPED.search(paragraph) else "\n\n") for paragraph in paragraphs]
    return "".join(pieces)


def _key(document: Document, voice: str, columns: tuple[str, ...]) -> Hashable:
    return voice, columns, *((sentence.text, sentence.paragraph) for sentence in document.sentences)


@remember_each(512, key=_key)
def _totals(documents: Sequence[Document], voice: str, columns: tuple[str, ...]) -> list[Array]:
    """Return the totals of each text as it stands and of every variant, shape (variants, `COLUMNS`).

    All are counted at once, which is cheaper; a paragraph that is set as before is not. Only `columns` are sure to be.
    """
    varied = [list(map(cut_body, vary(document))) for document in documents]
    every = [paragraph for variants in varied for body in variants for paragraph in body]
    rows, none = iter(count_paragraphs(every, voice, columns)), np.zeros((0, len(COLUMNS)))
    return [
        np.array([np.concatenate([none, *islice(rows, len(body))]).sum(axis=0) for body in variants])
        for variants in varied
    ]


def find_floors(metrics: Sequence[Metric], documents: Sequence[Document], voice: str = "all") -> Array:
    """Return for each metric the largest move that formatting alone makes in any of the documents.

    Formatting is: the style of quotation marks, dashes and paragraph breaks, contractions, the spelling of numbers, a
    full stop for a semicolon, and for what is not about the length of sentences, two of them made one by ", and". NaN
    if the metric is undefined on all of them.
    """
    floors = np.full(len(metrics), np.nan)
    if not documents:
        return floors
    known = {metric.name: metric for metric in READABILITY}
    about_length = np.array([metric == known.get(metric.name) for metric in metrics], dtype=bool)
    totals = _totals(documents, voice, columns_of(metrics))
    values = evaluate(metrics, COLUMNS, np.concatenate(totals))
    start = 0
    for each in totals:
        moves = np.abs(values[:, start + 1 : start + len(each)] - values[:, start : start + 1])
        moves[about_length, -1] = np.nan  # the last variant joins sentences
        floors = np.fmax(floors, np.fmax.reduce(moves, axis=1))
        start += len(each)
    return floors


N_DRAWS = 2000
SURE = 0.05  # below this chance, corrected, a shift is clear
_ALL_EXCHANGES = 12
_LEAST_DEFINED = 0.9  # share of draws in which a metric must be defined for its interval to be given


def evaluate(metrics: Sequence[Metric], columns: Sequence[str], totals: Array) -> Array:
    """Return the metrics of totals: shape (..., columns) gives (metrics, ...), NaN where undefined."""
    named = dict(zip(columns, np.ascontiguousarray(np.moveaxis(totals, -1, 0)), strict=True))
    result = np.empty((len(metrics), *totals.shape[:-1]))
    with np.errstate(all="ignore"):
        for i, metric in enumerate(metrics):
            result[i] = metric.formula(named)
    result[~np.isfinite(result)] = np.nan
    return result


def find_intervals(
    metrics: Sequence[Metric],
    columns: Sequence[str],
    old: Array,
    new: Array,
    seed: int = 0,
    n_draws: int = N_DRAWS,
    level: float = 0.95,
) -> tuple[Array, Array]:
    """Return the lower and upper end of each metric's interval when the pairs are redrawn with replacement.

    `old` and `new` hold the counts of either side of each pair, shape (pairs, columns). The ends are percentiles of the
    redrawn shifts, set apart as far as Student's t asks for so few pairs (Hesterberg 2015), for fewer still if a few
    pairs hold most of the variance. Redrawing cannot bring up what no pair holds, so each end also allows for half a
    count more in every count column. NaN for fewer than two pairs, or if the metric is undefined in a tenth of the
    draws.
    """
    from scipy.special import ndtr, stdtrit

    n = len(old)
    if n < 2 or not metrics:
        return np.full(len(metrics), np.nan), np.full(len(metrics), np.nan)
    times = draw(n, n_draws, seed)
    redrawn = evaluate(metrics, columns, np.stack([multiply(times, side) for side in (old, new)]))
    value, without, more = _neighbours(metrics, columns, np.stack([old, new]))
    shift, shifts = value[:, 1] - value[:, 0], redrawn[:, 1] - redrawn[:, 0]
    spread = without[:, 1] - without[:, 0] - shift[:, None]
    spread = np.nan_to_num(spread - np.nan_to_num(spread).mean(axis=1, keepdims=True))
    squares = spread**2
    bearing = 3 * squares.sum(axis=1) ** 2 / np.maximum((squares**2).sum(axis=1), 1e-300)  # n for a normal spread
    freedom = np.clip(np.minimum(n, bearing) - 1, 1.5, None)
    low, high = percentiles(shifts, ndtr(np.sqrt(n / (n - 1)) * stdtrit(freedom, (1 - level) / 2)))
    half_counts = np.sqrt((np.nan_to_num(more) ** 2).max(axis=1).sum(axis=1))
    slack = stdtrit(n - 1, (1 + level) / 2) * half_counts
    return shift - np.hypot(shift - low, slack), shift + np.hypot(high - shift, slack)


def _neighbours(metrics: Sequence[Metric], columns: Sequence[str], sides: Array) -> tuple[Array, Array, Array]:
    """Return the metrics of each side's total, those without each pair, and by how much half a count more moves them.

    Shapes: (metrics, sides), (metrics, sides, pairs), (metrics, sides, count columns).
    """
    total, n = sides.sum(axis=1, keepdims=True), sides.shape[1]
    counted = [i for i, column in enumerate(columns) if column.startswith("n_") and column != "n_sentences"]
    points = np.concatenate([total, total - sides, total + 0.5 * np.eye(len(columns))[counted]], axis=1)
    values = evaluate(metrics, columns, points)
    return values[..., 0], values[..., 1 : n + 1], values[..., n + 1 :] - values[..., :1]


def percentiles(draws: Array, tail: Array | float) -> tuple[Array, Array]:
    """Return the percentiles `tail` and 1 - `tail` of each row of draws; undefined draws are left out."""
    ordered = np.sort(draws, axis=1)  # NaN goes last
    n = np.isfinite(draws).sum(axis=1)
    place = tail * (np.maximum(n, 1) - 1)
    low, high = _at(ordered, place), _at(ordered, np.maximum(n, 1) - 1 - place)
    enough = n >= _LEAST_DEFINED * draws.shape[1]
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def _at(ordered: Array, place: Array) -> Array:
    """Return the value at a fractional place of each sorted row."""
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    row = np.arange(len(ordered))
    lower, upper = ordered[row, below], ordered[row, above]
    part = place - below
    return np.asarray(np.where(part > 0, lower + (upper - lower) * part, lower))


def draw(n: int, n_draws: int, seed: int) -> Array:
    """Return how often each of `n` units is drawn in each of `n_draws` redraws, shape (draws, units)."""
    return _draw(n, n_draws, seed).astype(float)


@remember(64)
def _draw(n: int, n_draws: int, seed: int) -> NDArray[np.uint16]:
    """Return what `draw` does, as small numbers."""
    chosen = np.random.default_rng([seed, n]).integers(0, n, size=(n_draws, n))
    times = np.empty((n_draws, n), dtype=np.uint16)
    block = max(1, _AT_ONCE // n)
    for first in range(0, n_draws, block):
        part = chosen[first : first + block]
        places = part + n * np.arange(len(part))[:, None]
        times[first : first + block] = np.bincount(places.ravel(), minlength=places.size).reshape(places.shape)
    return times


_AT_ONCE = 20_000  # units drawn that are counted at once: more do not stay in the processor's own memory


def exchange(
    metrics: Sequence[Metric], columns: Sequence[str], old: Array, new: Array, seed: int = 0, n_draws: int = N_DRAWS
) -> Array:
    """Return for each metric how often it moves as far when each pair's old and new side are exchanged by chance.

    `old` and `new` hold the counts of either side of each pair, shape (pairs, columns). Pairs that do not differ take
    no part; all exchanges are tried if there are at most 2¹¹, else `n_draws` random ones. p is two-sided and never 0: a
    shift that rests on few pairs cannot be sure. A metric that counts words is told by the words that went against
    those that came (exact binomial test, each side by its length), NaN where nothing moves. A permutation test of
    matched pairs: Pitman 1937.
    """
    change = new - old
    moving = change.any(axis=1)
    middle, change = (old + new).sum(axis=0) / 2, change[moving]
    signs = _signs(len(change), n_draws, seed)
    moved = multiply(signs, change) / 2
    exchanged = evaluate(metrics, columns, np.stack([middle - moved, middle + moved]))
    shifts = exchanged[:, 1] - exchanged[:, 0]
    size = np.abs(shifts)
    with np.errstate(invalid="ignore"):
        p = np.array(np.mean(size >= size[:, :1] * (1 - 1e-9), axis=1))
    still = np.isnan(shifts[:, 0]) | (size[:, 0] == 0)
    named = [dict(zip(columns, side[moving].T, strict=True)) for side in (old, new)]
    for i, metric in enumerate(metrics):
        if metric.unit == PER_1000 and "n_words" in columns:
            p[i] = _test_words(metric, *named)
    return np.where(still, np.nan, p)


def _signs(n: int, n_draws: int, seed: int) -> Array:
    """Return signs, shape (exchanges, pairs), of every exchange or of random ones; the first exchanges nothing."""
    if n <= _ALL_EXCHANGES:
        return 1.0 - 2.0 * (np.arange(1 << max(n - 1, 0))[:, None] >> np.arange(n) & 1).astype(float)
    signs = 2.0 * _toss(n, n_draws, seed).astype(float) - 1.0
    signs[0] = 1.0
    return signs


@remember(64)
def _toss(n: int, n_draws: int, seed: int) -> NDArray[np.int8]:
    """Return 0 or 1 by chance for each of `n` pairs in each draw, shape (draws, pairs)."""
    return np.random.default_rng([seed, n]).integers(0, 2, size=(n_draws, n)).astype(np.int8)


def _test_words(metric: Metric, old: dict[str, Array], new: dict[str, Array]) -> float:
    """Return the exact two-sided p of words that came against words that went, expected by how long the sides are."""
    from scipy.special import bdtr, bdtrc

    thousand = np.full(len(old["n_words"]), 1000.0)
    counted = [np.asarray(metric.formula({**side, "n_words": thousand}), dtype=float) for side in (old, new)]
    change = np.round(counted[1] - counted[0]).astype(int)
    came, went = int(change[change > 0].sum()), int(-change[change < 0].sum())
    n_old, n_new = old["n_words"].sum(), new["n_words"].sum()
    if not came + went or not n_old + n_new:
        return float("nan")
    share, n = float(n_new / (n_old + n_new)), came + went
    return min(1.0, 2 * float(min(bdtr(came, n, share), bdtrc(came - 1, n, share) if came else 1.0)))


def adjust_holm(p: Array) -> Array:
    """Return p-values adjusted for all of them being read together (Holm 1979); NaN takes no part."""
    return adjust(p, lambda ordered: np.maximum.accumulate(ordered * np.arange(len(ordered), 0, -1)))


def adjust(p: Array, rule: Callable[[Array], Array]) -> Array:
    """Return p-values with a rule for sorted ones applied to those that are defined."""
    result = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    result[order] = np.minimum(rule(p[order]), 1.0)
    return result


VERDICTS = ("clear", "open", "formatting", "none", "undefined")


def judge(shift: float, floor: float, p_holm: float, n_reworded: int) -> str:
    """Return the verdict on a shift, one of `VERDICTS`.

    "undefined" without a value in both versions, "none" where nothing moved, "formatting" where it is no more than
    formatting does or only sentences were joined and cut, "clear" where chance is ruled out after correction, else
    "open".
    """
    if np.isnan(shift):
        return "undefined"
    if not shift:
        return "none"
    if not n_reworded or np.isfinite(floor) and abs(shift) <= floor:
        return "formatting"
    return "clear" if p_holm < SURE else "open"
