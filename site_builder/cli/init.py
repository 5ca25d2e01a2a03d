"""`papershelf init`: a new archive, with its workflows and forms, filled from what somebody has."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from site_builder.cli.console import EXIT_CONTENT, plural, reported
from site_builder.content.sources import SITE_FILE
from site_builder.core.files import write_atomically
from site_builder.exchange.daily import import_daily
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.importing import ImportReport, import_records
from site_builder.exchange.services.client import FILES, Client, FetchError
from site_builder.new_archive import NewArchive, first_entry, new_archive
from site_builder.reading.plain_values import is_web_address
from site_builder.settings.types import DAILY_SOURCES, DailySettings
from site_builder.theme.load import bundled_themes

# The format of a file by its ending; any other is named: --from pmlr=_posts
_ENDINGS = {
    ".bib": "bibtex",
    ".ris": "ris",
    ".json": "csl-json",
    ".jsonl": "csl-json",
    ".gz": "csl-json",
    ".xml": "acl-xml",
}
_GITHUB = re.compile(r"(?:https://github\.com/)?([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100}?)(?:\.git)?/?")


def _themes() -> list[str]:
    return sorted(path.parent.name for path in bundled_themes().glob("*/theme.yml"))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", help="The site's title.")
@click.option("--repository", help="Its repository on GitHub, such as you/papers.")
@click.option("--base-url", help="Where it will be published.  [default: the repository's address on GitHub Pages]")
@click.option("--theme", type=click.Choice(_themes()), help="How it looks.  [default: default]")
@click.option("--from", "source", help="Papers to start with: a file, FORMAT=FILE or FOLDER, or hf-daily.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
@reported
def init(
    folder: Path,
    title: str | None,
    repository: str | None,
    base_url: str | None,
    theme: str | None,
    source: str | None,
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
    asks = is_terminal() and not yes
    title = _answer(title, asks, "Title", "Papers")
    repository = _repository(_answer(repository, asks, "Repository on GitHub, as you/papers (Enter: none yet)", ""))
    base_url = _address(_answer(base_url, asks, "Address of the site (Enter: none yet)", _pages_address(repository)))
    theme = _answer(theme, asks, f"Theme ({', '.join(_themes())})", "default")
    source = _answer(source, asks, "Papers to start with: a .bib, .ris or .json file, or hf-daily (Enter: none)", "")
    if theme not in _themes():
        raise click.UsageError(f"there is no theme '{theme}'; write one of: {', '.join(_themes())}")
    form, files = _source(source)
    today = date.today()
    asked = NewArchive(title, today.isoformat(), base_url, repository, theme, daily="" if files else form)
    kept = _write(folder, new_archive(asked))
    report = _fill(folder, form, files, today)
    if not report.added:
        kept += _write(folder, first_entry(asked))
    _tell(folder, report if form else None, kept, repository)


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _answer(given: str | None, asks: bool, question: str, default: str) -> str:
    if given is not None:
        return given
    return str(click.prompt(question, default=default, show_default=bool(default))) if asks else default


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


def _source(text: str) -> tuple[str, tuple[Path, ...]]:
    """Return the format of what to start with and its files, a folder's all; a source of the web has none."""
    if not text or DAILY_SOURCES.get(text):
        return text, ()
    form, _, name = text.rpartition("=")
    place = Path(name)
    form = form or _ENDINGS.get(place.suffix.lower(), "")
    if form not in IMPORTERS:
        formats = ", ".join(IMPORTERS)
        raise click.UsageError(f"'{text}' has no known format; write --from FORMAT={name}, one of: {formats}")
    inside = sorted(place.iterdir()) if place.is_dir() else [place]
    files = tuple(file for file in inside if file.is_file() and not file.name.startswith("."))
    if not files:
        raise click.UsageError(f"there is no file {place}")
    return form, files


def _write(folder: Path, files: dict[str, str]) -> list[str]:
    """Write what is not there yet; return the paths of what was there."""
    kept = []
    for path, text in files.items():
        target = folder / path
        if target.exists():
            kept.append(path)
            continue
        write_atomically(target, text.encode(), lasting=True)
    return kept


def _fill(folder: Path, form: str, files: tuple[Path, ...], today: date) -> ImportReport:
    """Import what was asked for; an archive is there also when the web is not."""
    if files:
        return import_records(IMPORTERS[form].read(files, {}), folder, update=False)
    if not form:
        return ImportReport()
    try:
        return import_daily(folder, DailySettings(form, DAILY_SOURCES[form]), {}, today, Client(limits=FILES))
    except FetchError as error:
        click.echo(f"{error}; papershelf daily tries again", err=True)
        return ImportReport()


def _tell(folder: Path, report: ImportReport | None, kept: list[str], repository: str) -> None:
    if report:
        left_out = f", {len(report.skipped):,} left out" if report.skipped else ""
        click.echo(f"{plural(len(report.added), 'paper')} imported{left_out}")
    if kept:
        click.echo(f"left as they were: {', '.join(kept)}")
    address = f"{repository}.git" if repository else "https://github.com/YOU/PAPERS.git"
    click.echo(f"an archive stands in {folder}; next:")
    click.echo(f"  cd {folder}")
    click.echo("  papershelf build                        then open _site/index.html")
    click.echo('  papershelf new "The title of a paper"   another entry')
    click.echo("and to publish it on GitHub, in a new and empty repository:")
    click.echo("  git init --initial-branch=main && git add . && git commit -m 'A new archive'")
    click.echo(f"  git remote add origin {address} && git push -u origin main")
    click.echo("  then what README.md says under 'On GitHub'")
