"""Draw several versions or many stories: measures over versions, findings of each step, shifts of stories."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mediakit.comparison.summary import name_direction
from mediakit.errors import unknown_choice
from mediakit.measures.metrics import METRICS
from mediakit.output.formatting import GRAVITIES, plain, signed, spell
from mediakit.output.plot_style import colours_of, open_canvas, readable, write_nothing, write_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mediakit.comparison.shifts import Comparison


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


def _briefly(metrics: Sequence[str]) -> dict[str, str]:
    """Return labels of metrics without what stands in brackets, unless two would then be the same."""
    short = {name: spell(name).split(" (")[0] for name in metrics}
    return {name: label if list(short.values()).count(label) == 1 else spell(name) for name, label in short.items()}


def versions(table: pd.DataFrame, metrics: Sequence[str] | str | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw metrics of a table of measures over the versions of a story, in the table's order; one panel a metric.

    Several stories are several lines with their own marks. Raises `ChoiceError` for an unknown metric.
    """
    chosen = _named(table, metrics)
    wide = len(chosen) == 1 or table["version"].nunique() > 4
    ax, panels = _open_panels(ax, len(chosen), 1 if wide else 2, 1.6)
    if not chosen:
        return write_nothing(ax, "No version to draw.")
    labels = _briefly(chosen)
    for panel, metric in zip(panels, chosen, strict=True):
        _draw_versions(panel, table[table["metric"] == metric], labels[metric])
    title, note = _tell_ends(table, labels)
    write_title(ax, title, note)
    return ax


def _tell_ends(table: pd.DataFrame, labels: Mapping[str, str]) -> tuple[str, str]:
    """Return which metrics end lower, higher or where they began, and the numbers at both ends, in words."""
    names = table["version"].drop_duplicates()
    ways: dict[str, list[str]] = {"Up": [], "Down": [], "Unchanged": []}
    told = []
    for metric, label in labels.items():
        rows = table[(table["metric"] == metric) & table["value"].notna()]
        ends = rows.groupby("story", sort=False)["value"].agg(["first", "last"])
        signs = np.sign((ends["last"] - ends["first"]).to_numpy(float))
        if not len(signs):
            continue
        way = "Up" if signs.sum() > 0 else "Down" if signs.sum() < 0 else "Unchanged"
        n = int((signs == np.sign(signs.sum())).sum())
        ways[way].append(label + (f" in {n} of {len(signs)}" if len(signs) > 1 else ""))
        parts = [f"{story} " * (len(ends) > 1) + f"{plain(a)} → {plain(b)}" for story, a, b in ends.itertuples()]
        told.append(f"{label}{':' * (len(ends) > 1)} {', '.join(parts)}")
    said = [f"{way}: {', '.join(found)}" for way, found in ways.items() if found]
    if not said:
        return "Nothing is defined", ""
    first, *others = said
    way, _, what = first.partition(": ")
    return ". ".join([f"{way} from {names.iloc[0]} to {names.iloc[-1]}: {what}", *others]), f"{'; '.join(told)}."


def _draw_versions(panel: "Axes", rows: pd.DataFrame, label: str) -> None:
    """Draw one metric over the versions: of one story every point with its number, of several the ends of each line."""
    colours = colours_of(panel)
    hues = (colours.lower, colours.higher, colours.added, colours.removed, colours.edited, colours.quiet)
    lines = list(rows.groupby("story", sort=False))
    for number, (_, line) in enumerate(lines):
        hue, mark = hues[number % len(hues)], _MARKS[number % len(_MARKS)]
        panel.plot(line["version"], line["value"], f"{mark}-", color=hue, lw=1.8, ms=6)
    panel.set_title(label, loc="left", fontsize=9.5, color=colours.ink, pad=10)
    panel.margins(x=0.08, y=0.42)
    panel.set_yticks([])
    panel.tick_params(axis="x", colors=colours.soft, labelsize=8.5, length=0)
    if len(lines) == 1:
        _number_points(panel, lines[0][1])
        return
    for end, side, align, named in ((0, -9, "right", False), (-1, 9, "left", True)):
        known = {story: line.dropna(subset="value") for story, line in lines}
        ends = {str(story): line.iloc[end] for story, line in known.items() if len(line)}
        low, high = panel.get_ylim()
        heights = _spread([float(at["value"]) for at in ends.values()], 0.17 * (high - low))
        for (story, at), height in zip(ends.items(), heights, strict=True):
            said = f"{story} {plain(at['value'])}" if named else plain(at["value"])
            panel.annotate(said, (at["version"], height), (side, 0), textcoords="offset points", ha=align, va="center",
                           fontsize=8.5, color=colours.ink, annotation_clip=False)  # fmt: skip


def _number_points(panel: "Axes", line: pd.DataFrame) -> None:
    """Write its number at every point of a line: below the point where the line comes and goes above it."""
    values = line["value"].to_numpy(float)
    for i, (version, value) in enumerate(zip(line["version"], values, strict=True)):
        beside = [float(v) for v in (*values[max(i - 1, 0) : i], *values[i + 1 : i + 2]) if v == v]
        low = bool(beside) and max(beside) > value and sum(v - value for v in beside) > 0
        panel.annotate(plain(value), (version, value), (0, -8 if low else 8), textcoords="offset points", ha="center",
                       va="top" if low else "bottom", fontsize=8.5, color=colours_of(panel).ink)  # fmt: skip


