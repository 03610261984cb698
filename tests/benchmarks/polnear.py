"""Direct quotations and who speaks them, on PolNeAR (Newell et al. 2018).

Gold spans: the content of every attribution marked direct, marks included, cut where words of the writer stand
inside ("X," she said. "Y." is two); pieces with only white space between them are one. Ours: quotations of kind
"speech" that stand as a sentence or clause of their own (a few words quoted inside an indirect sentence are not
"direct" in this set). A gold span is found if one of ours, not yet used, covers it to at least 80 % (characters in both
over characters in either), and exactly if both ends agree. F1 over all spans of all articles. The peer is a regular
expression for pairs of marks (double, curly or straight, and two straight singles) around at least four words, which
is the best threshold for it.

Speaker, on the gold spans that were found and name a source: the words that name the speaker in the sentence, before a
pronoun is resolved, share a word with the gold source (any word), or are the same words, case and outer punctuation
aside (exact). Source and cue of a gold row that has them the wrong way round are put back. The peer is the name nearest
to the quotation. "Named speaker" compares `Quotation.speaker` itself where the source is not a pronoun.

Attributions: all of the set, indirect ones too. One is met if the reporting words of one of our statements stand on its
cue; its source is right if the last word of the gold source is among the words of ours (a pronoun: if it has any name).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediakit.text.parsing import parse
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.speech.quotations import find_spoken
from mediakit.text.speech.said_by import Statement, find_statements
from tests.benchmarks.figure import Figure, read_rows

Span = tuple[int, int]
_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|''(?:(?!'').)*''")
_NAME = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
_SMALL = frozenset("the a an of at in for and".split())
_PRONOUNS = frozenset("he she they it who i we".split())


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """Return the spans of the lines that hold text."""
    return tuple(match.span() for match in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text))


def put_right(attribution: dict[str, Any]) -> dict[str, Any]:
    """Return a gold row with source and cue put back where they stand the wrong way round."""
    source, cue = attribution["source"], attribution["cue"]
    swapped = find_verb(source.lower()) and not find_verb(cue.lower())
    return {**attribution, "source": cue, "cue": source} if swapped else attribution


def gold_spans(row: dict[str, Any]) -> list[tuple[Span, str]]:
    """Return (span, source) of the direct quotations of an article."""
    found: list[tuple[Span, str]] = []
    for attribution in row["attributions"]:
        if not attribution["direct"]:
            continue
        source = put_right(attribution)["source"]
        pieces: list[Span] = []
        for start, end in attribution["spans"]:
            if pieces and not row["text"][pieces[-1][1] : start].strip():
                pieces[-1] = (pieces[-1][0], end)
            else:
                pieces.append((start, end))
        found += [(piece, source) for piece in pieces]
    return found


def overlap(a: Span, b: Span) -> float:
    """Return the characters two spans share, over those in either."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(shared, 0) / (max(a[1], b[1]) - min(a[0], b[0]))


def match(gold: list[Span], found: list[Span]) -> dict[int, int]:
    """Return gold index → index of the span that covers it to at least 80 %."""
    pairs: dict[int, int] = {}
    for g, span in enumerate(gold):
        best = max(
            ((overlap(span, other), f) for f, other in enumerate(found) if f not in pairs.values()), default=(0, 0)
        )
        if best[0] >= 0.8:
            pairs[g] = best[1]
    return pairs


def words_of(name: str) -> set[str]:
    """Return the words of a name that can tell it from another."""
    return {word for word in re.findall(r"\w+", name.lower())} - _SMALL - {"s"}


def is_same(name: str, other: str) -> bool:
    """Return whether two names are the same words, case and outer punctuation aside."""
    return name.strip(" \u00a0.,;:\"'“”’").lower() == other.strip(" \u00a0.,;:\"'“”’").lower()


