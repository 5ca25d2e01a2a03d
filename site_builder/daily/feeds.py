"""Feeds as a source: RSS 2.0, RSS 1.0 and Atom, as arXiv, publishers, preprint servers and blogs write them.

Sources: https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287,
https://info.arxiv.org/help/rss_specifications.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from site_builder.exchange.dates import parse_date
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import doi, find_identifiers, safe_id
from site_builder.exchange.plain_text import markdown, one_line, plain_abstract, plain_title
from site_builder.exchange.record import Outcome, Record, Skipped
from site_builder.exchange.services.arxiv import fetch_arxiv_papers, parse_xml
from site_builder.exchange.services.client import Client, FetchError
from site_builder.exchange.tex import without_commands

# What arXiv puts before an abstract, and what says that the paper is not new.
_ARXIV_HEAD = re.compile(r"\A\s*arXiv:\S+\s+Announce Type:\s*\S+\s*(?:Abstract:\s*)?")
_NOT_NEW = re.compile(r"\breplace", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*;\s*|,?\s+and\s+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+|[A-Z]{1,3}")
_MAIL = re.compile(r"\S+@\S+(?:\s*\((.*)\))?")
# Fields that journals' feeds add to a paper.
_PRISM = {"volume": "volume", "number": "issue", "issn": "issn", "publisher": "publisher"}
_DATES = ("published", "pubDate", "date", "publicationDate", "issued", "updated")


def read_feed(client: Client, address: str, arxiv: str) -> Iterator[Outcome]:
    """Yield the papers of a feed; those of arXiv as its API, at `arxiv`, describes them."""
    host = urlsplit(address).netloc
    root = parse_xml(client.get(address, "application/atom+xml, application/rss+xml, application/xml, */*;q=0.5"), host)
    found = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not found and _name(root) not in ("rss", "feed", "RDF"):
        raise FetchError(f"{host} answered with something that is not a feed; look at the address")
    outcomes = [outcome for element in found if (outcome := _outcome(element, address)) is not None]
    yield from _completed(client, arxiv, outcomes)


def _completed(client: Client, arxiv: str, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield papers, with the records of arXiv in place of what a feed says of its papers."""
    outcomes = list(outcomes)
    wanted = [str(one.fields["arxiv"]) for one in outcomes if isinstance(one, Record) and "arxiv" in one.fields]
    full: dict[str, Record] = {}
    try:
        for outcome in fetch_arxiv_papers(client, arxiv, wanted) if wanted else ():
            if isinstance(outcome, Record):
                full[outcome.id] = outcome
    except FetchError as error:
        yield Skipped("arXiv", f"papers are as the feed describes them: {error}")
    for outcome in outcomes:
        yield full.get(str(outcome.fields.get("arxiv")), outcome) if isinstance(outcome, Record) else outcome


def _outcome(element: Element, source: str) -> Outcome | None:
    """Return the paper of an item; None for a new version of an older paper."""
    fields = _fields(element)
    if _NOT_NEW.search(fields.get("announce_type", "")):
        return None
    draft = Draft()
    draft.put("title", one_line(plain_title(fields.get("title", ""))), "title")
    draft.people("authors", filter(None, map(one_line, _authors(element))), "author")
    draft.put("published", _date(fields), "date")
    draft.put("venue", one_line(plain_title(fields.get("publicationName", ""))), "publicationName")
    for name, becomes in _PRISM.items():
        draft.put(becomes, one_line(fields.get(name, "")), name)
    pages = (fields.get("startingPage", ""), fields.get("endingPage", ""))
    draft.put("pages", "–".join(dict.fromkeys(filter(None, map(one_line, pages)))), "startingPage")
    for name in ("doi", "identifier", "guid", "id"):
        stated = fields.get(name, "")
        draft.identify(({"doi": found} if (found := doi(stated)) else {}) | find_identifiers(stated), name)
    draft.address(fields.get("link", ""), "link")
    for enclosure in element.iter("enclosure"):
        if enclosure.get("type") == "application/pdf":
            draft.link("pdf", enclosure.get("url", ""), "enclosure")
    draft.put_list("tags", _categories(element), "category")
    abstract = fields.get("encoded") or fields.get("description") or fields.get("summary", "")
    draft.abstract = markdown(without_commands(plain_abstract(_ARXIV_HEAD.sub("", abstract))))
    names = (draft.fields.get(kind, "") for kind in ("arxiv", "doi", "title"))
    identifier = next((found for name in names if name and (found := safe_id(str(name)))), "")
    return draft.record(identifier, source)


def _fields(element: Element) -> Mapping[str, str]:
    """Return the texts of an item by their names; the first of each, and the address of the page as `link`."""
    fields: dict[str, str] = {}
    for child in element:
        name, text = _name(child), "".join(child.itertext()).strip()
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            fields.setdefault(name, child.get("href", ""))
        elif text:
            fields.setdefault(name, text)
    return fields


def _authors(element: Element) -> Iterator[str]:
    for child in element:
        if _name(child) == "author" and (name := child.findtext("{http://www.w3.org/2005/Atom}name")):
            yield name
        elif _name(child) in ("author", "creator") and child.text:
            # RSS has a mail address with the name in brackets.
            address = _MAIL.fullmatch(child.text.strip())
            yield from _names(child.text) if address is None else [address[1] or ""]


def _names(text: str) -> Iterable[str]:
    """Return the names in one element: `Author, Ana`, `Author, A., Writer, B.`, `Ana Author and Bo Writer`."""
    if len(parts := _BETWEEN.split(text)) > 1:
        return [name for part in parts for name in _names(part)]
    names = [name.strip() for name in text.split(",")]
    families, givens = names[::2], names[1::2]
    if len(families) == len(givens) and all(map(_INITIALS.fullmatch, givens)):
        return [f"{given} {family}" for family, given in zip(families, givens, strict=True)]
    if len(names) == 2 and not all(" " in name for name in names):
        return [f"{names[1]} {names[0]}"]
    return names


def _categories(element: Element) -> Iterator[str]:
    for child in element:
        if _name(child) in ("category", "subject") and (text := plain_title(child.get("term") or child.text or "")):
            yield text


def _date(fields: Mapping[str, str]) -> str:
    for name in _DATES:
        if text := fields.get(name):
            try:
                return parsedate_to_datetime(text).date().isoformat()
            except ValueError:
                if found := parse_date(text):
                    return found
    return ""


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
