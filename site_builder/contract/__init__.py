"""Every type that a template can see; themes/CONTRACT.md is generated from this package.

Addresses named `url` are relative to the site's root (`papers/2604.12890.html`): a template writes
`{{ root }}{{ paper.url }}`, which holds on a domain root, under a project path, and on `file://`.
Addresses named `href` are whole addresses of other sites and are written as they are.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from site_builder.contract import data, digests, feeds, insight, lists, papers, parts, periods, site, terms


def _types() -> dict[str, type[msgspec.Struct]]:
    modules = (feeds, parts, papers, terms, periods, site, data, lists, insight, digests)
    return {
        name: kind
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
    }


def _types_with() -> dict[str, frozenset[type]]:
    found: defaultdict[str, set[type]] = defaultdict(set)
    for kind in TYPES.values():
        properties = [name for name, value in vars(kind).items() if isinstance(value, property)]
        for name in (*kind.__struct_fields__, *properties):
            found[name].add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


TYPES = _types()
"""The contract's types by name, in the order of CONTRACT.md."""

TYPES_WITH = _types_with()
"""The types that have a field or property, by its name."""
