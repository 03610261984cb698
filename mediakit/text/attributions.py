"""Read who says a quotation from the words of its sentence: before it, after it, or at the sentence's end."""

from dataclasses import dataclass

from mediakit.text.clauses import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    JOINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    Token,
    is_adverb,
    is_name,
    is_verb,
    name_runs,
    reporting_verb,
)

_LONGEST = 60
_PAUSES = frozenset(",—–-:;")
_OCCASIONS = frozenset(
    """interview statement speech letter email e-mail tweet post memo report release call video message conference debate
    rally briefing filing note hearing meeting address appearance column article blog editorial podcast""".split()
)
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow january february march april june
    july august september october november december earlier later afterward afterwards twitter facebook instagram x""".split()
)
_HEARERS = frozenset("reporters journalists lawmakers supporters voters viewers listeners us me him her them".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks, as the text puts it (`start` == `end`: nobody is named), and the reporting verb.

    `place` says where it stands: "after" or "before" the words it reports, "inside" a sentence that the quoted words are
    part of, "final" (at the end of such a sentence), "carried" from a neighbour. `frame` is the verb's.
    """

    start: int
    end: int
    cue: str
    place: str
    frame: str = "say"


def read_after(tokens: list[Token], expected: bool) -> Attribution | None:
    """Return the attribution that the words after a quotation begin with: "she said", "said Mr. Low", "according to …".

    `expected` says that the sentence must go on after the quotation (it ended in a comma), so that an unknown verb will do.
    """
    i = 0
    while i < len(tokens) and (tokens[i].text in _PAUSES or tokens[i].lower in ("as", "so") or is_adverb(tokens[i])):
        i += 1
    tokens = tokens[i : i + _LONGEST]
    if not tokens or tokens[0].quote >= 0:
        return None
    if tokens[0].lower == "according" and len(tokens) > 2 and tokens[1].lower == "to":
        return _attribution(tokens[2 : 2 + _phrase_end(tokens[2:])], "according to", "after")
    found = reporting_verb(tokens, 0)
    if found and found[1] in ("past", "present") and tokens[0].text[0].islower():
        return _inverted(tokens, found[0].frame, found[2])
    return _subject_first(tokens, expected)


def _inverted(tokens: list[Token], frame: str, width: int) -> Attribution | None:
    """Read "said Mr. Low, a banker"."""
    cue = " ".join(t.text for t in tokens[:width])
    rest = tokens[width:]
    while rest and is_adverb(rest[0]):
        rest = rest[1:]
    if not rest or not (
        is_name(rest[0]) or rest[0].lower in DETERMINERS or rest[0].lower in PRONOUNS or _is_noun(rest[0])
    ):
        return None
    return _attribution(rest[: _phrase_end(rest)], cue, "after", frame)


def _subject_first(tokens: list[Token], expected: bool) -> Attribution | None:
    """Read "Mr. Low, a banker, said"."""
    if not _starts_phrase(tokens[0]):
        return None
    for i in range(1, len(tokens)):
        if tokens[i].quote >= 0:
            break
        found = reporting_verb(tokens, i)
        if found and found[1] in ("past", "present", "base") and tokens[i - 1].lower not in RELATIVES:
            subject = _trim(tokens[:i])
            if not subject or not (expected or _is_plain(subject)):
                return None
            return _attribution(subject, _cue(tokens, i, found[2]), "after", found[0].frame)
    return _unknown_verb(tokens) if expected else None


def _unknown_verb(tokens: list[Token]) -> Attribution | None:
    """Read "Mr. Low deadpanned": the words before whatever looks like a verb."""
    for i in range(1, min(len(tokens), 12)):
        if is_verb(tokens[i], tokens[i - 1]) and tokens[i - 1].lower not in RELATIVES:
            subject = _trim(tokens[:i])
            cue = tokens[i].text if tokens[i].text not in AUXILIARIES else ""
            return _attribution(subject, cue, "after") if subject and _is_plain(subject) else None
        if tokens[i].quote >= 0 or tokens[i].text in ".;:":
            return None
    return None


