"""A corpus is measured and compared whole: no version is lost, whatever its source, and whatever is wrong with it."""

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import mediakit as mk
from mediakit import corpus
from mediakit.corpus import compare_partition, measure_partition
from mediakit.schema import TABLES

ROWS = [
    {
        "story": f"s{i // 3}",
        "version": f"v{i % 3}",
        "text": f"“The council met on day {i},” said Ann Orr. It was a {('terrible', 'fine')[i % 2]}, shameful vote!",
        "source": ("Post", "Echo")[i % 2],
        "kind": "rewrite",
    }
    for i in range(10)
]
FRAME = pd.DataFrame(ROWS)
measure = partial(mk.measure_corpus, progress=False, metrics=["lix"])
compare = partial(mk.compare_corpus, progress=False, metrics=["lix"], n_draws=20)


def read(folder: Path) -> pd.DataFrame:
    """Return a data set in an order that does not depend on how it was made."""
    table = pd.read_parquet(folder)
    labels = [name for name in ("story", "version", "version_old", "version_new") if name in table]
    return table.sort_values(labels, kind="stable", ignore_index=True)


def test_every_version_has_one_row_equal_to_measure(tmp_path: Path) -> None:
    out = mk.measure_corpus(FRAME, tmp_path / "out", metrics="all", batch=4, progress=False)
    table = read(out)
    assert len(table) == len(ROWS) and (table["problem"] == "").all()
    assert table.loc[7, ["source", "kind", "published"]].tolist() == ["Echo", "rewrite", ""]
    alone = mk.measure(mk.Version(**ROWS[7]), metrics="all", wide=True)
    for name in mk.METRICS:
        np.testing.assert_array_equal(table.loc[7, name], alone.loc[0, name])


def write_csv(folder: Path) -> Path:
    FRAME.to_csv(folder / "in.csv", index=False)
    return folder / "in.csv"


def write_packed_csv(folder: Path) -> Path:
    FRAME.to_csv(folder / "in.csv.gz", index=False)
    return folder / "in.csv.gz"


def write_jsonl(folder: Path) -> Path:
    FRAME.to_json(folder / "in.jsonl", orient="records", lines=True)
    return folder / "in.jsonl"


def write_packed_jsonl(folder: Path) -> Path:
    with gzip.open(folder / "in.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in ROWS)
    return folder / "in.jsonl.gz"


def write_parquet(folder: Path) -> Path:
    FRAME.to_parquet(folder / "in.parquet")
    return folder / "in.parquet"


def write_database(folder: Path) -> Path:
    with closing(sqlite3.connect(folder / "in.db")) as connection:
        FRAME.to_sql("articles", connection, index=False)
    return folder / "in.db"


def write_files(folder: Path) -> Path:
    for row in ROWS:
        file = folder / "in" / row["story"] / f"{row['version']}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\nsource: {row['source']}\nkind: {row['kind']}\n---\n{row['text']}", encoding="utf-8")
    return folder / "in"


def write_tables(folder: Path) -> Path:
    (folder / "in").mkdir()
    FRAME[:4].to_parquet(folder / "in" / "a.parquet")
    FRAME[4:].to_csv(folder / "in" / "b.csv", index=False)
    return folder / "in"


SOURCES: list[Callable[[Path], object]] = [
    write_csv, write_packed_csv, write_jsonl, write_packed_jsonl, write_parquet, write_database, write_files,
    write_tables,
    lambda folder: FRAME,
    lambda folder: [mk.Version(**row) for row in ROWS],
    lambda folder: iter(mk.read_corpus(FRAME)),
    lambda folder: iter(ROWS),
    lambda folder: (mk.Version(**row) if n % 2 else row for n, row in enumerate(ROWS)),
]  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_gives_the_same_table(tmp_path: Path, source: Callable[[Path], object]) -> None:
    expected = read(measure(FRAME, tmp_path / "a"))
    pd.testing.assert_frame_equal(read(measure(source(tmp_path), tmp_path / "b", batch=3)), expected)


