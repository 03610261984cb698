"""Follow numbers, dates, names, negations, modals and words of quantity from one version to the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.amounts import Amount, collect_amounts, match_amounts, relate
from mediakit.comparison.fidelity.annotated import Side, content, stem
from mediakit.comparison.fidelity.quotation_wording import MODAL_STRENGTH
from mediakit.evidence.lexicons import Hit
from mediakit.text.document import Sentence
from mediakit.text.names import JOBS, TITLES, core, same_name

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.text.document import Document


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


_KINDS = ("modal", "negation", "quantifier")
_FORMS_OF_BE = frozenset("is are was were be been being".split())
_PASSED_OVER = frozenset("not n't be been being have has had also still now never then only already just to".split())


@dataclass(frozen=True)
class Turn:
    """A modal, negation or word of quantity: what is shown, what is compared, where it stands, the words it governs."""

    kind: str
    key: str
    shown: str
    sentence: int
    at: int
    after: tuple[str, ...]
    before: tuple[str, ...]


def compare_turns(left: Side, right: Side, groups: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> Iterator[Row]:
    """Yield the rows of modals, negations, words of quantity and names of sentences that have a counterpart."""
    names_new = [hit.label for hits in right.hits.values() for hit in hits if hit.kind == "name"]
    names_old = [hit.label for hits in left.hits.values() for hit in hits if hit.kind == "name"]
    text_old, text_new = left.document.text, right.document.text
    for i, j in groups:
        if not i or not j:
            continue
        a, b = (
            [left.sentences[n] for n in i if n in left.sentences],
            [right.sentences[n] for n in j if n in right.sentences],
        )
        if [s.clean for s in a] == [s.clean for s in b]:
            continue
        links = _links(a, b)
        words = [token for sentence in b for token in sentence.tokens]
        for kind in _KINDS:
            yield from _rows(kind, _turns(kind, left, i), _turns(kind, right, j), links, words)
        if i == (-1,):
            continue
        yield from _spellings(a, b, i[0], j[0])
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


def _spellings(a: Sequence[Sentence], b: Sequence[Sentence], i: int, j: int) -> Iterator[Row]:
    """Yield long words replaced by others that differ in a letter or two and not in their endings."""
    old, new = ([token for s in group for token in s.tokens] for group in (a, b))
    for tag, x, y, k, m in diff_words([t.lower() for t in old], [t.lower() for t in new]):
        if tag == "replace" and y - x == m - k:
            for before, after in zip(old[x:y], new[k:m], strict=True):
                if (
                    min(len(before), len(after)) >= 7
                    and before.isalpha()
                    and after.isalpha()
                    and _almost(before.lower(), after.lower())
                ):
                    yield ("spelling", before, after, "changed", i, j, "")


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
    base = max(sentence.start, 0)
    shown = sentence.text[sentence.spans[hit.first][0] - base : sentence.spans[end - 1][1] - base]
    after = tuple(stem(token) for token in tokens[hit.last : hit.last + 5] if content(token))[:3]
    before = tuple(stem(token) for token in tokens[max(0, hit.first - 4) : hit.first] if content(token))
    key = _key(kind, " ".join(tokens[hit.first : hit.last]))
    return Turn(kind, key, " ".join(shown.split()), number, offset + hit.first, after, before)


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
    kind: str, olds: Sequence[Turn], news: Sequence[Turn], links: dict[int, int], words: Sequence[str]
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
        yield (kind, a.shown, b.shown, status, a.sentence, b.sentence, _direction(a, b) if status == "changed" else "")
    for i in rest_old:
        a, bare = olds[i], _without(olds[i], links, words) if kind == "negation" else ""
        changes = "negation dropped" if bare else ""
        yield (
            kind,
            a.shown,
            bare,
            "changed" if bare else "lost",
            a.sentence,
            news[0].sentence if bare and news else -2,
            changes,
        )
    for j in rest_new:
        yield (kind, "", news[j].shown, "added", -2, news[j].sentence, "")


def _without(turn: Turn, links: dict[int, int], words: Sequence[str]) -> str:
    """Return the word that a lost negation governed, if it still stands in the new sentence without it."""
    if not turn.after:
        return ""
    return next((word for word in words if stem(word.lower()) == turn.after[0]), "")


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
COLUMNS = ("kind", "old", "new", "status", "sentence_old", "sentence_new", "changes")


def compare_facts(old: "Document", new: "Document", pairs: "pd.DataFrame") -> "pd.DataFrame":
    """Return what became of each fact, in reading order.

    Columns: kind (headline if one was lost or added; number, money, percent, date, time, name, title, negation, modal,
    quantifier; spelling: a word written almost alike), old, new (as they stand in each version, "" if they do
    not), status (kept, changed, softened, sharpened, lost, added, moved), sentence_old, sentence_new
    (numbers of sentences; -1 is the title, -2 none) and changes (what differs, in words). Numbers, money,
    percentages, dates and
    times are followed through the whole text; the other kinds only where their sentence has a counterpart.
    `pairs` is the table
    of `align(old, new)`.
    """
    import pandas as pd

    left, right = Side(old), Side(new)
    groups = _groups(left, right, pairs)
    rows = [*_headline_row(left, right), *_amount_rows(left, right, groups), *compare_turns(left, right, groups)]
    rows.sort(key=lambda row: (row[4] if row[4] > -2 else row[5], KINDS.index(row[0])))
    return pd.DataFrame(rows, columns=list(COLUMNS))


Groups = list[tuple[tuple[int, ...], tuple[int, ...]]]


def _headline_row(left: Side, right: Side) -> Iterable[Row]:
    """Yield the row of a headline that only one version has."""
    old, new = left.document.title, right.document.title
    if old and not new:
        yield ("headline", old.text, "", "lost", -1, -2, "")
    elif new and not old:
        yield ("headline", "", new.text, "added", -2, -1, "")


def _groups(left: Side, right: Side, pairs: "pd.DataFrame") -> Groups:
    """Return which sentences stand for which, the titles (-1) for each other."""
    title = [((-1,), (-1,))] if -1 in left.sentences and -1 in right.sentences else []
    return [*title, *((tuple(i), tuple(j)) for i, j in zip(pairs["old"], pairs["new"], strict=True))]


def _amount_rows(left: Side, right: Side, groups: Groups) -> Iterable[Row]:
    """Yield the rows of numbers, money, percentages, dates and times."""
    olds, news = collect_amounts(left), collect_amounts(right)
    links = match_amounts(olds, news, partners(groups), paired_sentences(groups))
    used_old, used_new = {i for i, *_ in links}, {j for _, j, _, _ in links}
    for i, j, status, changes in links:
        if olds[i].is_deictic and news[j].is_deictic:
            continue
        yield (olds[i].kind, olds[i].shown, news[j].shown, status, olds[i].sentence, news[j].sentence, changes)
    for i, amount in enumerate(olds):
        if i not in used_old and not amount.is_deictic:
            yield _without_link(amount, news, "lost", i)
    told = {amount.label for amount in olds}
    for j, amount in enumerate(news):
        if j not in used_new and not amount.is_deictic and not (amount.label in told and amount.is_telling):
            rounded = next((a for a in olds if a.value >= 100 and _is_softer(a, amount)), None)
            if rounded:
                yield (
                    amount.kind,
                    rounded.shown,
                    amount.shown,
                    "softened",
                    rounded.sentence,
                    amount.sentence,
                    "said twice",
                )
            else:
                yield (amount.kind, "", amount.shown, "added", -2, amount.sentence, "")


def _without_link(amount: Amount, news: Sequence[Amount], status: str, i: int) -> Row:
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
        return (amount.kind, amount.shown, again.shown, "kept", amount.sentence, again.sentence, "repeated less often")
    for other in news:
        if amount.value >= 100 and _is_softer(amount, other):
            return (
                amount.kind,
                amount.shown,
                other.shown,
                "softened",
                amount.sentence,
                other.sentence,
                "said less exactly",
            )
    return (amount.kind, amount.shown, "", status, amount.sentence, -2, "")


def _is_softer(old: Amount, new: Amount) -> bool:
    """Tell whether an amount is another one said less exactly."""
    kinship, way, _ = relate(old, new)
    return way == "softened" and kinship >= 2.5


def partners(groups: Groups) -> Mapping[int, frozenset[int]]:
    """Return old sentence → its counterparts."""
    return {i: frozenset(right) for left, right in groups for i in left}


def paired_sentences(groups: Groups) -> tuple[frozenset[int], frozenset[int]]:
    """Return the sentences of the old and of the new version that have a counterpart."""
    return (
        frozenset(i for left, right in groups if right for i in left),
        frozenset(j for left, right in groups if left for j in right),
    )
