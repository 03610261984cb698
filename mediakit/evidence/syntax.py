"""Read verb forms and noun phrases off the words of a sentence, in lower case, with what stands between them."""

import csv
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from mediakit.memory import once, remember
from mediakit.text.document import Sentence
from mediakit.text.words import family, zipf

Span = tuple[int, int]
"""Numbers of the first word of a phrase and of the one after its last."""

BE = family("form of be") - {"get", "gets", "got"} | {"ain't"}
AUXILIARIES = family("auxiliary", "form of be") | {"to"}
DETERMINERS = family("determiner", "possessive")
PRONOUNS = family("pronoun", "object pronoun")
PREPOSITIONS = family("preposition") - {"because", "according", "as"}
CLAUSE_WORDS = family("subordinator", "relative", "auxiliary", "form of be")
JOINERS = frozenset("and or but".split())
SHARES = frozenset("both all half most each either neither".split())

_ADVERBS = family("adverb") | frozenset(
    """not so too very well ill best badly hard far fast much more less least most all both each only even ever yet
    rather quite as together apart half neither nor about either however meanwhile therefore indeed perhaps""".split()
)
_NO_ADVERBS = family("no adverb")
_ABBREVIATIONS = family("abbreviation")
_PRESENTS = family("present form") | {"says"}
_RELATIVES = frozenset("who which that".split())
_WHOLE_SUBJECTS = frozenset("i he she we they".split())
_PREFIXES = frozenset("de re over out mis under pre co un dis cross double fast".split())
_VOWELS = frozenset("aeiou")
_WITHIN = ("", '"', "'")  # marks that do not end a phrase
_TIMES = family("calendar") | {"tonight", "yesterday"}
_WHICH_TIME = frozenset("last next this that every each earlier later".split())
_UNITS_OF_TIME = frozenset(
    "day week weekend month year night morning afternoon evening spring summer autumn fall winter".split()
) | family("calendar")
_CLAUSE_MARKS = frozenset(".;:?!()[]—–…")
_KNOWN = 2.3  # Zipf frequency from which a word is taken to exist
_LONGEST = 12  # words of a subject
_AMOUNTS = frozenset("a an one two three four five six seven eight nine ten half dozens hundreds thousands".split())
_ABOUT = frozenset("about around over under nearly almost roughly at least than more fewer less up to".split())


class Term(NamedTuple):
    """A row of a word list: its words, what they are, and for a participle its base and past form.

    `rest` says of a phrase after "by" whether it counts whatever follows ("any") or only alone ("none").
    """

    words: tuple[str, ...]
    family: str
    base: str
    past: str
    rest: str


@remember()
def terms(name: str) -> dict[str, tuple[Term, ...]]:
    """Return the rows of a word list of this folder under their first word, those of most words first."""
    source = files("mediakit.evidence").joinpath(name).read_text(encoding="utf-8")
    found: dict[str, list[Term]] = {}
    for row in csv.DictReader(source.splitlines()):
        words = tuple(row["term"].split())
        facts = (row.get(column, "") for column in ("base", "past", "rest"))
        found.setdefault(words[0], []).append(Term(words, row["family"], *facts))
    return {first: tuple(sorted(rows, key=lambda row: -len(row.words))) for first, rows in found.items()}


def term_at(name: str, words: Sequence[str], i: int) -> Term | None:
    """Return the longest row of a word list that stands at word `i`; units, which stand after numbers, aside."""
    rows = [row for row in terms(name).get(words[i], ()) if row.family != "unit"]
    return next((row for row in rows if row.words == tuple(words[i : i + len(row.words)])), None)


@once
def _irregular_pasts() -> dict[str, str]:
    """Return the past forms that no rule makes → base form."""
    return {row.past: row.base for rows in terms("participles.csv").values() for row in rows if row.past}


@remember()
def past_verb(word: str) -> str:
    """Return the base form behind a past form or participle in lower case, "" if the word is none."""
    rows = terms("participles.csv").get(word, ())
    intransitive = next((row.base for row in rows if row.family == "intransitive"), "")
    return _irregular_pasts().get(word) or verb_of(word) or intransitive


@remember()
def verb_of(participle: str) -> str:
    """Return the base form behind a participle that a passive can have, in lower case; "" if the word is none."""
    alone = next((row for row in terms("participles.csv").get(participle, ()) if len(row.words) == 1), None)
    if alone:
        return alone.base if alone.family in ("irregular", "adjective") else ""
    head, dash, last = participle.rpartition("-")
    if dash:
        base = verb_of(last) if head in _PREFIXES else ""
        return f"{head}-{base}" if base else ""
    if not participle.endswith("ed") or len(participle) < 4 or not participle.isalpha():
        return ""
    base = _regular_base(participle)
    return "" if participle.startswith("un") and zipf(base) < _KNOWN else base


def _regular_base(word: str) -> str:
    """Return the likeliest base form of a word in -ed: stopped → stop, hoped → hope, tried → try."""
    stem = word[:-2]
    if word.endswith("ied"):
        return word[:-1] if len(word) == 4 else word[:-3] + "y"
    doubled = stem[-1:] == stem[-2:-1]
    if doubled and stem[-1] not in _VOWELS | set("lsfz"):
        return stem[:-1]
    n_vowels = sum(letter in _VOWELS for letter in stem)
    short = n_vowels == 1 and stem[-1] not in "wxyaeiou" and stem[-2:-1] in _VOWELS
    if short or stem[-1] in "cuvz" or (stem[-1] == "s" and not doubled):
        return word[:-1]
    return max((stem, word[:-1], stem[:-1] if doubled else stem), key=zipf)


