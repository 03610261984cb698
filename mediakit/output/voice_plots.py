"""Draw who speaks in two versions, and what became of each sentence of the older one; `plots` has both."""

import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.output.plot_style import colours_of, open_canvas, write_nothing, write_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 14  # voices drawn; those with fewest words are summed up in words
_NAME, _SENTENCE, _VOICES, _NUMBERS = 34, 44, 26, 17  # characters that fit in a column
_GONE = {"dropped": "gone", "unnamed": "no longer named", "new": "new"}


def voices(table: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw the voices of two versions (`c.voices()`): a bar of words for each source, the older above the newer.

    The full part of a bar is quoted, the pale part reported. At the right: words old and new, and what became of it.
    """
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
    note = "Upper bar: the older version, lower bar: the newer. Full: words quoted, pale: words reported."
    write_title(ax, _tell_voices(table), note + f" {left_out} with fewer words are not drawn." * (left_out > 0))
    return ax


def _draw_voice(ax: "Axes", line: dict[Any, Any], y: int, longest: float) -> None:
    """Draw the two bars of a source and say at the right what became of it."""
    colours = colours_of(ax)
    for side, shift, hue in (("old", 0.18, colours.quiet), ("new", -0.18, colours.lower)):
        n_words, quoted = int(line[f"n_words_{side}"]), int(line[f"n_quoted_words_{side}"])
        ax.barh(y + shift, n_words, height=0.32, color=hue, alpha=0.4, lw=0, gid=f"{side}-{y}-{n_words}")
        ax.barh(y + shift, quoted, height=0.32, color=hue, lw=0)
    gone = line["status"] in ("dropped", "unnamed")
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


def coverage(table: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw the older version as a strip of its sentences (`c.coverage()`): kept, edited, moved or cut.

    Beside each sentence its first words, who speaks in it and the numbers in it; lead and last paragraph are marked.
    """
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
