"""Versions of news stories, and reading them from files, folders and tables."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from mediakit.errors import MediakitError, ReadError, unknown_choice
from mediakit.readers import (
    FIELDS,
    READERS,
    UNREADABLE,
    Options,
    Record,
    Unread,
    mend_halves,
    read_document,
    refuse_places,
)
from mediakit.tables import TABLES, can_stream, read_frame, read_rows, stream_frame, stream_rows, stream_table


def read_source(source: object, options: Options) -> list[Record]:
    """Return the records of a file, folder, DataFrame, or list of dicts, versions or stories.

    Files that cannot be read are left out and named in one `UserWarning`; if none can be read, the first error is
    raised.
    """
    if isinstance(source, pd.DataFrame):
        return read_frame(source, "the DataFrame", options.get("columns"))
    if isinstance(source, str | Path):
        records, problems = _read_path(source, options)
        if problems and not records:
            raise problems[0]
        if problems:
            warnings.warn("Left out: " + " · ".join(map(str, problems)), stacklevel=3)
        return records
    rows: list[Any] = list(source) if isinstance(source, Iterable) else [source]
    if rows and all(isinstance(row, Mapping) for row in rows):
        return read_rows(rows, "the list", options.get("columns"))
    return [record for item in rows for record in _read_item(item)]


def stream_source(source: object, options: Options) -> Iterator[Record]:
    """Yield the records of what `read_source` takes one by one, without holding a table or an iterator in memory.

    What of a folder or of lines of JSON cannot be read is yielded as `Unread`, in its place.
    """
    if isinstance(source, pd.DataFrame):
        yield from stream_frame(source, "the DataFrame", options.get("columns"))
    elif isinstance(source, str | Path):
        path = Path(source)
        yield from _stream_folder(path, options) if path.is_dir() else _stream_file(path, options)
    else:
        items = iter(source) if isinstance(source, Iterable) else iter([source])
        for are_rows, run in groupby(items, key=lambda item: isinstance(item, Mapping)):
            if are_rows:
                yield from stream_rows(run, "the list", options.get("columns"))
            else:
                yield from (record for item in run for record in _read_item(item))


def _read_item(item: object) -> list[Record]:
    """Return the records of a Version or Story."""
    versions = item.versions if isinstance(item, Story) else [item]
    if not all(isinstance(version, Version) for version in versions):
        raise ReadError(
            "Expected a path, a DataFrame, or dicts, versions or stories, got "
            f"{type(item).__name__}: {str(item)[:60]!r}.",
            item,
        )
    return [{name: getattr(version, name) for name in FIELDS} for version in versions]


def _stream_file(path: Path, options: Options) -> Iterator[Record]:
    try:
        streamed = can_stream(path) and path.stat().st_size
        yield from stream_table(path, options) if streamed else _read_file(path, options)
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}.", str(path)) from error


def _stream_folder(path: Path, options: Options) -> Iterator[Record]:
    files, pattern = _find_files(path, options)
    for file in files:
        try:
            named = _read_name(file, path, pattern)
            for record in _stream_file(file, options):
                record |= named
                yield record
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one file, the others are read
            yield Unread(file.parent.name, file.stem, error)


def _read_path(place: str | Path, options: Options) -> tuple[list[Record], list[MediakitError]]:
    """Return the records under a file or folder, and the errors of the files that could not be read."""
    path = Path(place)
    if not path.is_dir():
        return _read_file(path, options), []
    files, pattern = _find_files(path, options)
    records: list[Record] = []
    problems: list[MediakitError] = []
    for file in files:
        try:
            named = _read_name(file, path, pattern)
            records += [{**record, **named} for record in _read_file(file, options)]
        except MediakitError as error:
            problems.append(error)
    return records, problems


def _find_files(path: Path, options: Options) -> tuple[list[Path], re.Pattern[str] | None]:
    """Return the files of a folder in order, and the expression for their names if there is a pattern."""
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in (*TABLES, *UNREADABLE) and not _is_aside(p))
    if not files:
        raise ReadError(f"No story files in {path}. Readable are: {', '.join(TABLES)}.", str(path))
    pattern = options.get("pattern")
    if pattern:
        return files, _compile_pattern(str(pattern))
    _refuse_mixed_folders(path, files)
    return files, None


def _read_name(file: Path, folder: Path, pattern: re.Pattern[str] | None) -> dict[str, str]:
    """Return the fields in the name of a file, if there is a pattern."""
    if pattern is None:
        return {}
    name = file.relative_to(folder).as_posix()
    match = pattern.fullmatch(name) or pattern.fullmatch(file.name)
    if match is None:
        raise ReadError(f"{name} does not fit the pattern.", str(file))
    return match.groupdict()


def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the expression for file names such as "{story}_{version}.txt"; raises `ReadError` if it names no field."""
    parts = re.split(r"\{(\w*)\}", pattern)
    names = parts[1::2]
    if not names or len(set(names)) < len(names) or not set(names) <= {*FIELDS[1:]}:
        raise ReadError(
            f'pattern={pattern!r} must name fields once each, such as "{{story}}_{{version}}.txt". '
            f"The fields are: {', '.join(FIELDS[1:])}.",
            pattern,
        )
    fields = [f"(?P<{part}>[^/]+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts)]
    return re.compile("".join(fields))


def _refuse_mixed_folders(folder: Path, files: list[Path]) -> None:
    """Raise `ReadError` if the file names of one folder cross two names, as "fire_wire.txt" and "flood_wire.txt" do.

    Such a folder holds several stories; read as one, their versions would be compared with each other.
    """
    inside: dict[Path, list[str]] = {}
    for file in files:
        if file.suffix.lower() in READERS and not _names_story(file):
            inside.setdefault(file.parent, []).append(file.stem)
    for place, stems in inside.items():
        for sign in "_-.":
            pairs = {(stem.partition(sign)[0], stem.partition(sign)[2]) for stem in stems if sign in stem}
            firsts, seconds = ({pair[n] for pair in pairs} for n in (0, 1))
            if len(firsts) > 1 and len(seconds) > 1 and len(pairs) > max(len(firsts), len(seconds)):
                raise ReadError(
                    f"The files in {place.name or place} look like several stories in several versions: "
                    f"{', '.join(sorted(stems)[:4])} … Say which part of a name is which, with "
                    f'pattern="{{story}}{sign}{{version}}.txt" or "{{version}}{sign}{{story}}.txt", or '
                    '"{version}.txt" if all are of one story; or give each story a folder of its own.',
                    str(folder),
                )


def _names_story(file: Path) -> bool:
    """Say whether a file names its story in its front matter."""
    if file.suffix.lower() not in (".md", ".markdown"):
        return False
    with file.open("rb") as opened:
        head = opened.read(4_000)
    return head.startswith(b"---") and b"\nstory:" in head


def _read_file(path: Path, options: Options) -> list[Record]:
    """Return the records in one file; raises `ReadError` or `ColumnError` with the remedy."""
    if not path.exists():
        if str(path).startswith(("http:/", "https:/", "www.")):
            refuse_places(str(path).replace(":/", "://", 1))
        raise ReadError(
            f"There is no file {path}. Check the path (relative paths start at {Path.cwd().name}/).",
            str(path),
        )
    if path.is_dir():
        raise ReadError(f"{path} is a folder. Read it with mk.read_story or mk.read_corpus.", str(path))
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        remedy = UNREADABLE.get(suffix, "Rename the file if it is one of these.")
        raise ReadError(
            f"{path.name} has the extension {path.suffix or '(none)'!r}, which mediakit cannot read. "
            f"Readable are: {', '.join(TABLES)}. {remedy}",
            str(path),
        )
    if path.stat().st_size == 0:
        raise ReadError(f"{path} is empty. Save the article's text into it, or leave it out.", str(path))
    return read_document(path, options) if suffix in READERS else TABLES[suffix](path, options)


def _is_aside(path: Path) -> bool:
    """Tell whether a file in a folder of stories is not a version: gold tables, read-me files, hidden files."""
    return path.name.startswith((".", "gold")) or path.stem.lower() == "readme"


@dataclass(frozen=True)
class Version:
    """One version of a story: its text as given, and what is known about it.

    `story` and `version` are its names; `title` is the headline if it came apart from the text; `source` the outlet;
    `published` a date or time; `kind` a word such as "wire", "tabloid", "paraphrase", "revision"; `extractor` the
    program that took the text out of its web page, if one did.

    >>> mk.Version("The dam held.", story="dam", version="wire").kind
    ''
    """

    text: str
    story: str = ""
    version: str = ""
    title: str = ""
    source: str = ""
    published: str = ""
    kind: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    extractor: str = ""

    def __post_init__(self) -> None:
        """Keep texts that can be written: what is missing is empty, a date its text, half a sign a replacement sign."""
        for name in FIELDS:
            value = getattr(self, name)
            if isinstance(value, str):
                object.__setattr__(self, name, mend_halves(value))
            elif name != "text":  # what is no text is refused where it is read
                object.__setattr__(self, name, "" if value is None or value != value else str(value))

    def __repr__(self) -> str:
        """Return what it is in a line: its names, its length."""
        named = "/".join(filter(None, (self.story, self.version)))
        return f"<Version{f' {named}' if named else ''}: {len(self.text)} characters>"


@dataclass(frozen=True)
class Story:
    """All versions of one story, oldest first; `story["wire"]` is the version of that name.

    >>> [version.version for version in mk.load_example("junction-crash")]
    ['wire', 'paraphrase', 'release', 'tabloid']
    """

    id: str
    versions: tuple[Version, ...]

    def __repr__(self) -> str:
        """Return what it is in a line: its name, the names of its versions."""
        return f"<Story {self.id}: {', '.join(version.version for version in self.versions)}>"

    def __getitem__(self, version: str) -> Version:
        """Return the version of that name; raises `ChoiceError` listing the names there are."""
        for candidate in self.versions:
            if candidate.version == version:
                return candidate
        raise unknown_choice(f"version of story {self.id!r}", version, (v.version for v in self.versions))

    def __iter__(self) -> Iterator[Version]:
        """Iterate over the versions, oldest first."""
        return iter(self.versions)

    def __len__(self) -> int:
        """Return the number of versions."""
        return len(self.versions)

    def _repr_html_(self) -> str:
        """Return the versions as an HTML table (one row each), for notebooks."""
        columns = ["version", "kind", "source", "published", "title"]
        rows = [[getattr(v, c) for c in columns] + [len(v.text.split())] for v in self.versions]
        return str(pd.DataFrame(rows, columns=[*columns, "words"]).to_html(index=False, escape=True))


ORIGINALS = ("wire", "original")
"""Kinds of versions that others were made of: on the same day they come first."""


def group_stories(versions: Iterable[Version]) -> list[Story]:
    """Return the stories that the versions belong to, in order of first appearance, versions oldest first.

    Where a date cannot be understood, the versions of that story keep their order, and a `UserWarning` says so. Raises
    `ReadError` if a story has two versions of the same name.
    """
    found: dict[str, dict[str, Version]] = {}
    for version in versions:
        known = found.setdefault(version.story, {})
        if version.version in known:
            raise ReadError(
                f"Story {version.story!r} has two versions named {version.version!r}. "
                "Give each version of a story a name of its own (column or front matter `version`).",
                version.version,
            )
        known[version.version] = version
    dates = _read_dates({version.published for known in found.values() for version in known.values()})
    unread = sorted({v.published for known in found.values() for v in known.values()} - dates.keys())
    if unread:
        warnings.warn(
            f"Dates that were not understood: {', '.join(unread[:3])}. The versions of these stories stand as they "
            "were read, not by date; write dates as 2025-03-05.",
            stacklevel=3,
        )
    return [Story(name, tuple(_sort(list(known.values()), dates))) for name, known in found.items()]


def _sort(versions: list[Version], dates: Mapping[str, datetime]) -> list[Version]:
    """Return the versions of a story oldest first, undated ones before them, an original before what came of it."""
    if any(version.published not in dates for version in versions):
        return versions
    return sorted(versions, key=lambda v: (dates[v.published], v.kind not in ORIGINALS))


_SLASHED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})\b")


