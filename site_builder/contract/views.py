"""Every type that a template can see; `themes/CONTRACT.md` is generated from this module.

Addresses named `url` are relative to the site's root (`papers/2604.12890.html`): a template writes
`{{ root }}{{ paper.url }}`, which holds on a domain root, under a project path, and on `file://`.
Addresses named `href` are whole addresses of other sites and are written as they are.
"""

from __future__ import annotations

import msgspec

from site_builder.contract.feeds import Feed, FeedGroup, FeedItem, FeedLink

__all__ = ["Feed", "FeedGroup", "FeedItem", "FeedLink"]


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link inside the site."""

    name: str
    """What the link says."""
    url: str
    """Address relative to the site's root."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """A place in the header: a page of the site or an address elsewhere."""

    name: str
    """What the link says."""
    url: str
    """Address relative to the site's root; a whole address if `is_external`."""
    is_external: bool = False
    """Whether it leads to another site."""


class ExternalLink(msgspec.Struct, frozen=True, gc=False):
    """A link out of the site, or to a file beside an entry."""

    kind: str
    """The key in the entry: `pdf`, `code`, `doi`, `arxiv` …"""
    name: str
    """What the link says: `PDF`, `Code`, `arXiv` …"""
    href: str
    """The address, whole, or relative to the site's root where `local` is true."""
    text: str = ""
    """The identifier as written, such as `2604.12890`; empty for plain links."""
    local: bool = False
    """Whether `href` is a file of this site; then write `{{ root }}{{ link.href }}`."""


class Signpost(msgspec.Struct, frozen=True, gc=False):
    """A link for programs in the head of a paper's page."""

    rel: str
    """What the link means: `cite-as`, `author`, `license`, `item`, `type`, `linkset` …"""
    href: str
    """The address, whole, or relative to the site's root where `is_local` is true."""
    type: str = ""
    """The media type of what is there; may be empty."""
    is_local: bool = False
    """Whether `href` is a file of this site; then write `{{ root }}{{ link.href }}`."""


class Date(msgspec.Struct, frozen=True, gc=False):
    """A date of the precision that is known."""

    iso: str
    """`2026`, `2026-05` or `2026-05-26`: for `<time datetime>`."""
    text: str
    """As people write it in the site's language: `21 August 2026`."""
    short: str
    """The same for lists: `21 Aug 2026`."""
    url: str = ""
    """The page that lists that day, month or year; empty where there is none."""


class Person(msgspec.Struct, frozen=True, gc=False):
    """An author of a paper."""

    name: str
    """The name as this paper writes it."""
    url: str = ""
    """The author's page; empty where the site makes none."""
    orcid: str = ""
    """The ORCID identifier, as `0000-0002-1825-0097`."""
    affiliation: str = ""
    """As the paper states it."""
    given: str = ""
    """Given names, for citations."""
    family: str = ""
    """Family name, for citations; a name of one part is a family name."""


class TermGroup(msgspec.Struct, frozen=True, gc=False):
    """A paper's terms in one declared taxonomy beyond the built-in ones."""

    name: str
    """The taxonomy's title."""
    terms: tuple[Link, ...]
    """The paper's terms."""


class Signals(msgspec.Struct, frozen=True, gc=False):
    """Counts that were true on a day; `None` where unknown."""

    upvotes: int | None = None
    """Upvotes."""
    comments: int | None = None
    """Comments."""
    stars: int | None = None
    """Stars of the code repository."""
    as_of: Date | None = None
    """The day on which the counts were read."""


class Notice(msgspec.Struct, frozen=True, gc=False):
    """That a paper was withdrawn by its authors, retracted by its publisher, or corrected."""

    kind: str
    """`withdrawn`, `retracted` or `corrected`."""
    name: str
    """The kind in the site's language."""
    reason: str
    """Why; may be empty."""
    date: Date | None
    """Since when."""
    href: str
    """Where it was announced; may be empty."""


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A paper's picture: a WebP file of at most 12 kB."""

    url: str
    """Its address relative to the site's root."""
    width: int
    """Its width in pixels."""
    height: int
    """Its height in pixels."""


