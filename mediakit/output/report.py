"""The report: one HTML file that needs neither network nor script, made from a finished comparison."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup, escape

from mediakit.comparison.alignment import align
from mediakit.comparison.side_by_side import Passage, Run, cut_passages, diff_text
from mediakit.measures.metrics import MAIN
from mediakit.memory import once
from mediakit.output.formatting import plain, signed, spell
from mediakit.text.document import Document

if TYPE_CHECKING:
    from jinja2 import Environment

    from mediakit.comparison.shifts import Comparison


# How many metrics get their words shown, and how many words each.
_MOST_METRICS, _MOST_WORDS = 4, 8
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
    old, new = comparison.old, comparison.new
    passages = comparison.passages()
    table = comparison.table()
    is_main = table["metric"].isin(MAIN)
    facts = comparison.facts()
    one_sided = facts["status"].isin(["lost", "added"])
    quotations = _quotations(comparison.quotations())
    sections = ("summary", "In short"), ("quotations", "Quotations"), ("facts", "Facts"), ("shifts", "Shifts"), \
               ("text", "Side by side"), ("removed", "Left out"), ("limits", "Limits")  # fmt: skip
    return (
        _environment()
        .from_string(_asset("report.html"))
        .render(
            css=Markup(_asset("report.css")),
            heading=_heading(old, new),
            sides=[_side("older", comparison, old), _side("newer", comparison, new)],
            contents=sections,
            summary=comparison.summary(),
            quotations=quotations,
            quotation_caption=_tally(row["status"] for row in quotations),
            facts=facts[~one_sided & (facts["status"] != "kept")].to_dict("records"),
            rest_facts=facts[one_sided].to_dict("records"),
            n_kept=int((facts["status"] == "kept").sum()),
            attributions=comparison.attributions().to_dict("records"),
            main=[_shift(row) for row in table[is_main].to_dict("records")],
            rest=[_shift(row) for row in table[~is_main].to_dict("records")],
            shift_caption=f"{sum(table['verdict'] == 'clear')} of all {len(table)} metrics shift clearly",
            evidence=[_evidence(name, comparison.evidence(name)) for name in _telling(table)],
            passages=[_passage(passage) for passage in passages],
            legend=_LEGEND,
            limits=_LIMITS,
            provenance=_provenance(comparison.provenance()),
        )
    )


def render_fragment(comparison: "Comparison", metric: str = "") -> str:
    """Return the two texts side by side as HTML for a notebook, after the line of `metric` if one is named."""
    lines = [row for row in comparison.table().to_dict("records") if row["metric"] == metric]
    rows = [_passage(passage) for passage in comparison.passages()]
    template = _environment().from_string(_asset("fragment.html"))
    return template.render(lines=[_shift(row) for row in lines], passages=rows)


def render_document(document: Document) -> str:
    """Return one text as HTML for a notebook: its sentences with what was found in them, and what was left out."""
    pairs = align(document, document)
    rows = [_passage(passage) for passage in cut_passages(document, document, pairs)]
    side = {"removed": _removed(document), "problems": document.problems}
    return _environment().from_string(_asset("document.html")).render(passages=rows, **side)


def _heading(old: Document, new: Document) -> str:
    """Return the newest title there is, else the names of the versions."""
    title = new.title or old.title
    return title.text if title else f"{old.version or 'first text'} → {new.version or 'second text'}"


@once
def _environment() -> "Environment":
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _side(role: str, comparison: "Comparison", document: Document) -> dict[str, Any]:
    """Return what the page says of one version."""
    return {
        "role": role,
        "name": document.version or ("first text" if role == "older" else "second text"),
        "about": document.story,
        "n_words": len(document.words),
        "n_sentences": len(document.sentences),
        "removed": _removed(document),
        "problems": document.problems,
    }


def _removed(document: Document) -> list[dict[str, str]]:
    """Return what was left out of a version, shortened to a line each."""
    return [{"reason": r.reason, "text": " ".join(r.text.split())[:300]} for r in document.removed]


def _tally(statuses: Iterable[str]) -> str:
    """Return how many there are of each status, in words."""
    counts = pd.Series(list(statuses), dtype=object).value_counts(sort=False)
    return ", ".join(f"{n} {status}" for status, n in counts.items())


def _quotations(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the quotation ledger with their differing words marked."""
    rows: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]
    for row in rows:
        both = row["status"] in {"altered", "trimmed"}
        old, new = diff_text(row["old"], row["new"]) if both else ((Run(row["old"], False),), (Run(row["new"], False),))
        row["old_runs"], row["new_runs"] = _inline(old, "del").rstrip(), _inline(new, "ins").rstrip()
    return rows