def read_before(tokens: list[Token], quoted: dict[int, "Attribution | None"]) -> Attribution | None:
    """Return the attribution in the words of the sentence before a quotation: "Mr. Low said: ", "she called it ".

    `tokens` reach back to the start of the sentence; `quoted` has what is known of its earlier quotations.
    """
    if not tokens:
        return None
    paused = tokens[-1].text in _PAUSES
    words = tokens[:-1] if paused else tokens
    if paused and tokens[-1].text == ":" and (named := _name_and_colon(words)):
        return named
    for i in range(len(words) - 1, max(-1, len(words) - _LONGEST), -1):
        if words[i].quote >= 0 and quoted.get(words[i].quote):
            return None
        found = reporting_verb(words, i)
        if not found or not _governs(words, i, found[0].frame, found[2], paused):
            continue
        subject = _subject(words, i, found[1], quoted)
        if subject is None:
            continue
        place = "before" if paused or i + found[2] >= len(words) - 1 else "inside"
        return _attribution(subject, _cue(words, i, found[2]), place, found[0].frame)
    return _according(words)


def _governs(words: list[Token], i: int, frame: str, width: int, paused: bool) -> bool:
    """Return whether a verb at `i` can govern a quotation that follows `words`."""
    between = words[i + width :]
    if any(t.text in ";." for t in between):
        return False
    if frame == "turn":
        return len(between) <= 3 if paused else not between
    if frame == "label":
        return len(between) <= 18
    return len(between) <= 40


def _according(words: list[Token]) -> Attribution | None:
    """Read "According to Mr. Low, " at the start of the sentence."""
    if len(words) > 2 and words[0].lower == "according" and words[1].lower == "to":
        rest = words[2:]
        return _attribution(rest[: _phrase_end(rest)], "according to", "before")
    return None


def _name_and_colon(words: list[Token]) -> Attribution | None:
    """Read the "CLINTON: " of a transcript."""
    if 0 < len(words) <= 4 and all(is_name(t) for t in words):
        return _attribution(words, "", "before")
    return None


def read_final(tokens: list[Token]) -> Attribution | None:
    """Return the attribution that ends a sentence: ", the newspaper said last week"."""
    end = len(tokens)
    while end and tokens[end - 1].text in ".!?":
        end -= 1
    start = next((i + 1 for i in range(end - 1, max(-1, end - 25), -1) if tokens[i].text in ",—–"), 0)
    if start < 2 or start >= end:
        return None
    tail = tokens[start:end]
    found = read_after(tail, False)
    if found is None and (opened := _apposed(tokens, start, end)):
        found = opened
    return Attribution(found.start, found.end, found.cue, "final", found.frame) if found else None


def _apposed(tokens: list[Token], start: int, end: int) -> Attribution | None:
    """Read "…, Sheila Krumholz, the director, said" at the end of a sentence, whose last comma closes an apposition."""
    if not reporting_verb(tokens, start):
        return None
    opened = [i + 1 for i in range(start - 2, max(-1, start - 30), -1) if tokens[i].text in ",—–"]
    for at in opened[1:3]:
        if (found := read_after(tokens[at:end], False)) is not None:
            return found
    return None


def _subject(words: list[Token], i: int, tense: str, quoted: dict[int, "Attribution | None"]) -> list[Token] | None:
    """Return the subject of the verb at `i` ([] if it has none), None if the verb cannot report."""
    at = i
    while at and (
        is_adverb(words[at - 1]) or words[at - 1].text in AUXILIARIES or words[at - 1].lower in ("to", "not")
    ):
        at -= 1
    helpers = {t.lower for t in words[at:i]}
    if helpers & BE and tense == "past":
        return _agent(words[i + 1 :])
    if at == 0:
        return [] if tense != "base" else None
    before = words[at - 1]
    if tense == "participle" and (
        before.text in _PAUSES or before.lower in PREPOSITIONS | JOINERS or before.quote >= 0
    ):
        if before.lower == "as" and (told := _quoted_as(words[: at - 1])):
            return told
        return _main_subject(words[: at - 1], quoted)
    if before.lower in JOINERS or before.text == "," and at >= 2 and words[at - 2].quote >= 0:
        return _main_subject(words[: at - 1], quoted)
    if before.lower in RELATIVES:
        return _phrase_before(words[: at - 1])
    if before.text in ",—–":
        return _apposition_before(words[:at])
    return _phrase_before(words[:at])


