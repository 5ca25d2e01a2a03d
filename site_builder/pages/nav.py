"""The navigation: the places in the header, and the archive's own pages that only the footer names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.contract import views
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.pages.content import ContentPage, own_page_link, own_pages
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import Navigation
from site_builder.text.nearest import did_you_mean
from site_builder.words.catalogue import Translate

# Places that an archive may lack: there is nothing to show, or a setting turns them off.
_OPTIONAL = ("archive", "trending", "cited", "trends", "map", "collections", "docs")


def navigation(planned: Planned, t: Translate) -> Navigation:
    """Return the navigation that `nav:` of `site.yml` asks for; by default, every place that the site has."""
    config = planned.config
    if config.nav:
        known = _places(planned, t) | {page.id: own_page_link(page, t) for page in own_pages(planned.library)}
        places = [
            views.Place(item.name, item.url, item.is_external) if item.url else _place(known[item.name])
            for item in config.nav
            if item.url or item.name in known
        ]
    else:
        places = [_place(link) for link in _places(planned, t).values()]
    named = {place.url for place in places}
    others = tuple(own_page_link(page, t) for page in own_pages(planned.library) if page.nav)
    return Navigation(tuple(places), tuple(link for link in others if link.url not in named))


def check_nav(planned: Planned) -> Iterator[Diagnostic]:
    """Yield a problem for each place of `nav:` that the site cannot have."""
    names = (*_OPTIONAL, *planned.config.taxonomies, *(page.id for page in own_pages(planned.library)))
    urls = {page.url for page in planned.pages} if planned.config.nav else set()
    for item in planned.config.nav:
        if item.url and not item.is_external and item.url not in urls:
            hint = did_you_mean(item.url, urls) or "write the address of a page that the site has"
            yield Diagnostic(*item.place, "E302", f"nav leads to {quote(item.url)}, and there is no such page", hint)
        elif not item.url and item.name not in names:
            hint = did_you_mean(item.name, names) or f"write one of: {', '.join(names)}"
            yield Diagnostic(*item.place, "E302", f"nav names {quote(item.name)}, which is no place of the site", hint)


def _places(planned: Planned, t: Translate) -> dict[str, views.Link]:
    """Return the places of the default header by name: the first part of the address or, for own pages, all of it."""
    present = {page.kind for page in planned.pages}
    found = {}
    for kind in planned.kinds.values():
        for link in kind.nav(planned, t) if kind.name in present else ():
            parts = r"/index\.html$|\.html$" if kind is ContentPage else r"/.*|\.html$"
            found[re.sub(parts, "", link.url)] = link
    return found


def _place(link: views.Link) -> views.Place:
    return views.Place(link.name, link.url)
