"""Documents and tables of every kind that people keep are read, and what is not one says what to do."""

import gzip
import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import mediakit as mk

TEXT = "The dam held on Monday.\n\nNobody was hurt, the mayor said."
RTF = rb"{\rtf1\ansi The dam held on Monday.\par Nobody was hurt, the mayor said.\par}"
HEAD = "story,version,text\n"


def write_pdf(path: Path, lines: list[str]) -> None:
    """Write one printed page, as small as a PDF can be."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 40 700 Td {shown} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )
    path.write_bytes(data + end)


def test_a_word_document_gives_title_and_paragraphs(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Dam holds", level=1)
    for paragraph in TEXT.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(str(tmp_path / "wire.docx"))
    version = mk.read_version(tmp_path / "wire.docx")
    assert (version.text, version.title, version.version) == (TEXT, "Dam holds", "wire")


def test_a_pdf_gives_whole_paragraphs(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    lines = [
        "The dam held all night on Monday while the govern-",
        "ment looked on, and nobody in the town was hurt by the",
    ]
    write_pdf(tmp_path / "wire.pdf", [*lines, "water.", "The mayor said that she was glad of it, and went home."])
    paragraphs = mk.read_version(tmp_path / "wire.pdf").text.split("\n\n")
    assert paragraphs == [
        "The dam held all night on Monday while the government looked on, and nobody in the town was hurt by the "
        "water.",
        "The mayor said that she was glad of it, and went home.",
    ]


@pytest.mark.parametrize("name", ["wire.rtf", "wire.txt"])
def test_rich_text_is_known_by_its_first_bytes(tmp_path: Path, name: str) -> None:
    pytest.importorskip("striprtf")
    (tmp_path / name).write_bytes(RTF)
    assert [s.text for s in mk.parse(mk.read_version(tmp_path / name)).sentences] == TEXT.split("\n\n")


@pytest.mark.parametrize(
    ("name", "module"),
    [("a.docx", "docx"), ("a.pdf", "pypdf"), ("a.rtf", "striprtf.striprtf"), ("a.html", "trafilatura")],
)
def test_a_missing_package_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(mk.ReadError, match=r"pip install 'mediakit\[(docs|html)\]'"):
        mk.read_version(tmp_path / name)


@pytest.mark.parametrize("data", [b"no such thing", b"PK"])
@pytest.mark.parametrize(("name", "module"), [("a.docx", "docx"), ("a.pdf", "pypdf")])
def test_a_damaged_document_says_so(tmp_path: Path, name: str, module: str, data: bytes) -> None:
    pytest.importorskip(module)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(mk.ReadError, match="not a readable"):
        mk.read_version(tmp_path / name)


def test_a_page_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    said = "Señor Núñez said the café in São Paulo would close on Monday after a long dispute with the city."
    page = f'<html><head><meta charset="iso-8859-1"><title>Café shuts | Vale Post</title><meta property="og:site_name" \
content="Vale Post"></head><body><article><h1>Café shuts</h1><p>{said}</p><p>{said}</p><p>{said}</p></article></body>'
    (tmp_path / "page.html").write_bytes(page.encode("latin-1"))
    version = mk.read_version(tmp_path / "page.html")
    assert (version.title, version.source, version.extractor) == ("Café shuts", "Vale Post", "trafilatura")
    assert said in version.text


def test_only_short_leftovers_go_from_a_page_that_was_taken_apart() -> None:
    lines = [
        "The dam held on Monday, the mayor said.",
        "Read more: Dam to be raised",
        "Pump one",
        "Pump two",
        "Pump three",
    ]
    extracted = mk.parse(mk.Version("\n".join(lines), title="Dam holds", extractor="trafilatura"))
    assert [removal.text for removal in extracted.removed] == ["Read more: Dam to be raised"]
    assert extracted.title is not None and extracted.title.text == "Dam holds"


@pytest.mark.parametrize(
    "place",
    ["https://example.org/dam", "www.example.org/dam", "stories/wire.txt", "wire.docx", r"C:\news\wire one.html"],
)
def test_a_place_is_no_text(place: str) -> None:
    with pytest.raises(mk.ReadError, match=r"is an address.*trafilatura|is the path of a file.*read_version"):
        mk.parse(place)


def test_a_sentence_about_a_file_is_a_text() -> None:
    assert mk.parse("She sent the file report.txt").sentences
    assert mk.parse("See https://example.org for more").sentences
    assert mk.parse("The plan stands at https://example.org/plan.txt").sentences


def test_an_address_cannot_be_read() -> None:
    with pytest.raises(mk.ReadError, match="never opens the network"):
        mk.read_version("https://example.org/dam.html")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", HEAD + 'dam,wire,"It held, all night."\n'),
        ("a.csv", 'story;version;text\ndam;wire;"It held, all night."\n'),
        ("a.tsv", "story\tversion\ttext\ndam\twire\tIt held, all night.\n"),
        ("a.csv", 'Story,Version,TEXT\ndam,wire,"It held, all night."\n\n'),
        ("a.ndjson", json.dumps({"story": "dam", "version": "wire", "text": ["It held,", "all night."]})),
    ],
)
def test_usual_tables_are_read(tmp_path: Path, name: str, data: str) -> None:
    (tmp_path / name).write_text(data, encoding="utf-8")
    text = mk.read_corpus(tmp_path / name)[0]["wire"].text
    assert " ".join(text.split()) == "It held, all night."
    with gzip.open(tmp_path / f"{name}.gz", "wt", encoding="utf-8") as packed:
        packed.write(data)
    assert mk.read_corpus(tmp_path / f"{name}.gz")[0]["wire"].text == text
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed_files:
        packed_files.writestr(name, data)
        packed_files.writestr("__MACOSX/._x.csv", "x")
        packed_files.writestr("notes.xyz", "x")
    assert mk.read_corpus(tmp_path / "a.zip")[0]["wire"].text == text


def test_a_packed_file_writes_nothing_outside_its_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("../../dam/wire.txt", TEXT)
    assert mk.read_corpus(tmp_path / "a.zip")[0]["wire"].text == TEXT
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_damaged_packed_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no")
    with pytest.raises(mk.ReadError, match="could not be unpacked"):
        mk.read_corpus(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.writestr("x.xyz", "x")
    with pytest.raises(mk.ReadError, match="holds no file"):
        mk.read_corpus(tmp_path / "b.zip")


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE story (text TEXT)")
        connection.commit()
    path.write_bytes(path.read_bytes().replace(b"text TEXT", b"te\x87t TEXT"))
    with pytest.raises(mk.ReadError, match="could not be read as an SQLite database"):
        mk.read_corpus(path)


def test_sqlite3_is_a_database(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.sqlite3")
    pd.DataFrame([{"story": "007", "version": 1, "text": TEXT}]).to_sql("rows", connection, index=False)
    connection.close()
    story = mk.read_corpus(tmp_path / "a.sqlite3")[0]
    assert (story.id, story.versions[0].version) == ("007", "1")


@pytest.mark.parametrize("row", ["dam,wire,It held, all night.", "dam,wire"])
def test_a_ragged_row_names_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}dam,late,It broke.\n{row}\n")
    with pytest.raises(mk.ReadError, match=r"line 3: \d cells, but the table has 3 columns"):
        mk.read_corpus(tmp_path / "a.csv")
    with pytest.raises(mk.ReadError, match="line 3"):
        mk.measure_corpus(tmp_path / "a.csv", tmp_path / "out", progress=False)


def test_labels_are_text_whatever_stands_beside_them() -> None:
    rows = [{"story": "007", "version": 1, "text": TEXT}, {"story": 7.0, "version": None, "text": TEXT}]
    assert [(s.id, s.versions[0].version) for s in mk.read_corpus(rows)] == [("007", "1"), ("7", "")]


def test_a_slip_in_columns_lists_the_choices() -> None:
    rows = [{"story": "dam", "version": "wire", "text": TEXT}]
    with pytest.raises(mk.ColumnError, match="no field 'titel'. The fields are: text, story, version, title"):
        mk.read_corpus(rows, columns={"titel": "text"})
    with pytest.raises(mk.ColumnError, match="has no column 'body'. Found: story, version, text"):
        mk.read_corpus(rows, columns={"text": "body"})


def test_near_names_are_proposed() -> None:
    rows = [{"event": "dam", "outlet": "Post", "maintext": TEXT}]
    with pytest.raises(mk.ColumnError, match="columns=") as caught:
        mk.read_corpus(rows)
    proposed = json.loads(str(caught.value).split("columns=")[1].rstrip("."))
    assert mk.read_corpus(rows, columns=proposed)[0]["Post"].text == TEXT
    with pytest.warns(UserWarning, match='"published": "date"'):
        mk.read_corpus([{"story": "dam", "version": "wire", "text": TEXT, "date": "2025-01-01"}])


def test_columns_count_for_a_file_with_one_object(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"title": "Dam", "url": "u", "maintext": TEXT}))
    columns = {"text": "maintext", "story": "title", "version": "url"}
    assert mk.read_corpus(tmp_path / "a.json", columns=columns)[0]["u"].text == TEXT
    assert mk.read_version(tmp_path / "a.json", columns=columns).story == "Dam"
    with pytest.raises(mk.ChoiceError, match="Choose one of: columns"):
        mk.read_version(tmp_path / "a.json", colums=columns)


@pytest.mark.parametrize(
    "dates",
    [
        ("2016-12-31", "2017-01-01"),
        ("31/12/2016", "01/01/2017"),
        ("12/31/2016", "1/1/2017"),
        ("31.12.2016", "1.1.2017"),
        ("December 31, 2016", "1 January 2017"),
        ("Sat, 31 Dec 2016 23:30:00 GMT", "Sun, 01 Jan 2017 00:10:00 GMT"),
        ("2016-12-31T23:30:00-01:00", "2017-01-01T01:00:00Z"),
        ("1483142400", "1483228800"),
    ],
)
def test_dates_in_usual_forms_order_the_versions(dates: tuple[str, str]) -> None:
    rows = [
        {"story": "b", "version": name, "text": TEXT, "published": date} for name, date in zip("xy", dates, strict=True)
    ]
    assert [version.version for version in mk.read_corpus(rows[::-1])[0]] == ["x", "y"]


@pytest.mark.parametrize("date", ["02/03/2017", "last week", "the third"])
def test_a_date_that_is_not_understood_says_so(date: str) -> None:
    rows = [{"story": "b", "version": name, "text": TEXT, "published": date} for name in "ba"]
    with pytest.warns(UserWarning, match="not by date"):
        stories = mk.read_corpus(rows)
    assert [version.version for version in stories[0]] == ["b", "a"]


def write_files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The text of {name}.")


CROSSED = ["bridge_wire.txt", "bridge_tabloid.txt", "fire_wire.txt", "fire_tabloid.txt"]


def test_crossed_names_in_one_folder_ask_for_a_pattern(tmp_path: Path) -> None:
    write_files(tmp_path, *CROSSED)
    with pytest.raises(mk.ReadError, match=r'pattern="\{story\}_\{version\}\.txt"'):
        mk.read_corpus(tmp_path)
    stories = mk.read_corpus(tmp_path, pattern="{story}_{version}.txt")
    assert {story.id: {v.version for v in story} for story in stories} == {
        "bridge": {"wire", "tabloid"},
        "fire": {"wire", "tabloid"},
    }


def test_crossed_names_can_be_versions_of_one_story(tmp_path: Path) -> None:
    write_files(tmp_path, *CROSSED)
    assert len(mk.read_story(tmp_path, pattern="{version}.txt")) == 4


def test_a_folder_for_each_outlet_is_read_by_a_pattern(tmp_path: Path) -> None:
    write_files(tmp_path, "wire/dam.txt", "tabloid/dam.txt", "tabloid/stray note.txt.txt")
    (tmp_path / "top.txt").write_text("Not inside.")
    with pytest.warns(UserWarning, match="does not fit the pattern"):
        stories = mk.read_corpus(tmp_path, pattern="{version}/{story}.txt")
    assert {v.version for v in next(s for s in stories if s.id == "dam")} == {"wire", "tabloid"}


def test_names_that_do_not_cross_are_versions_of_one_story(tmp_path: Path) -> None:
    write_files(tmp_path, "nyt_final.txt", "wapo_final.txt")
    assert len(mk.read_corpus(tmp_path)) == 1


@pytest.mark.parametrize("pattern", ["{stroy}_{version}.txt", "no field", "{story}_{story}", "{text}.txt"])
def test_a_pattern_names_fields_once_each(tmp_path: Path, pattern: str) -> None:
    write_files(tmp_path, "a_b.txt")
    with pytest.raises(mk.ReadError, match="must name fields once each"):
        mk.read_corpus(tmp_path, pattern=pattern)


def test_a_stray_file_gives_one_warning(tmp_path: Path) -> None:
    write_files(tmp_path, "wire.txt", "tabloid.txt")
    (tmp_path / "package.json").write_text('{"a": 1}')
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf")
    with pytest.warns(UserWarning, match=r"Left out: .*old\.doc.*package\.json") as caught:
        assert len(mk.read_corpus(tmp_path)[0]) == 2
    assert len(caught) == 1


def test_another_language_is_noticed() -> None:
    german = (
        "Der Stadtrat hat am Dienstag mit fünf zu vier Stimmen beschlossen, die alte Brücke bis Juni zu schließen. "
    )
    assert any("hardly English" in problem for problem in mk.parse(german * 2).problems)
    assert any("'de'" in problem for problem in mk.parse(mk.Version(TEXT, language="de")).problems)
    assert mk.parse(TEXT * 5).problems == ()


def test_a_folder_is_no_version(tmp_path: Path) -> None:
    with pytest.raises(mk.ReadError, match="is a folder. Read it with mk.read_story"):
        mk.read_version(tmp_path)


def test_a_corpus_takes_dicts_and_columns(tmp_path: Path) -> None:
    rows = ({"event": "dam", "outlet": name, "body": TEXT} for name in "abc")
    columns = {"story": "event", "version": "outlet", "text": "body"}
    out = mk.measure_corpus(rows, tmp_path / "out", columns=columns, batch=2, progress=False)
    assert list(pd.read_parquet(out)["version"]) == ["a", "b", "c"]


def test_what_pandas_noted_in_a_parquet_file_is_not_needed(tmp_path: Path) -> None:
    table = pd.DataFrame([{"story": "dam", "version": "wire", "text": TEXT}]).set_index("story")
    table.to_parquet(tmp_path / "index.parquet")
    kept = pq.read_table(tmp_path / "index.parquet")
    pq.write_table(kept.replace_schema_metadata({"pandas": '{"columns": [{}]}'}), tmp_path / "damaged.parquet")
    for name in ("index", "damaged"):
        story = mk.read_corpus(tmp_path / f"{name}.parquet")[0]
        assert (story.id, story.versions[0].version) == ("dam", "wire")
