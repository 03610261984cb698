"""What must hold for any text, and any two: each rule yields what does not, in words."""

import json
import pickle
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import numpy as np
import pandas as pd

import mediakit as mk
from mediakit.measures.counts import COLUMNS
from mediakit.measures.measuring import total

KINDS = {"same", "edited", "split", "merged", "moved", "added", "removed"}
# What a browser closes by itself.
_VOID = {"meta", "br", "hr", "img", "input", "link", "wbr", "col"}
_ALLOWED = set(
    "html head meta title style body a header p h1 h2 h3 h4 dl dt dd div nav main section ul ol li span table caption "
    "thead tbody tr th td q figure figcaption details summary fieldset legend label input del ins mark strong em "
    "footer small article aside b abbr form pre".split()
)


def of_document(document: mk.Document) -> Iterator[str]:
    """Yield what is wrong with the offsets, the order and the parts of a document."""
    text, last = document.text, 0
    for sentence in document.sentences:
        if not last <= sentence.start < sentence.end <= len(text):
            yield f"sentence {sentence.start}–{sentence.end} after {last} in a text of {len(text)}"
        last = sentence.end
    for part, sentence in document.parts:
        if sentence.start >= 0 and sentence.text != text[sentence.start : sentence.end]:
            yield f"{part} is not what stands at {sentence.start}: {sentence.text[:60]!r}"
        yield from _words(sentence, part, {r.start: r.end for r in document.removed})
    for quotation in (*document.quotations, *document.mentions):
        if quotation.text != text[quotation.start : quotation.end]:
            yield f"quotation is not what stands at {quotation.start}: {quotation.text[:60]!r}"
        if quotation.cue and not 0 <= quotation.cue_start < quotation.cue_end <= len(text):
            yield f"cue {quotation.cue!r} stands at {quotation.cue_start}–{quotation.cue_end}"
    starts = [quotation.start for quotation in document.quotations]
    if starts != sorted(starts):
        yield "quotations out of order"
    for removal in document.removed:
        if removal.text != text[removal.start : removal.end]:
            yield f"removal is not what stands at {removal.start}: {removal.text[:60]!r}"


def _words(sentence: mk.Sentence, part: str, mended: dict[int, int]) -> Iterator[str]:
    """Yield what is wrong with the words of a sentence; those that begin in a mended stretch begin where it does."""
    if not len(sentence.tokens) == len(sentence.spans) == len(sentence.mask) == len(sentence.gaps) - 1:
        yield f"words, places and gaps of the {part} differ in number"
    pairs = zip(sentence.gaps, (*sentence.tokens, ""), strict=False)
    if "".join(gap + token for gap, token in pairs) != sentence.clean:
        yield f"words and gaps of the {part} are not its text: {sentence.clean[:60]!r}"
    last = sentence.start
    for token, (start, end) in zip(sentence.tokens, sentence.spans, strict=False):
        alone = last <= max(start, mended.get(start, start))
        if sentence.start >= 0 and not (alone and start <= end <= sentence.end):
            yield f"word {token!r} at {start}–{end} after {last} in {sentence.start}–{sentence.end}"
        last = end


def of_marks(document: mk.Document) -> Iterator[str]:
    """Yield which marks do not show what stands in the text, or stand outside of their sentence."""
    marks = mk.find(document)
    for row in marks.to_dict("records"):
        sentence = document.title if row["sentence"] == -1 else document.sentences[row["sentence"]]
        if row["start"] < 0:
            continue
        if not sentence.start <= row["start"] < row["end"] <= sentence.end:
            yield f"mark {row['kind']} {row['text']!r} at {row['start']}–{row['end']}, outside of its sentence"
    statements = mk.statements(document)
    for row in statements.to_dict("records"):
        if not -1 <= row["start"] <= row["end"] <= len(document.text):
            yield f"statement of {row['source']!r} at {row['start']}–{row['end']}"


def of_counts(document: mk.Document) -> Iterator[str]:
    """Yield which totals are not finite, below zero, or not the sum of the sentences' counts and of the voices'."""
    table = mk.count(document)
    body = table[table["part"] == "body"]
    whole = total(document)
    voices = [total(document, voice) for voice in ("narrator", "quoted")]
    for column in COLUMNS:
        value = whole[column]
        if not np.isfinite(value) or (column.startswith("n_") and value < 0):
            yield f"{column} is {value}"
        if abs(body[column].sum() - value) > 1e-6:
            yield f"{column}: sentences sum to {body[column].sum()}, not {value}"
    if whole["n_words"] != len(document.words) or voices[0]["n_words"] + voices[1]["n_words"] != whole["n_words"]:
        yield "words are not counted once, or the voices do not sum to all"


_TITLE = "Council votes to close bridge"


def of_addition(one: str, other: str) -> Iterator[str]:
    """Yield which counts of two texts, titled apart, one after the other, are not the sum of theirs."""
    texts = (one, other, f"{one}\n\n{other}")
    parts = [total(mk.parse(mk.Version(text, title=_TITLE), keep_boilerplate=True)) for text in texts]
    for column in COLUMNS:
        if abs(parts[0][column] + parts[1][column] - parts[2][column]) > 1e-6:
            yield f"{column}: {parts[0][column]} + {parts[1][column]} is not {parts[2][column]}"


