"""Files that are copied or made without a template: a theme's assets, files beside entries, `content/static/`."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from site_builder.config import SiteConfig
from site_builder.contexts.cards import local_files
from site_builder.diagnostics import Diagnostic, quote
from site_builder.entries import locate
from site_builder.library import Library
from site_builder.permalinks import file_url
from site_builder.sources import content_digest, load_source, walk_files
from site_builder.themes import Theme

STATIC = "content/static"
MAX_FILE_BYTES = 100_000_000
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
FILE_SUFFIXES = (*IMAGE_SUFFIXES, ".pdf", ".txt", ".csv", ".json", ".zip", ".gz", ".mp4", ".webm", ".bib", ".pptx")


class Asset(msgspec.Struct, frozen=True):
    """A file of the site: a copy of `source`, or `data`."""

    url: str
    fingerprint: bytes
    source: str = ""
    data: bytes = b""

    def read(self) -> bytes:
        """Return its bytes."""
        return Path(self.source).read_bytes() if self.source else self.data


def plan_assets(
    root: Path, library: Library, config: SiteConfig, theme: Theme
) -> tuple[tuple[Asset, ...], tuple[Diagnostic, ...]]:
    """Return all assets, and the problems of the files that entries name."""
    assets = {
        f"assets/{name}": Asset(f"assets/{name}", bytes.fromhex(theme.digests[f"assets/{name}"]), path)
        for name, path in sorted(theme.assets.items())
    }
    assets["assets/custom.css"] = _made("assets/custom.css", custom_css(config).encode())
    if config.base_url:
        text = "User-agent: *\nAllow: /\n"
        assets["robots.txt"] = _made("robots.txt", text.encode())
    assets[".nojekyll"] = _made(".nojekyll", b"")
    for path in walk_files(root, STATIC):
        url = path.removeprefix(f"{STATIC}/")
        assets[url] = Asset(url, bytes.fromhex(load_source(root, path)[0].digest), str(root / path))
    problems = []
    for entry in library.entries:
        for field, path in local_files(entry):
            problem = _check_file(root, path, field)
            if problem:
                line, column = locate(entry.path, (root / entry.path).read_bytes(), field, path.rpartition("/")[2])
                problems.append(Diagnostic(entry.path, line, column, *problem))
            else:
                url = file_url(path)
                assets[url] = Asset(url, bytes.fromhex(load_source(root, path)[0].digest), str(root / path))
    return tuple(assets.values()), tuple(problems)


def custom_css(config: SiteConfig) -> str:
    """Return the stylesheet of a site's own custom properties."""
    return ":root{" + "".join(f"--{name}:{value};" for name, value in sorted(config.style.items())) + "}\n"


def _made(url: str, data: bytes) -> Asset:
    return Asset(url, bytes.fromhex(content_digest(data)), data=data)


def _check_file(root: Path, path: str, field: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a file that an entry names."""
    allowed = IMAGE_SUFFIXES if field == "thumbnail" else FILE_SUFFIXES
    file = root / path
    inside = file.resolve().is_relative_to((root / "content").resolve())
    if not inside or file.is_symlink() or not file.is_file():
        hint = "put the file beside the entry, or write a web address"
        return "E207", f"there is no file {quote(path)}", hint
    if not path.lower().endswith(allowed) or re.search(r"[^A-Za-z0-9._/ -]", path):
        hint = f"use a plain name that ends in one of: {', '.join(allowed)}"
        return "E207", f"the file {quote(path)} cannot be published", hint
    if file.stat().st_size > MAX_FILE_BYTES:
        return "E003", f"the file {quote(path)} is larger than 100 MB", "link to it where it lies"
    return None
