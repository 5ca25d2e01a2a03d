"""Measures in Chromium how long a search takes from the key press to its results, and how long it keeps the page busy.

Usage: python -m benchmarks.search_browser SITE QUERIES [--limit N]

SITE is what `benchmarks.search_cost` wrote; QUERIES is a JSON list of {"q"}. Each query is typed twice: with no file
read yet, and with its files in memory. `--limit` takes that many of the queries, spread over all.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import BROWSER_ARGUMENTS
from tests.machine import find_chromium
from tests.search.papers import write_pages

# Types a query and resolves to the milliseconds until its answer stands, and the longest task on the way.
_TYPE = """async (text) => {
  const box = document.getElementById('search-box');
  const said = document.querySelector('.search-said');
  let longest = 0;
  const tasks = new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    longest = Math.max(longest, entry.duration);
  }));
  tasks.observe({ type: 'longtask' });
  const answered = new Promise((resolve) => {
    const observer = new MutationObserver(() => { observer.disconnect(); resolve(performance.now()); });
    observer.observe(said, { childList: true });
  });
  const start = performance.now();
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  const took = (await answered) - start;
  await new Promise((resolve) => setTimeout(resolve, 60));
  tasks.takeRecords().forEach((entry) => { longest = Math.max(longest, entry.duration); });
  tasks.disconnect();
  return [took, longest];
}"""


class _Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing of single requests."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def measure(site_path: Path, texts: Sequence[str]) -> tuple[list[list[float]], list[list[float]]]:
    """Return (milliseconds, longest task) of each query, typed for the first and for the second time."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(BROWSER_ARGUMENTS))
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/deep/page.html")
        page.focus("#search-box")
        page.wait_for_selector(".search-said", state="attached")
        first, second = [], []
        for text in texts:
            first.append(page.evaluate(_TYPE, text))
            page.evaluate(_TYPE, "zq")
            second.append(page.evaluate(_TYPE, text))
        browser.close()
    server.shutdown()
    return first, second


def row(name: str, measured: Sequence[Sequence[float]]) -> str:
    """Return a line of the table."""
    took = sorted(milliseconds for milliseconds, _ in measured)
    tasks = sorted(longest for _, longest in measured)
    last = len(measured) - 1
    return (
        f"| {name:12} | {took[last // 2]:6.0f} | {took[int(last * 0.95)]:6.0f} | {took[-1]:6.0f} "
        f"| {tasks[int(last * 0.95)]:9.0f} | {tasks[-1]:8.0f} |"
    )


def main() -> None:
    """Type, wait, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    args = parser.parse_args()
    texts = [query["q"] for query in json.loads(args.queries.read_text(encoding="utf-8"))]
    write_pages(args.site)
    first, second = measure(args.site, texts[:: max(1, len(texts) // args.limit)])
    print("| milliseconds | median |    p95 |    max | task, p95 | task max |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(row("first time", first))
    print(row("files cached", second))


if __name__ == "__main__":
    main()
