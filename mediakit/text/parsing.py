"""Parse a text into a document: the only place where text is cut."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, chain, islice
from typing import NamedTuple

from mediakit.errors import TextError
from mediakit.memory import TEXTS, remember
from mediakit.readers import mend_halves, refuse_places
from mediakit.text.cleaning import Cleaned, clean, set_type
from mediakit.text.document import Document, Quotation, Removal, Sentence
from mediakit.text.page_layout import lay_out
from mediakit.text.sentences import split_sentences
from mediakit.text.speech.quotations import find_quotations
from mediakit.text.words import common_share, cut_words

# Longer paragraphs are cut anew each time, so that the memory the cache takes stays small.
_KEPT_LENGTH = 4_000
# A text of so many words is English if so large a share of the first few hundred are common words of it.
_ENOUGH_WORDS, _LOOKED_AT, _LEAST_COMMON = 30, 400, 0.25
_Spans = tuple[list[int], list[int]]


def parse(source: object, *, keep_boilerplate: bool = False) -> Document:
    """Cut a text, or a version of a story, into title, sentences, words and quotations.

    `source` is a str or has the attributes of a `Version`; a `Document` is returned as it is. With
    `keep_boilerplate=True` nothing that looks like page furniture is left out. Raises `TextError` if `source` is not
    text, `ReadError` if it is a web address or the path of a file.
    """
    if isinstance(source, Document):
        return source
    text = _text_of(source)
    given_title = "" if isinstance(source, str) else getattr(source, "title", "") or ""
    cleaned = clean(text)
    extracted = bool(getattr(source, "extractor", ""))
    layout = lay_out(cleaned.text, given_title, keep_boilerplate, extracted)
    found, problems = find_quotations(cleaned.text, layout.paragraphs)
    quoted = _merged(found)
    sentences = tuple(
        sentence
        for number, span in enumerate(layout.paragraphs)
        for sentence in _sentences(cleaned, span, number, quoted)
    )
    quotations = [_as_given(cleaned, quotation) for quotation in found]
    spans = [(*cleaned.given_span(start, end), reason) for start, end, reason in layout.removed]
    removed = [Removal(start, end, text[start:end], reason) for start, end, reason in spans]
    return Document(
        text=text,
        title=_title(cleaned, layout.title, given_title),
        sentences=sentences,
        quotations=tuple(q for q in quotations if q.kind == "speech"),
        mentions=tuple(q for q in quotations if q.kind != "speech"),
        removed=tuple(sorted([*cleaned.changes, *removed], key=lambda r: r.start)),
        problems=(*filter(None, (layout.problem, _judge_language(source, sentences))), *problems),
        **{name: getattr(source, name, "") or "" for name in ("story", "version", "published", "source", "author")},
    )


def _text_of(source: object) -> str:
    """Return the text of a source; raises `TextError` for what is no text, `ReadError` for an address or a path."""
    text = source if isinstance(source, str) else getattr(source, "text", None)
    if not isinstance(text, str):
        raise TextError(
            f"Expected a text (str) or a Version, got {type(source).__name__}: {str(source)[:60]!r}. "
            "Decode bytes first, or read files with mk.read_story.",
            source,
        )
    refuse_places(text)
    return mend_halves(text)


def _judge_language(source: object, sentences: tuple[Sentence, ...]) -> str:
    """Return a plain sentence if a text is hardly English, for which all figures are made; "" if it is."""
    words = list(islice(chain.from_iterable(sentence.tokens for sentence in sentences), _LOOKED_AT))
    share = common_share(words)
    told = (getattr(source, "language", "") or "en").lower()
    if len(words) >= _ENOUGH_WORDS and share < _LEAST_COMMON:
        return (
            f"Only {share:.0%} of the words are common English ones (in English news about half are), so this is "
            "hardly English: figures that are made for English do not hold."
        )
    english = told.startswith("en")
    return "" if english else f"The language is given as {told!r}; figures are made for English and do not hold for it."


class _Cut(NamedTuple):
    """One sentence of a paragraph: its offsets there, its normalised text, words and gaps, and the words' offsets."""

    start: int
    end: int
    clean: str
    tokens: tuple[str, ...]
    gaps: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@remember(TEXTS, key=lambda paragraph, whole=False: (paragraph, whole) if len(paragraph) <= _KEPT_LENGTH else None)
