"""What tries the package bites: mutants are code, hostile files are many, and a loss or a traceback is counted."""

import ast
import csv
from pathlib import Path
from random import Random

import pytest

from tests import mutants
from tests.benchmarks import trust
from tests.conftest import PACKAGE
from tests.fuzz.hostile import LAST, list_files

DRAWN = Random(1).sample(mutants.list_mutants(PACKAGE.parent), 60)


def mutate(code: str) -> list[str]:
    return [ast.unparse(new) for new in mutants.mutate(ast.parse(code, mode="eval").body)]


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("a < b", ["a <= b"]),
        ("a in b", ["a not in b"]),
        ("a and b", ["a or b", "a"]),
        ("a + b", ["a - b"]),
        ("'x' + b", []),
        ("not a", ["a"]),
        ("3", ["4"]),
        ("True", ["False"]),
        ("'x'", ["''"]),
        ("a if b else c", ["a", "c"]),
        ("f(a)", []),
    ],
)
def test_one_thing_is_changed_at_a_time(code: str, changed: list[str]) -> None:
    assert mutate(code) == changed


@pytest.mark.parametrize("mutant", DRAWN, ids=str)
def test_a_mutant_is_code_in_its_place(mutant: mutants.Mutant) -> None:
    source = (PACKAGE.parent / mutant.path).read_bytes()
    assert " ".join(source[mutant.start : mutant.end].decode().split()) == mutant.old
    changed = (source[: mutant.start] + mutant.new.encode() + source[mutant.end :]).decode()
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))


def test_no_docstring_error_or_annotation_is_changed() -> None:
    source = 'def f(a: int = 1) -> "x":\n    """Say."""\n    b: int = 2\n    raise ValueError("no", 3)\n'
    assert [str(m) for m in mutants._Finder("f.py", source).found] == ["f.py: b: int = ⟨2 → (3)⟩"]


def test_planted_mutants_are_off_until_one_is_turned_on() -> None:
    source = 'def f(a, b):\n    return "é" if (a and\n        b > 2) else "z"\n'
    found = mutants._Finder("f.py", source).found
    planted = mutants.plant(source.encode(), dict(enumerate(found))).decode()
    lines, on = planted.splitlines(), set[int]()
    assert lines.pop(0) == "from mediakit._switch import is_on as _is_on"
    space: dict[str, object] = {"_is_on": on.__contains__}
    exec("\n".join(lines), space)
    assert space["f"](1, 3) == "é" and space["f"](1, 2) == "z"
    answers = {}
    for number, mutant in enumerate(found):
        on.clear(), on.add(number)
        answers[mutant.new] = space["f"](1, 3), space["f"](1, 2), space["f"](0, 3)
    assert answers["(b >= 2)"] == ("é", "é", "z") and answers["('')"] == ("é", "", "")
    assert answers["(a or b > 2)"] == ("é", "é", "é") and answers["(3)"] == ("z", "z", "z")


def test_every_answer_to_a_survivor_gives_a_reason() -> None:
    with mutants.ANSWERED.open(encoding="utf-8", newline="") as rows:
        answers = list(csv.DictReader(rows))
    assert all(row["path"] and "⟨" in row["change"] and len(row["reason"].split()) > 3 for row in answers)


def test_hostile_files_are_many_and_of_every_format() -> None:
    pytest.importorskip("docx")
    files = list(list_files())
    assert 4 * len(files) >= 200 and len({(each.name, each.ending) for each in files}) == len(files)
    plain = [each for each in files if each.whole and each.ending == ".txt" and not each.name.startswith("in utf")]
    assert plain and all(LAST.encode() in each.data for each in plain)


def test_tracebacks_and_faults_are_counted() -> None:
    tally = trust.Tally()
    tally.note(trust.Done(2, "", "mediakit: no"), "a")
    tally.note(trust.Done(3, "", "mediakit: a fault of mediakit itself, KeyError: 1."), "b")
    tally.note(trust.Done(1, "", "Traceback (most recent call last)"), "c")
    told = "\n".join(tally.lines())
    assert "tried      3 (exit codes: 1 × 1, 1 × 2, 1 × 3)" in told
    assert [len(found) for found in tally.wrong.values()] == [1, 1, 0, 0]


@pytest.mark.parametrize("data", ["[" * 50_000, "9" * 5_000 + "]", "[1e999", "nonsense"])
def test_broken_json_is_refused_in_a_line(tmp_path: Path, data: str) -> None:
    (tmp_path / "story.json").write_text(data)
    done = trust.run("measure", tmp_path / "story.json")
    assert done.code == 2 and done.told.count("\n") == 1
    assert trust.run("measure", trust.SOUND / "wire.md").code == 0


@pytest.mark.slow
def test_no_hostile_file_or_place_breaks_or_loses_anything(tmp_path: Path) -> None:
    tally = trust.Tally()
    (tmp_path / "files").mkdir()
    trust.try_files(tally, tmp_path / "files")
    trust.try_places(tally, tmp_path / "places")
    assert not any(tally.wrong.values()), "\n".join(tally.lines())
