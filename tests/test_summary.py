"""What the summary for an editor promises."""

import pytest

import mediakit as mk
from mediakit.comparison.contributions import Evidence
from mediakit.comparison.summary import MOST, SAYINGS, _on_loaded, word_finding

STORY = (
    "The Carrow council voted on Tuesday to close the bridge. Mayor Ann Reed said the bridge was not safe. "
    "“We will not gamble with lives,” Reed told reporters. Shop owners on the quay said they feared for their trade. "
    "The work will cost $12 million and take two years."
)


def summary(old: object, new: object) -> list[str]:
    return mk.compare(old, new, n_draws=50, floors=False).summary()


def test_the_same_text_is_said_to_be_the_same() -> None:
    assert summary(STORY, STORY) == ["The two versions are the same."]


def test_another_headline_over_the_same_body_is_not_the_same() -> None:
    old, new = mk.Version(STORY, title="Bridge to close"), mk.Version(STORY, title="Council kills bridge")
    told = summary(old, new)
    assert told != ["The two versions are the same."]


@pytest.mark.parametrize("name", mk.list_examples()[:4])
def test_a_summary_has_five_findings_at_most_and_one_line_of_tone(name: str) -> None:
    story = mk.load_example(name)
    comparison = mk.compare(story.versions[0], story.versions[-1], n_draws=100)
    told = comparison.summary()
    says = set(comparison.findings()["says"])
    assert sum(sentence in says for sentence in told) <= MOST
    assert sum(sentence.startswith("Tone: ") for sentence in told) == 1
    assert all(sentence.endswith(".") for sentence in told)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("Mayor Ann Reed", "Mayor Ann Reed is not heard any more: “We will”."),
        ("Residents", "Residents are not heard any more: “We will”."),
        ("critics of the plan", "Critics of the plan are not heard any more: “We will”."),
        ("police", "Police are not heard any more: “We will”."),
        ("The company", "The company is not heard any more: “We will”."),
        ("a spokesman for shop owners", "A spokesman for shop owners is not heard any more: “We will”."),
        ("the Department of Roads", "The Department of Roads is not heard any more: “We will”."),
        ("Williams", "Williams is not heard any more: “We will”."),
    ],
)
def test_a_voice_takes_the_verb_of_its_number(source: str, says: str) -> None:
    assert word_finding("omission", "voice", "", "We will", "", source).says == says


@pytest.mark.parametrize(
    ("source", "within"),
    [("The Foreign Office", "the Foreign Office"), ("Residents", "residents"), ("Some", "some"),
     ("Orr", "Orr"), ("Meta", "Meta"), ("EU regulators", "EU regulators"), ("Republicans", "Republicans")],
)  # fmt: skip
def test_a_source_is_written_as_within_a_sentence(source: str, within: str) -> None:
    assert (
        word_finding("quotation", "dropped", "", "We will", "", source).says
        == f"A quotation of {within} is gone: “We will”."
    )


def test_the_gravest_finding_comes_first() -> None:
    new = STORY.replace("We will not gamble", "We will gamble").replace("said they feared", "said they worried")
    told = summary(STORY, new)
    assert "left out of what Reed is quoted with" in told[0] and "will gamble" in told[0]


def test_a_lost_title_is_told() -> None:
    told = summary(mk.Version(STORY, title="Bridge to close"), mk.Version(STORY + " Work starts on Monday."))
    assert "The headline is gone: “Bridge to close”." in told


def test_a_rewording_of_style_says_that_nothing_changes_the_sense_and_no_more() -> None:
    told = summary(STORY, STORY.replace("two years", "2 years"))
    assert told[0] == "Reworded in 1 of 5 sentences; nothing found that changes the sense."


def test_loaded_words_that_came_are_named_and_no_shift_is_denied() -> None:
    new = STORY.replace("voted on Tuesday", "voted shamefully on Tuesday").replace("bridge was", "cursed bridge was")
    told = " ".join(summary(STORY, new))
    assert "loaded words 0 → " in told and "came" in told
    assert "no clear shift" not in told.lower()


@pytest.mark.parametrize(
    ("old", "new", "guard"),
    [
        ("It rained.", "It snowed.", "too short"),
        (STORY, "Der Rat stimmte am Dienstag für die Schließung der Brücke, weil sie nicht mehr sicher ist und die "
                "Arbeiten zwei Jahre dauern werden, sagte die Bürgermeisterin vor vielen Leuten der Stadt am Abend. "
                "Niemand wurde verletzt, aber viele Händler fürchten um ihr Geschäft.", "English"),
        (STORY, "Apples grow best where winters are cold and summers long. Farmers prune each tree in March. A late "
                "frost can ruin blossom within one night. Growers burn candles among rows when forecasts warn them.",
         "two stories"),
        ("", STORY, "too short"),
    ],
)  # fmt: skip
def test_what_limits_a_comparison_is_said_first(old: str, new: str, guard: str) -> None:
    assert guard in summary(old, new)[0] + summary(old, new)[-2]


@pytest.mark.parametrize("what", list(SAYINGS))
@pytest.mark.parametrize(("old", "new"), [("some words", "other words"), ("some words", ""), ("", "other words")])
def test_every_saying_reads_as_a_sentence(what: str, old: str, new: str) -> None:
    words = word_finding("quotation", what, "", old, new, "Ann Reed")
    assert words.says[0].isupper() and words.says.endswith(".") and "{" not in words.says
    assert "“”" not in words.says and words.why


def test_what_went_without_a_successor_became_nothing() -> None:
    assert word_finding("hedge", "doubt dropped", "", "perhaps", "", "").says == "A doubt is gone: “perhaps”."


def test_a_loaded_word_that_adds_little_came_and_did_not_go() -> None:
    little = Evidence("loaded_rate", 0, "", "grim", "grim", False, 0.5)
    assert _on_loaded({"n_old": 0, "n_new": 1}, [little]) == "loaded words 0 → 1 (came grim)"


@pytest.mark.parametrize(
    ("words", "cited"),
    [("a" * 90, "a" * 90), ("a " * 45 + "bb", ("a " * 45).strip() + " …"), (" “no” ", "no"),
     ("word " * 17 + "abcde", "word " * 17 + "abcde"), ("word " * 17 + "abcdef", ("word " * 17) + "…")],
)  # fmt: skip
def test_long_words_are_cited_up_to_a_blank(words: str, cited: str) -> None:
    assert word_finding("wording", "", "", words, "", "").says.count(f"“{cited}”") == 1
