"""Follow what people are called beside their names: titles, offices, roles."""

from collections.abc import Iterable, Sequence

from mediakit.comparison.fidelity.annotated import Side
from mediakit.comparison.fidelity.thesaurus import are_equal, find_keys, listed, read_rows
from mediakit.evidence.lexicons import Hit
from mediakit.memory import once, remember
from mediakit.text.names import JOBS, TITLES, core
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.spelling import spell

_HONOURS = listed("honour")
_EMPTY = frozenset(("mr", "mrs", "ms", "miss", "deputy", "vice", "former"))
_CALLING = ("ist", "man", "woman", "member")
"""How nouns for people end that are no titles or jobs of the list: hydrologist, hatchet woman."""
DETERMINERS = frozenset("the a an its their his her our my your".split())
_BEHIND = frozenset("of at for in from with and who".split())
_LEADING = listed("leads")
_LONGEST = 8  # words of an apposition


@once
def equivalents() -> dict[tuple[str, str], str]:
    """Return (sort, form as compared) → the first form of its row of `name_equivalents.csv`."""
    return {
        (row["sort"], key(form)): key(row["forms"].split("|")[0])
        for row in read_rows("name_equivalents.csv")
        for form in row["forms"].split("|")
    }


@remember()
def key(name: str) -> str:
    """Return a name as it is compared: lower case, without accents, stops, "the" and possessive endings."""
    words = (spell(word.strip(".,'’\"“”")) for word in name.replace("’", "'").split())
    return " ".join(word.removesuffix("'s").rstrip("'") for word in words if word not in ("the", "al", "al-"))


def compare_titles(name: str, left: Side, right: Side) -> tuple[str, str] | None:
    """Return (status, what differs) if a person's title was lost or changed between the versions as wholes.

    An honour (Sir, Dr) that went is told though another title stayed; a title that one version was never given is not.
    """
    had, has = titles_of(left, name), titles_of(right, name)
    if not had or _share(had, has):
        honours = (had - has) & _HONOURS
        if not honours:
            return None
        had, has = frozenset(honours), frozenset()
    return "changed" if has else "lost", f"{', '.join(sorted(had))} → {', '.join(sorted(has)) or 'no title'}"


def _share(some: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether one title is the same as another in other words: chief, boss."""
    return any(one == other or are_equal(find_keys((one,)), find_keys((other,))) for one in some for other in others)


def titles_of(side: Side, name: str) -> frozenset[str]:
    """Return the titles and roles given to a person anywhere in a version, directly before the name or behind it."""
    found: set[str] = set()
    for n, hit in side.named.get(core(name).split()[-1].lower(), ()):
        found |= _beside(side.sentences[n].tokens, side.sentences[n].gaps, hit)
    return frozenset(found)


def _beside(tokens: Sequence[str], gaps: Sequence[str], hit: Hit) -> set[str]:
    """Return the titles in and before a name, and those of the apposition behind it."""
    found = {_office(word) for word in tokens[hit.first : hit.last - 1] if _is_role(word)}
    if hit.first and _is_role(tokens[hit.first - 1]) and not gaps[hit.first].strip(" ."):
        found.add(_office(tokens[hit.first - 1]))
    around = (*_apposition(tokens, gaps, hit.last), *_before(tokens, gaps, hit))
    return found | {_office(word) for word in around if _is_role(word)}


def _before(tokens: Sequence[str], gaps: Sequence[str], hit: Hit) -> Sequence[str]:
    """Return the words that a name stands behind between commas: "The firm's head of sales, Ann Lee, said"."""
    if not hit.first or gaps[hit.first].strip() != "," or not gaps[hit.last].strip():
        return ()
    first, least = hit.first - 1, max(0, hit.first - _LONGEST)
    while first > least and not gaps[first].strip() and tokens[first].lower() not in DETERMINERS:
        first -= 1
    words = tokens[first : hit.first]
    return words[: next((i for i, word in enumerate(words) if word in _BEHIND), len(words))]


def _apposition(tokens: Sequence[str], gaps: Sequence[str], first: int) -> Sequence[str]:
    """Return the words behind a name up to the next comma or preposition: "Ann Lee, the mayor of Hull,"."""
    if first >= len(tokens) or gaps[first].strip() != ",":
        return ()
    if tokens[first] == "who" and not _LEADING.isdisjoint(tokens[first + 1 : first + 2]):
        return ("chief",)
    determined = tokens[first] in DETERMINERS or tokens[first].endswith("'s")
    last = first
    while last < min(len(tokens), first + _LONGEST) and (last == first or not gaps[last].strip()):
        if tokens[last] in _BEHIND:
            break
        last += 1
    closed = last == len(tokens) or bool(gaps[last].strip()) or tokens[last] in _BEHIND
    tells = any(find_verb(word) for word in tokens[first:last])  # by the sea, the president said,
    return tokens[first:last] if (determined or closed) and not tells else ()


def _office(word: str) -> str:
    """Return a title as it is compared: Sen. is senator."""
    bare = word.lower().rstrip(".")
    return equivalents().get(("office", bare), bare)


def _is_role(word: str) -> bool:
    """Tell whether a word is a title, office or role worth following: Mr. and Ms. are not."""
    bare = word.lower().rstrip(".")
    return bare not in _EMPTY and (bare in TITLES or bare in JOBS or bare.endswith(_CALLING))
