"""`papershelf digest`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.build.archive import open_archive
from site_builder.cli.console import archive_option, reported
from site_builder.contexts.cards import Cards
from site_builder.core.files import require_plain_output
from site_builder.library.digests import find_period, make_digest
from site_builder.library.library import Library
from site_builder.mail.render import FORMATS, render_mail
from site_builder.model import Term
from site_builder.pages.contexts import Contexts
from site_builder.text.nearest import did_you_mean
from site_builder.theme.load import Templates


@click.command()
@archive_option
@click.argument("when", metavar="[DATE]", default="")
@click.option("--day", "kind", flag_value="day", help="A digest of a day.")
@click.option("--week", "kind", flag_value="week", default="week", help="A digest of a week.  [default]")
@click.option("--month", "kind", flag_value="month", help="A digest of a month.")
@click.option("--tag", "names", multiple=True, help="Only papers with this tag; repeatable, for any of several.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="The format.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file.  [default: standard output]",
)
@reported
def digest(root: Path, when: str, kind: str, names: tuple[str, ...], form: str, output: Path | None) -> None:
    """Write a digest of the papers of a day, week or month, such as for an email or a release.

    DATE is a day such as 2026-05-26, a week such as 2026-W22 or a month such as 2026-05; by default, the newest period
    that has papers. The format `eml` is a complete email, with HTML and plain text.

    \b
    Examples:
      papershelf digest --week --format markdown > notes.md
      papershelf digest --day 2026-05-26 --tag agents --format eml -o digest.eml
    """
    if output:
        require_plain_output(root, output)
    with open_archive(root) as (archive, work):
        library, config = archive.library, archive.config
        tags = [_find_tag(library, name) for name in names]
        period = find_period(library, kind, when)
        if period is None:
            raise click.UsageError(_no_period(library, kind, when))
        cards = Cards(library, config, work.load_body)
        site = Contexts(library, config, archive.plan.pages, cards).site
        view = site.digests.view(make_digest(library, config, period, tags), tags)
        templates = Templates(archive.theme, config.words.pages)
        data = render_mail(templates, {"site": site.view, "digest": view}, form)
    if output:
        output.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)


def _find_tag(library: Library, name: str) -> Term:
    """Return a tag by its name or the last part of its address."""
    tags = library.terms["tags"]
    found = next((tag for tag in tags if name.lower() in (tag.slug, tag.name.lower())), None)
    if found is None:
        hint = did_you_mean(name, [tag.name for tag in tags])
        raise click.UsageError(f"unknown tag '{name}'" + (f"; {hint}" if hint else ""))
    return found


def _no_period(library: Library, kind: str, when: str) -> str:
    periods = library.periods[kind]
    if not periods:
        return f"no paper has a date precise enough for a digest of a {kind}"
    return f"no paper is listed in the {kind} '{when}'; papers are listed from {periods[0].key} to {periods[-1].key}"
