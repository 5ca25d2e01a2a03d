"""A planned data file."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

import msgspec

from site_builder.core.cache_files import tool_digest
from site_builder.data.records import Former
from site_builder.model import Body, Entry

LoadBody = Callable[[Entry], Body]


class DataFile(msgspec.Struct, frozen=True):
    """A data file: its address, the kind that the build report counts it under, and how its bytes are made.

    `read` returns the bytes and may run in a forked process. `digest` is computed on each build, so it is a digest of
    the input (such as the digests of entries), not of the bytes. `of_facts` means that the file shows no abstract, so
    it cannot be stale if only abstracts changed. If nothing but papers changed, `renew` makes the new bytes from the
    last ones, or returns `None` if it cannot, and `is_same` returns whether the file shows none of those that changed.
    Files `of_one_paper` are small.
    """

    url: str
    kind: str
    digest: Callable[[], bytes]
    read: Callable[[], bytes]
    of_facts: bool = True
    renew: Callable[[bytes, Former], bytes | None] | None = None
    is_same: Callable[[Former], bool] | None = None
    of_one_paper: bool = False

    def can_show(self, former: Former, *, facts: bool) -> bool:
        """Return whether it can show edited papers, if their `facts` or just their abstracts differ."""
        return (facts or not self.of_facts) and not (self.is_same and self.is_same(former))

    @property
    def fingerprint(self) -> bytes:
        """The digest of its input."""
        return self.digest()


def fingerprint(url: str, *parts: object) -> bytes:
    """Return the digest of a file's address, the tool's version and the file's input."""
    return blake2b(msgspec.msgpack.encode((tool_digest(), url, parts)), digest_size=16).digest()
