"""A cache that was not made here is thrown away, and nothing in one names a path outside or puts HTML on a page."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec
import pytest

from site_builder.core import seals
from site_builder.core.cache_files import CACHE_FOLDER, PublishedFile, PublishedSite
from site_builder.core.diagnostics import ContentError
from site_builder.core.git import git
from tests.conftest import ENVIRONMENT, papershelf
from tests.security.poison import POISONS, poisoned, sample
from tests.shelf import built, front_matter, run, site_files, write_archive
from tests.trees import Tree, tree

FILES = {
    "content/papers/one.md": front_matter("title: One", "date: 2026-05-26", "tags: [agents]"),
    "content/papers/two.md": front_matter("title: Two", "date: 2026-05-25"),
}
FOREIGN = "was not made on this machine; it is made again"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "archive", FILES)


@pytest.fixture
def another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Gives this process the key of a machine that has none yet."""

    def move() -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        seals._kept_key.cache_clear()

    return move


@pytest.fixture(autouse=True)
def _own_key() -> None:
    seals._kept_key.cache_clear()


@pytest.fixture(scope="module")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tree]:
    seals._kept_key.cache_clear()
    root = sample(tmp_path_factory.mktemp("sample"))
    return root, tree(root / "_site")


def test_a_cache_from_elsewhere_is_dropped_with_one_line(
    archive: Path, another_machine: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    built(archive)
    clean = site_files(archive)
    assert caplog.messages == []
    another_machine()
    assert built(archive).written > 0
    assert caplog.messages == [f"papershelf: the cache in .papershelf/ {FOREIGN}"]
    assert site_files(archive) == clean
    assert built(archive).written == 0
    assert len(caplog.messages) == 1


def test_the_line_is_on_standard_error(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(archive)
    monkeypatch.setitem(ENVIRONMENT, "XDG_STATE_HOME", str(tmp_path / "state"))
    done = papershelf("build", cwd=archive)
    assert (done.returncode, done.stderr) == (0, f"papershelf: the cache in .papershelf/ {FOREIGN}\n")


@pytest.mark.parametrize("command", [("export", "bibtex"), ("check",), ("permanence",)])
def test_every_command_drops_it(
    archive: Path,
    another_machine: Callable[[], None],
    command: tuple[str, ...],
    caplog: pytest.LogCaptureFixture,
) -> None:
    built(archive)
    another_machine()
    assert run(*command, "--archive", archive).exit_code == 0
    assert FOREIGN in caplog.text


def _as_it_was_sealed(value: bytes) -> bytes:
    """Return a value as caches of earlier versions had it: behind a checksum that anybody can compute."""
    return crc32(value).to_bytes(4, "big") + value


def test_a_page_that_came_with_the_cache_is_not_published(archive: Path) -> None:
    """Its digest in the manifest is right, the manifest's checksum as well."""
    built(archive)
    clean = site_files(archive)
    hostile = b"<script>alert(1)</script>".ljust(len(clean["papers/one.html"]))
    site = archive / "_site"
    (site / "papers/one.html").write_bytes(hostile)
    files = {
        url: PublishedFile(b"", blake2b(data, digest_size=16).digest(), len(data)) for url, data in tree(site).items()
    }
    files["../../precious.txt"] = PublishedFile(b"", b"", 1)
    (archive.parent / "precious.txt").write_text("!", "utf-8")
    identifier = (site / ".papershelf-site").read_text("ascii").strip()
    encoded = msgspec.msgpack.encode(PublishedSite(files))
    (archive / CACHE_FOLDER / "sites" / identifier).write_bytes(_as_it_was_sealed(encoded))
    (archive / CACHE_FOLDER / "machine").unlink()
    built(archive)
    assert site_files(archive) == clean
    assert (archive.parent / "precious.txt").read_text("utf-8") == "!"


@pytest.mark.parametrize("url", ["../../precious.txt", "/etc/precious", "a/../../precious.txt", "a//b", "..", "./a"])
def test_a_list_of_files_that_leads_out_of_the_site_is_not_used(archive: Path, url: str) -> None:
    """Not even with a right seal."""
    built(archive)
    folder = archive / CACHE_FOLDER / "sites"
    (path,) = folder.iterdir()
    value = msgspec.msgpack.encode(PublishedSite({url: PublishedFile(b"", b"", 1)}))
    path.write_bytes(seals.seal(path.name, value))
    (archive.parent / "precious.txt").write_text("!", "utf-8")
    write_archive(archive, {"content/papers/one.md": front_matter("title: Other", "date: 2026-05-26")})
    built(archive)
    assert (archive.parent / "precious.txt").read_text("utf-8") == "!"


@pytest.mark.parametrize("poison", POISONS, ids=lambda poison: poison.__name__.strip("_"))
def test_a_poisoned_cache_changes_no_byte(
    built_sample: tuple[Path, Tree], tmp_path: Path, poison: Callable[[Path], None]
) -> None:
    root, clean = built_sample
    copy = shutil.copytree(root, tmp_path / "a" / "archive")
    poison(copy)
    before = {path: data for path, data in tree(tmp_path).items() if not path.startswith("a/archive/")}
    (copy / "_site/index.html").unlink()  # there is something to do
    built(copy)
    assert tree(copy / "_site") == clean
    assert {path: data for path, data in tree(tmp_path).items() if not path.startswith("a/archive/")} == before


@pytest.mark.parametrize("seed", range(6))
def test_a_cache_changed_at_random_changes_no_byte(built_sample: tuple[Path, Tree], tmp_path: Path, seed: int) -> None:
    """As many as wanted: `python -m tests.security.poison --times 2000`."""
    root, clean = built_sample
    assert poisoned(root, tmp_path / "archive", seed) == clean


def test_the_journal_of_a_database_deletes_no_file(archive: Path) -> None:
    """SQLite deletes the file that a journal names as its super-journal."""
    built(archive)
    precious = archive.parent / "precious.txt"
    precious.write_text("!", "utf-8")
    name = str(precious).encode()
    checksum = sum(name) & 0xFFFFFFFF
    page = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + (0).to_bytes(4, "big") + bytes(8) + (512).to_bytes(4, "big")
    page = (page + (4096).to_bytes(4, "big")).ljust(512, b"\0")
    tail = b"\x40\x00\x00\x01" + name + len(name).to_bytes(4, "big") + checksum.to_bytes(4, "big") + page[:8]
    for database in ("memos.sqlite", "search.sqlite", "search.sqlite.rows"):
        (archive / CACHE_FOLDER / f"{database}-journal").write_bytes(page + tail)
    (archive / "content/papers/one.md").write_text(front_matter("title: Other", "date: 2026-05-26"), "utf-8")
    built(archive)
    assert precious.read_text("utf-8") == "!"
    assert not list((archive / CACHE_FOLDER).glob("*-journal"))


def test_a_key_that_lies_in_the_archive_is_not_used(
    archive: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(archive / "state"))
    built(archive)
    seals._process_key.cache_clear()  # as in the next process
    assert built(archive).written > 0
    assert FOREIGN in caplog.text
    assert not (archive / "state").exists()


def test_the_key_is_its_owners_alone(archive: Path, tmp_path: Path, another_machine: Callable[[], None]) -> None:
    another_machine()
    built(archive)
    key = tmp_path / "state/papershelf/key"
    assert key.stat().st_mode & 0o777 == 0o600
    old = key.read_bytes()
    key.chmod(0o644)  # others may have read it
    seals._kept_key.cache_clear()
    built(archive)
    assert key.read_bytes() != old
    assert key.stat().st_mode & 0o777 == 0o600


def test_without_a_home_each_process_has_its_own_key(
    archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert built(archive).written > 0
    assert site_files(archive)


@pytest.mark.parametrize(
    "path", ["_site/index.html", "._site.standby/x", ".papershelf/sites/0", "_SITE/a", ".PaperShelf/a"]
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_what_git_tracks_is_not_built_over(archive: Path, path: str, command: str) -> None:
    write_archive(archive, {path: "<script>alert(1)</script>", ".gitignore": "_site/\n"})
    git(archive, "init", "--quiet")
    git(archive, "add", "--force", "--", path)
    result = run(command, "--archive", archive)
    assert result.exit_code == 1
    assert f"{path.partition('/')[0]}: error[E506]: git tracks it" in result.output
    assert "; git rm -r --cached " in result.output
    assert (archive / path).read_text("utf-8") == "<script>alert(1)</script>"


def test_git_runs_nothing_that_a_shared_archive_names(archive: Path) -> None:
    git(archive, "init", "--quiet")
    script = archive / "monitor"
    script.write_text(f"#!/bin/sh\ntouch {archive}/pwned\n", "utf-8")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.sshCommand", "core.editor"):
        git(archive, "config", key, str(script))
    git(archive, "config", "core.hooksPath", str(archive))
    built(archive)
    run("check", "--archive", archive)
    assert not (archive / "pwned").exists()


def test_databases_hold_no_view_and_no_trigger(archive: Path) -> None:
    built(archive)
    with closing(sqlite3.connect(archive / CACHE_FOLDER / "memos.sqlite")) as database:
        database.execute("CREATE TRIGGER t AFTER INSERT ON bodies BEGIN DELETE FROM entries; END")
        database.commit()
    built(archive)
    write_archive(archive, {"content/papers/one.md": front_matter("title: Other", "date: 2026-05-26")})
    built(archive)
    with closing(sqlite3.connect(archive / CACHE_FOLDER / "memos.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() == (0,)


def test_an_archive_without_git_is_built(archive: Path) -> None:
    write_archive(archive, {"_site/index.html": "somebody's"})
    with pytest.raises(ContentError) as caught:
        built(archive)
    assert [problem.code for problem in caught.value.diagnostics] == ["E501"]
