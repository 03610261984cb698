"""Which passives are found in a sentence, and whom they name as the doer."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.evidence.passives import find_passives
from mediakit.evidence.syntax import verb_of
from mediakit.text.document import Sentence
from mediakit.text.parsing import parse
from tests.conftest import PACKAGE, misread

DATA = Path(__file__).parent / "data"
EVIDENCE = PACKAGE / "evidence"


def sentence(text: str) -> Sentence:
    return parse(text).sentences[0]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def participles(text: str) -> list[str]:
    return [found.participle.lower() for part in parse(text).sentences for found in find_passives(part)]


def show_passives(text: str) -> str:
    found = sentence(text)
    doers = [(p.participle, found.tokens[slice(*p.agent)] if p.agent else ["agentless"]) for p in find_passives(found)]
    return " | ".join(f"{participle.lower()}: {' '.join(doer)}" for participle, doer in doers)


def test_golden_sentences() -> None:
    assert misread(((case["sentence"], case["found"]) for case in rows(DATA / "passives.csv")), show_passives) == {}


@pytest.mark.parametrize("row", rows(EVIDENCE / "participles.csv"), ids=lambda row: row["term"])
def test_every_participle_fires_and_stays_silent(row: dict[str, str]) -> None:
    word = row["term"].split()[0]
    assert row["reason"] and (row["fires"] or row["silent"])
    assert not row["fires"] or word in participles(row["fires"])
    assert word not in participles(row["silent"])


@pytest.mark.parametrize("row", rows(EVIDENCE / "by_phrases.csv"), ids=lambda row: f"{row['term']} {row['family']}")
def test_phrases_after_by_name_no_doer(row: dict[str, str]) -> None:
    assert row["reason"] and row["rest"] in ("any", "none")
    assert [found.agent for found in find_passives(sentence(row["silent"]))] == [None]
    if row["fires"]:
        assert [found.agent is not None for found in find_passives(sentence(row["fires"]))] == [True]


@pytest.mark.parametrize(
    ("participle", "verb"),
    [("shot", "shoot"), ("stopped", "stop"), ("hoped", "hope"), ("tried", "try"), ("killed", "kill"),
     ("accused", "accuse"), ("agreed", "agree"), ("visited", "visit"), ("released", "release"), ("tied", "tie"),
     ("de-frozen", "de-freeze"), ("unveiled", "unveil"), ("unharmed", ""), ("well-known", ""), ("gone", ""),
     ("hundred", ""), ("river", ""), ("outvoiced", "outvoice"), ("raised", "raise"),
     ("winched", "winch")],
)  # fmt: skip
def test_base_forms(participle: str, verb: str) -> None:
    assert verb_of(participle) == verb


WORDS = st.sampled_from("was were by is got and or the a man police shot arrested, been not Monday to, 5 %".split())


@given(st.lists(WORDS, max_size=25))
def test_places_stand_within_the_sentence(words: list[str]) -> None:
    for part in parse(" ".join(words)).sentences:
        found = find_passives(part)
        assert [p.start for p in found] == sorted({p.start for p in found})
        for passive in found:
            assert passive.verb and 0 <= passive.start < passive.end <= len(part.tokens)
            for place in (passive.agent, passive.subject):
                assert place is None or 0 <= place[0] < place[1] <= len(part.tokens)


@pytest.mark.parametrize(
    ("text", "finite"),
    [("A man was shot by police.", [True]), ("A man shot by police died.", [False]),
     ("A man was shot and killed by police.", [True, False])],
)  # fmt: skip
def test_a_participle_without_a_form_of_be_is_not_finite(text: str, finite: list[bool]) -> None:
    assert [found.finite for found in find_passives(sentence(text))] == finite
