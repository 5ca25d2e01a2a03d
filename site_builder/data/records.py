"""Files with one record a paper, brought up to date from their last bytes: records of unchanged papers are copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec


class Former(msgspec.Struct, frozen=True):
    """The papers of the last build: how many there were, and where each of today's papers was among them.

    `positions` has -1 for a paper that is new or whose record may differ.
    """

    papers: int
    positions: Sequence[int]

    def has_block(self, block: range) -> bool:
        """Return whether a block of papers, of blocks that are filled from the oldest on, was the same before."""
        more = len(self.positions) - self.papers
        is_filled = not more or block[-1] > 0
        return is_filled and all(0 <= self.positions[position] == position - more for position in block)


class RecordFile(msgspec.Struct, frozen=True):
    """How a file has its records, oldest paper first: what is before, between and after them, and how one is made."""

    start: bytes
    between: bytes
    end: bytes
    make: Callable[[int], bytes]

    def renew(self, last: bytes, former: Former) -> bytes | None:
        """Return the file's new bytes, or `None` if the last ones cannot be divided into records."""
        if not former.positions or not last.startswith(self.start) or not last.endswith(self.end):
            return None
        records = last[len(self.start) : len(last) - len(self.end)].split(self.between)
        if len(records) != former.papers:  # otherwise no record contains what is between them
            return None
        records.reverse()
        made = [records[old] if old >= 0 else self.make(new) for new, old in enumerate(former.positions)]
        return self.start + self.between.join(reversed(made)) + self.end
