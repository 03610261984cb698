"""Try the package where the gate does not: other Pythons, lowest and newest parts, bare and odd surroundings.

python .ci/environments.py [--only WORD ...] [--list]

Each try has a name; --only takes those whose name holds one of the words. What passed, failed or could not be tried is
printed and kept in tests/benchmarks/environments.json, where `python -m tests.benchmarks.trust` reads it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "benchmarks" / "environments.json"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
EXTRAS = ("html", "excel", "docs", "dask")
TOOLS = ("pytest", "pytest-xdist", "hypothesis", "nbformat", "nbclient", "ipykernel", "ruff", "scikit-learn", "mypy")
QUICK = "not browser and not notebooks and not slow"
_MOST_SECONDS = 3600
"""Seconds that one command may take."""


class CannotTry(Exception):
    """What is needed for a try is not on this machine."""


class Failed(Exception):
    """A try went wrong."""


@dataclass(frozen=True)
class Result:
    """How a try ended: passed, failed or not tried, and a word on it."""

    name: str
    result: str
    note: str
    commit: str
    day: str


def call(*command: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a command and return what it printed; raises `Failed` with the end of it, or if it takes too long."""
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=cwd, env=env, encoding="utf-8", errors="replace", check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=_MOST_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        told = (late.output or b"").decode("utf-8", "replace").strip()[-300:]
        raise Failed(f"{' '.join(map(str, command[:4]))} … did not end in {_MOST_SECONDS} s: {told}") from late
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command[:4]))} …: {done.stdout.strip()[-1500:]}")
    return done.stdout


def surroundings(**changes: str | None) -> dict[str, str]:
    """Return the environment without this project's settings and with changes; None takes a name away."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MEDIAKIT_", "PYTHON"))}
    env.update({name: value for name, value in changes.items() if value is not None})
    return {name: value for name, value in env.items() if changes.get(name, "") is not None}


class Bench:
    """A folder to work in: the tools, the package as wheel and sdist, and environments by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = ""
        """The figure for all that is told, from the first environment that was asked."""

    @cached_property
    def uv(self) -> Path:
        """The program that makes environments and resolves the lowest versions."""
        call(sys.executable, "-m", "venv", self.folder / "tools")
        call(self.folder / "tools" / "bin" / "pip", "install", "-q", "uv", "bandit")
        return self.folder / "tools" / "bin" / "uv"

    @cached_property
    def source(self) -> Path:
        """The checkout as git knows it, with what is not committed yet."""
        names = call("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).splitlines()
        for name in filter(lambda name: (ROOT / name).is_file(), names):
            place = self.folder / "source" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place)
        return self.folder / "source"

    @cached_property
    def built(self) -> dict[str, Path]:
        """The wheel and the sdist."""
        call(self.uv, "build", "-q", "--out-dir", self.folder / "dist", self.source)
        kinds = {"wheel": "*.whl", "sdist": "*.tar.gz"}
        return {kind: next((self.folder / "dist").glob(pattern)) for kind, pattern in kinds.items()}

    @cached_property
    def tests(self) -> Path:
        """The checkout without the package, so that its tests find the installed one."""
        place = self.folder / "tests-only"
        shutil.copytree(self.source, place, ignore=shutil.ignore_patterns("mediakit", "*.egg-info", "build", "dist"))
        return place

    def environment(self, name: str, python: str, *packages: object) -> Path:
        """Return the Python of a fresh environment with some packages in it."""
        place = self.folder / name
        call(self.uv, "venv", "-q", "--clear", "--python", python, place)
        call(self.uv, "pip", "install", "-q", "--python", place / "bin" / "python", *packages)
        return place / "bin" / "python"

    @cached_property
    def plain(self) -> Path:
        """An environment of this Python with the wheel and all extras but the tools of tests."""
        return self.environment("plain", find_python("3.11"), f"{self.built['wheel']}[{','.join(EXTRAS)}]")


