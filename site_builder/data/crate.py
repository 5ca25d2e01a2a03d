"""The archive as an RO-Crate: one file that says what the others are, for repositories of research data.

Source: https://www.researchobject.org/ro-crate/specification/1.1/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from site_builder.contexts.linked_data import schema_type
from site_builder.data.file import DataFile, fingerprint
from site_builder.exchange.record import work_type
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import CRATE_URL, paper_url
from site_builder.site.media_types import media_type
from site_builder.text.licenses import find_license

Node = dict[str, Any]


def plan_crate(library: Library, config: SiteConfig, notes: Mapping[str, str]) -> Iterator[DataFile]:
    """Yield the description; `notes` says what other files of data are, by address."""

    def digest() -> bytes:
        settings = (config.title, config.description, config.base_url, config.cite_as, dict(notes))
        return fingerprint(CRATE_URL, settings, [(entry.path, entry.facts) for entry in library.entries])

    yield DataFile(CRATE_URL, "crate", digest, lambda: _crate(library, config, notes))


def _crate(library: Library, config: SiteConfig, notes: Mapping[str, str]) -> bytes:
    files = [*(_file(url, note) for url, note in notes.items()), *map(_paper, library.entries)]
    people = [
        {"@id": f"#author-{number}", "@type": "Person", "name": name}
        for number, name in enumerate(config.cite_as.authors, start=1)
    ]
    about: Node = {
        "@id": CRATE_URL,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    graph = [about, _root(library, config, people, files), *people, *files]
    return msgspec.json.encode({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}) + b"\n"


def _root(library: Library, config: SiteConfig, people: list[Node], files: list[Node]) -> Node:
    cite_as = config.cite_as
    address = find_license(cite_as.license).address
    known: Node = {
        "url": config.base_url,
        "license": {"@id": address} if address else cite_as.license,
        "identifier": IDENTIFIERS["doi"].address.format(cite_as.doi) if cite_as.doi else "",
        "creator": [{"@id": one["@id"]} for one in people],
    }
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": config.title,
        "description": config.description or f"An archive of {len(library.entries):,} papers.",
        # The specification wants a date. Builds have no clock, so it is that of the newest paper.
        "datePublished": max((entry.listed for entry in library.entries), default="") or "1970-01-01",
        **{name: value for name, value in known.items() if value},
        "hasPart": [{"@id": file["@id"]} for file in files],
    }


def _file(url: str, note: str) -> Node:
    return {"@id": url, "@type": "File", "name": url, "description": note, "encodingFormat": media_type(url)}


def _paper(entry: Entry) -> Node:
    """Return a paper's page with the addresses of the work that it is about."""
    addresses = [IDENTIFIERS[kind].address.format(value) for kind, value in entry.identifiers.items()]
    return {
        "@id": paper_url(entry.id),
        "@type": ["File", schema_type(work_type(entry))],
        "name": entry.title,
        "encodingFormat": "text/html",
        **({"datePublished": entry.published} if entry.published else {}),
        **({"identifier": addresses} if addresses else {}),
    }
