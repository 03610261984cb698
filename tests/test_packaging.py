"""What is told about the package in several files is told in one, or the same in all."""

import re
import subprocess
import tomllib

import yaml

import mediakit as mk
from tests.benchmarks import moved
from tests.conftest import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
EXTRAS = PYPROJECT["project"]["optional-dependencies"]


def bare(requirement: str) -> str:
    """Return the name of a required package, as indexes compare names."""
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


def test_the_version_stands_in_one_place() -> None:
    assert PYPROJECT["project"]["dynamic"] == ["version"] and "version" not in PYPROJECT["project"]
    assert PYPROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "mediakit.__version__"}
    source = (ROOT / "mediakit" / "__init__.py").read_text(encoding="utf-8")
    assert re.findall(r'__version__ = "(.*)"', source) == [mk.__version__]


def test_the_change_log_knows_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    assert released[0] == mk.__version__ and "## [Unreleased]" in text
    headings = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert headings <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Numbers that move"}


def test_the_citation_says_what_the_package_says() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation) and "version" not in citation
    assert citation["license"] == PYPROJECT["project"]["license"] and citation["type"] == "software"


def test_every_requirement_is_pinned_and_every_extra_installed() -> None:
    pinned = {bare(line) for line in PINS if "==" in line}
    required = [*PYPROJECT["project"]["dependencies"], *(name for names in EXTRAS.values() for name in names)]
    assert {bare(name) for name in required} <= pinned
    installed = re.match(r"-e \.\[(.*)\]$", PINS[-1])[1].split(",")
    assert sorted(installed) == sorted(EXTRAS)


def test_every_folder_of_the_package_is_packed() -> None:
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "mediakit").rglob("__init__.py")}
    assert folders | {"mediakit.data"} == set(PYPROJECT["tool"]["setuptools"]["packages"])


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -m1 -o '(.*?)' README\.md", script)[1]
    found = subprocess.run(
        ["grep", "-m1", "-o", pattern, "README.md"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert found.startswith("python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt &&")
    assert found.endswith(".venv/bin/python -m pytest -n auto\n")


def test_what_moved_is_told_with_its_means() -> None:
    before = {"dam/wire/lix": 40.0, "dam/tabloid/lix": 30.0, "dam/wire/rix": 3.0, "dam/wire/gone": 1.0}
    after = {"dam/wire/lix": 40.0, "dam/tabloid/lix": 32.0, "dam/wire/rix": 3.0, "dam/wire/new": 1.0}
    assert moved.compare(before, after) == ["| lix | 35 | 36 | 1 of 2 |"]
