"""Draw finished tables: every function takes a table and `ax=None` and returns the Axes."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.errors import unknown_choice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colours: told apart by colour-blind readers and in print.
OLD, NEW, QUIET, ADDED, REMOVED, EDITED = "#0072B2", "#D55E00", "#8A8F98", "#009E73", "#CC79A7", "#E69F00"
KIND_COLOURS = {"same": "#C9CDD3", "edited": EDITED, "split": "#56B4E9", "merged": "#56B4E9",
                "moved": "#F0E442", "added": ADDED, "removed": REMOVED}  # fmt: skip
STATUS_COLOURS = {"verbatim": "#C9CDD3", "typography": "#C9CDD3", "trimmed": "#56B4E9", "altered": NEW,
                  "dropped": REMOVED, "new": ADDED, "paraphrased": EDITED, "quoted": "#F0E442"}  # fmt: skip
THEMES = {"light": ("#FFFFFF", "#22262B"), "dark": ("#16191D", "#E8EAED")}


def style(theme: str = "light") -> AbstractContextManager[None]:
    """Return a context in which figures have mediakit's quiet look; "light" or "dark". Nothing global changes."""
    import matplotlib as mpl

    if theme not in THEMES:
        raise unknown_choice("theme", theme, THEMES)
    paper, ink = THEMES[theme]
    looks = {
        "figure.facecolor": paper, "axes.facecolor": paper, "savefig.facecolor": paper, "text.color": ink,
        "axes.edgecolor": QUIET, "axes.labelcolor": ink, "xtick.color": ink, "ytick.color": ink, "font.size": 10,
        "axes.titlesize": 12, "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.titlepad": 12,
        "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "ytick.major.size": 0,
        "figure.dpi": 110, "savefig.bbox": "tight", "svg.hashsalt": "mediakit", "font.family": "DejaVu Sans",
    }  # fmt: skip
    context: AbstractContextManager[None] = mpl.rc_context(looks)
    return context


def _canvas(ax: "Axes | None", rows: float, width: float = 7.5) -> "Axes":
    """Return `ax`, or a new one tall enough for `rows` rows."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    with style():
        return plt.subplots(figsize=(width, 1.3 + 0.34 * rows), layout="constrained")[1]


def _ink(ax: "Axes") -> Any:
    """Return the colour of text on these axes, whichever theme made them."""
    return ax.xaxis.label.get_color()


def _empty(ax: "Axes", message: str) -> "Axes":
    """Say in words that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=_ink(ax))
    return ax


