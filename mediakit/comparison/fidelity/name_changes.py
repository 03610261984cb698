"""Follow names: who is named no longer, newly, otherwise, or with another title."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.annotated import (
    NOWHERE,
    Place,
    Side,
    content,
    place_in,
    sex_by_title,
    side_of,
    stem,
    words_of,
)
from mediakit.comparison.fidelity.rows import WEIGHTS, Group, Row, make_row
from mediakit.comparison.fidelity.thesaurus import listed
from mediakit.comparison.fidelity.titles import DETERMINERS, compare_titles, equivalents, key, titles_of
from mediakit.evidence.claims import find_all_names, find_amounts
from mediakit.evidence.lexicons import Hit
from mediakit.evidence.units import read_unit
from mediakit.memory import LONGEST, SENTENCES, of_document, of_text, once, remember
from mediakit.text.document import Document, Sentence
from mediakit.text.names import JOBS, TITLES, core, handles, is_first_name, is_group, is_known_name, kind_of, same_name
from mediakit.text.speech.said_by import Statement
from mediakit.text.spelling import spell

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_FORMS_OF_FIRM = frozenset(map(spell, listed("form of firm")))
_FEASTS = listed("feast")
_MENDED = 2  # letters of a name that may be mended
_RUN = re.compile(r"[A-Z][\w'’-]*(?: (?:of |the |and |for |& )*[A-Z][\w'’-]*)+")


class Named(NamedTuple):
    """A name as it is known and the place where it stands."""

    name: str
    place: Place


class Roll:
    """What a version names; each part is found when it is first asked for."""

    def __init__(self, side: Side) -> None:
        self.side = side

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names."""
        return tuple(dict.fromkeys(h.label for hits in self.side.hits.values() for h in hits if h.kind == "name"))

    def of_length(self, name: str) -> list[str]:
        """Return the names that are as long as a name, but for the letters that may be mended."""
        n = len(key(name))
        return [other for size in range(n - _MENDED, n + _MENDED + 1) for other in self._by_length.get(size, ())]

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        """The names by their length as they are compared."""
        found: dict[int, list[str]] = {}
        for name in self.names:
            found.setdefault(len(key(name)), []).append(name)
        return found

    @cached_property
    def alike(self) -> Mapping[str, list[int]]:
        """The numbers of the names by what those that are the same share."""
        return _index(self.names)

    @cached_property
    def text(self) -> str:
        """The words of the version as they are compared, with blanks between and around."""
        return f" {' '.join(filter(None, map(_compared, self.side.sentences.values())))} "

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text."""
        return frozenset(self.text.split())

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of longer names."""
        return frozenset[str]().union(*(_initials(s.clean) for s in self.side.sentences.values()))

    @cached_property
    def letters(self) -> str:
        """The plain letters of the text without anything between: marks, accents, even letters may be lost."""
        return "".join(_letters(s.clean) for s in self.side.sentences.values())


@remember(64, key=of_document)
def roll_of(document: Document) -> Roll:
    """Return what a version names."""
    return Roll(side_of(document))


@remember()
def standing(name: str) -> str:
    """Return the name that stands for all its equivalents: American, U.S., United States are one."""
    known, bare = equivalents(), key(name)
    if ("place", bare) in known:
        return known["place", bare]
    words = [known.get(("word", word), word) for word in bare.split()]
    if len(words) > 1:
        words[0] = known.get(("first", words[0]), words[0])
    return " ".join(words)


@remember(SENTENCES, key=of_text)
def _compared(sentence: Sentence) -> str:
    """Return the words of a sentence as they are compared."""
    return " ".join(map(key, sentence.tokens))


@remember(SENTENCES, longest=LONGEST)
def _letters(text: str) -> str:
    """Return the plain letters of a text: Soljai for Soljačić."""
    return _NO_LETTER.sub("", text)


_NO_LETTER = re.compile(r"[^A-Za-z]+")
_LIGATURE = re.compile(r"fi|fl|ff")  # lost where a file cannot write them: Net ix
_LEAST_LETTERS = 5


