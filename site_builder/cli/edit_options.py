"""What the commands that edit an archive share: they load it, show or write a change, and say what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from site_builder.core.diagnostics import printable
from site_builder.core.numbers import plural
from site_builder.edit.change import Change, apply_change, difference
from site_builder.edit.terms import find_term
from site_builder.library.library import Library
from site_builder.model import Term
from site_builder.text.nearest import did_you_mean

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


def dry_run_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--dry-run`."""
    return click.option("--dry-run", is_flag=True, help="Show the difference; write nothing.")(command)


def taxonomy_option(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--taxonomy`, which makes a command of papers one of terms."""
    help = "Not papers but terms of this taxonomy, such as tags or authors."
    return click.option("--taxonomy", "-t", help=help)(command)


def require_paper(library: Library, name: str) -> str:
    """Return the identifier of an entry; raises `UsageError` where there is none."""
    if name not in library.positions:
        raise _unknown("entry", name, library.positions)
    return name


def require_term(library: Library, taxonomy: str, name: str) -> Term:
    """Return a term by name, spelling or address; raises `UsageError` where there is none."""
    require_taxonomy(library, taxonomy)
    term = find_term(library, taxonomy, name)
    if term is None:
        raise _unknown(f"term of {taxonomy}", name, [term.name for term in library.terms[taxonomy]])
    return term


def require_taxonomy(library: Library, taxonomy: str) -> None:
    """Raise `UsageError` where the archive has no such taxonomy."""
    if taxonomy not in library.terms:
        raise click.UsageError(f"there is no taxonomy '{taxonomy}'; write one of: {', '.join(library.terms)}")


def finish(root: Path, change: Change, *, dry_run: bool) -> None:
    """Write a change, or show it as a difference; print how many files it concerns."""
    if dry_run:
        click.echo(printable_lines(difference(root, change)), nl=False)
        return
    apply_change(root, change)
    figures = f"{plural(len(change.written), 'file')} written, {len(change.deleted):,} deleted"
    click.echo(f"{figures}; git diff shows what changed")


def printable_lines(text: str) -> str:
    """Return text of several lines without control characters."""
    return "".join(f"{printable(line)}\n" for line in text.splitlines())


def _unknown(what: str, name: str, names: Iterable[str]) -> click.UsageError:
    hint = did_you_mean(name, names)
    return click.UsageError(f"there is no {what} '{name}'" + (f"; {hint}" if hint else ""))
