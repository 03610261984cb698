"""Measure or compare any number of stories into Parquet: streamed, resumable, on one machine or on a Dask cluster.

Both are a function from stories to rows of tables, over the data sets of `parts`.
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from mediakit.comparison.shifts import Comparison, compare
from mediakit.comparison.significance import check_against, label_shifts, pick
from mediakit.comparison.uncertainty import N_DRAWS
from mediakit.errors import ChoiceError, MediakitError, ReadError, WriteError, unknown_choice
from mediakit.evidence.marks import find, statements
from mediakit.measures.counts import COLUMNS, check_voice, count
from mediakit.measures.measuring import describe_provenance, measure, voices
from mediakit.measures.metrics import Metric, choose_metrics
from mediakit.parts import Columns, Made, Stories, Work, assemble, fill, make_storable
from mediakit.readers import Record
from mediakit.schema import TABLES
from mediakit.stories import Version, check_options, group_stories, stream_source
from mediakit.tables import stream_frame
from mediakit.text.document import Document
from mediakit.text.parsing import parse

BATCH = 500
_AT_ONCE = 50  # documents that are measured together

MEASURED = ("measures", "counts", "marks", "statements", "voices")
"""The data sets that `measure_corpus` can write."""
COMPARED = ("shifts", "findings", "quotations", "facts", "voices", "attributions", "families", "pairs")
"""The data sets that `compare_corpus` can write."""
_LABELS = {"story": "text", "version": "text"}
_PAIR = {"story": "text", "version_old": "text", "version_new": "text"}
_PROBLEM = {"problem": "text"}


class Measuring(NamedTuple):
    """How versions are measured: whose words, by which metrics, into which tables."""

    voice: str
    metrics: tuple[Metric, ...]
    tables: tuple[str, ...]

    @property
    def columns(self) -> Columns:
        """The columns of the tables."""
        facts = {"source": "text", "kind": "text", "published": "text", "too_short": "flag"}
        shown = {
            "measures": {**_LABELS, **facts, **{metric.name: "number" for metric in self.metrics}},
            "counts": {**_LABELS, "sentence": "count", "part": "text", **dict.fromkeys(COLUMNS, "number")},
        }
        return {table: {**(shown.get(table) or _types(table)), **_PROBLEM} for table in self.tables}


class Comparing(NamedTuple):
    """How versions are compared: with which, whose words, by which metrics, into which tables."""

    against: str
    voice: str
    metrics: tuple[Metric, ...]
    tables: tuple[str, ...]
    seed: int
    n_draws: int
    floors: bool

    @property
    def columns(self) -> Columns:
        """The columns of the tables."""
        facts = {"shifts": {"source": "text", "kind": "text"}}
        names = {"voices": "voice_changes"}
        return {
            table: {**_PAIR, **facts.get(table, {}), **_types(names.get(table, table)), **_PROBLEM}
            for table in self.tables
        }


def _types(table: str) -> dict[str, str]:
    return {name: column.dtype for name, column in TABLES[table].items()}


def measure_corpus(
    source: object,
    out: str | Path,
    client: Any = None,
    *,
    voice: str = "all",
    metrics: str | Metric | Sequence[str | Metric] = "main",
    tables: str | Sequence[str] = ("measures",),
    resume: bool = True,
    batch: int = BATCH,
    progress: bool | None = None,
    **options: object,
) -> Path:
    """Measure every version of a corpus into Parquet files in the folder `out`, and return the folder.

    `source` and `options` are as in `read_corpus`; a table, database or iterator is streamed. `metrics` are "main",
    "all", names or own ones. Of `tables` each becomes a data set, `pandas.read_parquet(out / "measures")`: "measures",
    one row a version (story, version, source, kind, published, too_short, a column a metric, NaN where undefined);
    "counts", "marks", "statements" and "voices" as the functions of these names return them. A version that cannot be
    read or measured has one row in each, of which the last column, `problem`, says why; else it is empty.

    A run that was stopped goes on where it was, and a story whose versions changed is measured anew, alone; with
    `resume=False` all are. A part holds some `batch` versions. `client` is a Dask client: its workers, which must see
    `out`, read and write. `progress` is shown at a terminal or in a notebook, if not told. Raises `WriteError` for a
    folder that was filled from another source or with other settings, or holds anything else.

    >>> out = mk.measure_corpus(mk.load_example("junction-crash"), Path(tempfile.mkdtemp()) / "measures")
    >>> len(pd.read_parquet(out / "measures"))
    4
    """
    check_voice(voice)
    how = Measuring(voice, tuple(choose_metrics(metrics)), _choose(tables, MEASURED))
    settings = {"voice": voice, "metrics": [metric.name for metric in how.metrics], "tables": list(how.tables)}
    work = _plan("measures", source, {**settings, **options}, how, partial(measure_stories, how=how))
    return _fill(source, Path(out), work, options, batch, progress, client=client, resume=resume)


def compare_corpus(
    source: object,
    out: str | Path,
    client: Any = None,
    *,
    against: str = "original",
    voice: str = "all",
    metrics: str | Metric | Sequence[str | Metric] = "main",
    tables: str | Sequence[str] = ("shifts", "findings", "quotations", "facts", "voices"),
    seed: int = 0,
    n_draws: int = N_DRAWS,
    floors: bool = False,
    resume: bool = True,
    batch: int = BATCH,
    progress: bool | None = None,
    **options: object,
) -> Path:
    """Compare the versions of every story of a corpus into Parquet files in the folder `out`, and return the folder.

    `against` says what each version is compared with: the story's "original" (the first of kind "wire" or "original",
    else the first), its "first" version, the "previous" one, or "all" before it; `voice`, `metrics`, `seed`, `n_draws`
    and `floors` are as in `compare_all`, all else as in `measure_corpus`.
    The versions of a story may lie anywhere in the source. Of `tables` ("shifts", "findings", "quotations", "facts",
    "voices", "attributions", "families", "pairs") each becomes a data set with the columns that a Comparison gives it,
    and before them story, version_old, version_new; shifts have source and kind of the newer version too. What cannot
    be compared has one row in each, of which the last column, `problem`, says why; else it is empty. `test_shifts` and
    `compare_all` read the folder.

    >>> out = mk.compare_corpus(mk.load_example("junction-crash"), Path(tempfile.mkdtemp()) / "comparisons")
    >>> pd.read_parquet(out / "findings")["version_new"].unique().tolist()
    ['paraphrase', 'release', 'tabloid']
    """
    check_voice(voice)
    check_against(against)
    how = Comparing(
        against, voice, tuple(choose_metrics(metrics)), _choose(tables, COMPARED), int(seed), int(n_draws), bool(floors)
    )
    settings = {**how._asdict(), "metrics": [metric.name for metric in how.metrics], "tables": list(how.tables)}
    work = _plan("comparisons", source, {**settings, **options}, how, partial(compare_stories, how=how))
    return _fill(source, Path(out), work, options, batch, progress, client=client, resume=resume)


def _choose(tables: str | Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the tables that are asked for, in their order; raises `ChoiceError` if there is none of the name."""
    asked = [tables] if isinstance(tables, str) else list(tables)
    for table in asked or [""]:
        if table not in known:
            raise unknown_choice("table", table, known)
    return tuple(table for table in known if table in asked)


