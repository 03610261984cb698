"""Change one thing in the code at a time, and see whether a test fails: mutation testing.

python -m tests.mutants [--count 300] [--seed 0] [--only WORD] [--tests NAME ...] [--seconds 60]
python -m tests.mutants --again                  # the survivors of the last run, after tests were added

Mutants are drawn by the seed from measures/, comparison/, text/speech/ and evidence/. All are planted into one copy of
the checkout, each behind a switch, so that the package is imported and the quick tests are collected once. The tests
run once to see which of them reach which switch; then a child of the process turns on one switch and runs the tests
that reach it until one fails: of each file in turn the fastest first, for so many seconds of processor time. What was
killed and the survivors are kept in tests/benchmarks/mutants.json; survivors that are equal to the code are answered in
tests/data/mutants_answered.csv.
"""

import argparse
import ast
import contextlib
import csv
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "tests" / "benchmarks" / "mutants.json"
ANSWERED = ROOT / "tests" / "data" / "mutants_answered.csv"
ROOMS = ("measures", "comparison", "text/speech", "evidence")
QUICK = "not browser and not notebooks and not slow"
# What reads the source, or tries anything at all, tells nothing about what is asserted of the changed function.
_LEFT_OUT = ("test_layers", "test_style", "test_packaging", "test_readme", "test_security", "test_recipes", "test_gate",
             "test_trust", "test_fuzz")  # fmt: skip
_MOST_BYTES = 8 << 30
_DRAWN, _FAILED = "drawn.json", Path("failed.txt")
_SWITCH = '''
"""Tells which mutant is on, and notes which were reached, and which of them while a word list was read."""
import os
import sys
ON, REACHED, READ = int(os.environ.get("MUTANT", -1)), set(), set()

def is_on(number):
    if number not in REACHED:
        REACHED.add(number)
        from mediakit import memory
        reading = {read.__wrapped__.__code__ for read in memory._READ}
        frame = sys._getframe()
        while frame and frame.f_code not in reading:
            frame = frame.f_back
        if frame:
            READ.add(number)
    return number == ON
'''
# Examples are drawn the same way each time, and one that fails is not made smaller.
_PROFILE = """
from hypothesis import Phase
phases = (Phase.explicit, Phase.generate)
settings.register_profile("mutants", deadline=None, derandomize=True, database=None, phases=phases)
settings.load_profile("mutants")
"""


class Mutant(NamedTuple):
    """One change: the file, what stands before it in its line, the place, and the code before and after."""

    path: str
    before: str
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path}: {self.before}⟨{self.old} → {self.new}⟩"

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
        self.depth = 0
        self.found: list[Mutant] = []
        self.visit(ast.parse(source))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:  # noqa: N802
        self.depth += 1
        for statement in node.body:
            self.visit(statement)
        self.depth -= 1

    def visit_Expr(self, node: ast.Expr) -> None:  # noqa: N802
        if not isinstance(node.value, ast.Constant):  # no docstrings
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Leave errors and their words as they are."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave texts with gaps as they are: their parts have no places of their own."""

    def visit_match_case(self, node: ast.match_case) -> None:
        """Leave patterns as they are: no switch can stand in them."""
        for part in (node.guard, *node.body):
            if part:
                self.visit(part)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value and self.depth:
            self.visit(node.value)

    def generic_visit(self, node: ast.AST) -> None:
        if self.depth and isinstance(node, ast.expr):
            start = self.starts[node.lineno - 1] + node.col_offset
            end = self.starts[node.end_lineno - 1] + node.end_col_offset
            before = self.data[self.starts[node.lineno - 1] : start].decode().lstrip()
            old = " ".join(self.data[start:end].decode().split())
            for new in mutate(node):
                self.found.append(Mutant(self.path, before, start, end, old, f"({ast.unparse(new)})"))
        super().generic_visit(node)


