"""The report: one HTML file that needs neither network nor script, made from a finished comparison."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from math import fsum, isnan
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from mediakit.comparison.alignment import pair_sentences
from mediakit.comparison.side_by_side import Passage, Run, cut_passages, diff_text
from mediakit.comparison.summary import find_guards, is_measurable
from mediakit.measures.metrics import MAIN
from mediakit.memory import once, remember
from mediakit.output.formatting import (
    GRAVITIES,
    SAME_QUOTATION,
    name_kind,
    name_version,
    plain,
    read_verdict,
    signed,
    spell,
    title_of,
)
from mediakit.schema import list_rows
from mediakit.text.document import Document

if TYPE_CHECKING:
    from jinja2 import Environment

    from mediakit.comparison.contributions import Evidence
    from mediakit.comparison.shifts import Comparison


# How many metrics get their words shown, and how many words each.
_MOST_METRICS, _MOST_WORDS = 4, 8
_SHOWN = {3: 12, 2: 5}  # findings of each gravity that are shown unfolded
_MOST_VOICES = 8
_TILES = ("reading_ease_news", "sentiment_news", "loaded_rate")
_SECTIONS = (("findings", "Findings"), ("voices", "Voices"), ("quotations", "Quotations"), ("text", "Side by side"),
             ("measures", "Measures"), ("limits", "How far to trust this"))  # fmt: skip
_KINDS = {"same": "unchanged", "edited": "edited", "split": "split", "merged": "merged", "moved": "moved"}
_LEGEND = (("loaded", "loaded"), ("hedge", "hedge, booster, modal, negation"), ("attribution", "attribution"),
           ("number", "number, date"))  # fmt: skip
_LIMITS = (
    "Numbers describe wording. They do not say that a version is biased, true or false.",
    "A quotation or a fact that differs may have been wrong in the older version and right in the newer.",
    "The interval tells how much a shift hangs on a few sentences of these two texts, and nothing about other stories.",
    "The model of loaded language learned from readers of US political news around 2020; elsewhere it is less sure.",
    "Sentences are paired by shared words and order; a free paraphrase may be read as one sentence lost and one added.",
)


def render(comparison: "Comparison") -> str:
    """Return the report on a comparison as one HTML page; all text of the stories is escaped."""
    old, new, shifts = comparison.old, comparison.new, comparison._shifts
    guards = find_guards(old, new, comparison._pairs)
    summary = comparison.summary()
    findings = _findings(comparison)
    quotations, voices = _quotations(comparison), _voices(comparison)
    page, css = _environment().get_template("report.html"), _asset("report.css")
    return page.render(
        css=Markup(css),  # our own file # nosec B704
        policy=_policy(css),
        heading=title_of(old, new),
        sides=[_side("older", old, title_of(old, new)), _side("newer", new, title_of(old, new))],
        contents=[(name, said) for name, said in _SECTIONS if name != "voices" or voices["voices"]],
        guards=guards,
        tiles=_tiles(shifts) if is_measurable(old) and is_measurable(new) else [],
        summary=summary,
        groups=_groups(findings),
        nothing=[*summary[len(guards) :], *guards][0],
        **voices,
        quotations=[row for row in quotations if row["status"] not in SAME_QUOTATION],
        same=[row for row in quotations if row["status"] in SAME_QUOTATION],
        quotation_caption=_tally(row["status"] for row in quotations if row["status"] not in SAME_QUOTATION),
        passages=[_passage(passage, findings) for passage in comparison.passages()],
        legend=_LEGEND,
        limits=_LIMITS,
        provenance=_provenance(comparison.provenance()),
        **_measures(comparison),
    )


def render_steps(steps: Sequence["Comparison"], whole: "Comparison") -> str:
    """Return the report on versions one after the other: the measures of all, then each step, then first to last."""
    css, last = _asset("report.css"), steps[-1].new
    tables = [step.table().set_index("metric") for step in steps]
    measures = [(spell(metric), [plain(tables[0].loc[metric, "old"]), *(plain(t.loc[metric, "new"]) for t in tables)])
                for metric in tables[0].index]  # fmt: skip
    return _environment().get_template("steps.html").render(
        css=Markup(css),  # our own file # nosec B704
        policy=_policy(css),
        heading=title_of(steps[0].old, last),
        names=[document.version or "–" for document in (steps[0].old, *(step.new for step in steps))],
        measures=measures,
        steps=[_step(step, f"s{number}") for number, step in enumerate((*steps, whole), 1)],
        limits=_LIMITS,
        provenance=_provenance(whole.provenance()),
    )


def _step(comparison: "Comparison", prefix: str) -> dict[str, Any]:
    """Return what the page says of one step; names of places begin with `prefix`, as no two may be the same."""
    old, new = comparison.old, comparison.new
    findings = _findings(comparison)
    for row in findings:
        row.update(id=f"{prefix}-{row['number']}", place=f"{prefix}-{row['place']}")
    passages = [_passage(passage) for passage in comparison.passages()]
    for passage in passages:
        passage.update({side: [f"{prefix}-{name}" for name in passage[side]] for side in ("old_ids", "new_ids")})
    counts = comparison.findings()["gravity"].value_counts()
    voices = _voices(comparison)
    return {
        "id": prefix,
        "name": f"{old.version or 'older'} → {new.version or 'newer'}",
        "tally": " + ".join(str(counts.get(gravity, 0)) for gravity in (3, 2)),
        "sides": [name_version(old, "older"), name_version(new, "newer")],
        "guards": find_guards(old, new, comparison._pairs),
        "groups": _groups(findings),
        "nothing": comparison.summary()[0],
        "quotations": [q for q in _quotations(comparison) if q["status"] not in SAME_QUOTATION],
        "voices": voices["voices"] + voices["more_voices"],
        "passages": passages,
    }


def _policy(css: str) -> str:
    """Return what a browser may do with the page: show it in its own style, and run, load and send nothing.

    The lengths of the bars stand in attributes, which a hash cannot name.
    """
    own = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src-elem 'sha256-{own}'; style-src-attr 'unsafe-inline'; base-uri 'none'; " \
           "form-action 'none'"  # fmt: skip


def _measures(comparison: "Comparison") -> dict[str, Any]:
    """Return what the page says of the measures: their tables, the words behind them, how sure they are."""
    shifts = comparison._shifts
    rows = [_shift(row) for row in shifts]
    main, rest = (
        [row for row, shift in zip(rows, shifts, strict=True) if (shift["metric"] in MAIN) == own]
        for own in (True, False)
    )
    n_clear = sum(row["verdict"] == "clear" for row in shifts)
    return {
        "all_measures": rows,
        "measures": (("Main measures", main), ("All other measures", rest)),
        "shift_caption": f"{n_clear} of all {len(shifts)} shift clearly",
        "evidence": [_evidence(name, comparison._find_evidence(name)) for name in _telling(shifts)],
    }


def _findings(comparison: "Comparison") -> list[dict[str, Any]]:
    """Return the findings, numbered, each with the place in the text that it links to."""
    rows = [finding._asdict() for finding in comparison._findings if finding.gravity >= 1]
    for number, row in enumerate(rows, 1):
        side, sentence = ("new", row["sentence_new"]) if row["sentence_new"] >= -1 else ("old", row["sentence_old"])
        row.update(
            number=number, kind=name_kind(row["kind"]), place=_anchor(side, sentence) if sentence >= -1 else "text"
        )
    return rows


def _anchor(side: str, sentence: int) -> str:
    """Return the name of a sentence's place in the page."""
    return f"{side}-{'title' if sentence < 0 else sentence + 1}"


