"""Find where a noun phrase ends: before a new clause, an occasion or a time."""

from mediakit.text.clauses import (
    DETERMINERS,
    JOINERS,
    OCCASIONS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIMES,
    Token,
    is_name,
    reporting_verb,
)

_PARTS_OF_DAY = frozenset("week month year summer spring fall autumn winter morning afternoon evening night".split())
_NEW_CLAUSE = frozenset("as when while after before according citing where".split())


def without_insertion(words: list[Token]) -> list[Token]:
    """Return a phrase without what only says where or when: "Mr. Biden, in an interview, ", "Mr. Biden on Monday"."""
    for i in range(1, len(words) - 1):
        following = words[i + 1].lower
        if words[i].text == "," and following in PREPOSITIONS - {"of", "for", "as"}:
            return words[:i]
        if words[i].lower in ("on", "in", "late", "early") and following in TIMES:
            return words[:i]
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
        if token.lower in TIMES or token.lower in SUBORDINATORS - {"that", "since", "until", "as"}:
            return i
        if not relative and _is_occasion(words, i):
            return i
    return len(words)


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
    return rest[0].lower in TIMES or rest[0].text.isdigit() or any(t.lower in OCCASIONS for t in rest)
