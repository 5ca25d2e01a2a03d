"""`papershelf build`."""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec

from site_builder.build.build import build as build_site
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.build.trees import DEFAULT_OUTPUT
from site_builder.cli.console import (
    archive_option,
    format_option,
    json_option,
    progress_bar,
    quiet_option,
    reported,
    show,
)
from site_builder.cli.guard_options import guard_options, load_list
from site_builder.core.numbers import plural
from site_builder.site.permanence import Guard
from site_builder.text.sizes import size_text


@click.command()
@archive_option
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where the site goes.  [default: ARCHIVE/_site]")
@click.option("--jobs", "-j", type=click.IntRange(1, 256), help="How many processes.  [default: one a core]")
@click.option("--verify", is_flag=True, help="Read every published file, and mend those that were edited by hand.")
@click.option("--no-sync", is_flag=True, envvar="PAPERSHELF_NO_SYNC", help="Do not wait until the site is on the disk.")
@click.option("--timings", is_flag=True, help="Print the seconds of each step.")
@click.option("--open", "opens", is_flag=True, help="Show the site in the browser.")
@guard_options
@format_option
@json_option
@quiet_option
@reported
def build(
    root: Path,
    output: Path | None,
    jobs: int | None,
    verify: bool,
    no_sync: bool,
    timings: bool,
    opens: bool,
    published: str | None,
    allow_lost: bool,
    allow_shrink: bool,
    form: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Build the site.

    Only what changed since the last build is made again. A build that finds an error, fails or is stopped
    leaves the last good site as it was.

    \b
    Examples:
      papershelf build
      papershelf build --open
      papershelf build --output /tmp/preview --timings
      papershelf build --published https://example.org/papers/
    """
    target = output or root / DEFAULT_OUTPUT
    guard = Guard(load_list(root, published), allow_lost, allow_shrink)
    with progress_bar(quiet=quiet) as progress:
        report = build_site(BuildOptions(root, target, jobs or 0, verify, guard, sync=not no_sync), progress)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(report), indent=2, ensure_ascii=False))
    else:
        show(report.warnings, form)
    if not quiet and not as_json:
        _print_report(report, target)
    if timings:
        for step, seconds in report.seconds.items():
            click.echo(f"  {step:10} {seconds:8.3f} s", err=as_json)
    if opens:
        click.launch((target / "index.html").absolute().as_uri())


def _print_report(report: BuildReport, target: Path) -> None:
    total = sum(report.bytes.values())
    share = 100 * total / report.site_bytes
    changed = plural(report.written, "file") + " written" if report.written else "nothing changed"
    removed = f", {report.removed:,} removed" if report.removed else ""
    largest = sorted(report.bytes, key=lambda kind: (-report.bytes[kind], kind))[:4]
    seconds = sum(report.seconds.values())
    click.echo(f"{plural(report.entries, 'paper')}, {plural(sum(report.files.values()), 'file')}, {size_text(total)}")
    click.echo(f"{changed}{removed} in {seconds:.2f} s; {share:.1f} % of {size_text(report.site_bytes)} used")
    click.echo("largest: " + ", ".join(f"{kind} {size_text(report.bytes[kind])}" for kind in largest))
    click.echo(f"open {target / 'index.html'}")
