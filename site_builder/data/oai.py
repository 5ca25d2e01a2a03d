"""The archive as an OAI-PMH static repository: one XML file that a gateway serves to harvesters.

Source: https://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from site_builder.data.file import DataFile, LoadBody, fingerprint
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import paper_url

URL = "oai.xml"
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<Repository xmlns="http://www.openarchives.org/OAI/2.0/static-repository"
 xmlns:oai="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/static-repository \
http://www.openarchives.org/OAI/2.0/static-repository.xsd">
<Identify>
<oai:repositoryName>{name}</oai:repositoryName>
<oai:baseURL>{address}</oai:baseURL>
<oai:protocolVersion>2.0</oai:protocolVersion>
<oai:adminEmail>{email}</oai:adminEmail>
<oai:earliestDatestamp>{earliest}</oai:earliestDatestamp>
<oai:deletedRecord>no</oai:deletedRecord>
<oai:granularity>YYYY-MM-DD</oai:granularity>
</Identify>
<ListMetadataFormats>
<oai:metadataFormat>
<oai:metadataPrefix>oai_dc</oai:metadataPrefix>
<oai:schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</oai:schema>
<oai:metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</oai:metadataNamespace>
</oai:metadataFormat>
</ListMetadataFormats>
<ListRecords metadataPrefix="oai_dc">
"""
_RECORD = """\
<oai:record><oai:header><oai:identifier>{identifier}</oai:identifier><oai:datestamp>{date}</oai:datestamp></oai:header>
<oai:metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" \
xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
{elements}
</oai_dc:dc></oai:metadata></oai:record>
"""
_TAIL = "</ListRecords>\n</Repository>\n"


def plan_oai(library: Library, config: SiteConfig, load_body: LoadBody) -> Iterator[DataFile]:
    """Yield the repository."""

    def digest() -> bytes:
        made_from = [(entry.path, entry.digest) for entry in library.entries]
        return fingerprint(URL, (config.title, config.base_url, config.data), made_from)

    yield DataFile(URL, "oai", digest, lambda: _repository(library, config, load_body), of_facts=False)


def _repository(library: Library, config: SiteConfig, load_body: LoadBody) -> bytes:
    parts = urlsplit(config.base_url)
    dates = [_datestamp(entry) for entry in library.entries]
    head = _HEAD.format(
        name=_text(config.title),
        # The address at which the gateway serves this file, by the specification's rule.
        address=_text(f"{config.data.gateway.rstrip('/')}/{parts.netloc}{parts.path}{URL}"),
        email=_text(config.data.email),
        earliest=min(dates, default="1970-01-01"),
    )
    records = [
        _RECORD.format(
            identifier=_text(f"oai:{parts.hostname}:{entry.id}"),
            date=date,
            elements="\n".join(
                f"<dc:{name}>{_text(text)}</dc:{name}>"
                for name, text in _elements(entry, config.base_url, load_body(entry).text)
                if text
            ),
        )
        for entry, date in zip(library.entries, dates, strict=True)
    ]
    return "".join((head, *records, _TAIL)).encode()


def _elements(entry: Entry, base_url: str, abstract: str) -> Iterator[tuple[str, str]]:
    yield "title", entry.title
    for author in entry.authors:
        yield "creator", author.name
    for tag in entry.tags:
        yield "subject", tag
    yield "description", abstract
    yield "publisher", entry.publisher
    yield "date", entry.published or entry.date
    yield "type", "Text"
    yield "identifier", f"{base_url}{paper_url(entry.id)}"
    for kind, value in entry.identifiers.items():
        yield "identifier", IDENTIFIERS[kind].address.format(value)
    yield "source", entry.venue
    yield "rights", entry.license


def _datestamp(entry: Entry) -> str:
    """Return the last day that the entry names; it is not later than its last change."""
    known = max(entry.date, entry.published, entry.as_of, *(version.date for version in entry.versions), "1970-01-01")
    return known + "-01-01"[len(known) - 4 :] if len(known) < 10 else known


def _text(text: str) -> str:
    """Return text of an XML element."""
    return escape(text, quote=False)
