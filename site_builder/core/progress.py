"""How long the steps of a build take, and how far they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Result = TypeVar("Result")

Progress = Callable[[str, int, int], None]
"""Receives the name of a step, how much of it is done, and how much there is."""


def no_progress(step: str, done: int, total: int) -> None:
    """Show nothing."""


class Clock:
    """Seconds by step, in the order in which the steps ended; time in a nested step counts for that step only."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._nested = 0.0

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Count the time of the block for a step."""
        start, before = time.perf_counter(), self._nested
        self._nested = 0.0
        yield
        spent = time.perf_counter() - start
        self.seconds[step] = self.seconds.get(step, 0.0) + spent - self._nested
        self._nested = before + spent

    def around(self, step: str, function: Callable[[], Result]) -> Callable[[], Result]:
        """Return the function with its time counted for a step."""

        def timed() -> Result:
            with self(step):
                return function()

        return timed
