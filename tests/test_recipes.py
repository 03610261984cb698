"""A newcomer who follows each recipe of CONTRIBUTING as written, and does nothing else, has every test pass."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mediakit as mk
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
STORY = "ferry-delay"
# Only tests that a recipe can break; the stories that the copy lacks are missed by others.
TESTS = ["metrics", "contributions", "lexicons", "data", "stories", "reference", "schema", "readme", "layers"]
TOUCHED = f"""long_words_share or tingling or figure or two_families or has_a_reason or equal_lists or {STORY}
 or names_every_story or is_gone or documented_columns or REFERENCE or picture""".replace("\n", "")


def blocks(page: str, heading: str, language: str) -> list[str]:
    """Return the blocks of a language below a heading of a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)


def append(path: Path, rows: str) -> None:
    """Add rows to the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(rows)


def replace(path: Path, old: str, new: str) -> None:
    """Replace the only place where a piece of text stands in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path.name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_metric(copy: Path) -> None:
    _, formula, entry = blocks("CONTRIBUTING.md", "Add a metric", "python")
    (golden,) = blocks("CONTRIBUTING.md", "Add a metric", "csv")
    place = "\nSOURCES = (\n"
    replace(copy / "mediakit/measures/metrics.py", place, f"\n{formula}\n{place}{entry}")
    append(copy / "tests/data/metrics_golden.csv", golden)


def add_word(copy: Path) -> None:
    word, golden = blocks("CONTRIBUTING.md", "Add a word", "csv")
    append(copy / "mediakit/evidence/lexicons/emotive.csv", word)
    append(copy / "tests/data/lexicon_cases.csv", golden)


def add_family(copy: Path) -> None:
    family, golden = blocks("CONTRIBUTING.md", "Add a family of loaded words", "csv")
    (copy / "mediakit/evidence/lexicons/mockery.csv").write_text(family, encoding="utf-8")
    replace(copy / "mediakit/evidence/lexicons.py", '"euphemism")\n', '"euphemism", "mockery")\n')
    append(copy / "tests/data/lexicon_cases.csv", golden)


def add_story(copy: Path) -> None:
    wire, row = blocks("data/README.md", "To add a story", "markdown")
    (gold,) = blocks("data/README.md", "To add a story", "csv")
    folder = copy / "data" / "stories" / STORY
    folder.mkdir()
    for version in ("wire", "tabloid", "paraphrase", "release"):
        text = wire.replace("version: wire", f"version: {version}").replace("kind: wire", f"kind: {version}")
        told = text.replace("two hours", "three hours") if version == "tabloid" else text
        (folder / f"{version}.md").write_text(told, encoding="utf-8")
    (folder / "gold.csv").write_text(gold, encoding="utf-8")
    replace(copy / "data" / "README.md", "|---|---|---|\n", f"|---|---|---|\n{row}")


def run(copy: Path, *arguments: str) -> str:
    """Run Python on the copy, which must end well, and return what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this repository, with one story, in which all recipes were followed."""
    copy = tmp_path_factory.mktemp("copy") / "mediakit"
    aside = shutil.ignore_patterns(".*_cache", "__pycache__", ".hypothesis", ".venv", ".git", "*.egg-info", "*.ipynb")
    shutil.copytree(ROOT, copy, ignore=aside)
    for name in mk.list_examples():
        if name not in ("bridge-vote", "data-breach"):  # what README and a test compare
            shutil.rmtree(copy / "data" / "stories" / name)
    for add in (add_metric, add_word, add_family, add_story):
        add(copy)
    assert "renewed" in run(copy, "-m", "tests.reference", "--renew")
    assert run(copy, ".ci/readme.py") == ""
    return copy


@pytest.fixture(scope="module")
def passed(copy: Path) -> list[str]:
    """Return the names of the tests that were run on the copy; all have passed."""
    names = [f"tests/test_{name}.py" for name in TESTS]
    printed = run(copy, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "-k", TOUCHED, *names)
    return re.findall(r"^PASSED (.*)$", printed, re.MULTILINE)


@pytest.mark.parametrize(("recipe", "least"), [("long_words_share", 8), ("tingling", 1), ("figure", 1), (STORY, 3)])
def test_tests_of_what_was_added_ran_and_passed(recipe: str, least: int, passed: list[str]) -> None:
    assert sum(recipe in name for name in passed) >= least


@pytest.mark.parametrize("told", ["| long_words_share | long words |", "[evidence/lexicons/mockery.csv]"])
def test_the_reference_page_tells_of_it(told: str, copy: Path) -> None:
    assert told in (copy / "mediakit" / "REFERENCE.md").read_text(encoding="utf-8")


def test_a_new_family_is_counted_and_compared(copy: Path) -> None:
    code = """import mediakit as mk
families = mk.compare("He is a clerk.", "He is a figure of fun.").families().set_index("family")
print(families.loc["mockery", "came"], mk.count(mk.parse("He is a figure of fun."))["n_mockery"].sum())"""
    assert run(copy, "-c", code) == "figure of fun 1.0\n"


def test_an_own_metric_is_measured() -> None:
    own, *_ = blocks("CONTRIBUTING.md", "Add a metric", "python")
    names: dict[str, object] = {"mk": mk, "story": mk.load_example("junction-crash")}
    exec(compile(own + "\ntable = mk.measure(story, metrics=[mine])", "CONTRIBUTING.md", "exec"), names)
    assert names["table"]["value"].between(0, 100).all()

