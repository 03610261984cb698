"""The code is linted and typed as pyproject.toml says."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    assert run("ruff", "check", ".") == ""


@pytest.mark.slow
def test_types_hold() -> None:
    assert run("mypy") == ""
