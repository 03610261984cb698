"""Plant one known change in a real article: rules that find where it can stand, and the words that a row must show.

The word lists are tests/data/planted_*.csv: columns half (a: to tune on, b: held out), old, new, and next (endings of
which the following word must have one; empty: any word). Articles are of a half too, so rules without words are halved.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from zlib import crc32

import mediakit as mk

DATA = Path(__file__).parents[1] / "data"
HALVES = ("a", "b")
_QUOTED = re.compile(r"“[^”\n]*”?|\"[^\"\n]*\"?")
_NAME = r"[A-Z][a-z’'-]+(?: [A-Z][\w’'-]+){0,3}"
_NO_NAMES = set("The He She They It In But You We I Who What And That This Officials Police Experts".split())
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April June July August September October November December".split()
_DATED = "|".join(_WEEKDAYS + _MONTHS)
# The rules of agency: a doer behind "by", a short subject, the thing that a verb is done to, and what may follow.
_DOER = r"(?!\d)(?:[\w’'.-]+)(?: (?!in\b|on\b|at\b)[\w’'-]+){0,5}?"
_SUBJECT = r"((?!(?:{not_first}) )[A-Z][\w’'.-]*(?: (?!and\b|that\b|who\b|which\b|said\b|says\b)[\w’'.-]+){{0,5}}?)".format(
    not_first="Under|While|In|On|At|After|Before|When|If|As|For|With|By|Since|During|But|And|It|There|This|That|None|No|Few|Only"
)
_THING = (
    r"((?:the|a|an|his|her|its|their|\d[\d,]*|two|three|four|five|six|several|many|hundreds|thousands|[A-Z][a-z]+)"
    r"(?: (?!and\b|or\b|that\b|to\b|in\b|on\b|at\b|for\b|by\b|as\b|who\b|which\b|with\b|from\b|after\b)[\w’'-]+){0,4})"
)
_STOP = r"(?=[.,;](?:\s|$)| (?:in|on|at|after|last|because|over|with|during|for|before|since|while|when|to|from)\b)"
_NO_DOER = re.compile(rf"\b(?:percent|per cent|{_DATED}|next|end|[a-z]+ing|who|which|surprise|law|hand|far|default|then|now)\b")
_NO_THING = re.compile(rf"\b(?:percent|per|years?|months|days|points|million|billion|{_DATED}|was|were|is|are|just|away|out|up|down|off|back|[a-z]+(?:ed|ing|ly))\b")
_NO_SUBJECT = re.compile(rf"\b(?:was|were|is|are|be|has|have|had|to|not|never|{_DATED}|[a-z]+(?:ed|ly))\b")
_NUMERALS = "two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` of a text become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Plant:
    """One planted change: its edits, and the words that went and came; an empty side may show anything."""

    edits: tuple[Edit, ...]
    old: str
    new: str


@dataclass(frozen=True)
class Swap:
    """One row of a word list: `old` becomes `new` where the following word has one of the endings `next`."""

    old: str
    new: str
    next: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """A real article, named by where it stands, with the spans of its sentences and of its quotations."""

    name: str
    text: str

    @property
    def half(self) -> str:
        """Return the half that the article belongs to."""
        return HALVES[crc32(self.name.encode()) % 2]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return the spans of the sentences of the body, page furniture left out."""
        return [(s.start, s.end) for s in mk.parse(self.text).sentences]

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Return the spans between quotation marks; a paragraph whose last mark is missing is quoted to its end."""
        return [match.span() for match in _QUOTED.finditer(self.text)]

    def is_told(self, start: int, end: int) -> bool:
        """Tell whether a span stands in one sentence of the body and touches no quotation."""
        return any(a <= start and end <= b for a, b in self.sentences) and not self.touches_quotation(start, end)

    def touches_quotation(self, start: int, end: int) -> bool:
        """Tell whether a span overlaps a quotation."""
        return any(a < end and start < b for a, b in self.quoted)


def apply(text: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    """Return a text with edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


