"""`papershelf new`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from site_builder.build.archive import entry_paths
from site_builder.cli.console import EXIT_CONTENT, archive_option, reported
from site_builder.content.entries import entry_id
from site_builder.content.json_schema import schema_line
from site_builder.content.sources import require_archive
from site_builder.core.files import write_into
from site_builder.exchange.identifiers import is_safe_id
from site_builder.exchange.importing import entry_path
from site_builder.new_archive import new_entry
from site_builder.reading.plain_values import is_date
from site_builder.text.slugs import slug

_NEW_TITLE = "A new entry, to be filled in"


@click.command()
@click.argument("title", default="")
@archive_option
@click.option("--id", "identifier", help="The file's name without its extension.  [default: made from the title]")
@click.option("--date", "day", help="The day to list it, such as 2026-05-26.  [default: today]")
@reported
def new(title: str, root: Path, identifier: str | None, day: str | None) -> None:
    """Create an entry for the paper TITLE, for you to fill in.

    \b
    Examples:
      papershelf new
      papershelf new "Attention Is All You Need" --id 1706.03762
    """
    require_archive(root)
    listed = day or date.today().isoformat()
    stem = identifier or slug(title or _NEW_TITLE)[:60].strip("-")
    if not is_safe_id(stem):
        raise click.UsageError(f"'{stem}' cannot be the name of a file; choose one with --id")
    if len(listed) != 10 or not is_date(listed):
        raise click.UsageError(f"'{listed}' is not a day; write, for example, 2026-05-26")
    taken = next((path for path in entry_paths(root) if entry_id(path).lower() == stem.lower()), None)
    if taken:
        click.echo(f"papershelf: {taken} has that identifier; choose another with --id", err=True)
        sys.exit(EXIT_CONTENT)
    relative = entry_path(root, stem, listed)
    if (root / relative).exists():
        raise FileExistsError(f"{relative} already exists")
    write_into(root, relative, new_entry(stem, title or _NEW_TITLE, listed, schema_line(root, relative)).encode())
    click.echo(str(root / relative))
