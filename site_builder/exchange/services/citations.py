"""What papers cite, by Semantic Scholar, OpenCitations and Crossref.

Sources: https://api.semanticscholar.org/api-docs/graph, https://api.opencitations.net/index/v2,
https://api.crossref.org/swagger-ui/index.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from site_builder.core.processes import chunks
from site_builder.exchange.loose_json import line, mapping, objects
from site_builder.exchange.services.client import Client, FetchError, Limits, NotFoundError, decode_json
from site_builder.exchange.services.keys import crossref_key, key_header
from site_builder.exchange.services.references import parse_reference
from site_builder.reading.identifiers import IDENTIFIERS, parse_identifier

ANSWERS = Limits(size=30_000_000)
"""A batch of papers with all that they cite may have ten megabytes."""
MOST_CITED = 5_000
"""The most citations of one paper that are taken."""

Names = tuple[str, ...]
"""The identifiers of one cited paper, such as `arxiv:2604.12890`, the one to write first."""


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A paper whose citations are wanted: its entry and its identifiers."""

    id: str
    identifiers: dict[str, str]


Found = Iterator[tuple[str, list[Names]]]
"""By entry, what the paper cites; papers that a service does not know are left out."""
Fetch = Callable[[Client, str, list[Asked]], Found]


class Source(msgspec.Struct, frozen=True):
    """A service that knows citations.

    `kinds` are the identifiers by which it is asked, `batch` the papers of one request, `fetch` asks for those.
    """

    kinds: tuple[str, ...]
    batch: int
    fetch: Fetch


def fetch_citations(
    client: Client, source: str, base: str, papers: Iterable[Asked]
) -> Iterator[tuple[int, dict[str, list[Names]]]]:
    """Yield, for each request, how many papers it asked for and what they cite.

    Raises `FetchError` if the service fails; what was yielded before is whole.
    """
    known = SOURCES[source]
    able = [paper for paper in papers if not paper.identifiers.keys().isdisjoint(known.kinds)]
    for part in chunks(able, known.batch):
        yield len(part), {paper: cited[:MOST_CITED] for paper, cited in known.fetch(client, base, part) if cited}


_ASKED_AS = {"arxiv": "ARXIV", "acl": "ACL", "doi": "DOI", "pmid": "PMID"}
_NAMED = {"ArXiv": "arxiv", "ACL": "acl", "DOI": "doi", "PubMed": "pmid"}


def _semantic_scholar(client: Client, base: str, papers: list[Asked]) -> Found:
    url = f"{base}/graph/v1/paper/batch?fields=references.externalIds"
    kinds = [next(kind for kind in _ASKED_AS if kind in paper.identifiers) for paper in papers]
    names = [f"{_ASKED_AS[kind]}:{paper.identifiers[kind]}" for kind, paper in zip(kinds, papers, strict=True)]
    headers = {"Content-Type": "application/json"} | key_header("x-api-key", "SEMANTIC_SCHOLAR_API_KEY")
    data = msgspec.json.encode({"ids": names})
    answer = _decode(client.get(url, "application/json", 1.1, headers, data), url)
    if not isinstance(answer, list) or len(answer) != len(papers):
        raise FetchError(f"{urlsplit(url).netloc} did not answer with one value a paper")
    for paper, found in zip(papers, answer, strict=True):
        cited = [mapping(reference.get("externalIds")) for reference in objects(mapping(found).get("references"))]
        yield paper.id, _named([(kind, line(ids.get(name))) for name, kind in _NAMED.items()] for ids in cited)


def _opencitations(client: Client, base: str, papers: list[Asked]) -> Found:
    for paper in papers:
        url = f"{base}/index/v2/references/doi:{quote(paper.identifiers['doi'], safe='')}"
        try:
            answer = _decode(
                client.get(url, "application/json", 0.35, key_header("authorization", "OPENCITATIONS_TOKEN")), url
            )
        except NotFoundError:
            continue
        # "omid:br/061 doi:10.1000/182 pmid:123"
        named = [line(citation.get("cited")).split() for citation in objects(answer)]
        yield paper.id, _named([name.partition(":")[::2] for name in names] for names in named)


def _crossref(client: Client, base: str, papers: list[Asked]) -> Found:
    wanted = {doi: paper.id for paper in papers if "," not in (doi := paper.identifiers["doi"])}
    query = {"filter": ",".join(f"doi:{doi}" for doi in wanted), "select": "DOI,reference", "rows": str(len(wanted))}
    url = f"{base}/works?{urlencode(query)}"
    answer = mapping(_decode(client.get(url, "application/json", 0.2, crossref_key()), url)) if wanted else {}
    for work in objects(mapping(answer.get("message")).get("items")):
        if found := wanted.get(line(work.get("DOI")).lower()):
            yield found, _named([("doi", line(cited.get("DOI")))] for cited in objects(work.get("reference")))


def _decode(data: bytes, url: str) -> object:
    return decode_json(data, urlsplit(url).netloc)


def _named(cited: Iterable[Iterable[tuple[str, str]]]) -> list[Names]:
    """Return the names of cited papers, each given by its kinds of identifiers; those without one are left out."""
    return [names for pairs in cited if (names := tuple(dict.fromkeys(_names(pairs))))]


def _names(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for kind, value in pairs:
        if kind == "doi":
            reference = parse_reference(value)
            if reference and reference.service in IDENTIFIERS:
                yield f"{reference.service}:{reference.id}"
        elif kind in _ASKED_AS and (found := parse_identifier(IDENTIFIERS[kind], value)):
            yield f"{kind}:{found}"


SOURCES: Mapping[str, Source] = {
    "semantic-scholar": Source(tuple(_ASKED_AS), 50, _semantic_scholar),
    "opencitations": Source(("doi",), 1, _opencitations),
    "crossref": Source(("doi",), 20, _crossref),
}
