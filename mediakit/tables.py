"""Read tables of versions as records: CSV, JSON, Parquet, SQLite, packed ones, and DataFrames."""

import csv
import gzip
import json
import sqlite3
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from io import StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pandas as pd

from mediakit.errors import ColumnError, ReadError
from mediakit.memory import once
from mediakit.readers import (
    FIELDS,
    NEEDED,
    READERS,
    Options,
    Record,
    Unread,
    decode,
    mend_halves,
    name_record,
    read_text,
)

# What a packed file may unpack to.
_MOST_BYTES = 4_000_000_000
_SEPARATORS = (",", ";", "\t", "|")
# A cell may hold a whole article.
_LONGEST_CELL = 50_000_000
_LABELS = frozenset({"story", "version"})


def read_frame(frame: pd.DataFrame, where: str, columns: object = None) -> list[Record]:
    """Return one record for each row of a table that has (or whose `columns` map to) text, story and version."""
    names = _match_columns([str(column) for column in frame.columns], where, columns)
    by_name = {str(column): column for column in frame.columns}
    chosen: dict[str, list[Any]] = {ours: list(frame[by_name[theirs]]) for ours, theirs in names.items()}
    for label in _LABELS:
        chosen[label] = [_as_label(value) for value in chosen[label]]
    return [{name: _as_text(values[row], name) for name, values in chosen.items()} for row in range(len(frame))]


def read_rows(rows: Iterable[Mapping[str, Any]], where: str, columns: object = None) -> list[Record]:
    """Return one record for each of some dicts."""
    sound = [{_mend(name): _mend(value) for name, value in row.items()} for row in rows]
    return read_frame(pd.DataFrame(sound, dtype=object), where, columns)


def _mend(cell: Any) -> Any:
    return mend_halves(cell) if isinstance(cell, str) else cell


def _match_columns(found: list[str], where: str, columns: object) -> dict[str, str]:
    """Return the column for each of our fields; raises `ColumnError` with what could be meant."""
    if columns is not None and not isinstance(columns, Mapping):
        raise ColumnError(f'columns must be a dict such as {{"text": "body"}}, got {columns!r}.', found)
    given = {str(ours): str(theirs) for ours, theirs in (columns or {}).items()}
    if wrong := [ours for ours in given if ours not in FIELDS]:
        raise ColumnError(
            f"columns= has no field {wrong[0]!r}. The fields are: {', '.join(FIELDS)}; "
            "write them first, your column second.",
            found,
        )
    if absent := [theirs for theirs in given.values() if theirs not in found]:
        raise ColumnError(f"{where} has no column {absent[0]!r}. Found: {', '.join(found) or 'none'}.", found)
    by_small = {name.strip().lower(): name for name in reversed(found)}
    names = {ours: by_small[ours] for ours in FIELDS if ours in by_small} | given
    if twice := [name for name in names.values() if found.count(name) > 1]:
        raise ColumnError(f"{where} has two columns named {twice[0]!r}. Rename or leave out one of them.", found)
    near = _propose(by_small, names)
    missing = [name for name in NEEDED if name not in names]
    if missing:
        meant = {name: near[name] for name in near if name in missing or name in given}
        remedy = json.dumps({**given, **meant}) if meant else '{"text": "your column", …}'
        raise ColumnError(
            f"{where} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. "
            f"Found: {', '.join(found) or 'none'}. Needed: {', '.join(NEEDED)}. "
            f"Rename them, or pass columns={remedy}.",
            found,
        )
    if near:
        warnings.warn(
            f"{where}: not read were {', '.join(near.values())}; if they are what they seem, "
            f"pass columns={json.dumps({**given, **near})}.",
            stacklevel=2,
        )
    return names


