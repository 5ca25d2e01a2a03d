"""The `papershelf` command: arguments, exit codes, progress; the only place that prints.

Exit status: 0 done, 1 the content has problems, 2 wrong usage, 3 the system refused (disk full, no permission).
"""

from __future__ import annotations

import sys

import click

from site_builder import __version__
from site_builder.cli.building import build, check, clean
from site_builder.cli.importing import import_
from site_builder.cli.making import init, new, schema
from site_builder.cli.searching import search
from site_builder.cli.serving import serve
from site_builder.cli.theming import theme
from site_builder.yaml_tree import did_you_mean


class _Commands(click.Group):
    """Commands in the order in which people meet them; a mistyped one is answered with the nearest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order in which they were added."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.commands) or f"commands: {', '.join(self.commands)}"
            ctx.fail(f"there is no command '{args[0]}'; {hint}")
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

    Entries are files in content/papers/, settings stand in site.yml.
    """


for _command in (init, new, build, serve, check, import_, search, theme, schema, clean):
    papershelf.add_command(_command)


def main() -> None:
    """Run the command; bad input never ends in a traceback."""
    try:
        papershelf(standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
