"""Find where a rewrite hides or names who did something, or swaps who did it to whom.

The acts of one version are looked for in the other: told without the doer ("police shot a man" → "a man was shot", "a
man died in a shooting"), with the doer, or with doer and sufferer in each other's place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from mediakit.evidence.acts import Act, core, find_acts, harm_at, harms
from mediakit.evidence.syntax import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Span,
    is_adverb,
    is_verb,
    lower_words,
    phrase_before,
    phrase_end,
)
from mediakit.memory import SENTENCES, of_sentence, of_text, remember
from mediakit.text.document import Sentence
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.words import family

_NUMBERS = frozenset("two three four five six seven eight nine ten".split())
_TELLS_NOTHING = (
    PRONOUNS | DETERMINERS | PREPOSITIONS | family("preposition", "joiner", "relative") | {"him", "her"}
) - _NUMBERS
_USES = frozenset("use uses used using".split())
_AUTHORITIES = frozenset(("police", "army", "officials"))
_SUPPOSING = frozenset("would could may might should can will must to wouldn't couldn't won't can't cannot".split())
_SHORT_NAME, _LONGEST_ENDING = 3, 3  # letters: Iran is long enough for Iranian, Egypt takes -ian
_NEAR, _LONGEST = 4, 14  # words between a sufferer, told by number or by noun, and a noun that tells the harm


class AgencyChange(NamedTuple):
    """One change of who is said to have done something.

    `change` is "agentless" (an active verb or agent became a passive or noun without doer), "agent dropped" (of a
    passive), "agent named" (the doer came), or "roles swapped". `old` and `new` are the words, `old_span` and
    `new_span` their characters in the texts as given; `doer` the words for who did it, `verb` its base form. `gravity`
    is 3 for harm to people and for swapped roles, 2 for the rest, 1 where the doer is a pronoun or no person or body;
    one less where the version that hides a doer has the same one do something else, or somebody speak who may be it.
    """

    change: str
    old: str
    new: str
    old_span: Span
    new_span: Span
    doer: str
    verb: str
    gravity: int


class _Place(NamedTuple):
    """A stretch of words of a sentence."""

    sentence: Sentence
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Its characters in the text as given."""
        return self.sentence.spans[self.start][0], self.sentence.spans[self.end - 1][1]

    @property
    def text(self) -> str:
        """Its words as they stand in the text."""
        base = max(self.sentence.start, 0)
        return self.sentence.text[self.span[0] - base : self.span[1] - base]


class _Told(NamedTuple):
    """An act, the sentence it stands in, and the stems of the words for doer and sufferer (empty for a pronoun)."""

    sentence: Sentence
    act: Act
    doer: frozenset[str]
    sufferer: frozenset[str]

    @property
    def place(self) -> _Place:
        """The words from the first to the last that the act is made of."""
        verb = (self.act.at, self.act.at + len(self.act.verb.split()))
        spans = [span for span in (self.act.doer, self.act.sufferer, verb) if span]
        return _Place(self.sentence, min(span[0] for span in spans), max(span[1] for span in spans))


@dataclass(frozen=True)
class _Side:
    """The sentences of one version that are compared, and those beside them."""

    sentences: tuple[Sentence, ...]
    context: tuple[Sentence, ...]

    @cached_property
    def acts(self) -> list[_Told]:
        """The acts of the compared sentences."""
        return [told for sentence in self.sentences for told in _acts(sentence)]


class _Hidden(NamedTuple):
    """An act whose doer the other side does not tell: the kind of change, the act, where the other side has it."""

    change: str
    told: _Told
    place: _Place
    gravity: int


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
    changes = [_change("roles swapped", a, a.place, b.place, 3) for a, b in _swaps(left, right)]
    changes += [_change(h.change, h.told, h.told.place, h.place, h.gravity) for h in _hidden(left, right)]
    changes += [_change("agent named", h.told, h.place, h.told.place, h.gravity) for h in _hidden(right, left)]
    return sorted(set(changes), key=lambda change: (-change.gravity, change.old_span, change.new_span))