def test_options_choose_in_a_database_and_name_columns(tmp_path: Path) -> None:
    path = write_database(tmp_path)
    chosen = "SELECT text AS body, story, version, source, kind FROM articles WHERE story = 's1'"
    table = read(measure(path, tmp_path / "out", query=chosen, columns={"text": "body"}))
    pd.testing.assert_frame_equal(table, read(measure(FRAME[3:6], tmp_path / "b")))
    with pytest.raises(mk.ChoiceError, match="Unknown option 'colums'"):
        measure(path, tmp_path / "c", colums={})


def test_labels_do_not_depend_on_the_rows_beside_them(tmp_path: Path) -> None:
    rows = [{"story": 2**53 + 1, "version": n or None, "text": "The dam held."} for n in range(3)]
    pd.DataFrame(rows).convert_dtypes().to_parquet(tmp_path / "in.parquet")
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for source in (tmp_path / "in.parquet", tmp_path / "in.jsonl", rows, iter(rows)):
        named = read(measure(source, tmp_path / f"out{id(source)}", batch=1))
        assert named["version"].tolist() == ["", "1", "2"] and set(named["story"]) == {str(2**53 + 1)}


def test_columns_that_only_later_lines_have_are_read(tmp_path: Path) -> None:
    lines = [{"story": "s", "version": n, "text": "The dam held."} | ({"source": "Post"} if n > 400 else {})
             for n in range(402)]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    table = read(measure(tmp_path / "in.jsonl", tmp_path / "out"))
    assert table.groupby("source")["version"].agg(list)["Post"] == ["401"] and len(table) == 402


@pytest.mark.parametrize(
    ("text", "why"), [(None, "the text is empty"), (" \n", "the text is empty"), ("…!", "no words")]
)
def test_an_empty_text_keeps_its_row_and_says_so(tmp_path: Path, text: str | None, why: str) -> None:
    rows = [*ROWS[:2], {"story": "s0", "version": "none", "text": text}]
    table = read(measure(pd.DataFrame(rows), tmp_path / "out"))
    lost = table[table["version"] == "none"]
    assert len(table) == 3 and lost["lix"].isna().all() and lost["problem"].tolist() == [why]