def _plan(
    holds: str, source: object, settings: dict[str, Any], how: Measuring | Comparing, make: Callable[[Stories], Made]
) -> Work:
    """Return the work on a source: what its folder is bound to, and what its rows rest on."""
    place = str(Path(source).resolve()) if isinstance(source, str | Path) else ""
    plain = json.loads(json.dumps(settings, default=str))
    rests_on = (describe_provenance(), [_sign(metric) for metric in how.metrics])
    return Work(holds, place, plain, how.columns, make, rests_on, ordered=isinstance(how, Comparing))


def _sign(metric: Metric) -> str:
    """Return what tells a metric from another of its name: its value for some totals."""
    try:
        return repr(float(metric.formula({column: n + 2.0 for n, column in enumerate(COLUMNS)})))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return ""


def _fill(
    source: object, out: Path, work: Work, options: dict[str, object], batch: int, progress: bool | None, **how: Any
) -> Path:
    from tqdm.auto import tqdm

    check_options(options)
    if batch < 1:
        raise ChoiceError(f"A batch holds 1 version or more, not {batch}.", batch)
    if work.source and out.resolve().is_relative_to(work.source):
        raise WriteError(f"{out} lies in {source}, which is read: name a folder beside it.", str(out))
    if progress is None:
        progress = sys.stderr.isatty() or "ipykernel" in sys.modules
    watch = partial(tqdm, unit=" versions", disable=not progress)
    return fill(stream_source(source, options), out, work, batch, watch=watch, **how)


