"""`papershelf vectors`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.build.archive import Archive, open_archive
from site_builder.build.search import kept_vectors
from site_builder.cli.console import EXIT_CONTENT, archive_option, progress_bar, quiet_option, reported, show
from site_builder.core.files import write_into
from site_builder.core.numbers import plural
from site_builder.search.space import LEAST_PAPERS
from site_builder.search.vectors_file import check_vectors

WORTH_KEEPING = 1_000
"""Papers from which on `--check` asks for the file: a smaller archive's vectors are made in less than half a second."""


@click.command("vectors")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; report whether the file is outdated.")
@archive_option
@quiet_option
@reported
def vectors(root: Path, only_check: bool, quiet: bool) -> None:
    """Compute the vectors of words for search by meaning and write content/vectors.npz, a file to commit.

    With that file, an edit only places the papers that it changes. Without it, a build makes the vectors from the
    archive, and makes them again when one of the papers that they are made from is edited.

    \b
    Examples:
      papershelf vectors
      papershelf vectors --check || papershelf vectors

    Exit status of --check: 1 if an archive of 1,000 papers has no file, or has grown by half since it was made.
    """
    with progress_bar(quiet=quiet) as progress, open_archive(root, progress) as (archive, work):
        path = f"content/{archive.config.vectors}"
        if only_check:
            _check(archive)
            return
        if archive.vectors and not archive.vectors.made_from:
            raise click.UsageError(f"{path} was not written by this command; delete it first")
        count = len(archive.library.entries)
        if count < LEAST_PAPERS:
            raise click.UsageError(f"fewer than {LEAST_PAPERS} papers do not show which words are related")
        write_into(work.root, path, kept_vectors(work, archive.library))
    if not quiet:
        click.echo(f"{plural(count, 'paper')}: {path}")


def _check(archive: Archive) -> None:
    name, papers = archive.config.vectors, len(archive.library.entries)
    if archive.vectors is None:
        if papers < WORTH_KEEPING:
            return
        click.echo(f"content/{name} does not exist; papershelf vectors creates it", err=True)
        sys.exit(EXIT_CONTENT)
    found = list(check_vectors(archive.vectors, name, papers))
    show(found)
    if found:
        sys.exit(EXIT_CONTENT)
