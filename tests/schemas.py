"""Schemas of formats, as packages of others ship them: fetched when tests are prepared, never kept in the tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import msgspec

FOLDER = Path(sys.prefix) / "schemas"


class Source(msgspec.Struct, frozen=True):
    """The command that fetches a package as a tar file, and where in it the schema is."""

    command: tuple[str, ...]
    member: str


_PIP = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", ".")
SOURCES = {
    # What the Open Archives Initiative publishes.
    "OAI-PMH.xsd": Source((*_PIP, "pyoai==2.5.0"), "src/oaipmh/tests/OAI-PMH.xsd"),
    # What sitemaps.org publishes.
    "sitemap.xsd": Source(("npm", "pack", "--silent", "sitemap@9.0.1"), "schema/sitemap.xsd"),
}


def fetch_schemas() -> list[str]:
    """Fetch the schemas that are missing and return those that cannot be had here."""
    return [name for name, source in SOURCES.items() if not ((FOLDER / name).is_file() or _fetch(name, source))]


def _fetch(name: str, source: Source) -> bool:
    if not shutil.which(source.command[0]):
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(source.command, cwd=folder, capture_output=True, check=False)
        packages = [path for path in Path(folder).iterdir() if path.suffix in (".gz", ".tgz")]
        if done.returncode or len(packages) != 1:
            return False
        with tarfile.open(packages[0]) as package:
            found = next((member for member in package if member.name.endswith(f"/{source.member}")), None)
            data = package.extractfile(found) if found else None
            if data is None:
                return False
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / name).write_bytes(data.read())
    return True
