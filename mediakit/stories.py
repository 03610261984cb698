"""Versions of news stories, and reading them from files and tables."""

import json
import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mediakit.errors import ColumnError, ReadError, unknown_choice

# A record is one version: its text, the story and version it is, and what else is known about it.
Record = dict[str, str]
FIELDS = ("text", "story", "version", "title", "source", "published", "kind")
NEEDED = FIELDS[:3]
# Front matter longer than this is not front matter.
_MAX_FRONT_MATTER = 20_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip


def read_path(path: Path, options: Mapping[str, object]) -> tuple[list[Record], list[ReadError]]:
    """Return the records under a file or folder, and the errors of the files that could not be read."""
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in READERS and not _is_aside(p))
        if not files:
            raise ReadError(f"No story files in {path}. Readable are: {', '.join(READERS)}.", str(path))
    else:
        files = [path]
    records: list[Record] = []
    problems: list[ReadError] = []
    for file in files:
        try:
            records += read_file(file, options)
        except ReadError as error:
            problems.append(error)
    return records, problems


def read_file(path: Path, options: Mapping[str, object]) -> list[Record]:
    """Return the records in one file; raises `ReadError` or `ColumnError` with the remedy."""
    if not path.exists():
        raise ReadError(
            f"There is no file {path}. Check the path (relative paths start at {Path.cwd().name}/).",
            str(path),
        )
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReadError(
            f"{path.name} has the extension {path.suffix or '(none)'!r}, which mediakit cannot read. "
            f"Readable are: {', '.join(READERS)}. Rename the file if it is one of these.",
            str(path),
        )
    if path.stat().st_size == 0:
        raise ReadError(f"{path} is empty. Save the article's text into it, or leave it out.", str(path))
    return reader(path, options)


def read_frame(frame: pd.DataFrame, where: str, columns: object = None) -> list[Record]:
    """Return one record for each row of a table that has (or whose `columns` map to) text, story and version."""
    names: dict[str, str] = {name: name for name in FIELDS}
    names |= columns if isinstance(columns, Mapping) else {}
    missing = [names[name] for name in NEEDED if names[name] not in frame.columns]
    if missing:
        found = [str(column) for column in frame.columns]
        raise ColumnError(
            f"{where} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. "
            f"Found: {', '.join(found) or 'none'}. Needed: {', '.join(NEEDED)}. "
            'Rename them, or pass columns={"text": "your column", …}.',
            found,
        )
    chosen: dict[str, list[Any]] = {
        ours: list(frame[theirs]) for ours, theirs in names.items() if theirs in frame.columns
    }
    return [{name: _as_text(values[row]) for name, values in chosen.items()} for row in range(len(frame))]


def _as_text(value: Any) -> str:
    """Return a table's cell as text; what is missing is the empty text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return decode(value, "a cell of the table")
    return "" if value is None or pd.isna(value) else str(value)


def decode(data: bytes, where: str) -> str:
    """Return bytes as text: by byte order mark, as UTF-8, or by detection; raises `ReadError` for binary data."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data[:4096]:
        raise ReadError(f"{where} is binary, not text. Save the article as .txt, .md or .html (UTF-8).", where)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=_LEGACY).best()
        if best is None:
            raise ReadError(f"The encoding of {where} could not be detected. Save it as UTF-8.", where) from None
        return str(best)


# The encodings that newspapers' systems wrote in; fewer candidates make detection surer on short texts.
_LEGACY = [
    "cp1252",
    "utf_8",
    "utf_16",
    "utf_32",
    "mac_roman",
    "cp1250",
    "cp1251",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
]


