"""Tell what a source is (a person, a body, a role, people without name), and which sources of a text are the same."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from types import MappingProxyType

from mediakit.memory import LONGEST, SENTENCES, once, remember
from mediakit.text.document import Document, Sentence
from mediakit.text.names import JOBS, TITLES, bare, find_names, is_known_name, kind_of, name_keys, same_name, words_of
from mediakit.text.speech.said_by import Statement
from mediakit.text.speech.tokens import (
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    TIMES,
    Token,
    is_name,
    owns,
    tokens_between,
)
from mediakit.text.words import facts, family

KINDS = ("person", "body", "role", "unnamed")
"""A named person; a body, named or not, or what it wrote; one person by role; people without name, or nobody."""

_SPEAKER_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "woman", "person")
_OF_PLURALS = (("s", ""), ("es", ""), ("ies", "y"))
_PLURAL_ENDINGS = ("men", "women", "people", "persons")
_OBJECTS = family("object pronoun")
_ALONE = (PRONOUNS | _OBJECTS) - {"one", "another"}
_FIRST_PERSON = frozenset("i we you my our your".split())
_ANY_BODY = frozenset("company firm club group organisation organization".split())
_WRITTEN = "document"
_BEFORE_BODY = DETERMINERS - POSSESSIVES


@once
def _listed() -> MappingProxyType[str, str]:
    """Return the kind of each word of `source_words.csv`."""
    source = files("mediakit.text.speech").joinpath("source_words.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["term"]: row["kind"] for row in csv.DictReader(source.splitlines())})


@dataclass(slots=True)
class Source:
    """One source of a text: its fullest name, its kind, its number, and the numbers of its statements.

    `names` are all the bare names it goes by, `titles` the words in small letters that tell what it is: mayor, baker.
    """

    name: str
    kind: str
    number: int = 0
    statements: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)


def is_impersonal(cue: str) -> bool:
    """Tell whether a cue without a source says what unnamed people say or think: "it is believed", not "was told"."""
    return _listed().get(cue.split()[-1].lower() if cue else "") == "impersonal"


@remember()
def source_kind(phrase: str) -> str:
    """Return the kind of the source that a bare name or phrase names, one of `KINDS`.

    "pronoun" for a pronoun alone, "" for what cannot speak. A capital at the very beginning counts as one of a name
    unless the word is a known noun for people or bodies.

    >>> source_kind("a staff report"), source_kind("Ann Orr"), source_kind("two people familiar with the case")
    ('body', 'person', 'unnamed')
    """
    tokens = [t for t in tokens_between(phrase, 0, min(len(phrase), 400)) if t.text[0].isalnum() or t.text == ","]
    if not tokens:
        return "unnamed"
    if tokens[0].lower in _ALONE and (len(tokens) == 1 or tokens[0].lower in ("he", "she")):
        return "pronoun"
    head = head_words(tokens)
    if not head or any(t.lower in TIMES for t in head[-1:]) or head[0].lower in _FIRST_PERSON:
        return ""
    if head[0].text.endswith("ed") and head[0].text.islower() and len(head) > 1 and head[1].lower in DETERMINERS:
        return ""  # what is left of a clause: "provided a statement"
    noun = _noun_kind(head)
    if noun and not (_is_proper(head) and len(head) > 1 and not _is_common(head[-1])):
        return noun
    return _proper_kind(head) if _is_proper(head) else ""


def is_document(noun: str) -> bool:
    """Tell whether a noun in small letters is something written that is made to speak: report, post."""
    return _listed().get(noun) == _WRITTEN


def head_words(tokens: Sequence[Token]) -> list[Token]:
    """Return a phrase up to its first comma, preposition or relative pronoun; the "of" of a name goes on."""
    for i, token in enumerate(tokens):
        inside = token.lower == "of" and 0 < i < len(tokens) - 1 and is_name(tokens[i - 1]) and is_name(tokens[i + 1])
        if i and not inside and (token.text == "," or token.lower in PREPOSITIONS or token.lower in RELATIVES):
            return list(tokens[:i])
    return list(tokens)


def _is_proper(head: Sequence[Token]) -> bool:
    """Tell whether a phrase ends in a name."""
    return is_name(head[-1]) and not owns(head[-1])


def _is_common(token: Token) -> bool:
    """Tell whether a capitalised word is a noun and no name: "the City Council", "the Mayor"."""
    return _listed().get(token.lower) in ("body", "person", _WRITTEN) or token.lower in JOBS


def _noun_kind(head: Sequence[Token]) -> str:
    """Return the kind that the noun of a phrase tells, "" if it tells none: its last word, or the one before.

    The one before stands in "a report released", not in "union barons".
    """
    for token in reversed(head[-1:] if head[-1].lower.endswith("s") else head[-2:]):
        if owns(token):
            return ""
        alone = len(head) == 1 and token.is_capital
        if kind := _kind_of_noun(token.lower, alone):
            return kind
    return ""


def _kind_of_noun(word: str, alone: bool) -> str:
    """Return the kind that a noun in small letters tells; `alone` with a capital, a singular is rather a name."""
    listed = _listed().get(word, "")
    if listed == "none":
        return ""
    if listed in ("people", "person", "body", _WRITTEN):
        return {"people": "unnamed", "person": "" if alone else "role", "body": "body", _WRITTEN: "body"}[listed]
    if word in JOBS or (word.endswith(_SPEAKER_ENDINGS) and len(word) > 4):
        return "" if alone else "role"
    singulars = (word.removesuffix(ending) + rest for ending, rest in _OF_PLURALS if word.endswith(ending))
    several = any(_listed().get(each) == "body" or _kind_of_noun(each, False) == "role" for each in singulars)
    return "unnamed" if several or word.endswith(_PLURAL_ENDINGS) else ""


def _proper_kind(head: Sequence[Token]) -> str:
    """Return the kind of a proper name: a person unless its words or an article tell of a body."""
    name = " ".join(t.text for t in head)
    kind = kind_of(name)
    if kind in ("male", "female"):
        return "person"
    if kind == "thing":
        return ""
    if len(head) == 1 and not kind and not is_known_name(head[0].text) and _is_everyday(head[0].lower):
        return ""
    titled = any(t.lower in TITLES or t.lower in JOBS for t in head[:-1])
    if kind in ("group", "place"):
        return "person" if titled and kind == "place" else "body"
    if titled:
        return "person"
    return "body" if head[0].lower in _BEFORE_BODY or len(head) == 1 else "person"


def _is_everyday(word: str) -> bool:
    """Tell whether a word that only opens its sentence is a plain word or participle: "Try", "Watching"."""
    return facts(word).easy or word.endswith(("ing", "ed"))


def describe_names(sentence: Sentence) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    """Yield the names of a sentence: the bare name, its first and last word (exclusive), what it is called beside it.

    What it is called are the words for roles before it ("union boss Oona Breck") and between commas after it.
    """
    tokens, gaps = sentence.tokens, sentence.gaps
    for first, last, _ in find_names(tokens, gaps):
        start = first
        while start and not gaps[start].strip(" -") and names_role(tokens[start - 1].lower()):
            start -= 1
        bare_first = _after_titles(tokens, first, last)
        called = [token.lower() for token in tokens[start:bare_first] if names_role(token.lower())]
        if "," in gaps[last]:
            end = next((k for k in range(last + 1, len(tokens)) if gaps[k].strip(" -'")), len(tokens))
            apposed = [token.lower() for token in tokens[last:end]]
            if apposed and len(apposed) < 9 and apposed[0] not in RELATIVES:
                called += [word for word in _before_preposition(apposed) if names_role(word)]
        yield bare(" ".join(tokens[bare_first:last])), bare_first, last, tuple(called)


def _after_titles(tokens: Sequence[str], first: int, last: int) -> int:
    """Return where the name proper begins in a run of capitals: behind its last word for a job or person."""
    jobs = (k for k in range(last - 2, first - 1, -1) if _is_title(tokens[k].lower().rstrip(".")))
    return next(jobs, first - 1) + 1


def _is_title(word: str) -> bool:
    """Tell whether a word with a capital stands before a name and is none: "Mayor", "Chairman", "Foreman"."""
    return word in JOBS or word in TITLES or _listed().get(word) == "person"


def _before_preposition(words: Sequence[str]) -> Sequence[str]:
    """Return the words up to the first preposition."""
    return words[: next((k for k, word in enumerate(words) if k and word in PREPOSITIONS), len(words))]


def names_role(word: str) -> bool:
    """Tell whether a word in small letters tells what one person or body is: mayor, chief, union, baker."""
    if word in TITLES or word in JOBS:
        return True
    return _listed().get(word) != _WRITTEN and _kind_of_noun(word, False) in ("role", "body")


def join_sources(document: Document, statements: Sequence[Statement]) -> list[Source]:
    """Return the sources of some statements of a document, in the order of their first one.

    The names of one source are joined: the surname, the role of its holder ("the mayor"), a body and its acronym or
    noun ("the company"), a pronoun. A statement whose source cannot speak has none.
    """
    joiner = _Joiner(document)
    for number, statement in enumerate(statements):
        joiner.add(number, statement)
    return joiner.sources


class _Joiner:
    """The sources of a document while its statements are read in order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sources: list[Source] = []
        self.last: Source | None = None
        self.met: dict[tuple[str, str], Source] = {}  # what persons and named bodies were found under
        self.by_key: dict[str, set[int]] = {}  # the numbers of the sources that a name with this key can name

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """The names of the text, each with what it is called there."""
        known: dict[str, set[str]] = {}
        for sentence in self.document.sentences:
            for name, _, _, called in describe_names(sentence):
                known.setdefault(name, set()).update(called)
        return known

    @cached_property
    def known_by_key(self) -> dict[str, list[str]]:
        """The names of the text by what other names can be the same by."""
        known: dict[str, list[str]] = {}
        for name in self.known:
            for key in name_keys(name).kept:
                known.setdefault(key, []).append(name)
        return known

    @cached_property
    def full(self) -> dict[str, str]:
        """The last and the first word of each name of several words that may be a person's → that name."""
        people = [name for name, called in self.known.items() if " " in name and _is_person(name, called)]
        full: dict[str, str] = {}
        for place in (-1, 0):
            for name in people:
                full.setdefault(words_of(name)[place], name)
        return full

    def add(self, number: int, statement: Statement) -> None:
        """Give a statement to its source."""
        name = statement.name or statement.source
        if not name:
            if is_impersonal(statement.cue):
                self._put(number, self._same_phrase("", "unnamed") or self._new("", "unnamed"))
            return
        kind = self._kind(name)
        if kind == "pronoun":
            if self.last and name.lower() not in _FIRST_PERSON:
                self._put(number, self.last)
            return
        if kind:
            source = self._find(name, kind) or self._new(self.full.get(name.lower(), name), kind)
            source.titles.update(self._titles(name, statement.source))
            if name not in source.names:
                source.names.append(name)
                self._index(name, source.number)
            self._put(number, source)

    def _put(self, number: int, source: Source) -> None:
        source.statements.append(number)
        self.last = source

    def _kind(self, name: str) -> str:
        """Return the kind of a source; a single name that ends or begins a full one is that person."""
        words = words_of(name)
        if len(words) == 1 and name[0].isupper() and words[0] in self.full:
            return "person"
        return source_kind(name)

    def _new(self, name: str, kind: str) -> Source:
        """Return a new source under its fullest name in the text."""
        if kind == "person" and " " not in name:
            name = self.full.get(name.lower(), name)
        source = Source(name, kind, len(self.sources))
        if kind in ("person", "body"):
            near = {known for key in name_keys(name).others for known in self.known_by_key.get(key, ())}
            for known in near:
                if same_name(known, name):
                    source.titles.update(self.known[known])
        self._index(name, len(self.sources))
        self.sources.append(source)
        return source

    def _index(self, name: str, number: int) -> None:
        """Let the source of this number be found under a name."""
        for key in name_keys(name).kept:
            self.by_key.setdefault(key, set()).add(number)

    def _titles(self, name: str, phrase: str) -> Iterable[str]:
        """Return the words that a phrase calls a source besides its name."""
        own = set(words_of(name))
        rest = [word for part in phrase.split(",")[:2] for word in _before_preposition(words_of(part))]
        return {word for word in rest if word not in own and names_role(word)}

    def _find(self, name: str, kind: str) -> Source | None:
        """Return the source that a name names, if it has spoken before or its holder is known."""
        if kind == "person" or kind == "body" and name[0].isupper() and name.split()[0].lower() not in DETERMINERS:
            found = self.met.get((name, kind)) or self._same_name(name, kind)
            found = found or (self._holder(name, kind) if kind == "body" else None)
            if found:
                self.met[name, kind] = found
            return found
        return self._same_phrase(name, kind) or self._holder(name, kind)

    def _same_name(self, name: str, kind: str) -> Source | None:
        """Return the source with a name that can be the same."""
        near = {number for key in name_keys(name).others for number in self.by_key.get(key, ())}
        for source in (self.sources[number] for number in sorted(near, reverse=True)):
            named = source.kind in ("person", "body") and (kind == source.kind or " " not in name)
            if named and any(same_name(other, name) for other in (source.name, *source.names)):
                return source
        return None

    def _same_phrase(self, phrase: str, kind: str) -> Source | None:
        """Return the source that the same words named before."""
        return next((s for s in reversed(self.sources) if s.kind == kind and same_phrase(s.name, phrase)), None)

    def _holder(self, phrase: str, kind: str) -> Source | None:
        """Return who a phrase with an article stands for: the holder of a role, a body named by its noun."""
        words = words_of(phrase)
        if len(words) < 2 or words[0] not in ("the", "his", "her", "their", "its", "this") or len(words) > 4:
            return None
        noun = words[-1]
        wanted = "person" if kind == "role" else "body"
        fits = [s for s in reversed(self.sources) if s.kind == wanted and noun in s.titles | set(words_of(s.name))]
        if fits:
            return fits[0]
        if unheard := self._unheard(noun, wanted):
            return unheard
        if kind == "role":
            return None
        if words[0] not in ("the", "this"):
            return None
        if noun in _ANY_BODY or _listed().get(noun) == _WRITTEN:
            same = _listed().get(noun) == _WRITTEN
            bodies = [s for s in reversed(self.sources) if s.kind == "body" and _is_written(s) == same]
            return bodies[0] if bodies and (not same or _shares_noun(bodies[0], noun)) else None
        return None

    def _unheard(self, noun: str, kind: str) -> Source | None:
        """Return a new source for the holder of a role, or the body of a noun, who has not spoken yet but is named."""
        holders = {
            name
            for name, called in self.known.items()
            if (noun in called or kind == "body" and noun == words_of(name)[-1])
            and ("person" if _is_person(name, called) else source_kind(name)) == kind
        }
        if not holders or not all(same_name(one, other) for one in holders for other in holders):
            return None
        return self._new(max(holders, key=len), kind)


