"""Exports hold the finished tables, open elsewhere without harm, and say what they need."""

import builtins
import json
from pathlib import Path

import pandas as pd
import pytest

import mediakit as mk

SAID = "\n\n“=1+1 is | {},” said Ann Lee. The council met <b>late</b>."
OLD = "The mayor said no. He may lose the vote on Monday." + SAID.format("two")
NEW = "The mayor fumed. He will lose the vote on Monday." + SAID.format("three")


@pytest.fixture(scope="module")
def comparison() -> mk.Comparison:
    old = mk.Version(OLD, "s", "a", title="=HYPERLINK(1)", source="Wire")
    return mk.compare(old, mk.Version(NEW, "s", "b", title="+New"))


def test_csv_holds_every_table_and_no_formula(comparison: mk.Comparison, tmp_path: Path) -> None:
    paths = comparison.to_csv(tmp_path / "deep" / "folder")
    assert {path.stem for path in paths} >= {"findings", "shifts", "voices", "quotations", "pairs"}
    for path in paths:
        cells = pd.read_csv(path, keep_default_na=False, dtype=str).to_numpy().ravel()
        assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
    findings = pd.read_csv(tmp_path / "deep" / "folder" / "findings.csv")
    assert len(findings) == len(comparison.findings())


def test_numbers_below_zero_stay_numbers(comparison: mk.Comparison, tmp_path: Path) -> None:
    comparison.to_csv(tmp_path)
    read = pd.read_csv(tmp_path / "shifts.csv")["shift"]
    assert read.tolist() == pytest.approx(comparison.table()["shift"].tolist(), nan_ok=True) and (read < 0).any()


def test_workbook_has_a_sheet_a_table_and_no_formula(comparison: mk.Comparison, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    comparison.to_excel(tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames[:3] == ["summary", "findings", "shifts"]
    assert book["findings"].max_row == len(comparison.findings()) + 1
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_workbook_without_its_library_names_the_extra(
    comparison: mk.Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name.startswith("openpyxl"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(mk.MediakitError, match=r"mediakit\[excel\]"):
        comparison.to_excel(tmp_path / "out.xlsx")


def test_markdown_tells_the_summary_and_nothing_in_it_is_markup(comparison: mk.Comparison, tmp_path: Path) -> None:
    text = comparison.to_markdown(tmp_path / "out.md")
    assert text == (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "<b>" not in text and text.startswith("# +New\n") and "a (Wire) → b" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert "| Gravity | Kind | Source | What the rewrite did |" in tables
    assert {line.replace(r"\|", "").count("|") for line in tables} == {4, 5}
    assert len(comparison.summary()) == sum(line.startswith("- ") for line in text.splitlines())


def test_json_names_the_version_of_its_shape(comparison: mk.Comparison) -> None:
    content = json.loads(comparison.to_json())
    assert content["shape"] == 1 and len(content["findings"]) == len(comparison.findings())


def test_what_is_printed_of_an_object_is_short(comparison: mk.Comparison) -> None:
    story = mk.load_example("bridge-vote")
    for thing in (comparison, comparison.old, story, story["wire"]):
        assert len(repr(thing)) < 200 and "\n" not in repr(thing)
    assert "s/a" in repr(comparison) and "s/b" in repr(comparison)


def test_a_name_that_is_nearly_right_is_guessed() -> None:
    with pytest.raises(mk.ChoiceError, match="Did you mean 'loaded_rate'"):
        mk.measure("The dam held.", metrics=["loaded_rat"])
    with pytest.raises(mk.ChoiceError) as error:
        mk.measure("The dam held.", metrics=["zzz"])
    assert "Did you mean" not in str(error.value)
