"""Follow every quotation from one version to the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.annotated import (
    LEAST_ELSEWHERE,
    LEAST_IN_PAIR,
    ROUNDING,
    Side,
    can_speak,
    content,
    is_somebodys,
    same_source,
    side_of,
)
from mediakit.comparison.fidelity.quotation_wording import judge_wording, pieces
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.memory import SENTENCES, remember
from mediakit.text.cleaning import set_type
from mediakit.text.reporting_verbs import PHRASES
from mediakit.text.speech.sources import source_kind
from mediakit.text.spelling import fold

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.comparison.alignment import Pair
    from mediakit.text.document import Document, Quotation


STATUSES = ("verbatim", "typography", "trimmed", "altered", "dropped", "new", "paraphrased", "quoted")


class Row(NamedTuple):
    """What became of one quotation: the words inside the marks and whose they are, what differs, and where they stand.

    Text is "", sentences are -2 and characters -1 where a version has none; sentence -1 is the title.
    """

    old: str
    new: str
    status: str
    speaker_old: str
    speaker_new: str
    changes: str
    severity: float
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    sentence_old: int
    sentence_new: int


@dataclass(frozen=True)
class Quoted:
    """One pair of marks: the words inside, where they stand, whose they are, and in which sentences (-1: the title)."""

    text: str
    start: int
    end: int
    speaker: str
    sentences: tuple[int, ...]
    spoken: bool = True

    @property
    def first_sentence(self) -> int:
        """The sentence it begins in: -1 is the title, -2 none."""
        return self.sentences[0] if self.sentences else -2


def compare_quotations(old: "Document", new: "Document", pairs: "pd.DataFrame") -> "pd.DataFrame":
    """Return what became of each quotation, the most serious first.

    Columns: old, new (the words inside the marks, "" if there are none), status (verbatim, typography, trimmed,
    altered, dropped, new, paraphrased, quoted), speaker_old, speaker_new, changes (what differs, in words), severity
    (0 to 10), old_start, old_end, new_start, new_end (characters in the texts as given, marks included; -1 if there
    are none), sentence_old, sentence_new (its first sentence; -1 is the title, -2 none). `pairs` is the table of
    `align(old, new)`. An altered quotation differs from the compared version; which of the two is right the tool
    cannot know.
    """
    import pandas as pd

    return pd.DataFrame(follow_quotations(old, new, list(pairs.itertuples())), columns=list(Row._fields))


def follow_quotations(old: "Document", new: "Document", pairs: Sequence["Pair"]) -> list[Row]:
    """Return what became of each quotation, the most serious first, as the rows of `compare_quotations`."""
    sides = side_of(old), side_of(new)
    rows = _rows(*sides, _partners(pairs, titled=all(-1 in side.sentences for side in sides)))
    rows.sort(key=lambda row: (-row.severity, row.old_start if row.old_start >= 0 else row.new_start))
    return rows


def _partners(pairs: Sequence["Pair"], titled: bool) -> dict[int, set[int]]:
    """Return old sentence → its counterparts; titles (-1), where both versions have one, are each other's."""
    partners: dict[int, set[int]] = {-1: {-1}} if titled else {}
    for pair in pairs:
        for i in pair.old:
            partners.setdefault(i, set()).update(pair.new)
    return partners


def _rows(old: Side, new: Side, partners: dict[int, set[int]]) -> list[Row]:
    """Return one row per quotation or pair of quotations."""
    left, right = collect(old), collect(new)
    links = link_quotations(left, right, partners)
    back: dict[int, set[int]] = {}
    for i, targets in partners.items():
        for j in targets:
            back.setdefault(j, set()).add(i)
    rows = [_linked(i, j, links, left, right) for i, j in links]
    used_old, used_new = {i for i, _ in links}, {j for _, j in links}
    rows += [_left_over(q, new, partners, "dropped") for i, q in enumerate(left) if q.spoken and i not in used_old]
    rows += [_left_over(q, old, back, "new") for j, q in enumerate(right) if q.spoken and j not in used_new]
    return rows


@remember(64)
def collect(side: Side) -> list[Quoted]:
    """Return the quotations of a version in reading order, those of its title first."""
    document = side.document
    spoken = sorted([*document.quotations, *document.mentions], key=lambda q: q.start)
    found = [
        Quoted(
            inside(q.text), q.start, q.end, _speaker_of(q, side),
            side.sentences_at(q.start, q.end), q.kind == "speech",
        )  # fmt: skip
        for q in spoken
    ]
    return [*(Quoted(text, start, end, "", (-1,)) for text, start, end in side.title_quotations()), *found]


