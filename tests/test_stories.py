"""Stories are read from every kind of file, and what cannot be read says why."""

import json
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

import mediakit as mk

ROWS = [
    {"story": "dam", "version": "wire", "text": "The dam held. Nobody was hurt.", "published": "2025-01-02"},
    {"story": "dam", "version": "tabloid", "text": "DAM TERROR! It nearly burst.", "published": "2025-01-03"},
    {"story": "fair", "version": "wire", "text": "The fair opened.", "published": "2025-02-01"},
]


def write_table(folder: Path, kind: str) -> Path:
    frame, path = pd.DataFrame(ROWS), folder / f"stories.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "tsv":
        frame.to_csv(path, index=False, sep="\t")
    elif kind == "json":
        path.write_text(json.dumps(ROWS))
    elif kind == "jsonl":
        path.write_text("\n".join(map(json.dumps, ROWS)))
    elif kind == "parquet":
        frame.to_parquet(path)
    else:
        connection = sqlite3.connect(path)
        frame.to_sql("articles", connection, index=False)
        connection.close()
    return path


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl", "parquet", "db", "sqlite"])
def test_every_table_gives_the_same_stories(tmp_path: Path, kind: str) -> None:
    assert mk.read_corpus(write_table(tmp_path, kind)) == mk.read_corpus(pd.DataFrame(ROWS))


def test_corpus_groups_versions_into_stories_oldest_first() -> None:
    dam, fair = mk.read_corpus(pd.DataFrame(ROWS[::-1]))[::-1]
    assert [v.version for v in dam] == ["wire", "tabloid"] and len(fair) == 1 and dam["wire"].text == ROWS[0]["text"]


def test_columns_can_be_mapped() -> None:
    frame = pd.DataFrame(ROWS).rename(columns={"text": "body"})
    assert mk.read_corpus(frame, columns={"text": "body"}) == mk.read_corpus(pd.DataFrame(ROWS))


def test_a_row_without_text_is_kept_and_loses_no_other() -> None:
    frame = pd.DataFrame([*ROWS, {"story": "dam", "version": "lost", "text": None}])
    dam = mk.read_corpus(frame)[0]
    assert dam["lost"].text == "" and len(dam) == 3


def test_wrong_columns_lists_found_and_needed() -> None:
    with pytest.raises(
        mk.ColumnError, match=r"lacks the columns story, version\. Found: text, id\. Needed: text, story, version"
    ):
        mk.read_corpus(pd.DataFrame([{"text": "A.", "id": 1}]))


def test_two_versions_of_one_name_are_refused() -> None:
    with pytest.raises(mk.ReadError, match="'dam' has two versions named 'wire'"):
        mk.read_corpus(pd.DataFrame([ROWS[0], ROWS[0]]))


def test_front_matter_names_the_version(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(
        "---\nstory: dam\nversion: wire\ntitle: 'Dam: it held'\npublished: 2025-01-02\n---\nThe dam held.\n"
    )
    version = mk.read_version(path)
    assert (version.story, version.version, version.title) == ("dam", "wire", "Dam: it held")
    assert (version.published, version.text) == ("2025-01-02", "The dam held.\n")


def test_plain_file_is_named_after_folder_and_file(tmp_path: Path) -> None:
    folder = tmp_path / "dam"
    folder.mkdir()
    (folder / "wire.txt").write_text("The dam held.")
    (folder / "late.md").write_text("It held again.")
    story = mk.read_story(folder)
    assert story.id == "dam" and [v.version for v in story] == ["late", "wire"]


def test_html_gives_the_article_and_its_title(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    body = "".join(
        f"<p>Paragraph {i} tells that the old dam held all night, officials said on Monday.</p>" for i in range(9)
    )
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><head><title>Dam holds</title></head><body><article><h1>Dam holds</h1>{body}</article></body></html>"
    )
    version = mk.read_version(path)
    assert version.title == "Dam holds" and "Paragraph 8" in version.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_detected(tmp_path: Path, encoding: str) -> None:
    text = "“We won’t close the café,” said Zoë Färber — twice. " * 4
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert mk.read_version(path).text == text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.txt", None, "There is no file"),
        ("empty.txt", b"", "is empty"),
        ("blank.md", b"  \n\t\n", "only white space"),
        ("binary.txt", b"\x7fELF\x00\x00\x01", "is binary"),
        ("story.doc", b"\xd0\xcf", "save it as .docx"),
        ("bad.json", b"{nope", "not valid JSON"),
        ("bad.jsonl", b'{"text": 1}\n{', "not valid JSON"),
        ("number.json", b"7", "must hold objects"),
        ("bad.parquet", b"not parquet", "not a readable Parquet"),
        ("bad.db", b"not a database, surely", "could not be read as an SQLite"),
        ("head.md", b"---\ntitle: [\n---\nText.", "front matter"),
        ("only-head.md", b"---\ntitle: x\n---\n", "front matter but no text"),
        ("no-text.json", b'{"body": "x"}', "no key `text`"),
    ],
)
def test_unreadable_files_say_why(tmp_path: Path, name: str, data: bytes | None, message: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(mk.MediakitError, match=message):
        mk.read_version(path)


def test_a_bad_file_does_not_lose_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The dam held.")
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.warns(UserWarning, match=r"Left out: .*b\.txt is empty"):
        stories = mk.read_corpus(tmp_path)
    assert len(stories) == 1 and len(stories[0]) == 1


def test_a_folder_without_stories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(mk.ReadError, match="No story files"):
        mk.read_corpus(tmp_path)


def test_a_database_with_several_tables_asks_which(tmp_path: Path) -> None:
    path = write_table(tmp_path, "db")
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(mk.ReadError, match="Tables: articles, other"):
        mk.read_corpus(path)
    assert mk.read_corpus(path, table="articles") == mk.read_corpus(path, query="SELECT * FROM articles")
    with pytest.raises(mk.ReadError, match="no such table"):
        mk.read_corpus(path, query="SELECT * FROM nowhere")


def test_a_file_of_many_versions_is_no_version(tmp_path: Path) -> None:
    with pytest.raises(mk.ReadError, match="holds 3 versions"):
        mk.read_version(write_table(tmp_path, "csv"))


def test_unknown_names_list_the_choices() -> None:
    with pytest.raises(mk.ChoiceError, match="Choose one of: "):
        mk.load_example("atlantis")
    with pytest.raises(mk.ChoiceError, match="Choose one of: wire"):
        mk.Story("dam", (mk.Version("A.", "dam", "wire"),))["tabloid"]


@pytest.mark.parametrize("name", mk.list_examples())
def test_every_bundled_story_has_a_wire_original_first(name: str) -> None:
    story = mk.load_example(name)
    assert story.id == name and len(story) >= 4 and "wire" in [v.version for v in story]
