"""Draw finished tables of numbers: every function takes a table and `ax=None` and returns the Axes.

Each figure says in its title what it shows; `finding(ax)` returns these words as a text alternative.
"""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.output.canvas import colours_of, finding, open_canvas, style, write_nothing, write_title
from mediakit.output.ledgers import flow, quotations
from mediakit.output.panels import corpus, versions
from mediakit.output.wording import MAIN_METRICS, is_clear, plain, signed, spell

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["style", "finding", "shifts", "evidence", "tone", "versions", "corpus", "flow", "quotations", "accuracy"]


def shifts(table: pd.DataFrame, metrics: Sequence[str] | str | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw a table of shifts (`c.table()`) as a forest plot: the main metrics, the named ones, or "all".

    The dot is the shift, the line its interval, the grey band the floor: what formatting alone can do. A filled dot is
    clear of both zero and the floor. Units differ, so every row has its own scale around the common zero; the numbers
    and what they mean stand at the right. Raises `ChoiceError` for a metric that is not in the table.
    """
    rows = _choose(table, metrics)
    rows = rows[rows["shift"].notna()].reset_index(drop=True)
    ax = open_canvas(ax, 1.35 + 0.42 * len(rows))
    if rows.empty:
        return write_nothing(ax, "No metric is defined for both versions.")
    clear = is_clear(rows)
    for i, line in enumerate(rows.to_dict("records")):
        _draw_shift(ax, line, len(rows) - 1 - i, bool(clear[i]))
    _dress_forest(ax, [spell(name) for name in rows["metric"]])
    n = int(clear.sum())
    said = f"{n} of {len(rows)} metrics shift{'s' if n == 1 else ''} clearly"
    write_title(ax, said if n else "No metric shifts clearly",
                "Dot: the shift, filled if it is clear. Line: how much it hangs on a few sentences. Grey band: what "
                "formatting alone can do. Each row has its own scale.")  # fmt: skip
    return ax


def _draw_shift(ax: "Axes", line: Mapping[Any, Any], y: int, clear: bool) -> None:
    """Draw one row of the forest plot, scaled so that its farthest end reaches the edge."""
    colours = colours_of(ax)
    shift, low, high, floor = (float(line[name]) for name in ("shift", "low", "high", "floor"))
    scale = max(abs(end) for end in (shift, low, high, floor, 0.0) if end == end) or 1.0
    hue = colours.quiet if not clear else colours.higher if shift > 0 else colours.lower
    if floor == floor:
        ax.barh(y, 2 * floor / scale, left=-floor / scale, height=0.66, color=colours.line, lw=0)
    ax.plot([low / scale, high / scale], [y, y], color=hue, lw=2.2, solid_capstyle="round")
    ax.plot(shift / scale, y, "o", ms=7, color=hue, mfc=hue if clear else colours.paper, mew=1.6,
            gid=f"{line['metric']}={shift!r}")  # fmt: skip
    said, _, why = str(line["reads_as"]).partition("; ")
    said = said.split(" by ")[0].split(",")[0] if clear else why or said
    ax.text(1.14, y + 0.17, f"{plain(line['old'])} → {plain(line['new'])}", va="center", fontsize=9, color=colours.soft)
    ax.text(2.86, y + 0.17, signed(shift), va="center", ha="right", fontsize=9, color=colours.ink,
            fontweight="bold" if clear else "normal")  # fmt: skip
    ax.text(1.14, y - 0.2, said, va="center", fontsize=8, color=colours.ink if clear else colours.soft)


def _choose(table: pd.DataFrame, metrics: Sequence[str] | str | None) -> pd.DataFrame:
    """Return the rows of the named metrics in that order, of the main ones for None, or all."""
    known = list(table["metric"])
    if metrics is None:
        metrics = [name for name in MAIN_METRICS if name in known] or "all"
    if isinstance(metrics, str):
        metrics = known if metrics == "all" else [metrics]
    for name in metrics:
        if name not in known:
            raise unknown_choice("metric", name, known)
    return table.set_index("metric").loc[list(metrics)].reset_index()


def _dress_forest(ax: "Axes", names: Sequence[str]) -> None:
    """Give a forest plot its zero line, its names and the direction in words."""
    colours = colours_of(ax)
    ax.axvline(0, color=colours.soft, lw=0.8, zorder=0)
    ax.set(xlim=(-1.08, 2.88), ylim=(-0.6, len(names) - 0.4), xticks=[-1, 0, 1, 2.86])
    ax.set_xticklabels(["← lower", "no shift", "higher →", "shift"], fontsize=8.5)
    first, middle, *others = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    middle.set_horizontalalignment("center")
    for label in others:
        label.set_horizontalalignment("right")
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)
    ax.set_yticks(range(len(names)), names[::-1])


def evidence(table: pd.DataFrame, ax: "Axes | None" = None, most: int = 12) -> "Axes":
    """Draw a table of evidence (`c.evidence(metric)`) as a word shift: the words that moved the metric most.

    A bar to the right raises the metric, to the left lowers it. Words that stand inside quotation marks carry “ ”. What
    belongs to no word is named so; what is not shown is summed in one last bar, so that the bars sum to the shift.
    """
    bars = _largest(table, most)
    ax = open_canvas(ax, 1.5 + 0.28 * len(bars) if len(bars) else 0.6)
    if bars.empty:
        return write_nothing(ax, "Nothing moved this metric.")
    colours = colours_of(ax)
    values = bars.to_numpy()[::-1]
    hues = [colours.higher if value > 0 else colours.lower for value in values]
    drawn = ax.barh(range(len(bars)), values, color=hues, height=0.68)
    ax.bar_label(drawn, [signed(value) for value in values], padding=3, fontsize=8.5, color=colours.ink)
    ax.axvline(0, color=colours.soft, lw=0.8)
    ax.set_yticks(range(len(bars)), list(bars.index[::-1]))
    ax.margins(x=0.16)
    metric = spell(str(table["metric"].iloc[0]))
    ax.set_xlabel(f"← lowers {metric}   |   raises {metric} →", color=colours.soft, fontsize=9)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", colors=colours.soft, labelsize=8.5)
    shift = float(table["contribution"].sum())
    first = [f"{name} ({signed(value)})" for name, value in bars.items() if not str(name).startswith("(")][:3]
    verb = "rises" if shift > 0 else "falls" if shift < 0 else "ends where it began"
    write_title(ax, f"{metric[:1].upper()}{metric[1:]} {verb}{f' by {plain(abs(shift))}' if shift else ''}",
                f"Most of it through {', '.join(first)}." if first else "")  # fmt: skip
    return ax


def _largest(table: pd.DataFrame, most: int) -> "pd.Series[float]":
    """Return what each word contributed, the largest first, the rest summed in one last row; all sum to the shift."""
    names = table["word"].where(table["word"] != "", "(length of the text)")
    names = names.where(~table["quoted"].astype(bool), "“" + names + "”")
    totals = table["contribution"].groupby(names, sort=False).sum()
    totals = totals[totals.abs() > 1e-12]
    totals = totals.reindex(totals.abs().sort_values(ascending=False, kind="stable").index)
    rest = totals[most:]
    if len(rest):
        totals = pd.concat([totals[:most], pd.Series({f"({len(rest)} smaller ones)": rest.sum()})])
    return totals


def tone(counts: pd.DataFrame, column: str = "sentiment_sum", ax: "Axes | None" = None) -> "Axes":
    """Draw one count column along the sentences of a story: a row of bars for each version in the table.

    `counts` is `mk.count(doc)`, or several of them one under the other. All rows share one scale. Raises
    `ChoiceError` for an unknown column.
    """
    known = [name for name in counts.columns if name.startswith("n_") or name.endswith("_sum")]
    if column not in known:
        raise unknown_choice("column", column, known)
    body = counts[counts["part"] == "body"]
    groups = list(body.groupby("version", sort=False))
    ax = open_canvas(ax, 1.2 + 0.85 * max(len(groups), 1))
    if body.empty:
        return write_nothing(ax, "No sentence to draw.")
    colours = colours_of(ax)
    scale = float(body[column].abs().max()) or 1.0
    height = 2.3 if (body[column] < 0).any() else 1.25
    for i, (version, rows) in enumerate(groups):
        base = -height * i
        hues = [colours.higher if value < 0 else colours.lower for value in rows[column]]
        ax.bar(rows["sentence"] + 1, rows[column] / scale, bottom=base, color=hues, width=0.82, gid=str(version))
        ax.axhline(base, color=colours.quiet, lw=0.7)
        ax.text(0.2, base, str(version), ha="right", va="center", fontsize=9.5, color=colours.ink)
    ax.set(yticks=[], xlabel="sentence of the story")
    ax.tick_params(axis="x", colors=colours.soft, labelsize=8.5)
    ax.locator_params(axis="x", integer=True)
    ax.xaxis.label.set(color=colours.soft, fontsize=9)
    ax.set_xlim(0.4, float(body["sentence"].max()) + 1.7)
    name = spell(column.removeprefix("n_").removesuffix("_sum"))
    write_title(ax, f"{name[:1].upper()}{name[1:]} along the story", _ends(groups, column))
    return ax


def _ends(groups: Sequence[tuple[object, pd.DataFrame]], column: str) -> str:
    """Return where each version has its lowest and its highest sentence, in words."""
    parts = []
    for version, rows in groups:
        low, high = rows.loc[rows[column].idxmin()], rows.loc[rows[column].idxmax()]
        ends = [("lowest", low)] * bool(low[column] < 0) + [("highest", high)] * bool(high[column] > 0)
        told = [f"{end} in sentence {int(at['sentence']) + 1} ({signed(float(at[column]))})" for end, at in ends]
        parts.append(f"{version}: {', '.join(told) or 'zero throughout'}")
    return "; ".join(parts) + "."


def accuracy(table: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw measured figures beside their peers: columns set, figure, ours, peer_name, peer; one row a figure.

    The filled dot is mediakit's, the ring the named peer's, measured in the same run; both between 0 and 1.
    """
    rows = table.reset_index(drop=True)
    ax = open_canvas(ax, 1.3 + 0.42 * len(rows))
    if rows.empty:
        return write_nothing(ax, "No figure has been measured.")
    colours = colours_of(ax)
    for i, line in enumerate(rows.itertuples()):
        y = len(rows) - 1 - i
        if line.peer == line.peer:
            ax.plot([line.peer, line.ours], [y, y], color=colours.line, lw=3, zorder=1)
            ax.plot(line.peer, y, "o", ms=7, mfc=colours.paper, mec=colours.soft, mew=1.5, gid=f"peer={line.peer!r}")
            said = textwrap.shorten(f"{line.peer_name} {line.peer:.2f}", 30, placeholder="…")
            ax.text(1.05, y - 0.2, said, va="center", fontsize=8, color=colours.soft)
        ax.plot(line.ours, y, "o", ms=7.5, color=colours.lower, gid=f"ours={line.ours!r}")
        ax.text(1.05, y + 0.17, f"{line.ours:.2f}", va="center", fontsize=9, color=colours.ink, fontweight="bold")
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.6, len(rows) - 0.4), xlabel="0: nothing right          1: all right")
    ax.xaxis.label.set(color=colours.soft, fontsize=9)
    ax.tick_params(axis="x", colors=colours.soft, labelsize=8.5)
    ax.grid(axis="x", color=colours.line, lw=0.6)
    ax.set_axisbelow(True)
    names = [textwrap.fill(str(name), 32) for name in rows["figure"]]
    ax.set_yticks(range(len(rows)), names[::-1], fontsize=8.5)
    beside = rows[rows["peer"].notna()]
    ahead = int((beside["ours"] > beside["peer"]).sum())
    write_title(ax, f"Ahead of the named peer in {ahead} of {len(beside)} figures",
                "Filled dot: mediakit. Ring: the peer, measured in the same run on the same cases.")  # fmt: skip
    return ax
