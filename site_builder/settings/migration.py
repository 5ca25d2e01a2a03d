"""Converts an archive of an older format to the current one, step by step; everything else stays as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from yaml.nodes import Node

from site_builder.content.front_matter import decode
from site_builder.content.sources import SITE_FILE
from site_builder.core.diagnostics import ContentError
from site_builder.core.files import write_into
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import FORMAT, archive_format
from site_builder.settings.load import MAX_SETTINGS_BYTES

_FIRST_KEY = re.compile(r"^(?=[A-Za-z_])", re.MULTILINE)


class Step(msgspec.Struct, frozen=True):
    """Converts an archive of the previous format to format `to`: returns the new texts of the files that change."""

    to: int
    what: str
    change: Callable[[Path], dict[str, str]]


def migrate(root: Path, *, dry_run: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Convert an archive to the current format; yield what each step does and the files it changes.

    Each file is written atomically, and `site.yml` gets the new format last, so an interrupted step is repeated.
    """
    for step in STEPS:
        if step.to <= _format(root):
            continue
        changes = {**step.change(root), SITE_FILE: _with_format(root, step.to)}
        for path, text in changes.items():
            if not dry_run:
                write_into(root, path, text.encode())
        yield step.what, tuple(changes)
        if dry_run:
            return  # the next step would need what this one writes


def _format(root: Path) -> int:
    """Return an archive's format; 0 if it names none, as the oldest archives do.

    Raises `ContentError` if the settings cannot be read, or have a newer format than this version.
    """
    node, reader = _find_format(root)
    number = archive_format(reader, node) if node else 0
    if number is None:
        raise ContentError(reader.diagnostics)
    return number


def _find_format(root: Path) -> tuple[Node | None, Reader]:
    text, problem = decode(SITE_FILE, (root / SITE_FILE).read_bytes(), MAX_SETTINGS_BYTES)
    reader = Reader(SITE_FILE)
    settings = reader.parse(text) if not problem and text.strip() else None
    problems = [problem] if problem else reader.diagnostics
    if problems and [problem.code for problem in problems] != ["E007"]:
        raise ContentError(problems)
    keys = settings.value if settings else ()
    return next((value for key, value in keys if key.value == "format"), None), reader


def _with_format(root: Path, number: int) -> str:
    text, line = (root / SITE_FILE).read_bytes().decode("utf-8-sig"), f"format: {number}"
    node, _ = _find_format(root)
    if node:
        lines = text.splitlines(keepends=True)
        place = node.start_mark.line
        lines[place] = re.sub(r"^format:[^\r\n]*", line, lines[place])
        return "".join(lines)
    return _FIRST_KEY.sub(f"{line}\n", text, count=1) if _FIRST_KEY.search(text) else f"{text}{line}\n"


STEPS = (Step(FORMAT, f"{SITE_FILE} gets the format of the archive", lambda root: {}),)
