"""The library to every page of the site, before anything is rendered."""

from __future__ import annotations

from site_builder.library.library import Library
from site_builder.pages.kinds import KINDS, KINDS_BY_NAME
from site_builder.pages.nav import check_nav
from site_builder.pages.planned import Planned
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import check_collisions
from site_builder.site.page import Page, Plan


def make_plan(library: Library, config: SiteConfig) -> Plan:
    """Return the plan of the whole site."""
    pages: list[Page] = []
    planned = Planned(library, config, pages, KINDS_BY_NAME)
    for kind in KINDS:
        pages += kind.pages(planned)
    clashes = check_collisions([page.url for page in pages], lambda position: _owner(pages[position], library))
    problems = (problem for kind in KINDS for problem in kind.problems(planned))
    return Plan(tuple(pages), (*clashes, *problems, *check_nav(planned)))


def _owner(page: Page, library: Library) -> str:
    return KINDS_BY_NAME[page.kind].owner(page, library)