def list_mutants(folder: Path = ROOT) -> list[Mutant]:
    """Return all mutants of the rooms, in the order of their files and lines."""
    paths = sorted(path for room in ROOMS for path in (folder / "mediakit" / room).rglob("*.py"))
    return [mutant for path in paths
            for mutant in _Finder(str(path.relative_to(folder)), path.read_text(encoding="utf-8")).found]  # fmt: skip


def copy_checkout(place: Path) -> Path:
    """Copy what git knows of the checkout, and what is not committed yet, to a place, and return it."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True,
                            encoding="utf-8")  # fmt: skip
    for name in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    return place


def plant(source: bytes, mutants: dict[int, Mutant]) -> bytes:
    """Return a module's source with each of its mutants behind a switch of its number."""
    grown: list[tuple[int, int]] = []
    for number, mutant in sorted(mutants.items(), key=lambda each: (-each[1].start, each[1].end)):
        end = mutant.end + sum(more for start, more in grown if start < mutant.end)  # what stands inside has grown
        planted = b"(%s if _is_on(%d) else %s)" % (mutant.new.encode(), number, source[mutant.start : end])
        grown.append((mutant.start, len(planted) - (end - mutant.start)))
        source = source[: mutant.start] + planted + source[end:]
    lines = source.splitlines(keepends=True)
    first = next(node for node in ast.parse(source).body if not isinstance(node, ast.Expr)
                 and not (isinstance(node, ast.ImportFrom) and node.module == "__future__"))  # fmt: skip
    lines.insert(first.lineno - 1, b"from mediakit._switch import is_on as _is_on\n")
    return b"".join(lines)


