"""Compare the words of one quotation with those of another: what was cut, added, replaced, and what flips the sense."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.thesaurus import listed
from mediakit.evidence.claim_rules import rules
from mediakit.memory import SENTENCES, remember
from mediakit.text.cleaning import normalise
from mediakit.text.spelling import spell

_PIECE = re.compile(r"\.\.\.|\[[^\]\[]{1,80}\]|[$£€]?(?:[A-Za-z]{1,3}-)?\w+(?:[.,:'/]\w+)*%?")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_NEGATIONS = listed("negator") | frozenset("refuse refused refuses deny denied denies fail failed fails".split())
_CONTRACTIONS = {
    "can't": "can not", "won't": "will not", "shan't": "shall not", "cannot": "can not", "let's": "let us",
    "ain't": "is not",
}  # fmt: skip
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
_OWNERS_OF_IS = frozenset("it that he she there here what who where how this".split())
_LEVELS = ("none", "few", "some", "many", "most", "universal")
_LEGAL = frozenset("allegedly reportedly alleged suspected purportedly".split())

_Step = tuple[str, int, int, int, int]


class Wording(NamedTuple):
    """How the words inside two pairs of marks compare.

    `status` is verbatim, typography, trimmed or altered; `changes` says what differs, in words; `severity` runs
    from 0 (nothing)
    to 10 (the sense is reversed).
    """

    status: str
    changes: tuple[str, ...]
    severity: float


class Piece(NamedTuple):
    """A word of a quotation: `key` what is compared, one form for all spellings, and `shown` what is shown.

    `bracket` says whether it stands in square brackets, `start` where it stands in the normalised text.
    """

    key: str
    shown: str
    bracket: bool
    start: int


@remember(SENTENCES)
def pieces(text: str) -> tuple[tuple[Piece, ...], frozenset[int]]:
    """Return the words of a text with contractions opened, and the positions where an ellipsis stands
    before the word.
    """
    words: list[Piece] = []
    dots: set[int] = set()
    for match in _PIECE.finditer(normalise(text)):
        found = match.group()
        if found == "...":
            dots.add(len(words))
        elif found.startswith("["):
            words += [Piece(part.lower(), f"[{part}]", True, match.start()) for part in found.strip("[]").split()]
        else:
            words += [Piece(spell(part), found, False, match.start()) for part in _opened(found.lower())]
    return tuple(words), frozenset(dots)


def _opened(word: str) -> list[str]:
    """Return a contraction as its words: isn't → is not, it's → it is."""
    if "'" not in word and word not in _CONTRACTIONS:
        return [word]
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word].split()
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return [word.removesuffix(ending), full]
    if word.endswith("'s") and word[:-2] in _OWNERS_OF_IS:
        return [word[:-2], "is"]
    return [word]


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case as they are written, contractions left alone."""
    return [found.lower() for found in _PIECE.findall(normalise(text)) if found != "..."]


def _spelled_alike(old: str, new: str) -> bool:
    """Tell whether two texts are the same words in other spelling, hyphens left out or put in."""
    return any(
        [spell(word) for word in plain_words(_HYPHEN.sub(link, old))]
        == [spell(word) for word in plain_words(_HYPHEN.sub(link, new))]
        for link in ("", " ")
    )


def judge_wording(old: str, new: str) -> Wording:
    """Return how the words inside the marks compare: `old` and `new` without the outer marks."""
    if old == new:
        return Wording("verbatim", (), 0)
    if plain_words(old) == plain_words(new):
        return Wording("typography", ("only marks, dashes, capitals or end stops differ",), 0)
    if _spelled_alike(old, new):
        return Wording("typography", ("only spelling differs",), 0)
    (a, _), (b, dots) = pieces(old), pieces(new)
    steps = diff_to_edges([w.key for w in a], [w.key for w in b])
    if not steps:
        return Wording("altered", ("only contracted or written out",), 3)
    cuts: list[_Step] = []
    edits: list[_Step] = []
    for step in steps:
        (cuts if _is_cut(step, a, b, dots) else edits).append(step)
    turned = {step: flip for step in [*edits, *_lone_negations(cuts, a)] if (flip := _flip(step, a, b))}
    flips = list(turned.values())
    changes = [_said(step, a, b) for step in edits if step not in turned or not _is_one_word(step)]
    if not edits and not flips:
        shown = [f"cut: “{_text(a[i:j])}”" for tag, i, j, _, _ in cuts if tag == "delete"]
        shown += [f"in square brackets: {_said(step, a, b)}" for step in cuts if step[0] != "delete"]
        return Wording("trimmed", tuple(shown), 1 + _share(cuts, a))
    short = [step for step in cuts if step[2] - step[1] >= 2]
    for _, i, j, k, m in edits:
        if j == len(a) and (j - i) - (m - k) >= 4:
            short.append(("delete", i + (m - k), j, m, m))
    if short:
        changes.append("also cut short: " + "; ".join(f"“{_text(a[i:j])}”" for _, i, j, _, _ in short))
    severity = 4 + 2 * _share(edits, a) + 3 * bool(flips) + any("negation" in flip for flip in flips)
    return Wording("altered", tuple(dict.fromkeys([*flips, *changes])), severity)