def find_python(version: str) -> str:
    """Return a Python of a version; raises `CannotTry` if this machine has none that runs."""
    homes = [Path.home() / ".pyenv" / "versions", Path("/opt/python")]
    inside = [p for home in homes if home.is_dir() for p in sorted(home.glob(f"{version}*/bin/python"), reverse=True)]
    for candidate in (*map(str, inside), shutil.which(f"python{version}")):
        if candidate:
            asked = subprocess.run([candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                                   capture_output=True, encoding="utf-8", check=False)  # fmt: skip
            if asked.stdout.strip() == version:
                return candidate
    raise CannotTry(f"no Python {version} on this machine")


def run_tests(python: Path, folder: Path, *options: str) -> str:
    """Run the quick tests and return the line that counts them."""
    printed = call(python, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "-m", QUICK, *options,
                   cwd=folder, env=surroundings())  # fmt: skip
    return printed.strip().splitlines()[-1].strip("= ")


def try_python(bench: Bench, version: str) -> str:
    """Run the quick tests on the wheel, with the newest of all parts, on one Python."""
    wheel = f"{bench.built['wheel']}[{','.join(EXTRAS)}]"
    python = bench.environment(f"python-{version}", find_python(version), wheel, *TOOLS)
    told = run_tests(python, bench.tests)
    return f"{told}; {digest(bench, python)}"


def try_lowest(bench: Bench) -> str:
    """Run the quick tests on the wheel with the lowest versions that are declared."""
    listed = bench.folder / "lowest.txt"
    extras = [part for extra in EXTRAS for part in ("--extra", extra)]
    call(bench.uv, "pip", "compile", "-q", bench.source / "pyproject.toml", *extras, "--resolution", "lowest-direct",
         "--python-version", "3.11", "-o", listed)  # fmt: skip
    python = bench.environment("lowest", find_python("3.11"), "-r", listed, *TOOLS)
    call(bench.uv, "pip", "install", "-q", "--no-deps", "--python", python, bench.built["wheel"])
    higher = sorted(raised(listed.read_text(encoding="utf-8")))
    told = run_tests(python, bench.tests)
    return f"{told}; {digest(bench, python)}" + (f"; others need higher: {', '.join(higher)}" if higher else "")


def raised(resolved: str) -> Iterator[str]:
    """Yield which packages are newer than the lowest version that is declared, since others ask for that."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = dict(re.findall(r"^([\w.-]+)==(\S+)", resolved, re.MULTILINE))
    for line in (*project["dependencies"], *(r for extra in EXTRAS for r in project["optional-dependencies"][extra])):
        name, low = re.match(r"([\w.-]+)(?:\[.*?\])?(?:>=|==)([\d.]+)", line).groups()
        now = found[name.lower().replace("_", "-")]
        if not f"{now}.0.0".startswith(f"{low}."):
            yield f"{name} {now}, not {low}"


def try_bare(bench: Bench) -> str:
    """Run the quick tests on the wheel without any extra."""
    python = bench.environment("bare", find_python("3.11"), bench.built["wheel"], *TOOLS)
    return run_tests(python, bench.tests)


def try_sdist(bench: Bench) -> str:
    """Unpack the sdist and run its own tests on it."""
    shutil.unpack_archive(bench.built["sdist"], bench.folder / "unpacked")
    folder = next((bench.folder / "unpacked").iterdir())
    python = bench.environment("sdist", find_python("3.11"), "-e", f"{folder}[{','.join(EXTRAS)}]", *TOOLS)
    return run_tests(python, folder, "--ignore", "tests/test_browser.py")


def try_examples(bench: Bench) -> str:
    """Let the installed command list its examples, and compare the one that it names."""
    with tempfile.TemporaryDirectory() as elsewhere:
        told = call(bench.plain.parent / "mediakit", "examples", cwd=Path(elsewhere), env=surroundings())
        place = Path(re.search(r"mediakit compare (\S+)", told)[1])
        if not place.is_relative_to(bench.folder) or str(ROOT) in told:
            raise Failed(f"names a place outside of the installed package: {place}")
        call(bench.plain.parent / "mediakit", "compare", place, cwd=Path(elsewhere), env=surroundings())
    return "its stories stand in the package"


def digest(bench: Bench, python: Path, *options: str, flag: str = "-B", **changes: str | None) -> str:
    """Return the figure for all that is told of the bundled stories; raises `Failed` if it is not the first one's."""
    with tempfile.TemporaryDirectory() as elsewhere:
        command = (python, flag, bench.source / "tests" / "smoke.py", *options)
        told = call(*command, cwd=Path(elsewhere), env=surroundings(**changes)).splitlines()[-1].split()[0]
    bench.told = bench.told or told
    if told != bench.told:
        raise Failed(f"tells {told}, elsewhere {bench.told}")
    return f"tells {told}"


ODD: dict[str, dict[str, str | None]] = {
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 4711": {"PYTHONHASHSEED": "4711"},
    "LANG=C, no UTF-8": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "LC_ALL=tr_TR": {"LC_ALL": "tr_TR.UTF-8"},
    "TZ=Asia/Kolkata": {"TZ": "Asia/Kolkata"},
    "TZ=America/New_York": {"TZ": "America/New_York"},
    "one thread": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    "eight threads of linear algebra": {"OMP_NUM_THREADS": "8", "OPENBLAS_NUM_THREADS": "8"},
    "no HOME": {"HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None},
    "HOME that is not there": {"HOME": "/nonexistent"},
}
"""Environment variables under which the same must be told."""


def try_odd(bench: Bench, changes: Mapping[str, str | None]) -> str:
    """Tell of the bundled stories under other environment variables."""
    return digest(bench, bench.plain, **changes)


def try_threads(bench: Bench) -> str:
    """Tell of the bundled stories in four threads at once."""
    return digest(bench, bench.plain, "--threads", "4")


def try_optimised(bench: Bench) -> str:
    """Tell of the bundled stories without asserts and docstrings."""
    return digest(bench, bench.plain, flag="-OO")


def try_read_only(bench: Bench) -> str:
    """Tell of the bundled stories from packages that cannot be written, in a name space of its own."""
    if not shutil.which("unshare") or os.geteuid() or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        raise CannotTry("needs root and name spaces of Linux")
    place = bench.plain.parent.parent
    bind = f"mount --bind '{place}' '{place}' && mount -o remount,ro,bind '{place}' && ! touch '{place}/x' 2>/dev/null"
    asked = f"'{bench.plain}' '{bench.source / 'tests' / 'smoke.py'}'"
    told = call("unshare", "-m", "bash", "-c", f"{bind} && exec {asked}", cwd=Path("/"), env=surroundings()).split()[0]
    if f"tells {told}" != digest(bench, bench.plain):
        raise Failed(f"tells {told}")
    return f"tells {told}"


def try_bandit(bench: Bench) -> str:
    """Look for what is known to be unsafe."""
    call(bench.uv.parent / "bandit", "-c", ROOT / "pyproject.toml", "-r", ROOT / "mediakit", "-q")
    return "nothing found that is not answered"


def list_tries() -> dict[str, Callable[[Bench], str]]:
    """Return all tries by name."""
    tries: dict[str, Callable[[Bench], str]] = {
        f"wheel, newest parts, Python {version}": lambda bench, version=version: try_python(bench, version)
        for version in PYTHONS
    }
    tries |= {
        "wheel, lowest parts, Python 3.11": try_lowest,
        "wheel, no extras": try_bare,
        "sdist, its own tests": try_sdist,
        "installed examples": try_examples,
        "packages read-only": try_read_only,
        "four threads": try_threads,
        "python -OO": try_optimised,
        "bandit": try_bandit,
    }
    return tries | {name: lambda bench, c=changes: try_odd(bench, c) for name, changes in ODD.items()}


def attempt(name: str, bench: Bench, commit: str) -> Result:
    """Make one try."""
    try:
        result, note = "passed", list_tries()[name](bench)
    except CannotTry as error:
        result, note = "not tried", str(error)
    except Failed as error:
        result, note = "failed", str(error)
    return Result(name, result, note, commit, date.today().isoformat())


def main() -> int:
    """Make the tries that were asked for; return 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--list", action="store_true")
    wishes = parser.parse_args()
    names = [name for name in list_tries() if any(word in name for word in wishes.only)]
    if wishes.list:
        print("\n".join(names))
        return 0
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8",
                            check=False).stdout.strip()  # fmt: skip
    kept = {row["name"]: row for row in json.loads(KEPT.read_text(encoding="utf-8"))} if KEPT.exists() else {}
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        bench = Bench(Path(folder))
        for name in names:
            result = attempt(name, bench, commit)
            kept[name] = asdict(result)
            print(f"{result.result:<10} {name}: {result.note}", flush=True)
            rows = [kept[name] for name in list_tries() if name in kept]
            KEPT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    failed = sum(kept[name]["result"] == "failed" for name in names)
    print(f"{sum(kept[name]['result'] == 'passed' for name in names)} passed, {failed} failed, "
          f"{sum(kept[name]['result'] == 'not tried' for name in names)} not tried")  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
