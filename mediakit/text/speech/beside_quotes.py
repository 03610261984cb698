"""Read who says a quotation from the words of its sentence: after it, before it, or at the sentence's end."""

from collections.abc import Mapping
from typing import NamedTuple

from mediakit.text.reporting_verbs import PHRASES
from mediakit.text.speech.grammar import (
    Known,
    clause_start,
    find_subject,
    main_subject,
    phrase_end,
)
from mediakit.text.speech.tokens import (
    AUXILIARIES,
    CAN_BE_VERB,
    PAUSES,
    POSSESSIVES,
    RELATIVES,
    Token,
    is_adverb,
    is_name,
    is_plain,
    is_verb,
    owns,
    reporting_verb,
    starts_phrase,
    trim,
    without_insertion,
)

_REACH = 60
_MOST_PASSED = 4
# How many words of the sentence before a quotation are read.
_FARTHEST = 120


class Attribution(NamedTuple):
    """Who speaks, as the text puts it (`end` 0: nobody is named), and the reporting verb.

    `place` says where it stands: "after" or "before" the words it reports, "inside" a sentence that they are a part of,
    "final" (at the end of such a sentence), "carried" from a neighbour. `frame` is the verb's. `cue_start` and
    `cue_end` say where the verb stands (both 0: nowhere).
    """

    start: int
    end: int
    cue: str
    place: str
    frame: str = "say"
    cue_start: int = 0
    cue_end: int = 0


def read_after(tokens: list[Token], expected: bool) -> Attribution | None:
    """Return the attribution that the words after a quotation begin with: "she said", "said Mr. Low", "according to …".

    `expected`: the sentence must go on after the quotation (which ends in a comma), so that an unknown verb will do.
    """
    i = 0
    while i < len(tokens) and (tokens[i].text in PAUSES or tokens[i].lower in ("as", "so") or is_adverb(tokens[i])):
        i += 1
    tokens = tokens[i : i + _REACH]
    if not tokens or tokens[0].quote >= 0:
        return None
    if tokens[0].lower == "according" and len(tokens) > 2 and tokens[1].lower == "to":
        return _attribution(tokens[2 : 2 + phrase_end(tokens[2:])], tokens[:2], "after")
    found = reporting_verb(tokens, 0)
    if found and found[1] in ("past", "present") and tokens[0].text[0].islower():
        return _inverted(tokens, found[0].frame, found[2])
    if expected and len(tokens[0].text) > 4 and tokens[0].text.islower() and tokens[0].text.endswith("ed"):
        return _inverted(tokens, "turn", 1)
    return _subject_first(tokens, expected)


def _inverted(tokens: list[Token], frame: str, width: int) -> Attribution | None:
    """Read "said Mr. Low, a banker"."""
    rest = tokens[width:]
    while rest and is_adverb(rest[0]):
        rest = rest[1:]
    if not rest or not starts_phrase(rest[0]):
        return None
    return _attribution(rest[: phrase_end(rest)], tokens[:width], "after", frame)


def read_inverted(tokens: list[Token], width: int) -> Attribution | None:
    """Read "said Mr. Low, a banker", the verb first and so many words long."""
    return _inverted(tokens, "say", width)


def _subject_first(tokens: list[Token], expected: bool) -> Attribution | None:
    """Read "Mr. Low, a banker, said"; an unknown verb will do where a verb is expected: "Mr. Low deadpanned"."""
    if not starts_phrase(tokens[0]):
        return None
    other = _other_verb(tokens) if expected else 0
    for i in range(1, len(tokens)):
        if tokens[i].quote >= 0:
            break
        found = reporting_verb(tokens, i) if CAN_BE_VERB[tokens[i].text] else None
        if found and found[1] != "participle" and tokens[i - 1].lower not in RELATIVES:
            subject = trim(tokens[:i])
            if other and other < i and not _only_helpers(tokens[other:i]):
                break
            if not subject or not (expected or is_plain(subject)):
                return None
            return _attribution(without_insertion(subject), tokens[i : i + found[2]], "after", found[0].frame)
    subject = trim(tokens[:other])
    if not subject or not is_plain(subject):
        return None
    return _attribution(subject, tokens[other : other + (tokens[other].text not in AUXILIARIES)], "after")


def _other_verb(tokens: list[Token]) -> int:
    """Return where the first word that looks like a verb stands, outside relative clauses; 0: nowhere near."""
    for i in range(1, min(len(tokens), 12)):
        if tokens[i].quote >= 0 or tokens[i].text in ".;:" or tokens[i].lower in RELATIVES:
            return 0
        if is_verb(tokens[i], tokens[i - 1]):
            return i
    return 0


def _only_helpers(tokens: list[Token]) -> bool:
    return all(t.text in AUXILIARIES or is_adverb(t) or t.lower in ("to", "not") for t in tokens)


