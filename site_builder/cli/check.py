"""`papershelf check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.check.check import check as check_archive
from site_builder.check.check import check_addresses, concerning
from site_builder.check.reports import REPORTS, render_report
from site_builder.cli.console import EXIT_CONTENT, archive_option, progress_bar, quiet_option, reported
from site_builder.cli.path_arguments import archive_paths, is_below
from site_builder.core.diagnostics import has_errors, printable, summarize
from site_builder.core.git import ToolError, changed_since
from site_builder.core.numbers import plural


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@archive_option
@click.option("--changed-since", "revision", metavar="REF", help="Report only what changed since a Git revision.")
@click.option("--jobs", "-j", type=click.IntRange(1, 256), help="Number of processes.  [default: one per core]")
@click.option(
    "--format",
    "form",
    type=click.Choice(REPORTS),
    default="text",
    show_default=True,
    help="Format of problems; 'github' annotates the lines of a pull request, 'sarif' is for code scanning.",
)
@click.option("--spellings", is_flag=True, help="Also list the names that were merged into one term by rule.")
@click.option("--links", is_flag=True, help="Also check on the network that every address answers.")
@quiet_option
@reported
def check(
    paths: tuple[Path, ...],
    root: Path,
    revision: str | None,
    jobs: int | None,
    form: str,
    spellings: bool,
    links: bool,
    quiet: bool,
) -> None:
    """Report what a build would refuse, and what a curator would correct, each with its place and a hint.

    All files are read, so that duplicate papers are found; PATH and --changed-since choose what is reported.

    \b
    Examples:
      papershelf check
      papershelf check content/papers/2026
      papershelf check --changed-since origin/main --format github

    Exit status 1 if there are errors; warnings do not count.
    """
    chosen = archive_paths(root, paths)
    try:
        changed = changed_since(root, revision) if revision else frozenset()
    except ToolError as error:
        raise click.UsageError(f"--changed-since: {error.strerror}; has it been fetched?") from None

    def is_chosen(path: str) -> bool:
        return (not revision or path in changed) and (not chosen or is_below(path, chosen))

    with progress_bar(quiet=quiet) as progress:
        found = check_archive(root, jobs or 0, progress, changed)
        found = concerning(found, changed) if revision else found
        found = tuple(problem for problem in found if not chosen or is_below(problem.path, chosen))
        if links:
            found += check_addresses(root, progress, is_chosen)
    click.echo(render_report(form, found), err=form == "text", nl=False)
    if spellings and not has_errors(found):
        _list_spellings(root)
    if not quiet:
        click.echo(summarize(found), err=True)
    if has_errors(found):
        sys.exit(EXIT_CONTENT)


def _list_spellings(root: Path) -> None:
    """Print each term that has spellings, those with the most papers first, so that a wrong merge is seen."""
    from site_builder.build.archive import open_archive  # imported lazily: it is slow

    with open_archive(root) as (archive, _):
        library = archive.library
    terms = [term for taxonomy in library.taxonomies if taxonomy.fold for term in library.terms[taxonomy.name]]
    for term in sorted(terms, key=lambda term: (-len(term.entries), term.sort_key)):
        if term.spellings:
            names = ", ".join(map(printable, (term.name, *term.spellings)))
            click.echo(f"{term.taxonomy}: {plural(len(term.entries), 'paper')}: {names}")
