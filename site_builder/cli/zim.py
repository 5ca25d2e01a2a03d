"""`papershelf zim`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.pack import site_name
from site_builder.build.trees import DEFAULT_OUTPUT
from site_builder.cli.console import archive_option, progress_bar, quiet_option, reported
from site_builder.core.numbers import plural
from site_builder.settings.load import load_config
from site_builder.text.sizes import size_text


@click.command()
@archive_option
@click.option("--site", type=click.Path(path_type=Path), help="The built site.  [default: ARCHIVE/_site]")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The ZIM file.")
@quiet_option
@reported
def zim(root: Path, site: Path | None, output: Path | None, quiet: bool) -> None:
    """Pack the built site into one ZIM file for Kiwix and other offline readers.

    Readers search it with an index of their own, and the site's own search works in those that run scripts. Needs
    libzim, whose license is the GPL: pip install 'papershelf[zim]'.
    """
    try:
        from site_builder.build.zim import pack_zim
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("langcodes", "libzim"):
            raise
        raise click.ClickException("needs a package; run: pip install 'papershelf[zim]'") from None

    config, _ = load_config(root)
    target = output or root / f"{site_name(config)}.zim"
    with progress_bar(quiet=quiet) as progress:
        count, size = pack_zim(site or root / DEFAULT_OUTPUT, target, config, progress)
    if not quiet:
        click.echo(f"{plural(count, 'file')}, {size_text(size)}: {target}")
