"""The command line prints what a reader needs and ends with the documented codes."""

import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from mediakit.cli import main
from mediakit.output import console
from tests.conftest import PACKAGE, ROOT

STORY = ROOT / "data" / "stories" / "data-breach"
PLAIN = {"PATH": "", "COLUMNS": "120", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "HOME": "/nonexistent"}


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def start(*arguments: object, given: str | None = None, shell: str = "", **environment: str) -> Done:
    """Run the command in a process of its own; `shell` is what Bash is told after it."""
    command = [sys.executable, "-m", "mediakit", *map(str, arguments)]
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{shlex.join(command)} {shell}"] if shell else command,
        cwd=ROOT, capture_output=True, encoding=environment.get("PYTHONIOENCODING", "utf-8"), check=False, input=given,
        env={**PLAIN, "PATH": os.environ["PATH"] if shell else "", **environment},
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
        "ease of reading" in done.stdout and "altered" in done.stdout and str(report) in done.stdout.replace("\n", "")
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


@pytest.mark.parametrize(
    ("option", "name"), [("--report", "out.docx"), ("--report", "out"), ("--json", "out.html"), ("--csv", "out.xlsx")]
)
def test_a_file_is_named_as_what_it_is(run: Run, tmp_path: Path, option: str, name: str) -> None:
    command = ("measure", STORY / "wire.md") if option == "--csv" else ("compare", STORY / "wire.md", STORY / "wire.md")
    done = run(*command, option, tmp_path / name)
    assert done.returncode == 2 and "name it" in done.stderr and not done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="needs the devices of Linux")
