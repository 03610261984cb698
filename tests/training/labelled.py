"""Read labelled sentences for training and measuring: BABE, BASIL, Wikipedia pairs."""

import csv
import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mediakit.text.document import Sentence
from mediakit.text.parsing import parse
from tests.benchmarks.figure import read_rows

READINGS = Path(__file__).with_name("babe_readings.csv")
"""How a large language model read the sentences of BABE twice, without the experts' marks: for each sentence, named by
the first 12 digits of the hash of its text, how many of 9 readers would call it biased, and mark the words at these
offsets; both readings added up."""
BOTH_READINGS = 18

_STRIPPED = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True)
class Marked:
    """A sentence, which of its words are marked, and whether it is biased; `group` must not be split over folds.

    `read_labels` and `read_biased` say the same by a second reader, from 0 to 1; they are the experts' where it did not
    read.
    """

    sentence: Sentence
    labels: tuple[bool, ...]
    biased: bool = False
    group: str = ""
    outlet: str = ""
    read_labels: tuple[float, ...] = ()
    read_biased: float = 0.0


@dataclass(frozen=True)
class Pair:
    """A sentence before and after an edit for a neutral point of view; labels are the words removed and put in."""

    before: Marked
    after: Marked
    same_length: bool


def cut_whole(text: str) -> Sentence:
    """Return a labelled text as one sentence, however many the parser finds in it."""
    parts = parse(text, keep_boilerplate=True).sentences
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Sentence(text, 0, len(text))
    gaps = [parts[0].gaps[0]]
    for this, following in zip(parts, [*parts[1:], None], strict=True):
        gaps += this.gaps[1:-1]
        gaps.append(this.gaps[-1] + (" " + following.gaps[0] if following else ""))
    return replace(
        parts[0],
        text=text[parts[0].start : parts[-1].end],
        end=parts[-1].end,
        clean=" ".join(part.clean for part in parts),
        tokens=tuple(token for part in parts for token in part.tokens),
        spans=tuple(span for part in parts for span in part.spans),
        mask=tuple(quoted for part in parts for quoted in part.mask),
        gaps=tuple(gaps) if any(part.tokens for part in parts) else (),
    )


def read_babe(folder: Path) -> list[Marked]:
    """Return the sentences of BABE; a word is marked if the experts' list of words has it."""
    with READINGS.open(encoding="utf-8") as lines:
        readings = {row["text_sha256"]: row for row in csv.DictReader(lines)}
    return [_mark_babe(row, readings) for row in read_rows(folder, "babe")]


def _mark_babe(row: dict[str, Any], readings: dict[str, dict[str, str]]) -> Marked:
    """Return one row of BABE as a marked sentence, with its second reading if there is one."""
    sentence = cut_whole(row["text"])
    listed = {_STRIPPED.sub("", word) for item in row["biased_words"] for word in _plain(item).split()}
    labels = tuple(bool({_plain(token), _plain(token).removesuffix("'s")} & listed) for token in sentence.tokens)
    reading = readings.get(hashlib.sha256(row["text"].encode()).hexdigest()[:12])
    if reading is None:
        read_labels, read_biased = tuple(map(float, labels)), float(row["biased"])
    else:
        strength = dict(word.split(":") for word in reading["words"].split())
        read_labels = tuple(int(strength.get(str(start), 0)) / BOTH_READINGS for start, _ in sentence.spans)
        read_biased = int(reading["biased"]) / BOTH_READINGS
    return Marked(sentence, labels, row["biased"], row["article"], row["outlet"], read_labels, read_biased)


def _plain(text: str) -> str:
    """Return a text in small letters with straight apostrophes."""
    return text.lower().replace("’", "'")


def read_pairs(folder: Path) -> list[Pair]:
    """Return the pairs of Wikipedia sentences before and after an edit."""
    return [_mark_pair(row) for row in read_rows(folder, "npov_pairs")]


def _mark_pair(row: dict[str, Any]) -> Pair:
    """Return one pair with the removed and the new words marked."""
    before, after = row["before"].split(), row["after"].split()
    removed, put_in = [False] * len(before), [False] * len(after)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            removed[a:b], put_in[c:d] = [True] * (b - a), [True] * (d - c)
    return Pair(
        _mark_words(row["before"], before, removed),
        _mark_words(row["after"], after, put_in),
        len(before) == len(after),
    )


def _mark_words(text: str, words: Sequence[str], chosen: Iterable[bool]) -> Marked:
    """Return a text with the words marked that overlap the chosen ones of its blank-separated words."""
    spans, place = [], 0
    for word, wanted in zip(words, chosen, strict=True):
        start = text.index(word, place)
        place = start + len(word)
        if wanted:
            spans.append((start, place))
    return mark_spans(cut_whole(text), spans)


def mark_spans(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> Marked:
    """Return a sentence with the words marked that overlap the spans of its text as given."""
    return Marked(sentence, tuple(any(a < end and start < b for start, end in spans) for a, b in sentence.spans))
