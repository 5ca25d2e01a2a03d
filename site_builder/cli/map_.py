"""`papershelf map`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.build.archive import Archive, open_archive
from site_builder.build.map import lay_out_papers
from site_builder.build.related import load_related_state, relate
from site_builder.build.workspace import Workspace
from site_builder.cli.console import EXIT_CONTENT, archive_option, progress_bar, quiet_option, reported, show
from site_builder.content.map_file import MAP_FILE, check_places, render_places
from site_builder.core.files import write_into
from site_builder.core.numbers import plural
from site_builder.site.lists import MAP_ENTRIES, has_map


@click.command("map")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; report whether the map is outdated.")
@archive_option
@quiet_option
@reported
def map_(root: Path, only_check: bool, quiet: bool) -> None:
    """Compute the layout of the map and write it to content/map.csv, a file to commit.

    With that file, builds take positions from it and place new papers near related ones. Without it, a build computes
    the whole layout whenever related papers changed.

    \b
    Examples:
      papershelf map
      papershelf map --check || papershelf map

    Exit status of --check: 1 if there is no file, or more than a tenth of the papers have no position in it.
    """
    with progress_bar(quiet=quiet) as progress, open_archive(root, progress) as (archive, work):
        if not has_map(archive.library, archive.config):
            raise click.UsageError(f"no map: it is off in site.yml, or there are fewer than {MAP_ENTRIES} papers")
        if only_check:
            _check(archive)
            return
        count = _write(work, archive)
    if not quiet:
        click.echo(f"{plural(count, 'paper')}: {MAP_FILE}")


def _check(archive: Archive) -> None:
    if archive.places is None:
        click.echo(f"{MAP_FILE} does not exist; papershelf map creates it", err=True)
        sys.exit(EXIT_CONTENT)
    found = list(check_places(archive.places, [entry.id for entry in archive.library.entries]))
    show(found)
    if found:
        sys.exit(EXIT_CONTENT)


def _write(work: Workspace, archive: Archive) -> int:
    relate(work, archive)
    state = load_related_state(work)
    places = lay_out_papers(state, work.cache)
    text = render_places(dict(zip(state.corpus.ids, zip(*places.tolist(), strict=True), strict=True)))
    write_into(work.root, MAP_FILE, text.encode())
    return len(state.corpus.ids)
