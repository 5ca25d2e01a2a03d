"""`papershelf upgrade`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.cli.console import EXIT_CONTENT, archive_option, reported, show, tell
from site_builder.cli.edit_options import dry_run_option, finish
from site_builder.core.diagnostics import has_errors
from site_builder.core.files import has_file, read_plain
from site_builder.edit.change import Change
from site_builder.new_archive.upgrade import RECORD, plan_upgrade
from site_builder.settings.load import load_config


@click.command()
@archive_option
@dry_run_option
@reported
def upgrade(root: Path, dry_run: bool) -> None:
    """Renew the workflows, forms and other files that init wrote, after an upgrade of Papershelf.

    Your changes to these files are kept: git merges them with Papershelf's. Where both changed the same lines, your
    file stays, the new one is written next to it as FILE.new, and the exit status is 1. Settings, content and README.md
    are never touched. Commit your own changes first, so that git diff shows what the upgrade did.

    \b
    Examples:
      papershelf upgrade --dry-run
      papershelf upgrade && git diff
    """
    config, problems = load_config(root)
    show(problems)
    if has_errors(problems):
        sys.exit(EXIT_CONTENT)
    renewals, record = plan_upgrade(root, config)
    for renewal in renewals:
        tell(f"{renewal.path}: {renewal.reason}")
    written = {renewal.path: renewal.content for renewal in renewals if renewal.content is not None}
    if has_file(root, RECORD) and read_plain(root, RECORD) == record and not written:
        click.echo("nothing to renew")
    else:
        finish(root, Change({**written, RECORD: record}), dry_run=dry_run)
    if any(renewal.path.endswith(".new") for renewal in renewals):
        sys.exit(EXIT_CONTENT)
