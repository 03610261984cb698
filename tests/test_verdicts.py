"""A reader's verdicts on findings are read back from what was exported, and counted."""

from pathlib import Path

import pandas as pd
import pytest

import mediakit as mk

OLD = "The dam is not safe, Ann Lee said on Monday. “We will not open it,” she said. The council met."
NEW = "The dam is safe, Ann Lee said on Monday. “We will open it,” she fumed. The council met."


@pytest.fixture(scope="module")
def comparison() -> mk.Comparison:
    return mk.compare(OLD, NEW, floors=False)


def test_verdicts_filled_into_the_exported_findings_are_counted(comparison: mk.Comparison, tmp_path: Path) -> None:
    comparison.to_csv(tmp_path)
    table = pd.read_csv(tmp_path / "findings.csv", dtype=str, keep_default_na=False)
    assert len(table) >= 3 and (table["verdict_of_reader"] == "").all()
    table.loc[[0, 1, 2], "verdict_of_reader"] = ["right", "Wrong ", "yes"]
    table.to_csv(tmp_path / "findings.csv", index=False)
    for by in ("kind", "gravity"):
        told = mk.tally_verdicts(tmp_path / "findings.csv", by=by).set_index("group")
        assert told.loc["all", ["n", "n_right"]].tolist() == [3, 2] and told["n"][:-1].sum() == 3
        assert told.loc["all", "share_right"] == pytest.approx(66.67, abs=0.01)


def test_verdicts_in_a_workbook_are_counted(comparison: mk.Comparison, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    comparison.to_excel(tmp_path / "out.xlsx")
    table = pd.read_excel(tmp_path / "out.xlsx", sheet_name="findings", dtype=str).fillna("")
    table["verdict_of_reader"] = "1"
    table.to_excel(tmp_path / "back.xlsx", sheet_name="findings", index=False)
    assert mk.tally_verdicts(tmp_path / "back.xlsx")["n_right"].tolist()[-1] == len(comparison.findings())


def test_interval_is_that_of_wilson() -> None:
    table = pd.DataFrame({"kind": "tone", "verdict_of_reader": ["right"] * 9 + ["wrong"]})
    last = mk.tally_verdicts(table).iloc[-1]
    assert (last["low"], last["high"]) == (pytest.approx(59.58, abs=0.01), pytest.approx(98.21, abs=0.01))


def test_findings_without_verdicts_have_no_share(comparison: mk.Comparison) -> None:
    told = mk.tally_verdicts(comparison.findings().assign(verdict_of_reader=""))
    assert told["group"].tolist() == ["all"] and told["n"].tolist() == [0] and told["share_right"].isna().all()


def test_what_is_no_verdict_is_refused(comparison: mk.Comparison, tmp_path: Path) -> None:
    with pytest.raises(mk.ReadError, match="right or wrong, not 'perhaps'"):
        mk.tally_verdicts(comparison.findings().assign(verdict_of_reader="perhaps"))
    with pytest.raises(mk.ColumnError, match="verdict_of_reader"):
        mk.tally_verdicts(comparison.findings())
    with pytest.raises(mk.ChoiceError, match="kind, gravity"):
        mk.tally_verdicts(comparison.findings(), by="mood")
    with pytest.raises(mk.ReadError, match="cannot be read"):
        mk.tally_verdicts(tmp_path / "none.csv")
