"""The command line: compare two versions, measure files, list the bundled stories, measure or compare a corpus."""

import codecs
import contextlib
import os
import sys
import traceback
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from mediakit.errors import ChoiceError, MediakitError, ReadError, WriteError, unknown_choice

if TYPE_CHECKING:
    import pandas as pd

    from mediakit.stories import Version
    from mediakit.text.document import Document

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Tell how a rewrite shifts the tone of a news story, how sure that is, and which words did it.\n\n"
    "Exit codes: 0 done; 1 check or --fail-on found something; 2 wrong usage or input that cannot be read; "
    "3 a file cannot be written, or a fault of mediakit (--debug shows where).",
)


@app.command(epilog="Example:  mediakit compare wire.md tabloid.md --report out.html --fail-on quotation,3")
def compare(
    old: Annotated[Path, typer.Argument(help="The older version: a file, - for standard input, or a folder of all.")],
    new: Annotated[list[Path] | None, typer.Argument(help="The newer version, or several, the oldest first.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write the report as one HTML file.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write all tables as JSON.")] = None,
    fail_on: Annotated[
        str, typer.Option(help="Exit 1 on findings of these kinds, separated by commas, or of a gravity: 3, 2, 1.")
    ] = "",
    voice: Annotated[str, typer.Option(help="Whose words are measured: all, narrator or quoted.")] = "all",
    seed: Annotated[int, typer.Option(help="Seed of the intervals.")] = 0,
    keep_boilerplate: Annotated[bool, typer.Option(help="Count page furniture as part of the story.")] = False,
    all_metrics: Annotated[bool, typer.Option("--all", help="Print every metric as a table.")] = False,
) -> None:
    """Compare two versions of a story: what changed, by how much, and which words did it. Several: step by step."""
    from mediakit.comparison.shifts import compare as compare_versions
    from mediakit.output import console
    from mediakit.output.exports import render_steps_json
    from mediakit.output.files import check_ending, hand_over
    from mediakit.output.report import render_steps

    kinds, gravity = _read_conditions(fail_on)
    check_ending(report, "report")
    check_ending(json, "JSON")
    documents = _read_versions([old, *(new or [])], keep_boilerplate)
    chosen = "all" if all_metrics else "main"
    pairs = [*pairwise(documents), *[(documents[0], documents[-1])] * (len(documents) > 2)]
    *steps, whole = (compare_versions(a, b, seed=seed, voice=voice, metrics=chosen) for a, b in pairs)
    # Files first: whoever reads the output may close it early, as `head` does.
    if report:
        hand_over("report", report, partial(render_steps, steps, whole) if steps else whole.to_html)
    if json:
        hand_over("JSON", json, partial(render_steps_json, steps, whole) if steps else whole.to_json)
    if steps:
        console.print_timeline(steps)
    else:
        console.print_comparison(whole, all_metrics=all_metrics)
    _say_where(report, json, " of every step, and of the first and the last version" if steps else "")
    if fail_on:
        _fail([step.check(gravity) for step in steps or [whole]], kinds)


def _say_where(report: Path | None, json: Path | None, span: str) -> None:
    """Print where the report and the tables stand, or how to get them."""
    from mediakit.output import console

    console.say("")
    console.say(f"Report{span}: {report} (open it in a browser)" if report else "The whole report: --report out.html")
    if json:
        console.say(f"Tables{span}: {json}")


def _read_versions(paths: list[Path], keep_boilerplate: bool) -> "list[Document]":
    """Return the parsed versions in files, or in a folder; raises `ReadError` if there are fewer than two."""
    from mediakit.stories import read_story
    from mediakit.text.parsing import parse

    _refuse_twice(paths)
    versions = [version for path in paths for version in (read_story(path) if path.is_dir() else [_read(path)])]
    if len(versions) < 2:
        raise ReadError(f"Comparing needs two versions: there is only {paths[0]}.", str(paths[0]))
    return [parse(version, keep_boilerplate=keep_boilerplate) for version in versions]


_INPUT = "-"
"""What stands for standard input among the names of files."""


def _read(path: Path) -> "Version":
    """Return the version in a file or in standard input."""
    from mediakit.readers import read_stream
    from mediakit.stories import Version, read_version

    if str(path) == _INPUT:
        return Version(**read_stream(sys.stdin.buffer.read() if sys.stdin else b"", "stdin"))
    return read_version(path)


def _refuse_twice(paths: list[Path]) -> None:
    """Raise `ReadError` if standard input is named more than once: what is read is gone."""
    if [str(path) for path in paths].count(_INPUT) > 1:
        raise ReadError("Standard input (-) holds one version only. Name a file for the other.", _INPUT)


