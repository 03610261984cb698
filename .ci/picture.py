"""Take README's picture of a real result: the first screen of the report, in Chromium.

python .ci/picture.py       # writes notebooks/images/report.png
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import mediakit as mk

TARGET = Path(__file__).parent.parent / "notebooks" / "images" / "report.png"
WIDTH, HEIGHT = 940, 672


def main() -> None:
    """Write the report of the story in README's command, and its first screen in few colours."""
    story = mk.load_example("bridge-vote")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file, shot = Path(folder, "report.html"), Path(folder, "report.png")
        mk.compare(story["wire"], story["paraphrase"]).to_html(page_file)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(page_file.as_uri())
        page.screenshot(path=shot)
        browser.close()
        Image.open(shot).convert("RGB").quantize(32, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
