"""`papershelf permanence`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import (
    EXIT_CONTENT,
    archive_option,
    format_option,
    progress_bar,
    quiet_option,
    reported,
    show,
)
from site_builder.cli.guard_options import guard_options, load_list
from site_builder.core.files import write_into
from site_builder.core.numbers import plural
from site_builder.site.permanence import PUBLISHED_FILE, Guard, plan_addresses


@click.command()
@archive_option
@guard_options
@click.option("--keep", is_flag=True, help=f"Add the archive's addresses to ARCHIVE/{PUBLISHED_FILE}.")
@format_option
@quiet_option
@reported
def permanence(
    root: Path, published: str | None, allow_lost: bool, allow_shrink: bool, keep: bool, form: str, quiet: bool
) -> None:
    """Report each published address that the next build would lose, with a hint.

    A site lists its addresses in addresses.txt. Exit status 1 if one of them would be lost.

    \b
    Examples:
      papershelf permanence --published https://example.org/papers/
      papershelf permanence --keep
    """
    listed = load_list(root, published)
    with progress_bar(quiet=quiet) as progress, open_archive(root, progress, listed) as (archive, _):
        addresses = plan_addresses(archive.plan)
        lost = Guard(listed, allow_lost, allow_shrink).check(archive.plan, archive.config.limits.shrink)
    show(lost, form)
    if lost:
        sys.exit(EXIT_CONTENT)
    if keep:
        listed = tuple(sorted({*listed, *addresses}))
        text = "".join(f"{address}\n" for address in listed)
        write_into(root, PUBLISHED_FILE, text.encode())
    if not quiet:
        said = f"written to {PUBLISHED_FILE}" if keep else "none lost"
        click.echo(f"{plural(len(listed), 'published address', 'published addresses')}, {said}")
