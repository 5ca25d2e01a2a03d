"""Reads `site.yml`, `content/<taxonomy>.yml` and `content/removed.yml`, and reports every problem at once."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from yaml.nodes import MappingNode, ScalarNode

from site_builder.content.citation_file import CITATIONS_FILE
from site_builder.content.front_matter import decode
from site_builder.content.map_file import MAP_FILE
from site_builder.content.sources import REMOVED_FILE, SITE_FILE, has_link, require_archive
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.model import Taxonomy
from site_builder.reading.plain_values import is_web_address
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import page_address
from site_builder.settings.queries import query_filters, query_problems
from site_builder.settings.setting import read_settings, settings_of
from site_builder.settings.terms import DEFAULT_TAXONOMIES, Declaration, Removal
from site_builder.settings.types import ELSEWHERE, SiteConfig
from site_builder.settings.words import load_words
from site_builder.text.nearest import did_you_mean

MAX_SETTINGS_BYTES = 10_000_000
_VARIABLES = {"base_url": "PAPERSHELF_BASE_URL", "repository": "PAPERSHELF_REPOSITORY"}


def load_config(archive: Path) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings of an archive and their problems.

    Raises `ContentError` if there is no `site.yml`.
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
    words, problems = load_words(archive, config.language)
    diagnostics += problems
    removed, problems = load_removals(archive)
    diagnostics += problems + tuple(_check_files(archive, config))
    config, problems = _with_environment(config, os.environ)
    diagnostics += problems
    return msgspec.structs.replace(config, declarations=declarations, removed=removed, words=words), diagnostics


def _with_environment(config: SiteConfig, environment: Mapping[str, str]) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return settings with the addresses that the environment states, as workflows do; `site.yml` comes first."""
    found: dict[str, str] = {}
    problems = []
    for name, variable in _VARIABLES.items():
        value = environment.get(variable, "")
        if value and not is_web_address(value):
            hint = f"write a full address: {variable}=https://example.org/papers/"
            problems.append(Diagnostic(variable, 0, 0, "E302", f"{quote(value)} is not a web address", hint))
        elif value and not getattr(config, name):
            found[name] = f"{value.rstrip('/')}/" if name == "base_url" else value
    return msgspec.structs.replace(config, **found), tuple(problems)


