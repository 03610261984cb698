"""Parse a text into a document: the only place where text is cut."""

from bisect import bisect_right
from dataclasses import replace

from mediakit.errors import TextError
from mediakit.text.boilerplate import lay_out
from mediakit.text.cleaning import Cleaned, clean, normalise
from mediakit.text.parts import Document, Quotation, Removal, Sentence
from mediakit.text.quotations import find_quotations
from mediakit.text.sentences import split_sentences
from mediakit.text.tokens import find_tokens


def parse(source: object, *, keep_boilerplate: bool = False) -> Document:
    """Cut a text, or a version of a story, into title, sentences, words and quotations.

    `source` is a str or has the attributes of a `Version`; a `Document` is returned as it is. With
    `keep_boilerplate=True` nothing that looks like page furniture is left out. Raises `TextError` if `source` is not
    text.
    """
    if isinstance(source, Document):
        return source
    text = source if isinstance(source, str) else getattr(source, "text", None)
    if not isinstance(text, str):
        raise TextError(
            f"Expected a text (str) or a Version, got {type(source).__name__}: {str(source)[:60]!r}. "
            "Decode bytes first, or read files with mk.read_story.",
            source,
        )
    given_title = "" if isinstance(source, str) else getattr(source, "title", "") or ""
    cleaned = clean(text)
    layout = lay_out(cleaned.text, title=given_title, keep_boilerplate=keep_boilerplate)
    found, problems = find_quotations(cleaned.text, layout.paragraphs)
    quoted = _merged(found)
    sentences = tuple(
        _sentence(cleaned, start + a, start + b, quoted, number)
        for number, (start, end) in enumerate(layout.paragraphs)
        for a, b in split_sentences(cleaned.text[start:end])
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
        problems=tuple(problems),
        story=getattr(source, "story", "") or "",
        version=getattr(source, "version", "") or "",
    )


def _merged(found: list[Quotation]) -> tuple[list[int], list[int]]:
    """Return starts and ends of the stretches inside quotation marks that are speech."""
    spans = sorted((q.start, q.end) for q in found if q.kind == "speech")
    return [start for start, _ in spans], [end for _, end in spans]


def _sentence(cleaned: Cleaned, start: int, end: int, quoted: tuple[list[int], list[int]], paragraph: int) -> Sentence:
    """Return the sentence at `start` to `end` of the mended text, tokenised."""
    given_start, given_end = cleaned.given_span(start, end)
    clean_text = cleaned.text[start:end]
    tokens = find_tokens(clean_text)
    starts, ends = quoted
    mask = []
    for a, _ in tokens:
        i = bisect_right(starts, start + a) - 1
        mask.append(i >= 0 and start + a < ends[i])
    edges = [0, *(edge for span in tokens for edge in span), len(clean_text)]
    return Sentence(
        text=cleaned.given[given_start:given_end],
        start=given_start,
        end=given_end,
        paragraph=paragraph,
        clean=normalise(clean_text),
        tokens=tuple(normalise(clean_text[a:b]) for a, b in tokens),
        spans=tuple(cleaned.given_span(start + a, start + b) for a, b in tokens),
        mask=tuple(mask),
        gaps=tuple(normalise(clean_text[edges[i] : edges[i + 1]]) for i in range(0, len(edges), 2)),
    )


def _title(cleaned: Cleaned, span: tuple[int, int] | None, given: str) -> Sentence | None:
    """Return the title as a sentence: found in the text, or given with it."""
    if span:
        return _sentence(cleaned, *span, ([], []), -1)
    if not given.strip():
        return None
    return replace(_sentence(clean(given), 0, len(given), ([], []), -1), start=-1, end=-1)


def _as_given(cleaned: Cleaned, quotation: Quotation) -> Quotation:
    """Return the quotation with its offsets in the text as given."""
    start, end = cleaned.given_span(quotation.start, quotation.end)
    return replace(quotation, start=start, end=end, text=cleaned.given[start:end])
