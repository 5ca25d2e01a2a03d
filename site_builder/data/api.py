"""The static JSON API: an index, papers in blocks, taxonomies, dates, and the document that describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

import msgspec

from site_builder.contexts.cards import file_path
from site_builder.data.file import DataFile, fingerprint
from site_builder.data.openapi import openapi_document
from site_builder.data.records import Former
from site_builder.data.types import (
    API_VERSION,
    Block,
    CitationList,
    Dates,
    Index,
    Lacking,
    Paper,
    PaperBlock,
    Period,
    TaxonomyLink,
    Term,
    TermList,
)
from site_builder.exchange.notices import gone_because
from site_builder.library.library import Library
from site_builder.model import PERIOD_KINDS, Entry, Taxonomy
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import paper_url, period_url, term_url
from site_builder.site.lists import has_citations, least_for_page

ROOT = "api/v1"
BLOCK = 250

_encoder = msgspec.json.Encoder()


class Papers:
    """Papers in the form of the API."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.facts = cache(self._facts)

    def paper(self, position: int, abstract: str = "") -> Paper:
        """Return the paper at a position of the library."""
        library, entry = self._library, self._library.entries[position]
        terms = {
            taxonomy: tuple(library.terms[taxonomy][index].slug for index in by_entry[position])
            for taxonomy, by_entry in library.entry_terms.items()
            if by_entry[position]
        }
        shared = {name: getattr(entry, name) for name in Paper.__struct_fields__ if name in Entry.__struct_fields__}
        links = {kind: _address(entry, address) for kind, address in entry.links.items()}
        return Paper(
            **shared | {"links": links, "terms": terms, "withdrawn": gone_because(entry), "notice": entry.withdrawn},
            cites=self._cites(position),
            url=paper_url(entry.id),
            citation_key=library.citation_keys[position],
            abstract=abstract,
        )

    def _facts(self, position: int) -> tuple[object, ...]:
        """Return what determines the paper's form, for a fingerprint."""
        library, entry = self._library, self._library.entries[position]
        slugs = [library.terms[name][index].slug for name, of in library.entry_terms.items() for index in of[position]]
        return entry.path, entry.facts, slugs, self._cites(position)

    def _cites(self, position: int) -> tuple[str, ...]:
        return _ids(self._library, self._library.citations.cites.get(position, ()))


def plan_api(library: Library, config: SiteConfig, papers: Papers, others: Sequence[str]) -> Iterator[DataFile]:
    """Yield the files of the API; `others` are the addresses of all other data files."""
    blocks = []
    # Oldest first, so that new papers change only the last block.
    positions = range(len(library.entries) - 1, -1, -1)
    for number, start in enumerate(range(0, len(positions), BLOCK), start=1):
        part = positions[start : start + BLOCK]
        url = f"{ROOT}/papers/{number}.json"
        blocks.append(Block(url, len(part), library.entries[part[0]].id, library.entries[part[-1]].id))
        block = _file(url, partial(_facts, papers, part), partial(_block, papers, part))
        yield msgspec.structs.replace(block, is_same=partial(_is_same, part))
    links = []
    for taxonomy in library.taxonomies:
        url = f"{ROOT}/taxonomies/{taxonomy.name}.json"
        links.append(TaxonomyLink(taxonomy.name, taxonomy.title, url, len(library.terms[taxonomy.name])))
        yield _file(url, partial(_counts, library, taxonomy), partial(_terms, library, config, taxonomy))
    dates = f"{ROOT}/dates.json"
    yield _file(dates, partial(_days, library), partial(_dates, library))
    citations = f"{ROOT}/citations.json" if has_citations(library) else ""
    if citations:
        yield _file(citations, partial(_citations, library), partial(_citations, library))
    index = Index(
        version=API_VERSION,
        title=config.title,
        description=config.description,
        language=config.language,
        base_url=config.base_url,
        papers=len(library.entries),
        blocks=tuple(blocks),
        taxonomies=tuple(links),
        dates=dates,
        citations=citations,
        files=tuple(others),
    )
    yield _file(f"{ROOT}/index.json", lambda: index, lambda: index)
    about = (config.title, config.base_url)
    yield _file(f"{ROOT}/openapi.json", lambda: about, partial(openapi_document, *about))


def _file(url: str, made_from: Callable[[], object], make: Callable[[], object]) -> DataFile:
    return DataFile(url, "api", lambda: fingerprint(url, made_from()), lambda: _encoder.encode(make()) + b"\n")


def _is_same(block: range, former: Former) -> bool:
    return former.has_block(block)


def _facts(papers: Papers, positions: range) -> list[tuple[object, ...]]:
    return [papers.facts(position) for position in positions]


def _counts(library: Library, taxonomy: Taxonomy) -> tuple[object, ...]:
    terms = library.terms[taxonomy.name]
    return [(term.slug, term.name, len(term.entries), term.issn, term.ror) for term in terms], taxonomy


def _days(library: Library) -> tuple[object, ...]:
    days = [(period.key, [library.entries[n].id for n in period.entries]) for period in library.periods["day"]]
    return days, [(period.key, len(period.entries)) for kind in PERIOD_KINDS for period in library.periods[kind]]


def _block(papers: Papers, positions: range) -> PaperBlock:
    return PaperBlock(tuple(papers.paper(position) for position in positions))


def _terms(library: Library, config: SiteConfig, taxonomy: Taxonomy) -> TermList:
    least = least_for_page(library, config, taxonomy.name)
    terms = tuple(
        Term(
            term.slug,
            term.name,
            count,
            term_url(taxonomy.name, term.slug) if count >= least else "",
            term.issn,
            term.ror,
        )
        for term in library.terms[taxonomy.name]
        for count in (len(term.entries),)
    )
    return TermList(taxonomy.name, taxonomy.title, terms)


def _citations(library: Library) -> CitationList:
    citations = library.citations
    return CitationList(
        {library.entries[cited].id: _ids(library, citing) for cited, citing in citations.cited_by.items()},
        tuple(
            Lacking(one.kind, one.value, _ids(library, one.cited_by))
            for one in citations.lacking
            if len(one.cited_by) > 1
        ),
    )


def _ids(library: Library, positions: Iterable[int]) -> tuple[str, ...]:
    return tuple(library.entries[position].id for position in positions)


def _dates(library: Library) -> Dates:
    def periods(kind: str) -> tuple[Period, ...]:
        return tuple(
            Period(
                period.key,
                period_url(kind, period.key),
                tuple(library.entries[n].id for n in period.entries) if kind == "day" else (),
                len(period.entries),
            )
            for period in library.periods[kind]
        )

    days, weeks, months, years = map(periods, PERIOD_KINDS)
    return Dates(days, weeks, months, years)


def _address(entry: Entry, address: str) -> str:
    """Return a link's address; for a file of the archive, relative to the site's root."""
    return address if "://" in address else file_path(entry, address)
