"""The published site: written beside the old one, then exchanged with it in one step.

Two trees take turns. `_site/` is what people read; `._site.standby/` is the site before it, brought up to
date out of sight: changed files are written, the others are hard links to the published ones. So a build
costs what changed, and a build that fails or is killed leaves the last good site.

A tree is trusted if the names and lengths of its files are those that a build of this machine left, and if it holds no
link. Only in a trusted tree is anything written or deleted by its address.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec

from site_builder.core.cache_files import Manifest, Memos, Origin, PublishedSite
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.files import READ, require_plain, require_plain_output, sync_folder
from site_builder.core.processes import in_background

DEFAULT_OUTPUT = "_site"
MARKER = ".papershelf-site"
TREES = "trees"
_RENAME_EXCHANGE = 2


def output_digest(data: bytes) -> bytes:
    """Return the digest by which published files compare."""
    return blake2b(data, digest_size=16).digest()


class Survey(msgspec.Struct, frozen=True):
    """What a look at the published tree found.

    `lost` are the addresses of files that are missing or of another length, or with `verify` of other bytes. The site
    `is_whole` if it has all its files and no others.
    """

    lost: frozenset[str]
    is_whole: bool


Listing = tuple[int, int]
"""A tree's files, without their order: how many there are, and the sum of the checksums of addresses and lengths."""

Sizes = Mapping[str, int]
"""The length of each file of a tree by address; -1 for a link or special file."""


