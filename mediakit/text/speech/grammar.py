"""Read the plain grammar around a quotation: where phrases and clauses begin and end, and the subjects of verbs."""

from collections.abc import Mapping

from mediakit.text.names import JOBS, kind_of
from mediakit.text.speech.tokens import (
    AUXILIARIES,
    BE,
    CALENDAR,
    CAN_BE_VERB,
    DETERMINERS,
    JOINERS,
    OCCASIONS,
    PARTICLES,
    PARTS_OF_DAY,
    PAUSES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    THEN,
    TIMES,
    Token,
    goes_on,
    is_adverb,
    is_dash,
    is_name,
    is_opener,
    is_passive,
    is_plain,
    is_third,
    is_verb,
    is_when,
    leads_list,
    name_runs,
    owns,
    reporting_verb,
    starts_phrase,
    trim,
    without_insertion,
)
from mediakit.text.words import family

_NEW_CLAUSE, _ENDS_NOUN = family("begins a new clause"), RELATIVES | SUBORDINATORS | {"but"}
_ENDS_PHRASE, _BEFORE_PARTICIPLE = SUBORDINATORS - {"that", "since", "until", "as"}, SUBORDINATORS - {"as"}
_BEFORE_CLAUSE, _PLACING = PREPOSITIONS - {"of", "for", "until"}, PREPOSITIONS - {"of", "at", "from", "for"}
_LINKING, _SHARING, _DAYS = PREPOSITIONS | JOINERS, JOINERS | AUXILIARIES, PARTS_OF_DAY | CALENDAR
_LEADS_IN, _DATES = PREPOSITIONS | SUBORDINATORS | TIMES, PREPOSITIONS | CALENDAR
_BEGINS_PHRASE, _HELPING = DETERMINERS | PRONOUNS, AUXILIARIES - BE - {"has", "have", "had"}
_OBJECTS, _NO_NOUNS = _BEGINS_PHRASE | {"someone", "somebody", "people", "anyone"}, _ENDS_NOUN | _SHARING | PRONOUNS


def phrase_end(words: list[Token]) -> int:
    """Return where the noun phrase at the start of `words` ends: before a new clause, an occasion or a time."""
    relative, commas = False, 0
    for i in range(1, len(words)):
        token = words[i]
        if not token.text[0].isalnum() and (token.quote >= 0 or token.text in ".;:!?()[]" or is_dash(words, i)):
            return i
        relative = relative or token.lower in RELATIVES
        if token.text == ",":
            if i + 1 == len(words) or _ends_phrase(words, i + 1, commas):
                return i
            commas += 1
        if token.lower in _ENDS_PHRASE:
            return i
        dated = words[i - 1].lower in DETERMINERS or token.text.isupper()  # a March article, USA TODAY
        when = token.lower in TIMES and not dated or not relative and _is_occasion(words, i)
        if when and not goes_on(words, i):
            return i
    return len(words)


def _ends_phrase(words: list[Token], i: int, commas: int) -> bool:
    """Return whether what follows a comma is no apposition but a new clause; `commas` were passed before."""
    token = words[i]
    word = token.lower
    first = commas == 0 and (word == "which" or token.text in AUXILIARIES)  # said Ann Orr, is that
    if token.quote >= 0 or word in JOINERS or word in _NEW_CLAUSE or first:
        return True
    if word == "who":
        return commas > 0
    opens = token.text.endswith("ing") and token.text[0].islower() and len(token.text) > 4
    if opens or word in _BEFORE_CLAUSE:
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
        return rest[0].lower in PARTS_OF_DAY or rest[0].lower in TIMES
    if token == "of":
        return i == 1 and rest[0].lower in DETERMINERS and is_name(words[0])
    if token not in ("in", "on", "at"):
        return False
    rest = rest[rest[0].lower in ("early", "late", "mid") :] or rest
    return rest[0].lower in TIMES or rest[0].text.isdigit() or any(t.lower in OCCASIONS for t in rest)


_REACH, _BRIEF = 60, 9  # words read; words of an apposition, or in brackets
Known = Mapping[int, tuple[int, int]]  # the number of an earlier quotation → the span of who speaks it


