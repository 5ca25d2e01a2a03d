"""One file of data, as the build plans it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

import msgspec

from site_builder.memos import tool_digest
from site_builder.model import Body, Entry

LoadBody = Callable[[Entry], Body]


class DataFile(msgspec.Struct, frozen=True):
    """A file of data: its address, the kind that a build's report counts it under, and what gives its bytes.

    `read` runs in any forked process. `fingerprint` is a digest of all that the bytes are made from: of entries'
    digests rather than of the bytes, since it is wanted on each build.
    """

    url: str
    kind: str
    fingerprint: bytes
    read: Callable[[], bytes]


def fingerprint(url: str, *parts: object) -> bytes:
    """Return the digest of a file's address, of the tool that makes it, and of what it is made from."""
    return blake2b(msgspec.msgpack.encode((tool_digest(), url, parts)), digest_size=16).digest()
