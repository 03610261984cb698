"""Imports run one way, modules stay small, and importing mediakit stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "mediakit"
# Each room may import from the rooms before it, and within itself.
ORDER = [
    "errors",
    "schema",
    "files",
    "stories",
    "text",
    "evidence",
    "measures",
    "comparison",
    "corpus",
    "output",
    "cli",
]
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> str:
    """Return the room of a dotted module name inside mediakit."""
    return module.split(".")[1] if "." in module else "__init__"


def imported(path: Path) -> set[str]:
    """Return the mediakit modules that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module if "." in node.module else f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.startswith("mediakit.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    dotted = "mediakit." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    here = room(dotted)
    if here in {"__init__", "__main__"}:
        return
    for name in imported(path):
        # A comparison and a document hand themselves to the report; these imports wait until they are asked for.
        shown = {"mediakit.comparison.shifts", "mediakit.text.parts"}
        if dotted in shown and name.startswith("mediakit.output.report"):
            continue
        assert ORDER.index(room(name)) <= ORDER.index(here), f"{dotted} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 300
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{node.name} is too long"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_public_function_is_named_after_its_module(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert path.stem not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_metrics_never_see_text() -> None:
    assert not {n for n in imported(PACKAGE / "measures" / "metrics.py") if n.startswith("mediakit.text")}


def test_output_never_computes() -> None:
    for path in (PACKAGE / "output").glob("*.py"):
        for name in imported(path):
            assert room(name) in {"errors", "schema", "stories", "output", "text", "comparison"}, f"{path.name}: {name}"


@pytest.mark.parametrize(
    "package", ["matplotlib", "scipy", "dask", "nltk", "textstat", "sklearn", "IPython", "trafilatura"]
)
def test_import_is_light(package: str) -> None:
    code = f"import mediakit, sys; sys.exit({package!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
