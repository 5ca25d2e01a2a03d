"""Asks other searches of static sites the same queries: plain lunr.js, and Pagefind where its package is installed."""

from __future__ import annotations

import html
import importlib.util
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.search_corpora import Paper
from tests.conftest import BROWSER_ARGUMENTS
from tests.machine import find_chromium
from tests.search.papers import LUNR_PATH

_ASK_PAGEFIND = """async (queries) => {
  const pagefind = await import('/pagefind/pagefind.js');
  const answers = [];
  for (const query of queries) {
    const { results } = await pagefind.search(query);
    const pages = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    answers.push(pages.map((page) => decodeURIComponent(page.raw_url).replace(/^.*papers\\/|\\.html$/g, '')));
  }
  return answers;
}"""


class _Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing of single requests."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def ask_lunr(papers: Sequence[Paper], queries: Sequence[str]) -> list[list[str]]:
    """Return the first ten papers that a plain lunr.js index finds; none where it refuses a query."""
    documents = [
        {"id": document.id, "title": document.title, "authors": " ".join(document.authors), "abstract": abstract}
        for document, abstract in papers
    ]
    request = json.dumps({"lunr": str(LUNR_PATH), "documents": documents, "queries": list(queries)})
    command = ["node", "--max-old-space-size=8000", str(Path(__file__).with_name("search_lunr.js"))]
    done = subprocess.run(command, input=request, capture_output=True, text=True, check=True)
    answers: list[list[str]] = json.loads(done.stdout)
    return answers


def has_pagefind() -> bool:
    """Return whether Pagefind's package is installed."""
    return importlib.util.find_spec("pagefind") is not None


def ask_pagefind(papers: Sequence[Paper], queries: Sequence[str]) -> list[list[str]]:
    """Return the first ten papers that Pagefind finds in Chromium, in one page for each paper."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "papers").mkdir()
        for document, abstract in papers:
            parts = (document.title, ", ".join(document.authors), abstract, document.id)
            title, *rest = map(html.escape, parts)
            body = f"<h1>{title}</h1>" + "".join(f"<p>{part}</p>" for part in rest)
            page = (
                f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><body>{body}</body></html>'
            )
            (Path(folder) / f"papers/{document.id}.html").write_text(page, encoding="utf-8")
        (Path(folder) / "index.html").write_text('<!doctype html><html lang="en"><title>Search</title></html>')
        subprocess.run([sys.executable, "-m", "pagefind", "--site", folder, "--quiet"], check=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(BROWSER_ARGUMENTS))
            page_in_browser = browser.new_page()
            page_in_browser.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
            answers: list[list[str]] = page_in_browser.evaluate(_ASK_PAGEFIND, list(queries))
            browser.close()
        server.shutdown()
    return answers
