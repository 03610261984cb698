"""Follow names: who is named no longer, newly, otherwise, or with another title."""

import csv
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from mediakit.comparison.fidelity.annotated import NOWHERE, Place, Side, place_in
from mediakit.comparison.fidelity.rows import Row, make_row
from mediakit.evidence.units import read_unit
from mediakit.memory import once, remember
from mediakit.text.names import TITLES, core, is_first_name, kind_of, same_name
from mediakit.text.spelling import spell

_HONOURS = frozenset("sir lord lady dame doctor professor judge justice rabbi imam reverend".split())
_OFFICES = {
    "dr": "doctor", "prof": "professor", "sen": "senator", "gov": "governor", "rep": "representative",
    "sgt": "sergeant", "capt": "captain", "lt": "lieutenant", "col": "colonel", "gen": "general", "rev": "reverend",
    "cllr": "councillor", "insp": "inspector", "mum": "mother", "dad": "father", "attorney": "lawyer",
}  # fmt: skip
_HE, _SHE = frozenset(("mr", "sir", "lord")), frozenset(("mrs", "ms", "miss", "lady", "dame"))
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_AMOUNTS = frozenset(("number", "percent", "money", "date", "time"))
_RUN = re.compile(r"[A-Z][\w'’-]*(?: (?:of |the |and |for |& )*[A-Z][\w'’-]*)+")


class Named(NamedTuple):
    """A name as it is known and the place where it stands."""

    name: str
    place: Place


class Roll(NamedTuple):
    """The names of a version, all its words as compared, its text, and the initials of its longer names."""

    names: tuple[str, ...]
    words: frozenset[str]
    text: str
    initials: frozenset[str]


@once
def _equivalents() -> dict[tuple[str, str], str]:
    """Return (sort, form as compared) → the first form of its row."""
    source = files("mediakit.comparison.fidelity").joinpath("name_equivalents.csv").read_text(encoding="utf-8")
    return {
        (row["sort"], key(form)): key(row["forms"].split("|")[0])
        for row in csv.DictReader(source.splitlines())
        for form in row["forms"].split("|")
    }


@remember()
def key(name: str) -> str:
    """Return a name as it is compared: lower case, without accents, stops, "the" and possessive endings."""
    words = (spell(word.strip(".,'’\"“”")) for word in name.replace("’", "'").split())
    return " ".join(word.removesuffix("'s").rstrip("'") for word in words if word not in ("the", "al", "al-"))


@remember()
def standing(name: str) -> str:
    """Return the name that stands for all its equivalents: American, U.S., United States are one."""
    known, bare = _equivalents(), key(name)
    if ("place", bare) in known:
        return known["place", bare]
    words = [known.get(("word", word), word) for word in bare.split()]
    if len(words) > 1:
        words[0] = known.get(("first", words[0]), words[0])
    return " ".join(words)


def read_roll(side: Side) -> Roll:
    """Return what a version names."""
    names = tuple(dict.fromkeys(hit.label for hits in side.hits.values() for hit in hits if hit.kind == "name"))
    words = [key(token) for s in side.sentences.values() for token in s.tokens]
    initials = frozenset(letters for s in side.sentences.values() for letters in _initials(s.clean))
    return Roll(names, frozenset(words), f" {' '.join(words)} ", initials)


def _initials(text: str) -> Iterator[str]:
    """Yield the first letters of each run of capitalised words, also of parts of the run: NHS, NYPD, DoJ."""
    for run in _RUN.finditer(text):
        words = run.group().split()[:10]
        for first in range(len(words)):
            for last in range(first + 2, min(len(words), first + 7) + 1):
                part = words[first:last]
                yield "".join(word[0] for word in part if word[0].isupper()).lower()
                yield "".join(word[0] for word in part).lower()


def is_named(name: str, roll: Roll) -> bool:
    """Tell whether a version names somebody or something, by this or another form of the name."""
    bare = core(name)
    if f" {key(bare)} " in roll.text or any(_same(name, other) for other in roll.names):
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
    for (sort, form), first in _equivalents().items():
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
    a, b = standing(core(one)).split(), standing(core(other)).split()
    ends = {words[-1] for words in (a, b) if words and words[-1] in _SUFFIXES}
    if len(ends) == 2 or _sexes(one, other):
        return False
    a, b = ([word for word in words if word not in _SUFFIXES] for words in (a, b))
    return a == b or same_name(" ".join(a), " ".join(b))


def _sexes(one: str, other: str) -> bool:
    """Tell whether one of two names is a man's by its title and the other a woman's."""
    first, second = (name.lower().replace(".", "").split()[0] for name in (one, other))
    return (first in _HE and second in _SHE) or (first in _SHE and second in _HE)


