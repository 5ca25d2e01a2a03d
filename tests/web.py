"""Servers on this machine's own address: one for pages, which answers as a test says, and one for mail."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

# Status, headers and body; of several answers to one path each is given once, the last from then on.
Answer = tuple[int, Mapping[str, str], bytes]


@contextmanager
def served(answers: Mapping[str, list[Answer]], asked: list[str] | None = None) -> Iterator[str]:
    """Serve answers by path while the block runs; gives the server's address, without a slash at its end.

    A path that has no answer with its query has the one without. `asked` gets what was asked.
    """
    left = {path: list(given) for path, given in answers.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            given = left.get(self.path) or left.get(self.path.partition("?")[0], [(404, {}, b"")])
            status, headers, body = given.pop(0) if len(given) > 1 else given[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@contextmanager
def post_office(refuses: str = "") -> Iterator[tuple[str, list[str]]]:
    """Serve mail; gives the server's address and the lines that it receives."""
    told: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            in_data = False
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                told.append(line)
                if in_data:
                    in_data = line != "."
                    answer = "" if in_data else "250 taken"
                elif refuses and line.upper().startswith(refuses):
                    answer = "550 not here"
                else:
                    in_data = line.upper() == "DATA"
                    answer = "354 go on" if in_data else "221 bye" if line.upper() == "QUIT" else "250 well"
                if answer:
                    self.wfile.write(f"{answer}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"smtp://127.0.0.1:{server.server_address[1]}", told
        finally:
            server.shutdown()
