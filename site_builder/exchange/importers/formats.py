"""The formats that papers come in, and what reads each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import msgspec

from site_builder.exchange.record import KnownTerms, Outcome


class Importer(msgspec.Struct, frozen=True):
    """A format that papers come in: what it is, in one line, and the module and function that read its files.

    One that `unpacks` reads files of any size, gzipped ones too, as a stream.
    """

    description: str
    place: str
    unpacks: bool = False

    def read(self, paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
        """Yield the papers of the files; terms are spelled as the archive already spells them."""
        # The module is read where it is used: builds need no importer, and some take a while.
        module, _, function = self.place.partition(":")
        outcomes: Iterator[Outcome] = getattr(import_module(f"{__package__}.{module}"), function)(paths, known)
        return outcomes


IMPORTERS = {
    "hf-daily": Importer(
        "Hugging Face Daily Papers: one JSON file a day, as the API serves them", "hf_daily:read_hf_daily"
    ),
    "bibtex": Importer(
        "BibTeX and BibLaTeX; TeX accents, braces and name particles are resolved", "bibtex:read_bibtex"
    ),
    "csl-json": Importer("CSL-JSON: an array or one item a line", "csl_json:read_csl_json", unpacks=True),
    "ris": Importer("RIS: tagged lines, as publishers' sites and reference managers export them", "ris:read_ris"),
    "acl-xml": Importer("The ACL Anthology's XML files, one a collection", "acl_xml:read_acl_xml"),
    "pmlr": Importer("Proceedings of Machine Learning Research: the posts of a volume's site", "pmlr:read_pmlr"),
    "arxiv-json": Importer(
        "arXiv's metadata snapshot: one JSON object a line", "arxiv_json:read_arxiv_json", unpacks=True
    ),
}
