"""`watch:` of `site.yml`: questions that the archive follows, each with a query in the search's language."""

from __future__ import annotations

import msgspec
from yaml.nodes import Node

from site_builder.core.diagnostics import quote
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.queries import QueryText, read_query
from site_builder.text.slugs import slug

WATCH_EXAMPLE = "{Cheap attention: 'attention memory year:2024..2026'}"
MOST_WATCHED = 1_000


class Watch(msgspec.Struct, frozen=True):
    """A question: its title, the last part of its address, and its query."""

    title: str
    slug: str
    query: QueryText


def read_watch(reader: Reader, node: Node, name: str, example: str) -> tuple[Watch, ...]:
    """Read the questions in their order; two of them cannot share an address."""
    mapping = reader.mapping(node, name, f"{name}: {example}")
    found: dict[str, Watch] = {}
    for title, title_node, value in reader.items(mapping) if mapping else ():
        address = slug(title)
        if not address or address == "index" or len(title) > 200:
            hint = "write a title of letters or digits, at most 200 characters"
            reader.error(title_node, "E302", f"{quote(title)} gives no address", hint)
        elif address in found:
            message = f"{quote(title)} has the address of {quote(found[address].title)}"
            reader.error(title_node, "E302", message, "write another title")
        elif len(found) == MOST_WATCHED:
            reader.error(title_node, "E302", f"more than {MOST_WATCHED:,} questions", "delete some of them")
            break
        elif query := read_query(reader, value, f"the query of {quote(title)}", "attention year:2026"):
            found[address] = Watch(title, address, query)
    return tuple(found.values())
