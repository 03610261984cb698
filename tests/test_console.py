"""The terminal tells a comparison on one screen, and every metric when asked for."""

import pytest

import mediakit as mk
from mediakit.output import console


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "100")
    mk.forget()  # the console knows its width from when it was first asked for

    def run(comparison: mk.Comparison, all_metrics: bool = False) -> str:
        console.print_comparison(comparison, all_metrics)
        return capsys.readouterr().out

    return run


def test_one_comparison_fits_on_one_screen(story_pairs, printed) -> None:
    for comparison in story_pairs:
        lines = printed(comparison).splitlines()
        assert len(lines) <= 34 and max(map(len, lines)) <= 120


@pytest.fixture(scope="module")
def story_pairs() -> list[mk.Comparison]:
    stories = [mk.load_example(name) for name in ("bridge-vote", "plant-closure", "junction-crash")]
    return [mk.compare(story["wire"], story["tabloid"], floors=False, n_draws=50) for story in stories]


def test_summary_quotations_and_versions_are_told(story_pairs, printed) -> None:
    comparison = story_pairs[0]
    text = " ".join(printed(comparison).split())
    for sentence in comparison.summary():
        assert " ".join(sentence.split()) in text
    assert "Northmoor Wire Service" in text and "Quotations that differ" in text and "altered" in text


def test_metrics_are_a_table_only_when_asked_for_and_have_plain_names(printed) -> None:
    story = mk.load_example("junction-crash")
    comparison = mk.compare(story["wire"], story["tabloid"], metrics="all", floors=False, n_draws=50)
    assert "reads as" not in printed(comparison)
    text = printed(comparison, True)
    assert all(label in text for label in comparison.table()["label"])
    assert "loaded_rate" not in text


def test_brackets_in_a_text_are_no_markup(printed) -> None:
    old, new = ("[bold]He said[/bold] “it is [red]no[/red] good.” It is so." for _ in range(2))
    text = printed(mk.compare(old, new.replace("]no", "]yes"), floors=False, n_draws=50))
    assert "[red]" in text


def test_same_versions_are_said_to_be_the_same(printed) -> None:
    wire = mk.load_example("junction-crash")["wire"]
    assert "The two versions are the same." in printed(mk.compare(wire, wire, floors=False, n_draws=50))
