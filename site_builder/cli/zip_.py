"""`papershelf zip`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.pack import pack_site, site_name
from site_builder.build.trees import DEFAULT_OUTPUT
from site_builder.cli.console import archive_option, reported
from site_builder.core.numbers import plural
from site_builder.settings.load import load_config
from site_builder.text.sizes import size_text


@click.command("zip")
@archive_option
@click.option("--site", type=click.Path(path_type=Path), help="The built site.  [default: ARCHIVE/_site]")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The zip file.")
@reported
def zip_(root: Path, site: Path | None, output: Path | None) -> None:
    """Pack the built site into one file for reading offline.

    Unpack it anywhere and open index.html. The same site gives the same bytes. It is not part of the site, which would
    nearly double in size; attach it to a release instead.
    """
    config, _ = load_config(root)
    name = site_name(config)
    target = output or root / f"{name}.zip"
    count, size = pack_site(site or root / DEFAULT_OUTPUT, target, name)
    click.echo(f"{plural(count, 'file')}, {size_text(size)}: {target}")
