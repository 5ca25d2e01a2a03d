"""`papershelf merge`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import archive_option, progress_bar, reported
from site_builder.cli.edit_options import dry_run_option, finish, require_paper, require_term, taxonomy_option
from site_builder.edit.papers import merge_papers
from site_builder.edit.terms import merge_terms


@click.command()
@click.argument("old")
@click.argument("kept")
@taxonomy_option
@archive_option
@dry_run_option
@reported
def merge(old: str, kept: str, taxonomy: str | None, root: Path, dry_run: bool) -> None:
    """Merge the paper OLD, or with --taxonomy the term OLD, into KEPT.

    Fields that the kept entry lacks are taken from the other one, which is deleted. Of terms, one becomes a declared
    spelling of the other; entries keep what they write. Old addresses redirect.

    \b
    Examples:
      papershelf merge smith2020-1 smith2020
      papershelf merge --taxonomy authors "J. Doe" "Jane Doe"
    """
    if old == kept:
        raise click.UsageError("these are the same")
    with progress_bar(quiet=True) as progress, open_archive(root, progress) as (archive, _):
        library, config = archive.library, archive.config
        if taxonomy is None:
            for name in (old, kept):
                require_paper(library, name)
            change = merge_papers(root, library, config, old, kept)
        else:
            term, target = (require_term(library, taxonomy, name) for name in (old, kept))
            if term == target:
                raise click.UsageError("these are one term already")
            change = merge_terms(root, config.declarations.get(taxonomy, {}), library, term, target)
    finish(root, change, dry_run=dry_run)
