"""The command line prints what a reader needs and ends with the documented codes."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mediakit.cli import main
from mediakit.output import console
from tests.conftest import ROOT

STORY = ROOT / "data" / "stories" / "data-breach"
PLAIN = {"PATH": "", "COLUMNS": "120", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "HOME": "/nonexistent"}


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def start(*arguments: object) -> Done:
    """Run the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "mediakit", *map(str, arguments)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env=PLAIN,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Return what runs the command in this process, which starts no other: that takes seconds."""

    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["mediakit", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(int(ended.value.code or 0), *capsys.readouterr())

    monkeypatch.chdir(ROOT)
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    console._console.cache_clear()  # it has the width of the terminal
    yield call
    console._console.cache_clear()


def test_in_a_process_of_its_own_it_prints_the_same(run: Run) -> None:
    compared = ("compare", STORY / "wire.md", STORY / "tabloid.md")
    assert start(*compared) == run(*compared)
    assert start("compare", "nope.md", "nope.md") == run("compare", "nope.md", "nope.md")


def test_compare_prints_shifts_and_writes_report_and_tables(run: Run, tmp_path: Path) -> None:
    report, tables = tmp_path / "out.html", tmp_path / "out.json"
    done = run("compare", STORY / "wire.md", STORY / "paraphrase.md", "--report", report, "--json", tables)
    assert done.returncode == 0, done.stderr
    assert (
        "ease of reading" in done.stdout
        and "altered" in done.stdout
        and str(report) in done.stdout.replace("\n", "")
    )
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert {"shifts", "quotations", "facts"} <= set(json.loads(tables.read_text(encoding="utf-8")))


def test_several_versions_are_told_step_by_step(run: Run, tmp_path: Path) -> None:
    folder = ROOT / "data" / "stories" / "river-flood"
    report = tmp_path / "out.html"
    done = run("compare", *(folder / f"rev-{n}.md" for n in (1, 2, 3)), "--report", report)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("All findings") == 2 and "loaded words" in done.stdout
    assert "rev-1" in done.stdout and "rev-3" in done.stdout and report.stat().st_size > 10_000


def test_a_folder_is_compared_and_one_version_is_not_enough(run: Run) -> None:
    folder = ROOT / "data" / "stories" / "junction-crash"
    assert run("compare", folder).stdout.count("All findings") == 3
    done = run("compare", folder / "wire.md")
    assert done.returncode == 2 and "needs two versions" in done.stderr


def test_the_report_is_written_though_nobody_reads_the_output(tmp_path: Path) -> None:
    report = tmp_path / "out.html"
    command = [sys.executable, "-m", "mediakit", "compare", STORY / "wire.md", STORY / "tabloid.md", "--report", report]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        running.stdout.close()
    assert report.stat().st_size > 10_000


def test_what_stands_there_stays_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    compared = ("compare", STORY / "wire.md", STORY / "tabloid.md", "--report")
    for place in (tmp_path / "no" / "out.html", tmp_path):
        done = run(*compared, place)
        assert done.returncode == 3 and "cannot be written" in done.stderr and done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_fault_is_told_in_one_line_and_shown_with_debug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("of the test")

    monkeypatch.setattr(console, "print_examples", fail)
    told, shown = run("examples"), run("examples", "--debug")
    assert told.returncode == shown.returncode == 3
    assert "ZeroDivisionError: of the test" in told.stderr and "Traceback" not in told.stderr
    assert "Traceback" in shown.stderr


def test_control_characters_of_a_text_are_written_out(run: Run, tmp_path: Path) -> None:
    for name, said in (("old", "held"), ("new", "broke \x1b[2J\x9b31m")):
        (tmp_path / f"{name}.txt").write_text(f"“The dam {said} on Monday,” said Ann Orr.", encoding="utf-8")
    done = run("compare", tmp_path / "old.txt", tmp_path / "new.txt")
    assert done.returncode == 0 and "\x1b" not in done.stdout and "\x9b" not in done.stdout


def test_a_voice_that_nobody_has_is_no_error_of_the_rows(run: Run, tmp_path: Path) -> None:
    done = run("corpus", STORY, "--out", tmp_path / "measures", "--voice", "loud")
    assert done.returncode == 2 and "Unknown voice 'loud'" in done.stderr and not (tmp_path / "measures").exists()


def test_fail_on_ends_with_one(run: Run, tmp_path: Path) -> None:
    assert run("compare", STORY / "wire.md", STORY / "paraphrase.md", "--fail-on", "quotation").returncode == 1
    assert run("compare", STORY / "wire.md", STORY / "wire.md", "--fail-on", "quotation").returncode == 0


def test_check_ends_with_one_where_something_stands_against_the_rewrite(run: Run) -> None:
    found = run("check", STORY / "wire.md", STORY / "paraphrase.md", "--json-lines")
    told = [json.loads(line) for line in found.stdout.splitlines()]
    assert found.returncode == 1 and told and {finding["gravity"] for finding in told} == {3}
    allowed = ",".join({finding["kind"] for finding in told})
    assert run("check", STORY / "wire.md", STORY / "paraphrase.md", "--allow", allowed).returncode == 0
    assert run("check", STORY / "wire.md", STORY / "wire.md").returncode == 0


def test_check_takes_two_folders_and_names_file_and_line(run: Run, tmp_path: Path) -> None:
    for side, name in (("old", "wire.md"), ("new", "paraphrase.md")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "story.md").write_text((STORY / name).read_text("utf-8"), encoding="utf-8")
        (tmp_path / side / "same.md").write_text((STORY / "wire.md").read_text("utf-8"), encoding="utf-8")
    found = run("check", tmp_path / "old", tmp_path / "new")
    assert found.returncode == 1 and "same.md" not in found.stdout
    text = " ".join(found.stdout.split())
    assert re.search(r"story\.md: ?\d+: quotation \(3\): Words that", text) and "findings stand against" in text
    (tmp_path / "empty").mkdir()
    assert run("check", tmp_path / "old", tmp_path / "empty").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare", "nope.md", "nope.md"), "There is no file nope.md"),
        (("compare", STORY / "wire.md", STORY / "gold.csv"), "lacks the columns"),
        (("compare", STORY / "wire.md", STORY / "wire.md", "--fail-on", "rain"), "Choose one of: quotation"),
        (("compare", STORY / "wire.md", STORY / "wire.md", "--voice", "loud"), "Choose one of: all, narrator, quoted"),
        (("measure", STORY / "wire.md", "--metrics", "niceness"), "Unknown metric 'niceness'"),
        (("sing",), "No such command"),
    ],
)
def test_wrong_input_ends_with_two_and_one_clear_line(run: Run, arguments: tuple[object, ...], message: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and message in done.stderr and "Traceback" not in done.stderr


def test_measure_prints_every_metric_of_every_version(run: Run, tmp_path: Path) -> None:
    done = run("measure", STORY, "--metrics", "all", "--csv", tmp_path / "table.csv")
    assert done.returncode == 0 and (tmp_path / "table.csv").read_text().count("\n") > 100
    assert "RIX" in run("measure", STORY / "wire.md", "--metrics", "rix,lix").stdout


def test_examples_lists_the_stories(run: Run) -> None:
    assert "river-flood" in run("examples").stdout


@pytest.mark.parametrize("command", ["compare", "check", "measure", "examples", "corpus"])
def test_help_explains(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0 and "Usage" in done.stdout


def test_corpus_writes_parquet(run: Run, tmp_path: Path) -> None:
    done = run("corpus", ROOT / "data" / "stories", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "out").glob("*.parquet"))
