"""Packs a built site into one zip file, for reading offline."""

from __future__ import annotations

import secrets
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from site_builder.build.trees import is_site, site_urls
from site_builder.core.diagnostics import ContentError, Diagnostic

# The earliest date of the format: the same site always gives the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)


def pack_site(site: Path, target: Path, folder: str) -> tuple[int, int]:
    """Pack a published site's files below `folder`; return how many there are and the zip file's size in bytes.

    Raises `ContentError` if there is no site.
    """
    if not is_site(site):
        raise ContentError([Diagnostic(str(site), 0, 0, "E501", "there is no built site", "run: papershelf build")])
    urls = site_urls(site)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    try:
        with ZipFile(temporary, "w", ZIP_DEFLATED, compresslevel=9) as packed:
            for url in urls:
                info = ZipInfo(f"{folder}/{url}", _DAY)
                info.compress_type = ZIP_DEFLATED
                info.create_system = 3
                info.external_attr = 0o644 << 16
                packed.writestr(info, (site / url).read_bytes())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return len(urls), target.stat().st_size
