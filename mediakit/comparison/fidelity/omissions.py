"""What went, what came and what moved: whole sentences, the voices among them first."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from math import fsum
from typing import NamedTuple

from mediakit.comparison.alignment import Pair
from mediakit.comparison.fidelity.annotated import (
    all_stems,
    content,
    content_stems,
    find_head,
    is_name_phrase,
    is_people,
    may_be_same,
    same_source,
    share_name,
    stem,
    stems_of,
    weigh,
)
from mediakit.comparison.fidelity.name_changes import Roll, is_named, roll_of
from mediakit.comparison.fidelity.rows import WEIGHTS
from mediakit.comparison.fidelity.sourcing import (
    HEATED,
    VERBS_OF_DENIAL,
    denies,
    find_done,
    find_reports,
    is_judgement,
    makes_claim,
)
from mediakit.comparison.fidelity.thesaurus import are_equal, find_keys, listed
from mediakit.evidence.loaded import find_loaded
from mediakit.evidence.word_features import rate
from mediakit.memory import SENTENCES, of_document, of_text, once, remember
from mediakit.text.document import Document, Sentence
from mediakit.text.names import TITLES, bare, core, is_group, kind_of
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.speech.said_by import Statement, find_sayings, find_statements
from mediakit.text.speech.sources import source_kind
from mediakit.text.spelling import fold
from mediakit.text.words import rarity

MOST_VOICES = 5
"""Voices that are told one by one; more are told as sentences."""
LONGEST_ROLE = 80
"""Characters of a source up to which the longer one introduces it better."""
MOST_WORDS = 16
"""Words by which a voice is shown."""
LEAST_RETOLD = 3
"""From this many of its telling words on, what a source says can be told where it speaks again."""
LEAST_PROSE = 8
"""Words from which on a sentence can be the lead: a dateline or headline line is shorter."""
BESIDE = 3
"""Loaded words that stand nearer than this are told as one."""
FAR = 2
"""How many sentences a lead must move to be buried, or made."""


class Passage(NamedTuple):
    """A sentence that went, came or moved: what it is, its number, its words from `first` to `last`, who speaks.

    `what` is voice (a source who is now nowhere), speech (something said), opinion, lead, or prose.
    """

    what: str
    sentence: int
    first: int
    last: int
    source: str = ""


class _Whole:
    """A version as a whole; each part is found when it is first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset[str]().union(*(all_stems(sentence) for _, sentence in self.document.parts))

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words in small letters as names are compared."""
        return frozenset[str]().union(*(_bare_words(sentence) for _, sentence in self.document.parts))

    @cached_property
    def roll(self) -> Roll:
        """What it names."""
        return roll_of(self.document)


@remember(64, key=of_document)
def _whole(document: Document) -> _Whole:
    return _Whole(document)


def is_mentioned(name: str, document: Document) -> bool:
    """Tell whether a version has the last word of a name."""
    words = core(name).lower().split()
    return not words or _bare(words[-1]) in _whole(document).words


@remember(SENTENCES, key=of_text)
def _bare_words(sentence: Sentence) -> frozenset[str]:
    """Return the words of a sentence in small letters as names are compared."""
    return frozenset(_bare(token.lower()) for token in sentence.tokens)


@remember()
def _bare(word: str) -> str:
    """Return a word in small letters without marks, accents and what may hang on a name: Orr's, Orrs, O’Hare."""
    return fold(word).replace("'", "").replace("’", "").strip(".,s")


def find_lone(
    document: Document, other: Document, numbers: Sequence[int], rewritten: Sequence[int] = ()
) -> list[Passage]:
    """Return what of some sentences without a counterpart the other version does not tell, voices first.

    A voice is a source of a statement whom the other version does not name; it is told once, where it first speaks.
    Voices are looked for in `rewritten` sentences too: these have a counterpart, which need not tell who spoke.
    """
    if not numbers and not rewritten:
        return []
    whole = _whole(other)
    reports = [each for statement in find_reports(document) for each in _one_by_one(statement)]
    statements, rest = ([s for s in reports if s.sentence in group] for group in (set(numbers), set(rewritten)))
    judgements = [s for s in find_done(document) if s.sentence in {*numbers, *rewritten} and is_judgement(document, s)]
    gone = _find_gone(document, other, whole, [*statements, *rest, *judgements], [*reports, *judgements])
    voices = [(_tell_voice(document, s, bool(_of_source(s, reports))), s) for s in gone]
    passages = [each for each, s in voices if each.what == "voice" or not _is_told(document, s, other)]
    told, speech = {s.sentence for s in gone}, _find_speech(document, statements)
    for n in numbers:
        sentence = document.sentences[n]
        wordless = not any(map(str.isalpha, sentence.clean))
        if n in told or wordless or _share_told(sentence, whole) >= WEIGHTS["told elsewhere"]:
            continue
        if speech.get(n) and _is_retold(sentence, speech[n], other):
            continue
        what = "speech" if speech.get(n) else "opinion" if n not in speech and is_opinion(sentence) else "prose"
        passages.append(Passage(what, n, 0, len(sentence.tokens), speech.get(n, "")))
    return passages