def _change(change: str, told: _Told, old: _Place, new: _Place, gravity: int) -> AgencyChange:
    """Return the row of a change."""
    doer = _Place(told.sentence, *told.act.doer).text if told.act.doer else ""
    return AgencyChange(change, old.text, new.text, old.span, new.span, doer, told.act.verb, gravity)


def _acts(sentence: Sentence) -> list[_Told]:
    """Return the acts of a sentence with the stems of their doers and sufferers."""
    return [_Told(sentence, *found) for found in _named_acts(sentence)]


@remember(SENTENCES, key=of_sentence)
def _named_acts(sentence: Sentence) -> list[tuple[Act, frozenset[str], frozenset[str]]]:
    """Return the acts of a sentence, each with the stems of its doer and of its sufferer."""
    words = lower_words(sentence)
    told = []
    for act in find_acts(sentence):
        doer = (act.doer[0], act.doer[0] + len(core(words[slice(*act.doer)]))) if act.doer else None
        told.append((act, _stems(words, doer), _stems(words, act.sufferer)))
    return told


def _stems(words: Sequence[str], span: Span | None) -> frozenset[str]:
    """Return the stems of the telling words of a phrase."""
    phrase = words[slice(*span)] if span else ()
    telling = (word for word in phrase if word.partition("'")[0] not in _TELLS_NOTHING and not is_adverb(word))
    return frozenset(map(_stem, telling))


def _stem(word: str) -> str:
    """Return a word without plural and possessive ending; words for the same kind of doer are one."""
    word = word.removesuffix("'s").removesuffix("'")
    if actor := harms("actor").get(word):
        return actor.family
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def _swaps(left: _Side, right: _Side) -> Iterator[tuple[_Told, _Told]]:
    """Yield the acts in which doer and sufferer have changed places, unless a side tells it both ways."""
    for a, b in product(left.acts, right.acts):
        if a.act.family and _are_crossed(a, b):
            if not _is_mutual(left, a, b) and not _is_mutual(right, b, a):
                yield a, b


def _is_mutual(side: _Side, told: _Told, crossed: _Told) -> bool:
    """Return whether a side tells the act the other way round too: "Hill accused Lowe, who accused him"."""
    same = [other for other in side.acts if other.act.verb == told.act.verb]
    return any(_are_crossed(told, other) or (crossed.doer & other.doer and not other.sufferer) for other in same)


def _are_crossed(a: _Told, b: _Told) -> bool:
    """Return whether words for the doer of one act stand for the sufferer of the other, and the other way round."""
    doer, new_doer = a.doer - b.doer, b.doer - a.doer
    sufferer, new_sufferer = a.sufferer - b.sufferer, b.sufferer - a.sufferer
    return a.act.verb == b.act.verb and bool(doer & new_sufferer and sufferer & new_doer)


def _hidden(side: _Side, other: _Side) -> Iterator[_Hidden]:
    """Yield the acts with a doer on one side that the other side tells without; of one doer's acts the gravest."""
    known: set[tuple[int, Span]] = set()
    for told in sorted(side.acts, key=lambda told: -told.act.gravity):
        doer = told.act.doer
        if doer is None or (told.sentence.start, doer) in known or _is_kept(told, other):
            continue
        supposed = _is_supposed(told)
        if supposed and not told.act.passive:
            continue
        passive = _passive_account(told, other, side)
        nouns = (_noun_account(sentence, told) for sentence in other.sentences if not supposed)
        noun = None if passive else next((found for found in nouns if found), None)
        place = passive or noun or _open_account(told, other)
        if place:
            known.add((told.sentence.start, doer))
            change = "agent dropped" if told.act.passive and not noun else "agentless"
            yield _Hidden(change, told, place, _grade(change, told, other))


def _grade(change: str, told: _Told, other: _Side) -> int:
    """Return the gravity of a hidden doer: one less where the other side may name the same one for something else."""
    may_be = change == "agentless" and not told.act.family and _has_speaker(other)
    return max(1, told.act.gravity - (may_be or _does_else(told, other)))


