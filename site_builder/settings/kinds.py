"""The kinds of values that settings have: how each is read, and what it must be."""

from __future__ import annotations

import re
from collections.abc import Callable

from yaml.nodes import Node

from site_builder.content.values import read_slug
from site_builder.core.diagnostics import quote
from site_builder.reading.identifiers import IDENTIFIERS, parse_issn, parse_ror, read_identifier, read_orcid
from site_builder.reading.plain_values import is_web_address
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.setting import Read

# The archive format that this version reads and writes; `migration` converts older ones.
FORMAT = 1

_STYLE_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
# What could end a declaration or make a stylesheet fetch something.
_UNSAFE_STYLE = re.compile(r"[;{}<>\\@]|/\*|url\s*\(|expression\s*\(", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"data-[a-z0-9-]{1,60}")
_UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}


def text(limit: int) -> Read:
    """Return the kind of a plain text."""
    return lambda reader, node, name, example: reader.text(node, name, limit)


def texts(reader: Reader, node: Node, name: str, example: str) -> tuple[str, ...]:
    """Read a list of plain texts."""
    return reader.texts(node, name, f"{name}: {example}")


def matching(pattern: str, fault: str, limit: int, hint: str = "") -> Read:
    """Return the kind of a text that matches a pattern; the fault completes `'value' …`."""

    def read(reader: Reader, node: Node, name: str, example: str) -> str | None:
        value = reader.text(node, name, limit)
        if value is None or re.fullmatch(pattern, value):
            return value
        reader.error(node, "E302", f"{quote(value)} {fault}", hint or f"write: {name}: {example}")
        return None

    return read


def converted(pattern: str, fault: str, convert: Callable[[re.Match[str]], float]) -> Read:
    """Return the kind of a number with a unit; the fault completes `'value' …`."""

    def read(reader: Reader, node: Node, name: str, example: str) -> float | None:
        value = reader.text(node, name, 20)
        match = re.fullmatch(pattern, value or "")
        if value is None or match:
            return match and convert(match)
        reader.error(node, "E302", f"{quote(value)} {fault}", f"write: {name}: {example}")
        return None

    return read


def number(least: int, most: int) -> Read:
    """Return the kind of a whole number within bounds."""

    def read(reader: Reader, node: Node, name: str, example: str) -> int | None:
        value = reader.whole_number(node, name, most)
        if value is None or value >= least:
            return value
        reader.error(node, "E302", f"{name} is {value}", f"write a number from {least} to {most}")
        return None

    return read


def choice(*choices: str) -> Read:
    """Return the kind of one of some words."""

    def read(reader: Reader, node: Node, name: str, example: str) -> str | None:
        value = reader.text(node, name, 20)
        if value is None or value in choices:
            return value
        reader.error(node, "E302", f"{name} is {quote(value)}", f"write one of: {', '.join(choices)}")
        return None

    return read


def switch(reader: Reader, node: Node, name: str, example: str) -> bool | None:
    """Read `yes` or `no`."""
    value = reader.text(node, name, 20)
    if value is None or value in ("yes", "no", "true", "false"):
        return None if value is None else value in ("yes", "true")
    reader.error(node, "E302", f"{name} is {quote(value)}", f"write yes or no: {name}: {example}")
    return None


def archive_format(reader: Reader, node: Node, name: str = "format", example: str = "") -> int | None:
    """Read the number of an archive's format."""
    value = reader.whole_number(node, name, 1_000_000)
    if value is None or 1 <= value <= FORMAT:
        return value
    if value < 1:
        reader.error(node, "E302", f"format is {value}", f"write: format: {FORMAT}")
    else:
        message = f"the archive has format {value}; this version of Papershelf reads formats up to {FORMAT}"
        reader.error(node, "E306", message, "install a newer version: pip install --upgrade papershelf")
    return None


