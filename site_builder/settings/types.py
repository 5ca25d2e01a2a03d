"""The settings of `site.yml`: each declared once, as a field of `SiteConfig` or of one of its `groups`."""

from __future__ import annotations

from typing import Annotated

import msgspec

from site_builder.model import Taxonomy
from site_builder.settings.accept import ACCEPT_EXAMPLE, Acceptance, read_acceptances
from site_builder.settings.daily import DAILY, DailySource
from site_builder.settings.groups import (
    COMMENTS,
    DATA,
    RELATED,
    CiteAsSettings,
    CommentSettings,
    DataSettings,
    DigestSettings,
    FeedSettings,
    LimitSettings,
    ListSettings,
    MetadataSettings,
    RelatedSettings,
    TermSettings,
    TrendingSettings,
    VisitSettings,
)
from site_builder.settings.kinds import (
    FORMAT,
    archive_format,
    base_address,
    language,
    logo,
    styles,
    switch,
    text,
    theme,
    vectors,
    web_address,
)
from site_builder.settings.nav import NAV_EXAMPLE, NavItem, read_nav
from site_builder.settings.setting import Setting, group
from site_builder.settings.terms import DEFAULT_TAXONOMIES, TAXONOMIES, Declaration, Removal, read_aliases
from site_builder.settings.watch import WATCH_EXAMPLE, Watch, read_watch
from site_builder.words.catalogue import Catalogue

# What people write at the top level of `site.yml` who know other programs, and what to write instead.
ELSEWHERE = {
    "accent": "write: style: {accent: '#7a1f1f'}",
    "color": "write: style: {accent: '#7a1f1f'}",
    "font": "write: style: {serif: 'Georgia, serif'}",
    "width": "write: style: {width: 60rem}",
    "url": "write: base_url: https://example.org/papers/",
    "baseurl": "write: base_url: https://example.org/papers/",
    "name": "write: title: Papers we read",
    "subtitle": "write: description: What our group reads.",
    "lang": "write: language: en",
}