def fail_on(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a text with this word not be parsed."""

    def parse(version: mk.Version) -> mk.Document:
        if word in version.text:
            raise ZeroDivisionError("of the test")
        return mk.parse(version)

    monkeypatch.setattr(corpus, "parse", parse)


def test_whatever_is_wrong_with_one_version_the_others_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ["measures", "counts", "marks"]
    whole = measure(FRAME, tmp_path / "a", tables=tables)
    fail_on("day 4", monkeypatch)
    out = measure(FRAME, tmp_path / "b", tables=tables)
    for name in tables:
        table, expected = read(out / name), read(whole / name)
        lost = table["problem"] != ""
        assert table[lost][["story", "version", "problem"]].to_numpy().tolist() == [
            ["s1", "v1", "ZeroDivisionError: of the test"]
        ]
        others = expected[(expected["story"] != "s1") | (expected["version"] != "v1")]
        pd.testing.assert_frame_equal(
            table[~lost].reset_index(drop=True), others.reset_index(drop=True), check_dtype=False
        )


def test_a_file_that_cannot_be_read_is_a_row_and_measured_once_it_is_mended(tmp_path: Path) -> None:
    source = write_files(tmp_path)
    (source / "s0" / "late.txt").write_bytes(b"\x00\x01")
    (source / "s0" / "old.doc").write_bytes(b"\xd0\xcf")
    table = read(measure(source, tmp_path / "out"))
    told = table[table["problem"] != ""].set_index("version")["problem"]
    assert len(table) == len(ROWS) + 2 and "is binary" in told["late"] and "cannot read" in told["old"]
    (source / "s0" / "late.txt").write_text("The dam held.")
    (source / "s0" / "old.doc").unlink()
    assert (read(measure(source, tmp_path / "out"))["problem"] == "").all()


def test_a_broken_line_of_json_is_a_row(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path)
    path.write_text(path.read_text() + '{"story": "s9", "text": "The da\n[1]\n')
    table = read(measure(path, tmp_path / "out"))
    told = table[table["problem"] != ""]
    assert told["version"].tolist() == ["line 11", "line 12"] and set(told["story"]) == {"in.jsonl"}
    assert "is not valid JSON" in told["problem"].iloc[0] and "holds no object" in told["problem"].iloc[1]


def test_what_no_table_can_hold_is_replaced(tmp_path: Path) -> None:
    rows = [{"story": "s\ud800", "version": "v\udfff", "text": "The \ud800dam was slammed."}]
    out = measure(rows, tmp_path / "out", tables=["measures", "marks"])
    assert read(out / "measures")[["story", "version"]].iloc[0].tolist() == ["s?", "v?"]
    assert len(read(out / "marks"))


@pytest.mark.parametrize("name", corpus.MEASURED)
def test_each_data_set_is_the_table_of_its_name(tmp_path: Path, name: str) -> None:
    table = read(measure(FRAME, tmp_path / "out", batch=3, tables=[name]))
    made = {"counts": mk.count, "marks": mk.find, "statements": mk.statements, "voices": mk.voices}
    if name != "measures":
        alone = pd.concat([made[name](mk.parse(mk.Version(**row))) for row in ROWS], ignore_index=True)
        alone = alone.sort_values(["story", "version"], kind="stable", ignore_index=True)
        pd.testing.assert_frame_equal(table.drop(columns="problem"), alone)
    assert list(table)[-1] == "problem"


def test_an_own_metric_is_measured_and_known_by_its_formula(tmp_path: Path) -> None:
    once, twice = (
        mk.Metric("mine", lambda t, factor=factor: factor * t["n_words"], "words", "more words") for factor in (1, 2)
    )
    before, after = (read(measure(FRAME, tmp_path / "out", metrics=[mine])) for mine in (once, twice))
    assert (after["mine"] == 2 * before["mine"]).all()


def test_comparisons_are_those_of_compare_all(tmp_path: Path) -> None:
    out = compare(FRAME, tmp_path / "out", batch=4, against="all")
    expected = mk.compare_all(mk.read_corpus(FRAME), against="all", metrics=["lix"], n_draws=20)
    pd.testing.assert_frame_equal(read(out / "shifts").drop(columns="problem"), expected)
    shifts = mk.compare_all(out)
    assert len(shifts) == len(expected) and list(shifts) == list(expected)
    with pytest.raises(mk.ChoiceError, match="settled"):
        mk.compare_all(out, voice="quoted")


@pytest.mark.parametrize("name", corpus.COMPARED)
def test_each_data_set_is_the_table_of_a_comparison(tmp_path: Path, name: str) -> None:
    table = read(compare(FRAME[:2], tmp_path / "out", tables=name))
    made = mk.compare(*(mk.Version(**row) for row in ROWS[:2]), metrics=["lix"], n_draws=20)
    expected = made.table() if name == "shifts" else getattr(made, name)()
    assert len(table) == len(expected) and set(expected) <= set(table)
    assert (table[["version_old", "version_new"]] == ["v0", "v1"]).all(axis=None)
    assert set(table) >= set(TABLES["voice_changes" if name == "voices" else name])


@pytest.mark.parametrize("against", ["original", "first", "previous", "all"])
def test_versions_of_a_story_that_lie_apart_are_compared(tmp_path: Path, against: str) -> None:
    mixed = FRAME.sort_values("version", kind="stable")
    told = [read(compare(rows, tmp_path / name, against=against, batch=2) / "shifts")
            for name, rows in (("a", mixed), ("b", FRAME))]  # fmt: skip
    pd.testing.assert_frame_equal(*told)


def test_whatever_is_wrong_with_one_comparison_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        *ROWS,
        {"story": "s9", "version": "a", "text": "The dam held."},
        {"story": "s9", "version": "a", "text": "The dam broke."},
        {"story": "s8", "version": "a", "text": "The dam held."},
        {"story": "s8", "version": "b", "text": ""},
        {"story": "", "version": "x", "text": "The dam held."},
    ]
    fail_on("day 4", monkeypatch)
    out = compare(rows, tmp_path / "out")
    for table in ("shifts", "findings", "quotations", "facts", "voices"):
        lost = read(out / table).query("problem != ''")[["story", "version_old", "version_new", "problem"]].fillna("")
        told = {(row.story, row.version_old, row.version_new): row.problem for row in lost.itertuples()}
        assert told.keys() == {("s1", "v0", "v1"), ("s9", "", ""), ("s8", "a", "b"), ("", "", "x")}
        assert told["s1", "v0", "v1"] == "ZeroDivisionError: of the test"
        assert "two versions named 'a'" in told["s9", "", ""] and told["s8", "a", "b"] == "b: the text is empty"
        assert "no story is named" in told["", "", "x"]
    made = {(row.story, row.version_new) for row in mk.compare_all(out).itertuples()}
    assert made == {("s0", "v1"), ("s0", "v2"), ("s1", "v2"), ("s2", "v1"), ("s2", "v2")}


def test_tests_over_stories_read_the_folder(tmp_path: Path) -> None:
    out = compare(FRAME, tmp_path / "out")
    pd.testing.assert_frame_equal(mk.test_shifts(out), mk.test_shifts(mk.compare_all(out)))
    assert len(mk.test_shifts(out, cluster="source", by="kind")) == 1
    with pytest.raises(mk.ColumnError, match="lacks \\['outlet'\\]"):
        mk.test_shifts(out, cluster="outlet")
    with pytest.raises(mk.ReadError, match="holds no shifts"):
        mk.test_shifts(tmp_path)


def test_a_partition_is_frames_in_and_frames_out(tmp_path: Path) -> None:
    frames: Iterator[pd.DataFrame] = (FRAME[n : n + 4] for n in (0, 4, 8))  # as engines hand them out
    made = pd.concat(map(partial(measure_partition, metrics=["lix"]), frames), ignore_index=True)
    pd.testing.assert_frame_equal(made, read(measure(FRAME, tmp_path / "a")))
    told = [compare_partition(rows, metrics=["lix"], n_draws=20) for _, rows in FRAME.groupby("story")]
    expected = read(compare(FRAME, tmp_path / "b") / "shifts")
    pd.testing.assert_frame_equal(pd.concat([rows for rows in told if len(rows)], ignore_index=True), expected)
    empty = measure_partition(FRAME[:0], metrics=["lix"])
    assert list(empty) == list(made) and empty.dtypes.tolist() == made.dtypes.tolist()


@pytest.mark.slow
def test_spark_measures_by_partition(tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="needs Spark: pip install pyspark, and Java")
    types = pytest.importorskip("pyspark.sql.pandas.types")
    import pyarrow as pa

    measured = partial(measure_partition, metrics=["lix"])
    with sql.SparkSession.builder.master("local[1]").getOrCreate() as spark:
        schema = types.from_arrow_schema(pa.Schema.from_pandas(measured(FRAME[:0]), preserve_index=False))
        made = spark.createDataFrame(FRAME).mapInPandas(lambda frames: map(measured, frames), schema).toPandas()
    expected = read(measure(FRAME, tmp_path / "a"))
    made = made.sort_values(["story", "version"], ignore_index=True)
    pd.testing.assert_frame_equal(made, expected, check_dtype=False)


def test_progress_is_shown_only_where_somebody_looks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mk.measure_corpus(FRAME, tmp_path / "a", metrics=["lix"])
    assert capsys.readouterr().err == ""
    mk.measure_corpus(FRAME, tmp_path / "b", metrics=["lix"], progress=True)
    assert "measures: 100%" in capsys.readouterr().err