def of_pairs(comparison: mk.Comparison) -> Iterator[str]:
    """Yield sentences that are not in exactly one pair, and pairs of no known kind."""
    pairs = comparison.pairs()
    for side, document in (("old", comparison.old), ("new", comparison.new)):
        told = sorted(i for group in pairs[side] for i in group)
        if told != list(range(len(document.sentences))):
            yield f"{side} sentences in pairs: {told[:20]} of {len(document.sentences)}"
    if set(pairs["kind"]) - KINDS:
        yield f"kinds of pairs: {set(pairs['kind']) - KINDS}"


def of_shifts(there: mk.Comparison, back: mk.Comparison) -> Iterator[str]:
    """Yield shifts that are not turned by swapping the versions, lie outside of their interval, or do not add up."""
    table, turned = there.table().set_index("metric"), back.table().set_index("metric")
    for metric, row in table.iterrows():
        other = turned.loc[metric]
        if not _same(row["shift"], -other["shift"]) or not _same(row["old"], other["new"]):
            yield f"{metric}: {row['shift']} there, {other['shift']} back"
        if not _same(row["low"], -other["high"]):
            yield f"{metric}: interval from {row['low']} there, to {other['high']} back"
        if not np.isnan(row["low"]) and not row["low"] - 1e-9 <= row["high"]:
            yield f"{metric}: interval {row['low']} to {row['high']}"
        evidence = there.evidence(str(metric))
        reckoned = evidence["contribution"].sum() if len(evidence) else 0.0
        if not np.isnan(row["shift"]) and abs(reckoned - row["shift"]) > 1e-6 * max(1, abs(row["shift"])):
            yield f"{metric}: evidence sums to {reckoned}, the shift is {row['shift']}"
        if not np.isfinite(evidence["contribution"]).all():
            yield f"{metric}: evidence is not finite"


def _same(one: float, other: float) -> bool:
    return bool(np.isclose(one, other, rtol=1e-6, atol=1e-9, equal_nan=True))


def of_ledgers(comparison: mk.Comparison) -> Iterator[str]:
    """Yield rows of findings, facts and quotations whose words do not stand where they say."""
    tables = {"findings": comparison.findings(), "facts": comparison.facts(), "quotations": comparison.quotations()}
    for name, table in tables.items():
        for row in table.to_dict("records"):
            for side, document in (("old", comparison.old), ("new", comparison.new)):
                yield from _place(name, row, side, document)
    gravities = list(tables["findings"]["gravity"])
    if gravities != sorted(gravities, reverse=True):
        yield "findings are not told gravest first"
    if not all(str(says).strip() for says in tables["findings"]["says"]):
        yield "a finding says nothing"


def _place(name: str, row: dict[str, object], side: str, document: mk.Document) -> Iterator[str]:
    words, start, end = str(row[side]), int(row[f"{side}_start"]), int(row[f"{side}_end"])
    number = int(row[f"sentence_{side}"])
    if not -2 <= number < len(document.sentences):
        yield f"{name}: sentence {number} of {len(document.sentences)}"
    if start < 0:
        return
    stands = document.text[start:end]
    if not start <= end <= len(document.text):
        yield f"{name}: {words[:60]!r} at {start}–{end} of {len(document.text)}"
    elif name == "quotations":
        if _squeeze(words) not in _squeeze(_REPEATED.sub("", stands)):
            yield f"quotations: {words[:60]!r} is told, {stands[:60]!r} stands there"
    elif _squeeze(words) != _squeeze(stands):
        yield f"{name}: {words[:60]!r} is told, {stands[:60]!r} stands there"


_REPEATED = re.compile(r"^[ \t]*[“\"‘]", re.MULTILINE)
"""The opening mark that each paragraph of a long quotation repeats: it is told without."""


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def of_output(comparison: mk.Comparison) -> Iterator[str]:
    """Yield what is wrong with the report, the JSON, the Markdown, the summary and a copy sent to another process."""
    html = comparison.to_html()
    yield from of_html(html)
    yield from of_html(f"<html>{comparison._repr_html_()}</html>")
    try:
        json.loads(comparison.to_json().encode("utf-8", "backslashreplace"), parse_constant=_refuse)
    except ValueError as error:
        yield f"JSON: {error}"
    if "<" in comparison.to_markdown():
        yield "markup in Markdown"
    if not comparison.summary():
        yield "no summary"
    if pickle.loads(pickle.dumps(comparison)).summary() != comparison.summary():
        yield "another summary from a copy"


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def of_html(html: str) -> Iterator[str]:
    """Yield tags that are not closed, not allowed or not unique in name, and attributes that run something."""
    page = _Page(html)
    yield from page.faults[:5]
    if page.open:
        yield f"not closed: {page.open}"
    if len(page.ids) != len(set(page.ids)):
        yield "two elements of one id"
    if missing := {link for link in page.links if link not in set(page.ids)}:
        yield f"links to nothing: {sorted(missing)[:5]}"


class _Page(HTMLParser):
    """Collects what is wrong with a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ALLOWED:
            self.faults.append(f"tag {tag}")
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name == "href" and not str(value).startswith("#")):
                self.faults.append(f"attribute {name}={str(value)[:40]!r}")
            if name == "id":
                self.ids.append(str(value))
            if name == "href":
                self.links.append(str(value)[1:])

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


def of_again(text: str, before: pd.DataFrame) -> Iterator[str]:
    """Yield whether a text is measured otherwise when nothing is remembered of others."""
    mk.forget()
    try:
        pd.testing.assert_frame_equal(mk.measure(text, metrics="all"), before)
    except AssertionError as error:
        yield f"measured otherwise the second time: {str(error)[:200]}"


def gather(*rules: Iterable[str]) -> list[str]:
    """Return all that some rules yield."""
    return [fault for rule in rules for fault in rule]
