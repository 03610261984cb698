"""The README tells the truth: its blocks are what programs print, and its examples run."""

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
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("block", list(writer.BLOCKS))
def test_block_is_what_the_program_prints(block: str) -> None:
    written = re.search(rf"<!-- begin:{block} -->\n(.*?)\n<!-- end:{block} -->", TEXT, re.DOTALL)[1]
    assert written == writer.BLOCKS[block]()


def test_the_model_card_has_the_figures_as_measured() -> None:
    card = writer.CARD.read_text(encoding="utf-8")
    assert writer.render(card) == card and "<!-- begin:model-figures -->" in card


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
