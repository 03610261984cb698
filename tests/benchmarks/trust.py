"""Nothing breaks it, nothing is lost, nothing gets out: what was tried, and what came of it.

python -m tests.benchmarks.trust [--only PART ...] [--kills 6] [--kilobytes 10] [--minutes 10]

Bad files, bad places, kills, injections and growth are tried now, growth for so many CPU minutes; each part is printed
as it ends. Environments, mutants, fuzzing and the many kills take hours: they are read from what `.ci/full` kept of its
last run, with its commit and day.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

import pandas as pd

import mediakit as mk
from mediakit.cli import main as command_line
from mediakit.output import console
from tests.benchmarks import hostile, kills
from tests.fuzz.hostile import LAST, write_all
from tests.injections import INJECTIONS, carry
from tests.mutants import KEPT, read_known

HERE = Path(__file__).parent
LONG_RUNS = HERE / "long_runs.json"
_MOST_SECONDS = 60
"""Seconds of processor time that one command may take."""


class TooLong(BaseException):
    """A command took too long."""


def _give_up(*_: object) -> None:
    raise TooLong
SOUND = HERE.parents[1] / "data" / "stories" / "data-breach"


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    told: str


def run(*arguments: object) -> Done:
    """Run the command line in this process."""
    out, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    console._console.cache_clear()
    code = 0
    with (
        mock.patch.object(sys, "argv", ["mediakit", *map(str, arguments)]), contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(told), warnings.catch_warnings(),
    ):  # fmt: skip
        warnings.simplefilter("always")
        signal.signal(signal.SIGVTALRM, _give_up)
        signal.setitimer(signal.ITIMER_VIRTUAL, _MOST_SECONDS)
        try:
            command_line()
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException as error:  # noqa: BLE001 - a traceback is what is looked for
            told.write(f"Traceback: {error!r}")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    console._console.cache_clear()
    printed = (stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, told))
    return Done(code, *printed)


class Tally:
    """What was tried, and what went wrong."""

    def __init__(self) -> None:
        self.codes: Counter[int] = Counter()
        self.wrong: dict[str, list[str]] = {
            "tracebacks": [],
            "own faults": [],
            "silent losses": [],
            "partial outputs": [],
        }

    def note(self, done: Done, what: str) -> None:
        """Count a command; a traceback or a fault of mediakit's own is wrong."""
        self.codes[done.code] += 1
        if "Traceback" in done.told + done.out:
            self.wrong["tracebacks"].append(what)
        if "a fault of mediakit" in done.told or done.code not in (0, 1, 2, 3):
            self.wrong["own faults"].append(f"{what}: {done.told.strip()[-150:]}")

    def lines(self) -> Iterator[str]:
        """Yield what was counted."""
        codes = ", ".join(f"{n} × {code}" for code, n in sorted(self.codes.items()))
        yield f"bad inputs and places tried      {self.codes.total()} (exit codes: {codes})"
        for name, found in self.wrong.items():
            yield f"{name:<32} {len(found)}"
            yield from (f"    {each}" for each in found[:12])


def try_files(tally: Tally, folder: Path) -> None:
    """Give every hostile file to every command; what is read without its last word, in silence, is lost."""
    good = folder / "good.txt"
    good.write_text("The council voted 5-4 on Tuesday to close the bridge. It may appeal.", encoding="utf-8")
    for number, (each, path) in enumerate(write_all(folder)):
        what = f"{each.name}{each.ending}"
        table, parts, report = (folder / f"{number}{end}" for end in (".csv", "-parts", ".html"))
        measured = run("measure", path, "--csv", table)
        tally.note(measured, f"measure {what}")
        tally.note(run("check", good, path), f"check {what}")
        tally.note(run("compare", path, good, "--report", report), f"compare {what}")
        tally.note(run("corpus", path, "-o", parts), f"corpus {what}")
        if measured.code == 0 and _loses(path, each.whole or LAST.encode() in each.data) and not measured.told:
            tally.wrong["silent losses"].append(what)
        if each.whole and measured.code:
            tally.wrong["silent losses"].append(f"{what} is refused: {measured.told.strip()[-150:]}")
        whole = (not report.exists() or report.read_text(encoding="utf-8").rstrip().endswith("</html>"),
                 not table.exists() or len(pd.read_csv(table)) > 0, not list(parts.glob("*.partial")))  # fmt: skip
        if not all(whole):
            tally.wrong["partial outputs"].append(what)


