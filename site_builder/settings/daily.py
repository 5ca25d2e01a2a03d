"""`daily:` of `site.yml`: the sources of new papers, and which of their papers an archive takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec
from yaml.nodes import MappingNode, Node

from site_builder.core.diagnostics import quote
from site_builder.reading.identifiers import read_orcid
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import choice, dated_address, matching, number, text, texts
from site_builder.settings.queries import QueryText, read_query
from site_builder.settings.setting import Group, Setting, read_settings

# The sources whose files an importer reads, with the address of these files if there is a usual one.
FILE_SOURCES = {
    "hf-daily": "https://huggingface.co/api/daily_papers?date={date}",
    "bibtex": "",
    "csl-json": "",
    "ris": "",
}
# For each source: the settings, one of them required, and an example.
_NEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    **dict.fromkeys(FILE_SOURCES, (("address",), "{source: bibtex, address: 'https://example.org/papers.bib'}")),
    "arxiv": (("categories", "query"), "{source: arxiv, categories: [cs.CL]}"),
    "feed": (("address",), "{source: feed, address: 'https://example.org/feed.xml'}"),
    "openreview": (("venue",), "{source: openreview, venue: ICLR.cc/2026/Conference}"),
    "crossref": (("issn", "orcid", "funder"), "{source: crossref, issn: 1234-5679}"),
    "openalex": (("issn", "orcid", "funder"), "{source: openalex, orcid: 0000-0002-1825-0097}"),
    "dblp": (("person",), "{source: dblp, person: 01/2345}"),
    "zotero": (("library",), "{source: zotero, library: groups/12345}"),
}
SOURCES = tuple(_NEEDS)


def _read_tags(reader: Reader, node: Node, name: str, example: str) -> dict[str, QueryText]:
    mapping = reader.mapping(node, name, f"{name}: {example}")
    found = {}
    for key, _, value_node in reader.items(mapping) if mapping else ():
        if query := read_query(reader, value_node, f"the rule of {quote(key)}", example):
            found[key] = query
    return found


def _orcid(reader: Reader, node: Node, name: str, example: str) -> str | None:
    return read_orcid(reader, node)


class DailySource(msgspec.Struct, frozen=True):
    """A source of new papers: where it is, which of its papers are taken, and their tags."""

    source: Annotated[str, Setting(choice(*SOURCES), f"Its kind: {', '.join(f'`{s}`' for s in SOURCES)}.", "arxiv")] = (
        ""
    )
    name: Annotated[str, Setting(text(60), "Its name in reports and entries.", "Speech at arXiv", "its kind")] = ""
    address: Annotated[
        str,
        Setting(
            dated_address,
            "Of files and feeds: their address, with `{date}` in place of the day.",
            "'https://example.org/{date}.bib'",
            "that of `hf-daily`",
        ),
    ] = ""
    categories: Annotated[tuple[str, ...], Setting(texts, "Of arXiv: its categories.", "[cs.CL, cs.SD]")] = ()
    query: Annotated[str, Setting(text(1_000), "Of arXiv: a query in its own language.", "'abs:speech'")] = ""
    venue: Annotated[
        str,
        Setting(
            matching(r"[\w.~/-]+", "is not the identifier of a venue", 200),
            "Of OpenReview: the identifier of a venue.",
            "ICLR.cc/2026/Conference",
        ),
    ] = ""
    issn: Annotated[
        str,
        Setting(
            matching("[0-9]{4}-[0-9]{3}[0-9X]", "is not an ISSN", 9), "Of Crossref, OpenAlex: a journal.", "1234-5679"
        ),
    ] = ""
    orcid: Annotated[str, Setting(_orcid, "Of Crossref, OpenAlex: a person.", "0000-0002-1825-0097")] = ""
    funder: Annotated[
        str,
        Setting(
            matching(r"(10\.13039/)?[0-9]+|F[0-9]+", "is not the identifier of a funder", 60),
            "Of Crossref, OpenAlex: a funder, by its identifier there.",
            "10.13039/501100001659",
        ),
    ] = ""
    person: Annotated[
        str,
        Setting(
            matching(r"[0-9a-z]+/[\w-]+", "is not the identifier of a person", 60),
            "Of DBLP: a person, by the end of the address there.",
            "01/2345",
        ),
    ] = ""
    library: Annotated[
        str,
        Setting(
            matching(r"(?:groups|users)/[0-9]+(?:/collections/[A-Z0-9]+)?", "is not a library", 60),
            "Of Zotero: a public library of a group or person, or a collection in it.",
            "groups/12345",
        ),
    ] = ""
    include: Annotated[
        QueryText | None, Setting(read_query, "A [query](search.md): other papers are left out.", "speech -survey")
    ] = None
    exclude: Annotated[
        QueryText | None, Setting(read_query, "A query: its papers are left out.", "'\"shared task\"'")
    ] = None
    tag: Annotated[
        dict[str, QueryText], Setting(_read_tags, "Tags, each with the query of its papers.", "{speech: asr}")
    ] = {}
    limit: Annotated[int, Setting(number(1, 10_000), "The most new papers a day.", "20", "none")] = 0
    days: Annotated[int, Setting(number(1, 31), "How many days back it looks.", "14")] = 7

    @property
    def title(self) -> str:
        """The name in reports."""
        return self.name or self.source

    @property
    def queries(self) -> Iterator[QueryText]:
        """The queries of its rules."""
        yield from filter(None, (self.include, self.exclude, *self.tag.values()))


def _read_daily(reader: Reader, node: Node, name: str, example: str) -> tuple[DailySource, ...]:
    """Read one source, or a list of them."""
    nodes = [node] if isinstance(node, MappingNode) else reader.sequence(node, name, f"{name}: [{example}]")
    sources = [_read_source(reader, one, name, example) for one in nodes]
    reader.unique((one, source.title) for one, source in zip(nodes, sources, strict=True) if source and source.source)
    return tuple(source for source in sources if source)


def _read_source(reader: Reader, node: Node, name: str, example: str) -> DailySource | None:
    mapping = reader.mapping(node, name, f"{name}: {example}")
    if mapping is None:
        return None
    values = read_settings(reader, mapping, DailySource, f"setting of {name}")
    source = DailySource(**({"address": FILE_SOURCES.get(values.get("source", ""), "")} | values))
    if not source.source:
        if not any(key.value == "source" for key, _ in mapping.value):
            reader.error(node, "E302", "daily has no source", f"write: {name}: {example}")
        return None
    needs, written = _NEEDS[source.source]
    if not any(getattr(source, need) for need in needs) and not _stated(mapping, needs):
        message = f"daily has no {' or '.join(needs)} for {quote(source.source)}"
        reader.error(node, "E302", message, f"write, for example: {name}: {written}")
    return source


def _stated(mapping: MappingNode, names: Sequence[str]) -> bool:
    """Return whether a map has one of the settings, which may be wrong."""
    return any(key.value in names for key, _ in mapping.value)


DAILY = Group(DailySource, _read_daily)
