"""Figures hold: what needs no labelled data is measured here, and the gate tells a fall from a rise."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import accuracy, fidelity, gate
from tests.benchmarks.figure import Figure, short_hash
from tests.benchmarks.stories import NAMES, STORIES, frozen_gold, frozen_texts

FLOORS = gate.read_floors()
OWN = [name for name, files in accuracy.SETS.items() if not files and name not in gate.SLOW]
NAN = float("nan")


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_figures_that_need_no_labelled_data_hold(name: str) -> None:
    floors = [floor for floor in FLOORS if floor.by == name]
    assert floors and not gate.has_other_data(floors, name, None), (
        f"what {name} is measured on has changed; restore it, or take its floors anew: "
        f"python -m tests.benchmarks.gate --new-data --only {name}"
    )
    rows = gate.pair_up(floors, accuracy.measure_set(name, None))
    assert not [f"{row.name}: {row.verdict}" for row in rows if row.is_red]


def test_gold_and_texts_of_the_bundled_stories_are_those_of_the_floors() -> None:
    for name in ("fidelity", "mutated_stories", "boilerplate_pages"):
        kept = {floor.data for floor in FLOORS if floor.by == name}
        assert kept == {accuracy.hash_data(name, None)}, (
            f"the gold or a text of one of {', '.join(NAMES)} is not what the floors of {name} were measured on; "
            f"restore it, or take the floors anew: python -m tests.benchmarks.gate --new-data --only {name}"
        )


def test_every_set_has_floors_with_one_hash_and_every_floor_a_set() -> None:
    assert {floor.by for floor in FLOORS} == set(accuracy.SETS)
    assert all(len({floor.data for floor in FLOORS if floor.by == name}) == 1 for name in accuracy.SETS)
    assert all(len(floor.data) == 16 for floor in FLOORS) and set(gate.SLOW) < set(accuracy.SETS)


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_story_column_or_loaded_phrase_leaves_the_frozen_gold_as_it_is(tmp_path: Path) -> None:
    stories = tmp_path / "stories"
    shutil.copytree(STORIES, stories)
    shutil.copytree(stories / "nap-study", stories / "new-story")
    gold = stories / "nap-study" / "gold.csv"
    lines = gold.read_text(encoding="utf-8").splitlines()
    lines = ["source," + lines[0], *("wire," + line for line in lines[1:]), "wire,loaded,,wire,,modest,,,,"]
    gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert short_hash(frozen_gold(stories)) == short_hash(frozen_gold())
    assert short_hash(frozen_texts(stories)) == short_hash(frozen_texts())
    assert [g for *_, g in fidelity.compared(stories)] == [g for *_, g in fidelity.compared(STORIES)]


@pytest.mark.parametrize(
    "file, old, new", [("gold.csv", ",trimmed,", ",altered,"), ("gold.csv", "7:30", "8:30"), ("wire.md", "dashcam", "")]
)
def test_another_verdict_or_word_changes_the_frozen_gold(tmp_path: Path, file: str, old: str, new: str) -> None:
    stories = tmp_path / "stories"
    shutil.copytree(STORIES, stories)
    edited(stories / "junction-crash" / file, old, new)
    assert short_hash(frozen_gold(stories)) != short_hash(frozen_gold())


@pytest.mark.parametrize(
    "goal, floor, now, verdict",
    [
        (1.0, 0.8, 0.7, "fell"),
        (1.0, 0.8, 0.9, "rose"),
        (1.0, 0.8, 0.8 - 1e-9, "ok"),
        (1.0, 0.8, NAN, "fell"),
        (0.0, 0.02, 0.03, "fell"),
        (0.0, 0.02, 0.01, "rose"),
        (0.95, 0.94, 0.93, "fell"),
        (0.95, 0.94, 0.97, "fell"),
        (0.95, 0.94, 0.955, "rose"),
        (NAN, 0.3, 0.3, "ok"),
        (NAN, 0.3, 0.4, "fell"),
    ],
)
def test_a_figure_falls_when_it_moves_away_from_its_goal(goal: float, floor: float, now: float, verdict: str) -> None:
    assert gate.Row(Figure("s", "f", floor, goal=goal), Figure("s", "f", now, goal=goal)).verdict == verdict


def test_a_simulated_figure_falls_when_it_moves_by_more_than_chance() -> None:
    def verdict(now: float) -> str:
        return gate.Row(Figure("s", "f", 0.94, goal=0.95, slack=0.01), Figure("s", "f", now)).verdict

    assert (verdict(0.935), verdict(0.945), verdict(0.92)) == ("ok", "ok", "fell")


def test_errors_and_levels_have_their_own_goals() -> None:
    goals = {f"{floor.set}: {floor.figure}": floor.goal for floor in FLOORS}
    errors = (
        "calibration error", " lost", "less is better", "rows flagged", "false discovery", "harmless", "by chance",
    )  # fmt: skip
    for name, goal in goals.items():
        assert (goal == 0) == any(error in name for error in errors), name
        assert (goal == 0.95) == ("95 % interval" in name) and (goal == 0.05) == ("true null" in name)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return what runs the gate on one set, its floors a .8, gone .5, and now: a .7, b .6."""
    floors = [Figure("fidelity", name, value, by="fidelity", data="old") for name, value in (("a", 0.8), ("gone", 0.5))]
    floors.append(Figure("coverage", "c", 0.9, by="coverage", data="x", goal=NAN))
    now = [replace(floors[0], ours=0.7), replace(floors[0], figure="b", ours=0.6)]
    path = tmp_path / "results.json"
    accuracy.write_figures(floors, path)
    monkeypatch.setattr(gate, "measure_set", lambda name, folder: [replace(f, data=data["now"]) for f in now])
    monkeypatch.setattr(gate, "hash_data", lambda name, folder: data["now"])
    data = {"now": "old"}

    def run(now: str = "old", **wishes: object) -> tuple[int, dict[str, float]]:
        data["now"] = now
        code = gate.check_set("fidelity", None, gate.Wishes(**wishes), path)
        return code, {floor.figure: floor.ours for floor in gate.read_floors(path)}

    return run


def test_what_fell_is_red_and_changes_no_floor(bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench() == (1, {"a": 0.8, "gone": 0.5, "c": 0.9})
    printed = capsys.readouterr().out
    assert "RED, fell" in printed and "RED, gone" in printed and "ok, new" in printed


def test_a_floor_is_lowered_or_taken_away_only_by_name(bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(allowed=("fidelity: a",)) == (1, {"a": 0.7, "gone": 0.5, "c": 0.9})
    assert "floor now 0.700000" in capsys.readouterr().out
    assert bench(allowed=("fidelity: gone",)) == (0, {"a": 0.7, "c": 0.9})
    assert "floor taken away" in capsys.readouterr().out


def test_raising_takes_what_is_new_and_lowers_nothing(bench) -> None:
    assert bench(raises=True) == (1, {"a": 0.8, "b": 0.6, "gone": 0.5, "c": 0.9})


def test_other_data_are_refused_unless_floors_are_taken_anew(bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench("new") == (2, {"a": 0.8, "gone": 0.5, "c": 0.9})
    assert "not those that the floors were measured on (old, now new)" in capsys.readouterr().out
    assert bench("new", new_data=True) == (0, {"a": 0.7, "b": 0.6, "c": 0.9})
    assert bench("new") == (0, {"a": 0.7, "b": 0.6, "c": 0.9})


def test_a_figure_without_a_floor_cannot_be_lowered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        gate.main(["--allow-regression", "no such figure", "--only", "fidelity"])
    assert "no floor is called 'no such figure'" in capsys.readouterr().err
