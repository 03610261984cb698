"""Widgets for notebooks: explore two versions of a story, or hand in two texts of your own."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup, escape

from mediakit.comparison.shifts import Comparison, compare
from mediakit.errors import MediakitError, ReadError
from mediakit.measures.metrics import MAIN
from mediakit.memory import remember
from mediakit.output import plots
from mediakit.output.formatting import plain, spell
from mediakit.output.report import render_document, render_fragment
from mediakit.stories import Story, Version, read_version
from mediakit.text.document import Document

if TYPE_CHECKING:
    import ipywidgets


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
    Outside of a notebook the same is printed as text. Documents and comparisons are shown too.

    >>> mk.show(["The dam held."])
    • The dam held.
    """
    from IPython.display import display

    for thing in things:
        display(render_thing(thing))  # type: ignore[no-untyped-call]


def render_thing(thing: Any) -> Shown:
    """Return a table, a sentence or a list of sentences made ready to be shown."""
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


_VOICES = (("all words", "all"), ("the writer's", "narrator"), ("the quoted", "quoted"))
_READABLE = ".txt,.md,.html,.htm,.json,.docx,.pdf,.rtf"


def explore(story: Story | None = None, metric: str = "loaded_rate") -> "ipywidgets.Widget":
    """Return a widget that compares two versions: the words behind a shift, and the texts side by side with marks.

    Choose versions, metric and whose words count; open a sentence to see what was found in it. Without a story it asks
    for two texts, pasted or uploaded. Works in JupyterLab and under Voilà. Raises `ReadError` if the story has fewer
    than two versions, `ChoiceError` for an unknown metric.

    >>> type(mk.explore(mk.load_example("junction-crash"))).__name__
    'VBox'
    """
    if story is None:
        return _ask(metric)
    import ipywidgets as widgets

    names = [version.version for version in story]
    if len(names) < 2:
        raise ReadError(f"Story {story.id!r} has {len(names)} version(s); exploring needs two.", story.id)

    @remember(16)
    def compared(older: str, newer: str, voice: str) -> Comparison:
        return compare(story[older], story[newer], voice=voice, metrics=list(dict.fromkeys([metric, *MAIN])))

    first = compared(names[0], names[-1], "all")
    first.evidence(metric)  # an unknown metric is refused before anything is shown
    known = set(first.table()["metric"])
    metrics = [name for name in dict.fromkeys([metric, *MAIN]) if name in known]
    older, newer, voice, chosen = _controls(names, metrics)
    figure, text = widgets.HTML(), widgets.HTML()
    figure.add_class("mediakit-figure")

    def show(_: Any = None) -> None:
        comparison = compared(older.value, newer.value, voice.value)
        figure.value = _picture(comparison, chosen.value)
        text.value = render_fragment(comparison, chosen.value)

    for control in (older, newer, voice, chosen):
        control.observe(show, names="value")
    show()
    wrap = widgets.Layout(flex_flow="row wrap")
    return widgets.VBox([widgets.HBox([older, newer, voice, chosen], layout=wrap), figure, text])


def _controls(names: list[str], metrics: list[str]) -> "list[ipywidgets.Dropdown]":
    """Return the choosers of the older and newer version, of whose words count, and of the metric."""
    import ipywidgets as widgets

    options = [names, names, _VOICES, [(spell(name), name) for name in metrics]]
    values = [names[0], names[-1], "all", metrics[0]]
    labels = ["Older", "Newer", "Words", "Metric"]
    return [
        widgets.Dropdown(options=choices, value=value, description=label, layout=widgets.Layout(width="15.5rem"))
        for choices, value, label in zip(options, values, labels, strict=True)
    ]


# In a dark JupyterLab the picture is dark too: light and dark change places, the hues stay.
_DARK = "<style>[data-jp-theme-light=false] .mediakit-figure img{filter:invert(.92) hue-rotate(180deg)}</style>"


def _picture(comparison: Comparison, metric: str) -> str:
    """Return the word shift of a metric as an image with its finding as the text alternative."""
    import matplotlib.pyplot as plt

    axes = plots.evidence(comparison.evidence(metric))
    figure: Any = axes.figure
    buffer = BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight")
    plt.close(figure)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f'<img alt="{escape(plots.finding(axes))}" style="max-width:100%" src="data:image/png;base64,{data}">{_DARK}'


def _ask(metric: str) -> "ipywidgets.Widget":
    """Return a widget that takes two texts, pasted or uploaded, and explores them."""
    import ipywidgets as widgets

    sides = [_side("Older"), _side("Newer")]
    button = widgets.Button(description="Compare", button_style="primary")
    message, result = widgets.HTML(), widgets.VBox()
    message.add_class("mediakit-message")

    def show(_: Any = None) -> None:
        try:
            versions = tuple(read() for _, read in sides)
            if versions[0].text.split() == versions[1].text.split():
                raise ReadError("Both texts are the same: there is nothing to compare.", versions[0].text)
            result.children = [explore(Story("yours", versions), metric)]
            message.value = ""
        except MediakitError as error:
            result.children = []
            message.value = f'<p role="alert"><strong>Not yet:</strong> {escape(str(error))}</p>'

    button.on_click(show)
    wide = widgets.Layout(flex_flow="row wrap")
    return widgets.VBox([widgets.HBox([box for box, _ in sides], layout=wide), button, message, result])


def _side(name: str) -> "tuple[ipywidgets.Widget, Callable[[], Version]]":
    """Return the widget that takes one text, and what reads it."""
    import ipywidgets as widgets

    area = widgets.Textarea(
        placeholder=f"Paste the {name.lower()} text here",
        layout=widgets.Layout(width="20rem", height="10rem"),
    )
    hint = f"or upload the {name.lower()}"
    upload = widgets.FileUpload(accept=_READABLE, description=hint, layout=widgets.Layout(width="20rem"))

    def read() -> Version:
        if area.value.strip():
            return Version(area.value, "yours", name.lower())
        if upload.value:
            return _uploaded(upload.value[0], name.lower())
        raise ReadError(f"The {name.lower()} text is missing: paste it or upload a file ({_READABLE}).", "")

    return widgets.VBox([widgets.HTML(f"<b>{name} version</b>"), area, upload]), read


def _uploaded(file: Any, name: str) -> Version:
    """Return the version in an uploaded file, read as a file of its kind would be."""
    with TemporaryDirectory(prefix="mediakit-") as folder:
        path = Path(folder, Path(str(file["name"])).name)
        path.write_bytes(bytes(file["content"]))
        try:
            found = read_version(path)
        except ReadError as error:
            raise ReadError(str(error).replace(str(path), path.name), path.name) from error
    return replace(found, story="yours", version=name)