@cache
def read_swaps(name: str, half: str) -> dict[str, list[Swap]]:
    """Return the rows of one half of a word list under their old words."""
    swaps: dict[str, list[Swap]] = {}
    with (DATA / f"planted_{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["half"] == half:
                swap = Swap(row["old"], row["new"], tuple(row["next"].split()))
                swaps.setdefault(swap.old, []).append(swap)
    return swaps


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of any of some phrases as whole words, the longest first; a straight apostrophe will do."""
    phrases = (re.escape(w).replace("’", "[’']") for w in sorted(words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(phrases)})(?![\w’'-])")


def find_swaps(name: str, half: str, article: Article, quoted: bool = False) -> Iterator[Plant]:
    """Yield every place where a row of a list fits, outside quotation marks or inside them."""
    swaps = read_swaps(name, half)
    for match in _any_of(tuple(swaps)).finditer(article.text):
        inside = any(a < match.start() and match.end() < b for a, b in article.quoted)
        if inside if quoted else article.is_told(*match.span()):
            for swap in swaps[match.group().replace("'", "’")]:
                if _fits_before(article.text[match.end() :], swap.next):
                    yield Plant((replace(article.text, match.start(), match.end(), swap.new),), swap.old, swap.new)


def _fits_before(rest: str, endings: tuple[str, ...]) -> bool:
    """Tell whether the next word of a text has one of some endings; a sentence's end never fits where one is asked."""
    following = re.match(r" ([\w’'-]+)", rest)
    return not endings or following is not None and following[1].endswith(endings)


def replace(text: str, start: int, end: int, new: str) -> Edit:
    """Return an edit that puts words in the place of others, with the article before them and the blank they need."""
    if not new:
        return Edit(start, end + text[end : end + 1].isspace(), "")
    article = re.search(r"\b([Aa])n? $", text[max(0, start - 4) : start])
    if article and new[0].isalpha():
        right = article[1] + ("n " if re.match(r"[aeio]|u(?!ni[a-z]|s[aeiu]|t[ie]|r[aeiou])", new) else " ")
        return Edit(start - len(article[0]), end, right + new)
    return Edit(start, end, new)


def plant_verbs(half: str, article: Article) -> Iterator[Plant]:
    """Yield verbs of saying exchanged, not where somebody "is said to" do a thing."""
    for plant in find_swaps("verb", half, article):
        edit = plant.edits[0]
        if not re.match(r" to\b", article.text[edit.end :]) and not re.search(
            r"\b(?:is|are|be|was|were|been|being|well|easier|[Tt]he|[Aa]n?) $", article.text[: edit.start][-10:]
        ):
            yield plant


def plant_quoted_words(half: str, article: Article) -> Iterator[Plant]:
    """Yield words exchanged inside quotation marks."""
    return find_swaps("quoted", half, article, quoted=True)


def plant_negations(half: str, article: Article) -> Iterator[Plant]:
    """Yield negations that came or went; the row must show the negator."""
    for plant in find_swaps("negation", half, article):
        went, came = plant.old.split(), plant.new.split()
        gone = " ".join(w for w in went if w not in came)
        yield Plant(plant.edits, gone, " ".join(w for w in came if w not in went) if not gone else "")


def plant_numbers(half: str, article: Article) -> Iterator[Plant]:
    """Yield numbers made others: the first digit moved by three, a numeral by three, a million made a billion."""
    number = r"(?<![\w,.:/’'-])(?<!No\. )[1-9]\d{0,2}(?:,\d{3})*(?:\.\d+)?(?![\w:/’'-]|[.,]\d)"
    for match in re.finditer(rf"{number}|\b(?:{'|'.join(_NUMERALS)})\b(?= [a-z])|\b[mb]illion\b", article.text):
        old = match.group()
        dated = re.search(r"(?:[A-Z][a-z]+\.? |-|–)$", article.text[: match.start()][-12:])
        if dated or re.match(r"(?:st|nd|rd|th)\b| (?:[A-Z]|p\.?m|a\.?m)", article.text[match.end() :]):
            continue
        if old in _NUMERALS:
            new = _NUMERALS[(_NUMERALS.index(old) + 3) % len(_NUMERALS)]
        elif old.isalpha():
            new = {"million": "billion", "billion": "million"}[old]
        else:
            new = str((int(old[0]) + 2) % 9 + 1) + old[1:]
        if article.is_told(*match.span()):
            yield Plant((Edit(*match.span(), new),), old, new)


def plant_dates(half: str, article: Article) -> Iterator[Plant]:
    """Yield weekdays, months and years made others."""
    for match in re.finditer(rf"\b(?:{'|'.join(_WEEKDAYS + _MONTHS)})\b|\b(?<=in )20[01]\d\b(?!-)", article.text):
        old = match.group()
        names = _WEEKDAYS if old in _WEEKDAYS else _MONTHS
        new = str(int(old) - 3) if old.isdigit() else names[(names.index(old) + 3) % len(names)]
        if article.is_told(*match.span()):
            yield Plant((Edit(*match.span(), new),), old, new)


def find_speakers(article: Article) -> list[re.Match[str]]:
    """Return the names of persons who speak, each as the match of its group "name"."""
    before = re.finditer(rf"[”\"] (?:said|says|added|adds) (?P<name>{_NAME})(?=[.,])", article.text)
    lead = "".join(rf"(?<!\b{word} )" for word in ("the", "The", "in", "of", "at", "from", "and"))
    verbs = "said|says|added|adds|told|wrote"
    after = re.finditer(rf"(?<![\w’'-])(?<![A-Z] ){lead}(?P<name>{_NAME}) (?:{verbs})\b", article.text)
    found = [m for m in (*before, *after) if m["name"].split()[0] not in _NO_NAMES]
    named = [m for m in found if m["name"] not in _WEEKDAYS and not re.search("[’']", m["name"])]
    return [match for match in named if not article.touches_quotation(*match.span("name"))]


def plant_speakers(half: str, article: Article) -> Iterator[Plant]:
    """Yield words given to another who speaks in the article: a full name for a full one, else a surname."""
    speakers = find_speakers(article)
    full = list(dict.fromkeys(m["name"] for m in speakers if " " in m["name"]))
    for match in speakers:
        old = match["name"]
        others = [name for name in full if name.split()[-1] not in old and old not in name]
        for other in others[:2]:
            new = other if " " in old else other.split()[-1]
            yield Plant((Edit(*match.span("name"), new),), old, new)


def plant_sourcing(half: str, article: Article) -> Iterator[Plant]:
    """Yield indirect claims told without their source: "according to", "officials said" before or after the claim."""
    after = re.compile(r",? according to [^,.;:()]{3,60}(?=\.(?:\s|$))|, [^,.;:]{3,45}? (?:said|says)(?=\.(?:\s|$))")
    before = re.compile(
        r"(?:According to [^,.;:()]{3,60}, |(?:[A-Z][\w’'-]*)(?: [\w’'-]+){0,5} (?:said|says|believes?|reported) that )(?=[\w$£])"
    )
    for start, end in article.sentences:
        if article.touches_quotation(start, end):
            continue
        if (match := after.search(article.text, start, end)) and not re.search(
            r"\b(?:who|which|that|and|as)\b", match.group()
        ):
            yield Plant((Edit(*match.span(), ""),), match.group().strip(" ,"), "")
        elif (match := before.match(article.text, start, end)) and not re.search(r"\b(?:who|which)\b", match.group()):
            first = article.text[match.end()]
            yield Plant((Edit(match.start(), match.end() + 1, first.upper()),), match.group().strip(" ,"), "")


def plant_agents(half: str, article: Article) -> Iterator[Plant]:
    """Yield doers that went: a passive without its "by …", an active sentence made a passive one without its doer."""
    verbs = read_swaps("agent", half)
    participles = "|".join(sorted({swap.new for rows in verbs.values() for swap in rows}))
    passive = re.compile(rf"\b(?:was|were|been|being|is|are|be) (?:[a-z]+ly )?(?:{participles})( by {_DOER}){_STOP}")
    for match in passive.finditer(article.text):
        if article.is_told(*match.span()) and not _NO_DOER.search(match[1]):
            yield Plant((Edit(*match.span(1), ""),), match[1].strip(), "")
    yield from _make_passive(verbs, article)


def _make_passive(verbs: dict[str, list[Swap]], article: Article) -> Iterator[Plant]:
    """Yield short active sentences made passive, their doer left out."""
    does = "|".join(sorted(verbs))
    pattern = re.compile(rf"{_SUBJECT} (?:recently |also |later |then )?({does}) {_THING}{_STOP}")
    for start, end in article.sentences:
        match = pattern.match(article.text, start, end)
        if not match or not article.is_told(*match.span()) or article.text[match.end()] == "." and match.end() < end - 1:
            continue
        if not _NO_THING.search(match[3]) and not _NO_SUBJECT.search(match[1]):
            head = match[3].split(" of ")[0]
            many = re.search(r"(?:[^siu]s|people|men|women|children)$", head) is not None
            done = f"{'were' if many else 'was'} {verbs[match[2]][0].new}"
            yield Plant((Edit(*match.span(), f"{match[3][0].upper()}{match[3][1:]} {done}"),), match[1], "")


def plant_opinions(half: str, article: Article) -> Iterator[Plant]:
    """Yield an opinion of the writer added behind a sentence that is not quoted."""
    opinions = list(read_swaps("opinion", half))
    for number, (start, end) in enumerate(article.sentences[1:]):
        if not article.touches_quotation(start, end) and article.text[end - 1] == ".":
            opinion = opinions[(number + crc32(article.name.encode())) % len(opinions)]
            yield Plant((Edit(end, end, " " + opinion),), "", opinion)


def plant_omissions(half: str, article: Article) -> Iterator[Plant]:
    """Yield the only sentence in which a named voice speaks or stands, left out."""
    spans = article.sentences
    for match in find_speakers(article):
        surname = match["name"].split()[-1]
        place = next((k for k, (a, b) in enumerate(spans) if a <= match.start("name") and match.end("name") <= b), None)
        if not place or len(re.findall(rf"\b{re.escape(surname)}\b", article.text)) != 1 or place + 1 >= len(spans):
            continue
        (start, end), following = spans[place], spans[place + 1][0]
        alone = all(a >= start and b <= end for a, b in article.quoted if a < end and start < b)
        refers = re.match(r"[“\"]|(?:He|She|They|It|His|Her|Their|That|This|But)\b", article.text[following:])
        if alone and not refers:
            yield Plant((Edit(start, following, ""),), article.text[start:end], "")


def plant_order(half: str, article: Article) -> Iterator[Plant]:
    """Yield the lead moved down by five sentences or more."""
    spans = article.sentences
    headed = article.name.startswith("polnear")  # these texts open with their headline as a sentence
    if headed or len(spans) < 10 or spans[0][1] - spans[0][0] < 60 or article.touches_quotation(*spans[0]):
        return
    for place in range(5, min(9, len(spans) - 1)):
        start, end = spans[0]
        lead, at = article.text[start:end], spans[place][1]
        if not any(a < at < b for a, b in article.quoted):
            yield Plant((Edit(start, spans[1][0], ""), Edit(at, at, " " + lead)), lead, "")


def _of_list(name: str) -> Callable[[str, Article], Iterator[Plant]]:
    """Return the rule that plants the rows of one word list outside quotation marks."""
    return lambda half, article: find_swaps(name, half, article)


PLANTERS: dict[str, Callable[[str, Article], Iterator[Plant]]] = {
    "reversal": _of_list("reversal"),
    "label": _of_list("label"),
    "negation": plant_negations,
    "certainty": _of_list("certainty"),
    "sourcing": plant_sourcing,
    "verb": plant_verbs,
    "number": plant_numbers,
    "date": plant_dates,
    "name": _of_list("name"),
    "speaker": plant_speakers,
    "quoted": plant_quoted_words,
    "agent": plant_agents,
    "strength": _of_list("strength"),
    "tone": _of_list("tone"),
    "opinion": plant_opinions,
    "omission": plant_omissions,
    "order": plant_order,
}
