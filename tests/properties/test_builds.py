"""Whatever happens to an archive between builds: an incremental build equals a clean one, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any

import pytest

from site_builder.build.build import build
from site_builder.build.report import BuildOptions
from site_builder.core.diagnostics import ContentError, Diagnostic
from site_builder.settings.setting import settings_of
from site_builder.settings.types import SiteConfig
from site_builder.theme.environment import Environment
from tests.random_archive import SITE, RandomArchive
from tests.shelf import built, front_matter, site_files, write_archive

REPOSITORY = Path(__file__).parent.parent.parent

# Each archive goes through every kind of edit in random order, that of the default theme through a few of them.
# To try more archives, or to repeat a failure:
#   PAPERSHELF_ARCHIVES=50 pytest -n 2 tests/properties/test_builds.py
#   PAPERSHELF_SEED=1234567 pytest tests/properties/test_builds.py
ARCHIVES = int(os.environ.get("PAPERSHELF_ARCHIVES", "1"))
SEED = os.environ.get("PAPERSHELF_SEED")


@pytest.fixture
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile each template once for all builds of a test: that takes half the time of a small build."""
    known: dict[tuple[object, ...], CodeType] = {}
    compile_template = Environment.compile

    def compile_once(self: Environment, source: Any, name: str | None = None, *others: Any, **options: Any) -> CodeType:
        key = (source, name, self.translate("Papers"))  # constant words are translated when a template is compiled
        if key not in known:
            known[key] = compile_template(self, source, name, *others, **options)
        return known[key]

    monkeypatch.setattr(Environment, "compile", compile_once)


@pytest.mark.usefixtures("compiled_once")
@pytest.mark.parametrize(("prints_all", "share"), [(True, 1.0), (False, 0.2)], ids=["every-field", "default-theme"])
@pytest.mark.parametrize("number", range(ARCHIVES))
def test_an_incremental_build_equals_a_clean_one(
    number: int, tmp_path: Path, *, prints_all: bool, share: float
) -> None:
    seed = int(SEED) if SEED else SystemRandom().randrange(10**9)
    archive = RandomArchive(tmp_path / "archive", seed, prints_all=prints_all)
    edits = archive.edits()
    del edits[int(share * len(edits)) :]
    archive.write()
    built(archive.root)
    while edits:
        before = archive.state()
        step = [edits.pop() for _ in range(min(len(edits), archive.random.choice([1, 1, 2, 4])))]
        for _, edit in step:
            edit()
        archive.write()
        site = site_files(archive.root)
        refused, (refused_clean, clean) = problems(archive.root), clean_build(archive.root)
        context = f"after {', '.join(name for name, _ in step)}; PAPERSHELF_SEED={seed} repeats this"
        assert refused == refused_clean, context
        if refused:
            assert site_files(archive.root) == site, context
            archive.restore(before)
        else:
            assert differing(site_files(archive.root), clean) == [], context
    archive.write()
    built(archive.root)
    assert built(archive.root).written == 0


def problems(root: Path) -> tuple[Diagnostic, ...]:
    """Build an archive; return why that was refused, nothing if it was not."""
    try:
        built(root)
    except ContentError as error:
        return error.diagnostics
    return ()


def clean_build(root: Path) -> tuple[tuple[Diagnostic, ...], dict[str, bytes]]:
    """Return why a clean build of a copy is refused, or the site that it gives."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "archive"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("_site", "._site*", ".papershelf"))
        return problems(copy), site_files(copy)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the files in which two sites differ."""
    return sorted(url for url in one.keys() | other.keys() if one.get(url) != other.get(url))


def test_every_setting_is_edited() -> None:
    assert settings_of(SiteConfig).keys() - SITE.keys() == {"format"}


def many(root: Path, count: int) -> Path:
    """Write an archive with enough files for several processes to share them."""
    files = {
        f"content/papers/{n % 3}/p{n:03}.md": front_matter(
            f"title: Paper {n}",
            f"date: 2026-01-{n % 28 + 1:02}",
            f"tags: [tag {n % 7}, tag {(n + 1) % 5}x]",
            f"authors: [Ana Author, Author {n % 40}]",
            body=f"Text {n} with *stars* and $x^{n % 9}$.",
        )
        for n in range(count)
    }
    return write_archive(root, files | {"site.yml": "title: A shelf\nlists: {page_size: 20}\n"})


@pytest.fixture(scope="module")
def one_process(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    root = many(tmp_path_factory.mktemp("one"), 150)
    built(root)
    return root, site_files(root)


def test_the_number_of_processes_does_not_matter(one_process: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    root = many(tmp_path, 150)
    build(BuildOptions(root, root / "_site", jobs=3))
    assert site_files(root) == one_process[1]


@pytest.mark.parametrize(
    ("seed", "zone", "locale"), [("1", "Pacific/Kiritimati", "C"), ("4242", "America/Adak", "C.UTF-8")]
)
def test_hash_seed_clock_zone_locale_and_order_of_files_do_not_matter(
    seed: str, zone: str, locale: str, one_process: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    root = tmp_path / "archive"
    for path in sorted(one_process[0].rglob("content/**/*.md"), reverse=True):
        target = root / path.relative_to(one_process[0])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        os.utime(target, (0, 0))
    shutil.copy(one_process[0] / "site.yml", root)
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "site_builder", "build", "--quiet", "--jobs", "2", "--archive", str(root)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert site_files(root) == one_process[1]
