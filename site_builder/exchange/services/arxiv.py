"""arXiv's API: an Atom feed with one entry a paper.

Source: https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree

from site_builder.exchange.dates import parse_date
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import doi, safe_id
from site_builder.exchange.plain_text import markdown, one_line
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, FetchError, NotFoundError
from site_builder.exchange.services.records import record_of
from site_builder.exchange.tex import plain
from site_builder.text.names import distinct

# arXiv asks for three seconds between requests.
PAUSE = 3.0

_CURE = "try again later, and look whether a proxy in between asks for a login"

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
# Only a comment that begins so is about the paper itself: others name a withdrawn paper that this one supersedes.
_WITHDRAWN = re.compile(
    r"\W*(?:(?:this|the)\s+(?:\w+\s+)?(?:paper|article|submission|manuscript|preprint|version|work|note|draft|document)"
    r"\s+(?:has|have|had|is|was)\s+(?:now\s+)?(?:been\s+)?(?:temporarily\s+)?withdrawn|withdrawn)\b",
    re.IGNORECASE,
)
# An abstract's paragraphs start with an indented line.
_PARAGRAPH = re.compile(r"\n[ \t]{2,}(?=\S)")


def fetch_arxiv(client: Client, base: str, identifier: str) -> Record:
    """Return a paper of arXiv by its identifier without version."""
    url = f"{base}/api/query?max_results=1&id_list={quote(identifier, safe='')}"
    feed = parse_xml(client.get(url, "application/atom+xml", PAUSE))
    entry = feed.find(f"{_ATOM}entry")
    title = _text(entry, f"{_ATOM}title")
    if entry is None or not title or "/api/errors" in _text(entry, f"{_ATOM}id"):
        raise NotFoundError(f"arXiv has no paper {identifier}")
    comment = _text(entry, f"{_ARXIV}comment")
    names = (one_line(plain(author.findtext(f"{_ATOM}name", ""))) for author in entry.iterfind(f"{_ATOM}author"))
    fields: dict[str, object] = {
        "title": one_line(plain(title)),
        "authors": distinct(name for name in names if name),
        "published": parse_date(_text(entry, f"{_ATOM}published")),
        "arxiv": identifier,
        "doi": doi(_text(entry, f"{_ARXIV}doi")),
        "links": {"pdf": f"https://arxiv.org/pdf/{identifier}"},
        "withdrawn": comment if _WITHDRAWN.match(comment) else "",
        "x-comments": comment,
        "x-journal-ref": _text(entry, f"{_ARXIV}journal_ref"),
    }
    draft = Draft()
    draft.fill(fields, {})
    draft.abstract = markdown(plain(_PARAGRAPH.sub("\n\n", entry.findtext(f"{_ATOM}summary", "").strip())))
    return record_of(draft.record(safe_id(identifier), url), "arXiv")


def parse_xml(data: bytes) -> ElementTree.Element:
    """Return the root of an XML document that declares no entities: those could grow without bound."""
    try:
        text = data.decode("utf-8-sig")
        is_page = re.match(r"\s*<(?:!DOCTYPE )?html", text, re.IGNORECASE)
        if is_page or "<!DOCTYPE" in text or "<!ENTITY" in text:
            what = "a web page" if is_page else "declarations"
            raise FetchError(f"arXiv answered with {what} instead of a feed; {_CURE}")
        return ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError):
        raise FetchError(f"arXiv answered with something that is no feed; {_CURE}") from None


def _text(entry: ElementTree.Element | None, name: str) -> str:
    return one_line(entry.findtext(name, "")) if entry is not None else ""