def _spread(values: Sequence[float], gap: float) -> list[float]:
    """Return where labels of these values stand so that no two are nearer than `gap`, in the order given."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    places = [values[i] for i in order]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + gap)
    shift = (sum(values) - sum(places)) / max(len(places), 1)  # as much below their points as above
    found = dict(zip(order, places, strict=True))
    return [found[i] + shift for i in range(len(values))]


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
    labels = _briefly(chosen)
    for panel, metric in zip(panels, chosen, strict=True):
        rows = shifts[(shifts["metric"] == metric) & shifts["shift"].notna()]
        means = None if tests is None else tests[tests["metric"] == metric]
        _draw_stories(panel, rows, means, labels[metric])
    note = f"What the rewrites of {shifts['story'].nunique()} stories shifted. Dot: a story."
    note += " Diamond: the mean with its interval." if tests is not None else ""
    title = _tell_alike(shifts[shifts["metric"].isin(chosen)])
    if tests is not None and "p_holm" in tests:
        title = _tell_tests(tests[tests["metric"].isin(chosen)])
    write_title(ax, title, note)
    return ax


def _tell_tests(tests: pd.DataFrame) -> str:
    """Return which mean shifts hold after correction, in words."""
    held = tests[tests["p_holm"] < _SURE]
    n, groups = int(tests["n"].max()), int(tests["n_clusters"].max()) if "n_clusters" in tests else 0
    many = f"{n} stories" if groups in (0, n) else f"{n} stories of {groups} groups"
    said = [name_direction(METRICS[row.metric], row.mean > 0) if row.metric in METRICS
            else f"{row.metric} {'higher' if row.mean > 0 else 'lower'}" for row in held.itertuples()]  # fmt: skip
    return f"Holds over {many}: {', '.join(said)}" if said else f"Over {many} no shift holds after correction"


def _tell_alike(shifts: pd.DataFrame) -> str:
    """Return the metric that most stories shift in the same direction, in words."""
    known = shifts[shifts["shift"].notna()]
    if known.empty:
        return "No metric is defined in both versions"
    signs = np.sign(known["shift"].to_numpy(float))
    up, down, n = (pd.Series(part).groupby(known["metric"].to_numpy(), sort=False).sum()
                   for part in (signs > 0, signs < 0, signs == signs))  # fmt: skip
    name = str((up - down).abs().idxmax())
    more, way = (up, "Higher") if up[name] >= down[name] else (down, "Lower")
    return f"{way} in {more[name]} of {n[name]} stories: {spell(name)}"


_SURE = 0.05


def _draw_stories(panel: "Axes", rows: pd.DataFrame, means: pd.DataFrame | None, label: str) -> None:
    """Draw one metric: a dot for each story, in their order from top to bottom, and the mean."""
    colours = colours_of(panel)
    values = rows["shift"].to_numpy(float)
    heights = [0.15 + 0.7 * (i % 5) / 4 for i in range(len(values))]
    hues = [colours.higher if value > 0 else colours.lower if value < 0 else colours.quiet for value in values]
    panel.scatter(values, heights, s=22, c=hues, alpha=0.75, lw=0, gid="stories")
    if means is not None and len(means):
        mean = means.iloc[0]
        panel.plot([mean["low"], mean["high"]], [-0.35, -0.35], color=colours.ink, lw=2, solid_capstyle="round")
        panel.plot(mean["mean"], -0.35, "D", color=colours.ink, ms=6, gid=f"{mean['metric']}={float(mean['mean'])!r}")
    panel.axvline(0, color=colours.soft, lw=0.8, zorder=0)
    most = max([abs(v) for v in values] or [1.0]) * 1.1 or 1.0
    panel.set(xlim=(-most, most), ylim=(-0.7, 1.1), yticks=[])
    up, down = int((values > 0).sum()), int((values < 0).sum())
    said = f"lower in {down}" if down > up else f"higher in {up}"
    panel.set_title(f"{label}: {said} of {len(values)}", loc="left", fontsize=9, color=colours.ink, pad=4)
    panel.set_xticks([-most / 1.1, 0, most / 1.1], [f"← {plain(-most / 1.1)}", "0", f"{signed(most / 1.1)} →"])
    panel.tick_params(axis="x", colors=colours.soft, labelsize=8, length=0)
    panel.spines["bottom"].set_visible(False)


def timeline(steps: "Sequence[Comparison]", ax: "Axes | None" = None) -> "Axes":
    """Draw what each step of a story did, one Comparison a step: a bar of its findings of gravity 3 and 2."""
    ax = open_canvas(ax, 1.3 + 0.45 * len(steps))
    if not steps:
        return write_nothing(ax, "No step to draw.")
    colours = colours_of(ax)
    counts = [step.findings()["gravity"].value_counts().reindex([3, 2], fill_value=0) for step in steps]
    for y, row in enumerate(counts):
        for gravity, left, hue in ((3, 0, colours.higher), (2, row[3], colours.line)):
            if n := int(row[gravity]):
                ax.barh(-y, n, left=left, height=0.66, color=hue, lw=0, gid=f"{y}-{gravity}-{n}")
                ax.text(left + n / 2, -y, str(n), ha="center", va="center", fontsize=8.5, color=readable(hue))
    names = [f"{step.old.version or 'older'} → {step.new.version or 'newer'}" for step in steps]
    ax.set_yticks(range(0, -len(steps), -1), names)
    ax.set(xticks=[], xlim=(0, max(1, *(int(row.sum()) for row in counts))))
    ax.spines["bottom"].set_visible(False)
    most = max(range(len(steps)), key=lambda y: (counts[y][3], counts[y][2]))
    write_title(ax, f"What is claimed changes most from {names[most].replace(' → ', ' to ')}",
                f"Findings of each step. Coloured: {GRAVITIES[3]}; grey: {GRAVITIES[2]}.")  # fmt: skip
    return ax
