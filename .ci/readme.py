"""Write the parts of the pages that a program knows better: what is printed, the rooms, tables of names and figures.

python .ci/readme.py        # README.md, CONTRIBUTING.md, mediakit/REFERENCE.md and the model card
"""

import ast
import csv
import json
import os
import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import typer

import mediakit as mk
from mediakit.cli import app
from mediakit.measures.metrics import MAIN
from mediakit.schema import TABLES
from mediakit.tables import TABLES as READABLE

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mediakit"
WIDTH = 100


class Claim(NamedTuple):
    """A figure of results.json that README tells, in words, and what to know before believing it."""

    set: str
    figure: str
    says: str
    care: str


CLAIMS = (
    Claim("polnear", "direct quotations, span F1 at 80 % overlap", "finds quotations (F1)",
          "its rules were tuned on these articles"),
    Claim("polnear", "speaker, exact", "names their speaker (share right)", "its rules were tuned on these articles"),
    Claim("fidelity", "quotation status, accuracy", "tells what became of a quotation (share right)",
          "our own, invented stories"),
    Claim("fidelity", "facts F1, amounts, dates and times", "follows amounts, dates and times (F1)",
          "our own, invented stories"),
    Claim("fidelity", "facts F1, negation", "follows negations (F1)", "our own, invented stories"),
    Claim("babe", "marks that experts marked too, unseen outlets", "marks as loaded what experts mark (precision)",
          "outlets it never saw"),
    Claim("babe", "words of experts that are marked, unseen outlets", "finds the words that experts mark (recall)",
          "it marks few, so that a mark can be trusted"),
    Claim("babe", "biased sentences AUC, unseen outlets", "tells sentences that experts call biased (AUC)",
          "US politics, about 2017 to 2020"),
    Claim("basil", "narrator words AP", "ranks the few words marked in plain reports (AP)",
          "hard for everybody: one word in two hundred is marked"),
    Claim("clear", "|Spearman|, reading_ease_news, learned anew", "ease of reading, against teachers (Spearman)",
          "excerpts for schools, not news"),
)  # fmt: skip

# Which word list → what it holds. The first pattern that fits a path tells.
LISTS = {
    "near_names.csv": "what other tools call the fields of a version",
    "text/abbreviations.csv": "abbreviations whose full stop ends no sentence",
    "text/clutter.csv": "what gives away a line of page furniture",
    "text/first_names.csv": "first names, for pronouns",
    "text/grammar_words.csv": "words of grammar by what they do",
    "text/irregular_verbs.csv": "verbs whose forms no rule makes",
    "text/name_words.csv": "words beside and inside names: titles, jobs, groups, places, things",
    "text/regional_spellings.csv": "British and American spellings of one word",
    "text/reporting_verbs.csv": "words that report what somebody said, with the force they lend to it",
    "text/sentence_openers.csv": "plural words that a sentence of news opens with, after an abbreviation",
    "text/word_families.csv": "what each family of words of grammar, names and sentences is for",
    "text/speech/source_words.csv": "nouns that can speak: bodies, documents, people; and those that cannot",
    "comparison/fidelity/weights.csv": "from where on amounts, quotations and claims are one, how it was fitted",
    "evidence/by_phrases.csv": "what follows “by” and is no doer: time, manner, place, amount",
    "evidence/currencies.csv": "currencies and how they are written",
    "evidence/harms.csv": "acts of harm and force, who can do and suffer them, and how grave they are",
    "evidence/masked_words.csv": "words masked before scoring, so that no person, people or camp weighs more",
    "evidence/participles.csv": "participles that no rule makes, and those that make no passive",
    "evidence/units.csv": "units of measure and how they are written",
    "evidence/word_ratings.csv": "how loaded a word is by itself; see the model card",
    "evidence/lexicons/always_loaded.csv": "slurs, camp words and fixed phrases: loaded in any sentence",
    "evidence/lexicons/literal_senses.csv": "where such words are meant literally: crude oil, a hard tackle",
    "evidence/lexicons/claims_*.csv": "words that make a claim firmer, weaker, negated or a matter of quantity",
    "evidence/lexicons/sentiment_weights.csv": "fitted weights of words of feeling",
    "evidence/lexicons/sentiment_*.csv": "what readers take as good or bad, what turns it round, what is neither",
    "evidence/lexicons/*.csv": "a family of loaded words",
    "comparison/fidelity/causal_words.csv": "words that link two things, or say that one brings the other about",
    "comparison/fidelity/counted_things.csv": "what an amount counts: deaths, votes, jobs",
    "comparison/fidelity/grammar.csv": "words of grammar, negators, and nouns without a plural",
    "comparison/fidelity/modal_phrases.csv": "phrases that say what a modal verb says",
    "comparison/fidelity/judging.csv": "words by which a writer judges instead of reporting",
    "comparison/fidelity/labels.csv": "names for the same people or things, by the stance they take",
    "comparison/fidelity/name_equivalents.csv": "forms of one name: Afghanistan, Afghan; U.S., America",
    "comparison/fidelity/negative_words.csv": "words that deny without a “not”",
    "comparison/fidelity/soft_words.csv": "words that leave a claim open as a hedge does",
    "comparison/fidelity/opposites.csv": "words and phrases of opposite sense",
    "comparison/fidelity/not_opposites.csv": "pairs that WordNet has for opposites and news has not",
    "comparison/fidelity/spellings.csv": "numbers in words, other spellings and short forms",
    "comparison/fidelity/strengths.csv": "words for the same thing, from weak to strong",
    "comparison/fidelity/styles.csv": "equal wording",
}