def read_before(tokens: list[Token], known: Known) -> Attribution | None:
    """Return the attribution in the words of the sentence before a quotation: "Mr. Low said: ", "she called it ".

    `tokens` reach back to the start of the sentence; `known` has the speakers of its earlier quotations.
    """
    if not tokens:
        return None
    mark = tokens[-1].text if tokens[-1].text in PAUSES else ""
    words = tokens[:-1] if mark else tokens
    if mark == ":" and 0 < len(words) <= 4 and all(is_name(t) for t in words):
        return _attribution(words, [], "before")
    if mark == ":" and len(words) > 1 and words[-1].text.islower() and owns(words[-2]) and is_name(words[-2]):
        return _attribution([*words[:-2], _bare(words[-2])], words[-1:], "before")  # Ann Orr's verdict: "X"
    if (own := _own_words(words)) is not None:
        return own
    passed = 0
    for i in range(len(words) - 1, max(-1, len(words) - _REACH), -1):
        if words[i].quote >= 0:
            passed += 1
            if words[i].quote in known or passed > _MOST_PASSED:
                return None
        elif CAN_BE_VERB[words[i].text] and (said := _governing(words, i, mark, known)) is not None:
            return said
    places = (k for k in range(len(words) - 3, -1, -1) if words[k].lower == "according")
    at = next(places, -1)
    source = words[at + 2 : at + 2 + phrase_end(words[at + 2 :])] if at >= 0 else []
    if at == 0 or source and mark and source[-1].end == words[-1].end:
        return _attribution(source, words[at : at + 2], "before")
    return _attribution(main_subject(words, known), [], "before") if mark == ":" else None


def _governing(words: list[Token], i: int, mark: str, known: Known) -> Attribution | None:
    """Return the attribution by the verb at `i`, if it is one and governs the quotation after `words` and `mark`."""
    found = reporting_verb(words, i)
    if not found or found[0].verb in PHRASES or not _governs(words[i + found[2] :], found[0].frame, bool(mark)):
        return None
    frame, width = found[0].frame, found[2]
    if 0 < i < len(words) - width and words[i - 1].text == "," and found[1] in ("past", "present"):
        inserted = _inverted(words[i:], frame, width)
        if inserted and (mark == "," and inserted.end == words[-1].end or is_inserted(words, i, inserted)):
            return inserted
    subject = find_subject(words, i, found[1], known)
    if subject is None:
        return None
    place = "before" if mark or i + width >= len(words) - 1 else "inside"
    return _attribution(without_insertion(subject), words[i : i + width], place, frame)


def is_inserted(words: list[Token], i: int, said: Attribution) -> bool:
    """Tell whether "said Ann Orr" at `i` stands between commas behind a subject: "The tour, said Ann Orr, is life".

    Where a comma stands before that too it closes an apposition, and the verb is the subject's: "Lee, a banker, said".
    """
    clause = words[clause_start(words[: i - 1]) : i - 1]
    behind = next((t for t in words[i:] if t.start >= said.end), None)
    named = any(is_name(t) for t in words[i + 1 :] if t.start < said.end)
    return bool(clause) and named and behind is not None and behind.text == "," and all(t.text != "," for t in clause)


def _own_words(words: list[Token]) -> Attribution | None:
    """Read "in Mr. Low's words, " right before a quotation."""
    start = next((i for i in range(len(words) - 1, max(-1, len(words) - 9), -1) if words[i].lower == "in"), -1)
    phrase = words[start + 1 :]
    if start < 0 or len(phrase) < 2 or phrase[-1].lower != "words":
        return None
    if phrase[0].lower == "the" and len(phrase) > 3 and phrase[2].lower == "of":
        return _attribution(phrase[3:], phrase[1:2], "inside")
    owner = next((i for i, t in enumerate(phrase) if owns(t)), -1)
    if owner < 0:
        return _attribution(phrase[:1], phrase[-1:], "inside") if phrase[0].lower in POSSESSIVES else None
    return _attribution([*phrase[:owner], _bare(phrase[owner])], phrase[-1:], "inside")


def _bare(owner: Token) -> Token:
    """Return a possessive without its ending: "Orr's" → "Orr"."""
    cut = 2 if owner.text[-1] == "s" else 1
    return Token(owner.text[:-cut], owner.start, owner.end - cut, -1, owner.lower[:-cut])


def read_agent(before: list[Token], after: list[Token]) -> Attribution | None:
    """Return the attribution on both sides of a few words: "was called “a mess” by Mr. Low"."""
    if len(after) < 2 or after[0].lower != "by":
        return None
    for i in range(len(before) - 1, max(-1, len(before) - 6), -1):
        found = reporting_verb(before, i)
        if found and found[1] == "past" and found[0].frame != "turn":
            return _attribution(
                after[1 : 1 + phrase_end(after[1:])], before[i : i + found[2]], "inside", found[0].frame
            )
    return None