def _fail(tables: "list[pd.DataFrame]", kinds: list[str]) -> None:
    """Exit with 1 if any finding is of one of the kinds, or of any kind if none is named."""
    from mediakit.output import console

    met = [kind for found in tables for kind in found["kind"] if not kinds or kind in kinds]
    if met:
        console.say(f"Failed on {len(met)} findings: {', '.join(dict.fromkeys(met))}")
        raise typer.Exit(1)


def _read_conditions(text: str) -> tuple[list[str], int]:
    """Return the kinds of findings named, and the least gravity; names and a number, separated by commas."""
    from mediakit.comparison.findings import KINDS

    parts = _split(text)
    for part in parts:
        if part not in {*KINDS, "1", "2", "3"}:
            raise unknown_choice("--fail-on condition", part, (*KINDS, "1", "2", "3"))
    kinds = [part for part in parts if part in KINDS]
    numbers = [int(part) for part in parts if part.isdigit()]
    return kinds, min(numbers, default=1 if kinds else 3)


@app.command(epilog="Example:  mediakit check original.txt rewrite.txt --allow wording,order")
def check(
    old: Annotated[Path, typer.Argument(help="What was rewritten: a file, folder or -; or a .jsonl of old, new, id.")],
    new: Annotated[Path | None, typer.Argument(help="The rewrite: a file, a folder of the same names, or -.")] = None,
    allow: Annotated[str, typer.Option(help="Kinds of findings that are allowed, separated by commas.")] = "",
    fail_at: Annotated[int, typer.Option(help="The least gravity that fails: 3, 2 or 1.")] = 3,
    json_lines: Annotated[bool, typer.Option("--json-lines", help="Print each finding as a line of JSON.")] = False,
) -> None:
    """Check a rewrite: quotations word for word, no fact, source or negation lost or turned. Exits 1 if not."""
    from mediakit.comparison.shifts import compare as compare_versions
    from mediakit.output import console

    n_found = 0
    for (before, older), (after, newer) in _read_pairs(old, new):
        found = compare_versions(older, newer, floors=False).check(fail_at, _split(allow))
        console.print_check(found, (older.text, before), (newer.text, after), json_lines)
        n_found += len(found)
    if not json_lines:
        console.print_check_tally(n_found)
    if n_found:
        raise typer.Exit(1)


def _read_pairs(old: Path, new: Path | None) -> "Iterator[tuple[tuple[str, Version], tuple[str, Version]]]":
    """Yield the old and the new versions of a table of pairs, of two folders or files, each with its name."""
    from mediakit.stories import Version
    from mediakit.tables import read_pairs

    if new is None:
        for pair in read_pairs(old):
            name = f"{old}:{pair.id}"
            yield (name, Version(pair.old)), (name, Version(pair.new))
        return
    for before, after in _pair_files(old, new):
        _refuse_twice([before, after])
        yield (str(before), _read(before)), (str(after), _read(after))


def _pair_files(old: Path, new: Path) -> list[tuple[Path, Path]]:
    """Return two files as a pair, or the files of two folders that have the same name; raises `ReadError` if none."""
    if not (old.is_dir() and new.is_dir()):
        return [(old, new)]
    names = sorted({path.name for path in old.iterdir() if path.is_file()} & {path.name for path in new.iterdir()})
    if not names:
        raise ReadError(f"No file of {new} has the name of a file in {old}: there is nothing to check.", str(new))
    return [(old / name, new / name) for name in names]


@app.command(epilog="Example:  mediakit measure wire.md tabloid.md --metrics flesch_reading_ease,loaded_rate")
def measure(
    files: Annotated[list[Path], typer.Argument(help="Versions, tables or folders of versions, or - for stdin.")],
    metrics: Annotated[str, typer.Option(help="Names of metrics, separated by commas, or all; else the main.")] = "",
    voice: Annotated[str, typer.Option(help="Whose words are measured: all, narrator or quoted.")] = "all",
    csv: Annotated[Path | None, typer.Option(help="Write the table to this file instead of printing it.")] = None,
) -> None:
    """Measure versions: every metric of every version."""
    from mediakit.measures.measuring import measure as measure_versions
    from mediakit.output import console
    from mediakit.output.exports import render_csv
    from mediakit.output.files import check_ending, write_whole
    from mediakit.stories import read_corpus

    check_ending(csv, "CSV")
    _refuse_twice(files)
    read = ([[_read(path)]] if str(path) == _INPUT else read_corpus(path) for path in files)
    versions = [version for stories in read for story in stories for version in story]
    table = measure_versions(versions, voice=voice, metrics=_read_metrics(metrics))
    if csv:
        write_whole(csv, render_csv(table))
        console.say(f"Table: {csv} ({len(table)} rows)")
    else:
        console.print_measures(table)


