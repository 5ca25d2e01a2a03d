"""Files of the site that no template makes: the archive's data for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import blake2b

import msgspec

from site_builder.cache import tool_digest
from site_builder.config import SiteConfig
from site_builder.diagnostics import Diagnostic
from site_builder.interchange.citation_keys import citation_keys
from site_builder.interchange.exporting import Citable, write_bibtex
from site_builder.library import Library
from site_builder.model import Body, Entry
from site_builder.permalinks import SITE_CARD, check_collisions, paper_card_url
from site_builder.plan import Plan
from site_builder.previews import Picture, draw

LoadBody = Callable[[Entry], Body]


class DataFile(msgspec.Struct, frozen=True):
    """A file of data: its address, the kind that a build's report counts it under, and what gives its bytes.

    `read` runs in any forked process. `fingerprint` is a digest of all that the bytes are made from: of entries'
    digests rather than of the bytes, since it is wanted on each build.
    """

    url: str
    kind: str
    fingerprint: bytes
    read: Callable[[], bytes]


def plan_data_files(library: Library, config: SiteConfig, load_body: LoadBody) -> tuple[DataFile, ...]:
    """Return all files of data of a site; `load_body` gives an entry's abstract, and is for `read` alone."""
    return (*_bibtex(library), *_cards(library, config))


def check_data_files(files: Sequence[DataFile], plan: Plan) -> tuple[Diagnostic, ...]:
    """Return a problem for each file of data whose address is that of another one or of a page."""
    pages = {page.url.lower() for page in plan.pages}
    claims = [(file.url, f"the {file.kind} data") for file in files]
    claims += [(url, "a page") for url, _ in claims if url.lower() in pages]
    return check_collisions([url for url, _ in claims], lambda position: claims[position][1])


def fingerprint(url: str, *parts: object) -> bytes:
    """Return the digest of a file's address, of the tool that makes it, and of what it is made from."""
    return blake2b(msgspec.msgpack.encode((tool_digest(), url, parts)), digest_size=16).digest()


def _bibtex(library: Library) -> Iterator[DataFile]:
    entries = library.entries
    url = "papers.bib"
    digest = fingerprint(url, [(entry.path, entry.facts) for entry in entries])

    def read() -> bytes:
        papers = map(Citable, entries, citation_keys(entries))
        return "".join(write_bibtex(papers)).encode()

    yield DataFile(url, "bibtex", digest, read)


def _cards(library: Library, config: SiteConfig) -> Iterator[DataFile]:
    """Pictures for links that are shared; without `base_url` no page could name them."""
    wanted = config.metadata.cards if config.base_url else "none"
    site = Picture(config.title, config.description, "", config.style.get("accent", ""))
    if wanted != "none":
        yield DataFile(SITE_CARD, "cards", fingerprint(SITE_CARD, site), partial(draw, site))
    for entry in library.entries if wanted == "papers" else ():
        authors = ", ".join(author.name for author in entry.authors)
        picture = Picture(entry.title, authors, config.title, site.accent)
        url = paper_card_url(entry.id)
        yield DataFile(url, "cards", fingerprint(url, picture), partial(draw, picture))
