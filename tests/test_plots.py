"""Figures show the numbers of their tables, say in words what they show, and change nothing."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import mediakit as mk
from mediakit.output import plots
from mediakit.output.formatting import plain, signed
from mediakit.output.plot_style import THEMES

mpl.use("Agg")
NAN = float("nan")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def shifts() -> pd.DataFrame:
    """Three metrics: one clear, one inside the floor, one resting on too few pairs; and one undefined."""
    rows = [
        ("lix", "LIX", 38.0, 45.0, 7.0, 3.0, 11.0, 1.0, "clear", "harder to read"),
        ("rix", "RIX", 3.7, 3.6, -0.1, -0.3, -0.05, 0.2, "formatting", "easier to read"),
        ("vader_mean", "sentiment (VADER)", -0.1, -0.4, -0.3, -0.5, -0.1, 0.0, "open", "more negative"),
        ("smog_index", "school grade (SMOG)", NAN, 1.0, NAN, NAN, NAN, NAN, "undefined", ""),
    ]
    names = ["metric", "label", "old", "new", "shift", "low", "high", "floor", "verdict", "direction"]
    return pd.DataFrame(rows, columns=names).assign(story="s", n_pairs=20, n_changed=12, unit="points")


@pytest.fixture
def evidence() -> pd.DataFrame:
    words = ["slams", "slams", "said", "dire", ""]
    parts = [2.0, 1.0, -0.5, 0.25, -0.75]
    quoted = [False, False, False, True, False]
    return pd.DataFrame(
        {"metric": "loaded_rate", "pair": range(5), "old": "", "new": words, "word": words, "quoted": quoted,
         "contribution": parts}
    )  # fmt: skip


@pytest.fixture
def ledger() -> pd.DataFrame:
    rows = [("We will act.", "We will act.", "verbatim", "tabloid"),
            ("We may act.", "We will act.", "altered", "tabloid"),
            ("", "Shame!", "new", "tabloid"), ("We will act.", "", "dropped", "brief"),
            ("We may act.", "We may act,", "typography", "brief")]  # fmt: skip
    return pd.DataFrame(rows, columns=["old", "new", "status", "version"]).assign(
        speaker_old="", speaker_new="", changes=""
    )


def numbers(artists) -> dict[str, float]:
    """Return the values that artists carry under their names."""
    named = [a.get_gid().split("=") for a in artists if a.get_gid()]
    return {name: float(value) for name, value in named}


def drawn_shifts(ax) -> dict[str, tuple[float, float]]:
    """Return where each dot of the forest plot stands in its row, and the shift it is named with."""
    found = {}
    for line in ax.lines:
        if line.get_gid():
            name, value = line.get_gid().split("=")
            found[name] = (float(line.get_xdata()[0]), float(value))
    return found


def test_forest_plot_shows_the_numbers_of_the_table(shifts: pd.DataFrame) -> None:
    ax = plots.shifts(shifts, "all")
    drawn = drawn_shifts(ax)
    assert {name: value for name, (_, value) in drawn.items()} == {
        "lix": 7.0,
        "rix": -0.1,
        "vader_mean": -0.3,
    }
    order = sorted(drawn, key=lambda name: drawn[name][1])
    assert order == sorted(drawn, key=lambda name: drawn[name][0])
    said = [text.get_text() for text in ax.texts]
    assert "38 → 45" in said and "+7" in said and "−0.3" in said


def test_forest_plot_fills_only_what_is_clear(shifts: pd.DataFrame) -> None:
    ax = plots.shifts(shifts, "all")
    filled = {
        line.get_gid().split("=")[0]: line.get_mfc() != THEMES["light"].paper
        for line in ax.lines
        if line.get_gid()
    }
    assert filled == {"lix": True, "rix": False, "vader_mean": False}
    assert plots.finding(ax).startswith("Harder to read: 1 of 3 measures shifts clearly.")


def test_forest_plot_says_what_each_row_means(shifts: pd.DataFrame) -> None:
    said = [text.get_text() for text in plots.shifts(shifts, "all").texts]
    assert {"harder to read", "no more than formatting", "not sure"} <= set(said)


def test_forest_plot_keeps_the_asked_order_and_names_what_is_unknown(shifts: pd.DataFrame) -> None:
    ax = plots.shifts(shifts, ["vader_mean", "lix"])
    assert [label.get_text() for label in ax.get_yticklabels()][::-1] == ["sentiment (VADER)", "LIX"]
    with pytest.raises(mk.ChoiceError, match="'loudness'.*lix"):
        plots.shifts(shifts, ["loudness"])


def test_forest_plot_draws_the_main_metrics_unless_others_are_named(shifts: pd.DataFrame) -> None:
    assert [label.get_text() for label in plots.shifts(shifts).get_yticklabels()] == ["sentiment (VADER)"]
    assert len(plots.shifts(shifts[shifts["metric"] == "lix"]).get_yticklabels()) == 1


def test_bars_of_the_word_shift_sum_to_the_shift(evidence: pd.DataFrame) -> None:
    ax = plots.evidence(evidence)
    widths = [bar.get_width() for bar in ax.patches]
    assert sum(widths) == pytest.approx(evidence["contribution"].sum()) == pytest.approx(2.0)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert dict(zip(names, widths, strict=True))["slams"] == 3.0
    assert "“dire”" in names and names[-1] == "(length of the text)"
    said = plots.finding(ax)
    assert said.startswith("Loaded words: up by 2 per 1,000 words, through slams, “dire”.")
    assert "Those named make 100 % of what moves it this way." in said


def test_what_is_not_shown_is_summed_in_words_and_has_no_bar(evidence: pd.DataFrame) -> None:
    ax = plots.evidence(evidence, most=2)
    assert len(ax.patches) == 2 and ax.get_yticklabels()[-1].get_text() == "2 more, together −0.5"
    assert sum(bar.get_width() for bar in ax.patches) - 0.5 == pytest.approx(2.0)


def test_a_word_that_went_is_drawn_hollow(evidence: pd.DataFrame) -> None:
    gone = evidence.assign(old=["slams", "slams", "", "", ""], new="")
    ax = plots.evidence(gone)
    names = [label.get_text() for label in ax.get_yticklabels()]
    hollow = [bar.get_facecolor()[:3] == (1.0, 1.0, 1.0) for bar in ax.patches]
    assert [name for name, empty in zip(names, hollow, strict=True) if empty] == ["slams (went)"]


def test_a_shift_of_zero_has_no_line() -> None:
    row = {"metric": "lix", "label": "LIX", "old": 0.0, "new": 0.0, "shift": 0.0, "low": 0.0, "high": 0.0, "floor": 2.0,
           "verdict": "none", "direction": ""}  # fmt: skip
    ax = plots.shifts(pd.DataFrame([row]), "all")
    assert not ax.patches and [len(line.get_xdata()) for line in ax.lines if line.get_gid()] == [1]


def test_pictures_take_a_comparison() -> None:
    story = mk.load_example("junction-crash")
    c = mk.compare(story["wire"], story["tabloid"], floors=False, n_draws=50)
    for draw, table in ((plots.shifts, c.table()), (plots.quotations, c.quotations()), (plots.voices, c.voices()),
                        (plots.coverage, c.coverage())):  # fmt: skip
        assert plots.finding(draw(c)) == plots.finding(draw(table))
    assert plots.finding(plots.evidence(c, "lix")) == plots.finding(plots.evidence(c.evidence("lix")))
    words = [text.get_text() for text in plots.flow(c).texts]
    assert any(c.old.sentences[0].text[:15] in said for said in words)
    with pytest.raises(mk.ChoiceError, match="lix"):
        plots.evidence(c, "lixx")


def test_all_figures_of_a_comparison_are_saved(tmp_path, tilted: mk.Comparison) -> None:
    paths = plots.save(tilted, tmp_path / "new" / "folder", format="svg")
    assert [path.stem for path in paths] == ["shifts", "evidence", "voices", "quotations", "coverage", "flow"]
    assert all("<svg" in path.read_text("utf-8") for path in paths) and not plt.get_fignums()
    with pytest.raises(mk.ChoiceError, match="png, svg, pdf"):
        plots.save(tilted, tmp_path, format="bmp")
    (tmp_path / "file").touch()
    with pytest.raises(mk.WriteError, match="cannot be made a folder"):
        plots.save(tilted, tmp_path / "file")


def test_lines_over_versions_tell_which_metrics_rise_and_fall() -> None:
    values = {"lix": [40.0, 45.0], "rix": [4.0, 3.0], "loaded_rate": [0.0, 0.0]}
    rows = [("s", "ab"[i], name, both[i]) for name, both in values.items() for i in (0, 1)]
    table = pd.DataFrame(rows, columns=["story", "version", "metric", "value"])
    said = plots.finding(plots.versions(table))
    assert said.startswith("Up from a to b: LIX. Down: RIX. Unchanged: loaded words. LIX 40 → 45;")
    both = pd.concat([table, table.assign(story="t", value=table["value"] * 2)])
    assert plots.finding(plots.versions(both, "lix")).startswith("Up from a to b: LIX in 2 of 2.")


def test_labels_of_lines_that_end_close_together_do_not_collide() -> None:
    ends = {"s": 40.0, "t": 40.1, "u": 40.2}
    rows = [(story, version, "lix", value) for story, value in ends.items() for version in "ab"]
    ax = plots.versions(pd.DataFrame(rows, columns=["story", "version", "metric", "value"]))
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.child_axes[0].texts]
    assert len(boxes) == 6 and not [1 for i, a in enumerate(boxes) for b in boxes[:i] if a.overlaps(b)]


def test_title_of_the_corpus_tells_what_holds_after_correction(shifts: pd.DataFrame) -> None:
    tests = pd.DataFrame({"metric": ["lix", "rix"], "n": 4, "mean": [17.5, 1.0], "low": 0.0, "high": 25.0})
    tests["p_holm"] = [0.01, 0.4]
    title = plots.finding(plots.corpus(shifts, tests, ["lix", "rix"]))
    assert title.startswith("Holds over 4 stories: harder to read.")
    none = plots.finding(plots.corpus(shifts, tests.assign(p_holm=0.9), ["lix"]))
    assert none.startswith("Over 4 stories no shift holds after correction.")


def test_quotations_without_a_quoted_older_side_are_counted_in_the_last_row(ledger: pd.DataFrame) -> None:
    fresh = ledger[ledger["status"] == "new"].assign(status="quoted")
    said = {text.get_text() for text in plots.quotations(pd.concat([ledger, fresh])).texts}
    assert "1 new, 1 quoted" in said


def test_timeline_has_a_bar_for_each_gravity_of_each_step() -> None:
    story = mk.load_example("river-flood")
    pairs = ("rev-1", "rev-2"), ("rev-2", "rev-3")
    steps = [mk.compare(story[a], story[b], floors=False, n_draws=50) for a, b in pairs]
    ax = plots.timeline(steps)
    wanted = {
        f"{y}-{gravity}-{n}"
        for y, step in enumerate(steps)
        for gravity, n in step.findings(2)["gravity"].value_counts().items()
    }
    assert {bar.get_gid() for bar in ax.patches if bar.get_gid()} == wanted
    assert plots.finding(ax).startswith("What is claimed changes most from rev-2 to rev-3.")
    assert plots.finding(plots.timeline([])) == "No step to draw."


def test_a_quotation_that_went_is_an_empty_place(ledger: pd.DataFrame) -> None:
    tiles = {bar.get_gid(): bar for bar in plots.quotations(ledger).patches if bar.get_gid()}
    assert not tiles["1-0-dropped"].get_fill() and tiles["0-0-verbatim"].get_fill()


def test_a_tile_tells_what_differs_if_there_is_one_newer_version(ledger: pd.DataFrame) -> None:
    told = ledger[ledger["version"] == "tabloid"].drop(columns="version").assign(changes="“may” → “will”")
    assert "altered: “may” → “will”" in {text.get_text() for text in plots.quotations(told).texts}


def test_axis_of_the_word_shift_tells_the_direction(evidence: pd.DataFrame) -> None:
    assert plots.evidence(evidence).get_xlabel() == "← lowers it   |   raises it →"


def test_flow_draws_every_sentence_once_and_names_its_kind() -> None:
    old, new = ["One is here.", "Two was there too."], ["One is here.", "Three came in."]
    pairs = mk.align(old, new)
    ax = plots.flow(
        pairs, old=[mk.parse(s).sentences[0] for s in old], new=[mk.parse(s).sentences[0] for s in new]
    )
    boxes = sorted(bar.get_gid() for bar in ax.patches if bar.get_gid())
    assert boxes == ["new-0-same", "new-1-added", "old-0-same", "old-1-removed"]
    said = [text.get_text() for text in ax.texts]
    assert "added: Three came in." in said and "removed: Two was there too." in said
    assert "1 same" in plots.finding(ax)


def test_tone_bars_are_the_counts_of_the_sentences() -> None:
    story = mk.load_example("bridge-vote")
    counts = pd.concat([mk.count(mk.parse(story[name])) for name in ("wire", "tabloid")])
    ax = plots.tone(counts, "vader_sum")
    body = counts[counts["part"] == "body"]
    scale = body["vader_sum"].abs().max()
    heights = [bar.get_height() * scale for bar in ax.patches]
    np.testing.assert_allclose(heights, body["vader_sum"], atol=1e-12)
    assert "lowest in sentence" in plots.finding(ax)
    with pytest.raises(mk.ChoiceError, match="vader_sum"):
        plots.tone(counts, "mood")


def test_lines_over_versions_are_the_measures() -> None:
    table = mk.measure(mk.load_example("river-flood"), metrics=["lix", "rix"])
    ax = plots.versions(table, ["rix", "lix"])
    for panel, metric in zip(ax.child_axes, ["rix", "lix"], strict=True):
        drawn = np.concatenate([line.get_ydata() for line in panel.lines])
        np.testing.assert_array_equal(drawn, table.loc[table["metric"] == metric, "value"])
    with pytest.raises(mk.ChoiceError, match="lix, rix"):
        plots.versions(table, "tone")


def test_dots_of_the_corpus_are_the_shifts_of_the_stories(shifts: pd.DataFrame) -> None:
    many = pd.concat([shifts.assign(story=f"s{i}", shift=shifts["shift"] * i) for i in range(1, 5)])
    tests = pd.DataFrame({"metric": ["lix"], "mean": [17.5], "low": [10.0], "high": [25.0]})
    ax = plots.corpus(many, tests, ["lix", "rix"])
    first = ax.child_axes[0]
    np.testing.assert_array_equal(first.collections[0].get_offsets()[:, 0], [7.0, 14.0, 21.0, 28.0])
    assert numbers(first.lines) == {"lix": 17.5}
    assert "LIX: higher in 4 of 4" in plots.finding(ax) and "RIX: lower in 4 of 4" in plots.finding(ax)


def test_ledger_has_a_tile_for_every_quotation_and_version(ledger: pd.DataFrame) -> None:
    ax = plots.quotations(ledger)
    tiles = sorted(bar.get_gid() for bar in ax.patches if bar.get_gid())
    assert tiles == ["0-0-verbatim", "0-1-altered", "0-2-new", "1-0-dropped", "1-1-typography"]
    said = {text.get_text() for text in ax.texts}
    assert {"verbatim", "altered", "dropped", "1 new", "tabloid", "brief"} <= said
    assert plots.finding(ax).startswith("2 of 4 quotations kept every word.")


@pytest.fixture(scope="module")
def tilted() -> mk.Comparison:
    story = mk.load_example("market-clearance")
    return mk.compare(story["wire"], story["paraphrase"], metrics="lix", floors=False)


def test_bars_of_the_voices_are_their_words(tilted: mk.Comparison) -> None:
    table = tilted.voices()
    ax = plots.voices(table)
    drawn = [str(patch.get_gid()).split("-") for patch in ax.patches if patch.get_gid()]
    for side in ("old", "new"):
        words = [int(n) for which, _, n in drawn if which == side]
        assert sorted(words) == sorted(table[f"n_words_{side}"])
    assert "1 gone (Nadia Ferrant)" in plots.finding(ax)


def test_coverage_draws_every_sentence_once(tilted: mk.Comparison) -> None:
    table = tilted.coverage()
    ax = plots.coverage(table)
    drawn = [str(patch.get_gid()) for patch in ax.patches if patch.get_gid()]
    assert drawn == [f"{n}-{status}" for n, status in zip(table["sentence"], table["status"], strict=True)]
    assert f"{(table['status'] == 'cut').sum()} of {len(table)} sentences are cut" in plots.finding(ax)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("draw", [plots.voices, plots.coverage], ids=lambda f: f.__name__)
def test_no_words_of_a_figure_collide(tilted: mk.Comparison, theme: str, draw) -> None:
    with plots.style(theme):
        ax = draw(getattr(tilted, draw.__name__)())
        ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in (*ax.texts, *ax.get_yticklabels()) if text.get_text()]
    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if a.overlaps(b) and a.shrunk(0.9, 0.6).overlaps(b)]


def test_accuracy_shows_ours_beside_the_peer() -> None:
    table = pd.DataFrame(
        {"set": "s", "figure": ["a", "b"], "ours": [0.9, 0.5], "peer_name": ["p", ""], "peer": [0.7, NAN]}
    )
    ax = plots.accuracy(table)
    drawn = [line.get_gid() for line in ax.lines if line.get_gid()]
    assert drawn == ["peer=0.7", "ours=0.9", "ours=0.5"]
    assert "1 of 1 figures" in plots.finding(ax)


EMPTY = {
    plots.shifts: ["metric", "old", "new", "shift", "low", "high", "floor", "n_changed", "reads_as"],
    plots.evidence: ["metric", "word", "quoted", "contribution"],
    plots.flow: ["old", "new", "kind", "similarity"],
    plots.tone: ["version", "sentence", "part", "sentiment_sum"],
    plots.versions: ["story", "version", "metric", "value"],
    plots.corpus: ["story", "metric", "shift"],
    plots.quotations: ["old", "new", "status"],
    plots.accuracy: ["set", "figure", "ours", "peer_name", "peer"],
    plots.voices: ["source_old", "source_new", "n_words_old", "n_words_new", "status"],
    plots.coverage: ["sentence", "text", "place", "status", "new", "voices", "numbers"],
}


@pytest.mark.parametrize("draw", EMPTY, ids=lambda f: f.__name__)
def test_an_empty_table_is_said_to_be_empty(draw) -> None:
    ax = draw(pd.DataFrame(columns=EMPTY[draw]))
    assert plots.finding(ax).split()[0] in {"No", "Nothing", "Neither"}
    ax.figure.canvas.draw()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_change_neither_table_nor_settings(
    shifts: pd.DataFrame, evidence: pd.DataFrame, theme: str
) -> None:
    before, settings = (shifts.copy(), evidence.copy()), dict(mpl.rcParams)
    with plots.style(theme):
        axes = [plots.shifts(shifts), plots.evidence(evidence)]
    assert dict(mpl.rcParams) == settings
    pd.testing.assert_frame_equal(shifts, before[0])
    pd.testing.assert_frame_equal(evidence, before[1])
    for ax in axes:
        assert mpl.colors.to_hex(ax.get_facecolor()).upper() == THEMES[theme].paper


def test_figures_draw_on_given_axes(evidence: pd.DataFrame) -> None:
    _, ax = plt.subplots()
    assert plots.evidence(evidence, ax=ax) is ax


def test_dollar_signs_are_not_read_as_mathematics(ledger: pd.DataFrame) -> None:
    table = ledger.assign(old="It cost $5 and then $6.")
    plots.quotations(table).figure.canvas.draw()
    pairs = mk.align(["It cost $5_a and $6_b."], ["It cost $5 and $7."])
    plots.flow(
        pairs, old=mk.parse("It cost $5_a and $6_b.").sentences, new=mk.parse("It cost $5 and $7.").sentences
    )
    plt.gcf().canvas.draw()


def test_unknown_theme_lists_the_themes() -> None:
    with pytest.raises(mk.ChoiceError, match="light, dark"), plots.style("sepia"):
        pass


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2."""
    channels = [np.array(mpl.colors.to_rgb(colour)) for colour in (one, other)]
    linear = [np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for c in channels]
    low, high = sorted(float(c @ [0.2126, 0.7152, 0.0722]) for c in linear)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_marks_are_readable_on_their_ground(theme: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours.ink, colours.paper) > 7 and contrast(colours.soft, colours.paper) > 4.5
    for mark in (colours.lower, colours.higher):
        assert contrast(mark, colours.paper) > 3


@pytest.mark.parametrize(("value", "text"), [(0.0, "0"), (-0.0, "0"), (1234567.0, "1234567"), (-0.144, "−0.144"),
                                             (1e-9, "0"), (0.00012, "0.00012"), (1.2e-5, "0"), (NAN, "–"),
                                             (8.719, "8.72")])  # fmt: skip
def test_numbers_are_plain(value: float, text: str) -> None:
    assert plain(value) == text


def test_signs_are_shown() -> None:
    assert (signed(2.0), signed(-2.0), signed(0.0), signed(NAN)) == ("+2", "−2", "0", "–")
