"""Packs files into a folder or a zip file: a built site, for reading offline, notes, or deposits."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from site_builder.build.trees import is_site, site_urls
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import require_plain, write_atomically
from site_builder.settings.types import SiteConfig
from site_builder.text.slugs import slug

# The earliest date of the format: the same site always gives the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)


def pack_site(site: Path, target: Path, folder: str) -> tuple[int, int]:
    """Pack a published site's files below `folder`; return how many there are and the zip file's size in bytes.

    Raises `ContentError` if there is no site.
    """
    count = write_zip(target, ((f"{folder}/{url}", (site / url).read_bytes()) for url in built_urls(site)))
    return count, target.stat().st_size


def built_urls(site: Path) -> list[str]:
    """Return the addresses of a published site's files, sorted; raises `ContentError` if there is no site."""
    if not is_site(site):
        raise ContentError([Diagnostic(str(site), 0, 0, "E501", "there is no built site", "run: papershelf build")])
    return site_urls(site)


def site_name(config: SiteConfig) -> str:
    """Return the name of the file that a site is packed into, without its end."""
    return slug(config.title) or "papers"


def write_files(target: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, given by name, into a folder or a `.zip` file; return how many there are.

    A folder keeps its other files. Raises `ContentError` if a link is in the place of one.
    """
    if target.suffix == ".zip":
        return write_zip(target, ((f"{target.stem}/{name}", data) for name, data in files))
    count = 0
    for name, data in files:
        require_plain(target, name)
        write_atomically(target / name, data)
        count += 1
    return count


def write_zip(target: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, given by path, into a zip file, whole or not at all; return how many there are."""
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    count = 0
    try:
        with ZipFile(temporary, "w", ZIP_DEFLATED, compresslevel=9) as packed:
            for path, data in files:
                info = ZipInfo(path, _DAY)
                info.compress_type = ZIP_DEFLATED
                info.create_system = 3
                info.external_attr = 0o644 << 16
                packed.writestr(info, data)
                count += 1
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return count
