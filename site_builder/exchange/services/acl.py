"""The ACL Anthology: a BibTeX file a paper, abstract included."""

from __future__ import annotations

import msgspec

from site_builder.exchange.importers.bibtex import parse_bibtex
from site_builder.exchange.plain_text import decode
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, FetchError


def fetch_acl(client: Client, base: str, identifier: str) -> Record:
    """Return a paper of the Anthology by its identifier."""
    url = f"{base}/{identifier}.bib"
    outcomes = parse_bibtex(decode(client.get(url, "text/plain"))[0], url)
    found = [outcome for outcome in outcomes if isinstance(outcome, Record)]
    if len(found) != 1:
        raise FetchError(f"the ACL Anthology answered with something that is not the BibTeX of {identifier}")
    (record,) = found
    links = {"pdf": f"https://aclanthology.org/{identifier}.pdf"}
    fields = record.fields | {"acl": identifier, "links": links}
    fields.pop("x-key", None)
    return msgspec.structs.replace(record, id=identifier, fields=fields)
