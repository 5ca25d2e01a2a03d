"""How browsers search the site."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.pages.machine_page import MachinePage
from site_builder.pages.planned import Planned
from site_builder.site.page import Page


class OpenSearch(MachinePage):
    """How browsers search the site."""

    name = "opensearch.xml"
    template = Template("opensearch.xml", "How browsers search the site.")

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the file, if the site's address is known: the file holds whole addresses."""
        if planned.config.base_url:
            yield Page("opensearch.xml", cls.name)
