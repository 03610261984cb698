"""Page furniture is found, listed with a reason and left out; the story stays whole."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mediakit as mk
from mediakit.text.page_lines import _rules
from mediakit.text.paragraphs import find_paragraphs

DATA = Path(__file__).parent / "data"
BEFORE = [
    "The council voted 5-4 on Tuesday to close the bridge to all traffic by June.",
    "Inspectors found cracks in two of its steel hangers last winter, the report said.",
]
AFTER = "The mayor, who cast the deciding vote, said the council had no choice."
STORY = [*BEFORE, AFTER]
FOOTER = [
    "admage",
    "Share",
    "Published by",
    "carrowpost",
    "Recent Posts",
    "School Board Delays Budget Vote",
    "Members of the school board put off a vote on next year’s budget after…",
    "4 days ago",
    "Winter Farmers Market Finds a New Home",
    "Shoppers will have a new place to buy produce when the market moves.",
    "1 week ago",
    "© 2025 Carrow Post Media. All rights reserved.",
]


def read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def read_clutter() -> list[dict[str, str]]:
    with Path(mk.__file__).with_name("text").joinpath("clutter.csv").open(encoding="utf-8", newline="") as rows:
        return [row for row in csv.DictReader(rows) if row["opens"]]


# The long s and the sign for kelvin stand for s and k where case is ignored, in small letters too.
_LETTERS = st.characters(exclude_characters="\u017f\u212a", max_codepoint=0xFFFF)
OPENED = read_clutter()
LINES, TITLES, BROKEN = read("boilerplate"), read("titles"), read("broken_lines")


def body(document: mk.Document) -> list[str]:
    return [sentence.text for sentence in document.sentences]


@pytest.mark.parametrize("row", LINES, ids=[row["line"][:40] for row in LINES])
def test_line_within_a_story_is_judged_as_expected(row: dict[str, str]) -> None:
    document = mk.parse("\n\n".join([*BEFORE, row["line"], AFTER]))
    removed = [(removal.text, removal.reason) for removal in document.removed]
    assert removed == ([(row["line"], row["reason"])] if row["reason"] else [])
    assert (row["line"] in " ".join(body(document))) == (not row["reason"])


@pytest.mark.parametrize("row", TITLES, ids=[row["note"] for row in TITLES])
def test_title_is_found_where_there_is_one(row: dict[str, str]) -> None:
    document = mk.parse(row["text"])
    assert (document.title.text if document.title else "") == row["title"]
    if row["title"]:
        assert row["title"] not in body(document)


def test_no_pattern_that_any_line_is_tried_against_reaches_as_far_as_prose() -> None:
    lines = _rules()[0]
    assert not lines.far & set(lines.free)


def test_there_are_enough_golden_cases() -> None:
    assert len(LINES) >= 60
    assert len(TITLES) >= 20


def test_known_title_is_not_counted_twice() -> None:
    text = "\n\n".join(["Council votes to close bridge!", *STORY])
    document = mk.parse(mk.Version(text=text, title="Council Votes to Close Bridge"))
    assert document.title is not None
    assert document.title.text == "Council votes to close bridge!"
    assert body(document) == STORY


def test_title_from_elsewhere_has_no_place_in_the_text() -> None:
    document = mk.parse(mk.Version(text="\n\n".join(STORY), title="Bridge to close"))
    assert document.title is not None
    assert (document.title.text, document.title.start, document.title.end) == ("Bridge to close", -1, -1)


def test_footer_changes_nothing_in_the_body() -> None:
    plain, scraped = mk.parse("\n\n".join(STORY)), mk.parse("\n\n".join([*STORY, *FOOTER]))
    assert [sentence.clean for sentence in scraped.sentences] == [sentence.clean for sentence in plain.sentences]
    assert [removal.text for removal in scraped.removed] == FOOTER


def test_head_changes_nothing_in_the_body() -> None:
    head = ["Home > News > Local", "Share", "By Jane Roe", "March 5, 2025", "ADVERTISEMENT"]
    assert body(mk.parse("\n\n".join([*head, *STORY]))) == STORY


def test_nothing_is_removed_when_asked_not_to() -> None:
    document = mk.parse("\n\n".join([*STORY, *FOOTER]), keep_boilerplate=True)
    assert document.removed == ()
    assert "Recent Posts" in body(document)


def test_page_that_is_nearly_all_furniture_is_left_in_and_says_so() -> None:
    document = mk.parse("Share\n\nTweet\n\nBy Jane Roe\n\nMarch 5, 2025\n\nRead more: The bridge\n\n12 Comments")
    assert document.removed == ()
    assert document.sentences
    assert any("nothing was removed" in problem for problem in document.problems)


def test_single_paragraph_is_never_furniture() -> None:
    assert body(mk.parse("Share this article")) == ["Share this article"]


def test_teasers_under_related_links_do_not_take_the_story_with_them() -> None:
    lines = [*BEFORE, "Related", "Officials weigh higher fees", "Two injured on Route 9", AFTER]
    assert body(mk.parse("\n\n".join(lines))) == STORY


def test_comments_go_to_the_end_of_the_page() -> None:
    long = ["The report runs to forty pages and names nobody, to the anger of some members of the council."] * 3
    comments = ["2 Comments", "Old Timer 5 hours ago", "They should have fixed this years ago. Shame.", "Reply"]
    more = ["mum 1 day ago", "Thanks for reporting on this. Keep us posted!", "Reply"]
    document = mk.parse("\n\n".join([*STORY, *long, *comments, *more]))
    assert body(document) == [*STORY, *long]
    assert {removal.reason for removal in document.removed} == {"comments"}


def test_wrapped_lines_are_joined_and_other_lines_are_not() -> None:
    lines = ["The council voted 5-4 on Tuesday night to close the", "bridge to all traffic by June, ending a dispute"]
    wrapped = "\n".join([*lines, "in the city."])
    assert len(find_paragraphs(wrapped)) == 1
    assert len(find_paragraphs("\n".join(STORY))) == 3
    assert mk.parse(wrapped).sentences[0].clean == wrapped.replace("\n", " ")


@pytest.mark.parametrize("row", BROKEN, ids=[row["note"] for row in BROKEN])
def test_lines_that_break_off_inside_a_sentence_are_joined(row: dict[str, str]) -> None:
    assert len(find_paragraphs(row["text"])) == int(row["paragraphs"])


def test_joined_lines_have_no_space_before_a_comma() -> None:
    text = "The council said the\nnorth span\n, the older one, would close\n."
    (sentence,) = mk.parse(text).sentences
    assert sentence.clean == "The council said the north span, the older one, would close."
    assert sentence.text == text


def test_a_given_title_stays_the_title() -> None:
    for first in ("VALE, WESTMARK", "Bridge in brief", "Council Votes To Close Bridge"):
        document = mk.parse(mk.Version("\n".join([first, *STORY]), title="Bridge to close by June"))
        assert document.title is not None and document.title.text == "Bridge to close by June"
        assert first in body(document)


def test_a_given_title_is_known_with_the_name_of_the_outlet() -> None:
    document = mk.parse(
        mk.Version("\n".join(["Bridge to close by June | Vale Post", *STORY]), title="Bridge to close by June")
    )
    assert document.title is not None and document.title.start == 0
    assert body(document) == STORY


SHORT = [
    "Bridge to close in Vale by June",
    "The council voted to close the old bridge by June, officials said.",
    "Inspectors had found cracks in two hangers of the bridge in Vale.",
    "Traders fear that the bridge will stay closed for many more years.",
    "The mayor told the traders that the council had no choice in Vale.",
]
TEASERS = [
    "Officers in the north are seeking tips about an elk that was found dead beside a forest, where hunters had been "
    "told to stay away until the very end of the month.",
    "Readers sent us the names of the places where they eat best, and our critics went out with them to try all of the "
    "soups, cakes and pies that they had praised so much.",
    "A new film about the life of a painter opens on Friday in forty cinemas, and the director says that she wants to "
    "make one more before she goes back to the theatre.",
]
MENU = ["Home", "News", "Sport", "Weather", "Log in"]


def test_a_story_of_short_paragraphs_does_not_lose_to_longer_teasers_below() -> None:
    page = [*MENU, *SHORT, "Share", "Advertisement", "More from Vale", *TEASERS, "About us", "Privacy policy"]
    document = mk.parse("\n".join(page))
    assert document.title is not None and document.title.text == SHORT[0]
    assert body(document) == SHORT[1:]
    assert any("words of running text" in problem for problem in document.problems)


def test_the_headline_that_comes_again_is_the_title() -> None:
    head = [f"{SHORT[0]} | Vale Post", *MENU, "Council to vote on bridge", "Share", SHORT[0], "By Jane Roe"]
    document = mk.parse("\n".join([*head, *SHORT[1:], "Share", "Privacy policy"]))
    assert document.title is not None and document.title.text == SHORT[0]
    assert body(document) == SHORT[1:]


def test_comments_with_dates_are_not_the_story() -> None:
    remarks = [
        line for n in range(2, 9) for line in (f"reader{n}", f"{n} hours ago", "The bridge in Vale should have closed.")
    ]
    document = mk.parse("\n".join([*MENU, *SHORT, "7 Comments", *remarks]))
    assert body(document) == SHORT[1:]


@pytest.mark.parametrize("row", OPENED, ids=[row["pattern"][:30] for row in OPENED])
def test_what_a_pattern_matches_begins_with_one_of_its_words(row: dict[str, str]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)

    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.from_regex(pattern, fullmatch=True, alphabet=_LETTERS))
    def check(line: str) -> None:
        assert re.findall(r"\w+", line.lower())[0] in row["opens"].split()

    check()
