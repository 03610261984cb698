"""Read the plain grammar around a quotation: where phrases and clauses begin and end, and the subjects of verbs."""

from collections.abc import Mapping
from itertools import pairwise

from mediakit.text.names import JOBS, kind_of
from mediakit.text.speech.tokens import (
    AUXILIARIES,
    BE,
    CALENDAR,
    DETERMINERS,
    JOINERS,
    OCCASIONS,
    PAUSES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    Token,
    is_adverb,
    is_name,
    is_passive,
    is_verb,
    name_runs,
    owns,
    reporting_verb,
)
from mediakit.text.words import LEAST_ZIPF, family, zipf

_PARTS_OF_DAY = family("part of a day or year")
_NEW_CLAUSE = family("begins a new clause")


def without_insertion(words: list[Token]) -> list[Token]:
    """Return a phrase without what only says where or when: "Mr. Biden, in an interview, ", "Mr. Biden on Monday"."""
    for i in range(1, len(words) - 1):
        following = words[i + 1].lower
        if words[i].text == "," and following in PREPOSITIONS - {"of", "for", "as"}:
            return words[:i]
        if words[i].lower in ("on", "in", "late", "early") and following in TIMES:
            return words[: i - (i > 1 and is_verb(words[i - 1], words[i - 2]))]  # a poll published on Sunday
    return words[:-1] if len(words) > 1 and words[-1].lower in TIMES and words[-1].lower != "x" else words


def phrase_end(words: list[Token]) -> int:
    """Return where the noun phrase at the start of `words` ends: before a new clause, an occasion or a time."""
    relative, commas = False, 0
    for i in range(1, len(words)):
        token = words[i]
        if token.quote >= 0 or token.text in ".;:!?—–()[]" or token.text == "-" and words[i - 1].end < token.start:
            return i
        relative = relative or token.lower in RELATIVES
        if token.text == ",":
            if i + 1 == len(words) or _ends_phrase(words, i + 1, commas):
                return i
            commas += 1
        if token.lower in SUBORDINATORS - {"that", "since", "until", "as"}:
            return i
        dated = words[i - 1].lower in DETERMINERS or token.text.isupper()  # a March article, USA TODAY
        when = token.lower in TIMES and not dated or not relative and _is_occasion(words, i)
        if when and not _goes_on(words, i):
            return i
    return len(words)


def _goes_on(words: list[Token], i: int) -> bool:
    """Return whether a phrase goes on behind a time: "data released on Tuesday by Nielsen"."""
    at = i + (words[i].lower in ("on", "in", "last", "this"))
    return any(token.lower == "by" for token in words[at + 1 : at + 2]) and words[at].lower in TIMES


def _ends_phrase(words: list[Token], i: int, commas: int) -> bool:
    """Return whether what follows a comma is no apposition but a new clause; `commas` were passed before."""
    token = words[i]
    word = token.lower
    if token.quote >= 0 or word in JOINERS or word in _NEW_CLAUSE or word == "which" and commas == 0:
        return True
    if word == "who":
        return commas > 0
    if token.text.endswith("ing") and token.text[0].islower() and len(token.text) > 4:
        return True
    if word in PREPOSITIONS and word not in ("of", "for", "until"):
        return True
    found = reporting_verb(words, i)
    return word in PRONOUNS or (found is not None and found[1] != "base")


def _is_occasion(words: list[Token], i: int) -> bool:
    """Return whether a word begins when, where or to whom it was said, not a part of the speaker's name."""
    token, rest = words[i].lower, words[i + 1 : i + 5]
    if not rest:
        return False
    if token in ("to", "during", "after", "before", "as"):
        return True
    if token in ("last", "this"):
        return rest[0].lower in _PARTS_OF_DAY or rest[0].lower in TIMES
    if token == "of":
        return i == 1 and rest[0].lower in DETERMINERS and is_name(words[0])
    if token not in ("in", "on", "at"):
        return False
    rest = rest[rest[0].lower in ("early", "late", "mid") :] or rest
    return rest[0].lower in TIMES or rest[0].text.isdigit() or any(t.lower in OCCASIONS for t in rest)


_REACH = 60
# What is known of the earlier quotations of a sentence: number → span of the words that name the speaker.
Known = Mapping[int, tuple[int, int]]


