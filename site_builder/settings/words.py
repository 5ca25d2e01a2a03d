"""Reads `words/<language>.yml`: an archive's own words of the interface, which take the place of those that ship."""

from __future__ import annotations

import re
from pathlib import Path

from site_builder.content.front_matter import decode
from site_builder.content.sources import SITE_FILE, WORDS, has_link
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.reading.yaml_nodes import Reader
from site_builder.words.catalogue import LANGUAGES, Catalogue, language_tags, load_catalogue, shipped_language

MAX_BYTES = 1_000_000
_EXAMPLE = "pages: {Search: Suche}"
_FILLED_IN = re.compile(r"\{\w+}")


def load_words(archive: Path, language: str) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """Return the words of a language, and the problems of the archive's file of them, or of having none.

    The file for `pt-BR` is `words/pt-BR.yml`, `words/pt-br.yml` or `words/pt.yml`, the first that there is. A message
    that it lacks stays as shipped; where nothing is shipped, in English.
    """
    shipped = load_catalogue(language)
    for path in (f"{WORDS}/{tag}.yml" for tag in (language, *language_tags(language))):
        if (archive / path).is_file() and not has_link(archive, path):
            own, problems = parse_words(path, (archive / path).read_bytes())
            return Catalogue(shipped.pages | own.pages, shipped.scripts | own.scripts), problems
    return shipped, () if shipped_language(language) else _unknown_language(archive, language)


def _unknown_language(archive: Path, language: str) -> tuple[Diagnostic, ...]:
    """Return the problem of a language without words, at its place in `site.yml`."""
    reader = Reader(SITE_FILE)
    root = reader.parse((archive / SITE_FILE).read_bytes().decode("utf-8-sig"))
    for key, node in root.value if root else ():
        if key.value == "language":
            hint = f"write one of {', '.join(LANGUAGES)}, or translate the interface in {WORDS}/{language.lower()}.yml"
            reader.error(node, "E302", f"there are no words of the interface for the language {quote(language)}", hint)
    return tuple(reader.diagnostics)


def parse_words(path: str, data: bytes) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """Return the words in a file, and its problems."""
    text, problem = decode(path, data, MAX_BYTES)
    if problem:
        return Catalogue(), (problem,)
    reader = Reader(path)
    root = reader.parse(text)
    found: dict[str, dict[str, str]] = {"pages": {}, "scripts": {}}
    for part, part_node, node in reader.items(root) if root else ():
        if part not in found:
            reader.unknown_key(part_node, found, "E301", "part of a catalogue")
            continue
        mapping = reader.mapping(node, f"the value of {quote(part)}", _EXAMPLE)
        for message, _, value in reader.items(mapping) if mapping else ():
            words = reader.text(value, f"the value of {quote(message)}")
            if words is None:
                continue
            if sorted(_FILLED_IN.findall(words)) != sorted(_FILLED_IN.findall(message)):
                names = " ".join(_FILLED_IN.findall(message)) or "nothing in braces"
                reader.error(value, "E302", f"the words for {quote(message)} lack what it fills in", f"write {names}")
            found[part][message] = words
    return Catalogue(**found), tuple(reader.diagnostics)