def _governs(between: list[Token], frame: str, paused: bool) -> bool:
    """Return whether a verb can govern a quotation that follows it after the words `between`."""
    if any(t.text in ";.:)" for t in between):
        return False
    if frame == "turn":
        return len(between) <= 3 if paused else not between
    if frame == "label":
        return len(between) <= 12 and not any(t.text == "," for t in between)
    return len(between) <= 40


def read_sentence(
    words: list[Token], lasts: Mapping[int, str], known: dict[int, tuple[int, int]]
) -> dict[int, Attribution | None]:
    """Return who says each quotation of a sentence, by the quotation's number.

    `lasts` has the last character inside the marks of each; `known` learns where the speakers are named.
    """
    found: dict[int, Attribution | None] = {}

    def note(number: int, said: Attribution | None) -> None:
        found[number] = said
        if said and said.end:
            known[number] = (said.start, said.end)

    here = [p for p, token in enumerate(words) if token.quote >= 0]
    for n, p in enumerate(here):
        last = lasts[words[p].quote]
        right = words[p + 1 : here[n + 1] if n + 1 < len(here) else len(words)]
        expected = last == "," or (bool(right) and right[0].text == ",")
        after = read_after(right, expected) if right and (expected or last in "?!.…—–-") else None
        left = words[max(0, p - _FARTHEST) : p]
        ends = p + 1 + len(right) == len(words)
        signed = read_signature(right) if right and right[0].text in "—–-" and ends else None
        called = read_before(left, known) if _calls_something(left) else None
        said = called or after or signed or read_agent(left, right) or read_before(left, known)
        note(words[p].quote, said or _shared(words, here[n - 1] if n else -1, p, found))
    unsaid = [p for p in here if found[words[p].quote] is None]
    final = read_final(words) if unsaid else None
    for p in unsaid:
        if final and words[p].end <= (final.start or words[-1].start):
            note(words[p].quote, final)
    return found


def _calls_something(before: list[Token]) -> bool:
    """Tell whether words before a quotation are "in what Orr called ", whatever follows it."""
    at = len(before) - 1 - (before[-1].lower == "as") if before else -1
    found = reporting_verb(before, at) if at > 0 else None
    labels = found is not None and found[0].frame == "label"
    return labels and any(token.lower == "what" for token in before[max(0, at - 8) : at])


def _shared(words: list[Token], previous: int, p: int, found: Mapping[int, Attribution | None]) -> Attribution | None:
    """Return the attribution of the quotation before in the sentence, if this one goes on: "X" and a "Y"."""
    if previous < 0 or p - previous > 25:
        return None
    said = found.get(words[previous].quote)
    between = words[previous + 1 : p]
    if said is None or any(t.text in ";:" for t in between):
        return None
    return said._replace(place="inside" if said.place == "before" and between else said.place)


def read_signature(words: list[Token]) -> Attribution | None:
    """Read the line under a pull quote: "— Norman Ornstein, scholar"."""
    plain = [t for t in words if t.text not in "\"'”“’—–-."]
    if len(plain) < 2 or len(plain) > 20 or not (is_name(plain[0]) and is_name(plain[1])):
        return None
    dashed = words[0].text in "—–-"
    if not dashed and (words[-1].text in ".?!" or not any(t.text == "," for t in plain) or any(
        reporting_verb(plain, i) for i in range(len(plain))
    )):  # fmt: skip
        return None
    return _attribution(plain, [], "after")


def read_final(tokens: list[Token]) -> Attribution | None:
    """Return the attribution that ends a sentence: ", the newspaper said last week"."""
    end = len(tokens)
    while end and tokens[end - 1].text in ".!?":
        end -= 1
    start = next((i + 1 for i in range(end - 1, max(-1, end - 25), -1) if tokens[i].text in ",—–"), 0)
    if start < 2 or start >= end:
        return None
    found = read_after(tokens[start:end], False) or _apposed(tokens, start, end)
    return found._replace(place="final") if found else None


def _apposed(tokens: list[Token], start: int, end: int) -> Attribution | None:
    """Read "…, Sheila Krumholz, the director, said" at the end of a sentence: its last comma closes an apposition."""
    if not reporting_verb(tokens, start):
        return None
    opened = [i + 1 for i in range(start - 2, max(-1, start - 30), -1) if tokens[i].text in ",—–"]
    return next((found for at in opened[1:3] if (found := read_after(tokens[at:end], False))), None)


def _attribution(words: list[Token], cue: list[Token], place: str, frame: str = "say") -> Attribution:
    words = trim(words)
    start, end = (words[0].start, words[-1].end) if words else (0, 0)
    cue_start, cue_end = (cue[0].start, cue[-1].end) if cue else (0, 0)
    words_of_cue = " ".join(t.text for t in cue)
    if words_of_cue.lower() in PHRASES:
        words_of_cue = words_of_cue.lower()
    return Attribution(start, end, words_of_cue, place, frame, cue_start, cue_end)