def _agent(rest: list[Token]) -> list[Token] | None:
    """Return who did it, after a passive verb: "was called … by Mr. Low"; None if nobody is named."""
    for i, token in enumerate(rest[:12]):
        if token.lower == "by" and i + 1 < len(rest):
            phrase = rest[i + 1 :]
            return phrase[: _phrase_end(phrase)]
    return None


def _quoted_as(words: list[Token]) -> list[Token] | None:
    """Return whom a text quotes: "RBK quoted Ms. Simonyan as saying"."""
    for i in range(len(words) - 1, max(-1, len(words) - 15), -1):
        if words[i].lower in ("quoted", "quotes", "quoting", "cited"):
            rest = _trim(words[i + 1 :])
            if rest:
                return rest
            return _phrase_before(_trim(words[:i]))
    return None


def _main_subject(words: list[Token], quoted: dict[int, "Attribution | None"]) -> list[Token]:
    """Return the subject that a later "and said" or ", adding" shares: of an earlier quotation, or of the clause."""
    for token in reversed(words):
        if token.quote >= 0:
            known = quoted.get(token.quote)
            if known and known.end > known.start:
                return [Token("“”", known.start, known.end)]
    start = _clause_start(words)
    clause = words[start:]
    for i in range(1, len(clause)):
        if is_verb(clause[i], clause[i - 1]) or reporting_verb(clause, i):
            if clause[i - 1].lower not in RELATIVES:
                return _trim(clause[:i])
    return clause[: name_runs(clause)[0][1]] if clause and name_runs(clause) else []


def _clause_start(words: list[Token]) -> int:
    """Return where the main clause of a sentence begins, past "In a speech on Monday, " and the like."""
    start = 0
    while start < len(words):
        first = words[start]
        if first.lower in JOINERS or is_adverb(first) or first.text in _PAUSES or first.quote >= 0:
            start += 1
            continue
        fronted = first.lower in PREPOSITIONS | SUBORDINATORS or first.text.endswith("ing") and not is_name(first)
        comma = next((i for i in range(start, min(len(words), start + 30)) if words[i].text == ","), -1)
        if (fronted or first.lower in PREPOSITIONS | SUBORDINATORS) and comma > 0:
            start = comma + 1
            continue
        break
    return start


def _apposition_before(words: list[Token]) -> list[Token]:
    """Return the phrase before a verb that follows a comma: "Chris Weston, a strategist at IG, "."""
    start = _clause_start(words)
    for i in range(len(words) - 2, start, -1):
        if words[i].lower == "that" or words[i].text in ";:" or words[i].quote >= 0:
            start = i + 1
            break
    phrase = words[start:]
    while phrase and phrase[0].text in _PAUSES:
        phrase = phrase[1:]
    return _trim(phrase)


def _phrase_before(words: list[Token]) -> list[Token]:
    """Return the noun phrase that ends where `words` end: back to the last verb, "that" or comma."""
    start = len(words)
    while start > 0:
        token = words[start - 1]
        if (
            token.quote >= 0
            or token.text in ",;:—–()[]."
            or token.lower in RELATIVES | SUBORDINATORS
            and token.lower != "as"
        ):
            break
        if start < len(words) and (
            is_verb(token, words[start - 2] if start > 1 else None) or reporting_verb(words, start - 1)
        ):
            break
        start -= 1
    phrase = words[start:]
    while phrase and (phrase[0].lower in JOINERS or is_adverb(phrase[0]) or phrase[0].text in _PAUSES):
        phrase = phrase[1:]
    if phrase and phrase[0].lower in PREPOSITIONS:
        return _last_phrase(phrase)
    return _trim(phrase)


def _last_phrase(phrase: list[Token]) -> list[Token]:
    """Return the name or the determined noun that ends a stretch: "In a statement Mr. Low" → "Mr. Low"."""
    runs = name_runs(phrase)
    if runs and runs[-1][1] == len(phrase):
        return phrase[runs[-1][0] :]
    for i in range(len(phrase) - 1, -1, -1):
        if phrase[i].lower in DETERMINERS or phrase[i].lower in PRONOUNS:
            return phrase[i:]
    return phrase[-1:]


