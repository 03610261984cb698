"""The widgets answer every choice, take texts of one's own, and say kindly what is wrong."""

import datetime

import matplotlib as mpl
import pytest

import mediakit as mk

mpl.use("Agg")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

OLD = "The mayor said no. He may lose the vote.\n\nThe council will meet on Monday."
NEW = "The mayor fumed and slammed the shameful plan. He will lose the vote.\n\nThe council will meet on Monday."


@pytest.fixture
def story() -> mk.Story:
    return mk.Story("s", (mk.Version(OLD, "s", "a"), mk.Version(OLD, "s", "b"), mk.Version(NEW, "s", "c")))


def panel(explorer, name: str) -> str:
    """Return the HTML of one panel, after opening it."""
    explorer._tabs.selected_index = ("findings", "quotations", "voices", "measures", "side by side").index(name)
    return explorer._panels[name].value


def test_a_finding_opens_at_its_place_in_both_texts(story: mk.Story) -> None:
    page = panel(mk.explore(story), "findings")
    assert "Changes how it is told" in page and page.index('class="g2"') < page.index('class="g1"')
    opened = next(part for part in page.split("<details")[1:] if "fumed" in part.split("</summary>")[0])
    assert "<mark>" in opened and "The mayor said no" in opened.split("</summary>")[1].replace("<mark>", "")


def test_every_choice_changes_what_is_shown(story: mk.Story) -> None:
    explorer = mk.explore(story)
    seen = [explorer._head.value + panel(explorer, "measures")]
    for control, value in ((explorer._newer, "b"), (explorer._older, "c"), (explorer._voice, "quoted")):
        control.value = value
        seen.append(explorer._head.value + panel(explorer, "measures"))
    assert len(set(seen)) == len(seen)


def test_findings_are_filtered_by_gravity_and_kind(story: mk.Story) -> None:
    explorer = mk.explore(story)
    findings, everything = explorer.comparison.findings(), panel(explorer, "findings")
    assert everything.count("<details") == len(findings)
    for _, gravity in explorer._gravity.options[1:]:
        explorer._gravity.value = gravity
        assert panel(explorer, "findings").count("<details") == (findings["gravity"] == gravity).sum()
    explorer._gravity.value = 0
    for _, kind in explorer._kind.options[1:]:
        explorer._kind.value = kind
        assert panel(explorer, "findings").count("<details") == (findings["kind"] == kind).sum()


def test_panels_hold_what_their_tables_hold() -> None:
    story = mk.load_example("bridge-vote")
    explorer = mk.explore(story["wire"], story["tabloid"])
    c = explorer.comparison
    assert panel(explorer, "quotations").count("<q>") >= len(c.quotations())
    voices = panel(explorer, "voices")
    assert all(name in voices for name in c.voices().query("status == 'dropped'")["source_old"].str.split().str[-1])
    measures = panel(explorer, "measures")
    assert all(label in measures for label in c.table()["label"]) and "loaded_rate" not in measures
    assert "beloved" in measures and "<ins>" in panel(explorer, "side by side")


def test_explorer_takes_a_pair_a_comparison_a_story_and_stories(story: mk.Story) -> None:
    compared = mk.compare(story["a"], story["c"])
    assert mk.explore(compared).comparison is compared
    for pair in ((story["a"], story["c"]), ((story["a"], story["c"]),), (OLD, NEW)):
        assert mk.explore(*pair).comparison.findings()["says"].tolist() == compared.findings()["says"].tolist()
    explorer = mk.explore([mk.load_example("bridge-vote"), story])
    explorer._story.value = "s"
    assert explorer._newer.options == ("a", "b", "c") and explorer.comparison.new.version == "c"


def test_explorer_is_a_page_where_no_program_runs(story: mk.Story) -> None:
    bundle = mk.explore(story)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "fumed" in bundle["text/html"] and "<script" not in bundle["text/html"]


