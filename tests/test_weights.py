"""What fidelity weighs and lists stands in tables, and nowhere else."""

import ast
import csv
import re

from mediakit.comparison.fidelity.rows import WEIGHTS
from tests.conftest import PACKAGE

ROOM = PACKAGE / "comparison" / "fidelity"
with (ROOM / "weights.csv").open(encoding="utf-8", newline="") as lines:
    TABLE = list(csv.DictReader(lines))


def test_no_decimal_stands_in_fidelity_but_in_its_table() -> None:
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in sorted(ROOM.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in (0.0, 1.0)
    ]
    assert found == []


def test_every_weight_is_used_and_every_one_used_is_in_the_table() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "comparison").rglob("*.py")))
    names = [row["name"] for row in TABLE]
    assert len(set(names)) == len(names) and {*names} == {*WEIGHTS}
    assert [name for name in names if f'"{name}"' not in code] == []
    assert set(re.findall(r'WEIGHTS\["([^"]*)"\]', code)) <= {*names}


def test_every_weight_says_what_it_means_and_what_it_was_fitted_on() -> None:
    for row in TABLE:
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"]), row["name"]
        assert row["unit"] and row["meaning"] and row["fitted_on"], row["name"]


def test_every_listed_word_says_why_and_stands_in_its_example() -> None:
    with (ROOM / "grammar.csv").open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    assert len({(row["word"], row["family"]) for row in listed}) == len(listed)
    for row in listed:
        assert row["reason"], row["word"]
        assert row["word"] in row["fires"].lower() or not row["fires"], row["word"]
        assert row["word"] not in re.findall(r"\w+", row["silent"].lower()), row["word"]
