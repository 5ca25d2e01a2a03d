"""`papershelf theme check` and `theme contract`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.check.templates import check_theme
from site_builder.cli.console import EXIT_CONTENT, archive_option, format_option, plural, reported, show
from site_builder.contract.document import contract_markdown
from site_builder.core.diagnostics import ContentError, has_errors
from site_builder.settings.load import load_config


@click.group()
def theme() -> None:
    """Look after themes."""


@theme.command(name="check")
@archive_option
@click.argument("name", required=False)
@format_option
@reported
def theme_check(root: Path, name: str | None, form: str) -> None:
    """Render every template of a theme on sample pages, and report what is wrong with file, line and cure.

    NAME is a theme; without it, the one that site.yml names.
    """
    config, problems = load_config(root)
    if has_errors(problems):
        raise ContentError(problems)
    found = check_theme(root, name or config.theme, config)
    show(found, form)
    if found:
        click.echo(plural(len(found), "problem"), err=True)
        sys.exit(EXIT_CONTENT)
    click.echo(f"the theme {name or config.theme} is sound")


@theme.command(name="contract")
def theme_contract() -> None:
    """Print everything that a template can see, as Markdown."""
    click.echo(contract_markdown(), nl=False)
