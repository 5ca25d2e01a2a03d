"""Work spread over forked processes with a bounded queue; results come in the order of the tasks."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

QUEUED_PER_WORKER = 4

# A forked worker finds here what it is to do, with all the data that the function holds: nothing is pickled
# but tasks and results.
_function: Callable[[Any], Any] | None = None


def default_jobs() -> int:
    """Return how many processes this one may use at a time; 1 where processes cannot be forked."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_forked(function: Callable[[Task], Result], tasks: Iterable[Task], jobs: int) -> Iterator[Result]:
    """Yield `function(task)` for each task, in order, computed by `jobs` processes."""
    with _work_collected():
        if jobs == 1:
            yield from map(function, tasks)
        else:
            yield from _map_in_pool(function, tasks, jobs)


def _map_in_pool(function: Callable[[Task], Result], tasks: Iterable[Task], jobs: int) -> Iterator[Result]:
    global _function
    _function = function
    waiting: deque[Future[Result]] = deque()
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            for task in tasks:
                waiting.append(pool.submit(_call, task))
                if len(waiting) >= jobs * QUEUED_PER_WORKER:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
        _function = None


@contextmanager
def _work_collected() -> Iterator[None]:
    """Let the collector see what the work makes (a rendered page leaves cycles), and nothing older.

    It would otherwise go through the whole library, and in a worker write to, and so copy, every page of it.
    """
    enabled = gc.isenabled()
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        if not enabled:
            gc.disable()


def chunks(items: list[Task], size: int) -> Iterator[list[Task]]:
    """Yield the items in lists of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _call(task: Any) -> Any:
    assert _function is not None
    return _function(task)
