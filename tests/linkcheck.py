"""Follows every link of a built site: `python -m tests.linkcheck FOLDER`.

Links are resolved as paths of files, as a browser does it on `file://`: no server finds an index page, and nothing
stands above the site's folder. Pages are scanned as bytes by regular expressions in several processes, since an
archive of 100,000 papers has a quarter of a million of them.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from multiprocessing import get_context
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

HOME = "index.html"
NOT_FOUND = "404.html"
PAPERS = "papers/"
CHUNK = 500

_SKIPPED = re.compile(rb"<!--.*?-->|<(script|style)\b([^>]*)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_STYLE_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+|\"[^\"]*\"|'[^']*'|[^\"'>])*)>")
_ATTRIBUTE = re.compile(
    rb"(?:^|(?<=[\s\"']))(href|src|srcset|poster|action|data|content|http-equiv|rel|id|name)\s*=\s*"
    rb"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_STYLE_URL = re.compile(rb"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)|@import\s+['\"]([^'\"]+)['\"]")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_LOADING_RELS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
_NAMING_RELS = {"canonical", "alternate"}


@dataclass(frozen=True, order=True)
class Problem:
    """A broken link: the page that has it, its text, and what is wrong with it."""

    page: str
    link: str
    reason: str

    def __str__(self) -> str:
        """Return one line."""
        return f"{self.page}: {self.link}: {self.reason}"


@dataclass(frozen=True)
class Report:
    """What was followed, what is wrong, and which pages no chain of links from the home page leads to."""

    pages: int
    links: int
    problems: tuple[Problem, ...]
    unreached: tuple[str, ...]
    farthest: tuple[int, str]
    """The paper that the most plain links lie before, on the shortest way from the home page, and their number."""


@dataclass(frozen=True)
class Site:
    """The files of a built site and their positions; `base_url` is where it will be published, if that is known."""

    folder: str
    base_url: str
    files: tuple[str, ...]
    positions: dict[str, int] = field(repr=False)


@dataclass
class _Scan:
    """What one process found in its share of the pages."""

    links: int = 0
    problems: list[Problem] = field(default_factory=list)
    fragments: list[tuple[str, str, int, str]] = field(default_factory=list)
    targets: list[tuple[int, array[int]]] = field(default_factory=list)


def check_links(folder: Path, base_url: str = "", jobs: int | None = None) -> Report:
    """Follow every link of the site in a folder."""
    site = _site(folder, base_url)
    sources = [path for path in site.files if path.endswith((".html", ".css", ".svg"))]
    shares = [sources[start : start + CHUNK] for start in range(0, len(sources), CHUNK)]
    processes = min(jobs or os.cpu_count() or 1, len(shares)) or 1
    scans: list[_Scan] = []
    if processes == 1:
        scans = [_scan(site, share) for share in shares]
    else:
        with ProcessPoolExecutor(processes, get_context("spawn"), _keep_site, (site,)) as pool:
            scans = list(pool.map(_scan_kept, shares))
    problems = [problem for scan in scans for problem in scan.problems]
    problems += _missing_fragments(site, [fragment for scan in scans for fragment in scan.fragments])
    distances = _distances(site, [target for scan in scans for target in scan.targets])
    pages = sum(path.endswith(".html") for path in site.files)
    return Report(pages, sum(scan.links for scan in scans), tuple(sorted(set(problems))), *_reach(site, distances))


def _site(folder: Path, base_url: str) -> Site:
    root = str(folder)
    files = sorted(
        os.path.relpath(join(place, name), root).replace(os.sep, "/")
        for place, _, names in os.walk(root)
        for name in names
    )
    return Site(root, base_url, tuple(files), {path: position for position, path in enumerate(files)})


_kept_site: Site


def _keep_site(site: Site) -> None:
    global _kept_site
    _kept_site = site


def _scan_kept(paths: Sequence[str]) -> _Scan:
    return _scan(_kept_site, paths)


def _scan(site: Site, paths: Iterable[str]) -> _Scan:
    scan = _Scan()
    known: dict[tuple[str, bool, str, str], tuple[str, int, str]] = {}
    for path in paths:
        data = Path(site.folder, path).read_bytes()
        folder = dirname(path)
        if path.endswith(".css"):
            links = [(link, "src") for link in _style_links(data)]
            anchors: frozenset[str] = frozenset()
        else:
            links, anchors = _page_links(data)
        scan.links += len(links)
        reached = set()
        for link, use in links:
            absolute = use == "name" or path == NOT_FOUND
            key = (use, absolute, folder, link)
            if (found := known.get(key)) is None:
                found = known[key] = _resolve(site, folder, link, use, absolute=absolute)
            reason, target, fragment = found
            if reason:
                scan.problems.append(Problem(path, link, reason))
            elif fragment and target < 0 and fragment not in anchors:
                scan.problems.append(Problem(path, link, "no element has this id"))
            elif fragment and target >= 0:
                scan.fragments.append((path, link, target, fragment))
            if target >= 0 and use == "href":
                reached.add(target)
        if path.endswith(".html"):
            scan.targets.append((site.positions[path], array("l", reached)))
    return scan


def _page_links(data: bytes) -> tuple[list[tuple[str, str]], frozenset[str]]:
    """Return a page's links with their use, and its anchors.

    A use is `href` for what a reader follows, `src` for what the browser loads, `name` for an address that only names.
    """
    links: list[tuple[str, str]] = []
    anchors: set[str] = set()
    for tag, attributes in _TAG.findall(_SKIPPED.sub(rb"<\1\2>", data)):
        kind = tag.lower().decode()
        values = {
            name.lower().decode(): _text(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(attributes)
        }
        if "id" in values:
            anchors.add(values["id"])
        if kind == "a" and "name" in values:
            anchors.add(values["name"])
        links += _tag_links(kind, values)
    return links, frozenset(anchors)


def _tag_links(kind: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    rels = set(values.get("rel", "").lower().split())
    if "href" in values:
        use = "href" if kind != "link" or not rels & (_LOADING_RELS | _NAMING_RELS) else "src"
        yield values["href"], "name" if kind == "link" and rels & _NAMING_RELS else use
    for name in ("src", "poster"):
        if name in values:
            yield values[name], "src"
    if kind == "object" and "data" in values:
        yield values["data"], "src"
    if kind == "form" and "action" in values:
        yield values["action"], "href"
    for candidate in values.get("srcset", "").split(","):
        if candidate.strip():
            yield candidate.split()[0], "src"
    if kind == "meta" and values.get("http-equiv", "").lower() == "refresh":
        yield values.get("content", "").partition("=")[2].strip(" '\""), "href"


def _style_links(data: bytes) -> Iterator[str]:
    for address, imported in _STYLE_URL.findall(_STYLE_COMMENT.sub(b"", data)):
        yield (address or imported).decode().strip()


def _text(value: bytes) -> str:
    text = value.decode().strip()
    return unescape(text) if "&" in text else text


def _resolve(site: Site, folder: str, link: str, use: str, *, absolute: bool) -> tuple[str, int, str]:
    """Return what is wrong with a link, the position of the file it leads to, and its fragment.

    The position is -1 where a link leaves the site or stays in its page. Only the 404 page, which a server shows at
    any address, and addresses that only name a page may be absolute.
    """
    root = "/" + site.base_url.partition("://")[2].partition("/")[2]
    for start in (site.base_url, root):
        if start and link.startswith(start) and not link.startswith("//"):
            if not absolute:
                return "an absolute address of the site itself", -1, ""
            path, mark, fragment = link.removeprefix(start).partition("#")
            whole = path + HOME if path.endswith("/") or not path else path
            return _resolve(site, "", whole + mark + fragment, use, absolute=False)
    if link.startswith("data:"):
        return "", -1, ""
    if link.startswith("//") or _SCHEME.match(link):
        if link.lower().startswith("javascript:"):
            return "a script as an address", -1, ""
        return ("loaded from beyond the site" if use == "src" else ""), -1, ""
    if link.startswith("/"):
        return "an absolute path beyond the site", -1, ""
    path, _, fragment = link.partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        return ("" if link else "an empty address"), -1, unquote(fragment)
    target = normpath(join(folder, path))
    if absolute and not site.base_url:
        # Without base_url, the 404 page leads to a page of the site from each folder in which it may be shown.
        target = target.removeprefix("../").removeprefix("../")
    if target.startswith(".."):
        return "leads out of the site's folder", -1, ""
    position = -1 if path.endswith("/") else site.positions.get(target, -1)
    return ("" if position >= 0 else "there is no such file"), position, unquote(fragment)


def _missing_fragments(site: Site, fragments: Iterable[tuple[str, str, int, str]]) -> Iterator[Problem]:
    """Yield a problem for each link to a place that another page does not have."""
    anchors: dict[int, frozenset[str]] = {}
    for path, link, target, fragment in fragments:
        if target not in anchors:
            anchors[target] = _page_links(Path(site.folder, site.files[target]).read_bytes())[1]
        if fragment not in anchors[target]:
            yield Problem(path, link, f"no element of {site.files[target]} has this id")


def _distances(site: Site, targets: Iterable[tuple[int, array[int]]]) -> dict[int, int]:
    """Return how many plain links lead from the home page to each page that they lead to at all."""
    following = dict(targets)
    distances = {site.positions.get(HOME, -1): 0}
    waiting = deque(distances)
    while waiting:
        position = waiting.popleft()
        for target in following.get(position, ()):
            if target not in distances:
                distances[target] = distances[position] + 1
                waiting.append(target)
    return distances


def _reach(site: Site, distances: dict[int, int]) -> tuple[tuple[str, ...], tuple[int, str]]:
    """Return the pages that no chain of links leads to, and the farthest paper.

    The 404 page and redirects need no link.
    """
    unreached = tuple(
        path
        for position, path in enumerate(site.files)
        if path.endswith(".html") and position not in distances and path != NOT_FOUND and not _redirects(site, path)
    )
    papers = [(n, site.files[position]) for position, n in distances.items() if site.files[position].startswith(PAPERS)]
    return unreached, max(papers, default=(0, ""))


def _redirects(site: Site, path: str) -> bool:
    return "http-equiv=refresh" in Path(site.folder, path).read_text(encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the site in a folder, print what is wrong, and return 1 where there is anything."""
    parser = argparse.ArgumentParser(prog="python -m tests.linkcheck", description="Follow every link of a built site.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base-url", default="", help="where the site will be published")
    parser.add_argument("--jobs", type=int, help="how many processes")
    parser.add_argument("--show", type=int, default=50, help="how many problems to print")
    options = parser.parse_args(arguments)
    report = check_links(options.folder, options.base_url, options.jobs)
    show = partial(print, sep="\n")
    show(
        *report.problems[: options.show], *(f"{path}: no link leads here" for path in report.unreached[: options.show])
    )
    print(
        f"{report.pages:,} pages, {report.links:,} links: {len(report.problems):,} wrong; "
        f"{len(report.unreached):,} pages that no link leads to"
    )
    if report.farthest[1]:
        print(f"farthest from home: {report.farthest[1]}, after {report.farthest[0]} links")
    return 1 if report.problems or report.unreached else 0


if __name__ == "__main__":
    sys.exit(main())
