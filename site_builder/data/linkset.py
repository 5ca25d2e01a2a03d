"""The links of all papers' pages for programs in one file, as a linkset.

Source: https://www.rfc-editor.org/rfc/rfc9264#section-4.2 (the format)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from site_builder.contexts.signposts import Signposts
from site_builder.contract.parts import Signpost
from site_builder.data.file import DataFile, fingerprint
from site_builder.data.records import RecordFile
from site_builder.library.library import Library
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import LINKSET_URL, paper_url

_START, _BETWEEN, _END = b'{"linkset":[\n', b",\n", b"\n]}\n"
# The relation of the link that leads back to the page from a file of the site.
_BACK = {"describedby": "describes", "item": "collection"}


def plan_linkset(library: Library, config: SiteConfig) -> Iterator[DataFile]:
    """Yield the linkset, oldest paper first."""
    signposts = Signposts(config, len(library.entries))
    made_from = (config.base_url, config.data.wants("markdown", len(library.entries)))

    def record(position: int) -> bytes:
        entry = library.entries[position]
        page = config.base_url + paper_url(entry.id)
        return b",".join(map(msgspec.json.encode, _contexts(page, config.base_url, signposts.of_linkset(entry))))

    def read() -> bytes:
        return _START + _BETWEEN.join(map(record, range(len(library.entries) - 1, -1, -1))) + _END

    def digest() -> bytes:
        return fingerprint(LINKSET_URL, made_from, [(entry.path, entry.facts) for entry in library.entries])

    renew = RecordFile(_START, _BETWEEN, _END, record).renew
    yield DataFile(LINKSET_URL, "linkset", digest, read, renew=renew)


def _contexts(page: str, base_url: str, signposts: Iterator[Signpost]) -> Iterator[dict[str, Any]]:
    """Yield the links of a paper's page, and those that lead back to it."""
    links: dict[str, list[dict[str, str]]] = {}
    back = []
    for one in signposts:
        href = base_url + one.href if one.is_local else one.href
        links.setdefault(one.rel, []).append({"href": href, "type": one.type} if one.type else {"href": href})
        if one.is_local:
            back.append({"anchor": href, _BACK[one.rel]: [{"href": page, "type": "text/html"}]})
    yield {"anchor": page, **links}
    yield from back
