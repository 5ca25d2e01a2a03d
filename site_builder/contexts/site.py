"""The site as all its pages see it: its name, its navigation, its taxonomies."""

from __future__ import annotations

import json

import msgspec

from site_builder import __version__
from site_builder.contract.feeds import FeedLink
from site_builder.contract.parts import Link, Place
from site_builder.contract.site import Outside, Site
from site_builder.contract.terms import TaxonomyView
from site_builder.library.library import Library
from site_builder.model import Taxonomy
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import DATA_URL, taxonomy_url
from site_builder.site.lists import least_for_page
from site_builder.words.catalogue import Translate

GISCUS = "https://giscus.app"
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "ur", "yi"}


def site_view(
    library: Library,
    config: SiteConfig,
    t: Translate,
    feeds: tuple[FeedLink, ...],
    nav: tuple[Place, ...],
    more: tuple[Link, ...],
) -> Site:
    """Return the site as templates see it."""
    papers = len(library.entries)
    return Site(
        title=config.title,
        description=config.description,
        language=config.language,
        direction="rtl" if config.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr",
        base_url=config.base_url,
        repository=config.repository,
        footer=config.footer,
        nav=nav,
        more=more,
        taxonomies=taxonomy_views(library, config, t),
        card_authors=config.lists.card_authors,
        has_words=bool(config.words.scripts),
        style=config.custom_properties,
        feeds=feeds,
        data=DATA_URL if config.data.has_any(papers) else "",
        outside=outside(config),
        is_brief=config.metadata.is_brief(papers),
        has_pictures=any(entry.thumbnail for entry in library.entries),
        generator=f"Papershelf {__version__}",
    )


def taxonomy_views(library: Library, config: SiteConfig, t: Translate) -> tuple[TaxonomyView, ...]:
    """Return the taxonomies that have an index."""
    return tuple(
        _taxonomy_view(taxonomy, t)
        for taxonomy in library.taxonomies
        for least in (least_for_page(library, config, taxonomy.name),)
        if any(len(term.entries) >= least for term in library.terms[taxonomy.name])
    )


def _taxonomy_view(taxonomy: Taxonomy, t: Translate) -> TaxonomyView:
    """Return a taxonomy as templates see it: titles of `site.yml` as they are, our own ones translated."""
    title, singular = taxonomy.title, taxonomy.singular
    ours = DEFAULT_TAXONOMIES.get(taxonomy.name)
    if ours and title == ours.title:
        title = t(title)
    if ours and singular == ours.singular:
        singular = t(singular)
    return TaxonomyView(taxonomy.name, title, singular, taxonomy_url(taxonomy.name))


def outside(config: SiteConfig) -> Outside | None:
    """Return what a site requests from other sites; `None` if nothing, which is the default."""
    comments, visits = config.comments, config.visits
    counter = "/".join(visits.script.split("/")[:3])
    if not comments.repository and not counter:
        return None
    origins = [origin for origin, wanted in ((GISCUS, comments.repository), (counter, counter)) if wanted]
    return Outside(
        comments=json.dumps(msgspec.structs.astuple(comments)) if comments.repository else "",
        visits=json.dumps([visits.script, visits.attributes], sort_keys=True) if counter else "",
        origins="".join(f" {origin}" for origin in origins),
    )
