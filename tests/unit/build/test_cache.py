"""Memos between builds: whatever happens to them, the site is the same."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest

from site_builder.build.cache import Cache
from site_builder.core.cache_files import (
    CACHE_FOLDER,
    Memos,
    Origin,
    PublishedFile,
    PublishedSite,
    locked,
)
from site_builder.core.diagnostics import ContentError
from site_builder.core.processes import in_background
from site_builder.core.seals import seal, unseal
from site_builder.model import Body, Entry
from tests.shelf import built, front_matter, site_files, write_archive

FILES = {
    f"content/papers/p{n}.md": front_matter(f"title: Paper {n}", "date: 2026-05-26", "tags: [agents]") for n in range(4)
}
ENTRY = Entry("one", "content/papers/one.md", "ab", "One")
BODY = msgspec.msgpack.encode(Body("text", "<p>text</p>", "text"))


def test_a_sealed_value_is_whole_or_none() -> None:
    sealed = seal("name", b"value")
    assert unseal("name", sealed) == b"value"
    assert unseal("other", sealed) is None
    for position in range(len(sealed)):
        changed = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
        assert unseal("name", changed) is None
    assert unseal("name", sealed[:-1]) is None
    assert unseal("name", b"") is None
    assert unseal("name", "text") is None


def test_memos_are_kept_until_their_file_is_gone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.store_entries([ENTRY], [ENTRY.path])
    cache.store_texts([(ENTRY.path, "ab", BODY, b"terms")])
    cache.close()
    cache = Cache(tmp_path / "cache")
    assert cache.load_entries() == {ENTRY.path: ENTRY}
    body = cache.load_body(ENTRY.path, "ab")
    assert body is not None
    assert body.text == "text"
    assert cache.load_terms(ENTRY.path, "ab") == b"terms"
    assert cache.load_terms(ENTRY.path, "cd") is None
    assert cache.load_body(ENTRY.path, "cd") is None
    cache.store_entries([], [ENTRY.path])
    cache.forget_texts([ENTRY.path])
    assert cache.load_entries() == {}
    assert cache.load_body(ENTRY.path, "ab") is None
    assert cache.load_terms(ENTRY.path, "ab") is None
    cache.close()


def test_entries_are_kept_beside_changed_ones(tmp_path: Path) -> None:
    entries = {path: Entry(str(n), path, "ab", "Old") for n in range(2_000) if (path := f"content/papers/{n}.md")}
    cache = Cache(tmp_path)
    cache.store_entries(entries.values(), entries)
    changed = ("content/papers/7.md", "content/papers/1999.md")
    fresh = {path: Entry("7", path, "cd", "New") for path in changed}
    cache.store_entries(fresh.values(), [*changed, "content/papers/0.md"])
    del entries["content/papers/0.md"]
    assert cache.load_entries() == entries | fresh
    cache.close()


def test_a_database_whose_damage_is_no_text_is_made_anew(tmp_path: Path) -> None:
    """SQLite says what is wrong in the words of the damaged file."""
    Cache(tmp_path).close()
    path = tmp_path / "memos.sqlite"
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE entries", b"CREATE T\xe5BLE entries"))
    cache = Cache(tmp_path)
    assert cache.load_entries() == {}
    cache.close()


def test_what_is_kept_of_checked_files_is_theirs_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.store_checked([("one", "ab", b"first"), ("two", "cd", b"second")])
    cache.store_checked([("one", "ef", b"later")])
    cache.forget_checked(["two"])
    cache.close()
    cache = Cache(tmp_path / "cache")
    assert cache.load_checked() == {"one": ("ef", b"later")}
    cache.close()


def test_another_process_reads_what_was_committed(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.store_entries([ENTRY], [ENTRY.path])
    cache.commit()
    with in_background(lambda: [cache.load_entries() for _ in range(2)], 2) as found:
        assert found() == [{ENTRY.path: ENTRY}] * 2
    assert cache.load_entries() == {ENTRY.path: ENTRY}
    cache.close()


def test_memos_of_other_settings_are_not_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", b"one")
    cache.store_entries([ENTRY], [ENTRY.path])
    cache.close()
    cache = Cache(tmp_path / "cache", b"two")
    assert cache.load_entries() == {}
    cache.close()


def test_what_is_kept_of_a_site_is_whole_or_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    site = PublishedSite({"index.html": PublishedFile(b"f", b"d", 3)}, Origin(b"outline", b"frame", ("ab",)))
    cache.store_site("a1", site, keep=[])
    assert cache.load_site("a1") == site
    assert cache.load_site("b2") is None
    path = tmp_path / "cache" / "sites" / "a1"
    path.write_bytes(path.read_bytes()[:-1])
    assert cache.load_site("a1") is None
    cache.store_site("b2", site, keep=[])
    assert not path.exists()
    cache.close()


def test_a_memo_is_that_of_its_name_and_key(tmp_path: Path) -> None:
    memos = Memos(tmp_path / "deep" / "cache")

    def kept(name: str, key: bytes) -> bytes | None:
        memo = memos.load_memo(name, key)
        return None if memo is None else bytes(memo)

    memos.store_memo("one", b"key", b"value")
    assert kept("one", b"key") == b"value"
    assert kept("one", b"other") is None
    assert kept("two", b"key") is None
    memos.store_memo("one", b"other", b"")
    assert (kept("one", b"other"), kept("one", b"key")) == (b"", None)
    (tmp_path / "deep" / "cache" / "one").write_bytes(b"")
    assert kept("one", b"other") is None


def test_a_folder_where_a_file_must_be_is_deleted(tmp_path: Path) -> None:
    Cache(tmp_path).close()
    for name in ("lock", "memos.sqlite", "sites/0"):
        (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / name / "inside").mkdir(parents=True)
    Cache(tmp_path).close()
    assert (tmp_path / "memos.sqlite").is_file()
    assert not (tmp_path / "sites/0").exists()


def test_a_database_that_cannot_be_made_is_told_with_its_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(OSError, match=r"the cache in .* cannot be written: unable to open database file"):
        Cache(tmp_path)


def test_only_one_build_runs_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(ContentError) as caught, locked(tmp_path):
        pass
    assert caught.value.diagnostics[0].code == "E503"
    with locked(tmp_path):
        pass


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_archive(tmp_path_factory.mktemp("clean"), FILES)
    built(root)
    return root


def test_a_build_without_cache_is_the_same(clean: Path, tmp_path: Path) -> None:
    root = shutil.copytree(clean, tmp_path / "a")
    shutil.rmtree(root / CACHE_FOLDER)
    built(root)
    assert site_files(root) == site_files(clean)


@pytest.mark.parametrize("seed", range(6))
def test_damaged_memos_cost_time_and_never_a_byte(seed: int, clean: Path, tmp_path: Path) -> None:
    root = shutil.copytree(clean, tmp_path / "a")
    chance = random.Random(seed)
    for path in sorted((root / CACHE_FOLDER).rglob("*")):
        if path.is_file() and path.stat().st_size:
            data = bytearray(path.read_bytes())
            for _ in range(20):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(data[: chance.choice([len(data), len(data) // 2])])
    write_archive(root, {"content/papers/p1.md": front_matter("title: Changed", "date: 2026-05-26")})
    fresh = write_archive(
        tmp_path / "b", FILES | {"content/papers/p1.md": front_matter("title: Changed", "date: 2026-05-26")}
    )
    built(root)
    built(fresh)
    assert site_files(root) == site_files(fresh)


def test_the_cache_is_not_for_version_control(clean: Path) -> None:
    assert (clean / CACHE_FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"
