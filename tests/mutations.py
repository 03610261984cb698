"""Make small, known changes to the bundled stories, and check that fidelity finds each one and nothing else."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import mediakit as mk
from mediakit.comparison.fidelity.facts import compare_facts
from mediakit.comparison.fidelity.quotation_changes import compare_quotations
from mediakit.comparison.fidelity.source_changes import compare_attributions
from mediakit.text.document import Document, Quotation
from tests.benchmarks.stories import NAMES, STORIES

QUIET = {"verbatim", "typography", "kept"}
_WORDS = {
    "people": "citizens", "work": "labour", "told": "informed", "think": "believe", "house": "home",
    "said": "stated", "want": "wish",
    "wanted": "wished", "make": "create", "made": "created", "long": "lengthy", "help": "assist",
    "street": "road", "big": "large",
    "safe": "secure", "good": "fine", "day": "morning", "money": "cash", "town": "city", "wrong": "false",
    "know": "understand",
    "way": "road", "see": "notice", "time": "while", "year": "season", "home": "house", "water": "flood",
    "job": "post", "plan": "idea",
    "mistakes": "errors", "duty": "obligation", "fair": "just", "deal": "bargain", "trial": "test",
    "habits": "ways", "wall": "barrier",
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One change: the story's two texts, what sort it is, and the row that must be found.

    `table` is quotations, facts or attributions; `row` has the columns that must fit (a text must be contained).
    """

    story: str
    sort: str
    table: str
    old: str
    new: str
    row: dict[str, str]


def versions() -> Iterator[tuple[str, str]]:
    """Yield (story and version, text) of the versions of prose of the stories that figures are measured on."""
    for name in NAMES:
        for version in mk.read_story(STORIES / name).versions:
            if version.kind not in ("scraped", "typography"):
                yield f"{name}/{version.version}", version.text


def mutate_all() -> Iterator[Mutation]:
    """Yield every mutation of every version, always the same ones."""
    for name, text in versions():
        document = mk.parse(text)
        random = Random(name)
        for make in (_mutate_quotations, _mutate_facts, _mutate_text):
            yield from make(name, text, document, random)