def _starts_phrase(token: Token) -> bool:
    return is_name(token) or token.lower in DETERMINERS or token.lower in PRONOUNS or _is_noun(token)


def _is_noun(token: Token) -> bool:
    """Return whether a word that begins a phrase may be a noun: "spokesman Glen Caplin", "officials"."""
    return token.text.isalpha() and not (
        token.lower in PREPOSITIONS | SUBORDINATORS | JOINERS | RELATIVES | AUXILIARIES or is_adverb(token)
    )


def _is_plain(subject: list[Token]) -> bool:
    """Return whether a stretch can be one noun phrase: short, and no verb outside a relative clause."""
    if len(subject) > 40:
        return False
    loose = [i for i in range(1, len(subject)) if subject[i].text in AUXILIARIES or is_verb(subject[i], subject[i - 1])]
    return all(any(t.lower in RELATIVES for t in subject[:i]) for i in loose)


def _trim(words: list[Token]) -> list[Token]:
    """Return a noun phrase without helping verbs, adverbs and marks at its ends."""
    a, b = 0, len(words)
    while b > a and (
        words[b - 1].text in _PAUSES or words[b - 1].text in AUXILIARIES or is_adverb(words[b - 1]) or words[b - 1].lower in ("to", "who", "not")
    ):  # fmt: skip
        b -= 1
    while a < b and (words[a].text in _PAUSES or words[a].lower in JOINERS or words[a].lower == "as"):
        a += 1
    return words[a:b]


def _phrase_end(words: list[Token]) -> int:
    """Return where the noun phrase at the start of `words` ends: before a new clause, an occasion or a time."""
    relative = False
    for i in range(1, len(words)):
        token, following = words[i], words[i + 1] if i + 1 < len(words) else None
        if token.quote >= 0 or token.text in ".;:!?—–()[]" or token.text == "-":
            return i
        relative = relative or token.lower in RELATIVES
        if token.text == "," and (following is None or _ends_phrase(words, i + 1)):
            return i
        if (
            token.lower in _TIMES
            or token.lower in SUBORDINATORS
            and token.lower not in ("that", "since", "until", "as")
        ):
            return i
        if not relative and token.lower in (
            "in",
            "on",
            "at",
            "during",
            "to",
            "last",
            "this",
            "as",
            "after",
            "before",
            "of",
        ):
            if _is_occasion(words, i):
                return i
    return len(words)


def _ends_phrase(words: list[Token], i: int) -> bool:
    """Return whether what follows a comma is no apposition but a new clause."""
    token = words[i]
    if (
        token.quote >= 0
        or token.lower in JOINERS
        or token.lower in ("as", "when", "while", "after", "before", "according", "citing")
    ):
        return True
    if token.text.endswith("ing") and token.text[0].islower() and len(token.text) > 4:
        return True
    if token.lower in PREPOSITIONS and token.lower not in ("of", "for", "until"):
        return True
    return token.lower in PRONOUNS - {"who"} or bool((found := reporting_verb(words, i)) and found[1] != "base")


def _is_occasion(words: list[Token], i: int) -> bool:
    """Return whether a preposition begins when, where or to whom it was said, not a part of the speaker's name."""
    token, rest = words[i].lower, words[i + 1 : i + 5]
    if not rest:
        return False
    if token == "to":
        return True
    if token in ("last", "this"):
        return (
            rest[0].lower in ("week", "month", "year", "summer", "spring", "fall", "winter", "morning", "afternoon")
            or rest[0].lower in _TIMES
        )
    if token in ("during", "after", "before", "as"):
        return True
    if token == "of":
        return i == 1 and rest[0].lower in DETERMINERS and is_name(words[0])
    return rest[0].lower in _TIMES or rest[0].text.isdigit() or any(t.lower in _OCCASIONS for t in rest[:4])


def _cue(tokens: list[Token], i: int, width: int) -> str:
    return " ".join(t.text for t in tokens[i : i + width])


def _attribution(words: list[Token], cue: str, place: str, frame: str = "say") -> Attribution:
    words = _trim(words)
    if not words:
        return Attribution(0, 0, cue, place, frame)
    return Attribution(words[0].start, words[-1].end, cue, place, frame)
