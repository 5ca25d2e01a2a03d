"""The services by name, and where each of them answers."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.exchange.record import Record
from site_builder.exchange.services.acl import fetch_acl
from site_builder.exchange.services.arxiv import fetch_arxiv
from site_builder.exchange.services.client import Client
from site_builder.exchange.services.huggingface import fetch_huggingface
from site_builder.exchange.services.openreview import fetch_openreview
from site_builder.exchange.services.references import Reference
from site_builder.exchange.services.registrars import fetch_doi

# Each can be another one: a mirror, or a server of a test.
BASES = {
    "arxiv": "https://export.arxiv.org",
    "crossref": "https://api.crossref.org",
    "datacite": "https://api.datacite.org",
    "openreview": "https://api2.openreview.net",
    "openreview-1": "https://api.openreview.net",
    "acl": "https://aclanthology.org",
    "huggingface": "https://huggingface.co",
    "thumbnails": "https://cdn-thumbnails.huggingface.co",
    "openalex": "https://api.openalex.org",
    "dblp": "https://dblp.org",
    "zotero": "https://api.zotero.org",
    "semantic-scholar": "https://api.semanticscholar.org",
    "opencitations": "https://api.opencitations.net",
}


def fetch(client: Client, reference: Reference, bases: Mapping[str, str], today: str) -> Record:
    """Return the paper of a reference. Raises `FetchError`."""
    match reference.service:
        case "arxiv":
            return fetch_arxiv(client, bases["arxiv"], reference.id)
        case "doi":
            return fetch_doi(client, (bases["crossref"], bases["datacite"]), reference.id)
        case "openreview":
            return fetch_openreview(client, (bases["openreview"], bases["openreview-1"]), reference.id)
        case "acl":
            return fetch_acl(client, bases["acl"], reference.id)
        case _:
            return fetch_huggingface(client, bases["huggingface"], reference.id, today)
