"""What robots may do."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.pages.machine_page import MachinePage
from site_builder.pages.planned import Planned
from site_builder.site.page import Page


class RobotsTxt(MachinePage):
    """What robots may do."""

    name = "robots.txt"
    template = Template("robots.txt", "What robots may do.")

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the file, if the site's address is known: the file holds whole addresses."""
        if planned.config.base_url:
            yield Page("robots.txt", cls.name)
