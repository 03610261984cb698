"""Damage is mended with a record, and every offset leads back to the text as given."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mediakit as mk
from mediakit.text import cleaning
from mediakit.text.cleaning import clean, normalise, replace_spans, set_type
from mediakit.text.document import Removal

DAMAGED = st.lists(
    st.sampled_from(
        ["a", "Be ", "it", ". ", "\n", "\r\n", "\u00ad", "\u200b", "\ufeff", "ﬁ", "e\u0301", "&amp;", "&#8217;", "<b>"]
        + ["</p>", "â€™", "Ã©", "\u00a0", "\x07", "—", " – ", "…", ". . .", "“", "”", "'", "’", "--", "  "]
    ),
    max_size=30,
).map("".join)
DAMAGE = [
    ("soft\u00adhyphen", "softhyphen", "soft hyphen"),
    ("zero\u200bwidth", "zerowidth", "invisible"),
    ("\ufeffFirst", "First", "invisible"),
    ("\u200eleft", "left", "invisible"),
    ("bell\x07", "bell", "control"),
    ("ﬁre", "fire", "ligature"),
    ("caf\u0065\u0301", "café", "accent"),
    ("donâ€™t", "don’t", "mojibake"),
    ("cafÃ©", "café", "mojibake"),
    ("don\x92t", "don’t", "mojibake"),
    ("\u00a0â€™", " ’", "mojibake"),
    ("Ã©\u00a0â€™", "é ’", "mojibake"),
    ("so—â€™", "so—’", "mojibake"),
    ("voilÃ\u00a0", "voilà", "mojibake"),
    ("‚Äúno", "“no", "mojibake"),
    ("AT&amp;T", "AT&T", "html"),
    ("&ldquo;No&rdquo;", "“No”", "html"),
    ("&amp;quot;No", '"No', "html"),
    ("<em>so</em>", "so", "html"),
    ("one<br/>two", "one\ntwo", "html"),
]
UNDAMAGED = ["AT&T", "R&D; more", "a < b > c", "5 & 6", "naïve café", "“Ça va?”", "İstanbul", "日本語", "😀👍🏽"]


@pytest.mark.parametrize(("given_text", "mended", "reason"), DAMAGE)
def test_damage_is_mended_and_recorded(given_text: str, mended: str, reason: str) -> None:
    cleaned = clean(given_text)
    assert cleaned.text == mended
    assert {change.reason for change in cleaned.changes} == {reason}
    assert all(given_text[change.start : change.end] == change.text for change in cleaned.changes)


@pytest.mark.parametrize("text", UNDAMAGED)
def test_sound_text_is_left_alone(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == text
    assert cleaned.changes == ()


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028"])
def test_line_ends_become_newlines_without_a_record(ends: str) -> None:
    cleaned = clean(f"one{ends}two")
    assert cleaned.text == "one\ntwo"
    assert cleaned.changes == ()


@given(DAMAGED)
def test_every_offset_refers_to_the_text_as_given(text: str) -> None:
    document = mk.parse(text)
    for _, sentence in document.parts:
        assert sentence.text == document.text[sentence.start : sentence.end]
        for word in sentence.words:
            assert sentence.start <= word.start < word.end <= sentence.end
            assert word.text.strip("'\"") in normalise(clean(text[word.start : word.end]).text)
    for removal in document.removed:
        assert removal.text == document.text[removal.start : removal.end]


@given(DAMAGED)
def test_mended_text_keeps_the_order_of_the_text_as_given(text: str) -> None:
    cleaned = clean(text)
    offsets = [cleaned.given_span(i, i + 1)[0] for i in range(len(cleaned.text))]
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)


@given(st.text("abc", max_size=20), st.data())
def test_replaced_spans_map_back(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    replacements = [(start, end, data.draw(st.text("XY", max_size=3))) for start, end in pairs]
    changed, offsets = replace_spans(text, replacements)
    for i, character in enumerate(changed):
        if character in "abc":
            assert text[offsets.old_start(i)] == character
            assert offsets.old_span(i, i + 1) == (offsets.old_start(i), offsets.old_start(i) + 1)


STYLES = [
    ("“No,” she said.", '"No," she said.'),
    ("‘No,’ she said.", '"No," she said.'),
    ("'No,' she said.", '"No," she said.'),
    ("«No,» she said.", '"No," she said.'),
    ("« No, » she said.", '"No," she said.'),
    ("„No,“ she said.", '"No," she said.'),
    ("``No,'' she said.", '"No," she said.'),
    ("the workers’ rights", "the workers' rights"),
    ("’90s and rock ’n’ roll", "'90s and rock 'n' roll"),
    ("a—b", "a - b"),
    ("a — b", "a - b"),
    ("a – b", "a - b"),
    ("a--b", "a - b"),
    ("a -- b", "a - b"),
    ("51–49", "51-49"),
    ("a well‑known man", "a well-known man"),
    ("wait…", "wait..."),
    ("wait . . . what", "wait... what"),
    ("wait ... what", "wait... what"),
    ("wait…what", "wait... what"),
    ("He wept. … Then", "He wept.... Then"),
    ("a  b", "a b"),
]


@pytest.mark.parametrize(("text", "plain"), STYLES)
def test_typography_has_one_form(text: str, plain: str) -> None:
    assert normalise(text) == plain
    assert normalise(plain) == plain


@given(DAMAGED)
def test_typography_maps_back_within_the_text(text: str) -> None:
    plain, offsets = set_type(text)
    starts = [offsets.old_start(i) for i in range(len(plain))]
    assert starts == sorted(starts)
    assert all(0 <= start < len(text) for start in starts)


def test_a_sentence_may_end_within_a_misread_run() -> None:
    document = mk.parse("The dam held â\x80¦â\x80\x9cWe will not go,â\x80\x9d the mayor of the town said. It rained.")
    spans = [(sentence.start, sentence.end) for sentence in document.sentences]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert clean("â\x80¦â\x80\x9cWe").given_span(1, 2) == (3, 6)


@given(DAMAGED)
def test_what_is_sound_line_by_line_is_sound(text: str) -> None:
    changes: list[Removal] = []
    mended, offsets = replace_spans(text, cleaning._mend(text, changes))
    assert clean(text) == cleaning.Cleaned(text, mended, tuple(changes), offsets)
