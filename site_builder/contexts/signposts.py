"""Makes the links that tell programs what a paper's page is: Signposting, and the paper as Markdown.

Source: https://signposting.org/FAIR/
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contexts.cards import paper_links
from site_builder.contexts.linked_data import schema_type
from site_builder.contract.parts import Signpost
from site_builder.exchange.record import work_type
from site_builder.model import Entry
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import LINKSET_URL, paper_markdown_url
from site_builder.text.licenses import find_license

# The first identifier of these that a paper has is the one to cite.
_PERSISTENT = ("doi", "arxiv", "acl", "openreview", "hal", "pmid")
LINKSET_TYPE = "application/linkset+json"


class Signposts:
    """Makes the signposts of the papers of one site."""

    def __init__(self, config: SiteConfig, papers: int) -> None:
        self._is_wanted = config.metadata.has_signposts(papers)
        self._has_markdown = config.data.wants("markdown", papers)
        self._has_linkset = has_linkset(config, papers)

    def of_page(self, entry: Entry) -> Iterator[Signpost]:
        """Yield the links in the head of a paper's page."""
        if self._has_markdown:
            relations = "alternate describedby" if self._is_wanted else "alternate"
            yield Signpost(relations, paper_markdown_url(entry.id), "text/markdown", is_local=True)
        if self._is_wanted:
            if self._has_linkset:
                yield Signpost("linkset", LINKSET_URL, LINKSET_TYPE, is_local=True)
            yield from _of_paper(entry)

    def of_linkset(self, entry: Entry) -> Iterator[Signpost]:
        """Yield what a linkset says of a paper's page."""
        if self._has_markdown:
            yield Signpost("describedby", paper_markdown_url(entry.id), "text/markdown", is_local=True)
        yield from _of_paper(entry)


def has_linkset(config: SiteConfig, papers: int) -> bool:
    """Return whether an archive with this number of papers has a linkset, which needs absolute addresses."""
    return bool(config.base_url) and config.data.wants("linkset", papers)


def _of_paper(entry: Entry) -> Iterator[Signpost]:
    if kind := next((kind for kind in _PERSISTENT if kind in entry.identifiers), ""):
        yield Signpost("cite-as", IDENTIFIERS[kind].address.format(entry.identifiers[kind]))
    yield Signpost("type", "https://schema.org/AboutPage")
    yield Signpost("type", f"https://schema.org/{schema_type(work_type(entry))}")
    for author in entry.authors:
        if author.orcid:
            yield Signpost("author", f"https://orcid.org/{author.orcid}")
    if address := find_license(entry.license).address:
        yield Signpost("license", address)
    for link in paper_links(entry):
        if link.kind == "pdf":
            yield Signpost("item", link.href, "application/pdf", is_local=link.local)
