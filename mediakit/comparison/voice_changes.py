"""Follow every voice from one version to the other: kept, shortened, dropped, new, or no longer named."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from math import fsum
from typing import TYPE_CHECKING, Any, NamedTuple

from mediakit.comparison.fidelity.annotated import content, stem, words_of
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.measures.voices import Voice, find_voices
from mediakit.schema import TABLES, make_table
from mediakit.text.names import same_name
from mediakit.text.speech.sources import is_named, same_phrase
from mediakit.text.words import rarity

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.text.document import Document

STATUSES = ("dropped", "unnamed", "shortened", "new", "grown", "named", "kept")
_WORDS = 5  # a voice that lost more words than these can be shortened
_LEAST_SHARED = 3  # words of content that two statements share if they tell the same


class Part(NamedTuple):
    """A voice of one version with some of its statements, by their numbers among them."""

    voice: Voice
    statements: tuple[int, ...]

    @property
    def n_words(self) -> int:
        """The words of these statements."""
        return sum(self.voice.words[n][0] for n in self.statements)


class _Row:
    """The statements of an older and of a newer voice that belong together; -1: there is no voice."""

    def __init__(self, old: int, new: int) -> None:
        self.voices = (old, new)
        self.statements: tuple[set[int], set[int]] = (set(), set())


def compare_voices(old: "Document", new: "Document") -> "pd.DataFrame":
    """Return what became of each voice, those that are gone first.

    Columns: source, kind, n_statements, n_words, n_quoted_words, share, first_sentence and cues as in `mk.voices`, each
    with _old and _new ("", 0 and -2 where a version has none), and status: dropped, unnamed (a named source became a
    role, officials, nobody), shortened or grown (by more than a quarter and five words), new, named (the reverse of
    unnamed), kept. Each statement of either version belongs to one row, so words and statements add up.
    """
    return make_table("voice_changes", (list(row.values()) for row in follow_voices(old, new)))


def follow_voices(old: "Document", new: "Document") -> list[dict[str, Any]]:
    """Return what became of each voice, those that are gone first, as the rows of `compare_voices` by column."""
    left, right = find_voices(old), find_voices(new)
    totals = [sum(voice.n_words for voice in side) for side in (left, right)]
    rows = []
    for a, b in match_voices(old, new):
        cells = [_cells(part, total) for part, total in zip((a, b), totals, strict=True)]
        both = (cell for sides in zip(*cells, strict=True) for cell in sides)
        rows.append(dict(zip(TABLES["voice_changes"], (*both, status_of(a, b)), strict=True)))
    most = (max(row["n_words_old"], row["n_words_new"]) for row in rows)
    order = [STATUSES.index(row["status"]) * 10**6 - n_words for row, n_words in zip(rows, most, strict=True)]
    return [rows[number] for number in sorted(range(len(rows)), key=order.__getitem__)]


def _cells(part: Part | None, total: int) -> tuple[str, str, int, int, int, float, int, str]:
    """Return the cells of one side in the order of the table of voices."""
    if part is None:
        return "", "", 0, 0, 0, 0.0, -2, ""
    own = [part.voice.statements[n] for n in part.statements]
    quoted = sum(part.voice.words[n][1] for n in part.statements)
    cues = ", ".join(dict.fromkeys(each.cue.lower() for each in own if each.cue))
    share = 100 * part.n_words / total if total else 0.0
    first = min(each.sentence for each in own)
    return part.voice.source, part.voice.kind, len(own), part.n_words, quoted, share, first, cues


def status_of(old: Part | None, new: Part | None) -> str:
    """Return what became of a voice, one of `STATUSES`."""
    if old is None or new is None:
        return "new" if old is None else "dropped"
    if _rung(old.voice) != _rung(new.voice):
        return "unnamed" if _rung(old.voice) < _rung(new.voice) else "named"
    before, after = old.n_words, new.n_words
    if abs(before - after) > _WORDS and min(before, after) < WEIGHTS["voice shortened"] * max(before, after):
        return "shortened" if after < before else "grown"
    return "kept"


def _rung(voice: Voice) -> int:
    """Return how far down the ladder a source stands: named, role or body by its noun, people, nobody."""
    if voice.kind == "unnamed":
        return 2 if voice.source else 3
    return 0 if voice.kind == "person" or voice.kind == "body" and any(map(is_named, voice.names)) else 1


def match_voices(old: "Document", new: "Document") -> list[tuple[Part | None, Part | None]]:
    """Return the voices of both versions in pairs; every statement stands in one of them.

    Voices of one name are a pair. A voice without one is paired with another's statements that tell the same.
    """
    sides = (find_voices(old), find_voices(new))
    rows = _name_rows(*sides)
    named = [{row.voices[side] for row in rows} for side in (0, 1)]
    free = [set(range(len(sides[side]))) - named[side] for side in (0, 1)]
    for (i, j), links in _same_claims(old, new, sides, free, rows):
        if i in free[0] or j in free[1]:
            row = _Row(i, j)
            for side, number in ((0, i), (1, j)):
                free[side].discard(number)
                _move(rows, row, side, {link[side] for link in links})
            rows.append(row)
    for side in (0, 1):
        _settle(rows, side, sides[side])
    pairs = [tuple(_part(row, side, sides[side]) for side in (0, 1)) for row in rows]
    return [(a, b) for a, b in pairs if a or b]


def _name_rows(left: Sequence[Voice], right: Sequence[Voice]) -> list[_Row]:
    """Return the rows of voices that go by one name in both versions, with all their statements."""
    rows: list[_Row] = []
    for i, a in enumerate(left):
        taken = {row.voices[1] for row in rows}
        found = next((j for j, b in enumerate(right) if j not in taken and is_same_voice(a, b)), None)
        if found is not None:
            row = _Row(i, found)
            row.statements[0].update(range(len(a.statements)))
            row.statements[1].update(range(len(right[found].statements)))
            rows.append(row)
    return rows


def _move(rows: Iterable[_Row], row: _Row, side: int, statements: set[int]) -> None:
    """Take statements of a voice from the row of its name, if it has one, into another row."""
    free = set(statements)
    for other in rows:
        if other.voices[side] == row.voices[side]:
            if other.voices[1 - side] >= 0 and len(other.statements[side] & free) < len(free):
                free &= other.statements[side]
            other.statements[side].difference_update(free)
    row.statements[side].update(free)


def _settle(rows: list[_Row], side: int, voices: Sequence[Voice]) -> None:
    """Give the statements of a voice that stand in no row to its first row, or to a row of their own."""
    for number, voice in enumerate(voices):
        own = [row for row in rows if row.voices[side] == number]
        rest = set(range(len(voice.statements))).difference(*(row.statements[side] for row in own))
        if rest and not own:
            own = [_Row(number, -1) if side == 0 else _Row(-1, number)]
            rows.append(own[0])
        if rest:
            own[0].statements[side].update(rest)


def _part(row: _Row, side: int, voices: Sequence[Voice]) -> Part | None:
    """Return one side of a row, None if nothing stands there."""
    statements = row.statements[side]
    return Part(voices[row.voices[side]], tuple(sorted(statements))) if statements else None


def _same_claims(
    old: "Document",
    new: "Document",
    sides: tuple[Sequence[Voice], Sequence[Voice]],
    free: Sequence[set[int]],
    rows: Iterable[_Row],
) -> list[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Return pairs of voices of which one has no counterpart, with their statements that tell the same; closest first.

    Two sources with names of their own are not one. What a voice says in both versions is its own.
    """
    alike = _find_alike(
        *(
            [[_content(document, each.start, each.end) for each in voice.statements] for voice in voices]
            for document, voices in zip((old, new), sides, strict=True)
        )
    )
    own: tuple[set[tuple[int, int]], set[tuple[int, int]]] = (set(), set())
    for i, j in (row.voices for row in rows):
        for n, m in alike.get((i, j), ()):
            own[0].add((i, n))
            own[1].add((j, m))
    found = []
    for (i, j), weights in alike.items():
        if not (i in free[0] or j in free[1]) or _rung(sides[0][i]) == _rung(sides[1][j]) == 0:
            continue
        links = sorted((n, m) for n, m in weights if (i, n) not in own[0] and (j, m) not in own[1])
        if links:
            found.append((-sum(weights[link] for link in links), (i, j), links))
    return [(pair, links) for _, pair, links in sorted(found)]


