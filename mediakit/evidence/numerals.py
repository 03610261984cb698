"""Read numbers written as words, figures, fractions or ranks: "one and a half million", "816 000", "5½", "21st"."""

import re

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {
    "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
    "trillion": 10**12, "dozen": 12,
}  # fmt: skip
_SHORT_SCALES = {
    "k": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
    "cr": 1e7,
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixths": 6,
    "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
NUMERAL_WORDS = "|".join(sorted([*_UNITS, *_TENS, *_SCALES, *_PARTS, "a", "an"], key=len, reverse=True))
_NUMERALS = "|".join(sorted([*_UNITS, *_TENS, *_SCALES, *_PARTS], key=len, reverse=True))
_WHOLE = "|".join([*_SCALES, *_PARTS])
# A part of a scale goes on: half a million, a quarter of a million, a million and a half.
WORDS = (
    rf"\b(?:an?[- ]+(?=(?:{_WHOLE})\b))?(?:{_NUMERALS})"
    rf"(?:[- ]+(?:and[- ]+(?:a[- ]+)?|(?:of[- ]+)?an?[- ]+(?=(?:hundred|thousand|(?:m|b|tr)illion|dozen)\b))?"
    rf"(?:{_NUMERALS})){{0,12}}\b"
)
FIGURES = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?![\d,]|[-/.:]\d)|\d+)(?:[.·]\d+)?"
SCALE = (
    r"(?:[ -]?(?:hundred|thousand|lakh|million|crore|billion|trillion|dozen)\b(?! of (?:thousands|millions))"
    r"|\s?(?:mm?|ml?n|bl?n|k|tr?n|cr)\b)"
)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}
FRACTION = rf"(?:[{''.join(_FRACTIONS)}]|(?<![\d/.,])[1-9]/[2-9](?![\d/]))"
MIXED = rf"(?:\s?[{''.join(_FRACTIONS)}]|[ -][1-9]/[2-9](?![\d/]))"

_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        1,
    )
} | {f"{word[:-1]}ieth": number for word, number in _TENS.items()}  # fmt: skip
_LONG_ORDINALS = {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
ORDINAL = (
    rf"\b(?:(?:{'|'.join(_TENS)})[- ](?:{'|'.join(list(_ORDINALS)[:9])})"
    rf"|{'|'.join([*_ORDINALS, *_LONG_ORDINALS])})\b"
)

# "one" counts only before a thing that is counted; "the one", "no one", "number one", "one of them" do not.
_ONE_BEFORE = re.compile(
    r"\b(?:no|every|any|each|the|this|that|which|some|another|not|first|a|good|only|last|number)[ -]$", re.IGNORECASE
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
_SINGLE_BEFORE = re.compile(r"\b(?:an?|one) $", re.IGNORECASE)


def read_figures(figures: str, part: str = "") -> float:
    """Return the value of a number in figures, with the fraction that follows it: "816 000", "12·5", "5" and "½"."""
    whole = float(re.sub(r"[ ,]", "", figures).replace("·", "."))
    return whole + read_fraction(part.strip().lstrip("-")) if part else whole


def read_fraction(written: str) -> float:
    """Return the value of a fraction: "½", "3/4"."""
    top, slash, bottom = written.partition("/")
    return int(top) / int(bottom) if slash else _FRACTIONS[written]


def read_scale(word: str | None) -> float:
    """Return the factor that a word of scale stands for, 1 for none."""
    key = (word or "").strip(" -").lower()
    return float(_SCALES.get(key) or _SHORT_SCALES.get(key, 1.0))


def read_ordinal(words: str) -> int:
    """Return the place that an ordinal in words names: third is 3, twenty-first is 21; 0 if it is none."""
    found = [word.lower() for word in re.findall("[A-Za-z]+", words)]
    known = _TENS | _ORDINALS | _LONG_ORDINALS
    return sum(known[word] for word in found) if all(word in known for word in found) else 0


def read_number(text: str, start: int = 0, end: int | None = None) -> tuple[float | None, int]:
    """Return the value of the number words between `start` and `end`, and where they end; None if they are
    no amount.
    """
    end = len(text) if end is None else end
    words = [(m.group().lower(), m.end()) for m in re.finditer(r"[A-Za-z]+", text[start:end])]
    while words and words[-1][0] in ("a", "an", "and", "of"):
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
        return len(names) > 1  # only a scale follows: a hundred and fifty
    bare_scale = len(names) == 1 and last in _SCALES and last != "dozen"
    return not bare_scale or bool(_SINGLE_BEFORE.search(before))


def _value(names: list[str]) -> float | None:
    """Return the value of number words in order."""
    total = current = part = 0.0
    scale = 1.0
    for i, word in enumerate(names):
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _PARTS:
            counted = bool(current) and names[i - 1] not in ("a", "an", "and")
            part = (current if counted else 1.0) / _PARTS[word]
            part *= scale if scale >= 1000 and not current else 1.0  # a million and a half
            current = 0.0 if counted else current
        elif word in _SCALES:
            if part:
                return (current + part) * _SCALES[word]
            current = (current or 1.0) * _SCALES[word]
            if word != "hundred":
                total, current, scale = total + current, 0.0, float(_SCALES[word])
    return total + current + part
