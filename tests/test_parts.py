"""A folder of data sets goes on where it stopped, keeps to its source, and loses nothing to faults or kills."""

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.parquet as pq
import pytest

import mediakit as mk
from mediakit import corpus, parts
from mediakit.parts import Stories
from tests.benchmarks.kills import try_doubles, try_kills, write_source
from tests.conftest import ROOT
from tests.test_corpus import FRAME, compare, measure, read, write_csv

Snapshot = dict[Path, tuple[int, bytes]]


def look(folder: Path) -> Snapshot:
    """Return every file under a folder, when it was written and what it holds."""
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the stories that are measured from here on."""
    names: list[str] = []

    def watch(stories: Stories, how: corpus.Measuring) -> parts.Made:
        names.extend(story[0]["story"] for story in stories)
        return measure_stories(stories, how)

    measure_stories = corpus.measure_stories
    monkeypatch.setattr(corpus, "measure_stories", watch)
    return names


def test_plain_pandas_reads_the_folder(tmp_path: Path) -> None:
    out = measure(FRAME, tmp_path / "out", batch=4)
    assert len(pd.read_parquet(out)) == len(pd.read_parquet(out / "measures")) == len(FRAME)
    assert len(list((out / "measures").iterdir())) == 2
    assert sorted(place.name for place in out.iterdir()) == ["_mediakit.json", "measures"]


def test_a_second_run_writes_nothing(tmp_path: Path, made: list[str]) -> None:
    measure(FRAME, tmp_path / "out", batch=4)
    before = look(tmp_path)
    made.clear()
    measure(FRAME, tmp_path / "out", batch=4)
    measure(FRAME, tmp_path / "out", batch=2)
    assert look(tmp_path) == before and made == []
    measure(FRAME, tmp_path / "out", resume=False)
    assert sorted(made) == ["s0", "s1", "s2", "s3"]


def test_one_new_row_measures_one_story_anew(tmp_path: Path, made: list[str]) -> None:
    measure(FRAME, tmp_path / "out", batch=100, tables=["measures", "marks"])
    made.clear()
    more = [{**FRAME.iloc[1], "version": "v9"}, {**FRAME.iloc[0], "story": "s7"}]
    rows = pd.concat([FRAME, pd.DataFrame(more)], ignore_index=True)
    measure(rows, tmp_path / "out", batch=100, tables=["measures", "marks"])
    assert sorted(made) == ["s0", "s7"]
    for table in ("measures", "marks"):
        expected = read(measure(rows, tmp_path / "anew", tables=["measures", "marks"]) / table)
        pd.testing.assert_frame_equal(read(tmp_path / "out" / table), expected)


def test_what_is_changed_or_no_longer_in_the_source_goes(tmp_path: Path, made: list[str]) -> None:
    measure(FRAME, tmp_path / "out", batch=3)
    made.clear()
    rows = FRAME[:8].assign(text=FRAME["text"].where(FRAME.index != 4, "All quiet."))
    pd.testing.assert_frame_equal(
        read(measure(rows, tmp_path / "out")), read(measure(rows, tmp_path / "b", batch=3))
    )
    assert sorted(made[:-3]) == ["s1", "s2"]  # and three for the folder that was new


def test_a_story_that_is_split_over_the_source_is_one_story(tmp_path: Path, made: list[str]) -> None:
    measure(FRAME.sort_values("version", kind="stable"), tmp_path / "out", batch=100)
    assert sorted(made) == ["s0", "s1", "s2", "s3"]


def test_the_order_of_the_source_makes_nothing_anew_where_it_does_not_matter(tmp_path: Path, made: list[str]) -> None:
    measure(FRAME, tmp_path / "out")
    made.clear()
    measure(FRAME[::-1], tmp_path / "out")
    assert made == []
    for rows, pair in ((FRAME[:2], ["v0", "v1"]), (FRAME[1::-1], ["v1", "v0"])):  # undated, in the order of the source
        told = read(compare(rows, tmp_path / "b") / "shifts")
        assert told[["version_old", "version_new"]].iloc[0].tolist() == pair


def test_an_empty_corpus_is_an_empty_table(tmp_path: Path) -> None:
    table = read(measure(FRAME[:0], tmp_path / "out"))
    assert len(table) == 0 and list(table) == list(read(measure(FRAME, tmp_path / "b")))


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (lambda out: measure(FRAME, out, voice="quoted"), "voice='all', this is voice='quoted'"),
        (lambda out: measure(FRAME, out, metrics=["rix"]), r"metrics=\['lix'\]"),
        (lambda out: measure(FRAME, out, tables=["marks"]), r"tables=\['measures'\]"),
        (lambda out: compare(FRAME, out), "holds='measures', this is holds='comparisons'"),
        (lambda out: measure(ROOT / "data" / "stories", out), "source='', this is source='/"),
        (lambda out: measure(FRAME.assign(story="other"), out), "none of the stories in it is in the source"),
    ],
)
def test_a_folder_of_another_source_or_settings_is_refused(
    tmp_path: Path, run: Callable[[Path], Path], told: str
) -> None:
    measure(FRAME, tmp_path / "out", batch=4)
    before = look(tmp_path)
    with pytest.raises(mk.WriteError, match=f"{told}.*Name a new folder; nothing in this one was touched"):
        run(tmp_path / "out")
    assert look(tmp_path) == before


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("name", ["notes.txt", "measures/mine.parquet", "measures/part-0007.parquet", "more/a.csv"])
def test_foreign_files_are_left_untouched(tmp_path: Path, name: str, used: bool) -> None:
    if used:
        measure(FRAME, tmp_path / "out", batch=4)
    (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "out" / name).write_text("mine")
    before = look(tmp_path)
    with pytest.raises(mk.WriteError, match="was not written by mediakit"):
        measure(FRAME, tmp_path / "out", batch=4)
    assert look(tmp_path) == before


def test_hidden_files_are_no_strangers(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".DS_Store").write_text("mine")
    assert len(pd.read_parquet(measure(FRAME, tmp_path / "out"))) == len(FRAME)
    assert (tmp_path / "out" / ".DS_Store").read_text() == "mine"


def test_a_folder_inside_its_source_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path)
    for out in (tmp_path, tmp_path / "out"):
        with pytest.raises(mk.WriteError, match="is read: name a folder beside it"):
            measure(tmp_path, out)
    assert list(tmp_path.iterdir()) == [tmp_path / "in.csv"]


def test_a_source_that_cannot_be_read_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(mk.ReadError, match="There is no file"):
        measure(tmp_path / "nowhere.csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_stopped_run_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    expected = read(measure(FRAME, tmp_path / "a", batch=3))
    replace = Path.replace
    done: list[Path] = []

    def stop(self: Path, target: Path) -> Path:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(target)
        return replace(self, target)

    made.clear()
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "replace", stop)
        measure(FRAME, tmp_path / "b", batch=3)
    before, n_made = look(tmp_path / "b" / "measures"), len(made)
    assert len(before) == 2 and not list((tmp_path / "b").glob(".*"))
    pd.testing.assert_frame_equal(read(measure(FRAME, tmp_path / "b", batch=3)), expected)
    after = look(tmp_path / "b" / "measures")
    assert len(after) == 3 and all(after[path] == before[path] for path in before)
    assert len(set(made[:n_made])) == n_made == 4 and 0 < len(made) - n_made < 4


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(measure(FRAME, tmp_path / "a", batch=3))
    write = pq.write_table
    n_written = 0

    def fill(table: object, place: Path) -> None:
        nonlocal n_written
        n_written += 1
        if n_written > 2:
            place.write_bytes(b"PAR1 cut off")
            raise OSError(errno.ENOSPC, "No space left on device")
        write(table, place)

    with monkeypatch.context() as patched:
        patched.setattr(pq, "write_table", fill)
        with pytest.raises(mk.WriteError, match="No space left on device. Make room or name another folder; run again"):
            measure(FRAME, tmp_path / "b", batch=3)
    assert len(look(tmp_path / "b" / "measures")) == 2 and not list((tmp_path / "b").glob(".*"))
    pd.testing.assert_frame_equal(read(measure(FRAME, tmp_path / "b", batch=3)), expected)


def test_a_disk_that_is_full_while_the_source_is_read_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parts._Spool, "flush", fail)
    with pytest.raises(mk.WriteError, match="No space left"):
        measure(FRAME, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("damage", [b"", b"PAR1 cut off"])
def test_a_part_that_cannot_be_read_is_made_again(tmp_path: Path, damage: bytes) -> None:
    out = measure(FRAME, tmp_path / "out", batch=3)
    expected = read(out)
    (out / "measures" / "part-0001.parquet").write_bytes(damage)
    pd.testing.assert_frame_equal(read(measure(FRAME, tmp_path / "out", batch=3)), expected)


def test_a_table_that_is_behind_the_others_is_made_again(tmp_path: Path) -> None:
    tables = ["measures", "marks"]
    out = measure(FRAME, tmp_path / "out", batch=3, tables=tables)
    before = [read(out / table) for table in tables]
    (out / "marks" / "part-0001.parquet").unlink()
    measure(FRAME, tmp_path / "out", batch=3, tables=tables)
    for table, expected in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(read(out / table), expected)


def test_what_dead_runs_left_goes_and_what_living_ones_need_stays(tmp_path: Path) -> None:
    out = measure(FRAME, tmp_path / "out", batch=3)
    for name in (".run-dead", ".run-alive"):
        (out / name).mkdir()
        (out / name / "000.jsonl").write_text("{}")
        (out / f"{name}.lock").touch()
    hold = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); input()"
    command = [sys.executable, "-c", hold, str(out / ".run-alive.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "1\n"
        measure(FRAME, tmp_path / "out", batch=3)
        assert {place.name for place in out.glob(".run-*")} == {".run-alive", ".run-alive.lock"}
        other.communicate("\n")
    measure(FRAME, tmp_path / "out", batch=3)
    assert list(out.glob(".run-*")) == []


def test_of_two_runs_that_bind_a_folder_at_once_one_does(tmp_path: Path) -> None:
    work = parts.Work("measures", "", {}, {}, lambda stories: iter(()))
    for run, n_parts in (("one", 3), ("other", 5)):
        (tmp_path / run).mkdir()
        assert parts._bind(tmp_path, tmp_path / run, work, n_parts)["parts"] == 3
    assert json.loads((tmp_path / parts.MANIFEST).read_text())["parts"] == 3


def test_workers_are_only_told_which_part_to_write(tmp_path: Path) -> None:
    class Client:
        """Stands in for a Dask client: the one method that is used."""

        def submit(self, function, *arguments, pure):
            class Future:
                def result(self):
                    return function(*arguments)

            job, number = arguments
            assert isinstance(job, parts.Job) and isinstance(number, int) and pure is False
            return Future()

    here = read(measure(FRAME, tmp_path / "a", batch=3))
    pd.testing.assert_frame_equal(read(measure(FRAME, tmp_path / "b", client=Client(), batch=3)), here)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["measure", "compare"])
def test_runs_that_are_killed_and_gone_on_with_give_the_rows_of_a_quiet_one(kind: str) -> None:
    assert try_kills(2, kind).equal == 2


@pytest.mark.slow
def test_two_processes_on_one_folder_give_the_rows_of_one() -> None:
    assert try_doubles(2).equal == 2


class Killing:
    """A Dask client that kills a worker when the first part is written."""

    def __init__(self, client: Any) -> None:
        self.client, self.killed = client, 0

    def submit(self, *arguments: object, **options: object) -> "Killing.Part":
        return Killing.Part(self, self.client.submit(*arguments, **options))

    class Part(NamedTuple):
        """A part that is being written."""

        killing: "Killing"
        future: Any

        def result(self) -> int:
            n_rows = self.future.result()
            if not self.killing.killed:
                self.killing.killed = next(iter(self.killing.client.run(os.getpid).values()))
                os.kill(self.killing.killed, signal.SIGKILL)
            return n_rows


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_rows_of_one_process(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'mediakit[dask]'")
    source = write_source(tmp_path, 150)
    expected = read(compare(source, tmp_path / "a", batch=10) / "findings")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        killing = Killing(client)
        out = compare(source, tmp_path / "b", killing, batch=10)
    assert killing.killed
    pd.testing.assert_frame_equal(read(out / "findings"), expected)
