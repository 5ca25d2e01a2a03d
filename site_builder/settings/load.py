"""`site.yml` and the taxonomy files `content/<taxonomy>.yml` to frozen settings; every problem at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from yaml.nodes import MappingNode, ScalarNode

from site_builder.content.entries import decode
from site_builder.content.map_file import MAP_FILE
from site_builder.content.sources import REMOVED_FILE, SITE_FILE, has_link, require_archive
from site_builder.content.values import read_map
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.model import Taxonomy
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.declarations import REMOVAL_SETTINGS, SETTINGS, TERM_SETTINGS
from site_builder.settings.kinds import read_address
from site_builder.settings.types import DEFAULT_TAXONOMIES, Declaration, Removal, SiteConfig
from site_builder.text.nearest import did_you_mean

MAX_SETTINGS_BYTES = 10_000_000


def load_config(archive: Path) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings of an archive and what is wrong with them.

    Raises `ContentError` where there is no `site.yml`.
    """
    require_archive(archive)
    config, diagnostics = parse_config((archive / SITE_FILE).read_bytes())
    declarations = dict(config.declarations)
    for name in config.taxonomies:
        path = f"content/{name}.yml"
        if (archive / path).is_file() and not has_link(archive, path):
            found, problems = parse_declarations(path, (archive / path).read_bytes())
            declarations[name] = _merge(declarations.get(name, {}), found)
            diagnostics += problems
    removed, problems = load_removals(archive)
    diagnostics += problems + tuple(_check_files(archive, config.taxonomies))
    return msgspec.structs.replace(config, declarations=declarations, removed=removed), diagnostics


def parse_config(data: bytes, path: str = SITE_FILE) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings that a `site.yml` holds, and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    reader = Reader(path)
    root = None if problem else reader.parse(text)
    values = read_map(reader, root, SETTINGS, "setting", "E301") if root else {}
    aliases: dict[str, dict[str, Declaration]] = values.pop("aliases", {})
    taxonomies = DEFAULT_TAXONOMIES | values.pop("taxonomies", {})
    _check_taxonomies(reader, root, taxonomies)
    for group in ("limits", "lists"):
        values |= values.pop(group, {})
    config = SiteConfig(**values, taxonomies=taxonomies, declarations=aliases)
    return config, tuple(reader.diagnostics) + ((problem,) if problem else ())


def _check_taxonomies(reader: Reader, root: MappingNode | None, known: dict[str, Taxonomy]) -> None:
    """Note the spellings of a taxonomy that is not there; they would be without effect."""
    for key, node in root.value if root else ():
        for name, _ in node.value if key.value == "aliases" and isinstance(node, MappingNode) else ():
            if isinstance(name, ScalarNode) and name.value not in known:
                reader.unknown_key(name, known, "E301", "taxonomy")


def _check_files(archive: Path, known: dict[str, Taxonomy]) -> Iterator[Diagnostic]:
    """Files at the top of `content/` that nothing reads, because they are misnamed or misplaced."""
    for path in sorted((archive / "content").glob("*.*")):
        if (
            path.name.startswith(".")
            or f"content/{path.name}" == MAP_FILE
            or (path.suffix == ".yml" and path.stem in (*known, "removed"))
            or not path.is_file()
        ):
            continue
        if path.suffix in (".yml", ".yaml"):
            hint = did_you_mean(path.name, [f"{name}.yml" for name in known]) or f"taxonomies: {', '.join(known)}"
            message = f"there is no taxonomy whose file is {quote(path.name)}"
        else:
            message = f"the file {quote(path.name)} is not part of the site"
            hint = "move it to content/papers/, content/pages/ or content/static/"
        yield Diagnostic(f"content/{path.name}", 0, 0, "E304", message, hint)


def parse_declarations(path: str, data: bytes) -> tuple[dict[str, Declaration], tuple[Diagnostic, ...]]:
    """Return the terms that a taxonomy file declares, by the text that entries write, and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    if problem:
        return {}, (problem,)
    reader = Reader(path)
    root = reader.parse(text) if text.strip() else None
    declared: dict[str, Declaration] = {}
    for key, key_node, node in reader.items(root) if root else ():
        mapping = reader.mapping(node, f"the term {quote(key)}", "kv-cache: {name: KV cache}")
        if mapping is not None:
            values = read_map(reader, mapping, TERM_SETTINGS, "setting of a term", "E301")
            declared[key] = Declaration(**({"name": key} | values), place=reader.place(key_node))
    return declared, tuple(reader.diagnostics)


def load_removals(archive: Path) -> tuple[dict[str, Removal], tuple[Diagnostic, ...]]:
    """Return what `content/removed.yml` says of addresses, without their ending, and its problems."""
    file = archive / REMOVED_FILE
    return parse_removals(file.read_bytes()) if file.is_file() and not has_link(archive, REMOVED_FILE) else ({}, ())


def parse_removals(data: bytes) -> tuple[dict[str, Removal], tuple[Diagnostic, ...]]:
    """Return what became of addresses, and the problems of the file that says so."""
    text, problem = decode(REMOVED_FILE, data, MAX_SETTINGS_BYTES)
    if problem:
        return {}, (problem,)
    reader = Reader(REMOVED_FILE)
    root = reader.parse(text) if text.strip() else None
    removed: dict[str, Removal] = {}
    for key, key_node, node in reader.items(root) if root else ():
        if isinstance(node, MappingNode):
            values = read_map(reader, node, REMOVAL_SETTINGS, "setting of an address", "E301")
        else:
            values = {"reason": reader.text(node, f"what is said of {quote(key)}")}
        address = read_address(reader, key_node)
        if address and any(values.values()):
            removed[address] = Removal(**values, place=reader.place(key_node))
        elif address and isinstance(node, MappingNode):
            reader.error(node, "E302", f"{quote(key)} has neither to: nor reason:", "write: {to: tags/agents}")
    return removed, tuple(reader.diagnostics)


def _merge(first: dict[str, Declaration], second: dict[str, Declaration]) -> dict[str, Declaration]:
    """A spelling may be given in `site.yml` and the rest in the taxonomy's own file."""
    merged = dict(first)
    for key, declaration in second.items():
        spellings = merged[key].spellings if key in merged else ()
        merged[key] = msgspec.structs.replace(declaration, spellings=declaration.spellings + spellings)
    return merged
