"""What all tests share: no network, and where the labelled sets are."""

import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import settings

import mediakit

# Time is measured in tests/benchmarks, never in a test.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
PACKAGE = Path(mediakit.__file__).parent
"""The package that is tested: the checkout's, or the one that is installed."""
# What is about a checkout's pages and files is left out where an installed package is tested.
_OF_CHECKOUTS = ("readme", "packaging", "style", "recipes", "notebooks", "browser")
collect_ignore = [] if PACKAGE.parent == ROOT else [f"test_{name}.py" for name in _OF_CHECKOUTS]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"tests have no network: {address!r}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture(scope="session")
def benchmarks() -> Path:
    """Return the folder of the labelled sets, or skip saying that it is not there."""
    folder = os.environ.get("MEDIAKIT_BENCHMARKS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("needs the labelled sets: set MEDIAKIT_BENCHMARKS to their folder")
    return Path(folder)


def misread(rows: Iterable[tuple[str, str]], read: Callable[[str], str]) -> dict[str, str]:
    """Return the texts that are read otherwise than their rows say, each with what is read instead.

    All rows of a golden table are one test: they take a thousandth of a second each, a test by itself takes five.
    """
    return {text: found for text, known in rows if (found := read(text)) != known}
