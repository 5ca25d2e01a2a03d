"""`papershelf remove`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import archive_option, progress_bar, reported
from site_builder.cli.edit_options import dry_run_option, finish, require_paper
from site_builder.edit.papers import remove_papers


@click.command()
@click.argument("papers", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; it is shown where the papers were.")
@archive_option
@dry_run_option
@reported
def remove(papers: tuple[str, ...], reason: str, root: Path, dry_run: bool) -> None:
    """Remove PAPERS from the archive.

    Their files are deleted, and so is what refers to them in related papers, collections and the map. Their
    addresses, and those of tags and authors that only they had, show the reason.

    \b
    Example:
      papershelf remove 2604.12890 --reason "Removed at the request of its authors."
    """
    with progress_bar(quiet=True) as progress, open_archive(root, progress) as (archive, _):
        names = [require_paper(archive.library, name) for name in dict.fromkeys(papers)]
        change = remove_papers(root, archive.library, archive.config, names, reason)
    finish(root, change, dry_run=dry_run)