def _read_dates(texts: set[str]) -> dict[str, datetime]:
    """Return the dates and times that could be understood; day and month are told apart by all of them together."""
    slashed = [match.groups() for text in texts if (match := _SLASHED.match(text.strip()))]
    day_first = any(int(first) > 12 for first, _ in slashed)
    month_first = any(int(second) > 12 for _, second in slashed)
    unsure = day_first == month_first
    dates: dict[str, datetime] = {}
    for text in texts:
        match = _SLASHED.match(text.strip())
        if not (match and unsure and match.group(1) != match.group(2)):
            date = _read_date(text.strip(), day_first)
            if date is not None:
                dates[text] = date
    return dates


def _read_date(text: str, day_first: bool) -> datetime | None:
    """Return a date or time as UTC, None if it is none; a text without one is older than all."""
    from dateutil import parser

    if not text:
        return datetime.min.replace(tzinfo=UTC)
    try:
        if text.isdigit() and len(text) in (10, 13):
            return datetime.fromtimestamp(int(text[:10]), UTC)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            iso = re.match(r"\d{4}-\d", text)
            date: datetime = parser.parse(text, dayfirst=day_first and not iso, default=datetime(1, 1, 1))
    except (ValueError, OverflowError, TypeError):
        return None
    if date.year == 1:
        return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


