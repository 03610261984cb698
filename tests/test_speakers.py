"""Speakers: who is named where, and what a pronoun stands for."""

import pytest

from mediakit.text.names import kind_of
from mediakit.text.speech.quotations import find_quotations, find_spoken


def spans_of(text: str) -> tuple[tuple[int, int], ...]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return tuple(spans)


def speakers_of(text: str) -> list[str]:
    return [q.name for q in find_quotations(text, spans_of(text))[0]]


def sources_of(text: str) -> list[str]:
    """Return the words that name the speakers, as they stand."""
    spoken = find_spoken(text, spans_of(text))[0]
    return [text[s.attribution.start : s.attribution.end] if s.attribution else "" for _, s in spoken]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“It fell,” said Chris Low at FTN Financial. He left.", "Chris Low at FTN Financial"),
        ("“It fell,” Ann Weston, a strategist at IG Ltd., said in a note.", "Ann Weston, a strategist at IG Ltd."),
        ("“It fell,” said Ann Weston, 24, who runs the club, arguing that it must.", "Ann Weston, 24"),
        ("“It fell,” said Ann Weston, shaking her head.", "Ann Weston"),
        ("“It fell,” said Ann Weston on Tuesday.", "Ann Weston"),
        ("“It fell,” said Ann Weston, in a note to the club.", "Ann Weston"),
        ("“It fell,” said Ann Weston, with a smile.", "Ann Weston"),
        ("“It fell,” said Ann Weston in an interview with the Post.", "Ann Weston"),
        ("“It fell,” wrote The Post, which nevertheless backed her.", "The Post"),
        ("“It fell,” the influential daily wrote.", "the influential daily"),
        ("“It fell,” she had told reporters.", "she"),
        ("“It fell,” according to audio obtained by the Tribune.", "audio obtained by the Tribune"),
        ("In a speech on Monday, Mr. Orr said: “It fell.”", "Mr. Orr"),
        ("While some cheered, the union’s leader, Eve Ross, told the BBC: “It fell.”", "the union’s leader, Eve Ross"),
    ],
)
def test_source_is_the_phrase_as_it_stands(text: str, source: str) -> None:
    assert sources_of(text)[0].rstrip(".") == source.rstrip(".")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It fell,” said psychologist Vaile Wright, who studies stress.", "Vaile Wright"),
        ("“It fell,” said Trump attorney Alan Garten.", "Alan Garten"),
        ("“It fell,” said the Rev. Al Sharpton.", "Rev. Al Sharpton"),
        ("“It fell,” said Vincent van Gogh.", "Vincent van Gogh"),
        ("“It fell,” Cummings and Conyers wrote.", "Cummings and Conyers"),
        ("“It fell,” said a defiant Whitcombe.", "Whitcombe"),
        ("“It fell,” the White House said.", "the White House"),
        ("“It fell,” officials said.", "officials"),
        ("“It fell,” The Courier and Logistics Federation said.", "The Courier and Logistics Federation"),
    ],
)
def test_speaker_is_the_name_without_its_description(text: str, speaker: str) -> None:
    assert speakers_of(text) == [speaker]


def test_pronoun_takes_the_subject_before_it_not_the_last_name() -> None:
    assert speakers_of("Mark Orr met Paul Dunn in Leeds. “It fell,” he said.") == ["Mark Orr"]


def test_pronoun_takes_a_new_subject_before_the_last_speaker() -> None:
    text = "“Yes,” said Mark Orr.\nPaul Dunn shook his head. “No,” he said."
    assert speakers_of(text) == ["Mark Orr", "Paul Dunn"]


def test_pronoun_takes_the_last_speaker_over_an_older_name() -> None:
    assert speakers_of("Paul Dunn left.\n“Yes,” said Mark Orr.\n“And no,” he said.") == ["Mark Orr", "Mark Orr"]


def test_pronoun_knows_a_surname_by_its_full_name() -> None:
    text = "Oona Farrelly and Mark Orr met.\nFarrelly spoke after Orr. “It fell,” she said."
    assert speakers_of(text) == ["Farrelly"]


def test_speaker_of_unattributed_quotations_goes_on() -> None:
    assert speakers_of("“One,” said Eve Ross. “Two.” “Three.”\n“Four.”") == ["Eve Ross"] * 4


def test_swapping_two_names_swaps_the_speakers() -> None:
    text = "“Yes,” said Eve Ross. Mark Orr disagreed. “No,” he said."
    assert speakers_of(text) == ["Eve Ross", "Mark Orr"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Mr. Orr", "male"),
        ("Baroness Hale", "female"),
        ("Nora Beale", "female"),
        ("Beale", ""),
        ("Northwind Airlines", "group"),
        ("NASA", "group"),
        ("London", "place"),
        ("AI", "thing"),
        ("", ""),
    ],
)
def test_name_tells_what_it_names(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_speaker_keeps_the_source_as_it_stands_and_name_the_bare_name() -> None:
    text = "“It fell,” said Chris Low at FTN Financial. “It will fall again,” he said."
    first, second = find_quotations(text, ((0, len(text)),))[0]
    assert (first.speaker, first.name) == ("Chris Low at FTN Financial", "Chris Low")
    assert (second.speaker, second.name) == ("Chris Low", "Chris Low")


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("Secretary of State Ann Orr", "Ann Orr"),
        ("the National Institute of Statistics", "National Institute of Statistics"),
        ("Ann Orr of the National Institute of Statistics", "Ann Orr"),
    ],
)
def test_a_name_goes_without_an_office_and_with_what_stands_before_of_in_a_body(who: str, name: str) -> None:
    assert [each.removeprefix("the ") for each in speakers_of(f"“We will sue,” said {who}.")] == [name]
