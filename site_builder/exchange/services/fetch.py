"""The services by name, and where each of them answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from site_builder.exchange.record import Outcome, Record
from site_builder.exchange.services.acl import fetch_acl
from site_builder.exchange.services.arxiv import BATCH, fetch_arxiv
from site_builder.exchange.services.client import Client, FetchError, NotFoundError
from site_builder.exchange.services.huggingface import fetch_huggingface
from site_builder.exchange.services.openreview import fetch_openreview
from site_builder.exchange.services.records import record_of
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


def fetch(
    client: Client, references: Sequence[Reference], bases: Mapping[str, str], today: str
) -> Iterator[Record | FetchError]:
    """Yield the paper of each reference, or why it could not be had; arXiv is asked for many papers at a time."""
    waiting = list(dict.fromkeys(reference.id for reference in references if reference.service == "arxiv"))
    arxiv: dict[str, Outcome | FetchError] = {}
    for reference in references:
        try:
            if reference.service != "arxiv":
                yield _fetch_one(client, reference, bases, today)
                continue
            if reference.id not in arxiv:
                batch, waiting = waiting[:BATCH], waiting[BATCH:]
                arxiv |= _fetch_batch(client, bases["arxiv"], batch)
            found = arxiv[reference.id]
            yield found if isinstance(found, FetchError) else record_of(found, "arXiv")
        except FetchError as error:
            yield error


def _fetch_batch(client: Client, base: str, identifiers: Sequence[str]) -> dict[str, Outcome | FetchError]:
    try:
        found = fetch_arxiv(client, base, identifiers)
    except FetchError as error:
        return dict.fromkeys(identifiers, error)
    return {
        identifier: found.get(identifier) or NotFoundError(f"arXiv has no paper {identifier}")
        for identifier in identifiers
    }


def _fetch_one(client: Client, reference: Reference, bases: Mapping[str, str], today: str) -> Record:
    match reference.service:
        case "doi":
            return fetch_doi(client, (bases["crossref"], bases["datacite"]), reference.id)
        case "openreview":
            return fetch_openreview(client, (bases["openreview"], bases["openreview-1"]), reference.id)
        case "acl":
            return fetch_acl(client, bases["acl"], reference.id)
        case _:
            return fetch_huggingface(client, bases["huggingface"], reference.id, today)
