"""Data sets in parts: what is made of the stories of a corpus, part by part, so that a stopped run goes on.

A story stands in a slot by its name, and a part holds some slots: a part is known by its number, and whoever writes it
again writes the same. It carries the keys of its stories, which tell their texts and the settings: what has its key
is not made again, what is no longer in the source goes when its part is written. A manifest binds a folder to its
source and settings. All that is unfinished lies in a hidden folder of the run; a run that died leaves nothing else.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import uuid4

import pandas as pd
import pyarrow as pa

from mediakit.errors import WriteError
from mediakit.memory import shrink
from mediakit.readers import Record

MANIFEST = "_mediakit.json"
"""The manifest's name; readers of Parquet pass over what begins with a low line or a full stop."""

SLOTS = 4096
_HELD = 16_000_000  # characters of records that are held before they are written to their slots
_PART = re.compile(r"part-(\d{4})\.parquet")
_KEYS = b"mediakit"
_TYPES = {
    "text": pa.string(), "count": pa.int64(), "number": pa.float64(), "flag": pa.bool_(),
    "indices": pa.list_(pa.int64()),
}  # fmt: skip

Stories = list[list[Record]]
"""The records of each of some stories."""
Columns = Mapping[str, Mapping[str, str]]
"""The columns of each table and their types, as in `schema.TABLES`: text, count, number, flag or indices."""
Made = Iterator[tuple[str, pd.DataFrame]]
"""Rows of tables: the name of the table, and some of its rows."""


@dataclass(frozen=True)
class Work:
    """What is made of stories: its name, source, settings, tables, and the function that makes their rows.

    `source` is a path, or empty if the source has no name. `settings` are bound by the manifest; `rests_on` is what the
    rows depend on besides: where it changes, they are made anew. Both are plain data, as JSON has them. `ordered` tells
    whether it matters in which order the records of a story stand.
    """

    holds: str
    source: str
    settings: Mapping[str, Any]
    columns: Columns
    make: Callable[[Stories], Made]
    rests_on: tuple[object, ...] = ()
    ordered: bool = False

    @property
    def bound(self) -> dict[str, Any]:
        """What the manifest binds a folder to."""
        return {"holds": self.holds, "source": self.source, **self.settings}

    def key(self, rows: list[Record]) -> str:
        """Return what tells a story's contents and all that its rows depend on."""
        columns = {table: list(known) for table, known in self.columns.items()}
        records = [sorted(row.items()) for row in rows]
        content = [self.settings, self.rests_on, columns, records if self.ordered else sorted(records)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]


