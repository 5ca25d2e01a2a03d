"""How long the steps of a build take, and how far they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Result = TypeVar("Result")

# Told the name of a step, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


class Clock:
    """Seconds by step, in the order in which the steps ended; those of a step within another count but once."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._within = 0.0

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Count the time of the block to a step."""
        start, before = time.perf_counter(), self._within
        self._within = 0.0
        yield
        spent = time.perf_counter() - start
        self.seconds[step] = self.seconds.get(step, 0.0) + spent - self._within
        self._within = before + spent

    def around(self, step: str, function: Callable[[], Result]) -> Callable[[], Result]:
        """Return the function with its time counted to a step."""

        def timed() -> Result:
            with self(step):
                return function()

        return timed