def diff_to_edges(a: Sequence[str], b: Sequence[str]) -> list[_Step]:
    """Return the differences of two sequences of words; what can be read as a cut at an edge is read so.

    "He erred. He did not steal" → "He did not steal" cuts the first sentence, not "erred. He".
    """
    steps = [step for step in diff_words(a, b) if step[0] != "equal"]
    if steps and steps[0][0] == "delete":
        _, i, j, k, m = steps[0]
        if i and a[:i] == a[j - i : j] and j - i >= i:
            steps[0] = ("delete", 0, j - i, 0, 0)
    if steps and steps[-1][0] == "delete":
        _, i, j, k, m = steps[-1]
        rest = len(a) - j
        if rest and a[j:] == a[i : i + rest] and j - i >= rest:
            steps[-1] = ("delete", i + rest, len(a), len(b), len(b))
    return steps


def _is_cut(step: _Step, a: Sequence[Piece], b: Sequence[Piece], dots: frozenset[int]) -> bool:
    """Tell whether a difference is an honest cut: at an edge, at an ellipsis, or words in square brackets."""
    tag, i, j, k, m = step
    if tag == "delete":
        return i == 0 or j == len(a) or k in dots
    if tag == "insert":
        return all(word.bracket for word in b[k:m])
    return all(word.bracket for word in b[k:m])


def _lone_negations(cuts: Sequence[_Step], a: Sequence[Piece]) -> list[_Step]:
    """Return the cuts that took away a negation and hardly anything else."""
    return [c for c in cuts if c[2] - c[1] <= 2 and any(word.key in _NEGATIONS for word in a[c[1] : c[2]])]


def _flip(step: _Step, a: Sequence[Piece], b: Sequence[Piece]) -> str:
    """Return what a difference does to the sense: a negation gained or lost, a modal or quantity word
    changed; "" if nothing.
    """
    _, i, j, k, m = step
    old, new = [word.key for word in a[i:j]], [word.key for word in b[k:m]]
    had, has = sum(w in _NEGATIONS for w in old), sum(w in _NEGATIONS for w in new)
    if had % 2 != has % 2:
        lost = (
            next((w for w in old if w in _NEGATIONS), "")
            if had > has
            else next((w for w in new if w in _NEGATIONS), "")
        )
        return f"negation {'dropped' if had > has else 'added'}: “{lost}”"
    for kind, name in (("modal", "certainty"), ("quantifier", "quantity")):
        before, after = ([(w, grade(w, kind)) for w in words if grade(w, kind) >= 0] for words in (old, new))
        if before and after and before[0][1] != after[0][1]:
            way = "raised" if after[0][1] > before[0][1] else "lowered"
            return f"{name} {way}: “{before[0][0]}” → “{after[0][0]}”"
    gone = [w for w in old if w in _LEGAL]
    return f"legal hedge dropped: “{gone[0]}”" if gone and not any(w in _LEGAL for w in new) else ""


@remember()
def grade(word: str, kind: str) -> float:
    """Return how sure a modal sounds, 1 to 5, or how much a word of quantity takes in, 0 to 5; -1 of other words."""
    rule = next((each for each in rules().get((word,), ()) if each.kind == kind), None)
    if rule is None:
        return -1
    return rule.weight if kind == "modal" else _LEVELS.index(rule.label)


def _is_one_word(step: _Step) -> bool:
    """Tell whether a difference is one word for one at most, which what it does to the sense names already."""
    _, i, j, k, m = step
    return j - i <= 1 and m - k <= 1


def _said(step: _Step, a: Sequence[Piece], b: Sequence[Piece]) -> str:
    """Return a difference in words."""
    tag, i, j, k, m = step
    if tag == "delete":
        return f"left out: “{_text(a[i:j])}”"
    if tag == "insert":
        return f"added: “{_text(b[k:m])}”"
    return f"“{_text(a[i:j])}” → “{_text(b[k:m])}”"


def _text(words: Sequence[Piece]) -> str:
    """Return words as they are shown, each contraction once, long runs shortened."""
    shown = [
        word.shown
        for i, word in enumerate(words)
        if not i or word.shown != words[i - 1].shown or word.key == word.shown.lower()
    ]
    return " ".join(shown if len(shown) <= 14 else [*shown[:7], "…", *shown[-6:]])


def _share(steps: Sequence[_Step], a: Sequence[Piece]) -> float:
    """Return the share of the old words that the differences touch."""
    return min(1.0, sum(max(j - i, m - k) for _, i, j, k, m in steps) / max(len(a), 1))
