"""The pages tell the truth: their blocks are what programs print, links lead somewhere, and the examples run."""

import doctest
import importlib
import importlib.util
import os
import pkgutil
import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest

import mediakit as mk
from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("readme_writer", ROOT / ".ci" / "readme.py")
writer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(writer)
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [(page, block) for page, blocks in writer.PAGES.items() for block in blocks]
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize(("page", "block"), BLOCKS, ids=[f"{page.name}-{block}" for page, block in BLOCKS])
def test_block_is_what_the_program_prints(page: Path, block: str) -> None:
    made = writer.PAGES[page][block]()
    assert writer.find_block(page.read_text(encoding="utf-8"), block) == made, "run: python .ci/readme.py"


def test_no_block_is_left_unwritten() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "mediakit").rglob("*.md")]
    marked = {(page, name) for page in pages for name in re.findall(r"<!-- begin:(\S+) -->", page.read_text("utf-8"))}
    assert marked == set(BLOCKS)


def test_every_word_list_has_its_sentence() -> None:
    without = [line.split(" | ")[0] for line in writer.lists().splitlines()[2:] if line.split(" | ")[2] == ""]
    assert without == [], "say in LISTS of .ci/readme.py what it holds"
    assert [name for name in writer.LISTS if not list(writer.PACKAGE.glob(name))] == []


def test_readme_is_short_besides_what_programs_write() -> None:
    written = sum(writer.find_block(TEXT, block).count("\n") + 1 for page, block in BLOCKS if page.name == "README.md")
    assert TEXT.count("\n") - written <= 110
    assert writer.find_block(TEXT, "example").count("\n") <= 22


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), ROOT / "mediakit" / "REFERENCE.md"], ids=lambda page: page.name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for link in re.findall(r"\]\((?!http)([^)\s]*)\)", page.read_text(encoding="utf-8")):
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        page_text = target.read_text("utf-8") if heading else ""
        heads = [head.lower().replace(" ", "-") for head in re.findall(r"^#+ (.*)$", page_text, re.M)]
        assert not heading or heading in heads, link


def test_python_examples_run(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in EXAMPLES:
        exec(compile(block, "README.md", "exec"), names)
    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_the_two_commands_stand_in_the_first_screen() -> None:
    first = TEXT.split("\n")[:28]
    assert sum(line.startswith("python3 -m venv") for line in first) == 2


@pytest.mark.parametrize("name", sorted({n for n in mk.__all__ if n not in {"METRICS", "LEXICONS", "plots"}}))
def test_every_public_name_is_documented(name: str) -> None:
    doc = getattr(mk, name).__doc__ or ""
    assert len(doc) > 20 and not doc.startswith(f"{name}(")
    assert ">>>" in doc or f"mk.{name}(" in "".join(EXAMPLES)


def modules() -> list[str]:
    """Return the names of all modules of the package."""
    found = pkgutil.walk_packages(mk.__path__, "mediakit.")
    return [module.name for module in found if not module.name.endswith("__main__")]


@pytest.mark.parametrize("name", modules())
def test_docstring_examples_print_what_they_say(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "COLUMNS", "100")
    module = importlib.import_module(name)
    names = {**vars(module), "mk": mk, "pd": pd, "Path": Path, "tempfile": tempfile}
    assert (
        doctest.testmod(module, extraglobs=names, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).failed
        == 0
    )
