"""The settings within groups of `site.yml`, such as `feeds: {items: 20}`: each declared once, as a field."""

from __future__ import annotations

from typing import Annotated

import msgspec
from yaml.nodes import Node, ScalarNode

from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import (
    choice,
    doi,
    email,
    feed_id,
    number,
    script_attributes,
    share,
    size,
    switch,
    text,
    texts,
    web_address,
)
from site_builder.settings.setting import Group, Setting, read_group

# A site of at least this many papers leaves things out to stay below 1 GB.
LARGE_ARCHIVE = 60_000

MOST_RELATED = 10
"""The related papers that are stored for each paper, and so the most that a page can show."""

# The most papers for which a data file is made unless `site.yml` says otherwise.
DATA_LIMITS = {
    "api": 50_000,
    "bibtex": 50_000,
    "csl": 20_000,
    "jsonl": 20_000,
    "linkset": 20_000,
    "crate": 20_000,
    "markdown": 20_000,
    "llms": 1_000_000,
}
LIST_ENTRIES = 20


class ListSettings(msgspec.Struct, frozen=True):
    """How long lists are."""

    page_size: Annotated[int, Setting(number(5, 5_000), "Papers on one page of a list.", "50")] = 100
    card_authors: Annotated[int, Setting(number(1, 1_000), "Authors named for each paper in a list.", "6")] = 3


class LimitSettings(msgspec.Struct, frozen=True):
    """What a build may produce and lose."""

    site_bytes: Annotated[int, Setting(size, "The size that builds compare the site with.", "500MB", "1GB")] = 10**9
    shrink: Annotated[float, Setting(share, "The share of papers that one build may remove.", "10%", "5%")] = 0.05


class FeedSettings(msgspec.Struct, frozen=True):
    """How many papers feeds hold, and what the identifiers in them start with if not with `base_url`."""

    items: Annotated[int, Setting(number(0, 1_000), "Papers in the feed of a term; 0 for no such feeds.", "20")] = 10
    site_items: Annotated[int, Setting(number(0, 1_000), "Papers in the site's own feed; 0 for none.", "100")] = 50
    id: Annotated[
        str,
        Setting(
            feed_id,
            "What identifiers in feeds start with, if the site has moved.",
            "https://example.org/old/",
            "`base_url`",
        ),
    ] = ""


class TrendingSettings(msgspec.Struct, frozen=True):
    """Whether there are trending pages, and how their scores are computed."""

    show: Annotated[bool, Setting(switch, "Whether there are trending pages.", "no")] = True
    comments: Annotated[int, Setting(number(0, 1_000), "Points for a comment.", "4")] = 2
    stars: Annotated[int, Setting(number(0, 1_000), "Points for ten times as many stars.", "5")] = 10
    half_life: Annotated[int, Setting(number(1, 365), "Days after which a score is halved.", "7")] = 3


class RelatedSettings(msgspec.Struct, frozen=True):
    """How many related papers a paper's page shows; None for as many as a site of 1 GB has room for."""

    count: Annotated[
        int | None,
        Setting(
            number(0, MOST_RELATED),
            f"How many a page shows, at most {MOST_RELATED}.",
            "5",
            f"{MOST_RELATED}; 5 from 20,000 papers, 3 from 60,000",
        ),
    ] = None

    def most(self, papers: int) -> int:
        """Return the most related papers that a page shows in an archive of so many papers."""
        if self.count is not None:
            return self.count
        return MOST_RELATED if papers < 20_000 else 5 if papers < LARGE_ARCHIVE else 3


class TermSettings(msgspec.Struct, frozen=True):
    """What the page of a term shows about its papers."""

    years: Annotated[bool, Setting(switch, "How many papers each year has.", "no")] = True
    companions: Annotated[bool, Setting(switch, "Co-authors of an author; tags often used with a tag.", "no")] = True
    facets: Annotated[bool, Setting(switch, "An author's tags, an organization's authors and so on.", "no")] = True
    picture: Annotated[
        int | None,
        Setting(
            number(0, 1_000),
            "Co-authors, of two papers or more, that an author needs for a picture of them; 0 for no pictures.",
            "3",
            "5; 0 from 60,000 papers",
        ),
    ] = None

    def least_coauthors(self, papers: int) -> int:
        """Return how many co-authors a picture needs in an archive of so many papers; 0 for no pictures."""
        if self.picture is not None:
            return self.picture
        return 5 if papers < LARGE_ARCHIVE else 0


