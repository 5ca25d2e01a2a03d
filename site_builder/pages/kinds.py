"""All kinds of pages, in the order in which they are planned and appear in the navigation."""

from __future__ import annotations

from site_builder.contract.document import Template
from site_builder.pages.archive import ArchivePage
from site_builder.pages.cited import CitedPage
from site_builder.pages.collection import CollectionPage
from site_builder.pages.collections import CollectionsPage
from site_builder.pages.content import ContentPage
from site_builder.pages.data import DataPage
from site_builder.pages.digest import DigestPage
from site_builder.pages.digests import DigestsPage
from site_builder.pages.feed import AtomFeed, JsonFeed
from site_builder.pages.feeds_opml import FeedsOpml
from site_builder.pages.former_content import FormerContentPage
from site_builder.pages.former_term import FormerTermPage
from site_builder.pages.home import HomePage
from site_builder.pages.kind import PageKind
from site_builder.pages.list_bibtex import CollectionBibtex, PeriodBibtex, TermBibtex
from site_builder.pages.map import MapPage
from site_builder.pages.moved import MovedPage
from site_builder.pages.not_found import NotFoundPage
from site_builder.pages.offline import OfflinePage
from site_builder.pages.opensearch import OpenSearch
from site_builder.pages.paper import PaperPage
from site_builder.pages.period import PeriodPage
from site_builder.pages.read_first import ReadFirstPage
from site_builder.pages.reading_list import ReadingListPage
from site_builder.pages.redirect import RedirectPage
from site_builder.pages.robots import RobotsTxt
from site_builder.pages.search import SearchPage
from site_builder.pages.sitemap import Sitemap, SitemapIndex
from site_builder.pages.spelling import SpellingPage
from site_builder.pages.subscribe import SubscribePage
from site_builder.pages.term import TermPage
from site_builder.pages.terms import TermsPage
from site_builder.pages.tombstone import TombstonePage
from site_builder.pages.trending import TrendingPage
from site_builder.pages.trends import TrendsPage
from site_builder.pages.undated import UndatedPage
from site_builder.pages.watch import WatchAtom, WatchIndex, WatchJson, WatchPage

KINDS: tuple[type[PageKind], ...] = (
    HomePage,
    PaperPage,
    ArchivePage,
    TrendingPage,
    CitedPage,
    ReadFirstPage,
    WatchIndex,
    WatchPage,
    TrendsPage,
    MapPage,
    CollectionsPage,
    CollectionPage,
    PeriodPage,
    UndatedPage,
    TermsPage,
    TermPage,
    SearchPage,
    ReadingListPage,
    SubscribePage,
    OfflinePage,
    DataPage,
    NotFoundPage,
    AtomFeed,
    JsonFeed,
    WatchAtom,
    WatchJson,
    FeedsOpml,
    RobotsTxt,
    OpenSearch,
    DigestsPage,
    DigestPage,
    RedirectPage,
    MovedPage,
    TombstonePage,
    ContentPage,
    # What these have depends on the pages before them.
    FormerContentPage,
    SpellingPage,
    FormerTermPage,
    TermBibtex,
    PeriodBibtex,
    CollectionBibtex,
    Sitemap,
    SitemapIndex,
)

KINDS_BY_NAME: dict[str, type[PageKind]] = {kind.name: kind for kind in KINDS}


def page_templates() -> tuple[Template, ...]:
    """Return the templates of all kinds, each once."""
    return tuple({kind.template.name: kind.template for kind in KINDS}.values())