def is_adverb(word: str) -> bool:
    """Return whether a word in lower case may stand between an auxiliary and its verb."""
    return word in _ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS)


def ends_clause(gap: str) -> bool:
    """Return whether what stands between two words ends a clause."""
    return not _CLAUSE_MARKS.isdisjoint(gap)


def lower_words(sentence: Sentence) -> list[str]:
    """Return the words of a sentence in lower case; US, the country, is no pronoun."""
    return ["u.s" if token == "US" else token.lower() for token in sentence.tokens]


def after_estimate(words: Sequence[str], k: int) -> int:
    """Return where an amount begins that an estimate opens at `k`: at "14" in "at least 14 people"; else `k`."""
    m = k
    while m < len(words) and (words[m] in _ABOUT):
        m += 1
    return m if m < len(words) and (words[m][0].isdigit() or words[m] in _AMOUNTS) else k


def phrase_end(words: Sequence[str], gaps: Sequence[str], start: int) -> int:
    """Return where the noun phrase that begins at `start` ends; "of" and a joined phrase go on with it."""
    k = start
    while k < len(words):
        word = words[k]
        if word in PREPOSITIONS and word != "of":
            break
        if word in JOINERS and not _joins_phrase(words, k):
            break
        if k > start and (word in CLAUSE_WORDS or word == "to" or _ends_phrase(words, gaps, k)):
            break
        if k > start and (word.partition("'")[0] in PRONOUNS or _is_verb_at(words, k) or _is_time(words, k)):
            break
        k += 1
    return k


def _is_time(words: Sequence[str], k: int) -> bool:
    """Return whether a time that is no part of the phrase before begins at word `k`: "police last week"."""
    return words[k] in _TIMES or (words[k] in _WHICH_TIME and k + 1 < len(words) and words[k + 1] in _UNITS_OF_TIME)


def _ends_phrase(words: Sequence[str], gaps: Sequence[str], k: int) -> bool:
    """Return whether a mark before word `k` ends a phrase; the stop of "Ms." does not."""
    gap, before = gaps[k].strip(), words[k - 1]
    return gap not in _WITHIN and not (gap == "." and (len(before) == 1 or before in _ABBREVIATIONS))


def _joins_phrase(words: Sequence[str], k: int) -> bool:
    """Return whether a phrase goes on after the joiner at `k`: "police and soldiers", not "police and died"."""
    if k + 1 == len(words):
        return False
    after = words[k + 1]
    return not (after in CLAUSE_WORDS | PRONOUNS | PREPOSITIONS or is_adverb(after) or is_verb(after))


def is_verb(word: str) -> bool:
    """Return whether a word has the form of a finite verb."""
    return bool(past_verb(word)) or word in _PRESENTS


def _is_verb_at(words: Sequence[str], k: int) -> bool:
    """Return whether word `k` is a verb behind a phrase: "by a user labelled", not "by the armed men"."""
    return is_verb(words[k]) and words[k - 1] not in DETERMINERS and not is_adverb(words[k - 1])


def phrase_before(words: Sequence[str], gaps: Sequence[str], i: int) -> Span | None:
    """Return the noun phrase that ends before the verb group at `i`: its subject."""
    end = i
    while end and not gaps[end].strip(' ,"') and (words[end - 1] in AUXILIARIES or _is_beside_verb(words[end - 1])):
        end -= 1
    if end and words[end - 1] in _RELATIVES and not ends_clause(gaps[end]):
        end -= 1
    elif "," in gaps[end]:
        end = _before_insertion(words, gaps, end)
    start = end
    while start and end - start < _LONGEST and (start == end < i or not _ends_phrase(words, gaps, start)):
        word = words[start - 1]
        if 1 < start < end and _is_verb_at(words, start - 1):
            relative = start - 2
            if words[relative] in _RELATIVES:  # "a man who killed two was executed"
                return phrase_before(words, gaps, relative)
            break
        if word in CLAUSE_WORDS or word in JOINERS:
            break
        if word in _WHOLE_SUBJECTS:
            start -= start == end
            break
        start -= 1
    if start < end and words[start] in family("preposition"):
        start = next((k for k in range(start + 2, end) if _opens_phrase(words, k)), end - 1)
    return (start, end) if start < end else None


def _is_beside_verb(word: str) -> bool:
    """Return whether a word is an adverb that cannot be a subject, as "all" can."""
    return is_adverb(word) and word not in SHARES


def _opens_phrase(words: Sequence[str], k: int) -> bool:
    """Return whether a phrase begins at `k`, after one that a preposition opened: "in May the house"."""
    return words[k] in DETERMINERS | PRONOUNS and words[k - 1] not in PREPOSITIONS


def _before_insertion(words: Sequence[str], gaps: Sequence[str], end: int) -> int:
    """Return where the phrase ends that what stands between commas before `end` is said of: "Reyes, 34, was shot"."""
    commas = [k for k in range(end - 1, max(0, end - 2 * _LONGEST), -1) if "," in gaps[k] or ends_clause(gaps[k])]
    for k, before in pairwise([*commas, 0]):
        if ends_clause(gaps[k]):
            return end
        leads = words[before] in family("preposition") or is_adverb(words[before])  # "In May, …"
        if not leads and (before == 0 or not _is_inserted(words, before)):
            return k
    return commas[0] if commas else end


def _is_inserted(words: Sequence[str], k: int) -> bool:
    """Return whether what begins at `k`, after a comma, is put in: a relative clause, participle, age or apposition."""
    word = words[k]
    return word in family("relative") | DETERMINERS or word[0].isdigit() or bool(verb_of(word)) or word.endswith("ing")
