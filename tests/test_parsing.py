"""A parsed document is whole: parts fit together, and style changes no count."""

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mediakit as mk
from mediakit.memory import forget
from mediakit.text import parsing
from mediakit.text.quotation_marks import Quoted, pair_marks
from mediakit.text.speech import beside_quotes, speakers
from mediakit.text.speech.quotations import Paragraphs

STORY = """Council votes to close bridge

CARROW FALLS — The council voted 5–4 on Tuesday to close the bridge — built in 1931 — by June 30.

“I did not run for this office to close a bridge,” Whitcombe said. “But I won’t wait for somebody to die… not here.”

The workers’ union called the plan “a disaster” and asked members’ families to protest. “Why now?” its leader asked.

The U.S. grant is worth $3.2 million. It’s due on Jan. 14."""


def facts(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(sentence.clean, sentence.tokens, sentence.gaps) for _, sentence in mk.parse(text).parts]


RESTYLED = {
    "straight quotes": STORY.translate(str.maketrans("“”‘’", "\"\"''")),
    "single quotes": STORY.translate(str.maketrans("“”", "‘’")),
    "straight single quotes": STORY.translate(str.maketrans("“”‘’", "''''")),
    "guillemets": STORY.translate(str.maketrans("“”", "«»")),
    "spaced guillemets": STORY.replace("“", "« ").replace("”", " »"),
    "German quotes": STORY.translate(str.maketrans("“”", "„“")),
    "unspaced dashes": STORY.replace(" — ", "—"),
    "en dashes": STORY.replace("—", "–"),
    "double hyphens": STORY.replace("—", "--"),
    "unspaced double hyphens": STORY.replace(" — ", "--"),
    "hyphens": STORY.replace("—", "-").replace("–", "-"),
    "three dots": STORY.replace("…", "..."),
    "spaced dots": STORY.replace("…", " . . ."),
    "unspaced ellipsis": STORY.replace("… ", "…"),
    "single line breaks": STORY.replace("\n\n", "\n"),
    "wide line breaks": STORY.replace("\n\n", "\n\n\n \n"),
    "Windows line ends": STORY.replace("\n", "\r\n"),
    "trailing space": STORY.replace("\n", "  \n") + " \n\n",
    "double spaces": STORY.replace(". ", ".  "),
    "no-break spaces": STORY.replace(" ", "\u00a0"),
    "entities": STORY.replace("’", "&rsquo;").replace("—", "&mdash;"),
}


@pytest.mark.parametrize("style", RESTYLED)
def test_style_changes_no_sentence_word_or_gap(style: str) -> None:
    assert facts(RESTYLED[style]) == facts(STORY)


@pytest.mark.parametrize("style", sorted(set(RESTYLED) - {"double spaces", "three dots"}))
def test_style_changes_no_quoted_word(style: str) -> None:
    masks = [sentence.mask for sentence in mk.parse(RESTYLED[style]).sentences]
    assert masks == [sentence.mask for sentence in mk.parse(STORY).sentences]


@pytest.mark.parametrize("text", ["", "   ", "...", "“”", "😀", "\n\n", "—"])
def test_text_without_a_word_has_no_sentence(text: str) -> None:
    document = mk.parse(text)
    assert document.sentences == ()
    assert document.title is None
    assert document.words == ()


@pytest.mark.parametrize("text", ["42", "Yes", "No.", "One sentence only."])
def test_short_text_is_one_sentence(text: str) -> None:
    assert [sentence.text for sentence in mk.parse(text).sentences] == [text]


@pytest.mark.parametrize("source", [None, b"bytes", 5, ["a"], float("nan")])
def test_what_is_not_text_is_refused_with_its_type(source: object) -> None:
    with pytest.raises(mk.MediakitError, match=type(source).__name__):
        mk.parse(source)


def test_document_is_returned_as_it_is() -> None:
    document = mk.parse(STORY)
    assert mk.parse(document) is document


def test_title_is_no_part_of_the_body() -> None:
    document = mk.parse(STORY)
    assert document.title is not None
    assert document.title.text == "Council votes to close bridge"
    assert document.sentences[0].text.startswith("CARROW FALLS")
    assert [part for part, _ in document.parts] == ["title"] + ["body"] * len(document.sentences)


@settings(max_examples=60)
@given(st.text(st.sampled_from(list("ab AB.!?\"“”'’—…\n(1) ")), max_size=120))
def test_parts_of_every_sentence_fit_together(text: str) -> None:
    document = mk.parse(text)
    for _, sentence in document.parts:
        assert sentence.text == text[sentence.start : sentence.end]
        assert len(sentence.tokens) == len(sentence.spans) == len(sentence.mask) == len(sentence.gaps) - 1
        pairs = zip(sentence.gaps, (*sentence.tokens, ""), strict=True)
        assert "".join(gap + token for gap, token in pairs) == sentence.clean


def test_parsing_twice_gives_equal_documents() -> None:
    assert mk.parse(STORY) == mk.parse(STORY)


def test_a_copy_of_a_document_has_what_nobody_asked_for_yet() -> None:
    for copied in (pickle.loads(pickle.dumps(mk.parse(STORY))), copy.deepcopy(mk.parse(STORY))):
        assert copied == mk.parse(STORY) and hash(copied) == hash(mk.parse(STORY))
        assert copied.quotations == mk.parse(STORY).quotations


def test_a_document_reads_a_paragraph_as_any_other_text_does_that_has_it() -> None:
    first, *rest = STORY.split("\n\n")
    moved = mk.parse("\n\n".join([first, "Nobody else spoke on the day.", *rest]))
    forget()
    assert moved == mk.parse("\n\n".join([first, "Nobody else spoke on the day.", *rest]))


def test_marks_are_read_only_for_what_hangs_on_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def pair(text: str, paragraphs: Paragraphs) -> tuple[list[Quoted], list[str]]:
        asked.append(text)
        return pair_marks(text, paragraphs)

    monkeypatch.setattr(parsing, "pair_marks", pair)
    forget()
    mk.measure(STORY, metrics=["flesch_reading_ease", "vader_mean"])
    assert not asked
    document = mk.parse(STORY)
    assert any(document.sentences[1].mask) and document.quotations and document.problems == ()
    assert asked == [STORY]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("“I did not run for this office to close a bridge,” Whitcombe said.", False),
        ("“We will talk to everyone who uses it.”\n\n“I did not run to close the only bridge,” Whitcombe said.", False),
        ("“Not now,” Whitcombe said.", True),
        ("Whitcombe called it “a disaster”.\n\nThe plan was “to close the bridge by the end of June”.", True),
        ("He hummed “Every Bridge We Cross Takes Us a Little Further Home”.", True),
    ],
)
def test_who_speaks_is_read_for_words_only_where_it_decides(
    text: str, read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def read_sentence(*given: Any) -> Any:
        asked.append(given)
        return beside_quotes.read_sentence(*given)

    monkeypatch.setattr(speakers, "read_sentence", read_sentence)
    forget()
    document = mk.parse(text)
    masks = [sentence.mask for sentence in document.sentences]
    assert bool(asked) == read
    spoken = [each for each in document.quotations if each.kind == "speech"]
    for sentence, mask in zip(document.sentences, masks, strict=True):
        inside = [any(q.start <= start < q.end for q in spoken) for start, _ in sentence.spans]
        assert list(mask) == inside
