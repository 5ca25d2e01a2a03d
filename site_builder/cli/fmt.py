"""`papershelf fmt`."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from site_builder.build.archive import entry_paths
from site_builder.cli.console import EXIT_CONTENT, archive_option, quiet_option, reported, show
from site_builder.cli.path_arguments import archive_paths, is_below
from site_builder.content.sources import require_archive
from site_builder.core.diagnostics import Diagnostic, printable
from site_builder.core.files import write_into
from site_builder.core.numbers import plural
from site_builder.exchange.format_entry import format_entry


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@archive_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print the changes.")
@quiet_option
@reported
def fmt(paths: tuple[Path, ...], root: Path, only_check: bool, diff: bool, quiet: bool) -> None:
    """Format entries: all of them, or those in PATH.

    Puts fields in one order, and quotes and indents them in one way. Comments, unknown fields, multi-line values and
    the abstract stay as typed; the meaning never changes.

    \b
    Examples:
      papershelf fmt
      papershelf fmt --diff content/papers/2026
    """
    require_archive(root)
    chosen = archive_paths(root, paths) or ("",)
    files = [path for path in entry_paths(root) if is_below(path, chosen)]
    if not files:
        raise click.UsageError("no entries there; entries are files in content/papers/")
    changed: list[str] = []
    problems: list[Diagnostic] = []
    for path in files:
        old = (root / path).read_bytes()
        new, wrong = format_entry(path, old)
        problems += wrong
        if new == old:
            continue
        changed.append(path)
        if diff:
            click.echo(_difference(path, old, new), nl=False)
        elif only_check:
            click.echo(f"{printable(path)}: would be formatted", err=True)
        else:
            write_into(root, path, new)
    show(problems)
    if not quiet:
        done = "would be formatted" if diff or only_check else "formatted"
        click.echo(f"{plural(len(changed), 'file')} {done}, {len(files) - len(changed):,} unchanged", err=True)
    if problems or (only_check and changed):
        sys.exit(EXIT_CONTENT)


def _difference(path: str, old: bytes, new: bytes) -> str:
    """Return a unified diff, with control characters escaped."""
    lines = difflib.unified_diff(
        old.decode("utf-8-sig").splitlines(), new.decode().splitlines(), f"a/{path}", f"b/{path}", lineterm="", n=1
    )
    return "".join(f"{printable(line)}\n" for line in lines)