class Card(msgspec.Struct, frozen=True, gc=False):
    """A paper as lists show it."""

    id: str
    """The paper's identifier: its file's stem."""
    url: str
    """The paper's page."""
    title: str
    """The title as plain text, math as typed."""
    title_html: str
    """The title as safe HTML, math converted."""
    authors: tuple[Person, ...]
    """The first authors, at most `site.card_authors` of them."""
    more_authors: int
    """How many authors `authors` leaves out."""
    author_count: int
    """How many authors there are in all; names may be unknown."""
    date: Date | None
    """The day on which the archive lists it, or else first publication."""
    published: Date | None
    """First publication."""
    organizations: tuple[Link, ...]
    """Its organizations; `url` is empty where a term has no page."""
    venue: Link | None
    """Its venue."""
    tags: tuple[Link, ...]
    """Its tags; `url` is empty where a term has no page."""
    links: tuple[ExternalLink, ...]
    """PDF, code, project and other links, in the order of their importance."""
    summary: str
    """One or two plain sentences, or the start of the abstract, math as typed; may be empty."""
    summary_html: str
    """The same as safe HTML, math converted."""
    is_excerpt: bool
    """Whether `summary` is the abstract's start because the entry has no summary."""
    signals: Signals
    """Counts with their date."""
    picture: Picture | None
    """A small picture of it."""
    withdrawn: str
    """Why the paper was withdrawn or retracted; empty if it was not."""
    notice: Notice | None = None
    """That it was withdrawn, retracted or corrected."""
    abstract_html: str = ""
    """The whole abstract as safe HTML; filled on the home page and on day pages only."""

    @property
    def has_code(self) -> bool:
        """Whether there is a link to code."""
        return any(link.kind == "code" for link in self.links)


class Version(msgspec.Struct, frozen=True, gc=False):
    """One published version of a paper."""

    name: str
    """Its label, such as `v2`."""
    date: Date | None
    """When it appeared."""
    note: str
    """What changed."""
    href: str
    """Where it is; may be empty."""


class Paper(msgspec.Struct, frozen=True, gc=False):
    """A paper as its own page shows it: what a `Card` has, and all the rest."""

    card: Card
    """What lists show of it."""
    abstract_html: str
    """The abstract as safe HTML; empty if unknown."""
    abstract_text: str
    """The abstract as plain text."""
    authors: tuple[Person, ...]
    """All authors."""
    organizations: tuple[Link, ...]
    """Its organizations."""
    tags: tuple[Link, ...]
    """Its tags."""
    venue: Link | None
    """Its venue."""
    groups: tuple[TermGroup, ...]
    """Terms of the taxonomies that `site.yml` declares."""
    identifiers: tuple[ExternalLink, ...]
    """arXiv, DOI and others, linked out."""
    listed: Date | None
    """The day on which the archive lists it, where that is known."""
    published: Date | None
    """First publication."""
    submitted_by: str
    """Who brought it to the list."""
    aliases: tuple[str, ...]
    """Its former identifiers, from which its former addresses redirect."""
    note: str
    """A curator's note, plain text."""
    media: tuple[str, ...]
    """Addresses of pictures and films about the paper."""
    related: tuple[Link, ...]
    """Papers that the entry names as related."""
    collections: tuple[Link, ...]
    """The curated lists that name it."""
    versions: tuple[Version, ...]
    """Published versions, as the entry lists them."""
    license: str
    """The paper's license."""
    volume: str
    """Volume of the venue's proceedings."""
    issue: str
    """Issue of the journal."""
    pages: str
    """Pages, as `12-34`."""
    publisher: str
    """Publisher; of a thesis or report, the institution."""
    editors: tuple[Person, ...]
    """Editors of the book or proceedings."""
    collaboration: str
    """The group that the authors write for."""
    series: str
    """The series that the volume is part of."""
    edition: str
    """Edition of the book."""
    address: str
    """Where the publisher or institution is."""
    issn: str
    """ISSN of the journal or series."""
    genre: str
    """What kind of thesis or report it is, such as `Master's thesis`."""
    provenance: tuple[tuple[str, str], ...]
    """Which fields were made by whom, as pairs: `("summary", "a model's name")`."""
    bibtex: str
    """A BibTeX entry."""
    source_path: str
    """The entry's file, relative to the archive."""
    source_href: str
    """Where that file can be edited on the web; empty if `site.yml` names no repository."""
    correction_href: str
    """The form that corrects it, filled in for this paper; empty if `site.yml` names no repository."""

    @property
    def affiliations(self) -> tuple[str, ...]:
        """The affiliations of its authors, each once."""
        return tuple(dict.fromkeys([person.affiliation for person in self.authors if person.affiliation]))


