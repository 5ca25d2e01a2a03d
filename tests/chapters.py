"""What a chapter of the manual shows, as a script: files are written, commands are run, in the order of the page.

- A block that follows a sentence with a file's name, as "`papers.bib`:", is that file.
- A `console` block is run; one that cannot be, here and offline, is marked: "console not run".
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent

_BLOCK = re.compile(r"^```(?P<kind>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`(?P<path>\w[\w./-]*\.\w+)`[^`\n]*:\Z")
_SETTINGS = "title: A shelf\nbase_url: https://example.org/papers/\ntheme: default\n"
_ENTRY = "---\ntitle: A first paper\nauthors: [Ana Author]\ndate: 2026-05-26\ntags: [agents]\n---\nAt length.\n"


def blocks(chapter: Path) -> list[tuple[str, str, str]]:
    """Return the kind, the text and the file's name, if it is one, of each block of a chapter."""
    text = chapter.read_text(encoding="utf-8")
    found = []
    for match in _BLOCK.finditer(text):
        before = text[: match.start()].rstrip()
        name = None if match["kind"].startswith("console") else _FILE.search(before.rpartition("\n\n")[2])
        found.append((match["kind"], match["text"], name["path"] if name else ""))
    return found


def is_run(chapter: Path) -> bool:
    """Return whether a chapter has commands to run."""
    return any(kind == "console" for kind, _, _ in blocks(chapter))


def script(chapter: Path) -> str:
    """Return the commands of a chapter, with the files that it shows."""
    parts = []
    for kind, text, file in blocks(chapter):
        if file:
            parts.append(f"mkdir -p $(dirname {file})\ncat > {file} <<'END-OF-FILE'\n{text}END-OF-FILE\n")
        elif kind == "console":
            parts.append(text)
    return "\n".join(parts)


def run_chapter(chapter: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a chapter's commands as printed, in an archive of one paper, or in an empty folder if it makes its own."""
    tools, start = folder / "bin", folder / "start"
    tools.mkdir()
    start.mkdir()
    for name, arguments in (("papershelf", "-m site_builder "), ("python", "")):
        (tools / name).write_text(f'#!/bin/sh\nexec {sys.executable} {arguments}"$@"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    commands = script(chapter)
    if "papershelf init" not in commands:
        (start / "content" / "papers").mkdir(parents=True)
        (start / "content" / "papers" / "a-first-paper.md").write_text(_ENTRY, encoding="utf-8")
        (start / "site.yml").write_text(_SETTINGS, encoding="utf-8")
    environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY), "CI": "1"}
    return subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", commands],
        cwd=start,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
