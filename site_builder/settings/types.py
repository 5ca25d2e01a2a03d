"""The types of an archive's settings; `site_file` reads them."""

from __future__ import annotations

import msgspec

from site_builder.model import Taxonomy

# The format of archives that this version reads and writes; `migration` brings older ones here.
FORMAT = 1

DEFAULT_TAXONOMIES = {
    "tags": Taxonomy("tags", "tags", "Tags", "Tag"),
    "authors": Taxonomy("authors", "authors", "Authors", "Author"),
    "organizations": Taxonomy("organizations", "organizations", "Organizations", "Organization"),
    "venues": Taxonomy("venues", "venue", "Venues", "Venue"),
}


class Declaration(msgspec.Struct, frozen=True):
    """What `content/<taxonomy>.yml` says of one term."""

    name: str
    slug: str = ""
    description: str = ""
    spellings: tuple[str, ...] = ()
    orcid: str = ""
    url: str = ""
    place: tuple[str, int, int] = ("", 0, 0)
    """Path, line and column of the declaration."""


class Removal(msgspec.Struct, frozen=True):
    """What became of an address: why its page is gone, or the address where it is now."""

    reason: str = ""
    to: str = ""
    place: tuple[str, int, int] = ("", 0, 0)
    """Path, line and column of the declaration."""


class FeedSettings(msgspec.Struct, frozen=True):
    """How many papers feeds hold, and what the identifiers in them start with where that is not `base_url`."""

    items: int = 10
    site_items: int = 50
    id: str = ""


class TrendingSettings(msgspec.Struct, frozen=True):
    """Whether there are trending pages; what a comment counts, what ten times the stars; in how many days it halves."""

    show: bool = True
    comments: int = 2
    stars: int = 10
    half_life: int = 3


MOST_RELATED = 10
"""Related papers that are kept for each paper, and so as many as a page can show."""


class RelatedSettings(msgspec.Struct, frozen=True):
    """How many related papers a paper's page shows; as many as fit a site of 1 GB where `count` is not set."""

    count: int | None = None

    def most(self, papers: int) -> int:
        """Return how many a page of an archive of so many papers shows at the most."""
        if self.count is not None:
            return self.count
        return MOST_RELATED if papers < 20_000 else 5 if papers < 60_000 else 3


class TermSettings(msgspec.Struct, frozen=True):
    """What the page of a term says of its papers; how many co-authors an author's picture of them needs, 0 for none."""

    years: bool = True
    companions: bool = True
    facets: bool = True
    picture: int | None = None

    def least_coauthors(self, papers: int) -> int:
        """Return how many co-authors of at least two papers a picture needs in an archive of so many papers."""
        if self.picture is not None:
            return self.picture
        return 5 if papers < 60_000 else 0


class CommentSettings(msgspec.Struct, frozen=True):
    """Where giscus keeps comments: a repository and a category of its discussions, with their identifiers."""

    repository: str = ""
    repository_id: str = ""
    category: str = ""
    category_id: str = ""


class VisitSettings(msgspec.Struct, frozen=True):
    """A counter of visits: its script, and the attributes that its maker wants on it."""

    script: str = ""
    attributes: dict[str, str] = {}


class DigestSettings(msgspec.Struct, frozen=True):
    """Which periods have digests as pages: `day`, `week`, `month` or `none`; and how many papers a digest names."""

    pages: str = "week"
    items: int = 20


# From so many papers on a site of 1 GB has better use for some of its bytes.
LARGE_ARCHIVE = 60_000


class MetadataSettings(msgspec.Struct, frozen=True):
    """What pages say to programs beyond what costs next to nothing: JSON-LD, and pictures for links that are shared.

    `cards` is `none`, `site` (one picture for all pages) or `papers` (one for each paper). `brief` leaves out what most
    pages repeat. JSON-LD and brevity that are neither asked for nor refused depend on the number of papers.
    """

    json_ld: bool | None = None
    brief: bool | None = None
    cards: str = "site"

    def has_json_ld(self, papers: int) -> bool:
        """Return whether pages of papers have JSON-LD in an archive of so many."""
        return papers < LARGE_ARCHIVE if self.json_ld is None else self.json_ld

    def is_brief(self, papers: int) -> bool:
        """Return whether pages leave out what they repeat of themselves and of the home page."""
        return papers >= LARGE_ARCHIVE if self.brief is None else self.brief