def _groups(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings by gravity, the gravest first: which are shown, and which are folded away."""
    groups = []
    for gravity, name in GRAVITIES.items():
        rows = [row for row in findings if row["gravity"] == gravity]
        most = _SHOWN.get(gravity, 0)
        if rows:
            groups.append({"gravity": gravity, "name": name, "n": len(rows), "folded": not most,
                           "shown": rows[:most], "rest": rows[most:]})  # fmt: skip
    return groups


def _tiles(shifts: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    """Return ease, sentiment and loaded words, as far as they are in the table; loaded words as they were counted."""
    rows = {row["metric"]: row for row in shifts}
    tiles = []
    for row in (rows[name] for name in _TILES if name in rows):
        ends = [row[side] if row[side] == row[side] else row[end] for side, end in (("n_old", "old"), ("n_new", "new"))]
        tiles.append({"label": row["label"], "old": plain(ends[0]), "new": plain(ends[1]),
                      "verdict": read_verdict(row), "stands": row["verdict"] == "clear"})  # fmt: skip
    return tiles


def _voices(comparison: "Comparison") -> dict[str, Any]:
    """Return what the page says of the voices that changed, and how many there are of each kind of change."""
    changed = [row for row in comparison._voices if row["status"] != "kept"]
    rows = []
    for row in changed:
        ends = [row[f"source_{side}"] for side in ("old", "new")]
        both = row["status"] in ("unnamed", "named") and all(ends)
        who = " → ".join(ends) if both else ends[0] or ends[1] or "(nobody named)"
        old, new = (str(row[f"n_words_{side}"] or "–") for side in ("old", "new"))
        rows.append({"who": who, "status": spell(row["status"]), "old": old, "new": new})
    kept = len(comparison._voices) - len(changed)
    tally = _tally(row["status"] for row in rows)
    caption = f"{tally}; {kept} kept" if kept else tally
    return {"voices": rows[:_MOST_VOICES], "more_voices": rows[_MOST_VOICES:], "voice_caption": caption}


def render_fragment(comparison: "Comparison", metric: str = "") -> str:
    """Return the two texts side by side as HTML for a notebook, after the line of `metric` if one is named."""
    lines = [row for row in comparison._shifts if row["metric"] == metric]
    rows = [_passage(passage) for passage in comparison.passages()]
    template = _environment().get_template("fragment.html")
    return template.render(lines=[_shift(row) for row in lines], passages=rows, legend=_LEGEND)


def render_document(document: Document) -> str:
    """Return one text as HTML for a notebook: its sentences with what was found in them, and what was left out."""
    pairs = pair_sentences(document.sentences, document.sentences)
    rows = [_passage(passage) for passage in cut_passages(document, document, pairs)]
    side = {"removed": _removed(document), "problems": document.problems}
    return _environment().get_template("document.html").render(passages=rows, **side)


def render_head(comparison: "Comparison") -> str:
    """Return title, versions, guards and the three measures of the first screen as HTML for a notebook."""
    old, new = comparison.old, comparison.new
    measurable = is_measurable(old) and is_measurable(new)
    return _panel("head", heading=title_of(old, new), sides=[name_version(old, "older"), name_version(new, "newer")],
                  guards=find_guards(old, new, comparison._pairs),
                  tiles=_tiles(comparison._shifts) if measurable else [])  # fmt: skip


def render_findings(comparison: "Comparison", gravity: int = 0, kind: str = "") -> str:
    """Return findings as HTML for a notebook, each to be opened at its place in the two texts.

    Of one `gravity` or of all (0), of one `kind` or of all ("").
    """
    table = comparison.findings()
    table = table[(table["gravity"] == (gravity or table["gravity"])) & (table["kind"] == (kind or table["kind"]))]
    rows = list_rows(table)
    partners = _partners(comparison)
    for row in rows:
        places = {side: (row[f"sentence_{side}"], row[f"{side}_start"], row[f"{side}_end"]) for side in ("old", "new")}
        for side, other in (("old", "new"), ("new", "old")):
            sentence, start, end = places[side]
            beside = partners[side].get(sentence) or partners[f"{side} of {other}"].get(places[other][0], ())
            row[f"{side}_place"] = _show_place(getattr(comparison, side), beside, start, end)
        row["kind"] = name_kind(row["kind"])
    graded = {each: [row for row in rows if row["gravity"] == each] for each in GRAVITIES}
    groups = [{"gravity": each, "name": GRAVITIES[each], "n": len(told), "rows": told}
              for each, told in graded.items() if told]  # fmt: skip
    nothing = "No finding of this kind." if gravity or kind else comparison.summary()[0]
    return _panel("findings", groups=groups, nothing=nothing)


def _partners(comparison: "Comparison") -> dict[str, dict[int, tuple[int, ...]]]:
    """Return for each sentence of either side the sentences of its passage there, and those on the other side."""
    found: dict[str, dict[int, tuple[int, ...]]] = {"old": {}, "new": {}, "old of new": {}, "new of old": {}}
    for passage in comparison.passages():
        for side, own, other, there in (("old", passage.old_sentences, "new", passage.new_sentences),
                                        ("new", passage.new_sentences, "old", passage.old_sentences)):  # fmt: skip
            found[side].update(dict.fromkeys(own, own))
            found[f"{other} of {side}"].update(dict.fromkeys(own, there))
    return found


def _show_place(document: Document, sentences: Sequence[int], start: int, end: int) -> Markup:
    """Return sentences of a document with the words from `start` to `end` marked; -1 is the title."""
    parts = []
    for number in sentences:
        sentence = document.title if number < 0 else document.sentences[number]
        text, base = (sentence.text, max(sentence.start, 0)) if sentence else ("", 0)
        a, b = (min(max(place - base, 0), len(text)) for place in (start, end))
        marked = Markup("<mark>{}</mark>").format(text[a:b]) if a < b else ""
        parts.append(Markup("{}{}{}").format(text[:a], marked, text[max(a, b) :]))
    return Markup(" ").join(parts)


def render_panel(comparison: "Comparison", name: str) -> str:
    """Return what became of the "quotations" or the "voices", or the main "measures", as HTML for a notebook."""
    if name == "voices":
        voices = _voices(comparison)
        return _panel(name, rows=voices["voices"] + voices["more_voices"], caption=voices["voice_caption"])
    if name == "measures":
        return _panel(name, rows=[_measure(comparison, row) for row in comparison._shifts])
    rows = _quotations(comparison)
    same = [row for row in rows if row["status"] in SAME_QUOTATION]
    differing = [row for row in rows if row["status"] not in SAME_QUOTATION]
    caption = f"Quotations that differ: {_tally(row['status'] for row in differing)}"
    return _panel(name, same=same, differing=differing, caption=caption)


def _measure(comparison: "Comparison", row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return one measure in words, with the words that moved it."""
    words = _evidence(row["metric"], comparison._find_evidence(row["metric"]))["words"] if row["shift"] else []
    return _shift(row) | {"verdict": read_verdict(row), "words": words}


def _panel(name: str, **content: Any) -> str:
    """Return one panel of `panels.html`."""
    css = Markup(_asset("panels.css"))  # our own file # nosec B704
    module = _environment().get_template("panels.html").make_module({"css": css, **content})
    return str(getattr(module, name)())


@once
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_asset))