def compare_names(
    left: Side, right: Side, i: Sequence[int], j: Sequence[int], rolls: tuple[Roll, Roll]
) -> Iterator[Row]:
    """Yield names that left a kept sentence and the version, that came in, or whose title changed."""
    olds, news = _names_of(left, i), _names_of(right, j)
    gone, come = _unnamed(olds, rolls[1]), _unnamed(news, rolls[0])
    for a in gone:
        b = next((b for b in news if _mended(a.name, b.name)), None)
        if b or any(_mended(a.name, other) for other in rolls[1].names):
            come = [other for other in come if other is not b]
            if b and key(a.name).rstrip("s") != key(b.name).rstrip("s"):
                yield make_row("spelling", a.place, b.place, "changed", "a name spelled otherwise")
            continue
        alone = len(gone) == len(come) == 1
        b = next(
            (b for b in come if (alone or _surname(a.name) == _surname(b.name)) and _one_sort(a.name, b.name)), None
        )
        if b:
            come.remove(b)
            yield make_row("name", a.place, b.place, "changed", "another name")
        else:
            yield make_row("name", a.place, NOWHERE, "lost")
    for b in come:
        yield make_row("name", NOWHERE, b.place, "added")
    for a in olds:
        for b in news:
            if _same(a.name, b.name) and _is_person(a.name):
                yield from _titles(a, b, left, right)


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
    """Tell whether a name is another with a letter or two mended."""
    a, b = key(one), key(other)
    return (
        len(a.split()) == len(b.split())
        and min(len(a), len(b)) >= 6
        and Levenshtein.distance(a, b) <= min(2, len(a) // 6)
    )


def _is_person(name: str) -> bool:
    """Tell whether a name is a person's: a role belongs to a person only."""
    words = core(name).split()
    return len(words) > 1 and kind_of(name) in ("male", "female", "") and is_first_name(key(words[0]))


def _titles(a: Named, b: Named, left: Side, right: Side) -> Iterator[Row]:
    """Yield the row of a person's title that was lost, gained or changed between the versions as wholes."""
    had, has = titles_of(left, core(a.name)), titles_of(right, core(b.name))
    if not had or had & has:
        honours = (had - has) & _HONOURS
        if not honours:
            return
        had, has = frozenset(honours), frozenset()
    status = "changed" if has else "lost"
    changes = f"{', '.join(sorted(had))} → {', '.join(sorted(has)) or 'no title'}"
    yield make_row("title", a.place, b.place, status, changes)


def titles_of(side: Side, name: str) -> frozenset[str]:
    """Return the titles and offices given to a person anywhere in a version, directly before the name or behind it."""
    surname = _surname(name)
    found: set[str] = set()
    for n, hits in side.hits.items():
        tokens, gaps = side.sentences[n].tokens, side.sentences[n].gaps
        for hit in hits:
            if hit.kind != "name" or _surname(core(hit.label)) != surname:
                continue
            own = tokens[hit.first : hit.last]
            found.update(_office(word) for word in own[:-1] if _is_title(word))
            if hit.first and _is_title(tokens[hit.first - 1]) and not gaps[hit.first].strip(" ."):
                found.add(_office(tokens[hit.first - 1]))
            if hit.last < len(tokens) and gaps[hit.last].strip() == ",":
                found.update(_office(word) for word in _apposition(tokens, gaps, hit.last) if _is_title(word))
    return frozenset(found)


def _apposition(tokens: Sequence[str], gaps: Sequence[str], first: int) -> Sequence[str]:
    """Return the words behind a name up to the next comma or preposition: "Ann Lee, the mayor of Hull,"."""
    last = first
    while last < min(len(tokens), first + 6) and (last == first or not gaps[last].strip()) and tokens[last] != "of":
        last += 1
    return tokens[first:last]


def _office(word: str) -> str:
    """Return a title as it is compared: Sen. is senator."""
    bare = word.lower().rstrip(".")
    return _OFFICES.get(bare, bare)


def _is_title(word: str) -> bool:
    """Tell whether a word is a title or office worth following: Mr. and Ms. are not."""
    bare = word.lower().rstrip(".")
    return bare in TITLES and bare not in ("mr", "mrs", "ms", "miss")


def _names_of(side: Side, numbers: Sequence[int]) -> list[Named]:
    """Return the names in some sentences; the codes and peoples of amounts (EUR, Swiss francs) are none."""
    found = []
    for n in numbers:
        sentence = side.sentences.get(n)
        hits = side.hits.get(n, ()) if sentence else ()
        taken = {k for hit in hits if hit.kind in _AMOUNTS for k in range(hit.first, hit.last)}
        for hit in hits:
            inner = hit.first or " " in hit.label or hit.label in side.inner_capitals
            if hit.kind == "name" and sentence and inner and hit.first not in taken and not _is_coin(hit.label):
                found.append(Named(hit.label, place_in(sentence, n, hit.first, hit.last)))
    return found


def _is_coin(name: str) -> bool:
    """Tell whether a name is the code of a currency."""
    return len(name) <= 4 and name.isupper() and read_unit(name) is not None
