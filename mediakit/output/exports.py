"""Write a finished comparison for others: JSON, CSV, a workbook of Excel, Markdown for a message or a page."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.comparison.verdicts import VERDICT
from mediakit.errors import MediakitError
from mediakit.measures.metrics import MAIN
from mediakit.output.files import check_ending, make_folder, write_whole
from mediakit.output.formatting import GRAVITIES, SAME_QUOTATION, name_kind, name_version, plain, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.comparison.shifts import Comparison

SHAPE = 1
"""The version of the shape of the JSON: it rises when a key goes or changes its meaning, not when one comes."""

# A spreadsheet may take a text that begins so for a formula; full-width signs too, and also after white space.
_FORMULA = re.compile(r"\A\s*[=+\-@＝＋－＠]|\A[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML, so no workbook, holds them
_CELL, _CUT = 32_000, " … (cut: a cell of Excel holds no more)"  # characters that a cell of Excel holds


def list_tables(comparison: "Comparison") -> dict[str, pd.DataFrame]:
    """Return the finished tables of a comparison by name, those that readers ask for first."""
    return {
        "findings": comparison.findings(),
        "shifts": comparison.table(),
        "voices": comparison.voices(),
        "quotations": comparison.quotations(),
        "facts": comparison.facts(),
        "attributions": comparison.attributions(),
        "families": comparison.families(),
        "pairs": comparison.pairs(),
    }


def render_json(comparison: "Comparison") -> str:
    """Return all tables, the summary and the provenance as JSON; `shape` is the version of its shape."""
    return _dump(_collect(comparison))


def render_steps_json(steps: "Sequence[Comparison]", whole: "Comparison") -> str:
    """Return the JSON of the first version against the last, with that of each step between as the list `steps`."""
    return _dump(_collect(whole) | {"steps": [_collect(step) for step in steps]})


def _dump(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _collect(comparison: "Comparison") -> dict[str, Any]:
    """Return what the JSON of a comparison holds."""
    content: dict[str, Any] = {
        "shape": SHAPE,
        "story": comparison.new.story or comparison.old.story,
        "old": comparison.old.version,
        "new": comparison.new.version,
        "provenance": comparison.provenance(),
        "summary": comparison.summary(),
    }
    for name, table in list_tables(comparison).items():
        content[name] = json.loads(table.to_json(orient="records", double_precision=15))
    return content


def _list_sheets(comparison: "Comparison") -> dict[str, pd.DataFrame]:
    """Return the tables for people: the findings with an empty column for a reader's verdict."""
    tables = list_tables(comparison)
    return tables | {"findings": tables["findings"].assign(**{VERDICT: ""})}


def write_csv(comparison: "Comparison", folder: str | Path) -> list[Path]:
    """Write each table to a CSV file of its name in `folder`, which is made if need be; return the files."""
    place, paths = make_folder(folder), []
    for name, table in _list_sheets(comparison).items():
        paths.append(place / f"{name}.csv")
        write_whole(paths[-1], render_csv(table))
    return paths


def render_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV whose texts no spreadsheet takes for a formula: an apostrophe stands before such a text."""
    return str(_guard(table).to_csv(index=False))


def write_excel(comparison: "Comparison", path: str | Path) -> None:
    """Write a workbook: a sheet a table, after the summary; heads stand still. Needs the extra `excel`."""
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        raise MediakitError("A workbook needs openpyxl: pip install 'mediakit[excel]'.", "excel") from error
    check_ending(path, "workbook")
    sheets = {"summary": pd.DataFrame({"summary": comparison.summary()}), **_list_sheets(comparison)}
    content = BytesIO()
    with pd.ExcelWriter(content, engine="openpyxl") as book:
        for name, table in sheets.items():
            cells = _guard(table).map(_shorten)
            cells.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
    write_whole(path, content.getvalue())


def _guard(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts no spreadsheet takes for a formula; an apostrophe stands before such a text."""
    guarded = table.copy()
    for name in guarded:
        if not pd.api.types.is_numeric_dtype(guarded[name]):
            guarded[name] = guarded[name].map(_guard_cell)
    return guarded


def _guard_cell(value: object) -> str:
    """Return one cell as a harmless text; numbers of sentences are parted by spaces."""
    text = " ".join(map(str, value)) if isinstance(value, tuple | list) else "" if value is None else str(value)
    text = _CONTROL.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text


def _shorten(cell: object) -> object:
    """Return a cell that Excel can hold; one that is cut says so."""
    return cell[:_CELL] + _CUT if isinstance(cell, str) and len(cell) > _CELL else cell


def render_markdown(comparison: "Comparison") -> str:
    """Return title, versions, summary, findings, quotations that differ and the main measures as Markdown."""
    sides = " → ".join(map(_mark, (name_version(comparison.old, "older"), name_version(comparison.new, "newer"))))
    findings = comparison.findings()
    told = pd.DataFrame({
        "Gravity": findings["gravity"].map(GRAVITIES), "Kind": findings["kind"].map(name_kind),
        "Source": findings["source"], "What the rewrite did": findings["says"],
    })  # fmt: skip
    quotations = comparison.quotations()
    quotations = quotations[~quotations["status"].isin(SAME_QUOTATION)]
    quoted = quotations[["status", "old", "new"]].rename(columns=str.capitalize)
    table = comparison.table()
    main = table[table["metric"].isin(MAIN)]
    measures = pd.DataFrame({"Measure": main["label"], "Old": main["old"].map(plain), "New": main["new"].map(plain),
                             "Reads as": main["reads_as"]})  # fmt: skip
    parts = [f"# {_mark(title_of(comparison.old, comparison.new))}", sides,
             "\n".join(f"- {_mark(sentence)}" for sentence in comparison.summary())]  # fmt: skip
    for heading, rows in (("Findings", told), ("Quotations that differ", quoted), ("Measures", measures)):
        if len(rows):
            parts += [f"## {heading}", _lay_out(rows)]
    return "\n\n".join(parts) + "\n"


def _lay_out(table: pd.DataFrame) -> str:
    """Return a table in the notation of GitHub's Markdown."""
    rows = [list(table), ["---"] * table.shape[1], *([_mark(str(cell)) for cell in row] for row in table.to_numpy())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _mark(text: str) -> str:
    """Return a text on one line whose characters Markdown and HTML do not take for marks."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", line)
