"""`papershelf init`: a new archive, with its workflows and forms, filled from what somebody has."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

import click
import msgspec

from site_builder.cli.console import EXIT_CONTENT, reported
from site_builder.cli.import_ import hint_at_format, print_report
from site_builder.content.sources import SITE_FILE
from site_builder.core.files import write_into
from site_builder.daily.gather import Gatherer
from site_builder.exchange.importers.formats import IMPORTERS, recognize_format
from site_builder.exchange.importers.unknown_files import what_it_is
from site_builder.exchange.importing import ImportReport, import_records
from site_builder.exchange.services.client import FILES, Client
from site_builder.exchange.services.fetch import BASES
from site_builder.new_archive import NewArchive, first_entry, new_archive
from site_builder.new_archive.upgrade import RECORD, record_of
from site_builder.reading.plain_values import is_web_address
from site_builder.settings.daily import FILE_SOURCES
from site_builder.settings.load import load_config
from site_builder.theme.load import bundled_themes

_GITHUB = re.compile(r"(?:https://github\.com/)?([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100}?)(?:\.git)?/?")


def _themes() -> list[str]:
    return sorted(path.parent.name for path in bundled_themes().glob("*/theme.yml"))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", help="The site's title.")
@click.option("--repository", help="Its repository on GitHub, such as you/papers.")
@click.option("--base-url", help="Where it will be published.  [default: the repository's address on GitHub Pages]")
@click.option("--theme", type=click.Choice(_themes()), help="How it looks.  [default: default]")
@click.option(
    "--from",
    "sources",
    multiple=True,
    help="Papers to start with: a file or folder, FORMAT=FILE, or hf-daily; may be given several times.",
)
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
@reported
def init(
    folder: Path,
    title: str | None,
    repository: str | None,
    base_url: str | None,
    theme: str | None,
    sources: tuple[str, ...],
    yes: bool,
) -> None:
    """Make a new archive in FOLDER: settings, a first entry, and what GitHub needs to publish it and to take papers.

    Asks for what is not given, on a terminal. Files that exist stay as they are.

    \b
    Examples:
      papershelf init my-archive
      papershelf init my-archive --title "Papers we read" --repository you/papers --from papers.bib
      papershelf init my-archive --from hf-daily
    """
    if (folder / SITE_FILE).exists():
        click.echo(f"papershelf: {folder / SITE_FILE} exists; {folder} is an archive already", err=True)
        sys.exit(EXIT_CONTENT)
    ask = _Questions(asks=is_terminal() and not yes)
    title = ask(title, "Title", "Papers")
    repository = ask(repository, "Repository on GitHub, as you/papers (Enter: none yet)", "", _repository)
    base_url = ask(base_url, "Address of the site (Enter: none yet)", _pages_address(repository), _address)
    theme = ask(theme, f"Theme ({', '.join(_themes())})", "default", _theme)
    question = "Papers to start with: a file of any format that papershelf imports, a folder, or hf-daily (Enter: none)"
    first = ask(" ".join(sources[:1]) if sources else None, question, "", _checked_source)
    source = _merged([_source(text) for text in (first, *sources[1:]) if text])
    today = date.today()
    asked = NewArchive(title, today.isoformat(), base_url, repository, theme, source.daily)
    files = new_archive(asked)
    kept = _write(folder, files)
    _write(folder, {RECORD: record_of({path: data for path, data in files.items() if path not in kept})})
    report = _fill(folder, source, today)
    if not report.added:
        kept += _write(folder, first_entry(asked))
    if source.files or source.daily:
        print_report(report)
    _print_next_steps(folder, kept, repository)
    if source.files and not report.added:
        for form, paths in source.files.items():
            hint_at_format(paths, form)
        click.echo("papershelf: no paper was found; the archive has an example entry instead", err=True)
        sys.exit(EXIT_CONTENT)


class _Source(msgspec.Struct, frozen=True):
    """What to start with: files by their format, or a source on the web that is asked each day."""

    files: dict[str, tuple[Path, ...]] = {}
    daily: str = ""


class _Questions:
    """Asks for what was not given on the command line; a wrong answer is asked for again."""

    def __init__(self, *, asks: bool) -> None:
        self._asks = asks

    def __call__(
        self, given: str | None, question: str, default: str, check: Callable[[str], str] = lambda answer: answer
    ) -> str:
        """Return the checked value that was given or answered; raises `UsageError` where a given one is wrong."""
        if given is not None or not self._asks:
            return check(default if given is None else given)
        return str(click.prompt(question, default=default, show_default=bool(default), value_proc=check))


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _repository(text: str) -> str:
    """Return a repository's address; `you/papers` is meant to be on GitHub."""
    if match := _GITHUB.fullmatch(text):
        return f"https://github.com/{match[1]}/{match[2]}"
    if text and not is_web_address(text):
        raise click.UsageError(f"'{text}' is not a repository; write it as you/papers")
    return text


