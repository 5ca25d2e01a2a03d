"""`papershelf theme check` and `theme contract`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.check.templates import check_theme
from site_builder.cli.console import EXIT_CONTENT, archive_option, format_option, reported, show
from site_builder.contract.document import contract_markdown
from site_builder.core.diagnostics import ContentError, has_errors
from site_builder.core.numbers import plural
from site_builder.mail.render import TEMPLATES as MAIL_TEMPLATES
from site_builder.pages.kinds import page_templates
from site_builder.settings.load import load_config


@click.group()
def theme() -> None:
    """Check themes, and print what templates see."""


@theme.command(name="check")
@archive_option
@click.argument("name", required=False)
@format_option
@reported
def theme_check(root: Path, name: str | None, form: str) -> None:
    """Render every template of a theme on sample pages, and report problems with file, line and a hint.

    NAME is a theme; by default, the one in site.yml.
    """
    config, problems = load_config(root)
    if has_errors(problems):
        raise ContentError(problems)
    found = check_theme(root, name or config.theme, config)
    show(found, form)
    if found:
        click.echo(plural(len(found), "problem"), err=True)
        sys.exit(EXIT_CONTENT)
    click.echo(f"no problems in the theme {name or config.theme}")


@theme.command(name="contract")
def theme_contract() -> None:
    """Print everything that a template can see, as Markdown."""
    click.echo(contract_markdown((*page_templates(), *MAIL_TEMPLATES.values())), nl=False)