def _shift(row: Mapping[Any, Any]) -> dict[str, str]:
    """Return one row of the shift table as text."""
    cells = {name: plain(row[name]) for name in ("old", "new", "floor")}
    cells["shift"] = signed(row["shift"])
    cells["interval"] = "–" if pd.isna(row["low"]) else f"{signed(row['low'])} to {signed(row['high'])}"
    cells["stands"] = "yes" if row["verdict"] == "clear" else ""
    return cells | {"metric": str(row["label"]), "reads_as": str(row["reads_as"])}


def _telling(table: pd.DataFrame) -> list[str]:
    """Return the metrics whose words are shown: clear of zero and of the floor, the main ones first."""
    clear = set(table.loc[table["verdict"] == "clear", "metric"])
    return [name for name in dict.fromkeys([*MAIN, *table["metric"]]) if name in clear][:_MOST_METRICS]


def _evidence(metric: str, table: pd.DataFrame) -> dict[str, Any]:
    """Return the words that moved a metric most, as bars."""
    totals = table.groupby(["word", "quoted"], sort=False)["contribution"].sum()
    top = totals.reindex(totals.abs().sort_values(ascending=False, kind="stable").index)[:_MOST_WORDS]
    widest = float(top.abs().max()) or 1.0
    words = [
        {
            "word": f"“{word}”" if quoted else word or "(length of the text)",
            "side": "up" if value > 0 else "down",
            "width": f"{48 * abs(value) / widest:.1f}",
            "value": signed(value),
        }
        for (word, quoted), value in top.items()
        if value
    ]
    shift = signed(float(table["contribution"].sum()))
    return {
        "metric": spell(metric),
        "finding": f"{shift} in all; bars to the right raise it",
        "words": words,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    """Return one pair of the side-by-side text as markup."""
    side = {"removed": "only here, older", "added": "only here, newer"}
    label = _KINDS.get(passage.kind) or side.get(passage.kind, passage.kind)
    title = "title, " if -1 in (*passage.old_sentences, *passage.new_sentences) else ""
    return {
        "kind": passage.kind,
        "label": title + label,
        "old": _inline(passage.old, "del"),
        "new": _inline(passage.new, "ins"),
        "found": [f"{run.text}: {_hint(run)}" for run in (*passage.old, *passage.new) if run.kind],
    }


def _inline(runs: Sequence[Run], tag: str) -> Markup:
    """Return runs of text as escaped markup; what differs stands in `tag`, what was found in a mark."""
    parts = []
    for run in runs:
        text = escape(run.text)
        if run.kind:
            text = Markup('<mark class="m-{}" title="{}">{}</mark>').format(run.kind, _hint(run), text)
        parts.append(Markup(f"<{tag}>{{}}</{tag}>").format(text) if run.changed else text)
    return Markup("").join(parts)


def _hint(run: Run) -> str:
    """Return what was found in a run: its kind and family."""
    return f"{run.kind}, {run.label}" if run.label and run.label != run.kind else run.kind


def _provenance(facts: Mapping[str, object]) -> str:
    """Return what made the numbers, in one line."""
    return "Made by " + " · ".join(f"{name} {value}" for name, value in facts.items()) + "."
