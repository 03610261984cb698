"""Tell whether a form of a reporting verb reports here: "slammed the plan" does, "slammed the door" does not."""

import numpy as np

from mediakit.memory import Memory, once
from mediakit.text.batch import Array, Batch, Phrases
from mediakit.text.reporting_verbs import PHRASES, ReportingVerb, find_opener, read_forms, read_verbs
from mediakit.text.speech.grammar import clause_start, first_verb, phrase_end
from mediakit.text.speech.tokens import (
    AUXILIARIES,
    BE,
    DESCRIBING,
    DETERMINERS,
    GRADING,
    JOINERS,
    LEAD_BASE,
    NO_SUBJECTS,
    PAPERS,
    PAUSES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SHOWING,
    SUBORDINATORS,
    TIMES,
    Token,
    holds_quotation,
    is_adverb,
    is_name,
    is_passive,
    is_verb,
    is_when,
    owns,
    reporting_verb,
    starts_phrase,
    word_at,
)
from mediakit.text.words import conjugate, family

_CLAUSE = family("opens a clause")
_NUMERALS = family("numeral")
_UNSURE = family("modal of what may be")
_REALISING = family("realises an infinitive")
_SILENT = family("is silence where denied")
_WITH_INFINITIVE = family("takes an infinitive")
_WITH_OBJECT = family("takes an object and an infinitive")
_WITH_GERUND = family("before a gerund")
_ONLY_PARTICIPLES = frozenset(
    conjugate(name.split()[0]).past[1] for name in read_verbs() if len(conjugate(name.split()[0]).past) > 1
) - {"learnt", "spelt", "pled"}
_DESCRIBED = _WITH_GERUND | GRADING
_NEAR = 5
_BEFORE_NOUN, _HELPING = PREPOSITIONS - {"like", "than"}, AUXILIARIES - BE
_ARTICLES, _INTRODUCES = DETERMINERS | {"one"}, DETERMINERS | {"that"}
_NO_NOUN, _DEPENDS = DETERMINERS | PREPOSITIONS | PRONOUNS | _CLAUSE, RELATIVES | SUBORDINATORS
_NO_LABELLED = _NO_NOUN | AUXILIARIES | JOINERS
_NO_NOUN_BEFORE = PRONOUNS | AUXILIARIES | RELATIVES
_FORWARD = 4
_CLAUSE_REACH = 12
_OF_SUBJECT = 9


@once
def verb_forms() -> Phrases[str]:
    """Return the forms of reporting verbs as phrases to look for."""
    return Phrases({tuple(form.split()): form for form in read_forms()}, str.lower)


def find_openers(batch: Batch, marked: Array) -> Array:
    """Return the words at which a form of a reporting verb may report: not behind what makes it a noun, nor far from
    quotations if it reports beside one only (`marked` sentences have some).
    """
    openers = np.unique(verb_forms().find(batch, batch.place > 0)[0])
    words = openers.tolist()
    own = np.fromiter((_AS_OPENER[batch.tokens[i]] for i in words), dtype=np.intp, count=len(words))
    behind = np.fromiter((_AS_PLACE[batch.tokens[i - 1]] for i in words), dtype=np.intp, count=len(words))
    follows = batch.gap_before["blank"][openers] & (batch.place[openers] > 0)
    is_noun = follows & (own & behind > 0)
    return np.asarray(openers[~is_noun & (marked[batch.of[openers]] | (own & _QUOTING == 0))])


_ANY, _THIRD, _BARE, _QUOTING = 1, 2, 4, 8


def _describe_opener(token: str) -> int:
    """Return whether a word begins forms of verbs, s-forms only, base forms only of what are nouns as often, and forms
    only that report beside quotations, as the sum of their flags.
    """
    opener = find_opener(token.lower())
    if opener is None:
        return 0
    forms = opener.forms
    nouns = (form.tense == "base" and form.verb.is_noun and form.verb.verb not in SHOWING for form in forms)
    third, quoting = (form.tense == "present" for form in forms), (form.verb.needs == "quote" for form in forms)
    return _ANY + _THIRD * all(third) + _BARE * all(nouns) + _QUOTING * all(quoting)


def _describe_place(token: str) -> int:
    """Return whether any form, an s-form, and a base form behind a word is a noun, as `reporting_verb` says."""
    word = token.lower().rstrip(".")
    third = word in PREPOSITIONS or word in BE or word in DESCRIBING
    bare = not (word in LEAD_BASE or word.endswith("s") or is_adverb(Token(token, 0, 0)))
    return _ANY * (word in NO_SUBJECTS) + _THIRD * third + _BARE * bare


_AS_OPENER, _AS_PLACE = Memory(_describe_opener), Memory(_describe_place)


