"""Find turns of sense in sentences that were kept: modals, negations, words of quantity, names and their titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.naming import compare_names
from mediakit.comparison.sides import Side, content, stem
from mediakit.comparison.wording import MODAL_STRENGTH
from mediakit.evidence.hits import Hit
from mediakit.text.parts import Sentence

Row = tuple[str, str, str, str, int, int, str]
_KINDS = ("modal", "negation", "quantifier")
_FORMS_OF_BE = frozenset("is are was were be been being".split())
_PASSED_OVER = frozenset("not n't be been being have has had also still now never then only already just to".split())


@dataclass(frozen=True)
class Turn:
    """A modal, negation or word of quantity: what is shown, what is compared, where it stands, the words it governs."""

    kind: str
    key: str
    shown: str
    sentence: int
    at: int
    after: tuple[str, ...]
    before: tuple[str, ...]


def compare_turns(left: Side, right: Side, groups: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> Iterator[Row]:
    """Yield the rows of modals, negations, words of quantity and names of sentences that have a counterpart."""
    names_new = [hit.label for hits in right.hits.values() for hit in hits if hit.kind == "name"]
    names_old = [hit.label for hits in left.hits.values() for hit in hits if hit.kind == "name"]
    text_old, text_new = left.document.text, right.document.text
    for i, j in groups:
        if not i or not j:
            continue
        a, b = (
            [left.sentences[n] for n in i if n in left.sentences],
            [right.sentences[n] for n in j if n in right.sentences],
        )
        if [s.clean for s in a] == [s.clean for s in b]:
            continue
        links = _links(a, b)
        words = [token for sentence in b for token in sentence.tokens]
        for kind in _KINDS:
            yield from _rows(kind, _turns(kind, left, i), _turns(kind, right, j), links, words)
        if i == (-1,):
            continue
        yield from _spellings(a, b, i[0], j[0])
        yield from compare_names(left, right, i, j, (names_old, names_new), (text_old, text_new))


def _links(a: Sequence[Sentence], b: Sequence[Sentence]) -> dict[int, int]:
    """Return which word stands for which, of the words of both groups of sentences one after the other."""
    old = [token.lower() for s in a for token in s.tokens]
    new = [token.lower() for s in b for token in s.tokens]
    links: dict[int, int] = {}
    for tag, i, j, k, m in diff_words(old, new):
        if tag == "equal" or (tag == "replace" and j - i == m - k):
            links.update(zip(range(i, j), range(k, m), strict=True))
        elif tag == "replace":
            links.update((x, k + (x - i) * (m - k) // (j - i)) for x in range(i, j))
    return links


_COUNTED = frozenset(
    """all every each both most many some few several much partly everyone everybody majority entire whole unanimously
    unanimous""".split()
)  # words of quantity whose change turns the sense of a sentence
_SAME = {
    "nobody": "no one",
    "n't": "not",
    "cannot": "not",
    "no": "not",
    "everybody": "everyone",
    "partially": "partly",
    "a few": "few",
}


def _counts(kind: str, hit: Hit, words: str) -> bool:
    """Tell whether a hit is followed: plain denials, and words of quantity that are no negations or numbers."""
    if kind == "negation":
        return hit.label != "failure"
    return kind == "modal" or not _COUNTED.isdisjoint(words.split())


def _spellings(a: Sequence[Sentence], b: Sequence[Sentence], i: int, j: int) -> Iterator[Row]:
    """Yield long words replaced by others that differ in a letter or two and not in their endings."""
    old, new = ([token for s in group for token in s.tokens] for group in (a, b))
    for tag, x, y, k, m in diff_words([t.lower() for t in old], [t.lower() for t in new]):
        if tag == "replace" and y - x == m - k:
            for before, after in zip(old[x:y], new[k:m], strict=True):
                if (
                    min(len(before), len(after)) >= 7
                    and before.isalpha()
                    and after.isalpha()
                    and _almost(before.lower(), after.lower())
                ):
                    yield ("spelling", before, after, "changed", i, j, "")


def _almost(one: str, other: str) -> bool:
    """Tell whether two words are spelled almost alike and are no inflections or other regional spellings of one."""
    if (
        stem(one) == stem(other)
        or one.replace("s", "z") == other.replace("s", "z")
        or one.replace("ou", "o") == other.replace("ou", "o")
    ):
        return False
    return Levenshtein.distance(one, other) <= 2 and one[:3] == other[:3]


def _turns(kind: str, side: Side, numbers: Sequence[int]) -> list[Turn]:
    """Return the turns of one kind in a group of sentences."""
    found, offset = [], 0
    for n in numbers:
        sentence = side.sentences.get(n)
        if sentence is None:
            continue
        for hit in side.hits[n]:
            words = " ".join(sentence.tokens[hit.first : hit.last]).lower()
            if (hit.kind == kind and _counts(kind, hit, words)) or (kind == "modal" and _is_modal_like(sentence, hit)):
                found.append(_turn(kind, sentence, hit, n, offset))
        offset += len(sentence.tokens)
    return found


def _is_modal_like(sentence: Sentence, hit: Hit) -> bool:
    """Tell phrases that stand for a modal: is expected to, is likely to."""
    words = sentence.tokens[hit.first : hit.last]
    return hit.kind == "hedge" and len(words) > 2 and words[0].lower() in _FORMS_OF_BE and words[-1].lower() == "to"


def _turn(kind: str, sentence: Sentence, hit: Hit, number: int, offset: int) -> Turn:
    """Return a hit with the words it governs."""
    tokens = [token.lower() for token in sentence.tokens]
    end = hit.last
    while (
        kind == "modal"
        and end < len(tokens)
        and (tokens[end] in _PASSED_OVER or tokens[end].endswith("ly"))
        and end - hit.last < 4
    ):
        end += 1
    end = min(end + 1, len(tokens))
    base = max(sentence.start, 0)
    shown = sentence.text[sentence.spans[hit.first][0] - base : sentence.spans[end - 1][1] - base]
    after = tuple(stem(token) for token in tokens[hit.last : hit.last + 5] if content(token))[:3]
    before = tuple(stem(token) for token in tokens[max(0, hit.first - 4) : hit.first] if content(token))
    key = _key(kind, " ".join(tokens[hit.first : hit.last]))
    return Turn(kind, key, " ".join(shown.split()), number, offset + hit.first, after, before)


def _key(kind: str, words: str) -> str:
    """Return what is compared: all plain denials alike, modals without their negation."""
    if kind == "negation":
        return "not" if words.endswith("n't") else _SAME.get(words, words)
    if kind == "modal":
        for ending, modal in (("'ll", "will"), ("'d", "would")):
            words = modal if words.endswith(ending) else words
        for ending in ("n't", "not"):
            words = words.removesuffix(ending) if words.endswith(ending) else words
        return {"ca": "can", "wo": "will", "sha": "shall"}.get(words, words)
    return _SAME.get(words, words.removesuffix(" of"))


def _rows(
    kind: str, olds: Sequence[Turn], news: Sequence[Turn], links: dict[int, int], words: Sequence[str]
) -> Iterator[Row]:
    """Yield the rows of one kind in one pair of sentences: matched by the words they govern and where they stand."""
    scored = sorted(
        ((_fit(a, b, links), i, j) for i, a in enumerate(olds) for j, b in enumerate(news)),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    met: dict[int, int] = {}
    for score, i, j in scored:
        if score >= 1 and i not in met and j not in met.values():
            met[i] = j
    rest_old = [i for i in range(len(olds)) if i not in met]
    rest_new = [j for j in range(len(news)) if j not in met.values()]
    while rest_old and rest_new and kind != "negation":
        _, i, j = max((_fit(olds[i], news[j], links), -i, -j) for i in rest_old for j in rest_new)
        met[-i] = -j
        rest_old.remove(-i)
        rest_new.remove(-j)
    for i, j in met.items():
        a, b = olds[i], news[j]
        status = "kept" if a.key == b.key else "changed"
        yield (kind, a.shown, b.shown, status, a.sentence, b.sentence, _direction(a, b) if status == "changed" else "")
    for i in rest_old:
        a, bare = olds[i], _without(olds[i], links, words) if kind == "negation" else ""
        changes = "negation dropped" if bare else ""
        yield (
            kind,
            a.shown,
            bare,
            "changed" if bare else "lost",
            a.sentence,
            news[0].sentence if bare and news else -2,
            changes,
        )
    for j in rest_new:
        yield (kind, "", news[j].shown, "added", -2, news[j].sentence, "")


def _without(turn: Turn, links: dict[int, int], words: Sequence[str]) -> str:
    """Return the word that a lost negation governed, if it still stands in the new sentence without it."""
    if not turn.after:
        return ""
    return next((word for word in words if stem(word.lower()) == turn.after[0]), "")


def _fit(a: Turn, b: Turn, links: dict[int, int]) -> float:
    """Return how well two turns correspond; below 1 they do not."""
    aligned = links.get(a.at) == b.at
    governed = len(set(a.after) & set(b.after))
    led = len(set(a.before) & set(b.before))
    return 1.0 * (a.key == b.key) + 1.5 * aligned + 0.8 * min(governed, 2) + 0.4 * min(led, 2) - 0.02 * abs(a.at - b.at)


def _direction(a: Turn, b: Turn) -> str:
    """Return in which direction a modal changed, in words."""
    if a.kind == "modal":
        x, y = MODAL_STRENGTH.get(a.key.split()[0], 3), MODAL_STRENGTH.get(b.key.split()[0], 3)
        return "more certain" if y > x else "less certain" if y < x else "other modal"
    return f"{a.key} → {b.key}"
