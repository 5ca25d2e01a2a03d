"""`papershelf correct`: changes one field of an entry."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.console import archive_option, reported
from site_builder.cli.submit import write_proposal
from site_builder.github import (
    load_shelf,
    propose_correction,
)


@click.command()
@click.argument("paper")
@click.argument("field")
@click.argument("value")
@archive_option
@click.option("--dry-run", is_flag=True, help="Print the file without changing it.")
@reported
def correct(paper: str, field: str, value: str, root: Path, dry_run: bool) -> None:
    """Set a FIELD of the entry PAPER to a new VALUE; the rest of its file stays as typed.

    \b
    Examples:
      papershelf correct 2604.12890 venue "NeurIPS 2026"
      papershelf correct 2604.12890 tags "agents, retrieval"
    """
    proposal = propose_correction(load_shelf(root), paper, field, value)
    if dry_run:
        click.echo(proposal.text, nl=False)
    else:
        write_proposal(root, proposal)
