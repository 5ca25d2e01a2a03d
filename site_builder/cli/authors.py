"""`papershelf authors`: suggests which authors are one person and which are several, and writes the answers down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import archive_option, progress_bar, quiet_option, reported, tell
from site_builder.cli.edit_options import dry_run_option, finish
from site_builder.core.diagnostics import printable
from site_builder.core.numbers import plural
from site_builder.edit.people import Suggestion, answer_change
from site_builder.library.people import People
from site_builder.text.nearest import did_you_mean

_CHOICES = ("yes", "no", "later", "stop")


@click.command()
@click.option("--accept", "accepted", multiple=True, metavar="KEY", help="Make a suggestion true; can be repeated.")
@click.option("--reject", "rejected", multiple=True, metavar="KEY", help="Never make it again; can be repeated.")
@click.option("--review", is_flag=True, help="Ask about each suggestion.")
@click.option("--only", type=click.Choice(["one", "two"]), help="Who may be one person, or who may be several.")
@archive_option
@dry_run_option
@quiet_option
@reported
def authors(
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    review: bool,
    only: str | None,
    root: Path,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Suggest which authors may be one person, and which may be several, each with its evidence.

    Names are compared; what decides is with whom they wrote. An accepted answer that two are one is a declaration in
    content/authors.yml; that one is several gives an id to the author in the entries. A rejected suggestion is written
    to content/authors.yml as well, so that it does not come back.

    \b
    Examples:
      papershelf authors
      papershelf authors --review
      papershelf authors --accept j-doe=jane-doe --reject wei-wang/2 --dry-run
    """
    with progress_bar(quiet=quiet) as progress, open_archive(root, progress) as (archive, _):
        library, declared = archive.library, archive.config.declarations.get("authors", {})
    people = People(library, declared)
    suggestions: list[Suggestion] = [
        *(people.one() if only != "two" else ()),
        *(people.two() if only != "one" else ()),
    ]
    yes, no = _named(suggestions, accepted), _named(suggestions, rejected)
    if review:
        asked, refused = _ask(suggestions)
        yes, no = [*yes, *asked], [*no, *refused]
    if yes or no:
        finish(root, answer_change(root, library, declared, yes, no), dry_run=dry_run)
        return
    if not review:
        for suggestion in suggestions:
            click.echo(printable(str(suggestion)))
    if not quiet:
        tell(f"{plural(len(suggestions), 'suggestion')}; answer with --review, or with --accept and --reject")


def _named(suggestions: Iterable[Suggestion], keys: Sequence[str]) -> list[Suggestion]:
    known = {one.key: one for one in suggestions}
    for key in keys:
        if key not in known:
            hint = did_you_mean(key, known) or "papershelf authors lists them"
            raise click.UsageError(f"there is no suggestion '{key}'; {hint}")
    return [known[key] for key in keys]


def _ask(suggestions: Iterable[Suggestion]) -> tuple[list[Suggestion], list[Suggestion]]:
    """Ask a person about each suggestion; return those accepted and those rejected."""
    answers: dict[str, list[Suggestion]] = {choice: [] for choice in _CHOICES}
    for suggestion in suggestions:
        click.echo(printable(str(suggestion)))
        answer = click.prompt("So?", type=click.Choice(_CHOICES), default="later")
        answers[answer].append(suggestion)
        if answer == "stop":
            break
    return answers["yes"], answers["no"]