def _loses(path: Path, holds: bool) -> bool:
    """Tell whether a file is read without the last word that stands in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        texts = [version.text for story in mk.read_corpus(path) for version in story]
    return holds and not any(LAST in text for text in texts)


def try_places(tally: Tally, folder: Path) -> None:
    """Write every output to places where it cannot be; what stood there must stay, and nothing half may be left."""
    good = folder / "good"
    (good / "folder").mkdir(parents=True)
    (good / "file.html").write_text("good", encoding="utf-8")
    outputs = (("compare", "--report", ".html"), ("compare", "--json", ".json"), ("measure", "--csv", ".csv"))
    for command, option, ending in outputs:
        for place in (good / "missing" / f"x{ending}", good / "folder", Path("/dev/full"), Path(f"/sys/x{ending}"),
                      Path(f"/proc/x{ending}"), good / f"x{ending}.docx"):  # fmt: skip
            files = (SOUND / "wire.md",) if command == "measure" else (SOUND / "wire.md", SOUND / "tabloid.md")
            done = run(command, *files, option, place)
            tally.note(done, f"{command} {option} {place}")
            if done.code not in (2, 3):
                tally.wrong["silent losses"].append(f"{command} {option} {place} says {done.code}")
    for place in (good / "file.html", good / "file.html" / "deeper", Path("/proc/x"), Path("/dev/full")):
        done = run("corpus", SOUND, "-o", place)
        tally.note(done, f"corpus -o {place}")
    left = sorted(str(path.relative_to(good)) for path in good.rglob("*"))
    if left != ["file.html", "folder"] or (good / "file.html").read_text(encoding="utf-8") != "good":
        tally.wrong["partial outputs"].append(f"left over: {left}")


def kill_reports(times: int, folder: Path) -> str:
    """Kill `mediakit compare --report --json` at random times; the files of a run before must be whole, old or new."""
    report, tables = folder / "out.html", folder / "out.json"
    command = [sys.executable, "-m", "mediakit", "compare", SOUND / "wire.md", SOUND / "tabloid.md", "--report", report,
               "--json", tables]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    began = time.monotonic()
    subprocess.run(command, check=True, **quiet)
    seconds, rng, whole, killed = time.monotonic() - began, Random(0), 0, 0
    for _ in range(times):
        with subprocess.Popen(command, **quiet) as running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(seconds * rng.uniform(0.5, 1.05))
            running.send_signal(signal.SIGKILL)
            killed += running.wait() == -signal.SIGKILL
        json.loads(tables.read_text(encoding="utf-8"))
        whole += report.read_text(encoding="utf-8").rstrip().endswith("</html>")
    return f"{whole} of {times} left whole files ({killed} met before the end)"


def try_injections() -> Iterator[str]:
    """Open the report of versions that carry injections in all fields, without its policy, and tell how many run."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        yield "injections executed              not tried: no Chromium on this machine"
        return
    from playwright.sync_api import sync_playwright

    executed = 0
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = opened.new_page()
        for injection in INJECTIONS:
            html = mk.compare(*carry(injection), n_draws=20).to_html()
            page.set_content(html.replace("Content-Security-Policy", "X-None"))
            executed += bool(page.evaluate("window.executed"))
            page.goto("about:blank")
        opened.close()
    told = f"{executed} of {len(INJECTIONS)}, in all fields, in Chromium, without the report's policy"
    yield f"injections executed              {told}"


class LongRun(NamedTuple):
    """What a run that takes long found: its part, how it was asked, and how many of its tries were wrong."""

    part: str
    how: str
    tries: int
    wrong: int
    minutes: float
    commit: str
    day: str


