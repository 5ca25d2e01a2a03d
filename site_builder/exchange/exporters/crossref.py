"""Papers as deposits for Crossref: a batch for each kind of work, since no batch may mix them.

Source: https://data.crossref.org/reports/help/schema_doc/5.5.0/index.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

import msgspec

from site_builder.exchange.exporters.works import Work, add, xml_file
from site_builder.exchange.record import work_type
from site_builder.text.licenses import find_license
from site_builder.text.names import name_parts

_SCHEMA = "http://www.crossref.org/schema/5.5.0"
_NAMESPACES = {
    "version": "5.5.0",
    "xmlns": _SCHEMA,
    "xmlns:ai": "http://www.crossref.org/AccessIndicators.xsd",
    "xmlns:jats": "http://www.ncbi.nlm.nih.gov/JATS1",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_SCHEMA} https://www.crossref.org/schemas/crossref5.5.0.xsd",
}
# What a paper is deposited as, by its type.
_KINDS = {"article": "posted", "article-journal": "articles", "paper-conference": "conference-papers"}


class Depositor(msgspec.Struct, frozen=True):
    """Who deposits: the name and address for Crossref's answer, the registrant, and a batch's name and time."""

    name: str
    email: str
    registrant: str
    batch: str
    timestamp: str


def crossref_deposits(works: Iterable[Work], depositor: Depositor) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the batch of each kind: articles of journals, papers of conferences, all others as posted.

    Each paper has a date.
    """
    by_kind: dict[str, list[Work]] = {}
    for work in works:
        kind = work_type(work.entry)
        by_kind.setdefault(kind if kind in _KINDS else "article", []).append(work)
    for kind, name in sorted(_KINDS.items()):
        if kind in by_kind:
            yield name, _batch(kind, by_kind[kind], depositor)


def _batch(kind: str, works: Iterable[Work], depositor: Depositor) -> bytes:
    batch = Element("doi_batch", _NAMESPACES)
    head = add(batch, "head")
    add(head, "doi_batch_id", f"{depositor.batch}-{_KINDS[kind]}")
    add(head, "timestamp", depositor.timestamp)
    contact = add(head, "depositor")
    add(contact, "depositor_name", depositor.name)
    add(contact, "email_address", depositor.email)
    add(head, "registrant", depositor.registrant)
    body = add(batch, "body")
    add_work = {"article-journal": _article, "paper-conference": _conference_paper}.get(kind, _posted)
    for work in works:
        add_work(body, work, depositor)
    return xml_file(batch)


def _article(body: Element, work: Work, depositor: Depositor) -> None:
    entry = work.entry
    journal = add(body, "journal")
    metadata = add(journal, "journal_metadata")
    add(metadata, "full_title", entry.venue)
    if work.issn:
        add(metadata, "issn", work.issn)
    if entry.volume or entry.issue:
        issue = add(journal, "journal_issue")
        _date(issue, "publication_date", work.date)
        if entry.volume:
            add(add(issue, "journal_volume"), "volume", entry.volume)
        if entry.issue:
            add(issue, "issue", entry.issue)
    article = add(journal, "journal_article", attributes={"publication_type": "full_text"})
    _title(article, work)
    _contributors(article, work)
    _abstract(article, work)
    _date(article, "publication_date", work.date)
    _pages(article, work)
    _license(article, work)
    _doi(article, work)


def _conference_paper(body: Element, work: Work, depositor: Depositor) -> None:
    entry = work.entry
    conference = add(body, "conference")
    add(add(conference, "event_metadata"), "conference_name", entry.venue)
    proceedings = add(conference, "proceedings_metadata")
    add(proceedings, "proceedings_title", entry.venue)
    add(add(proceedings, "publisher"), "publisher_name", entry.publisher or depositor.registrant)
    _date(proceedings, "publication_date", work.date)
    if isbn := entry.identifiers.get("isbn"):
        add(proceedings, "isbn", isbn)
    else:
        add(proceedings, "noisbn", attributes={"reason": "archive_volume"})
    paper = add(conference, "conference_paper")
    _contributors(paper, work)
    _title(paper, work)
    _abstract(paper, work)
    _date(paper, "publication_date", work.date)
    _pages(paper, work)
    _license(paper, work)
    _doi(paper, work)


def _posted(body: Element, work: Work, depositor: Depositor) -> None:
    kind = "preprint" if work_type(work.entry) == "article" else "other"
    posted = add(body, "posted_content", attributes={"type": kind})
    _contributors(posted, work)
    _title(posted, work)
    _date(posted, "posted_date", work.date)
    _abstract(posted, work)
    _license(posted, work)
    _doi(posted, work)


def _title(parent: Element, work: Work) -> None:
    add(add(parent, "titles"), "title", work.entry.title)


def _contributors(parent: Element, work: Work) -> None:
    people = [*((author, "author") for author in work.entry.authors), *((one, "editor") for one in work.entry.editors)]
    if not people:
        return
    contributors = add(parent, "contributors")
    for number, (author, role) in enumerate(people):
        about = {"sequence": "additional" if number else "first", "contributor_role": role}
        parts = name_parts(author.name, author.family)
        if not parts.given and " " in author.name:
            add(contributors, "organization", author.name, about)
            continue
        person = add(contributors, "person_name", attributes=about)
        if parts.given:
            add(person, "given_name", parts.given)
        add(person, "surname", parts.whole_family or author.name)
        if parts.suffix:
            add(person, "suffix", parts.suffix)
        if found := work.affiliations(author):
            affiliations = add(person, "affiliations")
            for name, ror in found:
                institution = add(affiliations, "institution")
                add(institution, "institution_name", name)
                if ror:
                    add(institution, "institution_id", f"https://ror.org/{ror}", {"type": "ror"})
        if author.orcid:
            add(person, "ORCID", f"https://orcid.org/{author.orcid}")


def _abstract(parent: Element, work: Work) -> None:
    paragraphs = [part for part in work.abstract.split("\n\n") if part.strip()]
    if paragraphs:
        abstract = add(parent, "jats:abstract")
        for paragraph in paragraphs:
            add(abstract, "jats:p", " ".join(paragraph.split()))


def _date(parent: Element, tag: str, iso: str) -> None:
    year, month, day = (*iso.split("-"), "", "")[:3]
    date = add(parent, tag, attributes={"media_type": "online"})
    for name, part in (("month", month), ("day", day), ("year", year)):
        if part:
            add(date, name, part)


def _pages(parent: Element, work: Work) -> None:
    first, last = work.page_ends
    if first:
        pages = add(parent, "pages")
        add(pages, "first_page", first)
        if last:
            add(pages, "last_page", last)


def _license(parent: Element, work: Work) -> None:
    if address := find_license(work.entry.license).address:
        add(add(parent, "ai:program", attributes={"name": "AccessIndicators"}), "ai:license_ref", address)


def _doi(parent: Element, work: Work) -> None:
    data = add(parent, "doi_data")
    add(data, "doi", work.doi)
    add(data, "resource", work.page)
