"""Packs a built site into a ZIM file, which Kiwix and other offline readers open.

Needs libzim, an optional package. Source of the format: https://wiki.openzim.org/wiki/ZIM_file_format
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory

import msgspec
from libzim.writer import ContentProvider, Creator, FileProvider, Hint, IndexData, Item, StringProvider

from site_builder.build.pack import built_urls
from site_builder.build.zim_metadata import language_code, metadata_of
from site_builder.core.files import read_plain
from site_builder.core.progress import Progress
from site_builder.data.previews import ICON_SIZE, draw_icon
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import HOME_URL, WORKER_URL
from site_builder.site.media_types import media_type

# What only servers, robots and the service worker read. A reader of ZIM files keeps the site itself.
_NEEDLESS = re.compile(
    rf"{re.escape(WORKER_URL)}|offline/\d+\.txt|404\.html|addresses\.txt|robots\.txt|sitemap.*\.xml|\.nojekyll"
)
_TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/xml")

_REDIRECT = re.compile(r'<meta http-equiv="?refresh"? content="0; url=([^"#]+)">')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="?description"? [^>]*?content="([^"]*)"')
_ARTICLE = re.compile(r"<article[ >].*</article>", re.DOTALL)
_HIDDEN = re.compile(
    r"<(nav|script|style|annotation|pre)\b.*?</\1>|<section class=\"?near\"?>.*?</section>|<[^>]*>", re.DOTALL
)


class _Page(msgspec.Struct, frozen=True):
    """What readers list and search of a page; a page without a title is only shown."""

    title: str = ""
    text: str = ""


class _Index(IndexData):  # type: ignore[misc]
    """The words by which a page is found."""

    def __init__(self, page: _Page) -> None:
        super().__init__()
        self._page = page

    def has_indexdata(self) -> bool:
        return bool(self._page.title)

    def get_title(self) -> str:
        return self._page.title

    def get_content(self) -> str:
        return self._page.text

    def get_keywords(self) -> str:
        return ""

    def get_wordcount(self) -> int:
        return self._page.text.count(" ") + 1

    def get_geoposition(self) -> None:
        return None


class _File(Item):  # type: ignore[misc]
    """A file of the site."""

    def __init__(self, url: str, page: _Page, content: ContentProvider) -> None:
        super().__init__()
        self._url, self._page, self._content = url, page, content
        self._type = media_type(url)
        self.get_indexdata = partial(_Index, page)

    def get_path(self) -> str:
        return self._url

    def get_title(self) -> str:
        return self._page.title

    def get_mimetype(self) -> str:
        return self._type

    def get_contentprovider(self) -> ContentProvider:
        return self._content

    def get_hints(self) -> dict[Hint, int]:
        return {Hint.FRONT_ARTICLE: bool(self._page.title), Hint.COMPRESS: self._type.startswith(_TEXTS)}


def pack_zim(site: Path, target: Path, config: SiteConfig, progress: Progress) -> tuple[int, int]:
    """Pack a published site as a ZIM file; return how many files it holds and its size in bytes.

    Raises `ContentError` if there is no site, `OSError` if the file cannot be written.
    """
    urls = [url for url in built_urls(site) if not _NEEDLESS.fullmatch(url)]
    known = frozenset(urls)
    with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        path = Path(folder) / "packed.zim"
        try:
            # One worker: several would number the pages of the search index in the order in which they finish.
            creator = Creator(path).config_nbworkers(1).config_indexing(True, language_code(config.language))
            with _without_chatter(), creator.set_mainpath(HOME_URL):
                for done, url in enumerate(urls):
                    _add(creator, site, url, known, config.title)
                    progress("packing", done + 1, len(urls))
                for name, value in metadata_of(config, urls).items():
                    creator.add_metadata(name, value)
                creator.add_illustration(ICON_SIZE, draw_icon(config.style.get("accent", "")))
        except RuntimeError as error:  # libzim has no other kind, not even for a full disk
            raise OSError(0, f"libzim cannot write it; is the disk full? ({error})", str(target)) from None
        size = path.stat().st_size
        path.replace(target)
    return len(urls), size


def _add(creator: Creator, site: Path, url: str, known: frozenset[str], site_title: str) -> None:
    if not url.endswith(".html"):
        creator.add_item(_File(url, _Page(), FileProvider(site / url)))
        return
    html = read_plain(site, url).decode()
    if moved := _REDIRECT.search(html):
        to = normpath(join(dirname(url), unescape(moved[1])))
        if to in known:
            creator.add_redirection(url, "", to, {})
            return
    page = _Page() if _is_continuation(url, known) else _read_page(html, site_title)
    creator.add_item(_File(url, page, StringProvider(html)))


def _is_continuation(url: str, known: frozenset[str]) -> bool:
    """Return whether a page is the second or a later one of a list."""
    return bool(re.search(r"/\d+\.html$", url)) and f"{dirname(url)}.html" in known


def _read_page(html: str, site_title: str) -> _Page:
    """Return a page's title and text: of an article all that it says, of a list only its description."""
    if "<meta name=robots content=noindex>" in html:
        return _Page()
    title, article, description = _TITLE.search(html), _ARTICLE.search(html), _DESCRIPTION.search(html)
    text = _HIDDEN.sub(" ", article[0]) if article else description[1] if description else ""
    name = unescape(title[1]).removesuffix(f" · {site_title}") if title else ""
    return _Page(name, " ".join(unescape(text).split()))


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Keep what libzim prints, whatever its settings, from standard output."""
    sys.stdout.flush()
    real = os.dup(1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(real, 1)
        os.close(real)
