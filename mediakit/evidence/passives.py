"""Find the passives of a sentence: a form of be or get with a past participle, and who is named after "by".

Terms after Huddleston and Pullum, The Cambridge Grammar of the English Language (2002), chapter 16. Participles that
no rule makes, and those that are adjectives, stand in `participles.csv`; what "by" may name besides a doer stands in
`by_phrases.csv`.
"""

import csv
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from mediakit.evidence.lexicons import Hit
from mediakit.memory import SENTENCES, of_sentence, once, remember
from mediakit.text.document import Sentence
from mediakit.text.speech.tokens import family
from mediakit.text.words import zipf

COLUMNS = ("n_passives", "n_agentless")

_BE = family("form of be") - {"get", "gets", "got"} | {"ain't"}
_GET = frozenset("get gets got getting gotten".split())
_FINITE_BE = _BE - {"be", "been", "being"}
_SUBJECTS = frozenset("i you he she it we they this that these those".split())
_CONTRACTED = frozenset("he she it that this who what where how".split())
_ADVERBS = family("adverb") | frozenset(
    """not so too very well ill best badly hard far fast much more less least most all both each only even ever yet
    rather quite as together apart half neither nor about either
    however meanwhile therefore indeed perhaps""".split()
)
_NO_ADVERBS = family("no adverb")
_DETERMINERS = family("determiner", "possessive")
_PRONOUNS = family("pronoun", "object pronoun")
_PREPOSITIONS = family("preposition") - {"because", "according", "as"}
_CLAUSES = family("subordinator", "relative", "auxiliary", "form of be")
_SHARES = frozenset("both all half most each either neither".split())
_ABOUT = frozenset("about around over under at least than up to an estimated".split()) - {"an"}
_JOINERS = frozenset("and or but".split())
_PARTICLES = frozenset("up down out off over away in on back apart together".split())
_ASKING = frozenset("who what why when where how which whom only nor neither never so".split())
_DENYING = frozenset("only nor neither never".split())
_PREFIXES = ("de", "re", "over", "out", "mis", "under", "pre", "co", "un", "dis", "cross", "double", "fast")
_EVENTS = tuple("tion sion ment ing ack rrest raid protest speech report study visit book".split())
_REACH = 12  # words between a participle and its "by"
_ENDING_MARKS = frozenset(".;:?!()[]—–…")


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
    agent: tuple[int, int] | None
    finite: bool
    subject: tuple[int, int] | None


class _Entry(NamedTuple):
    """A row of a word list: its words, what it is, and the base form of a participle."""

    words: tuple[str, ...]
    family: str
    base: str
    past: str
    rest: str


@remember()
def _entries(name: str) -> dict[str, tuple[_Entry, ...]]:
    """Return the rows of a word list under their first word, those of most words first."""
    source = files("mediakit.evidence").joinpath(name).read_text(encoding="utf-8")
    found: dict[str, list[_Entry]] = {}
    for row in csv.DictReader(source.splitlines()):
        words = tuple(row["term"].split())
        facts = (row.get(column, "") for column in ("base", "past", "rest"))
        found.setdefault(words[0], []).append(_Entry(words, row["family"], *facts))
    return {first: tuple(sorted(rows, key=lambda row: -len(row.words))) for first, rows in found.items()}


def _listed(name: str, words: Sequence[str], i: int) -> _Entry | None:
    """Return the longest row of a word list that stands at word `i`; units stand after numbers only."""
    rows = [row for row in _entries(name).get(words[i], ()) if row.family != "unit"]
    return next((row for row in rows if row.words == tuple(words[i : i + len(row.words)])), None)


@once
def _pasts() -> dict[str, str]:
    """Return past forms that no rule makes, and what is irregular or intransitive besides → base form."""
    return {row.past: row.base for rows in _entries("participles.csv").values() for row in rows if row.past}


