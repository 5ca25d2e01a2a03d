"""Measures in Chromium how long a search takes from the key press to its results, and how long it keeps the page busy.

Usage: python -m benchmarks.search_browser SITE QUERIES [--limit N]

SITE is what `benchmarks.search_cost` wrote; QUERIES is a JSON list of {"q"}. Each query is typed twice: with no file
read yet, the box's first use included, and with its files in memory. `--limit` takes that many of the queries, spread
over all. Results by words come first; the list is whole when meaning has joined them, if it does. The last rows
are of the queries in which it does. The main thread's longest task is given by the clock and by the time that the
thread itself ran: where others use the processor, the clock counts that time too.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import BROWSER_ARGUMENTS
from tests.machine import find_chromium
from tests.search.papers import write_pages

_MARK = "typed"
# Types a query; resolves to the milliseconds until each list of results is shown: by words, then perhaps with meaning.
_TYPE = """async (text) => {
  const box = document.getElementById('search-box');
  const said = document.querySelector('.search-said');
  const { search } = papershelf;
  const shown = [];
  const asked = new Promise((resolve) => {
    papershelf.search = function (...query) {
      papershelf.search = search;
      const answer = search(...query);
      resolve(answer);
      return answer;
    };
  });
  const observer = new MutationObserver(() => shown.push(performance.now() - start));
  observer.observe(said, { childList: true });
  const start = performance.mark('typed').startTime;
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await asked;
  while (!shown.length) await new Promise((resolve) => setTimeout(resolve));
  await new Promise((resolve) => setTimeout(resolve));
  observer.disconnect();
  return shown;
}"""


class _Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing of single requests."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Measured(NamedTuple):
    """Milliseconds to each query's lists, and of the main thread's longest task by the clock and of its own time."""

    took: list[list[float]]
    task: float
    task_cpu: float


def tasks_of(trace: bytes) -> list[dict[str, Any]]:
    """Return the tasks of the main thread that typed; Chromium's own pages have such threads, too."""
    events = json.loads(trace)["traceEvents"]
    threads = {(event["pid"], event["tid"]) for event in events if event["name"] == _MARK}
    found = (event for event in events if event["name"].endswith("RunTask") and "tdur" in event)
    return [event for event in found if (event["pid"], event["tid"]) in threads]


def measured(browser: Browser, page: Page, texts: Sequence[str]) -> Measured:
    """Type each of the texts into the page's search box, after something else."""
    took = []
    browser.start_tracing(categories=["toplevel", "blink.user_timing"])
    page.focus("#search-box")
    page.wait_for_selector(".search-said", state="attached")
    for text in texts:
        page.evaluate(_TYPE, "zq")
        took.append(page.evaluate(_TYPE, text))
    tasks = tasks_of(browser.stop_tracing())
    longest = [max((task[key] for task in tasks), default=0) / 1000 for key in ("dur", "tdur")]
    return Measured(took, *longest)


def measure(site_path: Path, texts: Sequence[str]) -> tuple[Measured, Measured]:
    """Return what typing the queries takes for the first and for the second time."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(BROWSER_ARGUMENTS))
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/deep/page.html")
        first, second = (measured(browser, page, texts) for _ in range(2))
        browser.close()
    server.shutdown()
    return first, second


def row(name: str, times: Sequence[float]) -> str:
    """Return a line of the table."""
    took = sorted(times)
    last = len(took) - 1
    figures = (took[last // 2], took[int(last * 0.95)], took[-1])
    return f"| {name:30} | {len(took):7} | " + " | ".join(f"{figure:6.0f}" for figure in figures) + " |"


def report(name: str, found: Measured) -> None:
    """Print lines of the table."""
    print(row(f"{name}, by words", [lists[0] for lists in found.took]))
    print(row(f"{name}, whole list", [lists[-1] for lists in found.took]))
    joined = [lists for lists in found.took if len(lists) > 1]
    if joined:
        print(row(f"{name}, with meaning: words", [lists[0] for lists in joined]))
        print(row(f"{name}, with meaning: whole", [lists[-1] for lists in joined]))


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
    print(f"| {'milliseconds':30} | queries | median |    p95 |    max |\n| --- | --- | --- | --- | --- |")
    for name, found in (("first time", first), ("files cached", second)):
        report(name, found)
    for name, found in (("first time", first), ("files cached", second)):
        print(f"longest task, {name}: {found.task:.0f} ms, {found.task_cpu:.0f} of them its own")


if __name__ == "__main__":
    main()
