"""The command line: compare two versions, measure files, list the bundled stories, measure a corpus."""

import sys
import traceback
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mediakit.errors import MediakitError, ReadError, WriteError, unknown_choice

if TYPE_CHECKING:
    import pandas as pd

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
    old: Annotated[Path, typer.Argument(help="The older version: a file; or a folder of all versions of a story.")],
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

    kinds, gravity = _read_conditions(fail_on)
    documents = _read_versions([old, *(new or [])], keep_boilerplate)
    chosen = "all" if all_metrics else "main"
    pairs = [*pairwise(documents), *[(documents[0], documents[-1])] * (len(documents) > 2)]
    *steps, whole = (compare_versions(a, b, seed=seed, voice=voice, metrics=chosen) for a, b in pairs)
    # Files first: whoever reads the output may close it early, as `head` does.
    if report:
        whole.to_html(report)
    if json:
        whole.to_json(json)
    if steps:
        console.print_timeline(steps)
    else:
        console.print_comparison(whole, all_metrics=all_metrics)
    span = " of the first and the last version" if steps else ""
    console.say("")
    console.say(f"Report{span}: {report} (open it in a browser)" if report else "The whole report: --report out.html")
    if json:
        console.say(f"Tables{span}: {json}")
    if fail_on:
        _fail([step.check(gravity) for step in steps or [whole]], kinds)


def _read_versions(paths: list[Path], keep_boilerplate: bool) -> "list[Document]":
    """Return the parsed versions in files, or in a folder; raises `ReadError` if there are fewer than two."""
    from mediakit.stories import read_story, read_version
    from mediakit.text.parsing import parse

    versions = [v for path in paths for v in (read_story(path) if path.is_dir() else [read_version(path)])]
    if len(versions) < 2:
        raise ReadError(f"Comparing needs two versions: there is only {paths[0]}.", str(paths[0]))
    return [parse(version, keep_boilerplate=keep_boilerplate) for version in versions]


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

    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if part not in {*KINDS, "1", "2", "3"}:
            raise unknown_choice("--fail-on condition", part, (*KINDS, "1", "2", "3"))
    kinds = [part for part in parts if part in KINDS]
    numbers = [int(part) for part in parts if part.isdigit()]
    return kinds, min(numbers, default=1 if kinds else 3)


@app.command(epilog="Example:  mediakit check original.txt rewrite.txt --allow wording,order")
def check(
    old: Annotated[Path, typer.Argument(help="What was to be rewritten: a file, or a folder of them.")],
    new: Annotated[Path, typer.Argument(help="The rewrite, or a folder of rewrites under the same names.")],
    allow: Annotated[str, typer.Option(help="Kinds of findings that are allowed, separated by commas.")] = "",
    fail_at: Annotated[int, typer.Option(help="The least gravity that fails: 3, 2 or 1.")] = 3,
    json_lines: Annotated[bool, typer.Option("--json-lines", help="Print each finding as a line of JSON.")] = False,
) -> None:
    """Check a rewrite: quotations word for word, no fact, source or negation lost or turned. Exits 1 if not."""
    from mediakit.comparison.shifts import compare as compare_versions
    from mediakit.output import console
    from mediakit.stories import read_version

    kinds = [kind.strip() for kind in allow.split(",") if kind.strip()]
    n_found = 0
    for before, after in _pair_files(old, new):
        older, newer = read_version(before), read_version(after)
        found = compare_versions(older, newer, floors=False).check(fail_at, kinds)
        console.print_check(found, (older.text, str(before)), (newer.text, str(after)), json_lines)
        n_found += len(found)
    if not json_lines:
        console.print_check_tally(n_found)
    if n_found:
        raise typer.Exit(1)


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
    files: Annotated[list[Path], typer.Argument(help="Versions, tables of versions, or folders.")],
    metrics: Annotated[str, typer.Option(help="Names of metrics, separated by commas, or all; else the main.")] = "",
    voice: Annotated[str, typer.Option(help="Whose words are measured: all, narrator or quoted.")] = "all",
    csv: Annotated[Path | None, typer.Option(help="Write the table to this file instead of printing it.")] = None,
) -> None:
    """Measure versions: every metric of every version."""
    from mediakit.measures.measuring import measure as measure_versions
    from mediakit.output import console
    from mediakit.output.files import write_whole
    from mediakit.stories import read_corpus

    versions = [version for path in files for story in read_corpus(path) for version in story]
    names = [name.strip() for name in metrics.split(",") if name.strip()]
    table = measure_versions(versions, voice=voice, metrics="all" if names == ["all"] else names or "main")
    if csv:
        write_whole(csv, table.to_csv(index=False))
        console.say(f"Table: {csv} ({len(table)} rows)")
    else:
        console.print_measures(table)


@app.command(epilog="Example:  mediakit corpus articles.parquet -o measures/")
def corpus(
    source: Annotated[Path, typer.Argument(help="A table of versions (.csv, .jsonl, .parquet: streamed) or a folder.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the Parquet files; what is there is kept.")],
    voice: Annotated[str, typer.Option(help="Whose words are measured: all, narrator or quoted.")] = "all",
) -> None:
    """Measure a corpus of any size into Parquet files; run it again and it goes on where it stopped."""
    from mediakit.corpus import measure_corpus
    from mediakit.output import console

    console.say(f"Measures: {measure_corpus(source, out, voice=voice)}")


@app.command()
def examples() -> None:
    """List the bundled stories, all invented, and their versions."""
    from mediakit.output import console
    from mediakit.stories import list_examples, load_example

    console.print_examples([load_example(name) for name in list_examples()])


def main() -> NoReturn:
    """Run the command line; whatever goes wrong is told in one line, with --debug as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show “ prints what it can
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        app(arguments, standalone_mode=True)
    except WriteError as error:
        _stop(str(error), 3)
    except MediakitError as error:
        _stop(str(error), 2)
    except OSError as error:  # what stands on the disk or the terminal, and nothing of ours
        _stop(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", 3)
    except Exception as error:  # the last resort: a reader sees a line, not a traceback
        if len(arguments) < len(sys.argv) - 1:
            traceback.print_exc()
        _stop(f"a fault of mediakit itself, {type(error).__name__}: {error}. Show where with --debug.", 3)
    raise SystemExit(0)


def _stop(message: str, code: int) -> NoReturn:
    """Print one line on standard error and exit."""
    from mediakit.output.formatting import visible

    sys.stderr.write(f"mediakit: {visible(message)}\n")
    raise SystemExit(code) from None
