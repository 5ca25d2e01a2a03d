"""Files without a template: a theme's assets, files that belong to entries, `content/static/`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import ClassVar

import msgspec

from site_builder import PACKAGE
from site_builder.content.entries import locate
from site_builder.content.pictures import (
    MAX_PICTURE_BYTES,
    PICTURE_SUFFIX,
    PictureError,
    Size,
    picture_problem,
    picture_size,
)
from site_builder.content.sources import STATIC, content_digest, has_link, load_source, walk_files
from site_builder.contexts.cards import local_files
from site_builder.core.diagnostics import Diagnostic, quote
from site_builder.library.library import Library
from site_builder.model import Entry
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import WEB_APP_URL, file_url
from site_builder.theme.assets import publish_assets
from site_builder.theme.load import Theme

# Taken from a package by hatch_build.py when Papershelf is built or installed.
LUNR = PACKAGE / "_vendor" / "lunr.js"
MAX_FILE_BYTES = 100_000_000
_OFFLINE = ("page/offline.js", "offline.js", "offline-page.js")
# Text that begins like this was meant to be a web address: `github.com/you/code`.
_HOST = re.compile(r"(?:www\.|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/)")
_ODD = re.compile(r"[^A-Za-z0-9._/-]")
FILE_SUFFIXES = tuple(".png .jpg .jpeg .gif .webp .avif .pdf .txt .csv .json .zip .gz .mp4 .webm .bib .pptx".split())


class Asset(msgspec.Struct, frozen=True):
    """A file of the site: a copy of `source`, or `data`."""

    kind: ClassVar[str] = "assets"

    url: str
    fingerprint: bytes
    source: str = ""
    data: bytes = b""

    def read(self) -> bytes:
        """Return the file's bytes."""
        return Path(self.source).read_bytes() if self.source else self.data


class Files(msgspec.Struct, frozen=True):
    """The files of a site without a template, and the size of each paper's picture by its address."""

    assets: tuple[Asset, ...] = ()
    pictures: dict[str, Size] = {}


def plan_assets(
    root: Path, library: Library, taken: Iterable[str], config: SiteConfig, theme: Theme, digests: Mapping[str, str]
) -> tuple[Files, tuple[Diagnostic, ...]]:
    """Return all assets, and the problems of files that entries name and of files in `content/static/`.

    `taken` are the addresses of the site's pages and data, `digests` those of the archive's files by path.
    """
    assets = _theme_assets(config, theme)
    assets[".nojekyll"] = _made(".nojekyll", b"")
    static = walk_files(root, STATIC)
    problems = list(_check_static(static, taken))
    if config.logo and f"{STATIC}/{config.logo}" not in static:
        message = f"there is no picture {quote(config.logo)} in {STATIC}/"
        problems.append(Diagnostic("site.yml", 0, 0, "E207", message, "put it there, or leave out logo:"))
    for path in static:
        url = path.removeprefix(f"{STATIC}/")
        assets[url] = Asset(url, bytes.fromhex(load_source(root, path)[0].digest), str(root / path))
    pictures: dict[str, Size] = {}
    for entry in library.entries:
        problems += _check_static_links(root, entry, static)
        for field, path in local_files(entry):
            name = path.removeprefix(entry.path.rpartition("/")[0] + "/")
            url = file_url(path)
            problem = _check_place(root, path, name, digests)
            if not problem:
                is_picture = field == "thumbnail"
                problem = _check_picture(root / path, path, entry, pictures) if is_picture else _check_kind(root, path)
            if problem:
                line, column = locate(entry.path, (root / entry.path).read_bytes(), field, name)
                problems.append(Diagnostic(entry.path, line, column, *problem))
            else:
                digest = digests.get(path) or load_source(root, path)[0].digest
                assets[url] = Asset(url, bytes.fromhex(digest), str(root / path))
    return Files(tuple(assets.values()), pictures), tuple(problems)


