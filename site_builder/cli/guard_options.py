"""The options that protect published addresses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from site_builder.core.files import has_file
from site_builder.site.permanence import PUBLISHED_FILE, load_published

# The value of `--published` that means the address in `site.yml`, so that workflows do not have to know it.
BASE_URL = "base_url"

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


def guard_options(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--published`, and leave to lose addresses."""
    place = "FILE|FOLDER|ADDRESS"
    help_text = (
        "Where the published addresses are listed: a file, a built site, or the site on the web; "
        f"'{BASE_URL}' is the address in site.yml.  "
        f"[default: ARCHIVE/{PUBLISHED_FILE}, if it is there]"
    )
    for option in (
        click.option("--allow-shrink", is_flag=True, help="Lose more papers than limits: {shrink: …} allows."),
        click.option("--allow-lost", is_flag=True, help="Lose published addresses."),
        click.option("--published", metavar=place, help=help_text),
    ):
        command = option(command)
    return command


def load_list(root: Path, place: str | None) -> tuple[str, ...]:
    """Return the published addresses; none if nothing is published yet."""
    if not place and not has_file(root, PUBLISHED_FILE):
        return ()
    if place == BASE_URL:
        # Imported lazily: reading settings takes longer than a build with nothing to do.
        from site_builder.settings.load import load_config

        place = load_config(root)[0].base_url
        if not place:
            click.echo("site.yml names no base_url, so nothing is compared with what is published", err=True)
            return ()
    found = load_published(place or str(root / PUBLISHED_FILE))
    if found is None:
        click.echo(f"nothing is published at {place} yet, so nothing can be lost", err=True)
    return found or ()
