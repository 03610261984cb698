"""Write a file whole or not at all: beside its place first, then moved there."""

import os
import tempfile
from pathlib import Path

from mediakit.errors import WriteError


def write_whole(path: str | Path, text: str) -> None:
    """Write text as UTF-8; what stood at `path` stays as it was if that fails. Raises `WriteError`."""
    place, beside = Path(path), None
    try:
        if place.is_dir():
            raise IsADirectoryError(f"[Errno 21] Is a directory: {str(place)!r}")
        if place.exists() and not place.is_file():  # a pipe or device cannot be replaced
            place.write_text(text, encoding="utf-8")
            return
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, delete=False) as file:
            beside = Path(file.name)
            file.write(text)
        beside.chmod(place.stat().st_mode if place.exists() else 0o666 & ~_umask())
        beside.replace(place)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise WriteError(f"{place} cannot be written: {error.strerror or error}. Name a file in a folder that exists "
                         "and may be written to.", str(place)) from error  # fmt: skip


def _umask() -> int:
    """Return which permissions new files do not get; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
