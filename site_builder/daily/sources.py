"""Each kind of source, and how its papers are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from site_builder.daily.feeds import read_feed
from site_builder.daily.libraries import read_dblp, read_openreview, read_zotero
from site_builder.daily.registries import read_crossref, read_openalex
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import KnownTerms, Outcome
from site_builder.exchange.services.arxiv import search_arxiv
from site_builder.exchange.services.client import Client, FetchError
from site_builder.settings.daily import DailySource

# The most papers that one query asks arXiv for.
_MOST = 1_000


def read_source(
    source: DailySource, client: Client, bases: Mapping[str, str], known: KnownTerms, today: date
) -> Iterator[Outcome]:
    """Yield what a source has of the last days, or of all days where it cannot say. Raises `FetchError`."""
    match source.source:
        case "arxiv":
            yield from search_arxiv(client, bases["arxiv"], _arxiv_query(source, today), _MOST)
        case "feed":
            for _, address in _addresses(source, today):
                yield from read_feed(client, address, bases["arxiv"])
        case "openreview":
            yield from read_openreview(client, bases["openreview"], source.venue)
        case "crossref":
            yield from read_crossref(client, bases["crossref"], source, today)
        case "openalex":
            yield from read_openalex(client, bases["openalex"], source, today)
        case "dblp":
            yield from read_dblp(client, bases["dblp"], source.person)
        case "zotero":
            yield from read_zotero(client, bases["zotero"], source.library)
        case _:
            yield from _read_files(source, client, known, today)


def _arxiv_query(source: DailySource, today: date) -> str:
    """Return a query in arXiv's language for the papers that were submitted in the last days.

    Source: https://info.arxiv.org/help/api/user-manual.html
    """
    first = today - timedelta(days=source.days)
    parts = [f"submittedDate:[{first:%Y%m%d}0000 TO {today:%Y%m%d}2359]"]
    if source.categories:
        parts.append(f"({' OR '.join(f'cat:{category}' for category in source.categories)})")
    if source.query:
        parts.append(f"({source.query})")
    return " AND ".join(parts)


def _read_files(source: DailySource, client: Client, known: KnownTerms, today: date) -> Iterator[Outcome]:
    """Yield the papers of files in a format that is also imported."""
    with TemporaryDirectory() as folder:
        paths = []
        for name, address in _addresses(source, today):
            paths.append(Path(folder) / name)
            paths[-1].write_bytes(_fetch(client, address))
        yield from IMPORTERS[source.source].read(paths, known)


def _addresses(source: DailySource, today: date) -> Iterator[tuple[str, str]]:
    """Yield the name of a file, by which importers know its day, and its address."""
    if "{date}" not in source.address:
        yield PurePosixPath(urlsplit(source.address).path).name or "papers", source.address
        return
    for ago in reversed(range(source.days)):
        day = (today - timedelta(days=ago)).isoformat()
        yield f"{day}.json", source.address.replace("{date}", day)


def _fetch(client: Client, address: str) -> bytes:
    try:
        return client.get(address, "*/*")
    except FetchError as error:
        raise FetchError(f"{address}: {error}") from None
