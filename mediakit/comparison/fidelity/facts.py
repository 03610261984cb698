"""Follow numbers, dates, names, negations, modals and words of quantity from one version to the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.amount_matching import match_amounts
from mediakit.comparison.fidelity.amount_relations import relate
from mediakit.comparison.fidelity.amounts import Amount, collect_amounts, split_lone_ranges
from mediakit.comparison.fidelity.annotated import NOWHERE, Place, Side, content, place_in, stem
from mediakit.comparison.fidelity.quotation_wording import MODAL_STRENGTH
from mediakit.evidence.lexicons import Hit
from mediakit.text.document import Sentence
from mediakit.text.names import JOBS, TITLES, core, same_name

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.text.document import Document


class Row(NamedTuple):
    """What became of one fact: its words in either version, the status, and what differs, in words."""

    kind: str
    old: str
    new: str
    status: str
    sentence_old: int
    sentence_new: int
    changes: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def make_row(kind: str, old: Place, new: Place, status: str, changes: str = "") -> Row:
    """Return the row of a fact by the places of its words."""
    return Row(
        kind, old.text, new.text, status, old.sentence, new.sentence, changes, old.start, old.end, new.start, new.end
    )


class Named(NamedTuple):
    """A name as it is known and the place where it stands."""

    name: str
    place: Place


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
    gone = [a for a in olds if not any(same_name(a.name, b) for b in names[1]) and core(a.name) not in texts[1]]
    come = [b for b in news if not any(same_name(b.name, a) for a in names[0]) and core(b.name) not in texts[0]]
    for a in gone:
        alone = len(gone) == len(come) == 1
        b = next((b for b in come if alone or b.name.split()[-1] == a.name.split()[-1]), None)
        if b:
            come.remove(b)
            yield make_row("name", a.place, b.place, "changed", "another name")
        else:
            yield make_row("name", a.place, NOWHERE, "lost")
    for b in come:
        yield make_row("name", NOWHERE, b.place, "added")
    for a in olds:
        for b in news:
            if same_name(a.name, b.name) and len(core(a.name).split()) > 1:
                yield from _titles(a, b, left, right)


def _titles(a: Named, b: Named, left: Side, right: Side) -> Iterator[Row]:
    """Yield the row of a person's title or office that was lost, gained or changed between the versions as wholes."""
    had, has = titles_of(left, core(a.name)), titles_of(right, core(b.name))
    honours = {word for word in had - has if word in _HONOURS}
    if (had and not had & has) or honours:
        had, has = (frozenset(honours), frozenset()) if honours and had & has else (had, has)
        status = "changed" if has else "lost"
        changes = f"{', '.join(sorted(had))} → {', '.join(sorted(has)) or 'no title'}"
        yield make_row("title", a.place, b.place, status, changes)


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
    """Return the names in some sentences."""
    found = []
    for n in numbers:
        sentence = side.sentences.get(n)
        for hit in side.hits.get(n, ()) if sentence else ():
            if hit.kind == "name" and sentence and (hit.first or " " in hit.label or hit.label in side.inner_capitals):
                found.append(Named(hit.label, place_in(sentence, n, hit.first, hit.last)))
    return found


_KINDS = ("modal", "negation", "quantifier")
_FORMS_OF_BE = frozenset("is are was were be been being".split())
_PASSED_OVER = frozenset("not n't be been being have has had also still now never then only already just to".split())


@dataclass(frozen=True)
class Turn:
    """A modal, negation or word of quantity: what is compared, its place, which word of the group, what it governs."""

    kind: str
    key: str
    place: Place
    at: int
    after: tuple[str, ...]
    before: tuple[str, ...]


def compare_turns(left: Side, right: Side, groups: "Groups") -> Iterator[Row]:
    """Yield the rows of modals, negations, words of quantity and names of sentences that have a counterpart."""
    names_new = [hit.label for hits in right.hits.values() for hit in hits if hit.kind == "name"]
    names_old = [hit.label for hits in left.hits.values() for hit in hits if hit.kind == "name"]
    text_old, text_new = left.document.text, right.document.text
    for i, j, _ in groups:
        if not i or not j:
            continue
        a, b = (
            [left.sentences[n] for n in i if n in left.sentences],
            [right.sentences[n] for n in j if n in right.sentences],
        )
        if [s.clean for s in a] == [s.clean for s in b]:
            continue
        links = _links(a, b)
        words = _words(right, j)
        for kind in _KINDS:
            yield from _rows(kind, _turns(kind, left, i), _turns(kind, right, j), links, words)
        if i == (-1,):
            continue
        yield from _spellings(_words(left, i), _words(right, j))
        yield from compare_names(left, right, i, j, (names_old, names_new), (text_old, text_new))