def read_version(path: str | Path, **options: object) -> Version:
    """Read a file that holds one version: .txt, .md (front matter allowed), .html, .json, .docx, .pdf or .rtf.

    The story is named after the front matter, else after the folder; the version after the front matter, else after
    the file. Raises `ReadError` (missing, empty or binary file, unknown extension, more than one version inside).

    >>> path = Path(tempfile.mkdtemp()) / "wire.txt"
    >>> _ = path.write_text("The dam held.")
    >>> mk.read_version(path).version
    'wire'
    """
    check_options(options)
    records = _read_file(Path(path), options)
    if len(records) != 1:
        raise ReadError(
            f"{path} holds {len(records)} versions; expected one. Read it with mk.read_story or mk.read_corpus.",
            str(path),
        )
    return Version(**records[0])


def read_story(path: str | Path, **options: object) -> Story:
    """Read one story: a folder with a file for each version, or one table with several versions of it.

    Raises `ReadError` if a file cannot be read or the folder holds more than one story; options as in `read_corpus`.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "wire.txt").write_text("The dam held.")
    >>> len(mk.read_story(folder))
    1
    """
    check_options(options)
    records, problems = _read_path(path, options)
    if problems:
        raise problems[0]
    stories = group_stories(Version(**record) for record in records)
    if len(stories) != 1:
        raise ReadError(
            f"{path} holds {len(stories)} stories ({', '.join(s.id for s in stories[:5])} …); expected one. "
            "Read them with mk.read_corpus.",
            str(path),
        )
    return stories[0]


