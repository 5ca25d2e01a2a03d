"""How an archive's workflows install Papershelf: by whatever reproduces this installation.

Source: https://packaging.python.org/en/latest/specifications/direct-url/ (how an installer records its origin)
"""

from __future__ import annotations

import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import Distribution, distribution
from io import BytesIO
from pathlib import Path

import msgspec

from site_builder import PACKAGE, __version__
from site_builder.theme.load import bundled_themes

WHEEL = f"papershelf-{__version__}-py3-none-any.whl"
WHEEL_FOLDER = "packages"
LOCKED = "requirements-locked.txt"

_METADATA = ("METADATA", "WHEEL", "entry_points.txt")
_OLDEST = (1980, 1, 1, 0, 0, 0)  # zip knows no time before this; a fixed one keeps the wheel the same bytes


class Installation(msgspec.Struct, frozen=True):
    """A line for pip's requirements file, and the files that it needs in the archive, by path."""

    requirement: str
    files: dict[str, bytes] = {}


class _Vcs(msgspec.Struct):
    commit_id: str = ""


class _Archive(msgspec.Struct):
    hashes: dict[str, str] = {}


class _Origin(msgspec.Struct):
    """The fields of `direct_url.json` that matter here."""

    url: str
    vcs_info: _Vcs | None = None
    archive_info: _Archive | None = None


def locked_file() -> Path:
    """Return the list of the packages that Papershelf needs, with versions and hashes; a clone has it elsewhere."""
    inside = PACKAGE / "_locked.txt"
    return inside if inside.is_file() else PACKAGE.parent / "constraints" / "locked.txt"


def this_installation() -> Installation:
    """Return what installs the Papershelf that runs: its release, its commit, its address, or a copy of it."""
    installed = distribution("papershelf")
    recorded = installed.read_text("direct_url.json")
    return _from_index() if recorded is None else _from_origin(msgspec.json.decode(recorded, type=_Origin), installed)


def _from_index() -> Installation:
    return Installation(f"papershelf=={__version__}")


def _from_origin(origin: _Origin, installed: Distribution) -> Installation:
    if origin.url.startswith("https://"):
        if origin.vcs_info and origin.vcs_info.commit_id:
            return Installation(f"papershelf @ git+{origin.url}@{origin.vcs_info.commit_id}")
        if origin.archive_info and "sha256" in origin.archive_info.hashes:
            return Installation(f"papershelf @ {origin.url}#sha256={origin.archive_info.hashes['sha256']}")
    path = f"{WHEEL_FOLDER}/{WHEEL}"
    return Installation(f"./{path}", {path: _wheel(installed)})


def _wheel(installed: Distribution) -> bytes:
    """Return the installed package as a wheel.

    Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
    """
    info = WHEEL.removesuffix("-py3-none-any.whl") + ".dist-info"
    files = dict(sorted(_package_files()))
    files |= {f"{info}/{name}": (installed.read_text(name) or "").encode() for name in _METADATA}
    record = "".join(f"{path},{_record_hash(data)},{len(data)}\n" for path, data in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, _OLDEST), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _package_files() -> Iterator[tuple[str, bytes]]:
    """Yield the files of a wheel by path; in a clone, themes and the list of packages are next to the package."""
    for folder, prefix in ((PACKAGE, "site_builder"), (bundled_themes(), "site_builder/_themes")):
        for path in _files(folder):
            yield f"{prefix}/{path.relative_to(folder).as_posix()}", path.read_bytes()
    yield "site_builder/_locked.txt", locked_file().read_bytes()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _record_hash(data: bytes) -> str:
    return "sha256=" + urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()
