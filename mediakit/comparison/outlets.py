"""Lay several versions of one story side by side: which voices, facts and labels each has and the others lack."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from mediakit.comparison.voice_changes import is_same_voice
from mediakit.errors import TextError
from mediakit.evidence.claims import find_amounts
from mediakit.evidence.lexicons import LEXICONS, find_entries
from mediakit.measures.voices import Voice, find_voices
from mediakit.schema import make_table
from mediakit.stories import Version
from mediakit.text.document import Document, Sentence
from mediakit.text.names import kind_of, same_name
from mediakit.text.parsing import parse
from mediakit.text.speech.sources import describe_names

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("voice", "number", "name", "label")
_AMOUNTS = ("number", "money", "percent")
_SAID = 9  # words of what a voice says that stand in its cell


class _Find(NamedTuple):
    """One thing found in a version: its kind, what it is known by, its name for the reader, and the words there."""

    kind: str
    key: object
    item: str
    cell: str


def compare_outlets(versions: Iterable[Version]) -> "pd.DataFrame":
    """Return what each version of a story has and the others lack, one row a voice, number, name or label.

    `versions` is a Story or two or more Versions. Columns: kind (voice, number, name, label: entry of
    mk.LEXICONS), item (the voice, number, name or word), n_versions (how many have it), first (the version that was
    published first of those that have it, by date if all have one, else by order), then one column a version with its
    own words there, "" where it has none. Within a kind, what most versions share comes first. Titles are left out.
    Raises `TextError` for fewer than two versions.

    >>> mk.compare_outlets(mk.load_example("nap-study")).columns[:4].tolist()
    ['kind', 'item', 'n_versions', 'first']
    """
    given = list(versions)
    if len(given) < 2:
        raise TextError(f"Expected two or more versions to lay side by side, got {len(given)}.", given)
    names = [version.version or str(number + 1) for number, version in enumerate(given)]
    dated = all(version.published for version in given)
    order = sorted(range(len(given)), key=lambda n: (given[n].published if dated else "", n))
    items: list[tuple[_Find, dict[int, str]]] = []
    for number, version in enumerate(given):
        for find in _find(parse(version)):
            _file(items, find, number)
    items.sort(key=lambda item: (KINDS.index(item[0].kind), -len(item[1])))
    rows = [
        [
            find.kind, find.item, len(cells), names[next(n for n in order if n in cells)],
            *(cells.get(n, "") for n in range(len(given))),
        ]
        for find, cells in items
    ]  # fmt: skip
    table = make_table("outlets", [row[:4] for row in rows])
    return table.assign(**{name: [row[4 + n] for row in rows] for n, name in enumerate(names)})


def _file(items: list[tuple[_Find, dict[int, str]]], find: _Find, number: int) -> None:
    """Put a find of version `number` into the row of the same thing, or into a new one."""
    for known, cells in items:
        if known.kind == find.kind and _is_same(known.key, find.key):
            cells.setdefault(number, find.cell)
            return
    items.append((find, {number: find.cell}))


def _is_same(one: object, other: object) -> bool:
    """Tell whether two finds of a kind are the same thing."""
    if isinstance(one, Voice) and isinstance(other, Voice):
        return is_same_voice(one, other)
    if isinstance(one, _Name) and isinstance(other, _Name):
        return same_name(one.name, other.name)
    return one == other


class _Name(NamedTuple):
    """A name, which is the same as its short forms."""

    name: str


def _find(document: Document) -> Iterator[_Find]:
    """Yield the voices, numbers, names and labels of a document."""
    voices = [voice for voice in find_voices(document) if voice.source]
    for voice in voices:
        yield _Find("voice", voice, voice.source, _said(document, voice))
    for sentence, hits in zip(document.sentences, find_amounts(document.sentences), strict=True):
        for hit in hits:
            if hit.kind in _AMOUNTS:
                words = " ".join(sentence.tokens[hit.first : hit.last])
                yield _Find("number", (hit.kind, hit.label), words, _around(sentence, hit.first, hit.last, 2, 3))
        for name, first, last, _ in describe_names(sentence):
            spoken = any(same_name(name, known) for voice in voices for known in voice.names if known)
            opens = first == 0 and last == 1  # a capital there marks no name
            if not (opens or spoken) and kind_of(name) not in ("place", "thing"):
                yield _Find("name", _Name(name), name, _around(sentence, first, last, 2, 3))
        for hit in find_entries(sentence, tuple(LEXICONS.values())):
            if hit.kind == "lexicon":
                words = " ".join(sentence.tokens[hit.first : hit.last]).lower()
                yield _Find("label", words, words, _around(sentence, hit.first, hit.last, 1, 2))


def _said(document: Document, voice: Voice) -> str:
    """Return the verb and the first words of what a voice says first."""
    first = min(voice.statements, key=lambda each: each.start)
    words = document.text[first.start : first.end].split()
    told = " ".join(words[:_SAID]) + " …" * (len(words) > _SAID)
    return f"{first.cue.lower()}: {told}" if first.cue else told


def _around(sentence: Sentence, first: int, last: int, before: int, after: int) -> str:
    """Return some words of a sentence as they stand, with a few words before and after."""
    a, b = max(first - before, 0), min(last + after, len(sentence.tokens))
    base = max(sentence.start, 0)
    words = sentence.text[sentence.spans[a][0] - base : sentence.spans[b - 1][1] - base]
    return "… " * (a > 0) + " ".join(words.split()) + " …" * (b < len(sentence.tokens))
