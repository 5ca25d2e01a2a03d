"""What builds of an archive cost: `python -m benchmarks.build ARCHIVE`.

Each build is a process of its own, from its start to its end. It works on a copy of the archive, in a folder that
`--work` names; a memory file system shows what Papershelf costs rather than the disk.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.processes import Usage, machine_text, run
from site_builder.theme.load import bundled_themes

REPOSITORY = Path(__file__).parent.parent
STYLESHEET = "assets/style/10-page.css"
TEMPLATE = "templates/paper.html"

_TITLE = re.compile(r"^title:.*$", re.MULTILINE)
_IDENTIFIERS = re.compile(r"^(?:arxiv|doi|acl|openreview):.*\n", re.MULTILINE)
_STEP = re.compile(r"^  (\w+) +([\d.]+) s$", re.MULTILINE)
_WRITTEN = re.compile(r"^([\d,]+) files? written", re.MULTILINE)


class Build(msgspec.Struct, frozen=True):
    """One build: what it used, the seconds of its steps, and how many files it wrote."""

    usage: Usage
    steps: dict[str, float]
    written: int


class Result(msgspec.Struct, frozen=True):
    """The builds of one kind; `sampled` is the one whose memory was measured, which slows it down."""

    name: str
    builds: list[Build]
    sampled: Build

    def median(self, of: Callable[[Build], float]) -> float:
        """Return the median of a figure over the builds."""
        return statistics.median(map(of, self.builds))


class Report(msgspec.Struct, frozen=True):
    """Everything that one run of this benchmark found."""

    papers: int
    pages: int
    bytes: int
    machine: str
    results: list[Result]


class Workshop:
    """A copy of an archive that is built and edited."""

    def __init__(self, archive: Path, folder: Path, jobs: int = 0) -> None:
        self.root = folder / "archive"
        self.site = folder / "site"
        self._jobs = jobs
        for name in ("content", "themes"):
            if (archive / name).is_dir():
                shutil.copytree(archive / name, self.root / name)
        shutil.copy(archive / "site.yml", self.root)
        for name in (STYLESHEET, TEMPLATE):
            override = self.root / "themes" / "overrides" / name
            if not override.exists():
                override.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(bundled_themes() / "default" / name, override)
        self.papers = sorted((self.root / "content" / "papers").rglob("*.md"))

    def build(self, *, memory: bool = False) -> Build:
        """Build the site and return what that took."""
        command = [sys.executable, "-m", "site_builder", "build", "--timings", "--output", str(self.site)]
        command += ["--jobs", str(self._jobs)] if self._jobs else []
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        usage = run(command, self.root, environment, memory=memory)
        steps = {name: float(seconds) for name, seconds in _STEP.findall(usage.printed)}
        written = _WRITTEN.search(usage.printed)
        return Build(usage, steps, int(written[1].replace(",", "")) if written else 0)

    def forget(self, _: str) -> None:
        """Delete the site and the cache."""
        for folder in (self.root / ".papershelf", self.site, self.site.with_name(f".{self.site.name}.standby")):
            shutil.rmtree(folder, ignore_errors=True)

    def edit_abstract(self, note: str) -> None:
        """Add a sentence to the abstract of the paper in the middle of the list."""
        _append(self.papers[len(self.papers) // 2], f"\nEdited {note}.\n")

    def edit_title(self, note: str) -> None:
        """Give the paper in the middle of the list another title."""
        path = self.papers[len(self.papers) // 2]
        path.write_text(_TITLE.sub(f"title: Edited {note}", path.read_text("utf-8"), 1), encoding="utf-8")

    def add_paper(self, note: str) -> None:
        """Add a paper with the last one's date, terms and abstract."""
        last = self.papers[-1]
        text = _IDENTIFIERS.sub("", last.read_text("utf-8"))
        name = re.sub(r"[^a-z0-9]+", "-", note.lower()).strip("-")
        last.with_name(f"{name}.md").write_text(_TITLE.sub(f"title: Added {note}", text, 1), encoding="utf-8")

    def edit_stylesheet(self, note: str) -> None:
        """Add a comment to the stylesheet."""
        _append(self.root / "themes" / "overrides" / STYLESHEET, f"/* {note} */\n")

    def edit_template(self, note: str) -> None:
        """Add a word to every paper's page."""
        path = self.root / "themes" / "overrides" / TEMPLATE
        path.write_text(path.read_text("utf-8").replace("</h1>", f"</h1><p>{note}</p>", 1), encoding="utf-8")


