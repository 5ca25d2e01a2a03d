"""The page on which readers keep the archive on their device, and which they see for a page that it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.pages.kind import FactsPage
from site_builder.pages.planned import Planned
from site_builder.site.addresses import OFFLINE_URL
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate


class OfflinePage(FactsPage):
    """The page on which readers keep the archive on their device."""

    name = "offline"
    template = Template(
        "offline.html",
        "Where readers keep the archive on their device, and what they see offline for a page that it lacks; "
        "`assets/offline-page.js` fills it in.",
    )

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, unless the site is not to be kept."""
        if planned.config.offline:
            yield Page(OFFLINE_URL, cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link(t("Offline"), OFFLINE_URL)

    def title(self) -> str:
        """Return the title."""
        return self.site.t("Offline")
