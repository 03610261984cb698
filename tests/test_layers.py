"""Imports run one way, modules stay small, and importing mediakit stays light."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PACKAGE, ROOT

# Each floor may import from the floors before it, and within its own room.
FLOORS = (
    {"errors", "schema", "memory"},
    {"stories", "readers", "tables", "parts", "text"},
    {"evidence"},
    {"measures"},
    {"comparison"},
    {"corpus", "output"},
    {"cli"},
)
# A comparison hands itself to these when it is asked to show itself.
SHOWS = {"mediakit.comparison.shifts": {"to_html", "to_json", "to_excel", "to_csv", "to_markdown", "_repr_html_"}}
LARGE = 100  # lines from which on a module with a single importer is too large to fold
MODULES = sorted(PACKAGE.rglob("*.py"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
INNER = [path for path in MODULES if path.stem not in {"__init__", "__main__"}]


def name_of(path: Path) -> str:
    """Return the dotted name of a module file."""
    return "mediakit." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def floor(module: str) -> int:
    """Return the floor of a dotted module name inside mediakit."""
    return next(n for n, rooms in enumerate(FLOORS) if module.split(".")[1] in rooms)


def imports(tree: ast.AST) -> set[str]:
    """Return the mediakit modules that are imported anywhere in a piece of code."""
    known = {name_of(path) for path in MODULES}
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:  # the public names, in __init__.pyi
            names |= {f"mediakit.{node.module}"}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inner & known or {node.module}
    return {name for name in names if name.startswith("mediakit.")}


def imported(path: Path) -> set[str]:
    """Return the mediakit modules that a file imports; what a comparison imports to show itself is left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            shows = SHOWS.get(name_of(path), set())
            node.body = [part for part in node.body if getattr(part, "name", "") not in shows]
    return imports(tree)


@pytest.mark.parametrize("path", INNER, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    here = name_of(path)
    for name in imported(path):
        same_room = name.split(".")[1] == here.split(".")[1]
        assert floor(name) < floor(here) or floor(name) == floor(here) and (same_room or floor(here) < 2), name


def test_no_modules_import_each_other_in_a_circle() -> None:
    waiting = {name_of(path): imported(path) - {name_of(path)} for path in INNER}
    while waiting:
        free = {name for name, needs in waiting.items() if not needs & waiting.keys()}
        assert free, f"a circle: {sorted(waiting)}"
        waiting = {name: needs for name, needs in waiting.items() if name not in free}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_holds_one_idea(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 500
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{node.name} is too long"


def test_no_name_stands_in_two_folders() -> None:
    names = [path.stem for path in INNER]
    assert {name for name in names if names.count(name) > 1} == set()


def test_a_module_with_one_importer_is_public_or_named_or_large() -> None:
    users: dict[str, set[str]] = {name_of(path): set() for path in INNER}
    for path in (*MODULES, PACKAGE / "__init__.pyi"):
        for name in imports(ast.parse(path.read_text(encoding="utf-8"))) & users.keys():
            users[name].add(name_of(path))
    for path in INNER:
        used = users[name_of(path)]
        face = any(name.endswith(("__init__", "cli")) for name in used) or path.stem == "cli"
        assert len(used) > 1 or face or path.read_text(encoding="utf-8").count("\n") >= LARGE, (name_of(path), used)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_only_cache_is_the_memory(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert path.stem == "memory" or "lru_cache" not in source and "@cache\n" not in source


@pytest.mark.parametrize("path", [p for p in MODULES if p.stem == "__init__"], ids=lambda p: p.parent.name)
def test_no_logic_in_any_init(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        assert isinstance(node, ast.ImportFrom | ast.Assign | ast.Expr)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_public_function_is_named_after_its_module(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert path.stem not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("path", INNER, ids=name_of)
def test_every_private_name_is_used(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    names = re.findall(r"^(?:def |class )?(_[a-zA-Z]\w*)(?=[ :(])", source, re.MULTILINE)
    assert [name for name in names if len(re.findall(rf"\b{name}\b", source)) == 1] == []


def test_the_picture_of_the_rooms_names_every_module_and_no_other() -> None:
    picture = re.search(r"<!-- begin:rooms -->(.*?)<!-- end:rooms -->", CONTRIBUTING, re.DOTALL)[1]
    drawn = [
        f"{room.rstrip('/')}/{name}.py"
        for room, modules in re.findall(r"^(mediakit/\S*)  .*\n((?:    .*\n)+)", picture, re.MULTILINE)
        for name in modules.replace("·", " ").split()
    ]
    assert sorted(drawn) == sorted(str(path.relative_to(PACKAGE.parent)) for path in INNER)


def test_metrics_never_see_text() -> None:
    assert not {n for n in imported(PACKAGE / "measures" / "metrics.py") if n.startswith("mediakit.text")}


def test_output_never_computes() -> None:
    for path in (PACKAGE / "output").glob("*.py"):
        rooms = {name.split(".")[1] for name in imported(path)}
        assert rooms <= {"errors", "schema", "memory", "stories", "text", "measures", "comparison", "output"}, path.name
        assert imported(path).isdisjoint({"mediakit.measures.measuring", "mediakit.measures.counts"}), path.name


def test_import_is_light() -> None:
    heavy = {"matplotlib", "scipy", "dask", "nltk", "textstat", "pyphen", "vaderSentiment", "sklearn", "IPython",
             "trafilatura"}  # fmt: skip
    code = "import mediakit, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "mediakit" in run.stdout.split() and heavy.isdisjoint(run.stdout.split())