def _speaker_of(q: "Quotation", side: Side) -> str:
    """Return who speaks a quotation: of "Orr said that it was “late,” according to the Times" it is Orr."""
    if q.name and q.cue.lower() not in PHRASES:
        return q.name
    return side.source_at(q.start, q.end) or q.name


def inside(text: str) -> str:
    """Return the words inside the outer marks; opening marks repeated at paragraphs are left out."""
    marks = "“”„\"'‘’«»‚`"
    body = text.strip()
    while body[:2] in ("''", "``"):
        body = body[1:]
    body = body[1:] if body[:1] in marks else body
    body = body.removesuffix("''") if body.endswith("''") else body[:-1] if body[-1:] in marks else body
    return "\n".join(
        line.strip().lstrip('“"‘') if n else line.strip() for n, line in enumerate(body.split("\n")) if line.strip()
    )


@remember(SENTENCES)
def _keys(text: str) -> tuple[str, ...]:
    """Return the words of a quotation as they are compared."""
    return tuple(word.key for word in pieces(text)[0])


@remember(SENTENCES)
def _weight_of(text: str) -> float:
    """Return how much the words of a quotation weigh together."""
    return _weight(_keys(text))


def _weight(words: Sequence[str]) -> float:
    """Return how much words weigh together: words of the grammar less than the others."""
    return sum(1 if content(word) else WEIGHTS["quotation grammar word"] for word in words)


