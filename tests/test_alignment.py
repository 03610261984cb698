"""What the pairing of two versions promises."""

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mediakit as mk
from mediakit.comparison import alignment
from mediakit.comparison.alignment import KINDS, align, diff_words
from mediakit.comparison.sentence_links import (
    best_groups,
    cosines,
    detours,
    distances,
    features,
    find_moves,
    settle_borders,
)
from mediakit.errors import TextError
from mediakit.stories import load_example
from mediakit.text.parsing import parse

DATA = Path(__file__).parent / "data"

WORDS = "council bridge vote Park river closed the a of not money school said March 12 repairs".split()
SENTENCE = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
SIDE = st.lists(SENTENCE, max_size=8)

COUNCIL = [
    "The council voted 7 to 2 on Tuesday to close the Harbour Bridge for repairs.",
    "Engineers found cracks in four of the bridge's main supports in March.",
    "The work will cost $12 million and should last until October.",
    "Shop owners on Quay Street fear that customers will stay away.",
    "A ferry will carry walkers and cyclists across the river every ten minutes.",
]


def rows(pairs: pd.DataFrame) -> list[tuple[object, ...]]:
    return [(row.old, row.new, row.kind) for row in pairs.itertuples()]


def test_equal_versions_are_the_same_sentence_by_sentence() -> None:
    pairs = align(COUNCIL, list(COUNCIL))
    assert rows(pairs) == [((i,), (i,), "same") for i in range(5)]
    assert (pairs["similarity"] == 1.0).all()


def test_columns_are_as_documented() -> None:
    assert list(align(COUNCIL, [])) == ["old", "new", "kind", "similarity"]
    assert set(align(COUNCIL, COUNCIL[:2])["kind"]) <= set(KINDS)


def test_empty_sides_make_no_pair() -> None:
    assert align([], []).empty
    assert set(align(COUNCIL, [])["kind"]) == {"removed"}
    assert set(align([], COUNCIL)["kind"]) == {"added"}
    assert align(["...", ""], ["“”"])["kind"].isin(KINDS).all()


@given(SIDE, SIDE)
@settings(max_examples=150, deadline=None)
def test_swapping_the_versions_mirrors_the_pairs(old: list[str], new: list[str]) -> None:
    there, back = align(old, new), align(new, old)
    mirror = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
    expected = [(o, n, mirror.get(k, k)) for n, o, k in rows(there)]
    assert rows(back) == expected
    pd.testing.assert_series_equal(there["similarity"], back["similarity"])