def find_subject(words: list[Token], i: int, tense: str, known: Known) -> list[Token] | None:
    """Return the subject of the reporting verb at `i`: [] if it has none, None if nobody reports there."""
    at = i
    while at and (is_adverb(words[at - 1]) or words[at - 1].text in AUXILIARIES or words[at - 1].lower == "not"):
        at -= 1
    if tense == "past" and (any(t.lower in BE for t in words[at:i]) or is_passive(words, i)):
        return _agent(words[i + 1 :])
    if at == 0:
        return [] if tense == "participle" else None
    labelled = words[i].lower in _LABELLED and words[at - 1].text == ","
    if labelled and [token.lower for token in words[i + 1 : i + 2]] == ["as"]:
        return _agent(words[i + 1 :])  # the board, described as
    before = words[at - 1]
    if before.quote >= 0 and before.quote in known:
        return [Token("“”", *known[before.quote])]
    if before.lower == "to":
        return _before_infinitive(words[: at - 1], known)
    if tense == "participle" and before.lower in SUBORDINATORS - {"as"}:
        return main_subject(words[: at - 1], known)
    if tense == "participle" and (before.text in PAUSES or before.quote >= 0 or before.lower in PREPOSITIONS | JOINERS):
        if before.lower == "as" and (cited := _cited(words[: at - 1])):
            return cited
        return main_subject(words[: at - 1], known)
    if before.lower in JOINERS or (before.text == "," and at >= 2 and words[at - 2].quote >= 0):
        return main_subject(words[: at - 1], known)
    if before.lower in RELATIVES:
        return _nearest(trim(phrase_before(trim(words[: at - 1]))))
    if before.text in ",—–":
        return _apposition(words[:at])
    phrase = phrase_before(words[:at], finite=tense != "participle")
    if (relative := _relative_before(words[:at], phrase)) >= 0:  # who for years had said
        return _nearest(trim(phrase_before(trim(words[:relative]))))
    if tense == "participle":
        return _of_participle(words[:at], phrase, known)
    return main_subject(words[:at], known) if phrase and _is_time(words[:at], phrase) else phrase


_LABELLED = frozenset("described depicted portrayed regarded seen known hailed dismissed cited quoted viewed".split())


def _relative_before(words: list[Token], phrase: list[Token]) -> int:
    """Return where "who" stands before a phrase with a preposition at the end of some words; -1: nowhere."""
    at = len(words) - len(phrase) - 1
    led = bool(phrase) and at > 0 and words[at].lower in PREPOSITIONS and words[at - 1].lower in ("who", "which")
    return at - 1 if led else -1


def _is_time(words: list[Token], phrase: list[Token]) -> bool:
    """Return whether a phrase at the end of some words says when or where: "on Monday", "on Facebook"."""
    times = TIMES if len(words) > len(phrase) and words[-len(phrase) - 1].lower in ("on", "via") else CALENDAR
    return all(token.lower in times for token in phrase)


def _of_participle(words: list[Token], phrase: list[Token], known: Known) -> list[Token]:
    """Return whose a participle without a comma is: "tweeted about it saying", "with many across the city saying"."""
    start = clause_start(words)
    joined = next((i for i in range(len(words) - 1, max(start, len(words) - 12), -1) if words[i].text in PAUSES), -1)
    led = next((i for i in range(joined + 1, len(words) - 1) if words[i].lower == "with"), -1)
    if led >= 0 and first_verb(words[led:]) < 0:
        return trim(words[led + 1 :])
    at = len(words) - len(phrase) - 1
    placed = words[max(at, 0)].lower in PREPOSITIONS or any(t.lower in PREPOSITIONS for t in phrase[1:])
    behind = bool(phrase) and at > start and placed
    return main_subject(words, known) if behind or phrase and _is_time(words, phrase) else phrase


def _has_verb(words: list[Token]) -> bool:
    """Return whether a stretch has a verb; one may follow a comma: "mum Edith, 84, died"."""
    plain = [token for token in words if token.text[0].isalpha()]
    return any(is_verb(token, before) for before, token in pairwise(plain))


def _nearest(phrase: list[Token]) -> list[Token]:
    """Return what a relative clause belongs to: "questions over a report that" → "a report"."""
    for i in range(len(phrase) - 1, 0, -1):
        if phrase[i - 1].lower in PREPOSITIONS - {"of", "at", "from", "for"}:
            return phrase[i:]
    return phrase


