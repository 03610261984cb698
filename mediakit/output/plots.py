"""Draw finished tables of numbers: every function takes a table and `ax=None` and returns the Axes.

Each figure says in its title what it shows; `finding(ax)` returns these words as a text alternative.
"""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.measures.metrics import MAIN
from mediakit.output.formatting import SAME_QUOTATION, plain, read_verdict, signed, spell
from mediakit.output.plot_style import Palette, colours_of, finding, open_canvas, style, write_nothing, write_title
from mediakit.output.voice_plots import coverage, voices

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


_SNIPPET = 30  # characters of a sentence that fit beside its box
_LABEL = 44  # characters of a quotation that fit beside its tiles


def _hue(kind: str, colours: Palette) -> str:
    """Return the colour of a kind of pair."""
    hues = {"same": colours.line, "edited": colours.edited, "split": colours.moved, "merged": colours.moved,
            "moved": colours.lower, "added": colours.added, "removed": colours.removed}  # fmt: skip
    return hues.get(kind, colours.quiet)


def flow(
    pairs: pd.DataFrame,
    ax: "Axes | None" = None,
    old: Sequence[Any] = (),
    new: Sequence[Any] = (),
) -> "Axes":
    """Draw a table of pairs (`c.pairs()`): the older version's sentences at the left, the newer's at the right.

    Bands join what says the same; sentences without a counterpart are named added or removed. `old` and `new` are the
    sentences (`c.old.sentences`), whose first words are then written beside their boxes.
    """
    sides = {side: sorted(i for group in pairs[side] for i in group if i >= 0) for side in ("old", "new")}
    longest = max(len(sides["old"]), len(sides["new"]))
    ax = open_canvas(ax, 1.1 + 0.25 * max(longest, 2))
    if not longest:
        return write_nothing(ax, "No sentence to draw.")
    colours = colours_of(ax)
    kinds: dict[tuple[str, int], str] = {}
    for pair in pairs.itertuples():
        kinds.update({("old", i): str(pair.kind) for i in pair.old} | {("new", j): str(pair.kind) for j in pair.new})
        for i in pair.old:
            for j in pair.new:
                band = [-i, -j, -j - 0.8, -i - 0.8]
                ax.fill([0.435, 0.565, 0.565, 0.435], band, color=_hue(str(pair.kind), colours), alpha=0.55, lw=0)
    for side, x, sentences in (("old", 0.415, old), ("new", 0.585, new)):
        for i in sides[side]:
            _box(ax, side, i, x, kinds[side, i], str(sentences[i].text) if i < len(sentences) else "")
    ax.set(xlim=(0, 1), ylim=(-longest - 0.1, 0.3))
    ax.set_axis_off()
    told = ", ".join(f"{n} {kind}" for kind, n in pairs["kind"].value_counts().items())
    write_title(ax, f"Sentences: {told}", "Older at the left, newer at the right; bands join what says the same.")
    return ax


def _box(ax: "Axes", side: str, number: int, x: float, kind: str, text: str) -> None:
    """Draw one sentence: its numbered box, its kind unless it is the same, its first words."""
    colours = colours_of(ax)
    y = -number - 0.4
    ax.barh(y, 0.04, left=x - 0.02, height=0.8, color=_hue(kind, colours), lw=0, gid=f"{side}-{number}-{kind}")
    ax.text(x, y, f"{number + 1}", ha="center", va="center", fontsize=8, color=_readable(_hue(kind, colours)))
    words = " ".join(text.split())
    said = words if len(words) <= _SNIPPET else words[:_SNIPPET].rsplit(" ", 1)[0] + " …"
    if kind not in {"same", "edited"}:
        said = f"{kind}: {said}" if said else kind
    shift, align = (-0.028, "right") if side == "old" else (0.028, "left")
    faded = colours.soft if kind == "same" else colours.ink
    ax.text(x + shift, y, said.replace("$", r"\$"), ha=align, va="center", fontsize=8, color=faded)


