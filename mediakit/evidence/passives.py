"""Find the passives of a sentence: a form of be or get with a past participle, and who is named after "by".

Terms after Huddleston and Pullum, The Cambridge Grammar of the English Language (2002), chapter 16. Participles that
no rule makes, and those that are adjectives, stand in `participles.csv`; what "by" may name besides a doer stands in
`by_phrases.csv`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mediakit.evidence.syntax import (
    BE,
    CLAUSE_WORDS,
    DETERMINERS,
    JOINERS,
    PREPOSITIONS,
    PRONOUNS,
    SHARES,
    Span,
    after_estimate,
    ends_clause,
    is_adverb,
    lower_words,
    phrase_before,
    phrase_end,
    term_at,
    terms,
    verb_of,
)
from mediakit.memory import SENTENCES, of_sentence, remember
from mediakit.text.document import Sentence
from mediakit.text.words import family

_GET = frozenset("get gets got getting gotten".split())
_FINITE_BE = BE - {"be", "been", "being"}
_CONTRACTED = frozenset("he she it that this who what where how".split())  # with 's, which may be "is"
_SUBJECTS = frozenset("i you he she it we they this that these those".split())
_ASKING = frozenset("who what why when where how which whom only nor neither never so".split())
_DENYING = frozenset("only nor neither never".split())
_PARTICLES = frozenset("up down out off over away in on back apart together".split())
_AFTER = _PARTICLES | PREPOSITIONS | CLAUSE_WORDS | JOINERS | family("calendar") | {"to", "as", "dead"}
_REPORTING = frozenset("said told added had".split())  # after a comma these begin a clause
_GOING_BY = frozenset("stand pass drop stop run swing live swear judge lie fly drive walk put lead win lose".split())
_NO_GERUNDS = frozenset("king nothing something everything anything".split())
_EVENTS = tuple(
    """tion sion ment killing bombing shooting stabbing beating shelling ruling ack rrest raid protest speech report
    study visit book""".split()
)  # endings of nouns that may have a "by" of their own
_REACH = 12  # words between a participle and its "by"
_GROUP = 7  # words of a verb group


class Passive(NamedTuple):
    """One passive; all places are numbers of words of the sentence, ends exclusive.

    `start` and `end` are those of the participle, `verb` its base form. `agent` is what "by" names as the doer, None
    if nobody is named. `finite`: it has a form of be or get of its own; a participle joined to another ("was arrested
    and charged") or reduced ("a law passed by the senate") has none. `subject` is a guess at what it is said of.
    """

    start: int
    end: int
    participle: str
    verb: str
    agent: Span | None
    finite: bool
    subject: Span | None


@remember(SENTENCES, key=of_sentence)
def find_passives(sentence: Sentence) -> tuple[Passive, ...]:
    """Return the passives of a sentence in the order of their participles.

    Adjectives that look like participles ("was tired", "is located") are none, unless "by" names who did it.
    """
    words, gaps = lower_words(sentence), sentence.gaps
    found: dict[int, Passive] = {}
    for i, word in enumerate(words):
        if _is_auxiliary(words, i):
            at, finite = _participle_after(sentence, words, i), True
            subject = phrase_before(words, gaps, i) if at is not None else None
        elif word == "by":
            at, finite = _reduced(words, gaps, i), False
            subject = phrase_before(words, gaps, at) if at is not None else None
        else:
            continue
        if at is None or at in found:
            continue
        found[at] = _passive(sentence, words, at, finite, subject)
        for place in _joined(words, gaps, at) if finite else ():
            found[place] = _passive(sentence, words, place, False, subject)
    return tuple(found[place] for place in sorted(found))


def _passive(sentence: Sentence, words: Sequence[str], at: int, finite: bool, subject: Span | None) -> Passive:
    """Return the passive whose participle is word `at`."""
    agent = _agent(words, sentence.gaps, at)
    return Passive(at, at + 1, sentence.tokens[at], verb_of(words[at]), agent, finite, subject)


def _is_auxiliary(words: Sequence[str], i: int) -> bool:
    """Return whether word `i` is a form of be or get that can make a passive; "there are" cannot."""
    word = words[i]
    if word in _GET or word in BE:
        return not (i and words[i - 1] == "there")
    stem, mark, ending = word.rpartition("'")
    return bool(mark) and (ending in ("m", "re") or (ending == "s" and stem in _CONTRACTED))


def _participle_after(sentence: Sentence, words: Sequence[str], i: int) -> int | None:
    """Return where the participle stands that belongs to the auxiliary at `i`."""
    gaps, tokens = sentence.gaps, sentence.tokens
    k = _after_subject(words, gaps, i)
    while k < len(words) and k - i < _GROUP and not ends_clause(gaps[k]):
        is_name = tokens[k][0].isupper() and not tokens[i][0].isupper()  # "the airline is United"
        if not is_name and _is_participle(words, gaps, k):
            return k if _fits(words, gaps, i, k) else None
        if not is_adverb(words[k]):
            return None
        k += 1
    return None


def _after_subject(words: Sequence[str], gaps: Sequence[str], i: int) -> int:
    """Return where to look for the participle: behind the subject in "why was he arrested", "nor was the man found"."""
    k = i + 1
    if k == len(words) or words[i] not in _FINITE_BE:
        return k
    before = words[i - 1] if i else ""
    if words[k] in _SUBJECTS:
        return k + 1 if i == 0 or before in _ASKING or gaps[i].strip() in (",", '"') else k
    if words[k] in DETERMINERS and (before in _DENYING or (i == 0 and "?" in gaps[-1])):
        return next((m for m in range(k + 2, min(k + 5, len(words))) if verb_of(words[m])), k)
    return k


def _is_participle(words: Sequence[str], gaps: Sequence[str], k: int) -> bool:
    """Return whether word `k` after a form of be is a participle and no adjective."""
    row = term_at("participles.csv", words, k)
    if row is None or row.family == "irregular":
        return bool(verb_of(words[k]))
    return row.family == "adjective" and _agent(words, gaps, k) is not None


def _fits(words: Sequence[str], gaps: Sequence[str], i: int, k: int) -> bool:
    """Return whether the participle at `k` goes with the auxiliary at `i`, where that may be "has" or "got" too."""
    unclear = words[i] in _GET or (words[i].endswith("'s") and words[k - 1] != "being")
    return not unclear or _has_no_object(words, gaps, k)


def _has_no_object(words: Sequence[str], gaps: Sequence[str], k: int) -> bool:
    """Return whether nothing stands right after the verb at `k` that looks like its object."""
    if k + 1 == len(words) or gaps[k + 1].strip():
        return True
    after = words[k + 1]
    return after in _AFTER or is_adverb(after) or bool(verb_of(after))


def _joined(words: Sequence[str], gaps: Sequence[str], at: int) -> Iterator[int]:
    """Yield the participles joined to the one at `at`: "shot, beaten and robbed"."""
    pending: list[int] = []
    k = at + 1
    while k < len(words) and not ends_clause(gaps[k]):
        if words[k] in _PARTICLES and k == at + 1 and not gaps[k].strip():
            k += 1
            continue
        joined = words[k] in JOINERS
        m = k + joined
        while m < len(words) and is_adverb(words[m]):
            m += 1
        if not joined and "," not in gaps[k]:
            return
        if m == len(words) or words[m] in _REPORTING or not verb_of(words[m]) or not _has_no_object(words, gaps, m):
            return
        pending.append(m)
        if joined:
            yield from pending
            pending = []
        at, k = m, m + 1


def _reduced(words: Sequence[str], gaps: Sequence[str], by: int) -> int | None:
    """Return where the participle stands that a "by" at `by` completes: "a man shot by police"."""
    at = by - 1
    if at > 0 and words[at] in _PARTICLES and not gaps[by].strip():
        at -= 1
    if at < 1 or gaps[at + 1].strip() or verb_of(words[at]) in _GOING_BY | {""}:
        return None
    before = words[at - 1]
    if before in CLAUSE_WORDS | PRONOUNS | DETERMINERS or before.endswith("'ve"):
        return None
    return at if _doer_after(words, gaps, by + 1) else None


def _agent(words: Sequence[str], gaps: Sequence[str], at: int) -> Span | None:
    """Return what "by" names as the doer of the participle at `at`."""
    for k in range(at + 1, min(at + 1 + _REACH, len(words))):
        word = words[k]
        if ends_clause(gaps[k]) or ("," in gaps[k] and word != "by" and not is_adverb(word)):
            return None
        if word == "by":
            if _completes_noun(words, gaps, at, k):
                return None
            if found := _doer_after(words, gaps, k + 1):
                return found
        elif word in CLAUSE_WORDS and word not in ("as", "before", "since", "after"):
            return None
        elif k + 1 < len(words) and words[k + 1] == "by" and verb_of(word) and words[k - 1] not in JOINERS:
            return None
    return None


def _completes_noun(words: Sequence[str], gaps: Sequence[str], at: int, by: int) -> bool:
    """Return whether the "by" belongs to a noun before it, not to the verb: "killed in an attack by rebels"."""
    far = by > at + 2 and not gaps[by].strip() and words[by - 2] not in PREPOSITIONS
    return far and words[by - 1].endswith(_EVENTS)


def _doer_after(words: Sequence[str], gaps: Sequence[str], k: int) -> Span | None:
    """Return the phrase at `k`, after "by", if it names somebody or something that acts; no time, place or amount."""
    row = None
    while k < len(words) and (row := term_at("by_phrases.csv", words, k)) is None:
        if words[k] in SHARES or not is_adverb(words[k]):
            break
        k += 1
    k = after_estimate(words, k)
    if k == len(words) or ends_clause(gaps[k]):
        return None
    end = phrase_end(words, gaps, k)
    if end <= k or (row is not None and (row.rest == "any" or end - k == len(row.words))):
        return None
    if words[k].endswith("ing") and words[k] not in _NO_GERUNDS:
        return None
    return (k, end) if _counts_doers(words, k, end) else None


def _counts_doers(words: Sequence[str], k: int, end: int) -> bool:
    """Return whether a number at the beginning of a phrase, if any, counts somebody: "two men", not "5 percent"."""
    number = next((m for m in range(k, min(k + 2, end)) if words[m][0] in "0123456789$£€"), None)
    if number is None:
        return True
    if not words[number].isdigit() or number + 1 == end:
        return False
    return all(row.family != "unit" for row in terms("by_phrases.csv").get(words[number + 1], ()))