def _before_infinitive(words: list[Token], known: Known) -> list[Token] | None:
    """Return the subject of "went on" in "he went on to say"."""
    for i in range(len(words) - 1, max(-1, len(words) - 6), -1):
        before = words[i - 1] if i else None
        if is_verb(words[i], before) or reporting_verb(words, i):
            if before is None or before.lower in JOINERS | PREPOSITIONS or before.text in PAUSES:
                return main_subject(words[: max(i - 1, 0)], known)
            return phrase_before(words[:i])
    return None


def _agent(rest: list[Token]) -> list[Token] | None:
    """Return who did it, after a passive verb: "was called … by Mr. Low"; None if nobody is named."""
    for i, token in enumerate(rest[:12]):
        if token.lower == "by" and i + 1 < len(rest):
            return rest[i + 1 : i + 1 + phrase_end(rest[i + 1 :])]
    return None


def _cited(words: list[Token]) -> list[Token] | None:
    """Return whom a text quotes: Ms. Low in "RBK quoted Ms. Low as saying", "Ms. Low was quoted as saying"."""
    for i in range(len(words) - 1, max(-1, len(words) - 15), -1):
        if words[i].lower in ("quoted", "quotes", "quoting", "cited"):
            return trim(words[i + 1 :]) or phrase_before(trim(words[:i]))
    return None


def main_subject(words: list[Token], known: Known) -> list[Token]:
    """Return the subject that a later "and said" or ", adding" shares: of an earlier quotation, or of the clause."""
    for token in reversed(words):
        if token.quote >= 0 and known.get(token.quote, (0, 0))[1]:
            return [Token("“”", *known[token.quote])]
    clause = words[clause_start(words) :]
    first = first_verb(clause)
    if first > 0:
        return trim(clause[:first])
    return next((clause[:b] for a, b in name_runs(clause) if not owns(clause[b - 1])), [])


def first_verb(clause: list[Token]) -> int:
    """Return where the first finite verb of a clause stands, past relative clauses between commas; -1: nowhere."""
    inside = False
    for i in range(1, min(len(clause), _REACH)):
        token = clause[i]
        if token.text == ",":
            ahead = clause[i + 1 : i + 3]
            inside = any(t.lower in RELATIVES for t in ahead)
        elif not inside and (_is_verb(clause, i) or reporting_verb(clause, i)):
            if clause[i - 1].lower not in RELATIVES:
                return i
    return -1


def clause_start(words: list[Token]) -> int:
    """Return where the main clause of a sentence begins, past "Inevitably, ", "In a speech on Monday, "."""
    start = 2 if len(words) > 2 and words[1].text == "," and _is_opener(words[0].text) else 0
    while start < len(words):
        first = words[start]
        if first.lower in JOINERS or is_adverb(first) or first.text in PAUSES or first.quote >= 0:
            start += 1
            continue
        ing = first.lower.endswith("ing") and len(first.text) > 4 and not name_runs(words[start : start + 2])
        when = first.lower in ("last", "this") and words[start + 1 : start + 2] and _is_when(words, start)
        if not ing and not when and first.lower not in PREPOSITIONS | SUBORDINATORS | TIMES:
            break
        comma = next((i for i in range(start, min(len(words), start + 30)) if words[i].text == ","), -1)
        if comma < 0:
            break
        start = comma + 1
        if start + 1 < len(words) and words[start + 1].text == "," and _is_place(words[start]):
            start += 2
    return start


def is_set_off(words: list[Token], first: int, last: int, *, hearer: bool = False) -> bool:
    """Tell whether a subject at `first` and its verb stand behind what is said: "It fell, officials said on Monday."

    The verb ends at `last`; it may have a `hearer`. Where more follows than a time, the words before must be a clause.
    """
    first -= words[first - 1].lower == "as"  # the oldest town, as the guidebooks say
    if first < 2 or words[first - 1].text not in ",—–-":
        return False
    at = last + _n_of_hearer(words[last:]) if hearer else last
    told = at > last
    while at < len(words) and (is_adverb(words[at]) or _is_when(words, at)):
        at += 1
    ends = at == len(words) or words[at].text in ".!?,;—–-" or words[at].lower in JOINERS
    if ends and not told:
        return True
    return (ends or words[at].lower in _WHERE) and is_clause(words[:first])


_WHERE = frozenset("on in at during after before through via as to".split())


