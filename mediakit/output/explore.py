"""A widget for notebooks: choose versions, metric and voice; see the words behind the shift, in place."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from mediakit.comparison.shifts import Comparison, compare
from mediakit.errors import ReadError
from mediakit.output import plots
from mediakit.output.report import render_fragment
from mediakit.stories import Story

if TYPE_CHECKING:
    import ipywidgets

_VOICES = (("all words", "all"), ("the writer's", "narrator"), ("the quoted", "quoted"))


def explore(story: Story, metric: str = "loaded_rate") -> "ipywidgets.Widget":
    """Return a widget that compares any two versions of a story: the shifts, the words behind one, the text with marks.

    Works in JupyterLab and under Voilà. Raises `ReadError` if the story has fewer than two versions.
    """
    import ipywidgets as widgets

    names = [version.version for version in story]
    if len(names) < 2:
        raise ReadError(f"Story {story.id!r} has {len(names)} version(s); exploring needs two.", story.id)
    older = widgets.Dropdown(options=names, value=names[0], description="Older")
    newer = widgets.Dropdown(options=names, value=names[1], description="Newer")
    voice = widgets.Dropdown(options=_VOICES, value="all", description="Words")
    shown = _compare(story, names[0], names[1], "all")
    choices = list(shown.table()["metric"])
    chosen = widgets.Dropdown(options=choices, value=metric if metric in choices else choices[0], description="Metric")
    figure, text = widgets.Image(format="png"), widgets.HTML()
    figure.add_class("mediakit-figure")

    def show(_: Any = None) -> None:
        comparison = _compare(story, older.value, newer.value, voice.value)
        figure.value = _picture(comparison, chosen.value)
        text.value = render_fragment(comparison, chosen.value)

    for control in (older, newer, voice, chosen):
        control.observe(show, names="value")
    show()
    return widgets.VBox([widgets.HBox([older, newer, voice, chosen]), figure, text])


def _compare(story: Story, older: str, newer: str, voice: str) -> Comparison:
    return compare(story[older], story[newer], voice=voice)


def _picture(comparison: Comparison, metric: str) -> bytes:
    """Return the word shift of a metric as a PNG image."""
    import matplotlib.pyplot as plt

    axes = plots.evidence(comparison.evidence(metric))
    buffer = BytesIO()
    axes.figure.savefig(buffer, format="png", dpi=110)
    plt.close(axes.figure)  # type: ignore[arg-type]
    return buffer.getvalue()
