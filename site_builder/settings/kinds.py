"""The kinds of values that settings have, one reader for each."""

from __future__ import annotations

import re
from collections.abc import Callable

from yaml.nodes import Node

from site_builder.core.diagnostics import quote
from site_builder.reading.plain_values import is_web_address
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.types import FORMAT


def read_format(reader: Reader, node: Node) -> int | None:
    """Read the number of an archive's format."""
    value = reader.whole_number(node, "format", 1_000_000)
    if value is None or 1 <= value <= FORMAT:
        return value
    if value < 1:
        reader.error(node, "E302", f"format is {value}", f"write: format: {FORMAT}")
    else:
        hint = "install a newer Papershelf: pip install --upgrade papershelf"
        message = f"the archive has format {value}; this version of Papershelf reads formats up to {FORMAT}"
        reader.error(node, "E306", message, hint)
    return None


def read_base_url(reader: Reader, node: Node) -> str | None:
    """Read the address of the folder where the site will be."""
    value = reader.address(node, "base_url")
    if value is None or not re.search(r"[?#]", value):
        return value and value.rstrip("/") + "/"
    hint = "write where the site's folder is: base_url: https://example.org/papers/"
    reader.error(node, "E302", f"base_url is {quote(value)}, not the address of a folder", hint)
    return None


def read_language(reader: Reader, node: Node) -> str | None:
    """Read a language tag, such as `en` or `zh-Hant`."""
    value = reader.text(node, "language", 35)
    if value is None or re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        return value
    reader.error(node, "E302", f"{quote(value)} is not a language tag", "write it like this: language: en")
    return None


def read_theme(reader: Reader, node: Node) -> str | None:
    """Read the name of a theme."""
    value = reader.text(node, "theme", 60)
    if value is None or re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value):
        return value
    reader.error(node, "E302", f"{quote(value)} cannot name a theme", "write the name of a folder in themes/")
    return None


def read_logo(reader: Reader, node: Node) -> str | None:
    """Read the name of a picture; it reaches a stylesheet, so it is a plain one."""
    value = reader.text(node, "logo", 200)
    if value is None or re.fullmatch(r"([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(svg|png|webp|avif|jpg)", value):
        return value
    hint = "put a picture into content/static/ and write its name: logo: logo.svg"
    reader.error(node, "E302", f"{quote(value)} cannot be a logo", hint)
    return None


def read_style(reader: Reader, node: Node) -> dict[str, str]:
    """Read custom properties; their values reach a stylesheet, so they may hold nothing that ends a declaration."""
    mapping = reader.mapping(node, "style", "style: {accent: '#7a1f1f'}")
    style: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        value = reader.text(value_node, f"the style {quote(key)}", 300)
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", key):
            reader.error(key_node, "E302", f"{quote(key)} cannot name a style", "write it like this: accent: '#7a1f1f'")
        elif value and (re.search(r"[;{}<>\\@]|/\*|url\s*\(|expression\s*\(", value, re.IGNORECASE)):
            reader.error(
                value_node, "E302", f"{quote(value)} cannot be a style's value", "write a colour, font or length"
            )
        elif value:
            style[key] = value
    return style


def read_field(reader: Reader, node: Node) -> str | None:
    """Read the name of an entry's field."""
    value = reader.text(node, "field", 60)
    if value is None or re.fullmatch(r"[a-z][a-z0-9_]*", value):
        return value
    reader.error(node, "E302", f"{quote(value)} cannot name a taxonomy's field", "write a lower-case word")
    return None


def read_size(reader: Reader, node: Node) -> int | None:
    """Read a size, such as `1GB`, as a number of bytes."""
    value = reader.text(node, "site_bytes", 20)
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?(|k|M|G)B?", value or "")
    if value is None or match:
        return match and int(float(match[1]) * {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}[match[2]])
    reader.error(node, "E302", f"{quote(value)} is not a size", "write it like this: site_bytes: 1GB")
    return None


