"""arXiv's API: an Atom feed with one entry a paper.

Source: https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import msgspec

from site_builder.core.processes import chunks
from site_builder.exchange.dates import parse_date
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import doi, find_identifiers, safe_id
from site_builder.exchange.notices import withdrawn_by
from site_builder.exchange.plain_text import markdown, one_line
from site_builder.exchange.record import Outcome, Skipped
from site_builder.exchange.services.client import Client, FetchError
from site_builder.exchange.tex import plain
from site_builder.text.names import distinct

# arXiv asks for three seconds between requests.
PAUSE = 3.0

BATCH = 100
"""The most papers that one request asks for; longer addresses are refused on the way."""

_CURE = "try again later, and look whether a proxy in between asks for a login"

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
# arXiv answers without the class of an old identifier: `math.GT/0309136` is `math/0309136`.
_OLD_CLASS = re.compile(r"\.[A-Z]{2}/")
# An abstract's paragraphs start with an indented line.
_PARAGRAPH = re.compile(r"\n[ \t]{2,}(?=\S)")


def fetch_arxiv(client: Client, base: str, identifiers: Sequence[str]) -> dict[str, Outcome]:
    """Return the papers that arXiv knows of some identifiers without version, at most `BATCH`, in one request.

    One identifier that arXiv finds wrong spoils the answer for all, so an answer without papers is asked for in halves.
    """
    found = _fetch_batch(client, base, identifiers)
    if found or len(identifiers) == 1:
        return found
    half = len(identifiers) // 2
    return fetch_arxiv(client, base, identifiers[:half]) | fetch_arxiv(client, base, identifiers[half:])


def _fetch_batch(client: Client, base: str, identifiers: Sequence[str]) -> dict[str, Outcome]:
    url = f"{base}/api/query?max_results={len(identifiers)}&id_list={quote(','.join(identifiers), safe=',')}"
    wanted = {_OLD_CLASS.sub("/", identifier): identifier for identifier in identifiers}
    found: dict[str, Outcome] = {}
    try:
        entries = list(_entries(client, url))
    except FetchError as error:
        if error.status != HTTPStatus.BAD_REQUEST:
            raise
        return {}
    for entry in entries:
        named = find_identifiers(_text(entry, f"{_ATOM}id")).get("arxiv", "")
        identifier = wanted.get(_OLD_CLASS.sub("/", named), "")
        if identifier and (outcome := _outcome(entry, f"{base}/api/query", identifier)):
            found[identifier] = outcome
    return found


def fetch_arxiv_papers(client: Client, base: str, identifiers: Iterable[str]) -> Iterator[Outcome]:
    """Yield papers of arXiv by their identifiers without version, many in one request; unknown ones are skipped."""
    for part in chunks(list(dict.fromkeys(identifiers)), BATCH):
        found = fetch_arxiv(client, base, part)
        for identifier in part:
            yield found.get(identifier) or Skipped(f"arXiv {identifier}", "arXiv has no such paper")


class Preprint(msgspec.Struct, frozen=True):
    """What arXiv says of a paper today: its newest version, when that came, and where the paper was published.

    `withdrawn` is the comment of a paper that was withdrawn.
    """

    version: int
    updated: str
    doi: str = ""
    journal_ref: str = ""
    withdrawn: str = ""


def fetch_preprints(client: Client, base: str, identifiers: Iterable[str]) -> Iterator[tuple[int, dict[str, Preprint]]]:
    """Yield, for each request, how many papers it asked for and what arXiv says of those that it knows."""
    for part in chunks(list(dict.fromkeys(identifiers)), BATCH):
        url = f"{base}/api/query?max_results={BATCH}&id_list={quote(','.join(part), safe=',')}"
        yield len(part), dict(filter(None, map(_preprint, _entries(client, url))))


def _preprint(entry: ElementTree.Element) -> tuple[str, Preprint] | None:
    address, comment = _text(entry, f"{_ATOM}id"), _text(entry, f"{_ARXIV}comment")
    identifier, version = find_identifiers(address).get("arxiv", ""), re.search(r"v([0-9]{1,4})$", address)
    if not identifier or not version or "/api/errors" in address:
        return None
    return identifier, Preprint(
        int(version[1]),
        parse_date(_text(entry, f"{_ATOM}updated")),
        doi(_text(entry, f"{_ARXIV}doi")),
        _text(entry, f"{_ARXIV}journal_ref"),
        withdrawn_by(comment),
    )


def search_arxiv(client: Client, base: str, query: str, most: int) -> Iterator[Outcome]:
    """Yield the papers of arXiv that its query finds, the newest first, `most` of them."""
    for start in range(0, most, BATCH):
        url = f"{base}/api/query?" + urlencode(
            {
                "search_query": query,
                "start": start,
                "max_results": min(BATCH, most - start),
                "sortBy": "submittedDate",
                "sortOrder": "descending",
            }
        )
        entries = list(_entries(client, url))
        yield from filter(None, (_outcome(entry, f"{base}/api/query") for entry in entries))
        if len(entries) < BATCH:
            return


def _entries(client: Client, url: str) -> Iterator[ElementTree.Element]:
    yield from parse_xml(client.get(url, "application/atom+xml", PAUSE), "arXiv").iterfind(f"{_ATOM}entry")


def _outcome(entry: ElementTree.Element, source: str, identifier: str = "") -> Outcome | None:
    """Return the paper of an entry of a feed; None if it says that there is no such paper."""
    title, address = _text(entry, f"{_ATOM}title"), _text(entry, f"{_ATOM}id")
    identifier = identifier or find_identifiers(address).get("arxiv", "")
    if not title or not identifier or "/api/errors" in address:
        return None
    comment = _text(entry, f"{_ARXIV}comment")
    names = (one_line(plain(author.findtext(f"{_ATOM}name", ""))) for author in entry.iterfind(f"{_ATOM}author"))
    fields: dict[str, object] = {
        "title": one_line(plain(title)),
        "authors": distinct(name for name in names if name),
        "published": parse_date(_text(entry, f"{_ATOM}published")),
        "arxiv": identifier,
        "doi": doi(_text(entry, f"{_ARXIV}doi")),
        "links": {"pdf": f"https://arxiv.org/pdf/{identifier}"},
        "withdrawn": withdrawn_by(comment),
        "x-comments": comment,
        "x-journal-ref": _text(entry, f"{_ARXIV}journal_ref"),
    }
    draft = Draft()
    draft.fill(fields, {})
    draft.abstract = markdown(plain(_PARAGRAPH.sub("\n\n", entry.findtext(f"{_ATOM}summary", "").strip())))
    return draft.record(safe_id(identifier), source)


def parse_xml(data: bytes, service: str) -> ElementTree.Element:
    """Return the root of an XML document that declares no entities: those could grow without bound."""
    try:
        text = data.decode("utf-8-sig")
        is_page = re.match(r"\s*<(?:!DOCTYPE )?html", text, re.IGNORECASE)
        if is_page or "<!DOCTYPE" in text or "<!ENTITY" in text:
            what = "a web page" if is_page else "declarations"
            raise FetchError(f"{service} answered with {what} instead of a feed; {_CURE}")
        return ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError):
        raise FetchError(f"{service} answered with something that is not a feed; {_CURE}") from None


def _text(entry: ElementTree.Element, name: str) -> str:
    return one_line(entry.findtext(name, ""))
