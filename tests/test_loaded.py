import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.evidence import loaded
from mediakit.evidence.loaded import Triples, Weights, own_weights, read_weights, write_weights
from mediakit.text.batch import Batch, Kept, keep_voice
from mediakit.text.document import Sentence
from mediakit.text.parsing import parse

TEXT = "the minister slammed a disastrous plan on Tuesday Trump said “vile” thugs, 3.5% of so-called experts SHOCKING"
WORDS = TEXT.split()


def first(text: str) -> Sentence:
    return parse(text, keep_boilerplate=True).sentences[0]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_contributions_and_rest_sum_to_the_logit(words: list[str]) -> None:
    for sentence in parse(" ".join(words), keep_boilerplate=True).sentences:
        score = loaded.score_sentence(sentence)
        assert math.isclose(math.fsum(score.contributions) + score.rest, score.logit, abs_tol=1e-9)
        assert math.isclose(score.p_biased, 1 / (1 + math.exp(-score.logit)), abs_tol=1e-12)
        assert len(score.p_loaded) == len(score.contributions) == len(sentence.tokens)
        assert all(0 <= p <= 1 for p in score.p_loaded)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=30), st.data())
def test_voices_add_up(words: list[str], data: st.DataObject) -> None:
    sentence = first(" ".join(words))
    keep = data.draw(st.lists(st.booleans(), min_size=len(sentence.tokens), max_size=len(sentence.tokens)))
    batch = Batch([sentence])
    parts = [
        Kept(np.where(np.array(keep) == flag, 0, -1), np.array([0]), np.array([keep.count(flag) / len(keep)]))
        for flag in (True, False)
    ]
    both = loaded.tally(batch, parts[0]) + loaded.tally(batch, parts[1])
    assert np.allclose(both, loaded.tally(batch, keep_voice(batch)), atol=1e-9)


def test_a_loaded_sentence_scores_above_a_plain_one() -> None:
    plain = loaded.score_sentence(first("The council approved the plan on Tuesday, officials said."))
    heated = loaded.score_sentence(
        first("The ruthless cabal rammed through its disastrous scheme in a shameless power grab.")
    )
    assert plain.p_biased < 0.5 < heated.p_biased
    assert max(plain.p_loaded) < 0.1 < max(heated.p_loaded)


def test_the_loaded_word_scores_highest() -> None:
    sentence = first("The mayor announced a disastrous budget for the coming year.")
    p_loaded = loaded.score_sentence(sentence).p_loaded
    assert sentence.tokens[int(np.argmax(p_loaded))] == "disastrous"


def test_counted_words_are_those_found() -> None:
    sentence = first("Critics blasted the heartless regime and its vile, murderous thugs.")
    batch = Batch([sentence])
    row = dict(zip(loaded.COLUMNS, *loaded.tally(batch, keep_voice(batch)), strict=True))
    hits = loaded.find_loaded(sentence)
    assert row["n_loaded"] == len(hits) > 0
    assert all(hit.weight >= own_weights().stages["threshold"] for hit in hits)


def test_a_sentence_without_words_is_scored() -> None:
    score = loaded.score_sentence(Sentence("…", 0, 1, clean="…", gaps=("…",)))
    assert score.p_loaded == () and score.logit == score.rest


def test_a_score_does_not_depend_on_what_was_scored_before() -> None:
    sentence = first("The reckless minister lied again.")
    alone = loaded.score_sentence(sentence, read_weights_again())
    loaded.score_sentence(first("Something else entirely."))
    assert loaded.score_sentence(sentence) == alone


def read_weights_again() -> Weights:
    own = own_weights()
    return Weights(own.features, own.meanings, own.stages)


def test_weights_survive_writing(tmp_path: pytest.TempPathFactory) -> None:
    path = tmp_path / "weights.gz"  # type: ignore[operator]
    write_weights(own_weights(), path)
    again = read_weights(path)
    assert again.features == own_weights().features
    assert again.meanings == own_weights().meanings
    first_bytes = path.read_bytes()
    write_weights(again, path)
    assert path.read_bytes() == first_bytes


def test_the_weights_file_is_small() -> None:
    from importlib.resources import files

    assert len(files("mediakit.evidence").joinpath("loaded_weights.txt.gz").read_bytes()) <= 400_000


def test_a_word_is_weighed_as_a_neighbour_on_either_side_and_two_away() -> None:
    names = ("left brutal", "right brutal", "second left brutal", "second right brutal")
    rows = np.array([(n, 0.0, 0.0) for n, _ in enumerate(names, 1)])
    weights = Weights(Triples(names, rows), Triples((), np.zeros((0, 3))), own_weights().stages)
    weighed = weights.weigh(["brutal", "qwxz"])
    assert weighed[0][3:].tolist() == pytest.approx([0.5 * 1, 0.5 * 2, 0.3 * 3, 0.3 * 4])
    assert weighed[1][3:].tolist() == [0, 0, 0, 0]
