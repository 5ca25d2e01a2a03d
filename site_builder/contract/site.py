"""What every page sees: the site, the page itself, and the pages of a long list."""

from __future__ import annotations

import msgspec

from site_builder.contract.feeds import FeedLink
from site_builder.contract.parts import Link, Place
from site_builder.contract.terms import TaxonomyView


class PagerLink(msgspec.Struct, frozen=True, gc=False):
    """A link to another page of a long list."""

    number: int
    """The page's number, from 1."""
    url: str
    """Its address."""


class Pager(msgspec.Struct, frozen=True, gc=False):
    """The place of a page in a long list."""

    number: int
    """This page's number, from 1."""
    count: int
    """How many pages there are."""
    total: int
    """How many items the whole list has."""
    first: int
    """The number of the first item on this page, from 1."""
    previous: str
    """The previous page's address; empty on the first."""
    next: str
    """The next page's address; empty on the last."""
    jumps: tuple[PagerLink, ...]
    """Some pages to jump to, this one included, in order; any page is a few jumps away."""


class Outside(msgspec.Struct, frozen=True, gc=False):
    """What `site.yml` lets the site ask of others, for `assets/outside.js`; never from a disk."""

    comments: str
    """Where giscus keeps comments, as JSON; empty if there are none."""
    visits: str
    """The script that counts visits and its attributes, as JSON; empty if there is none."""
    origins: str
    """Which other sites may be asked, each behind a space, for the pages' security policy."""


class Site(msgspec.Struct, frozen=True):
    """The whole site, the same on every page."""

    title: str
    """The site's title."""
    description: str
    """One sentence about it."""
    language: str
    """Language tag, such as `en`."""
    direction: str
    """`ltr` or `rtl`."""
    base_url: str
    """Where the site is published, ending in `/`; empty if unknown."""
    repository: str
    """The archive's repository on the web; empty if unknown."""
    footer: str
    """A line for the foot of each page, plain text."""
    nav: tuple[Place, ...]
    """The main places of the site, in order."""
    more: tuple[Link, ...]
    """The places that `nav` leaves out, for the footer."""
    taxonomies: tuple[TaxonomyView, ...]
    """All taxonomies that have an index page."""
    card_authors: int
    """How many authors a card names."""
    has_words: bool
    """Whether `assets/words.js` has the scripts' words in the site's language; it is loaded before the scripts."""
    style: tuple[tuple[str, str], ...]
    """What `assets/custom.css` sets: `site.yml`'s `style:` and `logo:`, as pairs: `("accent", "#7a1f1f")`."""
    feeds: tuple[FeedLink, ...]
    """The feed of all papers; none if `base_url` is unknown, as feeds need whole addresses."""
    data: str
    """The page about the site's files of data; empty if it has none."""
    outside: Outside | None
    """What the site asks of others; usually nothing."""
    is_brief: bool
    """Whether pages of papers and terms leave out what they repeat of the home page."""
    has_pictures: bool
    """Whether any paper has a picture."""
    generator: str
    """`Papershelf` and its version."""


class PageView(msgspec.Struct, frozen=True, gc=False):
    """The page being rendered."""

    kind: str
    """`home`, `paper`, `term`, `terms`, `day`, `week`, `month`, `year`, `archive`, `content`, `404` …"""
    url: str
    """Its address relative to the site's root."""
    title: str
    """Its title, without the site's."""
    description: str
    """One or two sentences for search engines; may be empty."""
    canonical: str
    """Its whole address; empty if `base_url` is unknown, or where a brief page does without."""
    crumbs: tuple[Link, ...] = ()
    """The way from home to this page, without this page."""
    section: str = ""
    """The address of the place in `site.nav` that holds this page, or is it; empty if none does."""
    feeds: tuple[FeedLink, ...] = ()
    """The feeds of what this page lists; other pages announce `site.feeds`."""
    image: str = ""
    """The picture of a link to this page where it is shared, as a whole address; empty if there is none."""
    bibtex: str = ""
    """The BibTeX of what this page lists, relative to the site's root; empty if there is none."""