def read_share(reader: Reader, node: Node) -> float | None:
    """Read a share, such as `5%`, as a number from 0 to 1."""
    value = reader.text(node, "shrink", 20)
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?%", value or "")
    if value is None or (match and float(match[1]) <= 100):
        return match and float(match[1]) / 100
    reader.error(node, "E302", f"{quote(value)} is not a share", "write it like this: shrink: 5%")
    return None


def read_number(what: str, least: int, most: int) -> Callable[[Reader, Node], int | None]:
    """Return the reader of a whole number within bounds."""

    def read(reader: Reader, node: Node) -> int | None:
        value = reader.whole_number(node, what, most)
        if value is None or value >= least:
            return value
        reader.error(node, "E302", f"{what} is {value}", f"write a number from {least} to {most}")
        return None

    return read


def read_address(reader: Reader, node: Node) -> str | None:
    """Return an address of the site without its ending, as `tags/agents`."""
    value = reader.text(node, "an address", 300)
    plain = value and value.removesuffix(".html")
    if plain is None or re.fullmatch(r"(?!\.)[A-Za-z0-9._-]+(/(?!\.)[A-Za-z0-9._-]+)*", plain):
        return plain
    reader.error(node, "E302", f"{quote(value or '')} is no address of the site", "write it like this: tags/agents")
    return None


def read_feed_id(reader: Reader, node: Node) -> str | None:
    """Read what the identifiers of feeds start with."""
    value = reader.text(node, "id", 500)
    if value is None or re.fullmatch(r"(https?://|tag:|urn:)[!-~]+", value):
        return value
    hint = "write what the identifiers started with before: id: https://example.org/papers/"
    reader.error(node, "E302", f"{quote(value)} cannot start the identifiers of feeds", hint)
    return None


def read_switch(what: str) -> Callable[[Reader, Node], bool | None]:
    """Return the reader of `yes` or `no`."""

    def read(reader: Reader, node: Node) -> bool | None:
        value = reader.text(node, what, 20)
        if value is None or value in ("yes", "no", "true", "false"):
            return value and value in ("yes", "true")  # type: ignore[return-value]
        reader.error(node, "E302", f"{what} is {quote(value)}", f"write yes or no: {what}: no")
        return None

    return read


def read_choice(what: str, *choices: str) -> Callable[[Reader, Node], str | None]:
    """Return the reader of one of some words."""

    def read(reader: Reader, node: Node) -> str | None:
        value = reader.text(node, what, 20)
        if value is None or value in choices:
            return value
        reader.error(node, "E302", f"{what} is {quote(value)}", f"write one of: {', '.join(choices)}")
        return None

    return read


def read_email(reader: Reader, node: Node) -> str | None:
    """Read an e-mail address."""
    value = reader.text(node, "email", 200)
    if value is None or re.fullmatch(r"[^\s@<>&]+@[^\s@<>&]+\.[^\s@<>&]+", value):
        return value
    reader.error(node, "E302", f"{quote(value)} is not an e-mail address", "write it like this: curator@example.org")
    return None


def read_daily_address(reader: Reader, node: Node) -> str | None:
    """Read an address; the braces around `{date}` are what no address holds."""
    value = reader.text(node, "address", 2_000)
    if value is None or is_web_address(value.replace("{date}", "2026-05-26")):
        return value
    hint = "write a whole address, with {date} where the day stands: https://example.org/{date}.json"
    reader.error(node, "E302", f"{quote(value)} is not a web address", hint)
    return None


def read_attributes(reader: Reader, node: Node) -> dict[str, str]:
    """Read the attributes of a script: `data-…` ones, which cannot change what it is."""
    mapping = reader.mapping(node, "attributes", "attributes: {data-domain: example.org}")
    found: dict[str, str] = {}
    for key, key_node, value_node in reader.items(mapping) if mapping else ():
        value = reader.text(value_node, f"the attribute {quote(key)}", 300)
        if not re.fullmatch(r"data-[a-z0-9-]{1,60}", key):
            reader.error(
                key_node, "E302", f"{quote(key)} cannot be an attribute here", "write it like this: data-domain"
            )
        elif value:
            found[key] = value
    return found
