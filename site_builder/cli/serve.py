"""`papershelf serve`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.build.publish import DEFAULT_OUTPUT
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.cli.console import archive_option, plural, reported, show
from site_builder.core.diagnostics import Diagnostic
from site_builder.server import serve as run_server


@click.command()
@archive_option
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where the site goes.  [default: ARCHIVE/_site]")
@click.option(
    "--port", "-p", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one."
)
@reported
def serve(root: Path, output: Path | None, port: int) -> None:
    """Build, serve the site on this machine only, and build again at each change.

    Open pages reload by themselves; while the archive has errors, they show them.
    """
    options = BuildOptions(root, (output or root / DEFAULT_OUTPUT).absolute(), jobs=1)
    run_server(options, port, _print, lambda address: click.echo(f"open {address}   (stop with Ctrl+C)"))


def _print(result: BuildReport | tuple[Diagnostic, ...]) -> None:
    if isinstance(result, BuildReport):
        show(result.warnings)
        click.echo(f"{plural(result.written, 'file')} written in {sum(result.seconds.values()):.2f} s")
    else:
        show(result)
