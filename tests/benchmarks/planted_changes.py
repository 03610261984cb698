"""Plant one known change in a real article: rules that find where it can stand, and the words that a row must show."""

import re
from collections.abc import Callable, Iterator
from zlib import crc32

from tests.benchmarks.planted_agents import plant_agents
from tests.benchmarks.planting import DATED, MONTHS, WEEKDAYS, Article, Edit, Plant, find_swaps, read_swaps

_NUMERALS = "two three four five six seven eight nine ten eleven twelve".split()
_NEGATORS = ("not", "no", "never", "cannot", "longer")
_NAME = r"[A-Z][a-z’'-]+(?: [A-Z][\w’'-]+){0,3}"
_NO_NAMES = set("The He She They It In But You We I Who What And That This Officials Police Experts".split())
# A name that goes on to the left is cut off.
_CUT_OFF = re.compile(r"\b(?!(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lord|Lady)\.? )[A-Z][\w’'-]*\.? $")


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
        went, came = (" ".join(w for w in side.split() if w in _NEGATORS) for side in (plant.old, plant.new))
        yield Plant(plant.edits, went, came)


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
    for match in re.finditer(rf"\b(?:{DATED})\b|\b(?<=in )20[01]\d\b(?!-)", article.text):
        old = match.group()
        names = WEEKDAYS if old in WEEKDAYS else MONTHS
        new = str(int(old) - 3) if old.isdigit() else names[(names.index(old) + 3) % len(names)]
        if article.is_told(*match.span()):
            yield Plant((Edit(*match.span(), new),), old, new)


def plant_names(half: str, article: Article) -> Iterator[Plant]:
    """Yield places and nations made others, not where they are a part of a longer name."""
    for plant in find_swaps("name", half, article):
        start, end = plant.edits[0].start, plant.edits[0].end
        longer = re.match(r" [A-Z]", article.text[end:]) or re.search(r"[A-Z][\w’'-]* $", article.text[:start][-20:])
        if not longer:
            yield plant


def find_speakers(article: Article) -> list[re.Match[str]]:
    """Return the names of persons who speak, each as the match of its group "name"."""
    before = re.finditer(rf"[”\"] (?:said|says|added|adds) (?P<name>{_NAME})(?=[.,])", article.text)
    lead = "".join(rf"(?<!\b{word} )" for word in ("the", "The", "in", "of", "at", "from", "and"))
    verbs = "said|says|added|adds|told|wrote"
    after = re.finditer(rf"(?<![\w’'-])(?<![A-Z] ){lead}(?P<name>{_NAME}) (?:{verbs})\b", article.text)
    found = [m for m in (*before, *after) if m["name"].split()[0] not in _NO_NAMES]
    named = [m for m in found if m["name"] not in WEEKDAYS and not re.search("[’']", m["name"])]
    whole = (m for m in named if not _CUT_OFF.search(article.text[max(0, m.start("name") - 25) : m.start("name")]))
    return [match for match in whole if not article.touches_quotation(*match.span("name"))]


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
        r"(?:According to [^,.;:()]{3,60}, |[A-Z][\w’'-]*(?: [\w’'-]+){0,5} (?:said|says|believes?|reported) that )"
        r"(?!(?:was|is|were|are|will|would|could|had|has|should|may)\b)(?=[\w$£])"
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
        place = next((k for k, (a, b) in enumerate(spans) if a <= match.start("name") and match.end("name") <= b), None)
        parts = (re.findall(rf"\b{re.escape(part)}\b", article.text) for part in match["name"].split()[-2:])
        if not place or any(len(found) != 1 for found in parts) or place + 1 >= len(spans):
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
    "name": plant_names,
    "speaker": plant_speakers,
    "quoted": plant_quoted_words,
    "agent": plant_agents,
    "strength": _of_list("strength"),
    "tone": _of_list("tone"),
    "opinion": plant_opinions,
    "omission": plant_omissions,
    "order": plant_order,
}