def past_verb(word: str) -> str:
    """Return the base form behind a past form or participle in lower case, "" if the word is none."""
    known = _entries("participles.csv").get(word, ())
    return _pasts().get(word) or verb_of(word) or next((row.base for row in known if row.family == "intransitive"), "")


@remember()
def verb_of(participle: str) -> str:
    """Return the base form behind a past participle in lower case, "" if the word is none."""
    alone = [row for row in _entries("participles.csv").get(participle, ()) if len(row.words) == 1]
    if alone:
        return alone[0].base if alone[0].family in ("irregular", "adjective") else ""
    head, dash, last = participle.rpartition("-")
    if dash:
        base = verb_of(last) if head in _PREFIXES else ""
        return f"{head}-{base}" if base else ""
    if not participle.endswith("ed") or len(participle) < 4 or not participle.isalpha():
        return ""
    base = _regular_base(participle)
    return "" if participle.startswith("un") and zipf(base) < _KNOWN else base


_KNOWN = 2.3  # Zipf frequency from which a word is taken to exist
_VOWELS = frozenset("aeiou")


def _regular_base(word: str) -> str:
    """Return the likeliest base form of a word in -ed: stopped → stop, hoped → hope, tried → try."""
    stem = word[:-2]
    if word.endswith("ied"):
        return word[:-1] if len(word) == 4 else word[:-3] + "y"
    if stem[-1:] == stem[-2:-1] and stem[-1] not in "lsfz":
        return stem[:-1]
    n_vowels = sum(letter in _VOWELS for letter in stem)
    short = n_vowels == 1 and stem[-1] not in "wxyaeiou" and stem[-2:-1] in _VOWELS
    if short or stem[-1] in "cuvz" or (stem[-1] == "s" and stem[-2:-1] != "s"):
        return word[:-1]
    forms = [stem, word[:-1], stem[:-1] if stem[-1:] == stem[-2:-1] else stem]
    return max(forms, key=zipf)


def is_adverb(word: str) -> bool:
    """Return whether a word in lower case may stand between an auxiliary and its verb."""
    return word in _ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS)


def ends_clause(gap: str) -> bool:
    """Return whether what stands between two words ends a clause."""
    return any(mark in _ENDING_MARKS for mark in gap)


def lower_words(sentence: Sentence) -> list[str]:
    """Return the words of a sentence in lower case; US, the country, is no pronoun."""
    return ["u.s" if token == "US" else token.lower() for token in sentence.tokens]


@remember(SENTENCES, key=of_sentence)
def find_passives(sentence: Sentence) -> tuple[Passive, ...]:
    """Return the passives of a sentence in the order of their participles."""
    words = lower_words(sentence)
    gaps = sentence.gaps
    found: dict[int, Passive] = {}
    for i in range(len(words)):
        at = _participle_after(words, gaps, i, sentence.tokens) if _is_auxiliary(words, i) else None
        if at is not None and at not in found:
            subject = phrase_before(words, gaps, i)
            for k, place in enumerate([at, *_joined(words, gaps, at)]):
                found[place] = _passive(sentence, words, place, k == 0, subject)
    for i, word in enumerate(words):
        if i not in found and word == "by" and (at := _reduced(words, gaps, i)) is not None and at not in found:
            found[at] = _passive(sentence, words, at, False, phrase_before(words, gaps, at))
    return tuple(found[place] for place in sorted(found))


def _passive(
    sentence: Sentence, words: Sequence[str], at: int, finite: bool, subject: tuple[int, int] | None
) -> Passive:
    """Return the passive whose participle is word `at`."""
    agent = _agent(words, sentence.gaps, at)
    return Passive(at, at + 1, sentence.tokens[at], verb_of(words[at]), agent, finite, subject)


def _is_auxiliary(words: Sequence[str], i: int) -> bool:
    """Return whether word `i` is a form of be or get that can make a passive; "there are" cannot."""
    word = words[i]
    if word in _GET or word in _BE:
        return not (i and words[i - 1] == "there")
    stem, mark, ending = word.rpartition("'")
    return bool(mark) and (ending in ("m", "re") or (ending == "s" and stem in _CONTRACTED))


