"""Who speaks in a text: the sources found, and the names of one source joined.

On PolNeAR (Newell et al. 2018) gold are the sources of all attributions of an article, pronouns aside. A source is
known by its heads: the last word of each part between commas, up to what modifies it ("spokeswoman" and "Rodstrom" of
"a spokeswoman for the chain, Jennifer Rodstrom"). Two are one if they share a head with a capital, or are the same
single head; more the set does not say. On the bundled stories gold are the rows of kind `voice`, counted by hand. A
voice of ours is a gold one if they share a head. Recall: gold sources found, of named ones each by a voice of its own
(two names in one voice, or one name in two, are found once). Precision: our voices that are a gold one's first.
The peer has a voice for each source phrase as our finder gives it, nothing joined or left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mediakit.measures.voices import find_voices
from mediakit.text.document import Document
from mediakit.text.parsing import parse
from mediakit.text.speech.said_by import find_statements
from tests.benchmarks.figure import Figure, read_rows
from tests.benchmarks.stories import STORIES, Row, read_gold, read_text

_PRONOUNS = frozenset(
    "he she they it who i we you that which him her them his their its my our whose many some".split()
)
# What follows the head of a phrase: a preposition, a clause, a participle ("figures released by"), an adverb.
_CUT = re.compile(
    r"\b(?:of|at|in|on|from|for|with|who|that|familiar|close|near|to|by|as|sent|both)\b"
    r"|(?<=[a-z] )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bsome )[a-z]+(?:ed|ly)\b"
)


class Gold(NamedTuple):
    """A source by its heads, in small letters; `named`: one of them has a capital."""

    heads: frozenset[str]
    named: bool


def heads_of(phrase: str) -> dict[str, bool]:
    """Return the heads of a phrase in small letters, each with whether it has a capital."""
    found = {}
    for part in phrase.split(","):
        words = re.findall(r"[\w-]+", re.sub(r"['’]s?(?=\W|$)", "", _CUT.split(part.strip(), maxsplit=1)[0]))
        if words and words[-1].lower() not in _PRONOUNS:
            found[words[-1].lower()] = words[-1][0].isupper() and len(words[-1]) > 1
    return found


def gold_of_article(sources: Iterable[str]) -> list[Gold]:
    """Return the sources of an article, those of one name joined."""
    found: list[tuple[set[str], bool]] = []
    for heads in filter(None, map(heads_of, sources)):
        proper = {head for head, capital in heads.items() if capital}
        for known, _ in found:
            if known & proper or known == set(heads):
                known.update(proper)
                break
        else:
            found.append((set(heads), bool(proper)))
    return [Gold(frozenset(heads), named) for heads, named in found]


def sources_below(document: Document, attributions: Iterable[dict[str, Any]]) -> list[str]:
    """Return the sources of the attributions below the title, which has no voices of ours."""
    top = document.sentences[0].start
    return [each["source"] for each in attributions if not each["spans"] or max(end for _, end in each["spans"]) > top]


def score(gold: Sequence[Gold], ours: Sequence[Iterable[str]]) -> tuple[int, int, int, int]:
    """Return gold found, gold, voices of ours that are right, and voices of ours."""
    words = [{head for name in names for head in heads_of(name)} for names in ours]
    taken: set[int] = set()
    found = 0
    for heads, named in sorted(gold, key=lambda each: not each.named):
        fits = [n for n, own in enumerate(words) if heads & own]
        free = [n for n in fits if n not in taken]
        found += bool(free if named else fits)
        taken.update(free[:1])
    return found, len(gold), len(taken), len(ours)


def f1(scores: Iterable[tuple[int, int, int, int]]) -> float:
    """Return F1 over all texts."""
    found, n_gold, right, n_ours = (sum(column) for column in zip(*scores, strict=True))
    recall, precision = found / n_gold, right / n_ours
    return 2 * recall * precision / (recall + precision)


def joined(document: Document) -> list[tuple[str, ...]]:
    """Return the names of each of our voices."""
    return [voice.names for voice in find_voices(document)]


def unjoined(document: Document) -> list[tuple[str, ...]]:
    """Return every distinct source as it stands."""
    return [(source,) for source in dict.fromkeys(s.source for s in find_statements(document) if s.sentence >= 0)]


def gold_stories() -> Iterator[tuple[str, str, list[Row]]]:
    """Yield the bundled versions whose voices were counted: story, version, gold rows."""
    for folder in sorted(path for path in STORIES.iterdir() if path.is_dir()):
        rows = read_gold(folder, ("voice",))
        for version in sorted({row["new_version"] for row in rows if not row["old_version"]}):
            yield folder.name, version, [row for row in rows if row["new_version"] == version]


def own_data() -> Iterator[bytes]:
    """Yield what the figure on bundled stories rests on."""
    for story, version, rows in gold_stories():
        yield repr((story, version, rows, read_text(STORIES / story / f"{version}.md"))).encode()


def measure_kinds() -> Figure:
    """Return how often the kind of a gold source of the bundled stories is told right, where one of ours is it."""
    told = []
    for story, version, rows in gold_stories():
        voices = find_voices(parse(read_text(STORIES / story / f"{version}.md")[1]))
        for row in rows:
            heads = set(heads_of(row["new"]))
            fits = [voice.kind for voice in voices if heads & {h for name in voice.names for h in heads_of(name)}]
            told += [fits[0] == row["status"]] if fits else []
    return Figure("voices", "kind of a source, where found, bundled stories", sum(told) / len(told), n=len(told))


def figures(folder: Path) -> Iterator[Figure]:
    """Measure the voices of polnear.jsonl and of the bundled stories."""
    articles = [
        (gold_of_article(sources_below(document, row["attributions"])), document)
        for row in read_rows(folder, "polnear")
        for document in [parse(row["text"])]
    ]
    stories = [
        ([Gold(frozenset(heads_of(row["new"])), True) for row in rows], parse(text))
        for story, version, rows in gold_stories()
        for _, text in [read_text(STORIES / story / f"{version}.md")]
    ]
    for name, cases in (("polnear", articles), ("bundled stories", stories)):
        ours, peer = (f1([score(gold, find(document)) for gold, document in cases]) for find in (joined, unjoined))
        n = sum(len(gold) for gold, _ in cases)
        yield Figure("voices", f"sources found and joined, F1, {name}", ours, "nothing joined", peer, n)
    yield measure_kinds()
