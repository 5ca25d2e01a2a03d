"""The published site: written next to the old one, then swapped with it in one step.

Two trees take turns. `_site/` is what people read; `._site.standby/` is the site before that, brought up to date while
nobody sees it: changed files are written, the others are hard links to the published ones. A build therefore costs what
changed, and a build that fails or is killed leaves the last good site as it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from hashlib import blake2b, sha256
from pathlib import Path

import msgspec

from site_builder.build.trees import (
    MARKER,
    Listing,
    changed_listing,
    count_tree,
    listing_of,
    marker_of,
    refuse_foreign,
    sizes_in,
    trees_beside,
    walk_tree,
)
from site_builder.core.cache_files import Manifest, Memos, Origin, PublishedSite
from site_builder.core.files import require_plain_output, sync_folder
from site_builder.core.folders import delete_tree, link_or_copy, swap, sync_tree
from site_builder.core.processes import in_background

TREES = "trees"


def output_digest(data: bytes) -> bytes:
    """Return the digest by which published files are compared: a kind that browsers can compute, too."""
    return sha256(data).digest()[:16]


class Survey(msgspec.Struct, frozen=True):
    """What the published tree holds.

    `lost` are the addresses of files that are missing or of another length, or with `verify` of other bytes. The site
    `is_whole` if it has all its files and no others.
    """

    lost: frozenset[str]
    is_whole: bool


class _Trees(msgspec.Struct, frozen=True, array_like=True):
    """What is cached of both trees: their listings, which site the standby tree is, and where the two differ.

    It shows whether they are unchanged without the manifest, which takes long to read.
    """

    listing: Listing
    standby: str
    standby_listing: Listing
    unlike: frozenset[str]


_trees_decoder = msgspec.msgpack.Decoder(_Trees)


class Publication:
    """Takes one build from rendered files to the published site; `live_id` identifies the site as it is now."""

    def __init__(self, output: Path, memos: Memos, *, verify: bool = False, sync: bool = False) -> None:
        self.output = output
        self.standby, self._retired = trees_beside(output)
        self._memos = memos
        self._verify = verify
        self._sync = sync
        require_plain_output(memos.folder.parent, output.parent)
        refuse_foreign(output)
        self._recover()
        self.live_id = marker_of(output)
        self._survey: Callable[[], Survey] = cache(self._look)
        self._unlike: Callable[[], frozenset[str]] = cache(self._make_ready)

    @contextmanager
    def surveyed_in_background(self, jobs: int) -> Iterator[None]:
        """Survey the published tree in a process of its own while the block runs."""
        with in_background(self._survey, jobs) as survey:
            self._survey = survey
            yield

    @contextmanager
    def made_ready_in_background(self, jobs: int) -> Iterator[None]:
        """Prepare the standby tree in a process of its own while the block runs."""
        self._survey()  # before the fork, so that the other process knows the result as well
        with in_background(self._unlike, jobs) as unlike:
            self._unlike = unlike
            yield

    @cached_property
    def _site(self) -> PublishedSite:
        return self._memos.load_site(self.live_id) or PublishedSite({})

    @cached_property
    def live(self) -> Manifest:
        """The manifest of the published site, without files that are lost."""
        files, lost = self._site.files, self._survey().lost
        return {url: file for url, file in files.items() if url not in lost} if lost else files

    @property
    def origin(self) -> Origin:
        """What the published site was made from."""
        return self._site.origin

    @property
    def is_known(self) -> bool:
        """Whether the cache knows what the site was made from."""
        return bool(self._site.files)

    @property
    def lost(self) -> frozenset[str]:
        """The addresses of files that are missing or changed."""
        return self._survey().lost

    @property
    def is_whole(self) -> bool:
        """Whether the site has all its files and no others."""
        return self._survey().is_whole

    @cached_property
    def _trees(self) -> _Trees | None:
        memo = self._memos.load_memo(TREES, self.live_id.encode()) if self.live_id else None
        return None if memo is None else _trees_decoder.decode(memo)

    def _look(self) -> Survey:
        if self._trees and not self._verify and count_tree(self.output) == self._trees.listing:
            return Survey(frozenset(), is_whole=True)
        present = walk_tree(self.output) if self.live_id else {}
        files = self._site.files
        lost = {url for url, file in files.items() if present.get(url) != file.size}
        if self._verify:
            sound = files.keys() - lost
            lost |= {url for url in sound if not _has_digest(self.output / url, files[url].digest)}
        return Survey(frozenset(lost), bool(files) and not lost and files.keys() == present.keys())

    def _make_ready(self) -> frozenset[str]:
        """Return the addresses at which the standby tree has other files than the published one, or none.

        If that is unknown, the tree is replaced by links to the published files.
        """
        identifier, trees = marker_of(self.standby), self._trees
        if trees and identifier == self.live_id and count_tree(self.standby) == trees.listing:
            return frozenset()
        if trees and identifier == trees.standby != "" and count_tree(self.standby) == trees.standby_listing:
            return trees.unlike
        delete_tree(self.standby)
        for url in self.live:
            self._link(url)
        if self.live:
            self._mark(self.live_id)
        return frozenset()

    def prepare(self) -> None:
        """Make the standby tree writable; it has no marker until it is whole again."""
        self._unlike()
        self.standby.mkdir(parents=True, exist_ok=True)
        (self.standby / MARKER).unlink(missing_ok=True)

    def write(self, url: str, data: bytes) -> None:
        """Write a file of the new site; several processes may write, each other files."""
        path = f"{self.standby}/{url}"
        descriptor = -1
        while descriptor < 0:
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            except FileExistsError:
                Path(path).unlink(missing_ok=True)  # the published site may share the file
            except FileNotFoundError:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
        finally:
            os.close(descriptor)

    def read(self, url: str) -> bytes | None:
        """Return the bytes of a published file, or `None` if they are not those that were published."""
        known = self.live.get(url)
        try:
            data = (self.output / url).read_bytes() if known else b""
        except OSError:
            return None
        return data if known and output_digest(data) == known.digest else None

    def is_current(self, manifest: Manifest) -> bool:
        """Return whether the published site has exactly these files."""
        return self.is_whole and self.live.keys() == manifest.keys() and _identifier(manifest) == self.live_id

    def publish(self, manifest: Manifest, written: Iterable[str], origin: Origin) -> None:
        """Complete the standby tree so that it is the manifest's site, and swap it with the published one."""
        fresh = frozenset(written)
        gone = self.live.keys() - manifest.keys()
        # The standby tree may still have files that someone deleted from the published one.
        deleted = self._survey().lost - manifest.keys()
        for url in self._unlike() | gone | deleted:
            if url not in manifest:
                self._remove(url)
            elif url not in fresh:
                self._link(url)
        identifier = _identifier(manifest)
        self._mark(identifier)
        self._memos.store_site(identifier, PublishedSite(manifest, origin), keep=[self.live_id])
        before = self._trees.listing if self._trees and self.is_whole else listing_of(sizes_in(self.live))
        replaced = sizes_in(self.live, gone | (fresh & self.live.keys()))
        after = changed_listing(before, sizes_in(manifest, fresh), replaced)
        trees = _Trees(after, self.live_id if self.is_whole else "", before, fresh | gone)
        self._memos.store_memo(TREES, identifier.encode(), msgspec.msgpack.encode(trees))
        if self._sync:
            sync_tree(self.standby, (*fresh, MARKER))
        if self.output.exists():
            swap(self.standby, self.output, self._retired)
        else:
            self.standby.replace(self.output)
        if self._sync:
            sync_folder(self.output.parent)
        self.live_id = identifier

    def _link(self, url: str) -> None:
        source, target = f"{self.output}/{url}", f"{self.standby}/{url}"
        try:
            os.link(source, target)
        except OSError:  # another file is there, the folder is missing, or the file system has no links
            Path(target).unlink(missing_ok=True)
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(source, target)

    def _remove(self, url: str) -> None:
        path = self.standby / url
        path.unlink(missing_ok=True)
        for parent in path.relative_to(self.standby).parents:
            try:
                (self.standby / parent).rmdir()
            except OSError:
                return

    def _mark(self, identifier: str) -> None:
        self.write(MARKER, f"{identifier}\n".encode())

    def _recover(self) -> None:
        """Put a site back that a killed build left between two names: not every system can swap them in one step."""
        if not self._retired.exists():
            return
        if self.output.exists():
            delete_tree(self._retired)
        else:
            self._retired.replace(self.output)


def _identifier(manifest: Manifest) -> str:
    """Return the digest of a site's files in the order of the plan."""
    listed = b"".join([url.encode() + b"\0" + file.digest for url, file in manifest.items()])
    return blake2b(listed, digest_size=16).hexdigest()


def _has_digest(path: Path, digest: bytes) -> bool:
    try:
        return output_digest(path.read_bytes()) == digest
    except OSError:
        return False