def _participle_after(words: Sequence[str], gaps: Sequence[str], i: int, tokens: Sequence[str]) -> int | None:
    """Return where the participle stands that belongs to the auxiliary at `i`."""
    k = i + 1
    if k < len(words) and words[k] in _SUBJECTS and _is_asked(words, gaps, i):
        k += 1
    elif k < len(words) and words[k] in _DETERMINERS and (words[i - 1] in _DENYING if i else "?" in gaps[-1]):
        k = next((m for m in range(k + 2, min(k + 5, len(words))) if verb_of(words[m])), len(words))
    while k < len(words) and k - i < 7 and not ends_clause(gaps[k]):
        if _is_participle(words, gaps, k) and tokens[k][:1].isupper() <= tokens[i][:1].isupper():
            return k if _fits(words, gaps, i, k) else None
        if not is_adverb(words[k]):
            return None
        k += 1
    return None


def _is_asked(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Return whether the form of be at `i` stands before its subject: "why was he arrested", "nor was it found"."""
    if words[i] not in _FINITE_BE:
        return False
    return i == 0 or words[i - 1] in _ASKING or gaps[i].strip() in (",", '"')


def _is_participle(words: Sequence[str], gaps: Sequence[str], k: int) -> bool:
    """Return whether word `k` after a form of be is a participle and no adjective."""
    row = _listed("participles.csv", words, k)
    if row is not None and row.family != "irregular":
        return row.family == "adjective" and bool(row.base) and _agent(words, gaps, k) is not None
    return bool(verb_of(words[k]))


def _fits(words: Sequence[str], gaps: Sequence[str], i: int, k: int) -> bool:
    """Return whether the participle at `k` goes with the auxiliary at `i`, where that may be "has" or "got" too."""
    unclear = words[i] in _GET or (words[i].endswith("'s") and words[k - 1] != "being")
    return not unclear or _has_no_object(words, gaps, k)


def _has_no_object(words: Sequence[str], gaps: Sequence[str], k: int) -> bool:
    """Return whether nothing stands right after the verb at `k` that looks like its object."""
    if k + 1 == len(words) or gaps[k + 1].strip():
        return True
    after = words[k + 1]
    return (
        after in _PREPOSITIONS or after in _PARTICLES or after in _CLAUSES or after in _JOINERS or is_adverb(after)
        or after in ("to", "as", "dead") or after in family("calendar") or bool(verb_of(after))
    )  # fmt: skip


def _joined(words: Sequence[str], gaps: Sequence[str], at: int) -> Iterator[int]:
    """Yield the participles joined to the one at `at`: "shot, beaten and robbed"."""
    k, pending = at + 1, []
    while k < len(words) and not ends_clause(gaps[k]):
        comma = "," in gaps[k]
        if not comma and words[k] in _PARTICLES and k == at + 1:
            k += 1
            continue
        joiner = words[k] in _JOINERS
        m = k + joiner
        while m < len(words) and is_adverb(words[m]):
            m += 1
        if not (joiner or comma) or m == len(words) or not verb_of(words[m]) or not _has_no_object(words, gaps, m):
            return
        if words[m] in ("said", "told", "had", "added"):
            return
        pending.append(m)
        if joiner:
            yield from pending
            pending = []
        k = at = m
        k += 1


def _reduced(words: Sequence[str], gaps: Sequence[str], by: int) -> int | None:
    """Return where the participle stands that a "by" at `by` completes: "a man shot by police"."""
    at = by - 1
    if at > 0 and words[at] in _PARTICLES and not gaps[by].strip():
        at -= 1
    if at < 1 or gaps[at + 1].strip() or not verb_of(words[at]) or verb_of(words[at]) in _GOING_BY:
        return None
    before = words[at - 1]
    if before in _CLAUSES or before in _PRONOUNS or before in _DETERMINERS or before.endswith("'ve"):
        return None
    return at if doer_after(words, gaps, by + 1) else None


_GOING_BY = frozenset("stand pass drop stop run swing live swear judge lie fly drive walk put lead win lose".split())


def _agent(words: Sequence[str], gaps: Sequence[str], at: int) -> tuple[int, int] | None:
    """Return what "by" names as the doer of the participle at `at`."""
    for k in range(at + 1, min(at + 1 + _REACH, len(words))):
        word = words[k]
        if ends_clause(gaps[k]) or ("," in gaps[k] and word != "by" and not is_adverb(word)):
            return None
        if word == "by":
            if (
                k > at + 2
                and words[k - 1].endswith(_EVENTS)
                and words[k - 2] not in _PREPOSITIONS
                and not gaps[k].strip()
            ):
                return None  # "in an attack by rebels": the phrase belongs to the noun
            if found := doer_after(words, gaps, k + 1):
                return found
        elif word in _CLAUSES and word not in ("as", "before", "since", "after"):
            return None
        elif k + 1 < len(words) and words[k + 1] == "by" and verb_of(word) and words[k - 1] not in _JOINERS:
            return None
    return None


def doer_after(words: Sequence[str], gaps: Sequence[str], k: int) -> tuple[int, int] | None:
    """Return the phrase at `k`, after "by", if it names somebody or something that acts; no time, place or amount."""
    row = _listed("by_phrases.csv", words, k) if k < len(words) else None
    while row is None and k < len(words) and (words[k] in _ABOUT or is_adverb(words[k]) and words[k] not in _SHARES):
        k += 1
        row = _listed("by_phrases.csv", words, k) if k < len(words) else None
    if k == len(words) or ends_clause(gaps[k]):
        return None
    end = phrase_end(words, gaps, k)
    if end <= k or (row is not None and (row.rest == "any" or end - k == len(row.words))):
        return None
    first = words[k]
    if first.endswith("ing") and first not in ("king", "nothing", "something", "everything", "anything"):
        return None
    number = next((m for m in range(k, min(k + 2, end)) if words[m][0].isdigit() or words[m][0] in "$£€"), None)
    if number is None:
        return k, end
    counted = words[number].isdigit() and end - number > 1 and not _is_amount(words, number + 1)
    return (k, end) if counted else None


def _is_amount(words: Sequence[str], k: int) -> bool:
    """Return whether word `k`, after a number, is a unit."""
    return any(row.family == "unit" for row in _entries("by_phrases.csv").get(words[k], ()))


def phrase_end(words: Sequence[str], gaps: Sequence[str], start: int) -> int:
    """Return where the noun phrase that begins at `start` ends; "of" goes on with it."""
    k = start
    while k < len(words):
        word = words[k]
        if k > start and (_parts(words, gaps, k) or word in _CLAUSES or word == "to"):
            break
        if word in _PREPOSITIONS and word != "of":
            break
        if word in _JOINERS and not _goes_on(words, k):
            break
        if k > start and (word.partition("'")[0] in _PRONOUNS or _is_later_verb(words, k)):
            break
        k += 1
    return k


def _parts(words: Sequence[str], gaps: Sequence[str], k: int) -> bool:
    """Return whether a mark before word `k` ends a phrase; the stop of "Ms." does not."""
    gap = gaps[k].strip()
    return gap not in ("", '"', "'") and not (gap == "." and (len(words[k - 1]) == 1 or words[k - 1] in _ABBREVIATIONS))


_ABBREVIATIONS = family("abbreviation")


def _goes_on(words: Sequence[str], k: int) -> bool:
    """Return whether the phrase goes on after the "and" at `k`: "police and soldiers", not "police and died"."""
    if k + 1 == len(words):
        return False
    after = words[k + 1]
    return not (after in _CLAUSES | _PRONOUNS | _PREPOSITIONS or is_adverb(after) or _is_verb(after))


def _is_verb(word: str) -> bool:
    """Return whether a word has the form of a finite verb."""
    return bool(past_verb(word)) or word in _PRESENTS


_PRESENTS = family("present form") | {"says", "said"}


def _is_later_verb(words: Sequence[str], k: int) -> bool:
    """Return whether word `k` of a phrase is a verb after it: "by a user labelled", not "by the armed men"."""
    before = words[k - 1]
    return _is_verb(words[k]) and before not in _DETERMINERS and not is_adverb(before)


def phrase_before(words: Sequence[str], gaps: Sequence[str], i: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends before the verb group at `i`: its subject."""
    end = i
    while end and not gaps[end].strip(' ,"') and _leads_to_verb(words[end - 1]):
        end -= 1
    if end and words[end - 1] in _RELATIVES and not ends_clause(gaps[end]):
        end -= 1
    elif "," in gaps[end]:
        end = _before_insertion(words, gaps, end)
    start = end
    while start and end - start < _REACH and (start == end < i or not _parts(words, gaps, start)):
        word = words[start - 1]
        if word in _CLAUSES or word in _JOINERS or (start < end and start > 1 and _is_later_verb(words, start - 1)):
            break
        if word in _WHOLE_SUBJECTS:
            start -= start == end
            break
        start -= 1
    if start < end and words[start] in family("preposition"):
        start = next((k for k in range(start + 2, end) if _opens_phrase(words, k)), end - 1)
    return (start, end) if start < end else None


def _before_insertion(words: Sequence[str], gaps: Sequence[str], end: int) -> int:
    """Return where the phrase ends that what stands between commas before `end` is said of: "Reyes, 34, was shot"."""
    commas = [k for k in range(end - 1, max(0, end - 2 * _REACH), -1) if "," in gaps[k] or ends_clause(gaps[k])]
    for k, before in pairwise([*commas, 0]):
        if ends_clause(gaps[k]):
            return end
        opens = words[before]
        if opens not in family("preposition") and not is_adverb(opens) and (before == 0 or not _inserts(words, before)):
            return k
    return commas[0] if commas else end


def _inserts(words: Sequence[str], k: int) -> bool:
    """Return whether what begins at `k`, after a comma, is put in: a relative clause, participle, age or apposition."""
    word = words[k]
    return word in family("relative") | _DETERMINERS or word[0].isdigit() or bool(verb_of(word)) or word.endswith("ing")


_WHOLE_SUBJECTS = frozenset("i he she we they".split())


def _leads_to_verb(word: str) -> bool:
    """Return whether a word stands between a subject and its verb."""
    return word in _AUXILIARIES or (is_adverb(word) and word not in _SHARES)


def _opens_phrase(words: Sequence[str], k: int) -> bool:
    """Return whether a phrase begins at `k`, after one that a preposition opened: "in May the house"."""
    return words[k] in _DETERMINERS | _PRONOUNS and words[k - 1] not in _PREPOSITIONS


_RELATIVES = frozenset(("who", "which", "that"))
_AUXILIARIES = family("auxiliary", "form of be") | {"to"}


def passive_hits(sentence: Sentence) -> list[Hit]:
    """Return the passives of a sentence as marks on the participles; label: "agentless" or the agent's words."""
    return [
        Hit(p.start, p.end, "passive", " ".join(sentence.tokens[slice(*p.agent)]) if p.agent else "agentless")
        for p in find_passives(sentence)
    ]


def tally(sentence: Sentence, keep: Sequence[bool] | None) -> Sequence[float]:
    """Return the counts of a sentence in the order of `COLUMNS`, of the words kept (all for None)."""
    kept = [p for p in find_passives(sentence) if keep is None or keep[p.start]]
    return float(len(kept)), float(sum(p.agent is None for p in kept))
