"""Work in forked processes: many tasks in a pool, or one function in the background."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, NoReturn, TypeVar, cast

Task = TypeVar("Task")
Result = TypeVar("Result")

QUEUED_PER_WORKER = 2
_KILLED = "a worker process was killed; is there too little memory? Try --jobs 1"
YOUNG_OBJECTS = 20_000
"""Objects between two collections: a page allocates thousands, nearly all freed by reference counting."""
_NEVER = 1_000_000_000

_work: Callable[[Any], Any]
"""The function that a worker of a pool applies to its tasks; set in the worker when it starts."""


def default_jobs() -> int:
    """Return how many processes may run at a time; 1 where processes cannot be forked."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def collecting_young_objects() -> Iterator[None]:
    """Let the garbage collector look at new objects only, in this process and those forked from it.

    A build keeps millions of objects, and only rendering makes reference cycles. Traversing the old objects would cost
    time and, in a forked process, copy every memory page that it shares with its parent.
    """
    before = gc.get_threshold()
    gc.set_threshold(YOUNG_OBJECTS, _NEVER, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def map_forked(
    function: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, *, ordered: bool = True
) -> Iterator[Result]:
    """Yield `function(task)` for each task, computed by `jobs` processes including this one.

    Unless the results must be `ordered` like the tasks, this process takes tasks from the end: neighbouring tasks are
    alike, so each process can then use what it has cached.
    """
    if jobs == 1:
        yield from map(function, tasks)
        return
    left = deque(tasks)
    take = left.popleft if ordered else left.pop
    results: deque[Future[Result]] = deque()
    with _pool(function, jobs - 1) as pool, _short_turns():
        try:
            while left:
                while len(left) > 1 and sum(not result.done() for result in results) < (jobs - 1) * QUEUED_PER_WORKER:
                    results.append(pool.submit(_call, left.popleft()))
                own = _completed(function, take())
                results.append(own) if ordered else results.appendleft(own)
                while results and results[0].done():
                    yield results.popleft().result()
            while results:
                yield results.popleft().result()
        finally:
            for result in results:
                result.cancel()


@contextmanager
def in_background(function: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """Run `function` in a forked process and yield a callable that returns its result.

    With one job, the function runs in this process when the callable is first called. If the result is not requested
    before the block ends, it is abandoned.
    """
    if jobs == 1:
        yield cache(function)
        return
    ends = os.pipe()
    with _unnamed_file() as answer:  # not a pipe: the process can end and free its memory before the result is read
        child = os.fork()
        if not child:
            _answer(function, ends, answer)
        runs = True

        def wait() -> Result:
            nonlocal runs
            if runs:
                os.waitpid(child, 0)
                runs = False
            return cast(Result, _read_answer(answer))

        try:
            yield cache(wait)
        finally:
            if runs:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            for descriptor in ends:
                os.close(descriptor)


def chunks(items: list[Task], size: int) -> Iterator[list[Task]]:
    """Yield the items in lists of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _unnamed_file() -> IO[bytes]:
    """Return a file that is deleted when it is closed: in memory on Linux, where `/tmp` may be missing."""
    return os.fdopen(os.memfd_create(__name__), "w+b") if sys.platform == "linux" else TemporaryFile()


def _answer(function: Callable[[], Any], ends: tuple[int, int], answer: IO[bytes]) -> NoReturn:
    """Write what the function returns or raises, then end the process."""
    try:
        _follow_parent(*ends)
        found: tuple[Any, Exception | None]
        try:
            found = (function(), None)
        except Exception as error:
            found = (None, error)
        pickle.dump(found, answer)
        answer.flush()
    finally:
        os._exit(0)


def _read_answer(answer: IO[bytes]) -> Any:
    answer.seek(0)
    try:
        value, error = pickle.load(answer)
    except (EOFError, pickle.UnpicklingError):
        raise OSError(_KILLED) from None
    if error:
        raise error
    return value


@contextmanager
def _pool(function: Callable[[Task], Result], workers: int) -> Iterator[Executor]:
    """Yield a pool of forked workers. They inherit the function and its data; only tasks and results are pickled."""
    ends = os.pipe()
    context = multiprocessing.get_context("fork")
    start = (function, *ends)
    try:
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=start) as pool:
            yield pool
    except BrokenProcessPool:
        raise OSError(_KILLED) from None
    finally:
        for descriptor in ends:
            os.close(descriptor)


def _start_worker(function: Callable[[Any], Any], waits: int, holds: int) -> None:
    global _work
    _work = function
    _follow_parent(waits, holds)


def _call(task: Any) -> Any:
    return _work(task)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Switch threads more often: workers idle until the thread that sends them tasks gets its turn."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _completed(function: Callable[[Task], Result], task: Task) -> Future[Result]:
    """Return the result of a task that this process runs itself."""
    result: Future[Result] = Future()
    try:
        result.set_result(function(task))
    except Exception as error:
        result.set_exception(error)
    return result


def _follow_parent(waits: int, holds: int) -> None:
    """Make a forked process end with its parent, even if that is killed.

    Otherwise it would wait for work forever and hold the archive's lock, which it has inherited. Only the parent has
    the writing end of the pipe, so a read from it returns when the parent ends.
    """

    def watch() -> None:
        os.read(waits, 1)
        os._exit(1)

    os.close(holds)
    Thread(target=watch, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted parent stops its workers itself
