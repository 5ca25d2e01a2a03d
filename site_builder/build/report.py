"""The options of a build and its report."""

from __future__ import annotations

from pathlib import Path

import msgspec

from site_builder.core.diagnostics import Diagnostic
from site_builder.site.permanence import Guard


class BuildOptions(msgspec.Struct, frozen=True):
    """How to build: the output, the number of processes, whether to verify every published byte, what must not be lost.

    With `sync` the new site is on the disk before it takes the old one's place.
    """

    root: Path
    output: Path
    jobs: int = 0
    verify: bool = False
    guard: Guard = Guard()
    sync: bool = False


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did: files and bytes of the site by kind, files written, seconds by step, warnings."""

    entries: int
    files: dict[str, int]
    bytes: dict[str, int]
    written: int
    removed: int
    seconds: dict[str, float]
    site_bytes: int
    warnings: tuple[Diagnostic, ...]
