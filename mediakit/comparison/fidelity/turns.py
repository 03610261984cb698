"""Follow modals, negations and words of quantity from a sentence to its counterpart."""

import csv
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.annotated import NOWHERE, Place, Side, content, place_in, stem
from mediakit.comparison.fidelity.certainty import Doubts, find_done
from mediakit.comparison.fidelity.quotation_wording import grade
from mediakit.comparison.fidelity.rows import WEIGHTS, Group, Row, make_row
from mediakit.evidence.claims import find_claims
from mediakit.evidence.lexicons import Hit
from mediakit.memory import SENTENCES, of_sentence, once, remember
from mediakit.text.document import Sentence
from mediakit.text.words import family

KINDS = ("modal", "negation", "quantifier")
_FORMS_OF_BE = frozenset("is are was were be been being".split())
_PASSED_OVER = frozenset("not n't be been being have has had also still now never then only already just to".split())
_STOPS = frozenset(',.;:!?"()-')
_COUNTED = family("quantity that turns the sense")
_VOTED = frozenset("vote voted votes voting".split())
_ONLY = frozenset("only just least merely simply".split())
# Of the verbs that deny, those that leave the thing undone.
_HOLDING_OFF = family("leaves a thing undone")
_SPANS = family("span of time")
_LEVELS = {"universal": "all", "most": "most", "many": "many", "some": "some", "few": "few", "none": "none"}
_MODALS = {
    "going": "will", "set": "will", "gonna": "will", "have": "must", "has": "must", "had": "must", "need": "must",
    "needs": "must", "required": "must", "able": "can", "unable": "can", "ca": "can", "wo": "will", "sha": "shall",
    "'ll": "will", "'d": "would", "cannot": "can", "due": "will", "poised": "will",
}  # fmt: skip
_ABLE, _PLANNED = {"would": "could", "will": "can"}, frozenset("will would should may might".split())
_LIKELY = frozenset(("probably", "likely"))
_BACK = {"will": "would", "can": "could", "may": "might", "shall": "should", "must": "had to"}
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-")


class Turn(NamedTuple):
    """A modal, negation or word of quantity of a group of sentences.

    `key` is what is compared, `at` which word of the group it is and `along` where in the group that is, 0 to 1; it is
    shown up to the word `last` of its sentence. `after` and `before` are the stems of the words it governs and of those
    that lead up to it. A `faint` one (failed to, is expected to) is a turn only beside a plain one.
    """

    kind: str
    key: str
    at: int
    last: int
    after: tuple[str, ...]
    before: tuple[str, ...]
    faint: bool
    quoted: bool
    width: int
    place: Place = NOWHERE
    along: float = 0.0


Known = frozenset[tuple[str, str, str]]


class _Pair(NamedTuple):
    """A pair of sentence groups: the turns of one kind, the words of either side, which word became which."""

    kind: str
    olds: Sequence[Turn]
    news: Sequence[Turn]
    words: tuple[Sequence[Place], Sequence[Place]]
    links: dict[int, int]
    similarity: float
    shifts: bool
    known: tuple[Known, Known]
    doubts: Sequence[Doubts]


@remember(64)
def list_turns(side: Side) -> Known:
    """Return all turns of a version as (kind, key, stem of the word governed)."""
    return frozenset(_name(turn) for s in side.sentences.values() for turn in read_turns(s) if turn.after)


def compare_turns(left: Side, right: Side, group: Group, known: tuple[Known, Known]) -> Iterator[Row]:
    """Yield the rows of modals, negations and words of quantity of a pair of groups of sentences.

    `known` are the turns of either version as a whole: one that only moved to another sentence is neither lost nor new.
    """
    groups, words = ((left, group.old), (right, group.new)), (left.places(group.old), right.places(group.new))
    found = [_turns(side, numbers) for side, numbers in groups]
    turns = {kind: [[turn for turn in own if turn.kind == kind][:_MOST] for own in found] for kind in KINDS}
    if any(found):
        links, tenses = link_words(*words), [_tenses(side, numbers) for side, numbers in groups]
        shifts = bool(tenses[0] and tenses[1]) and tenses[0].isdisjoint(tenses[1])
        for kind, (olds, news) in turns.items():
            doubts = [Doubts.of(side, numbers) for side, numbers in groups if kind == "modal" and (olds or news)]
            yield from _rows(_Pair(kind, olds, news, words, links, group.similarity, shifts, known, doubts))
    yield from _prefixed(left, right, group, words)


