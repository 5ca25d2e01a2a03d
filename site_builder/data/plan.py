"""Files of the site that have no template: the archive's data for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from site_builder.contexts.signposts import has_linkset
from site_builder.core.diagnostics import Diagnostic
from site_builder.data.api import Papers, plan_api
from site_builder.data.bulk import known_notes, plan_bibtex, plan_csl_json, plan_json_lines, plan_llms
from site_builder.data.crate import plan_crate
from site_builder.data.file import DataFile, LoadBody, fingerprint
from site_builder.data.linkset import plan_linkset
from site_builder.data.oai import plan_oai
from site_builder.data.papers import plan_papers
from site_builder.data.previews import Picture, draw
from site_builder.library.library import Library
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import SITE_CARD, check_collisions, paper_card_url
from site_builder.site.page import Plan
from site_builder.site.permanence import ADDRESSES_URL, plan_addresses


def plan_data_files(library: Library, config: SiteConfig, load_body: LoadBody, key: bytes) -> tuple[DataFile, ...]:
    """Return all data files of a site.

    `load_body` reads an entry's abstract and is called by `read` only; `key` is a digest of the library's input.
    """
    wants = partial(config.data.wants, papers=len(library.entries))
    papers = Papers(library)
    files: list[DataFile] = []
    if wants("bibtex"):
        files += plan_bibtex(library)
    if wants("csl"):
        files += plan_csl_json(library)
    if wants("jsonl"):
        files += plan_json_lines(library, papers, load_body, key)
    if config.base_url and config.data.gateway and config.data.email:
        files += plan_oai(library, config, load_body)
    if has_linkset(config, len(library.entries)):
        files += plan_linkset(library, config)
    if wants("api"):
        files += plan_api(library, config, papers, [file.url for file in files])
    if wants("llms"):
        files += plan_llms(library, config, [file.url for file in files])
    if wants("crate"):
        files += plan_crate(library, config, known_notes([file.url for file in files]))
    if wants("markdown"):
        files += plan_papers(library, config, load_body)
    return (*files, *_cards(library, config))


def check_data_files(files: Sequence[DataFile], plan: Plan) -> tuple[Diagnostic, ...]:
    """Return a problem for each data file whose address is taken by another file or a page."""
    pages = {page.url.lower() for page in plan.pages}
    claims = [(file.url, f"the {file.kind} data") for file in files]
    claims += [(url, "a page") for url, _ in claims if url.lower() in pages]
    return check_collisions([url for url, _ in claims], lambda position: claims[position][1])


def addresses_file(plan: Plan, key: bytes) -> DataFile:
    """Return the list of the site's addresses, by which the next build checks that none is lost.

    `key` is a digest of the plan's input.
    """

    def read() -> bytes:
        return "".join([f"{address}\n" for address in plan_addresses(plan)]).encode()

    return DataFile(ADDRESSES_URL, "addresses", partial(fingerprint, ADDRESSES_URL, key), read)


def _cards(library: Library, config: SiteConfig) -> Iterator[DataFile]:
    """Yield the pictures for shared links; they need `base_url`, since pages must give their whole address."""
    wanted = config.metadata.cards if config.base_url else "none"
    site = Picture(config.title, config.description, "", config.style.get("accent", ""))
    if wanted != "none":
        yield DataFile(SITE_CARD, "cards", partial(fingerprint, SITE_CARD, site), partial(draw, site))
    for entry in library.entries if wanted == "papers" else ():
        authors = ", ".join(author.name for author in entry.authors)
        picture = Picture(entry.title, authors, config.title, site.accent)
        url = paper_card_url(entry.id)
        yield DataFile(url, "cards", partial(fingerprint, url, picture), partial(draw, picture))
