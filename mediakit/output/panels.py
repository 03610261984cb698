"""Draw small multiples: one panel a metric, each with its own scale."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.output.canvas import colours_of, open_canvas, write_nothing, write_title
from mediakit.output.wording import plain, signed, spell

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKS = "osD^vP"


def _open_panels(ax: "Axes | None", n: int, columns: int, height: float) -> tuple["Axes", list["Axes"]]:
    """Return the outer axes and `n` panels inside them, row by row."""
    rows = -(-n // columns)
    ax = open_canvas(ax, 0.9 + height * rows)
    ax.set_axis_off()
    panels = []
    wide, gap = 1 / columns, 0.09
    top, used = (0.16, 0.6) if height > 1.5 else (0.24, 0.52)
    for i in range(n):
        row, column = divmod(i, columns)
        low = 1 - (row + 1) / rows
        panel = ax.inset_axes((column * wide + (gap / 2 if column else 0), low + top / rows,
                               wide - (gap / 2), used / rows))  # fmt: skip
        panel.set_facecolor(ax.get_facecolor())
        panel.spines[["top", "right", "left"]].set_visible(False)
        panel.spines["bottom"].set_color(colours_of(ax).line)
        panels.append(panel)
    return ax, panels


def _named(table: pd.DataFrame, metrics: Sequence[str] | str | None) -> list[str]:
    """Return the metrics to draw, checked against the table."""
    known = list(dict.fromkeys(table["metric"]))
    chosen = known if metrics is None else [metrics] if isinstance(metrics, str) else list(metrics)
    for name in chosen:
        if name not in known:
            raise unknown_choice("metric", name, known)
    return chosen


def versions(table: pd.DataFrame, metrics: Sequence[str] | str | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw metrics of a table of measures over the versions of a story, in the table's order; one panel a metric.

    Several stories are several lines with their own marks. Raises `ChoiceError` for an unknown metric.
    """
    chosen = _named(table, metrics)
    n_names = table["version"].nunique()
    ax, panels = _open_panels(ax, len(chosen), 1 if len(chosen) == 1 or n_names > 6 else 2, 1.75)
    if not chosen:
        return write_nothing(ax, "No version to draw.")
    for panel, metric in zip(panels, chosen, strict=True):
        _draw_versions(panel, table[table["metric"] == metric], metric)
    told = [_tell(table, metric) for metric in chosen]
    names = table["version"].drop_duplicates()
    write_title(ax, f"From {names.iloc[0]} to {names.iloc[-1]}", "; ".join(part for part in told if part) + ".")
    return ax


def _tell(table: pd.DataFrame, metric: str) -> str:
    """Return where a metric begins and ends in each story, in words."""
    rows = table[(table["metric"] == metric) & table["value"].notna()]
    ends = rows.groupby("story", sort=False)["value"].agg(["first", "last"])
    several = len(ends) > 1
    parts = [f"{story} " * several + f"{plain(first)} → {plain(last)}" for story, first, last in ends.itertuples()]
    return f"{spell(metric)}{':' * several} {', '.join(parts)}" if parts else ""


def _draw_versions(panel: "Axes", rows: pd.DataFrame, metric: str) -> None:
    """Draw one metric over the versions, every point with its number."""
    from matplotlib.patheffects import withStroke

    colours = colours_of(panel)
    halo = [withStroke(linewidth=3, foreground=colours.paper)]
    hues = (colours.lower, colours.higher, colours.added, colours.removed, colours.edited, colours.quiet)
    for number, (story, line) in enumerate(rows.groupby("story", sort=False)):
        hue, mark = hues[number % len(hues)], _MARKS[number % len(_MARKS)]
        panel.plot(line["version"], line["value"], f"{mark}-", color=hue, lw=1.8, ms=6, label=str(story))
        for version, value in zip(line["version"], line["value"], strict=True):
            panel.annotate(plain(value), (version, value), (0, 8), textcoords="offset points", ha="center",
                           fontsize=8.5, color=colours.ink, path_effects=halo)  # fmt: skip
    panel.set_title(spell(metric), loc="left", fontsize=9.5, color=colours.ink, pad=8)
    panel.margins(x=0.08, y=0.32)
    panel.set_yticks([])
    panel.tick_params(axis="x", colors=colours.soft, labelsize=8.5, length=0)
    if rows["story"].nunique() > 1:
        panel.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1, 1))


def corpus(
    shifts: pd.DataFrame,
    tests: pd.DataFrame | None = None,
    metrics: Sequence[str] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the shifts of many stories (`mk.compare_all(stories)`), one panel a metric, one dot a story.

    `tests` (`mk.test_shifts(shifts)`) adds the mean shift as a diamond with its interval. Raises `ChoiceError` for an
    unknown metric.
    """
    chosen = _named(shifts, metrics)
    ax, panels = _open_panels(ax, len(chosen), 2 if len(chosen) > 1 else 1, 1.05)
    if not chosen:
        return write_nothing(ax, "No shift to draw.")
    for panel, metric in zip(panels, chosen, strict=True):
        rows = shifts[(shifts["metric"] == metric) & shifts["shift"].notna()]
        means = None if tests is None else tests[tests["metric"] == metric]
        _draw_stories(panel, rows, means, metric)
    n = shifts["story"].nunique()
    write_title(ax, f"What the rewrites of {n} stories shifted",
                "Dot: a story." + (" Diamond: the mean with its interval." if tests is not None else ""))  # fmt: skip
    return ax


def _draw_stories(panel: "Axes", rows: pd.DataFrame, means: pd.DataFrame | None, metric: str) -> None:
    """Draw one metric: a dot for each story, in their order from top to bottom, and the mean."""
    colours = colours_of(panel)
    values = rows["shift"].to_numpy(float)
    heights = [0.15 + 0.7 * (i % 5) / 4 for i in range(len(values))]
    hues = [colours.higher if value > 0 else colours.lower if value < 0 else colours.quiet for value in values]
    panel.scatter(values, heights, s=22, c=hues, alpha=0.75, lw=0, gid="stories")
    if means is not None and len(means):
        mean = means.iloc[0]
        panel.plot([mean["low"], mean["high"]], [-0.35, -0.35], color=colours.ink, lw=2, solid_capstyle="round")
        panel.plot(mean["mean"], -0.35, "D", color=colours.ink, ms=6, gid=f"{metric}={float(mean['mean'])!r}")
    panel.axvline(0, color=colours.soft, lw=0.8, zorder=0)
    most = max([abs(v) for v in values] or [1.0]) * 1.1 or 1.0
    panel.set(xlim=(-most, most), ylim=(-0.7, 1.1), yticks=[])
    said = f"{spell(metric)}: higher in {int((values > 0).sum())} of {len(values)}"
    panel.set_title(said, loc="left", fontsize=9, color=colours.ink, pad=4)
    panel.set_xticks([-most / 1.1, 0, most / 1.1], [f"← {plain(-most / 1.1)}", "0", f"{signed(most / 1.1)} →"])
    panel.tick_params(axis="x", colors=colours.soft, labelsize=8, length=0)
    panel.spines["bottom"].set_visible(False)


