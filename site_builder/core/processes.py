"""Work spread over forked processes with a bounded queue; results come in the order of the tasks if that counts."""

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
# Collections come this many objects apart: a page makes thousands, and nearly all go by themselves.
COLLECTED_AT_A_TIME = 20_000

# A forked worker finds here what it is to do, with all the data that the function holds: nothing is pickled
# but tasks and results.
_function: Callable[[Any], Any] | None = None


def default_jobs() -> int:
    """Return how many processes this one may use at a time; 1 where processes cannot be forked."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_forked(
    function: Callable[[Task], Result], tasks: Iterable[Task], jobs: int, *, ordered: bool = True
) -> Iterator[Result]:
    """Yield `function(task)` for each task, computed by `jobs` processes, of which this one is one.

    Where the results need not be `ordered` as the tasks are, this process begins at the end of them: so tasks that are
    alike come to one process, and what it keeps from one to the next need not be made by all.
    """
    global _function
    if jobs == 1:
        with _collecting():
            yield from map(function, tasks)
        return
    left = deque(tasks)
    take = left.popleft if ordered else left.pop
    results: deque[Future[Result]] = deque()
    with _pool(jobs - 1) as pool, _giving_way(), _collecting():
        _function = function
        try:
            while left:
                while len(left) > 1 and sum(not result.done() for result in results) < (jobs - 1) * QUEUED_PER_WORKER:
                    results.append(pool.submit(_call, left.popleft()))
                own = _done(function, take())
                results.append(own) if ordered else results.appendleft(own)
                while results and results[0].done():
                    yield results.popleft().result()
            while results:
                yield results.popleft().result()
        finally:
            for result in results:
                result.cancel()
            _function = None


@contextmanager
def aside(function: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """Give what waits for `function()`, which a process beside this one computes; for a single job, this one does."""
    if jobs == 1:
        yield cache(function)
        return
    ends = os.pipe()
    with _unnamed_file() as answer:  # not a pipe: the process can end, and give its memory back, before anyone asks
        child = os.fork()
        if not child:
            _answer(function, ends, answer)
        del function  # what it holds may be large, and is the child's now
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


def _unnamed_file() -> IO[bytes]:
    """Return a file that is gone when it is closed: in memory where the system can, for not every one has a `/tmp`."""
    return os.fdopen(os.memfd_create(__name__), "w+b") if sys.platform == "linux" else TemporaryFile()


def _answer(function: Callable[[], Any], ends: tuple[int, int], answer: IO[bytes]) -> NoReturn:
    """Write what the function returns or raises, and end."""
    try:
        gc.freeze()
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


def chunks(items: list[Task], size: int) -> Iterator[list[Task]]:
    """Yield the items in lists of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


@contextmanager
def _pool(workers: int) -> Iterator[Executor]:
    ends = os.pipe()
    context = multiprocessing.get_context("fork")
    gc.freeze()  # a collection in a worker would write to, and so copy, every page that it shares
    try:
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_follow_parent, initargs=ends) as pool:
            yield pool
    except BrokenProcessPool:
        raise OSError(_KILLED) from None
    finally:
        gc.unfreeze()
        for descriptor in ends:
            os.close(descriptor)


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let the thread that feeds the workers have its turn soon: they would be idle while this process works."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _done(function: Callable[[Task], Result], task: Task) -> Future[Result]:
    """Return what this process makes of a task, in its turn."""
    result: Future[Result] = Future()
    try:
        result.set_result(function(task))
    except Exception as error:
        result.set_exception(error)
    return result


def _call(task: Any) -> Any:
    assert _function is not None
    return _function(task)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the collector from running: a build makes millions of objects and no cycles, so it only costs time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _collecting() -> Iterator[None]:
    """Let the collector see what the work makes, for a rendered page leaves cycles, but nothing that was there before.

    A build has it switched off.
    """
    enabled, thresholds = gc.isenabled(), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECTED_AT_A_TIME)
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
        if not enabled:
            gc.disable()


def _follow_parent(waits: int, holds: int) -> None:
    """Make a worker end with its parent, even where that is killed.

    Else it would wait for work for ever and hold the archive's lock, which it has inherited. Only the parent holds
    the writing end of the pipe, so that reading from it ends when the parent does.
    """

    def watch() -> None:
        os.read(waits, 1)
        os._exit(1)

    gc.set_threshold(COLLECTED_AT_A_TIME)
    gc.enable()
    os.close(holds)
    Thread(target=watch, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted parent tells its workers itself
