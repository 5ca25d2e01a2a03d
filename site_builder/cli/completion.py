"""`papershelf completion`."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

_SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> None:
    """Print the script that lets a SHELL complete commands and options.

    \b
    Examples:
      papershelf completion bash >> ~/.bashrc
      papershelf completion zsh >> ~/.zshrc
      papershelf completion fish > ~/.config/fish/completions/papershelf.fish
    """
    root = click.get_current_context().find_root().command
    # Only the script: click's own call asks bash for its version, and so needs a bash.
    script = _SHELLS[shell](root, {}, "papershelf", "_PAPERSHELF_COMPLETE")
    click.echo(script.source_template % script.source_vars())
