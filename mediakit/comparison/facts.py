"""Follow numbers, dates, names, negations, modals and words of quantity from one version to the other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mediakit.comparison.amounts import collect_amounts, match_amounts
from mediakit.comparison.sides import Side
from mediakit.comparison.turns import compare_turns
from mediakit.comparison.values import Amount, relate

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.text.parts import Document

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


Row = tuple[str, str, str, str, int, int, str]
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
