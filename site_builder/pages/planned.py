"""What the pages of a site are planned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from site_builder.library.library import Library
from site_builder.settings.types import SiteConfig
from site_builder.site.page import Page

if TYPE_CHECKING:
    from site_builder.pages.kind import PageKind


class Planned(msgspec.Struct, frozen=True):
    """An archive, the pages planned for it so far, and all kinds of pages by name.

    A kind whose pages depend on others, such as sitemaps, comes after them in the list of kinds.
    """

    library: Library
    config: SiteConfig
    pages: Sequence[Page]
    kinds: Mapping[str, type[PageKind]]
