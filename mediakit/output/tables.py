"""Show tables and sentences in a notebook so that they read well: text to the left, numbers short, no cut words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from mediakit.output.wording import plain

_LEFT = Markup(' align="left" style="text-align:left;vertical-align:top;max-width:24em;white-space:normal"')
_RIGHT = Markup(' align="right" style="text-align:right;vertical-align:top;white-space:nowrap"')


@dataclass(frozen=True)
class Shown:
    """Something shown: as HTML in a notebook, as plain text elsewhere."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """Return the plain text."""
        return self.text


def show(*things: Any) -> None:
    """Show tables (DataFrames or Series), sentences and lists of sentences in a notebook, one after the other.

    Numbers are shortened to three digits, what is missing is a dash, text stands at the left; a list becomes bullets.
    Outside of a notebook the same is printed as text.
    """
    from IPython.display import display

    for thing in things:
        display(render_thing(thing))  # type: ignore[no-untyped-call]


def render_thing(thing: Any) -> Shown:
    """Return a table, a sentence or a list of sentences made ready to be shown."""
    if isinstance(thing, pd.Series):
        thing = thing.to_frame()
    if isinstance(thing, pd.DataFrame):
        return _render_table(thing)
    if isinstance(thing, str):
        return Shown(str(Markup("<p>{}</p>").format(thing)), thing)
    if isinstance(thing, Iterable):
        sentences = [str(sentence) for sentence in thing]
        bullets = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in sentences)
        return Shown(f"<ul>{bullets}</ul>", "\n".join(f"• {sentence}" for sentence in sentences))
    return Shown(str(Markup("<p>{}</p>").format(thing)), str(thing))


def _render_table(table: pd.DataFrame) -> Shown:
    """Return a table as HTML and as text; the index is a column of its own unless it only counts the rows."""
    numbered = table.index.name is None and pd.api.types.is_integer_dtype(table.index)
    flat = table.copy() if numbered else table.reset_index()
    cells = flat.map(_write)
    sides = [_RIGHT if _is_number(flat.iloc[:, i]) else _LEFT for i in range(flat.shape[1])]
    head = Markup("").join(
        Markup("<th{}>{}</th>").format(side, _head(name)) for side, name in zip(sides, flat, strict=True)
    )
    rows = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td{}>{}</td>").format(side, cell) for side, cell in zip(sides, row, strict=True))
        )
        for row in cells.itertuples(index=False, name=None)
    )
    html = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return Shown(html, cells.to_string(index=False) if len(cells) else f"(no rows: {', '.join(map(str, flat))})")


def _is_number(column: "pd.Series[Any]") -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _head(name: object) -> Markup:
    """Return the head of a column; an index without a name has none."""
    return escape("" if name == "index" else str(name).replace("_", " "))


def _write(value: Any) -> str:
    """Return one cell as text."""
    if isinstance(value, float):
        return plain(value)
    return "–" if value is None or value is pd.NA else str(value)