def nearest_name(text: str, span: Span) -> str:
    """Return the capitalised words nearest to a span, on its line."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    names = [
        m
        for m in _NAME.finditer(text, start, end if end >= 0 else len(text))
        if m.end() <= span[0] or m.start() >= span[1]
    ]
    return min(names, key=lambda m: max(span[0] - m.end(), m.start() - span[1]), default=None).group() if names else ""  # type: ignore[union-attr]


def read_article(row: dict[str, Any]) -> tuple[list[Span], list[str], list[str]]:
    """Return our direct quotations of an article: spans, sources as they stand, speakers."""
    text = row["text"]
    spans, sources, speakers = [], [], []
    for quotation, spoken in find_spoken(text, paragraphs_of(text))[0]:
        if quotation.kind == "speech" and spoken.starts and spoken.stops:
            said = spoken.attribution
            spans.append((quotation.start, quotation.end))
            sources.append(text[said.start : said.end] if said else "")
            speakers.append(quotation.name)
    return spans, sources, speakers


class Score:
    """Counts of one method over all articles."""

    def __init__(self) -> None:
        self.gold = self.found = self.hit = self.exact = self.named = self.any_word = self.same = 0
        self.proper = self.proper_hit = self.pronoun = self.resolved = 0

    def add(self, gold: list[tuple[Span, str]], spans: list[Span], sources: list[str], speakers: list[str]) -> None:
        """Count one article."""
        self.gold += len(gold)
        self.found += len(spans)
        for g, f in match([span for span, _ in gold], spans).items():
            span, source = gold[g]
            self.hit += 1
            self.exact += span == spans[f]
            if not source.strip():
                continue
            self.named += 1
            self.any_word += bool(words_of(source) & words_of(sources[f]))
            self.same += is_same(source, sources[f])
            if source.lower() in _PRONOUNS:
                self.pronoun += 1
                self.resolved += bool(speakers[f]) and speakers[f].lower() not in _PRONOUNS
            else:
                self.proper += 1
                self.proper_hit += bool(words_of(source) & words_of(speakers[f]))

    def f1(self, hits: int) -> float:
        """Return F1 of spans."""
        return 2 * hits / (self.gold + self.found)


def place_cue(text: str, attribution: dict[str, Any]) -> Span | None:
    """Return where the cue of a gold attribution stands: of the places with its words, the one nearest its content."""
    spans = attribution["spans"]
    cue = re.escape(attribution["cue"])
    places = [m.span() for m in re.finditer(rf"(?<!\w){cue}(?!\w)", text)]
    return min(places, key=lambda at: min(max(a - at[1], at[0] - b, 0) for a, b in spans or [at]), default=None)


def is_source(gold: str, statement: Statement) -> bool:
    """Tell whether the source of a statement is the gold one: its last word is among ours; a pronoun: any name."""
    if gold.lower() in _PRONOUNS:
        return bool(statement.name) and statement.name.lower() not in _PRONOUNS
    last = re.findall(r"\w+", gold.lower().removesuffix("'s").removesuffix("’s"))[-1:]
    return last[0] in re.findall(r"\w+", f"{statement.source} {statement.name}".lower()) if last else False


def measure_attributions(rows: list[dict[str, Any]]) -> Iterator[Figure]:
    """Yield how many gold attributions, indirect ones too, have a cue of ours on theirs, and the right source then."""
    n = met = named = right = 0
    for row in rows:
        found = [each for each in find_statements(parse(row["text"])) if each.cue]
        for gold in map(put_right, row["attributions"]):
            n += 1
            at = place_cue(row["text"], gold)
            ours = [each for each in found if at and each.cue_start < at[1] and at[0] < each.cue_end]
            met += bool(ours)
            if ours and gold["source"].strip():
                named += 1
                right += any(is_source(gold["source"], each) for each in ours)
    yield Figure("polnear", "attributions, indirect too: cue met", met / n, n=n)
    yield Figure("polnear", "attributions: source where met", right / named, n=named)


def figures(folder: Path) -> Iterator[Figure]:
    """Measure quotations and speakers on polnear.jsonl."""
    ours, peer = Score(), Score()
    rows = list(read_rows(folder, "polnear"))
    for row in rows:
        gold = gold_spans(row)
        ours.add(gold, *read_article(row))
        plain = [m.span() for m in _QUOTED.finditer(row["text"]) if len(m.group().split()) >= 4]
        names = [nearest_name(row["text"], span) for span in plain]
        peer.add(gold, plain, names, names)
    n = ours.gold
    yield Figure(
        "polnear", "direct quotations, span F1 at 80 % overlap", ours.f1(ours.hit), "regex", peer.f1(peer.hit), n
    )
    yield Figure("polnear", "direct quotations, span F1 exact", ours.f1(ours.exact), "regex", peer.f1(peer.exact), n)
    yield Figure(
        "polnear",
        "speaker, any word",
        ours.any_word / ours.named,
        "nearest name",
        peer.any_word / peer.named,
        ours.named,
    )
    yield Figure(
        "polnear", "speaker, exact", ours.same / ours.named, "nearest name", peer.same / peer.named, ours.named
    )
    yield Figure(
        "polnear",
        "named speaker, any word",
        ours.proper_hit / ours.proper,
        "nearest name",
        peer.proper_hit / peer.proper,
        ours.proper,
    )
    yield Figure("polnear", "pronoun resolved to some name", ours.resolved / ours.pronoun, n=ours.pronoun)
    yield from measure_attributions(rows)