def _is_supposed(told: _Told) -> bool:
    """Return whether an act is not told as done: "would shoot", "to shoot", "if police shot"."""
    words, act = lower_words(told.sentence), told.act
    start = act.at
    while start and (words[start - 1] in AUXILIARIES or is_adverb(words[start - 1])):
        start -= 1
    clause = words[max(0, act.doer[0] - 1) : act.at] if act.doer else []
    return "if" in clause or not _SUPPOSING.isdisjoint(words[start : act.at])


def _does_else(told: _Told, side: _Side) -> bool:
    """Return whether a side has the doer do something else than speak; for harm the sentences beside count too."""
    beside = [other for sentence in side.context for other in _acts(sentence)] if told.act.family else []
    acts = [*side.acts, *beside]
    return any(told.doer & other.doer and find_verb(other.act.verb) is None for other in acts)


def _has_speaker(side: _Side) -> bool:
    """Return whether a side names somebody who speaks or thinks: perhaps the doer in other words."""
    for sentence in side.sentences:
        words = lower_words(sentence)
        for i, word in enumerate(words):
            if find_verb(word) and (subject := phrase_before(words, sentence.gaps, i)):
                if words[subject[0]] not in PRONOUNS and is_verb(word):
                    return True
    return False


def _is_same_harm(one: Act, other: Act) -> bool:
    """Return whether two acts are of one verb or family of harm."""
    return one.verb == other.verb or (one.family != "" and one.family == other.family)


def _passive_account(told: _Told, other: _Side, own: _Side) -> _Place | None:
    """Return where the other side tells an act to the same sufferer as a passive without doer, and its own does not."""
    kept = {(a.act.verb, a.sufferer) for a in own.acts if a.act.doer is None}
    agentless = (b for b in other.acts if b.act.doer is None and (b.act.verb, b.sufferer) not in kept)
    alike = (b.place for b in agentless if told.sufferer & b.sufferer and _is_same_harm(told.act, b.act))
    return next(alike, None)


def _open_account(told: _Told, other: _Side) -> _Place | None:
    """Return where the other side has the same verb without doer, done to a pronoun or, if but once, in other words."""
    same = [b for b in other.acts if b.act.verb == told.act.verb]
    for b in same:
        alone = len(same) == 1 and (told.act.passive or told.act.family) and _numbers(told) == _numbers(b)
        clause = lower_words(b.sentence)[slice(*b.act.sufferer)] == ["it"] if b.act.sufferer else False
        if b.act.doer is None and (alone or not (b.sufferer or clause and find_verb(b.act.verb))):  # it was said that
            return b.place
    return None


def _numbers(told: _Told) -> frozenset[str]:
    """Return the numbers in the words for a sufferer."""
    words = lower_words(told.sentence)[slice(*told.act.sufferer)] if told.act.sufferer else []
    return frozenset(word for word in words if word[0].isdigit() or word in _NUMBERS or word == "one")


def _noun_account(sentence: Sentence, told: _Told) -> _Place | None:
    """Return where a sentence tells the harm by a noun or "died", without room for a doer."""
    words = lower_words(sentence)
    nouns = [i for i in range(len(words)) if told.act.family and _is_account(words, sentence.gaps, i, told.act.family)]
    named = [i for i, word in enumerate(words) if _stem(word) in told.sufferer and word not in harms("actor")]
    near = [(abs(i - k), i, k) for i, k in product(named, nouns)]
    near = [(gap, i, k) for gap, i, k in near if gap < (_NEAR if words[i] in _NUMBERS else _LONGEST)]
    if not near:
        return None
    _, i, k = min(near)
    return _Place(sentence, min(i, k), max(i, k) + 1)


