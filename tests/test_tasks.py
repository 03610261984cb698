"""Five tasks of somebody who has read nothing but README, done by what it says; and the gates of notebook 07."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import mediakit as mk
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
WIRE, PARAPHRASE = (ROOT / "data" / "stories" / "bridge-vote" / f"{name}.md" for name in ("wire", "paraphrase"))
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>{title}</h1>{paragraphs}</article>
<footer>Subscribe to our newsletter. All rights reserved.</footer></body></html>"""


def told(*words: str) -> None:
    """Fail if README does not tell of these words: then nobody could do the task by it."""
    missing = [word for word in words if word not in README]
    assert missing == [], "README does not say how"


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as README writes it."""
    command = [sys.executable, "-m", "mediakit", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Path, Path]:
    """Two pages as a browser saves them."""
    pytest.importorskip("trafilatura")
    places = tmp_path / "old.html", tmp_path / "new.html"
    for place, source in zip(places, (WIRE, PARAPHRASE), strict=True):
        version = mk.read_version(source)
        paragraphs = "".join(f"<p>{' '.join(part.split())}</p>" for part in version.text.split("\n\n"))
        place.write_text(PAGE.format(title=version.title, paragraphs=paragraphs), encoding="utf-8")
    return places


def test_two_saved_pages_are_compared(pages: tuple[Path, Path], tmp_path: Path) -> None:
    told("mediakit compare", "--report report.html", ".html")
    done = run("compare", *pages, "--report", "report.html", cwd=tmp_path)
    assert done.returncode == 0 and "Tone: ease of reading" in done.stdout
    assert "Newsletter" not in done.stdout and (tmp_path / "report.html").stat().st_size > 10_000


def test_altered_quotations_are_found(pages: tuple[Path, Path], tmp_path: Path) -> None:
    told("c.quotations()", "mk.read_version(", "mediakit check")
    c = mk.compare(mk.read_version(pages[0]), mk.read_version(pages[1]))
    altered = c.quotations().query("status == 'altered'")
    assert "We are not being told the whole story," in altered["old"].tolist()
    done = run("check", *pages, cwd=tmp_path)
    assert done.returncode == 1 and "quotation (3)" in done.stdout


def test_a_table_is_saved(tmp_path: Path) -> None:
    told("c.to_csv(", "mediakit measure", "--csv")
    c = mk.compare(mk.read_version(WIRE), mk.read_version(PARAPHRASE))
    c.to_csv(tmp_path / "tables")
    assert len(pd.read_csv(tmp_path / "tables" / "findings.csv")) == len(c.findings())
    run("measure", WIRE, PARAPHRASE, "--csv", "measures.csv", cwd=tmp_path)
    assert set(pd.read_csv(tmp_path / "measures.csv")["version"]) == {"wire", "paraphrase"}


def test_a_folder_is_run_over(tmp_path: Path) -> None:
    told("mk.read_story(", "folders of them", "mediakit corpus")
    shutil.copytree(WIRE.parent, tmp_path / "folder", ignore=shutil.ignore_patterns("*.csv", "scraped*"))
    done = run("compare", "folder", "--report", "report.html", cwd=tmp_path)
    assert done.returncode == 0 and "→" in done.stdout
    assert len(mk.read_story(tmp_path / "folder")) >= 4
    assert run("corpus", "folder", "-o", "measures", cwd=tmp_path).returncode == 0
    assert list((tmp_path / "measures").rglob("*.parquet"))


def test_an_own_word_list_is_added() -> None:
    told("mk.read_lexicon(", "mk.find(")
    found = mk.find(mk.parse(mk.read_version(WIRE)), [mk.read_lexicon({"bridge": "structure"}, "mine")])
    assert len(found[found["kind"] == "mine"]) >= 5


NOTEBOOK = nbformat.read(ROOT / "notebooks" / "07-your-own-articles.ipynb", as_version=4)
GATES = "\n".join(cell.source for cell in NOTEBOOK.cells if "pre-commit" in cell.source)


def test_the_step_of_ci_is_a_command_that_runs(tmp_path: Path) -> None:
    command = re.search(r"run: mediakit (.*)", GATES)[1]
    for folder, source in (("originals", WIRE), ("drafts", PARAPHRASE)):
        (tmp_path / folder).mkdir()
        shutil.copy(source, tmp_path / folder / "story.md")
    done = run(*shlex.split(command), cwd=tmp_path)
    assert done.returncode == 1 and "story.md:" in done.stdout.replace("\n", "")
    shutil.copy(WIRE, tmp_path / "drafts" / "story.md")
    assert run(*shlex.split(command), cwd=tmp_path).returncode == 0


@pytest.mark.skipif(not (shutil.which("git") and shutil.which("bash")), reason="needs git and bash")
def test_the_hook_checks_a_story_against_the_version_committed_last(tmp_path: Path) -> None:
    entry = " ".join(re.search(r"entry: (.*? --)$", GATES, re.DOTALL | re.MULTILINE)[1].split())
    entry = entry.replace("mediakit check", f"{shlex.quote(sys.executable)} -m mediakit check")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    (tmp_path / "stories").mkdir()
    story = tmp_path / "stories" / "story.md"
    shutil.copy(WIRE, story)
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        subprocess.run([*git, *arguments], cwd=tmp_path, check=True, capture_output=True)
    hook = [*shlex.split(entry), "stories/story.md"]
    assert subprocess.run(hook, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    shutil.copy(PARAPHRASE, story)
    shutil.copy(WIRE, tmp_path / "stories" / "new.md")  # a story that was not there before has nothing to keep
    done = subprocess.run([*hook, "stories/new.md"], cwd=tmp_path, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 1 and "quotation (3)" in done.stdout