def measure(archive: Path, folder: Path, runs: int, jobs: int = 0) -> Report:
    """Measure every kind of build of an archive in a work folder: `runs` times, and once more for the memory."""
    shop = Workshop(archive, folder, jobs)
    kinds: list[tuple[str, Callable[[str], None]]] = [
        ("cold", shop.forget),
        ("nothing changed", lambda _: None),
        ("first edit after that", shop.edit_abstract),  # it makes the second of the two trees that take turns
        ("one abstract edited", shop.edit_abstract),
        ("one title edited", shop.edit_title),
        ("one paper added", shop.add_paper),
        ("one stylesheet edited", shop.edit_stylesheet),
        ("a template edited", shop.edit_template),
    ]
    made: dict[str, list[Build]] = {name: [] for name, _ in kinds}
    for turn in range(runs + 1):
        for name, edit in kinds:
            edit(f"in turn {turn}, {name}")
            made[name].append(shop.build(memory=turn == runs))
    sizes = [path.stat().st_size for path in shop.site.rglob("*") if path.is_file()]
    results = [Result(name, builds[:-1], builds[-1]) for name, builds in made.items()]
    machine = machine_text([build.usage for result in results for build in result.builds])
    pages = sum(1 for _ in shop.site.rglob("*.html"))
    return Report(len(shop.papers), pages, sum(sizes), machine, results)


def report_lines(report: Report) -> Iterator[str]:
    """Yield the lines of a report for people."""
    runs = len(report.results[0].builds)
    yield f"{report.papers:,} papers, {report.pages:,} pages, {report.bytes / 1e6:,.1f} MB"
    yield f"median of {runs} {'run' if runs == 1 else 'runs'}, each a process of its own; {report.machine}"
    yield "peak: sum of the proportional set sizes of all processes, sampled in one further run"
    yield ""
    yield f"{'build':22}{'wall s':>9}{'CPU s':>9}{'wall/CPU':>10}{'peak MB':>9}{'written':>9}"
    for result in report.results:
        wall, cpu = result.median(lambda build: build.usage.wall), result.median(lambda build: build.usage.cpu)
        peak, written = result.sampled.usage.peak / 1e6, result.builds[0].written
        yield f"{result.name:22}{wall:9.2f}{cpu:9.2f}{wall / cpu:10.2f}{peak:9.0f}{written:9,}"
    yield ""
    steps = list(dict.fromkeys(step for result in report.results for step in result.builds[0].steps))
    yield f"{'seconds by step':22}" + "".join(f"{step:>11}" for step in steps)
    for result in report.results:
        yield f"{result.name:22}" + "".join(f"{_median_step(result, step):11.3f}" for step in steps)


def _median_step(result: Result, step: str) -> float:
    return result.median(lambda build: build.steps.get(step, 0.0))


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description="Measure builds of an archive.")
    parser.add_argument("archive", type=Path, help="the folder that holds site.yml")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0, help="processes; one a core unless given")
    parser.add_argument("--work", type=Path, help="where the copy and its site go; a temporary folder unless given")
    parser.add_argument("--json", action="store_true", help="print everything, for machines")
    given = parser.parse_args(arguments)
    if given.work:
        given.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.work) as folder:
        report = measure(given.archive, Path(folder), given.runs, given.jobs)
    print(msgspec.json.encode(report).decode() if given.json else "\n".join(report_lines(report)))


if __name__ == "__main__":
    main()
