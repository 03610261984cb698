"""JupyterLab and the report in a real browser: the picture appears, the widget answers, nothing overflows."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, sync_playwright

import mediakit as mk
from mediakit.output.notebook import render_thing
from mediakit.output.report import render_steps
from tests.conftest import ROOT
from tests.injections import INJECTIONS, RUN, carry

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
MINUTE = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        told = "needs Chromium: install the system's package `chromium`"
        pytest.fail(told) if os.environ.get("MEDIAKIT_BROWSER") == "needed" else pytest.skip(told)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(MINUTE)
    yield page
    page.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the notebooks on loopback; gives the address with its token."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    shutil.copytree(ROOT / "data" / "stories", folder / "data" / "stories")
    # A notebook that names no kernel would open with a dialog that asks for one.
    kernel = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
    broken = new_notebook(cells=[new_code_cell("1 / 0")], metadata=kernel)
    nbformat.write(broken, folder / "notebooks" / "broken.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}",
               "--LabApp.expose_app_in_browser=True", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
               "--LabApp.news_url=None"]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / ".config"),
                   "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
                   "JUPYTERLAB_WORKSPACES_DIR": str(folder / ".workspaces")}  # fmt: skip
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as stderr:
        server = subprocess.Popen(command, cwd=folder, env=environment, stderr=stderr, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while "is running at" not in log.read_text(encoding="utf-8"):
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail("JupyterLab did not start:\n" + log.read_text(encoding="utf-8")[-2000:])
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/lab/tree/notebooks/{{}}?token={token}&reset"
    finally:
        server.terminate()
        server.wait(timeout=30)


KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
FINISHED = """() => { const cells = window.jupyterapp.shell.currentWidget.content.model.cells; let done = true;
    for (let i = 0; i < cells.length; i++) { const c = cells.get(i);
        if (c.type !== 'code' || !c.sharedModel.source.trim()) continue;
        if (c.sharedModel.toJSON().outputs.some(o => o.output_type === 'error')) return true;
        if (c.executionCount === null) done = false; }
    return done; }"""


def run_all(page: Page, address: str, name: str) -> None:
    """Open a notebook, wait for its kernel, run all cells, and wait until all have their number or one has failed."""
    page.goto(address.format(name))
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    page.click(".jp-Notebook .jp-Cell >> nth=0")
    # The idle indicator shows before a kernel is attached, so the session itself is asked.
    page.wait_for_function(f"{KERNEL} === 'idle'")
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(FINISHED)
    page.wait_for_function(f"{KERNEL} === 'idle'")


def errors(page: Page) -> int:
    """Return how many outputs of the notebook are errors."""
    count = """() => { const cells = window.jupyterapp.shell.currentWidget.content.model.cells; let n = 0;
        for (let i = 0; i < cells.length; i++) { const c = cells.get(i);
            if (c.type === 'code') for (const o of c.sharedModel.toJSON().outputs) n += o.output_type === 'error'; }
        return n; }"""
    return page.evaluate(count) + page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count()


def test_a_broken_notebook_is_seen_as_broken(page: Page, lab: str) -> None:
    run_all(page, lab, "broken.ipynb")
    assert errors(page) > 0


@pytest.mark.parametrize("name", ["00-start-here", "07-your-own-articles"])
def test_notebook_runs_in_jupyterlab(page: Page, lab: str, name: str) -> None:
    run_all(page, lab, f"{name}.ipynb")
    page.locator(".jp-OutputArea-output img").first.wait_for()
    assert errors(page) == 0


def test_texts_can_be_pasted_and_compared(page: Page, lab: str) -> None:
    run_all(page, lab, "07-your-own-articles.ipynb")
    older, newer = (page.get_by_placeholder(f"Paste the {side} text here") for side in ("older", "newer"))
    button = page.get_by_role("button", name="Compare", exact=True)
    older.fill("The mayor said no. He may lose the vote on Monday.")
    button.click()
    page.get_by_text("The newer text is missing").wait_for()
    newer.fill("The mayor slammed the shameful plan. He will lose the vote on Monday.")
    newer.press("Tab")
    button.click()
    page.locator(".mediakit-desk .mediakit-findings summary").first.wait_for()
    page.get_by_text("The newer text is missing").wait_for(state="detached")
    assert errors(page) == 0


def test_the_explorer_shows_a_finding_at_its_place_and_answers_its_choosers(page: Page, lab: str) -> None:
    run_all(page, lab, "00-start-here.ipynb")
    explorer = page.locator(".mediakit-explorer")
    findings = explorer.locator(".mediakit-findings details")
    findings.first.wait_for()
    place = findings.first.locator(".place mark").first
    assert not place.is_visible()
    findings.first.locator("summary").click()
    assert place.is_visible()
    everything = findings.count()
    explorer.get_by_role("button", name="changes how it is told").click()
    page.wait_for_function(f"document.querySelectorAll('.mediakit-findings details').length < {everything}")
    heading = explorer.locator(".mediakit-panel.head h3")
    before = heading.inner_text()
    explorer.get_by_label("Story").select_option("river-flood")
    page.wait_for_function("old => document.querySelector('.mediakit-panel.head h3').innerText !== old", arg=before)
    explorer.get_by_role("tab", name="Measures").click()
    explorer.get_by_text("words per sentence").first.wait_for()
    assert errors(page) == 0


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    story = mk.load_example("river-flood")  # some of its sentences stay as they are
    path = tmp_path_factory.mktemp("report") / "report.html"
    mk.compare(story["rev-2"], story["rev-3"]).to_html(path)
    return path.as_uri()


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on several versions, one after the other."""
    versions = [version for version in mk.load_example("river-flood") if version.kind == "revision"][:3]
    steps = [mk.compare(old, new) for old, new in (*pairwise(versions), (versions[0], versions[-1]))]
    path = tmp_path_factory.mktemp("chain") / "report.html"
    path.write_text(render_steps(steps[:-1], steps[-1]), encoding="utf-8")
    return path.as_uri()


