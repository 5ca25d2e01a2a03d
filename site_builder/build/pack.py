"""A built site as one zip file, to be carried away and read offline."""

from __future__ import annotations

import os
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from site_builder.build.publish import MARKER
from site_builder.core.diagnostics import ContentError, Diagnostic

# Zip's own first day: the same site is the same bytes whenever it is packed.
_DAY = (1980, 1, 1, 0, 0, 0)


def pack_site(site: Path, target: Path, folder: str) -> tuple[int, int]:
    """Pack a published site, all its files below `folder`; return how many there are and the zip file's size.

    Raises `ContentError` where there is no site.
    """
    if not (site / MARKER).is_file():
        raise ContentError([Diagnostic(str(site), 0, 0, "E501", "there is no built site", "run: papershelf build")])
    files = sorted(path for path in site.rglob("*") if path.is_file() and path != site / MARKER)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with ZipFile(temporary, "w", ZIP_DEFLATED, compresslevel=9) as packed:
            for path in files:
                info = ZipInfo(f"{folder}/{path.relative_to(site).as_posix()}", _DAY)
                info.compress_type = ZIP_DEFLATED
                info.create_system = 3
                info.external_attr = 0o644 << 16
                packed.writestr(info, path.read_bytes())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return len(files), target.stat().st_size
