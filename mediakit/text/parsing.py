"""Parse a text into a document: the only place where text is cut."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, partial
from itertools import accumulate, chain, compress, islice
from typing import Any, NamedTuple

from mediakit.errors import TextError
from mediakit.memory import TEXTS, of_paragraph, remember
from mediakit.readers import mend_halves, refuse_places
from mediakit.text.cleaning import Cleaned, OffsetMap, clean, set_type
from mediakit.text.document import Document, Paragraph, Quotation, Removal, Sentence
from mediakit.text.page_layout import lay_out
from mediakit.text.paragraphs import find_paragraphs
from mediakit.text.quotation_marks import Quoted, pair_marks
from mediakit.text.sentences import split_sentences
from mediakit.text.speech.quotations import Marked, Run, are_speech, as_quotation, find_runs, mark_runs, name_sources
from mediakit.text.words import common_share, cut_words

# A text of so many words is English if so large a share of the first few hundred are common words of it.
_ENOUGH_WORDS, _LOOKED_AT, _LEAST_COMMON = 30, 400, 0.25
Span = tuple[int, int]


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
    body = _Body(cleaned, layout.paragraphs)
    spans = [(*cleaned.given_span(start, end), reason) for start, end, reason in layout.removed]
    removed = [Removal(start, end, text[start:end], reason) for start, end, reason in spans]
    return Document(
        text=text,
        title=partial(_title, cleaned, layout.title, given_title),
        sentences=body,
        quotations=body.marks.name_sources,
        mentions=body.marks.mentions,
        removed=tuple(sorted([*cleaned.changes, *removed], key=lambda r: r.start)),
        problems=partial(_problems, layout.problem, getattr(source, "language", ""), body),
        **{name: getattr(source, name, "") or "" for name in ("story", "version", "published", "source", "author")},
    )


def cut_body(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text that is known to be all body: no line is judged, none is the title."""
    cleaned = clean(text)
    return _Body(cleaned, tuple(find_paragraphs(cleaned.text))).paragraphs


def _problems(problem: str, language: str, body: "_Body") -> tuple[str, ...]:
    """Return plain sentences about what could not be read with certainty."""
    return (*filter(None, (problem, _judge_language(language, body()))), *body.marks.problems)


