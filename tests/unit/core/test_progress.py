"""Seconds by step."""

from __future__ import annotations

import time

import pytest

from site_builder.core.progress import Clock


def test_the_time_of_a_step_within_another_counts_but_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0, 10, 13, 20, 21, 24, 30, 37])
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    clock = Clock()
    with clock("pages"):
        with clock("map"):
            pass
        with clock("map"):
            pass
    with clock("publish"):
        pass
    assert clock.seconds == {"map": 4, "pages": 20, "publish": 7}


def test_a_function_keeps_its_result_with_a_clock_around_it() -> None:
    clock = Clock()
    assert clock.around("step", lambda: 5)() == 5
    assert list(clock.seconds) == ["step"]
