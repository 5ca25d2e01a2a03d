"""Kills builds at random moments and looks at what they leave: `python -m tests.robustness.kill --times 100`.

Each time the published site must be the old one or the new one, whole, and the next build must equal a clean one.
Only the building process is killed, as by a system that is short of memory: its workers must end by themselves.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path

from benchmarks.generate import write_archive
from site_builder.build.build import build
from site_builder.build.report import BuildOptions
from site_builder.core.cache_files import CACHE_FOLDER, locked
from site_builder.core.diagnostics import ContentError
from tests.trees import Tree, tree

PAPERS = 80  # more than one worker takes at a time, of entries and of pages
KINDS = ("cold", "incremental")


class Shelf:
    """An archive that alternates between two versions without a page in common."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "archive"
        self.output = folder / "site"
        write_archive(self.root, PAPERS, seed=1)
        papers = sorted((self.root / "content" / "papers").rglob("*.md"))
        self._coming, self._changing, self._settings = papers[:5], papers[5:10], self.root / "site.yml"
        self._old = {path: path.read_bytes() for path in (*self._coming, *self._changing, self._settings)}
        self.sites = [self._clean(version, folder / f"clean-{version}") for version in (0, 1)]

    def write(self, version: int) -> None:
        """Make the archive the one or the other version: settings, titles and papers change."""
        for path, data in self._old.items():
            if version == 0:
                path.write_bytes(data)
            elif path in self._coming:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data.replace(b"title: ", b"title: Edited "))

    def build(self) -> Tree:
        """Build and return the published site."""
        if _wait(_start(self.root, self.output)):
            raise AssertionError("a build failed")
        return tree(self.output)

    def forget(self) -> None:
        """Delete the site and the cache."""
        for folder in (self.output, self.output.with_name(".site.standby"), self.root / ".papershelf"):
            shutil.rmtree(folder, ignore_errors=True)

    def _clean(self, version: int, output: Path) -> Tree:
        self.write(version)
        shutil.rmtree(self.root / ".papershelf", ignore_errors=True)
        build(BuildOptions(self.root, output, jobs=1))
        return tree(output)


def kill_builds(shelf: Shelf, times: int, rng: random.Random, *, cold: bool) -> Counter[str]:
    """Kill so many builds, cold or incremental ones, and return how often which site was left."""
    shelf.forget()
    shelf.write(0)
    shelf.build()
    seconds = _duration(shelf, cold=cold)
    found: Counter[str] = Counter()
    for turn in range(times):
        version = turn % 2
        new, before = shelf.sites[version], {} if cold else tree(shelf.output)
        shelf.write(version)
        if cold:
            shelf.forget()
        started = _start(shelf.root, shelf.output)
        time.sleep(rng.uniform(0, 1.1 * seconds))
        os.kill(started, signal.SIGKILL)
        killed = _wait(started) == -signal.SIGKILL
        left = tree(shelf.output)
        if left not in (before, new):
            raise AssertionError(f"turn {turn}: the site is neither the old one nor the new one")
        _await_workers(shelf.root)
        if shelf.build() != new:
            raise AssertionError(f"turn {turn}: the next build differs from a clean one")
        found[f"{'killed' if killed else 'done before'}, {'new' if left == new else 'old'} site left"] += 1
    return found


def _duration(shelf: Shelf, *, cold: bool) -> float:
    shelf.write(1)
    if cold:
        shelf.forget()
    start = time.perf_counter()
    shelf.build()
    return time.perf_counter() - start


def _start(root: Path, output: Path) -> int:
    """Start a build in a fork of this process, which has read all code already: its time is all work."""
    process = os.fork()
    if process:
        return process
    try:
        build(BuildOptions(root, output, jobs=2))
        os._exit(0)
    except BaseException as error:
        traceback.print_exception(error)
        os._exit(1)


def _await_workers(root: Path, seconds: float = 10) -> None:
    """Wait until the workers of a killed build have noticed, and the archive's lock is free."""
    end = time.monotonic() + seconds
    while True:
        with suppress(ContentError), locked(root / CACHE_FOLDER):
            return
        assert time.monotonic() < end, "the workers of a killed build live on"
        time.sleep(0.01)


def _wait(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def main() -> None:
    """Kill builds of both kinds and print what they left."""
    parser = argparse.ArgumentParser(prog="python -m tests.robustness.kill", description="Kill builds.")
    parser.add_argument("--times", type=int, default=100, help="how many builds of each kind")
    parser.add_argument("--kind", choices=KINDS, help="both unless given")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        for kind in [arguments.kind] if arguments.kind else KINDS:
            found = kill_builds(shelf, arguments.times, rng, cold=kind == "cold")
            print(f"{kind}: " + "; ".join(f"{found[what]} {what}" for what in sorted(found)), flush=True)


if __name__ == "__main__":
    main()
