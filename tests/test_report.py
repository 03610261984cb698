"""The report and the notebook displays: complete, escaped, small, accessible in structure, and true to the tables."""

import base64
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from markupsafe import escape

import mediakit as mk
from mediakit.output.notebook import render_thing, show
from mediakit.output.report import render_document, render_steps

TRAP = "<script>alert(1)</script>"


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def comparison() -> mk.Comparison:
    story = mk.load_example("bridge-vote")
    return mk.compare(story["wire"], story["tabloid"])


@pytest.fixture(scope="module")
def page(comparison: mk.Comparison) -> Page:
    return Page(comparison.to_html())


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_report_needs_neither_network_nor_script(comparison: mk.Comparison) -> None:
    html = comparison.to_html()
    assert "<script" not in html and "<link" not in html and "<img" not in html
    assert all(
        str(a[name]).startswith("#") for _, a in Page(html).tags for name in ("href", "src") if name in a
    )
    assert not re.search(r"url\(|@import|https?://", html)


def test_text_of_a_story_never_becomes_markup() -> None:
    old = f"{TRAP} He said “<b>no</b> & never”. <del>Gone</del> since 5 < 6 &amp; 7.\n\nThe council met. It voted."
    new = f"{TRAP} He said “<i>yes</i>”. <ins>Come</ins> since 6 > 5.\n\nThe council met {TRAP}. It fumed."
    versions = [
        mk.Version(text, TRAP, f"{TRAP}{name}", title=f"{TRAP} title {name}", source=TRAP)
        for name, text in (("a", old), ("b", new))
    ]
    comparison = mk.compare(*versions)
    own = {"div", "style", "p", "strong", "details", "summary", "ul", "li", "del", "ins", "mark"}
    for html in (comparison.to_html(), comparison._repr_html_(), render_thing(comparison.old).html):
        found = Page(html)
        assert not found.all("script") and not found.all("b") and not found.all("i")
        assert "<script>" in found.text
    fragment = Page(comparison._repr_html_())
    assert {tag for tag, _ in fragment.tags} <= own
    assert fragment.all("del") and "Gone" in fragment.text


def test_story_cannot_close_the_style_or_an_attribute() -> None:
    text = '</style><svg onload="x"> said “hi" onmouseover="y”. It may be </mark> so.'
    html = mk.compare(text, text + " It was a disaster.").to_html()
    assert not Page(html).all("svg")
    assert not any("onload" in a or "onmouseover" in a for _, a in Page(html).tags)


def test_every_number_of_the_main_table_is_in_the_report(comparison: mk.Comparison, page: Page) -> None:
    from mediakit.output.formatting import plain, signed, spell

    text = squeeze(page.text)
    for row in comparison.table().to_dict("records"):
        assert spell(row["metric"]) in text
        assert plain(row["old"]) in text and signed(row["shift"]) in text
        assert squeeze(row["reads_as"]) in text


def test_report_holds_both_texts_whole(comparison: mk.Comparison, page: Page) -> None:
    text = re.sub(r"\s+", "", page.text)
    for document in (comparison.old, comparison.new):
        for sentence in document.sentences:
            assert re.sub(r"\s+", "", sentence.text) in text


def test_report_says_what_it_found(comparison: mk.Comparison, page: Page) -> None:
    text = squeeze(page.text)
    for sentence in comparison.summary():
        assert squeeze(sentence) in text
    for row in comparison.quotations().to_dict("records"):
        assert row["status"] in text
    for value in comparison.provenance().values():
        assert str(value) in text


def test_every_finding_is_told_once_and_links_to_its_sentence(comparison: mk.Comparison, page: Page) -> None:
    findings, ids = comparison.findings(), {a.get("id") for _, a in page.tags}
    numbered = [a for a in page.all("li") if str(a.get("id", "")).startswith("f-")]
    assert len(numbered) == len(findings) > 5
    links = [str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith(("#new-", "#old-"))]
    assert len(links) == len(findings) and set(links) <= ids
    for row, link in zip(findings.itertuples(), links, strict=True):
        side, number = ("new", row.sentence_new) if row.sentence_new >= -1 else ("old", row.sentence_old)
        assert link == f"{side}-{number + 1 if number >= 0 else 'title'}"
        assert squeeze(row.says) in squeeze(page.text)


def test_every_sentence_has_a_place_of_its_own(comparison: mk.Comparison, page: Page) -> None:
    ids = {a.get("id") for _, a in page.tags}
    for side, document in (("old", comparison.old), ("new", comparison.new)):
        assert {f"{side}-{n + 1}" for n in range(len(document.sentences))} <= ids


