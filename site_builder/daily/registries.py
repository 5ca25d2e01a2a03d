"""Crossref and OpenAlex as sources: the newest works of a journal, a person or a funder.

Sources: https://api.crossref.org/swagger-ui/index.html, https://docs.openalex.org/api-entities/works
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import doi, safe_id
from site_builder.exchange.loose_json import items, line, mapping, objects
from site_builder.exchange.plain_text import en_dash, markdown, plain_abstract, plain_title
from site_builder.exchange.record import Outcome, Skipped
from site_builder.exchange.services.client import Client, FetchError, decode_json
from site_builder.exchange.services.registrars import parse_crossref
from site_builder.reading.identifiers import parse_orcid
from site_builder.settings.daily import DailySource

_PAGE = 100
_MOST_PAGES = 10
_LONGEST_ABSTRACT = 20_000
_OPENALEX_TYPES = {"article": "", "book-chapter": "chapter", "dissertation": "thesis", "preprint": "article"}


def read_crossref(client: Client, base: str, source: DailySource, today: date) -> Iterator[Outcome]:
    """Yield the works that Crossref registered in the last days."""
    kept = {"issn": source.issn, "orcid": source.orcid, "funder": source.funder}
    since = (today - timedelta(days=source.days)).isoformat()
    filters = _filters(kept | {"from-created-date": since})
    cursor = "*"
    for _ in range(_MOST_PAGES):
        url = f"{base}/works?" + urlencode({"filter": filters, "rows": _PAGE, "cursor": cursor})
        message = mapping(_object(client, url).get("message"))
        if not isinstance(message.get("items"), list):
            raise FetchError("Crossref's answer has no list of works")
        found = objects(message["items"])
        for item in found:
            identifier = line(item.get("DOI"))
            yield parse_crossref(item, identifier, f"{base}/works/{identifier}")
        cursor = line(message.get("next-cursor"))
        if len(found) < _PAGE or not cursor:
            return


def read_openalex(client: Client, base: str, source: DailySource, today: date) -> Iterator[Outcome]:
    """Yield the works that OpenAlex has of the last days."""
    kept = {
        "primary_location.source.issn": source.issn,
        "authorships.author.orcid": source.orcid,
        "funders.id": source.funder,
    }
    since = (today - timedelta(days=source.days)).isoformat()
    filters = _filters(kept | {"from_publication_date": since})
    cursor = "*"
    for _ in range(_MOST_PAGES):
        url = f"{base}/works?" + urlencode({"filter": filters, "per-page": _PAGE, "cursor": cursor})
        answer = _object(client, url)
        if not isinstance(answer.get("results"), list):
            raise FetchError("OpenAlex's answer has no list of works")
        found = objects(answer["results"])
        yield from (_openalex_work(work) for work in found)
        cursor = line(mapping(answer.get("meta")).get("next_cursor"))
        if len(found) < _PAGE or not cursor:
            return


def _filters(filters: Mapping[str, str]) -> str:
    return ",".join(f"{name}:{value}" for name, value in filters.items() if value)


def _object(client: Client, url: str) -> Mapping[str, Any]:
    return mapping(decode_json(client.get(url, "application/json"), urlsplit(url).netloc))


def _openalex_work(work: Mapping[str, Any]) -> Outcome:
    place, biblio = mapping(work.get("primary_location")), mapping(work.get("biblio"))
    venue = mapping(place.get("source"))
    is_preprint = line(venue.get("type")) == "repository"
    name = line(work.get("id"))
    draft = Draft()
    draft.put("title", plain_title(line(work.get("title")) or line(work.get("display_name"))), "title")
    draft.people("authors", filter(None, map(_author, objects(work.get("authorships")))), "authorships")
    draft.put("published", line(work.get("publication_date"))[:10], "publication_date")
    draft.put("doi", doi(line(work.get("doi"))), "doi")
    draft.put("venue", "" if is_preprint else plain_title(line(venue.get("display_name"))), "source")
    draft.put("issn", "" if is_preprint else line(venue.get("issn_l")), "issn")
    for field in ("volume", "issue"):
        draft.put(field, line(biblio.get(field)), field)
    first, last = line(biblio.get("first_page")), line(biblio.get("last_page"))
    draft.put("pages", en_dash(f"{first}-{last}" if last and last != first else first), "pages")
    for link in (place, mapping(work.get("best_oa_location"))):
        draft.address(line(link.get("landing_page_url")), "landing_page_url")
        draft.link("pdf", line(link.get("pdf_url")), "pdf_url")
    draft.put_list(
        "tags", [tag for one in objects(work.get("keywords")) if (tag := line(one.get("display_name")))], "keywords"
    )
    if work.get("is_retracted") is True:
        draft.notice("Retracted: as OpenAlex says", "is_retracted")
    draft.put("x-type", _OPENALEX_TYPES.get(line(work.get("type")), ""), "type")
    draft.abstract = markdown(plain_abstract(_abstract(mapping(work.get("abstract_inverted_index")))))
    if not draft.fields.get("title"):
        return Skipped(name, "it has no title")
    return draft.record(safe_id(str(draft.fields.get("doi") or name.rpartition("/")[2])), name)


def _author(authorship: Mapping[str, Any]) -> str | dict[str, str] | None:
    author = mapping(authorship.get("author"))
    name = line(author.get("display_name")) or line(authorship.get("raw_author_name"))
    places = [place for one in objects(authorship.get("institutions")) if (place := line(one.get("display_name")))]
    if not name:
        return None
    orcid = parse_orcid(line(author.get("orcid"))) or ""
    fields = {"name": name, "orcid": orcid, "affiliation": "; ".join(dict.fromkeys(places))}
    present = {key: value for key, value in fields.items() if value}
    return present if len(present) > 1 else name


def _abstract(places: Mapping[str, Any]) -> str:
    """Return the text of an index of words with their places."""
    words = {
        place: word
        for word, of_word in places.items()
        for place in items(of_word)
        if isinstance(place, int) and 0 <= place < _LONGEST_ABSTRACT
    }
    return " ".join(words[place] for place in sorted(words))