class Term(msgspec.Struct, frozen=True, gc=False):
    """A term of a taxonomy: a tag, an author, an organization, a venue …"""

    name: str
    """Its display name."""
    url: str
    """Its page; empty where the site makes none."""
    count: int
    """How many papers it has."""
    description: str = ""
    """What it means, plain text."""
    spellings: tuple[str, ...] = ()
    """Other ways in which papers write it."""
    orcid: str = ""
    """A person's ORCID identifier."""
    href: str = ""
    """A web page of its own, elsewhere."""
    issn: str = ""
    """A journal's or series' ISSN."""
    ror: str = ""
    """An organization's identifier at ror.org, as `05dxps055`."""


class TaxonomyView(msgspec.Struct, frozen=True, gc=False):
    """A taxonomy, such as tags."""

    name: str
    """Its key in `site.yml`: `tags`."""
    title: str
    """Its title: `Tags`."""
    singular: str
    """One of its terms is called this: `Tag`."""
    url: str
    """Its index page."""


class RelatedTerm(msgspec.Struct, frozen=True, gc=False):
    """A term that several papers share with another."""

    name: str
    """Its display name."""
    url: str
    """Its page; empty where the site makes none."""
    shared: int
    """How many papers have both."""


class Letter(msgspec.Struct, frozen=True, gc=False):
    """A letter to jump to in an index of terms."""

    name: str
    """The letter, or `#` for whatever is none."""
    url: str
    """The page, with a fragment, where the letter starts."""


class LetterGroup(msgspec.Struct, frozen=True, gc=False):
    """The terms of one letter on one page of an index."""

    name: str
    """The letter."""
    anchor: str
    """The fragment that `Letter.url` names."""
    terms: tuple[Term, ...]
    """The terms."""


class PeriodLink(msgspec.Struct, frozen=True, gc=False):
    """A link to a day, week, month or year."""

    kind: str
    """`day`, `week`, `month` or `year`."""
    key: str
    """`2026-05-26`, `2026-W22`, `2026-05` or `2026`."""
    name: str
    """As people write it: `26 May 2026`, `Week 22, 2026`, `May 2026`."""
    short: str
    """As lists write it inside its parent: `26`, `Week 22`, `May`."""
    url: str
    """Its page."""
    count: int
    """How many papers it lists."""


class PeriodName(msgspec.Struct, frozen=True, gc=False):
    """A link to a day, week, month or year, without its count: a new paper would change the pages around its own."""

    kind: str
    """`day`, `week`, `month` or `year`."""
    key: str
    """`2026-05-26`, `2026-W22`, `2026-05` or `2026`."""
    name: str
    """As people write it: `26 May 2026`, `Week 22, 2026`, `May 2026`."""
    short: str
    """As lists write it inside its parent: `26`, `Week 22`, `May`."""
    url: str
    """Its page."""


class PeriodView(msgspec.Struct, frozen=True, gc=False):
    """A day, week, month or year."""

    link: PeriodLink
    """Its own name and address."""
    weekday: str
    """A day's weekday; empty for longer periods."""
    start: Date
    """Its first day."""
    end: Date
    """Its last day."""
    previous: PeriodName | None
    """The nearest earlier one with papers."""
    next: PeriodName | None
    """The nearest later one with papers."""
    parents: tuple[PeriodName, ...]
    """The week, month and year that hold it, shortest first."""
    children: tuple[PeriodLink, ...]
    """The days of a week or month, the months of a year: those with papers."""


class PeriodGroup(msgspec.Struct, frozen=True, gc=False):
    """The papers of one day within a week, month or year; of a month or year where no more is known of their dates."""

    link: PeriodLink | None
    """The day; `None` where its papers have no page of their own."""
    weekday: str
    """The day's weekday; empty for a month or year."""
    papers: tuple[Card, ...]
    """Those of its papers that the page lists."""


class CalendarMonth(msgspec.Struct, frozen=True, gc=False):
    """A month of the archive page."""

    link: PeriodLink
    """The month."""
    days: tuple[PeriodLink, ...]
    """Its days with papers."""


class CalendarYear(msgspec.Struct, frozen=True, gc=False):
    """A year of the archive page."""

    link: PeriodLink
    """The year."""
    months: tuple[CalendarMonth, ...]
    """Its months with papers."""


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