def find_cue(tokens: list[Token], i: int) -> tuple[ReportingVerb, str, int] | None:
    """Return the reporting verb at `i` that reports there, its tense and how many words it has, or None."""
    found = reporting_verb(tokens, i)
    if found is None or not found[0].frame:
        return None
    return found if _reports(tokens, i, *found) else None


def _reports(tokens: list[Token], i: int, verb: ReportingVerb, tense: str, width: int) -> bool:
    """Tell whether a form of a verb, found at `i`, reports speech."""
    last = i + width
    after = word_at(tokens, last)
    if not is_done(tokens, i, tense) or verb.verb in _SILENT and _is_denied(tokens, i):
        return False
    if tense in ("past", "participle") and _describes(tokens, i, tense):
        return False
    quoted = holds_quotation(tokens[max(0, i - _NEAR) : last + _NEAR])
    if tense in ("base", "present") and not _is_verb(verb, tokens, i, last, quoted):
        return False
    counts = _is_amount(after) and verb.verb not in PHRASES  # admitted 40 patients, not: according to 40 patients
    if counts and not quoted and not clause_follows(tokens, last):
        return False
    passive = tense == "past" and is_passive(tokens, i)
    if passive and verb.force == "factive" and after not in ("to", "that", "as", "by"):  # was not disclosed
        return False
    if not quoted and not passive and verb.verb != "say" and _lacks_object(verb, tense, tokens, i, last):
        return False
    if verb.needs == "comma":
        return tokens[i - 1].text == "," and i > 0
    if verb.needs == "quote":
        return quoted and (verb.frame != "turn" or _is_beside(tokens, i, last))
    if verb.needs == "clause":
        clause = clause_follows(tokens, last) and (verb.frame != "label" or after in _CLAUSE)
        if quoted or clause or _is_set_off(tokens, i, last) or _is_cited(tokens, i) or _inverts(verb, tokens, i, last):
            return True
        if passive:
            labels = verb.frame == "label" and bool(after) and after not in PREPOSITIONS
            return word_at(tokens, i - 1) != "be" and (after in ("to", "that", "as") or labels)
        if after == "to" and verb.verb in _WITH_INFINITIVE or verb.verb in _WITH_OBJECT and _has_to(tokens, last):
            return True
        return verb.frame == "label" and _names(tokens, last) or _is_of_paper(verb, tokens, i)
    return True


def is_done(tokens: list[Token], i: int, tense: str) -> bool:
    """Tell whether somebody did say it: "went on to say", "did say"; not "declined to say", "may say"."""
    if tense == "past" and word_at(tokens, i - 1) == "be":
        return all(word_at(tokens, k) not in _UNSURE for k in range(max(0, i - _FORWARD), i))
    if tense != "base":
        return True
    at = i - 1
    while at > 0 and (is_adverb(tokens[at]) or tokens[at].lower == "not"):
        at -= 1
    if word_at(tokens, at) != "to":
        return word_at(tokens, at) not in _UNSURE
    return any(word_at(tokens, k) in _REALISING for k in range(max(0, at - _FORWARD), at))


def _is_denied(tokens: list[Token], i: int) -> bool:
    """Tell whether a verb is denied: "would not comment", "did not respond"."""
    before = [word_at(tokens, k) for k in (i - 1, i - 2)]
    return any(word in ("not", "never") or word.endswith(("n't", "n’t")) for word in before)


def _describes(tokens: list[Token], i: int, tense: str) -> bool:
    """Tell whether a participle only describes: "over alleged errors", "posts written on", "charged with advising"."""
    before = word_at(tokens, i - 1)
    if tense == "participle":
        before = word_at(tokens, i - 2) if before == "not" else before
        return before in _DESCRIBED or before.endswith("est")
    if _modifies(tokens, i) or before in GRADING and word_at(tokens, i + 1) != "that":
        return True
    if before in _BEFORE_NOUN or i and owns(tokens[i - 1]):
        return True
    noun = before.islower() and before not in _NO_NOUN_BEFORE and i and not is_name(tokens[i - 1])
    if noun and word_at(tokens, i + 1) in ("is", "are", "was", "were") and not is_adverb(tokens[i - 1]):
        return all(word_at(tokens, k) not in RELATIVES for k in range(max(0, i - _NEAR), i))  # one name mentioned was
    if tokens[i].lower not in _ONLY_PARTICIPLES:
        return False
    return all(word_at(tokens, k) not in AUXILIARIES for k in range(max(0, i - _FORWARD), i))


def _modifies(tokens: list[Token], i: int) -> bool:
    """Tell whether a past form stands between an article with an adverb and a noun: "one previously announced plan"."""
    at, after = i - 1, word_at(tokens, i + 1)
    while at > 0 and is_adverb(tokens[at]):
        at -= 1
    if at == i - 1 or word_at(tokens, at) not in _ARTICLES:
        return False
    return after.isalpha() and after not in _NO_NOUN and not tokens[i + 1].is_capital


