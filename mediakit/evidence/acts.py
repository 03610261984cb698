"""Find who is told to do what to whom in a sentence: passives, active verbs with an object, what results from them.

Verbs of harm and how grave they are, nouns that tell harm, and words for doers and for what does nothing of itself
stand in `harms.csv`.
"""

import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from mediakit.evidence.passives import find_passives
from mediakit.evidence.syntax import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    JOINERS,
    PREPOSITIONS,
    PRONOUNS,
    Span,
    after_estimate,
    ends_clause,
    is_adverb,
    is_verb,
    lower_words,
    past_verb,
    phrase_before,
    phrase_end,
    verb_of,
)
from mediakit.evidence.word_features import NAME, mask_all_names
from mediakit.memory import SENTENCES, of_sentence, remember, remember_each
from mediakit.text.batch import Batch
from mediakit.text.document import Sentence
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.words import family

_RELATIVES = family("relative")
_BEFORE_NOUN = (DETERMINERS | family("preposition", "joiner")) - JOINERS
_AFTER_VERB = frozenset("dead down up off out".split())
_NO_OBJECT = JOINERS | _RELATIVES | {"to", "of", "up"}
_OF_WHAT = ("blame", "law")  # "accused the mayor of fraud": the mayor suffers it
_AMOUNTS = frozenset("dozens scores hundreds thousands number group groups half some most many all each one".split())
_DOERS = ("er", "or", "ee", "ist", "man", "men", "people", "ian", "ant")  # endings of words for somebody


class Harm(NamedTuple):
    """A row of `harms.csv`: the family of harm, and for verbs the gravity (1 to 3) and whom it needs.

    `needs`: "somebody" where the verb is grave only if it is done to a person or body ("hit a record").
    """

    family: str
    gravity: int
    needs: str


class Act(NamedTuple):
    """Something done in a sentence; `at` is the number of its verb's word.

    `family` and `gravity` are those of `harms.csv`; a verb that does no harm has "" and 2, or 1 where the doer is no
    person or body or a mere pronoun. `doer` and `sufferer` are None where nobody is named.
    """

    at: int
    verb: str
    family: str
    gravity: int
    doer: Span | None
    sufferer: Span | None
    passive: bool