def _links(a: Sequence[Sentence], b: Sequence[Sentence]) -> dict[int, int]:
    """Return which word stands for which, of the words of both groups of sentences one after the other."""
    old = [token.lower() for s in a for token in s.tokens]
    new = [token.lower() for s in b for token in s.tokens]
    links: dict[int, int] = {}
    for tag, i, j, k, m in diff_words(old, new):
        if tag == "equal" or (tag == "replace" and j - i == m - k):
            links.update(zip(range(i, j), range(k, m), strict=True))
        elif tag == "replace":
            links.update((x, k + (x - i) * (m - k) // (j - i)) for x in range(i, j))
    return links


_COUNTED = frozenset(
    """all every each both most many some few several much partly everyone everybody majority entire whole unanimously
    unanimous""".split()
)  # words of quantity whose change turns the sense of a sentence
_SAME = {
    "nobody": "no one",
    "n't": "not",
    "cannot": "not",
    "no": "not",
    "everybody": "everyone",
    "partially": "partly",
    "a few": "few",
}


def _counts(kind: str, hit: Hit, words: str) -> bool:
    """Tell whether a hit is followed: plain denials, and words of quantity that are no negations or numbers."""
    if kind == "negation":
        return hit.label != "failure"
    return kind == "modal" or not _COUNTED.isdisjoint(words.split())


def _words(side: Side, numbers: Sequence[int]) -> list[Place]:
    """Return the words of some sentences, each with its place."""
    return [
        place_in(sentence, n, k, k + 1)._replace(text=token)
        for n in numbers
        if (sentence := side.sentences.get(n))
        for k, token in enumerate(sentence.tokens)
    ]


def _spellings(old: Sequence[Place], new: Sequence[Place]) -> Iterator[Row]:
    """Yield long words replaced by others that differ in a letter or two and not in their endings."""
    for tag, x, y, k, m in diff_words([w.text.lower() for w in old], [w.text.lower() for w in new]):
        if tag == "replace" and y - x == m - k:
            for before, after in zip(old[x:y], new[k:m], strict=True):
                long = min(len(before.text), len(after.text)) >= 7
                plain = before.text.isalpha() and after.text.isalpha()
                if long and plain and _almost(before.text.lower(), after.text.lower()):
                    yield make_row("spelling", before, after, "changed")


def _almost(one: str, other: str) -> bool:
    """Tell whether two words are spelled almost alike and are no inflections or other regional spellings of one."""
    if (
        stem(one) == stem(other)
        or one.replace("s", "z") == other.replace("s", "z")
        or one.replace("ou", "o") == other.replace("ou", "o")
    ):
        return False
    return Levenshtein.distance(one, other) <= 2 and one[:3] == other[:3]


def _turns(kind: str, side: Side, numbers: Sequence[int]) -> list[Turn]:
    """Return the turns of one kind in a group of sentences."""
    found, offset = [], 0
    for n in numbers:
        sentence = side.sentences.get(n)
        if sentence is None:
            continue
        for hit in side.hits[n]:
            words = " ".join(sentence.tokens[hit.first : hit.last]).lower()
            if (hit.kind == kind and _counts(kind, hit, words)) or (kind == "modal" and _is_modal_like(sentence, hit)):
                found.append(_turn(kind, sentence, hit, n, offset))
        offset += len(sentence.tokens)
    return found


def _is_modal_like(sentence: Sentence, hit: Hit) -> bool:
    """Tell phrases that stand for a modal: is expected to, is likely to."""
    words = sentence.tokens[hit.first : hit.last]
    return hit.kind == "hedge" and len(words) > 2 and words[0].lower() in _FORMS_OF_BE and words[-1].lower() == "to"


def _turn(kind: str, sentence: Sentence, hit: Hit, number: int, offset: int) -> Turn:
    """Return a hit with the words it governs."""
    tokens = [token.lower() for token in sentence.tokens]
    end = hit.last
    while (
        kind == "modal"
        and end < len(tokens)
        and (tokens[end] in _PASSED_OVER or tokens[end].endswith("ly"))
        and end - hit.last < 4
    ):
        end += 1
    end = min(end + 1, len(tokens))
    place = place_in(sentence, number, hit.first, end)
    after = tuple(stem(token) for token in tokens[hit.last : hit.last + 5] if content(token))[:3]
    before = tuple(stem(token) for token in tokens[max(0, hit.first - 4) : hit.first] if content(token))
    key = _key(kind, " ".join(tokens[hit.first : hit.last]))
    return Turn(kind, key, place._replace(text=" ".join(place.text.split())), offset + hit.first, after, before)


def _key(kind: str, words: str) -> str:
    """Return what is compared: all plain denials alike, modals without their negation."""
    if kind == "negation":
        return "not" if words.endswith("n't") else _SAME.get(words, words)
    if kind == "modal":
        for ending, modal in (("'ll", "will"), ("'d", "would")):
            words = modal if words.endswith(ending) else words
        for ending in ("n't", "not"):
            words = words.removesuffix(ending) if words.endswith(ending) else words
        return {"ca": "can", "wo": "will", "sha": "shall"}.get(words, words)
    return _SAME.get(words, words.removesuffix(" of"))


def _rows(
    kind: str, olds: Sequence[Turn], news: Sequence[Turn], links: dict[int, int], words: Sequence[Place]
) -> Iterator[Row]:
    """Yield the rows of one kind in one pair of sentences: matched by the words they govern and where they stand."""
    scored = sorted(
        ((_fit(a, b, links), i, j) for i, a in enumerate(olds) for j, b in enumerate(news)),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    met: dict[int, int] = {}
    for score, i, j in scored:
        if score >= 1 and i not in met and j not in met.values():
            met[i] = j
    rest_old = [i for i in range(len(olds)) if i not in met]
    rest_new = [j for j in range(len(news)) if j not in met.values()]
    while rest_old and rest_new and kind != "negation":
        _, i, j = max((_fit(olds[i], news[j], links), -i, -j) for i in rest_old for j in rest_new)
        met[-i] = -j
        rest_old.remove(-i)
        rest_new.remove(-j)
    for i, j in met.items():
        a, b = olds[i], news[j]
        status = "kept" if a.key == b.key else "changed"
        yield make_row(kind, a.place, b.place, status, _direction(a, b) if status == "changed" else "")
    for i in rest_old:
        bare = _without(olds[i], words) if kind == "negation" else NOWHERE
        lost = bare is NOWHERE
        yield make_row(kind, olds[i].place, bare, *(("lost", "") if lost else ("changed", "negation dropped")))
    for j in rest_new:
        yield make_row(kind, NOWHERE, news[j].place, "added")


def _without(turn: Turn, words: Sequence[Place]) -> Place:
    """Return the word that a lost negation governed, if it still stands in the new sentence without it."""
    return next((word for word in words if turn.after and stem(word.text.lower()) == turn.after[0]), NOWHERE)


def _fit(a: Turn, b: Turn, links: dict[int, int]) -> float:
    """Return how well two turns correspond; below 1 they do not."""
    aligned = links.get(a.at) == b.at
    governed = len(set(a.after) & set(b.after))
    led = len(set(a.before) & set(b.before))
    return 1.0 * (a.key == b.key) + 1.5 * aligned + 0.8 * min(governed, 2) + 0.4 * min(led, 2) - 0.02 * abs(a.at - b.at)


def _direction(a: Turn, b: Turn) -> str:
    """Return in which direction a modal changed, in words."""
    if a.kind == "modal":
        x, y = MODAL_STRENGTH.get(a.key.split()[0], 3), MODAL_STRENGTH.get(b.key.split()[0], 3)
        return "more certain" if y > x else "less certain" if y < x else "other modal"
    return f"{a.key} → {b.key}"


KINDS = (
    "headline",
    "number",
    "money",
    "percent",
    "date",
    "time",
    "name",
    "title",
    "negation",
    "modal",
    "quantifier",
    "spelling",
)
STATUSES = ("kept", "changed", "softened", "sharpened", "lost", "added", "moved")


def compare_facts(old: "Document", new: "Document", pairs: "pd.DataFrame") -> "pd.DataFrame":
    """Return what became of each fact, in reading order.

    Columns: kind (headline if one was lost or added; number, money, percent, date, time, name, title, negation, modal,
    quantifier; spelling: a word written almost alike), old, new (as they stand in each version, "" if they do
    not), status (kept, changed, softened, sharpened, lost, added, moved), sentence_old, sentence_new
    (numbers of sentences; -1 is the title, -2 none), changes (what differs, in words), and old_start, old_end,
    new_start, new_end (characters of the words in the texts as given; -1 if there are none). Numbers, money,
    percentages, dates and times are followed through the whole text; the other kinds only where their sentence has a
    counterpart. `pairs` is the table of `align(old, new)`.
    """
    import pandas as pd

    left, right = Side(old), Side(new)
    groups = _groups(left, right, pairs)
    rows = [*_headline_row(left, right), *_amount_rows(left, right, groups), *compare_turns(left, right, groups)]
    rows.sort(key=lambda row: (row.sentence_old if row.sentence_old > -2 else row.sentence_new, KINDS.index(row.kind)))
    return pd.DataFrame(rows, columns=list(Row._fields))


class Group(NamedTuple):
    """Sentences of the old and of the new version that stand for each other, and how alike they are, 0 to 1."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float


Groups = list[Group]


def _headline_row(left: Side, right: Side) -> Iterable[Row]:
    """Yield the row of a headline that only one version has."""
    old, new = (
        Place(side.document.title.text, -1, side.document.title.start, side.document.title.end)
        if side.document.title
        else NOWHERE
        for side in (left, right)
    )
    if old is not NOWHERE and new is NOWHERE:
        yield make_row("headline", old, new, "lost")
    elif new is not NOWHERE and old is NOWHERE:
        yield make_row("headline", old, new, "added")


def _groups(left: Side, right: Side, pairs: "pd.DataFrame") -> Groups:
    """Return which sentences stand for which, the titles (-1) for each other."""
    title = [Group((-1,), (-1,), 0.5)] if -1 in left.sentences and -1 in right.sentences else []
    rows = zip(pairs["old"], pairs["new"], pairs["similarity"], strict=True)
    return [*title, *(Group(tuple(i), tuple(j), float(similarity)) for i, j, similarity in rows)]


def _amount_rows(left: Side, right: Side, groups: Groups) -> Iterable[Row]:
    """Yield the rows of numbers, money, percentages, dates and times."""
    all_old, all_new = collect_amounts(left), collect_amounts(right)
    olds, news = split_lone_ranges(all_old, all_new), split_lone_ranges(all_new, all_old)
    links = match_amounts(olds, news, partners(groups), paired_sentences(groups))
    used_old, used_new = {link.old for link in links}, {link.new for link in links}
    for i, j, status, changes in links:
        untold = (olds[i].is_deictic and news[j].is_deictic) or (status == "kept" and olds[i].faint and news[j].faint)
        if not untold:
            yield make_row(olds[i].kind, olds[i].place, news[j].place, status, changes)
    for i, amount in enumerate(olds):
        if i not in used_old and not amount.is_deictic and not amount.faint:
            yield _without_link(amount, news, "lost")
    told = {amount.label for amount in olds}
    for j, amount in enumerate(news):
        silent = amount.is_deictic or amount.faint or (amount.label in told and amount.is_telling)
        if j not in used_new and not silent:
            rounded = next((a for a in olds if a.value >= 100 and _is_softer(a, amount)), None)
            if rounded:
                yield make_row(amount.kind, rounded.place, amount.place, "softened", "said twice")
            else:
                yield make_row(amount.kind, NOWHERE, amount.place, "added")


def _without_link(amount: Amount, news: Sequence[Amount], status: str) -> Row:
    """Return the row of an amount without a counterpart of its own: lost, or said once where it was said twice."""
    again = next(
        (
            other
            for other in news
            if other.label == amount.label
            and (amount.is_telling or (amount.unit == other.unit and amount.alike(other) >= 0.3))
        ),
        None,
    )
    if again is not None:
        return make_row(amount.kind, amount.place, again.place, "kept", "repeated less often")
    for other in news:
        if amount.value >= 100 and _is_softer(amount, other):
            return make_row(amount.kind, amount.place, other.place, "softened", "said less exactly")
    return make_row(amount.kind, amount.place, NOWHERE, status)


def _is_softer(old: Amount, new: Amount) -> bool:
    """Tell whether an amount is another one said less exactly."""
    relation = relate(old, new)
    return relation.status == "softened" and relation.kinship >= 2.5


def partners(groups: Groups) -> Mapping[int, Mapping[int, float]]:
    """Return old sentence → its counterparts and how alike they are."""
    return {i: dict.fromkeys(group.new, group.similarity) for group in groups for i in group.old}


def paired_sentences(groups: Groups) -> tuple[frozenset[int], frozenset[int]]:
    """Return the sentences of the old and of the new version that have a counterpart."""
    return (
        frozenset(i for group in groups if group.new for i in group.old),
        frozenset(j for group in groups if group.old for j in group.new),
    )
