"""`papershelf fmt`."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from site_builder.build.archive import entry_paths
from site_builder.cli.console import EXIT_CONTENT, archive_option, plural, quiet_option, reported, show
from site_builder.cli.path_arguments import archive_paths, is_below
from site_builder.content.sources import require_archive
from site_builder.core.diagnostics import Diagnostic, printable
from site_builder.core.files import write_into
from site_builder.exchange.format_entry import format_entry


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@archive_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a file is not canonical.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@quiet_option
@reported
def fmt(paths: tuple[Path, ...], root: Path, only_check: bool, diff: bool, quiet: bool) -> None:
    """Put entries into canonical form: all of them, or those in PATH.

    Fields stand in one order, are quoted and indented in one way. Comments, unknown fields, values of several
    lines and the abstract stay as typed; what an entry says never changes.

    \b
    Examples:
      papershelf fmt
      papershelf fmt --diff content/papers/2026
    """
    require_archive(root)
    chosen = archive_paths(root, paths) or ("",)
    files = [path for path in entry_paths(root) if is_below(path, chosen)]
    if not files:
        raise click.UsageError("no entry is there; entries are files in content/papers/")
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
            click.echo(f"{printable(path)}: not in canonical form", err=True)
        else:
            write_into(root, path, new)
    show(problems)
    if not quiet:
        done = "would be formatted" if diff or only_check else "formatted"
        click.echo(f"{plural(len(changed), 'file')} {done}, {len(files) - len(changed):,} as they were", err=True)
    if problems or (only_check and changed):
        sys.exit(EXIT_CONTENT)


def _difference(path: str, old: bytes, new: bytes) -> str:
    """Return a unified difference; entries come from strangers, so a terminal gets nothing but text of it."""
    lines = difflib.unified_diff(
        old.decode("utf-8-sig").splitlines(), new.decode().splitlines(), f"a/{path}", f"b/{path}", lineterm="", n=1
    )
    return "".join(f"{printable(line)}\n" for line in lines)