def parse_config(data: bytes, path: str = SITE_FILE) -> tuple[SiteConfig, tuple[Diagnostic, ...]]:
    """Return the settings in a `site.yml` and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    reader = Reader(path)
    root = None if problem else reader.parse(text)
    values = read_settings(reader, root, SiteConfig, "setting", _elsewhere()) if root else {}
    declarations = values.pop("aliases", {})
    values["taxonomies"] = DEFAULT_TAXONOMIES | values.get("taxonomies", {})
    _check_taxonomies(reader, root, values["taxonomies"])
    config = SiteConfig(**values, declarations=declarations)
    queries = [query for source in config.daily for query in source.queries]
    queries += (watch.query for watch in config.watch)
    reader.diagnostics += query_problems(queries, query_filters(config.taxonomies))
    return config, tuple(reader.diagnostics) + ((problem,) if problem else ())


def _elsewhere() -> dict[str, str]:
    """Return, for names that are not settings at the top level but belong somewhere, what to write instead."""
    settings = settings_of(SiteConfig)
    places: defaultdict[str, list[str]] = defaultdict(list)
    for group, setting in settings.items():
        for name in setting.settings.keys() - settings.keys():
            places[name].append(setting.nested_example(group, name))
    return {name: f"write: {', or '.join(examples)}" for name, examples in places.items()} | ELSEWHERE


def _check_taxonomies(reader: Reader, root: MappingNode | None, known: dict[str, Taxonomy]) -> None:
    """Note aliases of a taxonomy that does not exist; they would have no effect."""
    for key, node in root.value if root else ():
        for name, _ in node.value if key.value == "aliases" and isinstance(node, MappingNode) else ():
            if isinstance(name, ScalarNode) and name.value not in known:
                reader.unknown_key(name, known, "E301", "taxonomy")


def _check_files(archive: Path, config: SiteConfig) -> Iterator[Diagnostic]:
    """Yield a problem for each file directly in `content/` that nothing reads: it is misnamed or misplaced."""
    known = config.taxonomies
    for path in sorted((archive / "content").glob("*.*")):
        if (
            path.name.startswith(".")
            or f"content/{path.name}" in (CITATIONS_FILE, MAP_FILE)
            or path.name == config.vectors
            or (path.suffix == ".yml" and path.stem in (*known, "removed"))
            or not path.is_file()
        ):
            continue
        if path.suffix in (".yml", ".yaml"):
            hint = did_you_mean(path.name, [f"{name}.yml" for name in known]) or f"taxonomies: {', '.join(known)}"
            message = f"{quote(path.name)} is not the file of a taxonomy"
        else:
            message = f"nothing uses the file {quote(path.name)}"
            hint = "move it to content/papers/, content/pages/ or content/static/"
        yield Diagnostic(f"content/{path.name}", 0, 0, "E304", message, hint)


def parse_declarations(path: str, data: bytes) -> tuple[dict[str, Declaration], tuple[Diagnostic, ...]]:
    """Return the terms that a taxonomy file declares, by the name that entries use, and its problems."""
    text, problem = decode(path, data, MAX_SETTINGS_BYTES)
    if problem:
        return {}, (problem,)
    reader = Reader(path)
    root = reader.parse(text) if text.strip() else None
    declared: dict[str, Declaration] = {}
    for key, key_node, node in reader.items(root) if root else ():
        mapping = reader.mapping(node, f"the term {quote(key)}", "kv-cache: {name: KV cache}")
        if mapping is not None:
            values = read_settings(reader, mapping, Declaration, "setting of a term")
            declared[key] = Declaration(**({"name": key} | values), place=reader.place(key_node))
    return declared, tuple(reader.diagnostics)


def load_removals(archive: Path) -> tuple[dict[str, Removal], tuple[Diagnostic, ...]]:
    """Return what `content/removed.yml` says about addresses, written without `.html`, and its problems."""
    file = archive / REMOVED_FILE
    return parse_removals(file.read_bytes()) if file.is_file() and not has_link(archive, REMOVED_FILE) else ({}, ())


def parse_removals(data: bytes) -> tuple[dict[str, Removal], tuple[Diagnostic, ...]]:
    """Return what a `removed.yml` says became of addresses, and its problems."""
    text, problem = decode(REMOVED_FILE, data, MAX_SETTINGS_BYTES)
    if problem:
        return {}, (problem,)
    reader = Reader(REMOVED_FILE)
    root = reader.parse(text) if text.strip() else None
    removed: dict[str, Removal] = {}
    for key, key_node, node in reader.items(root) if root else ():
        if isinstance(node, MappingNode):
            values = read_settings(reader, node, Removal, "setting of an address")
        else:
            values = {"reason": reader.text(node, f"the value of {quote(key)}")}
        address = page_address(reader, key_node)
        if address and any(values.values()):
            removed[address] = Removal(**values, place=reader.place(key_node))
        elif address and isinstance(node, MappingNode):
            reader.error(node, "E302", f"{quote(key)} has neither 'to' nor 'reason'", "write: {to: tags/agents}")
    return removed, tuple(reader.diagnostics)


def _merge(first: dict[str, Declaration], second: dict[str, Declaration]) -> dict[str, Declaration]:
    """Return the declarations of both; `site.yml` may give spellings, and the taxonomy's file the rest."""
    merged = dict(first)
    for key, declaration in second.items():
        spellings = merged[key].spellings if key in merged else ()
        merged[key] = msgspec.structs.replace(declaration, spellings=declaration.spellings + spellings)
    return merged
