"""Change one thing in the code at a time, and see whether a test fails: mutation testing.

python -m tests.mutants [--count 300] [--seed 0] [--only WORD] [--tests NAME ...]

Mutants are drawn by the seed from measures/, comparison/, text/speech/ and evidence/. Each is tried in a copy of the
checkout, on the test files that call the changed function; which those are is found once, by running the quick tests
under a profiler. The share that was killed and the survivors are printed and kept in tests/benchmarks/mutants.json.
"""

import argparse
import ast
import cProfile
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "tests" / "benchmarks" / "mutants.json"
ROOMS = ("measures", "comparison", "text/speech", "evidence")
QUICK = "not browser and not notebooks and not slow"
# What reads the source, or tries anything at all, tells nothing about what is asserted of the changed function.
_LEFT_OUT = ("test_layers", "test_style", "test_packaging", "test_readme", "test_security", "test_recipes", "test_gate")
_MOST_SECONDS = 600  # of processor time that the tests of one mutant may take
_MAP = "touches.json"


class Mutant(NamedTuple):
    """One change: the file, the function's first line, the place of the old code, and the code before and after."""

    path: str
    function: int
    line: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.old} → {self.new}"


_SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip


def mutate(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what may stand in place of an expression: another operator, bound, number or side of a condition."""
    changed = deepcopy(node)
    match changed:
        case ast.Compare(ops=[op]) if type(op) in _SWAPS:
            changed.ops = [_SWAPS[type(op)]()]
            yield changed
        case ast.BoolOp(op=op, values=values):
            changed.op = _SWAPS[type(op)]()
            yield changed
            yield values[0]
        case ast.BinOp(op=op) if type(op) in _SWAPS and not _is_text(changed):
            changed.op = _SWAPS[type(op)]()
            yield changed
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)) if value:
            yield ast.Constant("")
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse


def _is_text(node: ast.BinOp) -> bool:
    """Tell whether texts are joined: other operators would only raise."""
    return any(isinstance(side, ast.JoinedStr) or isinstance(side, ast.Constant) and isinstance(side.value, str)
               for side in (node.left, node.right))  # fmt: skip


class _Finder(ast.NodeVisitor):
    """Collects the mutants of the functions of a module."""

    def __init__(self, path: str, source: str) -> None:
        self.path, self.data = path, source.encode()
        self.starts = [0]
        for line in self.data.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.functions: list[int] = []
        self.found: list[Mutant] = []
        self.visit(ast.parse(source))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:  # noqa: N802
        self.functions.append(min([node.lineno, *(d.lineno for d in node.decorator_list)]))
        for statement in node.body:
            self.visit(statement)
        self.functions.pop()

    def visit_Expr(self, node: ast.Expr) -> None:  # noqa: N802
        if not isinstance(node.value, ast.Constant):  # no docstrings
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Leave errors and their words as they are."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts with gaps as they are: their parts have no places of their own."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value and self.functions:
            self.visit(node.value)

    def generic_visit(self, node: ast.AST) -> None:
        if self.functions and isinstance(node, ast.expr):
            start = self.starts[node.lineno - 1] + node.col_offset
            end = self.starts[node.end_lineno - 1] + node.end_col_offset
            for new in mutate(node):
                pieces = " ".join(self.data[start:end].decode().split()), f"({ast.unparse(new)})"
                self.found.append(Mutant(self.path, self.functions[-1], node.lineno, start, end, *pieces))
        super().generic_visit(node)


def list_mutants(folder: Path = ROOT) -> list[Mutant]:
    """Return all mutants of the rooms, in the order of their files and lines."""
    paths = sorted(path for room in ROOMS for path in (folder / "mediakit" / room).rglob("*.py"))
    return [mutant for path in paths
            for mutant in _Finder(str(path.relative_to(folder)), path.read_text(encoding="utf-8")).found]  # fmt: skip


class Touches:
    """A plugin of pytest that notes which functions of the package each test file calls, and how long it takes."""

    def __init__(self) -> None:
        self.files: dict[str, list[tuple[str, int]]] = {}
        self.seconds: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: object) -> Iterator[None]:
        """Run one test under a profiler, with nothing remembered of others."""
        import mediakit

        mediakit.forget()
        name = str(Path(item.path).relative_to(Path.cwd()))
        profile, began = cProfile.Profile(), time.process_time()
        profile.enable()
        try:
            return (yield)
        finally:
            profile.disable()
            self.seconds[name] += time.process_time() - began
            met = self.files.setdefault(name, [])
            codes = (entry.code for entry in profile.getstats() if not isinstance(entry.code, str))
            here = f"{Path.cwd()}/"
            met += {(c.co_filename.removeprefix(here), c.co_firstlineno) for c in codes if "mediakit/" in c.co_filename}


def find_touches(*names: str) -> int:
    """Run the quick tests here, or those of some names, and write which test files call which functions."""
    touches = Touches()
    found = [path for path in sorted(Path("tests").glob("test_*.py")) if path.stem not in _LEFT_OUT]
    files = [str(path) for path in found if not names or path.stem in names]
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", QUICK, *files], plugins=[touches])
    called: dict[str, list[str]] = {}
    for name, functions in touches.files.items():
        for path, line in sorted(set(functions)):
            called.setdefault(f"{path}:{line}", []).append(name)
    Path(_MAP).write_text(json.dumps({"seconds": touches.seconds, "called": called}), encoding="utf-8")
    return int(code)


def copy_checkout(folder: Path) -> Path:
    """Return a copy of what git knows of the checkout, and what is not committed yet."""
    place = folder / "checkout"
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True,
                            encoding="utf-8")  # fmt: skip
    for name in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    return place


def is_killed(mutant: Mutant, place: Path, touches: dict[str, dict]) -> bool:
    """Tell whether a test fails with the change, or the tests do not come to an end."""
    called = touches["called"]
    files = called.get(f"{mutant.path}:{mutant.function}") or {
        name for place, names in called.items() if place.startswith(f"{mutant.path}:") for name in names
    }  # what runs once, when the module is imported, is seen in all that calls it
    files = sorted(files, key=lambda name: touches["seconds"][name])
    path = place / mutant.path
    sound = path.read_bytes()
    try:
        path.write_bytes(sound[: mutant.start] + mutant.new.encode() + sound[mutant.end :])  # in bytes, as places are
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", QUICK, *files]
        limit = (_MOST_SECONDS, _MOST_SECONDS)
        return bool(files) and subprocess.run(
            command, cwd=place, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limit),
        ).returncode != 0  # fmt: skip
    finally:
        path.write_bytes(sound)


def main() -> int:
    """Draw mutants and try them; return 0 whatever is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="take those whose file holds this word")
    parser.add_argument("--tests", nargs="*", default=[], help="only these test files: test_metrics …")
    parser.add_argument("--map", type=Path, help="a file of touches that was kept; it is written if it is not there")
    wishes = parser.parse_args()
    mutants = [mutant for mutant in list_mutants() if wishes.only in mutant.path]
    drawn = Random(wishes.seed).sample(mutants, min(wishes.count, len(mutants)))
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        place = copy_checkout(Path(folder))
        if wishes.map and wishes.map.is_file():
            shutil.copy2(wishes.map, place / _MAP)
        else:
            command = f"from tests.mutants import find_touches; raise SystemExit(find_touches(*{wishes.tests}))"
            subprocess.run([sys.executable, "-c", command], cwd=place, check=True)
            if wishes.map:
                shutil.copy2(place / _MAP, wishes.map)
        touches = json.loads((place / _MAP).read_text(encoding="utf-8"))
        survivors: list[str] = []
        for number, mutant in enumerate(drawn, 1):
            killed = is_killed(mutant, place, touches)
            survivors += [] if killed else [str(mutant)]
            print(f"{number}/{len(drawn)} {'killed  ' if killed else 'SURVIVED'} {mutant}", flush=True)
            keep(len(mutants), number, survivors, wishes)
    print(*survivors, f"{number - len(survivors)} of {number} mutants killed", sep="\n")
    return 0


def keep(n_all: int, tried: int, survivors: list[str], wishes: argparse.Namespace) -> None:
    """Write what is known so far."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8",
                            check=False).stdout.strip()  # fmt: skip
    drawn = {"seed": wishes.seed, "only": wishes.only, "tests": wishes.tests, "of": n_all}
    found = {"tried": tried, "killed": tried - len(survivors), "survivors": survivors}
    known = {"commit": commit, "day": date.today().isoformat(), **drawn, **found}
    KEPT.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