class Filled(NamedTuple):
    """How many rows a data set has, and how many of them tell a problem."""

    n_rows: int
    n_problems: int


def count_problems(folder: Path) -> dict[str, Filled]:
    """Return for each data set in a folder how many rows it has, and how many of them tell a problem."""
    found = {}
    for place in sorted(place for place in folder.iterdir() if place.is_dir() and place.name[0] != "."):
        problems = pd.read_parquet(place, columns=["problem"])["problem"]
        found[place.name] = Filled(len(problems), int((problems != "").sum()))
    return found


def measure_partition(
    frame: pd.DataFrame,
    table: str = "measures",
    *,
    voice: str = "all",
    metrics: str | Metric | Sequence[str | Metric] = "main",
) -> pd.DataFrame:
    """Return a table of the versions in some rows of a corpus: `measure_corpus` for any engine that hands out frames.

    `frame` has the columns text, story, version, and others of `read_corpus` if there are any. Spark, for one:
    `articles.mapInPandas(lambda frames: map(measure_partition, frames), schema)`.

    >>> rows = pd.DataFrame([{"story": "dam", "version": "wire", "text": "The dam held."}])
    >>> measure_partition(rows, metrics=["words_per_sentence"])["words_per_sentence"].tolist()
    [3.0]
    """
    check_voice(voice)
    how = Measuring(voice, tuple(choose_metrics(metrics)), _choose(table, MEASURED))
    rows = list(map(make_storable, stream_frame(frame, "the DataFrame")))
    return assemble(measure_stories([rows], how), how.columns)[table].to_pandas()


def compare_partition(
    frame: pd.DataFrame,
    table: str = "shifts",
    *,
    against: str = "original",
    voice: str = "all",
    metrics: str | Metric | Sequence[str | Metric] = "main",
    seed: int = 0,
    n_draws: int = N_DRAWS,
    floors: bool = False,
) -> pd.DataFrame:
    """Return a table of the comparisons in some rows of a corpus, which hold all versions of their stories.

    As `measure_partition`; with Spark `articles.groupBy("story").applyInPandas(compare_partition, schema)`.

    >>> rows = pd.DataFrame({"story": "dam", "version": ["wire", "late"], "text": ["The dam held.", "The dam broke."]})
    >>> compare_partition(rows, "findings")["kind"].tolist()
    ['wording']
    """
    check_voice(voice)
    check_against(against)
    chosen = tuple(choose_metrics(metrics))
    how = Comparing(against, voice, chosen, _choose(table, COMPARED), seed, n_draws, floors)
    stories: dict[str, list[Record]] = {}
    for record in map(make_storable, stream_frame(frame, "the DataFrame")):
        stories.setdefault(record["story"], []).append(record)
    return assemble(compare_stories(list(stories.values()), how), how.columns)[table].to_pandas()


def measure_stories(stories: Stories, how: Measuring) -> Made:
    """Yield the rows of the tables for all versions, some versions at a time."""
    records = (record for story in stories for record in story)
    while some := list(islice(records, _AT_ONCE)):
        yield from _measure_records(some, how)


