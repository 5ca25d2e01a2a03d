"""What all pages know of their site: its name, its places, its taxonomies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder import __version__
from site_builder.contexts.headings import FIRST_CHAPTER_ID
from site_builder.contexts.metadata import outside
from site_builder.contract import views
from site_builder.library.library import Library
from site_builder.library.trends import URL as TRENDS_URL
from site_builder.library.trends import time_axis
from site_builder.model import Taxonomy
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import DATA_URL, taxonomy_url
from site_builder.site.plan import MAP_URL, has_map, has_page
from site_builder.words.catalogue import Translate, load_catalogue

# Pages of our own that the navigation names.
NAMED_PAGES = ("about", FIRST_CHAPTER_ID)
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "ur", "yi"}


def site_view(
    library: Library, config: SiteConfig, t: Translate, feeds: tuple[views.FeedLink, ...], *, has_trending: bool
) -> views.Site:
    """Return the site as templates see it."""
    shown = tuple(
        _taxonomy_view(taxonomy, t)
        for taxonomy in library.taxonomies
        if any(has_page(config, taxonomy.name, len(term.entries)) for term in library.terms[taxonomy.name])
    )
    papers = len(library.entries)
    return views.Site(
        title=config.title,
        description=config.description,
        language=config.language,
        direction="rtl" if config.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr",
        base_url=config.base_url,
        repository=config.repository,
        footer=config.footer,
        nav=tuple(_places(library, config, t, shown, has_trending=has_trending)),
        taxonomies=shown,
        card_authors=config.lists.card_authors,
        has_words=bool(load_catalogue(config.language).scripts),
        style=config.custom_properties,
        feeds=feeds,
        data=DATA_URL if config.data.has_any(papers) else "",
        outside=outside(config),
        json_ld=config.metadata.has_json_ld(papers),
        is_brief=config.metadata.is_brief(papers),
        generator=f"Papershelf {__version__}",
    )


def _places(
    library: Library, config: SiteConfig, t: Translate, shown: Sequence[views.TaxonomyView], *, has_trending: bool
) -> Iterator[views.Link]:
    """Yield where the navigation leads."""
    yield views.Link(t("Archive"), "archive.html")
    if has_trending:
        yield views.Link(t("Trending"), "trending.html")
    if config.trends and time_axis(library):
        yield views.Link(t("Trends"), TRENDS_URL)
    if has_map(library, config):
        yield views.Link(t("Map"), MAP_URL)
    if library.collections:
        yield views.Link(t("Collections"), "collections/index.html")
    for view in shown:
        yield views.Link(view.title, view.url)
    for page in library.pages:
        if page.id in NAMED_PAGES:
            # What a header has room for: the title of "about" is a sentence in many archives.
            yield views.Link(t("About") if page.id == "about" else page.title, f"{page.id}.html")


def _taxonomy_view(taxonomy: Taxonomy, t: Translate) -> views.TaxonomyView:
    """What `site.yml` calls a taxonomy stays as it is; our own words for it are translated."""
    title, singular = taxonomy.title, taxonomy.singular
    ours = DEFAULT_TAXONOMIES.get(taxonomy.name)
    if ours and title == ours.title:
        title = t(title)
    if ours and singular == ours.singular:
        singular = t(singular)
    return views.TaxonomyView(taxonomy.name, title, singular, taxonomy_url(taxonomy.name))