def _read_text(path: Path) -> str:
    text = decode(path.read_bytes(), str(path)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadError(f"{path} holds only white space. Save the article's text into it, or leave it out.", str(path))
    return text


def _record(path: Path, text: str, facts: Mapping[str, object]) -> Record:
    """Return a record named after its facts, else after its folder and file."""
    known = {name: str(facts[name]) for name in FIELDS if name != "text" and facts.get(name) not in (None, "")}
    return {"text": text, "story": path.resolve().parent.name, "version": path.stem, **known}


def _read_plain(path: Path, options: Mapping[str, object]) -> list[Record]:
    return [_record(path, _read_text(path), {})]


def _read_markdown(path: Path, options: Mapping[str, object]) -> list[Record]:
    text = _read_text(path)
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    if not (text.startswith("---\n") and mark and len(head) <= _MAX_FRONT_MATTER):
        return [_record(path, text, {})]
    import yaml

    try:
        facts = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only strings, lists and dicts
    except yaml.YAMLError as error:
        raise ReadError(
            f"The front matter of {path} is not valid YAML: {error}. Mend the lines between the ---.", head
        ) from error
    if not isinstance(facts, dict):
        raise ReadError(f"The front matter of {path} must be lines of `name: value`.", head)
    if not body.strip():
        raise ReadError(f"{path} has front matter but no text. Add the article below the second ---.", str(path))
    return [_record(path, body.lstrip("\n"), {k: v for k, v in facts.items() if isinstance(v, str)})]


def _read_html(path: Path, options: Mapping[str, object]) -> list[Record]:
    try:
        import trafilatura
    except ImportError as error:
        raise ReadError(f"Reading {path.name} needs trafilatura: pip install 'mediakit[html]'.", str(path)) from error
    page: Any = trafilatura.bare_extraction(_read_text(path), include_comments=False, with_metadata=True)
    text = (page.text or "") if page else ""
    if not text.strip():
        raise ReadError(f"No article text was found in {path}. Save the text of the page as .txt instead.", str(path))
    facts = {"title": page.title, "source": page.sitename, "published": page.date}
    return [_record(path, text, facts)]


def _read_json(path: Path, options: Mapping[str, object]) -> list[Record]:
    text = _read_text(path)
    try:
        if path.suffix.lower() == ".jsonl":
            data: Any = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"{path} is not valid JSON: {error}.", str(path)) from error
    if isinstance(data, dict) and isinstance(data.get("versions"), list):
        data = [{"story": data.get("id", data.get("story", path.stem)), **row} for row in data["versions"]]
    if isinstance(data, dict):
        return _read_object(path, data)
    if not (isinstance(data, list) and all(isinstance(row, dict) for row in data)):
        raise ReadError(f"{path} must hold objects with the keys {', '.join(NEEDED)}.", str(path))
    return read_frame(pd.DataFrame(data, dtype=object), path.name, options.get("columns"))


def _read_object(path: Path, record: dict[str, Any]) -> list[Record]:
    if not isinstance(record.get("text"), str):
        raise ColumnError(f"{path} has no key `text`. Found: {', '.join(record) or 'none'}.", list(record))
    return [_record(path, record["text"], record)]


def _read_table(path: Path, options: Mapping[str, object]) -> list[Record]:
    from io import StringIO

    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    try:
        frame = pd.read_csv(StringIO(_read_text(path)), sep=separator, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ReadError(f"{path} is not a valid table: {error}.", str(path)) from error
    return read_frame(frame, path.name, options.get("columns"))


def _read_parquet(path: Path, options: Mapping[str, object]) -> list[Record]:
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} is not a readable Parquet file: {error}.", str(path)) from error
    return read_frame(frame, path.name, options.get("columns"))


def _read_database(path: Path, options: Mapping[str, object]) -> list[Record]:
    query, table = options.get("query"), options.get("table")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            if not query:
                tables = [
                    str(row[0])
                    for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
                ]
                chosen = str(table) if table else (tables[0] if len(tables) == 1 else "")
                if chosen not in tables:
                    raise ReadError(
                        f"{path.name}: name one table with table=… or give query=…. "
                        f"Tables: {', '.join(tables) or 'none'}.",
                        table,
                    )
                query = 'SELECT * FROM "' + chosen.replace('"', '""') + '"'
            frame = pd.read_sql_query(str(query), connection)
    except (sqlite3.Error, pd.errors.DatabaseError) as error:
        raise ReadError(f"{path} could not be read as an SQLite database: {error}.", str(path)) from error
    return read_frame(frame, path.name, options.get("columns"))