def _theme_assets(config: SiteConfig, theme: Theme) -> dict[str, Asset]:
    """Return a theme's assets and those made from settings, by address."""
    without = () if config.offline else _OFFLINE
    assets = {f"assets/{name}": _made(f"assets/{name}", data) for name, data in publish_assets(theme, without).items()}
    assets["assets/lunr.js"] = Asset("assets/lunr.js", bytes.fromhex(content_digest(LUNR.read_bytes())), str(LUNR))
    assets["assets/custom.css"] = _made("assets/custom.css", custom_css(config).encode())
    if config.offline:
        assets[WEB_APP_URL] = _made(WEB_APP_URL, web_app(config))
    scripts = config.words.scripts
    if scripts:
        assets["assets/words.js"] = _made("assets/words.js", words_script(scripts).encode())
    return assets


def web_app(config: SiteConfig) -> bytes:
    """Return the manifest by which browsers offer to install the site."""
    icon = {"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    app = {"name": config.title, "short_name": config.title, "description": config.description}
    place = {"lang": config.language, "start_url": ".", "scope": ".", "display": "minimal-ui", "icons": [icon]}
    return json.dumps(app | place, ensure_ascii=False).encode()


def custom_css(config: SiteConfig) -> str:
    """Return the stylesheet of the custom properties from `site.yml`."""
    return ":root{" + "".join(f"--{name}:{value};" for name, value in config.custom_properties) + "}\n"


def words_script(words: Mapping[str, str]) -> str:
    """Return the script that holds the other scripts' words in the site's language."""
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return "window.papershelfWords=" + text.replace("<", "\\u003c") + ";\n"


def _made(url: str, data: bytes) -> Asset:
    return Asset(url, bytes.fromhex(content_digest(data)), data=data)


def _check_static(paths: Sequence[str], taken: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a problem for each file whose address is taken by another file or folder."""
    pages = {url.lower() for url in taken} if paths else set()
    folders = {url.rpartition("/")[0] for url in pages}
    for path in paths:
        url = path.removeprefix(f"{STATIC}/").lower()
        parents = [str(parent) for parent in PurePosixPath(url).parents]
        if url in pages or url in folders or any(parent in pages for parent in parents):
            message = f"the site has a page or folder at {quote(url)} already"
            yield Diagnostic(path, 0, 0, "E206", message, "rename the file, or delete it")


def _check_static_links(root: Path, entry: Entry, static: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield a problem for each file of `content/static/` that an entry links to and that does not exist."""
    for value in entry.links.values():
        if value.startswith("/") and STATIC + value not in static:
            line, column = locate(entry.path, (root / entry.path).read_bytes(), "links", value)
            hint = f"put the file into {STATIC}/, or write a web address"
            yield Diagnostic(entry.path, line, column, "E207", f"there is no file {quote(STATIC + value)}", hint)


def _check_place(root: Path, path: str, name: str, digests: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Return what is wrong with the place of a file that an entry names by `name`."""
    if path in digests or _is_file_inside(root, path):  # files with digests are plain ones
        return None
    hint = "put the file beside the entry, or write a web address"
    if _HOST.match(name):
        hint = f"write the whole address: https://{name}"
    return "E207", f"there is no file {quote(path)}", hint


def _check_kind(root: Path, path: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a file that an entry links to."""
    if not path.lower().endswith(FILE_SUFFIXES) or _ODD.search(path):
        hint = f"use a plain name that ends in one of: {', '.join(FILE_SUFFIXES)}"
        return "E207", f"the file {quote(path)} cannot be published", hint
    if (root / path).stat().st_size > MAX_FILE_BYTES:
        return "E003", f"the file {quote(path)} is larger than 100 MB", "link to where it is published"
    return None


def _check_picture(file: Path, path: str, entry: Entry, sizes: dict[str, Size]) -> tuple[str, str, str] | None:
    """Return what is wrong with an entry's picture; otherwise add its size to those known by address."""
    try:
        if file.suffix != PICTURE_SUFFIX or _ODD.search(path):
            raise PictureError(f"its name is not plain letters and digits that end in {PICTURE_SUFFIX}")
        with file.open("rb") as stream:
            sizes[file_url(path)] = picture_size(stream.read(MAX_PICTURE_BYTES + 1))
    except PictureError as error:
        return picture_problem(path, entry.id, error)
    return None


def _is_file_inside(root: Path, path: str) -> bool:
    try:
        inside = (root / path).resolve().is_relative_to((root / "content").resolve())
        return inside and not has_link(root, path) and (root / path).is_file()
    except OSError:  # a name too long for the file system
        return False