def web_address(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read an http(s) address."""
    return reader.address(node, name)


def dated_address(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read a web address in which `{date}` stands for a day."""
    value = reader.text(node, name, 2_000)
    if value is None or is_web_address(value.replace("{date}", "2026-05-26")):
        return value
    hint = "write a full address, with {date} in place of the day: https://example.org/{date}.json"
    reader.error(node, "E302", f"{quote(value)} is not a web address", hint)
    return None


def base_address(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read the address of a folder; returned with a slash at its end."""
    value = reader.address(node, name)
    if value is None or not re.search(r"[?#]", value):
        return value and value.rstrip("/") + "/"
    reader.error(node, "E302", f"{name} is {quote(value)}, not the address of a folder", f"write: {name}: {example}")
    return None


def page_address(reader: Reader, node: Node, name: str = "an address", example: str = "tags/agents") -> str | None:
    """Read the address of a page of the site; returned without `.html`."""
    value = reader.text(node, name, 300)
    plain = value and value.removesuffix(".html")
    if plain is None or re.fullmatch(r"(?!\.)[A-Za-z0-9._-]+(/(?!\.)[A-Za-z0-9._-]+)*", plain):
        return plain
    message = f"{quote(value or '')} is not an address of this site"
    reader.error(node, "E302", message, f"write an address such as: {example}")
    return None


def term_slug(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read the last part of a term's address."""
    value: str | None = read_slug(name, "some-address")(reader, node)
    return value


def orcid(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read an ORCID."""
    return read_orcid(reader, node)


def doi(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read a DOI, with or without its address."""
    value: str | None = read_identifier(IDENTIFIERS["doi"])(reader, node)
    return value


def issn(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read an ISSN."""
    return _checked(reader, node, "ISSN", parse_issn, "copy it from portal.issn.org; it looks like 1234-5679")


def ror(reader: Reader, node: Node, name: str, example: str) -> str | None:
    """Read the identifier of an organization, with or without its address."""
    return _checked(reader, node, "ROR", parse_ror, "copy it from ror.org; it looks like 05dxps055")


def _checked(reader: Reader, node: Node, kind: str, parse: Callable[[str], str | None], hint: str) -> str | None:
    value = reader.text(node, kind, 100)
    found = parse(value) if value else None
    if value and found is None:
        reader.error(
            node, "E302", f"{quote(value)} is not a valid {kind}", f"{hint}, and its last digits are a checksum"
        )
    return found


def styles(reader: Reader, node: Node, name: str, example: str) -> dict[str, str]:
    """Read custom properties. Their values reach a stylesheet, so nothing in them may end a declaration."""
    mapping = reader.mapping(node, name, f"{name}: {example}")
    found: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        value = reader.text(value_node, f"the style {quote(key)}", 300)
        if not _STYLE_NAME.fullmatch(key):
            hint = "write a lower-case word, such as: accent: '#7a1f1f'"
            reader.error(key_node, "E302", f"{quote(key)} cannot be the name of a style", hint)
        elif value and _UNSAFE_STYLE.search(value):
            hint = "write a colour, font or length"
            reader.error(value_node, "E302", f"{quote(value)} cannot be the value of a style", hint)
        elif value:
            found[key] = value
    return found


def script_attributes(reader: Reader, node: Node, name: str, example: str) -> dict[str, str]:
    """Read the `data-…` attributes of a script; no other attribute is safe to take."""
    mapping = reader.mapping(node, name, f"{name}: {example}")
    found: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        value = reader.text(value_node, f"the attribute {quote(key)}", 300)
        if not _ATTRIBUTE.fullmatch(key):
            reader.error(key_node, "E302", f"{quote(key)} is not allowed here", "write the name of a data- attribute")
        elif value:
            found[key] = value
    return found


language = matching(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "is not a language tag", 35)
THEME_NAME = r"[a-z0-9][a-z0-9_-]*"
theme = matching(THEME_NAME, "cannot be the name of a theme", 60, "write the name of a folder in themes/")
logo = matching(
    r"([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(svg|png|webp|avif|jpg)",
    "cannot be a logo",
    200,
    "put a picture in content/static/ and write its name: logo: logo.svg",
)
vectors = matching(
    r"[A-Za-z0-9_-]+\.npz",
    "cannot be a file of vectors",
    100,
    "put the file in content/ and write its name: vectors: model.npz",
)
entry_field = matching(r"[a-z][a-z0-9_]*", "cannot be the name of a field", 60, "write a lower-case word")
feed_id = matching(
    r"(https?://|tag:|urn:)[!-~]+",
    "cannot start the identifiers of feeds",
    500,
    "write what the identifiers started with before: id: https://example.org/papers/",
)
email = matching(r"[^\s@<>&]+@[^\s@<>&]+\.[^\s@<>&]+", "is not an email address", 200)
size = converted(
    r"([0-9]+(?:\.[0-9]+)?) ?(|k|M|G)B?", "is not a size", lambda match: int(float(match[1]) * _UNITS[match[2]])
)
share = converted(
    r"(100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?) ?%", "is not a percentage", lambda match: float(match[1]) / 100
)
