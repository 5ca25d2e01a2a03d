"""`papershelf schema`."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.console import archive_option, reported
from site_builder.content.json_schema import SCHEMA_FILE, schema_text
from site_builder.content.sources import SITE_FILE
from site_builder.core.files import write_into
from site_builder.settings.load import load_config


@click.command()
@archive_option
@click.option("--write", is_flag=True, help=f"Write it to {SCHEMA_FILE} in the archive, to which new entries refer.")
@reported
def schema(root: Path, write: bool) -> None:
    """Print the JSON Schema of an entry, with which editors complete and check fields.

    It includes the taxonomies that site.yml declares.
    """
    fields = load_config(root)[0].taxonomy_fields if write or (root / SITE_FILE).is_file() else ()
    if not write:
        click.echo(schema_text(fields), nl=False)
        return
    write_into(root, SCHEMA_FILE, schema_text(fields).encode())
    click.echo(str(root / SCHEMA_FILE))
