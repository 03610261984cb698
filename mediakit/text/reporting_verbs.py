"""Know the verbs that report speech, in all their forms."""

import csv
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from mediakit.memory import once


class ReportingVerb(NamedTuple):
    """A verb of speech: its `grade`, its `force` (1 plain to 4 violent), and what must stand beside it (`needs`)."""

    verb: str
    grade: str
    force: int
    needs: str
    reason: str


@once
def graded_verbs() -> MappingProxyType[str, ReportingVerb]:
    """Return the graded reporting verbs by their base form."""
    source = files("mediakit.text").joinpath("reporting_verbs.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(source.splitlines())
    verbs = (ReportingVerb(r["verb"], r["grade"], int(r["force"]), r["needs"], r["reason"]) for r in rows)
    return MappingProxyType({verb.verb: verb for verb in verbs})


# lemma: past tense, and the participle if it differs
_IRREGULAR = {
    "say": "said", "tell": "told", "think": "thought", "speak": "spoke spoken", "write": "wrote written",
    "go": "went gone", "feel": "felt", "find": "found", "begin": "began begun", "teach": "taught", "read": "read",
    "swear": "swore sworn", "sing": "sang sung", "cast": "cast", "cut": "cut", "spell": "spelled spelt",
    "put": "put", "hit": "hit", "shoot": "shot", "make": "made", "weep": "wept", "spin": "spun",
    "broadcast": "broadcast", "forecast": "forecast", "show": "showed shown", "learn": "learned learnt",
    "plead": "pleaded pled", "tear": "tore torn", "lay": "laid", "hold": "held",
}  # fmt: skip
# These double their last consonant: one syllable, or stressed on the last.
_DOUBLED = frozenset("admit blog brag chat grin jab nag pan pen plan quip quiz rap rebut rip slam snap sob".split()) | {
    "shrug", "stop", "submit", "tag", "refer", "hum", "chin", "demur", "dub", "beg", "tut", "yap",
}  # fmt: skip
_PLAIN_E = frozenset("dye singe tinge".split())


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """One verb that reports speech.

    `frame` says what it takes: "say" words or a clause, "label" a name for something, "judge" a person
    or thing, "turn" words only right beside them (elsewhere it is an ordinary verb). `reason` says why it is listed.
    """

    verb: str
    frame: str
    reason: str


@once
def _table() -> MappingProxyType[str, SpeechVerb]:
    source = files("mediakit.text").joinpath("speech_verbs.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["verb"]: SpeechVerb(**row) for row in csv.DictReader(source.splitlines())})


@once
def _forms() -> MappingProxyType[str, tuple[str, str]]:
    """Return every form → (lemma, tense); a form of two readings keeps the first: past before base."""
    forms: dict[str, tuple[str, str]] = {}
    for lemma in _table():
        for form, tense in inflect(lemma):
            forms.setdefault(form, (lemma, tense))
    return MappingProxyType(forms)


def inflect(lemma: str) -> list[tuple[str, str]]:
    """Return (form, tense) of a verb: past, present, participle (-ing), base; particles stay ("went on")."""
    head, *tail = lemma.split(" ")
    pasts = _IRREGULAR.get(head, _regular_past(head)).split()
    made = [(past, "past") for past in pasts] + [(_third(head), "present"), (_ing(head), "participle"), (head, "base")]
    return [(" ".join([form, *tail]), tense) for form, tense in made]


def find_verb(word: str) -> tuple[SpeechVerb, str] | None:
    """Return the reporting verb that `word` (lower case) is a form of, and its tense, or None."""
    known = _forms().get(word)
    return (_table()[known[0]], known[1]) if known else None


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if verb in _DOUBLED else "") + "ed"


def _third(verb: str) -> str:
    if verb in ("go", "do"):
        return verb + "es"
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + ("zes" if verb == "quiz" else "es")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb not in _PLAIN_E:
        return verb[:-1] + "ing"
    return verb + (verb[-1] if verb in _DOUBLED else "") + "ing"


SPEECH_VERBS = _table()
