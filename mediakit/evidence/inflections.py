"""Write the regular inflections of an English word or phrase."""

from collections.abc import Iterator

_VOWELS = frozenset("aeiou")


def inflect(term: str, pos: str, forms: tuple[str, ...] = ()) -> Iterator[tuple[str, bool]]:
    """Yield the ways to write an entry, each with whether it may be another part of speech.

    A noun (pos n) gets the plural of its last word, a verb (v) the forms of its first; given `forms` are taken instead
    of the regular ones. Base and s-form of a verb are ambiguous ("a blast", "the attacks"), its other forms are not.
    """
    yield term, pos in "vn"
    for form in forms:
        yield form, False
    if pos == "n" and not forms:
        yield plural(term), False
    if pos == "v":
        first, blank, rest = term.partition(" ")
        yield plural(first) + blank + rest, True
        if not forms:
            yield past(first) + blank + rest, False
            yield participle(first) + blank + rest, False


def plural(word: str) -> str:
    """Return the s-form of a noun or verb."""
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def past(word: str) -> str:
    """Return the regular past of a verb."""
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return _doubled(word) + "ed"


def participle(word: str) -> str:
    """Return the regular ing-form of a verb."""
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    return _doubled(word) + "ing"


def _doubled(word: str) -> str:
    """Double the last letter of a short word that ends in one vowel and one consonant."""
    one_vowel = sum(letter in _VOWELS for letter in word) == 1
    ends = len(word) > 2 and word[-1] not in _VOWELS | set("wxy") and word[-2] in _VOWELS
    return word + word[-1] if one_vowel and ends else word