def find_subject(words: list[Token], i: int, tense: str, known: Known) -> list[Token] | None:
    """Return the subject of the reporting verb at `i`: [] if it has none, None if nobody reports there."""
    at = _before_helpers(words, i)
    if tense == "participle" and any(t.lower in BE for t in words[at:i]):
        tense = "present"  # they are hoping
    if tense == "past" and (at < i and any(t.lower in BE for t in words[at:i]) or is_passive(words, i)):
        return _agent(words[i + 1 :])
    if at == 0:
        return _subject_ahead(words[i:]) if tense == "participle" else None
    if tense == "past" and (words[at - 1].text == "," or is_dash(words, at - 1)) and _is_labelled(words, i):
        return _agent(words[i + 1 :])
    before = words[at - 1]
    if before.quote >= 0 and before.quote in known:
        return _speaker(words, known[before.quote], known)
    if before.lower == "to":
        return _before_infinitive(words[: at - 1], known)
    if tense == "participle" and before.lower in _BEFORE_PARTICIPLE:
        return main_subject(words[: at - 1], known) or _subject_ahead(words[i:])  # after first denying it, officials
    if tense == "participle" and before.text == "," and at > 1 and _is_finite(words, at - 2):
        return find_subject(words, at - 2, "past", known)  # Ann Orr, 62, said, adding
    if tense == "participle" and (before.text in PAUSES or before.quote >= 0 or before.lower in _LINKING):
        if before.lower == "as" and (cited := _cited(words[: at - 1])):
            return cited
        return main_subject(words[: at - 1], known)
    if before.lower in JOINERS or (before.text == "," and at >= 2 and words[at - 2].quote >= 0):
        return main_subject(words[: at - 1], known)
    if before.lower in RELATIVES:
        return _of_relative(words, at - 1)
    if tense == "participle" and at > 1 and (is_verb(before, words[at - 2]) or _is_finite(words, at - 1)):
        shared = words[at - 2].lower in _SHARING  # is seen and heard yelling
        return main_subject(words[: at - 1], known) if shared else phrase_before(words[: at - 1])  # denies telling
    if before.text == "," or before.text in PAUSES and is_dash(words, at - 1):
        return _apposition(words[:at])
    phrase = phrase_before(words[:at], finite=tense != "participle")
    phrase = _past_object(words[:at], phrase) if tense != "participle" else phrase
    if (relative := _relative_before(words[:at], phrase)) >= 0:  # who for years had said
        return _nearest(trim(phrase_before(trim(words[:relative]))))
    if tense == "participle":
        return _of_participle(words[:at], phrase, known)
    return main_subject(words[:at], known) if phrase and _is_time(words[:at], phrase) else phrase


def _subject_ahead(words: list[Token]) -> list[Token]:
    """Return the subject of the clause that follows an opening participle: "Asserting that it fell, he said"."""
    for comma in (k for k, t in enumerate(words[:_REACH]) if t.text == ","):
        clause = words[comma + 1 :]
        verb = first_verb(clause)
        quoted = any(t.quote >= 0 for t in clause[:verb])
        if verb > 0 and starts_phrase(clause[0]) and is_plain(clause[:verb]) and not quoted:
            return trim(clause[:verb])
    return []


def _before_helpers(words: list[Token], i: int) -> int:
    """Return where what stands before a verb ends: "who a week ago had also" → "who"."""
    at = i
    while at:
        if is_adverb(words[at - 1]) or words[at - 1].text in AUXILIARIES or words[at - 1].lower == "not":
            at -= 1
        elif words[at - 1].lower == "ago" and at > 3:
            at -= 3
        elif at > 2 and words[at - 1].lower in _DAYS and words[at - 2].lower in ("last", "this"):
            at -= 2
        elif words[at - 1].text == ")":  # Ann Orr (Labour) said
            at = next((k for k in range(at - 2, max(0, at - _BRIEF), -1) if words[k].text == "("), 0)
        else:
            break
    return at


def _is_labelled(words: list[Token], i: int) -> bool:
    """Return whether a past form after a comma names its subject: "the board, described as …", "the day, dubbed X"."""
    found = reporting_verb(words, i)
    after = words[i + 1] if i + 1 < len(words) else None
    if after is None or found is None or found[0].frame == "say":
        return after is not None and found is not None and after.lower == "by"
    named = next((k for k in range(i + 1, len(words)) if not is_name(words[k])), len(words))
    closed = i + 1 < named < len(words) and words[named].text == ","
    return after.lower in ("as", "by") or found[0].frame == "label" and (closed or after.quote >= 0)


def _is_finite(words: list[Token], i: int) -> bool:
    return (found := reporting_verb(words, i)) is not None and found[1] in ("past", "present")


