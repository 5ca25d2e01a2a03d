"""Work spread over forked processes."""

from __future__ import annotations

import gc
import os
import signal
import time
import weakref

import pytest

from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.core.processes import (
    YOUNG_OBJECTS,
    chunks,
    collecting_young_objects,
    default_jobs,
    in_background,
    map_forked,
)

PROBLEM = Diagnostic("content/papers/one.md", 1, 1, "E101", "m", "h")


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(map_forked(lambda n: n * n, range(40), jobs)) == [n * n for n in range(40)]


def test_this_process_is_one_of_the_jobs() -> None:
    assert set(map_forked(lambda _: os.getpid(), range(4), 1)) == {os.getpid()}
    for jobs in (2, 3):
        found = list(map_forked(lambda _: os.getpid(), range(jobs), jobs))
        assert found[-1] == os.getpid()
        assert os.getpid() not in found[:-1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_result_waits_for_those_before_it(jobs: int) -> None:
    def work(n: int) -> int:
        time.sleep(0.05 if n == 0 else 0)
        return n

    assert list(map_forked(work, range(30), jobs)) == list(range(30))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_without_an_order_are_all_there(jobs: int) -> None:
    assert sorted(map_forked(lambda n: n * n, range(40), jobs, ordered=False)) == [n * n for n in range(40)]


def test_without_an_order_this_process_begins_at_the_end() -> None:
    found = dict(map_forked(lambda n: (n, os.getpid()), range(4), 2, ordered=False))
    assert found[3] == os.getpid()
    assert found[0] != os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_problems_of_a_worker_reach_the_caller(jobs: int) -> None:
    def work(n: int) -> int:
        if n == 3:
            raise ContentError([PROBLEM])
        return n

    with pytest.raises(ContentError) as caught:
        list(map_forked(work, range(20), jobs))
    assert caught.value.diagnostics == (PROBLEM,)


def test_a_function_can_be_used_after_one_that_failed() -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_forked(lambda n: 1 // n, [0], 2))
    assert list(map_forked(lambda n: n + 1, [1, 2], 2)) == [2, 3]


def test_chunks_hold_all_items_once() -> None:
    assert list(chunks([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
    assert list(chunks([], 2)) == []


def test_there_is_at_least_one_job() -> None:
    assert default_jobs() >= 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_cycles_are_collected_and_old_objects_are_left_alone(jobs: int) -> None:
    class Cycle:
        def __init__(self) -> None:
            self.itself = self

    def leave(_: int) -> tuple[int, int]:
        made = [weakref.ref(Cycle()) for _ in range(5 * YOUNG_OBJECTS)]
        return sum(ref() is not None for ref in made), gc.get_stats()[2]["collections"]

    before = gc.get_threshold()
    with collecting_young_objects():
        full = gc.get_stats()[2]["collections"]
        for left, collections in map_forked(leave, range(3), jobs):
            assert left <= YOUNG_OBJECTS
            assert collections == full
    assert gc.get_threshold() == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_result_from_the_background_can_be_read_again(jobs: int) -> None:
    with in_background(os.getpid, jobs) as pid:
        assert (pid() == os.getpid()) == (jobs == 1)
        assert pid() == pid()


def test_a_result_from_the_background_may_be_large_and_never_read() -> None:
    with in_background(lambda: bytes(1_000_000), 2) as large:
        assert len(large()) == 1_000_000
    with in_background(lambda: bytes(1_000_000), 2):
        pass


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_problem_found_in_the_background_is_raised_where_the_result_is_read(jobs: int) -> None:
    def fail() -> int:
        raise ContentError([PROBLEM])

    with in_background(fail, jobs) as answer, pytest.raises(ContentError) as caught:
        answer()
    assert caught.value.diagnostics == (PROBLEM,)


def test_a_background_process_that_is_killed_is_reported() -> None:
    with (
        in_background(lambda: os.kill(os.getpid(), signal.SIGKILL), 2) as answer,
        pytest.raises(OSError, match="--jobs 1"),
    ):
        answer()


def test_a_background_process_ends_with_the_block() -> None:
    start = time.perf_counter()
    with in_background(lambda: time.sleep(600), 2):
        pass
    assert time.perf_counter() - start < 300
