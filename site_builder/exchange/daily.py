"""What a source listed in the last days, to entries: the archive names the source in `site.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.importing import ImportReport, import_records
from site_builder.exchange.record import KnownTerms
from site_builder.exchange.services.client import Client, FetchError
from site_builder.model import Entry
from site_builder.settings.groups import DailySettings


def import_daily(
    root: Path,
    settings: DailySettings,
    known: KnownTerms,
    today: date,
    client: Client,
    entries: Sequence[Entry] = (),
) -> ImportReport:
    """Add the papers of the last days as entries and return what was done; entries that exist stay as they are.

    Several days are read each time, so that what waits in a pull request that is not merged yet is not lost. Raises
    `FetchError` where the source cannot be read.
    """
    with TemporaryDirectory() as folder:
        files = [_saved(Path(folder) / name, _fetch(client, address)) for name, address in _addresses(settings, today)]
        return import_records(IMPORTERS[settings.source].read(files, known), root, update=False, entries=entries)


def _addresses(settings: DailySettings, today: date) -> Iterator[tuple[str, str]]:
    """Yield the name of a file, which tells its day to importers, and its address."""
    if "{date}" not in settings.address:
        yield PurePosixPath(urlsplit(settings.address).path).name or "papers", settings.address
        return
    for ago in reversed(range(settings.days)):
        day = (today - timedelta(days=ago)).isoformat()
        yield f"{day}.json", settings.address.replace("{date}", day)


def _fetch(client: Client, address: str) -> bytes:
    try:
        return client.get(address, "*/*")
    except FetchError as error:
        raise FetchError(f"{address}: {error}") from None


def _saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
