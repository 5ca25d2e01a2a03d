"""`nav:` of `site.yml`: the places in the header, in order."""

from __future__ import annotations

import msgspec
from yaml.nodes import Node, ScalarNode

from site_builder.content.values import read_map, read_text
from site_builder.core.diagnostics import quote
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import page_address

NAV_EXAMPLE = "[archive, tags, about, {name: Code, url: https://github.com/you/papers}]"


class NavItem(msgspec.Struct, frozen=True):
    """A place of the header: the name of a place of the site or, with a `url`, what a link to another address says."""

    name: str
    url: str = ""
    """A web address, or the address of a page of the site, with `.html`."""
    place: tuple[str, int, int] = ("", 0, 0)
    """Path, line and column of the item."""

    @property
    def is_external(self) -> bool:
        """Whether it leads to another site."""
        return self.url.startswith("https://")


def read_nav(reader: Reader, node: Node, name: str, example: str) -> tuple[NavItem, ...]:
    """Read a list of places."""
    items = [(item, _read_item(reader, item)) for item in reader.sequence(node, name, f"{name}: {example}")]
    reader.unique((node, item.url or item.name) for node, item in items if item)
    return tuple(item for _, item in items if item)


def _read_item(reader: Reader, node: Node) -> NavItem | None:
    if isinstance(node, ScalarNode):
        name = reader.text(node, "a place of nav", 300)
        return NavItem(name.removesuffix(".html"), place=reader.place(node)) if name else None
    example = "{name: Code, url: https://github.com/you/papers}"
    mapping = reader.mapping(node, "a place of nav", example)
    values = read_map(reader, mapping, _FIELDS, "field of a place of nav", "E301") if mapping else {}
    if mapping and not {str(key.value) for key, _ in mapping.value} >= _FIELDS.keys():
        reader.error(node, "E302", "a place of nav needs a name and a url", f"write: {example}")
    return NavItem(**values, place=reader.place(node)) if len(values) == len(_FIELDS) else None


def _read_url(reader: Reader, node: Node) -> str | None:
    value = reader.text(node, "url", 2_000)
    if value is None or ":" not in value:
        page = value and page_address(reader, node, "url", "subscribe.html")
        return f"{page}.html" if page else None
    if value.startswith("https://"):
        return reader.address(node, "url")
    reader.error(node, "E302", f"{quote(value)} is not an https address", "write: url: https://example.org/")
    return None


_FIELDS = {"name": read_text("name", 60), "url": _read_url}