def link_words(old: Sequence[Place], new: Sequence[Place]) -> dict[int, int]:
    """Return which word of a group stands for which of the other."""
    links: dict[int, int] = {}
    for tag, i, j, k, m in diff_words([w.text.lower() for w in old], [w.text.lower() for w in new]):
        if tag == "equal" or (tag == "replace" and j - i == m - k):
            links.update(zip(range(i, j), range(k, m), strict=True))
        elif tag == "replace" and max(j - i, m - k) <= _LONGEST_LINKED:
            links.update((x, k + (x - i) * (m - k) // (j - i)) for x in range(i, j))
    return links

_LONGEST_LINKED, _MOST = 4, 60  # words of a stretch exchanged one by one, roughly; turns of a written sentence


def _tenses(side: Side, numbers: Sequence[int]) -> frozenset[str]:
    """Return in which tenses some sentences report speech: in the past, modals shift back (said he would)."""
    return frozenset(
        "present" if side.sentences[n].tokens[hit.last - 1].lower().endswith("s") else "past"
        for n in numbers
        for hit in side.hits.get(n, ())
        if hit.kind == "attribution" and hit.last - hit.first == 1 and not side.sentences[n].mask[hit.first]
    )


# The kinds of hits that can be turns of a kind.
_HITS_OF = {"negation": ("negation",), "quantifier": ("quantifier", "negation"), "modal": ("modal", "hedge")}


def _turns(side: Side, numbers: Sequence[int]) -> list[Turn]:
    """Return the turns in a group of sentences."""
    group = [(n, side.sentences[n]) for n in numbers if n in side.sentences]
    total = max(1, sum(len(sentence.tokens) for _, sentence in group))
    found: list[Turn] = []
    offset = 0
    for n, sentence in group:
        for turn in read_turns(sentence):
            place, at = place_in(sentence, n, turn.at, turn.last), offset + turn.at
            place = place._replace(text=" ".join(place.text.split()))
            found.append(turn._replace(at=at, place=place, along=at / total))
        offset += len(sentence.tokens)
    return found


@remember(SENTENCES, key=of_sentence)
def read_turns(sentence: Sentence) -> tuple[Turn, ...]:
    """Return the turns of a sentence as a group of its own, not placed in a text yet; kind by kind."""
    tokens, claims = [token.lower() for token in sentence.tokens], find_claims(sentence)
    more = {"modal": _phrases(tokens), "quantifier": _averages(tokens) if "average" in tokens else ()}
    found: list[Turn] = []
    for kind in KINDS:
        hits = (hit for hit in claims if hit.kind in _HITS_OF[kind])
        for hit in (*hits, *more.get(kind, ())):
            named = hit.first > 0 and sentence.tokens[hit.first][:1].isupper()  # Doctors Without Borders
            key = "" if named and kind == "negation" else _key(kind, hit, tokens)
            if key:
                found.append(_turn(kind, sentence, tokens, hit, key))
    return tuple(found)


@once
def _modal_phrases() -> dict[tuple[str, ...], str]:
    """Return phrase in words → the modal it stands for: is to, faces up to."""
    source = files("mediakit.comparison.fidelity").joinpath("modal_phrases.csv").read_text(encoding="utf-8")
    return {tuple(row["term"].split()): row["key"] for row in csv.DictReader(source.splitlines())}


@once
def _openers() -> frozenset[str]:
    """Return the words with which a phrase that stands for a modal begins."""
    return frozenset(phrase[0] for phrase in _modal_phrases())


def _phrases(tokens: Sequence[str]) -> Iterator[Hit]:
    """Yield the phrases of a sentence that stand for a modal, the longest at each word."""
    phrases, openers = _modal_phrases(), _openers()
    for k in (k for k, token in enumerate(tokens) if token in openers):
        for phrase in (tuple(tokens[k : k + length]) for length in (4, 3, 2)):
            if modal := phrases.get(phrase):
                yield Hit(k, k + len(phrase), "phrase", modal)
                break


def _averages(tokens: Sequence[str]) -> Iterator[Hit]:
    """Yield "the average" before a noun, which every and all may take the place of."""
    for k, words in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if words[:2] == ("the", "average") and words[2] not in ("of", "for", "in", "and"):
            yield Hit(k, k + 2, "quantifier", "average")


def _key(kind: str, hit: Hit, tokens: Sequence[str]) -> str:
    """Return what is compared of a hit, "" if it is no turn of this kind."""
    words = tokens[hit.first : hit.last]
    after = tokens[hit.last] if hit.last < len(tokens) else ""
    if kind == "negation" and hit.kind == "negation":
        return _denial(hit, words, tokens)
    if kind == "quantifier" and hit.kind == "negation":  # some workers, no worker
        return "none" if words in (["no"], ["none"]) else ""
    if kind == "quantifier" and hit.kind == "quantifier":
        return _quantity(hit, words, after, tokens[hit.first - 1] if hit.first else "")
    if kind == "modal" and hit.kind == "modal":
        as_can = tokens[max(0, hit.first - 4) : hit.first].count("as") and after in ("", "be", "possibly")
        modal = "" if as_can else _modal(words, after)  # as ready as it can be
        return _ABLE.get(modal, modal) if tokens[hit.last : hit.last + 2] == ["be", "able"] else modal
    if kind == "modal" and hit.kind == "phrase":
        return hit.label
    if kind == "modal" and hit.kind == "hedge" and len(words) > 2 and words[0] in _FORMS_OF_BE and words[-1] == "to":
        return {"expected": "should", "likely": "should"}.get(words[-2], _MODALS.get(words[-2], words[-2]))
    return ""


def _denial(hit: Hit, words: Sequence[str], tokens: Sequence[str]) -> str:
    """Return the sort of a denial; "" for what only looks like one: voted no, not only, if not, no doubt."""
    before = tokens[hit.first - 1] if hit.first else ""
    after = tokens[hit.last] if hit.last < len(tokens) else ""
    idle = words == ["not"] and (after in _ONLY or before in ("if", "or"))
    idle = idle or words == ["no"] and (before in _VOTED or after in ("doubt", "matter"))
    idle = idle or tokens[hit.last + 1 : hit.last + 2] == ["to"] and after.startswith("fail")  # never fails to
    idle = idle or words[0] == "anything" and before not in _FORMS_OF_BE  # looks for anything but
    idle = idle or words[0].startswith("fail") and before in ("never", "not", "n't")
    if idle or (hit.label == "failure" and _HOLDING_OFF.isdisjoint(words)):
        return ""
    all_in_all = " at all" in " ".join(("", *tokens[hit.last : hit.last + _AT_ALL]))  # not: that all
    if words == ["never"] or (before == "at" and after == "time") or all_in_all:
        return "never"
    if words[0].startswith("refus"):
        return "refuse"
    unable = "unable" in words or words[0] in _UNABLE or before in ("can", "could", "ca")
    return "hardly" if hit.label == "near" else "cannot" if unable else "not"


_AT_ALL, _UNABLE = 5, frozenset("cannot can't couldn't".split())  # "at all" stands within so many words of a "not"
_SAME_DENIALS = (frozenset(("not", "cannot")), frozenset(("not", "refuse")))


@once
def _negative() -> frozenset[str]:
    """Return the words that deny without a negation: refuse, illegal, unless."""
    source = files("mediakit.comparison.fidelity").joinpath("negative_words.csv").read_text(encoding="utf-8")
    return frozenset(row["term"] for row in csv.DictReader(source.splitlines()))


def _modal(words: Sequence[str], after: str) -> str:
    """Return a modal without its negation, as the modal it stands for; "" for "'d" as in he'd gone."""
    word = words[0]
    for ending in ("'ll", "'d"):
        word = ending if word.endswith(ending) else word
    if word == "'d" and (
        after.endswith(("ed", "wn", "ne", "en")) or after in ("been", "had", "better", "just", "already")
    ):
        return ""
    for ending in ("n't", "not"):
        word = word.removesuffix(ending) if word.endswith(ending) and word != ending else word
    return "should" if word == "will" and after in _LIKELY else _MODALS.get(word, word)


def _quantity(hit: Hit, words: Sequence[str], after: str, before: str) -> str:
    """Return the level of a word of quantity; "" for superlatives, rates and what a negation already says."""
    if hit.label == "average":
        return "average"
    if _COUNTED.isdisjoint(words) or before in ("not", "n't"):
        return ""
    if words == ["most"] and after not in ("of", "people") and (before in ("the", "at") or not after.endswith("s")):
        return ""
    if words[-1] in ("each", "every", "few") and (after in _SPANS or after[:1].isdigit() or after == "other"):
        return ""
    return "some" if words == ["a", "few"] else _LEVELS.get(hit.label, hit.label)


def _turn(kind: str, sentence: Sentence, tokens: Sequence[str], hit: Hit, key: str) -> Turn:
    """Return a hit with the words it governs, up to the end of its phrase; `tokens` are in small letters."""
    end = hit.last
    most = min(len(tokens), hit.last + 4) if kind == "modal" else end
    while end < most and (tokens[end] in _PASSED_OVER or tokens[end].endswith("ly")):
        end += 1
    if end < len(tokens) and (end == hit.first or _STOPS.isdisjoint(sentence.gaps[end])):
        end += 1
    after: list[str] = []
    for k in range(hit.last, min(hit.last + _REACH, len(tokens))):
        if k > hit.first and not _STOPS.isdisjoint(sentence.gaps[k]):
            break
        after += [stem(tokens[k])] if content(tokens[k]) else []
    before = tuple(stem(token) for token in tokens[max(0, hit.first - 4) : hit.first] if content(token))
    failing = kind == "negation" and hit.label == "failure"
    faint = failing or hit.kind in ("hedge", "phrase") or key in ("none", "average")
    quoted, width = sentence.mask[hit.first], hit.last - hit.first
    return Turn(kind, key, hit.first, end, tuple(after[:_GOVERNED]), before, faint, quoted, width)


def _rows(pair: _Pair) -> Iterator[Row]:
    """Yield the rows of one kind in one pair: matched by the words they govern and where they stand."""
    met = _match(pair)
    for i, j in met.items():
        a, b = pair.olds[i], pair.news[j]
        if a.faint and b.faint:
            continue
        shifts = pair.shifts or a.quoted != b.quoted
        alike = {a.key, b.key} == {"not", "never"} and a.faint != b.faint
        same = _one_key(a, b) or alike or (shifts and a.kind == "modal" and _shifted(a.key, b.key))
        slight = a.kind == "modal" and (_shifted(a.key, b.key) or _strength(a) == _strength(b))
        kept = pair.similarity >= WEIGHTS["edited"] or pair.links.get(a.at) == b.at or bool(set(a.after) & set(b.after))
        sure = same or (kept and not slight)
        yield make_row(a.kind, a.place, b.place, *(("kept", "") if same else ("changed", _direction(a, b))), sure=sure)
    for turns, taken, came in ((pair.olds, {*met}, False), (pair.news, {*met.values()}, True)):
        for n, turn in enumerate(turns):
            if n not in taken and not _stands_unmarked(turn, pair.words[not came]):
                yield from _lone(turn, pair, came)


def _stands_unmarked(turn: Turn, other: Sequence[Place]) -> bool:
    """Tell whether the other side writes a contraction without its mark: dont, wholl."""
    word = turn.place.text.lower().split()[0].replace("’", "'")
    return "'" in word and any(place.text.lower() == word.replace("'", "") for place in other)


def _one_key(a: Turn, b: Turn) -> bool:
    """Tell whether two turns say the same: not and cannot do, not and refuse; cannot and refuse do not."""
    emphasised = a.kind == "negation" and a.place.text.split()[0].lower() == b.place.text.split()[0].lower()  # at all
    return a.key == b.key or emphasised or frozenset((a.key, b.key)) in _SAME_DENIALS


def _name(turn: Turn) -> tuple[str, str, str]:
    """Return a turn as it stands in the list of all turns of a version."""
    key = "not" if turn.kind == "negation" else turn.key
    return turn.kind, key, turn.after[0] if turn.after else ""


def _shifted(one: str, other: str) -> bool:
    """Tell whether a modal is another as it stands in reported speech: will, said he would."""
    return _BACK.get(one) == other or _BACK.get(other) == one


def _lone(turn: Turn, pair: _Pair, came: bool) -> Iterator[Row]:
    """Yield the row of a turn without counterpart: a denial dropped or added, a plan done, or what is lost or new."""
    own, other = pair.words[came], pair.words[not came]
    if turn.kind == "negation" and _denied_otherwise(turn, own, other):
        return
    close = pair.similarity >= WEIGHTS["edited"]
    least = 1 if not close and (came or turn.faint) else WEIGHTS["turn shared"]
    bare = _bare(turn, own, other, least) if _is_turned(turn, pair) else NOWHERE
    kept = not came or pair.similarity >= WEIGHTS[_LEAST.get(turn.kind, "edited")]
    status, change = ("added", "added") if came else ("lost", "dropped")
    if bare is not NOWHERE:
        yield make_row(turn.kind, *_in_order(turn.place, bare, came), "changed", f"negation {change}")
    elif _name(turn) not in pair.known[not came] and kept:
        plain = turn.kind != "modal" or _stands_plainly(turn, pair.doubts[came], pair.doubts[not came])
        ahead = (turn.faint and turn.key in _PLANNED or turn.key == "will") and plain and close
        plan = turn.at, turn.at + turn.width
        done, how = find_done(plan, own, other, turn.faint) if ahead else (NOWHERE, "")
        if done is not NOWHERE:
            change = {"done": "ahead", "so": "expected"}[how] if came else how
            yield make_row(turn.kind, *_in_order(turn.place, done, came), "changed", f"told as {change}")
        elif not turn.faint:
            places = _in_order(turn.place, NOWHERE, came)
            yield make_row(turn.kind, *places, status, sure=plain and (came or close))


def _in_order(own: Place, other: Place, came: bool) -> tuple[Place, Place]:
    """Return two places as the old and the new."""
    return (other, own) if came else (own, other)


def _stands_plainly(modal: Turn, own: Doubts, other: Doubts) -> bool:
    """Tell whether the other side says the same without the modal, and leaves it open in no other way."""
    around = frozenset((*modal.before, *modal.after))
    return bool(modal.after) and other.tell_plainly(own, around, modal.after[0])


def _is_turned(turn: Turn, pair: _Pair) -> bool:
    """Tell whether a denial can have been taken back or added: where both sides deny as often, only in a light edit."""
    return turn.kind == "negation" and (len(pair.olds) != len(pair.news) or pair.similarity >= WEIGHTS["edited"])


def _denied_otherwise(turn: Turn, own: Sequence[Place], other: Sequence[Place]) -> bool:
    """Tell whether the other side denies the same thing by a word that this side does not have: refused, illegal."""
    if turn.faint and any(word.text.lower() == turn.place.text.split()[0].lower() for word in other):  # a lack of
        return True
    stems = {stem(w.text.lower()) for w in own}  # did not deny is no denied
    rest = [(k, word.text.lower()) for k, word in enumerate(other) if stem(word.text.lower()) not in stems]
    return any(
        (word in _negative() and not _stems_near(other, k).isdisjoint(turn.after)) or _is_prefixed(word, turn.after)
        for k, word in rest
    )


def _is_prefixed(word: str, governed: Sequence[str]) -> bool:
    """Tell whether a word is one of those that are denied on the other side with a prefix that denies it: un-Dutch."""
    plain = (word.removeprefix(prefix).strip("-") for prefix in _PREFIXES if word.startswith(prefix))
    return any(len(each) > _SHORTEST and stem(each) in governed for each in plain)


_SHORTEST = 3  # letters of a word that a prefix denies


def _bare(turn: Turn, own: Sequence[Place], other: Sequence[Place], least: float) -> Place:
    """Return the word that a negation governs, if it stands on the other side without it and among the same words:
    `least` is the share of the words around the negation that must stand around it too.
    """
    if not turn.after:
        return _plain_form(turn, other)
    own_words = {stem(word.text.lower()) for word in own[turn.at : turn.at + turn.width]}
    around = _stems_near(own, turn.at) - own_words - {turn.after[0]}
    for k, word in enumerate(other):
        if stem(word.text.lower()) == turn.after[0]:
            shared = around & _stems_near(other, k)
            denied = set(turn.after[1:2]) <= shared  # looks tarnished, does not look golden
            if denied and len(shared) >= least * len(around) and (shared or not around):
                return word
    return NOWHERE


def _plain_form(turn: Turn, other: Sequence[Place]) -> Place:
    """Return the word that a contracted denial would be without it, if it stands there: it can be, it cannot be."""
    word = turn.place.text.lower().split()[0].replace("’", "'")
    plain = word.removesuffix("n't").removesuffix("not")
    near = other[max(0, turn.at - 2) : turn.at + 3]
    return next((place for place in near if plain != word and place.text.lower() == plain), NOWHERE)


def _stems_near(words: Sequence[Place], at: int) -> frozenset[str]:
    """Return the stems of the content words near a word."""
    near = (word.text.lower() for word in words[max(0, at - 7) : at + 8])
    return frozenset(stem(word) for word in near if content(word))


def _match(pair: _Pair) -> dict[int, int]:
    """Return which turn became which: the best fits first, then those left over that stand alike."""
    scored = sorted(
        ((_fit(a, b, pair), -i, -j) for i, a in enumerate(pair.olds) for j, b in enumerate(pair.news)), reverse=True
    )
    met: dict[int, int] = {}
    for (score, *_), i, j in scored:
        alike = pair.kind != "negation" or _are_of_one(pair.olds[-i], pair.news[-j], pair)
        least = 1 if pair.olds[-i].after and pair.news[-j].after else 0  # cannot, as a girl, be called
        if score > least and alike and -i not in met and -j not in met.values():
            met[-i] = -j
    if pair.kind == "negation":
        return met
    for (score, *_), i, j in scored:
        if pair.kind == "quantifier" and pair.olds[-i].faint != pair.news[-j].faint:
            continue
        near = abs(pair.olds[-i].along - pair.news[-j].along) <= WEIGHTS["turn near"]
        if -i not in met and -j not in met.values() and (score > 0 or near):
            met[-i] = -j
    return met


def _are_of_one(a: Turn, b: Turn, pair: _Pair) -> bool:
    """Tell whether two denials can deny one thing: in a light edit, or where they share a word."""
    return pair.similarity >= WEIGHTS["edited"] or bool({*a.after, *a.before} & {*b.after, *b.before})


_LEAST = {"quantifier": "turn quantifier came", "modal": "turn modal came"}
_REACH, _GOVERNED = 10, 5  # words after a turn that are looked at, and those of content that it governs


def _fit(a: Turn, b: Turn, pair: _Pair) -> tuple[float, bool, int]:
    """Return how much two turns have in common, then what decides between equals.

    It is the word (any denials do), the place, and up to two words that both govern; one before both counts half.
    """
    aligned = pair.links.get(a.at) == b.at
    governed, led = len(set(a.after) & set(b.after)), len(set(a.before) & set(b.before))
    same_sort = a.kind == "negation" or _one_key(a, b)
    company = (min(governed, 2) + min(led, 2) / 2) * ((a.key == "must") == (b.key == "must"))
    return same_sort + aligned + company, a.faint == b.faint, -abs(a.at - b.at)


def _strength(modal: Turn) -> float:
    """Return how sure a modal sounds, 1 to 5."""
    found = grade(modal.key, "modal")
    return found if found > 0 else 3


def _direction(a: Turn, b: Turn) -> str:
    """Return in which direction a modal changed, in words."""
    if a.kind == "modal":
        x, y = _strength(a), _strength(b)
        return "more certain" if y > x else "less certain" if y < x else "other modal"
    return f"{a.key} → {b.key}"


def _prefixed(left: Side, right: Side, group: Group, words: tuple[Sequence[Place], Sequence[Place]]) -> Iterator[Row]:
    """Yield the rows of words that became their denial by a prefix, or lost it: legal → illegal."""
    if group.similarity < WEIGHTS["edited"]:
        return
    denied = [
        sum(hit.kind == "negation" and hit.label != "failure" for n in numbers for hit in side.hits.get(n, ()))
        for side, numbers in ((left, group.old), (right, group.new))
    ]
    if denied[0] != denied[1]:
        return
    old, new = ({w.text.lower(): w for w in side} for side in words)
    for plain, other, dropped in ((old, new, False), (new, old, True)):
        for word, place in plain.items():
            if word in other or len(word) <= _SHORTEST:
                continue
            found = next((other[p + word] for p in _PREFIXES if p + word in other and p + word not in plain), None)
            if found is not None:
                places = (found, place) if dropped else (place, found)
                yield make_row("negation", *places, "changed", f"negation {'dropped' if dropped else 'added'}")
