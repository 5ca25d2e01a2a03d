"""`papershelf explain`."""

from __future__ import annotations

import click

from site_builder.check.explanations import explain as explanation
from site_builder.core.diagnostics import CODES


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell what a CODE such as E006 means, with an example and the cure; without one, list all codes."""
    if code is None:
        for known, meaning in CODES.items():
            click.echo(f"{known}  {meaning}")
        return
    wanted = code.strip("[]").upper()
    if wanted not in CODES:
        near = [known for known in CODES if known.startswith(wanted[:2])] or list(CODES)
        raise click.UsageError(f"there is no code '{code}'; there are {', '.join(near)}")
    click.echo(explanation(wanted), nl=False)