class SiteConfig(msgspec.Struct, frozen=True):
    """The settings of an archive."""

    title: Annotated[str, Setting(text(200), "The site's name.", "Papers we read")] = "Papers"
    description: Annotated[
        str, Setting(text(1_000), "A sentence below the title, also for search engines.", "What our group reads.")
    ] = ""
    language: Annotated[
        str,
        Setting(
            language,
            "Of the interface: `de`, `en`, `es`, `fr`, `ja`, `zh`, or [another](configuration.md#another-language).",
            "de",
        ),
    ] = "en"
    base_url: Annotated[
        str,
        Setting(
            base_address,
            "The address of the site, for feeds, the sitemap and shared links.",
            "https://example.org/papers/",
        ),
    ] = ""
    repository: Annotated[
        str, Setting(web_address, "The archive's repository, for links to its forms.", "https://github.com/you/papers")
    ] = ""
    theme: Annotated[
        str, Setting(theme, "How the site looks: `default`, `proceedings`, or a folder of `themes/`.", "proceedings")
    ] = "default"
    style: Annotated[
        dict[str, str],
        Setting(styles, "Custom properties of the stylesheet: colours, fonts, lengths.", "{accent: '#7a1f1f'}"),
    ] = {}
    logo: Annotated[str, Setting(logo, "A picture in `content/static/`, shown next to the title.", "logo.svg")] = ""
    footer: Annotated[str, Setting(text(1_000), "A line at the foot of every page.", "Kept by Ana Author.")] = ""
    nav: Annotated[
        tuple[NavItem, ...],
        Setting(read_nav, "The places in the header, in order.", NAV_EXAMPLE, "every list, then your own pages"),
    ] = ()
    docs: Annotated[bool, Setting(switch, "Whether `docs/*.md` become pages, as a manual.", "yes")] = False
    format: Annotated[int, Setting(archive_format, "The archive's format; `papershelf migrate` updates it.", "1")] = (
        FORMAT
    )
    taxonomies: Annotated[
        dict[str, Taxonomy],
        Setting(TAXONOMIES, "Lists of terms: new ones, or settings of existing ones.", "{methods: {title: Methods}}"),
    ] = {}
    aliases: Annotated[
        dict[str, dict[str, Declaration]],
        Setting(read_aliases, "Other spellings of terms.", "{authors: {Ana Author: [A. Author]}}"),
    ] = {}
    lists: Annotated[ListSettings, Setting(group(ListSettings), "How long lists are.", "{page_size: 50}")] = (
        ListSettings()
    )
    feeds: Annotated[FeedSettings, Setting(group(FeedSettings), "How much [feeds](feeds.md) hold.", "{items: 20}")] = (
        FeedSettings()
    )
    trending: Annotated[
        TrendingSettings, Setting(group(TrendingSettings), "The ranking by [counts](reading.md).", "{show: no}")
    ] = TrendingSettings()
    watch: Annotated[
        tuple[Watch, ...],
        Setting(read_watch, "Questions to [follow](watching.md): the title of each, and its query.", WATCH_EXAMPLE),
    ] = ()
    trends: Annotated[bool, Setting(switch, "Whether there are pages about changes over time.", "no")] = True
    map: Annotated[bool, Setting(switch, "Whether there is a map of the papers.", "no")] = True
    vectors: Annotated[
        str,
        Setting(
            vectors,
            "The file in `content/` with vectors for [search by meaning](search.md#vectors-that-the-archive-keeps).",
            "model.npz",
        ),
    ] = "vectors.npz"
    offline: Annotated[
        bool, Setting(switch, "Whether browsers may [keep the site](reading.md#without-a-connection).", "no")
    ] = True
    citations: Annotated[
        bool, Setting(switch, "Whether pages show [who cites whom](citations.md), from `content/citations.csv`.", "no")
    ] = True
    calendar: Annotated[bool, Setting(switch, "Whether the archive page shows the days of each month.", "no")] = True
    surprise: Annotated[
        bool, Setting(switch, "Whether the home page offers a paper of the day and a random one.", "no")
    ] = True
    terms: Annotated[
        TermSettings,
        Setting(
            group(TermSettings), "What the page of a [tag, author, …](insight.md) shows of its papers.", "{facets: no}"
        ),
    ] = TermSettings()
    related: Annotated[RelatedSettings, Setting(RELATED, "Related papers; `false` for none.", "{count: 5}")] = (
        RelatedSettings()
    )
    metadata: Annotated[
        MetadataSettings,
        Setting(group(MetadataSettings), "What pages say to programs beyond the basics.", "{cards: papers}"),
    ] = MetadataSettings()
    data: Annotated[
        DataSettings,
        Setting(DATA, "Files for other programs; by default, the number of papers decides.", "{jsonl: no}"),
    ] = DataSettings()
    cite_as: Annotated[
        CiteAsSettings,
        Setting(
            group(CiteAsSettings),
            "How to cite [the archive itself](records.md).",
            "{authors: [Ana Author], license: CC0-1.0}",
        ),
    ] = CiteAsSettings()
    daily: Annotated[
        tuple[DailySource, ...],
        Setting(
            DAILY, "The [sources](automating.md) that `papershelf daily` asks, one or a list.", "{source: hf-daily}"
        ),
    ] = ()
    pictures: Annotated[
        bool,
        Setting(switch, "Whether `add`, `daily` and `import` fetch [a picture](pictures.md) of each new paper.", "yes"),
    ] = False
    digest: Annotated[
        DigestSettings, Setting(group(DigestSettings), "[Digests](feeds.md) of a period's papers.", "{pages: month}")
    ] = DigestSettings()
    comments: Annotated[
        CommentSettings,
        Setting(
            COMMENTS,
            "Comments by giscus, loaded when a reader asks for them.",
            "{repository: you/papers, repository_id: R_1, category: Announcements, category_id: DIC_1}",
        ),
    ] = CommentSettings()
    visits: Annotated[
        VisitSettings,
        Setting(group(VisitSettings), "A script that counts visits.", "{script: 'https://stats.example.org/count.js'}"),
    ] = VisitSettings()
    limits: Annotated[
        LimitSettings, Setting(group(LimitSettings), "What a build may produce and lose.", "{site_bytes: 1GB}")
    ] = LimitSettings()
    accept: Annotated[
        tuple[Acceptance, ...],
        Setting(read_acceptances, "Warnings to leave out of reports, by code and path.", ACCEPT_EXAMPLE),
    ] = ()
    declarations: dict[str, dict[str, Declaration]] = {}
    """What `aliases` and `content/<taxonomy>.yml` say about terms, by taxonomy and name."""
    words: Catalogue = Catalogue()
    """The words of the interface: those that ship in this language, and the archive's own."""
    published: frozenset[str] = frozenset()
    """Addresses of the published site that a build must not lose, without `.html`."""
    removed: dict[str, Removal] = {}
    """What `content/removed.yml` says about addresses, written without `.html`."""

    @property
    def custom_properties(self) -> tuple[tuple[str, str], ...]:
        """The custom properties of the site's own stylesheet, the logo's among them."""
        logo = {"logo": f"url(../{self.logo})", "logo-width": "2.5rem"} if self.logo else {}
        return tuple(sorted((logo | self.style).items()))

    @property
    def taxonomy_fields(self) -> tuple[str, ...]:
        """The fields of entries that only `site.yml` declares."""
        return tuple(t.field for name, t in self.taxonomies.items() if name not in DEFAULT_TAXONOMIES)