def _pages_address(repository: str) -> str:
    """Return where GitHub publishes a repository's pages."""
    match = _GITHUB.fullmatch(repository)
    if not match:
        return ""
    host = f"{match[1].lower()}.github.io"
    return f"https://{host}/" if match[2].lower() == host else f"https://{host}/{match[2]}/"


def _address(text: str) -> str:
    if text and not is_web_address(text):
        raise click.UsageError(f"'{text}' is not a web address; write it as https://example.org/papers/")
    return text


def _theme(name: str) -> str:
    if name not in _themes():
        raise click.UsageError(f"there is no theme '{name}'; write one of: {', '.join(_themes())}")
    return name


def _checked_source(text: str) -> str:
    _source(text)
    return text


_READ = f"Formats that are read: {', '.join(IMPORTERS)}"


def _source(text: str) -> _Source:
    """Return what a text names: a file, a folder, `FORMAT=` with either, or a source on the web."""
    if not text or FILE_SOURCES.get(text):
        return _Source(daily=text)
    if is_web_address(text):
        raise click.UsageError(f"{text} is a web address: download the file, and name it here")
    form, _, name = text.rpartition("=") if text.partition("=")[0] in IMPORTERS else ("", "", text)
    place = Path(name)
    inside = sorted(place.iterdir()) if place.is_dir() else [place]
    files = [file for file in inside if file.is_file() and not file.name.startswith(".")]
    if not files:
        raise click.UsageError(f"there is no file {place}")
    by_format: dict[str, tuple[Path, ...]] = {}
    for file in files:
        if known := form or recognize_format(file):
            by_format[known] = (*by_format.get(known, ()), file)
        elif not place.is_dir():
            raise click.UsageError(
                f"{file} {what_it_is(file)}\n{_READ}; with FORMAT={name} any file is read as one of them"
            )
    if not by_format:
        raise click.UsageError(f"no file in {place} can be read; {files[0].name} {what_it_is(files[0])}\n{_READ}")
    return _Source(by_format)


def _merged(sources: Sequence[_Source]) -> _Source:
    files: dict[str, tuple[Path, ...]] = {}
    for source in sources:
        for form, paths in source.files.items():
            files[form] = (*files.get(form, ()), *paths)
    return _Source(files, next((source.daily for source in sources if source.daily), ""))


def _write(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Write what is not there yet; return the paths of what was there."""
    kept = []
    for path, data in files.items():
        target = folder / path
        if target.exists():
            kept.append(path)
            continue
        write_into(folder, path, data)
    return kept


def _fill(folder: Path, source: _Source, today: date) -> ImportReport:
    """Import what was asked for; the archive is made even where the web does not answer."""
    outcomes = chain.from_iterable(IMPORTERS[form].read(files, {}) for form, files in source.files.items())
    report = import_records(outcomes, folder, update=False)
    if not source.daily:
        return report
    config, _ = load_config(folder)
    gathered = Gatherer(config, (), Client(limits=FILES), BASES, {}).gather(today)
    for answer in gathered.answers:
        if answer.failure:
            click.echo(f"{answer.failure}; papershelf daily tries again", err=True)
    fetched = import_records(gathered.records, folder, update=False)
    skipped = tuple(one for answer in gathered.answers for one in answer.skipped)
    return ImportReport(
        report.added + fetched.added,
        report.updated + fetched.updated,
        report.unchanged + fetched.unchanged,
        report.skipped + skipped + fetched.skipped,
    )


def _print_next_steps(folder: Path, kept: list[str], repository: str) -> None:
    if kept:
        click.echo(f"left as they were: {', '.join(kept)}")
    address = f"{repository}.git" if repository else "https://github.com/YOU/PAPERS.git"
    click.echo(f"The archive is in {folder}. Next:")
    click.echo(f"  cd {folder}")
    click.echo("  papershelf build --open                 build the site and look at it")
    click.echo('  papershelf new "The title of a paper"   add an entry')
    click.echo("To publish it on GitHub, in a new and empty repository:")
    click.echo("  git init --initial-branch=main && git add . && git commit -m 'A new archive'")
    click.echo(f"  git remote add origin {address} && git push -u origin main")
    click.echo("  then follow README.md, 'On GitHub'")