def plant_all(place: Path, drawn: list[Mutant]) -> None:
    """Plant the mutants into a copy of the checkout."""
    (place / "mediakit" / "_switch.py").write_text(_SWITCH.lstrip(), encoding="utf-8")
    with (place / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(_PROFILE)
    for path in {mutant.path for mutant in drawn}:
        here = {number: mutant for number, mutant in enumerate(drawn) if mutant.path == path}
        (place / path).write_bytes(plant((place / path).read_bytes(), here))
    (place / _DRAWN).write_text(json.dumps(drawn), encoding="utf-8")


class Test(NamedTuple):
    """A test that passes without a mutant: its place in the order of all, file, seconds, and the switches it reaches.

    `read` are those reached while a word list was read, which is done once for all tests of a file.
    """

    place: int
    file: str
    seconds: float
    reached: list[int]
    read: list[int]


def find_reach(number: int, tests: list[Test]) -> list[Test]:
    """Return the tests that can tell a mutant: the fastest of each file, the next of each, and so on.

    In a file in which a word list is read that the mutant touches, all tests can.
    """
    files: dict[str, list[Test]] = {}
    for test in tests:
        files.setdefault(test.file, []).append(test)
    chosen = [own if any(number in test.read for test in own) else [test for test in own if number in test.reached]
              for own in files.values()]  # fmt: skip
    ranked = (enumerate(sorted(own, key=lambda test: test.seconds)) for own in chosen)
    return [test for _, test in sorted((ranks for own in ranked for ranks in own), key=lambda each: each[0])]


def forget(lists: bool) -> None:
    """Empty the memories of the package, and if asked those of its word lists."""
    from mediakit import memory

    for known in list(memory._MEMORIES.values()):
        known.clear()
    for read in memory._READ if lists else ():
        read.cache_clear()


def read_lists() -> None:
    """Let the package read its word lists, so that no child has to."""
    import mediakit as mk

    comparison = mk.compare("“No,” said Ann Lee. Police shot 2 men.", "“Never,” claimed Ann Lee. Two men were shot.")
    comparison.findings(), comparison.voices(), comparison.to_html(), mk.measure(comparison.old, metrics="all")


class Trials:
    """A plugin of pytest that runs all tests once, and then those of each mutant in a child of the process."""

    def __init__(self, say: Callable[[int, str], None], numbers: list[int], seconds: float) -> None:
        self.say, self.numbers, self.seconds, self.failed, self.in_trial = say, numbers, seconds, False, False
        self.imported: dict[str, set[int]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        """Note which switches are reached when a file of tests is imported."""
        from mediakit import _switch

        if isinstance(collector, pytest.Module):
            forget(lists=True)
            _switch.REACHED.clear()
        report = yield
        if isinstance(collector, pytest.Module):
            self.imported[collector.path.name] = set(_switch.REACHED)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try all mutants."""
        kept = Path("tests.json")
        if not kept.exists():
            self.fork(lambda: kept.write_text(json.dumps(list(self.run_all(session.items)))))
        tests = [Test(*test) for test in json.loads(kept.read_text())]
        print(f"{len(tests)} tests pass in {sum(test.seconds for test in tests):.0f} s", flush=True)
        read_lists()
        for number in self.numbers:
            reach = find_reach(number, tests)
            anew = any(number in test.read for test in reach)
            _FAILED.write_text("out of time or memory", encoding="utf-8")
            killed = self.fork(lambda: self.run_some(session.items, number, reach, anew)) != 0  # noqa: B023
            files = [file for file, reached in self.imported.items() if number in reached]
            if killed:
                self.say(number, _FAILED.read_text(encoding="utf-8"))
            else:
                afresh = bool(files) and fails_afresh(number, files, int(3 * self.seconds))
                self.say(number, f"one of {', '.join(files)}" if afresh else "")
        return True

    def fork(self, work: Callable[[], object]) -> int:
        """Do some work in a child of the process and return its exit status, also that of a signal."""
        if child := os.fork():
            return os.waitpid(child, 0)[1]
        with open(os.devnull, "w") as nothing:
            for stream in (1, 2):
                os.dup2(nothing.fileno(), stream)
        try:
            work()
        except BaseException:
            os._exit(2)
        os._exit(0)

    def run_all(self, items: list[pytest.Item]) -> Iterator[Test]:
        """Run each test, with nothing remembered of others, and yield those that pass.

        Word lists are read once a file.
        """
        from mediakit import _switch

        for n, item in enumerate(items):
            forget(lists=not n or item.path != items[n - 1].path)
            _switch.REACHED.clear(), _switch.READ.clear()
            self.failed, began = False, time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=items[n + 1] if n + 1 < len(items) else None)
            if not self.failed:
                seconds, reached = time.process_time() - began, sorted(_switch.REACHED)
                yield Test(n, item.path.name, seconds, reached, sorted(_switch.READ))

    def run_some(self, items: list[pytest.Item], number: int, tests: list[Test], anew: bool) -> None:
        """Run tests with a mutant on until one fails, which ends the process; `anew`: word lists are read again."""
        from mediakit import _switch

        self.in_trial, _switch.ON, os.environ["MUTANT"] = True, number, str(number)
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
        forget(lists=anew)
        for test, after in pairwise([*tests, None]):
            if time.process_time() > self.seconds:
                return
            signal.setitimer(signal.ITIMER_PROF, 20 + 10 * test.seconds)  # its signal ends the process
            item, then = items[test.place], items[after.place] if after else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=then)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test fails."""
        self.failed |= report.failed
        if self.failed and self.in_trial:
            _FAILED.write_text(report.nodeid, encoding="utf-8")
            os._exit(1)


def fails_afresh(number: int, files: list[str], seconds: int) -> bool:
    """Tell whether tests fail in a process of their own, in which the mutant is on when their files are imported."""
    paths = [f"tests/{file}" for file in files]
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", QUICK, *paths],
        env=os.environ | {"MUTANT": str(number)}, capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds)),
    )  # fmt: skip
    return ended.returncode > 0  # below: the time was over


