"""Cut words, know their facts, and write their inflections."""

import csv
import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from importlib.util import find_spec
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediakit.memory import LONGEST, SENTENCES, Memory, once, remember

_L = r"[^\W\d_]"  # a letter of any script
_PART = r"(?:[^\W_]+(?:['’&][^\W_]+)*+)"
_WORD = re.compile(
    r"("
    # The common case first: letters with nothing beside them that could belong to the word.
    r"(?=[\w@#$£€¥.'’])(?:"
    r"[A-Za-z]++(?:(?=[ ,])|(?:['’][A-Za-z]++)?+(?![\w@&*$£€¥\-]|[.'’]\w|://))"
    r"|(?:https?://|www\.)[^\s<>\"“”]{0,2000}[\w/]"
    r"|(?<![\w.])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64})+"
    r"|[@#][^\W_]\w*"
    r"|(?<!\w)(?:[A-Z]{1,3})?[$£€¥]\d[\d,.]*+(?<![,.])(?:-?[^\W\d_]+)*+"
    rf"|(?:[^\W_]{{1,20}}-)?(?<![^\W\d_]{{2}})(?:{_L}\.){{2,12}}(?:{_L}\b(?!\.))?(?:['’]s\b|(?:-{_L}++)+)?"
    r"|(?<!\w)(?:[A-Za-z]{2,}-)?(?:Ph|Ed|Litt|Lib)\.D\."
    r"|(?:(?<![\w.])\.|(?<!\w)['’](?=\d0s))?\d+(?:[,.:/\-]\d+)*+(?:%|(?:[-'’]?[^\W_]++)*+)"
    rf"|(?<!\w){_L}\w{{0,30}}\*+\w*|\b[A-Za-z]-{{3,}}+[A-Za-z]*"
    rf"|(?<!\w)(?:[\w\-]{{1,40}}\.){{1,6}}(?:com|org|net|gov|edu|co|io|uk|eu|info|tv|ly)\b(?:/[^\s<>\"“”]{{0,2000}}[\w/])?"
    rf"|{_PART}(?:-(?:{_L}\.){{2,12}}|-{_PART}(?:/\d+)?)*+"
    r"))"
)


def split_words(text: str) -> Sequence[str]:
    """Cut a normalised text into its words, at every second place, and what stands before, between and after them.

    No word reaches over a blank, nor hangs on what stands beyond one.
    """
    return ("", text, "") if text.isalpha() else _WORD.split(text)


def find_tokens(sentence: str) -> list[tuple[int, int]]:
    """Return (start, end) of each word of a mended or normalised sentence, in order."""
    edges = list(accumulate(map(len, split_words(sentence)), initial=0))
    return list(zip(edges[1:-1:2], edges[2::2], strict=True))