def test_first_comes_what_was_compared_and_the_three_measures(comparison: mk.Comparison) -> None:
    html = comparison.to_html()
    head = squeeze(Page(html[html.index("<header>") : html.index("</header>")]).text)
    compared = "Northmoor Wire Service", "2025-03-05", "The Daily Clarion", "Divided council votes"
    assert all(words in head for words in (*compared, "ease of reading", "sentiment", "loaded words"))
    order = [html.index(f'id="{name}"') for name in ("findings", "voices", "quotations", "text", "measures", "limits")]
    assert order == sorted(order)


@pytest.fixture(scope="module")
def steps() -> list[mk.Comparison]:
    story = mk.load_example("river-flood")
    pairs = (("rev-1", "rev-2"), ("rev-2", "rev-3"), ("rev-1", "rev-3"))
    return [mk.compare(story[a], story[b], floors=False, n_draws=50) for a, b in pairs]


def test_report_on_several_versions_has_every_step_and_no_place_twice(steps: list[mk.Comparison]) -> None:
    html = render_steps(steps[:-1], steps[-1])
    tags = re.findall(r' id="([^"]+)"', html)
    assert len(tags) == len(set(tags)) and "<script" not in html
    targets = re.findall(r'href="#([^"]+)"', html)
    assert set(targets) <= set(tags) and len(targets) > 50
    told = squeeze(re.sub(r"<[^>]+>", " ", html))
    for step in steps:
        assert f"{step.old.version} → {step.new.version}" in told
        assert all(squeeze(str(escape(says))) in told for says in step.findings(least=2)["says"])
    assert "ease of reading" in told and "reading_ease_news" not in told


def test_gravity_is_told_in_words_the_gravest_first() -> None:
    story = mk.load_example("bridge-vote")
    html = mk.compare(story["wire"], story["paraphrase"], floors=False, n_draws=50).to_html()
    words = [html.index(name) for name in ("Changes what is claimed", "Changes how it is told", "Detail <")]
    assert words == sorted(words)


def test_what_is_too_short_is_guarded_and_has_no_row_of_measures() -> None:
    html = mk.compare("The mayor said no. He may lose.", "The mayor said yes. He will lose.").to_html()
    page = Page(html)
    assert "too short" in page.text and html.count('class="guard"') == 2 and 'class="tiles"' not in html
    assert "certainty" in page.text and "firmness of claims" not in page.text.split("Measures")[0]


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_landmarks_names_and_links_are_there(page: Page) -> None:
    for tag in ("main", "nav", "header"):
        assert len(page.all(tag)) == 1
    assert page.all("html")[0]["lang"] == "en" and page.all("title")
    ids = [str(a["id"]) for _, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert str(link["href"]).removeprefix("#") in ids


def test_tables_have_heads_for_rows_and_columns(page: Page) -> None:
    scopes = {a.get("scope") for a in page.all("th")}
    assert scopes == {"col", "row"}
    assert len(page.all("caption")) >= 4


def test_every_input_stands_in_a_label(comparison: mk.Comparison) -> None:
    html = comparison.to_html()
    assert html.count("<input") == len(re.findall(r"<label><input[^>]*> \w", html)) == 3


def test_nothing_is_told_by_colour_alone(page: Page) -> None:
    marks = page.all("mark")
    assert marks and all(mark.get("title") or mark.get("class") for mark in marks)
    css = page.text
    assert (
        "line-through" in css
        and "underline" in css
        and "prefers-color-scheme:dark" in css
        and "@media print" in css
    )


def test_same_versions_give_a_report_that_says_so() -> None:
    wire = mk.load_example("bridge-vote")["wire"]
    text = squeeze(Page(mk.compare(wire, wire).to_html()).text)
    assert "same" in text and "0 of all" in text


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "A text. It is new."), ("One.", ""), ("…", "“”")])
def test_report_on_nearly_nothing_is_still_a_page(old: str, new: str) -> None:
    page = Page(mk.compare(old, new).to_html())
    assert page.all("h1") and "nan" not in page.text.lower().split()


@pytest.mark.slow
def test_report_of_two_hundred_sentences_is_below_a_megabyte() -> None:
    stories = [mk.load_example(name) for name in mk.list_examples()]
    wires = "\n\n".join(story["wire"].text for story in stories)
    tabloids = "\n\n".join(story["tabloid"].text for story in stories)
    comparison = mk.compare(wires, tabloids)
    assert len(comparison.old.sentences) > 150
    assert len(comparison.to_html().encode()) < 1_000_000


