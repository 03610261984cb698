"""Draw finished tables that follow sentences and quotations from one version to the next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from mediakit.output.canvas import Palette, colours_of, open_canvas, write_nothing, write_title
from mediakit.output.wording import SAME_QUOTATION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
