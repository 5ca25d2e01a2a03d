"""`papershelf daily`: imports what a source listed in the last days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.cli.console import archive_option, reported, tell
from site_builder.core.diagnostics import ContentError, has_errors
from site_builder.core.numbers import plural
from site_builder.exchange.daily import import_daily
from site_builder.exchange.services.client import FILES, Client
from site_builder.github import load_shelf
from site_builder.github.report import daily_report
from site_builder.settings.load import load_config


@click.command()
@click.option("--date", "day", help="The last day, such as 2026-05-26.  [default: today]")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write a report in Markdown.")
@archive_option
@reported
def daily(day: str | None, report: Path | None, root: Path) -> None:
    """Add the papers that a source listed in the last days.

    The source is set in site.yml; without one, nothing happens. Existing entries stay as they are.

    \b
    In site.yml:
      daily: {source: hf-daily}
      daily: {source: bibtex, address: 'https://example.org/group.bib'}
    """
    try:
        today = date.fromisoformat(day) if day else date.today()
    except ValueError:
        raise click.UsageError(f"'{day}' is not a day; write, for example, 2026-05-26") from None
    config, problems = load_config(root)
    if has_errors(problems):
        raise ContentError(problems)
    if not config.daily.source:
        click.echo("site.yml has no source; write: daily: {source: hf-daily}")
        return
    shelf = load_shelf(root)
    done = import_daily(root, config.daily, shelf.terms, today, Client(limits=FILES), shelf.entries)
    for skipped in done.skipped:
        tell(f"{skipped.source}: left out: {skipped.reason}")
    click.echo(f"{plural(len(done.added), 'entry', 'entries')} added, {done.unchanged:,} unchanged")
    if report and done.added:
        report.write_text(daily_report(config.daily.source, done.added), encoding="utf-8")