def test_a_finding_of_a_step_leads_to_its_place(page: Page, chain: str) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(chain)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    link = page.locator("#s2 ol a").first
    place = page.locator(link.get_attribute("href"))
    link.click()
    assert place.evaluate("e => e.closest('details').open && e.closest('.row').getBoundingClientRect().height > 0")


@pytest.mark.parametrize("kind", ["report", "chain"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_has_no_serious_accessibility_violation(
    page: Page, request: pytest.FixtureRequest, kind: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    page.goto(request.getfixturevalue(kind))
    found = Axe().run(page).response["violations"]
    serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
    assert not serious


@pytest.mark.parametrize("width", [400, 800, 1400])
def test_report_does_not_overflow(page: Page, report: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_report_prints_on_at_most_four_pages(page: Page, report: str) -> None:
    page.goto(report)
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert 2 <= len(pages) <= 4


def test_tab_reaches_every_control_of_the_report(page: Page, report: str) -> None:
    page.goto(report)
    # What is folded away cannot be reached until it is opened; Enter on its summary opens it.
    for fold in page.locator("summary").all():
        fold.press("Enter")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("document.activeElement.blur()")
    page.locator("body").click(position={"x": 1, "y": 1})
    wanted = page.locator("a[href], input, summary, [tabindex='0']").count()
    reached = set()
    for _ in range(wanted + 2):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(reached) >= wanted


def test_report_needs_no_network_and_no_script(page: Page, report: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report)
    assert asked == [report] and page.locator("script").count() == 0


EXECUTED = """() => window.executed || [...document.querySelectorAll('*')].some(e => [...e.attributes].some(
    a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value)))"""


def pages_of(injection: str) -> Iterator[str]:
    """Yield all HTML that is made of two versions which carry an injection; the report also without its policy."""
    old, new = carry(injection)
    comparison = mk.compare(old, new, n_draws=20)
    marks = mk.find(comparison.new, [mk.read_lexicon({injection: injection, "council": injection}, injection)])
    report = comparison.to_html()
    yield report
    yield report.replace("Content-Security-Policy", "X-None")
    yield comparison._repr_html_()
    yield mk.Story(injection, (old, new))._repr_html_()
    for thing in (comparison.new, comparison.findings(), comparison.quotations(), marks, new):
        yield render_thing(thing).html


@pytest.mark.parametrize("injection", INJECTIONS)
def test_nothing_of_a_story_is_executed(page: Page, injection: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for html in pages_of(injection):
        page.goto("about:blank")
        page.set_content(html)
        for fold in page.locator("summary").all()[:3]:
            fold.click()
        assert not page.evaluate(EXECUTED) and page.locator("script, iframe, svg, img").count() == 0
    assert not [url for url in asked if url != "about:blank"]


def test_the_report_would_run_no_script_that_got_in(page: Page, report: str, tmp_path: Path) -> None:
    html = Path(unquote(urlsplit(report).path)).read_text(encoding="utf-8")
    held = tmp_path / "held.html"
    for policy, executed in (("Content-Security-Policy", False), ("X-None", True)):
        text = html.replace("Content-Security-Policy", policy).replace("</body>", f"<script>{RUN}</script></body>")
        held.write_text(text, encoding="utf-8")
        page.goto(held.as_uri())
        assert bool(page.evaluate("window.executed")) is executed


def test_toggles_hide_marks_and_unchanged_sentences(page: Page, report: str) -> None:
    page.goto(report)
    underline = "e => getComputedStyle(e).textDecorationLine"
    same, changed = page.locator("#text .k-same").first, page.locator("#text ins").first
    assert changed.evaluate(underline) == "underline" and same.is_visible()
    page.uncheck("#t-changes")
    assert changed.evaluate(underline) == "none"
    page.check("#t-same")
    assert not same.is_visible() and changed.is_visible()
    border = "e => getComputedStyle(e).borderBottomStyle"
    assert page.locator("#text mark").first.evaluate(border) != "none"
    page.uncheck("#t-marks")
    assert page.locator("#text mark").first.evaluate(border) == "none"
