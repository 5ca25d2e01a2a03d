"""`papershelf migrate`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.console import archive_option, reported
from site_builder.content.sources import require_archive
from site_builder.settings.kinds import FORMAT
from site_builder.settings.migration import migrate as run_migration


@click.command()
@archive_option
@click.option("--dry-run", is_flag=True, help="Say what the next step would change, and change nothing.")
@reported
def migrate(root: Path, dry_run: bool) -> None:
    """Bring an archive that an older version made to the format of this one.

    What it does not have to change stays as it was typed; commit before, and look at the difference after.
    """
    require_archive(root)
    steps = list(run_migration(root, dry_run=dry_run))
    for what, paths in steps:
        click.echo(f"{what}: {', '.join(paths)}")
    if not steps:
        click.echo(f"the archive has format {FORMAT} already")
