"""Read numbers written in words."""

import re

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen "
        "nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixths": 6,
    "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
NUMERAL_WORDS = "|".join(sorted([*_UNITS, *_TENS, *_SCALES, *_PARTS, "a", "an"], key=len, reverse=True))
# "one" counts only before a thing that is counted; "the one", "no one", "one of them" do not.
_ONE_BEFORE = re.compile(
    r"\b(?:no|every|any|each|the|this|that|which|some|another|not|first|a|good|only|last)[ -]$", re.IGNORECASE
)
_ONE_AFTER = re.compile(
    r"[ -](?!(?:of|another|day|thing|way|who|that|which|to|or|and|in|on|at|is|was|has|can|could|would"
    r"|might|may|by|more|side|hand|after|"
    r"last|final|with|for|as|such|another's|party|point|moment)\b)[a-z]{3,}"
)
# A part counts as an amount only in such company: "half the staff", "a third of them", "three quarters",
# not "the second half".
_PART_BEFORE = re.compile(
    r"\b(?:first|second|the|other|opening|closing|last|better|next|each|this|that|final|every)[ -]$", re.IGNORECASE
)
_PART_AFTER = re.compile(
    r"(?: of\b| the\b| that\b| its\b| their\b| his\b| her\b| our\b| as\b| an?\b| what\b| said\b| were\b"
    r"| are\b|[.,;:!?)]| in\b|$)"
)

_ROUNDED_BEFORE = re.compile(r"\b(?:by|than|nearly|about|around|almost|over|roughly|least|some|under) $", re.IGNORECASE)


def read_number(text: str, start: int = 0, end: int | None = None) -> tuple[float | None, int]:
    """Return the value of the number words between `start` and `end`, and where they end; None if they are
    no amount.
    """
    end = len(text) if end is None else end
    words = [(m.group().lower(), m.end()) for m in re.finditer(r"[A-Za-z]+", text[start:end])]
    while words and words[-1][0] in ("a", "an", "and"):
        words.pop()
    stop = start + words[-1][1] if words else end
    names = [word for word, _ in words]
    if not names or not _is_amount(text, start, stop, names):
        return None, end
    return _value(names), stop


def _is_amount(text: str, start: int, stop: int, names: list[str]) -> bool:
    """Tell amounts from words that only look like them."""
    last = names[-1]
    before = text[max(0, start - 10) : start]
    if names == ["one"]:
        return not _ONE_BEFORE.search(before) and bool(_ONE_AFTER.match(text, stop))
    if last in _PARTS:
        if len(names) == 1 and last != "half":
            return False
        if last == "half" and (
            _PART_BEFORE.search(before)
            or text[stop : stop + 5] in ("-time", "-hear", " time", "-brot", "-sist", "-way ")
        ):
            return False
        if _ROUNDED_BEFORE.search(before):
            return True
        return len(names) > 2 or bool(_PART_AFTER.match(text, stop)) or (last != "half" and names[0] not in ("a", "an"))
    if names[0] in ("a", "an"):
        return len(names) > 1 and (last in _SCALES or last in _PARTS)
    return not (names[0] in _SCALES and names[0] != "dozen") or len(names) > 1


def _value(names: list[str]) -> float | None:
    """Return the value of number words in order."""
    total = current = 0.0
    part = 0.0
    for i, word in enumerate(names):
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _PARTS:
            counted = bool(current) and names[i - 1] not in ("a", "an", "and")
            part = (current if counted else 1.0) / _PARTS[word]
            current = 0.0 if counted else current
        elif word in _SCALES:
            if part:
                return part * _SCALES[word]
            current = (current or 1.0) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0.0
    return total + current + part
