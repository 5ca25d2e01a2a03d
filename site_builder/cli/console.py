"""What commands share: options, how problems and progress are shown, exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from site_builder.check.reports import FORMATS, render_json, render_report
from site_builder.content.sources import SITE_FILE
from site_builder.core.diagnostics import ContentError, Diagnostic, printable, summarize
from site_builder.core.progress import Progress as ProgressCall

EXIT_CONTENT = 1
EXIT_SYSTEM = 3

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


def archive_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--archive`, the folder with `site.yml`."""
    return click.option(
        "--archive",
        "root",
        type=click.Path(file_okay=False, path_type=Path),
        default=".",
        help=f"The archive: the folder with {SITE_FILE}.  [default: this folder]",
    )(command)


def format_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--format`, the format of problems."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(list(FORMATS)),
        default="text",
        show_default=True,
        help="Format of problems; 'github' annotates the lines of a pull request.",
    )(command)


def json_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--json`, the result for a script."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


def quiet_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--quiet`."""
    return click.option("--quiet", "-q", is_flag=True, help="Print only problems.")(command)


def tell(line: str) -> None:
    """Print a line to standard error, with control characters in quoted text escaped."""
    click.echo(printable(line), err=True)


def show(diagnostics: Sequence[Diagnostic], form: str = "text") -> None:
    """Print problems to standard error, or to standard output for machines."""
    click.echo(render_report(form, diagnostics), err=form == "text", nl=False)


def reported(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Make a command show problems and set the exit status, without a traceback for bad input."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Returned:
        try:
            returned = command(*args, **kwargs)
            sys.stdout.flush()  # a full disk is found here, not when the process ends
            return returned
        except ContentError as error:
            form = str(kwargs.get("form"))  # for some commands, the format of papers
            if kwargs.get("as_json"):
                click.echo(render_json(error.diagnostics), nl=False)
            else:
                show(error.diagnostics, form if form in FORMATS else "text")
            click.echo(f"{summarize(error.diagnostics)}; nothing was changed", err=True)
            sys.exit(EXIT_CONTENT)
        except BrokenPipeError:
            raise  # click exits quietly
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            tell(f"papershelf: {place}{error.strerror or error}")
            sys.exit(EXIT_SYSTEM)

    return run


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[ProgressCall]:
    """Show a progress bar on a terminal, but not in scripts and CI."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda step, done, total: None
        return
    # Imported lazily: it would take a tenth of the time of a build with nothing to do.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # No refresh thread, since builds fork.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bars:
        tasks = {}

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)
            bars.refresh()

        yield advance
