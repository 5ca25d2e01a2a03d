"""`papershelf mcp`."""

from __future__ import annotations

import click

from site_builder.cli.console import reported


@click.command()
@click.argument("source", default=".")
@reported
def mcp(source: str) -> None:
    """Serve an archive to language models, by the Model Context Protocol over standard input and output.

    SOURCE is the folder of an archive, that of a built site, or the address of a published site that has the JSON API.
    Papers are read once, when the server starts.

    \b
    Examples:
      papershelf mcp my-archive
      papershelf mcp https://example.org/papers/
    """
    try:
        from site_builder.agent.tools import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "pydantic"):
            raise
        raise click.ClickException("needs a package; run: pip install 'papershelf[mcp]'") from None
    # Imported after the check: it is what takes time.
    from site_builder.agent.sources import open_shelf

    shelf = open_shelf(source)
    shelf.prepare()
    make_server(shelf).run("stdio")
