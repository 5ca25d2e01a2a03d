"""The pictures of README, from a site as Chromium shows it: `python -m benchmarks.pictures SITE [FOLDER]`.

The site is the repository's own, built; pages are opened from the disk. Pictures have 96 colours, which pages of text
need no more than, so that all of them stay small.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.machine import find_chromium

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
COLOURS = 96
MOST_BYTES = 400_000


class Shot(NamedTuple):
    """One picture: its name, the page, the look, and the size of the window."""

    name: str
    page: str
    look: str
    width: int
    height: int
    scale: float = 1


PAPER = "papers/distserve-prefill-decoding-disaggregation.html"
SHOTS = (
    Shot("home-light", "index.html", "light", 1200, 800),
    Shot("paper-dark", PAPER, "dark", 1200, 800),
    Shot("search-light", "search.html?q=cache", "light", 1200, 800),
    Shot("phone-light", "index.html", "light", 375, 760, 1.5),
    Shot("phone-dark", PAPER, "dark", 375, 760, 1.5),
)


def picture(browser: Browser, site: Path, shot: Shot) -> bytes:
    """Return a page as a PNG of few colours."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.scale,
        color_scheme="dark" if shot.look == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(site.resolve().as_uri() + "/" + shot.page, wait_until="networkidle")
    page.wait_for_timeout(500)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    small = image.quantize(COLOURS, dither=Image.Dither.NONE)
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    return data.getvalue()


def main() -> None:
    """Write the pictures; print what each weighs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for shot in SHOTS:
            data = picture(browser, options.site, shot)
            (options.folder / f"{shot.name}.png").write_bytes(data)
            total += len(data)
            print(f"{shot.name:14} {len(data):8,} bytes")
        browser.close()
    print(f"{'all':14} {total:8,} bytes")
    if total > MOST_BYTES:
        sys.exit(f"that is more than {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    main()
