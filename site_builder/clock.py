"""How long the steps of a build take, and how far they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Told the name of a step, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


class Clock:
    """Seconds by step, in the order in which the steps came."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Count the time of the block to a step."""
        start = time.perf_counter()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - start