def table(heads: str, rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table; `heads` are joined by " | "."""
    rule = "|" + "---|" * (heads.count("|") + 1)
    return "\n".join([f"| {heads} |", rule, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def example() -> str:
    """Return what README's first command prints after its set-up: what was compared, and the summary."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"\.venv/bin/mediakit (compare .*?)(?: --report \S+)?$", text, re.MULTILINE)[1]
    plain = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-m", "mediakit", *command.split()],
        cwd=ROOT, env={**os.environ, **plain}, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    told = run.stdout.split("\n\nQuotations that differ")[0]
    return "```text\n" + "\n".join(line.rstrip() for line in told.splitlines()) + "\n```"


def commands() -> str:
    """Return a table of the commands, as their help has them, and which files they read."""
    group = typer.main.get_command(app)
    rows: list[tuple[object, ...]] = []
    for name, command in group.commands.items():
        taken = [part.metavar or part.name.upper() for part in command.params if part.param_type_name == "argument"]
        options = [f"`{part.opts[-1]}`" for part in command.params if part.param_type_name == "option"]
        rows.append((f"`{' '.join(['mediakit', name, *taken])}`", command.get_short_help_str(200), ", ".join(options)))
    told = table("command | what it does | options", rows)
    return f"{told}\n\nThey read {', '.join(READABLE)} files, and folders of them."


def notebooks() -> str:
    """Return a table of the notebooks, each with the first sentence of its paragraph in notebooks/README.md."""
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^## (\[.*?\]\()(.*?\))\n\n(.*?)[.?](?=\s)", text, re.MULTILINE | re.DOTALL)
    rows: list[tuple[object, ...]] = []
    for title, file, says in found:
        rows.append((f"{title}notebooks/{file}", " ".join(says.split())))
    return table("notebook | what it shows", rows)


def claims() -> str:
    """Return README's table of how good it is; a figure that is measured no more raises."""
    rows: list[tuple[object, ...]] = []
    for claim in CLAIMS:
        told = next((r for r in results() if (r["set"], r["figure"]) == (claim.set, claim.figure)), None)
        if told is None:
            raise LookupError(f"results.json has no figure {claim.set}: {claim.figure}")
        peer = f"{told['peer']:.2f}, {told['peer_name']}" if told["peer_name"] else ""
        rows.append((claim.says, f"{told['ours']:.2f}", peer, f"{told['n']:,}", claim.care))
    return table("it … | mediakit | a simpler way | cases | with care", rows)


def rooms() -> str:
    """Return the tree of the package, a room with its sentence and its modules."""
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    lines = []
    for folder in (ROOT / package.replace(".", "/") for package in packages):
        if folder.is_dir() and folder.is_relative_to(PACKAGE):
            says = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
            modules = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("__"))
            lines += [f"{folder.relative_to(ROOT)}/  {says.rstrip('.')}", *_wrap(modules)]
    return "```text\n" + "\n".join(lines) + "\n```"