@remember(16)
def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _side(role: str, document: Document, heading: str) -> dict[str, Any]:
    """Return what the page says of one version; its title only where it is not the heading."""
    title = document.title.text if document.title else ""
    return {
        "role": role,
        "name": name_version(document, role),
        "short": document.version or f"{role} version",
        "title": "" if title == heading else title,
        "n_words": sum(len(sentence.tokens) for sentence in document.sentences),
        "n_sentences": len(document.sentences),
        "removed": _removed(document),
        "problems": document.problems,
    }


def _removed(document: Document) -> list[dict[str, str]]:
    """Return what was left out of a version, shortened to a line each."""
    return [{"reason": r.reason, "text": " ".join(r.text.split())[:300]} for r in document.removed]


def _tally(statuses: Iterable[str]) -> str:
    """Return how many there are of each status, in words."""
    return ", ".join(f"{n} {status}" for status, n in Counter(statuses).items())


def _quotations(comparison: "Comparison") -> list[dict[str, Any]]:
    """Return the rows of the quotation ledger with their differing words marked."""
    rows: list[dict[str, Any]] = [row._asdict() for row in comparison._quotations]
    for row in rows:
        both = row["status"] in {"altered", "trimmed"}
        old, new = diff_text(row["old"], row["new"]) if both else ((Run(row["old"], False),), (Run(row["new"], False),))
        row["old_runs"], row["new_runs"] = _inline(old, "del").rstrip(), _inline(new, "ins").rstrip()
    return rows


