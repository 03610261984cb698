"""Every notebook runs from a fresh kernel and prints what its committed outputs say."""

import importlib.util
import re
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


def test_every_notebook_has_a_paragraph_and_a_small_picture() -> None:
    readme = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    for path in NOTEBOOKS:
        assert f"]({path.name})" in readme and f"](images/{path.stem}.png)" in readme
        assert (ROOT / "notebooks" / "images" / f"{path.stem}.png").stat().st_size <= 60_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_asks_answers_names_inputs_and_ends_with_limits(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert "**The question.**" in cells[0].source and "**The answer.**" in cells[0].source
    inputs = [cell for cell in cells if cell.source.startswith("# inputs")]
    assert len(inputs) == 1 and "# outputs" in inputs[0].source and "SEED" in inputs[0].source
    assert "## Limits" in cells[-1].source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_numbers_and_words_that_the_answer_cites_are_printed(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    answer = notebook.cells[0].source.split("**The answer.**")[1].split("\n\n")[0]
    cited = ["".join(groups) for groups in re.findall(r"\*([^*]+)\*|“([^”]+)”|(?<!\w)(\d[\d.,]*\d|\d)", answer)]
    shown = " ".join(re.sub(r"<[^>]+>", " ", text) for text in runner.printed(notebook)).lower()
    missing = [words for words in cited if not re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", shown)]
    assert missing == [], "said in the answer, printed by no cell"


@pytest.mark.notebooks
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_own_articles_takes_parameters_and_explains_a_wrong_path(tmp_path: Path) -> None:
    from papermill import execute_notebook

    texts = {"first.txt": "The mayor said no. She left.", "second.md": "The mayor fumed. She stormed out."}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    source, target = str(ROOT / "notebooks" / "07-your-own-articles.ipynb"), str(tmp_path / "out.ipynb")
    paths = {"old": str(tmp_path / "first.txt"), "new": str(tmp_path / "second.md")}
    report = tmp_path / "report.html"
    execute_notebook(source, target, paths | {"report": str(report)}, progress_bar=False)
    assert "stormed" in report.read_text(encoding="utf-8")
    with pytest.raises(Exception, match="Please check the inputs. There is no file"):
        execute_notebook(source, target, paths | {"new": str(tmp_path / "third.md")}, progress_bar=False)