def _is_account(words: Sequence[str], gaps: Sequence[str], i: int, group: str) -> bool:
    """Return whether word `i` tells harm of a family without a doer; "killing" before its object does not."""
    row = harm_at("account", words, i)
    if row is None or row.family != group:
        return False
    verbal = words[i].endswith("ing") or words[i] in harms("act")
    bare = i + 1 == len(words) or words[i + 1] == "of" or bool(gaps[i + 1].strip())
    return not verbal or bare or phrase_end(words, gaps, i + 1) == i + 1


def _is_kept(told: _Told, other: _Side) -> bool:
    """Return whether the other side says who did it, there or in the sentences beside."""
    for b in other.acts:
        if b.act.doer and (_is_same_harm(told.act, b.act) or told.doer & b.doer):
            if told.sufferer & b.sufferer or not b.sufferer or not told.sufferer:
                return True
    return any(_names_doer(sentence, told) for sentence in (*other.sentences, *other.context))


def _names_doer(sentence: Sentence, told: _Told) -> bool:
    """Return whether a sentence makes the doer, or a pronoun, the doer of this sort of harm, in whatever words."""
    words = lower_words(sentence)
    for other in _acts(sentence) if told.act.family or not _USES.isdisjoint(words) else ():
        if told.act.family and other.act.family == told.act.family and told.doer & other.doer:
            return True
        if other.act.verb == "use" and other.act.doer and not other.sufferer.isdisjoint(harms("means")):
            return True
    if told.act.family == "violence" and not told.doer & _AUTHORITIES and _has_attacker(words):
        return True
    force, harm, causes = _telling(sentence)
    forced = any(_uses_force(words, sentence.gaps, i, told.doer) for i in force)
    owned = forced or any(_owns_harm(words, i, told) for i in harm)
    return owned or any(_stem(word) in told.doer for i in causes for word in words[i + 2 : i + 6])


@remember(SENTENCES, key=of_text)
def _telling(sentence: Sentence) -> tuple[tuple[int, ...], ...]:
    """Return the words of a sentence at which a verb of force stands, harm or what did it is told, a cause is given.

    A doer may be named behind words for a cause: flooded due to the storm.
    """
    words = lower_words(sentence)
    tells = {*harms("account"), *harms("means"), "hands"}
    force = [i for i in range(len(words)) if harm_at("force", words, i)]
    harm = [i for i, word in enumerate(words) if word in tells]
    causes = [i for i, pair in enumerate(pairwise(words)) if pair in _BLAMING]
    return tuple(force), tuple(harm), tuple(causes)


def _has_attacker(words: Sequence[str]) -> bool:
    """Return whether a word stands there that says that its bearer did it: gunman, attacker."""
    actors = (harms("actor").get(word) for word in words if not word.startswith("suspect"))
    return any(row is not None and row.family == "attacker" for row in actors)


def _uses_force(words: Sequence[str], gaps: Sequence[str], i: int, doer: frozenset[str]) -> bool:
    """Return whether the verb of force at word `i` has the doer or a pronoun as subject."""
    subject = phrase_before(words, gaps, i)
    return subject is not None and (words[subject[0]] in PRONOUNS or bool(doer & _stems(words, subject)))


def _owns_harm(words: Sequence[str], i: int, told: _Told) -> bool:
    """Return whether a word for harm at word `i` is the doer's: "a police shooting", "at the hands of police"."""
    account = harms("account").get(words[i])
    tells = account is not None and account.family == told.act.family
    if not tells and words[i] not in harms("means") and words[i] != "hands":
        return False
    after = words[i + 2 : i + 6] if words[i + 1 : i + 2] in (["by"], ["from"], ["of"]) else ()
    near = [_stem(word) for word in (*words[max(0, i - 2) : i], *after)]
    return any(stem in told.doer or _is_kin(stem, name) for stem in near for name in told.doer)


_BLAMING = (("due", "to"), ("because", "of"), ("thanks", "to"), ("owing", "to"))


def _is_kin(word: str, name: str) -> bool:
    """Return whether a word is an adjective made from a name: Serbian of Serbia."""
    return len(name) > _SHORT_NAME and word.startswith(name) and len(word) - len(name) <= _LONGEST_ENDING