class Known(NamedTuple):
    """What a run found: where and how the mutants were drawn, and of each the test that failed, "" if none did."""

    commit: str
    day: str
    drawn: str
    mutants: dict[str, str]

    @property
    def survivors(self) -> list[str]:
        """Those that no test has failed on."""
        return [mutant for mutant, test in self.mutants.items() if not test]

    def __str__(self) -> str:
        equal = [answered for answered in map(answer, self.survivors) if answered]
        tried = len(self.mutants)
        killed = tried - len(self.survivors)
        return (f"{killed} of {tried} killed ({killed / max(tried, 1):.1%}), {len(equal)} survivors answered as equal "
                f"to the code; drawn {self.drawn} ({self.commit}, {self.day})")  # fmt: skip

    def keep(self, place: Path) -> None:
        """Write it."""
        place.write_text(json.dumps(self._asdict(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_known(place: Path = KEPT) -> Known:
    """Return what the last run found."""
    return Known(**json.loads(place.read_text(encoding="utf-8")))


def answer(mutant: str) -> str:
    """Return why a survivor is equal to the code, if it was answered."""
    with ANSWERED.open(encoding="utf-8", newline="") as rows:
        answers = {(row["path"], row["change"]): row["reason"] for row in csv.DictReader(rows)}
    path, _, change = mutant.partition(": ")
    return answers.get((path, change), "")


def try_here(place: str, names: list[str], seconds: float, again: bool) -> int:
    """Try the mutants that are planted here, with the tests of some names or all, and write each answer to a file."""
    known, drawn = read_known(Path(place)), json.loads(Path(_DRAWN).read_text(encoding="utf-8"))
    numbers = [n for n, mutant in enumerate(drawn) if again or str(Mutant(*mutant)) not in known.mutants]

    def say(number: int, test: str) -> None:
        mutant = str(Mutant(*drawn[number]))
        known.mutants[mutant] = test
        known.keep(Path(place))
        print(f"{number + 1}/{len(drawn)} {test and 'killed' or 'SURVIVED'} {mutant} {test}", flush=True)

    found = [path for path in sorted(Path("tests").glob("test_*.py")) if path.stem not in _LEFT_OUT]
    files = [str(path) for path in found if not names or path.stem in names]
    options = ["-q", "-s", "-p", "no:cacheprovider", "-m", QUICK, f"--basetemp={Path.cwd().parent / 'scratch'}"]
    return int(pytest.main([*options, *files], plugins=[Trials(say, numbers, seconds)]))


def draw(wishes: argparse.Namespace) -> list[Mutant]:
    """Return the mutants that are asked for; a new draw forgets what was found before."""
    listed = [mutant for mutant in list_mutants() if wishes.only in mutant.path]
    if wishes.again:
        survivors = [mutant for mutant in read_known().survivors if not answer(mutant)]
        return [mutant for mutant in listed if str(mutant) in survivors]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8",
                            check=False).stdout.strip()  # fmt: skip
    told = f"from {len(listed)}{wishes.only and ' of ' + wishes.only} by seed {wishes.seed}"
    Known(commit, date.today().isoformat(), told, {}).keep(KEPT)
    return Random(wishes.seed).sample(listed, min(wishes.count, len(listed)))


def main() -> int:
    """Draw mutants and try them; return 1 if the tests could not be run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="take those whose file holds this word")
    parser.add_argument("--tests", nargs="*", default=[], help="only these test files: test_metrics …")
    parser.add_argument("--seconds", type=float, default=60, help="of processor time for the tests of one mutant")
    parser.add_argument("--folder", type=Path, help="work in this folder; go on with what was begun there")
    parser.add_argument("--again", action="store_true", help="try the survivors of the last run, and keep what is new")
    wishes = parser.parse_args()
    with contextlib.nullcontext(wishes.folder) if wishes.folder else tempfile.TemporaryDirectory() as folder:
        if not (place := Path(folder) / "checkout").exists():
            plant_all(copy_checkout(place), draw(wishes))
        asked = f"{str(KEPT)!r}, {wishes.tests}, {wishes.seconds}, {wishes.again}"
        command = f"from tests.mutants import try_here; raise SystemExit(try_here({asked}))"
        code = subprocess.run([sys.executable, "-c", command], cwd=place, check=False).returncode
    known = read_known()
    print(*(mutant for mutant in known.survivors if not answer(mutant)), known, sep="\n")
    return int(code != 0)


if __name__ == "__main__":
    sys.exit(main())
