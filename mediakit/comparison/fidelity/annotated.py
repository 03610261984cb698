"""One version as fidelity sees it: its sentences with their claims, and what is told without quotation marks."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Sequence, Set
from functools import cached_property
from itertools import chain
from math import fsum, sqrt
from sys import float_info
from typing import NamedTuple

from mediakit.comparison.fidelity.thesaurus import are_equal, find_keys, listed, normalise_word
from mediakit.evidence.claims import find_all_claims
from mediakit.evidence.lexicons import Hit
from mediakit.memory import SENTENCES, of_document, of_sentence, of_text, remember
from mediakit.text.document import Document, Sentence
from mediakit.text.names import JOBS, TITLES, bare, core, is_group, is_known_name, kind_of, same_name
from mediakit.text.speech.quotations import find_quotations
from mediakit.text.speech.said_by import Statement, find_statements
from mediakit.text.speech.sources import is_document, source_kind
from mediakit.text.speech.tokens import CALENDAR
from mediakit.text.spelling import fold
from mediakit.text.words import base_form, family, rarity
from mediakit.text.words import stem as bare_stem

_GRAMMAR = family("carries no content")


class Place(NamedTuple):
    """Words of one version as they stand there: their sentence (-1: the title, -2: none) and their characters.

    `start` and `end` refer to the text as given; both are -1 where there is none and in a title from metadata.
    """

    text: str
    sentence: int
    start: int
    end: int


NOWHERE = Place("", -2, -1, -1)


def place_in(sentence: Sentence, number: int, first: int, last: int, lead: int = 0) -> Place:
    """Return the place of the words `first` to `last` (exclusive) of a sentence, `lead` characters before them too."""
    base = max(sentence.start, 0)
    start, end = sentence.spans[first][0] - lead, sentence.spans[last - 1][1]
    text = sentence.text[start - base : end - base]
    return Place(text, number, start, end) if sentence.start >= 0 else Place(text, number, -1, -1)


@remember(64, key=lambda document: (document.text, len(document.sentences)))
def find_inner_capitals(document: Document) -> frozenset[str]:
    """Return the capitalised words that stand inside sentences, without possessive ending."""
    return frozenset[str]().union(*map(_capitals_inside, document.sentences))


@remember(SENTENCES, key=of_text)
def _capitals_inside(sentence: Sentence) -> frozenset[str]:
    """Return the capitalised words of a sentence but its first, without possessive ending."""
    return frozenset(token.removesuffix("'s") for token in sentence.tokens[1:] if token[:1].isupper())


def can_speak(name: str, document: Document) -> bool:
    """Tell whether a source is somebody, a body, or what one of them wrote: not "Watching", "exports", "This"."""
    if name.lower() in CALENDAR:
        return False
    if source_kind(name):
        return True
    named = bare(name) == name and all(word[:1].isupper() or not content(word) for word in name.split())
    return named and (kind_of(name) in ("male", "female", "group") or name in find_inner_capitals(document))


class Side:
    """One of the two versions compared."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def sentences(self) -> dict[int, Sentence]:
        """The sentences by number, the title as -1."""
        title = {-1: self.document.title} if self.document.title else {}
        return {**title, **dict(enumerate(self.document.sentences))}

    def sentences_at(self, start: int, end: int) -> tuple[int, ...]:
        """Return the numbers of the sentences that touch a stretch of the text as given."""
        starts, ends = self._edges
        return tuple(range(bisect_right(ends, start), bisect_left(starts, end)))

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Where the sentences of the body start and end."""
        return [s.start for s in self.document.sentences], [s.end for s in self.document.sentences]

    def source_at(self, start: int, end: int) -> str:
        """Return who says what holds a stretch of the text as given, "" if it is nobody's or the writer's."""
        said, starts, longest = self._said
        near = said[bisect_left(starts, end - 1 - longest) : bisect_right(starts, start)]
        return min(((s.end - s.start, s.name or s.source) for s in near if end <= s.end + 1), default=(0, ""))[1]

    @cached_property
    def _said(self) -> tuple[list[Statement], list[int], int]:
        """The statements of the body in order, where they start, and how long the longest is."""
        said = sorted((s for s in find_statements(self.document) if s.sentence >= 0), key=lambda s: s.start)
        return said, [s.start for s in said], max((s.end - s.start for s in said), default=0)

    def places(self, numbers: Sequence[int]) -> list[Place]:
        """Return the words of some sentences as they are counted, each with its place."""
        return [place for n in numbers if n in self.sentences for place in self._place_words(n)]

    def _place_words(self, number: int) -> list[Place]:
        """Return the words of a sentence with their places, made once."""
        if number not in self._places:
            s = self.sentences[number]
            spans = s.spans if s.start >= 0 else ((-1, -1),) * len(s.tokens)
            placed = zip(s.tokens, spans, strict=True)
            self._places[number] = [Place(token, number, start, end) for token, (start, end) in placed]
        return self._places[number]

    @cached_property
    def _places(self) -> dict[int, list[Place]]:
        """The words of the sentences that were asked for, with their places."""
        return {}

    def title_quotations(self) -> list[tuple[str, int, int]]:
        """Return the quoted words of the title as (words, start, end); start and end are -1 if it came with
        the text.
        """
        title = self.document.title
        if title is None or title.start >= 0:
            return []
        found, _ = find_quotations(title.text, ((0, len(title.text)),))
        return [(q.text[1:-1], -1, -1) for q in found if q.kind == "speech" or len(q.text.split()) > 1]

    @cached_property
    def hits(self) -> dict[int, tuple[Hit, ...]]:
        """What each sentence claims."""
        return dict(zip(self.sentences, find_all_claims(list(self.sentences.values())), strict=True))

    @cached_property
    def named(self) -> dict[str, list[tuple[int, Hit]]]:
        """The names of the version by their last word in small letters, each with its sentence."""
        found: dict[str, list[tuple[int, Hit]]] = {}
        for n, hits in self.hits.items():
            for hit in hits:
                if hit.kind == "name":
                    found.setdefault(core(hit.label).split()[-1].lower(), []).append((n, hit))
        return found

    @cached_property
    def statements(self) -> dict[int, list[Statement]]:
        """What is put in somebody's mouth by words that report, by the sentence these words stand in; each cue once."""
        found: dict[int, list[Statement]] = {}
        known: set[tuple[bool, int]] = set()
        starts = [sentence.start for sentence in self.document.sentences]
        for each in find_statements(self.document):
            if each.cue and each.cue_start >= 0 and (each.sentence < 0, each.cue_start) not in known:
                known.add((each.sentence < 0, each.cue_start))
                number = -1 if each.sentence < 0 else max(bisect_right(starts, each.cue_start) - 1, 0)
                found.setdefault(number, []).append(each)
        return {number: sorted(own, key=lambda each: each.cue_start) for number, own in found.items()}

    @cached_property
    def inner_capitals(self) -> frozenset[str]:
        """The capitalised words that stand inside sentences: a single one at a sentence's start is a name
        if it is among them.
        """
        return find_inner_capitals(self.document)

    def retelling(self, text: str, near: Sequence[int], share: float, anywhere: float) -> int:
        """Return the sentence that tells outside quotation marks what a quotation says, -2 if none does.

        `near` are the sentences that pair with its own; they need `share` of its content, other sentences `anywhere`.
        """
        wanted = {stem(word) for word in words_of(text) if content(word)}
        shared: dict[int, float] = {}
        for word in wanted:
            for n in self._telling.get(word, ()):
                shared[n] = shared.get(n, 0) + rarity(word)
        least = (min(share, anywhere) - ROUNDING) * fsum(map(rarity, wanted))
        best, found = 0.0, -2
        for n in sorted(n for n, weight in shared.items() if weight >= least):
            value = self._share(wanted, n) - (share if n in near else anywhere)
            if value >= 0 and value >= best and (len(wanted) > 2 or n in near):
                best, found = value, n
        if found < -1 and near and self.tell(text, near, share, LEAST_ELSEWHERE):  # told over several sentences
            found = near[0]
        return found

    def tell(self, text: str, numbers: Sequence[int], share: float, least: int) -> bool:
        """Tell whether sentences tell a share of some words outside quotation marks, `least` that are no names."""
        wanted, plain = _wanted_of(text)
        n_told = sum(any(word in self._told[n] for n in numbers) for word in plain)
        return n_told >= least and self._share(wanted, *numbers) >= share

    def find_telling(self, text: str, least: int) -> list[int]:
        """Return the sentences that tell outside quotation marks so many of some words at least that are no names."""
        n_told = Counter(chain.from_iterable(self._telling.get(word, ()) for word in _wanted_of(text)[1]))
        return sorted(n for n, times in n_told.items() if times >= least)

    def _share(self, wanted: Set[str], *numbers: int) -> float:
        """Return which share of the weight of some stems sentences tell outside quotation marks."""
        told = frozenset[str]().union(*(self._told[number] for number in numbers))
        return fsum(map(rarity, wanted & told)) / (fsum(map(rarity, wanted)) or 1)

    @cached_property
    def _told(self) -> dict[int, frozenset[str]]:
        """The stems of what each sentence tells outside quotation marks."""
        return {n: _told_in(sentence) for n, sentence in self.sentences.items()}

    @cached_property
    def _telling(self) -> dict[str, list[int]]:
        """The sentences that tell each stem outside quotation marks."""
        found: dict[str, list[int]] = {}
        for n, stems in self._told.items():
            for each in stems:
                found.setdefault(each, []).append(n)
        return found


