"""`papershelf rename`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import archive_option, progress_bar, reported
from site_builder.cli.edit_options import dry_run_option, finish, require_paper, require_term, taxonomy_option
from site_builder.edit.papers import rename_paper
from site_builder.edit.terms import find_term, rename_term
from site_builder.exchange.identifiers import is_safe_id


@click.command()
@click.argument("old")
@click.argument("new")
@taxonomy_option
@archive_option
@dry_run_option
@reported
def rename(old: str, new: str, taxonomy: str | None, root: Path, dry_run: bool) -> None:
    """Rename the paper OLD, or with --taxonomy the term OLD, to NEW.

    What refers to a paper follows (related papers, collections, the map), and its old address redirects. A term is
    shown under the new name by a declaration in content/TAXONOMY.yml; entries keep what they write, and its address
    stays.

    \b
    Examples:
      papershelf rename smith2020 2004.12345
      papershelf rename --taxonomy tags LLM "Large language models"
    """
    with progress_bar(quiet=True) as progress, open_archive(root, progress) as (archive, _):
        library = archive.library
        if taxonomy is None:
            require_paper(library, old)
            if not is_safe_id(new):
                raise click.UsageError(f"'{new}' cannot be the name of a file")
            if new.casefold() == old.casefold():
                message = f"'{old}' and '{new}' differ in capitals only, and not every disk can keep a page for each"
                raise click.UsageError(f"{message}: choose another name")
            if new.casefold() in {name.casefold() for name in library.positions}:
                raise click.UsageError(f"there is an entry '{new}' already; papershelf merge makes one of two")
            change = rename_paper(root, library, old, new)
        else:
            term = require_term(library, taxonomy, old)
            if find_term(library, taxonomy, new) not in (None, term):
                raise click.UsageError(f"there is a term '{new}' already; papershelf merge makes one of two")
            change = rename_term(root, archive.config.declarations.get(taxonomy, {}), term, new)
    finish(root, change, dry_run=dry_run)