class MetadataSettings(msgspec.Struct, frozen=True):
    """What pages say to programs beyond what costs next to nothing; None depends on the number of papers."""

    json_ld: Annotated[bool | None, Setting(switch, "Whether pages have JSON-LD.", "no", "up to 60,000 papers")] = None
    signposting: Annotated[
        bool | None,
        Setting(
            switch, "Whether pages have [links for programs](records.md) in their heads.", "no", "up to 60,000 papers"
        ),
    ] = None
    brief: Annotated[
        bool | None,
        Setting(switch, "Whether pages leave out [what they repeat](feeds.md).", "yes", "no; yes from 60,000 papers"),
    ] = None
    cards: Annotated[
        str,
        Setting(
            choice("none", "site", "papers"),
            "Pictures for shared links: `none`, `site` for one, or `papers` for one each.",
            "papers",
        ),
    ] = "site"

    def has_json_ld(self, papers: int) -> bool:
        """Return whether pages of papers have JSON-LD in an archive of so many papers."""
        return papers < LARGE_ARCHIVE if self.json_ld is None else self.json_ld

    def has_signposts(self, papers: int) -> bool:
        """Return whether pages of papers have links for programs in an archive of so many papers."""
        return papers < LARGE_ARCHIVE if self.signposting is None else self.signposting

    def is_brief(self, papers: int) -> bool:
        """Return whether pages leave out what they repeat of themselves and of the home page."""
        return papers >= LARGE_ARCHIVE if self.brief is None else self.brief


class DataSettings(msgspec.Struct, frozen=True):
    """Which data files a site has; None depends on the number of papers."""

    api: Annotated[bool | None, Setting(switch, "A JSON API.", "no", "up to 50,000 papers")] = None
    bibtex: Annotated[bool | None, Setting(switch, "BibTeX of all papers.", "no", "up to 50,000 papers")] = None
    csl: Annotated[bool | None, Setting(switch, "CSL-JSON of all papers.", "no", "up to 20,000 papers")] = None
    jsonl: Annotated[
        bool | None, Setting(switch, "One JSON object per line, with abstracts.", "yes", "up to 20,000 papers")
    ] = None
    linkset: Annotated[
        bool | None, Setting(switch, "The [links for programs](records.md) in one file.", "no", "up to 20,000 papers")
    ] = None
    crate: Annotated[
        bool | None, Setting(switch, "A description of the archive as an RO-Crate.", "no", "up to 20,000 papers")
    ] = None
    markdown: Annotated[
        bool | None, Setting(switch, "Each paper as Markdown, next to its page.", "no", "up to 20,000 papers")
    ] = None
    llms: Annotated[
        bool | None, Setting(switch, "`llms.txt`, a guide for language models.", "no", "up to 1,000,000 papers")
    ] = None
    lists: Annotated[
        int | None,
        Setting(
            number(0, 1_000_000_000),
            "Papers that a term needs for a BibTeX file of its own; 0 for no such files.",
            "5",
            f"{LIST_ENTRIES}; 0 from 50,000 papers",
        ),
    ] = None
    zip: Annotated[
        str,
        Setting(
            web_address,
            "Where [the site in one file](data.md) is published, for the page about data.",
            "https://github.com/you/papers/releases/latest/download/site.zip",
        ),
    ] = ""
    gateway: Annotated[
        str,
        Setting(
            web_address,
            "The OAI-PMH gateway that serves the archive; needs `email`.",
            "https://gateway.example.org/oai",
        ),
    ] = ""
    email: Annotated[str, Setting(email, "The contact for harvesters; needs `gateway`.", "curator@example.org")] = ""

    def wants(self, name: str, papers: int) -> bool:
        """Return whether an archive of so many papers has the data file of that name."""
        wanted: bool | None = getattr(self, name)
        return papers <= DATA_LIMITS[name] if wanted is None else wanted

    def list_entries(self, papers: int) -> int:
        """Return how many papers a term needs for a BibTeX file in an archive of so many; 0 for no such files."""
        if self.lists is not None:
            return self.lists
        return LIST_ENTRIES if papers <= DATA_LIMITS["bibtex"] else 0

    def has_any(self, papers: int) -> bool:
        """Return whether an archive of so many papers has any data file."""
        return bool(self.zip) or any(self.wants(name, papers) for name in DATA_LIMITS)


