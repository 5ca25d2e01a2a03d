"""Makes what the page of a paper says in JSON-LD, in the vocabulary of https://schema.org."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from site_builder.contract.lists import LinkedPapers
from site_builder.contract.papers import Paper
from site_builder.contract.parts import Link, Person
from site_builder.exchange.record import work_type
from site_builder.library.library import Library
from site_builder.site.addresses import HOME_URL, paper_url, root_prefix
from site_builder.text.licenses import find_license

Node = dict[str, Any]

_TYPES = {"book": "Book", "chapter": "Chapter", "report": "Report", "thesis": "Thesis"}


def schema_type(kind: str) -> str:
    """Return the type of schema.org of one of CSL's types."""
    return _TYPES.get(kind, "ScholarlyArticle")


def linked_data(
    library: Library, position: int, paper: Paper, cites: LinkedPapers, crumbs: Sequence[Link], title: str
) -> Markup:
    """Return a paper as JSON-LD that is safe inside `<script>`; `title` is the site's."""
    graph = [_article(library, position, paper, cites)]
    if crumbs:
        graph.append(_way(crumbs, title))
    text = msgspec.json.encode({"@context": "https://schema.org", "@graph": graph}).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _article(library: Library, position: int, paper: Paper, cites: LinkedPapers) -> Node:
    entry, card = library.entries[position], paper.card
    notice = card.notice
    date = paper.published or paper.listed
    organizations = library.terms["organizations"]
    pdfs = [link.href for link in card.links if link.kind == "pdf"]
    return _known(
        {
            "@type": schema_type(work_type(entry)),
            "@id": f"{entry.id}.html",
            "headline": card.title,
            "author": [_person(person) for person in paper.authors],
            "editor": [_person(person) for person in paper.editors],
            "sourceOrganization": [
                _known({"@type": "Organization", "@id": ror_address(term.ror), "name": term.name})
                for term in map(organizations.__getitem__, library.entry_terms["organizations"][position])
            ],
            "datePublished": date.iso if date else "",
            "abstract": paper.abstract_text,
            "keywords": [tag.name for tag in paper.tags],
            "identifier": [
                {"@type": "PropertyValue", "propertyID": one.kind, "value": one.text} for one in paper.identifiers
            ],
            "sameAs": [one.href for one in paper.identifiers],
            "isPartOf": _venue(paper),
            "pagination": paper.pages,
            "publisher": _known({"@type": "Organization", "name": paper.publisher}) if paper.publisher else None,
            "license": find_license(paper.license).address or paper.license,
            "creativeWorkStatus": notice.kind.capitalize() if notice else "",
            "correction": (notice.href or notice.reason) if notice and notice.kind == "corrected" else "",
            "encoding": [
                {
                    "@type": "MediaObject",
                    "contentUrl": href if "://" in href else root_prefix(card.url) + href,
                    "encodingFormat": "application/pdf",
                }
                for href in pdfs
            ],
            "citation": [{"@type": "ScholarlyArticle", "@id": f"{one.id}.html"} for one in cites.papers],
        }
    )


def _person(person: Person) -> Node:
    orcid = f"https://orcid.org/{person.orcid}" if person.orcid else ""
    place = {"@type": "Organization", "name": person.affiliation} if person.affiliation else None
    return _known({"@type": "Person", "@id": orcid, "name": person.name, "affiliation": place})


def _venue(paper: Paper) -> Node | None:
    """Return the journal or proceedings that a paper is part of, within its volume and issue."""
    if paper.venue is None:
        return None
    kind = "Periodical" if paper.volume or paper.issue or paper.issn else "CreativeWork"
    node: Node = {"@type": kind, "name": paper.venue.name, "issn": paper.issn}
    for part, name, number in (
        ("PublicationVolume", "volumeNumber", paper.volume),
        ("PublicationIssue", "issueNumber", paper.issue),
    ):
        if number:
            node = {"@type": part, name: number, "isPartOf": _known(node)}
    return _known(node)


def _way(crumbs: Iterable[Link], title: str) -> Node:
    """Return the way from the home page to the paper."""
    places = [(title, HOME_URL), *((crumb.name, crumb.url) for crumb in crumbs)]
    root = root_prefix(paper_url(""))
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": root + url}
        for number, (name, url) in enumerate(places, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def ror_address(ror: str) -> str:
    """Return the address of an organization's ROR, empty if there is none."""
    return f"https://ror.org/{ror}" if ror else ""


def _known(node: Mapping[str, Any]) -> Node:
    return {name: value for name, value in node.items() if value}
