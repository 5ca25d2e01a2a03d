"""Sources that keep papers in lists of their own: OpenReview's venues, DBLP's people, Zotero's libraries.

Sources: https://docs.openreview.net/reference/api-v2, https://dblp.org/faq/How+to+use+the+dblp+search+API.html,
https://www.zotero.org/support/dev/web_api/v3/basics
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from site_builder.exchange.importers.bibtex import parse_bibtex
from site_builder.exchange.importers.csl_json import parse_item
from site_builder.exchange.importers.openreview import parse_note
from site_builder.exchange.loose_json import line, mapping, objects
from site_builder.exchange.plain_text import decode
from site_builder.exchange.record import Outcome
from site_builder.exchange.services.client import Client, FetchError, decode_json

_NOTES = 1_000
_ITEMS = 100
_MOST_PAGES = 10


def read_openreview(client: Client, base: str, venue: str) -> Iterator[Outcome]:
    """Yield the papers of a venue that are public."""
    for page in range(_MOST_PAGES):
        url = f"{base}/notes?" + urlencode({"content.venueid": venue, "limit": _NOTES, "offset": page * _NOTES})
        answer = mapping(decode_json(client.get(url, "application/json"), urlsplit(base).netloc))
        if not isinstance(answer.get("notes"), list):
            raise FetchError("OpenReview's answer has no notes")
        notes = objects(answer["notes"])
        for note in notes:
            identifier = line(note.get("forum")) or line(note.get("id"))
            yield parse_note(note, f"{base}/notes?id={identifier}")
        if len(notes) < _NOTES:
            return


def read_dblp(client: Client, base: str, person: str) -> Iterator[Outcome]:
    """Yield the papers of a person."""
    url = f"{base}/pid/{person}.bib"
    data = client.get(url, "application/x-bibtex, text/plain")
    if data.lstrip().startswith(b"<"):
        raise FetchError("DBLP answered with a web page instead of BibTeX; look at the person's identifier")
    yield from parse_bibtex(decode(data)[0], url)


def read_zotero(client: Client, base: str, library: str) -> Iterator[Outcome]:
    """Yield the items of a public library, those that were added last first."""
    for page in range(_MOST_PAGES):
        asked = {"format": "csljson", "sort": "dateAdded", "direction": "desc", "limit": _ITEMS, "start": page * _ITEMS}
        url = f"{base}/{library}/items/top?" + urlencode(asked | {"v": 3})
        answer = mapping(decode_json(client.get(url, "application/json"), urlsplit(base).netloc))
        if not isinstance(answer.get("items"), list):
            raise FetchError("Zotero's answer has no items; is the library public?")
        items = objects(answer["items"])
        yield from (parse_item(item, f"{base}/{library}: {line(item.get('id'))}") for item in items)
        if len(items) < _ITEMS:
            return
