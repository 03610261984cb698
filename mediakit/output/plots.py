"""Draw finished tables of numbers: every function takes a table and `ax=None` and returns the Axes.

Each figure says in its title what it shows; `finding(ax)` returns these words as a text alternative.
"""

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.comparison.summary import name_size
from mediakit.errors import unknown_choice
from mediakit.measures.metrics import MAIN, METRICS
from mediakit.output.files import make_folder, write_whole
from mediakit.output.formatting import plain, read_verdict, signed, spell
from mediakit.output.plot_style import (
    Palette,
    ask,
    colours_of,
    finding,
    open_canvas,
    readable,
    style,
    write_nothing,
    write_title,
)
from mediakit.output.series_plots import corpus, timeline, versions
from mediakit.output.voice_plots import coverage, quotations, voices

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mediakit.comparison.shifts import Comparison


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
    ax.text(x, y, f"{number + 1}", ha="center", va="center", fontsize=8, color=readable(_hue(kind, colours)))
    words = " ".join(text.split())
    said = words if len(words) <= _SNIPPET else words[:_SNIPPET].rsplit(" ", 1)[0] + " …"
    if kind not in {"same", "edited"}:
        said = f"{kind}: {said}" if said else kind
    shift, align = (-0.028, "right") if side == "old" else (0.028, "left")
    faded = colours.soft if kind == "same" else colours.ink
    ax.text(x + shift, y, said.replace("$", r"\$"), ha=align, va="center", fontsize=8, color=faded)


__all__ = ["style", "finding", "shifts", "evidence", "tone", "versions", "corpus", "flow", "quotations", "voices",
           "coverage", "timeline", "accuracy", "save"]  # fmt: skip


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
    said = textwrap.shorten(read_verdict(line), 44, placeholder=" …")
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
        names.append(f"{len(rest)} more, together {signed(float(rest.sum()))}")
    ax.axvline(0, color=colours.soft, lw=0.8)
    ax.set_yticks(range(0, -n, -1), [name.replace("$", r"\$") for name in names])
    ax.set_ylim(-n + 0.4, 0.6)
    ax.margins(x=0.2)
    _dress_words(ax, str(table["metric"].iloc[0]), bars, most)
    return ax


def _dress_words(ax: "Axes", name: str, bars: "pd.Series[float]", most: int) -> None:
    """Give a word shift its title, its axis and what stands behind its finding."""
    label, colours = spell(name), colours_of(ax)
    ax.set_xlabel("← lowers it   |   raises it →", color=colours.soft, fontsize=9)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", colors=colours.soft, labelsize=8.5)
    shift = float(bars.sum())
    size = name_size(METRICS[name], shift) if name in METRICS else plain(abs(shift))
    told = f"up by {size}" if shift > 0 else f"down by {size}" if shift else "ends where it began"
    title, note = f"{label[:1].upper()}{label[1:]}: {told}", "A bar is what a word moves; hollow: the word went."
    way = bars[bars * shift > 0]
    movers = way[[word != _NO_WORD for word, _ in way.index]][: min(3, most)]
    if len(movers):
        title += f", through {', '.join(f'{word} (went)' if went else word for word, went in movers.index)}"
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


def _plain_word(found: "re.Match[str]") -> str:
    """Return a word of a figure's name, the label of the metric if it is one."""
    return METRICS[found[0]].label if found[0] in METRICS else found[0].replace("_", " ")


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
    names = [textwrap.fill(re.sub(r"\w+", _plain_word, str(name)), 32) for name in rows["figure"]]
    ax.set_yticks(range(len(rows)), names[::-1], fontsize=8.5)
    beside = rows[rows["peer"].notna()]
    ahead = int((beside["ours"] > beside["peer"]).sum())
    write_title(ax, f"Ahead of the named peer in {ahead} of {len(beside)} figures",
                "Filled dot: mediakit. Ring: the peer, measured in the same run on the same cases.")  # fmt: skip
    return ax


_FORMATS = ("png", "svg", "pdf")


def save(comparison: "Comparison", folder: str | Path, format: str = "png") -> list[Path]:
    """Write every figure of a Comparison into `folder`, which is made if need be, and return the files.

    `format` is png, svg or pdf. Raises `ChoiceError` for another, `WriteError` if a file cannot be written.

    >>> c = mk.compare("The dam held.", "The old dam held.")
    >>> [path.name for path in mk.plots.save(c, tempfile.mkdtemp())]
    ['shifts.png', 'evidence.png', 'voices.png', 'quotations.png', 'coverage.png', 'flow.png']
    """
    import matplotlib.pyplot as plt

    if format not in _FORMATS:
        raise unknown_choice("format", format, _FORMATS)
    place, paths = make_folder(folder), []
    for draw in (shifts, evidence, voices, quotations, coverage, flow):
        figure: Any = draw(comparison).get_figure(root=True)
        picture = BytesIO()
        try:
            figure.savefig(picture, format=format, bbox_inches="tight")
        finally:
            plt.close(figure)
        paths.append(place / f"{draw.__name__}.{format}")
        write_whole(paths[-1], picture.getvalue())
    return paths