def _shift(row: Mapping[Any, Any]) -> dict[str, str]:
    """Return one row of the shift table as text."""
    cells = {name: plain(row[name]) for name in ("old", "new", "floor")}
    cells["shift"] = signed(row["shift"])
    cells["interval"] = "–" if isnan(row["low"]) else f"{signed(row['low'])} to {signed(row['high'])}"
    cells["stands"] = "yes" if row["verdict"] == "clear" else ""
    return cells | {"metric": str(row["label"]), "reads_as": str(row["reads_as"])}


def _telling(shifts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the metrics whose words are shown: clear of zero and of the floor, the main ones first."""
    clear = [row["metric"] for row in shifts if row["verdict"] == "clear"]
    return [name for name in dict.fromkeys([*MAIN, *clear]) if name in clear][:_MOST_METRICS]


def _evidence(metric: str, rows: "Sequence[Evidence]") -> dict[str, Any]:
    """Return the words that moved a metric most, as bars."""
    parts: dict[tuple[str, bool], list[float]] = {}
    for row in rows:
        parts.setdefault((row.word, row.quoted), []).append(row.contribution)
    totals = {word: fsum(values) for word, values in parts.items()}
    # What belongs to no word comes last.
    top = sorted(totals.items(), key=lambda each: (each[0][0] == "", -abs(each[1])))[:_MOST_WORDS]
    widest = max((abs(value) for _, value in top), default=0.0) or 1.0
    words = [
        {
            "word": f"“{word}”" if quoted else word or "(length of the text)",
            "side": "up" if value > 0 else "down",
            "width": f"{48 * abs(value) / widest:.1f}",
            "value": signed(value),
        }
        for (word, quoted), value in top
        if value
    ]
    shift = signed(fsum(row.contribution for row in rows))
    return {
        "metric": spell(metric),
        "finding": f"{shift} in all; bars to the right raise it",
        "words": words,
    }


def _passage(passage: Passage, findings: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return one pair of the side-by-side text as markup, with the findings that belong to it."""
    ids = {side: [_anchor(side, sentence) for sentence in sentences]
           for side, sentences in (("old", passage.old_sentences), ("new", passage.new_sentences))}  # fmt: skip
    side = {"removed": "only here, older", "added": "only here, newer"}
    label = _KINDS.get(passage.kind) or side.get(passage.kind, passage.kind)
    title = "title, " if -1 in (*passage.old_sentences, *passage.new_sentences) else ""
    return {
        "kind": passage.kind,
        "label": title + label,
        "old": _inline(passage.old, "del"),
        "new": _inline(passage.new, "ins"),
        "old_ids": ids["old"],
        "new_ids": ids["new"],
        "findings": [f for f in findings if f["gravity"] >= 2 and f["place"] in (*ids["old"], *ids["new"])],
        "found": [f"{run.text}: {_hint(run)}" for run in (*passage.old, *passage.new) if run.kind],
    }


def _inline(runs: Sequence[Run], tag: str) -> Markup:
    """Return runs of text as escaped markup; what differs stands in `tag`, what was found in a mark."""
    parts = []
    for run in runs:
        text = str(escape(run.text))
        if run.kind:
            text = f'<mark class="m-{escape(run.kind)}" title="{escape(_hint(run))}">{text}</mark>'
        parts.append(f"<{tag}>{text}</{tag}>" if run.changed else text)
    return Markup("".join(parts))  # every part was escaped # nosec B704


def _hint(run: Run) -> str:
    """Return what was found in a run: its kind and family."""
    return f"{run.kind}, {run.label}" if run.label and run.label != run.kind else run.kind


def _provenance(facts: Mapping[str, object]) -> str:
    """Return what made the numbers, in one line."""
    return "Made by " + " · ".join(f"{name} {value}" for name, value in facts.items()) + "."
