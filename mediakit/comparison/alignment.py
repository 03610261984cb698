"""Pair the sentences of two versions: same, edited, split, merged, moved, added, removed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd
from rapidfuzz.distance import Indel

from mediakit.comparison.sentence_links import Group, link_sentences
from mediakit.errors import TextError
from mediakit.memory import SENTENCES, remember
from mediakit.schema import make_table
from mediakit.text.cleaning import normalise
from mediakit.text.document import Document, Sentence
from mediakit.text.words import find_tokens

KINDS = ("same", "edited", "split", "merged", "moved", "added", "removed")
MOST_PAIRS = 400_000
"""Versions with more pairs of sentences than these are paired in parts: some 14,000 words each, longer than news is."""
_OFF_COURSE = 0.2  # share of a version by which a cut may stand elsewhere in the other


class Pair(NamedTuple):
    """Sentences of the old and the new version that say the same, by index; one side is empty if nothing does."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    kind: str
    similarity: float


def align(old: object, new: object) -> pd.DataFrame:
    """Return which sentences of `old` became which sentences of `new`.

    Both are Documents, or lists of sentences (`Sentence` or str). Columns: old, new (tuples of indices, empty if
    there is no counterpart), kind (same, edited, split, merged, moved, added, removed) and similarity (share of words
    in common and in order, 0 to 1; NaN if one side is empty). Every sentence stands in exactly one row. Swapping the
    versions swaps the columns and nothing else. Raises `TextError` for anything but sentences.

    >>> mk.align(["The dam held."], ["The dam held.", "It rained."])["kind"].tolist()
    ['same', 'added']
    """
    return make_table("pairs", pair_sentences(_sentences(old), _sentences(new)))


def pair_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Pair]:
    """Return the pairs of `align` as plain tuples."""
    # The same two versions are always worked on in the same direction, so that swapping them mirrors every choice.
    key_old, key_new = [s.clean for s in old], [s.clean for s in new]
    if (len(key_old), key_old) > (len(key_new), key_new):
        return [_mirrored(pair) for pair in pair_sentences(new, old)]
    if key_old == key_new:
        return [Pair((i,), (i,), "same", 1.0) for i in range(len(old))]
    if len(old) * len(new) > MOST_PAIRS:
        i, j = _middle(key_old, key_new)
        rest = pair_sentences(old[i:], new[j:])
        return [*pair_sentences(old[:i], new[:j]), *(_shifted(pair, i, j) for pair in rest)]
    same = _equal(key_old, key_new)
    groups, moved = link_sentences([s.tokens for s in old], [s.tokens for s in new], same)
    return [_judged(group, old, new, group in moved) for group in _in_order(groups, moved, len(old), len(new))]


def diff_words(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return what became of the words: (tag, old start, old end, new start, new end), tags as in difflib.

    Tags are equal, replace, delete and insert; together they cover both sequences in order.
    """
    steps: list[tuple[str, int, int, int, int]] = []
    for step in Indel.opcodes(old, new):
        tag, (i, j), (k, m) = step.tag, (step.src_start, step.src_end), (step.dest_start, step.dest_end)
        if steps and tag != "equal" and steps[-1][0] != "equal":
            steps[-1] = ("replace", steps[-1][1], j, steps[-1][3], m)
        else:
            steps.append((tag, i, j, k, m))
    return steps


def _sentences(source: object) -> Sequence[Sentence]:
    """Return the sentences of a Document or of a list of sentences."""
    if isinstance(source, Document):
        return source.sentences
    if isinstance(source, Sequence) and not isinstance(source, str):
        return [item if isinstance(item, Sentence) else _sentence(item) for item in source]
    raise TextError(
        f"Expected a Document or a list of sentences, got {type(source).__name__}: {str(source)[:60]!r}. "
        "Cut a text into sentences with mk.parse.",
        source,
    )


@remember(SENTENCES)
def _sentence(text: object) -> Sentence:
    """Return a sentence that was given as a str."""
    if not isinstance(text, str):
        raise TextError(f"Expected a sentence (Sentence or str), got {type(text).__name__}: {str(text)[:60]!r}.", text)
    clean = normalise(text)
    spans = tuple(find_tokens(clean))
    tokens = tuple(clean[a:b] for a, b in spans)
    return Sentence(text, 0, len(text), clean=clean, tokens=tokens, spans=spans, mask=(False,) * len(tokens))


def _mirrored(pair: Pair) -> Pair:
    """Return the pair seen from the other version."""
    kind = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}.get(pair.kind, pair.kind)
    return Pair(pair.new, pair.old, kind, pair.similarity)


def _middle(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return where endless versions are cut in two: before the equal sentence, alone of its kind, next to the middle.

    Where there is none the middle of both. What moved across the cut is told as gone and as new.
    """
    places = {key: j for j, key in enumerate(new)}
    once = Counter(old), Counter(new)
    anchors = [(i, places[key]) for i, key in enumerate(old) if once[0][key] == 1 == once[1][key]]
    straight = [(i, j) for i, j in anchors if abs(i / len(old) - j / len(new)) < _OFF_COURSE and i and j]
    return min(straight, key=lambda at: abs(2 * at[0] - len(old)), default=(len(old) // 2, len(new) // 2))


def _shifted(pair: Pair, i: int, j: int) -> Pair:
    """Return a pair of what stands behind a cut."""
    return pair._replace(old=tuple(i + n for n in pair.old), new=tuple(j + n for n in pair.new))


def _equal(old: list[str], new: list[str]) -> tuple[list[int], list[int]]:
    """Return the index pairs of sentences that are equal, as rows and columns."""
    places: dict[str, list[int]] = {}
    for j, key in enumerate(new):
        places.setdefault(key, []).append(j)
    found = [(i, j) for i, key in enumerate(old) for j in places.get(key, ())]
    return [i for i, _ in found], [j for _, j in found]


def _in_order(groups: list[Group], moved: set[Group], n_old: int, n_new: int) -> Iterator[Group]:
    """Yield all groups in reading order, with the sentences that have no counterpart where they stand."""
    from_old = {group[0][0]: group for group in moved}
    to_new = {group[1][0] for group in moved}
    at_old = at_new = 0
    for old, new in [*groups, ((n_old,), (n_new,))]:
        # A sentence that moved out of the middle of a group stands before it.
        yield from (from_old.get(i, ((i,), ())) for i in range(at_old, old[-1]) if i not in old)
        yield from (((), (j,)) for j in range(at_new, new[-1]) if j not in new and j not in to_new)
        if old[0] < n_old or new[0] < n_new:
            yield old, new
        at_old, at_new = old[-1] + 1, new[-1] + 1


def _judged(group: Group, old: Sequence[Sentence], new: Sequence[Sentence], moved: bool) -> Pair:
    """Return the pair of a group: its kind, and how alike both sides are."""
    i, j = group
    if not i or not j:
        return Pair(i, j, "removed" if i else "added", float("nan"))
    same = len(i) == len(j) == 1 and old[i[0]].clean == new[j[0]].clean
    similarity = 1.0 if same else Indel.normalized_similarity(_words(old, i), _words(new, j))
    if moved:
        return Pair(i, j, "moved", similarity)
    if len(i) > 1 or len(j) > 1:
        return Pair(i, j, "split" if len(j) > 1 else "merged", similarity)
    return Pair(i, j, "same" if same else "edited", similarity)


def _words(sentences: Sequence[Sentence], indices: tuple[int, ...]) -> list[str]:
    """Return the words of some sentences in lower case, one after the other."""
    return [token.lower() for i in indices for token in sentences[i].tokens]
