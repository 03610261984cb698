"""What fuzzing found stays mended, its rules bite, and a few random cases hold (the rest: python -m tests.fuzz)."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

import mediakit as mk
from tests.fuzz import rules
from tests.fuzz.__main__ import CASES, run


@pytest.mark.parametrize("number", range(3 * len(CASES)))
def test_random_cases_hold(number: int) -> None:
    pytest.importorskip("docx")
    assert run(number) == []


HALVES = ["\ud800", "\udfff half", "The dam \ud83d held.", "“No,” said \udc00 Ann Lee on Monday \ud83d."]


@pytest.mark.parametrize("text", HALVES)
def test_half_a_sign_is_a_replacement_sign_wherever_it_comes_from(text: str, tmp_path: Path) -> None:
    for source in (text, mk.Version(text, text, text, text, text, author=text)):
        comparison = mk.compare(source, "The dam broke.", n_draws=20)
        assert len(comparison.old.text) == len(text) and "\ufffd" in comparison.old.text
        assert rules.gather(rules.of_document(comparison.old), rules.of_output(comparison)) == []
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"story": text, "version": "a", "text": text, text: text}), encoding="utf-8")
    assert mk.read_corpus(path)[0].versions[0].text == text.encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )


def test_what_is_missing_in_a_version_is_empty_and_a_date_is_its_text() -> None:
    version = mk.Version("The dam held.", title=float("nan"), source=None, published=pd.Timestamp("2025-03-05").date())
    assert (version.title, version.source, version.published) == ("", "", "2025-03-05")
    assert mk.parse(version).title is None


def test_words_of_facts_are_shown_as_they_are_written() -> None:
    old, new = (f"The mayor opened the northwe{end} highway of the town on Monday." for end in ("le\u0301st", "st"))
    comparison = mk.compare(old, new, floors=False)
    assert "spelling" in set(comparison.facts()["kind"]) and not list(rules.of_ledgers(comparison))


def test_words_of_a_mended_stretch_stand_at_places_of_their_own() -> None:
    document = mk.parse("\xd8\x9c\xba\xa8\x8c\xe2", keep_boilerplate=True)
    assert document.sentences[0].spans == ((2, 3), (4, 6)) and not list(rules.of_document(document))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He left\xc2\x85\xe2\x80\x9cShe stayed there.\xe2\x80\x9d", [9, 32]),
        ("He left \x85\u0301ﬀ now\x85 She\x85\u0301 stayed.", [16, 30]),
    ],
)
def test_a_sentence_may_end_within_a_stretch_of_misread_controls(text: str, ends: list[int]) -> None:
    document = mk.parse(text, keep_boilerplate=True)
    assert [sentence.end for sentence in document.sentences] == ends and not list(rules.of_document(document))


def test_a_number_of_hundreds_of_digits_is_no_amount() -> None:
    old, new = (f"The ship cost {digit * 320} dollars, some 9 billion pounds." for digit in "12")
    assert mk.compare(old, new, floors=False).facts()["status"].tolist() == ["kept"]


def test_a_broken_pdf_is_refused_once_and_nothing_else_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    pytest.importorskip("pypdf")
    trailer = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n9\n%%EOF"
    (tmp_path / "story.pdf").write_bytes(b"%PDF-1.4\nxref\n0 5\n/Size /Root\n" + trailer)
    with pytest.raises(mk.ReadError, match="story.pdf"):
        mk.read_corpus(tmp_path / "story.pdf")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("place", range(0, 60, 3))
def test_a_damaged_gzip_is_refused_in_a_sentence(tmp_path: Path, place: int) -> None:
    data = bytearray(gzip.compress(b"story,version,text\ndam,a,The dam held on Monday.\n"))
    data[place] ^= 0x5A
    (tmp_path / "rows.csv.gz").write_bytes(data)
    try:
        mk.read_corpus(tmp_path / "rows.csv.gz")
    except mk.ReadError as error:
        assert "rows.csv" in str(error)


def test_a_damaged_gzip_stops_a_corpus_in_a_sentence(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(b"story,version,text\ndam,a,The dam held on Monday and on Tuesday.\n" * 9))
    data[20] ^= 0x5A
    (tmp_path / "rows.csv.gz").write_bytes(data)
    with pytest.raises(mk.ReadError, match="could not be unpacked"):
        mk.measure_corpus(tmp_path / "rows.csv.gz", tmp_path / "out", progress=False)


def test_a_parquet_file_whose_text_is_no_utf_8_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    rows = pd.DataFrame({"story": ["dam"], "version": ["a"], "text": ["The dam held on Monday."]})
    rows.to_parquet(path, compression=None)
    path.write_bytes(path.read_bytes().replace(b"Monday", b"M\x82nday"))
    with pytest.raises(mk.ReadError, match="rows.parquet is not a readable Parquet file"):
        mk.read_corpus(path)


def test_of_two_columns_of_one_name_none_is_lost_in_silence(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("story,version,text,text\ndam,a,The dam held.,other\n")
    with pytest.raises(mk.ReadError, match="two columns named 'text'"):
        mk.read_corpus(tmp_path / "rows.csv")
    frame = pd.DataFrame([["dam", "a", "one", "two"]], columns=["story", "version", "text", "text"])
    with pytest.raises(mk.ColumnError, match="two columns named 'text'"):
        mk.read_corpus(frame)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p><b>x</p></b>", "closes something else"),
        ("<p>", "not closed"),
        ("<script>1</script>", "tag script"),
        ("<p onclick=x>1</p>", "attribute onclick"),
        ("<a href='javascript:1'>x</a>", "attribute href"),
        ("<p id=a>1</p><p id=a>2</p>", "two elements"),
        ("<a href='#b'>x</a>", "links to nothing"),
    ],
)
def test_the_rules_see_broken_pages(html: str, fault: str) -> None:
    assert fault in " ".join(rules.of_html(html)) and not list(rules.of_html("<p id='a'>1 &lt; 2</p>"))
