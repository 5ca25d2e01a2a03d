"""What a browser loads for a page, and whether anything moves: `python -m benchmarks.page_weight SITE [PAGE …]`.

Sizes are those of `gzip -6`, as static hosts send files. Layout shift and overflow are measured in Chromium over
`file://` at 320 pixels, with the scripts running.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright

from tests.machine import find_chromium

_LOADED = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="?([^">\s]+)"?[^>]*>')
_DEFERRED = re.compile(r"assets/(?!site|words)[\w-]+\.js")
_LATE = 0.2
"""Seconds by which deferred scripts are late."""
LAYOUT_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 1000);
})"""
"""A script that waits a second and gives the page's layout shift."""


def weigh(site: Path, page: str) -> Counter[str]:
    """Return the bytes that a page costs on a first visit, by kind, without pictures that load when scrolled to."""
    file = site / page
    html = file.read_text(encoding="utf-8")
    sizes = Counter(html=_size(file))
    for match in _LOADED.finditer(html):
        if "loading=lazy" in match[0] or not re.search(r"^<script|\brel=(?:stylesheet|icon)\b|^<img", match[0]):
            continue
        part = (file.parent / match[1]).resolve()
        sizes[part.suffix.lstrip(".")] += _size(part)
    return sizes


def movement(browser: Browser, site: Path, page: str, width: int = 320) -> tuple[float, int]:
    """Return a page's layout shift, and by how many pixels it is wider than a narrow screen.

    The scripts that need not come before the page come long after it.
    """
    opened = browser.new_page(viewport={"width": width, "height": 640})
    opened.route(_DEFERRED, _continue_late)
    opened.goto(f"{site.resolve().as_uri()}/{page}")
    shift: float = opened.evaluate(LAYOUT_SHIFT)
    wide: int = opened.evaluate("document.documentElement.scrollWidth") - width
    opened.close()
    return shift, wide


def _continue_late(route: Route) -> None:
    time.sleep(_LATE)
    route.continue_()


def _size(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6, mtime=0))


def main() -> None:
    """Print a line for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("pages", nargs="*", default=["index.html"])
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for page in options.pages:
            sizes = weigh(options.site, page)
            shift, wide = movement(browser, options.site, page)
            parts = ", ".join(f"{kind} {size:,}" for kind, size in sizes.most_common())
            sys.stdout.write(
                f"{page}: {sizes.total():,} bytes ({parts}); layout shift {shift:.3f}; {wide} px too wide\n"
            )
        browser.close()


if __name__ == "__main__":
    main()