def find_denials(document: Document, other: Document, numbers: Sequence[int]) -> Iterator[Passage]:
    """Yield the denials of some sentences whose source denies nothing in the other version, nor tells it otherwise."""
    told, wanted = [each for each in find_done(other) if each.source], frozenset(numbers)
    for statement in find_done(document):
        if statement.sentence not in wanted or not denies(document, statement):
            continue
        stems = _stems_said(document, statement)
        own = (each for each in told if may_be_same(statement, each) or share_name(statement, each))
        if not any(_tells_denial(other, each, stems) for each in own):
            yield _voice(document.sentences[statement.sentence], statement)._replace(what="denial")


def _tells_denial(document: Document, statement: Statement, denied: set[str]) -> bool:
    """Tell whether a statement can be a denial: it denies, says "not", or tells half of what was denied."""
    cue, words = find_verb(statement.cue.lower()), document.text[statement.start : statement.end].lower().split()
    negative = any(word.endswith(("n't", "n’t")) or word in listed("negator") for word in words)
    shared = denied.intersection(content_stems(document.sentences[statement.sentence]))
    return negative or cue is not None and cue.verb.verb in VERBS_OF_DENIAL or 2 * len(shared) >= len(denied)


def _stems_said(document: Document, statement: Statement) -> set[str]:
    """Return the stems of the words of content of what is said."""
    words = (word.strip(".,;") for word in document.text[statement.start : statement.end].lower().split())
    return {stem(word) for word in words if content(word)}


def _one_by_one(statement: Statement) -> list[Statement]:
    """Return a statement of two people that are named together as one of each: Ann Orr and Tom Hale."""
    names = statement.name.split(" and ")
    people = kind_of(statement.name) != "group" and all(
        kind_of(name) in ("male", "female", "") and is_name_phrase(name) and len(core(name).split()) > 1
        for name in names
    )
    return [statement._replace(source=name, name=name) for name in names] if people and names[1:] else [statement]


def _find_gone(
    document: Document, other: Document, whole: _Whole, statements: Sequence[Statement], reports: Sequence[Statement]
) -> list[Statement]:
    """Return one statement of each source that the other version does not name, in its fullest introduction."""
    missing = [s for s in statements if is_somebody(s.name) and _is_nowhere(s, whole)]
    if not missing:
        return []
    voices: dict[str, Statement] = {}
    heads = {find_head(s.source) for s in find_statements(other) if s.source and not is_name_phrase(s.source)}
    roles = {head for head, _ in heads}
    roles |= {title for title in TITLES for role in roles if are_equal(find_keys((title,)), find_keys((role,)))}
    for statement in missing:
        said = statement.direct or makes_claim(document, statement) or statement.force in HEATED
        same = _of_source(statement, reports)
        words = (word for each in (statement, *same) for word in each.source.split())
        called = any(word.lower().strip(",.") in roles for word in words)  # his lawyer said
        called = called or _is_called(find_head(statement.source), heads)
        if said and not called:
            # By the full name, and with a role.
            fullest = max(same, key=lambda s: (len(core(s.name).split()), min(len(s.source), LONGEST_ROLE)))
            voices.setdefault(core(statement.name).split()[-1].lower(), fullest)
    by_said = sorted(voices.values(), key=lambda s: -len(_of_source(s, reports)))
    return by_said[:MOST_VOICES]


