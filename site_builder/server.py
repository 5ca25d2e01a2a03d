"""A preview server on loopback: builds at each change, reloads the pages that are open, shows errors in them."""

from __future__ import annotations

import html
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from watchfiles import DefaultFilter, watch

from site_builder.build.build import build
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.content.sources import SITE_FILE, SOURCE_FOLDERS
from site_builder.core.diagnostics import ContentError, Diagnostic, render_text
from site_builder.site.addresses import WORKER_URL
from site_builder.theme.assets import worker_script

EVENTS = "/.papershelf/events"
SCRIPT = "/.papershelf/reload.js"
_RELOAD = b"new EventSource('/.papershelf/events').onmessage = () => location.reload();\n"
_SNIPPET = f'<script src="{SCRIPT}"></script>'.encode()

LOCAL_NAMES = ("localhost", "127.0.0.1")
PATIENCE = 10
"""Milliseconds without another change before a build: an editor may write a file in several steps."""

Report = Callable[[BuildReport | tuple[Diagnostic, ...]], None]


class Preview:
    """The state that requests and rebuilds share: the number of the last build and its problems."""

    def __init__(self, options: BuildOptions) -> None:
        self.options = options
        self.problems: tuple[Diagnostic, ...] = ()
        self.number = 0
        self.changed = threading.Condition()
        self.closing = False

    def rebuild(self, report: Report) -> None:
        """Build, keep the problems for the pages, and wake the pages that are open."""
        try:
            made = build(self.options)
            self.problems = ()
            report(made)
        except ContentError as error:
            self.problems = error.diagnostics
            report(error.diagnostics)
        except OSError as error:  # such as a full disk: the preview stays, and the next change tries again
            said = error.strerror or str(error)
            hint = "the site is as it was; the next change builds it again"
            self.problems = (Diagnostic(str(error.filename or self.options.root), 0, 0, "E001", said, hint),)
            report(self.problems)
        with self.changed:
            self.number += 1
            self.changed.notify_all()

    def wait(self, number: int, seconds: float) -> int:
        """Return the number of the last build as soon as it is another, or after the seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.number != number or self.closing, seconds)
            return self.number


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    preview: Preview

    def parse_request(self) -> bool:
        """Refuse what asks for another host: a page elsewhere could otherwise read drafts by a name that leads here."""
        if not super().parse_request():
            return False
        if self.headers.get("Host", "localhost").partition(":")[0] not in LOCAL_NAMES:
            self.send_error(403, "This preview answers to localhost only")
            return False
        if self._is_of_another_page():
            self.send_error(403, "This preview answers to its own pages only")
            return False
        return True

    def _is_of_another_page(self) -> bool:
        """Return whether a page from elsewhere asks, such as by a script tag; a reader who follows a link may."""
        follows = (self.headers.get("Sec-Fetch-Mode"), self.headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        return self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") and not follows

    def end_headers(self) -> None:
        """Let no page from elsewhere use an answer, or show it in a frame."""
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Content-Security-Policy", "frame-ancestors 'self'")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def do_GET(self) -> None:
        """Answer with a file of the site, the reload script, events, or the problems of the last build."""
        path = urlsplit(self.path).path
        if not self._is_within():
            self.send_error(404)
        elif path == EVENTS:
            self._stream_events()
        elif path == SCRIPT:
            self._send(200, "text/javascript", _RELOAD)
        elif path == f"/{WORKER_URL}":  # a preview keeps nothing: it is another archive's tomorrow
            self._send(200, "text/javascript", worker_script("withdraw.js"))
        elif self.preview.problems and path.endswith((".html", "/")):
            self._send(500, "text/html; charset=utf-8", problems_page(self.preview.problems))
        elif path.endswith((".html", "/")):
            self._send_page(path)
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer as to a request for the file, without it."""
        if self._is_within():
            super().do_HEAD()
        else:
            self.send_error(404)

    def _is_within(self) -> bool:
        """Return whether the path leads to a place in the site, links and all."""
        try:
            place = Path(self.translate_path(self.path)).resolve()
        except (OSError, RuntimeError, ValueError):  # a name that no file can have, or links in a circle
            return False
        return place.is_relative_to(self.preview.options.output.resolve())

    def _send_page(self, path: str) -> None:
        """Send a page with the reload script behind it; the file on disk stays as it is."""
        file = Path(self.translate_path(path))
        try:
            data = (file / "index.html" if path.endswith("/") else file).read_bytes()
            status = 200
        except OSError:
            missing = self.preview.options.output / "404.html"
            data, status = (missing.read_bytes() if missing.is_file() else b"not found"), 404
        self._send(status, "text/html; charset=utf-8", data + _SNIPPET)

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _stream_events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        number = self.preview.number
        try:
            while not self.preview.closing:
                latest = self.preview.wait(number, 15)
                self.wfile.write(b"data: changed\n\n" if latest != number else b": alive\n\n")
                self.wfile.flush()
                number = latest
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of single requests."""


def problems_page(problems: tuple[Diagnostic, ...]) -> bytes:
    """Return the page that replaces every page while the archive has errors."""
    items = "\n\n".join(html.escape(render_text(problem)) for problem in problems)
    style = "body{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}pre{white-space:pre-wrap}"
    return (
        f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Not built</title><style>{style}</style>"
        f"<h1>The site was not built</h1><p>This page reloads when the files are mended.</p><pre>{items}</pre>"
    ).encode() + _SNIPPET


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # a browser that restores its tabs asks for everything at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader who left before the answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Filter(DefaultFilter):
    ignore_dirs = (*DefaultFilter.ignore_dirs, ".papershelf")


def serve(options: BuildOptions, port: int, report: Report, ready: Callable[[str], None]) -> None:
    """Serve the site on 127.0.0.1 until interrupted; `ready` gets its address; port 0 takes a free one."""
    preview = Preview(options)
    preview.rebuild(report)
    handler = type("Handler", (_Handler,), {"preview": preview})
    server = _Server(("127.0.0.1", port), partial(handler, directory=str(options.output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready(f"http://127.0.0.1:{server.server_address[1]}/")
    watched = [path for path in (*SOURCE_FOLDERS, SITE_FILE) if (options.root / path).exists()]
    try:
        paths = [options.root / path for path in watched]
        for _ in watch(*paths, watch_filter=_Filter(), step=PATIENCE, raise_interrupt=False):
            preview.rebuild(report)
    finally:
        preview.closing = True
        preview.wait(-1, 0)
        server.shutdown()
