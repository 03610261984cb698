"""A reader's verdicts on findings, counted: so that each newsroom measures its own precision."""

from pathlib import Path

import pandas as pd

from mediakit.errors import ColumnError, ReadError, unknown_choice
from mediakit.schema import make_table

VERDICT = "verdict_of_reader"
"""The column that a reader fills in; exported tables of findings have it, empty."""

_SAID = {"right": True, "yes": True, "true": True, "1": True, "wrong": False, "no": False, "false": False, "0": False}
_Z = 1.96
_BY = ("kind", "gravity")


def tally_verdicts(findings: pd.DataFrame | str | Path, by: str = "kind") -> pd.DataFrame:
    """Return how many findings a reader called right, by "kind" or "gravity", and of all in the last row.

    `findings` is a table of findings with a column `verdict_of_reader`, or a file with one: the findings.csv of
    `c.to_csv`, the workbook of `c.to_excel`. A verdict is right or wrong (or yes and no, 1 and 0); what has none is
    left out. Columns: the group, n (with a verdict), n_right, share_right in percent, low, high (95 % interval by
    Wilson 1927). Raises `ColumnError` without the column, `ReadError` for another verdict or a file that cannot be
    read, `ChoiceError` for another `by`.

    >>> found = mk.compare("The dam is not safe, she said.", "The dam is safe, she said.").findings()
    >>> mk.tally_verdicts(found.assign(verdict_of_reader="right"))["share_right"].tolist()[-1]
    100.0
    """
    if by not in _BY:
        raise unknown_choice("by", by, _BY)
    table = findings if isinstance(findings, pd.DataFrame) else _read(Path(findings))
    for name in (by, VERDICT):
        if name not in table:
            raise ColumnError(f"The findings have no column {name!r}; they have: {', '.join(map(str, table))}.", name)
    judged = table.assign(right=[_understand(value) for value in table[VERDICT]])
    judged = judged[judged["right"].notna()]
    groups = sorted(judged[by].unique(), key=str, reverse=by == "gravity")
    rows = [(str(group), *_count(judged.loc[judged[by] == group, "right"])) for group in groups]
    return make_table("verdicts", [*rows, ("all", *_count(judged["right"]))])


def _read(path: Path) -> pd.DataFrame:
    """Return the findings in a CSV file or in the sheet "findings" of a workbook, every cell as text."""
    try:
        if path.suffix.lower() == ".xlsx":
            return pd.read_excel(path, sheet_name="findings", dtype=str, keep_default_na=False)
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=None, engine="python")
    except (OSError, ValueError, ImportError) as error:
        raise ReadError(f"The findings in {path} cannot be read: {error}", str(path)) from error


def _understand(value: object) -> bool | None:
    """Return whether a verdict is right or wrong; None if there is none."""
    said = str(value).strip().lower().removesuffix(".0")
    if said in ("", "nan", "none", "<na>"):
        return None
    if said not in _SAID:
        raise ReadError(f"A verdict is right or wrong, not {value!r}.", str(value))
    return _SAID[said]


def _count(right: "pd.Series[bool]") -> tuple[int, int, float, float, float]:
    """Return how many there are, how many are right, their share in percent and its interval."""
    n, k = len(right), int(right.sum())
    if not n:
        return 0, 0, float("nan"), float("nan"), float("nan")
    share, spread = k / n, _Z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * (share * (1 - share) / n + spread / (4 * n)) ** 0.5
    return n, k, 100 * share, 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)
