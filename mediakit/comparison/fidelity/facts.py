"""Follow numbers, dates, names, negations, modals and words of quantity from one version to the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from mediakit.comparison.alignment import diff_words
from mediakit.comparison.fidelity.amount_matching import RARE, match_amounts
from mediakit.comparison.fidelity.amount_relations import LOOSER, relate
from mediakit.comparison.fidelity.amounts import Amount, collect_amounts, split_lone_ranges
from mediakit.comparison.fidelity.annotated import NOWHERE, Place, Side, side_of, stem
from mediakit.comparison.fidelity.certainty import compare_certainty
from mediakit.comparison.fidelity.name_changes import (
    compare_names,
    compare_people,
    list_new_people,
    roll_of,
    tell_once,
)
from mediakit.comparison.fidelity.rows import WEIGHTS, Group, Groups, Partners, Row, make_row
from mediakit.comparison.fidelity.turns import compare_turns, list_turns
from mediakit.evidence.claims import find_all_claims
from mediakit.text.spelling import spell

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.comparison.alignment import Pair
    from mediakit.text.document import Document


def _compare_sentences(left: Side, right: Side, groups: Sequence[Group]) -> Iterator[Row]:
    """Yield the rows of modals, negations, words of quantity, spelling and names of sentences that differ."""
    rolls = roll_of(left.document), roll_of(right.document)
    known = list_turns(left), list_turns(right)
    for group in groups:
        if not group.old or not group.new:
            yield from list_new_people(right, group.new, rolls[0]) if group.new else ()
            continue
        yield from compare_turns(left, right, group, known)
        if group.old == (-1,):
            continue
        yield from compare_certainty(left, right, group)
        yield from _spellings(left, right, group)
        yield from compare_names(left, right, group, rolls)


def _spellings(left: Side, right: Side, group: Group) -> Iterator[Row]:
    """Yield long words replaced by others that differ in a letter or two and not in their endings."""
    old, new = left.places(group.old), right.places(group.new)
    for tag, x, y, k, m in diff_words([w.text.lower() for w in old], [w.text.lower() for w in new]):
        if tag == "replace" and y - x == m - k:
            for before, after in zip(old[x:y], new[k:m], strict=True):
                long = min(len(before.text), len(after.text)) >= 7
                plain = before.text.isalpha() and after.text.isalpha()
                if long and plain and _almost(before.text.lower(), after.text.lower()):
                    yield make_row("spelling", before, after, "changed")


def _almost(one: str, other: str) -> bool:
    """Tell whether two words are spelled almost alike and are no inflections or other regional spellings of one."""
    if stem(one) == stem(other) or stem(spell(one)) == stem(spell(other)):
        return False
    return Levenshtein.distance(one, other) <= 2 and one[:3] == other[:3]


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
    "certainty",
    "spelling",
)
STATUSES = ("kept", "changed", "softened", "sharpened", "lost", "added", "moved")


def compare_facts(old: "Document", new: "Document", pairs: "pd.DataFrame") -> "pd.DataFrame":
    """Return what became of each fact, in reading order, as a table.

    Columns: kind (headline if one was lost or added; number, money, percent, date, time, name, title, negation, modal,
    quantifier; certainty: a hedge or booster; spelling: a word written almost alike), old, new (as they stand in each
    version, "" if they do not), status (kept, changed, softened, sharpened, lost, added, moved), sentence_old,
    sentence_new (numbers of sentences; -1 is the title, -2 none), changes (what differs, in words), and old_start,
    old_end, new_start, new_end (characters of the words in the texts as given; -1 if there are none), sure (whether
    the words around it are kept; else it may only have gone with its clause, or stand for another). Numbers, money,
    percentages, dates and times are followed through the whole text; the other kinds only where their sentence has a
    counterpart. `pairs` is the table of `align(old, new)`.
    """
    import pandas as pd

    return pd.DataFrame(follow_facts(old, new, list(pairs.itertuples())), columns=list(Row._fields))


def follow_facts(old: "Document", new: "Document", pairs: Sequence["Pair"]) -> list[Row]:
    """Return what became of each fact, in reading order, as the rows of `compare_facts`."""
    left, right = side_of(_without_lone_title(old, new)), side_of(_without_lone_title(new, old))
    find_all_claims([*left.sentences.values(), *right.sentences.values()])  # at once, which is cheaper
    groups = _groups(left, right, pairs)
    rows = [*_headline_row(left, right), *_amount_rows(left, right, groups)]
    rows += [*tell_once(_compare_sentences(left, right, groups.differing)), *compare_people(left, right, groups.kept)]
    rows.sort(key=lambda row: (row.sentence_old if row.sentence_old > -2 else row.sentence_new, KINDS.index(row.kind)))
    return [_as_written(row, old.text, new.text) for row in rows]


def _as_written(row: Row, old: str, new: str) -> Row:
    """Return a row with its words as they stand in the texts as given: N’T, not N'T."""
    words = old[max(row.old_start, 0) : row.old_end], new[max(row.new_start, 0) : row.new_end]
    return row._replace(
        old=words[0] if row.old_start >= 0 else row.old, new=words[1] if row.new_start >= 0 else row.new
    )


def _without_lone_title(document: "Document", other: "Document") -> "Document":
    """Return a document without a title that was given beside its text where the other version was given none."""
    lone = document.title is not None and document.title.start < 0 and other.title is None
    return replace(document, title=None) if lone else document


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


def _groups(left: Side, right: Side, pairs: Sequence["Pair"]) -> Groups:
    """Return which sentences stand for which, the titles (-1) for each other."""
    title = [Group((-1,), (-1,), WEIGHTS["edited"])] if -1 in left.sentences and -1 in right.sentences else []
    return Groups.of(left, right, [*title, *(Group(pair.old, pair.new, pair.similarity) for pair in pairs)])


def _amount_rows(left: Side, right: Side, groups: Groups) -> Iterable[Row]:
    """Yield the rows of numbers, money, percentages, dates and times."""
    all_old, all_new = collect_amounts(left), collect_amounts(right)
    olds, news = split_lone_ranges(all_old, all_new), split_lone_ranges(all_new, all_old)
    links = match_amounts(olds, news, partners(groups.all), paired_sentences(groups.all), groups.kept)
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
            rounded = next(
                (a for a in olds if a.value >= RARE and _is_softer(a, amount)),
                None,
            )
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
            and (amount.is_telling or (amount.unit == other.unit and amount.alike(other) >= WEIGHTS["amount alike"]))
        ),
        None,
    )
    if again is not None:
        return make_row(amount.kind, amount.place, again.place, "kept", "repeated less often")
    for other in news:
        if amount.value >= RARE and _is_softer(amount, other):
            return make_row(amount.kind, amount.place, other.place, "softened", "said less exactly")
    return make_row(amount.kind, amount.place, NOWHERE, status)


def _is_softer(old: Amount, new: Amount) -> bool:
    """Tell whether an amount is another one said less exactly; "hundreds" only of the same thing."""
    relation = relate(old, new)
    if relation.status != "softened" or relation.kinship < LOOSER:
        return False
    return new.unit != "size" or old.alike(new) >= WEIGHTS["amount alike"]


def partners(groups: Sequence[Group]) -> Partners:
    """Return old sentence → its counterparts and how alike they are."""
    return {i: dict.fromkeys(group.new, group.similarity) for group in groups for i in group.old}


def paired_sentences(groups: Sequence[Group]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the sentences of the old and of the new version that have a counterpart."""
    return (
        frozenset(i for group in groups if group.new for i in group.old),
        frozenset(j for group in groups if group.old for j in group.new),
    )
