"""`papershelf propose`: opens a pull request with what changed in `content/`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from site_builder.cli.console import EXIT_SYSTEM, archive_option, reported
from site_builder.github.pull_requests import open_pull_request


@click.command()
@click.option("--branch", required=True, help="The branch to create, or to add a commit to.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="A Markdown file with its text.")
@click.option("--closes", type=click.IntRange(1), default=None, help="The issue that the request closes.")
@archive_option
@reported
def propose(branch: str, report: Path | None, closes: int | None, root: Path) -> None:
    """Open a pull request with what changed in content/, or update the open one.

    Needs git and GitHub's gh with a token in GH_TOKEN. The address of the request, or why there is none, is added to
    the report. A branch with commits by somebody else is left alone; a request that was reviewed is left alone, and
    the change becomes another one.

    \b
    Example:
      papershelf propose --branch papershelf/daily
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9/_-]{0,100}", branch):
        raise click.UsageError(f"'{branch}' cannot be a branch; use lower-case letters, digits, '-' and '/'")
    text = report.read_text(encoding="utf-8") if report and report.exists() else ""
    outcome = open_pull_request(root, branch, text, closes or 0)
    said = outcome.url or outcome.reason
    click.echo(said or "nothing changed in content/")
    if report and said:
        what = "The pull request" if outcome.url else "There is no new pull request"
        report.write_text(f"{text}\n{what}: {said}\n", encoding="utf-8")
    if outcome.is_failure:
        sys.exit(EXIT_SYSTEM)
