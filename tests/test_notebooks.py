"""Every notebook runs from a fresh kernel and prints what its committed outputs say."""

import importlib.util
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("notebooks_runner", ROOT / ".ci" / "notebooks.py")
runner = importlib.util.module_from_spec(spec)
spec.loader.exec_module(runner)

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAX_LINES = 12


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_prints_what_is_committed(path: Path) -> None:
    committed = runner.printed(nbformat.read(path, as_version=4))
    assert runner.printed(runner.run(path)) == committed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_is_committed_as_the_runner_writes_it(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert runner.clean(nbformat.read(path, as_version=4)) == notebook
    for cell in code:
        assert cell.source.count("\n") < MAX_LINES, cell.source
        assert "def " not in cell.source and "sys.path" not in cell.source and "filterwarnings" not in cell.source


@pytest.mark.notebooks
def test_a_broken_cell_fails(tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    with pytest.raises(Exception, match="ZeroDivisionError"):
        runner.run(path)


@pytest.mark.notebooks
def test_an_error_inside_a_widget_fails(tmp_path: Path) -> None:
    path = tmp_path / "widget.ipynb"
    code = "from ipywidgets import interactive\ndisplay(interactive(lambda x: 1 / x, x=(0, 2, 1)).children[0])\n"
    code += "w = interactive(lambda x: 1 / x, x=(0, 2, 1))\ndisplay(w)\nw.children[0].value = 0"
    nbformat.write(new_notebook(cells=[new_code_cell(code)]), path)
    with pytest.raises(RuntimeError, match="inside a widget: ZeroDivisionError"):
        runner.run(path)
