"""A corpus is measured in batches that are written once, whole, and lose no version."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import mediakit as mk
from mediakit import corpus

ROWS = [
    {
        "story": f"s{i // 3}",
        "version": f"v{i % 3}",
        "text": f"The council met on day {i}. It was a terrible, shameful vote!",
    }
    for i in range(10)
]


def read(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder).sort_values(["story", "version"]).reset_index(drop=True)


def test_every_version_has_one_row_equal_to_measure(tmp_path: Path) -> None:
    out = mk.measure_corpus(pd.DataFrame(ROWS), tmp_path / "out", metrics="all", batch=4, progress=False)
    table = read(out)
    assert len(table) == len(ROWS) and (table["problem"] == "").all()
    alone = mk.measure(mk.Version(**ROWS[7]), metrics="all", wide=True)
    for name in mk.METRICS:
        np.testing.assert_array_equal(table.loc[7, name], alone.loc[0, name])


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "versions", "stories"])
def test_every_source_gives_the_same_table(tmp_path: Path, kind: str) -> None:
    frame, path = pd.DataFrame(ROWS), tmp_path / f"in.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    elif kind == "parquet":
        frame.to_parquet(path)
    versions = [mk.Version(**row) for row in ROWS]
    source = {"versions": versions, "stories": mk.read_corpus(frame)}.get(kind, path)
    expected = read(mk.measure_corpus(frame, tmp_path / "a", progress=False))
    pd.testing.assert_frame_equal(read(mk.measure_corpus(source, tmp_path / "b", batch=3, progress=False)), expected)


def test_a_second_run_measures_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame(ROWS)
    mk.measure_corpus(frame, tmp_path, batch=4, progress=False)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    monkeypatch.setattr(corpus, "measure", None)
    mk.measure_corpus(frame, tmp_path, batch=4, progress=False)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_changed_text_is_measured_again_and_its_old_batch_goes(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS)
    mk.measure_corpus(frame, tmp_path, batch=4, progress=False)
    frame.loc[0, "text"] = "All quiet."
    mk.measure_corpus(frame, tmp_path, batch=4, progress=False)
    assert len(read(tmp_path)) == len(ROWS)


def test_a_shorter_corpus_leaves_no_old_batches(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS)
    mk.measure_corpus(frame, tmp_path, batch=4, progress=False)
    mk.measure_corpus(frame[:5], tmp_path, batch=4, progress=False)
    assert len(read(tmp_path)) == 5


def test_an_empty_text_keeps_its_row(tmp_path: Path) -> None:
    rows = [*ROWS[:2], {"story": "s0", "version": "none", "text": None}]
    table = read(mk.measure_corpus(pd.DataFrame(rows), tmp_path, progress=False))
    lost = table[table["version"] == "none"]
    assert len(table) == 3 and lost["flesch_kincaid_grade"].isna().all()


def test_workers_of_a_dask_client_give_the_same_table(tmp_path: Path) -> None:
    class Client:
        """Stands in for a Dask client: the two methods that are used."""

        def submit(self, function, *arguments, pure):
            class Future:
                def result(self):
                    return function(*arguments)

            return Future()

        def ncores(self) -> dict[str, int]:
            return {"worker": 1}

    frame = pd.DataFrame(ROWS)
    here = read(mk.measure_corpus(frame, tmp_path / "a", batch=2, progress=False))
    pd.testing.assert_frame_equal(
        read(mk.measure_corpus(frame, tmp_path / "b", client=Client(), batch=2, progress=False)), here
    )
