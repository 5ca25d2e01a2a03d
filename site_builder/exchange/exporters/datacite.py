"""A paper as a deposit for DataCite.

Source: https://datacite-metadata-schema.readthedocs.io/en/4.5/
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from site_builder.exchange.exporters.works import Work, add, xml_file
from site_builder.exchange.record import work_type
from site_builder.model import Author
from site_builder.text.licenses import find_license
from site_builder.text.names import name_parts

_SCHEMA = "http://datacite.org/schema/kernel-4"
_NAMESPACES = {
    "xmlns": _SCHEMA,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_SCHEMA} https://schema.datacite.org/meta/kernel-4.5/metadata.xsd",
}
_TYPES = {
    "article-journal": "JournalArticle",
    "paper-conference": "ConferencePaper",
    "book": "Book",
    "chapter": "BookChapter",
    "report": "Report",
    "thesis": "Dissertation",
}
_RELATED = {"arxiv": "arXiv", "pmid": "PMID"}


def datacite_deposit(work: Work, publisher: str) -> bytes:
    """Return a paper that has a year; `publisher` is who publishes it unless the entry says so."""
    entry = work.entry
    resource = Element("resource", _NAMESPACES)
    add(resource, "identifier", work.doi, {"identifierType": "DOI"})
    creators = add(resource, "creators")
    for author in entry.authors or (Author("(:unav)"),):  # DataCite's word for what is not known
        _person(add(creators, "creator"), "creatorName", author, work)
    add(add(resource, "titles"), "title", entry.title)
    add(resource, "publisher", entry.publisher or publisher)
    add(resource, "publicationYear", work.date[:4])
    kind = _TYPES.get(work_type(entry), "Preprint")
    add(resource, "resourceType", entry.genre or "Paper", {"resourceTypeGeneral": kind})
    _lists(resource, work)
    _related(resource, work)
    if work.abstract:
        descriptions = add(resource, "descriptions")
        add(descriptions, "description", " ".join(work.abstract.split()), {"descriptionType": "Abstract"})
    if entry.venue:
        _venue(resource, work)
    return xml_file(resource)


def _person(parent: Element, tag: str, author: Author, work: Work) -> None:
    parts = name_parts(author.name, author.family)
    name = f"{parts.whole_family}, {parts.given}" if parts.given else author.name
    add(parent, tag, name, {"nameType": "Personal" if parts.given else ""})
    if parts.given:
        add(parent, "givenName", parts.given)
        add(parent, "familyName", parts.whole_family)
    if author.orcid:
        scheme = {"nameIdentifierScheme": "ORCID", "schemeURI": "https://orcid.org"}
        add(parent, "nameIdentifier", f"https://orcid.org/{author.orcid}", scheme)
    for place, ror in work.affiliations(author):
        scheme = {"affiliationIdentifier": f"https://ror.org/{ror}", "affiliationIdentifierScheme": "ROR"}
        add(parent, "affiliation", place, scheme | {"schemeURI": "https://ror.org"} if ror else {})


def _lists(resource: Element, work: Work) -> None:
    entry = work.entry
    if entry.tags:
        subjects = add(resource, "subjects")
        for tag in entry.tags:
            add(subjects, "subject", tag)
    if entry.editors:
        contributors = add(resource, "contributors")
        for editor in entry.editors:
            contributor = add(contributors, "contributor", attributes={"contributorType": "Editor"})
            _person(contributor, "contributorName", editor, work)
    add(add(resource, "dates"), "date", work.date, {"dateType": "Issued"})
    if entry.license:
        known = find_license(entry.license)
        scheme = {"rightsIdentifier": known.spdx, "rightsIdentifierScheme": "SPDX"} if known.spdx else {}
        add(add(resource, "rightsList"), "rights", entry.license, {"rightsURI": known.address} | scheme)


def _related(resource: Element, work: Work) -> None:
    known = work.entry.identifiers
    others = [(name, known[kind], "IsVersionOf") for kind, name in _RELATED.items() if kind in known]
    others += [("DOI", doi, "Cites") for doi in work.cites]
    if others:
        related = add(resource, "relatedIdentifiers")
        for kind, value, relation in others:
            text = f"arXiv:{value}" if kind == "arXiv" else value
            add(related, "relatedIdentifier", text, {"relatedIdentifierType": kind, "relationType": relation})


def _venue(resource: Element, work: Work) -> None:
    entry = work.entry
    kind = "Journal" if work.issn or work_type(entry) == "article-journal" else "ConferenceProceeding"
    about = {"relatedItemType": kind, "relationType": "IsPublishedIn"}
    item = add(add(resource, "relatedItems"), "relatedItem", attributes=about)
    if work.issn:
        add(item, "relatedItemIdentifier", work.issn, {"relatedItemIdentifierType": "ISSN"})
    add(add(item, "titles"), "title", entry.venue)
    first, last = work.page_ends
    parts = {"volume": entry.volume, "issue": entry.issue, "firstPage": first, "lastPage": last}
    for tag, text in parts.items():
        if text:
            add(item, tag, text)