@remember(SENTENCES)
def _wanted_of(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of the words of content in a text: of all, and of those that are no names."""
    wanted = frozenset(stem(word) for word in words_of(text) if content(word))
    names = {stem(word) for word in words_of(" ".join(w for w in text.split()[1:] if not w.islower()))}
    return wanted, wanted - names


ROUNDING = sqrt(float_info.epsilon)  # more than the order of a sum can change
LEAST_IN_PAIR, LEAST_ELSEWHERE = 2, 4  # words that tell what is said: fewer tell nothing


def _of_version(document: Document) -> Hashable:
    return of_document(document), document.published


@remember(64, key=_of_version)
def side_of(document: Document) -> Side:
    """Return a version as fidelity sees it; what was found of it is kept for all that compare it."""
    return Side(document)


def content(word: str) -> bool:
    """Tell whether a word carries content: it is no word of the grammar."""
    return word not in _GRAMMAR


@remember()
def stem(word: str) -> str:
    """Return the stem of a word's base form: wrote, writes and writing are one."""
    return bare_stem(base_form(word.removesuffix("'s")))


@remember(SENTENCES, key=of_text)
def all_stems(sentence: Sentence) -> frozenset[str]:
    """Return the stems of all words of a sentence, those of the grammar too."""
    return frozenset(stem(token.lower()) for token in sentence.tokens)


@remember(SENTENCES, key=of_sentence)
def _told_in(sentence: Sentence) -> frozenset[str]:
    """Return the stems of what a sentence tells outside quotation marks."""
    told = (token for token, quoted in zip(sentence.tokens, sentence.mask, strict=True) if not quoted)
    return frozenset(stem(token.lower()) for token in told)


@remember(SENTENCES, key=of_text)
def stems_of(sentence: Sentence) -> tuple[str, ...]:
    """Return for each word of a sentence its stem, "" for a word of the grammar."""
    return tuple(stem(word) if content(word) else "" for word in map(str.lower, sentence.tokens))


@remember(SENTENCES, key=of_text)
def content_stems(sentence: Sentence) -> frozenset[str]:
    """Return the stems of the words of content of a sentence."""
    return frozenset(filter(None, stems_of(sentence)))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    from mediakit.comparison.fidelity.quotation_wording import plain_words

    return plain_words(text)


def weigh(words: frozenset[str]) -> float:
    """Return how telling some stems are together."""
    return fsum(map(rarity, words))  # the same in whatever order a set is read


def is_somebodys(statement: Statement) -> bool:
    """Tell whether a statement is somebody's, or nobody's who could be named: not the writer's own, "this shows"."""
    return re.split("['’]", statement.source, maxsplit=1)[0].lower() not in _NOBODY  # I've asked


_NOBODY = frozenset("this that these those it there which what i we you".split())


@remember(SENTENCES)
def same_source(one: str, other: str) -> bool:
    """Tell whether two sources can be the same: not if they are other names, other people of a name, or other heads.

    Who stands for somebody (his lawyer, a spokesman for the firm) is not he; "officials" and a name can be one.
    """
    one, other = one.split(",")[0], other.split(",")[0]
    a, b = _fold(one), _fold(other)
    if a == b or not a or not b or {a, b} & _PRONOUNS or a.split()[0] == b.split()[0] == "other":
        return True
    if {sex_by_title(a), sex_by_title(b)} == {"male", "female"}:
        return False
    if same_name(a, b):
        return True
    (head_a, rest_a), (head_b, rest_b) = find_head(one), find_head(other)
    named = is_name_phrase(one), is_name_phrase(other)
    if all(named):
        return False
    if any(named):  # somebody's lawyer is not somebody; somebody's report is; "officials" may be anybody
        name, phrase, head = (a, b, head_b) if named[0] else (b, a, head_a)
        words = re.findall(r"\w+", other if named[0] else one)
        own = {word for word in words if word[0].isupper()} - {"The", "A", "An"}
        if own and is_group(head):  # the Iraqi government is not the AP; the company may be Meta
            return bool({word.lower() for word in own} & set(name.split()))
        return not (core(name).split()[-1] in phrase and head not in name and is_people(head))
    if any(is_group(body) and not rest and is_document(head)  # what the company says may stand in its post
           for body, rest, head in ((head_a, rest_a, head_b), (head_b, rest_b, head_a))):  # fmt: skip
        return True
    alike = stem(head_a) == stem(head_b) or are_equal(find_keys((head_a,)), find_keys((head_b,)))
    return alike and (not rest_a or not rest_b or bool(rest_a & rest_b) or not is_people(head_a))


def may_be_same(one: Statement, other: Statement) -> bool:
    """Tell whether two statements can have one source."""
    return same_source(one.name or one.source, other.name or other.source)


def is_surely_same(one: Statement, other: Statement) -> bool:
    """Tell whether two sources are one without a doubt: a name shared, or the same words for who it is."""
    names = [{stem(w.lower()) for w in _WORD.findall(s.name or s.source) if content(w.lower())} for s in (one, other)]
    return bool(names[0] & names[1]) or not all(names)


def share_name(one: Statement, other: Statement) -> bool:
    """Tell whether two sources share a name: who is meant may be the same."""
    names = [{w for w in _WORD.findall(s.source) if w[0].isupper() and content(w.lower())} for s in (one, other)]
    return bool(names[0] & names[1])


_WORD = re.compile(r"[^\W\d_]+")


_PRONOUNS = frozenset("he she it they we i you who that this one those".split())
_PARTS = frozenset("some many most several all both one two few dozens hundreds members".split())
_BEHIND = frozenset("of for from in into at with on by about who that which to familiar".split())


def sex_by_title(name: str) -> str:
    """Return whether the title before a name is a man's or a woman's: male, female, or "" if it does not tell."""
    first = name.split()[0]
    return kind_of(first) if first.rstrip(".").lower() in TITLES else ""


def _fold(name: str) -> str:
    """Return a name in small letters without accents, articles and possessive ending."""
    words = re.sub(r"^(?:the|a|an) ", "", fold(name).lower().replace("’", "'")).strip(" .,").split()
    return " ".join(part for word in words for part in normalise_word(word))


def is_people(noun: str) -> bool:
    """Tell whether a noun stands for people."""
    return noun in JOBS or noun.removesuffix("s") in JOBS or noun.endswith(_PEOPLE)


_PEOPLE = tuple(listed("people by ending"))


def find_claim(claim: frozenset[str], words: Sequence[str], most: int) -> tuple[int, int]:
    """Return the range of at most `most` words of a sentence that holds most of a claim; (0, 0) if it holds none."""
    marks = [rarity(s) if (s := stem(word.lower())) in claim else 0.0 for word in words]
    at = [i for i, mark in enumerate(marks) if mark]
    if not at:
        return 0, 0
    start = max(at, key=lambda i: fsum(marks[i : i + most]))
    return start, max(i for i in at if i < start + most) + 1


def find_head(phrase: str) -> tuple[str, frozenset[str]]:
    """Return the noun that a phrase is about, and the stems of the other words of content in it."""
    words = [word.strip(".,'\"“”") for word in phrase.lower().replace("’s", "").replace("'s", "").split()]
    if len(words) > 2 and words[0] in _PARTS and words[1] == "of":  # some of its leaders are leaders
        words = words[2:]
    end = next((i for i, word in enumerate(words) if i and word in _BEHIND), len(words))
    head = words[end - 1] if words else ""
    return head, frozenset(stem(w) for i, w in enumerate(words) if i != end - 1 and content(w))


def is_name_phrase(phrase: str) -> bool:
    """Tell whether a phrase is a name: its last word before a preposition is capitalised, and is no possessive."""
    words = [word.strip(".,") for word in phrase.split()]
    end = next((i for i, word in enumerate(words) if i and word.lower() in _BEHIND), len(words))
    if end == 1 and is_people(words[0].lower()) and not is_known_name(words[0]):  # critics, at the head of a sentence
        return False
    return bool(words) and words[end - 1][:1].isupper() and not words[end - 1].endswith(("’s", "'s"))