@given(SIDE, SIDE)
@settings(max_examples=150, deadline=None)
def test_every_sentence_stands_in_exactly_one_row(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert sorted(i for group in pairs["old"] for i in group) == list(range(len(old)))
    assert sorted(j for group in pairs["new"] for j in group) == list(range(len(new)))


def test_added_and_removed_sentences_have_no_counterpart_and_no_similarity() -> None:
    pairs = align(COUNCIL[:4], COUNCIL[1:])
    assert rows(pairs)[0] == ((0,), (), "removed")
    assert rows(pairs)[-1] == ((), (3,), "added")
    assert math.isnan(pairs["similarity"].iloc[0])


def test_an_edited_sentence_keeps_its_counterpart() -> None:
    new = [*COUNCIL[:2], "Repairs are to cost $12 million and to last until the end of October.", *COUNCIL[3:]]
    assert ((2,), (2,), "edited") in rows(align(COUNCIL, new))


def test_a_sentence_cut_in_two_is_a_split_and_the_reverse_a_merger() -> None:
    new = [
        "The council voted 7 to 2 on Tuesday.",
        "The Harbour Bridge is to be closed for repairs.",
        *COUNCIL[1:],
    ]
    assert ((0,), (0, 1), "split") in rows(align(COUNCIL, new))
    assert ((0, 1), (0,), "merged") in rows(align(new, COUNCIL))


def test_a_sentence_out_of_order_has_moved() -> None:
    pairs = rows(align(COUNCIL, [COUNCIL[4], *COUNCIL[:4]]))
    assert ((4,), (0,), "moved") in pairs
    assert [kind for _, _, kind in pairs].count("same") == 4


def test_two_stories_have_nothing_to_pair() -> None:
    other = [
        "The striker tested positive for a banned stimulant after the cup final.",
        "Her club said on Friday that it would wait for the second sample.",
        "Doctors at the league have kept both samples in a sealed freezer since May.",
        "Supporters sang her name for ten minutes before the match.",
    ]
    assert set(align(COUNCIL, other)["kind"]) == {"removed", "added"}


def test_an_edited_sentence_out_of_order_has_moved() -> None:
    moved = "Every ten minutes a ferry is to carry walkers and cyclists across the river."
    pairs = rows(align(COUNCIL, [moved, *COUNCIL[:4]]))
    assert ((4,), (0,), "moved") in pairs


def test_words_in_common_without_meaning_make_no_pair() -> None:
    old = [*COUNCIL, "Share this story."]
    new = [*COUNCIL[:2], "Read more in our app.", *COUNCIL[2:], "Sign up for the letter."]
    assert [kind for _, _, kind in rows(align(old, new))].count("edited") == 0


def test_near_duplicates_pair_with_their_own_counterpart() -> None:
    results = ((12, "north"), (9, "south"), (31, "east"))
    old = [f"The party won {n} seats in the {place} on Sunday." for n, place in results]
    new = [old[0].replace("won", "took"), old[2].replace("won", "took")]
    assert rows(align(old, new)) == [((0,), (0,), "edited"), ((1,), (), "removed"), ((2,), (1,), "edited")]


def test_documents_pair_by_their_body_sentences() -> None:
    old = parse("One dog barked at the postman. A cat slept.")
    new = parse("One dog barked at the postman. A cat slept. It rained in the valley.")
    assert [kind for _, _, kind in rows(align(old, new))] == ["same", "same", "added"]


def test_bundled_stories_pair_as_read_by_hand() -> None:
    with (DATA / "alignment.csv").open(encoding="utf-8", newline="") as lines:
        marks = list(csv.DictReader(lines))
    right = wrong = 0
    for name, old_name, new_name in sorted({(m["story"], m["old"], m["new"]) for m in marks}):
        old, new = (parse(load_example(name)[version]) for version in (old_name, new_name))
        starts = [[" ".join(s.tokens[:6]) for s in d.sentences] for d in (old, new)]
        human = {(m["old_start"], m["new_start"]) for m in marks if m["story"] == name}
        found = {(starts[0][i], starts[1][j]) for p in align(old, new).itertuples() for i in p.old for j in p.new}
        right, wrong = right + len(human & found), wrong + len(human ^ found)
    assert 2 * right / (2 * right + wrong) >= 0.85


@pytest.mark.parametrize("wrong", ["one text", 3, None, [3]])
def test_anything_but_sentences_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(TextError, match=type(wrong).__name__ if not isinstance(wrong, list) else "int"):
        align(wrong, COUNCIL)


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
@settings(deadline=None)
def test_a_word_diff_covers_both_sides_in_order(old: list[str], new: list[str]) -> None:
    steps = diff_words(old, new)
    assert [w for _, i, j, _, _ in steps for w in old[i:j]] == old
    assert [w for _, _, _, k, m in steps for w in new[k:m]] == new
    assert all(old[i:j] == new[k:m] for tag, i, j, k, m in steps if tag == "equal")
    assert all(a[0] == "equal" or b[0] == "equal" for a, b in zip(steps, steps[1:], strict=False))


def test_no_sentences_have_no_cosines() -> None:
    assert [scores.shape for scores in cosines([], [])] == [(0, 0), (0,), (0,)]


def test_a_sentence_between_two_groups_goes_to_the_one_that_it_resembles_more() -> None:
    cosine = np.array([[0.9, 0.1, 0.0], [0.0, 0.8, 0.9]])
    assert settle_borders([((0,), (0, 1)), ((1,), (2,))], cosine) == [((0,), (0,)), ((1,), (1, 2))]


def score_of(groups: list[tuple[tuple[int, ...], tuple[int, ...]]], link: np.ndarray, extend: float) -> float:
    """Return what groups add up to: their links, and `extend` for each link of a group after the first."""
    return sum(link[np.ix_(old, new)].sum() + extend * (len(old) * len(new) - 1) for old, new in groups)


def best_score(link: np.ndarray, extend: float) -> float:
    """Return the highest score of all groups in order, one side of each a single sentence, by trying them all."""
    n_old, n_new = link.shape

    @cache
    def best(i: int, j: int) -> float:
        if i == n_old or j == n_new:
            return 0.0
        ends = [(i + 1, m) for m in range(j + 1, n_new + 1)] + [(k, j + 1) for k in range(i + 2, n_old + 1)]
        block = [link[i:k, j:m].sum() + extend * ((k - i) * (m - j) - 1) + best(k, m) for k, m in ends]
        return max(best(i + 1, j), best(i, j + 1), *block)

    return best(0, 0)


@pytest.mark.parametrize("extend", [-0.5, 0.0, 0.75])
def test_groups_in_order_add_up_to_the_most_that_any_do(extend: float) -> None:
    draw = np.random.default_rng(4)
    for shape in ((1, 1), (1, 5), (5, 1), (3, 4), (4, 3), (5, 5), (6, 4)):
        for _ in range(12):
            link = draw.normal(-0.2, 1.0, shape)
            groups = best_groups(link, extend)
            assert score_of(groups, link, extend) == pytest.approx(best_score(link, extend))
            assert all(1 in (len(old), len(new)) for old, new in groups)
            for side in (0, 1):
                places = [n for group in groups for n in group[side]]
                assert places == sorted(set(places))


def test_sentences_stand_apart_by_their_places_within_their_versions() -> None:
    assert distances((2, 4)).tolist() == [[0.125, 0.125, 0.375, 0.625], [0.625, 0.375, 0.125, 0.125]]


def test_the_straight_way_leads_past_the_sure_links_and_only_those() -> None:
    link = np.full((3, 12), -5.0)
    groups = [((0,), (0,)), ((1,), (8, 9))]
    link[0, 0], link[1, 8], link[1, 9] = 3.0, 2.0, 2.0  # 4 for two links are no more than 2 for each
    far = detours(link.shape, groups, link)
    assert far[0].tolist() == pytest.approx([0, 0.2174, 0.4348, 0.6522, 0.8696, 1.0870, 1.3043, 1.5217, 1.7391, 1.9565,
                                             2.1739, 2.3913], abs=1e-4)  # fmt: skip
    assert far[2, 0] == 2.0 and far[2, 11] == pytest.approx(0.3913, abs=1e-4)
    link[1, 9] = 2.5
    far = detours(link.shape, groups, link)
    assert far[1, 8] == pytest.approx(1 / 17, abs=1e-6) and far[1, 10] == pytest.approx(0.75)
    assert detours((1, 40), [((0,), (0,))], np.full((1, 40), 9.0)).max() <= 8.0


def test_a_link_is_spoken_for_by_its_margin_its_size_and_its_neighbours() -> None:
    cosine = np.array([[0.9, 0.1, 0.2], [0.3, 0.6, 0.0]])
    found = dict(features(cosine, np.array([2.0, 1.0]), np.array([1.5, 1.0, 0.5])))
    assert found["neighbours"].tolist() == [[0.6, 0.0, 0.0], [0.0, 0.9, 0.1]]
    assert found["margin_more"] == pytest.approx(np.array([[0.7, -0.5, 0.2], [-0.3, 0.5, -0.2]]))
    assert found["margin_less"] == pytest.approx(np.array([[0.6, -0.8, -0.7], [-0.6, 0.3, -0.6]]))
    assert found["size_less"].tolist() == [[1.5, 1.0, 0.5], [1.0, 1.0, 0.5]]
    assert found["size_more"].tolist() == [[2.0, 2.0, 2.0], [1.5, 1.0, 1.0]]
    assert found["contained"][0] == pytest.approx([0.9 * math.e**0.5, 0.1 * math.e, 0.2 * math.e**1.5])
    assert found["root_cosine"] == pytest.approx(np.sqrt(cosine))
    assert set(found["kinship"].ravel()) == {0.35}  # of one story, however alike
    alike = np.array([[0.04, 0.01], [0.02, 0.06]])
    assert dict(features(alike, np.ones(2), np.ones(2)))["kinship"][0, 0] == pytest.approx(0.05**0.5)
    assert dict(features(np.array([[0.4]]), np.ones(1), np.ones(1)))["margin_more"].tolist() == [[0.4]]


@pytest.mark.parametrize(
    ("gain", "cosine", "n_words", "moves"),
    [(3.6, 0.25, 5, True), (3.4, 0.25, 5, False), (3.6, 0.24, 5, False), (3.6, 0.25, 4, False)],
)
def test_a_sentence_moves_where_it_gains_enough_is_alike_enough_and_long_enough(
    gain: float, cosine: float, n_words: int, moves: bool
) -> None:
    # The first of the old and the last of the new hold links in order worth 2 each: half of both, and 1.5, are 3.5.
    ordered = np.array([[2.0, -5.0, -5.0], [-5.0, 2.0, -5.0], [-5.0, -5.0, 2.0]])
    loose = np.where(np.eye(3) > 0, 1.0, -9.0)
    loose[0, 2] = gain
    groups = [((n,), (n,)) for n in range(3)]
    kept, moved = find_moves(groups, ordered, loose, np.full((3, 3), cosine), ([n_words, 9, 9], [9, 9, 9]))
    assert (kept, moved) == (([((1,), (1,))], {((0,), (2,))}) if moves else (groups, set()))


def test_a_sentence_on_the_old_side_too_goes_to_the_group_that_it_resembles_more() -> None:
    cosine = np.array([[0.9, 0.1, 0.0], [0.0, 0.8, 0.9]]).T
    assert settle_borders([((0, 1), (0,)), ((2,), (1,))], cosine) == [((0,), (0,)), ((1, 2), (1,))]
    assert settle_borders([((0,), (0,)), ((1, 2), (1,))], np.array([[0.9, 0.0], [0.8, 0.1], [0.0, 0.9]])) == [
        ((0, 1), (0,)), ((2,), (1,)),
    ]  # fmt: skip
    barely = np.array([[0.9, 0.0], [0.5, 0.6], [0.0, 0.9]])
    assert settle_borders([((0, 1), (0,)), ((2,), (1,))], barely) == [((0, 1), (0,)), ((2,), (1,))]


def test_a_cosine_weighs_common_words_half_beginnings_less_and_words_of_all_sentences_least() -> None:
    rare, size, _ = cosines([("council", "the")], [("council", "a")])
    once, both = 1.0, math.log1p(1) / math.log1p(2)
    own = [both**2 * (1 + 0.6**2), 0.25 * once**2]
    assert rare[0, 0] == pytest.approx(own[0] / sum(own))
    assert size[0] == pytest.approx(math.log(math.sqrt(sum(own))))


def test_endless_versions_are_paired_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    old = [f"Speaker number {n} told the council that bridge {n} was closed on day {n}." for n in range(60)]
    new = [s.replace("told", "informed") if n % 7 == 0 else s for n, s in enumerate(old) if n % 11]
    whole = mk.align(old, new)
    monkeypatch.setattr(alignment, "MOST_PAIRS", 100)
    pd.testing.assert_frame_equal(mk.align(old, new), whole)
    back = mk.align(new, old)
    assert list(zip(back["new"], back["old"], strict=True)) == list(zip(whole["old"], whole["new"], strict=True))


def test_versions_without_an_equal_sentence_are_cut_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "MOST_PAIRS", 100)
    pairs = mk.align(["a"] * 40, ["b"] * 30)
    assert sorted(pairs["old"].sum()) == list(range(40)) and sorted(pairs["new"].sum()) == list(range(30))