class _Body:
    """The paragraphs of a mended text at some spans; each is cut into sentences once, when it is first asked for."""

    def __init__(self, cleaned: Cleaned, spans: tuple[Span, ...]) -> None:
        self.cleaned, self.spans, self.marks = cleaned, spans, _Marks(cleaned, spans)
        self._made: dict[int, tuple[Sentence, ...]] = {}

    def __call__(self) -> tuple[Sentence, ...]:
        """Return all sentences."""
        return tuple(chain.from_iterable(map(self._cut, range(len(self.spans)))))

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs, not yet cut."""
        text, quoted = self.cleaned.text, self.marks.quoted
        return [
            Paragraph(text[start:end], partial(quoted, number), partial(self._cut, number))
            for number, (start, end) in enumerate(self.spans)
        ]

    def _cut(self, number: int) -> tuple[Sentence, ...]:
        if number not in self._made:
            self._made[number] = tuple(_sentences(self.cleaned, self.spans[number], number, self.marks))
        return self._made[number]


class _Marks:
    """What stands in quotation marks in the paragraphs of a mended text; it is read when it is first asked for."""

    def __init__(self, cleaned: Cleaned, paragraphs: tuple[Span, ...]) -> None:
        self.cleaned, self.paragraphs = cleaned, paragraphs
        self._masks: dict[int, list[tuple[bool, ...]]] = {}

    @cached_property
    def _paired(self) -> tuple[list[Quoted], list[str]]:
        return pair_marks(self.cleaned.text, self.paragraphs)

    @cached_property
    def _runs(self) -> list[Run]:
        return find_runs(self.cleaned.text, self.paragraphs, self._paired[0])

    @property
    def problems(self) -> list[str]:
        """A plain sentence on each mark without a partner."""
        return self._paired[1]

    @cached_property
    def _read(self) -> list[Marked]:
        return mark_runs(self._runs)

    def name_sources(self) -> tuple[Quotation, ...]:
        """Return what is speech, with who speaks it."""
        found = name_sources(self.cleaned.text, self.paragraphs, self._read)
        return tuple(_as_given(self.cleaned, quotation) for quotation, _ in found if quotation.kind == "speech")

    def mentions(self) -> tuple[Quotation, ...]:
        """Return what is no speech."""
        marks = (mark for mark in self._read if mark.kind != "speech")
        found = (as_quotation(self.cleaned.text, mark, mark.spoken) for mark in marks)
        return tuple(_as_given(self.cleaned, quotation) for quotation in found)

    @cached_property
    def _speech(self) -> dict[int, tuple[Span, ...]]:
        """By paragraph where speech stands inside marks, as places in the paragraph; what is nested is one."""
        merged: dict[int, tuple[Span, ...]] = {}
        for quoted in chain.from_iterable(compress(run.quoted, are_speech(run)) for run in self._runs):
            base, before = self.paragraphs[quoted.paragraph][0], merged.get(quoted.paragraph, ())
            start, end = quoted.start - base, quoted.end - base
            if before and start < before[-1][1]:
                (start, last), before = before[-1], before[:-1]
                end = max(last, end)
            merged[quoted.paragraph] = (*before, (start, end))
        return merged

    def quoted(self, paragraph: int) -> tuple[Span, ...]:
        """Return where in a paragraph speech stands inside marks."""
        return self._speech.get(paragraph, ())

    def mask(self, cuts: tuple["_Cut", ...], paragraph: int, sentence: int) -> tuple[bool, ...]:
        """Say for each word of a sentence of a paragraph, cut so, whether it is quoted; () if none is."""
        if not (quoted := self.quoted(paragraph)):
            return ()
        if paragraph not in self._masks:
            start, end = self.paragraphs[paragraph]
            self._masks[paragraph] = _mask(self.cleaned.text[start:end], quoted, cuts)
        return self._masks[paragraph][sentence]


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


def _judge_language(told: str, sentences: tuple[Sentence, ...]) -> str:
    """Return a plain sentence if a text is hardly English, for which all figures are made; "" if it is.

    `told` is the language that the source gives, "" for none.
    """
    words = list(islice(chain.from_iterable(sentence.tokens for sentence in sentences), _LOOKED_AT))
    share = common_share(words)
    if len(words) >= _ENOUGH_WORDS and share < _LEAST_COMMON:
        return (
            f"Only {share:.0%} of the words are common English ones (in English news about half are), so this is "
            "hardly English: figures that are made for English do not hold."
        )
    if not told or told.lower().startswith("en"):
        return ""
    return f"The language is given as {told.lower()!r}; figures are made for English and do not hold for it."


class _Cut(NamedTuple):
    """One sentence of a paragraph: its offsets there, its normalised text.

    It begins at `at` of the normalised paragraph, `offsets` lead from there to the paragraph.
    """

    start: int
    end: int
    clean: str
    at: int
    offsets: OffsetMap


@remember(TEXTS, key=of_paragraph)
def _cut(paragraph: str, whole: bool = False) -> tuple[_Cut, ...]:
    """Return the sentences of a mended paragraph (`whole`: as one); versions of a story share most of them."""
    text, offsets = set_type(paragraph)
    cuts = []
    for at, end in [(0, len(text))] if whole else split_sentences(text):
        start, last = offsets.old_span(at, end) if offsets else (at, end)
        cuts.append(_Cut(start, last, text[at:end], at, offsets))
    return tuple(cuts)


def _places(cut: _Cut) -> tuple[list[int], list[int]]:
    """Return where the words of a sentence start and end in its paragraph."""
    words, gaps = cut_words(cut.clean)
    lengths = map(len, chain.from_iterable(zip(gaps, (*words, ""), strict=True)))
    edges = list(accumulate(lengths, initial=cut.at))
    starts, ends = edges[1:-2:2], edges[2:-1:2]
    if cut.offsets:
        return list(map(cut.offsets.old_start, starts)), list(map(cut.offsets.old_end, ends))
    return starts, ends


@remember(TEXTS, key=lambda paragraph, quoted, cuts: of_paragraph(paragraph, quoted))
def _mask(paragraph: str, quoted: tuple[Span, ...], cuts: tuple[_Cut, ...]) -> list[tuple[bool, ...]]:
    """Say for each word of each sentence of a paragraph whether it stands in one of some stretches, given in order.

    A sentence beside them has ().
    """
    starts, ends = zip(*quoted, strict=True)
    masks: list[tuple[bool, ...]] = []
    for cut in cuts:
        within = range(bisect_right(ends, cut.start), bisect_left(starts, cut.end))
        places = _places(cut)[0] if within else []
        mask = [False] * len(places)
        for i in within:
            first, last = bisect_left(places, starts[i]), bisect_left(places, ends[i])
            mask[first:last] = [True] * (last - first)
        masks.append(tuple(mask))
    return masks


def _sentences(cleaned: Cleaned, span: Span, number: int, marks: _Marks | None = None) -> Iterator[Sentence]:
    """Yield the sentences of the paragraph at `span` of the mended text; number -1 is the title, one sentence."""
    base, last = span
    shift = cleaned.offsets.shift(base, last)
    cuts = _cut(cleaned.text[base:last], number < 0)
    for nth, cut in enumerate(cuts):
        if shift is None:
            start, end = cleaned.given_span(base + cut.start, base + cut.end)
            pairs = zip(*_places(cut), strict=True)
            spans: Any = tuple(cleaned.given_span(base + a, base + b) for a, b in pairs)
        else:
            start, end = base + shift + cut.start, base + shift + cut.end
            spans = partial(_spans, cut, base + shift)
        mask: Any = partial(marks.mask, cuts, number, nth) if marks else tuple
        yield Sentence(cleaned.given[start:end], start, end, number, cut.clean, spans=spans, mask=mask)


def _spans(cut: _Cut, shift: int) -> tuple[Span, ...]:
    """Return where the words of a sentence stand in a text in which its paragraph begins at `shift`."""
    starts, ends = _places(cut)
    return tuple(zip(map(shift.__add__, starts), map(shift.__add__, ends), strict=True))


def _title(cleaned: Cleaned, span: tuple[int, int] | None, given: str) -> Sentence | None:
    """Return the title as a sentence: found in the text, or given with it."""
    if span:
        return next(_sentences(cleaned, span, -1))
    if not given.strip():
        return None
    title = clean(given.strip())
    return replace(next(_sentences(title, (0, len(title.text)), -1)), start=-1, end=-1)


def _as_given(cleaned: Cleaned, quotation: Quotation) -> Quotation:
    """Return the quotation with its offsets in the text as given."""
    start, end = cleaned.given_span(quotation.start, quotation.end)
    cue_start, cue_end = quotation.cue_start, quotation.cue_end
    if cue_start >= 0:
        cue_start, cue_end = cleaned.given_span(cue_start, cue_end)
    text = cleaned.given[start:end]
    return replace(quotation, start=start, end=end, text=text, cue_start=cue_start, cue_end=cue_end)