@remember()
def harms(role: str) -> Mapping[str, Harm]:
    """Return the rows of `harms.csv` of one role under their words.

    Roles: act (a verb with doer and sufferer), force (a verb of force without object), account (a word that tells harm
    without room for a doer), means and cause (do nothing of themselves), weapon (does it for somebody), actor (doers
    of one kind), person (somebody), nobody.
    """
    source = files("mediakit.evidence").joinpath("harms.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(source.splitlines()) if row["role"] == role]
    return MappingProxyType({r["term"]: Harm(r["family"], int(r["gravity"] or 1), r["needs"]) for r in rows})


@remember()
def _openers(role: str) -> frozenset[str]:
    """Return the first words of the rows of a role."""
    return frozenset(term.split(" ")[0] for term in harms(role))


def harm_at(role: str, words: Sequence[str], i: int) -> Harm | None:
    """Return the longest row of a role, of up to three words, that stands at word `i`."""
    if words[i] not in _openers(role):
        return None
    rows = harms(role)
    return next((rows[term] for n in (3, 2, 1) if (term := " ".join(words[i : i + n])) in rows), None)


@remember(SENTENCES, key=of_sentence)
def find_acts(sentence: Sentence) -> tuple[Act, ...]:
    """Return what is done in a sentence, passives first, then active verbs in their order."""
    words = lower_words(sentence)
    found: list[Act] = []
    passives = find_passives(sentence)
    for p in passives:
        doer = p.agent if p.agent and _can_act(sentence, words, p.agent) else None
        longer = " ".join((p.verb, *words[p.end : p.end + 1]))  # "held captive"
        found.append(_act(sentence, p.start, longer if longer in harms("act") else p.verb, doer, p.subject, True))
    taken = {p.start for p in passives}
    for i in range(1, len(words)):
        if i in taken or not _can_be_act(words[i]):
            continue
        if (act := _active(sentence, words, i) or _resulting(sentence, words, i)) is not None:
            found.append(act)
    return tuple(found)


def _act(sentence: Sentence, at: int, verb: str, doer: Span | None, sufferer: Span | None, passive: bool) -> Act:
    """Return an act, graded: "the ruling hit sales" is no grave matter."""
    known = harms("act").get(verb)
    suffers = core(lower_words(sentence)[slice(*sufferer)]) if sufferer else ()
    if known is None or not known.needs and suffers and suffers[-1] in family("is shot or killed without harm"):
        named = doer is not None and _is_somebody(sentence, doer, pronouns=False)
        return Act(at, verb, "", 1 + named, doer, sufferer, passive)
    grave = doer is None or _is_somebody(sentence, doer)
    if known.needs and sufferer:
        grave = grave and _is_somebody(sentence, sufferer)
    return Act(at, verb, known.family, known.gravity if grave else 1, doer, sufferer, passive)


def _active(sentence: Sentence, words: Sequence[str], i: int) -> Act | None:
    """Return the act whose active verb is word `i`: "police shot a man"."""
    verb, gaps = _active_verb(words, i), sentence.gaps
    if not verb:
        return None
    first, last = _joined_verbs(words, i)
    own = phrase_before(words, gaps, first)
    doer = own or _shared_subject(words, gaps, first)
    start, end = _object(words, gaps, last + 1)
    if doer is None or start == end or not _can_act(sentence, words, doer):
        return None
    if doer[1] - doer[0] > 1 and is_verb(words[doer[1] - 1]) and words[doer[1] - 2] not in _BEFORE_NOUN:
        return None  # "reporters mocked ousted officials"
    if doer[0] and is_verb(words[doer[0] - 1]) and find_verb(words[doer[0] - 1]) is None:
        return None  # "the call to quit the EU angered voters"
    unsure = own is None or not past_verb(words[i])  # "and accused accomplice", "mosques massacre"
    if unsure and not (_is_plain(sentence, words, doer[0]) and _is_plain(sentence, words, start)):
        return None
    act = _act(sentence, i, verb, doer, (start, end), False)
    if act.family in _OF_WHAT:
        end = next((m for m in range(start + 1, end) if words[m] == "of"), end)
    return act._replace(sufferer=(start, end))


def _joined_verbs(words: Sequence[str], i: int) -> Span:
    """Return the first and the last of the verbs joined to the one at `i`: "shot and killed a man"."""
    first = last = i
    while first >= 3 and words[first - 1] == "and" and _active_verb(words, first - 2):
        first -= 2
    while last + 2 < len(words) and words[last + 1] == "and" and _active_verb(words, last + 2):
        last += 2
    return first, last


def _object(words: Sequence[str], gaps: Sequence[str], k: int) -> Span:
    """Return the phrase that follows a verb, `k` being the word after it; an empty one if it has no object."""
    while k < len(words) and (words[k] in _AFTER_VERB or is_adverb(words[k])) and not ends_clause(gaps[k]):
        k += 1
    if k == len(words) or gaps[k].strip(' "') or words[k] in _NO_OBJECT:
        return k, k
    k = after_estimate(words, k)
    return k, max(k, phrase_end(words, gaps, k))


def _shared_subject(words: Sequence[str], gaps: Sequence[str], i: int) -> Span | None:
    """Return the subject that the verb at `i` shares with one before: "police charged the crowd and hurt ten"."""
    if words[i - 1] not in ("and", "but", "then"):
        return None
    for k in range(i - 2, 0, -1):
        if ends_clause(gaps[k + 1]) or words[k] in BE:
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
    start, end = _object(words, sentence.gaps, i + 1)
    if doer is None or start == end or not _can_act(sentence, words, doer):
        return None
    return _act(sentence, i, verb, doer, (start, end), False)


def _active_verb(words: Sequence[str], i: int) -> str:
    """Return the base form if word `i` looks like an active verb, else ""; without ending verbs of harm only."""
    word = words[i]
    before = next((words[k] for k in range(i - 1, max(-1, i - 4), -1) if not is_adverb(words[k])), "")
    is_noun = before in _BEFORE_NOUN
    if verb := past_verb(word):
        return "" if before in BE or is_noun else verb
    if word.endswith("ing"):
        return _harm_verb(word) or verb_of(word[:-3] + "ed") if before in BE else ""
    if word in harms("act"):
        plural = before == "police" or (before.endswith("s") and before not in PRONOUNS | _BEFORE_NOUN)
        return word if plural or before in AUXILIARIES - BE else ""
    return "" if is_noun else _harm_verb(word)


@remember()
def _can_be_act(word: str) -> bool:
    """Return whether a word can be an active verb or a participle that tells an act, wherever it stands."""
    if word.endswith("ing") and verb_of(word[:-3] + "ed"):
        return True
    return bool(past_verb(word) or word in harms("act") or _harm_verb(word))


def _harm_verb(word: str) -> str:
    """Return the base form of a verb of harm with the ending -s or -ing, "" if the word is none."""
    if word.endswith("ing"):
        stems: tuple[str, ...] = (word[:-3], word[:-3] + "e", word[:-4])
    else:
        stems = (word[:-1], word[:-2]) if word.endswith("s") else ()
    return next((stem for stem in stems if stem in harms("act")), "")


def _is_plain(sentence: Sentence, words: Sequence[str], k: int) -> bool:
    """Return whether a phrase that begins at `k` is plainly one: it opens with a name, determiner, number or actor."""
    word = words[k]
    opens = word in DETERMINERS | PRONOUNS | PREPOSITIONS or word in harms("actor")
    return opens or sentence.tokens[k][0].isupper() or word[0].isdigit()


def core(phrase: Sequence[str]) -> Sequence[str]:
    """Return the words of a noun phrase up to its head: before a preposition or relative clause."""
    ends = family("preposition", "relative")
    return phrase[: next((k for k, word in enumerate(phrase) if k and word in ends), len(phrase))]


def _can_act(sentence: Sentence, words: Sequence[str], span: Span) -> bool:
    """Return whether a phrase may name a doer: no weather, nobody, no weapon without an owner."""
    phrase = words[slice(*span)]
    told = core(phrase)
    head = told[-1]
    if phrase[-1].endswith(("'s", "s'")) or head in family("calendar"):
        return False
    if head in harms("nobody") or head in harms("cause"):
        return False
    if head in harms("weapon"):
        return _names(sentence, span[0], span[0] + len(told)) or any(word in harms("actor") for word in told)
    if words[span[1] : span[1] + 1] and words[span[1]] in _RELATIVES and any(w in harms("account") for w in phrase):
        return False  # "police at the scene of a shooting that killed two"
    return head not in harms("means")


def _is_somebody(sentence: Sentence, span: Span, pronouns: bool = True) -> bool:
    """Return whether a phrase names a person or body: a name, a word for people or (as asked) a pronoun."""
    phrase = lower_words(sentence)[slice(*span)]
    told = core(phrase)
    head = phrase[-1] if told[-1] in _AMOUNTS else told[-1]
    if head in harms("cause"):
        return False
    if told[0] in PRONOUNS:
        return pronouns
    known = any(head in harms(role) for role in ("actor", "person", "weapon"))
    return known or head.removesuffix("s").endswith(_DOERS) or _names(sentence, span[0], span[0] + len(told))


def _names(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a stretch of words holds a name, a nation or a people."""
    return any(mark_names([sentence])[0][start:end])


@remember_each(SENTENCES, key=of_sentence)
def mark_names(sentences: Sequence[Sentence]) -> list[tuple[bool, ...]]:
    """Return for each word of some sentences whether it belongs to a name, a nation or a people."""
    batch = Batch.of_sentences(sentences)
    words = iter(mask_all_names(batch).words.spell())
    return [tuple(word.startswith(NAME) for word in islice(words, size)) for size in batch.sizes.tolist()]
