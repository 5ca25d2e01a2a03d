"""`papershelf permanence`, and the options by which a build minds what is published."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from site_builder.build import opened
from site_builder.cli.console import (
    EXIT_CONTENT,
    archive_option,
    format_option,
    plural,
    progress_bar,
    quiet_option,
    reported,
    show,
)
from site_builder.permanence import PUBLISHED_FILE, Guard, load_published, plan_addresses
from site_builder.site_file import load_config

# What `--published` takes for the address that `site.yml` names: workflows need not know it.
BASE_URL = "base_url"

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


def guard_options(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--published`, and leave to lose addresses."""
    place = "FILE|FOLDER|ADDRESS"
    told = (
        "Where the published addresses are listed: a file, a built site, or the site on the web; "
        f"'{BASE_URL}' is the address in site.yml.  "
        f"[default: ARCHIVE/{PUBLISHED_FILE}, if it is there]"
    )
    for option in (
        click.option("--allow-shrink", is_flag=True, help="Lose more papers than limits: {shrink: …} allows."),
        click.option("--allow-lost", is_flag=True, help="Lose published addresses."),
        click.option("--published", metavar=place, help=told),
    ):
        command = option(command)
    return command


def load_list(root: Path, place: str | None) -> tuple[str, ...]:
    """Return the published addresses; where nothing is published yet, none."""
    if not place and not (root / PUBLISHED_FILE).is_file():
        return ()
    if place == BASE_URL:
        place = load_config(root)[0].base_url
        if not place:
            click.echo("site.yml names no base_url, so nothing is compared with what is published", err=True)
            return ()
    found = load_published(place or str(root / PUBLISHED_FILE))
    if found is None:
        click.echo(f"nothing is published at {place} yet, so nothing can be lost", err=True)
    return found or ()


@click.command()
@archive_option
@guard_options
@click.option("--keep", is_flag=True, help=f"Add the archive's addresses to ARCHIVE/{PUBLISHED_FILE}.")
@format_option
@quiet_option
@reported
def permanence(
    root: Path, published: str | None, allow_lost: bool, allow_shrink: bool, keep: bool, form: str, quiet: bool
) -> None:
    """Report each published address that the next build would lose, with its cure.

    A site lists its addresses in addresses.txt. Exit status 1 if one of them would lead nowhere.

    \b
    Examples:
      papershelf permanence --published https://example.org/papers/
      papershelf permanence --keep
    """
    listed = load_list(root, published)
    with progress_bar(quiet=quiet) as progress, opened(root, progress) as (archive, _):
        addresses = plan_addresses(archive.plan)
        lost = Guard(listed, allow_lost, allow_shrink).check(archive.plan, archive.config.shrink)
    show(lost, form)
    if lost:
        sys.exit(EXIT_CONTENT)
    if keep:
        text = "".join(f"{address}\n" for address in sorted({*listed, *addresses}))
        (root / PUBLISHED_FILE).write_text(text, encoding="utf-8", newline="\n")
    if not quiet:
        click.echo(f"{plural(len(listed), 'published address', 'published addresses')}, none of them lost")