@pytest.mark.parametrize("place", ["/dev/full", "/sys/out.html", "out.html"])
def test_a_full_disk_or_a_place_to_read_only_leaves_what_was_there(tmp_path: Path, place: str) -> None:
    good = tmp_path / "out.html"
    good.write_text("good")
    compared = shlex.join(map(str, ("-m", "mediakit", "compare", STORY / "wire.md", STORY / "tabloid.md", "--report")))
    limit = "ulimit -f 8; " if place == "out.html" else ""  # no file of more than 8 KB, as on a full disk
    done = subprocess.run(
        ["bash", "-c", f"{limit}{sys.executable} {compared} {tmp_path / place}"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 3 and "cannot be written" in done.stderr and done.stderr.count("\n") == 1
    assert good.read_text() == "good" and list(tmp_path.iterdir()) == [good]


@pytest.mark.skipif(sys.platform != "linux", reason="needs the devices of Linux")
@pytest.mark.parametrize("shell", [">/dev/full", "| true", "2>/dev/full >/dev/full"])
def test_an_output_that_cannot_be_written_is_a_line_and_three(shell: str) -> None:
    done = start("check", STORY / "wire.md", STORY / "tabloid.md", shell=shell)
    assert done.returncode == 3 and "Traceback" not in done.stderr and "Exception" not in done.stderr
    assert done.stderr.count("\n") == (0 if "2>" in shell else 1)


def test_a_closed_output_changes_no_exit_code() -> None:
    assert start("check", STORY / "wire.md", STORY / "tabloid.md", shell=">&-").returncode == 1
    assert start("check", "nope.md", "nope.md", shell="2>&-").returncode == 2


def test_a_minus_reads_standard_input_as_the_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    tabloid = (STORY / "tabloid.md").read_bytes()
    give(tabloid)
    assert run("compare", STORY / "wire.md", "-") == run("compare", STORY / "wire.md", STORY / "tabloid.md")
    give(tabloid)
    lines = run("check", STORY / "tabloid.md", STORY / "wire.md", "--json-lines").stdout
    named = lines.replace(json.dumps(str(STORY / "tabloid.md")), '"-"')
    assert run("check", "-", STORY / "wire.md", "--json-lines").stdout == named != ""
    give(tabloid)
    assert run("measure", "-") == run("measure", STORY / "tabloid.md")
    for data, told in ((b"", "only white space"), (b"<!DOCTYPE html>", "a web page"), (b"%PDF-1.7", ".pdf")):
        give(data)
        done = run("measure", "-")
        assert done.returncode == 2 and told in done.stderr
    assert run("compare", "-", "-").returncode == 2


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_a_narrow_terminal_prints_what_it_can(encoding: str) -> None:
    done = start("compare", STORY / "wire.md", STORY / "tabloid.md", PYTHONIOENCODING=encoding)
    assert done.returncode == 0 and "(Meridian Newswire, 2025-09-19) -> tabloid" in done.stdout


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


def test_report_and_json_of_several_versions_tell_every_step(run: Run, tmp_path: Path) -> None:
    versions = [ROOT / "data" / "stories" / "river-flood" / f"rev-{n}.md" for n in (1, 2, 3)]
    report, tables = tmp_path / "report.html", tmp_path / "tables.json"
    done = run("compare", *versions, "--report", report, "--json", tables)
    assert done.returncode == 0 and "every step" in " ".join(done.stdout.split())
    content = json.loads(tables.read_text("utf-8"))
    assert [(step["old"], step["new"]) for step in content["steps"]] == [("rev-1", "rev-2"), ("rev-2", "rev-3")]
    assert (content["old"], content["new"]) == ("rev-1", "rev-3")
    assert all(f"rev-{a} → rev-{b}" in report.read_text("utf-8") for a, b in ((1, 2), (2, 3), (1, 3)))


def test_check_takes_two_folders_and_names_file_and_line(run: Run, tmp_path: Path) -> None:
    for side, name in (("old", "wire.md"), ("new", "paraphrase.md")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "story.md").write_text((STORY / name).read_text("utf-8"), encoding="utf-8")
        (tmp_path / side / "same.md").write_text((STORY / "wire.md").read_text("utf-8"), encoding="utf-8")
    found = run("check", tmp_path / "old", tmp_path / "new")
    assert found.returncode == 1 and "same.md" not in found.stdout
    *lines, last = found.stdout.splitlines()
    assert all(re.match(r".*story\.md:\d+: \w+ \(3\): .* (Restore|Take out): “.*”\.$", line) for line in lines)
    assert last == f"{len(lines)} findings stand against the rewrite."
    (tmp_path / "empty").mkdir()
    assert run("check", tmp_path / "old", tmp_path / "empty").returncode == 2


def test_check_takes_lines_of_pairs_and_names_the_pair(run: Run, tmp_path: Path) -> None:
    said = "“We will not pay,” said Ann Orr, the mayor, on Monday."
    pairs = [{"old": said, "new": said}, {"old": said, "new": said.replace("not ", "")}]
    pairs += [{**pairs[1], "id": "dam-7"}, {**pairs[1], "id": None}]
    table = tmp_path / "pairs.jsonl"
    table.write_text("\n".join(map(json.dumps, pairs)) + "\n\n", encoding="utf-8")
    found = run("check", table)
    assert found.returncode == 1
    *lines, last = found.stdout.splitlines()
    names = {f"{table}:{name}" for name in ("2", "dam-7", "4")}
    assert {line.split(": ")[0] for line in lines} == {f"{name}:1" for name in names}
    told = [json.loads(line) for line in run("check", table, "--json-lines").stdout.splitlines()]
    assert len(told) == len(lines) and {row["file_old"] for row in told} == names
    table.write_text(json.dumps(pairs[0]), encoding="utf-8")
    assert run("check", table).returncode == 0


@pytest.mark.parametrize("line", ['{"old": "The dam held."}', '{"old": 1, "new": "It broke."}', "[1]", "nonsense"])
def test_a_line_that_is_no_pair_is_refused_by_its_number(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "pairs.jsonl").write_text('{"old": "The dam held.", "new": "It broke."}\n' + line, encoding="utf-8")
    done = run("check", tmp_path / "pairs.jsonl")
    assert done.returncode == 2 and "line 2" in done.stderr and not done.stdout
    assert run("check", STORY / "wire.md").returncode == 2


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
    told = run("examples").stdout
    assert "river-flood" in told
    command = told[told.index("mediakit compare") :].split()
    near = PACKAGE.parent == ROOT
    assert not near or command[2] == "data/stories/bridge-vote"
    assert run(*command[1:3]).returncode == 0


def test_examples_name_the_folder_where_they_stand(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("examples").stdout
    assert Path(told[told.index("mediakit compare") :].split()[2]).is_dir()


@pytest.mark.parametrize("command", ["compare", "check", "measure", "examples", "corpus"])
def test_help_explains(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0 and "Usage" in done.stdout


def test_corpus_writes_parquet(run: Run, tmp_path: Path) -> None:
    done = run("corpus", STORY.parent, "-o", tmp_path / "out", "--metrics", "lix", "--tables", "measures,marks")
    assert done.returncode == 0, done.stderr
    table = pd.read_parquet(tmp_path / "out" / "measures")
    assert f"{len(table)} rows" in done.stdout and "lix" in table and "marks: " in done.stdout


def test_corpus_compares(run: Run, tmp_path: Path) -> None:
    given = (STORY, "-o", tmp_path / "out", "--compare", "--against", "previous", "--tables", "findings")
    done = run("corpus", *given)
    assert done.returncode == 0, done.stderr
    assert set(pd.read_parquet(tmp_path / "out")["version_new"]) == {"paraphrase", "release", "tabloid"}
    assert run("corpus", *given).stdout == done.stdout


def test_corpus_counts_what_could_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "wire.txt").write_text("The dam held.")
    (tmp_path / "in" / "late.txt").write_text(" ")
    done = run("corpus", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 0 and "2 rows, 1 of them a problem" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--against", "previous"), 2, "add --compare"),
        (("--compare", "--against", "last"), 2, "Choose one of: original, first, previous, all"),
        (("--tables", "shifts"), 2, "Choose one of: measures, counts"),
        (("--compare", "--tables", "measures"), 2, "Choose one of: shifts, findings"),
        (("--metrics", "niceness"), 2, "Unknown metric 'niceness'"),
        (("-o", STORY), 3, "is read: name a folder beside it"),
        (("-o", ROOT / "tests"), 3, "was not written by mediakit. Name a new folder"),
        (("-o", ROOT / "README.md"), 3, "cannot be written"),
    ],
)
def test_a_corpus_that_cannot_be_is_refused_in_one_line(
    run: Run, tmp_path: Path, arguments: tuple[object, ...], code: int, message: str
) -> None:
    done = run("corpus", STORY, *(() if "-o" in arguments else ("-o", tmp_path / "out")), *arguments)
    assert (done.returncode, done.stderr.count("\n"), message in done.stderr) == (code, 1, True), done.stderr
    assert not (tmp_path / "out").exists()