def _measure_records(records: list[Record], how: Measuring) -> list[tuple[str, pd.DataFrame]]:
    """Return the rows of some versions; one that cannot be measured has one row in each table, which says why."""
    try:
        return list(_measure_all(records, how))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one of millions, the others are measured
        if len(records) > 1:
            return [rows for record in records for rows in _measure_records([record], how)]
        return _lose(how, error, story=records[0]["story"], version=records[0]["version"])


def _measure_all(records: list[Record], how: Measuring) -> Made:
    documents = [parse(_read_record(record)) for record in records]
    for table in how.tables:
        if table == "measures":
            rows = measure(documents, voice=how.voice, metrics=how.metrics, wide=True)
            facts = {name: [record.get(name, "") for record in records] for name in ("source", "kind", "published")}
            yield table, rows.assign(**facts, problem=[_find_emptiness(document) for document in documents])
        elif table == "counts":
            yield table, _join([count(document, how.voice) for document in documents])
        else:
            yield table, _join([_FOUND[table](document) for document in documents])


_FOUND: dict[str, Callable[[Document], pd.DataFrame]] = {"marks": find, "statements": statements, "voices": voices}


def _join(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True).assign(problem="")


def _read_record(record: Record) -> Version:
    """Return a record as a version; raises `ReadError` if it could not be read."""
    if "problem" in record:
        raise ReadError(record["problem"], record["version"])
    return Version(**record)


def _find_emptiness(document: Document) -> str:
    """Return why nothing can be said of a text without words; "" for others."""
    if any(sentence.tokens for sentence in document.sentences):
        return ""
    return "no words" if document.text.strip() else "the text is empty"


def _lose(how: Measuring | Comparing, error: Exception, **names: str) -> list[tuple[str, pd.DataFrame]]:
    """Return the row of each table for what could not be done."""
    told = str(error) if isinstance(error, MediakitError) else f"{type(error).__name__}: {error}"
    return [(table, pd.DataFrame([{**names, "problem": told}])) for table in how.columns]


def compare_stories(stories: Stories, how: Comparing) -> Made:
    """Yield the rows of the tables for all comparisons."""
    for records in stories:
        yield from _compare_story(records, how)


def _compare_story(records: list[Record], how: Comparing) -> Made:
    """Yield the rows of a story; a comparison that fails has one row in each table, which says why."""
    name, versions = records[0]["story"], []
    for record in records:
        try:
            versions.append(_read_record(record))
            if not name:
                raise ReadError("no story is named whose other versions it could be compared with")
        except Exception as error:  # noqa: BLE001
            yield from _lose(how, error, story=name, version_new=record["version"])
    if not (name and versions):
        return
    try:
        pairs = list(pick(group_stories(versions)[0].versions, how.against))
    except Exception as error:  # noqa: BLE001
        yield from _lose(how, error, story=name)
        return
    documents: dict[str, Document] = {}
    for old, new in pairs:
        try:
            yield from list(_compare_pair(old, new, documents, how))
        except Exception as error:  # noqa: BLE001
            yield from _lose(how, error, story=name, version_old=old.version, version_new=new.version)


def _compare_pair(old: Version, new: Version, documents: dict[str, Document], how: Comparing) -> Made:
    """Yield the tables of one comparison; `documents` are the versions that are parsed already."""
    for version in (old, new):
        if version.version not in documents:
            documents[version.version] = parse(version)
        if emptiness := _find_emptiness(documents[version.version]):
            raise ReadError(f"{version.version}: {emptiness}")
    left, right = documents[old.version], documents[new.version]
    made = compare(left, right, how.seed, how.n_draws, how.voice, how.metrics, how.floors)
    names = {"story": old.story, "version_old": old.version, "version_new": new.version, "problem": ""}
    for table in how.tables:
        rows = label_shifts(made, old.story, old, new) if table == "shifts" else _TOLD[table](made)
        yield table, rows.assign(**names)


_TOLD: dict[str, Callable[[Comparison], pd.DataFrame]] = {
    "findings": Comparison.findings,
    "quotations": Comparison.quotations,
    "facts": Comparison.facts,
    "voices": Comparison.voices,
    "attributions": Comparison.attributions,
    "families": Comparison.families,
    "pairs": Comparison.pairs,
}
