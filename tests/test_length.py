"""What a word scores does not depend on the length of its sentence: joining and splitting sentences moves no word."""

import csv
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.evidence.loaded import find_loaded, score_sentence
from mediakit.evidence.word_features import mask_names
from mediakit.text.document import Sentence
from mediakit.text.parsing import parse
from tests.conftest import ROOT

BOUND = 1e-9


def read(text: str) -> list[Sentence]:
    return list(parse(text, keep_boilerplate=True).sentences)


def list_sentences() -> list[str]:
    with (Path(__file__).parent / "data" / "beats.csv").open(encoding="utf-8") as lines:
        texts = [row["sentence"] for row in csv.DictReader(lines)]
    for path in sorted((ROOT / "data" / "stories").glob("*/wire.md")):
        texts += [sentence.text for sentence in read(path.read_text(encoding="utf-8"))]
    plain = [text for text in texts if text.endswith(".") and '"' not in text and "“" not in text and " — " not in text]
    return [text for text in plain if len(read(text)) == 1 and len(read(text)[0].tokens) > 3]


SENTENCES = list_sentences()
# Whether "Storm Ciara" is a name or a storm, a capital at the beginning does not tell: such sentences come first only.
SECOND = [text for text in SENTENCES if not read(text)[0].tokens[1][0].isupper()]


def join(one: str, other: str) -> str:
    """Return two sentences as one; the second keeps its capital where it begins with a name."""
    (second,) = read(other)
    first_word = mask_names(second)[0]
    keeps = first_word.startswith("@") or second.tokens[0][1:2].isupper()
    return f"{one[:-1]}, and {other if keeps else other[0].lower() + other[1:]}"


def score(text: str) -> tuple[list[float], list[str]]:
    sentences = read(text)
    p = [value for sentence in sentences for value in score_sentence(sentence).p_loaded]
    marked = [
        sentence.tokens[hit.first].lower() + hit.label for sentence in sentences for hit in find_loaded(sentence)
    ]
    return p, marked


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(SENTENCES), st.sampled_from(SECOND))
def test_joining_sentences_moves_no_word(one: str, other: str) -> None:
    joined = join(one, other)
    if len(read(joined)) != 1:
        return
    n = len(read(one)[0].tokens)
    (p, marked), (apart, marked_apart) = score(joined), score(f"{one} {other}")
    both = p[:n] + p[n + 1 :]
    assert len(both) == len(apart)
    assert max(abs(a - b) for a, b in zip(both, apart, strict=True)) <= BOUND
    assert marked == marked_apart


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(SENTENCES), st.lists(st.sampled_from(SECOND), min_size=1, max_size=4))
def test_a_long_sentence_marks_what_its_parts_mark(one: str, others: list[str]) -> None:
    joined = one
    for other in others:
        joined = join(joined, other)
    if len(read(joined)) != 1:
        return
    _, marked = score(joined)
    assert marked == score(" ".join([one, *others]))[1]


def test_a_semicolon_joins_like_a_full_stop() -> None:
    apart, _ = score("The brutal cut hurts families. the mayor left.")
    joined, _ = score("The brutal cut hurts families; the mayor left.")
    assert joined == apart
