"""The rules that plant known changes and neutral edits, and what counts as found: on the bundled stories."""

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.benchmarks import editor_notes, planted
from tests.benchmarks.neutral_edits import NEUTRAL
from tests.benchmarks.planted_changes import PLANTERS
from tests.benchmarks.planting import DATA, Article, Edit, Plant, apply, read_swaps, replace
from tests.mutations import versions

COLUMNS = ["gravity", "kind", "old", "new"]
LISTS = sorted(path.stem.removeprefix("planted_") for path in DATA.glob("planted_*.csv"))
LEAST = {"reversal": 40, "label": 30, "certainty": 30, "verb": 30, "style": 60, "spelling": 60, "opinion": 30}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of sets made of the bundled stories, long enough to hide a change in."""
    made = tmp_path_factory.mktemp("sets")
    texts = [(name, text) for name, text in versions() if len(text.split()) >= 200]
    rows = {
        "onestop": [{"article": name, "adv": text} for name, text in texts[::2]],
        "rewrites": [{"original": text} for _, text in texts[1::2]],
        "polnear": [],
    }
    for name, records in rows.items():
        (made / f"{name}.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return made


def table(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame([{"gravity": 3, "kind": "", "old": "", "new": ""} | row for row in rows], columns=COLUMNS)


def nothing(old: str, new: str) -> pd.DataFrame:
    return table()


def first_words(text: str) -> str:
    return " ".join(text.split()[:12])


def oracle(cases: list[planted.Planted]) -> editor_notes.Find:
    """Return a finder that knows every planted change."""
    known = {}
    for case in cases:
        row = {"old": first_words(case.plant.old), "new": first_words(case.plant.new)}
        row |= {"kind": min(planted.FITTING[case.kind]), "gravity": 2}
        known[case.old, case.alone] = known[case.old, case.among] = table(row)
    return lambda old, new: known.get((old, new), table())


def by_title(folder: Path, find: editor_notes.Find) -> dict[str, float]:
    return {figure.figure: figure.ours for figure in planted.figures(folder, find)}


@pytest.mark.slow
def test_an_oracle_finds_all_and_keeps_silent(folder: Path) -> None:
    figures = by_title(folder, oracle(planted.plant_all(planted.read_articles(folder))))
    assert figures["found alone, all kinds"] == figures["found among eight, all kinds"] == 1.0
    assert figures["silence, all kinds"] == 1.0


@pytest.mark.slow
def test_who_says_nothing_finds_nothing_and_keeps_silent(folder: Path) -> None:
    figures = by_title(folder, nothing)
    assert figures["found alone, all kinds"] == figures["found among eight, all kinds"] == 0.0
    assert figures["silence, all kinds"] == 1.0


@pytest.mark.slow
def test_who_says_something_of_everything_is_never_silent(folder: Path) -> None:
    figures = by_title(folder, lambda old, new: table({"kind": "wording", "old": old, "new": new}))
    assert figures["silence, all kinds"] == figures["found alone, all kinds"] == 0.0


@pytest.mark.slow
def test_recall_and_silence_stand_in_one_row(folder: Path) -> None:
    for figure in planted.figures(folder, nothing):
        if figure.figure.startswith("found"):
            assert "silence 1.000" in figure.spread


@pytest.mark.slow
def test_cases_are_the_same_each_time(folder: Path) -> None:
    articles = planted.read_articles(folder)
    assert planted.plant_all(articles) == planted.plant_all(articles[::1])
    assert planted.edit_all(articles) == planted.edit_all(articles)


@pytest.mark.slow
def test_cases_of_a_half_are_made_of_its_articles_and_words(folder: Path) -> None:
    articles = planted.read_articles(folder)
    half = {article.text: article.half for article in articles}
    cases = planted.plant_all(articles)
    assert {case.half for case in cases} == {"a", "b"}
    assert all(half[case.old] == case.half for case in cases)
    label = next(case for case in cases if case.kind == "label")
    assert label.plant.old in read_swaps("label", label.half)


@pytest.mark.slow
def test_a_planted_text_differs_from_the_real_one(folder: Path) -> None:
    for case in planted.plant_all(planted.read_articles(folder)):
        assert len({case.old, case.alone, case.among}) == 3, case.kind


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_two_halves_without_a_common_word(name: str) -> None:
    with (DATA / f"planted_{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({(row["old"], row["new"], row["next"]) for row in rows}) == len(rows) >= LEAST.get(name, 20)
    assert all(row["old"] != row["new"] or name == "agent" for row in rows)
    olds = [{frozenset((row["old"], row["new"])) for row in rows if row["half"] == half} for half in ("a", "b")]
    assert all(olds)
    assert not olds[0] & olds[1]


ALONE = {
    "reversal": ("Prices rose last year.", "Prices fell last year."),
    "label": ("Police met the protesters in the square.", "Police met the rioters in the square."),
    "negation": ("The mayor was elected in May.", "The mayor was not elected in May."),
    "certainty": ("The levy is expected to rise.", "The levy is certain to rise."),
    "sourcing": ("The bridge is unsafe, according to engineers.", "The bridge is unsafe."),
    "verb": ("The minister said the bridge was safe.", "The minister claimed the bridge was safe."),
    "number": ("It cost 40 jobs in the town.", "It cost 70 jobs in the town."),
    "date": ("The vote is on Monday evening.", "The vote is on Thursday evening."),
    "agent": ("The man was arrested by police on the pier.", "The man was arrested on the pier."),
    "name": ("The plant is in Germany now.", "The plant is in France now."),
    "quoted": ("“It was a good plan,” she said.", "“It was a terrible plan,” she said."),
    "tone": ("They read the report twice.", "They read the damning report twice."),
}


@pytest.mark.parametrize("kind", ALONE)
def test_a_rule_makes_the_change_it_is_named_for(kind: str) -> None:
    old, new = ALONE[kind]
    article = Article("made up", old)
    made = {apply(old, plant.edits) for half in ("a", "b") for plant in PLANTERS[kind](half, article)}
    assert new in made


def test_an_active_clause_loses_its_doer() -> None:
    article = Article("made up", "Police shot two protesters in the square.")
    (plant,) = (p for half in ("a", "b") for p in PLANTERS["agent"](half, article))
    assert apply(article.text, plant.edits) == "Two protesters were shot in the square."
    assert (plant.old, plant.new) == ("Police", "")


def test_what_is_quoted_is_left_alone() -> None:
    article = Article("made up", "“Prices rose and police arrested 40 protesters on Monday,” he was told.")
    for kind in ("reversal", "label", "number", "date", "agent"):
        assert not [plant for half in ("a", "b") for plant in PLANTERS[kind](half, article)]


def test_a_part_of_a_longer_name_is_left_alone() -> None:
    article = Article("made up", "He moved to New York City and left South Africa.")
    assert not [plant for half in ("a", "b") for plant in PLANTERS["name"](half, article)]


NEUTRAL_CASES = [
    ("percent", "It rose by 5 percent.", "It rose by 5 per cent."),
    ("U.S.", "The U.S. economy grew.", "The US economy grew."),
    ("numerals", "It took about nine weeks.", "It took about 9 weeks."),
    ("dates", "It ends on May 5 in Rome.", "It ends on 5 May in Rome."),
    ("order of said", "“It is late,” said Ann Lee.", "“It is late,” Ann Lee said."),
    ("that", "He said that the bridge was safe.", "He said the bridge was safe."),
    ("contractions", "They did not pay.", "They didn’t pay."),
    ("quotation marks", "“It’s late,” she said.", "\"It's late,\" she said."),
    ("joined sentences", "The vote was close. It ended late.", "The vote was close, and it ended late."),
    ("paragraphs", "One sentence here. The next one. A third one.", "One sentence here. The next one.\n\nA third one."),
]


@pytest.mark.parametrize(("kind", "old", "new"), NEUTRAL_CASES, ids=[case[0] for case in NEUTRAL_CASES])
def test_a_neutral_edit_is_made(kind: str, old: str, new: str) -> None:
    article = Article("made up", old)
    made = {apply(old, planted.keep_apart(NEUTRAL[kind](half, article))) for half in ("a", "b")}
    assert new in made


def test_the_article_before_a_word_follows_it() -> None:
    assert apply("a plan", [replace("a plan", 2, 6, "outrage")]) == "an outrage"
    assert apply("an attack", [replace("an attack", 3, 9, "massacre")]) == "a massacre"
    assert apply("the attack", [replace("the attack", 4, 10, "outrage")]) == "the outrage"
    assert apply("an attack", [replace("an attack", 3, 9, "union")]) == "a union"


def test_edits_that_touch_are_not_made_together() -> None:
    first, second, far = Edit(0, 4, "x"), Edit(4, 6, "y"), Edit(9, 9, "z")
    assert planted.keep_apart([first, second, far]) == [first, far]
    assert planted.keep_apart([first, far], [second]) == [far]


def case_of(kind: str, old: str, new: str) -> planted.Planted:
    return planted.Planted(kind, "a", Plant((), old, new), "old", "alone", "among")


@pytest.mark.parametrize(
    ("kind", "row", "right"),
    [
        ("reversal", {"kind": "reversal", "old": "prices rose last year", "new": "prices fell last year"}, True),
        ("reversal", {"kind": "reversal", "old": "rose", "new": "fell"}, True),
        ("reversal", {"kind": "label", "old": "rose", "new": "fell"}, False),
        ("reversal", {"kind": "reversal", "old": "rose", "new": ""}, False),
        ("reversal", {"kind": "reversal", "old": "rose " + "and so on " * 5, "new": "fell"}, False),
        ("reversal", {"kind": "reversal", "old": "the mayor", "new": "fell"}, False),
    ],
)
def test_a_finding_must_fit_be_short_and_show_the_words(kind: str, row: Row, right: bool) -> None:
    assert planted.tells(row, case_of(kind, "rose", "fell")) is right


def test_a_sentence_may_be_shown_by_its_beginning() -> None:
    case = case_of("omission", "“We lost it,” said Ann Lee, who has run the mill for forty years with her brother.", "")
    assert planted.tells({"kind": "omission", "old": "Ann Lee: “We lost it”", "new": ""}, case)
    assert not planted.tells({"kind": "omission", "old": "the council met", "new": ""}, case)


def test_only_the_first_three_of_gravity_three_and_two_count() -> None:
    case, right = case_of("reversal", "rose", "fell"), {"kind": "reversal", "old": "rose", "new": "fell"}
    others = [{"kind": "tone", "old": "x", "new": "y"}] * 3
    assert planted.judge_planted(case, "new", lambda old, new: table(*others[:2], right)).right
    assert not planted.judge_planted(case, "new", lambda old, new: table(*others, right)).right
    assert not planted.judge_planted(case, "new", lambda old, new: table(right | {"gravity": 1})).right


NOTES = [
    {"gravity": 3, "kind": "certainty", "old": "were linked to", "new": "are responsible for", "note": "a cause"},
    {"gravity": 2, "kind": "omission", "old": "almost 10 million deaths", "new": "", "note": "left out"},
    {"gravity": 3, "kind": "boilerplate", "old": "Read more", "new": "", "note": "furniture"},
]
TEXTS = {"original": "Diets were linked to deaths. It was big.", "rephrased": "Diets are responsible for deaths."}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Return a folder with one pair, three notes and one harmless rewording."""
    record = {"pair": "rewrites:0:rephrased", "notes": NOTES, "harmless": [{"old": "big", "new": "large"}]}
    (tmp_path / "editor_notes.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "rewrites.jsonl").write_text(json.dumps(TEXTS), encoding="utf-8")
    return tmp_path


def measured(folder: Path, *rows: Row) -> dict[str, float]:
    return {figure.figure: figure.ours for figure in editor_notes.figures(folder, lambda old, new: table(*rows))}


def test_notes_themselves_answer_all_notes(notes: Path) -> None:
    figures = measured(notes, *(note for note in NOTES if note["kind"] != "boilerplate"))
    assert figures["notes of gravity 3 in the first 10"] == 1.0
    assert figures["first 5 findings that answer a note"] == 1.0
    assert figures["notes of gravity 3 and 2 in any finding"] == 1.0
    assert figures["harmless rewordings told at gravity 3 or 2"] == 0


def test_no_findings_answer_no_note(notes: Path) -> None:
    figures = measured(notes)
    assert figures["notes of gravity 3 in the first 10"] == 0.0
    assert figures["first 5 findings that answer a note"] == 0.0


def test_a_note_is_answered_once(notes: Path) -> None:
    assert measured(notes, NOTES[0], NOTES[0])["first 5 findings that answer a note"] == 0.5


def test_a_harmless_rewording_told_is_counted(notes: Path) -> None:
    told = {"kind": "strength", "old": "It was big.", "new": "It was large."}
    assert measured(notes, told)["harmless rewordings told at gravity 3 or 2"] == 1
    assert measured(notes, told | {"gravity": 1})["harmless rewordings told at gravity 3 or 2"] == 0


@pytest.mark.parametrize(
    ("finding", "right"),
    [
        ({"kind": "certainty", "old": "linked to", "new": ""}, True),
        ({"kind": "sourcing", "old": "", "new": "diets are responsible for"}, True),
        ({"kind": "agency", "old": "linked to", "new": "responsible for"}, False),
        ({"kind": "certainty", "old": "linked " + " ".join(f"word{k}" for k in range(20)), "new": ""}, False),
        ({"kind": "wording", "old": "linked to", "new": "responsible for"}, False),
    ],
)
def test_a_finding_answers_by_kin_kind_and_few_words(finding: Row, right: bool) -> None:
    assert editor_notes.answers(NOTES[0], finding) is right


@pytest.mark.slow
def test_misses_are_printed(notes: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    editor_notes.print_misses(notes, nothing)
    assert "missed certainty: were linked to → are responsible for" in capsys.readouterr().out
    planted.print_misses(folder, "label", "a", nothing)
    assert "nothing of gravity 3 or 2" in capsys.readouterr().out
