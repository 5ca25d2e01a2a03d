"""Papers from and to other formats: one module a format, each on its own.

An importer turns files into records; `import_records` turns records into entries.
"""

from __future__ import annotations

import msgspec

from site_builder.interchange.bibtex import read_bibtex
from site_builder.interchange.csl_json import read_csl_json
from site_builder.interchange.hf_daily import read_hf_daily
from site_builder.interchange.importing import ImportReport, import_records
from site_builder.interchange.record import KnownTerms, ReadFiles, Record, Skipped
from site_builder.interchange.ris import read_ris


class Importer(msgspec.Struct, frozen=True):
    """A format that papers come in: what it is, in one line, and how its files are read."""

    description: str
    read: ReadFiles


IMPORTERS = {
    "hf-daily": Importer("Hugging Face Daily Papers: one JSON file a day, as the API serves them", read_hf_daily),
    "bibtex": Importer("BibTeX and BibLaTeX; TeX accents, braces and name particles are resolved", read_bibtex),
    "csl-json": Importer("CSL-JSON: an array or one item a line; .gz is read too", read_csl_json),
    "ris": Importer("RIS: tagged lines, as publishers' sites and reference managers export them", read_ris),
}

__all__ = ["IMPORTERS", "ImportReport", "Importer", "KnownTerms", "Record", "Skipped", "import_records"]
