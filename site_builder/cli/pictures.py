"""`papershelf pictures`: keeps a small picture next to each entry."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from site_builder.cli.console import (
    EXIT_CONTENT,
    EXIT_SYSTEM,
    archive_option,
    progress_bar,
    quiet_option,
    reported,
    tell,
)
from site_builder.cli.service_options import addresses_of, service_options
from site_builder.content.entries import read_entry
from site_builder.content.pictures import PictureError
from site_builder.core.diagnostics import printable
from site_builder.core.files import read_plain
from site_builder.core.numbers import plural
from site_builder.exchange.pictures import MAX_SOURCE_BYTES, small_picture
from site_builder.exchange.services.client import Client
from site_builder.exchange.services.pictures import (
    LIMITS,
    Fetched,
    addresses,
    fetch_pictures,
    keep_picture,
    lacking,
)
from site_builder.github import load_shelf
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig
from site_builder.text.nearest import did_you_mean

MOST = 500
_BASE = "thumbnails"


@click.command()
@click.argument("papers", nargs=-1)
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A picture on this machine, for one paper: PNG, JPEG, WebP or GIF.",
)
@click.option("--limit", type=click.IntRange(1), default=MOST, show_default=True, help="The most papers to ask for.")
@click.option("--dry-run", is_flag=True, help="Say where each picture would be looked for; fetch nothing.")
@service_options
@archive_option
@quiet_option
@reported
def pictures(
    papers: tuple[str, ...],
    file: Path | None,
    limit: int,
    dry_run: bool,
    contact: str,
    bases: tuple[str, ...],
    root: Path,
    quiet: bool,
) -> None:
    """Keep a small picture next to each entry that has none. PAPERS are names of entries; without any, all.

    A picture is looked for among the entry's media, then at Hugging Face by the arXiv identifier. It is kept as a WebP
    file of at most 12 kB without metadata, and named in the entry as its thumbnail. Named papers get a new picture.

    \b
    Examples:
      papershelf pictures --dry-run
      papershelf pictures --contact you@example.org
      papershelf pictures 2604.12890 --from figure.png

    A picture that cannot be kept is named, and the exit status is 1; for a host that does not answer, it is 3.
    """
    found = _chosen(load_shelf(root).entries, papers)
    if file:
        if len(found) != 1 or not papers:
            raise click.UsageError("--from needs the name of one paper: papershelf pictures NAME --from figure.png")
        _keep(root, found[0], file, dry_run=dry_run)
        return
    base = addresses_of(bases)[_BASE]
    if dry_run:
        for entry in found[:limit]:
            for address, _ in addresses(entry, base):
                click.echo(printable(f"{entry.path}: {address}"))
        return
    with progress_bar(quiet=quiet) as progress:
        done = fetch_pictures(root, found[:limit], Client(contact, LIMITS), base, progress)
    report(done, left=len(found[limit:]), quiet=quiet)
    if done.failures:
        sys.exit(EXIT_SYSTEM)
    if done.refused:
        sys.exit(EXIT_CONTENT)


def fetch_for(
    root: Path, config: SiteConfig, paths: Sequence[str], contact: str, bases: Sequence[str], *, quiet: bool
) -> None:
    """Fetch the pictures of new entries where the archive wants any; what fails is only reported."""
    if not config.pictures or not paths:
        return
    read = [read_entry(path, read_plain(root, path), "", config.taxonomy_fields).entry for path in paths]
    found = lacking([entry for entry in read if entry])
    with progress_bar(quiet=quiet) as progress:
        done = fetch_pictures(root, found[:MOST], Client(contact, LIMITS), addresses_of(bases)[_BASE], progress)
    report(done, left=len(found[MOST:]), quiet=quiet)


def report(done: Fetched, *, left: int, quiet: bool) -> None:
    """Say what was fetched and what was not."""
    for line in (*done.refused, *done.failures):
        tell(f"papershelf: {line}")
    if not quiet:
        more = f"; {left:,} papers for later: papershelf pictures" if left else ""
        absent = f", none found for {plural(done.absent, 'paper')}" if done.absent else ""
        tell(f"{plural(len(done.kept), 'picture')} added{absent}{more}")


def _chosen(entries: Sequence[Entry], names: Sequence[str]) -> list[Entry]:
    """Return the named entries or, without names, those that lack a picture. Raises `UsageError` for unknown ones."""
    if not names:
        return lacking(entries)
    by_id = {entry.id: entry for entry in entries}
    for name in names:
        if name not in by_id:
            hint = did_you_mean(name, by_id)
            raise click.UsageError(f"there is no entry '{name}'" + (f"; {hint}" if hint else ""))
    return [by_id[name] for name in dict.fromkeys(names)]


def _keep(root: Path, entry: Entry, file: Path, *, dry_run: bool) -> None:
    with file.open("rb") as stream:
        data = stream.read(MAX_SOURCE_BYTES + 1)
    try:
        picture = small_picture(data)
    except PictureError as error:
        tell(f"papershelf: {file}: {error}")
        sys.exit(EXIT_CONTENT)
    if dry_run:
        click.echo(f"{file} would become {len(picture):,} bytes of WebP")
        return
    click.echo(f"{keep_picture(root, entry, picture)}: {len(picture):,} bytes")
