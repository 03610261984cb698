"""Draw finished tables of numbers: every function takes a table and `ax=None` and returns the Axes.

Each figure says in its title what it shows; `finding(ax)` returns these words as a text alternative.
"""

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mediakit.errors import unknown_choice
from mediakit.measures.metrics import MAIN, METRICS
from mediakit.output.formatting import GRAVITIES, plain, read_verdict, signed, spell
from mediakit.output.plot_style import Palette, ask, colours_of, finding, open_canvas, style, write_nothing, write_title
from mediakit.output.voice_plots import coverage, quotations, voices

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
    first = next((part for part in told if part), "nothing is defined")
    others = [part for part in told if part and part != first]
    note = f"From {names.iloc[0]} to {names.iloc[-1]}." + (f" {'; '.join(others)}." if others else "")
    write_title(ax, first[:1].upper() + first[1:], note)
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
    note = f"What the rewrites of {shifts['story'].nunique()} stories shifted. Dot: a story."
    note += " Diamond: the mean with its interval." if tests is not None else ""
    write_title(ax, _tell_alike(shifts[shifts["metric"].isin(chosen)]), note)
    return ax


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


def _hue(kind: str, colours: Palette) -> str:
    """Return the colour of a kind of pair."""
    hues = {"same": colours.line, "edited": colours.edited, "split": colours.moved, "merged": colours.moved,
            "moved": colours.lower, "added": colours.added, "removed": colours.removed}  # fmt: skip
    return hues.get(kind, colours.quiet)


def flow(
    pairs: "pd.DataFrame | Comparison",
    ax: "Axes | None" = None,
    old: Sequence[Any] = (),
    new: Sequence[Any] = (),
) -> "Axes":
    """Draw a Comparison or its table of pairs: the older version's sentences at the left, the newer's at the right.

    Bands join what says the same; sentences without a counterpart are named added or removed. `old` and `new` are the
    sentences (`c.old.sentences`), whose first words are then written beside their boxes.
    """
    if not isinstance(pairs, pd.DataFrame):
        old, new, pairs = old or pairs.old.sentences, new or pairs.new.sentences, pairs.pairs()
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


__all__ = ["style", "finding", "shifts", "evidence", "tone", "versions", "corpus", "flow", "quotations", "voices",
           "coverage", "timeline", "accuracy"]  # fmt: skip


