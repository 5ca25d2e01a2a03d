"""Renders every template of a theme on a sample archive, with each field filled and each field empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import jinja2
import msgspec

from site_builder.content.citation_file import Row
from site_builder.contexts.cards import Cards
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.library.library import Library, make_library
from site_builder.map.regions import Atlas, Region
from site_builder.model import Author, Body, Collection, ContentPage, Entry, Notice, Pick, Version
from site_builder.pages.contexts import Contexts
from site_builder.pages.kind import Context
from site_builder.pages.plan import make_plan
from site_builder.pages.site_context import Sizes
from site_builder.related.relations import Relation
from site_builder.settings.groups import CommentSettings, VisitSettings
from site_builder.settings.queries import QueryText
from site_builder.settings.terms import Declaration, Removal
from site_builder.settings.types import SiteConfig
from site_builder.settings.watch import Watch
from site_builder.text.markdown import render_abstract
from site_builder.theme.load import Templates, Theme, bundled_themes, load_theme
from site_builder.theme.render import render_page, template_problem


def check_theme(root: Path, name: str, config: SiteConfig) -> tuple[Diagnostic, ...]:
    """Return the problems of a theme's templates: mistakes, and names that are not in the contract."""
    try:
        theme = load_theme(root, name)
    except ContentError as error:
        return error.diagnostics
    templates = Templates(theme, config.words.pages)
    problems = compile_templates(templates, theme.templates)
    if problems:
        return problems
    return tuple(
        sorted({problem for names, context in sample_pages(config) for problem in _render(templates, names, context)})
    )


def sample_pages(config: SiteConfig) -> Iterator[tuple[tuple[str, ...], Context]]:
    """Yield the templates and the context of every page of a sample archive: once with all settings, once with few."""
    full = sample_config(config)
    for sample in (full, msgspec.structs.replace(full, base_url="", repository="", data=config.data)):
        library = sample_library(sample)
        cards = Cards(library, sample, lambda entry: _body(entry), {"papers/files/figure.webp": (320, 200)})
        pages = make_plan(library, sample).pages
        contexts = Contexts(library, sample, pages, cards, _relations, lambda: _ATLAS, lambda: _SIZES, ((0, 1), ()))
        for page in pages:
            yield contexts.kind(page).templates(page), contexts.context(page)


def sample_config(config: SiteConfig) -> SiteConfig:
    """Return an archive's settings with every optional one filled, and with lists of several pages."""
    return msgspec.structs.replace(
        config,
        base_url=config.base_url or "https://example.org/papers/",
        repository=config.repository or "https://example.org/repository",
        description=config.description or "A sample.",
        footer=config.footer or "A footer.",
        style=config.style or {"accent": "#7a1f1f"},
        lists=msgspec.structs.replace(config.lists, page_size=5),
        comments=CommentSettings("owner/name", "R_1", "Announcements", "DIC_1"),
        data=msgspec.structs.replace(config.data, zip="https://example.org/site.zip", lists=2),
        watch=(Watch("Samples", "samples", QueryText("sample")), Watch("Nothing", "nothing", QueryText("none"))),
        removed={"papers/moved": Removal(to="archive"), "papers/gone": Removal("It was a mistake.")},
        visits=VisitSettings("https://stats.example.org/count.js", {"data-domain": "example.org"}),
        taxonomies={
            name: msgspec.structs.replace(taxonomy, feed_entries=2) for name, taxonomy in config.taxonomies.items()
        },
        declarations={
            "tags": {"sample": Declaration("Sample", "", "What it means.", ("An example",), url="https://example.org/")}
        },
    )


