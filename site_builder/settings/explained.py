"""What each setting means and how it is written; a test holds it complete, another reads every example."""

from __future__ import annotations

import msgspec


class SettingDoc(msgspec.Struct, frozen=True):
    """A setting for the reader of a manual: what it decides, an example, and what holds where it is not set."""

    doc: str
    example: str
    default: str = ""


# In the order of the manual; a setting within a group is named with a dot.
SETTING_DOCS: dict[str, SettingDoc] = {
    "title": SettingDoc("The site's name.", "Papers we read", "Papers"),
    "description": SettingDoc("A sentence below the title, and for search engines.", "What our group reads."),
    "language": SettingDoc("Of the interface, English or Chinese (`zh`), and of dates.", "zh", "en"),
    "base_url": SettingDoc(
        "Where the site will be, for feeds, the sitemap and shared links.", "https://example.org/papers/"
    ),
    "repository": SettingDoc("Where the archive lies, for links to its forms.", "https://github.com/you/papers"),
    "theme": SettingDoc(
        "How the site looks: `default`, `proceedings`, or a folder of `themes/`.", "proceedings", "default"
    ),
    "style": SettingDoc("Custom properties of the stylesheet: colours, fonts, lengths.", "{accent: '#7a1f1f'}"),
    "logo": SettingDoc("A picture of `content/static/`, shown beside the title.", "logo.svg"),
    "footer": SettingDoc("A line at the foot of every page.", "Kept by Ana Author."),
    "docs": SettingDoc("Whether `docs/*.md` become pages, as a manual.", "yes", "no"),
    "format": SettingDoc("The format of the archive; `papershelf migrate` raises it.", "1", "1"),
    "taxonomies": SettingDoc(
        "Lists of terms: further ones, or other settings of those that are there.", "{methods: {title: Methods}}"
    ),
    "taxonomies.title": SettingDoc("What the list is called.", "{methods: {title: Methods}}", "its name"),
    "taxonomies.singular": SettingDoc("What one of it is called.", "{methods: {singular: Method}}", "its name"),
    "taxonomies.field": SettingDoc(
        "The field of an entry that names its terms.", "{methods: {field: methods}}", "its name"
    ),
    "taxonomies.min_entries": SettingDoc("The papers that a term needs to be listed.", "{tags: {min_entries: 2}}", "1"),
    "taxonomies.feed_entries": SettingDoc(
        "The papers that a term needs for a feed.",
        "{tags: {feed_entries: 5}}",
        "20; authors 50, 100 from 60,000 papers on",
    ),
    "aliases": SettingDoc("Other spellings of terms.", "{authors: {Ana Author: [A. Author]}}"),
    "lists": SettingDoc("How long lists are.", "{page_size: 50}"),
    "lists.page_size": SettingDoc("Papers on one page of a list.", "50", "100"),
    "lists.card_authors": SettingDoc("Authors that a list names of a paper.", "6", "3"),
    "feeds": SettingDoc("How much [feeds](feeds.md) hold.", "{items: 20}"),
    "feeds.items": SettingDoc("Papers in the feed of a term; 0: no such feeds.", "20", "10"),
    "feeds.site_items": SettingDoc("Papers in the site's own feed; 0: none.", "100", "50"),
    "feeds.id": SettingDoc(
        "What identifiers in feeds start with, where the site has moved.", "https://example.org/old/", "`base_url`"
    ),
    "trending": SettingDoc("The ranking by [counts](reading.md).", "{show: no}"),
    "trending.show": SettingDoc("Whether there are such pages.", "no", "yes"),
    "trending.comments": SettingDoc("Points of a comment.", "4", "2"),
    "trending.stars": SettingDoc("Points of ten times the stars.", "5", "10"),
    "trending.half_life": SettingDoc("Days in which a score halves.", "7", "3"),
    "trends": SettingDoc("Whether there are pages of what changes over time.", "no", "yes"),
    "map": SettingDoc("Whether there is a map of the papers.", "no", "yes"),
    "calendar": SettingDoc("Whether the archive's page shows each month's days.", "no", "yes"),
    "surprise": SettingDoc("Whether the home page draws a paper of the day and, by a script, any.", "no", "yes"),
    "terms": SettingDoc("What the page of a [tag, author, …](insight.md) says of its papers.", "{facets: no}"),
    "terms.years": SettingDoc("How many there are of each year.", "no", "yes"),
    "terms.companions": SettingDoc("Co-authors; tags that stand with a tag.", "no", "yes"),
    "terms.facets": SettingDoc("An author's tags, an organization's authors, and so on.", "no", "yes"),
    "terms.picture": SettingDoc(
        "Co-authors of two papers or more that an author's picture of them needs; 0: no pictures.",
        "3",
        "5; 0 from 60,000 papers on",
    ),
    "related": SettingDoc("Related papers; `false`: none.", "{count: 5}"),
    "related.count": SettingDoc("How many a page shows, up to 10.", "5", "10; 5 from 20,000 papers on, 3 from 60,000"),
    "metadata": SettingDoc("What pages say to programs beyond their tags.", "{cards: papers}"),
    "metadata.json_ld": SettingDoc("Whether pages have JSON-LD.", "no", "up to 60,000 papers"),
    "metadata.brief": SettingDoc(
        "Whether pages leave out [what they repeat](feeds.md).", "yes", "no; yes from 60,000 papers on"
    ),
    "metadata.cards": SettingDoc(
        "Pictures for shared links: `none`, `site`, or `papers`, one for each.", "papers", "site"
    ),
    "data": SettingDoc("Files for other programs; where nothing is said, by the number of papers.", "{jsonl: no}"),
    "data.api": SettingDoc("A JSON API.", "no", "up to 50,000 papers"),
    "data.bibtex": SettingDoc("BibTeX of all papers.", "no", "up to 50,000 papers"),
    "data.csl": SettingDoc("CSL-JSON of all papers.", "no", "up to 20,000 papers"),
    "data.jsonl": SettingDoc("One JSON object a line, abstracts included.", "yes", "up to 20,000 papers"),
    "data.llms": SettingDoc("`llms.txt`, a guide for language models.", "no", "up to 1,000,000 papers"),
    "data.lists": SettingDoc(
        "The papers that a term needs for a BibTeX file of its list; 0: no list has one.",
        "5",
        "20 up to 50,000 papers, else 0",
    ),
    "data.zip": SettingDoc(
        "Where [the site in one file](data.md) is published, for the page about data.",
        "https://github.com/you/papers/releases/latest/download/site.zip",
    ),
    "data.gateway": SettingDoc(
        "The OAI-PMH gateway that reads the site; needs `email`.", "https://gateway.example.org/oai"
    ),
    "data.email": SettingDoc("Whom harvesters can ask; needs `gateway`.", "curator@example.org"),
    "daily": SettingDoc("What `papershelf daily` imports.", "{source: hf-daily}"),
    "daily.source": SettingDoc("Its format: `hf-daily`, `bibtex`, `csl-json` or `ris`.", "hf-daily"),
    "daily.address": SettingDoc(
        "Where its files are, `{date}` standing for the day.", "'https://example.org/{date}.bib'", "that of `hf-daily`"
    ),
    "daily.days": SettingDoc("How many days back it looks.", "14", "7"),
    "digest": SettingDoc("[Digests](feeds.md) of a period's papers.", "{pages: month}"),
    "digest.pages": SettingDoc(
        "The period whose digests are pages: `day`, `week`, `month` or `none`.", "month", "week"
    ),
    "digest.items": SettingDoc("Papers that a digest names.", "10", "20"),
    "comments": SettingDoc(
        "Comments by giscus, asked for when a reader wants them.",
        "{repository: you/papers, repository_id: R_1, category: Announcements, category_id: DIC_1}",
    ),
    "comments.repository": SettingDoc("The repository whose discussions they are.", "you/papers"),
    "comments.repository_id": SettingDoc("Its identifier, as giscus tells it.", "R_1"),
    "comments.category": SettingDoc("The category of discussions.", "Announcements"),
    "comments.category_id": SettingDoc("Its identifier.", "DIC_1"),
    "visits": SettingDoc("A script that counts visits.", "{script: 'https://stats.example.org/count.js'}"),
    "visits.script": SettingDoc("Its address.", "https://stats.example.org/count.js"),
    "visits.attributes": SettingDoc("What its maker wants on it.", "{data-domain: example.org}"),
    "limits": SettingDoc("What a build may make and lose.", "{site_bytes: 1GB}"),
    "limits.site_bytes": SettingDoc("The size that builds compare theirs with.", "500MB", "1GB"),
    "limits.shrink": SettingDoc("The share of papers that may go at once.", "10%", "5%"),
}

TERM_DOCS: dict[str, SettingDoc] = {
    "name": SettingDoc("How it is shown.", "KV cache", "the key"),
    "slug": SettingDoc("The last part of its address.", "kv-cache", "made of the key"),
    "description": SettingDoc("A sentence or two on its page.", "Memory of what was read."),
    "spellings": SettingDoc("Other spellings that entries use.", "[kv-cache, KV-caching]"),
    "orcid": SettingDoc("Of a person: any author with it is this one.", "0000-0002-1825-0097"),
    "url": SettingDoc("Its own page on the web.", "https://example.org/"),
}
