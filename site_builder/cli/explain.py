"""`papershelf explain`."""

from __future__ import annotations

import click

from site_builder.check.explanations import explain as explanation
from site_builder.check.explanations import explanations


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a CODE such as E006, with an example and how to fix it; without a code, list all codes."""
    if code is None:
        for known, found in explanations().items():
            click.echo(f"{known}  {found.title}")
        return
    wanted = code.strip("[]").upper()
    codes = list(explanations())
    if wanted not in codes:
        near = [known for known in codes if known.startswith(wanted[:2])] or codes
        raise click.UsageError(f"unknown code '{code}'; known: {', '.join(near)}")
    click.echo(explanation(wanted), nl=False)