def test_what_is_printed_of_a_widget_is_short(story: mk.Story) -> None:
    assert len(repr(mk.explore(story))) < 200 and len(repr(mk.explore())) < 40
    assert mk.explore()._repr_mimebundle_()["text/plain"] == repr(mk.explore())


def test_text_of_a_story_is_no_markup_in_the_explorer() -> None:
    explorer = mk.explore("He said <script>no</script> to it.", "He fumed <script>yes</script> to <b>it</b>.")
    pages = [explorer._head.value, *(panel(explorer, name) for name in explorer._panels)]
    assert not [page for page in pages if "<script" in page or "<b>it" in page]


def test_buttons_save_report_and_tables(story: mk.Story, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    explorer = mk.explore(story)
    report, tables = (button for button in explorer.children[0].children if hasattr(button, "click"))
    report.click()
    assert "fumed" in (tmp_path / "s-a-c.html").read_text("utf-8")
    assert "s-a-c.html" in explorer._message.value and "download" in explorer._message.value
    tables.click()
    assert [path.stem for path in tmp_path.iterdir() if path.suffix != ".html"] == ["s-a-c"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s-a-b.html").mkdir()
    explorer._newer.value = "b"
    assert explorer._message.value == ""
    report.click()
    assert "cannot be written" in explorer._message.value


def test_story_with_one_version_cannot_be_explored(story: mk.Story) -> None:
    with pytest.raises(mk.ReadError, match="1 version"):
        mk.explore(mk.Story("s", story.versions[:1]))


def desk():
    """Return the text areas, uploads, button, message and result of the widget that asks for two texts."""
    sides, button, message, result = mk.explore().children
    areas, uploads = [box.children[1] for box in sides.children], [box.children[2] for box in sides.children]
    return areas, uploads, button, message, result


def test_pasted_texts_are_compared() -> None:
    areas, _, button, message, result = desk()
    areas[0].value, areas[1].value = OLD, NEW
    button.click()
    assert message.value == "" and len(result.children) == 1
    assert "shameful" in panel(result.children[0], "findings")


def test_missing_text_is_asked_for() -> None:
    areas, _, button, message, result = desk()
    areas[0].value = OLD
    button.click()
    assert "The newer text is missing: paste it or upload a file" in message.value and not result.children


def test_equal_texts_are_said_to_be_equal() -> None:
    areas, _, button, message, _ = desk()
    areas[0].value, areas[1].value = OLD, f"  {OLD}\n"
    button.click()
    assert "Both texts are the same" in message.value


def test_message_goes_when_the_texts_are_mended() -> None:
    areas, _, button, message, result = desk()
    button.click()
    areas[0].value, areas[1].value = OLD, NEW
    button.click()
    assert message.value == "" and result.children


def upload(widget, name: str, content: bytes) -> None:
    """Hand in a file as the browser would."""
    modified = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    file = {
        "name": name,
        "type": "",
        "size": len(content),
        "content": memoryview(content),
        "last_modified": modified,
    }
    widget.set_trait("value", (file,))


def test_uploaded_files_are_read_as_their_kind() -> None:
    _, uploads, button, message, result = desk()
    upload(uploads[0], "old.md", b"---\ntitle: First\n---\n" + OLD.encode())
    upload(uploads[1], "../../new.txt", NEW.encode("utf-16"))
    button.click()
    assert message.value == ""
    assert "First" in panel(result.children[0], "side by side")


@pytest.mark.parametrize(
    ("name", "content"), [("old.pdf", b"%PDF-1.7"), ("old.txt", b""), ("<b>.txt", b"\x00\x01\x02" * 99)]
)
def test_unreadable_upload_is_explained(name: str, content: bytes) -> None:
    areas, uploads, button, message, result = desk()
    upload(uploads[0], name, content)
    areas[1].value = NEW
    button.click()
    assert "Not yet:" in message.value and not result.children
    assert "/tmp" not in message.value and "<b>.txt" not in message.value
