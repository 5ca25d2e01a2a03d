"""An archive of an older format to the one of this version, step by step; what a step does not know stays as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from site_builder.atomic import write_atomically
from site_builder.config import FORMAT
from site_builder.sources import SITE_FILE

_FORMAT_LINE = re.compile(r"^format:[ \t]*([0-9]+).*$", re.MULTILINE)
_FIRST_KEY = re.compile(r"^(?=[A-Za-z_])", re.MULTILINE)


class Step(msgspec.Struct, frozen=True):
    """What brings an archive of the format before to format `to`: the new texts of the files that change."""

    to: int
    what: str
    change: Callable[[Path], dict[str, str]]


def migrate(root: Path, *, dry_run: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Bring an archive to the format of this version; yield what each step does and the files it changes.

    Each file is written whole or not at all, and `site.yml` names the new format last, so that a step that was
    stopped is done again.
    """
    for step in STEPS:
        if step.to <= _format(root):
            continue
        changes = {**step.change(root), SITE_FILE: _with_format(root, step.to)}
        for path, text in changes.items():
            if not dry_run:
                write_atomically(root / path, text.encode(), lasting=True)
        yield step.what, tuple(changes)
        if dry_run:
            return  # the next step would read what this one writes


def _format(root: Path) -> int:
    """Return the format that an archive says it has; before the first one, archives said nothing."""
    match = _FORMAT_LINE.search(_settings(root))
    return int(match[1]) if match else 0


def _with_format(root: Path, number: int) -> str:
    text, line = _settings(root), f"format: {number}"
    if _FORMAT_LINE.search(text):
        return _FORMAT_LINE.sub(line, text, count=1)
    return _FIRST_KEY.sub(f"{line}\n", text, count=1) if _FIRST_KEY.search(text) else f"{text}{line}\n"


def _settings(root: Path) -> str:
    return (root / SITE_FILE).read_bytes().decode()


STEPS = (Step(FORMAT, f"{SITE_FILE} says which format the archive has", lambda root: {}),)