def _readable(ground: str) -> str:
    """Return near-black or white, whichever is easier to read on a colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(ground)
    return "#1D2125" if 0.3 * red + 0.6 * green + 0.1 * blue > 0.5 else "#FFFFFF"


def quotations(table: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw what became of every quotation, one row a quotation, one tile a newer version.

    `table` is `c.quotations()`; for several versions put their tables under each other with a column `version`.
    Quotations that only the newer version has are counted in the last row.
    """
    rows = table if "version" in table.columns else table.assign(version="newer")
    names = list(dict.fromkeys(rows["version"]))
    known = rows[rows["old"].fillna("") != ""]
    labels = list(dict.fromkeys(known["old"]))
    ax = open_canvas(ax, 1.1 + 0.34 * (len(labels) + 1.5))
    if rows.empty:
        return write_nothing(ax, "Neither version quotes anybody.")
    for line in known.itertuples():
        _tile(ax, names.index(line.version), labels.index(line.old), str(line.status))
    fresh = rows[rows["status"] == "new"]["version"].value_counts()
    for name, n in fresh.items():
        _tile(ax, names.index(str(name)), len(labels), "new", f"{n} new")
    colours = colours_of(ax)
    ax.set(xlim=(-0.5, len(names) - 0.5), ylim=(len(labels) + (0.5 if len(fresh) else -0.5), -1), xticks=[])
    for x, name in enumerate(names):
        ax.text(x, -0.75, name, ha="center", va="center", fontsize=9.5, color=colours.ink)
    shown = [_shorten(label) for label in labels] + ["(not in the older version)"] * bool(len(fresh))
    ax.set_yticks(range(len(shown)), [text.replace("$", r"\$") for text in shown], fontsize=8.5)
    ax.spines["bottom"].set_visible(False)
    same = int(known["status"].isin(SAME_QUOTATION).sum())
    write_title(ax, f"{same} of {len(known)} quotations kept every word", _told(rows))
    return ax


def _shorten(text: str) -> str:
    """Return a quotation short enough to be a label."""
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= _LABEL else f"“{words[:_LABEL].rsplit(' ', 1)[0]} …”"


def _told(rows: pd.DataFrame) -> str:
    """Return how many quotations differ and how, in words."""
    counts = rows["status"].value_counts()
    told = ", ".join(f"{n} {status}" for status, n in counts.items() if status not in SAME_QUOTATION)
    return f"The others: {told}." if told else "None differs."


def _tile(ax: "Axes", x: int, y: int, status: str, text: str = "") -> None:
    """Draw one tile with the state of a quotation in words; the colour only repeats it."""
    colours = colours_of(ax)
    hues = {"verbatim": colours.line, "typography": colours.line, "altered": colours.higher,
            "dropped": colours.removed, "trimmed": colours.moved, "paraphrased": colours.edited,
            "quoted": colours.edited, "new": colours.added}  # fmt: skip
    hue = hues.get(status, colours.quiet)
    quiet = status in SAME_QUOTATION
    ax.barh(y, 0.94, left=x - 0.47, height=0.82, color=hue, alpha=1 if quiet else 0.35, lw=0, gid=f"{x}-{y}-{status}")
    ax.barh(y, 0.035, left=x - 0.47, height=0.82, color=hue, lw=0)
    ax.text(x, y, text or status, ha="center", va="center", fontsize=8.5, color=colours.soft if quiet else colours.ink)


__all__ = ["style", "finding", "shifts", "evidence", "tone", "versions", "corpus", "flow", "quotations", "voices",
           "coverage", "accuracy"]  # fmt: skip


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
    clear = rows["verdict"] == "clear"
    for i, line in enumerate(rows.to_dict("records")):
        _draw_shift(ax, line, len(rows) - 1 - i, bool(clear[i]))
    _dress_forest(ax, list(rows["label"]))
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
    ax.text(1.14, y + 0.17, f"{plain(line['old'])} → {plain(line['new'])}", va="center", fontsize=9, color=colours.soft)
    ax.text(2.86, y + 0.17, signed(shift), va="center", ha="right", fontsize=9, color=colours.ink,
            fontweight="bold" if clear else "normal")  # fmt: skip
    ax.text(1.14, y - 0.2, read_verdict(line), va="center", fontsize=8, color=colours.ink if clear else colours.soft)


def _choose(table: pd.DataFrame, metrics: Sequence[str] | str | None) -> pd.DataFrame:
    """Return the rows of the named metrics in that order, of the main ones for None, or all."""
    known = list(table["metric"])
    if metrics is None:
        metrics = [name for name in MAIN if name in known] or "all"
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
    told = f"up by {plain(shift)}" if shift > 0 else f"down by {plain(-shift)}" if shift else "ends where it began"
    write_title(ax, f"{metric[:1].upper()}{metric[1:]}: {told}", _name_movers(bars, shift))
    return ax


def _name_movers(bars: "pd.Series[float]", shift: float) -> str:
    """Return the three words that move a number most the way told, and which part of all that moves it so is theirs."""
    way = bars[(bars * shift > 0)]
    words = way[[not str(name).startswith("(") for name in way.index]][:3]
    if words.empty:
        return ""
    named = ", ".join(f"{name} ({signed(value)})" for name, value in words.items())
    return f"Through {named}: {plain(100 * float(words.sum()) / float(way.sum()))} % of what moves it this way."


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
