"""The options by which a build minds what is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from site_builder.core.files import has_file
from site_builder.site.permanence import PUBLISHED_FILE, load_published

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
    if not place and not has_file(root, PUBLISHED_FILE):
        return ()
    if place == BASE_URL:
        # Read where it is used: settings take longer to read than a build that has nothing to do.
        from site_builder.settings.load import load_config

        place = load_config(root)[0].base_url
        if not place:
            click.echo("site.yml names no base_url, so nothing is compared with what is published", err=True)
            return ()
    found = load_published(place or str(root / PUBLISHED_FILE))
    if found is None:
        click.echo(f"nothing is published at {place} yet, so nothing can be lost", err=True)
    return found or ()