def _lacks_object(verb: ReportingVerb, tense: str, tokens: list[Token], i: int, last: int) -> bool:
    """Tell whether nothing follows that a verb could report: "rain threatened.", "she blasted at noon"."""
    loose = tense == "participle" and tokens[i - 1].text not in PAUSES and not is_passive(tokens, i)
    if loose and (last >= len(tokens) or tokens[last].text in ".!?,;"):  # visual and audio sharing
        return all(t.lower != "that" for t in tokens[last : last + _CLAUSE_REACH])
    if last >= len(tokens) or tokens[last].text in ".!?":
        return not _is_set_off(tokens, i, last) and "," not in [t.text for t in tokens[max(0, i - _CLAUSE_REACH) : i]]
    return verb.frame != "say" and tokens[last].lower in ("at", "in", "on") and len(verb.verb.split()) == 1


def _names(tokens: list[Token], at: int) -> bool:
    """Tell whether a label follows: "portrays itself as independent", "called Orr's remarks a disaster"."""
    first = word_at(tokens, at)
    if _has_as(tokens, at) or first.endswith("ing") or first in PREPOSITIONS:  # considers renewing the deal
        return _has_as(tokens, at)
    for k in range(at + 1, min(at + _NEAR, len(tokens))):
        if tokens[k].lower in ("a", "an", "the", "one"):
            return not is_when(tokens, k) and word_at(tokens, k + 1) not in TIMES
        if not tokens[k].text[0].isalnum() or tokens[k].lower in _NO_LABELLED:
            return False
        if is_verb(tokens[k], tokens[k - 1]):
            return False
    return False


def _has_to(tokens: list[Token], at: int) -> bool:
    """Tell whether what somebody will do follows: "expects markets to fall"."""
    ahead = [t.lower for t in tokens[at : at + _NEAR + 1]]
    stop = next((k for k, word in enumerate(ahead) if not word[0].isalnum() or word in AUXILIARIES), len(ahead))
    return "to" in ahead[1:stop]


def _has_as(tokens: list[Token], at: int) -> bool:
    """Tell whether a label follows with "as": "portrays itself as independent"."""
    ahead = tokens[at : at + _NEAR + 1]
    stop = next((k for k, t in enumerate(ahead) if t.text in ",;:.—–"), len(ahead))
    return any(t.lower == "as" and (k == 0 or ahead[k - 1].lower != "such") for k, t in enumerate(ahead[:stop]))


def _is_of_paper(verb: ReportingVerb, tokens: list[Token], i: int) -> bool:
    """Tell whether a verb says what its subject, something written or counted, shows: "a poll on Sunday showed him"."""
    if verb.verb not in SHOWING:
        return False
    for k in range(i - 1, max(-1, i - 10), -1):
        if tokens[k].text in ",;:.—–" or tokens[k].quote >= 0:
            return False
        if tokens[k].lower in PAPERS:
            return True
    return False


def _is_beside(tokens: list[Token], i: int, last: int) -> bool:
    """Tell whether a quotation stands right beside a verb, its subject or its hearer at most between them."""
    right = tokens[last : last + _NEAR]
    for k, token in enumerate(right):
        if token.quote >= 0:
            return k == 0 or right[k - 1].text in ",:" or right[k - 1].lower in _INTRODUCES
    left = tokens[max(0, i - 12) : i]
    return any(t.quote >= 0 for t in left) and not any(
        is_verb(t, left[k - 1] if k else None) and left[k].quote < 0 for k, t in enumerate(left[-_NEAR:])
    )


def clause_follows(tokens: list[Token], at: int) -> bool:
    """Tell whether a clause begins at a place: "that it fell", "whether …", "the plan will fail"."""
    while at < len(tokens) and (is_adverb(tokens[at]) or tokens[at].lower in TIMES or tokens[at].lower == "later"):
        at += 1
    first = word_at(tokens, at)
    if not first:
        return False
    if first in _CLAUSE:
        return first != "that" or bool(word_at(tokens, at + 1) and word_at(tokens, at + 2))
    amount = _is_amount(first)
    if not amount and first not in DETERMINERS and not is_name(tokens[at]) and not first.endswith("s"):
        return False
    for k in range(at + 1, min(at + _CLAUSE_REACH, len(tokens))):
        token = tokens[k]
        ends = token.lower in ("who", "which", "that", "to") or amount and token.lower in ("and", "or", "but")
        if token.quote >= 0 or token.text in ",;:.—–" or ends:
            return False
        if token.lower in AUXILIARIES or amount and is_verb(token, tokens[k - 1]):
            return True
    return False


