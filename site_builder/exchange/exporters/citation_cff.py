"""How to cite an archive, as a `CITATION.cff`, which GitHub and Zenodo read from a repository.

Source: https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.exchange.write_entry import scalar
from site_builder.settings.types import SiteConfig
from site_builder.text.licenses import find_license
from site_builder.text.names import name_parts


def citation_cff(config: SiteConfig) -> str:
    """Return the file of an archive whose settings say who keeps it."""
    return "".join(f"{line}\n" for line in _lines(config))


def _lines(config: SiteConfig) -> Iterator[str]:
    cite_as, license_ = config.cite_as, find_license(config.cite_as.license)
    yield "cff-version: 1.2.0"
    yield "message: Please cite this archive with these data, and each paper as its page says."
    yield "type: dataset"
    yield f"title: {_text(config.title)}"
    if config.description:
        yield f"abstract: {_text(config.description)}"
    yield "authors:"
    for author in cite_as.authors:
        parts = name_parts(author)
        if parts.given:
            yield f"  - given-names: {_text(parts.given)}"
            yield f"    family-names: {_text(parts.whole_family)}"
            if parts.suffix:
                yield f"    name-suffix: {_text(parts.suffix)}"
        else:
            yield f"  - name: {_text(author)}"
    for name, value in (
        ("doi", cite_as.doi),
        ("url", config.base_url),
        ("repository-code", config.repository),
        ("license", license_.spdx),
        ("license-url", "" if license_.spdx else license_.address),
    ):
        if value:
            yield f"{name}: {_text(value)}"


def _text(text: str) -> str:
    """Return a text as YAML that is a string for every reader, even one that looks like a number or a date."""
    line = scalar(text)
    return line if line[:1] in "\"'" or any(char.isalpha() for char in line) else f'"{line}"'