# The formats that `papershelf daily` reads, with the address of their files where they have one.
DAILY_SOURCES = {
    "hf-daily": "https://huggingface.co/api/daily_papers?date={date}",
    "bibtex": "",
    "csl-json": "",
    "ris": "",
}


class DailySettings(msgspec.Struct, frozen=True):
    """What `papershelf daily` imports: a format, the address of its files with `{date}` for the day, how many days."""

    source: str = ""
    address: str = ""
    days: int = 7


# Above so many papers a file is made only where `site.yml` asks for it: a site should stay below 1 GB.
DATA_LIMITS = {"api": 50_000, "bibtex": 50_000, "csl": 20_000, "jsonl": 20_000, "llms": 1_000_000}
LIST_ENTRIES = 20


class DataSettings(msgspec.Struct, frozen=True):
    """Which files of data a site has; `None` leaves that to the number of papers.

    The OAI-PMH repository needs the address of a gateway and that of a person. `zip` is where the site in one file is.
    """

    api: bool | None = None
    bibtex: bool | None = None
    csl: bool | None = None
    jsonl: bool | None = None
    llms: bool | None = None
    lists: int | None = None
    zip: str = ""
    gateway: str = ""
    email: str = ""

    def wants(self, name: str, papers: int) -> bool:
        """Return whether an archive of so many papers has the file of that name."""
        wanted: bool | None = getattr(self, name)
        return papers <= DATA_LIMITS[name] if wanted is None else wanted

    def list_entries(self, papers: int) -> int:
        """Return how many papers a term needs for BibTeX of its list in an archive of so many; 0: no list has any."""
        if self.lists is not None:
            return self.lists
        return LIST_ENTRIES if papers <= DATA_LIMITS["bibtex"] else 0

    def has_any(self, papers: int) -> bool:
        """Return whether an archive of so many papers has any of them."""
        return bool(self.zip) or any(self.wants(name, papers) for name in DATA_LIMITS)


class SiteConfig(msgspec.Struct, frozen=True):
    """The settings of an archive."""

    format: int = FORMAT
    title: str = "Papers"
    description: str = ""
    language: str = "en"
    base_url: str = ""
    theme: str = "default"
    repository: str = ""
    footer: str = ""
    docs: bool = False
    logo: str = ""
    style: dict[str, str] = {}
    taxonomies: dict[str, Taxonomy] = {}
    declarations: dict[str, dict[str, Declaration]] = {}
    removed: dict[str, Removal] = {}
    page_size: int = 100
    card_authors: int = 3
    site_bytes: int = 1_000_000_000
    shrink: float = 0.05
    feeds: FeedSettings = FeedSettings()
    trending: TrendingSettings = TrendingSettings()
    related: RelatedSettings = RelatedSettings()
    trends: bool = True
    map: bool = True
    calendar: bool = True
    surprise: bool = True
    terms: TermSettings = TermSettings()
    metadata: MetadataSettings = MetadataSettings()
    daily: DailySettings = DailySettings()
    data: DataSettings = DataSettings()
    digest: DigestSettings = DigestSettings()
    comments: CommentSettings = CommentSettings()
    visits: VisitSettings = VisitSettings()

    @property
    def custom_properties(self) -> tuple[tuple[str, str], ...]:
        """The custom properties of the site's own stylesheet, the logo's among them."""
        logo = {"logo": f"url(../{self.logo})", "logo-width": "2.5rem"} if self.logo else {}
        return tuple(sorted((logo | self.style).items()))

    @property
    def taxonomy_fields(self) -> tuple[str, ...]:
        """The fields of entries that only `site.yml` declares."""
        return tuple(t.field for name, t in self.taxonomies.items() if name not in DEFAULT_TAXONOMIES)