def alikeness(one: str, other: str) -> float:
    """Return how alike the words of two quotations are, 0 to 1: common words in order, or one contained in
    the other.
    """
    a, b = _keys(one), _keys(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    runs = [(i, j) for tag, i, j, _, _ in diff_words(a, b) if tag == "equal"]
    common = _weight([word for i, j in runs for word in a[i:j]])
    weights = _weight_of(one), _weight_of(other)
    both = 2 * common / (sum(weights) or 1)
    contained = common / (min(weights) or 1)
    longest = max((j - i for i, j in runs), default=0)
    if contained >= WEIGHTS["quotation held"] and longest > 1 and common > 1:
        both = max(both, WEIGHTS["quotation part"] * contained)
    return both


def _find_likely(left: Sequence[str], right: Sequence[str]) -> list[list[int]]:
    """Return for each quotation the numbers of those that it can be alike: all others fall short of the least weight.

    No more is common to two than the words of content that both have, and the grammar of the one that has less of it.
    """
    by_word: dict[str, list[tuple[int, int]]] = {}
    for j, text in enumerate(right):
        for word, n in _count_content(text).items():
            by_word.setdefault(word, []).append((j, n))
    weights = np.array([(_weight_of(text), _weight_of(text) - _count_content(text).total()) for text in right])
    weights = weights.reshape(-1, 2)
    likely = []
    for text in left:
        shared = [0] * len(right)
        for word, n in _count_content(text).items():
            for j, other in by_word.get(word, ()):
                shared[j] += min(n, other)
        weight, grammar = _weight_of(text), _weight_of(text) - _count_content(text).total()
        most = np.array(shared) + np.minimum(grammar, weights[:, 1]) + ROUNDING
        alike = 2 * most >= WEIGHTS["quotation alike in pair"] * (weight + weights[:, 0])
        held = most >= WEIGHTS["quotation held"] * np.minimum(weight, weights[:, 0])
        likely.append(np.flatnonzero(alike | held).tolist())
    return likely


@remember(SENTENCES)
def _count_content(text: str) -> Counter[str]:
    """Return how often each word of content stands in a quotation."""
    return Counter(filter(content, _keys(text)))


def link_quotations(
    left: Sequence[Quoted], right: Sequence[Quoted], partners: dict[int, set[int]]
) -> list[tuple[int, int]]:
    """Return which quotation became which, by index; one may be split over several or merged with others."""
    kept = _find_kept(left, right)
    olds = [i for i in range(len(left)) if i not in kept]
    news = sorted({*range(len(right))}.difference(kept.values()))
    scores = []
    for i, likely in zip(olds, _find_likely([left[i].text for i in olds], [right[j].text for j in news]), strict=True):
        a = left[i]
        near = set().union(*(partners.get(k, set()) for k in a.sentences))
        for j in map(news.__getitem__, likely):
            b = right[j]
            if not (a.spoken or b.spoken):
                continue
            alike = alikeness(a.text, b.text)
            paired = not near.isdisjoint(b.sentences)
            least = WEIGHTS["quotation alike in pair" if paired else "quotation alike"]
            if a.speaker and b.speaker and not same_source(a.speaker, b.speaker):  # or two quotations
                least = WEIGHTS["quotation alike"]
            if alike < (least if a.spoken and b.spoken else 1):
                continue
            speaker = bool(a.speaker and b.speaker) and same_source(a.speaker, b.speaker)
            scores.append((alike, paired, speaker, -abs(i / len(left) - j / len(right)), i, j))
    links = [*kept.items()]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for *_, i, j in sorted(scores, reverse=True):
        free = (i not in taken_old) + (j not in taken_new)
        if free == 2 or free and _is_part(i, j, links, left, right):
            links.append((i, j))
            taken_old.add(i)
            taken_new.add(j)
    return sorted([*links, *_reworded(links, left, right, partners)])


def _find_kept(left: Sequence[Quoted], right: Sequence[Quoted]) -> dict[int, int]:
    """Return which quotation became which of those that either version has once in the same words: none is as alike."""
    sides: list[dict[tuple[str, ...], list[int]]] = [{}, {}]
    for quotations, known in zip((left, right), sides, strict=True):
        for place, quotation in enumerate(quotations):
            known.setdefault(_keys(quotation.text), []).append(place)
    both = ((own, sides[1].get(words, [])) for words, own in sides[0].items() if words)
    once = ((own[0], other[0]) for own, other in both if len(own) == len(other) == 1)
    return {i: j for i, j in once if left[i].spoken or right[j].spoken}


def _reworded(
    links: Sequence[tuple[int, int]], left: Sequence[Quoted], right: Sequence[Quoted], partners: dict[int, set[int]]
) -> list[tuple[int, int]]:
    """Return quotations without common words that still replace each other: alone in paired sentences, of
    one speaker.
    """
    rest_old = sorted({*range(len(left))} - {i for i, _ in links})
    rest_new = sorted({*range(len(right))} - {j for _, j in links})
    least = WEIGHTS["quotation alike in pair"]
    fits = [
        (i, j)
        for i in rest_old
        for j in rest_new
        if left[i].spoken
        and right[j].spoken
        and any(not partners.get(k, set()).isdisjoint(right[j].sentences) for k in left[i].sentences if k >= 0)
        and left[i].speaker
        and same_source(left[i].speaker, right[j].speaker)
        and LCSseq.normalized_similarity(_keys(left[i].text), _keys(right[j].text)) >= least
    ]
    return [(i, j) for i, j in fits if sum(x == i for x, _ in fits) == 1 == sum(y == j for _, y in fits)]


def _is_part(i: int, j: int, links: Sequence[tuple[int, int]], left: Sequence[Quoted], right: Sequence[Quoted]) -> bool:
    """Tell whether a quotation is one more part of a split or merged one: it stands in words that no other part has."""
    split = any(x == i for x, _ in links)
    whole, part = (left[i].text, right[j].text) if split else (right[j].text, left[i].text)
    others = [right[y].text for x, y in links if x == i] if split else [left[x].text for x, y in links if y == j]
    free = list(_keys(whole))
    for other in others:
        words = _keys(other)
        free = [word for tag, a, b, _, _ in diff_words(free, words) if tag != "equal" for word in free[a:b]]
    words = _keys(part)
    runs = [j - i for tag, i, j, _, _ in diff_words(free, words) if tag == "equal"]
    return 2 * sum(runs) >= len(words) and max(runs, default=0) >= min(3, len(words))


def _portion(whole: str, part: str, others: Sequence[str]) -> str:
    """Return the stretch of a merged or split quotation that belongs to one of its parts; the parts tile the whole."""
    words = _keys(whole)
    places = [(*_extent(_keys(text), words), n) for n, text in enumerate([part, *others])]
    order = sorted(places)
    at = next(k for k, place in enumerate(order) if place[2] == 0)
    starts = [word.start for word in pieces(whole)[0]]
    shown, offsets = set_type(whole)
    cuts = [starts[min(place[1], len(starts) - 1)] for place in order[:-1]]
    start, end = cuts[at - 1] if at else 0, cuts[at] if at < len(cuts) else len(shown)
    return whole[slice(*offsets.old_span(start, end))].strip()


def _covers(whole: str, parts: Sequence[str]) -> bool:
    """Tell whether parts hold nearly all words of a whole."""
    words = _keys(whole)
    held: set[int] = set()
    for part in parts:
        held.update(k for tag, _, _, a, b in diff_words(_keys(part), words) if tag == "equal" for k in range(a, b))
    return len(held) >= WEIGHTS["quotation held"] * len(words)


def _extent(part: Sequence[str], whole: Sequence[str]) -> tuple[int, int]:
    """Return from where to where a part stands in the words of a whole; stray words in common do not count."""
    runs = [(a, b) for tag, _, _, a, b in diff_words(part, whole) if tag == "equal"]
    long = [(a, b) for a, b in runs if b - a >= 2] or runs
    return (long[0][0], long[-1][1]) if long else (0, 0)


def _linked(i: int, j: int, links: Sequence[tuple[int, int]], left: Sequence[Quoted], right: Sequence[Quoted]) -> Row:
    """Return the row of a quotation found in both versions; of merged or split ones the stretch that corresponds."""
    a, b = left[i], right[j]
    merged = [left[x].text for x, y in links if y == j and x != i]
    split = [right[y].text for x, y in links if x == i and y != j]
    new = _portion(b.text, a.text, merged) if merged else b.text
    old = _portion(a.text, b.text, split) if split and _covers(a.text, [b.text, *split]) else a.text
    wording = judge_wording(old, new)
    changes, severity = list(wording.changes), wording.severity
    changes += ["merged with another quotation"] * bool(merged) + ["split in several"] * bool(split)
    if a.speaker and b.speaker and not same_source(a.speaker, b.speaker):
        changes.append(f"given to another speaker: {a.speaker} → {b.speaker}")
        severity = max(severity, 5) + 1
    places = (a.start, a.end, b.start, b.end, a.first_sentence, b.first_sentence)
    return Row(old, new, wording.status, a.speaker, b.speaker, "; ".join(changes), severity, *places)


def _spoken_there(q: Quoted, side: Side, near: Sequence[int]) -> int:
    """Return the sentence in which a quotation's speaker says much of it without marks, -2 if there is none.

    `near` are the sentences that pair with its own, and are asked first; any other must tell more words.
    """
    if not q.speaker:
        return -2
    for n in (*near, *(n for n in side.find_telling(q.text, LEAST_ELSEWHERE) if n not in near)):
        told = (s for s in side.statements.get(n, []) if not s.direct and can_speak(s.name, side.document))
        said = any(same_source(q.speaker, s.name) for s in told)
        least = LEAST_IN_PAIR if n in near else LEAST_ELSEWHERE
        if said and side.tell(q.text, [n], WEIGHTS["told by its speaker"], least):
            return n
    return -2


def _is_anothers(q: Quoted, side: Side, number: int) -> bool:
    """Tell whether a sentence that tells what a quotation says is not its speaker's: another's, or the writer's own."""
    said = (each for each in side.statements.get(number, ()) if is_somebodys(each))
    sources = [who for each in said if source_kind(who := each.name or each.source) != "body"]  # a forecast suggests
    named = q.speaker.split()[-1:] and q.speaker.split()[-1] in side.sentences[number].tokens
    return bool(q.speaker) and not named and not any(same_source(q.speaker, source) for source in sources if source)


def _left_over(q: Quoted, side: Side, partners: dict[int, set[int]], fate: str) -> Row:
    """Return the row of a quotation without a counterpart in marks: dropped or new, or told in indirect speech."""
    near = sorted(set().union(*(partners.get(k, set()) for k in q.sentences)))
    where = side.retelling(q.text, near, WEIGHTS["told"], WEIGHTS["told elsewhere"])
    where = _spoken_there(q, side, near) if where < -1 else where
    if fate == "new" and where > -2 and _is_anothers(q, side, where):
        where = -2
    told = " ".join(side.sentences[where].text.split()) if where > -2 else ""
    if fate == "dropped":
        status = "paraphrased" if told else "dropped"
        changes = f"became indirect speech: {told}" if told else ""
        return Row(q.text, "", status, q.speaker, "", changes, 2, q.start, q.end, -1, -1, q.first_sentence, -2)
    status = "quoted" if told else "new"
    changes = f"was indirect speech: {told}" if told else ""
    return Row("", q.text, status, "", q.speaker, changes, 3, -1, -1, q.start, q.end, -2, q.first_sentence)


def find_unmarked(old: "Document", new: "Document", rows: Sequence[Row]) -> list[str]:
    """Return the quotations that a version tells which has lost all its quotation marks, or had none: in its own words,
    `LEAST_UNMARKED` of them at least. That says something of the file rather than of each quotation.
    """
    for document, told in ((new, ("paraphrased", "dropped")), (old, ("quoted", "new"))):
        if not document.quotations and not document.mentions:
            quoted = [(row.old or row.new, row.status) for row in rows if row.status in told]
            text = _in_letters(document.text) if len(quoted) >= LEAST_UNMARKED else ""
            same = [words for words, _ in quoted if _in_letters(words) in text]
            if len(same) >= LEAST_UNMARKED:
                return [*same, *(words for words, status in quoted if words not in same and status == told[0])]
    return []


def _in_letters(text: str) -> str:
    """Return the words of a text without any mark: waiters for waiter’s."""
    return f" {' '.join(filter(None, (''.join(filter(str.isalnum, word)) for word in fold(text).lower().split())))} "


LEAST_UNMARKED = 3
