"""Draw who speaks, what became of quotations and of each sentence of the older version; `plots` has all three."""

import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.output.formatting import SAME_QUOTATION
from mediakit.output.plot_style import ask, colours_of, open_canvas, write_nothing, write_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mediakit.comparison.shifts import Comparison

_MOST = 14  # voices drawn; those with fewest words are summed up in words
_NAME, _SENTENCE, _VOICES, _NUMBERS = 34, 44, 26, 17  # characters that fit in a column
_GONE = {"dropped": "gone", "unnamed": "no longer named", "new": "new"}


def voices(table: "pd.DataFrame | Comparison", ax: "Axes | None" = None) -> "Axes":
    """Draw the voices of a Comparison or its `c.voices()`: a bar of words for each source, the older above the newer.

    The full part of a bar is quoted, the pale part reported. At the right: words old and new, and what became of it.
    """
    table = ask(table, "voices")
    most = table[["n_words_old", "n_words_new"]].max(axis=1)
    rows = table.loc[most[most > 0].sort_values(ascending=False, kind="stable").index[:_MOST]]
    ax = open_canvas(ax, 1.25 + 0.46 * len(rows) if len(rows) else 0.6)
    if rows.empty:
        return write_nothing(ax, "Neither version lets anybody speak.")
    longest = float(most.max()) or 1.0
    for i, line in enumerate(rows.to_dict("records")):
        _draw_voice(ax, line, len(rows) - 1 - i, longest)
    names = [_short(str(line.source_old or line.source_new or "(nobody named)"), _NAME) for line in rows.itertuples()]
    ax.set(xlim=(0, longest * 1.5), ylim=(-0.6, len(rows) - 0.4), xticks=[])
    ax.set_yticks(range(len(names)), names[::-1], fontsize=8.5)
    ax.spines["bottom"].set_visible(False)
    left_out = len(table) - len(rows)
    note = "Upper bar: the older version, lower bar: the newer. Full: words quoted, pale: reported. Dashed: gone."
    write_title(ax, _tell_voices(table), note + f" {left_out} with fewer words are not drawn." * (left_out > 0))
    return ax


def _draw_voice(ax: "Axes", line: dict[Any, Any], y: int, longest: float) -> None:
    """Draw the two bars of a source and say at the right what became of it."""
    colours, gone = colours_of(ax), line["status"] == "dropped"
    for side, shift, hue in (("old", 0.18, colours.quiet), ("new", -0.18, colours.lower)):
        n_words, quoted = int(line[f"n_words_{side}"]), int(line[f"n_quoted_words_{side}"])
        gid = f"{side}-{y}-{n_words}"
        if gone:  # what is gone is an empty place
            ax.barh(y + shift, n_words, height=0.32, fill=False, edgecolor=colours.removed, ls=(0, (3, 2)),
                    lw=float(n_words > 0), gid=gid)  # fmt: skip
            continue
        ax.barh(y + shift, n_words, height=0.32, color=hue, alpha=0.4, lw=0, gid=gid)
        ax.barh(y + shift, quoted, height=0.32, color=hue, lw=0)
    said = _GONE.get(line["status"], str(line["status"]))
    if line["status"] in ("unnamed", "named") and line["source_new"] and line["source_old"]:
        said = f"now “{_short(line['source_new'], 20)}”"
    words = f"{int(line['n_words_old'])} → {int(line['n_words_new'])} words"
    ax.text(longest * 1.05, y + 0.17, words, va="center", fontsize=8.5, color=colours.soft)
    ax.text(longest * 1.05, y - 0.19, said, va="center", fontsize=8.5, color=colours.removed if gone else colours.ink,
            fontweight="bold" if gone else "normal")  # fmt: skip


def _tell_voices(table: pd.DataFrame) -> str:
    """Return what became of the voices, in words."""
    had = table[table["n_statements_old"] > 0]
    told = []
    for status, words in (("dropped", "gone"), ("unnamed", "no longer named"), ("shortened", "shortened")):
        names = [str(name) for name in had[had["status"] == status]["source_old"] if name]
        if names:
            shown = ", ".join(_short(name, _NAME) for name in names[:2])
            told.append(f"{len(names)} {words} ({shown}{', …' if len(names) > 2 else ''})")
    new = int((table["status"] == "new").sum())
    told += [f"{new} new"] if new else []
    return f"Of {len(had)} voices {'; '.join(told)}" if told else f"All {len(had)} voices are kept"


def _short(text: str, most: int) -> str:
    """Return a text of at most so many characters, with no dollar sign read as mathematics."""
    return textwrap.shorten(" ".join(text.split()), most, placeholder=" …").replace("$", r"\$")


_TOLD, _TILE = ("altered", "trimmed"), 42  # states whose change is told in the tile, and characters that fit in one
_LABEL = 44  # characters of a quotation that fit beside its tiles