class _Trees(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of both trees: their listings, which site the standby tree is, and where the two differ.

    It tells whether they are still what they were without the manifest, which takes long to read.
    """

    listing: Listing
    standby: str
    standby_listing: Listing
    unlike: frozenset[str]


_trees_decoder = msgspec.msgpack.Decoder(_Trees)


class Publication:
    """One build's way from rendered files to the published site, of which `live_id` names what stands."""

    def __init__(self, output: Path, memos: Memos, *, verify: bool = False, sync: bool = False) -> None:
        self.output = output
        self.standby, self._retired = _trees_beside(output)
        self._memos = memos
        self._verify = verify
        self._sync = sync
        require_plain_output(memos.folder.parent, output.parent)
        _refuse_foreign(output)
        self._recover()
        self.live_id = _marker(output)
        self._survey: Callable[[], Survey] = cache(self._look)
        self._unlike: Callable[[], frozenset[str]] = cache(self._make_ready)

    @contextmanager
    def surveyed_in_background(self, jobs: int) -> Iterator[None]:
        """Look at the published tree in a process of its own while the block runs."""
        with in_background(self._survey, jobs) as survey:
            self._survey = survey
            yield

    @contextmanager
    def made_ready_in_background(self, jobs: int) -> Iterator[None]:
        """Make the standby tree ready in a process of its own while the block runs."""
        self._survey()  # what was found is then known there as well
        with in_background(self._unlike, jobs) as unlike:
            self._unlike = unlike
            yield

    @cached_property
    def _site(self) -> PublishedSite:
        return self._memos.load_site(self.live_id) or PublishedSite({})

    @cached_property
    def live(self) -> Manifest:
        """The manifest of the site as it stands, without files that are lost."""
        files, lost = self._site.files, self._survey().lost
        return {url: file for url, file in files.items() if url not in lost} if lost else files

    @property
    def origin(self) -> Origin:
        """What the site as it stands was made from."""
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
        if self._trees and not self._verify and _count(self.output) == self._trees.listing:
            return Survey(frozenset(), is_whole=True)
        present = _walk(self.output) if self.live_id else {}
        files = self._site.files
        lost = {url for url, file in files.items() if present.get(url) != file.size}
        if self._verify:
            sound = files.keys() - lost
            lost |= {url for url in sound if not _has_digest(self.output / url, files[url].digest)}
        return Survey(frozenset(lost), bool(files) and not lost and files.keys() == present.keys())

    def _make_ready(self) -> frozenset[str]:
        """Return the addresses at which the standby tree has other files than the published one, or none.

        Where that is not known, the tree is made anew of links to the published files.
        """
        identifier, trees = _marker(self.standby), self._trees
        if trees and identifier == self.live_id and _count(self.standby) == trees.listing:
            return frozenset()
        if trees and identifier == trees.standby != "" and _count(self.standby) == trees.standby_listing:
            return trees.unlike
        _delete_tree(self.standby)
        for url in self.live:
            self._link(url)
        if self.live:
            self._mark(self.live_id)
        return frozenset()

    def prepare(self) -> None:
        """Make the standby tree ready to be written to; its marker is gone until it is whole again."""
        self._unlike()
        self.standby.mkdir(parents=True, exist_ok=True)
        (self.standby / MARKER).unlink(missing_ok=True)

    def write(self, url: str, data: bytes) -> None:
        """Write a file of the new site; any process may, each its own."""
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
        """Return the bytes of a file of the site as it stands, `None` where they are not those that were published."""
        known = self.live.get(url)
        try:
            data = (self.output / url).read_bytes() if known else b""
        except OSError:
            return None
        return data if known and output_digest(data) == known.digest else None

    def is_current(self, manifest: Manifest) -> bool:
        """Return whether the published site is this one already."""
        return self.is_whole and self.live.keys() == manifest.keys() and _identifier(manifest) == self.live_id

    def publish(self, manifest: Manifest, written: Iterable[str], origin: Origin) -> None:
        """Complete the standby tree to the manifest's site and put it in the published one's place."""
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
        before = self._trees.listing if self._trees and self.is_whole else _listing(_sizes(self.live))
        after = _sum(before, _listing(_sizes(manifest, fresh)), sign=1)
        after = _sum(after, _listing(_sizes(self.live, gone | (fresh & self.live.keys()))), sign=-1)
        trees = _Trees(after, self.live_id if self.is_whole else "", before, fresh | gone)
        self._memos.store_memo(TREES, identifier.encode(), msgspec.msgpack.encode(trees))
        if self._sync:
            _sync_files(self.standby, fresh)
        if self.output.exists():
            _exchange(self.standby, self.output, self._retired)
        else:
            self.standby.replace(self.output)
        if self._sync:
            sync_folder(self.output.parent)
        self.live_id = identifier

    def _link(self, url: str) -> None:
        source, target = f"{self.output}/{url}", f"{self.standby}/{url}"
        try:
            os.link(source, target)
        except OSError:  # there is another file, there is no folder, or there are no links
            Path(target).unlink(missing_ok=True)
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(source, target)

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
        """Where two names cannot be exchanged in one step, a killed build may have left the site between them."""
        if not self._retired.exists():
            return
        if self.output.exists():
            _delete_tree(self._retired)
        else:
            self._retired.replace(self.output)


def _trees_beside(output: Path) -> tuple[Path, Path]:
    """Return the names of the standby tree, and of the old site while names cannot be exchanged in one step."""
    return output.with_name(f".{output.name}.standby"), output.with_name(f".{output.name}.retired")


def remove_site(output: Path) -> None:
    """Delete a published site and its standby tree; raises `ContentError` where the folder is not Papershelf's."""
    _refuse_foreign(output)
    for folder in (output, *_trees_beside(output)):
        _delete_tree(folder)


def is_site(output: Path) -> bool:
    """Return whether there is a site that Papershelf made; raises `ContentError` where links are in the way."""
    _refuse_foreign(output)
    return (output / MARKER).is_file()


def site_urls(output: Path) -> list[str]:
    """Return the addresses of all files of a site, sorted; links and special files are left out."""
    return sorted(url for url, size in _walk(output).items() if size >= 0)


def _delete_tree(folder: Path) -> None:
    """Delete a folder and all that is below it; no link is followed."""
    shutil.rmtree(folder, ignore_errors=True)


def _refuse_foreign(output: Path) -> None:
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        hint = "choose another folder: --output"
        raise ContentError([Diagnostic(str(output), 0, 0, "E501", "the output is not a plain folder", hint)])
    for folder in (output, *_trees_beside(output)):
        require_plain(folder.parent, f"{folder.name}/{MARKER}")
        if folder.exists() and not folder.is_dir():
            message = "a file is where Papershelf keeps a folder"
            raise ContentError([Diagnostic(str(folder), 0, 0, "E501", message, "move it elsewhere, or delete it")])
    if output.is_dir() and not (output / MARKER).is_file() and any(output.iterdir()):
        message = f"the folder holds files and no {MARKER}, so it is not a site that Papershelf made"
        raise ContentError([Diagnostic(str(output), 0, 0, "E501", message, "empty it, or choose another: --output")])


def _marker(folder: Path) -> str:
    try:
        with os.fdopen(os.open(folder / MARKER, READ), "rb") as file:
            text = file.read(100).decode("ascii").strip()
    except (OSError, ValueError):
        return ""
    return text if text.isalnum() else ""


def _identifier(manifest: Manifest) -> str:
    """Return the digest of a site's files; their order is that of the plan."""
    listed = b"".join([url.encode() + b"\0" + file.digest for url, file in manifest.items()])
    return blake2b(listed, digest_size=16).hexdigest()


def _listing(sizes: Sizes) -> Listing:
    return len(sizes), sum(map(crc32, map(os.fsencode, sizes), sizes.values()))


def _sizes(files: Manifest, urls: Iterable[str] | None = None) -> Sizes:
    return {url: files[url].size for url in (files if urls is None else urls)}


def _sum(one: Listing, other: Listing, *, sign: int) -> Listing:
    return one[0] + sign * other[0], one[1] + sign * other[1]


def _walk(folder: Path) -> dict[str, int]:
    """Return the length of each file of a tree by address, without its marker; no link is followed."""
    found: dict[str, int] = {}
    waiting = [("", str(folder))]
    while waiting:
        prefix, path = waiting.pop()
        with suppress(FileNotFoundError), os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{prefix}{entry.name}/", entry.path))
                elif entry.is_file(follow_symlinks=False):
                    found[prefix + entry.name] = entry.stat(follow_symlinks=False).st_size
                else:
                    found[prefix + entry.name] = -1
    found.pop(MARKER, None)
    return found


def _count(folder: Path) -> Listing:
    """Return the listing of a tree as `_listing(_walk(folder))` does, in two thirds of the time."""
    count = total = 0
    marker = MARKER.encode()
    waiting = [(b"", os.fsencode(folder))]
    while waiting:
        prefix, path = waiting.pop()
        with suppress(FileNotFoundError), os.scandir(path) as entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((name + b"/", entry.path))
                elif entry.is_file(follow_symlinks=False):
                    if name != marker:
                        count += 1
                        total += crc32(name, entry.stat(follow_symlinks=False).st_size)
                else:
                    return -1, 0  # a link or special file: no tree that a build left
    return count, total


def _has_digest(path: Path, digest: bytes) -> bool:
    try:
        return output_digest(path.read_bytes()) == digest
    except OSError:
        return False


def _sync_files(tree: Path, urls: Iterable[str]) -> None:
    """Bring a tree to the disk: its whole file system in one call where there is one, else the files that are new."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if library and hasattr(library, "syncfs"):
        descriptor = os.open(tree, os.O_RDONLY)
        try:
            library.syncfs(descriptor)
        finally:
            os.close(descriptor)
        return
    for url in (*urls, MARKER):
        with (tree / url).open("rb+") as file:
            os.fsync(file.fileno())
    for folder, _, _ in os.walk(tree):
        sync_folder(folder)


def _link_or_copy(source: str, target: str) -> None:
    """Some file systems, such as a USB stick's, have no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _exchange(new: Path, old: Path, retired: Path) -> None:
    """Give two folders each other's name: in one step where the system can, else in three quick ones."""
    if sys.platform == "linux" and _rename_exchange(new, old):
        return
    old.replace(retired)
    new.replace(old)
    retired.replace(new)


def _rename_exchange(one: Path, other: Path) -> bool:
    """Source: renameat2(2)."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    here = -100  # AT_FDCWD
    if library.renameat2(here, os.fsencode(one), here, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), str(other))