def test_report_is_written_where_asked(comparison: mk.Comparison, tmp_path) -> None:
    path = tmp_path / "report.html"
    assert comparison.to_html(path) == path.read_text(encoding="utf-8") == comparison.to_html()


def test_document_shows_its_text_marks_and_what_was_left_out() -> None:
    document = mk.parse(mk.load_example("bridge-vote")["scraped"])
    page = Page(render_document(document))
    text = re.sub(r"\s+", "", page.text)
    assert all(re.sub(r"\s+", "", sentence.text) in text for sentence in document.sentences)
    assert document.removed
    for removal in document.removed:
        assert re.sub(r"\s+", "", removal.text)[:50] in text


def test_story_shows_its_versions() -> None:
    html = mk.Story("s", (mk.Version("A <b>text</b>.", "s", "<i>a</i>", title=TRAP),))._repr_html_()
    assert not Page(html).all("b") and not Page(html).all("i") and not Page(html).all("script")
    assert "&lt;i&gt;a" in html


def test_the_texts_in_a_notebook_have_their_legend(comparison: mk.Comparison) -> None:
    text = squeeze(Page(comparison._repr_html_()).text)
    assert "only in the older only in the newer loaded" in text


def test_shown_table_reads_well() -> None:
    table = pd.DataFrame({"who": ["<b>Ann</b>"], "n_words": [3], "share": [0.123456], "gone": [float("nan")]})
    shown = render_thing(table)
    assert "&lt;b&gt;Ann" in shown.html and "0.123</td>" in shown.html and "–</td>" in shown.html
    assert '<td align="left"' in shown.html and shown.html.count('<td align="right"') == 3
    assert ">words</th>" in shown.html and "0.123" in repr(shown)


def test_index_is_shown_if_it_says_something() -> None:
    table = pd.DataFrame({"value": [1.0, 2.0]}, index=pd.Index(["lix", "rix"], name="metric"))
    assert "LIX" in render_thing(table).html and "measure</th>" in render_thing(table["value"]).html
    assert render_thing(table.reset_index()[1:]).html.count("<th ") == 2


def test_dollar_signs_are_money_in_a_notebook() -> None:
    said = "It cost $3.2 million, then $4 million."
    compared = mk.compare(said, said.replace("4", "5"), floors=False, n_draws=50)
    shown = [render_thing(thing)._repr_html_() for thing in ([said], said, pd.DataFrame({"a": [said]}), mk.parse(said))]
    for html in (*shown, compared._repr_html_(), mk.explore(compared)._repr_mimebundle_()["text/html"]):
        assert html.count("$") == html.count("<span>$</span>") >= 2


def test_only_long_texts_break_into_lines() -> None:
    says = "The tone of a word changed, and so did much else."
    table = pd.DataFrame({"kind": ["tone"], "says": [says], "loaded_rate": 3})
    html = render_thing(table).html
    assert html.count("white-space:normal") == 2 and "loaded words</th>" in html


def test_a_figure_is_shown_once_with_its_finding_as_text() -> None:
    import matplotlib.pyplot as plt

    picture = render_thing(mk.plots.shifts(mk.compare("It was good.", "It was bad.", floors=False, n_draws=50)))
    data, metadata = picture._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG") and not plt.get_fignums()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(picture) != ""


def test_heads_of_a_shown_table_are_plain_and_no_two_the_same() -> None:
    columns = ["n_old", "n_new", "old", "new", "dropped", "reading_ease_news", "p_holm"]
    html = render_thing(pd.DataFrame([range(len(columns))], columns=columns)).html
    heads = re.findall(r"<th[^>]*>([^<]*)</th>", html)
    assert heads == ["count old", "count new", "old", "new", "dropped", "ease of reading", "p holm"]


def test_sentences_are_shown_as_they_stand() -> None:
    assert render_thing("5 < 6").html == "<p>5 &lt; 6</p>" and repr(render_thing("5 < 6")) == "5 < 6"
    assert render_thing(f"{i}" for i in range(2)).html == "<ul><li>0</li><li>1</li></ul>"
    assert repr(render_thing(pd.DataFrame(columns=["a", "b"]))) == "(no rows: a, b)"


def test_show_prints_outside_of_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    show(["one", "two"], "three")
    assert capsys.readouterr().out == "• one\n• two\nthree\n"
