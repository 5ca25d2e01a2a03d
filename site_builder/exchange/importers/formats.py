"""The formats that papers come in, and what reads each."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import msgspec

from site_builder.exchange.importers.json_streams import open_stream
from site_builder.exchange.record import KnownTerms, Outcome

_HEAD = 50_000
"""Bytes of a file by which its format is recognized."""


class Importer(msgspec.Struct, frozen=True):
    """A format that papers come in: what it is, in one line, and the module and function that read its files.

    `pattern` is found near the start of its files and of no format listed before it. One that `unpacks` reads files of
    any size, gzipped ones too, as a stream.
    """

    description: str
    place: str
    pattern: str
    unpacks: bool = False

    def read(self, paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
        """Yield the papers of the files; terms are spelled as the archive already spells them."""
        # The module is read where it is used: builds need no importer, and some take a while.
        module, _, function = self.place.partition(":")
        outcomes: Iterator[Outcome] = getattr(import_module(f"{__package__}.{module}"), function)(paths, known)
        return outcomes


IMPORTERS = {
    "hf-daily": Importer(
        "Hugging Face Daily Papers: one JSON file a day, as the API serves them",
        "hf_daily:read_hf_daily",
        r'\A\s*\[\s*\{\s*"(?:paper|publishedAt)"\s*:',
    ),
    "arxiv-json": Importer(
        "arXiv's metadata snapshot: one JSON object a line",
        "arxiv_json:read_arxiv_json",
        r'\A\s*\{[^\n]*"authors_parsed"\s*:',
        unpacks=True,
    ),
    "markdown": Importer(
        'Reading lists in Markdown ("awesome lists"): an item of a list or a row of a table for each paper',
        "markdown_list:read_markdown",
        r"^ {0,3}(?:[-*+]|[0-9]{1,4}[.)]|\|)[ \t][^\n]*\]\(https?://",
    ),
    "openreview": Importer(
        "OpenReview: the notes of a venue, as the API serves them",
        "openreview:read_openreview",
        r'\A\s*[\[{](?=(?s:.*?)"forum"\s*:)(?s:.*?)"content"\s*:\s*\{',
        unpacks=True,
    ),
    "csl-json": Importer(
        "CSL-JSON: an array or one item a line", "csl_json:read_csl_json", r"\A\s*[\[{]", unpacks=True
    ),
    "acl-xml": Importer("The ACL Anthology's XML files, one a collection", "acl_xml:read_acl_xml", r"<collection\b"),
    "pmlr": Importer(
        "Proceedings of Machine Learning Research: the posts of a volume's site",
        "pmlr:read_pmlr",
        r"\A---\n(?s:.*?)^(?:layout: inproceedings|bibtex_author|firstpage)\b",
    ),
    "ris": Importer(
        "RIS: tagged lines, as publishers' sites and reference managers export them",
        "ris:read_ris",
        r"^(?:TY|ty)  ?- ?\w",
    ),
    "bibtex": Importer(
        "BibTeX and BibLaTeX; TeX accents, braces and name particles are resolved",
        "bibtex:read_bibtex",
        # Semantic Scholar writes a list of types.
        r"^\s*@\s*(?:[A-Za-z]+|\[[^\]\n]*\])\s*[{(]",
    ),
}


def recognize_format(path: Path) -> str:
    """Return the format of a file by its beginning, empty if no importer knows it."""
    try:
        with open_stream(path) as file:
            data = file.read(_HEAD)
    except (OSError, EOFError, zlib.error):
        return ""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    head = data.decode(encoding, "replace").replace("\r\n", "\n")
    return next((name for name, known in IMPORTERS.items() if re.search(known.pattern, head, re.MULTILINE)), "")
