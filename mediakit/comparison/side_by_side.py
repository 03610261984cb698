"""Two versions side by side: each pair of sentences as runs of text, and what became of each older sentence."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

import pandas as pd

from mediakit.comparison.alignment import Pair, diff_words
from mediakit.evidence.claims import find_all_claims, find_amounts
from mediakit.evidence.loaded import find_loaded, find_scores
from mediakit.measures.voices import find_voices
from mediakit.schema import make_table
from mediakit.text.cleaning import normalise
from mediakit.text.document import Document, Sentence
from mediakit.text.words import find_tokens

# Kinds of marks that are shown in the text; the most telling first where several stand on one word.
SHOWN = ("loaded", "attribution", "booster", "hedge", "negation", "modal", "number", "money", "percent", "date")
_RANK = {kind: number for number, kind in enumerate(SHOWN)}


class Run(NamedTuple):
    """A stretch of text as given: whether it differs from the other version, and the mark on it ("" for none)."""

    text: str
    changed: bool
    kind: str = ""
    label: str = ""


class Passage(NamedTuple):
    """One pair side by side: its kind ("same", "edited", …), the sentence indices, and the runs of either side."""

    kind: str
    old: tuple[Run, ...]
    new: tuple[Run, ...]
    old_sentences: tuple[int, ...] = ()
    new_sentences: tuple[int, ...] = ()


def cut_passages(old: Document, new: Document, pairs: Iterable[Pair]) -> list[Passage]:
    """Return the passages of two documents in the order of the pairs, the titles first if either has one."""
    marks_old, marks_new = find_shown(old), find_shown(new)
    groups = [(pair.kind, pair.old, pair.new) for pair in pairs]
    if old.title or new.title:
        same = bool(old.title and new.title and old.title.tokens == new.title.tokens)
        kind = "same" if same else "edited" if old.title and new.title else "removed" if old.title else "added"
        groups.insert(0, (kind, (-1,) if old.title else (), (-1,) if new.title else ()))
    passages = []
    for kind, i, j in groups:
        left, right = [_sentence(old, n) for n in i], [_sentence(new, n) for n in j]
        gone, come = changed_words(left, right)
        passages.append(Passage(kind, _runs(left, i, gone, marks_old), _runs(right, j, come, marks_new), i, j))
    return passages


def diff_text(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return two short texts as runs that tell which words differ from the other."""
    left, right = parse_words(old), parse_words(new)
    gone, come = changed_words([left], [right])
    return _runs([left], (0,), gone, {}), _runs([right], (0,), come, {})


def parse_words(text: str) -> Sentence:
    """Return a short text as one sentence with its words, whatever stops it holds."""
    spans = tuple(find_tokens(text))
    tokens = tuple(normalise(text[a:b]) for a, b in spans)
    return Sentence(text, 0, len(text), clean=normalise(text), tokens=tokens, spans=spans, mask=(False,) * len(spans))


def changed_words(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[set[int], set[int]]:
    """Return which words of either side, numbered through its sentences, have no equal counterpart on the other."""
    left, right = ([token for sentence in side for token in sentence.tokens] for side in (old, new))
    gone: set[int] = set()
    come: set[int] = set()
    for tag, a, b, c, d in diff_words(left, right):
        if tag != "equal":
            gone.update(range(a, b))
            come.update(range(c, d))
    return gone, come


def find_shown(document: Document) -> dict[tuple[int, int], tuple[str, str]]:
    """Return the mark (kind, label) shown on each word of a document, by sentence and start offset."""
    shown: dict[tuple[int, int], tuple[str, str]] = {}
    sentences = [sentence for _, sentence in document.parts]
    find_scores(sentences)  # at once, which is cheaper
    for number, sentence, claims in zip(count(-1 if document.title else 0), sentences, find_all_claims(sentences)):
        hits = sorted(hit for hit in (*find_loaded(sentence), *claims) if hit.kind in _RANK)
        for hit in sorted(hits, key=lambda hit: -_RANK[hit.kind]):  # the most telling last: it stays
            for start, _ in sentence.spans[hit.first : hit.last]:
                shown[number, start] = (hit.kind, hit.label)
    return shown


def _sentence(document: Document, index: int) -> Sentence:
    if index >= 0:
        return document.sentences[index]
    assert document.title is not None
    return document.title


def _runs(
    sentences: Sequence[Sentence],
    indices: Sequence[int],
    changed: set[int],
    marks: dict[tuple[int, int], tuple[str, str]],
) -> tuple[Run, ...]:
    """Return the sentences as runs; neighbouring words that are alike share one."""
    runs: list[tuple[list[str], _Look]] = []
    first = 0
    for sentence, index in zip(sentences, indices, strict=True):
        # A title from metadata stands in no text; its own words then serve as the text.
        text, base = sentence.text, max(sentence.start, 0)
        done = base
        for number, (start, end) in enumerate(sentence.spans, first):
            look = (number in changed, *marks.get((index, start), ("", "")))
            if runs and runs[-1][1] == look:
                runs[-1][0].append(text[done - base : end - base])
            else:
                if done < start:
                    runs.append(([text[done - base : start - base]], _PLAIN))
                runs.append(([text[start - base : end - base]], look))
            done = end
        runs.append(([text[done - base :], " "], _PLAIN))
        first += len(sentence.tokens)
    return tuple(Run("".join(pieces), *look) for pieces, look in runs)


_Look = tuple[bool, str, str]
_PLAIN: _Look = (False, "", "")


_STATUS = {"same": "kept", "removed": "cut", "moved": "moved"}
_FIGURES = frozenset(("number", "money", "percent"))


def cover_sentences(old: Document, pairs: Iterable[Pair]) -> pd.DataFrame:
    """Return the sentences of the older version in order, one row each.

    Columns: sentence, text, place (lead, last or "": its paragraph), status (kept, edited, moved, cut), new (its
    counterparts), voices (who speaks there, joined by "; "), numbers (the amounts there, joined by commas).
    """
    became = {number: pair for pair in pairs for number in pair.old}
    speaking: dict[int, dict[str, None]] = {}
    starts = [sentence.start for sentence in old.sentences]
    for voice in find_voices(old):
        for each in voice.statements if voice.source else ():
            there = range(each.sentence, max(each.sentence + 1, bisect_left(starts, each.end)))
            for number in there:
                speaking.setdefault(number, {}).setdefault(voice.source)
    last = max((sentence.paragraph for sentence in old.sentences), default=0)
    rows = []
    for number, (sentence, hits) in enumerate(zip(old.sentences, find_amounts(old.sentences), strict=True)):
        place = "lead" if sentence.paragraph == 0 else "last" if sentence.paragraph == last else ""
        amounts = [" ".join(sentence.tokens[h.first : h.last]) for h in hits if h.kind in _FIGURES]
        pair = became[number]
        rows.append((
            number, " ".join(sentence.text.split()), place, _STATUS.get(pair.kind, "edited"), pair.new,
            "; ".join(speaking.get(number, ())), ", ".join(amounts),
        ))  # fmt: skip
    return make_table("coverage", rows)
