"""Find where a rewrite hides or names who did something, or swaps who did it to whom.

An act is a verb with the one who does it and the one it is done to. Acts of one version are looked for in the other:
told without the doer ("police shot a man" → "a man was shot", "a man died in a shooting"), with the doer, or with both
in each other's place. Verbs and nouns of harm, with how grave they are, stand in `harms.csv`.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from mediakit.evidence.passives import (
    ends_clause,
    find_passives,
    is_adverb,
    lower_words,
    past_verb,
    phrase_before,
    phrase_end,
)
from mediakit.memory import SENTENCES, of_sentence, remember
from mediakit.text.document import Sentence
from mediakit.text.speech.tokens import family

Span = tuple[int, int]

_BE = family("form of be")
_AUXILIARIES = family("auxiliary", "form of be") | {"to"}
_PRONOUNS = family("pronoun", "object pronoun") | {"his", "her", "their", "him"}
_NUMBERS = frozenset("two three four five six seven eight nine ten".split())
_EMPTY = (_PRONOUNS | family("determiner", "possessive", "preposition", "joiner", "relative")) - _NUMBERS
_AFTER_VERB = frozenset("dead down up off out".split())
_LONGEST = 14  # words between a sufferer and a noun that tells the harm


class AgencyChange(NamedTuple):
    """One change of who is said to have done something.

    `change` is "agentless" (an active verb or agent became a passive or noun without doer), "agent dropped" (of a
    passive), "agent named" (the doer came), or "roles swapped". `old` and `new` are the words, `old_span` and
    `new_span` their characters in the texts as given; `doer` the words for who did it, `verb` its base form. `gravity`
    is 3 for harm to people and for swapped roles, 2 for other harm, 1 for the rest.
    """

    change: str
    old: str
    new: str
    old_span: Span
    new_span: Span
    doer: str
    verb: str
    gravity: int


class Act(NamedTuple):
    """Something done in a sentence; all places are numbers of words, ends exclusive.

    `family` and `gravity` are those of `harms.csv` ("" and 1 for other verbs). `doer` and `sufferer` are None where
    nobody is named.
    """

    at: int
    verb: str
    family: str
    gravity: int
    doer: Span | None
    sufferer: Span | None
    passive: bool


class _Harm(NamedTuple):
    """A row of `harms.csv`."""

    words: tuple[str, ...]
    role: str
    family: str
    gravity: int


@remember()
def _harms(role: str) -> dict[str, _Harm]:
    """Return the rows of one role under their words."""
    source = files("mediakit.comparison.fidelity").joinpath("harms.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(source.splitlines()) if row["role"] == role]
    return {
        row["term"]: _Harm(tuple(row["term"].split()), role, row["family"], int(row["gravity"] or 1)) for row in rows
    }


@remember(SENTENCES, key=of_sentence)
def find_acts(sentence: Sentence) -> tuple[Act, ...]:
    """Return what is done in a sentence: its passives, and its active verbs with a subject and an object."""
    words = lower_words(sentence)
    found: list[Act] = []
    passives = find_passives(sentence)
    for p in passives:
        doer = p.agent if p.agent and _can_act(words[slice(*p.agent)]) else None
        verb = f"{p.verb} {words[p.end]}" if p.end < len(words) else ""
        verb = verb if verb in _harms("act") else p.verb  # "held captive"
        group, gravity = _grade(sentence, verb, doer)
        if p.agent is None or doer is not None or group:
            found.append(Act(p.start, verb, group, gravity, doer, p.subject, True))
    taken = {p.start for p in passives}
    for i in range(1, len(words)):
        if i not in taken and (act := _active(sentence, words, i) or _resulting(sentence, words, i)) is not None:
            found.append(act)
    return tuple(found)


def _active(sentence: Sentence, words: Sequence[str], i: int) -> Act | None:
    """Return the act whose active verb is word `i`: "police shot a man"."""
    verb, gaps = _active_verb(words, i), sentence.gaps
    if not verb:
        return None
    first = last = i
    while first >= 3 and words[first - 1] == "and" and _active_verb(words, first - 2):
        first -= 2
    while last + 2 < len(words) and words[last + 1] == "and" and _active_verb(words, last + 2):
        last += 2
    own = phrase_before(words, gaps, first)
    doer = own or _shared_doer(words, gaps, first)
    k = last + 1
    while k < len(words) and (words[k] in _AFTER_VERB or is_adverb(words[k])) and not ends_clause(gaps[k]):
        k += 1
    end = phrase_end(words, gaps, k) if k < len(words) and not gaps[k].strip(' "') else k
    if doer is None or end <= k or words[k] in _JOINING or not _can_act(words[slice(*doer)]):
        return None
    if doer[1] - doer[0] > 1 and past_verb(words[doer[1] - 1]) and words[doer[1] - 2] not in _EMPTY:
        return None  # "reporters mocked ousted officials"
    unsure = own is None or not past_verb(words[i])  # "and accused accomplice": the forms of an adjective, of a noun
    if unsure and not (_is_plain(sentence, words, doer[0]) and _is_plain(sentence, words, k)):
        return None
    group, gravity = _grade(sentence, verb, doer)
    if group in _CHARGING:
        end = next((m for m in range(k + 1, end) if words[m] == "of"), end)
    return Act(i, verb, group, gravity, doer, (k, end), False)


def _shared_doer(words: Sequence[str], gaps: Sequence[str], i: int) -> Span | None:
    """Return the subject that the verb at `i` shares with one before: "police charged the crowd and hurt ten"."""
    if words[i - 1] not in ("and", "but", "then"):
        return None
    for k in range(i - 2, 0, -1):
        if ends_clause(gaps[k + 1]) or words[k] in _BE:
            return None
        if past_verb(words[k]) and _active_verb(words, k) and (subject := phrase_before(words, gaps, k)):
            return subject
    return None


def _resulting(sentence: Sentence, words: Sequence[str], i: int) -> Act | None:
    """Return the act of a participle after a comma, done by the subject before: "police opened fire, killing two"."""
    if not words[i].endswith("ing") or "," not in sentence.gaps[i] or not (verb := _harm_verb(words[i])):
        return None
    k = next((k for k in range(i - 1, 0, -1) if past_verb(words[k]) and _active_verb(words, k)), 0)
    doer = phrase_before(words, sentence.gaps, k) if k else None
    end = phrase_end(words, sentence.gaps, i + 1)
    if doer is None or end <= i + 1 or not _can_act(words[slice(*doer)]):
        return None
    return Act(i, verb, *_grade(sentence, verb, doer), doer, (i + 1, end), False)


def _harm_verb(word: str) -> str:
    """Return the base form of a verb of harm with the ending -s or -ing, "" if the word is none."""
    stems = (word[:-3], word[:-3] + "e", word[:-4]) if word.endswith("ing") else (word[:-1], word[:-2])
    return next((stem for stem in stems if stem in _harms("act")), "") if word.endswith(("ing", "s")) else ""


def _grade(sentence: Sentence, verb: str, doer: Span | None) -> tuple[str, int]:
    """Return family and gravity of an act; what no person or body does is no grave matter ("the ruling hit sales")."""
    known = _harms("act").get(verb)
    if known is None:
        return "", 1
    return known.family, known.gravity if doer is None or _is_somebody(sentence, doer) else 1


def _is_somebody(sentence: Sentence, span: Span) -> bool:
    """Return whether a phrase names a person or body: a name, a pronoun, a word for people or those who do something."""
    tokens = sentence.tokens[slice(*span)]
    words = _core([token.lower() for token in tokens])
    head = words[-1]
    opens = span[0] == 0 and not (len(words) == 1 and not head.endswith("s"))  # a capital there marks no name
    named = any(token[0].isupper() for token in tokens[opens : len(words)])
    known = any(head in _harms(role) for role in ("actor", "person", "weapon"))
    return named or known or words[0] in _PRONOUNS or head.removesuffix("s").endswith(_DOERS)


_DOERS = ("er", "or", "ist", "man", "men", "people", "ian", "ant")


def _active_verb(words: Sequence[str], i: int) -> str:
    """Return the base form if word `i` looks like an active verb, else ""; in the present verbs of harm only."""
    word = words[i]
    before = next((words[k] for k in range(i - 1, max(-1, i - 4), -1) if not is_adverb(words[k])), "")
    opens = before in _EMPTY - _PRONOUNS - _JOINING  # "the", "of": a noun follows
    if verb := past_verb(word):
        return "" if before in _BE or opens else verb
    if word.endswith("ing"):
        return _harm_verb(word) if before in _BE else ""
    if word in _harms("act"):
        plural = before == "police" or (before.endswith("s") and before not in _EMPTY)
        return word if plural or before in _AUXILIARIES - _BE else ""
    return "" if opens else _harm_verb(word)


def _is_plain(sentence: Sentence, words: Sequence[str], k: int) -> bool:
    """Return whether a phrase that begins at `k` is plainly one: it opens with a name, determiner, number or actor."""
    word = words[k]
    return sentence.tokens[k][0].isupper() or word[0].isdigit() or word in _EMPTY or word in _harms("actor")


_CHARGING = ("blame", "law")  # "accused the mayor of fraud"
_JOINING = frozenset(("and", "but", "or", "who", "that", "which"))


def _can_act(words: Sequence[str]) -> bool:
    """Return whether a phrase may name a doer: no weather, nobody, no weapon but "a police bullet"."""
    phrase = _core(words)
    head = phrase[-1] if phrase else ""
    if not head or words[-1].endswith(("'s", "s'")) or head in _harms("nobody") or head in _harms("cause"):
        return False
    if head in _harms("weapon"):
        return any(word in _harms("actor") or word.endswith(_PEOPLES) for word in phrase[:-1])
    return head not in _harms("means") and not any(word in _harms("account") for word in words[len(phrase) :])


_PEOPLES = ("ian", "ish", "ean", "eli", "iraqi", "afghan", "german", "u.s", "u.s.", "ese")


def _core(phrase: Sequence[str]) -> Sequence[str]:
    """Return a noun phrase up to the end of its head: before a preposition or relative clause."""
    ends = family("preposition", "relative")
    return phrase[: next((k for k, word in enumerate(phrase) if k and word in ends), len(phrase))]


@dataclass(frozen=True)
class _Side:
    """The sentences of one version that are compared, and those beside them."""

    sentences: tuple[Sentence, ...]
    context: tuple[Sentence, ...]

    @cached_property
    def acts(self) -> tuple[tuple[Sentence, Act], ...]:
        """The acts of the compared sentences, each with its sentence."""
        return tuple((sentence, act) for sentence in self.sentences for act in find_acts(sentence))


def compare_agency(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    context_old: Sequence[Sentence] = (),
    context_new: Sequence[Sentence] = (),
) -> list[AgencyChange]:
    """Return the changes of doers between two aligned groups of sentences, gravest first.

    A doer who is named for the harm in the sentences beside (`context_…`) is not hidden.
    """
    left, right = _Side(tuple(old), tuple(context_old)), _Side(tuple(new), tuple(context_new))
    if [s.clean for s in left.sentences] == [s.clean for s in right.sentences]:
        return []
    changes = [*_swaps(left, right)]
    for change, told, hidden in _hidden(left, right):
        changes.append(_change(change, told, told.place, hidden))
    for _, told, hidden in _hidden(right, left):
        changes.append(_change("agent named", told, hidden, told.place))
    return sorted(set(changes), key=lambda change: (-change.gravity, change.old_span, change.new_span))


class _Place(NamedTuple):
    """A stretch of words of a sentence."""

    sentence: Sentence
    start: int
    end: int


class _Told(NamedTuple):
    """An act whose doer is named; gravity is one less where the other side names the doer for something else."""

    place: _Place
    act: Act
    gravity: int


def _change(change: str, told: _Told, old: _Place, new: _Place) -> AgencyChange:
    """Return the row of a change."""
    doer = _words(told.place.sentence, told.act.doer)
    return AgencyChange(change, _text(old), _text(new), _span(old), _span(new), doer, told.act.verb, told.gravity)


def _words(sentence: Sentence, span: Span | None) -> str:
    return " ".join(sentence.tokens[slice(*span)]) if span else ""


def _span(place: _Place) -> Span:
    """Return the characters of a place in the text as given."""
    return place.sentence.spans[place.start][0], place.sentence.spans[place.end - 1][1]


def _text(place: _Place) -> str:
    """Return the words of a place as they stand in the text."""
    start, end = _span(place)
    base = max(place.sentence.start, 0)
    return place.sentence.text[start - base : end - base]


def _place(sentence: Sentence, act: Act) -> _Place:
    """Return the words from the first to the last that an act is made of."""
    spans = [span for span in (act.doer, act.sufferer, (act.at, act.at + 1)) if span]
    return _Place(sentence, min(span[0] for span in spans), max(span[1] for span in spans))


def _swaps(left: _Side, right: _Side) -> Iterator[AgencyChange]:
    """Yield the acts in which doer and sufferer have changed places."""
    for (s, a), (t, b) in product(left.acts, right.acts):
        if not (a.verb == b.verb and a.family and a.doer and b.doer and a.sufferer and b.sufferer):
            continue
        doer, sufferer = _content(s, a.doer), _content(s, a.sufferer)
        new_doer, new_sufferer = _content(t, b.doer), _content(t, b.sufferer)
        crossed = doer & new_sufferer and sufferer & new_doer and not doer & new_doer and not sufferer & new_sufferer
        if (
            crossed
            and not _has_act(right, a.verb, doer, sufferer)
            and not _has_act(left, a.verb, new_doer, new_sufferer)
        ):
            old, new = _place(s, a), _place(t, b)
            yield AgencyChange(
                "roles swapped", _text(old), _text(new), _span(old), _span(new), _words(s, a.doer), a.verb, 3
            )


def _has_act(side: _Side, verb: str, doer: frozenset[str], sufferer: frozenset[str]) -> bool:
    """Return whether a side tells that this doer did this to this sufferer."""
    return any(
        act.verb == verb and doer & _content(s, act.doer) and sufferer & _content(s, act.sufferer)
        for s, act in side.acts
    )


def _hidden(told: _Side, other: _Side) -> Iterator[tuple[str, _Told, _Place]]:
    """Yield the acts with a doer on one side that the other side tells without: kind, act, and where it does.

    Of several acts of one doer the gravest is told.
    """
    known: set[tuple[Sentence, Span]] = set()
    for sentence, act in sorted(told.acts, key=lambda pair: -pair[1].gravity):
        if act.doer is None or (sentence, act.doer) in known or _is_supposed(lower_words(sentence), act):
            continue
        if _is_kept(sentence, act, other):
            continue
        if found := _account(sentence, act, other):
            change = "agent dropped" if act.passive and found[1] else "agentless"
            known.add((sentence, act.doer))
            gravity = max(1, act.gravity - _is_active(_content(sentence, act.doer), other))
            yield change, _Told(_place(sentence, act), act, gravity), found[0]


def _is_active(doer: frozenset[str], side: _Side) -> bool:
    """Return whether a side has this doer do something else than speak."""
    return any(
        act.verb not in _SPEAKING and doer & _content(sentence, act.doer)
        for sentence in (*side.sentences, *side.context)
        for act in find_acts(sentence)
    )


_SPEAKING = frozenset("say tell add report confirm announce state deny release identify describe ask".split())


def _is_supposed(words: Sequence[str], act: Act) -> bool:
    """Return whether an act is not told as done: "would shoot", "to shoot", "if police shot"."""
    before = words[max(0, act.at - 4) : act.at]
    clause = words[max(0, (act.doer or (act.at, 0))[0] - 1) : act.at]
    return any(word in _SUPPOSING for word in before) or "if" in clause


_SUPPOSING = frozenset(
    "would could may might should can will must shall to wouldn't couldn't won't can't cannot".split()
)


def _account(sentence: Sentence, act: Act, other: _Side) -> tuple[_Place, bool] | None:
    """Return where the other side tells an act without its doer, and whether as a passive."""
    sufferer = _content(sentence, act.sufferer)
    alone = sum(b.verb == act.verb for _, b in other.acts) == 1 and (act.passive or act.family)
    open_ended = None
    for s, b in other.acts:
        if not b.passive or b.doer is not None:
            continue
        if (b.verb == act.verb or (act.family and b.family == act.family)) and sufferer & _content(s, b.sufferer):
            return _place(s, b), True
        numbers = [_numbers(t, span) for t, span in ((sentence, act.sufferer), (s, b.sufferer))]
        if b.verb == act.verb and ((alone and numbers[0] == numbers[1]) or not _content(s, b.sufferer)):
            open_ended = _place(s, b), True
    nouns = (_noun_account(s, act.family, sufferer) for s in other.sentences)
    return next((found for found in nouns if found), open_ended)


def _numbers(sentence: Sentence, span: Span | None) -> frozenset[str]:
    """Return the numbers in a phrase."""
    words = lower_words(sentence)[slice(*span)] if span else []
    return frozenset(word for word in words if word[0].isdigit() or word in _NUMBERS or word == "one")


def _noun_account(sentence: Sentence, group: str, sufferer: frozenset[str]) -> tuple[_Place, bool] | None:
    """Return where a sentence tells harm to a sufferer by a noun or "died", without room for a doer."""
    words = lower_words(sentence)
    named = [i for i, word in enumerate(words) if _stem(word) in sufferer and word not in _harms("actor")]
    nouns = [i for i in range(len(words)) if group and _is_account(words, sentence.gaps, i, group)]
    near = [
        (abs(i - k), i, k) for i, k in product(named, nouns) if abs(i - k) < (4 if words[i] in _NUMBERS else _LONGEST)
    ]
    if not near:
        return None
    _, i, k = min(near)
    return _Place(sentence, min(i, k), max(i, k) + 1), False


def _is_open(sentence: Sentence, span: Span | None) -> bool:
    """Return whether a sufferer is left open: not named, or a pronoun."""
    return not _content(sentence, span)


def _is_account(words: Sequence[str], gaps: Sequence[str], i: int, group: str) -> bool:
    """Return whether word `i` tells harm of a family without a doer; "killing" before its object does not."""
    row = _harms("account").get(words[i])
    if row is None or row.family != group:
        return False
    verbal = words[i].endswith("ing") or words[i] in _harms("act")
    bare = i + 1 == len(words) or words[i + 1] == "of" or bool(gaps[i + 1].strip())
    return not verbal or bare or phrase_end(words, gaps, i + 1) == i + 1


def _is_kept(sentence: Sentence, act: Act, other: _Side) -> bool:
    """Return whether the other side says who did it, there or in the sentences beside."""
    doer, sufferer = _content(sentence, act.doer), _content(sentence, act.sufferer)
    for s, b in other.acts:
        related = b.verb == act.verb or (act.family and b.family == act.family)
        if (
            b.doer
            and (related or doer & _content(s, b.doer))
            and (sufferer & _content(s, b.sufferer) or _is_open(s, b.sufferer) or not sufferer)
        ):
            return True
    return any(_names_doer(s, doer, act.family) for s in (*other.sentences, *other.context))


def _names_doer(sentence: Sentence, doer: frozenset[str], group: str) -> bool:
    """Return whether a sentence makes somebody the doer of some harm of this family, in whatever words."""
    for act in find_acts(sentence):
        if act.family == group and group and doer & _content(sentence, act.doer):
            return True
        if (
            act.verb == "use"
            and act.doer
            and any(_stem(word) in _harms("means") for word in _content(sentence, act.sufferer))
        ):
            return True
    words = lower_words(sentence)
    stems = [_stem(word) for word in words]
    attackers = (
        () if doer & _AUTHORITIES else [word for word, row in _harms("actor").items() if row.family == "attacker"]
    )
    for i, word in enumerate(words):
        if word in attackers and group == "violence" and not word.startswith("suspect"):
            return True
        if _is_force(words, i) and (subject := phrase_before(words, sentence.gaps, i)):
            if doer & _content(sentence, subject) or words[subject[0]] in _PRONOUNS:
                return True
        if word in _harms("account") or word in _harms("means") or word == "hands":
            near = [*stems[max(0, i - 2) : i]]
            if i + 1 < len(words) and words[i + 1] in ("by", "from", "of"):
                near += stems[i + 2 : i + 6]
            if doer & set(near):
                return True
    return False


_AUTHORITIES = frozenset(("police", "army", "officials"))


def _is_force(words: Sequence[str], i: int) -> bool:
    """Return whether a verb of force without an object stands at word `i`."""
    return any(tuple(words[i : i + len(row.words)]) == row.words for row in _harms("force").values())


def _content(sentence: Sentence, span: Span | None) -> frozenset[str]:
    """Return the stems of the telling words of a phrase; words for the same kind of doer are one."""
    words = lower_words(sentence)[slice(*span)] if span else []
    return frozenset(_stem(word) for word in words if word.partition("'")[0] not in _EMPTY and not is_adverb(word))


def _stem(word: str) -> str:
    """Return a word without plural and possessive ending; words for the same kind of doer are one."""
    word = word.removesuffix("'s").removesuffix("'")
    actor = _harms("actor").get(word)
    if actor:
        return actor.family
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word