def _splice(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _inner(q: Quotation) -> tuple[int, int]:
    return q.start + 1, q.end - 1


def _mutate_quotations(name: str, text: str, document: Document, random: Random) -> Iterator[Mutation]:
    """Yield changes inside quotation marks: a word replaced, not dropped or added, cut, shortened with an ellipsis."""
    for q in document.quotations:
        a, b = _inner(q)
        body = text[a:b]
        words = [m.span() for m in re.finditer(r"[\w’']+", body)]
        if "\n" in body or len(words) < 3:
            continue
        yield from _reword(name, text, a, body, words, random)
        if len(words) >= 8 and "m." not in body and not re.search(r"\d\.\d", body):
            cut = words[len(words) // 2][0]
            yield _quoted(
                name, "end cut", text, a, body, body[:cut].rstrip(" ,;-—–") + body[-1:] * (body[-1:] in ",."), "trimmed"
            )
            yield _quoted(name, "start cut", text, a, body, body[words[3][0] :], "trimmed")
            k = len(words) // 2
            shown = body[: words[k - 1][1]] + " … " + body[words[k + 2][0] :]
            denied = r"\b(?:not|no|never|nobody|none)\b|n[’']t"
            if not re.search(denied, body[words[k - 1][1] : words[k + 2][0]], re.IGNORECASE):
                yield _quoted(name, "ellipsis", text, a, body, shown, "trimmed")


def _quoted(name: str, sort: str, text: str, at: int, body: str, new: str, status: str, changes: str = "") -> Mutation:
    row = {"old": body, "new": new, "status": status} | ({"changes": changes} if changes else {})
    return Mutation(name, sort, "quotations", text, _splice(text, at, at + len(body), new), row)


def _reword(
    name: str, text: str, at: int, body: str, words: list[tuple[int, int]], random: Random
) -> Iterator[Mutation]:
    """Yield a word replaced and a negation dropped or added."""
    known = [(s, e) for s, e in words if body[s:e] in _WORDS]
    if known:
        s, e = random.choice(known)
        yield _quoted(name, "word replaced", text, at, body, _splice(body, s, e, _WORDS[body[s:e]]), "altered")
    negation = re.search(r"\bnot |(?<=\w)n[’']t\b", body)
    if negation and negation.group() == "not ":
        yield _quoted(
            name, "not dropped", text, at, body, _splice(body, *negation.span(), ""), "altered", "negation dropped"
        )
    verb = re.search(r"\b(?:is|was|are|were|will|can|could|should|would) (?!not\b)", body)
    if verb and not negation:
        new = _splice(body, verb.end(), verb.end(), "not ")
        yield _quoted(name, "not added", text, at, body, new, "altered", "negation added")
    for old, new in ((" will ", " may "), (" may ", " will "), (" some ", " all "), (" most ", " all ")):
        if old in body:
            yield _quoted(name, "modal or quantity changed", text, at, body, body.replace(old, new, 1), "altered")


_NUMBER = re.compile(
    r"(?<![\w$£€.,:/-])\d{2,3}(?:,\d{3})?(?![\w.,:/%-]|\s?(?:percent|per cent|million|am|pm|a\.m|p\.m))(?= [a-z])"
)
_MONEY = re.compile(r"[$£]\d+(?:\.\d)? million|[$£]\d{1,3},\d{3}")
_PERCENT = re.compile(r"\b\d{1,2}(?= ?(?:percent|per cent|%))")
_SWAPS = {" will ": " may ", " may ": " will ", " could ": " must ", " should ": " could "}


def _mutate_facts(name: str, text: str, document: Document, random: Random) -> Iterator[Mutation]:
    """Yield numbers changed, reworded and rounded, modals and negations changed outside quotation marks."""
    quoted = [(q.start, q.end) for q in (*document.quotations, *document.mentions)]
    body = [(s.start, s.end) for s in document.sentences]

    def outside(start: int, end: int) -> bool:
        return any(a <= start and end <= b for a, b in body) and not any(a < end and start < b for a, b in quoted)

    values = re.findall(r"\d+", text)
    for match in _NUMBER.finditer(text):
        digits = match.group().replace(",", "")
        dated = re.search(r"(?:[A-Z][a-z]+\.? |to |and |-)$", text[max(0, match.start() - 12) : match.start()])
        if (
            dated
            or not outside(*match.span())
            or values.count(digits) + values.count(digits[-3:]) > 2
            or 1500 < int(digits) < 2100
        ):
            continue
        changed = f"{int(digits) + 7 * 10 ** (len(digits) - 2):,}"
        fact = {"kind": "number", "old": match.group(), "new": changed, "status": "changed"}
        yield Mutation(name, "number changed", "facts", text, _splice(text, *match.span(), changed), fact)
        if len(digits) >= 4 and digits[1:] != "0" * (len(digits) - 1):
            rough = f"about {round(int(digits), -(len(digits) - 2)):,}"
            if rough.split()[1] != match.group() and not text[: match.start()].endswith(
                ("about ", "than ", "nearly ", "least ", "to ")
            ):
                fact = {"kind": "number", "old": match.group(), "new": rough, "status": "softened"}
                yield Mutation(name, "number rounded", "facts", text, _splice(text, *match.span(), rough), fact)
    for pattern, kind in ((_MONEY, "money"), (_PERCENT, "percent")):
        for match in pattern.finditer(text):
            if outside(*match.span()) and text.count(match.group()) == 1:
                figure = re.search(r"\d+", match.group())
                changed = match.group().replace(figure.group(), str(int(figure.group()) + 13), 1)
                fact = {"kind": kind, "old": match.group(), "new": changed, "status": "changed"}
                yield Mutation(name, f"{kind} changed", "facts", text, _splice(text, *match.span(), changed), fact)
    yield from _turn(name, text, outside)


def _turn(name: str, text: str, outside: Callable[[int, int], bool]) -> Iterator[Mutation]:
    """Yield modals, negations and verbs of saying changed outside quotation marks."""
    for old, new in _SWAPS.items():
        for match in list(re.finditer(old, text))[:2]:
            if outside(*match.span()):
                fact = {"kind": "modal", "old": old.strip(), "new": new.strip(), "status": "changed"}
                yield Mutation(name, "modal changed", "facts", text, _splice(text, *match.span(), new), fact)
    for match in list(re.finditer(r"\b(?:did|was|were|is|had|has|would|will) not ", text))[:3]:
        if outside(*match.span()):
            verb = match.group().split()[0] + " "
            row = {"kind": "negation", "old": "not", "status": "changed|lost"}
            yield Mutation(name, "negation dropped", "facts", text, _splice(text, *match.span(), verb), row)
    for match in list(re.finditer(r" said ", text))[:3]:
        if outside(*match.span()):
            row = {"old": "said", "new": "claimed", "direction": "more doubtful"}
            yield Mutation(
                name, "said became claimed", "attributions", text, _splice(text, *match.span(), " claimed "), row
            )


def _mutate_text(name: str, text: str, document: Document, random: Random) -> Iterator[Mutation]:
    """Yield changes of the whole text: marks straightened, paragraphs moved, a quotation dropped or given
    to another.
    """
    if "“" in text:
        straight = text.translate(str.maketrans("“”‘’", "\"\"''"))
        yield Mutation(name, "typography only", "quotations", text, straight, {})
    paragraphs = text.split("\n\n")
    if len(paragraphs) >= 6:
        k = random.randrange(len(paragraphs) // 3, len(paragraphs) // 2)
        moved = [*paragraphs[:k], paragraphs[k + 1], paragraphs[k], *paragraphs[k + 2 :]]
        yield Mutation(name, "paragraph moved", "facts", text, "\n\n".join(moved), {})
    alone = [q for q in document.quotations if text[: q.start].endswith("\n\n") and len(q.text.split()) > 4]
    for q in alone[:2]:
        end = text.find("\n\n", q.end)
        paragraph = text[q.start : end if end >= 0 else len(text)]
        if not re.search(r"\d", paragraph):
            row = {"old": text[q.start + 1 : q.end - 1], "status": "dropped"}
            yield Mutation(name, "quotation dropped", "quotations", text, text.replace(paragraph + "\n\n", "", 1), row)
    yield from _reattribute(name, text, document)


def _reattribute(story: str, text: str, document: Document) -> Iterator[Mutation]:
    """Yield quotations given to another speaker named in the text."""
    speakers = list(
        dict.fromkeys(
            q.speaker for q in document.quotations if re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+", q.speaker)
        )
    )
    for q in document.quotations:
        surname = q.speaker.split()[-1] if q.speaker else ""
        other = next((s for s in speakers if s.split()[-1] != surname), "")
        lead = re.compile(r" (?:said|added|told|[a-z]+ed) | (?=[A-Z])").match(text, q.end)
        name = (
            re.compile(rf"(?:[A-Z][\w’'.-]+ ){{0,4}}{re.escape(surname)}\b").match(text, lead.end()) if lead else None
        )
        if surname and other and name and re.match(r" (?:said|told|added|wrote)\b|,|\.", text[name.end() :]):
            row = {"old": text[q.start + 1 : q.end - 1], "status": "verbatim", "speaker_new": other.split()[-1]}
            yield Mutation(story, "given to another", "quotations", text, _splice(text, *name.span(), other), row)


def judge(mutation: Mutation) -> tuple[bool, int, int]:
    """Return whether the change was found with the right status, how many untouched rows were flagged, and
    how many there are.
    """
    old, new = mk.parse(mutation.old), mk.parse(mutation.new)
    pairs = mk.align(old, new)
    tables = {
        "quotations": compare_quotations(old, new, pairs),
        "facts": compare_facts(old, new, pairs),
        "attributions": compare_attributions(old, new, pairs),
    }
    hit, flagged, untouched = not mutation.row, 0, 0
    for table, frame in tables.items():
        for row in frame.to_dict("records"):
            if table == mutation.table and mutation.row and not hit and _fits(row, mutation.row):
                hit = True
            elif not _touches(row, mutation):
                untouched += 1
                flagged += row.get("status", "other") not in QUIET or "another speaker" in str(row.get("changes", ""))
    return hit, flagged, untouched


def _fits(row: dict[str, object], wanted: dict[str, str]) -> bool:
    """Tell whether a row is the wanted one: each column equal to, or holding, the wanted words."""
    return all(
        str(row[key]) in value.split("|") if key in ("status", "kind", "direction") else value in str(row[key])
        for key, value in wanted.items()
    )


def _touches(row: dict[str, object], mutation: Mutation) -> bool:
    """Tell whether a row speaks of what the mutation changed: the quotation at its place, a fact with words
    that came or went.
    """
    if not mutation.row:
        return False
    (start, end), (new_start, new_end) = _edit(mutation.old, mutation.new)
    if "old_start" in row:
        old_at, new_at = (
            (int(str(row["old_start"])), int(str(row["old_end"]))),
            (int(str(row["new_start"])), int(str(row["new_end"]))),
        )
        if mutation.sort == "given to another":
            return old_at[1] > start - 80 and old_at[0] < end + 400
        return (old_at[0] < end + 1 and start - 1 < old_at[1]) or (
            new_at[0] < new_end + 1 and new_start - 1 < new_at[1]
        )
    gone, come = (Counter(re.findall(r"[\w’']+", text)) for text in (mutation.old, mutation.new))
    changed = set(gone - come) | set(come - gone)
    return bool(changed & set(re.findall(r"[\w’']+", f"{row['old']} {row['new']} {row.get('source', '')}")))


def _edit(old: str, new: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the stretches of both texts between their common beginning and their common end."""
    limit = min(len(old), len(new))
    start = next((k for k in range(limit) if old[k] != new[k]), limit)
    tail = next((k for k in range(limit - start) if old[-1 - k] != new[-1 - k]), limit - start)
    return (start, len(old) - tail), (start, len(new) - tail)
