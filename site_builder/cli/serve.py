"""`papershelf serve`."""

from __future__ import annotations

import errno
import socket
import sys
from pathlib import Path

import click

from site_builder.build.report import BuildOptions, BuildReport
from site_builder.build.trees import DEFAULT_OUTPUT
from site_builder.cli.console import EXIT_SYSTEM, archive_option, reported, show, tell
from site_builder.cli.guard_options import load_list
from site_builder.core.diagnostics import Diagnostic
from site_builder.core.numbers import plural
from site_builder.server import serve as run_server
from site_builder.site.permanence import Guard


@click.command()
@archive_option
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where the site goes.  [default: ARCHIVE/_site]")
@click.option(
    "--port", "-p", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 for any free one."
)
@reported
def serve(root: Path, output: Path | None, port: int) -> None:
    """Build the site, serve it on this machine only, and build again after each change.

    Open pages reload automatically; while the archive has errors, they show them.
    """
    # A preview may lose addresses, but redirects from published ones need the list of them.
    guard = Guard(load_list(root, None), allow_lost=True, allow_shrink=True)
    options = BuildOptions(root, (output or root / DEFAULT_OUTPUT).absolute(), jobs=1, guard=guard)
    try:
        run_server(options, port, _print, lambda address: click.echo(f"open {address}   (stop with Ctrl+C)"))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        tell(f"papershelf: port {port} is taken; write: papershelf serve --port {_free_port()}")
        sys.exit(EXIT_SYSTEM)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _print(result: BuildReport | tuple[Diagnostic, ...]) -> None:
    if isinstance(result, BuildReport):
        show(result.warnings)
        click.echo(f"{plural(result.written, 'file')} written in {sum(result.seconds.values()):.2f} s")
    else:
        show(result)
