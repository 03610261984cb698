"""What claims finds in a sentence, and what it leaves alone."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mediakit as mk
from mediakit.comparison.fidelity.turns import read_turns
from mediakit.evidence import claims
from mediakit.evidence.claims import find_claims
from mediakit.evidence.lexicons import read_lexicon
from mediakit.measures.counts import COLUMNS, count_sentences
from mediakit.text.document import Sentence
from mediakit.text.parsing import parse
from tests.conftest import PACKAGE, misread

DATA = Path(__file__).parent / "data"
LISTS = sorted((PACKAGE / "evidence" / "lexicons").glob("claims_*.csv"))


def sentence(text: str) -> Sentence:
    return parse(text).sentences[0]


def cases(name: str = "claims") -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def show_marks(text: str) -> str:
    """Return all marks of a text but names and amounts; the weight of a loaded word is fitted anew now and then."""
    marks = mk.find(parse(text, keep_boilerplate=True)).itertuples()
    shown = [f"{m.kind} {m.label} “{m.text}”" + f" {m.weight:g}" * (m.kind != "loaded")
             for m in marks if m.kind not in ("name", "number")]  # fmt: skip
    return " ;; ".join(shown)


def show_turns(text: str) -> str:
    """Return what can be turned in a text: a modal, a negation or a word of quantity, between what it stands."""
    turns = [turn for part in parse(text, keep_boilerplate=True).sentences for turn in read_turns(part)]
    between = [f"{' '.join(turn.before)} – {' '.join(turn.after)}{turn.faint * ', faint'}" for turn in turns]
    return " ;; ".join(f"{t.kind} {t.key}, {t.width} wide: {words}" for t, words in zip(turns, between, strict=True))


@pytest.mark.parametrize("part", range(4))
def test_all_that_is_marked_in_a_sentence(part: int) -> None:
    assert misread(((case["text"], case["marks"]) for case in cases("claims_read")[part::4]), show_marks) == {}


def test_all_that_can_be_turned_in_a_sentence() -> None:
    assert misread(((case["text"], case["turns"]) for case in cases("claims_read")), show_turns) == {}


def find_first(text: str, kind: str) -> tuple[str, str]:
    """Return the words and the label of the first claim of a kind in a sentence."""
    found = sentence(text)
    hits = (hit for hit in find_claims(found) if hit.kind == kind)
    return next(((" ".join(found.tokens[hit.first : hit.last]), hit.label) for hit in hits), ("", ""))


def test_golden_sentences() -> None:
    wrong = [case for case in cases() if find_first(case["sentence"], case["kind"])
             != (case["words"], case["label"] if case["words"] else "")]  # fmt: skip
    assert wrong == []


def tally_voice(found: Sentence, voice: str) -> dict[str, float]:
    return dict(zip(COLUMNS, count_sentences([found], voice)[0].tolist(), strict=True))


def test_tally_counts_what_is_found() -> None:
    found = sentence('Farrelly said it may fail. "It will not," she added.')
    counts = tally_voice(found, "all")
    assert counts["n_modals"] == counts["n_attributions"] == counts["n_attributions_neutral"] == 1
    assert counts["n_names"] == counts["n_named_sources"] == 1


def test_voices_add_up_to_all() -> None:
    found = sentence('"We will not pay $5 million," the firm, which may appeal, claimed on Monday.')
    quoted, narrator, both = (tally_voice(found, voice) for voice in ("quoted", "narrator", "all"))
    assert all(quoted[column] + narrator[column] == both[column] for column in claims.COLUMNS)
    assert quoted["n_money"] == narrator["n_attributions"] == 1


@settings(deadline=None)
@given(st.text(alphabet="abc May will 12,.\"'%$-\n", max_size=80))
def test_any_text_gives_hits_within_it(text: str) -> None:
    for part in parse(text).sentences:
        for hit in find_claims(part):
            assert 0 <= hit.first < hit.last <= len(part.tokens)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_entry_has_a_family_and_a_reason(path: Path) -> None:
    for entry in read_lexicon(path).entries:
        assert entry.family and entry.reason, entry.term
