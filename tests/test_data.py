"""The bundled stories and their gold files hold together."""

import csv
from pathlib import Path

import pytest

import mediakit as mk
from tests.conftest import ROOT

STORIES = ROOT / "data" / "stories"
STATUSES = {
    "quotation": {"verbatim", "typography", "trimmed", "altered", "dropped", "new", "paraphrased", "quoted"},
    "fact": {"kept", "changed", "softened", "sharpened", "lost", "added", "moved"},
}
FACTS = {"number", "money", "percent", "date", "time", "name", "negation", "modal", "quantifier", "attribution"}


def gold(story: str) -> list[dict[str, str]]:
    """Return the rows of a story's gold file."""
    with (STORIES / story / "gold.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("story", mk.list_examples())
def test_gold_stands_in_its_versions(story: str) -> None:
    texts = {version.version: f"{version.title}\n{version.text}" for version in mk.load_example(story)}
    rows = gold(story)
    assert rows
    for row in rows:
        assert not row["old"] or row["old"] in texts[row["old_version"]], row
        assert not row["new"] or row["new"] in texts[row["new_version"]], row
        if row["kind"] in FACTS or row["kind"] == "quotation":
            assert row["status"] in STATUSES["quotation" if row["kind"] == "quotation" else "fact"], row


def test_there_are_enough_stories_on_varied_beats() -> None:
    stories = [mk.load_example(name) for name in mk.list_examples()]
    assert len(stories) >= 8 and all(
        {"wire", "tabloid", "paraphrase", "release"} <= {v.version for v in s} for s in stories
    )
    assert [v.version for v in mk.load_example("river-flood") if v.kind == "revision"] == [
        f"rev-{n}" for n in range(1, 7)
    ]


def test_data_readme_names_every_story() -> None:
    text = Path(ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert all(f"| {name} |" in text for name in mk.list_examples())
