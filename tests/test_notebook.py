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


def parts(widget):
    """Return the choosers, the picture and the text of the explorer."""
    controls, figure, text = widget.children
    return controls.children, figure, text


def test_picture_has_its_finding_as_text(story: mk.Story) -> None:
    _, figure, text = parts(mk.explore(story))
    assert figure.value.startswith('<img alt="Loaded words: ') and "data:image/png;base64," in figure.value
    assert "loaded words" in text.value and "shameful" in text.value


def test_every_choice_changes_what_is_shown(story: mk.Story) -> None:
    (older, newer, voice, metric), figure, text = parts(mk.explore(story))
    seen = [(figure.value, text.value)]
    for control, value in ((metric, "flesch_kincaid_grade"), (newer, "b"), (older, "c"), (voice, "quoted")):
        control.value = value
        seen.append((figure.value, text.value))
    assert len(set(seen)) == len(seen)


@pytest.mark.slow
def test_every_metric_on_offer_can_be_shown(story: mk.Story) -> None:
    (_, _, _, metric), figure, _ = parts(mk.explore(story, metric="lix"))
    offered = [value for _, value in metric.options]
    assert offered[0] == "lix" and len(offered) > 5 and set(offered) <= set(mk.METRICS)
    for name in offered:
        metric.value = name
        assert "<img" in figure.value


def test_story_with_one_version_cannot_be_explored(story: mk.Story) -> None:
    with pytest.raises(mk.ReadError, match="1 version"):
        mk.explore(mk.Story("s", story.versions[:1]))


def test_unknown_metric_lists_the_metrics(story: mk.Story) -> None:
    with pytest.raises(mk.ChoiceError, match="loaded_rate"):
        mk.explore(story, metric="loudness")


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
    assert "shameful" in parts(result.children[0])[2].value


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
    assert "First" in parts(result.children[0])[2].value


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