def sample_library(config: SiteConfig) -> Library:
    """Return a library with an entry that has everything, one that has a title only, and a day of twelve."""
    full = Entry(
        id="full",
        path="content/papers/full.md",
        digest="00" * 16,
        title="A title with $x^2$",
        authors=(Author("Ana Author", "0000-0002-1825-0097", "A Lab", "https://example.org/"), Author("Bo Writer")),
        author_count=12,
        date="2026-05-26",
        published="2026-05-25",
        tags=("sample", "other"),
        organizations=("A Lab", "Another Lab"),
        venue="A Conference",
        terms=dict.fromkeys(config.taxonomy_fields, ("one", "two")),
        identifiers={"arxiv": "2604.12890", "doi": "10.1000/182"},
        links={"code": "https://example.org/code", "poster": "poster.pdf"},
        summary="A summary.",
        excerpt="The abstract.",
        upvotes=12,
        comments=3,
        stars=1200,
        as_of="2026-05-27",
        thumbnail="figure.webp",
        media=("https://example.org/film.mp4",),
        submitted_by="Cem Third",
        note="A note.",
        related=("bare",),
        versions=(Version("v1", "2026-05-25", "First.", "https://example.org/v1"), Version("v2")),
        aliases=("old",),
        withdrawn=Notice("retracted", "A proof is wrong.", "2026-05-28", "https://example.org/notice"),
        license="CC BY 4.0",
        volume="1",
        issue="2",
        pages="1-10",
        publisher="A Press",
        editors=(Author("Dee Editor", family="Editor"),),
        collaboration="A Group",
        series="A Series",
        edition="2nd",
        address="Kyoto",
        issn="1234-5679",
        genre="Master's thesis",
        provenance={"summary": "a model"},
    )
    day = [
        msgspec.structs.replace(
            full, id=f"sample-{n}", title=f"Sample {n}", organizations=("A Lab",), identifiers={}, related=()
        )
        for n in range(12)
    ]
    bare = Entry("bare", "content/papers/bare.md", "00" * 16, "A bare entry")
    coarse = Entry("coarse", "content/papers/coarse.md", "00" * 16, "A month", published="2025-03", author_count=2)
    pages = [
        ContentPage(name, f"content/pages/{name}.md", "00" * 16, "About", "<p>About.</p>", "About.")
        for name in ("about", "index", "people/alumni")
    ]
    picks = (Pick("full", "Read it *first*, for $x^2$."), Pick("bare"))
    collection = Collection("start", "content/collections/start.md", "00" * 16, "Where to start", picks, "A sample.")
    library, _ = make_library([full, *day, bare, coarse], pages, config, lambda path: b"", [collection], _CITATIONS)
    return library


_CITATIONS = [
    Row("full", "bare"),
    *(Row(f"sample-{n}", cited) for n in range(12) for cited in ("full", "doi:10.1000/183")),
]


_ATLAS = Atlas((Region(9, 9, ("sample", "other"), 3, (0, 1)),), ("sample",), (((0, 3),),), ((0, 0, 1),))


_SIZES = Sizes({"papers.bib": 1, "papers-2.bib": 1, "api/v1/index.json": 1})


def _relations(position: int) -> tuple[Relation, ...]:
    return (Relation(0, ("x", "tags/sample")), Relation(1, ())) if position == 0 else ()


def _body(entry: Entry) -> Body:
    html, text = render_abstract("An *abstract* with $x$." if entry.excerpt else "")
    return Body("", html, text)


def own_templates(theme: Theme) -> list[str]:
    """Return the names of the templates that did not come with Papershelf."""
    return [name for name, path in theme.templates.items() if not Path(path).is_relative_to(bundled_themes())]


def compile_templates(templates: Templates, names: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return the mistakes that prevent templates from being compiled."""
    problems = []
    for name in sorted(names):
        try:
            templates.environment.get_template(name)
        except jinja2.TemplateError as error:
            problems.append(template_problem(error, name, {}))
        except ContentError as error:
            problems += error.diagnostics
    return tuple(problems)


def _render(templates: Templates, names: tuple[str, ...], context: Context) -> tuple[Diagnostic, ...]:
    try:
        render_page(templates, names, context)
    except ContentError as error:
        return error.diagnostics
    return ()
