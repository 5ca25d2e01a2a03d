"""What lets a browser keep the site: a service worker, and lists of the site's files with their digests.

The lists divide the files by the checksums of their addresses, so an edit changes few of them. The worker contains the
lists' digests, so it changes with any file that it can keep, and nothing else can pass for one of them.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterable
from zlib import crc32

import msgspec

from site_builder.build.assets import Asset
from site_builder.build.outputs import Outputs
from site_builder.build.publish import Publication, output_digest
from site_builder.core.cache_files import Manifest, PublishedFile, tool_digest
from site_builder.settings.types import SiteConfig
from site_builder.site.addresses import HOME_URL, OFFLINE_URL, SEARCH_URL, WORKER_URL, offline_list_url
from site_builder.theme.assets import worker_script

# What a reader is offered to keep at most: each file is a request.
MAX_FILES = 25_000
MAX_BYTES = 300_000_000
FILES_A_LIST = 256

# What pages are and show. Feeds, previews and files for programs are not kept.
_ENDINGS = frozenset("html css js svg png jpg jpeg gif webp avif pdf mp4 webm".split())
_SEARCH = ("", "assets", "search")
_PAPERS = (*_SEARCH, "papers", "files", "days", "weeks", "months", "years", "collections", "map")


class Facts(msgspec.Struct, frozen=True):
    """What the worker knows: the digest of each list; the number of files of each folder and their bytes.

    `kept` are the folders that belong to a kept archive; `shell` are the files that are always kept.
    """

    version: str
    parts: list[str]
    folders: dict[str, tuple[int, int]]
    kept: list[str]
    shell: list[str]


def add_offline_files(
    config: SiteConfig, publication: Publication, outputs: Outputs, manifest: Manifest, changed: Iterable[str]
) -> list[str]:
    """Add the worker and its lists to a site's files; write those that differ from the published ones, return them.

    `changed` are the addresses at which the site's other files are new or gone.
    """
    made = _site_files(publication, manifest, changed) if config.offline else {WORKER_URL: worker_script("withdraw.js")}
    fresh = []
    for url, data in made.items():
        live = publication.live.get(url)
        file = live if data is None else PublishedFile(tool_digest(), output_digest(data), len(data))
        assert file is not None  # only published lists are left as they are
        if data is not None and (live is None or live.digest != file.digest):
            publication.prepare()
            publication.write(url, data)
            fresh.append(url)
        manifest[url] = file
        outputs[url] = Asset(url, file.fingerprint)
    return fresh


def is_listed(url: str) -> bool:
    """Return whether a browser can keep the file at an address: some servers hide names that begin with a mark."""
    name = url.rpartition("/")[2]
    is_hidden = url[0] in "._" or "/." in url or "/_" in url or url.startswith("cards/") or url == WORKER_URL
    return not is_hidden and name.rpartition(".")[2].lower() in _ENDINGS


def folders_kept(folders: dict[str, tuple[int, int]]) -> list[str]:
    """Return the folders of what readers can keep: all of them, those of papers, dates and search, search, or none."""
    for names in (folders, _PAPERS, _SEARCH):
        found = [name for name in names if name in folders]
        files, sizes = (sum(folders[name][place] for name in found) for place in (0, 1))
        if files <= MAX_FILES and sizes <= MAX_BYTES:
            return found
    return []


def _site_files(publication: Publication, manifest: Manifest, changed: Iterable[str]) -> dict[str, bytes | None]:
    """Return the lists and the worker by address; `None` for those that are as published."""
    count = 1 << (len(manifest) // FILES_A_LIST).bit_length()
    live, last = publication.live, _last_facts(publication, count)
    urls = set(filter(is_listed, changed))
    lists = _read_lists(publication, urls, count) if last else None
    if last is None or lists is None:  # make all
        urls = set(filter(is_listed, manifest))
        live, last, lists = {}, Facts("", [""] * count, {}, [], []), {number: {} for number in range(count)}
    folders = defaultdict(lambda: (0, 0), last.folders)
    for url in urls:
        before, after = live.get(url), manifest.get(url)
        files, size = folders[_folder(url)]
        files += (after is not None) - (before is not None)
        size += (after.size if after else 0) - (before.size if before else 0)
        folders[_folder(url)] = (files, size)
        if after:
            lists[_number(url, count)][url] = _short(after.digest)
        else:
            lists[_number(url, count)].pop(url, None)
    made: dict[str, bytes | None] = {offline_list_url(number): None for number in range(count)}
    parts = list(last.parts)
    for number, listed in lists.items():
        data = "".join([f"{listed[url]} {url}\n" for url in sorted(listed)]).encode()
        made[offline_list_url(number)], parts[number] = data, _short(output_digest(data))
    totals = {name: folders[name] for name in sorted(folders) if folders[name][0]}
    shell = sorted({*last.shell, *filter(_is_shell, urls)} & manifest.keys())
    version = _short(output_digest("".join(parts).encode()))
    made[WORKER_URL] = _worker(Facts(version, parts, totals, folders_kept(totals), shell))
    return made


def _is_shell(url: str) -> bool:
    return _folder(url) == "assets" or url in (HOME_URL, OFFLINE_URL, SEARCH_URL)


def _last_facts(publication: Publication, count: int) -> Facts | None:
    """Return what the published worker knows, unless all must be made again."""
    file = publication.live.get(WORKER_URL)
    is_complete = all(offline_list_url(number) in publication.live for number in range(count))
    data = publication.read(WORKER_URL) if is_complete and file and file.fingerprint == tool_digest() else None
    if data is None or not data.startswith(_BEFORE):
        return None
    facts = msgspec.json.decode(data[len(_BEFORE) : data.index(_AFTER)], type=Facts)
    return facts if len(facts.parts) == count else None


def _read_lists(publication: Publication, changed: Iterable[str], count: int) -> dict[int, dict[str, str]] | None:
    """Return the published lists that these addresses belong to, or `None` if one is damaged or lists a lost file."""
    lists = {}
    for number in {_number(url, count) for url in changed}:
        data = publication.read(offline_list_url(number))
        if data is None:
            return None
        lists[number] = {line[9:]: line[:8] for line in data.decode().splitlines()}
        if not lists[number].keys() <= publication.live.keys():
            return None
    return lists


_BEFORE, _AFTER = b"const papershelfSite=", b";\n"


def _worker(facts: Facts) -> bytes:
    text = json.dumps(msgspec.to_builtins(facts), separators=(",", ":"))
    return _BEFORE + text.encode() + _AFTER + worker_script("keep.js")


def _number(url: str, count: int) -> int:
    return crc32(url.encode()) % count


def _folder(url: str) -> str:
    return url.partition("/")[0] if "/" in url else ""


def _short(digest: bytes) -> str:
    return urlsafe_b64encode(digest[:6]).decode()
