"""The `papershelf` command: arguments, exit codes, progress; the only place that prints.

Exit status: 0 success, 1 problems in the content, 2 wrong usage, 3 system error (disk full, no permission).
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from site_builder import __version__

# In the order in which people need them. Each is a module of its name, imported only when called: importing all of
# them would take longer than a build with nothing to do.
COMMANDS = (
    "init",
    "new",
    "add",
    "cite",
    "missing",
    "refresh",
    "pictures",
    "build",
    "serve",
    "check",
    "permanence",
    "fmt",
    "rename",
    "merge",
    "remove",
    "authors",
    "set",
    "import",
    "export",
    "daily",
    "submit",
    "correct",
    "changes",
    "propose",
    "digest",
    "map",
    "vectors",
    "pack",
    "mcp",
    "theme",
    "send",
    "schema",
    "migrate",
    "upgrade",
    "clean",
    "doctor",
    "explain",
    "reference",
    "completion",
)

_NAMES_OF_PYTHON = ("import", "map", "set")
# Workflows of older archives call them.
_FORMER_NAMES = {"zip": "pack"}


class _Commands(click.Group):
    """Commands that are imported when called, with a suggestion for a mistyped one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None if there is none of that name."""
        cmd_name = _FORMER_NAMES.get(cmd_name, cmd_name)
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if cmd_name in _NAMES_OF_PYTHON else cmd_name
        command: click.Command = getattr(import_module(f"{__name__}.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name."""
        if args and args[0] not in (*COMMANDS, *_FORMER_NAMES) and not args[0].startswith("-"):
            # Imported lazily: a build with nothing to do must not pay for it.
            from site_builder.text.nearest import did_you_mean

            hint = did_you_mean(args[0], COMMANDS) or f"commands: {', '.join(COMMANDS)}"
            ctx.fail(f"unknown command '{args[0]}'; {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papershelf")
def papershelf() -> None:
    """Turn a folder of paper entries into a browsable, searchable static site.

    \b
    A new archive, built and opened:
      papershelf init my-archive
      cd my-archive
      papershelf build
      then open _site/index.html

    Entries are files in content/papers/; settings are in site.yml.
    """


def main() -> None:
    """Run the command."""
    try:
        papershelf(prog_name="papershelf")
    except KeyboardInterrupt:
        _end(130)
    except SystemExit as end:
        _end(end.code if isinstance(end.code, int) else 0)


def _end(status: int) -> NoReturn:
    """End the process at once; freeing a large archive's memory would take a good part of a small build."""
    with suppress(OSError):  # the output was closed
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)
