"""`papershelf migrate`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.console import archive_option, reported
from site_builder.content.sources import require_archive
from site_builder.core.diagnostics import printable
from site_builder.settings.kinds import FORMAT
from site_builder.settings.migration import migrate as run_migration


@click.command()
@archive_option
@click.option("--dry-run", is_flag=True, help="Report what the next step would change, without changing it.")
@reported
def migrate(root: Path, dry_run: bool) -> None:
    """Convert an archive of an older version to the format of this one.

    Everything else stays as typed. Commit first, and review the changes afterwards.
    """
    require_archive(root)
    steps = list(run_migration(root, dry_run=dry_run))
    for what, paths in steps:
        click.echo(printable(f"{what}: {', '.join(paths)}"))
    if not steps:
        click.echo(f"the archive already has format {FORMAT}")
