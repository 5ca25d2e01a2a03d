"""DOIs by the two registrars that papers have: Crossref and, where it does not know one, DataCite.

Sources: https://api.crossref.org/swagger-ui/index.html, https://support.datacite.org/docs/api-get-doi
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from site_builder.exchange.importers.csl_json import CROSSREF_TYPES, parse_item
from site_builder.exchange.loose_json import items, objects, text
from site_builder.exchange.record import Outcome, Record
from site_builder.exchange.services.client import Client, FetchError, NotFoundError, decode_json
from site_builder.exchange.services.records import record_of
from site_builder.text.names import name_parts

_DATACITE_TYPES = {"Preprint": "article", "JournalArticle": "article-journal", "Dissertation": "thesis"}

_KEPT = (
    "volume",
    "issue",
    "page",
    "article-number",
    "publisher",
    "publisher-location",
    "DOI",
    "URL",
    "issued",
    "ISBN",
    "ISSN",
    "abstract",
    "container-title",
    "subtitle",
)


def fetch_crossref(client: Client, base: str, identifier: str) -> Record:
    """Return a paper that Crossref has registered."""
    url = f"{base}/works/{quote(identifier, safe='')}"
    message = _object(decode_json(client.get(url, "application/json"), urlsplit(base).netloc), "message")
    return record_of(parse_crossref(message, identifier, url), urlsplit(url).netloc)


def parse_crossref(message: Mapping[str, Any], identifier: str, source: str) -> Outcome:
    """Return the paper of one of Crossref's works."""
    item = {key: message[key] for key in _KEPT if key in message}
    if not _has_year(item.get("issued")):
        item["issued"] = next((date for key in _DATES if _has_year(date := message.get(key))), None)
    item |= {
        "id": identifier,
        "title": _first(message.get("title")),
        "author": message.get("author"),
        "editor": message.get("editor"),
        "type": kind if (kind := message.get("type")) in (*CROSSREF_TYPES, "report", "book") else "",
        "keyword": message.get("subject"),
    }
    return parse_item({key: value for key, value in item.items() if value}, source)


def fetch_datacite(client: Client, base: str, identifier: str) -> Record:
    """Return a paper that DataCite has registered."""
    url = f"{base}/dois/{quote(identifier, safe='')}"
    data = _object(decode_json(client.get(url, "application/vnd.api+json"), urlsplit(base).netloc), "data")
    found = _object(data, "attributes")
    publisher, titles = found.get("publisher"), objects(found.get("titles"))
    abstracts = [item for item in objects(found.get("descriptions")) if item.get("descriptionType") == "Abstract"]
    kinds = found.get("types")
    item = {
        "id": identifier,
        "DOI": identifier,
        "URL": found.get("url"),
        "title": _first([title.get("title") for title in titles if title.get("titleType") != "Subtitle"]),
        "author": [_datacite_author(creator) for creator in objects(found.get("creators"))],
        "issued": _datacite_date(found),
        "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "abstract": _first([item.get("description") for item in abstracts]),
        "type": _DATACITE_TYPES.get(str(kinds.get("resourceTypeGeneral") if isinstance(kinds, dict) else ""), ""),
        "subtitle": _first([title.get("title") for title in titles if title.get("titleType") == "Subtitle"]),
        "keyword": [item.get("subject") for item in objects(found.get("subjects"))],
    }
    return _record(item, url)


_DATES = ("published-print", "published-online", "published", "created")


def _record(item: dict[str, Any], url: str) -> Record:
    return record_of(parse_item({key: value for key, value in item.items() if value}, url), urlsplit(url).netloc)


def _object(value: object, key: str) -> dict[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise FetchError(f"the registrar's answer has no '{key}'")
    return found


def _first(values: object) -> str:
    value = next(iter(items(values)), "") or ""
    return value if isinstance(value, str) else ""


def _has_year(date: object) -> bool:
    """Crossref writes `[[null]]` where it has no date."""
    parts = items(date.get("date-parts")) if isinstance(date, dict) else []
    return bool(parts) and parts[0] not in ([None], [])


def _datacite_author(creator: Mapping[str, Any]) -> dict[str, str]:
    identifiers = objects(creator.get("nameIdentifiers"))
    orcid = next((text(i.get("nameIdentifier")) for i in identifiers if i.get("nameIdentifierScheme") == "ORCID"), "")
    family, given, name = (text(creator.get(part)) for part in ("familyName", "givenName", "name"))
    if family and given:
        return {"family": family, "given": given, "ORCID": orcid}
    if creator.get("nameType") == "Organizational":
        return {"literal": name, "ORCID": orcid}
    family, comma, given = name.partition(", ")
    if not comma:
        parts = name_parts(name)
        family, given = f"{parts.whole_family} {parts.suffix}".strip(), parts.given
    return {"family": family, "given": given, "ORCID": orcid}


def _datacite_date(found: dict[str, Any]) -> dict[str, str]:
    """Return the day of publication: the earliest of those in DataCite's record, else the year."""
    dates = objects(found.get("dates"))
    known = sorted(str(d.get("date"))[:10] for d in dates if d.get("dateType") in ("Submitted", "Issued", "Available"))
    year = str(found.get("publicationYear") or "")
    days = [date for date in known if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date)]
    return {"raw": days[0] if days else known[0] if known else year}


def fetch_doi(client: Client, bases: tuple[str, str], identifier: str) -> Record:
    """Return a paper by its DOI; `bases` are the addresses of Crossref and of DataCite."""
    try:
        return fetch_crossref(client, bases[0], identifier)
    except NotFoundError:
        pass
    try:
        return fetch_datacite(client, bases[1], identifier)
    except NotFoundError:
        raise NotFoundError(f"neither Crossref nor DataCite knows the DOI {identifier}") from None
