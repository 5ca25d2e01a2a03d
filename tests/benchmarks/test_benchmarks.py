"""The benchmarks run, at sizes that measure nothing, and say what they promise to say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import build, compare, generate
from benchmarks.processes import CommandFailedError, run
from site_builder.build.archive import load_entries
from site_builder.build.workspace import open_workspace
from tests.conftest import ENVIRONMENT
from tests.trees import tree

PAPERS = 12


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "archive"
    generate.write_archive(folder, PAPERS, seed=1)
    return folder


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_a_seed_decides_every_byte(archive: Path, tmp_path: Path, hash_seed: str) -> None:
    command = [sys.executable, "-m", "benchmarks.generate", str(tmp_path / "again"), "--papers", str(PAPERS)]
    subprocess.run(command, env={**ENVIRONMENT, "PYTHONHASHSEED": hash_seed}, check=True, capture_output=True)
    assert tree(tmp_path / "again") == tree(archive)


def test_another_seed_makes_other_papers(archive: Path, tmp_path: Path) -> None:
    generate.write_archive(tmp_path / "other", PAPERS, seed=2)
    assert tree(tmp_path / "other") != tree(archive)


def test_generated_papers_are_sound(tmp_path: Path) -> None:
    generate.write_archive(tmp_path / "archive", 60, seed=1)
    root = tmp_path / "archive"
    with open_workspace(root, jobs=1) as work:
        entries, problems = load_entries(work)
        words = [len(work.load_body(entry).text.split()) for entry in entries]
    assert (len(entries), problems) == (60, ())
    assert 130 < sum(words) / len(words) < 220
    assert len({author.name for entry in entries for author in entry.authors}) > 100


def test_build_measures_every_kind_of_build(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(archive)
    build.main([str(archive), "--runs", "1", "--jobs", "1", "--work", str(tmp_path), "--json"])
    report = json.loads(capsys.readouterr().out)
    written = {result["name"]: result["builds"][0]["written"] for result in report["results"]}
    assert written["cold"] > PAPERS
    assert written["nothing changed"] == 0
    assert 0 < written["one abstract edited"] < written["cold"] / 4
    # What a browser keeps: the worker, and the lists of digests that changed; a site of 256 files or more has two.
    assert written["one stylesheet edited"] == 1 + 2
    assert written["a template edited"] == PAPERS + 1 + 3  # one was added before
    assert all(result["builds"][0]["usage"]["cpu"] > 0 for result in report["results"])
    assert tree(archive) == before
    assert list(tmp_path.iterdir()) == []


def test_compare_says_what_is_not_installed(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "missing_tools", lambda: ["hugo", "pagefind"])
    compare.main([str(archive), "--runs", "1", "--work", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "papershelf / cp -r" in printed
    assert "left out, not installed: hugo, pagefind" in printed


@pytest.mark.skipif(bool(compare.missing_tools()), reason="Hugo and Pagefind are not installed: --group benchmarks")
def test_compare_runs_hugo_and_pagefind(archive: Path, tmp_path: Path) -> None:
    found = compare.compare(archive, tmp_path, 1)
    ratio = found.ratio(("hugo", "pagefind"), compare.OURS, lambda usage: usage.wall)
    assert ratio > 0
    assert len(list((tmp_path / "hugo" / "public" / "papers").glob("*.html"))) == PAPERS
    assert len(list((tmp_path / "hugo" / "public" / "days").glob("2019-*.html"))) == 2
    assert (tmp_path / "hugo" / "public" / "pagefind" / "pagefind.js").is_file()


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell its memory so")
def test_memory_counts_all_processes(tmp_path: Path) -> None:
    taking = "import time; kept = b'x' * 40_000_000; time.sleep(0.8)"
    started = f"[subprocess.Popen([sys.executable, '-c', {taking!r}]) for _ in range(2)]"
    twice = f"import subprocess, sys; [process.wait() for process in {started}]"
    used = run([sys.executable, "-c", twice], tmp_path, os.environ, memory=True)
    assert 80_000_000 < used.peak < 160_000_000


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path, os.environ)