class CiteAsSettings(msgspec.Struct, frozen=True):
    """How to cite the archive itself, and under which license others may use it."""

    authors: Annotated[tuple[str, ...], Setting(texts, "Who keeps the archive.", "[Ana Author, Bo Writer]")] = ()
    license: Annotated[
        str, Setting(text(200), "The license of the archive's own records: a name or an address.", "CC0-1.0")
    ] = ""
    doi: Annotated[str, Setting(doi, "The DOI of the archive, if a repository gave it one.", "10.1000/182")] = ""


class DigestSettings(msgspec.Struct, frozen=True):
    """Which periods have digests as pages, and how many papers a digest names."""

    pages: Annotated[
        str,
        Setting(
            choice("day", "week", "month", "none"),
            "The periods whose digests are pages: `day`, `week`, `month` or `none`.",
            "month",
        ),
    ] = "week"
    items: Annotated[int, Setting(number(1, 1_000), "The most papers in a digest.", "10")] = 20


class CommentSettings(msgspec.Struct, frozen=True):
    """The GitHub repository and discussion category in which giscus stores comments."""

    repository: Annotated[str, Setting(text(200), "The repository that has the discussions.", "you/papers")] = ""
    repository_id: Annotated[str, Setting(text(200), "Its identifier, from giscus.", "R_1")] = ""
    category: Annotated[str, Setting(text(200), "The category of the discussions.", "Announcements")] = ""
    category_id: Annotated[str, Setting(text(200), "Its identifier, from giscus.", "DIC_1")] = ""


class VisitSettings(msgspec.Struct, frozen=True):
    """A script that counts visits."""

    script: Annotated[str, Setting(web_address, "Its address.", "https://stats.example.org/count.js")] = ""
    attributes: Annotated[
        dict[str, str], Setting(script_attributes, "The attributes that it needs.", "{data-domain: example.org}")
    ] = {}


def _read_related(reader: Reader, node: Node, name: str, example: str) -> RelatedSettings | None:
    if isinstance(node, ScalarNode) and node.value == "false":
        return RelatedSettings(0)
    values = read_group(reader, node, name, example, RelatedSettings)
    return None if values is None else RelatedSettings(**values)


def _read_comments(reader: Reader, node: Node, name: str, example: str) -> CommentSettings | None:
    values = read_group(reader, node, name, example, CommentSettings)
    if values is None or len(values) == len(CommentSettings.__struct_fields__):
        return None if values is None else CommentSettings(**values)
    reader.error(node, "E302", "comments need four settings", f"copy them from https://giscus.app: {name}: {example}")
    return None


def _read_data(reader: Reader, node: Node, name: str, example: str) -> DataSettings | None:
    values = read_group(reader, node, name, example, DataSettings)
    if values is None:
        return None
    if bool(values.get("gateway")) != bool(values.get("email")):
        hint = "write both: data: {gateway: https://gateway.example.org/oai, email: curator@example.org}"
        reader.error(node, "E302", "an OAI-PMH repository needs both a gateway and an email address", hint)
    return DataSettings(**values)


RELATED = Group(RelatedSettings, _read_related)
COMMENTS = Group(CommentSettings, _read_comments)
DATA = Group(DataSettings, _read_data)
