"""What a notebook shows: tables, sentences and documents made ready to read, and the explorer."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup, escape

from mediakit.comparison.shifts import Comparison, compare
from mediakit.errors import ReadError
from mediakit.measures.metrics import METRICS
from mediakit.output.formatting import name_kind, no_mathematics, plain, spell
from mediakit.output.plot_style import finding
from mediakit.output.report import render_document
from mediakit.stories import Story
from mediakit.text.document import Document

if TYPE_CHECKING:
    import ipywidgets
    from matplotlib.axes import Axes


_SHORT = 26  # characters of a text that stays on one line
_LEFT = Markup(' align="left" style="text-align:left;vertical-align:top;white-space:nowrap"')
_PROSE = Markup(
    ' align="left" style="text-align:left;vertical-align:top;min-width:14em;max-width:48em;white-space:normal"'
)
_RIGHT = Markup(' align="right" style="text-align:right;vertical-align:top;white-space:nowrap"')


@dataclass(frozen=True)
class Shown:
    """Something shown: as HTML in a notebook, as plain text elsewhere."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return no_mathematics(self.html)

    def __repr__(self) -> str:
        """Return the plain text."""
        return self.text


@dataclass(frozen=True)
class Picture:
    """A figure shown: as a picture whose text alternative is its finding, as that text where there are no pictures."""

    png: str
    finding: str

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        return {"image/png": self.png, "text/plain": self.finding}, {"image/png": {"alt": self.finding}}

    def __repr__(self) -> str:
        """Return the finding."""
        return self.finding


def show(*things: Any) -> None:
    """Show tables, figures, sentences and lists of sentences in a notebook, one after the other.

    In a table (DataFrame or Series) numbers are shortened to three digits, what is missing is a dash, text stands at
    the left, and measures have the names that readers know; a list becomes bullets; a figure (the Axes that
    `mk.plots` returns) has its finding as its text alternative. Outside of a notebook the same is printed as text.
    Documents and comparisons are shown too.

    >>> mk.show(["The dam held."])
    • The dam held.
    """
    from IPython.display import display

    for thing in things:
        display(render_thing(thing))  # type: ignore[no-untyped-call]


def render_thing(thing: Any) -> Shown | Picture:
    """Return a table, a figure, a sentence or a list of sentences made ready to be shown."""
    if hasattr(thing, "get_figure"):
        return _render_figure(thing)
    if isinstance(thing, Document):
        return Shown(render_document(thing), thing.text)
    if hasattr(thing, "_repr_html_") and not isinstance(thing, pd.DataFrame | pd.Series):
        return Shown(thing._repr_html_(), repr(thing))
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


def _render_figure(ax: "Axes") -> Picture:
    """Return the figure of these axes as a picture, and close it so that it is not shown again."""
    import matplotlib.pyplot as plt

    figure: Any = ax.get_figure(root=True)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight")
    plt.close(figure)
    return Picture(base64.b64encode(buffer.getvalue()).decode("ascii"), finding(ax))


def _render_table(table: pd.DataFrame) -> Shown:
    """Return a table as HTML and as text; the index is a column of its own unless it only counts the rows."""
    numbered = table.index.name is None and pd.api.types.is_integer_dtype(table.index)
    flat = table.copy() if numbered else table.reset_index()
    for column, told in (("metric", spell), ("kind", name_kind)):
        if column in flat:
            flat[column] = flat[column].map(lambda value, told=told: told(str(value)))
    cells = flat.map(_write)
    sides = [_side(flat.iloc[:, i], cells.iloc[:, i]) for i in range(flat.shape[1])]
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


def _side(column: "pd.Series[Any]", cells: "pd.Series[str]") -> Markup:
    """Return where the cells of a column stand, and whether they may break: numbers, short texts, prose."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return _RIGHT
    return _PROSE if len(cells) and cells.map(len).max() > _SHORT else _LEFT


def _head(name: object) -> Markup:
    """Return the head of a column in plain words; an index without a name has none."""
    plain_name = METRICS[str(name)].label if name in METRICS else str(name).replace("_", " ").removeprefix("n ")
    return escape(_HEADS.get(str(name), plain_name))


_HEADS = {"index": "", "metric": "measure", "n_old": "count old", "n_new": "count new"}


def _write(value: Any) -> str:
    """Return one cell as text."""
    if isinstance(value, float):
        return plain(value)
    return "–" if value is None or value is pd.NA else str(value)


def explore(*things: Any) -> "ipywidgets.Widget":
    """Return a widget to look through two versions: findings at their place, quotations, voices, measures, the texts.

    Takes a story, several (it then asks which), a pair of versions or texts, or a Comparison; of a story it asks which
    versions, and whose words are measured. Without any it asks for two texts, pasted or uploaded. Its buttons save the
    report and the tables. Works in JupyterLab and under Voilà; where no program runs it shows the gravest as a page.
    Raises `ReadError` for a story with fewer than two versions.

    >>> story = mk.load_example("junction-crash")
    >>> mk.explore(story["wire"], story["tabloid"]).comparison.new.version
    'tabloid'
    """
    from mediakit.output.explorer import Desk, Explorer

    if not things:
        return Desk()
    if isinstance(things[0], Comparison):
        return Explorer(pair=things[0])
    if len(things) == 1 and not isinstance(things[0], Story):
        things = tuple(things[0])
    if not all(isinstance(thing, Story) for thing in things):
        return Explorer(pair=compare(*things))
    for story in things:
        if len(story) < 2:
            raise ReadError(f"Story {story.id!r} has {len(story)} version(s); exploring needs two.", story.id)
    return Explorer(things)
