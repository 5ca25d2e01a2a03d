"""Pictures of papers on the web: fetched once, made small, and kept next to the entry, which then names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

import msgspec

from site_builder.content.pictures import PICTURE_SUFFIX, PictureError
from site_builder.core.files import read_plain, write_into
from site_builder.core.progress import Progress
from site_builder.exchange.pictures import MAX_SOURCE_BYTES, small_picture
from site_builder.exchange.services.client import Client, FetchError, Limits, NotFoundError
from site_builder.exchange.update_entry import set_fields
from site_builder.model import Entry

LIMITS = Limits(silence=15.0, size=MAX_SOURCE_BYTES, tries=3, longest_wait=30.0)
_ACCEPT = "image/webp,image/png,image/jpeg,image/gif"
_PAUSE = 0.5
_SUFFIX = re.compile(r"\.(?:png|jpe?g|webp|gif)", re.IGNORECASE)
# What stores of files answer where there is none.
_ABSENT = (401, 403)


class Fetched(msgspec.Struct):
    """The entries that have a picture now, with where it came from, and how many papers have none anywhere.

    `refused` are files that cannot be kept as pictures, `failures` are requests that failed.
    """

    kept: list[tuple[str, str]] = msgspec.field(default_factory=list)
    absent: int = 0
    refused: list[str] = msgspec.field(default_factory=list)
    failures: list[str] = msgspec.field(default_factory=list)


def addresses(entry: Entry, base: str) -> Iterator[tuple[str, bool]]:
    """Yield where a paper's picture may be, the best first, and whether the entry itself says so.

    A picture among its `media` shows the paper's own figure. Hugging Face, at `base`, has one of each paper of its
    lists.
    """
    for address in entry.media:
        if _SUFFIX.fullmatch(PurePosixPath(urlsplit(address).path).suffix):
            yield address, True
    if "arxiv" in entry.identifiers:
        yield f"{base}/social-thumbnails/papers/{quote(entry.identifiers['arxiv'], safe='')}.png", False


def lacking(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries without a picture, the newest first."""
    return sorted((entry for entry in entries if not entry.thumbnail), key=lambda entry: entry.listed, reverse=True)


def fetch_pictures(root: Path, entries: Sequence[Entry], client: Client, base: str, progress: Progress) -> Fetched:
    """Fetch the pictures of entries, and write each as soon as it is there, so that nothing is fetched twice.

    A host that does not answer is not asked again.
    """
    done = Fetched()
    silent: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        if not _fetch(root, entry, client, base, done, silent):
            done.absent += 1
        progress("pictures", number, len(entries))
    return done


def _fetch(root: Path, entry: Entry, client: Client, base: str, done: Fetched, silent: set[str]) -> bool:
    """Keep the first picture of an entry that can be had; return whether there is any, or may be later."""
    is_known = False
    for address, is_own in addresses(entry, base):
        host = urlsplit(address).netloc
        if host in silent:
            is_known = True
            continue
        try:
            data = client.get(address, _ACCEPT, _PAUSE, only_public=is_own)  # an entry may be a stranger's
            keep_picture(root, entry, small_picture(data))
        except NotFoundError:
            continue
        except FetchError as error:
            if error.status in _ABSENT:
                continue
            silent.add(host)
            done.failures.append(str(error))
        except PictureError as error:
            done.refused.append(f"{entry.path}: {address}: {error}")
        else:
            done.kept.append((entry.path, address))
            return True
        is_known = True
    return is_known


def keep_picture(root: Path, entry: Entry, picture: bytes) -> str:
    """Write a picture next to its entry, and its name into the entry; return its path."""
    path = str(PurePosixPath(entry.path).parent / f"{entry.id}{PICTURE_SUFFIX}")
    write_into(root, path, picture)
    named = set_fields(entry.path, read_plain(root, entry.path), {"thumbnail": PurePosixPath(path).name})
    write_into(root, entry.path, named)
    return path
