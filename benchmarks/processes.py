"""One command with all the processes that it starts: its seconds, its processor time, its memory, who else was busy."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

SAMPLE_SECONDS = 0.05
_PROC = Path("/proc")


class Usage(msgspec.Struct, frozen=True):
    """What a command used. `others` is how many cores other programs kept busy meanwhile, -1 where unknown.

    `peak` is the largest sum of the proportional set sizes of all its processes, in bytes, as far as samples tell:
    a page that five processes share counts once. It is 0 where it was not asked for or cannot be known.
    """

    wall: float
    cpu: float
    others: float
    peak: int
    printed: str


class CommandFailedError(Exception):
    """A measured command did not succeed."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], *, memory: bool = False) -> Usage:
    """Run a command in a folder and return what it used.

    Sampling memory slows a command down, so that its times are then not to be reported.
    """
    busy, start = _busy_seconds(), time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    sampler = _Sampler(process.pid) if memory else None
    assert process.stdout is not None
    with process.stdout:
        printed = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = sampler.stop() if sampler else 0
    if process.returncode:
        raise CommandFailedError(f"{' '.join(command)} ended with {process.returncode}:\n{printed[-2_000:]}")
    cpu = used.ru_utime + used.ru_stime
    others = max((_busy_seconds() - busy - cpu) / wall, 0.0) if busy else -1.0
    return Usage(wall, cpu, others, peak, printed)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine_text(usages: Sequence[Usage]) -> str:
    """Return the cores of this machine, and how many of them other programs kept busy while these commands ran."""
    seconds = sum(usage.wall for usage in usages)
    if any(usage.others < 0 for usage in usages):
        return f"{cores()} cores; how busy other programs kept them is unknown"
    others = sum(usage.others * usage.wall for usage in usages) / seconds
    return f"{cores()} cores; other programs kept {others:.1f} of them busy meanwhile"


class _Sampler:
    """Looks at a process and its descendants many times a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> int:
        """End sampling and return the largest sum that was seen."""
        self._stopped.set()
        self._thread.join()
        return self._peak

    def _run(self) -> None:
        while not self._stopped.wait(SAMPLE_SECONDS):
            self._peak = max(self._peak, sum(_pss(pid) for pid in _family(self._pid)))


def _family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for folder in _PROC.glob("[0-9]*"):
        try:
            # The name stands in parentheses and may hold anything; the parent is the second field after it.
            children[int((folder / "stat").read_text().rpartition(")")[2].split()[1])].append(int(folder.name))
        except OSError:
            continue
    found = [pid]
    for member in found:
        found += children[member]
    return found


def _pss(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _busy_seconds() -> float:
    """Return the seconds that all cores together have been busy since the machine started, 0 where unknown."""
    try:
        fields = (_PROC / "stat").read_text().partition("\n")[0].split()[1:]
    except OSError:
        return 0.0
    user, nice, system, _, _, irq, softirq, *_ = map(int, fields)
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