_Said = Sequence[Sequence[frozenset[str]]]


def _find_alike(old: _Said, new: _Said) -> dict[tuple[int, int], dict[tuple[int, int], float]]:
    """Return of two voices, by number, which statements tell the same, and the weight of what they share."""
    by_word: dict[str, list[tuple[int, int]]] = {}
    for j, statements in enumerate(new):
        for m, words in enumerate(statements):
            for word in words:
                by_word.setdefault(word, []).append((j, m))
    alike: dict[tuple[int, int], dict[tuple[int, int], float]] = {}
    for i, statements in enumerate(old):
        for n, words in enumerate(statements):
            shared = Counter(chain.from_iterable(by_word.get(word, ()) for word in words))
            for (j, m), number in shared.items():
                if number >= _LEAST_SHARED and (weight := _share(words, new[j][m])):
                    alike.setdefault((i, j), {})[n, m] = weight
    return alike


def _content(document: "Document", start: int, end: int) -> frozenset[str]:
    """Return the stems of the content words of a stretch of text."""
    return frozenset(stem(word) for word in words_of(document.text[start:end]) if content(word))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the weight of the content that two statements share if they tell the same, else 0."""
    common = one & other
    both, most = fsum(map(rarity, common)), max(fsum(map(rarity, words)) for words in (one, other))
    return both if both >= WEIGHTS["told"] * most else 0.0


def is_same_voice(a: Voice, b: Voice) -> bool:
    """Tell whether two voices of two versions are one by their names."""
    kinds = {a.kind, b.kind}
    if not a.source or not b.source:
        return a.source == b.source
    if kinds <= {"person", "body"} and _rung(a) == _rung(b) == 0:
        return any(same_name(x, y) for x in a.names for y in b.names)
    return a.kind == b.kind and any(same_phrase(x, y) for x in a.names for y in b.names)