def _is_aside(path: Path) -> bool:
    """Tell whether a file in a folder of stories is not a version: gold tables, read-me files, hidden files."""
    return path.name.startswith((".", "gold")) or path.stem.lower() == "readme"


READERS: dict[str, Callable[[Path, Mapping[str, object]], list[Record]]] = {
    ".txt": _read_plain, ".md": _read_markdown, ".html": _read_html, ".htm": _read_html,
    ".json": _read_json, ".jsonl": _read_json, ".csv": _read_table, ".tsv": _read_table,
    ".parquet": _read_parquet, ".db": _read_database, ".sqlite": _read_database,
}  # fmt: skip


@dataclass(frozen=True)
class Version:
    """One version of a story: its text as given, and what is known about it.

    `story` and `version` are its names; `title` is the headline if it came apart from the text; `source` the outlet;
    `published` an ISO date or time; `kind` a word such as "wire", "tabloid", "paraphrase", "revision".

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


# On the same day the original comes before what was made of it.
_ORIGINALS = ("wire", "original")


def group_stories(versions: Iterable[Version]) -> list[Story]:
    """Return the stories that the versions belong to, in order of first appearance, versions oldest first.

    Raises `ReadError` if a story has two versions of the same name.
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
    return [Story(name, tuple(sorted(known.values(), key=_age))) for name, known in found.items()]


def _age(version: Version) -> tuple[str, bool]:
    return version.published, version.kind not in _ORIGINALS


def read_version(path: str | Path, **options: object) -> Version:
    """Read a file that holds one version: .txt, .md (front matter allowed), .html or .json.

    The story is named after the front matter, else after the folder; the version after the front matter, else after
    the file. Raises `ReadError` (missing, empty or binary file, unknown extension, more than one version inside).

    >>> path = Path(tempfile.mkdtemp()) / "wire.txt"
    >>> _ = path.write_text("The dam held.")
    >>> mk.read_version(path).version
    'wire'
    """
    records = read_file(Path(path), options)
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
    records, problems = read_path(Path(path), options)
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


def read_corpus(
    source: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    table: str | None = None,
    query: str | None = None,
) -> list[Story]:
    """Read many stories from a folder (with a folder or files for each), a table file or a DataFrame.

    Tables (.csv, .tsv, .json, .jsonl, .parquet, .db, .sqlite, DataFrame) have one row a version with columns `text`,
    `story`, `version` and any of `title`, `source`, `published`, `kind`; `columns` maps these names to yours,
    `table` or `query` chooses inside a database. A row without text is kept with an empty text. Files that cannot be
    read are left out and named in one `UserWarning`; if none can be read, the first `ReadError` is raised.
    Raises `ColumnError` for wrong columns.

    >>> rows = pd.DataFrame([{"story": "dam", "version": "wire", "text": "The dam held."}])
    >>> mk.read_corpus(rows)[0].id
    'dam'
    """
    options: dict[str, object] = {"columns": columns, "table": table, "query": query}
    if isinstance(source, pd.DataFrame):
        return group_stories(Version(**record) for record in read_frame(source, "the DataFrame", columns))
    records, problems = read_path(Path(source), options)
    if problems and not records:
        raise problems[0]
    if problems:
        warnings.warn("Left out: " + " · ".join(map(str, problems)), stacklevel=2)
    return group_stories(Version(**record) for record in records)


def _examples_folder() -> Path:
    """Return the folder of the bundled stories: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent
    checkout = package.parent / "data" / "stories"
    return checkout if checkout.is_dir() else package / "data" / "stories"


def list_examples() -> list[str]:
    """Return the names of the bundled stories, all invented.

    >>> "bridge-vote" in mk.list_examples()
    True
    """
    return sorted(path.name for path in _examples_folder().iterdir() if path.is_dir())


def load_example(name: str) -> Story:
    """Return a bundled story by name; raises `ChoiceError` listing the names there are.

    >>> mk.load_example("bridge-vote")["wire"].published
    '2025-03-05'
    """
    if name not in list_examples():
        raise unknown_choice("example", name, list_examples())
    return read_story(_examples_folder() / name)
