"""`papershelf changes`: what changed in `content/` since a commit, for review."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.console import archive_option, reported
from site_builder.github.cards import change_cards
from site_builder.settings.load import load_config


@click.command()
@click.option("--since", required=True, help="The commit to compare with, such as main.")
@archive_option
@reported
def changes(since: str, root: Path) -> None:
    """Show each entry that differs from a commit, as Markdown.

    New entries are shown in full, others by what changed. Text from entries is quoted as code, so the output is safe to
    post.

    \b
    Example:
      papershelf changes --since main
    """
    config, _ = load_config(root)
    click.echo(change_cards(root, since, config.taxonomy_fields), nl=False)
