"""Queries in settings and other files of an archive, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from yaml.nodes import Node

from site_builder.core.diagnostics import Diagnostic
from site_builder.model import BUILT_IN_TAXONOMIES, Taxonomy
from site_builder.reading.query import FILTERS, MAX_QUERY, Item, QueryError, filter_name, parse_query
from site_builder.reading.yaml_nodes import Reader


class QueryText(msgspec.Struct, frozen=True):
    """A query as a file states it, with the path, line and column at which its text starts."""

    text: str
    place: tuple[str, int, int] = ("", 0, 0)


def read_query(reader: Reader, node: Node, name: str, example: str) -> QueryText | None:
    """Read the text of a query; `query_problems` checks it where the archive's filters are known."""
    value = reader.text(node, name, MAX_QUERY)
    path, line, column = reader.place(node)
    is_quoted = bool(getattr(node, "style", ""))
    return None if value is None else QueryText(value, (path, line, column + is_quoted))


def query_filters(taxonomies: Mapping[str, Taxonomy]) -> tuple[str, ...]:
    """Return the names of an archive's filters: those of every archive, and those of its own taxonomies."""
    return tuple(dict.fromkeys((*FILTERS, *own_filters(taxonomies).values())))


def own_filters(taxonomies: Mapping[str, Taxonomy]) -> dict[str, str]:
    """Return the filters of an archive's own taxonomies: `tracks` has `track`."""
    names = {name: filter_name(one.singular) for name, one in taxonomies.items() if name not in BUILT_IN_TAXONOMIES}
    return {name: found for name, found in names.items() if found and found not in FILTERS}


def query_problems(queries: Iterable[QueryText], filters: tuple[str, ...]) -> Iterable[Diagnostic]:
    """Yield a problem for each query that cannot be read."""
    for query in queries:
        try:
            parse_query(query.text, filters)
        except QueryError as error:
            path, line, column = query.place
            yield Diagnostic(path, line, column + error.place, "E302", str(error), error.hint)


def items_of(query: QueryText, taxonomies: Mapping[str, Taxonomy]) -> tuple[Item, ...]:
    """Return the parts of a query that has no problem."""
    return parse_query(query.text, query_filters(taxonomies))