def _is_spelled(name: str, roll: Roll) -> bool:
    """Tell whether a version has the letters of a name in a row, whatever marks or ligatures it lost."""
    forms = (_letters(name), _LIGATURE.sub("", _letters(name)))
    return any(len(form) >= _LEAST_LETTERS and form in roll.letters for form in forms)


@remember(SENTENCES, longest=LONGEST)
def _initials(text: str) -> frozenset[str]:
    """Return the first letters of each run of capitalised words, also of parts of the run: NHS, NYPD, DoJ."""
    found: set[str] = set()
    for run in _RUN.finditer(text):
        words = run.group().split()[:10]
        for first in range(len(words)):
            for last in range(first + 2, min(len(words), first + 7) + 1):
                part = words[first:last]
                found.add("".join(word[0] for word in part if word[0].isupper()).lower())
                found.add("".join(word[0] for word in part).lower())
    return frozenset(found)


@remember()
def _handles(name: str) -> frozenset[str]:
    """Return what names that are the same share one of."""
    return handles(" ".join(_told_apart(name)))


def _index(names: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of names by what those that are the same share."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        for handle in _handles(name):
            found.setdefault(handle, []).append(number)
    return found


def _look_up(name: str, index: Mapping[str, list[int]]) -> list[int]:
    """Return the numbers of the names that can be the same as a name, in order."""
    return sorted({number for handle in _handles(name) for number in index.get(handle, ())})


def is_named(name: str, roll: Roll) -> bool:
    """Tell whether a version names somebody or something, by this or another form of the name."""
    bare = core(name)
    if f" {key(bare)} " in roll.text or _is_spelled(bare, roll):
        return True
    if any(_same(name, roll.names[n]) for n in _look_up(name, roll.alike)):
        return True
    short = key(bare)
    if (
        len(short) > 1
        and short.isalpha()
        and (bare.replace(".", "").isupper() or bare == "DoJ")
        and short in roll.initials
    ):
        return True
    if len(short.split()) > 2 and "".join(word[0] for word in short.split()) in roll.words:
        return True
    return any(f" {other} " in roll.text for other in _other_forms(short))


@once
def _forms() -> dict[str, tuple[str, ...]]:
    """Return each form of a nation, body or state as compared → all forms of its row."""
    rows: dict[str, list[str]] = {}
    for (sort, form), first in equivalents().items():
        if sort == "place":
            rows.setdefault(first, []).append(form)
    return {form: tuple(forms) for forms in rows.values() for form in forms}


def _other_forms(name: str) -> Iterator[str]:
    """Yield the ways to write a name whose beginning or end has other forms: U.N. High Commissioner, Northern Irish."""
    words = name.split()
    for cut in range(1, len(words) + 1):
        for form in _forms().get(" ".join(words[:cut]), ()):
            yield " ".join([form, *words[cut:]])
        for form in _forms().get(" ".join(words[-cut:]), ()):
            yield " ".join([*words[:-cut], form])


@remember()
def _same(one: str, other: str) -> bool:
    """Tell whether two names can be the same person or body, told apart by Mr and Mrs, junior and senior."""
    a, b = (_without_form(standing(core(name)).split()) for name in (one, other))
    ends = {words[-1] for words in (a, b) if words and words[-1] in _SUFFIXES}
    if len(ends) == 2 or _sexes(one, other):
        return False
    a, b = _told_apart(one), _told_apart(other)
    return a == b or same_name(" ".join(a), " ".join(b))


def _told_apart(name: str) -> list[str]:
    """Return the words by which a name is told apart: not junior or senior, nor what sort of firm it is."""
    words = _without_form(standing(core(name)).split())
    return [word for word in words if word not in _SUFFIXES] or words


def may_be_one(one: str, other: str) -> bool:
    """Tell whether two names can be one person or body: another form of the name, or a letter or mark mended."""
    plain = [re.sub(r"['’\d-]|[^\x00-\x7f]", "", name).lower() for name in (one, other)]  # Jón, Jn: a letter was lost
    return plain[0] == plain[1] or _same(one, other) or _mended(one, other)


def _without_form(words: list[str]) -> list[str]:
    """Return the words of a name without what only says what sort of firm it is: Acme Inc., Albion Football Club."""
    last = len(words)
    while last > 1 and words[last - 1].rstrip(".") in _FORMS_OF_FIRM:
        last -= 1
    return words[:last]


def _sexes(one: str, other: str) -> bool:
    """Tell whether one of two names is a man's by its title and the other a woman's."""
    return {sex_by_title(one), sex_by_title(other)} == {"male", "female"}


def compare_names(left: Side, right: Side, group: Group, rolls: tuple[Roll, Roll]) -> Iterator[Row]:
    """Yield names that left a kept sentence and the version, that came in, or whose title changed."""
    olds, news = _names_of(left, group.old), _names_of(right, group.new)
    gone, come = _unnamed(olds, rolls[1]), _unnamed(news, rolls[0])
    links = _blocks(left.places(group.old), right.places(group.new)) if gone and come else []
    for a in gone:
        b = next((b for b in news if _mended(a.name, b.name) or may_be_one(a.place.text, b.place.text)), None)
        if b or any(_mended(a.name, other) for other in rolls[1].of_length(a.name)):
            come = [other for other in come if other is not b]
            if b and key(a.name).rstrip("s") != key(b.name).rstrip("s"):
                yield make_row("spelling", a.place, b.place, "changed", "a name spelled otherwise")
            continue
        b = next((b for b in come if _stands_for(a, b, links) and _one_sort(a.name, b.name)), None)
        if b:
            come.remove(b)
            yield make_row("name", a.place, b.place, "changed", "another name")
            continue
        called = _called(a, left, right, group.new)
        yield make_row("name", a.place, called, *(("lost", "") if called is NOWHERE else ("changed", "told unnamed")))
    for b in come:
        yield make_row("name", NOWHERE, b.place, "added")
    for a, b in product(olds, news):
        if _sexes(a.name, b.name) and key(core(a.name)) == key(core(b.name)):
            if a.name not in rolls[1].names and b.name not in rolls[0].names:
                yield make_row("name", a.place, b.place, "changed", "another title")


def compare_people(left: Side, right: Side, kept: Mapping[int, int]) -> Iterator[Row]:
    """Yield the people whose title was lost or changed, where either version first names them in full.

    What they are called can differ only where a sentence names them that is not `kept`, old → new.
    """
    sides = (left, {*kept}), (right, {*kept.values()})
    anew = {surname for side, own in sides for surname, at in side.named.items() if any(n not in own for n, _ in at)}
    olds, news = (
        [(n, hit) for n, hit in _hits_of(side, side.sentences) if _can_be_person(hit.label)] if anew else []
        for side, _ in sides
    )
    people = {core(hit.label): (n, hit) for n, hit in reversed(olds)}
    others: dict[str, tuple[int, Hit]] = {}
    for n, hit in news:
        others.setdefault(hit.label, (n, hit))
    names, index = list(others), _index(list(others))
    for person, (n, hit) in reversed(people.items()):
        if core(person).split()[-1].lower() in anew:
            same = next((names[k] for k in _look_up(hit.label, index) if _same(hit.label, names[k])), None)
            change = compare_titles(person, left, right) if same else None
            if same and change:
                yield make_row("title", _placed(left, n, hit).place, _placed(right, *others[same]).place, *change)


Blocks = list[tuple[frozenset[int], frozenset[int]]]
"""Stretches that stand for each other, as the characters at which their words begin."""


def _blocks(old: Sequence[Place], new: Sequence[Place]) -> Blocks:
    """Return the stretches of some sentences that took each other's place."""
    return [
        (frozenset(word.start for word in old[i:j]), frozenset(word.start for word in new[k:m]))
        for tag, i, j, k, m in diff_words([w.text.lower() for w in old], [w.text.lower() for w in new])
        if tag == "replace" and max(j - i, m - k) <= _LONGEST_BLOCK
    ]


_LONGEST_BLOCK = 6


def _stands_for(a: Named, b: Named, blocks: Blocks) -> bool:
    """Tell whether a name took another's place: among the words that did, or with the surname."""
    beside = a.place.start >= 0 and any(a.place.start in old and b.place.start in new for old, new in blocks)
    return beside or _surname(a.name) == _surname(b.name)


def _called(named: Named, left: Side, right: Side, numbers: Sequence[int]) -> Place:
    """Return the phrase that names nobody and is made to say here what a name said there; `NOWHERE` if there is none.

    "The Couriers' Federation warned" became "their trade body whined"; "Ann Lee, the judge", "the judge".
    """
    own = [s for s in left.statements.get(named.place.sentence, ()) if key(named.name) in key(s.name)]
    for there in (s for n in numbers for s in right.statements.get(n, ())) if own else ():
        phrase = there.source.split()
        unnamed = not any(word[:1].isupper() for word in phrase[1:]) and not any(map(is_known_name, phrase[:1]))
        if unnamed and _is_party(phrase[-1:]) and any(_say_alike(s, there, left, right) for s in own):
            return _place_of(there, right)
    words = right.places(numbers)
    if _can_be_person(named.name):
        return _by_role(titles_of(left, core(named.name)), words)
    return _people_of(named, left.sentences[named.place.sentence], words)


def _by_role(roles: frozenset[str], words: Sequence[Place]) -> Place:
    """Return the words that speak of a person by a role and no name: the chairman."""
    for (before, role), after in zip(pairwise(words), [*words[2:], NOWHERE], strict=False):
        if role.text in roles and before.text.lower() in DETERMINERS and not after.text[:1].isupper():
            return Place(f"{before.text} {role.text}", role.sentence, before.start, role.end)
    return NOWHERE


def _people_of(named: Named, sentence: Sentence, words: Sequence[Place]) -> Place:
    """Return the people that stand for a body: "union barons" for the Fitters' Union; "watchdogs" where both open."""
    own = frozenset(key(named.name).split())
    opens = named.place.start - sentence.start <= _OPENING
    if len(own) > 1 and opens and words and words[0].text.endswith("s") and _is_party((words[0].text,)):
        return words[0]
    for word, people in pairwise(words):
        if word.text in own and people.text.endswith("s") and _is_party((people.text,)):
            return Place(f"{word.text} {people.text}", word.sentence, word.start, people.end)
    return NOWHERE


def _is_party(words: Sequence[str]) -> bool:
    """Tell whether the last of some words names people by their part, or a body: bosses, watchdogs, trade body."""
    word = words[-1].lower() if words else ""
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(form in JOBS or form in TITLES or is_group(form) or form == "body" for form in forms)


def _say_alike(one: Statement, other: Statement, left: Side, right: Side) -> bool:
    """Tell whether two statements say much the same."""
    said = [
        {stem(word) for word in words_of(side.document.text[s.start : s.end]) if content(word)}
        for side, s in ((left, one), (right, other))
    ]
    shared = said[0] & said[1]
    return len(shared) >= _LEAST_SHARED and len(shared) >= WEIGHTS["same statement"] * min(map(len, said))


_LEAST_SHARED = 2
_OPENING = 30  # characters from the beginning of a sentence within which its subject stands


def _place_of(statement: Statement, side: Side) -> Place:
    """Return where the source of a statement stands in its sentence."""
    sentence = side.sentences[statement.sentence]
    start = side.document.text.find(statement.source, max(sentence.start, 0), sentence.end)
    if start < 0:
        return NOWHERE
    return Place(statement.source, statement.sentence, start, start + len(statement.source))


def tell_once(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows; of those of one name, or of a part of it, that say the same the first, wherever the others stand."""
    told: list[tuple[str, str, str]] = []
    for row in rows:
        if row.kind == "name":
            name = f" {key(row.old)} ", f" {key(row.new)} "
            if any(row.status == each[0] and all(map(str.__contains__, each[1:], name)) for each in told):
                continue
            told.append((row.status, *name))
        yield row


def list_new_people(side: Side, numbers: Sequence[int], roll: Roll) -> Iterator[Row]:
    """Yield the people whom a sentence without counterpart names and the older version does not."""
    for named in _unnamed(_names_of(side, numbers), roll):
        if _is_person(named.name):
            yield make_row("name", NOWHERE, named.place, "added")


def _unnamed(names: Sequence[Named], roll: Roll) -> list[Named]:
    """Return the names that a version has in no form; words in capitals (datelines) are none."""
    return [
        named for named in names if not is_named(named.name, roll) and not (" " in named.name and named.name.isupper())
    ]


def _surname(name: str) -> str:
    words = [word for word in key(name).split() if word not in _SUFFIXES]
    return words[-1] if words else ""


def _one_sort(one: str, other: str) -> bool:
    """Tell whether two names can name things of one sort."""
    sorts = {"person" if kind in ("male", "female") else kind for kind in (kind_of(one), kind_of(other))} - {""}
    return len(sorts) < 2


def _mended(one: str, other: str) -> bool:
    """Tell whether a name is another with a letter or two mended; Mr. Park is not Mrs. Park."""
    a, b = key(one), key(other)
    most = min(_MENDED, len(a) // 6)
    return (
        min(len(a), len(b)) >= 6
        and Levenshtein.distance(a, b, score_cutoff=most) <= most
        and len(a.split()) == len(b.split())
        and not _sexes(one, other)
    )


def _is_person(name: str) -> bool:
    """Tell whether a name is a person's by its first word."""
    return _can_be_person(name) and is_first_name(key(core(name).split()[0]))


def _can_be_person(name: str) -> bool:
    """Tell whether a name can be a person's: a role belongs to a person only."""
    return len(core(name).split()) > 1 and kind_of(core(name)) in ("male", "female", "")


def _names_of(side: Side, numbers: Sequence[int]) -> list[Named]:
    """Return the names in some sentences; an opening word is one only if it stands inside a sentence, too."""
    return [_placed(side, n, hit) for n, hit in _hits_of(side, numbers)]


def _hits_of(side: Side, numbers: Iterable[int]) -> Iterator[tuple[int, Hit]]:
    """Yield what names somebody in some sentences, each with its sentence."""
    for n in (n for n in numbers if n in side.sentences):
        for hit in _find_named(side.sentences[n]):
            if hit.first or " " in hit.label or hit.label in side.inner_capitals:
                yield n, hit


def _placed(side: Side, number: int, hit: Hit) -> Named:
    """Return a name of a sentence with its place."""
    return Named(hit.label, place_in(side.sentences[number], number, hit.first, hit.last))


@remember(SENTENCES, key=of_text)
def _find_named(sentence: Sentence) -> list[Hit]:
    """Return what names somebody in a sentence; the codes and peoples of amounts (EUR, Swiss francs) do not."""
    named = [hit for hit in find_all_names([sentence])[0] if _names(hit, sentence)]
    taken = {k for hit in find_amounts([sentence])[0] for k in range(hit.first, hit.last)} if named else ()
    return [hit for hit in named if hit.first not in taken]


def _names(hit: Hit, sentence: Sentence) -> bool:
    """Tell whether a name names somebody: it is no code of money, no Route 9, no office and no feast."""
    numbered = hit.last - hit.first == 1 and any(t[:1].isdigit() for t in sentence.tokens[hit.last : hit.last + 1])
    words = [word.lower() for word in hit.label.split()]
    idle = set(words) <= _FEASTS or all(word in TITLES or word in JOBS for word in words) or is_made_of_name(hit.label)
    return not numbered and not idle and not _is_coin(hit.label)


def is_made_of_name(name: str) -> bool:
    """Tell whether a word of a name says of something what a name has to do with it: Democrat-led."""
    return any(part[:1].islower() for word in name.split() if word[:1].isupper() for part in word.split("-")[1:])


def _is_coin(name: str) -> bool:
    """Tell whether a name is the code of a currency."""
    return len(name) <= 4 and name.isupper() and read_unit(name) is not None
