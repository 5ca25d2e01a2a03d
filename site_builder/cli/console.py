"""What commands share: where the archive is, how problems, progress and figures are shown, how a command ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from site_builder.check.reports import render_json
from site_builder.content.sources import SITE_FILE
from site_builder.core.diagnostics import FORMATS, ContentError, Diagnostic, printable
from site_builder.core.progress import Progress as ProgressCall

EXIT_CONTENT = 1
EXIT_SYSTEM = 3

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


def archive_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--archive`, the folder that holds `site.yml`."""
    return click.option(
        "--archive",
        "root",
        type=click.Path(file_okay=False, path_type=Path),
        default=".",
        help=f"The archive's folder, which holds {SITE_FILE}.  [default: this folder]",
    )(command)


def format_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--format`, how problems are printed."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(list(FORMATS)),
        default="text",
        show_default=True,
        help="How problems are printed; 'github' annotates the lines of a pull request.",
    )(command)


def json_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--json`, what was done or found for a script."""
    return click.option("--json", "as_json", is_flag=True, help="Print what was done or found as JSON.")(command)


def quiet_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--quiet`."""
    return click.option("--quiet", "-q", is_flag=True, help="Print problems only.")(command)


def tell(line: str) -> None:
    """Print a line to standard error; whomever it quotes, no terminal obeys it."""
    click.echo(printable(line), err=True)


def show(diagnostics: Iterable[Diagnostic], form: str = "text") -> None:
    """Print problems to standard error, or to standard output for machines."""
    for diagnostic in diagnostics:
        click.echo(FORMATS[form](diagnostic), err=form == "text")


def reported(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Let a command end with problems shown and an exit status, never with a traceback for bad input."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Returned:
        try:
            return command(*args, **kwargs)
        except ContentError as error:
            form = str(kwargs.get("form"))  # of some commands it is that of papers
            if kwargs.get("as_json"):
                click.echo(render_json(error.diagnostics), nl=False)
            else:
                show(error.diagnostics, form if form in FORMATS else "text")
            errors = sum(diagnostic.severity == "error" for diagnostic in error.diagnostics)
            click.echo(f"{errors} error{'' if errors == 1 else 's'}; nothing was changed", err=True)
            sys.exit(EXIT_CONTENT)
        except BrokenPipeError:
            raise  # whoever reads the output has had enough; click ends quietly
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            tell(f"papershelf: {place}{error.strerror or error}")
            sys.exit(EXIT_SYSTEM)

    return run


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[ProgressCall]:
    """Show the progress of long work on a terminal; scripts and CI see none."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda step, done, total: None
        return
    # Read where it is used: it would take a tenth of the time of a build that has nothing to do.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # No thread that refreshes: the build forks.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bars:
        tasks = {}

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)
            bars.refresh()

        yield advance


def plural(number: int, one: str, many: str = "") -> str:
    """Return `1 file` or `1,234 files`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
