"""What the template of the page about the site's data sees; part of the contract."""

from __future__ import annotations

import msgspec


class DataLink(msgspec.Struct, frozen=True, gc=False):
    """A file of data, or several of one kind."""

    url: str
    """The first of them, relative to the site's root."""
    note: str
    """What is in it, in one sentence."""
    count: int
    """How many there are."""
    size: str
    """How large they are together: `12.3 MB`."""


class OfflineCopy(msgspec.Struct, frozen=True, gc=False):
    """The whole site in one file, which is kept elsewhere."""

    href: str
    """Where, as a whole address."""
    size: str
    """How large it is when it is unpacked: `312.4 MB`."""
