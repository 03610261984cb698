"""The one quiet look of all figures: colours told apart by colour-blind readers, in light, in dark and in print."""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from mediakit.errors import unknown_choice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mediakit.comparison.shifts import Comparison


WIDTH = 6.6  # inches: 600 pixels wide or a printed column leaves the smallest text readable
_WRAP = 74


class Palette(NamedTuple):
    """The colours of one theme; those with a meaning are Okabe and Ito's."""

    paper: str
    ink: str
    soft: str
    line: str
    quiet: str
    lower: str
    higher: str
    edited: str
    moved: str
    added: str
    removed: str


THEMES = {
    "light": Palette("#FFFFFF", "#1D2125", "#5A626C", "#D9DDE2", "#9AA1AA",
                     "#0072B2", "#C75400", "#E69F00", "#56B4E9", "#009E73", "#B5548A"),
    "dark": Palette("#15181C", "#E9EBEE", "#A9B1BB", "#3A4048", "#757E89",
                    "#56B4E9", "#F0A04B", "#D69A1E", "#3D7FB0", "#2FBF95", "#D98CB9"),
}  # fmt: skip


@contextmanager
def style(theme: str = "light") -> Iterator[None]:
    """Give new figures the look of a theme, "light" or "dark", inside a `with` block; nothing stays changed after it.

    Raises `ChoiceError` for another theme.
    """
    import matplotlib as mpl

    with mpl.rc_context(_looks(theme)):
        yield
        interactive = mpl.is_interactive()
    # A notebook's backend switches interactive on when the first figure is made; that must outlive the block.
    mpl.interactive(interactive)


def _looks(theme: str) -> dict[Any, Any]:
    """Return matplotlib's settings of a theme."""
    if theme not in THEMES:
        raise unknown_choice("theme", theme, THEMES)
    colours = THEMES[theme]
    return {
        "figure.facecolor": colours.paper, "axes.facecolor": colours.paper, "savefig.facecolor": colours.paper,
        "text.color": colours.ink, "axes.labelcolor": colours.ink, "axes.edgecolor": colours.line,
        "xtick.color": colours.soft, "ytick.color": colours.ink, "ytick.major.size": 0, "xtick.major.size": 3,
        "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False,
        "font.family": "DejaVu Sans", "font.size": 9.5, "figure.dpi": 110, "svg.hashsalt": "mediakit",
    }  # fmt: skip


def open_canvas(ax: "Axes | None", height: float, width: float = WIDTH) -> "Axes":
    """Return `ax`, or the axes of a new figure of that height in inches."""
    if ax is not None:
        return ax
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    # Inside `style("dark")` the figure is dark; otherwise light, whatever else has been set.
    theme = "dark" if mpl.rcParams["figure.facecolor"] == THEMES["dark"].paper else "light"
    with style(theme):
        return plt.subplots(figsize=(width, height), layout="constrained")[1]


def ask(given: "pd.DataFrame | Comparison", name: str, *arguments: str) -> "pd.DataFrame":
    """Return the table to draw: the one given, or the finished one of that name that a comparison has."""
    if isinstance(given, pd.DataFrame):
        return given
    table: pd.DataFrame = getattr(given, name)(*arguments)
    return table


def colours_of(ax: "Axes") -> Palette:
    """Return the palette that can be read on these axes: the dark one if their ground is dark."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(ax.get_facecolor())
    return THEMES["dark" if 0.3 * red + 0.6 * green + 0.1 * blue < 0.5 else "light"]


def readable(ground: str) -> str:
    """Return near-black or white, whichever is easier to read on a colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(ground)
    return "#1D2125" if 0.3 * red + 0.6 * green + 0.1 * blue > 0.5 else "#FFFFFF"


def write_title(ax: "Axes", title: str, note: str = "") -> None:
    """Write what the figure finds above it, and a quieter note under that; both begin where the figure begins."""
    colours = colours_of(ax)
    share = ax.get_figure(root=True).get_size_inches()[0] / WIDTH  # type: ignore[union-attr]
    heading = textwrap.fill(title, int(_WRAP * 0.94 * share))
    below = textwrap.fill(note, int(_WRAP * 1.2 * share)) if note else ""
    lines = below.count("\n") + 1 if below else 0
    left = _left(ax)
    ax.set_title(heading, loc="left", x=left, fontsize=11, fontweight="bold", color=colours.ink, pad=10 + 13 * lines)
    if below:
        ax.annotate(below, (left, 1), (0, 8), xycoords="axes fraction", textcoords="offset points", ha="left",
                    va="bottom", fontsize=9, color=colours.soft, gid="note", annotation_clip=False)  # fmt: skip


def _left(ax: "Axes") -> float:
    """Return where the names at the left of the axes begin, as a fraction of the axes' width."""
    ax.get_figure(root=True).draw_without_rendering()  # type: ignore[union-attr]
    box = ax.get_tightbbox(for_layout_only=True)
    return 0.0 if box is None else min(0.0, float(ax.transAxes.inverted().transform((box.x0, 0))[0]))


def finding(ax: "Axes") -> str:
    """Return in words what a figure says: its title, the note under it and its panels, as one text alternative."""
    notes = [text.get_text() for text in ax.texts if text.get_gid() == "note"]
    inside: list[Any] = list(ax.child_axes)
    titles = [str(panel.get_title(loc="left")) for panel in inside]
    panels = [title for title in titles if ":" in title]  # a bare name is told in the note already
    told = [ax.get_title(loc="left"), *notes, "; ".join(panels)]
    return " ".join(part.rstrip(".") + "." for part in (" ".join(text.split()) for text in told) if part)


def write_nothing(ax: "Axes", message: str) -> "Axes":
    """Say in words that there is nothing to draw."""
    write_title(ax, message)
    ax.set_axis_off()
    return ax