def shifts(
    table: "pd.DataFrame | Comparison", metrics: Sequence[str] | str | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Draw a Comparison or its table of shifts as a forest plot: the main metrics, the named ones, or "all".

    The dot is the shift, the line its interval, the grey band the floor: what formatting alone can do. A filled dot is
    clear of both. All rows share one scale, logarithmic so that a small shift is seen beside a large one; the numbers
    and what they mean stand at the right. Raises `ChoiceError` for a metric that is not in the table.
    """
    rows = _choose(ask(table, "table"), metrics)
    rows = rows[rows["shift"].notna()].reset_index(drop=True)
    ax = open_canvas(ax, 1.35 + 0.42 * len(rows))
    if rows.empty:
        return write_nothing(ax, "No metric is defined for both versions.")
    scale = float(_bend(rows[["shift", "low", "high", "floor"]].abs().max().max())) or 1.0
    for i, line in enumerate(rows.to_dict("records")):
        _draw_shift(ax, line, len(rows) - 1 - i, scale)
    _dress_forest(ax, [textwrap.fill(str(label), 24) for label in rows["label"]])
    clear = rows.loc[rows["verdict"] == "clear", "direction"]
    n = len(clear)
    told = f"{', '.join(clear[:3])}{', …' if n > 3 else ''}: {n} of {len(rows)} measures shift{'s' * (n == 1)} clearly"
    write_title(ax, told[:1].upper() + told[1:] if n else "No measure shifts clearly",
                "Dot: the shift, filled if it is clear. Line: how much it hangs on a few sentences. Grey band: what "
                "formatting alone can do. One logarithmic scale for all.")  # fmt: skip
    return ax


_BEND = 0.3  # shifts up to this size stand nearly in proportion, larger ones ever closer


def _bend(value: float) -> float:
    """Return where a shift stands on the common scale: a larger one is never nearer to zero than a smaller one."""
    return math.copysign(math.log1p(abs(value) / _BEND), value)


def _draw_shift(ax: "Axes", line: Mapping[Any, Any], y: int, scale: float) -> None:
    """Draw one row of the forest plot; of a shift of zero only that it is none."""
    colours, clear = colours_of(ax), line["verdict"] == "clear"
    shift, low, high, floor = (_bend(float(line[name])) / scale for name in ("shift", "low", "high", "floor"))
    hue = colours.quiet if not clear else colours.higher if shift > 0 else colours.lower
    if floor == floor and shift:
        ax.barh(y, 2 * floor, left=-floor, height=0.66, color=colours.line, lw=0)
    if shift:
        ax.plot([low, high], [y, y], color=hue, lw=2.2, solid_capstyle="round")
    ax.plot(shift, y, "o", ms=7, color=hue, mfc=hue if clear else colours.paper, mew=1.6,
            gid=f"{line['metric']}={float(line['shift'])!r}")  # fmt: skip
    ax.text(1.14, y + 0.17, f"{plain(line['old'])} → {plain(line['new'])}", va="center", fontsize=9, color=colours.soft)
    ax.text(_RIGHT, y + 0.17, signed(line["shift"]), va="center", ha="right", fontsize=9, color=colours.ink,
            fontweight="bold" if clear else "normal")  # fmt: skip
    said = textwrap.shorten(read_verdict(line), 40, placeholder=" …")
    ax.text(1.14, y - 0.2, said, va="center", fontsize=8, color=colours.ink if clear else colours.soft)


_RIGHT = 3.1  # where the column of shifts ends, in widths of the scale


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
    ax.set(xlim=(-1.08, _RIGHT + 0.02), ylim=(-0.6, len(names) - 0.4), xticks=[-1, 0, 1, _RIGHT])
    ax.set_xticklabels(["← lower", "no shift", "higher →", "shift"], fontsize=8.5)
    first, middle, *others = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    middle.set_horizontalalignment("center")
    for label in others:
        label.set_horizontalalignment("right")
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)
    ax.set_yticks(range(len(names)), names[::-1])


def evidence(table: "pd.DataFrame | Comparison", metric: str = "", ax: "Axes | None" = None, most: int = 12) -> "Axes":
    """Draw the words that moved a metric most: of a Comparison and a metric, or of its `c.evidence(metric)`.

    A bar to the right raises the metric, to the left lowers it; a word that went has a hollow bar. Words inside
    quotation marks carry “ ”. What belongs to no word is grey; what is not shown is summed in words.
    """
    table = ask(table, "evidence", metric or "loaded_rate")
    bars = _sum_words(table)
    shown, rest = bars[:most], bars[most:]
    n = len(shown) + bool(len(rest))
    ax = open_canvas(ax, 1.5 + 0.28 * n if n else 0.6)
    if shown.empty:
        return write_nothing(ax, "Nothing moved this measure.")
    colours = colours_of(ax)
    for y, ((name, went), value) in enumerate(shown.items()):
        hue = colours.higher if value > 0 else colours.lower
        hue = colours.quiet if name == _NO_WORD else hue
        ax.barh(-y, value, height=0.68, color=colours.paper if went else hue, edgecolor=hue, lw=1.2)
        ax.annotate(signed(value), (value, -y), (4 if value > 0 else -4, 0), textcoords="offset points", va="center",
                    ha="left" if value > 0 else "right", fontsize=8.5, color=colours.ink)  # fmt: skip
    names = [f"{name} (went)" if went else name for name, went in shown.index]
    if len(rest):
        names.append(f"{len(rest)} smaller, together {signed(float(rest.sum()))}")
    ax.axvline(0, color=colours.soft, lw=0.8)
    ax.set_yticks(range(0, -n, -1), [name.replace("$", r"\$") for name in names])
    ax.set_ylim(-n + 0.4, 0.6)
    ax.margins(x=0.2)
    _dress_words(ax, str(table["metric"].iloc[0]), bars, most)
    return ax


def _dress_words(ax: "Axes", name: str, bars: "pd.Series[float]", most: int) -> None:
    """Give a word shift its title, its axis and what stands behind its finding."""
    label, colours = spell(name), colours_of(ax)
    ax.set_xlabel(f"← lowers {label}   |   raises {label} →", color=colours.soft, fontsize=9)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", colors=colours.soft, labelsize=8.5)
    shift = float(bars.sum())
    size = f"{plain(abs(shift))} {METRICS[name].unit}" if name in METRICS else plain(abs(shift))
    told = f"up by {size}" if shift > 0 else f"down by {size}" if shift else "ends where it began"
    title, note = f"{label[:1].upper()}{label[1:]}: {told}", "A bar is what a word moves; hollow: the word went."
    way = bars[bars * shift > 0]
    movers = way[[word != _NO_WORD for word, _ in way.index]][: min(3, most)]
    if len(movers):
        title += f", through {', '.join(word for word, _ in movers.index)}"
        note += f" Those named make {plain(100 * float(movers.sum()) / float(way.sum()))} % of what moves it this way."
    write_title(ax, title.replace("$", r"\$"), note)


_NO_WORD = "(length of the text)"


def _sum_words(table: pd.DataFrame) -> "pd.Series[float]":
    """Return what each word contributed, by (word, whether it only went): the largest first, what is no word's last."""
    if table.empty:
        return pd.Series(dtype=float)
    names = table["word"].where(table["word"] != "", _NO_WORD)
    names = names.where(~table["quoted"].astype(bool), "“" + names + "”")
    went = [w != "" and w in old.split() and w not in new.split()
            for w, old, new in zip(table["word"], table["old"], table["new"], strict=True)]  # fmt: skip
    only_went = pd.Series(went, index=table.index).groupby(names).all()
    totals = table["contribution"].groupby(names, sort=False).sum()
    totals = totals[totals.abs() > 1e-12]
    order = sorted(totals.index, key=lambda name: (name == _NO_WORD, -abs(totals[name])))
    return pd.Series({(name, bool(only_went[name])): float(totals[name]) for name in order}, dtype=float)


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
    end = body.iloc[int(body[column].abs().to_numpy().argmax())]
    where = f"sentence {int(end['sentence']) + 1} of {end['version']} ({signed(float(end[column]))})"
    write_title(ax, f"{name[:1].upper()}{name[1:]} stands out most in {where}", _ends(groups, column))
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
                ax.text(left + n / 2, -y, str(n), ha="center", va="center", fontsize=8.5, color=_readable(hue))
    names = [f"{step.old.version or 'older'} → {step.new.version or 'newer'}" for step in steps]
    ax.set_yticks(range(0, -len(steps), -1), names)
    ax.set(xticks=[], xlim=(0, max(1, *(int(row.sum()) for row in counts))))
    ax.spines["bottom"].set_visible(False)
    most = max(range(len(steps)), key=lambda y: (counts[y][3], counts[y][2]))
    write_title(ax, f"What is claimed changes most from {names[most].replace(' → ', ' to ')}",
                f"Findings of each step. Coloured: {GRAVITIES[3]}; grey: {GRAVITIES[2]}.")  # fmt: skip
    return ax


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
