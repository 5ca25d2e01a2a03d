"""`papershelf pack`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.pack import pack_site, site_name
from site_builder.build.trees import DEFAULT_OUTPUT
from site_builder.cli.console import archive_option, progress_bar, quiet_option, reported
from site_builder.core.numbers import plural
from site_builder.settings.load import load_config
from site_builder.settings.types import SiteConfig
from site_builder.text.sizes import size_text


@click.command()
@archive_option
@click.option("--site", type=click.Path(path_type=Path), help="The built site.  [default: ARCHIVE/_site]")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--zim", "is_zim", is_flag=True, help="Make a ZIM file for Kiwix, not a zip file.")
@quiet_option
@reported
def pack(root: Path, site: Path | None, output: Path | None, is_zim: bool, quiet: bool) -> None:
    """Pack the built site into one file for reading offline.

    Unpack a zip file anywhere and open index.html. The same site gives the same bytes. The file is not part of the
    site, which would nearly double in size; attach it to a release instead.

    Kiwix and other readers open a ZIM file as it is, with a search index of their own. It needs libzim, whose license
    is the GPL: pip install 'papershelf[zim]'.
    """
    config, _ = load_config(root)
    name = site_name(config)
    target = output or root / f"{name}.{'zim' if is_zim else 'zip'}"
    tree = site or root / DEFAULT_OUTPUT
    count, size = _pack_zim(tree, target, config, quiet) if is_zim else pack_site(tree, target, name)
    if not quiet:
        click.echo(f"{plural(count, 'file')}, {size_text(size)}: {target}")


def _pack_zim(tree: Path, target: Path, config: SiteConfig, quiet: bool) -> tuple[int, int]:
    try:
        from site_builder.build.zim import pack_zim
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("langcodes", "libzim"):
            raise
        raise click.ClickException("needs a package; run: pip install 'papershelf[zim]'") from None
    with progress_bar(quiet=quiet) as progress:
        return pack_zim(tree, target, config, progress)