def _is_when(words: list[Token], at: int) -> bool:
    """Return whether a word says when: "Monday", or "on" before it."""
    ahead = words[at + 1].lower if at + 1 < len(words) else ""
    leads = words[at].lower in ("on", "in", "at", "late", "early", "last", "this")
    return words[at].lower in TIMES or leads and (ahead in TIMES or ahead in _PARTS_OF_DAY or ahead[:1].isdigit())


def _n_of_hearer(words: list[Token]) -> int:
    """Return how many words name to whom it was said: "told reporters", "told the Daily Record"."""
    n = 1 + (bool(words) and words[0].lower in DETERMINERS)
    while n < len(words) and is_name(words[n]):
        n += 1
    return min(n, len(words))


def is_clause(words: list[Token]) -> bool:
    """Return whether words up to a comma are a main clause, with a verb and no word that makes them depend."""
    clause = words[clause_start(words) :]
    return bool(clause) and clause[0].lower not in RELATIVES | SUBORDINATORS and first_verb(clause) > 0


def _is_place(token: Token) -> bool:
    """Return whether a word between commas belongs to the place before it: "in Rochester, N.H., "."""
    return token.text.endswith(".") or token.text.isdigit() or kind_of(token.text) == "place"


def _apposition(words: list[Token]) -> list[Token]:
    """Return the phrase before a verb that follows a comma: "Chris Weston, a strategist at IG, "."""
    start = clause_start(words)
    for i in range(len(words) - 2, start, -1):
        joined = words[i].lower in ("and", "but") and words[i - 1].text == "," and first_verb(words[start:i]) > 0
        owned = words[i].lower == "whose" and not _has_verb(words[i + 1 :])
        if joined or owned or words[i].lower == "that" or words[i].text in ";:" or words[i].quote >= 0:
            start = i + 1
            break
    phrase = trim(words[start:])
    if phrase and phrase[0].lower in RELATIVES:
        at = next(i for i in range(len(words)) if words[i].start == phrase[0].start)
        return _nearest(phrase_before(trim(words[:at]))) if at else []
    verb = first_verb(phrase)
    return without_insertion(trim(phrase[:verb]) if verb > 0 else phrase)


def phrase_before(words: list[Token], *, finite: bool = True) -> list[Token]:
    """Return the noun phrase that ends where `words` end: back to the last verb, "that" or comma.

    Before a `finite` verb a phrase may hold verbs that only describe it.
    """
    start = len(words)
    while start > 0 and len(words) - start < _REACH:
        token = words[start - 1]
        if token.quote >= 0 or token.text in ",;:—–()[]." or token.lower in RELATIVES | SUBORDINATORS | {"but"}:
            alone = start == len(words) - 1 and is_verb(words[start], None if token.quote >= 0 else token)
            if finite and alone and (described := _described(words, start)):
                return described
            break
        if start < len(words):
            ahead = words[start : start + 2]
            if _is_verb(words, start - 1) or reporting_verb(words, start - 1):
                if finite and (described := _described(words, start - 1)):
                    return described
                start += _takes_verb(token, ahead)
                break
            if token.lower == "to" and _takes_verb(token, ahead):
                start += 1
                break
        start -= 1
    phrase = trim(words[start:])
    while phrase and is_adverb(phrase[0]):
        phrase = phrase[1:]
    if len(phrase) > 1 and phrase[-1].lower in ("he", "she", "they", "it"):
        return phrase[-1:]
    return _last_phrase(phrase) if phrase and phrase[0].lower in PREPOSITIONS else phrase


def _described(words: list[Token], verb: int) -> list[Token]:
    """Return the phrase that a verb only describes: "those who saw it", "a poll taken by them"; [] if it is no such.

    Words end where a later verb stands, whose subject is looked for.
    """
    head = phrase_before(words[: _described_before(words, verb)])
    at = next((k for k, t in enumerate(words) if head and t.start == head[0].start), len(words))
    return words[at:]