def keep(part: str, how: str, tries: int, wrong: int, minutes: float) -> None:
    """Keep what a long run found, in the place of what was asked in the same way before."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, encoding="utf-8",
                            check=False).stdout.strip()  # fmt: skip
    run = LongRun(part, how, tries, wrong, round(minutes, 1), commit, date.today().isoformat())
    runs = [*(kept for kept in read_long_runs() if kept[:2] != run[:2]), run]
    rows = [each._asdict() for each in sorted(runs)]
    LONG_RUNS.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_long_runs() -> list[LongRun]:
    """Return what long runs found."""
    rows = json.loads(LONG_RUNS.read_text(encoding="utf-8")) if LONG_RUNS.exists() else []
    return [LongRun(**row) for row in rows]


def tell_long_runs() -> Iterator[str]:
    """Yield what was kept of each part, summed up."""
    runs = read_long_runs()
    for part in dict.fromkeys(run.part for run in runs):
        own = [run for run in runs if run.part == part]
        tries, wrong, minutes = (sum(getattr(run, name) for run in own) for name in ("tries", "wrong", "minutes"))
        told = ", ".join(f"{run.how} ({run.commit}, {run.day})" for run in own)
        yield f"{part:<32} {wrong} of {tries} wrong, in {minutes:.0f} minutes: {told}"


def tell_environments() -> Iterator[str]:
    """Yield what `.ci/environments.py` kept."""
    path = HERE / "environments.json"
    if not path.exists():
        yield "environments                     not tried: run .ci/full"
        return
    rows = json.loads(path.read_text(encoding="utf-8"))
    counts = Counter(row["result"] for row in rows)
    yield f"environments                     {', '.join(f'{n} {result}' for result, n in counts.items())}"
    for row in rows:
        note = " ".join(row["note"].split())
        yield f"    {row['result']:<10} {row['name']} ({row['commit']}, {row['day']}): {note[:110]}"


def tell_kept() -> Iterator[str]:
    """Yield what the runs that take hours kept."""
    yield from tell_long_runs()
    yield f"mutants                          {read_known() if KEPT.exists() else 'not tried: python -m tests.mutants'}"
    yield from tell_environments()


def try_growth(kilobytes: float, minutes: float) -> Iterator[str]:
    """Yield how many outputs grow faster than they may when a hostile text is doubled, and the worst."""
    signal.signal(signal.SIGVTALRM, hostile.give_up)
    dict(hostile.time_outputs(*hostile.repeat("A word. ", 4_000)))
    end, found, tried = time.process_time() + 60 * minutes, [], 0
    for case in hostile.CASES:
        if time.process_time() < end:
            found += hostile.grow(case, int(kilobytes * 500))
            tried += 1
    over = sorted((growth for growth in found if growth.ratio > hostile.MOST), reverse=True)
    told = f"{len(over)} of {len(found)} over {hostile.MOST}, {tried} of {len(hostile.CASES)} patterns"
    yield f"growth, time(2n)/time(n)         {told} of {kilobytes:g} KB"
    yield from (f"    {growth}" for growth in over[:12])


def try_bad() -> Iterator[str]:
    """Yield what came of bad files and places."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="trust-") as name:
        (Path(name) / "files").mkdir()
        try_files(tally, Path(name) / "files")
        try_places(tally, Path(name) / "places")
    yield from tally.lines()


def try_kills(n: int) -> Iterator[str]:
    """Yield what came of a few kills; `python -m tests.benchmarks.kills` makes many."""
    with tempfile.TemporaryDirectory(prefix="trust-") as name:
        yield f"kills of the command line        {kill_reports(n, Path(name))}"
    killed, doubled = kills.try_kills(n), kills.try_doubles(max(1, n // 3))
    yield f"kills of a corpus, then gone on  {killed.equal} of {killed.tries} gave the rows of a quiet run"
    yield f"two processes on one corpus      {doubled.equal} of {doubled.tries} gave the rows of a quiet run"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was tried, and what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", help="these parts: bad, kills, injections, growth, kept")
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--kilobytes", type=float, default=10)
    parser.add_argument("--minutes", type=float, default=10)
    wishes = parser.parse_args(arguments)
    os.environ.setdefault("COLUMNS", "120")
    parts = {
        "bad": try_bad(),
        "kills": try_kills(wishes.kills),
        "injections": try_injections(),
        "growth": try_growth(wishes.kilobytes, wishes.minutes),
        "kept": tell_kept(),
    }
    for name in wishes.only or parts:
        for line in parts[name]:
            print(line, flush=True)


if __name__ == "__main__":
    main()