def _cut(paragraph: str, whole: bool = False) -> tuple[_Cut, ...]:
    """Return the sentences of a mended paragraph (`whole`: as one); versions of a story share most of them."""
    text, offsets = set_type(paragraph)
    cuts = []
    for start, end in [(0, len(text))] if whole else split_sentences(text):
        clean_text = text[start:end]
        tokens, gaps = cut_words(clean_text)
        lengths = map(len, chain.from_iterable(zip(gaps, (*tokens, ""), strict=True)))
        edges = list(accumulate(lengths, initial=start))
        starts, ends = edges[1:-2:2], edges[2:-1:2]
        if offsets:
            starts, ends = list(map(offsets.old_start, starts)), list(map(offsets.old_end, ends))
            start, end = offsets.old_span(start, end)
        cuts.append(_Cut(start, end, clean_text, tokens, gaps, tuple(starts), tuple(ends)))
    return tuple(cuts)


def _sentences(cleaned: Cleaned, span: tuple[int, int], number: int, quoted: _Spans) -> Iterator[Sentence]:
    """Yield the sentences of the paragraph at `span` of the mended text; number -1 is the title, one sentence."""
    base, last = span
    shift = cleaned.offsets.shift(base, last)
    for cut in _cut(cleaned.text[base:last], number < 0):
        if shift is None:
            start, end = cleaned.given_span(base + cut.start, base + cut.end)
            pairs = zip(cut.starts, cut.ends, strict=True)
            spans = tuple(cleaned.given_span(base + a, base + b) for a, b in pairs)
        else:
            move = (base + shift).__add__
            start, end = move(cut.start), move(cut.end)
            spans = tuple(zip(map(move, cut.starts), map(move, cut.ends), strict=True))
        mask = _mask(cut, base, quoted)
        text = cleaned.given[start:end]
        yield Sentence(text, start, end, number, cut.clean, cut.tokens, spans, mask, cut.gaps)


def _mask(cut: _Cut, base: int, quoted: _Spans) -> tuple[bool, ...]:
    """Say for each word of a sentence whether it stands inside quotation marks."""
    starts, ends = quoted
    first = bisect_right(ends, base + cut.start)
    if first == len(starts) or starts[first] >= base + cut.end:
        return (False,) * len(cut.tokens)
    inside = (bisect_right(starts, base + at) - 1 for at in cut.starts)
    return tuple(i >= 0 and base + at < ends[i] for i, at in zip(inside, cut.starts, strict=True))


def _merged(found: list[Quotation]) -> _Spans:
    """Return starts and ends of the stretches inside quotation marks that are speech; nested ones are one stretch."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted((q.start, q.end) for q in found if q.kind == "speech"):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _title(cleaned: Cleaned, span: tuple[int, int] | None, given: str) -> Sentence | None:
    """Return the title as a sentence: found in the text, or given with it."""
    if span:
        return next(_sentences(cleaned, span, -1, ([], [])))
    if not given.strip():
        return None
    title = clean(given.strip())
    return replace(next(_sentences(title, (0, len(title.text)), -1, ([], []))), start=-1, end=-1)


def _as_given(cleaned: Cleaned, quotation: Quotation) -> Quotation:
    """Return the quotation with its offsets in the text as given."""
    start, end = cleaned.given_span(quotation.start, quotation.end)
    cue_start, cue_end = quotation.cue_start, quotation.cue_end
    if cue_start >= 0:
        cue_start, cue_end = cleaned.given_span(cue_start, cue_end)
    text = cleaned.given[start:end]
    return replace(quotation, start=start, end=end, text=text, cue_start=cue_start, cue_end=cue_end)
