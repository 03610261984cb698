"""Say in a few plain sentences what a rewrite did, for an editor; each sentence is backed by a row of a table."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any, NamedTuple, Protocol

import numpy as np

from mediakit.comparison.alignment import Pair
from mediakit.comparison.contributions import Evidence
from mediakit.comparison.fidelity.annotated import find_head, is_name_phrase
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.measures.metrics import PER_1000, Metric
from mediakit.memory import of_document, remember
from mediakit.text.document import Document
from mediakit.text.names import GRAMMAR, JOBS, is_known_name
from mediakit.text.speech.sources import source_kind
from mediakit.text.words import LEAST_ZIPF, family, zipf

_SURE = 0.05  # below this chance, corrected, a shift holds
_UNITS = {"US grade": "grades"}


def name_direction(metric: Metric, rises: bool) -> str:
    """Return what a rise, or a fall, of a metric means, such as "harder to read"."""
    return metric.higher_means if rises else metric.lower_means


def name_size(metric: Metric, shift: float) -> str:
    """Return the size of a shift with its unit."""
    size = f"{abs(shift):.2g}" if abs(shift) < 100 else f"{abs(shift):.0f}"
    # A share that goes from 94 to 38 percent falls by 56 percentage points.
    shares = metric.unit.startswith("percent")
    unit = "percentage points" if shares else _UNITS.get(metric.unit, metric.unit.split(", ")[0])
    return f"{size} {unit}".strip()


def read_shift(metric: Metric, row: Mapping[str, Any]) -> str:
    """Return a row of the shift table in words: its direction, its size, and how much it can bear."""
    verdict, shift, n_changed = row["verdict"], row["shift"], int(row["n_changed"])
    if verdict == "undefined":
        return "undefined in " + " and ".join(
            f"the {age} version" for age, side in (("older", "old"), ("newer", "new")) if np.isnan(row[side])
        )
    if verdict == "none":
        return "no shift" if n_changed else "no change"
    said = f"{name_direction(metric, shift > 0)} by {name_size(metric, shift)}"
    if metric.unit == PER_1000 and (row["n_new"] - row["n_old"]) * shift <= 0:
        length = "shorter" if shift > 0 else "longer"
        said = f"a rate {'higher' if shift > 0 else 'lower'} by {name_size(metric, shift)}, in a {length} text"
    changed = f"{n_changed} changed {'sentence' if n_changed == 1 else 'sentences'}"
    told = {"clear": "clear", "formatting": "no more than formatting does", "open": f"not sure: it rests on {changed}"}
    return f"{said}; {told[verdict]}"


def read_test(metric: Metric | None, row: Mapping[str, Any], n_tests: int = 1) -> str:
    """Return a row of the tests over stories in words; `metric` is None for one that is not known here.

    `n_tests` are corrected for together. The smallest p of n stories is that of all signs alike, 2 / 2ⁿ: where it is
    too large times the tests, none of them could hold, whatever the stories say.
    """
    n = int(row["n"])
    if n < 2 or np.isnan(row["p"]):
        return "no story" if not n else f"{n} {'story' if n == 1 else 'stories'}: too few to test"
    if not row["mean"]:
        said = "no shift on average"
    elif metric is None:
        said = f"{row['metric']} {'higher' if row['mean'] > 0 else 'lower'} by {abs(row['mean']):.2g} on average"
    else:
        said = f"{name_direction(metric, row['mean'] > 0)} by {name_size(metric, row['mean'])} on average"
    sure = "holds after correction" if row["p_holm"] < _SURE else "may be chance"
    if row["p_holm"] >= _SURE > row["p_bh"]:
        sure = "a candidate, not proof"
    if row["p_holm"] >= _SURE and n_tests * 2.0 ** (1 - row["n_clusters"]) >= _SURE:
        few = f"too few {'stories' if row['n_clusters'] == n else 'groups of stories'} for so many tests"
        sure = f"a candidate, not proof: {few}" if row["p_bh"] < _SURE else few
    return f"{said} over {n} stories; {sure}"


MOST = 5
"""The most findings that a summary tells."""
_LEAST_WORDS = 30
_LEAST_KNOWN = 0.7
_PRONOUNS = family("pronoun")
_QUOTED = 90  # characters of words that are cited


class Words(NamedTuple):
    """What is said of a finding: one plain sentence, and what it rests on."""

    says: str
    why: str


# What happened → the sentence; {who} is the source or "the source", {old} and {new} are the words in quotation marks.
SAYINGS = {
    "another speaker": ("The same words are given to another speaker: {old} became {new}.", "the speaker differs"),
    "altered": ("Words that {who} is quoted with differ: {old} became {new}.", "the words inside the marks differ"),
    "cut out": ("Words are left out of what {who} is quoted with: {old} became {new}.", "they stood inside the marks"),
    "put in": ("Words were put into what {who} is quoted with: {old} became {new}.", "they stand inside the marks"),
    "dropped": ("A quotation of {who} is gone: {old}.", "no counterpart inside quotation marks or outside"),
    "new": ("A quotation of {who} is new: {new}.", "no counterpart in the older version"),
    "paraphrased": (
        "A quotation of {who} is told without quotation marks now: {old}.",
        "its words stand in indirect speech",
    ),
    "quoted": ("Words of {who} stand in quotation marks now: {new}.", "the older version told them in indirect speech"),
    "marks gone": (
        "The newer version has no quotation marks; its quotations stand without them, such as {old}.",
        "no mark in the newer version, the words stand there",
    ),
    "marks come": (
        "The older version has no quotation marks; words stand in them now, such as {new}.",
        "no mark in the older version, the words stand there",
    ),
    "trimmed": ("A quotation of {who} was cut short: {old} became {new}.", "words at its edges went"),
    "unattributed": ("What {who} said is told as a fact now: {old} became {new}.", "nobody is named for the claim"),
    "unnamed": (
        "What {who} said is told without naming who said it: {old} became {new}.",
        "it is hearsay now: reportedly, is believed",
    ),
    "attributed": ("A plain statement is put in the mouth of {who} now: {new}.", "nobody was named for the claim"),
    "other source": ("A claim has another source: {old} became {new}.", "the claim stayed, its source did not"),
    "another verb": ("Another verb reports {whose} words: {old} became {new}.", "the reporting verbs differ in force"),
    "doubt dropped": ("A doubt is gone: {change}.", "a hedge went while the words around it stayed"),
    "doubt added": ("A doubt was added: {change}.", "a hedge came while the words around it stayed"),
    "negation dropped": ("A denial is gone: {change}.", "the same is said without its negation"),
    "guess made certain": (
        "A guess became a certainty: {old} became {new}.",
        "a hedge went and a word that insists came",
    ),
    "certainty made a guess": (
        "A certainty became a guess: {old} became {new}.",
        "a word that insists went, a hedge came",
    ),
    "told as done": ("What lay ahead is told as done now: {old} became {new}.", "the past for “will” or a plan"),
    "told as ahead": ("What was done is told as still ahead now: {old} became {new}.", "“will” or a plan for the past"),
    "told as so": ("What was expected is told as a fact now: {old} became {new}.", "the present for a plan or a guess"),
    "told as expected": ("A fact is told as expected now: {old} became {new}.", "a plan or a guess for the present"),
    "told as small": ("A number is told as small now: {old} became {new}.", "“only” or the like came"),
    "no longer told as small": ("A number is no longer told as small: {old} became {new}.", "“only” or the like went"),
    "number stayed": ("What is told of a number changed: {old} became {new}.", "the number stayed"),
    "tone": ("A charged word came or went: {old} became {new}.", "one side is clearly more loaded"),
    "told unnamed": (
        "Somebody or something is not named any more: {old} became {new}.",
        "the name is gone, what it stood for is told",
    ),
    "agentless": ("Who did it is no longer said: {old} became {new}.", "an active verb lost its doer"),
    "agent dropped": ("Who did it is no longer said: {old} became {new}.", "the passive lost its doer"),
    "agent named": ("Who did it is said now: {old} became {new}.", "a doer came"),
    "roles swapped": ("Who did it and to whom changed places: {old} became {new}.", "doer and sufferer changed places"),
    "changed places": ("Two changed places: {old} became {new}.", "the same words, two of them exchanged"),
    "voice": ("{Who} is heard in one version only: {words}.", "the other version does not name this source"),
    "speech": ("What {who} said stands in one version only: {words}.", "no sentence of the other version tells it"),
    "denial": ("A denial by {who} stands in one version only: {words}.", "this source denies nothing in the other"),
    "opinion": ("A judgement in the writer’s own voice stands in one version only: {words}.", "nobody is cited for it"),
    "prose": ("A sentence stands in one version only: {words}.", "no sentence of the other version tells it"),
    "lead buried": ("The older version’s first sentence stands further down now: {old}.", "its counterpart moved"),
    "lead made": ("What stood further down is the first sentence now: {new}.", "its counterpart moved"),
    "headline gone": ("The headline is gone: {old}.", "the newer version has none"),
    "another headline": ("The headline is another: {old} became {new}.", "the titles differ"),
}
# What the kinds are called where no saying fits, and what is called otherwise than its kind.
_CALLED = {
    "negation": "A denial", "number": "A number", "date": "A date or time", "name": "A name",
    "certainty": "A doubt or an assurance", "plan": "A word that looks ahead",
    "reversal": "The sense", "strength": "The strength of a word", "label": "What somebody or something is called",
    "tone": "A charged word", "wording": "The wording", "style": "The style", "sourcing": "A source",
    "agency": "Who did it", "omission": "A passage", "addition": "A passage", "quotation": "A quotation",
    "quantity": "A word of quantity",
}  # fmt: skip


def word_finding(kind: str, what: str, detail: str, old: str, new: str, source: str) -> Words:
    """Return one plain sentence that tells a finding with the words before and after, and what it rests on."""
    called = _CALLED.get(what) or _CALLED.get(kind, kind.capitalize())
    source = "" if source.lower() in _PRONOUNS else source
    saying, why = SAYINGS.get(what, ("", ""))
    if not saying or "{old}" in saying and not old or "{new}" in saying and not new:
        ends = {(True, True): "changed: {old} became {new}", (True, False): "is gone: {old}"}
        saying = f"{called} {ends.get((bool(old), bool(new)), 'is new: {new}')}."
    if kind in ("omission", "addition"):
        saying = saying.replace("stands in one version only", "is left out" if kind == "omission" else "was added")
        verb = "are" if _is_plural(source) else "is"
        saying = saying.replace(
            "is heard in one version only", f"{verb} {'not heard any more' if old else 'newly heard'}"
        )
    if _is_plural(source):
        saying = saying.replace("{who} is quoted", "{who} are quoted")
    if not source:
        saying = saying.replace("quotation of {who}", "quotation").replace("Words of {who}", "Words")
        saying = saying.replace("Words that {who} is quoted with", "Words inside quotation marks")
    who = _within(source) or "somebody"
    cells = {"old": _cite(old), "new": _cite(new), "words": _cite(old or new), "who": who}
    cells["change"] = f"{cells['old']} became {cells['new']}" if old and new else cells["words"]
    says = saying.format(**cells, Who=who[:1].upper() + who[1:], whose=f"{who}’" if who.endswith("s") else f"{who}’s")
    return Words(says, "; ".join(filter(None, (why or what, detail))))


def _within(source: str) -> str:
    """Return a source as it is written within a sentence: the Foreign Office, supporters."""
    first, _, rest = source.partition(" ")
    letters = first.isupper() and len(first) > 1  # US researchers
    common = not is_known_name(first) and not letters and (first.lower() in GRAMMAR or not rest and _is_plural(first))
    return source[:1].lower() + source[1:] if common else source


def _is_plural(source: str) -> bool:
    """Tell whether a source is several people by its noun: officials, critics of the plan."""
    if source_kind(source) == "unnamed":
        return True
    noun = find_head(source)[0]
    if source.split()[-1:] and source.split()[-1].lower() in _MEMBERS:  # Senate Republicans
        return True
    people = noun in _MANY or noun.endswith("s") and noun[:-1] in JOBS
    named = is_name_phrase(source) and (" " in source or is_known_name(source) or not people)
    return not named and (people or noun.endswith("s") and not noun.endswith(("ss", "us")))


_MEMBERS = frozenset("republicans democrats conservatives liberals tories greens".split())
_MANY = frozenset("people police men women parents children".split())


def _cite(words: str) -> str:
    """Return words in quotation marks, cut between words where they are long."""
    text = words.strip(" “”" + chr(34))
    return f"“{text}”" if len(text) <= _QUOTED else f"“{text[:_QUOTED].rsplit(' ', 1)[0]} …”"


class Finding(Protocol):
    """What is read of a finding."""

    @property
    def gravity(self) -> int:
        """How grave it is."""

    @property
    def says(self) -> str:
        """The sentence that tells it."""


class Told(NamedTuple):
    """What a summary is made from: the documents and the rows of the tables; `evidence` is that of loaded words."""

    old: Document
    new: Document
    findings: Sequence[Finding]
    shifts: Sequence[Mapping[str, Any]]
    pairs: Sequence[Pair]
    evidence: Sequence[Evidence]


def find_guards(old: Document, new: Document, pairs: Sequence[Pair]) -> list[str]:
    """Return what limits a comparison, in sentences: the same text, too short, not English, not one story."""
    if _same_text(old, new):
        return ["The two versions are the same."]
    guards = []
    for age, document in (("older", old), ("newer", new)):
        n = len(_plain_words(document))
        if n < _LEAST_WORDS:
            guards.append(f"The {age} version has only {n} words: too short to compare measures.")
        elif not is_measurable(document):
            guards.append(f"The {age} version does not read as English: its measures do not hold.")
    if old.sentences and new.sentences and not any(pair.old and pair.new for pair in pairs):
        guards.append("No sentence of one version has a counterpart in the other: these may be two stories.")
    return guards


@remember(64, key=of_document)
def _plain_words(document: Document) -> list[str]:
    """Return the words of a body that are letters only, in small letters."""
    return [token.lower() for sentence in document.sentences for token in sentence.tokens if token.isalpha()]


@remember(64, key=of_document)
def is_measurable(document: Document) -> bool:
    """Tell whether a text is long enough, and most of its words are known English ones."""
    words = _plain_words(document)
    return len(words) >= _LEAST_WORDS and sum(map(_is_known, words)) >= _LEAST_KNOWN * len(words)


@remember()
def _is_known(word: str) -> bool:
    """Tell whether a word is a known English one."""
    return zipf(word) > LEAST_ZIPF


def _same_text(old: Document, new: Document) -> bool:
    """Tell whether two versions have the same title and body."""
    titles = [document.title.clean if document.title else "" for document in (old, new)]
    bodies = [[sentence.clean for sentence in document.sentences] for document in (old, new)]
    return titles[0] == titles[1] and bodies[0] == bodies[1]


def summarise(told: Told) -> list[str]:
    """Return guards, at most five findings of gravity 3 and 2, one line of tone, and what was left out of a page."""
    guards = find_guards(told.old, told.new, told.pairs)
    if _same_text(told.old, told.new):
        return guards
    found = [finding.says for finding in told.findings if finding.gravity >= 2][:MOST]
    tone = _on_tone(told) if all(map(is_measurable, (told.old, told.new))) else []
    return [*guards, *(found or [_nothing_found(told)]), *tone, *_on_furniture(told.old, told.new)]


def _nothing_found(told: Told) -> str:
    """Return the sentence for a rewrite without a finding; of one that is free it says so and no more."""
    edited = [pair.similarity for pair in told.pairs if pair.kind in ("edited", "split", "merged")]
    said = f"Reworded in {len(edited)} of {len(told.pairs)} sentences"
    if edited and fmean(edited) < WEIGHTS["edited"]:
        return f"{said}, most of them freely: read them side by side."
    return f"{said}; nothing found that changes the sense."


def _on_tone(told: Told) -> Iterator[str]:
    """Yield one line of ease, sentiment and loaded words: old, new, whether that is a clear shift, and its words."""
    rows = {row["metric"]: row for row in told.shifts}
    parts = [_on_ease(rows)]
    for name in ("sentiment_news", "vader_mean"):
        if name in rows and not np.isnan(rows[name]["shift"]):
            parts.append(f"sentiment {_arrow(rows[name])}")
            break
    if (loaded := rows.get("loaded_rate")) is not None and not np.isnan(loaded["shift"]):
        parts.append(_on_loaded(loaded, told.evidence))
    said = "; ".join(filter(None, parts))
    if said:
        yield f"Tone: {said}."


def _on_ease(rows: Mapping[str, Any]) -> str:
    """Return the two measures of ease, told apart where they disagree."""
    news, grade = rows.get("reading_ease_news"), rows.get("flesch_kincaid_grade")
    known = [row for row in (news, grade) if row is not None and not np.isnan(row["shift"])]
    if not known:
        return ""
    said = f"ease of reading {_arrow(known[0])}"
    if (
        len(known) == 2
        and known[0]["shift"] * known[1]["shift"] > 0
        and "clear" in (known[0]["verdict"], known[1]["verdict"])
    ):
        values = f"{_number(known[1]['old'])} → {_number(known[1]['new'])}"
        said += f", while by school grade it is {known[1]['direction']} ({values})"
    return said


def _on_loaded(row: Mapping[str, Any], evidence: Sequence[Evidence]) -> str:
    """Return how many loaded words there are, and which came and went."""
    moved = [each for each in evidence if each.word]
    came = list(dict.fromkeys(each.word.lower() for each in moved if each.contribution > 0))
    went = list(dict.fromkeys(each.word.lower() for each in moved if each.contribution < 0))
    words = [
        f"{name} {_listed(found[:3])}{' …' if len(found) > 3 else ''}"
        for name, found in (("came", came), ("went", went))
        if found
    ]
    said = f"loaded words {row['n_old']:.0f} → {row['n_new']:.0f}"
    return f"{said} ({'; '.join(words)})" if words else said


def _arrow(row: Mapping[str, Any]) -> str:
    """Return old → new and whether the shift is clear."""
    values = f"{_number(row['old'])} → {_number(row['new'])}"
    verdict = {
        "clear": f"clearly {row['direction']}",
        "open": "not sure",
        "formatting": "as formatting can do",
        "none": "same",
    }
    return f"{values} ({verdict[row['verdict']]})"


def _number(value: float) -> str:
    """Return a number with three digits and a true minus."""
    return f"{value:.3g}".replace("-", "−")


def _on_furniture(old: Document, new: Document) -> Iterator[str]:
    """Yield how much of the page was left out."""
    counts = [
        (age, sum(r.reason not in _MENDED for r in document.removed))
        for age, document in (("older", old), ("newer", new))
    ]
    said = [f"{n} {'line' if n == 1 else 'lines'} of the {age} version" for age, n in counts if n]
    if said:
        yield f"Left out as page furniture: {_listed(said)}."


_MENDED = frozenset(("mojibake", "html", "entity", "invisible", "space", "ligature", "soft hyphen", "control"))


def _listed(parts: Sequence[str], word: str = "and") -> str:
    """Return the parts as a list in prose."""
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else "".join(parts)
