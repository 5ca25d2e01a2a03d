"""`papershelf clean`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from site_builder.build.trees import DEFAULT_OUTPUT, remove_site
from site_builder.cli.console import (
    archive_option,
    reported,
)
from site_builder.core.cache_files import CACHE_FOLDER
from site_builder.core.files import require_plain


@click.command()
@archive_option
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The site to delete.  [default: ARCHIVE/_site]")
@reported
def clean(root: Path, output: Path | None) -> None:
    """Delete the built site and the cache; the next build creates both again."""
    remove_site(output or root / DEFAULT_OUTPUT)
    require_plain(root, CACHE_FOLDER)
    shutil.rmtree(root / CACHE_FOLDER, ignore_errors=True)
    click.echo("deleted the site and the cache")