def _of_relative(words: list[Token], at: int) -> list[Token]:
    """Return what a relative clause belongs to: what stands before "which" at a place, or before ", two of which"."""
    rest = words[: _before_part(words, at)]
    phrase = trim(phrase_before(trim(rest)))
    return _nearest(phrase) if len(rest) == at else phrase


def _before_part(words: list[Token], at: int) -> int:
    """Return where the words end that a relative clause belongs to."""
    if at > 1 and words[at - 1].lower in PREPOSITIONS:
        return next((k for k in range(at - 1, max(-1, at - 6), -1) if words[k].text == ","), at)
    return at


def _relative_before(words: list[Token], phrase: list[Token]) -> int:
    """Return where "who" stands before a phrase with a preposition at the end of some words; -1: nowhere."""
    at = len(words) - len(phrase) - 1
    led = bool(phrase) and at > 0 and words[at].lower in PREPOSITIONS and words[at - 1].lower in ("who", "which")
    return at - 1 if led else -1


def _is_time(words: list[Token], phrase: list[Token]) -> bool:
    """Return whether a phrase at the end of some words says when or where: "on Monday", "on Facebook"."""
    times = TIMES if len(words) > len(phrase) and words[-len(phrase) - 1].lower in ("on", "via") else CALENDAR
    return bool(phrase and phrase[-1].lower in PARTS_OF_DAY) or all(token.lower in times for token in phrase)


def _of_participle(words: list[Token], phrase: list[Token], known: Known) -> list[Token]:
    """Return whose a participle without a comma is: "tweeted about it saying", "with many across the city saying"."""
    start = clause_start(words)
    first = len(words) - len(phrase)
    while first and is_adverb(words[first - 1]):
        first -= 1
    if first and words[first - 1].lower in BE and len(phrase) == 1 and not phrase[0].text.endswith("s"):
        return main_subject(words, known)  # he is uneasy talking
    joined = next((i for i in range(len(words) - 1, max(start, len(words) - 12), -1) if words[i].text in PAUSES), -1)
    led = next((i for i in range(joined + 1, len(words) - 1) if words[i].lower == "with"), -1)
    if led >= 0 and first_verb(words[led:]) < 0:
        return trim(words[led + 1 :])
    at = len(words) - len(phrase) - 1
    placed = words[max(at, 0)].lower in PREPOSITIONS or any(t.lower in PREPOSITIONS for t in phrase[1:])
    shown = words[max(at, 0)].lower == "of" and phrase and phrase[0].lower in ("a", "an")  # a video of a man shouting
    behind = bool(phrase) and (at > start and placed and not shown or phrase[0].lower in PARTICLES)  # held up a sign
    return main_subject(words, known) if behind or phrase and _is_time(words, phrase) else phrase


def _nearest(phrase: list[Token]) -> list[Token]:
    """Return what a relative clause belongs to: "questions over a report that" → "a report"."""
    for i in range(len(phrase) - 1, 0, -1):
        if phrase[i - 1].lower in _PLACING:
            return phrase[i:]
    return phrase


def _before_infinitive(words: list[Token], known: Known) -> list[Token] | None:
    """Return the subject of "went on" in "he went on to say"."""
    for i in range(len(words) - 1, max(-1, len(words) - 6), -1):
        before = words[i - 1] if i else None
        if is_verb(words[i], before) or reporting_verb(words, i):
            if before is None or before.lower in _LINKING or before.text in PAUSES:
                return main_subject(words[: max(i - 1, 0)], known)
            return phrase_before(words[:i])
    return None


def _agent(rest: list[Token]) -> list[Token] | None:
    """Return who did it, after a passive verb: "was called … by Mr. Low"; None if nobody is named."""
    for i, token in enumerate(rest[:12]):
        if token.lower == "by" and i + 1 < len(rest):
            agent = rest[i + 1 : i + 1 + phrase_end(rest[i + 1 :])]
            comma = next((k for k, t in enumerate(agent) if t.text == ","), 0)
            return agent[:comma] if comma and first_verb(agent[comma + 1 :]) > 0 else agent
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
            return _speaker(words, known[token.quote], known)
    clause = words[next((k + 1 for k in range(len(words) - 1, -1, -1) if words[k].text == ";"), 0) :]
    clause = clause[clause_start(clause) :]
    first = first_verb(clause)
    if first > 0:
        return trim(clause[:first])
    if clause and clause[-1].text == "," and starts_phrase(clause[0]):
        return trim(clause)  # several candidates, in calling for
    return next((clause[:b] for a, b in name_runs(clause) if not owns(clause[b - 1])), [])


