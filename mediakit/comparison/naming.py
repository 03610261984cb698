"""Find names that left a kept sentence or came into it, and people whose title changed."""

from collections.abc import Iterator, Sequence

from mediakit.comparison.sides import Side
from mediakit.evidence.names import core, same_name
from mediakit.text.names import JOBS, TITLES

Row = tuple[str, str, str, str, int, int, str]
Named = tuple[str, str, int]
_HONOURS = frozenset("sir lord lady dame doctor professor judge justice rabbi imam reverend".split())
_OFFICES = {
    "dr": "doctor", "prof": "professor", "sen": "senator", "gov": "governor", "rep": "representative",
    "sgt": "sergeant", "capt": "captain",
    "lt": "lieutenant", "col": "colonel", "gen": "general", "rev": "reverend", "cllr": "councillor",
    "insp": "inspector",
}  # fmt: skip


def compare_names(
    left: Side,
    right: Side,
    i: Sequence[int],
    j: Sequence[int],
    names: tuple[list[str], list[str]],
    texts: tuple[str, str],
) -> Iterator[Row]:
    """Yield names that left a kept sentence and the version, that came in, or whose title changed."""
    olds, news = _names_of(left, i), _names_of(right, j)
    gone = [a for a in olds if not any(same_name(a[0], b) for b in names[1]) and core(a[0]) not in texts[1]]
    come = [b for b in news if not any(same_name(b[0], a) for a in names[0]) and core(b[0]) not in texts[0]]
    for a in gone:
        b = next((b for b in come if len(gone) == len(come) == 1 or b[0].split()[-1] == a[0].split()[-1]), None)
        if b:
            come.remove(b)
            yield ("name", a[1], b[1], "changed", a[2], b[2], "another name")
        else:
            yield ("name", a[1], "", "lost", a[2], -2, "")
    for b in come:
        yield ("name", "", b[1], "added", -2, b[2], "")
    for a in olds:
        for b in news:
            if same_name(a[0], b[0]) and len(core(a[0]).split()) > 1:
                yield from _titles(a, b, left, right)


def _titles(a: Named, b: Named, left: Side, right: Side) -> Iterator[Row]:
    """Yield the row of a person's title or office that was lost, gained or changed between the versions as wholes."""
    had, has = titles_of(left, core(a[0])), titles_of(right, core(b[0]))
    honours = {word for word in had - has if word in _HONOURS}
    if (had and not had & has) or honours:
        had, has = (frozenset(honours), frozenset()) if honours and had & has else (had, has)
        status = "changed" if has else "lost"
        changes = f"{', '.join(sorted(had))} → {', '.join(sorted(has)) or 'no title'}"
        yield ("title", a[1], b[1], status, a[2], b[2], changes)


def titles_of(side: Side, name: str) -> frozenset[str]:
    """Return the titles and offices given to a person anywhere in a version, before the name or in apposition."""
    surname = name.split()[-1]
    found: set[str] = set()
    for n, hits in side.hits.items():
        tokens = side.sentences[n].tokens
        for hit in hits:
            if hit.kind == "name" and core(hit.label).split()[-1] == surname:
                near = (*tokens[max(0, hit.first - 4) : hit.last - 1], *tokens[hit.last : hit.last + 7])
                found.update(
                    _OFFICES.get(word.lower().rstrip("."), word.lower().rstrip(".")) for word in near if _is_title(word)
                )
    return frozenset(found)


def _is_title(word: str) -> bool:
    """Tell whether a word is a title or office worth following: Mr. and Ms. are not."""
    bare = word.lower().rstrip(".")
    return (bare in TITLES or bare in JOBS) and bare not in ("mr", "mrs", "ms", "miss")


def _names_of(side: Side, numbers: Sequence[int]) -> list[Named]:
    """Return the names in some sentences: (name, as it stands, sentence)."""
    found = []
    for n in numbers:
        sentence = side.sentences.get(n)
        for hit in side.hits.get(n, ()) if sentence else ():
            if hit.kind == "name" and sentence and (hit.first or " " in hit.label or hit.label in side.inner_capitals):
                base = max(sentence.start, 0)
                shown = sentence.text[sentence.spans[hit.first][0] - base : sentence.spans[hit.last - 1][1] - base]
                found.append((hit.label, shown, n))
    return found
