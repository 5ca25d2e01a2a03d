"""OpenReview's API: the note of one paper.

Source: https://docs.openreview.net/reference/api-v2
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from site_builder.exchange.importers.openreview import parse_note
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, FetchError, NotFoundError, decode_json
from site_builder.exchange.services.records import record_of


def fetch_openreview(client: Client, bases: tuple[str, str], identifier: str) -> Record:
    """Return a paper by the identifier of its forum; `bases` are the addresses of the second and the first version."""
    for base in bases:
        url = f"{base}/notes?id={quote(identifier, safe='')}"
        try:
            answer = decode_json(client.get(url, "application/json"), urlsplit(base).netloc)
        except NotFoundError:
            continue
        notes = answer.get("notes") if isinstance(answer, dict) else None
        if not isinstance(notes, list):
            raise FetchError("OpenReview's answer has no notes")
        if notes and isinstance(notes[0], dict) and isinstance(notes[0].get("content"), dict):
            return record_of(parse_note({"id": identifier} | notes[0], url), "OpenReview")
    raise NotFoundError(f"OpenReview has no public paper {identifier}")