def _speaker(words: list[Token], span: tuple[int, int], known: Known) -> list[Token]:
    """Return who speaks an earlier quotation, or who says so of "they": "Orr felt they were saying “X,” adding"."""
    at = next((k for k, t in enumerate(words) if t.start == span[0]), 0)
    outer = find_subject(words, at - 1, "past", known) if at and words[at].lower == "they" else None
    return outer if outer and _is_finite(words, at - 1) else [Token("“”", *span)]


def first_verb(clause: list[Token]) -> int:
    """Return where the first finite verb of a clause stands, past relative clauses between commas; -1: nowhere."""
    inside = False
    for i in range(1, min(len(clause), _REACH)):
        token = clause[i]
        if token.text == ",":
            inside = any(t.lower in RELATIVES for t in clause[i + 1 : i + 3])
        elif CAN_BE_VERB[token.text] and not inside and (_is_verb(clause, i) or reporting_verb(clause, i)):
            if clause[i - 1].lower not in RELATIVES:
                return i
    return -1


def clause_start(words: list[Token]) -> int:
    """Return where the main clause of a sentence begins, past "Inevitably, ", "In a speech on Monday, "."""
    start = 2 if len(words) > 2 and words[1].text == "," and is_opener(words[0].text) else _past_dateline(words)
    while start < len(words):
        first = words[start]
        if first.lower in JOINERS or is_adverb(first) or first.text in PAUSES or first.quote >= 0:
            start += 1
            continue
        opens = first.lower in _LEADS_IN or first.lower in ("last", "this") and is_when(words, start)
        opens = opens or first.lower.endswith("ing") and len(first.text) > 4 and not name_runs(words[start : start + 2])
        ahead = [token.lower for token in words[start : start + 3]]  # hours before, eight years later
        if not opens and not any(ahead[k] in PARTS_OF_DAY and ahead[k + 1] in THEN for k in range(len(ahead) - 1)):
            break
        comma = next((i for i in range(start, min(len(words), start + 30)) if words[i].text == ","), -1)
        if comma < 0:
            break
        start = comma + 1
        if start + 1 < len(words) and words[start + 1].text == "," and _is_place(words[start]):
            start += 2
    return start


def _past_dateline(words: list[Token]) -> int:
    """Return where a sentence begins behind its dateline: "KANSAS CITY, Mo. — "."""
    dash = next((k for k, t in enumerate(words[:8]) if t.text in PAUSES and is_dash(words, k)), 0)
    placed = all(t.is_capital or t.text in ",.()" for t in words[:dash])
    return dash + 1 if dash and placed and words[dash > 1 and words[0].text == "("].text.isupper() else 0


def _is_place(token: Token) -> bool:
    """Return whether a word between commas belongs to the place before it: "in Rochester, N.H., "."""
    return token.text.endswith(".") or token.text.isdigit() or kind_of(token.text) == "place"


def _apposition(words: list[Token]) -> list[Token]:
    """Return the phrase before a verb that follows a comma: "Chris Weston, a strategist at IG, "."""
    start = clause_start(words)
    for i in range(len(words) - 2, start, -1):
        joined = words[i].lower in ("and", "but") and words[i - 1].text == "," and first_verb(words[start:i]) > 0
        owned = words[i].lower == "whose" and is_plain([t for t in words[i + 1 :] if t.text[0].isalpha()])
        clause = words[i].lower == "that" and not _describes_noun(words, i)
        clause = clause or words[i].lower == "when" and words[i - 1].text == "," and is_name(words[i + 1])
        if joined or owned or clause or words[i].text in ";:" or words[i].quote >= 0:
            start = i + 1
            break
    phrase = trim(words[start:])
    if phrase and phrase[0].lower in RELATIVES:
        return _nearest(phrase_before(trim([t for t in words if t.start < phrase[0].start])))
    verb = first_verb(phrase)
    if verb > 0 and (inserted := _inserted_name(phrase, verb)):
        return inserted
    return without_insertion(trim(phrase[:verb]) if verb > 0 else phrase)


def _describes_noun(words: list[Token], i: int) -> bool:
    """Return whether "that" opens no clause: "behind that auction", "the district that includes the site"."""
    before, after = words[i - 1], words[i + 1].text if i + 1 < len(words) else ""
    verb = after.islower() and after.endswith("s") and not after.endswith("ss")
    return before.lower in PREPOSITIONS or verb and before.text.isalpha() and reporting_verb(words, i - 1) is None


