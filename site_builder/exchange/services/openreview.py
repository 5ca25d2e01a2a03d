"""OpenReview's API: notes, whose values are wrapped in `{"value": …}` in the second version and bare in the first.

Source: https://docs.openreview.net/reference/api-v2
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import safe_id, web_address
from site_builder.exchange.loose_json import items, line, mapping, text
from site_builder.exchange.plain_text import markdown
from site_builder.exchange.record import Outcome, Record
from site_builder.exchange.services.client import Client, FetchError, NotFoundError, decode_json
from site_builder.exchange.services.records import record_of
from site_builder.exchange.tex import without_commands
from site_builder.text.names import distinct

_HOME = "https://openreview.net"
_MAX_SUMMARY = 1_000


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
            if notes[0].get("forum", identifier) != identifier:
                raise FetchError(f"OpenReview's note {identifier} is a reply to {notes[0]['forum']}, not a paper")
            return record_of(parse_note(identifier, notes[0], url), "OpenReview")
    raise NotFoundError(f"OpenReview has no public paper {identifier}")


def parse_note(identifier: str, note: Mapping[str, Any], source: str) -> Outcome:
    """Return the paper of a note. Raises `FetchError` if it is not a paper."""
    content = {
        key: value.get("value") if isinstance(value, dict) else value
        for key, value in mapping(note.get("content")).items()
    }
    title = line(content.get("title"))
    if not title:
        raise FetchError(f"OpenReview's note {identifier} is not a paper: it has no title")
    names = [name for author in items(content.get("authors")) if (name := line(author)) not in ("", "Anonymous")]
    summary = line(content.get("TLDR") or content.get("TL;DR"))
    pdf = line(content.get("pdf"))
    pdf = web_address(pdf if "://" in pdf or not pdf else f"{_HOME}/{pdf.removeprefix('/')}")
    code = web_address(line(content.get("code")))
    fields: dict[str, object] = {
        "title": title,
        "authors": distinct(names),
        "published": _day(note.get("pdate") or note.get("odate") or note.get("cdate") or note.get("tcdate")),
        "openreview": identifier,
        "venue": _venue(line(content.get("venue"))),
        "tags": [tag for keyword in _keywords(content.get("keywords")) if (tag := line(keyword))],
        "links": {kind: address for kind, address in (("pdf", pdf), ("code", code)) if address},
        "summary": summary if len(summary) <= _MAX_SUMMARY else "",
    }
    draft = Draft()
    draft.fill(fields, {})
    draft.abstract = markdown(without_commands(text(content.get("abstract"))))
    return draft.record(safe_id(identifier), source)


def _venue(venue: str) -> str:
    """Return where a paper appeared; a submission has appeared nowhere yet, or never will."""
    return "" if re.match(r"submitted to|under review|.*\bsubmission\Z", venue, re.IGNORECASE) else venue


def _keywords(value: object) -> list[object]:
    if isinstance(value, str):
        return list(value.replace(";", ",").split(","))
    return list(value) if isinstance(value, list) else []


def _day(milliseconds: object) -> str:
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 4_102_444_800_000:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