@app.command(epilog="Example:  mediakit corpus articles.parquet -o comparisons/ --compare --against previous")
def corpus(
    source: Annotated[Path, typer.Argument(help="A table of versions (.csv, .jsonl, .parquet, .db) or a folder.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the Parquet files: new, or of an earlier run.")],
    compare: Annotated[bool, typer.Option("--compare", help="Compare the versions of each story.")] = False,
    against: Annotated[str, typer.Option(help="What with: original, first, previous, all. Needs --compare.")] = "",
    metrics: Annotated[str, typer.Option(help="Names of metrics, separated by commas, or all; else the main.")] = "",
    tables: Annotated[str, typer.Option(help="Names of tables, separated by commas; else the usual.")] = "",
    voice: Annotated[str, typer.Option(help="Whose words are measured: all, narrator or quoted.")] = "all",
) -> None:
    """Measure a corpus of any size, or compare its versions, into Parquet files; a stopped run goes on if run again."""
    from mediakit.corpus import compare_corpus, count_problems, measure_corpus
    from mediakit.output import console

    asked: dict[str, Any] = {"voice": voice, "metrics": _read_metrics(metrics)}
    if tables:
        asked["tables"] = _split(tables)
    if compare:
        folder = compare_corpus(source, out, against=against or "original", **asked)
    elif against:
        raise ChoiceError(f"--against {against} says how to compare: add --compare.", against)
    else:
        folder = measure_corpus(source, out, **asked)
    for table, (n_rows, n_problems) in count_problems(folder).items():
        failed = f", {n_problems} of them a problem (see the column of that name)" if n_problems else ""
        console.say(f"{table}: {folder / table} ({n_rows} rows{failed})")


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _read_metrics(names: str) -> str | list[str]:
    """Return the metrics that are named, separated by commas; the main ones if none is."""
    return "all" if _split(names) == ["all"] else _split(names) or "main"


@app.command()
def examples() -> None:
    """List the bundled stories, all invented, and their versions."""
    from mediakit.output import console
    from mediakit.stories import find_examples, list_examples, load_example

    console.print_examples([load_example(name) for name in list_examples()], find_examples())


class _Output:
    """Standard output; what cannot be written there, to a closed pipe or a full disk, is a `WriteError`."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text, as the stream does."""
        with self._telling():
            return int(self.stream.write(text))

    def flush(self) -> None:
        """Write what waits."""
        with self._telling():
            self.stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            _give_up(self.stream)
            raise WriteError(f"the output cannot be written: {error.strerror or error}.", "stdout") from error


def _give_up(stream: Any) -> None:
    """Lead a stream that cannot be written into nothing, so that Python does not try again when it ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


_SPELLED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "→": "->", "•": "*",
                          "…": "...", "×": "x", "·": "-", "\xa0": " "})  # fmt: skip


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Return what a terminal that knows few signs prints for those that it does not know."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_SPELLED)
    return "".join(sign if sign.isascii() else "?" for sign in text), error.end


def main() -> NoReturn:
    """Run the command line; whatever goes wrong is told in one line, with --debug as a traceback."""
    codecs.register_error("mediakit", _spell)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us: nobody wants to read it
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        if hasattr(stream := getattr(sys, name), "reconfigure"):
            stream.reconfigure(errors="mediakit")
    output = sys.stdout
    sys.stdout = _Output(output)
    try:
        _run()
    finally:
        sys.stdout = output


def _run() -> NoReturn:
    """Run the command and exit: with what it says, or with a line on what went wrong."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        try:
            app(arguments)
        finally:
            sys.stdout.flush()
    except WriteError as error:
        _stop(str(error), 3)
    except MediakitError as error:
        _stop(str(error), 2)
    except OSError as error:  # what stands on the disk, and nothing of ours
        _stop(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", 3)
    except Exception as error:  # the last resort: a reader sees a line, not a traceback
        if len(arguments) < len(sys.argv) - 1:
            traceback.print_exc()
        _stop(f"a fault of mediakit itself, {type(error).__name__}: {error}. Show where with --debug.", 3)
    raise SystemExit(0)


def _stop(message: str, code: int) -> NoReturn:
    """Print one line on standard error, if there is one, and exit."""
    from mediakit.output.formatting import visible

    try:
        sys.stderr.write(f"mediakit: {' '.join(visible(message).split())}\n")
        sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)
    raise SystemExit(code) from None