def _wrap(modules: list[str]) -> list[str]:
    """Return names as lines that break after the point between two."""
    joined = "\xa0· ".join(modules)  # a line breaks at a plain blank only
    lines = textwrap.wrap(joined, 112, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return [line.replace("\xa0", " ") for line in lines]


def metrics() -> str:
    """Return a table of all metrics; the main ones are bold."""
    rows: list[tuple[object, ...]] = [
        (f"**{m.name}**" if m.name in MAIN else m.name, m.label, m.unit, m.higher_means, m.lower_means, m.reference,
         m.caution)
        for m in mk.METRICS.values()
    ]  # fmt: skip
    return table("metric | label | unit | higher means | lower means | reference | caution", rows)


def columns() -> str:
    """Return a table of the columns of each public table."""
    heads = "column | type | meaning | unit"
    parts = [
        f"### {name}\n\n" + table(heads, [(column, c.dtype, c.meaning, c.unit) for column, c in known.items()])
        for name, known in TABLES.items()
    ]
    return "\n\n".join(parts)


def lists() -> str:
    """Return a table of the word lists."""
    rows: list[tuple[object, ...]] = []
    for path in sorted(PACKAGE.rglob("*.csv")):
        name = path.relative_to(PACKAGE).as_posix()
        says = next((says for pattern, says in LISTS.items() if fnmatch(name, pattern)), "")
        with path.open(encoding="utf-8-sig", newline="") as lines:
            heads, *entries = csv.reader(lines)
        rows.append((f"[{name}]({name})", f"{len(entries):,}", says, ", ".join(heads)))
    return table("list | entries | holds | columns", rows)


def results() -> list[dict[str, object]]:
    """Return the accuracy figures as last measured."""
    return json.loads((ROOT / "tests" / "benchmarks" / "results.json").read_text(encoding="utf-8"))


def figures(sets: tuple[str, ...] = ()) -> str:
    """Return a table of the accuracy figures as last measured, of all sets or these."""
    rows: list[tuple[object, ...]] = []
    for told in results():
        if told["set"] in sets or not sets:
            peer = f"{told['peer']:.3f} ({told['peer_name']})" if told["peer_name"] else ""
            figure = told["figure"].replace("|", "\\|")
            rows.append((told["set"], figure, f"{told['ours']:.3f}", peer, told["n"], told["spread"]))
    return table("set | figure | mediakit | peer | n | note", rows)


def speeds() -> str:
    """Return a table of the speeds as last measured, each beside what it shall reach."""
    told = json.loads((ROOT / "tests" / "benchmarks" / "speed.json").read_text(encoding="utf-8"))
    rows: list[tuple[object, ...]] = []
    for row in told:
        target = "" if row["target"] is None else f"{'≥' if row['at_least'] else '≤'} {row['target']:g}"
        verdict = {None: "", True: "reached", False: "missed"}[row["holds"]]
        rows.append((row["part"], row["what"], f"{row['figure']:.3g} {row['unit']}", target, verdict, row["detail"]))
    texts = " · ".join(dict.fromkeys(row["texts"] for row in told))
    return f"Measured on {texts}.\n\n" + table("part | what | figure | to reach | | detail", rows)


# Page → block → what writes it; a block stands between <!-- begin:NAME --> and <!-- end:NAME -->.
PAGES: dict[Path, dict[str, Callable[[], str]]] = {
    ROOT / "README.md": {"example": example, "commands": commands, "notebooks": notebooks, "claims": claims},
    ROOT / "CONTRIBUTING.md": {"rooms": rooms},
    PACKAGE / "REFERENCE.md": {
        "metrics": metrics,
        "columns": columns,
        "lists": lists,
        "figures": figures,
        "speeds": speeds,
    },
    PACKAGE / "evidence" / "MODEL_CARD.md": {
        "model-figures": lambda: figures(("babe", "basil", "neus", "npov_pairs")),
    },
}


def find_block(text: str, name: str) -> str:
    """Return what a page has between the marks of a block."""
    return re.search(rf"<!-- begin:{name} -->\n(.*?)\n<!-- end:{name} -->", text, re.DOTALL)[1]


def render(path: Path) -> str:
    """Return a page with every block made anew."""
    text = path.read_text(encoding="utf-8")
    for name, make in PAGES[path].items():
        block = re.compile(rf"(<!-- begin:{name} -->\n).*?(<!-- end:{name} -->)", re.DOTALL)
        text = block.sub(lambda found, make=make: found[1] + make() + "\n" + found[2], text)
    return text


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(render(path), encoding="utf-8")
