"""Know the words that report what somebody said, in all their forms: the only table of them."""

import csv
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from mediakit.memory import once, remember
from mediakit.text.words import conjugate

FORCES = ("neutral", "doubt", "factive", "approval", "conflict")
"""What a reporting verb lends to the words it reports: nothing, doubt, truth taken for granted, praise or weight,
heat."""


class ReportingVerb(NamedTuple):
    """A verb, or a phrase such as "according to", that reports speech.

    `frame` says what it takes: "say" words or a clause, "label" a name for something, "judge" a person or thing, "turn"
    words only right beside them (elsewhere it is an ordinary verb). `force` is one of `FORCES`; `strength` goes from 0
    (softer than said) over 1 (plain) to 4 (violent). `needs`: it reports only beside a quotation ("quote"), before a
    clause ("clause") or after a comma ("comma"). It does not report after one of `not_after`, before one of
    `not_before`, or in a sentence with one of `not_near`. `is_noun`: its base and s-form are nouns as often. `tilts`:
    readers may take it as slanted. `reason` says why it is listed; it is found in `fires` and not in `silent`.
    """

    verb: str
    frame: str
    force: str
    strength: int
    needs: str
    is_noun: bool
    tilts: bool
    not_after: frozenset[str]
    not_before: frozenset[str]
    not_near: frozenset[str]
    reason: str
    fires: str
    silent: str


class VerbForm(NamedTuple):
    """A form of a reporting verb: "past", "present", "participle" (-ing) or "base"; a phrase without verb is "past"."""

    verb: ReportingVerb
    tense: str


@once
def read_verbs() -> MappingProxyType[str, ReportingVerb]:
    """Return the reporting verbs by their base form."""
    source = files("mediakit.text").joinpath("reporting_verbs.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["verb"]: _read(row) for row in csv.DictReader(source.splitlines())})


def _read(row: dict[str, str]) -> ReportingVerb:
    """Return the verb in one row of the table."""
    traps = [
        frozenset(filter(None, map(str.strip, row[key].split("|")))) for key in ("not_after", "not_before", "not_near")
    ]
    return ReportingVerb(
        row["verb"], row["frame"], row["force"], int(row["strength"]), row["needs"],
        row["noun"] == "yes", row["tilts"] == "yes", traps[0], traps[1], traps[2],
        row["reason"], row["fires"], row["silent"],
    )  # fmt: skip


def inflect_verb(verb: str) -> list[tuple[str, str]]:
    """Return (form, tense) of a verb, past before present, participle and base; particles stay ("went on")."""
    if verb in PHRASES:
        return [(verb, "past")]
    head, blank, rest = verb.partition(" ")
    made = conjugate(head)
    forms = [(form, "past") for form in made.past] + [(form, "present") for form in made.third]
    return [(form + blank + rest, tense) for form, tense in (*forms, (made.ing, "participle"), (head, "base"))]


PHRASES = frozenset(("according to", "per", "in the words of", "in the view of", "in the opinion of"))
"""What reports without a verb; the source follows."""


@once
def read_forms() -> MappingProxyType[str, VerbForm]:
    """Return every form → its verb; a form of two readings keeps the first: past before base."""
    forms: dict[str, VerbForm] = {}
    for name, verb in read_verbs().items():
        for form, tense in inflect_verb(name):
            forms.setdefault(form, VerbForm(verb, tense))
    return MappingProxyType(forms)


class Opener(NamedTuple):
    """A word that begins forms of verbs: how many words the longest has, whether it is one itself, and all of them."""

    longest: int
    alone: bool
    forms: tuple[VerbForm, ...]


@once
def read_openers() -> MappingProxyType[str, Opener]:
    """Return the words that begin a form."""
    begun: dict[str, dict[str, VerbForm]] = {}
    for form, found in read_forms().items():
        begun.setdefault(form.split()[0], {})[form] = found
    return MappingProxyType(
        {
            first: Opener(max(len(form.split()) for form in forms), first in forms, tuple(forms.values()))
            for first, forms in begun.items()
        }
    )


@remember()
def find_opener(word: str) -> Opener | None:
    """Return what a word (lower case) begins as a form of a reporting verb, or None."""
    return read_openers().get(word)


@remember()
def find_verb(words: str) -> VerbForm | None:
    """Return the reporting verb that some words (lower case) are a form of, and its tense, or None."""
    return read_forms().get(words)


def force_of(cue: str) -> str:
    """Return what reporting words lend to what they report: one of `FORCES`, "neutral" where they are not listed."""
    form = find_verb(cue.lower())
    return form.verb.force if form else "neutral"
