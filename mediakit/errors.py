"""The errors mediakit raises; each carries the offending value."""

from collections.abc import Iterable
from difflib import get_close_matches


class MediakitError(Exception):
    """Base of all errors that mediakit raises on purpose.

    `value` is the input that was refused, as it was given.

    >>> try:
    ...     mk.load_example("atlantis")
    ... except mk.MediakitError as error:
    ...     error.value
    'atlantis'
    """

    def __init__(self, message: str, value: object = None) -> None:
        super().__init__(message)
        self.value = value


class ReadError(MediakitError):
    """A file or table could not be read as news stories; `value` is the path or source.

    >>> try:
    ...     mk.read_version("nowhere.txt")
    ... except mk.ReadError as error:
    ...     error.value
    'nowhere.txt'
    """


class WriteError(MediakitError):
    """A file could not be written; what stood there stays as it was; `value` is its path.

    >>> try:
    ...     mk.compare("The dam held.", "The dam broke.").to_html("nowhere/report.html")
    ... except mk.WriteError as error:
    ...     error.value
    'nowhere/report.html'
    """


class ColumnError(MediakitError):
    """A table lacks a needed column; `value` is the list of columns found.

    >>> try:
    ...     mk.read_corpus(pd.DataFrame([{"text": "The dam held."}]))
    ... except mk.ColumnError as error:
    ...     error.value
    ['text']
    """


class ChoiceError(MediakitError, ValueError):
    """A name is not one of the known ones; `value` is that name.

    >>> try:
    ...     mk.measure("The dam held.", metrics=["niceness"])
    ... except mk.ChoiceError as error:
    ...     error.value
    'niceness'
    """


class TextError(MediakitError, TypeError):
    """Something that is not text was given as text; `value` is that object.

    >>> try:
    ...     mk.parse(7)
    ... except mk.TextError as error:
    ...     error.value
    7
    """


def unknown_choice(kind: str, value: object, choices: Iterable[object]) -> ChoiceError:
    """Return the error for a name that is not among `choices`: what it may have meant, and all there are."""
    known = list(map(str, choices))
    near = get_close_matches(str(value), known, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return ChoiceError(f"Unknown {kind} {value!r}.{meant} Choose one of: {', '.join(known)}.", value)
