"""What the summary for an editor promises."""

import pytest

from mediakit.comparison.shifts import compare
from mediakit.comparison.summary import MOST
from mediakit.stories import Version, list_examples, load_example


def test_the_same_text_is_said_to_be_the_same() -> None:
    assert compare("A text.", "A text.", n_draws=50).summary() == ["The two versions are the same."]


@pytest.mark.parametrize("name", list_examples()[:3])
def test_a_summary_is_short_and_made_of_sentences(name: str) -> None:
    story = load_example(name)
    summary = compare(story.versions[0], story.versions[-1], n_draws=200).summary()
    assert 1 <= len(summary) <= MOST
    assert all(sentence.endswith(".") and len(sentence) < 500 for sentence in summary)


def test_an_altered_quotation_comes_first() -> None:
    old = 'The mayor spoke on Monday. "We will not close the bridge this year," Mayor Ann Reed said.'
    new = 'The mayor spoke on Monday. "We will close the bridge this year," Mayor Ann Reed said.'
    first = compare(old, new, n_draws=50).summary()[0]
    assert "1 altered" in first and "not" in first


def test_a_lost_title_is_told() -> None:
    old, new = Version("It rained in the valley.", title="Rain falls"), Version("It rained in the valley all day.")
    assert "The title “Rain falls” is gone." in compare(old, new, n_draws=50).summary()


def test_few_changes_are_no_clear_shift() -> None:
    story = "It rained in the valley. The river rose by two feet. Schools stayed open on Tuesday."
    summary = " ".join(compare(story, story.replace("rose", "climbed"), n_draws=50).summary())
    assert "No clear shift" in summary


def test_empty_sides_have_a_summary() -> None:
    assert compare("", "It rained in the valley.", n_draws=50).summary()
