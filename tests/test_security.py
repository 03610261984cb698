"""Nothing that is read can run: no pickle, no eval; what is written for a spreadsheet holds no formula."""

import ast
import base64
import hashlib
import pickle
import re

import pandas as pd
import pytest

import mediakit as mk
from mediakit.output import exports
from mediakit.output.exports import render_csv
from tests.conftest import PACKAGE
from tests.injections import INJECTIONS, carry

# What makes objects or code out of data.
RUNS = set(
    "pickle cPickle dill cloudpickle joblib shelve marshal eval exec compile read_pickle to_pickle read_hdf "
    "system popen subprocess allow_pickle unsafe_load full_load".split()
)


def names(tree: ast.AST) -> set[str]:
    """Return the bare names, attributes of bare modules, imported modules and keywords in some code."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.name.partition(".")[0] for alias in node.names} | {getattr(node, "module", None) or ""}
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id == "re"):
            found.add(node.attr)
        elif isinstance(node, ast.keyword):
            found.add(node.arg or "")
    return found


@pytest.mark.parametrize("path", sorted((PACKAGE).rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_unpickles_or_evaluates(path) -> None:
    assert not names(ast.parse(path.read_text(encoding="utf-8"))) & RUNS


def test_what_is_made_of_texts_can_be_sent_to_another_process() -> None:
    story = mk.load_example("data-breach")
    comparison = mk.compare(story["wire"], story["tabloid"], n_draws=50, metrics="all")
    told = comparison.to_json()  # what was reckoned is kept in it
    assert pickle.loads(pickle.dumps(comparison)).to_json() == told
    for thing in (story, story["wire"], comparison.old, *mk.METRICS.values()):
        assert pickle.loads(pickle.dumps(thing)) == thing
    for lexicon in mk.LEXICONS.values():
        assert pickle.loads(pickle.dumps(lexicon)).name == lexicon.name


def test_the_policy_of_the_report_names_its_style_and_allows_no_script() -> None:
    html = mk.compare("The dam held.", "The dam broke.").to_html()
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', html)[1].replace("&#39;", "'")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    own = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ") and f"'sha256-{own}'" in policy and "script-src" not in policy
    assert html.index("Content-Security-Policy") < html.index("<style>")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠"])
def test_no_cell_of_csv_is_a_formula(begin: str) -> None:
    table = pd.DataFrame({"text": [f"{begin}HYPERLINK(1)", "plain"], "number": [-1, 2]})
    assert render_csv(table).splitlines()[-1] == "plain,2"
    assert f"'{begin}" in render_csv(table) and ",-1" in render_csv(table)


def test_a_long_cell_is_whole_in_csv_and_cut_with_a_word_in_a_workbook(tmp_path, monkeypatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(exports, "_CELL", 12)
    comparison = mk.compare("The dam held.", "The dam broke on Monday.", n_draws=20)
    comparison.to_excel(tmp_path / "out.xlsx")
    comparison.to_csv(tmp_path)
    cells = [
        str(cell.value) for sheet in openpyxl.load_workbook(tmp_path / "out.xlsx") for row in sheet for cell in row
    ]
    assert any("(cut: " in cell for cell in cells)
    assert not any("(cut: " in path.read_text(encoding="utf-8") for path in tmp_path.glob("*.csv"))


@pytest.mark.parametrize("injection", INJECTIONS[:4])
def test_nothing_of_a_story_is_markup_in_markdown(injection: str) -> None:
    told = mk.compare(*carry(injection), n_draws=20).to_markdown()
    assert "<" not in told.replace("&lt;", "")
