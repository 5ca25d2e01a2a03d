"""Files that no importer reads: what they are, and how their papers can come in."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from site_builder.exchange.importers.json_streams import open_stream

_HEAD = 4_000

_EXPORT = "export your library as BibTeX, RIS or CSL-JSON"
# What a file starts with, and what to do; the first that fits is meant.
_KINDS: tuple[tuple[bytes, str], ...] = (
    (rb"\s*\Z", "is empty"),
    (rb"%PDF", f"is a PDF: {_EXPORT}, or add papers by their identifiers with papershelf add"),
    (rb"PK\x03\x04", f"is a zip file or an office document: unpack it, or {_EXPORT}"),
    (rb"(?i)\s*<!doctype html|\s*<html", "is a web page, perhaps one that was saved in place of the file"),
    (rb"(?s)\s*(?:<\?xml.{0,200}?)?<xml>\s*<records>", f"is EndNote's XML: {_EXPORT}"),
    (rb"(?:\xef\xbb\xbf)?%[0-9A-Z] \S", f"is in EndNote's own format: {_EXPORT}"),
    (rb"\s*PMID- ?\d", f"is in PubMed's format: open it in a reference manager, and {_EXPORT}"),
    (rb"(?s).{0,200}\0", "is not text, or is UTF-16: save it as UTF-8"),
    (
        rb"(?i)(?=[^\n]*[,;\t])[^\n]*\btitle\b",
        "is a table: convert it to CSL-JSON, see Mini-Conf in docs/importing.md",
    ),
    (rb"---\r?\ntitle:", "is an entry: copy it to content/papers/ as it is"),
)


def what_it_is(path: Path) -> str:
    """Return what a file that no importer recognizes is, and what to do, as the end of a sentence."""
    try:
        with open_stream(path) as file:
            head = file.read(_HEAD)
    except (OSError, EOFError, zlib.error) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}"
    return next((text for pattern, text in _KINDS if re.match(pattern, head)), "is in no known format")