class Job(NamedTuple):
    """All that is needed to write a part, here or on another machine that sees the same folder."""

    out: Path
    run: Path
    n_parts: int
    work: Work
    resume: bool

    def place(self, table: str, number: int) -> Path:
        """Return where a part of a table stands."""
        return self.out / table / f"part-{number:04d}.parquet"

    def read_stories(self, number: int) -> dict[str, list[Record]]:
        """Return the records of the stories of a part, by story."""
        stories: dict[str, list[Record]] = {}
        first, end = (-(-n * SLOTS // self.n_parts) for n in (number, number + 1))
        for slot in range(first, end):
            with suppress(FileNotFoundError), _slot_file(self.run, slot).open(encoding="ascii") as lines:
                for line in lines:
                    record: Record = json.loads(line)
                    stories.setdefault(record["story"], []).append(record)
        return stories


def _slot_file(run: Path, slot: int) -> Path:
    return run / f"{slot:03x}.jsonl"


@dataclass
class _Spool:
    """The records of a source, on disk by the slot of their story, so that versions that lie apart come together."""

    run: Path
    n: int = 0
    _held: dict[int, list[str]] = field(default_factory=dict)
    _size: int = 0

    def add(self, record: Record) -> None:
        """Take one record in."""
        record = make_storable(record)
        line = json.dumps(record)
        slot = int.from_bytes(hashlib.sha256(record["story"].encode()).digest()[:2], "big") * SLOTS >> 16
        self._held.setdefault(slot, []).append(line)
        self._size += len(line)
        self.n += 1
        if self._size > _HELD:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        for slot, lines in self._held.items():
            with _slot_file(self.run, slot).open("a", encoding="ascii") as file:
                file.write("\n".join(lines) + "\n")
        self._held, self._size = {}, 0


def make_storable(record: Record) -> Record:
    """Return a record without lone surrogates, which no table can hold: each becomes a question mark."""
    return {name: text.encode("utf-8", "replace").decode() for name, text in record.items()}


def fill(
    records: Iterable[Record],
    out: Path,
    work: Work,
    size: int,
    *,
    client: Any = None,
    resume: bool = True,
    watch: Callable[..., Any],
) -> Path:
    """Make all that is asked of some records into the data sets of a folder, and return the folder.

    `size` is how many records a part holds, about; `client` a Dask client, whose workers then read and write;
    `watch` shows progress, as `tqdm` does. Raises `WriteError` if the folder holds anything else, of which nothing is
    touched, or cannot be written to.
    """
    out = out.absolute()
    with _own_folder(out, work) as run:
        spool = _Spool(run)
        for record in watch(records, desc="reading"):
            with _tell_disk(out):
                spool.add(record)
        with _tell_disk(out):
            spool.flush()
            manifest = _bind(out, run, work, min(SLOTS, max(1, round(spool.n / size))))
        _refuse_foreign(out, work, manifest)
        job = Job(out, run, manifest["parts"], work, resume)
        _refuse_another(job)
        with watch(total=spool.n, desc=work.holds) as bar:
            for n_rows in _write_all(job, client):
                bar.update(n_rows)
    return out


def _write_all(job: Job, client: Any) -> Iterator[int]:
    """Write all parts, here or by the workers of a Dask client, and yield how many records each holds."""
    if client is None:
        yield from (write_part(job, number) for number in range(job.n_parts))
    else:
        futures = [client.submit(write_part, job, number, pure=False) for number in range(job.n_parts)]
        yield from (future.result() for future in futures)


def write_part(job: Job, number: int) -> int:
    """Write one part of every table, unless it stands there already; return how many records it holds."""
    with _tell_disk(job.out):
        stories = job.read_stories(number)
        keys = {name: job.work.key(rows) for name, rows in stories.items()}
        places = {table: job.place(table, number) for table in job.work.columns}
        if not job.resume or not all(_read_keys(place) == keys for place in places.values()):
            _write_part(job, places, stories, keys)
            shrink()
    return sum(map(len, stories.values()))


def _write_part(job: Job, places: dict[str, Path], stories: dict[str, list[Record]], keys: dict[str, str]) -> None:
    """Write one part of every table: the rows of stories that stand there with their keys, and those of the others."""
    import pyarrow.parquet as pq

    there = {table: _read_rows(place) for table, place in places.items()} if job.resume else {}
    known = [_keys_of(rows.schema) for rows in there.values()] or [{}]
    kept = {name: key for name, key in keys.items() if all(part.get(name) == key for part in known)}
    made = assemble(job.work.make([stories[name] for name in keys if name not in kept]), job.work.columns)
    for table, rows in made.items():
        if kept:
            rows = pa.concat_tables([_of_stories(there[table], list(kept)), rows])
        beside = job.run / f"{table}-{uuid4().hex}"
        pq.write_table(rows.replace_schema_metadata({_KEYS: json.dumps(keys)}), beside)
        places[table].parent.mkdir(exist_ok=True)
        beside.replace(places[table])


def _read_rows(place: Path) -> pa.Table:
    """Return the rows of a part, and with them its keys; an empty table if none stands there that can be read."""
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(place) as file:
            return file.read()
    except (OSError, ValueError):
        return pa.table({})


def _read_keys(place: Path) -> dict[str, str] | None:
    """Return the keys of the stories in a part; None if none stands there that can be read."""
    import pyarrow.parquet as pq

    try:
        return _keys_of(pq.read_schema(place))
    except (OSError, ValueError):
        return None


def _keys_of(schema: pa.Schema) -> dict[str, str]:
    keys: dict[str, str] = json.loads((schema.metadata or {}).get(_KEYS, b"{}"))
    return keys


def _of_stories(rows: pa.Table, stories: list[str]) -> pa.Table:
    """Return the rows of some stories."""
    import pyarrow.compute as pc

    return rows.filter(pc.is_in(rows["story"], value_set=pa.array(stories, pa.string()))).replace_schema_metadata()


def assemble(made: Made, columns: Columns) -> dict[str, pa.Table]:
    """Return each table whole and with its types; cells of columns that some rows have not are missing."""
    rows = {
        table: [pa.schema([(name, _TYPES[kind]) for name, kind in known.items()]).empty_table()]
        for table, known in columns.items()
    }
    for table, frame in made:
        cells = {
            name: pa.array(frame[name], _TYPES[kind], from_pandas=True)
            if name in frame
            else pa.nulls(len(frame), _TYPES[kind])
            for name, kind in columns[table].items()
        }
        rows[table].append(pa.table(cells))
    return {table: pa.concat_tables(parts) for table, parts in rows.items()}


@contextmanager
def _own_folder(out: Path, work: Work) -> Iterator[Path]:
    """Give a hidden folder that this run has for itself, in a folder for this work; clear what dead runs left there."""
    there = out.exists()
    with _tell_disk(out):
        out.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(out, work, _read_manifest(out))
        for lock in out.glob(".run-*.lock"):
            _clear_dead(lock)
        lock = out / f".run-{uuid4().hex[:16]}.lock"
        run = lock.with_suffix("")
        file = lock.open("w")
    try:
        with file:
            _try_lock(file)
            with _tell_disk(out):
                run.mkdir()
            yield run
    finally:
        shutil.rmtree(run, ignore_errors=True)
        with suppress(OSError):
            lock.unlink()
            if not there:
                out.rmdir()  # only if nothing came to stand in it


def _clear_dead(lock: Path) -> None:
    """Remove the folder of a run that is over, however it ended."""
    with suppress(OSError):  # gone by now; or in use, where files in use cannot be removed
        with lock.open("a") as file:
            over = _try_lock(file)
        if over:
            lock.unlink()
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)


def _try_lock(file: IO[str]) -> bool:
    """Lock a file while it is open and return whether no other process has it; Windows guards open files by itself."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _tell_disk(out: Path) -> Iterator[None]:
    """Tell a fault of the disk as a `WriteError` with the remedy."""
    try:
        yield
    except OSError as error:
        raise WriteError(
            f"{out} cannot be written: {error.strerror or error}. Make room or name another folder; run again, and it "
            "goes on where it stopped.",
            str(out),
        ) from error


def _read_manifest(out: Path) -> dict[str, Any] | None:
    """Return the manifest of a folder; None if it has none."""
    try:
        manifest: dict[str, Any] = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return manifest if "parts" in manifest else None
    except (OSError, ValueError):
        return None


def _bind(out: Path, run: Path, work: Work, n_parts: int) -> dict[str, Any]:
    """Return the manifest of a folder, written now if it has none; of two runs that write it at once, one does."""
    bound = {**work.bound, "parts": n_parts}
    beside = run / MANIFEST
    beside.write_text(json.dumps(bound, indent=1) + "\n", encoding="utf-8")
    try:
        os.link(beside, out / MANIFEST)  # fails where one stands, as a rename would not
    except FileExistsError:
        pass
    except OSError:  # a disk without links
        if _read_manifest(out) is None:
            beside.replace(out / MANIFEST)
    return _read_manifest(out) or bound


def _refuse_foreign(out: Path, work: Work, manifest: dict[str, Any] | None) -> None:
    """Raise `WriteError` if a folder holds what is not of this work."""
    for name, value in work.bound.items():
        there = manifest.get(name) if manifest else value
        if there != value:
            raise _refusal(out, f"it was made with {name}={there!r}, this is {name}={value!r}")
    for place in _visible(out):
        if manifest is None or place.name not in work.columns or not place.is_dir():
            raise _refusal(out, f"{place.name} in it was not written by mediakit")
        for part in _visible(place):
            match = _PART.fullmatch(part.name)
            if match is None or int(match[1]) >= manifest["parts"]:
                raise _refusal(out, f"{place.name}/{part.name} in it was not written by mediakit")


def _visible(folder: Path) -> list[Path]:
    """Return what stands in a folder and is not hidden from readers of Parquet."""
    return [place for place in folder.iterdir() if place.name[0] not in "._"]


def _refusal(out: Path, reason: str) -> WriteError:
    return WriteError(f"{out} is not for this: {reason}. Name a new folder; nothing in this one was touched.", str(out))


def _refuse_another(job: Job) -> None:
    """Raise `WriteError` if the source has no name, and none of its stories stands in a folder that holds some."""
    if job.work.source:
        return
    table, holds_some = next(iter(job.work.columns)), False
    for number in range(job.n_parts):
        known = _read_keys(job.place(table, number)) or {}
        if known.keys() & job.read_stories(number).keys():
            return
        holds_some |= bool(known)
    if holds_some:
        raise _refusal(job.out, "none of the stories in it is in the source")
