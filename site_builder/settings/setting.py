"""What a setting is: a field of a struct, declared with its kind, explanation and example.

    page_size: Annotated[int, Setting(number(5, 5_000), "Papers on one page of a list.", "50")] = 100

Reading `site.yml`, suggestions for mistyped names and docs/settings.md all come from such declarations.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any, get_type_hints

import msgspec
from yaml.nodes import MappingNode, Node

from site_builder.content.values import read_map
from site_builder.reading.yaml_nodes import Reader

Read = Callable[[Reader, Node, str, str], Any]
"""Reads a value, given the setting's name and its example; notes what is wrong and returns None."""


class Group(msgspec.Struct, frozen=True):
    """The kind of a setting that is a map of other settings, which are those of a struct.

    With a `key`, it is a map of such maps, and `key` is a name for examples.
    """

    fields: type[msgspec.Struct]
    read: Read
    key: str = ""

    def __call__(self, reader: Reader, node: Node, name: str, example: str) -> Any:
        """Read the group."""
        return self.read(reader, node, name, example)


class Setting(msgspec.Struct, frozen=True):
    """A setting's kind, explanation and example.

    `default` says in the manual what applies if the setting is missing; it is needed only where the default of the
    field does not say it, since it depends on the archive.
    """

    kind: Read
    doc: str
    example: str
    default: str = ""

    @property
    def settings(self) -> dict[str, Setting]:
        """The settings in it, if it is a group."""
        return settings_of(self.kind.fields) if isinstance(self.kind, Group) else {}

    def nested_example(self, group: str, name: str) -> str:
        """Return how a setting in this one, the group, is written: `feeds: {items: 20}`."""
        inner = f"{{{name}: {self.settings[name].example}}}"
        key = self.kind.key if isinstance(self.kind, Group) else ""
        return f"{group}: {{{key}: {inner}}}" if key else f"{group}: {inner}"


@cache
def settings_of(struct: type[msgspec.Struct]) -> dict[str, Setting]:
    """Return the settings that a struct's fields declare, in their order."""
    names = vars(sys.modules[struct.__module__])  # not those of the class, where a setting may hide its kind: `email`
    hints = get_type_hints(struct, names, names, include_extras=True)
    declared = {name: getattr(hints[name], "__metadata__", ()) for name in struct.__struct_fields__}
    return {name: found for name, data in declared.items() for found in data if isinstance(found, Setting)}


def read_settings(
    reader: Reader,
    node: MappingNode,
    struct: type[msgspec.Struct],
    what: str,
    elsewhere: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the values of the settings in a map; unknown ones are noted, with their place if it is `elsewhere`."""
    readers: dict[str, Callable[..., Any]] = {
        name: lambda reader, node, name=name, setting=setting: setting.kind(reader, node, name, setting.example)
        for name, setting in settings_of(struct).items()
    }
    return read_map(reader, node, readers, what, "E301", elsewhere)


def read_group(
    reader: Reader, node: Node, name: str, example: str, struct: type[msgspec.Struct]
) -> dict[str, Any] | None:
    """Return the values of a group's settings; None if the node is not a map."""
    mapping = reader.mapping(node, name, f"{name}: {example}")
    return read_settings(reader, mapping, struct, f"setting of {name}") if mapping else None


def group(struct: type[msgspec.Struct]) -> Group:
    """Return the kind of a setting whose value is a struct of settings."""

    def read(reader: Reader, node: Node, name: str, example: str) -> Any:
        values = read_group(reader, node, name, example, struct)
        return None if values is None else struct(**values)

    return Group(struct, read)