def _inserted_name(phrase: list[Token], verb: int) -> list[Token]:
    """Return a name and what is apposed to it, behind what they say: "It was a shock, Erdmann, 62, "; [] for none."""
    commas = [k for k in range(verb, len(phrase)) if phrase[k].text == ","]
    if len(commas) < 2:
        return []
    first, last = commas[-2] + 1, commas[-1]
    brief = len(phrase) - last < _BRIEF and first_verb(phrase[last:]) < 0
    return phrase[first:] if brief and first < last and all(map(is_name, phrase[first:last])) else []


def phrase_before(words: list[Token], *, finite: bool = True) -> list[Token]:
    """Return the noun phrase that ends where `words` end: back to the last verb, "that" or comma.

    Before a `finite` verb a phrase may hold verbs that only describe it.
    """
    start = len(words)
    while start > 0 and len(words) - start < _REACH:
        token = words[start - 1]
        stops = token.quote >= 0 or token.text in ",;:()[]." or token.text in PAUSES and is_dash(words, start - 1)
        if stops or token.lower in _ENDS_NOUN:
            alone = start == len(words) - 1 and is_verb(words[start], None if token.quote >= 0 else token)
            if finite and (alone or _is_relative_verb(words, start)) and (described := _described(words, start)):
                return described
            if token.text == "," and (led := leads_list(words, start)):
                head = phrase_before(words[:led])
                return words[led - len(head) :] if head and head[-1].end == words[led - 1].end else words[start:]
            break
        if start < len(words):
            ahead = words[start : start + 2]
            opens = start == 1 and token.lower.endswith("s")  # Remarks by leaders
            verb = CAN_BE_VERB[token.text] and (_is_verb(words, start - 1) or reporting_verb(words, start - 1))
            if verb and not opens:
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
    if len(phrase) > 1 and phrase[-1].lower in ("he", "she", "they", "it", "some"):
        return phrase[-1:]
    return _last_phrase(phrase) if phrase and phrase[0].lower in PREPOSITIONS else phrase


def _is_relative_verb(words: list[Token], i: int) -> bool:
    """Return whether "who" or "which" stands before `i`, and no subject after it: "people who support his plan"."""
    if i < 2 or i + 1 >= len(words) or words[i - 1].lower not in ("who", "which") or not words[i].text.islower():
        return False
    return words[i].lower not in _BEGINS_PHRASE and not words[i].text.endswith("ing")


def _past_object(words: list[Token], phrase: list[Token]) -> list[Token]:
    """Return the last phrase of words without what another verb is followed by: "it was a hoax and | officials say"."""
    first = len(words) - len(phrase)
    if first < 2 or not is_verb(words[first - 1], words[first - 2]):
        return phrase
    at = next((k for k in range(len(phrase) - 2, 0, -1) if phrase[k].lower in ("and", "but")), -1)
    return phrase[at + 1 :] if at > 0 and starts_phrase(phrase[at + 1]) else phrase


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
        if (token.lower in ("who", "which", "what", "whose") or that) and k:
            return k - (words[k - 1].lower in PREPOSITIONS)
    before, after = words[verb - 1] if verb else None, words[verb + 1] if verb + 1 < len(words) else None
    reduced = words[verb].lower.endswith("ed") or words[verb].lower in _REDUCED
    if not reduced or before is None or after is None or after.lower not in _DATES:
        return 0
    return verb if before.text[0].isalpha() and before.lower not in _NO_NOUNS else 0


_REDUCED = frozenset("found held known led made seen sent taken written".split())


def _is_verb(words: list[Token], i: int) -> bool:
    """Return whether the word at `i` is a verb, by the two before it: not in "the closely followed report"."""
    before, first = (words[i - n] if i >= n else None for n in (1, 2))
    if before and first and before.lower in DETERMINERS and first.lower == "of":
        return is_verb(words[i], first)  # the mother of two showed them
    if before and first and is_adverb(before) and first.lower in DETERMINERS and words[i].text.endswith("ed"):
        return False
    return is_verb(words[i], before) or is_third(words, i)


def _takes_verb(token: Token, ahead: list[Token]) -> bool:
    """Return whether "to" or "didn't" is followed by a verb and its object: "to investigate the …"."""
    if token.lower != "to" and token.lower not in _HELPING:
        return False
    verb = ahead[0].text if len(ahead) > 1 else ""
    if not (verb.isalpha() and verb.islower()) or verb in _BEGINS_PHRASE:
        return False
    return is_name(ahead[1]) or ahead[1].lower in _OBJECTS


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
