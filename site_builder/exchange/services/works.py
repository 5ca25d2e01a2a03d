"""What Crossref says of works that are known by DOI: where they appeared, notices about them, what a preprint became.

Sources: https://api.crossref.org/swagger-ui/index.html (`updated-by`, `relation`),
https://www.crossref.org/documentation/register-maintain-records/maintaining-your-metadata/registering-updates/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from site_builder.core.processes import chunks
from site_builder.exchange.identifiers import doi
from site_builder.exchange.loose_json import items, line, mapping, objects
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, decode_json
from site_builder.exchange.services.keys import crossref_key
from site_builder.exchange.services.registrars import parse_crossref
from site_builder.reading.plain_values import is_date

# What one address can hold.
_BATCH = 20
_PAUSE = 0.2
_SELECTED = "DOI,type,title,container-title,volume,issue,page,publisher,issued,ISSN,updated-by,relation"


class Update(msgspec.Struct, frozen=True):
    """A notice that changes a work: what kind it is (`retraction`, `erratum`), its day, and its own DOI."""

    kind: str
    date: str = ""
    doi: str = ""


class Work(msgspec.Struct, frozen=True):
    """A work: its fields as an entry has them, the notices about it, the DOI under which a preprint was published."""

    fields: Mapping[str, object] = {}
    updates: tuple[Update, ...] = ()
    published_as: str = ""


def fetch_works(client: Client, base: str, dois: Iterable[str]) -> Iterator[tuple[int, dict[str, Work]]]:
    """Yield, for each request, how many DOIs it asked for and the works that Crossref knows by them.

    Raises `FetchError` if Crossref fails; what was yielded before is whole.
    """
    # A comma would end the filter.
    for part in chunks([name for name in dict.fromkeys(dois) if "," not in name], _BATCH):
        wanted = ",".join(f"doi:{name}" for name in part)
        url = f"{base}/works?{urlencode({'filter': wanted, 'select': _SELECTED, 'rows': str(len(part))})}"
        answer = decode_json(client.get(url, "application/json", _PAUSE, crossref_key()), urlsplit(url).netloc)
        found = objects(mapping(mapping(answer).get("message")).get("items"))
        works = {name: _work(one, name) for one in found if (name := line(one.get("DOI")).lower()) in part}
        yield len(part), works


def _work(found: Mapping[str, Any], name: str) -> Work:
    record = parse_crossref(found, name, name)
    updates = tuple(
        Update(line(one.get("type")).lower().replace("-", "_"), _day(one.get("updated")), doi(line(one.get("DOI"))))
        for one in objects(found.get("updated-by"))
    )
    became = [doi(line(one.get("id"))) for one in objects(mapping(found.get("relation")).get("is-preprint-of"))]
    return Work(
        record.fields if isinstance(record, Record) else {}, updates, next((one for one in became if one != name), "")
    )


def _day(date: object) -> str:
    """Return a date as precisely as Crossref knows it."""
    parts = items(next(iter(items(mapping(date).get("date-parts"))), None))
    numbers = [part for part in parts if isinstance(part, int)][:3]
    written = "-".join(f"{number:02d}" for number in numbers)
    return written if is_date(written) else ""
