"""The fields of an entry: the meaning, an example and the type of each."""

from __future__ import annotations

import msgspec

from site_builder.content.values import (
    ALIASES,
    AUTHORS,
    EDITORS,
    LINKS,
    MEDIA,
    PROVENANCE,
    THUMBNAIL,
    VERSIONS,
    WITHDRAWN,
    identifier,
)
from site_builder.reading.identifiers import IDENTIFIERS
from site_builder.reading.kinds import Shape, count, date, day, text, texts

# Fields of other formats, and what to write instead.
ELSEWHERE = {
    "id": "the identifier is the file's name: delete the line",
    "slug": "the address comes from the file's name: delete the line",
    "url": "write: links: {page: https://example.org/paper}",
    "pdf": "write: links: {pdf: https://example.org/paper.pdf}",
    "code": "write: links: {code: https://example.org/code}",
    "year": "write: published: 2026",
    "journal": "write: venue: The Journal",
    "booktitle": "write: venue: The Conference",
    "conference": "write: venue: The Conference",
    "keywords": "write: tags: [agents, retrieval]",
    "categories": "write: tags: [agents, retrieval]",
    "description": "write: summary: One or two plain sentences.",
    "draft": "every entry is published: delete the line, or move the file out of content/papers/",
}


class Field(msgspec.Struct, frozen=True):
    """A field of an entry: its name, its meaning, an example, and the shape of its value."""

    name: str
    doc: str
    example: str
    shape: Shape


# What an entry can have in addition to its fields.
EXTRA = text("an x- field", 2_000)


def declared_taxonomy(name: str) -> Shape:
    """Return the shape of a field that `site.yml` declares as a taxonomy."""
    return texts(name, f"{name}: [one, two]")


# In the canonical order of an entry's keys.
FIELDS = {
    field.name: field
    for field in (
        Field("title", "The title: plain text, `$…$` math allowed. Required.", "A Paper: With a Title", text("title")),
        Field(
            "authors",
            "Names, or maps of `name`, `family`, `orcid`, `affiliation`, `url`, `id`.",
            "[Ana Author]",
            AUTHORS,
        ),
        Field("author_count", "How many authors there are, if not all are listed.", "2", count("author_count")),
        Field("collaboration", "The group that the authors write for.", "The Shelf Team", text("collaboration", 300)),
        Field("editors", "Editors of the book or proceedings, written as authors are.", "[Ed Itor]", EDITORS),
        Field(
            "date",
            "The day the archive lists it, which decides the pages of days, weeks, months and years that have it.",
            "2026-04-15",
            day("date"),
        ),
        Field(
            "published",
            "First publication. Without `date`, it decides those pages, as precisely as it is known.",
            "2026-04-13",
            date("published"),
        ),
        *(
            Field(kind.name, f"Its {kind.title} identifier.", kind.example, identifier(kind))
            for kind in IDENTIFIERS.values()
        ),
        Field("venue", "The conference or journal.", "NeurIPS 2025", text("venue", 300)),
        Field("series", "The series that its volume is part of.", "Lecture Notes in Shelving", text("series", 300)),
        Field("volume", "Volume of the proceedings or journal.", "89", text("volume", 100)),
        Field("issue", "Issue of the journal.", "2", text("issue", 100)),
        Field("pages", "Pages.", "1564-1573", text("pages", 100)),
        Field("edition", "Edition of the book.", "2nd", text("edition", 100)),
        Field("publisher", "Publisher; of a thesis or report, the institution.", "A Press", text("publisher", 300)),
        Field("address", "Where the publisher or institution is.", "Kyoto", text("address", 300)),
        Field("issn", "ISSN of the journal or series.", "1234-5679", text("issn", 100)),
        Field("genre", "What kind of thesis or report it is.", "Master's thesis", text("genre", 200)),
        Field(
            "organizations",
            "Companies, universities and groups.",
            "[RUC-AIBOX]",
            texts("organizations", "organizations: [A Lab]"),
        ),
        Field("tags", "Topics.", "[agents, retrieval]", texts("tags", "tags: [agents, retrieval]")),
        Field("links", "Addresses by kind, or files next to the entry.", "{code: https://example.org/code}", LINKS),
        Field("thumbnail", "A small WebP picture next to the entry.", "figure.webp", THUMBNAIL),
        Field("media", "Addresses of videos and pictures.", "[https://example.org/film.mp4]", MEDIA),
        Field("upvotes", "Upvotes on the day `as_of`.", "150", count("upvotes")),
        Field("comments", "Comments on the day `as_of`.", "2", count("comments")),
        Field("stars", "Stars of the code on the day `as_of`.", "1200", count("stars")),
        Field("as_of", "The day on which these counts were taken.", "2026-05-26", day("as_of")),
        Field("submitted_by", "Who submitted it.", "Bo Writer", text("submitted_by", 200)),
        Field("summary", "One or two plain sentences.", "It halves the memory.", text("summary", 1_000)),
        Field("note", "A curator's note.", "Best paper award.", text("note", 2_000)),
        Field("related", "Identifiers of related entries.", "[2604.12890]", texts("related", "related: [2604.12890]")),
        Field("versions", "Published versions.", "[{name: v1, date: 2026-04-13}]", VERSIONS),
        Field("aliases", "Former identifiers; their addresses redirect here.", "[old-name]", ALIASES),
        Field(
            "withdrawn",
            "Why it was withdrawn; or a map of `kind` (withdrawn, retracted or corrected), `reason`, `date`, `url`.",
            "Withdrawn by its authors.",
            WITHDRAWN,
        ),
        Field("license", "The paper's license.", "CC BY 4.0", text("license", 200)),
        Field("provenance", "Who or what filled in a field automatically.", "{summary: a-model}", PROVENANCE),
    )
}

_RANKS = {name: rank for rank, name in enumerate((*FIELDS, "", "abstract"))}


def key_rank(key: str) -> int:
    """Return a key's place in the canonical order: unknown fields follow the known ones, `abstract` comes last."""
    return _RANKS.get(key, _RANKS[""])
