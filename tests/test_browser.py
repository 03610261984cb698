"""JupyterLab and the report in a real browser: the picture appears, the widget answers, nothing overflows."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, sync_playwright

import mediakit as mk
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
MINUTE = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("needs Chromium: install the system's package `chromium`")
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
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the notebooks on loopback; gives the address (with token) and the folder."""
    folder = tmp_path_factory.mktemp("lab")
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(path, folder)
    broken = new_notebook(cells=[new_code_cell("1 / 0")])
    nbformat.write(broken, folder / "broken.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
               f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={folder}",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None"]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / ".config"),
                   "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
                   "JUPYTERLAB_WORKSPACES_DIR": str(folder / ".workspaces")}  # fmt: skip
    server = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    lines = []
    for line in server.stderr:
        lines.append(line)
        if "is running at" in line:
            break
    else:
        pytest.fail("JupyterLab did not start:\n" + "".join(lines[-20:]))
    yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset", folder
    server.terminate()
    server.stderr.close()
    server.wait(timeout=30)


def run_all(page: Page, address: str, name: str) -> None:
    """Open a notebook, wait for its kernel, run all cells and wait until every code cell has its number."""
    page.goto(address.format(name))
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    page.click(".jp-Notebook .jp-Cell >> nth=0")
    status = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
    page.wait_for_function(f"{status} === 'idle'")
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    done = """() => { const cells = window.jupyterapp.shell.currentWidget.content.model.cells;
        for (let i = 0; i < cells.length; i++) { const c = cells.get(i);
            if (c.type === 'code' && c.sharedModel.source.trim() && c.executionCount === null) return false; }
        return true; }"""
    page.wait_for_function(done)
    page.wait_for_function(f"{status} === 'idle'")


def errors(page: Page) -> int:
    """Return how many outputs of the notebook are errors."""
    count = """() => { const cells = window.jupyterapp.shell.currentWidget.content.model.cells; let n = 0;
        for (let i = 0; i < cells.length; i++) { const c = cells.get(i);
            if (c.type === 'code') for (const o of c.sharedModel.toJSON().outputs) n += o.output_type === 'error'; }
        return n; }"""
    return page.evaluate(count) + page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count()


def test_a_broken_notebook_is_seen_as_broken(page: Page, lab: tuple[str, Path]) -> None:
    page.goto(lab[0].format("broken.ipynb"))
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
    page.click(".jp-Notebook .jp-Cell >> nth=0")
    status = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
    page.wait_for_function(f"{status} === 'idle'")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector('[data-mime-type="application/vnd.jupyter.stderr"]')
    assert errors(page) > 0


@pytest.mark.parametrize("name", ["00-start-here", "07-your-own-articles"])
def test_notebook_runs_in_jupyterlab(page: Page, lab: tuple[str, Path], name: str) -> None:
    if not (lab[1] / f"{name}.ipynb").exists():
        pytest.skip(f"{name} is not written yet")
    run_all(page, lab[0], f"{name}.ipynb")
    page.locator(".jp-OutputArea-output img").first.wait_for()
    assert errors(page) == 0


def test_the_widget_changes_the_picture(page: Page, lab: tuple[str, Path]) -> None:
    run_all(page, lab[0], "00-start-here.ipynb")
    picture = page.locator("img.mediakit-figure, .mediakit-figure img").first
    picture.wait_for()
    before = picture.get_attribute("src")
    chooser = page.locator(".jupyter-widgets select").nth(3)
    other = chooser.locator("option").evaluate_all("options => options.map(o => o.value)")
    now = chooser.input_value()
    chooser.select_option(next(value for value in other if value != now))
    page.wait_for_function("before => [...document.querySelectorAll('.mediakit-figure')].every(i => i.src !== before)", arg=before)
    assert errors(page) == 0


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    story = mk.load_example("data-breach")
    path = tmp_path_factory.mktemp("report") / "report.html"
    mk.compare(story["wire"], story["paraphrase"]).to_html(path)
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_has_no_serious_accessibility_violation(page: Page, report: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    page.goto(report)
    found = Axe().run(page).response["violations"]
    serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]
    assert not serious


@pytest.mark.parametrize("width", [400, 800, 1400])
def test_report_does_not_overflow(page: Page, report: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_tab_reaches_every_control_of_the_report(page: Page, report: str) -> None:
    page.goto(report)
    wanted = page.locator("a[href], input, [tabindex='0']").count()
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


def test_toggles_hide_marks_and_unchanged_sentences(page: Page, report: str) -> None:
    page.goto(report)
    page.uncheck("#t-changes")
    assert page.locator("#text ins").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    page.check("#t-same")
    assert not page.locator("#text .k-same").first.is_visible() if page.locator("#text .k-same").count() else True
