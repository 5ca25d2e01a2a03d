"""DOIs by the two registrars that papers have: Crossref and, where it does not know one, DataCite.

Sources: https://api.crossref.org/swagger-ui/index.html, https://support.datacite.org/docs/api-get-doi
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from site_builder.exchange.importers.csl_json import parse_item
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, FetchError, NotFoundError, decode_json

# Crossref's types as CSL's.
_CROSSREF_TYPES = {
    "proceedings-article": "paper-conference",
    "journal-article": "article-journal",
    "posted-content": "article",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "monograph": "book",
    "book": "book",
}
_DATACITE_TYPES = {"Preprint": "article", "JournalArticle": "article-journal", "Dissertation": "thesis"}

_KEPT = ("volume", "issue", "page", "publisher", "DOI", "URL", "issued")


def fetch_crossref(client: Client, base: str, identifier: str) -> Record:
    """Return a paper that Crossref has registered."""
    url = f"{base}/works/{quote(identifier, safe='')}"
    message = _object(decode_json(client.get(url, "application/json"), urlsplit(base).netloc), "message")
    item = {key: message[key] for key in _KEPT if key in message}
    if not _has_year(item.get("issued")):
        item["issued"] = next((date for key in _DATES if _has_year(date := message.get(key))), None)
    item |= {
        "id": identifier,
        "title": _first(message.get("title")),
        "container-title": _first(message.get("container-title")),
        "author": [_crossref_author(author) for author in _objects(message.get("author"))],
        "abstract": message.get("abstract"),
        "type": _CROSSREF_TYPES.get(str(message.get("type")), ""),
        "keyword": ", ".join(filter(None, map(str, _list(message.get("subject"))))),
    }
    return _record(item, url)


def fetch_datacite(client: Client, base: str, identifier: str) -> Record:
    """Return a paper that DataCite has registered."""
    url = f"{base}/dois/{quote(identifier, safe='')}"
    data = _object(decode_json(client.get(url, "application/vnd.api+json"), urlsplit(base).netloc), "data")
    found = _object(data, "attributes")
    publisher = found.get("publisher")
    abstracts = [item for item in _objects(found.get("descriptions")) if item.get("descriptionType") == "Abstract"]
    kinds = found.get("types")
    item = {
        "id": identifier,
        "DOI": identifier,
        "URL": found.get("url"),
        "title": _first([title.get("title") for title in _objects(found.get("titles"))]),
        "author": [_datacite_author(creator) for creator in _objects(found.get("creators"))],
        "issued": _datacite_date(found),
        "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "abstract": _first([item.get("description") for item in abstracts]),
        "type": _DATACITE_TYPES.get(str(kinds.get("resourceTypeGeneral") if isinstance(kinds, dict) else ""), ""),
        "keyword": ", ".join(str(item.get("subject")) for item in _objects(found.get("subjects"))),
    }
    return _record(item, url)


_DATES = ("published-print", "published-online", "published", "created")


def _record(item: dict[str, Any], url: str) -> Record:
    outcome = parse_item(msgspec.json.encode({key: value for key, value in item.items() if value}), url)
    if not isinstance(outcome, Record):
        raise FetchError(f"{urlsplit(url).netloc} answered with something that is no paper: {outcome.reason}")
    return outcome


def _object(value: object, key: str) -> dict[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise FetchError(f"the registrar's answer has no '{key}'")
    return found


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in _list(value) if isinstance(item, dict)]


def _first(values: object) -> str:
    value = next(iter(_list(values)), "") or ""
    return value if isinstance(value, str) else ""


def _has_year(date: object) -> bool:
    """Crossref writes `[[null]]` where it has no date."""
    parts = _list(date.get("date-parts")) if isinstance(date, dict) else []
    return bool(parts) and parts[0] not in ([None], [])


def _crossref_author(author: dict[str, Any]) -> dict[str, str]:
    names = {key: str(author[key]) for key in ("given", "family", "suffix", "ORCID") if author.get(key)}
    return names if "family" in names else names | {"literal": str(author.get("name") or names.get("given", ""))}


def _datacite_author(creator: dict[str, Any]) -> dict[str, str]:
    identifiers = _objects(creator.get("nameIdentifiers"))
    orcid = next((str(i.get("nameIdentifier")) for i in identifiers if i.get("nameIdentifierScheme") == "ORCID"), "")
    if creator.get("familyName") and creator.get("givenName"):
        return {"family": str(creator["familyName"]), "given": str(creator["givenName"]), "ORCID": orcid}
    family, comma, given = str(creator.get("name", "")).partition(", ")
    if comma and creator.get("nameType") != "Organizational":
        return {"family": family, "given": given, "ORCID": orcid}
    return {"literal": str(creator.get("name", "")), "ORCID": orcid}


def _datacite_date(found: dict[str, Any]) -> dict[str, str]:
    """Return the day of publication: the earliest of those that DataCite tells, else the year."""
    dates = _objects(found.get("dates"))
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
