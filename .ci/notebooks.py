"""Run every notebook from a fresh kernel and write its outputs, cleaned of what differs from run to run.

The first picture of each is kept in notebooks/images for notebooks/README.md.

python .ci/notebooks.py [NOTEBOOK ...]      default: all in notebooks/
"""

import base64
import os
import re
import sys
from io import BytesIO
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
IMAGES = NOTEBOOKS / "images"
SECONDS_PER_CELL = 120
KEPT_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r"0x[0-9a-f]{6,16}")


def run(path: Path) -> NotebookNode:
    """Return the notebook run from a fresh kernel in its own folder; raises on the first error in a cell or widget."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=SECONDS_PER_CELL, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute(env=plain_environment())
    if problems := widget_errors(notebook):
        raise RuntimeError(f"{path.name}: error inside a widget: {problems[0]}")
    return clean(notebook)


def first_picture(notebook: NotebookNode) -> bytes:
    """Return the first picture among the outputs of a notebook, as PNG; empty if there is none."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    return base64.b64decode(pictures[0]) if pictures else b""


def save_picture(picture: bytes, path: Path) -> None:
    """Write a picture in few colours, which quarters its size; nothing if there is none."""
    if picture:
        path.parent.mkdir(exist_ok=True)
        Image.open(BytesIO(picture)).convert("RGB").quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)


def plain_environment() -> dict[str, str]:
    """Return the environment without the labelled sets, so that what is committed is the same for everybody."""
    return {name: value for name, value in os.environ.items() if name != "MEDIAKIT_BENCHMARKS"}


def widget_errors(notebook: NotebookNode) -> list[str]:
    """Return the errors that widget callbacks left in the state of output widgets."""
    states = notebook.metadata.get("widgets", {}).values()
    models = [model for state in states for model in state.get("state", {}).values()]
    outputs = [output for model in models for output in model.get("state", {}).get("outputs", [])]
    return [f"{o.get('ename')}: {o.get('evalue')}" for o in outputs if o.get("output_type") == "error"]


def clean(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with only the metadata and outputs that are the same in every run."""
    notebook.metadata = nbformat.from_dict(KEPT_METADATA)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k == "tags"})
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if not _is_progress(output)]
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output.pop("metadata", None)
            else:  # the text alternative of a picture stays
                told = output.metadata.get("image/png", {})
                output.metadata = {"image/png": {"alt": told["alt"]}} if "alt" in told else {}
            _clean_data(output.get("data", {}))
    return notebook


def _is_progress(output: NotebookNode) -> bool:
    """Tell whether an output is the bar of a run that is over."""
    data = output.get("data", {})
    return _WIDGET_VIEW in data and "[00:00" in data.get("text/plain", "")


def _clean_data(data: dict) -> None:
    """Take out of one output what differs from run to run: widget ids and memory addresses."""
    if data.pop(_WIDGET_VIEW, None) is not None:
        data["text/plain"] = "An interactive widget: run this notebook to use it."
    if isinstance(data.get("text/plain"), str):
        data["text/plain"] = _ADDRESS.sub("0x…", data["text/plain"])


def printed(notebook: NotebookNode) -> list[str]:
    """Return what each output shows as text and tables, pictures left out."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [o.get("text") or _readable(o.get("data", {})) for o in outputs]
    return ["" if text.startswith("<Figure size") else text for text in shown]


def _readable(data: dict) -> str:
    """Return one output in its most telling written form."""
    return next((data[kind] for kind in ("text/html", "text/markdown", "text/plain") if kind in data), "")


def main(names: list[str]) -> None:
    """Run and write the named notebooks, or all."""
    for path in [Path(name) for name in names] or sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = run(path)
        nbformat.write(notebook, path)
        save_picture(first_picture(notebook), IMAGES / f"{path.stem}.png")
        sys.stdout.write(f"{path.name}: {len(notebook.cells)} cells\n")


if __name__ == "__main__":
    main(sys.argv[1:])