def _is_called(head: tuple[str, frozenset[str]], others: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """Tell whether one of some heads names a role of one body otherwise: an Acme spokesman, representative."""
    (role, own), alike = head, [other for other, beside in others if head[1] & beside]
    return bool(own) and any(are_equal(find_keys((role,)), find_keys((other,))) for other in alike)


def _of_source(statement: Statement, others: Sequence[Statement]) -> list[Statement]:
    """Return the statements whose source has the last name of another's."""
    return [s for s in others if core(s.name).split()[-1:] == core(statement.name).split()[-1:]]


def _tell_voice(document: Document, statement: Statement, reports: bool) -> Passage:
    """Return a voice that is gone; a source without a name, or that only judges, is heard through what it says."""
    inner = {token.removesuffix("'s") for s in document.sentences for token in s.tokens[1:] if token != token.lower()}
    named = bare(statement.name).split()[-1] in inner or kind_of(statement.name) in ("group", "male", "female")
    passage = _voice(document.sentences[statement.sentence], statement)
    return passage if named and reports else passage._replace(what="speech")


def _find_speech(document: Document, statements: Sequence[Statement]) -> dict[int, str]:
    """Return who speaks in sentences; empty where a voice spoke before: of one voice the first is speech."""
    speakers: set[str] = set()
    speech: dict[int, str] = {}
    for statement in statements:
        if not statement.direct and not makes_claim(document, statement):
            continue
        name = core(statement.name)
        who = "somebody" if statement.name.lower() in ("he", "she", "they") else statement.name or statement.source
        speech.setdefault(statement.sentence, "" if name in speakers else who)
        speakers.add(name)
    return speech


def _voice(sentence: Sentence, statement: Statement) -> Passage:
    """Return where a source speaks: from its first word or the cue's to what it says."""
    ends = [end for start, end in sentence.spans]
    at = sentence.start + max(sentence.clean.find(statement.source), 0) if sentence.start >= 0 else 0
    place = sentence.text.find(statement.source)
    place = sentence.text.find(statement.name) if place < 0 else place
    at = max(sentence.start, 0) + place if place >= 0 else at
    first = next((i for i, end in enumerate(ends) if end > at), 0)
    if statement.end <= statement.cue_start and first > 2:  # “…,” he said: what is said stands before
        start, last = max(0, first - MOST_WORDS // 2), min(first + 6, len(ends))
        return Passage("voice", statement.sentence, start, last, statement.name)
    last = min(first + max(len(statement.source.split()) + 2, MOST_WORDS), len(ends))
    return Passage("voice", statement.sentence, first, last, statement.name)


def is_somebody(name: str) -> bool:
    """Tell whether a source is a person, a body or people by what they are, not a thing that says something."""
    words = bare(name).split()
    if len(words) == 2 and words[0].lower() == "the" and is_group(words[1]):
        return False  # the agency, the company: a body that has a name
    if not words or {words[0].lower(), words[-1].lower()} & _NOBODY or words[-1].endswith(("’re", "'re", "’s", "'s")):
        return False
    if kind_of(name) in ("male", "female", "group") or words[-1] != words[-1].lower() and kind_of(name) != "thing":
        return True
    head = words[-1].lower().strip(".,'’")
    return is_people(head)


_NOBODY = frozenset(
    """he she it they we i you that this there who statement report reporting post document article
    some many others several few both all most one""".split()
)


LONGEST_GROUP = 3
"""Words of a group that is looked for by its noun: administration officials."""


def _is_nowhere(statement: Statement, whole: _Whole) -> bool:
    """Tell whether a source is somebody (a name, a body, a role) whom a version does not mention."""
    names = statement.name.split(" and ")
    if len(names) > 1 and all(name.split()[-1][:1].isupper() for name in names):  # reports from two papers
        return all(_is_nowhere(statement._replace(name=name), whole) for name in names)
    words = [w for w in (word.strip("“”‘’'\"") for word in bare(statement.name).lower().split()) if content(w)]
    if not words or not statement.source:
        return False
    named = any(word != word.lower() for word in bare(statement.name).split()[-1:])  # Orr, al-Orr
    if not named:
        missing = [word for word in words if stem(word) not in whole.stems]
        head = find_head(statement.name)[0]  # a body may be called otherwise: the emergency service, its coordinator
        people = 1 < len(statement.name.split()) <= LONGEST_GROUP and not is_group(head)
        return len(missing) == len(words) or people and stem(head) not in whole.stems
    name = core(statement.name.removeprefix("The ").removeprefix("the "))
    short = name.isupper() or len(words) > 2  # FDA, Food and Drug Administration
    return _bare(words[-1]) not in whole.words and not (short and is_named(name, whole.roll))


def _share_told(sentence: Sentence, whole: _Whole) -> float:
    """Return the share of a sentence's telling words that a version has anywhere."""
    stems = content_stems(sentence)
    total = fsum(map(rarity, stems))
    return fsum(rarity(word) for word in stems if word in whole.stems) / total if total else 1.0


def _is_told(document: Document, statement: Statement, other: Document) -> bool:
    """Tell whether a sentence that only the other version has tells what a statement says, whoever says it there."""
    said, own = frozenset(_stems_said(document, statement)), {sentence.clean for sentence in document.sentences}
    shared = (said.intersection(stems_of(each)) for each in other.sentences if each.clean not in own)
    least = WEIGHTS["same statement"] * weigh(said)
    return any(len(each) >= min(LEAST_RETOLD, len(said)) and weigh(each) >= least for each in shared)


def _is_retold(sentence: Sentence, source: str, other: Document) -> bool:
    """Tell whether a sentence of a version in which a source speaks holds much of what it says in this one."""
    stems = {stem(token.lower()) for token in sentence.tokens if content(token.lower())}
    for number in {s.sentence for s in find_statements(other) if same_source(source, s.name or s.source)}:
        shared = stems.intersection(stem(token.lower()) for token in other.sentences[number].tokens)
        share = fsum(map(rarity, shared)) / (fsum(map(rarity, stems)) or 1)
        if len(shared) >= LEAST_RETOLD and share >= WEIGHTS["same statement"]:
            return True
    return False


def is_opinion(sentence: Sentence) -> bool:
    """Tell whether a sentence in which nobody is cited judges: by a loaded word or a judging phrase, not quoted."""
    heads = [" ".join(sentence.tokens[slice(*saying.head)]) for saying in find_sayings(sentence)]
    cited = any(head.lower() in ("he", "she") or source_kind(head) not in ("", "pronoun") for head in heads if head)
    called = any((form := find_verb(token.lower())) and form.verb.frame == "label" for token in sentence.tokens)
    if called or cited:
        return False  # somebody called a name by another
    quotes = any(sentence.mask) or not _MARKS.isdisjoint(sentence.text)
    least = WEIGHTS["loaded alone" if quotes else "judging"]
    narrated = (hit for hit in find_loaded(sentence) if not sentence.mask[hit.first])
    if any(rate(sentence.tokens[hit.first].lower()).loaded >= least for hit in narrated):
        return True
    text = f" {sentence.clean.lower()} "
    return not quotes and any(phrase in text for phrase in _judging())


def find_charged(old: Document, new: Document, pairs: Sequence[Pair]) -> Iterator[Passage]:
    """Yield the writer's loaded words of rewritten sentences that the older version has nowhere.

    One of such words stands for each that the older sentences alone have, quoted or not.
    """
    for pair in pairs:
        sides = ((n, new.sentences[n], hit) for n in pair.new for hit in find_loaded(new.sentences[n]))
        own = ((n, hit, s.tokens[hit.first].lower()) for n, s, hit in sides if not s.mask[hit.first])
        hits = [(n, hit) for n, hit, word in own if _is_strong(word, old)]
        words = (token.lower() for i in pair.old if hits for token in old.sentences[i].tokens)
        instead = sum(_is_strong(word, new) for word in words)
        last = (-1, 0)
        for n, hit in hits:
            if instead <= 0 and (last[0] != n or hit.first - last[1] >= BESIDE):
                yield Passage("tone", n, hit.first, hit.last)
                last = n, hit.last
            instead -= 1


def _is_strong(word: str, other: Document) -> bool:
    """Tell whether a word is loaded whatever stands around it, and not among the stems of the other version."""
    return rate(word).loaded >= WEIGHTS["loaded alone"] and stem(word) not in _whole(other).stems


_MARKS = frozenset("\"“”")


@once
def _judging() -> tuple[str, ...]:
    """Return the phrases by which a writer judges."""
    source = files("mediakit.comparison.fidelity").joinpath("judging.csv").read_text(encoding="utf-8")
    return tuple(f" {row['phrase']}" for row in csv.DictReader(source.splitlines()))


def find_leads(old: Document, new: Document, pairs: Sequence[Pair]) -> Iterator[tuple[str, Pair]]:
    """Yield (buried or made, pair) of a first sentence that went down, or came up."""
    first_old, first_new = _lead(old), _lead(new)
    for pair in pairs:
        if not pair.old or not pair.new:
            continue
        if first_old in pair.old and min(pair.new) > first_new + FAR:
            yield "buried", pair
        elif first_new in pair.new and min(pair.old) > first_old + FAR:
            yield "made", pair


def _lead(document: Document) -> int:
    """Return the number of the first sentence of prose."""
    return next((n for n, s in enumerate(document.sentences) if len(s.tokens) >= LEAST_PROSE), 0)