def _described_before(words: list[Token], verb: int) -> int:
    """Return where the words end that the clause of a verb describes; 0 if it describes none."""
    for k in range(verb - 1, max(-1, verb - 6), -1):
        token = words[k]
        if token.quote >= 0 or token.text in ",;:—–()[]." or reporting_verb(words, k):
            return 0
        that = token.lower == "that" and k == verb - 1 and k and words[k - 1].text[0].isalpha()
        if (token.lower in ("who", "which", "what") or that) and k:
            return k - (words[k - 1].lower in PREPOSITIONS)
    before, after = words[verb - 1] if verb else None, words[verb + 1] if verb + 1 < len(words) else None
    reduced = words[verb].lower.endswith("ed") or words[verb].lower in _REDUCED
    if not reduced or before is None or after is None or after.lower not in PREPOSITIONS | CALENDAR:
        return 0
    return verb if before.text[0].isalpha() and before.lower not in _NO_NOUNS else 0


_REDUCED = frozenset("found held known led made seen sent taken written".split())
_NO_NOUNS = AUXILIARIES | PRONOUNS | RELATIVES | JOINERS | SUBORDINATORS


def _is_verb(words: list[Token], i: int) -> bool:
    """Return whether the word at `i` is a verb, by the two before it: not in "the closely followed report"."""
    before, first = (words[i - n] if i >= n else None for n in (1, 2))
    if before and first and before.lower in DETERMINERS and first.lower == "of":
        return is_verb(words[i], first)  # the mother of two showed them
    if before and first and is_adverb(before) and first.lower in DETERMINERS and words[i].text.endswith("ed"):
        return False
    return is_verb(words[i], before)


def _takes_verb(token: Token, ahead: list[Token]) -> bool:
    """Return whether "to" or "didn't" is followed by a verb and its object: "to investigate the …"."""
    if token.lower != "to" and (token.lower not in AUXILIARIES or token.lower in BE | {"has", "have", "had"}):
        return False
    if len(ahead) < 2 or not (ahead[0].text.isalpha() and ahead[0].text.islower()):
        return False
    if ahead[0].lower in DETERMINERS | PRONOUNS:
        return False
    return is_name(ahead[1]) or ahead[1].lower in DETERMINERS | PRONOUNS | {"someone", "somebody", "people", "anyone"}


def _last_phrase(phrase: list[Token]) -> list[Token]:
    """Return the name or the noun with its article that ends a stretch: "In a statement Mr. Low" → "Mr. Low"."""
    runs = name_runs(phrase)
    if runs and runs[-1][1] == len(phrase):
        start = runs[-1][0]
        while start > 1 and phrase[start - 1].lower in JOBS:
            start -= 1
        return phrase[start:]
    for i in range(len(phrase) - 1, -1, -1):
        if phrase[i].lower in DETERMINERS or phrase[i].lower in PRONOUNS:
            return phrase[i:]
    return phrase[-1:] if starts_phrase(phrase[-1]) else []


def starts_phrase(token: Token) -> bool:
    """Return whether a word can begin a noun phrase: a name, "the", "she", "spokesman", "officials"."""
    word = token.lower
    if is_name(token) or word in DETERMINERS or word in PRONOUNS:
        return True
    grammar = PREPOSITIONS | SUBORDINATORS | JOINERS | RELATIVES | AUXILIARIES
    return token.text[0].isalpha() and word not in grammar and not is_adverb(token) and not word.endswith("ing")


def is_plain(subject: list[Token]) -> bool:
    """Return whether a stretch can be one noun phrase: short, and no verb outside a relative clause."""
    if len(subject) > 40:
        return False
    loose = [i for i in range(1, len(subject)) if is_verb(subject[i], subject[i - 1])]
    return all(any(t.lower in RELATIVES for t in subject[:i]) for i in loose)


def trim(words: list[Token]) -> list[Token]:
    """Return a noun phrase without helping verbs, adverbs and marks at its ends."""
    a, b = 0, len(words)
    while b > a and (
        words[b - 1].text in PAUSES
        or words[b - 1].text in AUXILIARIES
        or is_adverb(words[b - 1])
        or words[b - 1].lower in ("to", "who", "not")
    ):
        b -= 1
    while a < b and (words[a].text in PAUSES or words[a].lower in JOINERS or words[a].lower == "as"):
        a += 1
    return words[a:b]


def _is_opener(word: str) -> bool:
    """Tell whether a word with a capital is an adverb that opens a sentence: "Inevitably", not "Kelly"."""
    word = word.lower()
    if len(word) < 7 or not word.endswith("ly"):
        return False
    return any(zipf(adjective) > LEAST_ZIPF for adjective in (word[:-2], word[:-1] + "e", word[:-3] + "y"))