def _is_amount(word: str) -> bool:
    return word[:1].isdigit() or word in _NUMERALS


def _is_set_off(tokens: list[Token], i: int, last: int) -> bool:
    """Tell whether a verb ends what is inserted: "…, she hoped", "…, thinks Ann Orr"."""
    first = next((k + 1 for k in range(i - 1, max(-1, i - _OF_SUBJECT), -1) if tokens[k].text in ",—–-"), 0)
    while first and tokens[first].lower == "as":
        first += 1
    plain = first < i and starts_phrase(tokens[first]) and first_verb(tokens[first:i]) < 0
    brief = tokens[i - 1].lower in PRONOUNS or all(map(is_name, tokens[first:i]))
    return bool(first) and plain and is_set_off(tokens, first, last) and (brief or is_clause(tokens[:first]))


def _inverts(verb: ReportingVerb, tokens: list[Token], i: int, last: int) -> bool:
    """Tell whether a verb and its subject end what is said: "It can hurt, adds psychologist Mary Alvord."."""
    if verb.frame != "say" or i < 3 or tokens[i - 1].text != "," or last >= len(tokens):
        return False
    end = last + phrase_end(tokens[last:])
    named = any(map(is_name, tokens[last : last + 2])) and not any(map(owns, tokens[last:end]))
    named = named and is_clause(tokens[: i - 1])
    return named and (end == len(tokens) or tokens[end].text in ".!?") and first_verb(tokens[last:end]) < 0


def _is_cited(tokens: list[Token], i: int) -> bool:
    """Tell whether a verb ends what is cited: "as the Daily Record notes, …"."""
    k = i - 1
    while k > 0 and (is_name(tokens[k]) or tokens[k].lower in DETERMINERS):
        k -= 1
    return k < i - 1 and tokens[k].lower == "as" and i + 1 < len(tokens) and tokens[i + 1].text == ","


def _is_verb(verb: ReportingVerb, tokens: list[Token], i: int, last: int, quoted: bool) -> bool:
    """Tell a verb in the base or s-form from the noun that looks alike."""
    before, after = word_at(tokens, i - 1), word_at(tokens, last)
    if before in DESCRIBING or before in PREPOSITIONS:
        return before == "to" and tokens[i].lower == verb.verb.split()[0]
    if not verb.is_noun:
        return True
    if before[:1].isdigit():
        return False
    quoted = quoted and _is_beside(tokens, i, last)
    if before in ("to", "not") or before in _HELPING or before in PRONOUNS or quoted:
        return True
    if clause_follows(tokens, last) or after in DETERMINERS or _is_set_off(tokens, i, last) or _is_cited(tokens, i):
        return True
    if after and (verb.frame == "label" and _has_as(tokens, last) or _is_of_paper(verb, tokens, i)):
        return True
    if tokens[i].lower == verb.verb and after in AUXILIARIES:  # which the companies claim are hampered
        return any(word_at(tokens, k) in ("which", "that", "who") for k in range(max(0, i - 4), i - 1))
    named = i > 0 and is_name(tokens[i - 1]) and i > 1
    return named and bool(after) and after not in PREPOSITIONS and not is_verb(tokens[last], tokens[i])


def is_set_off(words: list[Token], first: int, last: int, *, hearer: bool = False) -> bool:
    """Tell whether a subject at `first` and its verb stand behind what is said: "It fell, officials said on Monday."

    The verb ends at `last`; it may have a `hearer`. Where more follows than a time, the words before must be a clause.
    """
    first -= words[first - 1].lower == "as"  # the oldest town, as the guidebooks say
    if first < 2 or words[first - 1].text not in ",—–-":
        return False
    at = last + _n_of_hearer(words[last:]) if hearer else last
    told = at > last
    while at < len(words) and (is_adverb(words[at]) or is_when(words, at)):
        at += 1
    ends = at == len(words) or words[at].text in ".!?,;—–-" or words[at].lower in JOINERS
    if ends and not told:
        return True
    return (ends or words[at].lower in _WHERE) and is_clause(words[:first])


_WHERE = frozenset("on in at during after before through via as to".split())


def _n_of_hearer(words: list[Token]) -> int:
    """Return how many words name to whom it was said: "told reporters", "told the Daily Record"."""
    n = 1 + (bool(words) and words[0].lower in DETERMINERS)
    while n < len(words) and is_name(words[n]):
        n += 1
    return min(n, len(words))


def is_clause(words: list[Token]) -> bool:
    """Return whether words up to a comma are a main clause, with a verb and no word that makes them depend."""
    clause = words[clause_start(words) :]
    return bool(clause) and clause[0].lower not in _DEPENDS and first_verb(clause) > 0
