"""`papershelf doctor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import msgspec

from site_builder.check.doctor import examine
from site_builder.cli.console import EXIT_CONTENT, archive_option, json_option, reported
from site_builder.core.diagnostics import printable

_SIGNS = {"good": "ok  ", "note": "note", "bad": "BAD "}


@click.command()
@archive_option
@json_option
@reported
def doctor(root: Path, as_json: bool) -> None:
    """Examine the environment, the archive, its theme, cache and site, one line each.

    Exit status 1 if there is a problem.
    """
    findings = list(examine(root))
    if as_json:
        click.echo(json.dumps([msgspec.structs.asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            cure = f"; {finding.cure}" if finding.state != "good" else ""
            click.echo(f"{_SIGNS[finding.state]}  {finding.part:10}  {printable(finding.seen + cure)}")
    if any(finding.state == "bad" for finding in findings):
        sys.exit(EXIT_CONTENT)