def shifts(table: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw a table of shifts as a forest plot.

    The dot is the shift, the line its interval, the grey band the floor of formatting noise. Metrics have different
    units, so each row has its own scale around the common zero; the numbers stand at the right.
    """
    table = table[table["shift"].notna()].reset_index(drop=True)
    ax = _canvas(ax, len(table))
    if table.empty:
        return _empty(ax, "No metric is defined for both versions.")
    for row, line in table.iterrows():
        y = len(table) - 1 - int(str(row))
        scale = max(abs(line[["shift", "low", "high", "floor"]].fillna(0).astype(float))) or 1.0
        ax.barh(y, 2 * line["floor"] / scale, left=-line["floor"] / scale, height=0.62, color=QUIET, alpha=0.25, lw=0)
        clear = line["low"] > 0 or line["high"] < 0
        colour = NEW if clear and abs(line["shift"]) > line["floor"] else QUIET
        ax.plot([line["low"] / scale, line["high"] / scale], [y, y], color=colour, lw=2, solid_capstyle="round")
        ax.plot(line["shift"] / scale, y, "o", color=colour, ms=7, gid=f"{line['metric']}={line['shift']:.6g}")
        numbers = f"{line['old']:.4g} → {line['new']:.4g}  ({line['shift']:+.3g})"
        ax.text(1.08, y, numbers, va="center", ha="left", fontsize=9, color=_ink(ax))
    ax.axvline(0, color=_ink(ax), lw=0.8)
    ax.set(xlim=(-1.06, 1.9), ylim=(-0.7, len(table) - 0.3), xticks=[-1, 0, 1])
    ax.set_xticklabels(["← lower in the newer version", "no shift", "higher →"], fontsize=8)
    ax.set_yticks(range(len(table)), [name.replace("_", " ") for name in table["metric"][::-1]])
    ax.set_title("What the rewrite shifted")
    return ax


def evidence(table: pd.DataFrame, ax: "Axes | None" = None, most: int = 14) -> "Axes":
    """Draw a table of evidence as a word shift: the words that moved the metric most, each with its contribution.

    Words inside quotation marks carry “ ”; what belongs to no word is named so. Bars to the right raise the metric.
    """
    words = table.assign(word=table["word"].where(table["word"] != "", "(sentence lengths)"))
    totals = words.groupby(["word", "quoted"], sort=False)["contribution"].sum().reset_index()
    totals = totals[totals["contribution"] != 0]
    top = totals.reindex(totals["contribution"].abs().sort_values(ascending=False, kind="stable").index)[:most][::-1]
    ax = _canvas(ax, len(top))
    if top.empty:
        return _empty(ax, "No word changed this metric.")
    names = [f"“{word}”" if quoted else word for word, quoted in zip(top["word"], top["quoted"], strict=True)]
    colours = [NEW if value > 0 else OLD for value in top["contribution"]]
    bars = ax.barh(range(len(top)), top["contribution"], color=colours, height=0.66)
    ax.bar_label(bars, [f"{value:+.2g}" for value in top["contribution"]], padding=3, fontsize=8, color=_ink(ax))
    ax.axvline(0, color=_ink(ax), lw=0.8)
    ax.set_yticks(range(len(top)), names)
    ax.margins(x=0.18)
    metric = str(table["metric"].iloc[0]).replace("_", " ")
    ax.set_xlabel(f"← lowers {metric}      in the newer version      raises {metric} →")
    shift, left = table["contribution"].sum(), len(totals) - len(top)
    ax.set_title(
        f"Words behind the shift of {shift:+.3g} in {metric}" + (f" ({left} smaller ones not shown)" if left else "")
    )
    return ax


def flow(pairs: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw a table of pairs: sentences of the older version at the left, of the newer at the right, bands between."""
    sides = {side: sorted(i for group in pairs[side] for i in group if i >= 0) for side in ("old", "new")}
    ax = _canvas(ax, max(len(sides["old"]), len(sides["new"]), 4) * 0.8, width=6)
    kind_of: dict[str, dict[int, str]] = {"old": {}, "new": {}}
    for pair in pairs.itertuples():
        colour = KIND_COLOURS.get(str(pair.kind), QUIET)
        kind_of["old"].update((i, str(pair.kind)) for i in pair.old)
        kind_of["new"].update((j, str(pair.kind)) for j in pair.new)
        for i in pair.old:
            for j in pair.new:
                ax.fill([0.22, 0.78, 0.78, 0.22], [-i, -j, -j - 0.8, -i - 0.8], color=colour, alpha=0.35, lw=0)
    for side, x in (("old", 0.2), ("new", 0.8)):
        for i in sides[side]:
            kind = kind_of[side][i]
            ax.barh(
                -i - 0.4, 0.12, left=x - 0.06, height=0.8, color=KIND_COLOURS.get(kind, QUIET), lw=0, gid=f"{side}-{i}"
            )
            ax.text(x, -i - 0.4, f"{i + 1}", ha="center", va="center", fontsize=7, color="#22262B")
            if kind in {"added", "removed", "moved", "split", "merged"}:
                at, align = (0.11, "right") if side == "old" else (0.89, "left")
                ax.text(at, -i - 0.4, kind, ha=align, va="center", fontsize=7, color=_ink(ax))
    counts = pairs["kind"].value_counts()
    ax.set_title("Sentences: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()), fontsize=10)
    ax.set(xlim=(0, 1), ylim=(-max([0, *sides["old"], *sides["new"]]) - 1.2, 1.2))
    ax.text(0.2, 0.5, "older", ha="center", color=_ink(ax))
    ax.text(0.8, 0.5, "newer", ha="center", color=_ink(ax))
    ax.set_axis_off()
    return ax


def tone(counts: pd.DataFrame, column: str = "sentiment_sum", ax: "Axes | None" = None) -> "Axes":
    """Draw one count column along the sentences of a version (a table of counts of one document)."""
    if column not in counts.columns:
        raise unknown_choice("column", column, [c for c in counts.columns if c.endswith("_sum") or c.startswith("n_")])
    body = counts[counts["part"] == "body"]
    ax = _canvas(ax, 5)
    if body.empty:
        return _empty(ax, "No sentence to draw.")
    ax.bar(body["sentence"] + 1, body[column], color=[NEW if v < 0 else OLD for v in body[column]], width=0.8)
    ax.axhline(0, color=_ink(ax), lw=0.8)
    name = column.removeprefix("n_").removesuffix("_sum").replace("_", " ")
    ax.set(xlabel="sentence of the story", ylabel=name)
    ax.set_title(f"{name.capitalize()} along the story")
    return ax


def versions(table: pd.DataFrame, metric: str, ax: "Axes | None" = None) -> "Axes":
    """Draw one metric of a tidy table of measures over the versions of each story, in the table's order."""
    chosen = table[table["metric"] == metric]
    if chosen.empty:
        raise unknown_choice("metric", metric, table["metric"].unique())
    ax = _canvas(ax, 6)
    for number, (story, rows) in enumerate(chosen.groupby("story", sort=False)):
        colour = [OLD, NEW, ADDED, REMOVED, EDITED, QUIET][number % 6]
        ax.plot(rows["version"], rows["value"], "o-", color=colour, lw=1.8, ms=6, label=str(story))
        for version, value in zip(rows["version"], rows["value"], strict=True):
            ax.annotate(f"{value:.3g}", (version, value), (0, 7), textcoords="offset points", ha="center", fontsize=8,
                        color=_ink(ax))  # fmt: skip
    ax.set(ylabel=metric.replace("_", " "))
    ax.margins(y=0.2)
    if chosen["story"].nunique() > 1:
        ax.legend(frameon=False, fontsize=8)
    ax.set_title(f"{metric.replace('_', ' ').capitalize()} from version to version")
    return ax
