"""What a ZIM file says about itself. Source: https://wiki.openzim.org/wiki/Metadata"""

from __future__ import annotations

import re
from collections.abc import Iterable

from langcodes import Language

from site_builder import __version__
from site_builder.build.pack import site_name
from site_builder.settings.types import SiteConfig

# The longest texts, in characters, that readers accept.
_MOST = {"Title": 30, "Description": 80, "LongDescription": 4_000}
# The date of a site whose papers have none: the same site always has the same date.
_NO_DAY = "1980-01-01"
UNKNOWN_LANGUAGE = "und"


def metadata_of(config: SiteConfig, urls: Iterable[str]) -> dict[str, str]:
    """Return the metadata of a site that has files at these addresses, by name."""
    keepers = ", ".join(config.cite_as.authors) or config.title
    language = language_code(config.language)
    found = {
        "Name": f"{site_name(config)}_{language}_all",
        "Title": config.title,
        "Description": config.description or config.title,
        "LongDescription": config.description if len(config.description) > _MOST["Description"] else "",
        "Language": language,
        "Creator": keepers,
        "Publisher": keepers,
        "Date": _newest_day(urls),
        "Source": config.base_url,
        "License": config.cite_as.license,
        "Scraper": f"papershelf {__version__}",
        "Tags": "_ftindex:yes;papers",
    }
    return {name: _cut(value, _MOST.get(name, len(value))) for name, value in found.items() if value}


def language_code(language: str) -> str:
    """Return the ISO 639-3 code of a language tag such as `de` or `pt-BR`."""
    try:
        return Language.get(language).to_alpha3()
    except (LookupError, ValueError):
        return UNKNOWN_LANGUAGE


def _newest_day(urls: Iterable[str]) -> str:
    """Return the newest day that has a page, or the start of the newest month or year."""
    periods = re.compile(r"(?:days|months|years)/(\d{4}(?:-\d\d)?(?:-\d\d)?)\.html")
    return max((f"{found[1]}-01-01"[:10] for url in urls if (found := periods.fullmatch(url))), default=_NO_DAY)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
