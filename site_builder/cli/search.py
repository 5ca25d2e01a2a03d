"""`papershelf search`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from site_builder.build.publish import DEFAULT_OUTPUT
from site_builder.cli.console import EXIT_CONTENT, archive_option, json_option, reported
from site_builder.core.diagnostics import printable
from site_builder.search.ranking import search_site


@click.command()
@click.argument("query", nargs=-1, required=True)
@archive_option
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The built site.  [default: ARCHIVE/_site]")
@click.option("--limit", "-n", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many papers.")
@json_option
@reported
def search(query: tuple[str, ...], root: Path, output: Path | None, limit: int, as_json: bool) -> None:
    """Search the built site, as its search box does.

    \b
    Examples:
      papershelf search kv cache eviction
      papershelf search 'author:bengio year:2024..2026'

    Exit status 1 if nothing is found.
    """
    found = search_site(output or root / DEFAULT_OUTPUT, " ".join(query), limit)
    if as_json:
        click.echo(json.dumps([result._asdict() for result in found], indent=2, ensure_ascii=False))
    else:
        for result in found:
            click.echo(f"{result.id}  {printable(result.title)}")
    if not found:
        click.echo("no paper was found", err=True)
        sys.exit(EXIT_CONTENT)
