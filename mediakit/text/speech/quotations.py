"""Find quotations, who speaks them, and the words that attribute them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, groupby
from typing import NamedTuple

from mediakit.memory import TEXTS, of_paragraph, remember
from mediakit.text.document import Quotation
from mediakit.text.quotation_marks import Quoted, pair_marks
from mediakit.text.speech.beside_quotes import Attribution
from mediakit.text.speech.speakers import (
    BESIDE,
    MOST_QUOTED,
    QuotedParagraph,
    Spoken,
    carry_back,
    may_carry,
    name_speakers,
)
from mediakit.text.speech.tokens import PRONOUNS, Token, has_capital, is_name, owns, tokens_between
from mediakit.text.words import cut_words, family

_TITLE_NOUNS = family("kind of work")
_ENTITLED = family("entitled")
# More characters than this are no name of a work and no scare quote.
_LONGEST_NAME = 200
_LONGEST_HEADING = 80
_SMALL = family("small in titles")
# Right before a term or a nickname of the writer's own; articles only where nobody is quoted in the sentence so far.
_NAMING = family("names a term")
_LEANING = PRONOUNS | family("owner")
_ARTICLES = family("before a term")
# So many words in marks are speech even without a speaker: as a sentence of their own, as a part of the writer's.
_SOME, _MANY = 4, 8
Span = tuple[int, int]
Paragraphs = tuple[Span, ...]


class Marked(NamedTuple):
    """A quoted stretch, how it was read in its paragraph, its kind, and the number of its utterance."""

    spoken: Spoken
    kind: str
    group: int


def find_quotations(text: str, paragraphs: Paragraphs) -> tuple[list[Quotation], list[str]]:
    """Return the quotations in the body paragraphs of a mended text, and plain sentences on marks without a partner.

    Offsets are those of `text`, marks included; only the outermost quotation is returned. `kind` is "speech" (also a
    few attributed words inside a sentence), "title" or "scare" (words held at a distance, terms, nicknames).
    """
    spoken, problems = find_spoken(text, paragraphs)
    return [quotation for quotation, _ in spoken], problems


def find_spoken(text: str, paragraphs: Paragraphs) -> tuple[list[tuple[Quotation, Spoken]], list[str]]:
    """Return what `find_quotations` does, each quotation with how it was read (its source as it stands, its place)."""
    quoted, problems = pair_marks(text, paragraphs)
    return name_sources(text, paragraphs, mark_runs(find_runs(text, paragraphs, quoted))), problems


class Run:
    """The quoted stretches of paragraphs that are read one after the other: each but the first begins with one."""

    def __init__(self, text: str, paragraphs: Paragraphs, quoted: list[Quoted]) -> None:
        self.text, self.paragraphs, self.quoted = text, paragraphs, quoted

    @cached_property
    def read(self) -> list[tuple[Spoken, str]]:
        """How each stretch was read, nobody named yet, with its kind."""
        read: list[tuple[Spoken, str]] = []
        for number, own in self.by_paragraph():
            read += _in_place(self.text, self.paragraphs, number, own, read[-1][0] if read else None)
        carried = carry_back([spoken for spoken, _ in read])
        for place, ((spoken, _), final) in enumerate(zip(read, carried, strict=True)):
            if final.attribution and not spoken.attribution:
                read[place] = spoken, classify(self.text, final, self.paragraphs[final.quoted.paragraph][0])
        return read

    def by_paragraph(self) -> Iterator[tuple[int, list[Quoted]]]:
        """Yield the number of each paragraph with its stretches."""
        for number, group in groupby(self.quoted, key=lambda stretch: stretch.paragraph):
            yield number, list(group)


def are_speech(run: Run) -> list[bool]:
    """Say of each stretch of a run whether it is speech; who speaks is read only where the kind of one hangs on it."""
    told: list[bool | None] = []
    for number, own in run.by_paragraph():
        start, end = run.paragraphs[number]
        marks = tuple((q.start - start, q.end - start) for q in own)
        told += _judge(_straighten(run.text[start:end]), marks)
    runs_on = len({q.chain for q in run.quoted}) < len(told)  # a later paragraph may say whose words these are
    if None in told or runs_on and False in told:
        return [kind == "speech" for _, kind in run.read]
    return list(map(bool, told))


def find_runs(text: str, paragraphs: Paragraphs, quoted: list[Quoted]) -> list[Run]:
    """Return the stretches that `pair_marks` found as runs."""
    runs: list[Run] = []
    last = -2
    for each in quoted:
        opens = not _WORD.search(text, paragraphs[each.paragraph][0], each.start)
        if each.paragraph == last or opens and each.paragraph == last + 1:
            runs[-1].quoted.append(each)
        else:
            runs.append(Run(text, paragraphs, [each]))
        last = each.paragraph
    return runs


_WORD = re.compile(r"[^\W_]")


def mark_runs(runs: list[Run]) -> list[Marked]:
    """Return how the stretches of all runs were read, nobody named yet: that does `name_sources`."""
    marked: list[Marked] = []
    utterance, last = -1, ""
    for spoken, kind in chain.from_iterable(run.read for run in runs):
        utterance += not (spoken.joined and last == kind == "speech")
        last = kind
        marked.append(Marked(spoken, kind, utterance))
    return marked


def _beside(text: str, paragraphs: Paragraphs, first: Quoted, last: Quoted) -> tuple[Span, Span]:
    """Return where what leads to a stretch stands in the paragraph before, and where what follows another in the next.

    Nothing does unless its own paragraph begins with the first, or ends with the last.
    """
    above, above_end = paragraphs[first.paragraph - 1] if first.paragraph else (0, 0)
    leads = first.start == paragraphs[first.paragraph][0] and text[above_end - 1 : above_end] == ":"
    end, after = paragraphs[last.paragraph][1], last.paragraph + 1
    below, below_end = paragraphs[after] if after < len(paragraphs) else (end, end)
    return (
        (max(above, above_end - BESIDE) if leads else above_end, above_end),
        (below, min(below_end, below + BESIDE) if last.end == end else below),
    )


def _in_place(
    text: str, paragraphs: Paragraphs, number: int, quoted: list[Quoted], before: Spoken | None
) -> Iterator[tuple[Spoken, str]]:
    """Yield the quoted stretches of a paragraph as `_read` does, with their places in the text."""
    start, end = paragraphs[number]
    (above, above_end), (below, below_end) = _beside(text, paragraphs, quoted[0], quoted[-1])
    lead, ahead = text[above:above_end], text[below:below_end] if len(quoted) == 1 else ""
    first_chain = before.quoted.chain if before else quoted[0].chain - 1
    marks = tuple((q.start - start, q.end - start, q.chain - first_chain, q.whole) for q in quoted)
    told = before.attribution is not None if before else None
    read = _read(_straighten(text[start:end]), _straighten(lead), _straighten(ahead), marks, told)
    first, last = len(lead) + len(_APART), len(lead) + len(_APART) + end - start
    shifts = (above_end - len(lead), start - first, below - last - len(_APART))
    for stretch, (spoken, kind) in zip(quoted, read, strict=True):
        said = spoken.attribution
        if said == _CARRIED and before and before.attribution:
            said = before.attribution._replace(place="carried")
        elif said:
            said = _shift(said, (first, last + 1), shifts)
        yield spoken._replace(quoted=stretch, attribution=said), kind


# Paragraphs that are read together are lines of one text. What is carried from the paragraph before has no place there.
_APART = "\n\n"
_CARRIED = Attribution(-1, -1, "", "carried")


@remember(TEXTS, key=of_paragraph)
def _read(
    paragraph: str, lead: str, ahead: str, marks: tuple[tuple[int, int, int, bool], ...], told: bool | None
) -> list[tuple[Spoken, str]]:
    """Return the quoted stretches of a paragraph, attributed, each with its kind, as far as the paragraph tells.

    `marks` are (start, end, chain, whole) of each stretch, `lead` what the paragraph before ends in, `ahead` what the
    next one begins with; places are those of the three with `_APART` between. `told` says whether the last quotation of
    the paragraph before is attributed (None: there is none); what is carried from it is `_CARRIED`.
    """
    text = _APART.join((lead, paragraph, ahead))
    start = len(lead) + len(_APART)
    end = start + len(paragraph)
    paragraphs = ((0, len(lead)), (start, end), *([(end + len(_APART), len(text))] if ahead else []))
    before = None if told is None else Spoken(Quoted(0, 0, 0, 0), _CARRIED if told else None, "", True, True, False)
    quoted = [Quoted(start + a, start + b, 1, chain, whole) for a, b, chain, whole in marks]
    spoken = QuotedParagraph(text, paragraphs, 1, quoted, before).spoken()
    return [(each, classify(text, each, start)) for each in spoken]


def _straighten(text: str) -> str:
    """Return a text, as long as before, with straight marks: a paragraph is read alike however they are drawn."""
    if text.isascii():
        return text
    return text.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")


def _shift(said: Attribution, edges: tuple[int, int], shifts: tuple[int, int, int]) -> Attribution:
    """Return an attribution moved: by the first shift before the first edge, the second before the second, the last."""
    (start, end), (cue_start, cue_end) = (
        (a + shifts[bisect_right(edges, a)], b + shifts[bisect_right(edges, b)]) if b else (a, b)
        for a, b in ((said.start, said.end), (said.cue_start, said.cue_end))
    )
    return said._replace(start=start, end=end, cue_start=cue_start, cue_end=cue_end)


def name_sources(text: str, paragraphs: Paragraphs, marked: list[Marked]) -> list[tuple[Quotation, Spoken]]:
    """Return the quotations with who speaks them, each with how it was read."""
    named = name_speakers(text, paragraphs, [each.spoken for each in marked])
    return [(as_quotation(text, mark, spoken), spoken) for mark, spoken in zip(marked, named, strict=True)]


def as_quotation(text: str, mark: Marked, spoken: Spoken) -> Quotation:
    """Return what stands in marks as a quotation, by the speaker that `spoken` names."""
    a, b = spoken.quoted.start, spoken.quoted.end
    speaker, cue, name = name_source(text, spoken) if mark.kind == "speech" else ("", "", "")
    said = spoken.attribution if cue else None
    at = (said.cue_start, said.cue_end) if said and said.cue_end else (-1, -1)
    partial = not (spoken.starts and spoken.stops)
    return Quotation(text[a:b], a, b, speaker, cue, mark.kind, mark.group, name, partial, *at)


def name_source(text: str, spoken: Spoken) -> tuple[str, str, str]:
    """Return the source of a quotation as it stands (the name behind it if it is a pronoun), the cue, the bare name."""
    said = spoken.attribution
    phrase = text[said.start : said.end].strip() if said else ""
    # "he" and "its post" say nothing away from their place.
    leaning = not phrase or phrase.split()[0].lower() in _LEANING
    return spoken.speaker if leaning else phrase, said.cue if said else "", spoken.speaker


def classify(text: str, spoken: Spoken, floor: int) -> str:
    """Return the kind of a quoted stretch: "speech", "title" or "scare"; `floor` is where its paragraph starts."""
    quoted, said = spoken.quoted, spoken.attribution
    whole = spoken.starts and spoken.stops
    length = quoted.end - quoted.start
    if length > _LONGEST_NAME or (whole and said is not None and said.place != "final" and length > _LONGEST_HEADING):
        return "speech"
    words = [word for word in cut_words(text[quoted.start : quoted.end])[0] if word[0].isalnum()]
    if not words:
        return "scare"
    before = tokens_between(text, max(floor, quoted.start - 40), quoted.start)[-4:]
    attributed = said is not None and (
        said.place in ("after", "carried") or (said.place == "before" and said.frame != "turn")
    )
    if not attributed and before and is_name(before[-1]) and text[quoted.end : quoted.end + 2].strip()[:1].isupper():
        return "scare"  # a nickname: Dwayne “The Rock” Johnson
    if _is_title(words, before, attributed):
        return "title"
    last = [token.lower for token in before[-2:]]
    if last and (last[-1] in _NAMING or last == ["known", "as"]):
        return "scare"
    if said is not None:
        term = said.place == "final" and not whole and len(words) <= 3 and last and last[-1] in _ARTICLES
        return "scare" if term else "speech"
    return "speech" if len(words) >= (_SOME if whole else _MANY) else "scare"


@remember(TEXTS, key=of_paragraph)
def _judge(paragraph: str, marks: tuple[Span, ...]) -> list[bool | None]:
    """Say of some stretches of a paragraph whether each is speech, None where that hangs on more than its sentence.

    One that is speech without a speaker is so with any.
    """
    if len(marks) > MOST_QUOTED:
        return [None] * len(marks)
    quoted = [Quoted(start, end, 0, 0) for start, end in marks]
    read, told = QuotedParagraph(paragraph, ((0, len(paragraph)),), 0, quoted, None), list[bool | None]()
    for k, stretch in enumerate(quoted):
        n_blanks = paragraph.count(" ", stretch.start, stretch.end)
        whole = _SOME <= n_blanks + 1 < _MANY and read.is_whole(k)
        unread = Spoken(stretch, None, "", whole, whole, False)
        if (whole or n_blanks + 1 >= _MANY) and classify(paragraph, unread, 0) == "speech":
            told.append(True)
        else:
            alone = read.alone(k)
            speech = classify(paragraph, alone, 0) == "speech"
            told.append(None if not speech and may_carry(alone) else speech)
    return told


def _is_title(words: list[str], before: list[Token], attributed: bool) -> bool:
    """Return whether quoted words are the name of a work: in capitals, after its kind, or without any other reason."""
    named = has_capital(words[0]) and all(has_capital(w) or w[0].isdigit() or w.lower() in _SMALL for w in words)
    heavy = [word for word in words if word.lower() not in _SMALL] if named else []
    capital = bool(heavy)
    near = [t.lower for t in before]
    paused = bool(near) and before[-1].text in ",:"
    host = bool(near) and (near[-1] in ("told", "tells") or (owns(before[-1]) and before[-1].is_capital))
    noun = bool(near) and (near[-1] in _TITLE_NOUNS or (paused and len(near) > 1 and near[-2] in _TITLE_NOUNS))
    if near and near[-1] in _ENTITLED or (capital and (noun or not _ENTITLED.isdisjoint(near))):
        return True
    if capital and host and 2 <= len(heavy) <= 5 and not words[-1].islower():
        return True
    if noun and not attributed and has_capital(words[0]) and before[-1].text == ",":
        return True
    if not capital or attributed:
        return False
    return len(heavy) >= 2 or len(words) == 2 or (bool(near) and before[-1].text[0].islower())
