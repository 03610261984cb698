"""How people are shown: the words beside their names, before and after."""

import csv

import pytest

import mediakit as mk
from tests.conftest import DATA, misread

with (DATA / "portrayal.csv").open(encoding="utf-8", newline="") as lines:
    GOLDEN = list(csv.DictReader(lines))
with (DATA / "portrayed.csv").open(encoding="utf-8", newline="") as lines:
    WHOLE = list(csv.DictReader(lines))
STORY = mk.load_example("market-clearance")


def portray(old: str, new: str, name: str | None = None) -> list[list[object]]:
    """Return the rows of portrayal: name, relation, word, n_old, n_new, quoted."""
    return mk.compare(old, new, metrics="lix", floors=False).portrayal(name).values.tolist()


def show_portrayed(text: str) -> str:
    return " ; ".join(" ".join(map(str, cells[:3])) for cells in portray(text, ""))


@pytest.mark.parametrize("part", range(3))
def test_no_other_words_are_found_beside_a_name(part: int) -> None:
    assert misread(((row["text"], row["portrayed"]) for row in WHOLE[part::3]), show_portrayed) == {}


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['relation']}: {row['word']}")
def test_words_beside_a_name_are_found(row: dict[str, str]) -> None:
    found = [cells[:3] for cells in portray(row["text"], "")]
    assert [row["name"], row["relation"], row["word"]] in found, found


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['relation']}: {row['word']}")
def test_swapped_versions_swap_the_counts(row: dict[str, str]) -> None:
    forth, back = portray(row["text"], ""), portray("", row["text"])
    assert sorted(forth) == sorted([*key, new, old, quoted] for *key, old, new, quoted in back)


@pytest.mark.parametrize(
    "text",
    [
        "He joined Ann Orr and Ben Low, who said no.",
        "They won by beating Ann Orr to keep Ann Orr quiet, said Ben Low.",
        "Ann Orr, told of the plan, said no. It was late, said Ben Low.",
    ],
)
def test_verbs_are_no_descriptions(text: str) -> None:
    assert not [cells for cells in portray(text, "") if cells[1] == "described"]


def test_words_inside_quotation_marks_are_told_apart() -> None:
    rows = portray("“Ann Orr is reckless,” said Ben Low.", "Ann Orr is reckless, said Ben Low.", "Orr")
    assert sorted(cells[1:] for cells in rows) == [
        ["described", "reckless", 0, 1, False],
        ["described", "reckless", 1, 0, True],
    ]


def test_one_name_may_be_asked_for() -> None:
    c = mk.compare(STORY["wire"], STORY["paraphrase"], metrics="lix", floors=False)
    assert set(c.portrayal("Adeoti")["name"]) == {"Samuel Adeoti"}
    assert ["suffers", "strike", 1, 0, False] in c.portrayal("Adeoti").iloc[:, 1:].values.tolist()
    with pytest.raises(mk.ChoiceError, match="Joan Pruett"):
        c.portrayal("Nobody Known")
