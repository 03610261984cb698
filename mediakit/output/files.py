"""Write a file whole or not at all: beside its place first, then moved there."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from mediakit.errors import ChoiceError, WriteError

_ENDINGS = {
    "report": (".html", ".htm"),
    "JSON": (".json",),
    "CSV": (".csv",),
    "workbook": (".xlsx",),
    "Markdown": (".md", ".markdown", ".txt"),
}


def hand_over(kind: str, path: str | Path | None, render: Callable[[], str]) -> str:
    """Return what is rendered, written to `path` if one is given and its ending fits the kind."""
    check_ending(path, kind)
    content = render()
    if path is not None:
        write_whole(path, content)
    return content


def check_ending(path: str | Path | None, kind: str) -> None:
    """Raise `ChoiceError` if a file would be named as another kind than what is written: a report is no .docx.

    Kinds are report, JSON, CSV, workbook and Markdown. A pipe, a device or a folder is named as it likes.
    """
    if path is None:
        return
    place, endings = Path(path), _ENDINGS[kind]
    if place.suffix.lower() in endings or (place.exists() and not place.is_file()):
        return
    raise ChoiceError(
        f"The {kind} {str(path)!r} must end in {' or '.join(endings)}, as what it is: "
        f"name it {place.with_suffix(endings[0])}.",
        str(path),
    )


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write text as UTF-8, or bytes; what stood at `path` stays as it was if that fails. Raises `WriteError`."""
    # Half of a surrogate pair, as in the name of a file that is not UTF-8, cannot be written: it is spelled out.
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    place, beside = Path(os.path.realpath(path)), None
    try:
        if place.is_dir():
            raise IsADirectoryError(f"[Errno 21] Is a directory: {str(place)!r}")
        if place.exists() and not place.is_file():  # a pipe or device cannot be replaced
            place.write_bytes(data)
            return
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(13, "Permission denied")
        with tempfile.NamedTemporaryFile("wb", dir=place.parent, prefix=".mediakit-", delete=False) as file:
            beside = Path(file.name)
            file.write(data)
        beside.chmod(place.stat().st_mode if place.exists() else 0o666 & ~_umask())
        beside.replace(place)
        beside = None
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}. Name a file in a folder that exists "
                         "and may be written to.", str(path)) from error  # fmt: skip
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def make_folder(path: str | Path) -> Path:
    """Return a folder that is there, made if need be; raises `WriteError` if it cannot be."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder} cannot be made a folder: {error.strerror}. Name another.", str(folder)) from error
    return folder


def _umask() -> int:
    """Return which permissions new files do not get; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