@once
def _near_names() -> dict[str, list[str]]:
    """Return the names that others give to our fields, the surest first."""
    names: dict[str, list[str]] = {}
    with Path(__file__).with_name("near_names.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            names.setdefault(row["field"], []).append(row["near"])
    return names


def _propose(by_small: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return, for fields that no column was found for, a column whose name is near."""
    near: dict[str, str] = {}
    for ours, others in _near_names().items():
        free = [by_small[other] for other in others if other in by_small]
        free = [column for column in free if column not in names.values() and column not in near.values()]
        if ours not in names and free:
            near[ours] = free[0]
    return near


def _as_label(value: Any) -> Any:
    """Return a label as it was written: 1 stays 1 where other rows of its column have none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_text(value: Any, field: str) -> str:
    """Return a table's cell as text; what is missing is the empty text, the parts of a list are joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return decode(value, "a cell of the table")
    if isinstance(value, Mapping):
        raise ReadError(f"A cell of the column for {field} holds an object, not text: {str(value)[:60]}.", value)
    if hasattr(value, "__iter__"):
        return ("\n\n" if field == "text" else ", ").join(_as_text(part, field) for part in value)
    return "" if value is None or pd.isna(value) else str(value)


def read_json(path: Path, options: Options) -> list[Record]:
    """Return the records in a JSON file: an object, a list of objects, lines of objects, or a story with versions."""
    data = _parse_json(path)
    columns = options.get("columns")
    if isinstance(data, dict) and isinstance(data.get("versions"), list):
        data = [{"story": data.get("id", data.get("story", path.stem)), **row} for row in data["versions"]]
    if isinstance(data, dict) and not columns:
        return _read_object(path, data)
    if isinstance(data, dict):
        data = [data]
    if not (isinstance(data, list) and all(isinstance(row, dict) for row in data)):
        raise ReadError(f"{path} must hold objects with the keys {', '.join(NEEDED)}.", str(path))
    return read_rows(data, path.name, columns)


def _parse_json(path: Path) -> Any:
    text = read_text(path)
    if path.suffix.lower() == ".json":
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:  # also numbers too long, lists too deep
            raise ReadError(f"{path} is not valid JSON: {error}.", str(path)) from error
    return [_parse_line(line, number, path) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _parse_line(line: str, number: int, path: Path) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path}, line {number}, is not valid JSON: {error}.", str(path)) from error


class Pair(NamedTuple):
    """An old and a new text, and what the two are called by."""

    id: str
    old: str
    new: str


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs in lines of JSON with the texts `old` and `new`, and an `id`, else called by their line."""
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        raise ReadError(f"{path} is no .jsonl of pairs: name its rewrite too.", str(path))
    pairs = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        row = _parse_line(line, number, path) if line.strip() else None
        if isinstance(row, dict) and all(isinstance(row.get(side), str) for side in ("old", "new")):
            name = number if row.get("id") is None else row["id"]
            pairs.append(Pair(str(name), row["old"], row["new"]))
        elif line.strip():
            found = list(row) if isinstance(row, dict) else []
            told = f"{path}, line {number}, has no texts `old` and `new`. Found: {', '.join(found) or 'none'}."
            raise ColumnError(told, found)
    return pairs


def _read_object(path: Path, record: dict[str, Any]) -> list[Record]:
    if not isinstance(record.get("text"), str):
        near = _propose({str(name).lower(): str(name) for name in record}, {})
        meant = f" Perhaps columns={json.dumps({'text': near['text']})}." if "text" in near else ""
        raise ColumnError(f"{path} has no key `text`. Found: {', '.join(record) or 'none'}.{meant}", list(record))
    return [
        name_record(path, record["text"], {name: _as_text(record[name], name) for name in FIELDS if name in record})
    ]


def read_csv(path: Path, options: Options) -> list[Record]:
    """Return the records in a table of comma, semicolon or tab separated cells."""
    rows = list(_parse_rows(StringIO(read_text(path), newline=""), path))
    return read_rows(rows, path.name, options.get("columns"))


def _parse_rows(lines: Iterable[str], path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by their columns; raises `ReadError` with the line of a row of another length."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        lines = iter(lines)
        head = next(lines, "")
        reader = csv.reader(_chain(head, lines), delimiter=_separator(head, path), strict=False)
        names = next(reader, [])
        if twice := {name for name in names if name.strip() and names.count(name) > 1}:
            raise ReadError(f"{path} has two columns named {min(twice)!r}. Rename or leave out one of them.", str(path))
        for row in reader:
            if len(row) != len(names) and any(row):
                raise ReadError(
                    f"{path}, line {reader.line_num}: {len(row)} cells, but the table has {len(names)} columns "
                    f"({', '.join(names[:8])}). Put quotation marks around cells that hold separators or line ends.",
                    str(path),
                )
            if any(row):
                yield dict(zip(names, row, strict=True))
    except csv.Error as error:
        raise ReadError(f"{path} is not a valid table: {error}.", str(path)) from error
    finally:
        csv.field_size_limit(before)


def _chain(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield head
    yield from lines


def _separator(head: str, path: Path) -> str:
    """Return the sign that cuts the head of a table into most columns; the comma, or the tab of .tsv, when in doubt."""
    usual = "\t" if ".tsv" in path.suffixes else ","
    return max((usual, *_SEPARATORS), key=lambda sign: len(next(csv.reader([head], delimiter=sign), [])))


def read_parquet(path: Path, options: Options) -> list[Record]:
    """Return the records in a Parquet file."""
    return list(_stream_parquet(path, options.get("columns")))


def read_database(path: Path, options: Options) -> list[Record]:
    """Return the records in one table, or the answer to one query, of an SQLite database."""
    return list(_stream_database(path, options))


def _stream_database(path: Path, options: Options) -> Iterator[Record]:
    columns = options.get("columns")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(_choose_query(connection, path, options))
            found = [str(column[0]) for column in rows.description or ()]
            names = _match_columns(found, path.name, columns)
            for row in rows:
                yield _name_cells(dict(zip(found, row, strict=True)), names)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise ReadError(f"{path} could not be read as an SQLite database: {error}.", str(path)) from error


def _choose_query(connection: sqlite3.Connection, path: Path, options: Options) -> str:
    """Return the query asked for, or that of the table asked for; the only one where none is."""
    query, table = options.get("query"), options.get("table")
    if query:
        return str(query)
    found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    tables = [str(row[0]) for row in found]
    chosen = str(table) if table else (tables[0] if len(tables) == 1 else "")
    if chosen not in tables:
        raise ReadError(
            f"{path.name}: name one table with table=… or give query=…. Tables: {', '.join(tables) or 'none'}.", table
        )
    return 'SELECT * FROM "' + chosen.replace('"', '""') + '"'  # a table there is # nosec B608


def read_packed(path: Path, options: Options) -> list[Record]:
    """Return the records in the files that a .gz or .zip holds."""
    with TemporaryDirectory(prefix="mediakit-") as scratch:
        folder = Path(scratch, path.name.split(".")[0] or "packed")
        folder.mkdir()
        try:
            files = list(_unpack(path, folder))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise ReadError(
                f"{path} could not be unpacked: {error}. Unpack it and read what it held.", str(path)
            ) from error
        if not files:
            raise ReadError(f"{path} holds no file that mediakit reads. Readable are: {', '.join(TABLES)}.", str(path))
        return [record for file in files for record in TABLES[file.suffix.lower()](file, options)]


def _unpack(path: Path, folder: Path) -> Iterator[Path]:
    """Yield the tables and documents of a packed file, written to a folder."""
    if path.suffix.lower() == ".gz":
        file = folder / path.stem
        if file.suffix.lower() in TABLES:
            with gzip.open(path) as packed:
                yield _write(packed.read(_MOST_BYTES), file)
        return
    with zipfile.ZipFile(path) as packed_files:
        for member in packed_files.infolist():
            inside = PurePosixPath(member.filename)
            readable = inside.suffix.lower() in TABLES.keys() - {".zip", ".gz"} and not inside.name.startswith(".")
            if member.is_dir() or not readable or "__MACOSX" in inside.parts:
                continue
            if member.file_size > _MOST_BYTES:
                raise ReadError(f"{member.filename} in {path} is too large. Unpack it by hand.", str(path))
            # Names are taken apart, so that nothing is written outside the folder.
            parts = [part for part in inside.parts if part not in ("..", "/", "")]
            file = folder.joinpath(*parts)
            file.parent.mkdir(parents=True, exist_ok=True)
            yield _write(packed_files.read(member), file)


def _write(data: bytes, file: Path) -> Path:
    file.write_bytes(data)
    return file


def _bad_parquet(path: Path, error: Exception) -> ReadError:
    return ReadError(f"{path} is not a readable Parquet file: {error}.", str(path))


def stream_table(path: Path, options: Options) -> Iterator[Record]:
    """Yield the records of a table that `can_stream`, without holding it in memory."""
    name, columns = path.name.lower().removesuffix(".gz"), options.get("columns")
    if name.endswith(".parquet"):
        yield from _stream_parquet(path, columns)
        return
    if name.endswith(_DATABASES):
        yield from _stream_database(path, options)
        return
    opened = gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")
    with opened as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines:
        rows = _parse_rows(lines, path) if name.endswith((".csv", ".tsv")) else _stream_json(lines, path)
        try:
            yield from stream_rows(rows, path.name, columns)
        except UnicodeDecodeError as error:
            raise ReadError(f"{path} is not UTF-8: {error}. Save it as UTF-8.", str(path)) from error
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError(f"{path} could not be unpacked: {error}.", str(path)) from error


def stream_frame(frame: pd.DataFrame, where: str, columns: object = None) -> Iterator[Record]:
    """Yield one record for each row of a table in memory, without making all at once."""
    names = _match_columns([str(column) for column in frame.columns], where, columns)
    found = [str(column) for column in frame.columns]
    chosen = frame.iloc[:, [found.index(theirs) for theirs in names.values()]]
    for row in chosen.itertuples(index=False, name=None):
        yield _name_cells(dict(zip(names.values(), row, strict=True)), names)


def stream_rows(rows: Iterable[Mapping[str, Any]], where: str, columns: object = None) -> Iterator[Record]:
    """Yield one record for each of many dicts; columns that only later ones have are taken in when they come."""
    found: dict[str, None] = {}
    names: dict[str, str] = {}
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        new = [str(name) for row in chunk if not isinstance(row, Unread) for name in row if str(name) not in found]
        if new:
            found |= dict.fromkeys(new)
            names = _match_columns(list(found), where, columns)
        for row in chunk:
            yield row if isinstance(row, Unread) else _name_cells(row, names)
    if not names:
        _match_columns([], where, columns)  # raises


def _name_cells(row: Mapping[str, Any], names: Mapping[str, str]) -> Record:
    """Return a row of a table as a record."""
    cells = {ours: row.get(theirs) for ours, theirs in names.items()}
    return {ours: _as_text(_as_label(cell) if ours in _LABELS else cell, ours) for ours, cell in cells.items()}


def _stream_parquet(path: Path, columns: object) -> Iterator[Record]:
    import pyarrow.parquet as pq

    try:
        # The buffer keeps a row group, which may be the whole table, from being read at once.
        with pq.ParquetFile(path, buffer_size=1 << 20) as file:
            names = _match_columns(file.schema_arrow.names, path.name, columns)
            for rows in file.iter_batches(_CHUNK, columns=list(dict.fromkeys(names.values()))):
                # Whole numbers beside missing ones stay whole; pandas may have noted a column as an index, or nonsense.
                frame = rows.to_pandas(integer_object_nulls=True, ignore_metadata=True)
                for cells in frame.to_dict("records"):
                    yield _name_cells(cells, names)
    except (OSError, ValueError) as error:
        raise _bad_parquet(path, error) from error


def _stream_json(lines: Iterable[str], path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in lines; of a line that holds none, that it could not be read."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = _parse_line(line, number, path)
                if not isinstance(row, dict):
                    raise ReadError(f"{path}, line {number}, holds no object with the keys {', '.join(NEEDED)}.", line)
            except (ReadError, RecursionError) as error:
                row = Unread(path.name, f"line {number}", error)
            yield row


_CHUNK = 200  # rows of a table that are held at a time
_DATABASES = (".db", ".sqlite", ".sqlite3")


def can_stream(path: Path) -> bool:
    """Say whether a table need not be held in memory."""
    name = path.name.lower().removesuffix(".gz")
    streamed = name.endswith((".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"))
    packed = path.suffix.lower() == ".gz"
    return path.is_file() and (streamed and not (packed and name.endswith(".parquet")) or path.suffix in _DATABASES)


TABLES: dict[str, Callable[[Path, Options], list[Record]]] = {
    **READERS, ".json": read_json, ".jsonl": read_json, ".ndjson": read_json, ".csv": read_csv, ".tsv": read_csv,
    ".parquet": read_parquet, ".db": read_database, ".sqlite": read_database, ".sqlite3": read_database,
    ".gz": read_packed, ".zip": read_packed,
}  # fmt: skip
