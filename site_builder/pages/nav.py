"""The navigation: the places in the header, and all others in the footer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.contract.parts import Link, Place
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.pages.content import ContentPage, own_page_link, own_pages
from site_builder.pages.planned import Planned
from site_builder.pages.site_context import Navigation
from site_builder.text.nearest import did_you_mean
from site_builder.words.catalogue import Translate

# The header unless `nav:` says otherwise: five places fit a line, and a phone's menu.
_HEADER = ("archive", "tags", "authors", "trends", "map")

# Places that an archive may lack: there is nothing to show, or a setting turns them off.
_OPTIONAL = (
    *_HEADER,
    "trending",
    "cited",
    "watch",
    "collections",
    "docs",
    "subscribe",
    "digests",
    "data",
    "reading-list",
    "offline",
)


def navigation(planned: Planned, t: Translate) -> Navigation:
    """Return the header that `nav:` of `site.yml` asks for, and the footer with every place that it leaves out."""
    own = {page.id: page for page in own_pages(planned.library)}
    known = _places(planned, t)
    listed = known | {name: own_page_link(page, t) for name, page in own.items() if page.nav}
    hidden = {name: own_page_link(page, t) for name, page in own.items() if not page.nav}
    if planned.config.nav:
        places = [
            Place(item.name, item.url, item.is_external) if item.url else _place((listed | hidden)[item.name])
            for item in planned.config.nav
            if item.url or item.name in listed or item.name in hidden
        ]
    else:
        places = [_place(known[name]) for name in _HEADER if name in known]
    named = {place.url for place in places}
    return Navigation(tuple(places), tuple(link for link in listed.values() if link.url not in named))


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
            yield Diagnostic(
                *item.place, "E302", f"nav names {quote(item.name)}, which is not a place of the site", hint
            )


def _places(planned: Planned, t: Translate) -> dict[str, Link]:
    """Return the places of the site by name: the first part of the address or, for own pages, all of it."""
    present = {page.kind for page in planned.pages}
    found = {}
    for kind in planned.kinds.values():
        for link in kind.nav(planned, t) if kind.name in present else ():
            parts = r"/index\.html$|\.html$" if kind is ContentPage else r"/.*|\.html$"
            found[re.sub(parts, "", link.url)] = link
    return found


def _place(link: Link) -> Place:
    return Place(link.name, link.url)
