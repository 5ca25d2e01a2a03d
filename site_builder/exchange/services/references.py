"""What people paste, to the service that knows the paper and the identifier it has there."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from site_builder.exchange.identifiers import arxiv_id, doi
from site_builder.reading.identifiers import IDENTIFIERS


class Reference(msgspec.Struct, frozen=True):
    """A paper as a service knows it; `service` is one of `SERVICES`."""

    service: str
    id: str


_ACL = re.compile(IDENTIFIERS["acl"].pattern)
_OPENREVIEW = re.compile(IDENTIFIERS["openreview"].pattern)
# Registrars issue these for papers that another service knows better.
_DOI_OF_ARXIV = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_DOI_OF_ACL = re.compile(r"10\.(?:18653/v1|3115/v1)/(.+)", re.IGNORECASE)


def parse_reference(text: str) -> Reference | None:
    """Return the paper that an identifier or address names, or `None` where it names none."""
    text = text.strip()
    if re.match(r"(?:www\.)?(?:arxiv|doi|openreview|aclanthology|huggingface|hf)\.[a-z]+/", text, re.IGNORECASE):
        text = f"https://{text}"
    if text.lower().startswith(("http://", "https://")):
        return _parse_address(text)
    if found := arxiv_id(text):
        return Reference("arxiv", found)
    if found := doi(text):
        return _of_doi(found)
    return Reference("acl", text) if _ACL.fullmatch(text) else None


def addable(kind: str, value: str) -> str:
    """Return how `parse_reference` takes an identifier of a kind; empty if no service knows the kind."""
    return (
        value if kind in ("arxiv", "doi", "acl") else IDENTIFIERS[kind].address.format(value) * (kind == "openreview")
    )


def _parse_address(address: str) -> Reference | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).strip("/")
    if host in ("doi.org", "dx.doi.org"):
        found = doi(path)
        return _of_doi(found) if found else None
    if host in ("arxiv.org", "export.arxiv.org"):
        found = arxiv_id(re.sub(r"^(?:abs|pdf|html)/|\.pdf$", "", path))
        return Reference("arxiv", found) if found else None
    if host in ("huggingface.co", "hf.co"):
        found = arxiv_id(path.removeprefix("papers/")) if path.startswith("papers/") else ""
        return Reference("huggingface", found) if found else None
    if host == "openreview.net" and path in ("forum", "pdf"):
        found = next(iter(parse_qs(parts.query).get("id", [])), "")
        return Reference("openreview", found) if _OPENREVIEW.fullmatch(found) else None
    if host in ("aclanthology.org", "aclweb.org"):
        found = re.sub(r"\.(?:pdf|bib)$", "", path.removeprefix("anthology/"))
        return Reference("acl", found) if _ACL.fullmatch(found) else None
    # Publishers' addresses hold the DOI: https://dl.acm.org/doi/pdf/10.1145/1111111
    found = doi(re.sub(r"(?:\.pdf|/(?:full|pdf|abstract|epub|html|meta))$", "", path))
    return _of_doi(found) if found else None


def _of_doi(found: str) -> Reference:
    if (match := _DOI_OF_ARXIV.fullmatch(found)) and (identifier := arxiv_id(match[1])):
        return Reference("arxiv", identifier)
    if match := _DOI_OF_ACL.fullmatch(found):
        # A DOI is compared without case; the old identifiers of the Anthology start with a capital.
        identifier = match[1].upper() if re.match(r"[a-z][0-9]{2}-", match[1]) else match[1]
        if _ACL.fullmatch(identifier):
            return Reference("acl", identifier)
    return Reference("doi", found)