def check_options(options: Options) -> None:
    """Raise `ChoiceError` for an option that there is not."""
    for name in options:
        if name not in _OPTIONS:
            raise unknown_choice("option", name, _OPTIONS)


_OPTIONS = ("columns", "table", "query", "pattern")


def read_corpus(
    source: str | Path | pd.DataFrame | Iterable[Any],
    *,
    columns: Mapping[str, str] | None = None,
    table: str | None = None,
    query: str | None = None,
    pattern: str | None = None,
) -> list[Story]:
    """Read many stories from a folder (with a folder or files for each), a table file, a DataFrame or a list of dicts.

    Tables (.csv, .tsv, .json, .jsonl, .ndjson, .parquet, .db, .sqlite, .sqlite3, also packed as .gz or .zip) have one
    row a version with columns `text`, `story`, `version` and any of `title`, `source`, `published`, `kind`, `author`,
    `url`, `language`; `columns` maps these names to yours, `table` or `query` chooses inside a database. A row without
    text is kept with an empty text. In a folder a document is named by its front matter, else the story by its folder
    and the version by the file, unless `pattern` says otherwise: "{story}_{version}.txt", "{version}/{story}.txt".
    Files that cannot be read are left out and named in one `UserWarning`; if none can be read, the first error is
    raised. Raises `ColumnError` for wrong columns.

    >>> rows = pd.DataFrame([{"story": "dam", "version": "wire", "text": "The dam held."}])
    >>> mk.read_corpus(rows)[0].id
    'dam'
    """
    options: dict[str, Any] = {"columns": columns, "table": table, "query": query, "pattern": pattern}
    return group_stories(Version(**record) for record in read_source(source, options))


def find_examples() -> Path:
    """Return the folder of the bundled stories: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent
    checkout = package.parent / "data" / "stories"
    folder = checkout if checkout.is_dir() else package / "data" / "stories"
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def list_examples() -> list[str]:
    """Return the names of the bundled stories, all invented.

    >>> "bridge-vote" in mk.list_examples()
    True
    """
    return sorted(path.name for path in find_examples().iterdir() if path.is_dir())


def load_example(name: str) -> Story:
    """Return a bundled story by name; raises `ChoiceError` listing the names there are.

    >>> mk.load_example("bridge-vote")["wire"].published
    '2025-03-05'
    """
    if name not in list_examples():
        raise unknown_choice("example", name, list_examples())
    return read_story(find_examples() / name)