def _is_person(name: str, called: Iterable[str]) -> bool:
    """Tell whether a name is a person's, by its words or by what it is called."""
    kind = source_kind(name)
    return kind == "person" or kind_of(name) == "place" and any(_kind_of_noun(word, False) == "role" for word in called)


def _is_written(source: Source) -> bool:
    """Tell whether a body is something written."""
    words = words_of(source.name)
    return any(_listed().get(word) == _WRITTEN for word in words)


def _shares_noun(source: Source, noun: str) -> bool:
    return noun in words_of(source.name)


def is_named(phrase: str) -> bool:
    """Tell whether a phrase for a body holds a name: a capital besides that of its first word, or a lone capital."""
    words = phrase.split()
    alone = len(words) == 1 and words[0][0].isupper() and words[0].lower() not in _listed()
    return alone or any(word[0].isupper() for word in words[1:])


def same_phrase(one: str, other: str) -> bool:
    """Tell whether two phrases name the same people or body: "Two officials", "officials" and "party officials".

    Of people in the plural, and after "the", one phrase may say less of them than the other.
    """
    noun, *rest = _bare_phrase(one)
    other_noun, *known = _bare_phrase(other)
    again = noun.endswith("s") or one.lower() == f"the {noun}" or other.lower() == f"the {noun}"
    return noun == other_noun and (rest == known or again and (set(rest) <= set(known) or set(known) <= set(rest)))


@remember(SENTENCES, longest=LONGEST)
def _bare_phrase(phrase: str) -> list[str]:
    """Return the noun of a phrase and then what stands before it, in small letters, articles and numbers left out."""
    head = head_words([t for t in tokens_between(phrase, 0, min(len(phrase), 400)) if t.text[0].isalnum()])
    words = [t.lower for t in reversed(head) if t.lower not in _NO_PART]
    after = len(words) > 1 and not _kind_of_noun(words[0], False) and _kind_of_noun(words[1], False)
    return words[1 if after else 0 :] or [""]  # "an official familiar with …"


_QUALIFIERS = frozenset("other outside former senior top leading local unnamed anonymous".split())
_NO_PART = DETERMINERS | _QUALIFIERS