def quotations(table: "pd.DataFrame | Comparison", ax: "Axes | None" = None) -> "Axes":
    """Draw what became of every quotation, one row a quotation, one tile a newer version.

    `table` is a Comparison or its `c.quotations()`; for several versions put their tables under each other with a
    column `version`. Quotations that only the newer version has are counted in the last row.
    """
    given = ask(table, "quotations")
    rows = given if "version" in given.columns else given.assign(version="newer version")
    names = list(dict.fromkeys(rows["version"]))
    known = rows[rows["old"].fillna("") != ""]
    labels = list(dict.fromkeys(known["old"]))
    ax = open_canvas(ax, 1.1 + 0.34 * (len(labels) + 1.5))
    if rows.empty:
        return write_nothing(ax, "Neither version quotes anybody.")
    alone = len(names) == 1
    for line in known.itertuples():
        said = str(line.status)
        if alone and said in _TOLD:
            said = _short(f"{said}: {line.changes}", _TILE).rstrip(": ")
        _tile(ax, names.index(line.version), labels.index(line.old), str(line.status), said)
    fresh = rows[rows["old"].fillna("") == ""].groupby("version")["status"].value_counts(sort=False)
    for name in fresh.index.unique("version"):
        _tile(ax, names.index(str(name)), len(labels), "new", ", ".join(f"{n} {s}" for s, n in fresh[name].items()))
    colours = colours_of(ax)
    ax.set(xlim=(-0.5, len(names) - 0.5), ylim=(len(labels) + (0.5 if len(fresh) else -0.5), -1), xticks=[])
    for x, name in enumerate(names):
        ax.text(x, -0.75, name, ha="center", va="center", fontsize=9.5, color=colours.ink)
    shown = [_shorten(label) for label in labels] + ["(no quotation in the older version)"] * bool(len(fresh))
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
    gid = f"{x}-{y}-{status}"
    if status == "dropped":  # what is gone is an empty place
        ax.barh(y, 0.94, left=x - 0.47, height=0.82, fill=False, edgecolor=hue, ls=(0, (3, 2)), lw=1.2, gid=gid)
    else:
        ax.barh(y, 0.94, left=x - 0.47, height=0.82, color=hue, alpha=1 if quiet else 0.35, lw=0, gid=gid)
        ax.barh(y, 0.035, left=x - 0.47, height=0.82, color=hue, lw=0)
    said, ink = text or _GONE.get(status, status), colours.soft if quiet else colours.ink
    ax.text(x, y, said, ha="center", va="center", fontsize=8.5, color=ink)


def coverage(table: "pd.DataFrame | Comparison", ax: "Axes | None" = None) -> "Axes":
    """Draw the older version of a Comparison (or its `c.coverage()`) as a strip of its sentences.

    A sentence is kept, edited, moved or cut; beside it stand its first words, who speaks in it and the numbers in it.
    Lead and last paragraph are marked.
    """
    table = ask(table, "coverage")
    ax = open_canvas(ax, 1.2 + 0.235 * (len(table) + 1) if len(table) else 0.6)
    if table.empty:
        return write_nothing(ax, "No sentence to draw.")
    colours = colours_of(ax)
    for x, name in ((0.185, "first words"), (0.61, "who speaks"), (0.85, "numbers")):
        ax.text(x, 0.35, name, fontsize=8, color=colours.soft, va="center")
    for line in table.itertuples():
        _draw_sentence(ax, line)
    for place in ("lead", "last"):
        where = table.loc[table["place"] == place, "sentence"]
        if len(where):
            top, low = -int(where.min()) - 0.1, -int(where.max()) - 0.9
            ax.plot([0.042, 0.042], [low, top], color=colours.ink, lw=1.6, solid_capstyle="butt")
            ax.text(0.034, (top + low) / 2, place, ha="right", va="center", fontsize=8, color=colours.ink)
    ax.set(xlim=(0, 1), ylim=(-len(table) - 0.1, 0.8))
    ax.set_axis_off()
    write_title(ax, _tell_coverage(table), "The older version from top to bottom; moved: the sentence it became.")
    return ax


def _draw_sentence(ax: "Axes", line: Any) -> None:
    """Draw one sentence of the strip."""
    colours = colours_of(ax)
    hues = {"kept": colours.line, "edited": colours.edited, "moved": colours.moved, "cut": colours.removed}
    y, cut = -int(line.sentence) - 0.5, line.status == "cut"
    ax.barh(y, 0.03, left=0.055, height=0.82, color=hues[line.status], lw=0, gid=f"{line.sentence}-{line.status}")
    said = f"→ {line.new[0] + 1}" if line.status == "moved" and line.new else str(line.status)
    quiet = line.status == "kept"
    ax.text(0.095, y, said, va="center", fontsize=8, color=colours.soft if quiet else colours.ink,
            fontweight="bold" if cut else "normal")  # fmt: skip
    hue = colours.removed if cut else colours.soft if quiet else colours.ink
    for x, words, most in ((0.185, line.text, _SENTENCE), (0.61, line.voices, _VOICES), (0.85, line.numbers, _NUMBERS)):
        ax.text(x, y, _short(str(words), most), va="center", fontsize=8, color=hue)


def _tell_coverage(table: pd.DataFrame) -> str:
    """Return how many sentences are cut and what stood in them, in words."""
    cut = table[table["status"] == "cut"]
    if cut.empty:
        return f"All {len(table)} sentences of the older version have a counterpart"
    voiced, counted = int((cut["voices"] != "").sum()), int((cut["numbers"] != "").sum())
    held = [f"{n} of them {what}" for n, what in ((voiced, "with a voice"), (counted, "with a number")) if n]
    moved = int((table["status"] == "moved").sum())
    said = f"{len(cut)} of {len(table)} sentences are cut" + (f", {', '.join(held)}" if held else "")
    return said + (f"; {moved} moved" if moved else "")
