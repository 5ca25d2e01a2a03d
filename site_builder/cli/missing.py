"""`papershelf missing`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import archive_option, progress_bar, reported
from site_builder.core.diagnostics import printable
from site_builder.exchange.services.references import addable
from site_builder.library.citations import lacking_among
from site_builder.library.library import Library
from site_builder.text.nearest import did_you_mean


@click.command()
@click.option("--tag", default="", help="Count only the papers with this tag.")
@click.option("--least", type=click.IntRange(1), default=3, show_default=True, help="How many papers must cite one.")
@click.option("--count", type=click.IntRange(1), default=20, show_default=True, help="How many to print at most.")
@archive_option
@reported
def missing(tag: str, least: int, count: int, root: Path) -> None:
    """Print what several papers cite and the archive lacks, the most cited first.

    Each line is an identifier or address that 'papershelf add' takes.

    \b
    Example:
      papershelf missing --tag retrieval --count 5 | xargs papershelf add
    """
    with progress_bar(quiet=False) as progress, open_archive(root, progress) as (archive, _):
        library = archive.library
        found = lacking_among(library.citations, _papers(library, tag), least)
    names = [name for one in found if (name := addable(one.kind, one.value))]
    for name in names[:count]:
        click.echo(printable(name))


def _papers(library: Library, tag: str) -> range | tuple[int, ...]:
    if not tag:
        return range(len(library.entries))
    terms = {name: term for term in library.terms.get("tags", ()) for name in (*term.spellings, term.slug, term.name)}
    if tag not in terms:
        raise click.UsageError(f"no paper has the tag '{tag}'; {did_you_mean(tag, terms) or 'see tags/index.html'}")
    return terms[tag].entries
