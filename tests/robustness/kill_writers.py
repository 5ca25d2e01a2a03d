"""Kills commands that change entries at random moments: `python -m tests.robustness.kill_writers --times 200`.

Each time every entry must be the old one or the new one, whole; the same command must be able to finish the work.
A command that has ended before its moment is not counted: another is begun.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generate import write_archive
from site_builder.exchange.format_entry import format_entry
from tests.shelf import run
from tests.trees import Tree, tree
from tests.web import served

PAPERS = 60

Command = Callable[[Path], object]


def _format(root: Path) -> object:
    return run("fmt", "--archive", root)


def _import(root: Path) -> object:
    """Update each entry with a record that knows another title, and add as many."""
    file = root.parent / "items.json"
    if not file.exists():
        ids = sorted(path.stem for path in (root / "content" / "papers").rglob("*.md"))
        names = (*ids, *(f"new-{name}" for name in ids))
        file.write_text(json.dumps([{"id": name, "title": f"The newer title of {name}"} for name in names]))
    return run("import", "csl-json", "--update", "--archive", root, file)


def _add(root: Path) -> object:
    """Add papers that a service on this machine knows."""
    addresses = [f"https://aclanthology.org/{identifier}" for identifier in _KNOWN]
    return run("add", "--archive", root, "--date", "2026-05-26", *addresses)


_KNOWN = [f"2031.shelf-main.{number}" for number in range(1, 25)]


COMMANDS: dict[str, Command] = {"fmt": _format, "import": _import, "add": _add}


@contextmanager
def service() -> Iterator[None]:
    """Have `add` ask a service on this machine while the block runs."""
    answers = {f"/{name}.bib": f"@misc{{{name}, title={{Shelf {name}}}, author={{A. Author}}}}" for name in _KNOWN}
    with served({path: [(200, {}, text.encode())] for path, text in answers.items()}) as address:
        os.environ["PAPERSHELF_BASES"] = f"acl={address}"
        yield
        del os.environ["PAPERSHELF_BASES"]


def write_shelf(root: Path, papers: int = PAPERS) -> Path:
    """Write an archive whose entries all differ from their canonical form, and return its folder."""
    write_archive(root, papers, seed=2)
    for path in (root / "content" / "papers").rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"title: ", b"title:   ", 1))
        assert format_entry("content/papers/a.md", path.read_bytes())[0] != path.read_bytes()
    return root


def kill_writers(shelf: Path, name: str, times: int, rng: random.Random) -> Counter[str]:
    """Kill a command at work so many times, each on a copy of the archive; return how often it was how far."""
    with service():
        return _kill_all(shelf, COMMANDS[name], times, rng)


def _kill_all(shelf: Path, command: Command, times: int, rng: random.Random) -> Counter[str]:
    before, root = tree(shelf / "content"), shelf.with_name("turn")
    shutil.copytree(shelf, root)
    command(root)
    after = _entries(root)
    assert after != before
    seconds = _duration(shelf, root, command)
    found: Counter[str] = Counter()
    while found.total() < times:
        _renew(shelf, root)
        if not _kill(command, root, rng.uniform(0, seconds)):
            seconds = _duration(shelf, root, command)  # the machine has more time than when it was measured
            continue
        left = _entries(root)
        torn = [path for path, data in left.items() if data not in (before.get(path), after.get(path))]
        assert not torn, f"kill {found.total()}: neither old nor new: {torn}"
        assert before.keys() <= left.keys(), f"kill {found.total()}: a file is gone"
        command(root)  # what was begun can be finished; a file that was being written is no entry
        assert _entries(root) == after, f"kill {found.total()}: the work cannot be finished"
        assert run("check", "--quiet", "--archive", root).exit_code == 0
        found["nothing" if left == before else "all" if left == after else "a part"] += 1
    shutil.rmtree(root)
    return found


def _renew(shelf: Path, root: Path) -> None:
    shutil.rmtree(root)
    shutil.copytree(shelf, root)


def _duration(shelf: Path, root: Path, command: Command) -> float:
    _renew(shelf, root)
    process, start = _start(command, root), time.perf_counter()
    os.waitpid(process, 0)
    return time.perf_counter() - start


def _entries(root: Path) -> Tree:
    return {path: data for path, data in tree(root / "content").items() if not path.endswith(".tmp")}


def _start(command: Command, root: Path) -> int:
    """Begin a command in a fork of this process, which has read all code already: its time is all work."""
    process = os.fork()
    if process == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            command(root)
        finally:
            os._exit(0)
    return process


def _kill(command: Command, root: Path, seconds: float) -> bool:
    """Kill a command after a while, and return whether it was still at work."""
    process = _start(command, root)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL


def main() -> None:
    """Kill each command and print how far it was."""
    parser = argparse.ArgumentParser(prog="python -m tests.robustness.kill_writers", description="Kill commands.")
    parser.add_argument("--times", type=int, default=100, help="how often each command")
    parser.add_argument("--command", choices=COMMANDS, help="all unless given")
    parser.add_argument("--papers", type=int, default=PAPERS, help="how many entries the archive has")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    for name in [arguments.command] if arguments.command else COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            found = kill_writers(write_shelf(Path(folder) / "shelf", arguments.papers), name, arguments.times, rng)
            far = "; ".join(f"{how} written in {found[how]}" for how in sorted(found))
            print(f"{name}: killed {found.total()} times at work; {far}", flush=True)


if __name__ == "__main__":
    main()