@remember(SENTENCES, longest=LONGEST)
def cut_words(sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a normalised sentence and the characters between them, one gap more than words."""
    pieces = split_words(sentence)
    return tuple(pieces[1::2]), tuple(pieces[::2])


_NOT_CONTRACTION = re.compile(r"'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s']")
_ANY_PUNCTUATION = re.compile(r"[^\w\s]")
_NUMBER = re.compile(r"[^\W\d_]*\d[\w.,:/%-]*")
_POSSESSIVE = re.compile(r"(?:'s|')$")

_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""),
    ("er", "e"), ("est", ""), ("est", "e"), ("ly", ""), ("'s", ""), ("ily", "y"), ("ier", "y"), ("iest", "y"),
    ("n't", ""), ("'ll", ""), ("'ve", ""), ("'re", ""), ("'d", ""),
)  # fmt: skip

_ENDING = tuple({ending for ending, _ in _ENDINGS})

LEAST_ZIPF = 2.1
"""Zipf frequency of a word that is not among the 80,000 most frequent."""

_COMMONEST = 5.5
EASE_ZERO, EASE_STEP = 79, 0.1
"""How the table of ease is written: one letter a word, `EASE_ZERO` for 0, and a step for each letter from there."""
EASY, DERIVED, HARD, N_SYLLABLES = "0", "@", "P", 16
"""How the table of syllables is written: one letter a word, so many beyond that for an easy one, one that is easy
without its ending, or a hard one.
"""


class WordFacts(NamedTuple):
    """What is known of one word.

    `letters` and `syllables` are counts. `easy`: textstat's list of easy words (Dale and Chall) has it. `hard`: neither
    it nor what is left without its ending is easy, and it is no number. `number` says that it holds a digit. `rarity`
    is minus the decimal logarithm of its share of all words written (wordfreq): the 1.3, good 2.9, platypus 6.3,
    unknown 6.9; a number counts as 3. `ease` is what teachers' judgements of whole texts imply for the word, in
    standard deviations of texts (higher is easier, NaN for words of grammar and unknown ones).
    """

    letters: int
    syllables: int
    easy: bool
    hard: bool
    number: bool
    rarity: float
    ease: float


FACTS = np.dtype(list(zip(WordFacts._fields, (np.int32, np.int32, bool, bool, bool, float, float), strict=True)))
"""The facts of many words: the fields of `WordFacts`."""


def clean_word(word: str) -> str:
    """Return `word` as textstat looks it up: no punctuation but the apostrophe of a contraction."""
    return _PUNCTUATION.sub("", _NOT_CONTRACTION.sub("", word))


def describe_facts(words: Sequence[str]) -> NDArray[Any]:
    """Return the facts of words of English (with straight apostrophes), in the fields of `FACTS`."""
    numbers = _number(map(_as_listed, words))
    rows = frequent_words().facts.take(numbers, mode="clip")
    for place in np.flatnonzero(numbers < 0).tolist():
        rows[place] = find_facts(words[place])
    return rows


def rarities(words: Sequence[str]) -> NDArray[np.float64]:
    """Return the rarity of each of some words."""
    numbers = _number(words)
    found: NDArray[np.float64] = frequent_words().facts.take(numbers, mode="clip")["rarity"]
    for place in np.flatnonzero(numbers < 0).tolist():
        found[place] = rarity(words[place])
    return found


def _number(words: Iterable[str]) -> NDArray[np.intp]:
    """Return the numbers of words among the frequent ones, -1 for others."""
    return np.fromiter(map(frequent_words().number.get, words, repeat(-1)), dtype=np.intp)


@remember()
def facts(word: str) -> WordFacts:
    """Return the facts of one word of English (with straight apostrophes)."""
    known = frequent_words()
    number = known.number.get(_as_listed(word))
    return find_facts(word) if number is None else WordFacts(*known.facts[number].item())


def _as_listed(word: str) -> str:
    """Return a word as the frequent words are written; "IT'S" is none, because textstat knows no such contraction."""
    return word[:1].lower() + word[1:] if "'" in word else word.lower()


def find_facts(word: str) -> WordFacts:
    """Return the facts of a word, whether or not it is frequent."""
    plain = word.isalpha()  # nothing to clean, and no number
    cleaned = word if plain else clean_word(word)
    number = not plain and _NUMBER.match(cleaned) is not None
    letters = len(word) if plain else len(_ANY_PUNCTUATION.sub("", word))
    level, rare, ease = find_level(cleaned), 3.0 if number else _rarity(word), _ease(word.lower())
    return WordFacts(letters, count_syllables(cleaned), level == EASY, level == HARD and not number, number, rare, ease)


@remember()
def rarity(word: str) -> float:
    """Return minus the decimal logarithm of a word's share of all words written, as in `WordFacts`."""
    return 3.0 if not word.isalpha() and _NUMBER.match(clean_word(word)) else _rarity(word)


def _rarity(word: str) -> float:
    """Return the rarity of a word that is no number: none that holds a digit before anything but letters."""
    return round(9.0 - zipf(word), 1)


def find_level(cleaned: str) -> str:
    """Return whether a word without punctuation is `EASY`, `DERIVED` from an easy word, or `HARD`."""
    word = cleaned.lower()
    return EASY if word in _easy_words() else DERIVED if _is_inflected_easy(word) else HARD


def _is_inflected_easy(word: str) -> bool:
    """Tell whether an easy word is left when an ending is taken off ("dogs", "walked", "happier")."""
    easy = _easy_words()
    for ending, instead in _ENDINGS if word.endswith(_ENDING) else ():
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if stem + instead in easy or (stem[-1:] == stem[-2:-1] and stem[:-1] in easy):
                return True
    return all(part in easy for part in word.split("-")) if "-" in word else False


def count_syllables(cleaned: str) -> int:
    """Return the syllables of a word without punctuation, as textstat counts them."""
    return sum(map(_count_syllables, cleaned.lower().split()))


def _count_syllables(piece: str) -> int:
    known = _syllables().get(piece)
    return _hyphenation_syllables(piece) if known is None else known


def zipf(word: str) -> float:
    """Return wordfreq's Zipf frequency of a word (the logarithm of its count in a billion words), at least
    `LEAST_ZIPF`.

    The rarest part of a hyphenated word decides; a possessive ending does not count.
    """
    word = word.lower()
    return min(map(_zipf, [part for part in word.split("-") if part] or [""])) if "-" in word else _zipf(word)


def _zipf(part: str) -> float:
    known = frequent_words()
    number = known.number.get(part)
    if number is None and not part.isalpha():
        number = known.number.get(_POSSESSIVE.sub("", part).replace(".", ""))
    return LEAST_ZIPF if number is None else (ord(known.zipf[number]) - 33) / 10


def common_share(words: Iterable[str]) -> float:
    """Return the share of some words that are among the four hundred commonest of English.

    It is .4 to .6 in English news and below .15 in other languages; NaN if none of the words is made of letters only.
    """
    told = list(map(_COMMON.__getitem__, words))
    n_letters = len(told) - told.count(None)
    return told.count(True) / n_letters if n_letters else float("nan")


def _is_common(word: str) -> bool | None:
    return zipf(word) > _COMMONEST if word.isalpha() else None


_COMMON = Memory(_is_common)


def pronounced_words() -> Iterable[tuple[str, int]]:
    """Return the words, with their syllables, on which the pronouncing dictionary and pyphen disagree."""
    return _syllables().items()


@once
def _syllables() -> dict[str, int]:
    """Read the words whose pronunciation differs from pyphen's hyphenation."""
    table: dict[str, int] = {}
    for line in _read("syllables.txt.gz").splitlines():
        n, *words = line.split(" ")
        table |= dict.fromkeys(words, int(n))
    return table


class Frequent(NamedTuple):
    """The most frequent words by number, in order of the alphabet; of each how frequent it is, and its facts."""

    number: dict[str, int]
    zipf: str
    facts: NDArray[Any]


@once
def frequent_words() -> Frequent:
    """Read the tables of the most frequent words."""
    words, zipf = _read("frequency.txt.gz").splitlines()
    spoken, ease = (_codes(_read(name)) for name in ("spoken.txt.gz", "ease.txt.gz"))
    table = np.zeros(len(zipf), dtype=FACTS)
    ends = np.append(np.flatnonzero(_codes(words) == ord(" ")), len(words))
    apostrophes = np.searchsorted(ends, np.flatnonzero(_codes(words) == ord("'")))
    table["letters"] = np.diff(ends, prepend=-1) - 1 - np.bincount(apostrophes, minlength=len(ends))
    table["syllables"] = spoken % N_SYLLABLES
    table["easy"], table["hard"] = (spoken // N_SYLLABLES == ord(level) // N_SYLLABLES for level in (EASY, HARD))
    table["rarity"] = (123 - _codes(zipf)) / 10
    table["ease"] = np.where(ease == ord(" "), np.nan, (ease.astype(int) - EASE_ZERO) * EASE_STEP)
    return Frequent(dict(zip(words.split(" "), range(len(zipf)), strict=True)), zipf, table)


def _codes(letters: str) -> NDArray[Any]:
    """Return the numbers of letters of ASCII, without a line break at their end."""
    return np.frombuffer(letters.rstrip("\n").encode("ascii"), dtype=np.uint8)


def _ease(word: str) -> float:
    """Return the ease of a word, NaN for a word of grammar and one that is not frequent."""
    known = frequent_words()
    return float(known.facts["ease"][known.number[word]]) if word in known.number else float("nan")


@once
def _easy_words() -> frozenset[str]:
    """Read textstat's list of easy words from the installed package, without importing it."""
    spec = find_spec("textstat")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("mediakit reads the list of easy words from textstat, which is not installed.")
    path = Path(spec.submodule_search_locations[0], "resources", "en", "easy_words.txt")
    return frozenset(line.strip() for line in path.read_text(encoding="utf-8").splitlines())


def _hyphenation_syllables(word: str) -> int:
    """Return the syllables of a word as pyphen hyphenates it; it divides no figures."""
    return 1 if word.isdecimal() else len(_hyphens().positions(word)) + 1


@once
def _hyphens():  # type: ignore[no-untyped-def]
    """Return pyphen's American English."""
    from pyphen import Pyphen

    return Pyphen(lang="en_US")


def _read(name: str) -> str:
    """Return the text of a compressed table shipped beside this module."""
    return gzip.decompress(files("mediakit.text").joinpath(name).read_bytes()).decode()


@once
def family(*names: str) -> frozenset[str]:
    """Return the words of the grammar that belong to any of the named families of `grammar_words.csv`."""
    return frozenset().union(*(_families().get(name, ()) for name in names))


@once
def _families() -> dict[str, set[str]]:
    """Return the words of each family of `grammar_words.csv`."""
    source = files("mediakit.text").joinpath("grammar_words.csv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(source.splitlines()):
        found.setdefault(row["family"], set()).add(row["word"])
    return found


# Endings taken off a word, longest first, so that inflected and derived forms meet.
_STEM_ENDINGS = (
    "ations", "ingly", "ation", "iest", "edly", "ings", "ness", "ies", "ied", "ers", "est", "ing",
    "ed", "er", "es", "ly", "s", "e", "y",
)  # fmt: skip


@remember()
def stem(word: str) -> str:
    """Return `word` in lower case without possessive and without its ending."""
    word = word.lower().removesuffix("'s").removesuffix("'")
    for ending in _STEM_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls"
    return word[:-1] if doubled else word


_VOWELS = frozenset("aeiou")


class VerbForms(NamedTuple):
    """The forms of a verb besides its base: past (participle too, where it differs), s-form and ing-form."""

    past: tuple[str, ...]
    third: tuple[str, ...]
    ing: str


@once
def _irregular_verbs() -> dict[str, VerbForms]:
    """Read the verbs whose forms follow no rule, or that double their last letter although they have two syllables."""
    rows = csv.DictReader(files("mediakit.text").joinpath("irregular_verbs.csv").read_text("utf-8").splitlines())
    return {
        row["verb"]: VerbForms(
            tuple(row["past"].split()),
            tuple(row["third"].split()) or (plural(row["verb"]),),
            row["ing"] or _regular_ing(row["verb"]),
        )
        for row in rows
    }


@once
def _base_forms() -> dict[str, str]:
    """Return irregular form of a verb → its base form."""
    verbs = _irregular_verbs().items()
    return {form: verb for verb, forms in verbs for form in (*forms.past, *forms.third, forms.ing) if form != verb}


def base_form(word: str) -> str:
    """Return the verb that an irregular form belongs to, or the word itself: wrote → write."""
    return _base_forms().get(word, word)


def conjugate(verb: str) -> VerbForms:
    """Return the forms of one verb.

    >>> conjugate("admit").past, conjugate("write").past
    (('admitted',), ('wrote', 'written'))
    """
    return _irregular_verbs().get(verb) or VerbForms((_regular_past(verb),), (plural(verb),), _regular_ing(verb))


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
        made = conjugate(first)
        for third in made.third:
            yield third + blank + rest, True
        if not forms:
            for form in (*made.past, made.ing):
                yield form + blank + rest, False


def plural(word: str) -> str:
    """Return the s-form of a noun or verb."""
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _regular_past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return _doubled(word) + "ed"


def _regular_ing(word: str) -> str:
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
