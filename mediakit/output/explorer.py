"""The widgets of a notebook: explore versions of a story, or hand in two texts of your own."""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from mediakit.comparison.shifts import Comparison, compare
from mediakit.errors import MediakitError, ReadError
from mediakit.output.formatting import GRAVITIES, SAME_QUOTATION, name_kind, no_mathematics
from mediakit.output.report import render_findings, render_fragment, render_head, render_panel
from mediakit.stories import Story, Version, read_version

_VOICES = (("all words", "all"), ("the writer's", "narrator"), ("the quoted", "quoted"))
_READABLE = ".txt,.md,.html,.htm,.json,.docx,.pdf,.rtf"
_PANELS = ("findings", "quotations", "voices", "measures", "side by side")
_ROW = {"flex_flow": "row wrap", "align_items": "center"}


class Explorer(widgets.VBox):  # type: ignore[misc]
    """Two versions to look through: findings, quotations, voices, measures, the texts; report and tables to save.

    `comparison` is the one that is shown.
    """

    def __init__(self, stories: Sequence[Story] = (), pair: Comparison | None = None) -> None:
        """Show a pair, or choosers of story and versions."""
        self._stories, self._pair = {story.id: story for story in stories}, pair
        self._story, self._voice = _choose("Story", list(self._stories)), _choose("Words", _VOICES)
        self._older, self._newer = _choose("Older"), _choose("Newer")
        self._gravity = widgets.ToggleButtons(options=[("all", 0)], style={"button_width": "auto"})
        self._kind = _choose("Kind", [("all kinds", "")])
        self._head, self._message = widgets.HTML(), widgets.HTML()
        self._panels = {name: widgets.HTML().add_class(f"mediakit-{name.replace(' ', '-')}") for name in _PANELS}
        self._filled: set[str] = set()
        self._offering = False
        filters = widgets.HBox([self._gravity, self._kind], layout=_ROW)
        findings, *others = self._panels.values()
        self._tabs = widgets.Tab([widgets.VBox([filters, findings]), *others])
        choosers = [self._older, self._newer, self._voice] if stories else []
        savers = [_button(name, partial(self._save, write)) for name, write in _WRITERS.items()]
        top = widgets.HBox([*[self._story] * (len(stories) > 1), *choosers, *savers], layout=_ROW)
        super().__init__([top, self._message, self._head, self._tabs])
        self.add_class("mediakit-explorer")
        self._offer_versions() if stories else self._show()
        self._watch()

    def _watch(self) -> None:
        """Let every chooser do its work, but while its choices are being made."""
        work = {self._story: self._offer_versions, self._gravity: self._list_findings, self._kind: self._list_findings,
                **dict.fromkeys((self._older, self._newer, self._voice), self._show)}  # fmt: skip
        for chooser, do in work.items():
            chooser.observe(lambda _, do=do: None if self._offering else do(), names="value")
        self._tabs.observe(lambda _: self._fill(), names="selected_index")

    def _offer_versions(self) -> None:
        """Offer the versions of the chosen story, and show the first beside the last."""
        names = [version.version for version in self._stories[self._story.value]]
        self._offering = True
        self._older.options, self._newer.options = names, names
        self._older.value, self._newer.value = names[0], names[-1]
        self._offering = False
        self._show()

    def _show(self) -> None:
        """Compare what is chosen and show it."""
        if self._pair is None:
            story = self._stories[self._story.value]
            self.comparison = compare(story[self._older.value], story[self._newer.value], voice=self._voice.value)
        else:
            self.comparison = self._pair
        self._head.value, self._message.value = render_head(self.comparison), ""
        findings, quotations = self.comparison.findings(), self.comparison.quotations()
        counts = findings["gravity"].value_counts()
        told = [(f"{name} ({counts[each]})", each) for each, name in GRAVITIES.items() if each in counts]
        kinds = [(f"{name_kind(kind)} ({n})", kind) for kind, n in findings["kind"].value_counts().items()]
        self._offering = True
        self._gravity.options, self._kind.options = [("all", 0), *told], [("all kinds", ""), *kinds]
        self._offering = False
        differing = int((~quotations["status"].isin(SAME_QUOTATION)).sum())
        self._tabs.titles = (f"Findings ({len(findings)})", f"Quotations ({differing} differ)", "Voices", "Measures",
                             "Side by side")  # fmt: skip
        self._filled.clear()
        self._list_findings()
        self._fill()

    def _list_findings(self) -> None:
        self._panels["findings"].value = render_findings(self.comparison, self._gravity.value, self._kind.value)

    def _fill(self) -> None:
        """Write the open panel, once for each comparison; the findings are there already."""
        name = _PANELS[self._tabs.selected_index or 0]
        if name not in self._filled and name != "findings":
            side_by_side = name == "side by side"
            page = render_fragment(self.comparison) if side_by_side else render_panel(self.comparison, name)
            self._panels[name].value = page
        self._filled.add(name)

    def _save(self, write: Callable[[Comparison, Path], Path]) -> None:
        """Write a file, and say where it is, with a link to load it down where the notebook runs elsewhere."""
        try:
            path = write(self.comparison, self._name_file())
        except (MediakitError, OSError) as error:
            self._message.value = Markup('<p role="alert"><strong>Not saved:</strong> {}</p>').format(error)
            return
        link = ""
        if path.is_file():
            data = base64.b64encode(path.read_bytes()).decode("ascii")
            link = Markup(' · <a download="{}" href="data:application/octet-stream;base64,{}">download</a>').format(
                path.name, data
            )
        self._message.value = Markup('<p role="status">Saved: {}{}</p>').format(path, link)

    def _name_file(self) -> Path:
        """Return where the comparison is saved, but for the ending: named after story and versions."""
        old, new = self.comparison.old, self.comparison.new
        parts = [re.sub(r"[^\w.]+", "-", part).strip("-.") for part in (new.story, old.version, new.version)]
        return Path("-".join(filter(None, parts)) or "comparison")

    def __repr__(self) -> str:
        """Return what is compared in a line."""
        return f"<Explorer of {self.comparison!r}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        """Return the widget, and what is grave in it as a page for where no program runs."""
        bundle: dict[str, Any] = dict(super()._repr_mimebundle_(**kwargs))
        told = set(self.comparison.findings()["gravity"])
        grave = "".join(render_findings(self.comparison, gravity) for gravity in (3, 2) if gravity in told)
        quotations = render_panel(self.comparison, "quotations")
        return bundle | {"text/html": no_mathematics(render_head(self.comparison) + grave + quotations)}


def _write_report(comparison: Comparison, place: Path) -> Path:
    path = place.with_name(f"{place.name}.html")
    comparison.to_html(path)
    return path


def _write_tables(comparison: Comparison, place: Path) -> Path:
    """Write a workbook, or a folder of CSV files where the library for it is missing."""
    if not find_spec("openpyxl"):
        comparison.to_csv(place)
        return place
    path = place.with_name(f"{place.name}.xlsx")
    comparison.to_excel(path)
    return path


_WRITERS = {"Save report": _write_report, "Save tables": _write_tables}


class Desk(widgets.VBox):  # type: ignore[misc]
    """Two texts to paste or to upload; a button compares them."""

    def __init__(self) -> None:
        """Show two empty boxes."""
        self._sides = [_side("Older"), _side("Newer")]
        self._message, self._result = widgets.HTML(), widgets.VBox()
        self._message.add_class("mediakit-message")
        row = widgets.HBox([box for box, _ in self._sides], layout={"flex_flow": "row wrap"})
        super().__init__([row, _button("Compare", self._compare_texts, "primary"), self._message, self._result])
        self.add_class("mediakit-desk")

    def __repr__(self) -> str:
        """Return what it is in a line."""
        return "<Desk for two texts>"

    def _compare_texts(self) -> None:
        """Compare the texts, or say what is missing."""
        try:
            older, newer = (read() for _, read in self._sides)
            if older.text.split() == newer.text.split():
                raise ReadError("Both texts are the same: there is nothing to compare.", older.text)
            self._message.value, self._result.children = "", [Explorer([Story("yours", (older, newer))])]
        except MediakitError as error:
            self._result.children = []
            self._message.value = Markup('<p role="alert"><strong>Not yet:</strong> {}</p>').format(error)


def _choose(name: str, options: Sequence[Any] = ()) -> "widgets.Dropdown":
    return widgets.Dropdown(options=options, description=name, layout={"width": "15.5rem"})


def _button(name: str, work: Callable[[], None], look: str = "") -> "widgets.Button":
    """Return a button that does some work."""
    button = widgets.Button(description=name, button_style=look)
    button.on_click(lambda _: work())
    return button


def _side(name: str) -> "tuple[widgets.Widget, Callable[[], Version]]":
    """Return the widget that takes one text, and what reads it."""
    asked, hint = f"Paste the {name.lower()} text here", f"or upload the {name.lower()}"
    area = widgets.Textarea(placeholder=asked, layout={"width": "auto", "height": "12rem"})
    upload = widgets.FileUpload(accept=_READABLE, description=hint, layout={"width": "15.5rem"})

    def read() -> Version:
        if area.value.strip():
            return Version(area.value, "yours", name.lower())
        if upload.value:
            return _uploaded(upload.value[0], name.lower())
        raise ReadError(f"The {name.lower()} text is missing: paste it or upload a file ({_READABLE}).", "")

    box = widgets.VBox([widgets.HTML(f"<b>{name} version</b>"), area, upload], layout={"flex": "1 1 20rem"})
    return box, read


def _uploaded(file: Any, name: str) -> Version:
    """Return the version in an uploaded file, read as a file of its kind would be."""
    with TemporaryDirectory(prefix="mediakit-") as folder:
        path = Path(folder, Path(str(file["name"])).name)
        path.write_bytes(bytes(file["content"]))
        try:
            found = read_version(path)
        except ReadError as error:
            raise ReadError(str(error).replace(str(path), path.name), path.name) from error
    return replace(found, story="yours", version=name)
