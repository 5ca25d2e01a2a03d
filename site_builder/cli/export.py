"""`papershelf export`: writes papers in other formats."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import click

from site_builder.build.archive import Archive, load_entries, open_archive
from site_builder.build.pack import write_files
from site_builder.build.related import relate
from site_builder.build.workspace import Workspace, open_workspace
from site_builder.cli.console import archive_option, quiet_option, reported
from site_builder.cli.deposits import cff, crossref, datacite
from site_builder.contexts.cards import local_files
from site_builder.core.diagnostics import ContentError, has_errors
from site_builder.core.files import (
    read_plain,
    require_plain_output,
    write_into,
)
from site_builder.core.numbers import plural
from site_builder.exchange.exporters.entry_fields import entry_fields
from site_builder.exchange.exporters.formats import EXPORTERS, Citable
from site_builder.exchange.exporters.obsidian import obsidian_note
from site_builder.exchange.record import Record
from site_builder.exchange.write_entry import render_entry
from site_builder.library.citation_keys import citation_keys
from site_builder.model import Body, Entry
from site_builder.text.markdown import plain_paragraphs
from site_builder.text.slugs import slug

Papers = list[tuple[Entry, str]]

_papers_argument = click.argument("papers", nargs=-1)
_tag_option = click.option(
    "--tag", "tags", multiple=True, help="Only papers with this tag; repeatable, for all of several."
)


@click.group()
def export() -> None:
    """Write papers in other formats, newest first.

    \b
    Examples:
      papershelf export bibtex > papers.bib
      papershelf export csl-json --tag agents --output agents.json
      papershelf export entries --output another-archive
      papershelf export obsidian --output vault/papers
      papershelf export datacite --prefix 10.1000 --output deposits
    """


def _add_format(name: str, description: str) -> None:
    @export.command(name=name, help=f"{description}.\n\nWrites all papers, or only PAPERS, which are names of entries.")
    @_papers_argument
    @archive_option
    @_tag_option
    @click.option("--brief", is_flag=True, help="Leave out abstracts and keywords.")
    @click.option(
        "--output",
        "-o",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file.  [default: standard output]",
    )
    @reported
    def run(papers: tuple[str, ...], root: Path, tags: tuple[str, ...], brief: bool, output: Path | None) -> None:
        if output:
            require_plain_output(root, output)
        with _open_papers(root, papers, tags) as (chosen, load):
            citable = (
                Citable(entry, key, None if brief else plain_paragraphs(load(entry).markdown)) for entry, key in chosen
            )
            with click.open_file(str(output or "-"), "w", encoding="utf-8", atomic=output is not None) as file:
                file.writelines(EXPORTERS[name].write(citable))


@export.command()
@_papers_argument
@archive_option
@_tag_option
@click.option("--output", "-o", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder.")
@quiet_option
@reported
def entries(papers: tuple[str, ...], root: Path, tags: tuple[str, ...], output: Path, quiet: bool) -> None:
    """Write entries for another archive, with the files next to them; existing files are replaced.

    Fields are in their canonical order, without comments.
    """
    require_plain_output(root, output)
    with _open_papers(root, papers, tags) as (chosen, load):
        for entry, _ in chosen:
            target = PurePosixPath(entry.path).with_name(f"{entry.id}.md")
            text = render_entry(Record(entry.id, entry_fields(entry), load(entry).markdown))
            write_into(output, str(target), text.encode())
            for _, path in local_files(entry):
                write_into(output, path, read_plain(root, path))
    if not quiet:
        click.echo(f"{plural(len(chosen), 'entry', 'entries')} written to {output}", file=sys.stderr)


@export.command()
@_papers_argument
@archive_option
@_tag_option
@click.option("--output", "-o", type=click.Path(path_type=Path), required=True, help="The folder, or a .zip file.")
@quiet_option
@reported
def obsidian(papers: tuple[str, ...], root: Path, tags: tuple[str, ...], output: Path, quiet: bool) -> None:
    """Write notes for Obsidian, one a paper, with links between related papers, to citations and to authors.

    A note has the name of its entry and replaces a note of that name; whatever else is in the folder stays. So write
    what is your own in other notes, and link to these.
    """
    require_plain_output(root, output)
    with open_archive(root) as (archive, work):
        notes = _notes(archive, work, papers, tags)
        count = write_files(output, notes)
    if not quiet:
        click.echo(f"{plural(count, 'note')} written to {output}", file=sys.stderr)


def _notes(
    archive: Archive, work: Workspace, names: tuple[str, ...], tags: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each note; notes link only to each other."""
    library = archive.library
    every = list(zip(library.entries, library.citation_keys, strict=True))
    chosen = {entry.id: key for entry, key in _chosen(every, names, tags)}
    relations = relate(work, archive).relations

    def linked(positions: Iterable[int]) -> list[Entry]:
        return [paper for position in positions if (paper := library.entries[position]).id in chosen]

    for position, entry in enumerate(library.entries):
        if entry.id not in chosen:
            continue
        named = [library.positions[name] for name in entry.related if name in library.positions]
        similar = (relation.position for relation in relations(position))
        sections = {
            "Related": linked(dict.fromkeys([*named, *similar])),
            "Cites": linked(library.citations.cites.get(position, ())),
            "Cited by": linked(library.citations.cited_by.get(position, ())),
        }
        text = obsidian_note(entry, chosen[entry.id], plain_paragraphs(work.load_body(entry).markdown), sections)
        yield f"{entry.id}.md", text.encode()


@contextmanager
def _open_papers(
    root: Path, names: tuple[str, ...], tags: tuple[str, ...]
) -> Iterator[tuple[Papers, Callable[[Entry], Body]]]:
    """Yield the chosen papers with their citation keys, and a function that loads an abstract.

    Raises `ContentError` if the archive has errors, since an export must not silently lack papers.
    """
    with open_workspace(root) as work:
        found, problems = load_entries(work)
        problems = work.problems + problems
        if has_errors(problems):
            raise ContentError(problems)
        papers = list(zip(found, citation_keys(found), strict=True))
        papers.sort(key=lambda paper: (paper[0].listed, paper[0].id), reverse=True)
        yield _chosen(papers, names, tags), work.load_body


def _chosen(papers: Papers, names: tuple[str, ...], tags: tuple[str, ...]) -> Papers:
    unknown = set(names) - {entry.id for entry, _ in papers}
    if unknown:
        raise click.UsageError(f"unknown: {', '.join(sorted(unknown))}; write the names of entries")
    wanted = {slug(tag) for tag in tags}
    return [
        (entry, key)
        for entry, key in papers
        if (not names or entry.id in names) and wanted <= {slug(tag) for tag in entry.tags}
    ]


for _command in (cff, crossref, datacite):
    export.add_command(_command)
for _name, _exporter in EXPORTERS.items():
    _add_format(_name, _exporter.description)
