"""Measure many versions: streamed in batches, resumable, on one machine or on a Dask cluster."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from mediakit.errors import MediakitError, WriteError
from mediakit.measures.counts import check_voice
from mediakit.measures.measuring import measure
from mediakit.measures.metrics import Metric, choose_metrics
from mediakit.stories import Version, read_source
from mediakit.tables import can_stream, stream_table

BATCH = 500


class _How(NamedTuple):
    """How versions are measured: whose words, and by which metrics."""

    voice: str
    metrics: tuple[Metric, ...]


def measure_corpus(
    source: object,
    out: str | Path,
    client: Any = None,
    *,
    voice: str = "all",
    metrics: str | Metric | Sequence[str | Metric] = "main",
    columns: Mapping[str, str] | None = None,
    batch: int = BATCH,
    progress: bool = True,
) -> Path:
    """Measure every version of a corpus into a folder of Parquet files, one row per version, and return the folder.

    `source` and `columns` are as in `read_corpus`, a table file is streamed; `metrics` are "main", "all", names or own
    ones. Columns of the result: story, version, one per metric (NaN where undefined) and `problem` (why a version could
    not be measured, else empty). Each batch is a file named after its texts and the package's version: only what is not
    there is measured. `client` is a Dask client. Read the result with `pandas.read_parquet(out)`.
    """
    from tqdm.auto import tqdm

    check_voice(voice)
    how = _How(voice, tuple(choose_metrics(metrics)))
    folder = _make(Path(out))
    number = -1  # of the last batch, to clear what an earlier run on more texts left
    with tqdm(unit=" versions", disable=not progress) as bar:
        waiting = _Waiting(client, bar)
        for number, records in enumerate(_batches(source, batch, columns)):
            path = folder / f"part-{number:06d}-{_key(records, how)}.parquet"
            _clear(folder, number, keep=path)
            if client is not None and not path.exists():
                waiting.submit(path, records, how)
                continue
            if not path.exists():
                _write(_measure_records(records, how), path)
            bar.update(len(records))
        waiting.collect(len(waiting.batches))
    _clear_after(folder, number)
    return folder


class _Waiting:
    """Batches that a cluster's workers measure; results are taken in order, so that memory stays bounded."""

    def __init__(self, client: Any, bar: Any) -> None:
        self.client, self.bar = client, bar
        self.batches: list[tuple[Path, Any, int]] = []

    def submit(self, path: Path, records: list[dict[str, str]], how: _How) -> None:
        """Hand a batch to a worker, and take the oldest result if many wait."""
        future = self.client.submit(_measure_records, records, how, pure=False)
        self.batches.append((path, future, len(records)))
        if len(self.batches) > 4 * max(1, sum(self.client.ncores().values())):
            self.collect(1)

    def collect(self, n: int) -> None:
        """Write the `n` oldest results."""
        for path, future, size in [self.batches.pop(0) for _ in range(n)]:
            _write(future.result(), path)
            self.bar.update(size)


def _clear(folder: Path, number: int, keep: Path) -> None:
    """Remove what an earlier run, on other texts, wrote as the batch of this number."""
    for stale in folder.glob(f"part-{number:06d}-*.parquet"):
        if stale != keep:
            stale.unlink()


def _clear_after(folder: Path, last: int) -> None:
    """Remove the batches of an earlier run on a longer corpus."""
    for path in folder.glob("part-??????-*.parquet"):
        if int(path.name.split("-")[1]) > last:
            path.unlink()


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a batch whole or not at all, so that an interrupted run leaves no half file."""
    partial = path.with_suffix(".partial")
    table.to_parquet(partial, index=False)
    partial.replace(path)


def _measure_records(records: list[dict[str, str]], how: "_How") -> pd.DataFrame:
    """Return one row per record; a record that cannot be measured keeps its row and says why."""
    versions = [Version(**record) for record in records]
    try:
        table = measure(versions, voice=how.voice, metrics=how.metrics, wide=True)
        return table.assign(problem="")
    except MediakitError:
        return pd.concat([_measure_one(version, how) for version in versions], ignore_index=True)


def _measure_one(version: Version, how: "_How") -> pd.DataFrame:
    try:
        return measure(version, voice=how.voice, metrics=how.metrics, wide=True).assign(problem="")
    except MediakitError as error:
        return pd.DataFrame([{"story": version.story, "version": version.version, "problem": str(error)}])


def _key(records: list[dict[str, str]], how: "_How") -> str:
    """Return a short name for the contents of a batch and what measures it."""
    from mediakit.measures.measuring import describe_provenance

    what = (how.voice, [metric.name for metric in how.metrics], sorted(describe_provenance().items()))
    digest = hashlib.sha256(repr(what).encode())
    for record in records:
        digest.update(repr(sorted(record.items())).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _make(folder: Path) -> Path:
    """Return a folder that is there, made if need be; raises `WriteError` if it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder} cannot be made a folder: {error.strerror}. Name another.", str(folder)) from error
    return folder


def _batches(source: Any, size: int, columns: object) -> Iterator[list[dict[str, str]]]:
    """Yield the records of a corpus in lists of at most `size`, without holding a table file in memory."""
    if isinstance(source, str | Path) and can_stream(Path(source)):
        yield from stream_table(Path(source), size, columns)
        return
    if isinstance(source, str | Path | pd.DataFrame):
        records = iter(read_source(source, {"columns": columns}))
    else:
        items = iter(source)
        chunks = iter(lambda: list(islice(items, size)), [])
        records = (record for items_read in chunks for record in read_source(items_read, {"columns": columns}))
    while chunk := list(islice(records, size)):
        yield chunk
