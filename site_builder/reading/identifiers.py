"""Identifiers of papers and people: their form, their address on the web, and prefixes that people add."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from yaml.nodes import Node

from site_builder.core.diagnostics import quote
from site_builder.reading.yaml_nodes import Reader

MAX_IDENTIFIER = 300

# Year, month and a number: of four digits until 2014, of five since; before April 2007, of a subject.
ARXIV = (
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.[0-9]{4}|(?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5}"
    r"|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})"
)


class Identifier(msgspec.Struct, frozen=True):
    """A kind of paper identifier: its pattern, its address on the web, and prefixes that people add."""

    name: str
    title: str
    example: str
    pattern: str
    address: str
    prefixes: tuple[str, ...] = ()


IDENTIFIERS = {
    kind.name: kind
    for kind in (
        Identifier(
            "arxiv",
            "arXiv",
            "2604.12890",
            rf"{ARXIV}(?:v[0-9]+)?",
            "https://arxiv.org/abs/{}",
            ("arxiv:", "https://arxiv.org/abs/", "https://arxiv.org/pdf/", "http://arxiv.org/abs/"),
        ),
        Identifier(
            "doi",
            "DOI",
            "10.1000/182",
            r'10\.[0-9]{4,9}/[^\s<>"]+',
            "https://doi.org/{}",
            ("doi:", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"),
        ),
        Identifier(
            "openreview",
            "OpenReview",
            "rJl-b3RcF7",
            r"[\w-]{6,40}",
            "https://openreview.net/forum?id={}",
            ("https://openreview.net/forum?id=", "https://openreview.net/pdf?id="),
        ),
        Identifier(
            "acl",
            "ACL Anthology",
            "2020.acl-main.1",
            r"(?:[A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+)",
            "https://aclanthology.org/{}/",
            ("https://aclanthology.org/", "https://www.aclweb.org/anthology/"),
        ),
        Identifier("pmid", "PubMed", "12345678", r"[0-9]{1,9}", "https://pubmed.ncbi.nlm.nih.gov/{}/", ("pmid:",)),
        Identifier(
            "hal", "HAL", "hal-01234567", r"[a-z]+-[0-9]{6,9}", "https://hal.science/{}", ("https://hal.science/",)
        ),
        Identifier("dblp", "DBLP", "conf/nips/VaswaniSPUJGKP17", r"[\w./+-]{3,100}", "https://dblp.org/rec/{}"),
        Identifier("isbn", "ISBN", "9780262035613", r"[0-9]{9}[0-9X](?:[0-9]{3})?", "https://openlibrary.org/isbn/{}"),
    )
}


def read_identifier(kind: Identifier) -> Callable[[Reader, Node], str | None]:
    """Return the reader of one kind of identifier, which drops prefixes and versions and lowers a DOI."""

    def read(reader: Reader, node: Node) -> str | None:
        value = reader.text(node, kind.name, MAX_IDENTIFIER)
        identifier = parse_identifier(kind, value) if value else None
        if value and identifier is None:
            message = f"{quote(value)} is not a valid {kind.title} identifier"
            reader.error(node, "E108", message, f"write, for example: {kind.name}: {kind.example}")
        return identifier

    return read


def parse_identifier(kind: Identifier, text: str) -> str | None:
    """Return the identifier that a text is, in normal form; None if it is not one of this kind."""
    bare = _without_prefix(text, kind.prefixes)
    return normal_identifier(kind.name, bare) if re.fullmatch(kind.pattern, bare) else None


def normal_identifier(kind: str, value: str) -> str:
    """Return an identifier in the form in which identifiers are compared."""
    if kind == "arxiv":
        return re.sub(r"v[0-9]+$", "", value)
    return value.lower() if kind == "doi" else value


def _without_prefix(value: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if value.lower().startswith(prefix):
            return value[len(prefix) :].strip().removesuffix(".pdf").rstrip("/")
    return value


ORCID = "(?:[0-9]{4}-){3}[0-9]{3}[0-9Xx]"
ORCID_PREFIXES = ("https://orcid.org/", "http://orcid.org/", "orcid:")


def parse_orcid(text: str) -> str | None:
    """Return the ORCID that a text is, in its normal form, or `None` where it is none."""
    bare = _without_prefix(text, ORCID_PREFIXES).upper()
    return bare if re.fullmatch(ORCID, bare) and _orcid_check_digit(bare) == bare[-1] else None


def read_orcid(reader: Reader, node: Node) -> str | None:
    """Read an ORCID, with or without its address."""
    value = reader.text(node, "orcid")
    orcid = parse_orcid(value) if value else None
    if value and orcid is None:
        hint = "copy it from orcid.org; it looks like 0000-0002-1825-0097, and its last digit is a checksum"
        reader.error(node, "E108", f"{quote(value)} is not a valid ORCID", hint)
    return orcid


def parse_issn(text: str) -> str | None:
    """Return the ISSN that a text is, in its normal form, or `None` if it is none."""
    bare = text.strip().upper()
    if not re.fullmatch(r"[0-9]{4}-[0-9]{3}[0-9X]", bare):
        return None
    digits = [10 if digit == "X" else int(digit) for digit in bare.replace("-", "")]
    return None if sum(weight * digit for weight, digit in zip(range(8, 0, -1), digits, strict=True)) % 11 else bare


_ROR_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_ROR_PREFIXES = ("https://ror.org/", "http://ror.org/", "ror.org/")


def parse_ror(text: str) -> str | None:
    """Return the ROR that a text is, without its address, or `None` if it is none."""
    bare = _without_prefix(text.strip(), _ROR_PREFIXES).lower()
    if not re.fullmatch(rf"0[{_ROR_DIGITS}]{{6}}[0-9]{{2}}", bare):
        return None
    number = 0
    for digit in bare[:-2]:
        number = number * 32 + _ROR_DIGITS.index(digit)
    return bare if 98 - number * 100 % 97 == int(bare[-2:]) else None


def _orcid_check_digit(orcid: str) -> str:
    """Return the last digit by ISO 7064 MOD 11-2."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)
