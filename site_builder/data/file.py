"""One file of data, as the build plans it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from hashlib import blake2b

import msgspec

from site_builder.core.cache_files import tool_digest
from site_builder.model import Body, Entry

LoadBody = Callable[[Entry], Body]


class DataFile(msgspec.Struct, frozen=True):
    """A file of data: its address, the kind that a build's report counts it under, and what gives its bytes.

    `read` runs in any forked process. `digest` gives the digest of all that the bytes are made from: of entries'
    digests rather than of the bytes, since it is wanted on each build. `of_facts` says that no abstract reaches the
    file: it is not even asked for its digest where an archive's outline is that of the last build. From the bytes of
    the last build, `renew` makes those of one of the same outline where only the abstracts at these positions changed.
    """

    url: str
    kind: str
    digest: Callable[[], bytes]
    read: Callable[[], bytes]
    of_facts: bool = True
    renew: Callable[[bytes, Collection[int]], bytes] | None = None

    @property
    def fingerprint(self) -> bytes:
        """Digest of what it is made from."""
        return self.digest()


def fingerprint(url: str, *parts: object) -> bytes:
    """Return the digest of a file's address, of the tool that makes it, and of what it is made from."""
    return blake2b(msgspec.msgpack.encode((tool_digest(), url, parts)), digest_size=16).digest()
